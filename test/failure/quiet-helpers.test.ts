import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const EXPRESS = `import express from "express"; declare const app: express.Application;`;

describe("a helper that acts on a forgery and tells its callers nothing", () => {
  verdictTable(String.raw`
== whose caller accepts the request: successResponse at 3
${EXPRESS}
async function consume(raw: string, headers: {}) {
  try { webhook.verify(raw, headers); } catch (error) { await act(error); return; }
  await work(JSON.parse(raw));
}
app.post("/a", async (req, res) => { await consume(req.body, req.headers); res.status(204).end(); });
== by a handler of its promise: successResponse at 3
${EXPRESS}
const consume = async (raw: string, headers: {}) => { webhook.verify(raw, headers); await work(raw); };
const safely = (raw: string, headers: {}) => consume(raw, headers).catch(async (error) => { await act(error); });
export async function POST(request: Request) { await safely(await request.text(), {}); return new Response("ok"); }
== through another helper: successResponse at 3
${EXPRESS}
async function consume(raw: string, headers: {}) {
  try { webhook.verify(raw, headers); } catch (error) { await act(error); return; }
  await work(JSON.parse(raw));
}
class Inbox { async take(raw: string) { await consume(raw, {}); await work(1); } }
app.post("/a", async (req, res) => { await new Inbox().take(req.body); res.send("ok"); });
== whose caller answers nobody: fine
async function consume(raw: string, headers: {}) {
  try { webhook.verify(raw, headers); } catch (error) { await act(error); return; }
  await work(JSON.parse(raw));
}
export async function drain(records: { raw: string; headers: {} }[]) { for (const { raw, headers } of records) await consume(raw, headers); }
== whose caller refuses in any case: fine
${EXPRESS}
async function consume(raw: string, headers: {}) {
  try { webhook.verify(raw, headers); } catch (error) { await act(error); return; }
  await work(JSON.parse(raw));
}
app.post("/a", async (req, res) => { await consume(req.body, req.headers); res.status(410).end(); });
== that gives what it found: fine
${EXPRESS}
async function consume(raw: string, headers: {}) {
  try { webhook.verify(raw, headers); } catch (error) { await act(error); return undefined; }
  return JSON.parse(raw);
}
app.post("/a", async (req, res) => { const event = await consume(req.body, req.headers); res.status(event ? 204 : 400).end(); });
== that sets what the caller asks for: fine
${EXPRESS}
class Inbox {
  failed = false;
  async take(raw: string) { try { webhook.verify(raw, {}); } catch (error) { await act(error); this.failed = true; } }
}
app.post("/a", async (req, res) => { const inbox = new Inbox(); await inbox.take(req.body); if (inbox.failed) { res.sendStatus(401); return; } res.send("ok"); });
== that counts what the caller asks for: fine
${EXPRESS}
class Counter {
  refused = 0;
  async take(raw: string) { try { webhook.verify(raw, {}); } catch (error) { await act(error); this.refused++; } }
}
app.post("/a", async (req, res) => { const counter = new Counter(); await counter.take(req.body); if (counter.refused > 0) { res.sendStatus(401); return; } res.send("ok"); });
== that sets what the caller asks for when all is well: fine
${EXPRESS}
async function take(into: { event?: unknown }, raw: string) { try { webhook.verify(raw, {}); into.event = raw; } catch (error) { await act(error); } }
app.post("/a", async (req, res) => { const into: { event?: unknown } = {}; await take(into, req.body); if (!into.event) { res.sendStatus(401); return; } res.send("ok"); });
== that puts what went wrong into a list of its caller: fine
${EXPRESS}
async function take(problems: string[], raw: string) { try { webhook.verify(raw, {}); } catch (error) { await act(error); problems.push("forged"); } }
app.post("/a", async (req, res) => { const problems: string[] = []; await take(problems, req.body); if (problems.length > 0) { res.sendStatus(401); return; } res.send("ok"); });
== that answers itself: fine
${EXPRESS}
async function take(raw: string, res: express.Response) { try { webhook.verify(raw, {}); } catch (error) { await act(error); res.sendStatus(401); return; } await work(raw); res.send("ok"); }
app.post("/a", async (req, res) => { await take(req.body, res); });
== that is given the reply: fine
${EXPRESS}
declare function refuse(res: express.Response): Promise<void>;
async function take(raw: string, res: express.Response) { try { webhook.verify(raw, {}); } catch (error) { await refuse(res); return; } await work(raw); }
app.post("/a", async (req, res) => { await take(req.body, res); if (!res.headersSent) res.send("ok"); });
`);
});

describe("a result that a caller has looked at before it acted", () => {
  verdictTable(String.raw`
== with nobody to answer: fine
function inspect(raw: string) { try { webhook.verify(raw, {}); return { forged: false }; } catch (error) { return { forged: true, reason: String(error) }; } }
export async function drain(records: string[]) {
  for (const raw of records) { const verdict = inspect(raw); if (verdict.forged) { await act(raw, verdict.reason); continue; } await work(raw); }
}
== and only logged: successResponse at 3
function inspect(raw: string) { try { webhook.verify(raw, {}); return { forged: false }; } catch (error) { return { forged: true, reason: String(error) }; } }
export async function drain(records: string[]) {
  for (const raw of records) { const verdict = inspect(raw); if (verdict.forged) { console.warn(raw); continue; } await work(raw); }
}
`);
});

describe("what a function sets when a verification went well", () => {
  verdictTable(String.raw`
== is asked for by its caller: fine
function check(session: { verified: boolean }, raw: string) { try { webhook.verify(raw, {}); session.verified = true; } catch (error) { console.warn(error); } }
export async function POST(request: Request) { const session = { verified: false }; check(session, await request.text()); return new Response(null, { status: session.verified ? 204 : 401 }); }
== is asked for by nobody: successResponse at 1
function check(session: { seen: boolean }, raw: string) { try { webhook.verify(raw, {}); session.seen = true; } catch (error) { console.warn(error); } }
export async function POST(request: Request) { const session = { seen: false }; check(session, await request.text()); console.info(session.seen); return new Response("ok"); }
== in any case: successResponse at 1
function check(session: { verified: boolean }, raw: string) { try { webhook.verify(raw, {}); } catch (error) { console.warn(error); } session.verified = true; }
export async function POST(request: Request) { const session = { verified: false }; check(session, await request.text()); return new Response(null, { status: session.verified ? 204 : 401 }); }
`);
});
