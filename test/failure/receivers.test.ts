import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a request that a helper verifies", () => {
  verdictTable(String.raw`
== the request itself is no payload: fine
async function isGenuine(req: Request) { try { webhook.verify(await req.text(), {}); return true; } catch { return false; } }
export async function POST(req: Request) {
  const genuine = await isGenuine(req);
  await act("received", req.url);
  if (!genuine) return new Response(null, { status: 400 });
  return new Response("ok");
}
== its body is: payloadUsed at 3
async function isGenuine(raw: string) { try { webhook.verify(raw, {}); return true; } catch { return false; } }
export async function POST(req: Request) { const raw = await req.text();
  const genuine = await isGenuine(raw);
  await act("received", raw);
  if (!genuine) return new Response(null, { status: 400 });
  return new Response("ok");
}
`);
});

describe("Koa's body, whose status was set before the verification", () => {
  verdictTable(String.raw`
== the handler sends it: wrongStatus at 3
import Koa from "koa"; const app = new Koa();
app.use(async (ctx) => {
  ctx.status = 500;
  try { webhook.verify(String(ctx.query), {}); } catch { ctx.body = { error: "not genuine" }; }
});
== the handler sends it with a status of its own: fine
import Koa from "koa"; const app = new Koa();
app.use(async (ctx) => {
  ctx.status = 500;
  try { webhook.verify(String(ctx.query), {}); } catch { ctx.status = 400; ctx.body = { error: "not genuine" }; }
});
`);
});

describe("a function whose last parameter is a reply, and that throws another error", () => {
  verdictTable(String.raw`
== it answers for itself: wrongStatus at 2
export function receive(req: { body: string }, res: { statusCode: number; end(text?: string): void }) {
  try { webhook.verify(req.body, {}); } catch { throw new Error("not genuine"); }
  res.end("ok");
}
== a function without one leaves the answer to others: fine
export function check(req: { body: string }) {
  try { webhook.verify(req.body, {}); } catch { throw new Error("not genuine"); }
}
`);
});

describe("a member that is named as a reaction", () => {
  verdictTable(String.raw`
== it checks the payload once more: fine
declare const other: { verify(raw: string): void };
export async function receive(raw: string) {
  await Promise.resolve(raw).then((body) => { try { webhook.verify(body, {}); } catch {} return body; }).then(other.verify);
}
== it works with the payload: payloadUsed at 3
declare const other: { store(raw: string): void };
export async function receive(raw: string) {
  await Promise.resolve(raw).then((body) => { try { webhook.verify(body, {}); } catch {} return body; }).then(other.store);
}
`);
});

describe("an exception of a class of one's own that is given its status", () => {
  verdictTable(String.raw`
== with one that asks for a retry: wrongStatus at 3
class Refused extends Error { status: number; constructor(message: string, status: number) { super(message); this.status = status; } }
export async function POST(req: Request) {
  try { webhook.verify(await req.text(), {}); } catch { throw new Refused("not genuine", 503); }
  return new Response("ok");
}
== with one that refuses: fine
class Refused extends Error { status: number; constructor(message: string, status: number) { super(message); this.status = status; } }
export async function POST(req: Request) {
  try { webhook.verify(await req.text(), {}); } catch { throw new Refused("not genuine", 401); }
  return new Response("ok");
}
`);
});
