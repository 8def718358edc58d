import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("switch", () => {
  verdictTable(String.raw`
== on the code, which a network error does not have: fine
export async function f() {
  try { await svix.message.create("a", input); } catch (error) {
    switch ((error as ApiException<unknown>).code) { case 404: await act(error); break; case 409: break; default: throw error; }
  }
}
== on a word that no code is: fine
export async function f() {
  try { await svix.message.create("a", input); } catch (error) {
    switch ((error as { code?: unknown }).code) { case "not_found": break; default: throw error; }
  }
}
== on classes: fine
export async function POST(req: Request) {
  const raw = await req.text();
  try { webhook.verify(raw, {}); } catch (error) {
    switch (true) { case error instanceof WebhookVerificationError: return new Response("no", { status: 401 }); default: throw error; }
  }
  return new Response(raw);
}
== on a status that is kept: wrongStatus at 5
export async function POST(req: Request) {
  const raw = await req.text(); let status = 200;
  try { webhook.verify(raw, {}); } catch { status = 500; }
  switch (status) { case 200: break; default:
    return new Response("no", { status }); }
  return new Response(raw);
}
== on what a function makes of the error: fine
export async function f(kinds: { of(error: unknown): string }) {
  try { await svix.message.create("a", input); } catch (error) {
    switch (kinds.of(error)) { case String(error): await act(error); break; default: throw error; }
  }
}
`);
});

describe("loops", () => {
  verdictTable(String.raw`
== over a variable that is there already: unhandled at 3
export async function f(ids: string[]) {
  let id: string;
  for (id of ids) await svix.message.create(id, input);
}
== over keys: unhandled at 2
export async function f(ids: Record<string, string>) {
  for (const id in ids) await svix.message.create(id, input);
}
== over what fails to be made: unhandled at 2
export async function f() {
  for (const id of [(await svix.message.create("a", input)).id, "b"]) console.log(id);
}
== awaiting what was started: onlyLogged at 3
export async function f(ids: string[]) {
  const jobs = ids.map((id) => svix.message.create(id, input));
  try { for await (const job of jobs) console.log(job); } catch (error) { console.error(error); }
}
`);
});

describe("what a handler writes and deletes", () => {
  verdictTable(String.raw`
== an entry of somebody else's cache: fine
export async function f(cache: Record<string, unknown>) {
  try { await svix.message.create("a", input); } catch { delete cache.a; } return cache.a;
}
== an entry by a key: fine
export async function f(cache: Record<string, unknown>, key: string) {
  try { await svix.message.create("a", input); } catch { delete cache[key]; }
}
== a property that is asked for afterwards: fine
export async function f() {
  const result: { sent?: boolean } = { sent: true };
  try { await svix.message.create("a", input); } catch { delete result.sent; }
  if (!result.sent) throw new Error("not sent");
}
== nothing, where the deletion is behind it: emptyHandler at 3
export async function f() {
  const box: { a?: number } = { a: 1 };
  try { await svix.message.create("a", input); } catch {} delete box.a;
}
== the first problem: fine
export async function f(before?: Error) {
  let problem = before; try { await svix.message.create("a", input); } catch (error) { problem ||= error as Error; }
  if (problem) throw problem;
}
== a flag that is no longer true: fine
export async function f() {
  let sent: boolean | undefined = true; try { await svix.message.create("a", input); } catch { sent &&= false; }
  if (!sent) throw new Error("not sent");
}
== words and numbers of a constant object: fine
const STATES = { sent: "sent", failed: "failed", tries: 3 } as const;
export async function f() {
  let state: string = STATES.sent; let tries = 0;
  try { await svix.message.create("a", input); } catch { state = STATES.failed; tries = STATES.tries; }
  if (state === STATES.failed && tries === 3) throw new Error("not sent");
}
== a row of a table: fine
declare function sql(parts: TemplateStringsArray, ...values: unknown[]): Promise<void>;
export async function f() { try { await svix.message.create("a", input); } catch (error) { await sql${"`update sends set error = ${error}`"}; } }
`);
});

describe("where the payload goes", () => {
  const SQL =
    "declare function sql(parts: TemplateStringsArray, ...values: unknown[]): Promise<void>;";
  verdictTable(String.raw`
== into a table, verified or not: payloadUsed at 3
${SQL}
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch (error) { console.warn(error); } await sql${"`insert into events values (${raw})`"}; return new Response("ok"); }
== into a table of what was refused: fine
${SQL}
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { await sql${"`insert into refused values (${raw})`"}; return new Response("no", { status: 400 }); } return new Response("ok"); }
== into a field that somebody shows: payloadUsed at 3
export class Receiver { last = ""; show() { return this.last; }
  handle(raw: string) {
    try { webhook.verify(raw, {}); } catch { this.last = raw; } } }
== back to the caller, in a list: payloadUsed at 2
export function read(raw: string) {
  try { webhook.verify(raw, {}); } catch { return [raw, "unverified"]; } return [raw, "ok"]; }
== back to the caller, in an object: payloadUsed at 2
export function read(raw: string) {
  try { webhook.verify(raw, {}); } catch { return { raw }; } return { raw, ok: true }; }
`);
});

describe("how a receiver ends", () => {
  verdictTable(String.raw`
== with the process: fine
export async function main(raw: string) { try { webhook.verify(raw, {}); } catch { process.exit(1); } await work(raw); }
== with an error after the answer: fine
export function handle(raw: string, res: import("express").Response) {
  try { webhook.verify(raw, {}); } catch (error) { res.status(401).end(); throw error; } res.end(); }
== with something thrown that is no error: fine
export function handle(raw: string) { try { webhook.verify(raw, {}); } catch { throw { status: 401 }; } return raw; }
== with a thrown response: wrongStatus at 2
export async function action({ request }: { request: Request }) { const raw = await request.text();
  try { webhook.verify(raw, {}); } catch { throw new Response("no", { status: 500 }); } return new Response("ok"); }
== with a status for each way: fine
export async function handle(raw: string, res: import("express").Response, strict: boolean) {
  try { webhook.verify(raw, {}); } catch { if (strict) res.status(401); else res.status(403); res.end(); return; } await work(raw); res.end(); }
== with a status for one way only: successResponse at 2
export async function handle(raw: string, res: import("express").Response, strict: boolean) {
  try { webhook.verify(raw, {}); } catch { if (strict) res.status(401); res.end(); return; } await work(raw); res.end(); }
== with an error of another package, by its code: fine
class ORPCError extends Error { constructor(readonly code: string) { super(code); } }
export async function handle(raw: string) { try { webhook.verify(raw, {}); } catch { throw new ORPCError("UNAUTHORIZED"); } await work(raw); }
== with an error whose code comes from elsewhere: fine
class TRPCError extends Error { constructor(options: { code: string }) { super(options.code); } }
export async function handle(raw: string, options: { code: string }) { try { webhook.verify(raw, {}); } catch { throw new TRPCError(options); } await work(raw); }
== with an own error that is given a status: fine
class Refused extends Error { constructor(readonly options: { status: number }) { super("no"); } }
export async function handle(raw: string) { try { webhook.verify(raw, {}); } catch { throw new Refused({ status: 401 }); } await work(raw); }
`);
});
