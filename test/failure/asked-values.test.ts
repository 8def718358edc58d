import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a response that a helper gives instead of what was asked for", () => {
  verdictTable(String.raw`
== is told by its class: fine
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return new Response("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if (e instanceof Response) return e; await act(e); return new Response("ok"); }
== is told by a predicate of the program: fine
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return new Response("bad", { status: 401 }); }
  return JSON.parse(raw);
}
const isResponse = (value: unknown): value is Response => value instanceof Response;
export async function POST(q: Request) { const e = await parse(q); if (isResponse(e)) return e; await act(e); return new Response("ok"); }
== is told by a property: fine
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return new Response("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if ("status" in e) return e; await act(e); return new Response("ok"); }
== is told, and nothing but logged: payloadUsed at 6
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return new Response("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if (e instanceof Response) console.warn("bad"); await act(await q.text()); return new Response("ok"); }
== is asked for a property that no response has: payloadUsed at 6
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return new Response("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if ("problem" in e) return new Response("no", { status: 401 }); await act(await q.text()); return new Response("ok"); }
== is asked for another class: payloadUsed at 7
class Problem { readonly why = "unknown"; }
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return new Response("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if (e instanceof Problem) return new Response("no", { status: 401 }); await act(await q.text()); return new Response("ok"); }
== is of the class that a framework derives from it: fine
declare class NextResponse<Body = unknown> extends Response { readonly body_: Body; static json<B>(body: B, init?: ResponseInit): NextResponse<B> }
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return NextResponse.json("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if (e instanceof NextResponse) return e; await act(e); return new Response("ok"); }
== is of the class from which that of the framework is derived: fine
declare class NextResponse<Body = unknown> extends Response { readonly body_: Body; static json<B>(body: B, init?: ResponseInit): NextResponse<B> }
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return NextResponse.json("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if (e instanceof Response) return e; await act(e); return new Response("ok"); }
== is not of the class of the framework: payloadUsed at 7
declare class NextResponse<Body = unknown> extends Response { readonly body_: Body; static json<B>(body: B, init?: ResponseInit): NextResponse<B> }
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return new Response("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if (e instanceof NextResponse) return e; await act(await q.text()); return new Response("ok"); }
== is asked for a class without a type: fine
import { Answer } from "answers";
async function parse(request: Request): Promise<{ type: string } | Response> {
  const raw = await request.text();
  try { webhook.verify(raw, Object.fromEntries(request.headers)); } catch { return new Response("bad", { status: 401 }); }
  return JSON.parse(raw);
}
export async function POST(q: Request) { const e = await parse(q); if (e instanceof Answer) return e; await act(e); return new Response("ok"); }
== tells of a message that was not sent: fine
async function send(id: string): Promise<{ id: string } | Response> {
  try { return await svix.message.create(id, input); } catch (e) { console.error(e); return Response.json({ error: "bad" }, { status: 502 }); }
}
export async function POST(q: Request) { const sent = await send(q.url); if (sent instanceof Response) return sent; return Response.json({ id: sent.id }); }
== tells of it to somebody who only logs: resultIgnored at 4
async function send(id: string): Promise<{ id: string } | Response> {
  try { return await svix.message.create(id, input); } catch (e) { console.error(e); return Response.json({ error: "bad" }, { status: 502 }); }
}
export async function POST(q: Request) { const sent = await send(q.url); if (sent instanceof Response) console.log("bad"); return Response.json({ ok: true }); }
`);
});

describe("an object that a helper gives", () => {
  verdictTable(String.raw`
== tells of the failure by a property that only a failure has: fine
function parse(raw: string) {
  try { webhook.verify(raw, {}); } catch { return { error: "bad signature" }; }
  return { event: JSON.parse(raw) as unknown };
}
export async function POST(q: Request) { const raw = await q.text(); const r = parse(raw); if ("error" in r) return new Response("no", { status: 401 }); await act(r.event); return new Response("ok"); }
== tells of it by lacking a property that only success has: fine
function parse(raw: string) {
  try { webhook.verify(raw, {}); } catch { return { error: "bad signature" }; }
  return { event: JSON.parse(raw) as unknown };
}
export async function POST(q: Request) { const raw = await q.text(); const r = parse(raw); if (!("event" in r)) return new Response("no", { status: 401 }); await act(r.event); return new Response("ok"); }
== is asked, and the payload used whatever it says: payloadUsed at 5
function parse(raw: string) {
  try { webhook.verify(raw, {}); } catch { return { error: "bad signature" }; }
  return { event: JSON.parse(raw) as unknown };
}
export async function POST(q: Request) { const raw = await q.text(); const r = parse(raw); if ("event" in r) console.log("good"); await act(JSON.parse(raw)); return new Response("ok"); }
== is no instance of a class: fine
class Event { constructor(readonly raw: string) {} }
function parse(raw: string) {
  try { webhook.verify(raw, {}); } catch { return { error: "bad signature" }; }
  return new Event(raw);
}
export async function POST(q: Request) { const raw = await q.text(); const r = parse(raw); if (!(r instanceof Event)) return new Response("no", { status: 401 }); await act(r.raw); return new Response("ok"); }
== holds the response that tells of it: fine
function parse(raw: string) {
  try { webhook.verify(raw, {}); } catch { return { response: new Response("bad", { status: 401 }) }; }
  return { event: JSON.parse(raw) as unknown };
}
export async function POST(q: Request) { const raw = await q.text(); const r = parse(raw); if (r.response) return r.response; await act(r.event); return new Response("ok"); }
== holds the response, which nobody sends: payloadUsed at 5
function parse(raw: string) {
  try { webhook.verify(raw, {}); } catch { return { response: new Response("bad", { status: 401 }) }; }
  return { event: JSON.parse(raw) as unknown };
}
export async function POST(q: Request) { const raw = await q.text(); const r = parse(raw); if (r.response) console.warn("bad"); await act(JSON.parse(raw)); return new Response("ok"); }
== holds a response that says nothing of the failure: successReturned at 2
async function send(id: string) {
  try { await svix.message.create(id, input); } catch { return { response: new Response("ok") }; }
  return { response: new Response("ok") };
}
export async function POST(q: Request) { return (await send(q.url)).response; }
`);
});
