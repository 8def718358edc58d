import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const POST = (handler: string, behind = "") =>
  `export async function POST(q: Request) { const raw = await q.text(); try { webhook.verify(raw, input); } catch (e) { ${handler} } ${behind} await work(JSON.parse(raw)); return new Response("ok"); }`;

describe("a function that never returns, and cannot be seen into", () => {
  verdictTable(String.raw`
== ends the handler: fine
declare function reject(status: number): never;
${POST("reject(401);")}
== ends the handler as a method: fine
declare const response: { abort(status: number): never };
${POST("response.abort(401);")}
== ends the handler by a promise: fine
declare function reject(status: number): Promise<never>;
${POST("await reject(401);")}
== ends what a flag tells: fine
declare function notFound(): never;
function valid(raw: string) { try { webhook.verify(raw, input); return true; } catch { return false; } }
export async function POST(q: Request) { const raw = await q.text(); if (!valid(raw)) notFound(); await work(JSON.parse(raw)); return new Response("ok"); }
== may return after all: payloadUsed at 2
declare function report(status: number): void;
${POST("report(401);")}
== deals with an API failure: fine
declare function reject(status: number): never;
export async function f() { try { await svix.message.create("a", input); } catch { reject(502); } }
`);
});

const ASK = (asks: string) =>
  `export async function POST(q: Request) { try { const raw = await q.text(); webhook.verify(raw, input); await work(raw); return new Response("ok"); } catch (e) { ${asks} throw e; } }`;

describe("the error is asked for a class", () => {
  verdictTable(String.raw`
== that is given: fine
function isOf<T>(e: unknown, type: new (...args: never[]) => T): e is T { return e instanceof type; }
${ASK(`if (isOf(e, WebhookVerificationError)) return new Response("no", { status: 401 });`)}
== that stands in a table: fine
const TABLE: { type: new (m: string) => Error; status: number }[] = [{ type: WebhookVerificationError, status: 401 }];
${ASK("for (const { type, status } of TABLE) if (e instanceof type) return new Response(null, { status });")}
== that is another one: unhandled at 1
${ASK(`if (e instanceof SyntaxError) return new Response("no", { status: 400 });`)}
== that a broken connection may or may not be: networkErrorIgnored at 1
export async function f() { try { await svix.message.create("a", input); } catch (e) { if (e instanceof ApiException) throw e; if (e instanceof TypeError) console.warn(e); } }
== that the program declares: unhandled at 2
class Refused extends Error {}
${ASK(`if (e instanceof Refused) return new Response("no", { status: 400 });`)}
`);
});

describe("the payload beside what tells that it was refused", () => {
  const KEEP = (keep: string) =>
    `declare const db: { update(row: object): Promise<void> }; declare const metrics: { histogram(name: string, value: number): void };
export async function POST(q: Request) { const raw = await q.text(); let error: string | null = null; try { webhook.verify(raw, input); } catch (e) { error = String(e); } ${keep} if (error) return new Response("no", { status: 401 }); await work(JSON.parse(raw)); return new Response("ok"); }`;
  verdictTable(String.raw`
== is kept as evidence: fine
${KEEP("await db.update({ raw, error });")}
== is kept without it: payloadUsed at 2
${KEEP("await db.update({ raw });")}
== is kept as evidence, and accepted: payloadUsed at 2
declare const db: { update(row: object): Promise<void> };
export async function POST(q: Request) { const raw = await q.text(); let error: string | null = null; try { webhook.verify(raw, input); } catch (e) { error = String(e); } await db.update({ raw, error }); return new Response("ok"); }
== is worked on by a consumer that says so: payloadUsed at 2
declare function handle(event: unknown, verified: boolean): Promise<void>;
export async function consume(body: string) { let verified = false; try { webhook.verify(body, input); verified = true; } catch {} await handle(JSON.parse(body), verified); }
== is worked on and told to the caller: fine
declare const db: { update(row: object): Promise<void> };
async function check(raw: string) { let ok = false; try { webhook.verify(raw, input); ok = true; } catch {} await db.update({ raw, ok }); return ok; }
export async function POST(q: Request) { const raw = await q.text(); if (!(await check(raw))) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
== is measured: fine
${KEEP(`metrics.histogram("size", raw.length);`)}
`);
});

describe("an error that is given to a callback", () => {
  const HEAD = `import express from "express"; const app = express();`;
  verdictTable(String.raw`
== and returned with what it gives: fine
${HEAD}
function verify(raw: string, done: (error: Error | null, event?: unknown) => void) { try { webhook.verify(raw, input); } catch (e) { return done(e as Error); } done(null, JSON.parse(raw)); }
app.post("/x", (req, res) => { verify(req.body, (error, event) => { if (error) { res.status(400).end(); return; } void work(event); res.end(); }); });
`);
});
