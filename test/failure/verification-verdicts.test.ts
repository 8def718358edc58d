import { describe, expect, it } from "vitest";
import { fileOf, programOf } from "../harness/program.js";
import { analysisOf } from "./outcomes.js";
import { verdictTable } from "./verdict-table.js";

describe("answers", () => {
  verdictTable(String.raw`
== 400: fine
export async function POST(req: Request) { const raw = await req.text(); try { webhook.verify(raw, {}); } catch { return new Response("no", { status: 400 }); } await work(raw); return new Response("ok"); }
== nothing catches it: unhandled at 1
export async function POST(req: Request) { webhook.verify(await req.text(), {}); return new Response("ok"); }
== 500: wrongStatus at 2
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { return new Response("no", { status: 500 }); } return new Response("ok"); }
== a thrown 500 that another handler answers with a 500 of its own: wrongStatus at 4
export async function action({ request }: { request: Request }) { const raw = await request.text();
  try {
    try { webhook.verify(raw, {}); } catch { await act(); throw new Response("no", { status: 500 }); }
  } catch { return new Response("no", { status: 500 }); }
  return new Response("ok"); }
== an error of Lambda's function, by the type of what it gives: wrongStatus at 4
interface Reply { statusCode: number; body?: string }
export async function receive(event: { body: string }): Promise<Reply> {
  try { webhook.verify(event.body, {}); } catch {
    throw new Error("unverified");
  }
  await work(event.body); return reply(200); }
declare function reply(statusCode: number): Reply;
== an error of what gives something else with a status: fine
export async function receive(event: { body: string }): Promise<{ statusCode: number }> {
  try { webhook.verify(event.body, {}); } catch { throw new Error("unverified"); }
  await work(event.body); return made(); }
declare function made(): { statusCode: number };
== 429 asks for another try: wrongStatus at 2
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { return new Response("no", { status: 429 }); } return new Response("ok"); }
== 200 whatever the body says: successResponse at 2
export async function POST(req: Request) {
  try { webhook.verify(await req.text(), {}); return Response.json({ ok: true }); } catch { return Response.json({ ok: false }); } }
== a plain error is a 500: wrongStatus at 2
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { throw new Error("no"); } await work(raw); return new Response("ok"); }
== the status in a variable: fine
export async function POST(req: Request) { let status = 200; try { const raw = await req.text(); webhook.verify(raw, {}); await work(raw); } catch (error) { status = error instanceof WebhookVerificationError ? 400 : 500; } return new Response(null, { status }); }
== the status chosen by the message's text: fine
export async function POST(req: Request) { try { webhook.verify(await req.text(), {}); return new Response("ok"); } catch (error) { const status = String(error).includes("signature") ? 401 : 500; return new Response("no", { status }); } }
== an own class that is mapped: fine
class Refused extends Error { status = 401; }
function check(raw: string) { try { webhook.verify(raw, {}); } catch { throw new Refused("no"); } }
export async function POST(req: Request) { try { const raw = await req.text(); check(raw); await work(raw); return new Response("ok"); } catch (error) { if (error instanceof Refused) return new Response("no", { status: error.status }); return new Response("no", { status: 500 }); } }
== an own class that nobody maps: wrongStatus at 3
class Refused extends Error {}
function check(raw: string) { try { webhook.verify(raw, {}); } catch { throw new Refused("no"); } }
export async function POST(req: Request) { try { const raw = await req.text(); check(raw); await work(raw); return new Response("ok"); } catch { return new Response("no", { status: 500 }); } }
== next with the error: fine
import type { NextFunction, Request as Req, Response as Res } from "express";
export function check(req: Req, res: Res, next: NextFunction) { try { webhook.verify(req.body, {}); } catch (error) { next(error); return; } next(); }
== bare next: successResponse at 3
import type { NextFunction, Request as Req, Response as Res } from "express";
export function check(req: Req, res: Res, next: NextFunction) {
  try { webhook.verify(req.body, {}); } catch (error) { console.log(error); } next(); }
== no answer at all: successResponse at 3
import type { Request as Req, Response as Res } from "express";
export function check(req: Req, res: Res) {
  try { webhook.verify(req.body, {}); } catch { return; } res.json({ ok: true }); }
== serverless, refused and not: successResponse at 3
type Event = { body: string | null; headers: Record<string, string> };
export const refuses = async (event: Event) => { try { webhook.verify(event.body ?? "", event.headers); } catch { return { statusCode: 401 }; } return { statusCode: 200 }; };
export const accepts = async (event: Event) => { try { webhook.verify(event.body ?? "", event.headers); } catch (error) { console.log(error); } return { statusCode: 200 }; };
`);
});

describe("the payload after a failure", () => {
  verdictTable(String.raw`
== used: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch (error) { console.error(error); } await work(JSON.parse(raw)); return new Response("ok"); }
== parsed as a fallback: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text(); let event: unknown;
  try { event = webhook.verify(raw, {}); } catch { event = JSON.parse(raw); } await work(event); return new Response("ok"); }
== used, and what breaks then is met by another handler: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text(); let event: { id?: string };
  try { try { event = webhook.verify(raw, {}) as object; } catch { event = JSON.parse(raw); }
    const { error } = await save(event.id); if (error) throw error;
  } catch (error) { console.error(error); return new Response("no", { status: 500 }); }
  return new Response("ok"); }
declare function save(id?: string): Promise<{ error?: Error }>;
== only outside production: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { if (process.env.NODE_ENV === "production") return new Response("no", { status: 401 }); } await work(JSON.parse(raw)); return new Response("ok"); }
== kept as evidence before a 400: fine
export async function POST(req: Request) { const raw = await req.text(); try { webhook.verify(raw, {}); } catch { await work(raw); return new Response("no", { status: 400 }); } return new Response("ok"); }
== logged: successResponse at 2
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { console.log(raw); } return new Response("ok"); }
`);
});

describe("an answer that the path would have given anyway", () => {
  const dropped = "try { webhook.verify(raw, {}); } catch (error) { console.log(error); }";
  verdictTable(String.raw`
== an unrelated 500 is no answer to the forger: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text();
  ${dropped} if (Math.random() > 0.5) return new Response("busy", { status: 500 }); await work(raw); return new Response("ok"); }
== an unrelated error is none: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text();
  ${dropped} if (Math.random() > 0.5) throw new Error("no queue"); await work(raw); return new Response("ok"); }
== an unrelated answer of a reply object: payloadUsed at 3
import type { Response as Res } from "express";
export async function handle(req: { body: string }, res: Res) { const raw = req.body;
  ${dropped} if (Math.random() > 0.5) return res.status(503).end(); await work(raw); return res.end(); }
== an unrelated answer of a serverless function: payloadUsed at 2
export async function handle({ body: raw = "" }: { body?: string }) {
  ${dropped} if (Math.random() > 0.5) return { statusCode: 500 }; await work(raw); return { statusCode: 200 }; }
== a status that the failure chose: wrongStatus at 2
export async function POST(req: Request) { let status = 200; const raw = await req.text(); try { webhook.verify(raw, {}); await work(raw); } catch { status = 500; }
  return new Response(null, { status }); }
== the same, of a reply object: wrongStatus at 3
import type { Response as Res } from "express";
export async function handle(req: { body: string }, res: Res) { let status = 200; try { webhook.verify(req.body, {}); await work(req.body); } catch { status = 500; }
  res.status(status).end(); }
== the same, of a serverless function: wrongStatus at 1
export async function handle({ body = "" }: { body?: string }) { let statusCode = 200; try { webhook.verify(body, {}); await work(body); } catch { statusCode = 500; } return { statusCode }; }
== a status that the reply was told in the handler: wrongStatus at 4
import type { Response as Res } from "express";
export async function handle(req: { body: string }, res: Res) {
  try { webhook.verify(req.body, {}); await work(req.body); } catch {
    res.status(500); }
  res.end(); }
`);
});

describe("helpers", () => {
  verdictTable(String.raw`
== a boolean that is asked, and one that is not: resultIgnored at 3
function isValid(raw: string) { try { webhook.verify(raw, {}); return true; } catch { return false; } }
export async function POST(req: Request) { const raw = await req.text(); if (!isValid(raw)) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
export async function PUT(req: Request) { const raw = await req.text(); isValid(raw); await work(raw); return new Response("ok"); }
== a promise of a boolean is always true: resultIgnored at 2
async function isValid(raw: string) { try { webhook.verify(raw, {}); return true; } catch { return false; } }
export async function POST(req: Request) { const raw = await req.text(); if (!isValid(raw)) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
== a result object: resultIgnored at 3
function check(raw: string) { try { webhook.verify(raw, {}); return { ok: true as const }; } catch (error) { return { ok: false as const, error }; } }
export async function POST(req: Request) { const raw = await req.text(); const found = check(raw); if (!found.ok) return Response.json({}, { status: 401 }); await work(raw); return new Response("ok"); }
export async function PUT(req: Request) { const raw = await req.text(); const found = check(raw); console.log(found); await work(raw); return new Response("ok"); }
== null, checked: fine
function eventOf(raw: string) { try { return webhook.verify(raw, {}) as unknown as { id: string }; } catch { return null; } }
export async function POST(req: Request) { const event = eventOf(await req.text()); if (!event) return new Response("no", { status: 400 }); await work(event.id); return new Response("ok"); }
== a variable that still holds null, checked: fine
async function eventOf(req: Request) { const raw = await req.text(); let event: { id: string } | null = null; try { event = webhook.verify(raw, {}) as unknown as { id: string }; } catch (error) { console.error(error); } return event; }
export async function POST(req: Request) { const event = await eventOf(req); if (event === null) return new Response("no", { status: 400 }); await work(event.id); return new Response("ok"); }
== a variable that still holds the parsed body: payloadUsed at 2
async function eventOf(raw: string) { let event = JSON.parse(raw) as { id: string };
  try { event = webhook.verify(raw, {}) as unknown as { id: string }; } catch (error) { console.error(error); } return event; }
export async function POST(req: Request) { const event = await eventOf(await req.text()); await work(event.id); return new Response("ok"); }
== a helper that throws, and nobody catches: unhandled at 1
export function check(raw: string) { webhook.verify(raw, {}); }
== an un-awaited check: payloadUsed at 2
async function check(raw: string) { webhook.verify(raw, {}); }
export async function POST(req: Request) { const raw = await req.text(); check(raw); await work(raw); return new Response("ok"); }
== a promise's catch: fine
export async function POST(req: Request) { const raw = await req.text(); const check = async () => webhook.verify(raw, {}); const found = await check().catch(() => false as const); if (found === false) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
== a wrapper around handlers: fine
const withWebhook = (handle: (raw: string) => Promise<Response>) => async (req: Request) => { const raw = await req.text(); try { webhook.verify(raw, {}); } catch { return new Response("no", { status: 401 }); } return handle(raw); };
export const POST = withWebhook(async (raw) => { await work(raw); return new Response("ok"); });
== a wrapper that lets them pass: payloadUsed at 2
const withWebhook = (handle: (raw: string) => Promise<Response>) => async (req: Request) => { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch (error) { console.error(error); } return handle(raw); };
export const POST = withWebhook(async (raw) => { await work(raw); return new Response("ok"); });
`);
});

describe("several secrets", () => {
  verdictTable(String.raw`
== one match is enough, in a loop: fine
export async function POST(req: Request) { const raw = await req.text(); let event: unknown; for (const secret of process.env.SECRETS!.split(",")) { try { event = new Webhook(secret).verify(raw, {}) ?? {}; break; } catch {} } if (!event) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
== in some(): fine
export async function POST(req: Request) { const raw = await req.text(); const ok = ["a", "b"].some((secret) => { try { new Webhook(secret).verify(raw, {}); return true; } catch { return false; } }); if (!ok) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
== any of the promises: fine
export async function POST(req: Request) { const raw = await req.text(); try { await Promise.any(["a", "b"].map(async (secret) => { new Webhook(secret).verify(raw, {}); })); } catch { return new Response("no", { status: 401 }); } await work(raw); return new Response("ok"); }
== in the first one's catch: fine
export async function POST(req: Request) { const raw = await req.text(); try { new Webhook("a").verify(raw, {}); } catch { try { new Webhook("b").verify(raw, {}); } catch { return new Response("no", { status: 401 }); } } await work(raw); return new Response("ok"); }
== none matches and nobody asks: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text(); for (const secret of ["a", "b"]) {
  try { new Webhook(secret).verify(raw, {}); break; } catch {} } await work(raw); return new Response("ok"); }
`);
});

describe("what comes after the answer", () => {
  verdictTable(String.raw`
== a refusal that goes on to the next handler: successResponse at 3
import type { NextFunction, Request as Req, Response as Res } from "express";
export function check(req: Req, res: Res, next: NextFunction) {
  try { webhook.verify(req.body, {}); } catch { res.status(401).json({ error: "no" }); } next(); }
== secrets of which none matches: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text(); for (const secret of [process.env.A!, process.env.B!]) {
  try { new Webhook(secret).verify(raw, {}); break; } catch (error) { console.warn(error); } } await work(raw); return new Response("ok"); }
== Response.error() is a 500: wrongStatus at 2
export async function POST(req: Request) {
  try { webhook.verify(await req.text(), {}); } catch { return Response.error(); } return new Response("ok"); }
== h3's createError is a 500 unless it is told another: wrongStatus at 3; wrongStatus at 5
import { createError, defineEventHandler, readRawBody } from "h3";
export const text = defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? "";
  try { webhook.verify(raw, {}); } catch { throw createError("no"); } return { ok: true }; });
export const object = defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? "";
  try { webhook.verify(raw, {}); } catch (cause) { throw createError({ message: "no", cause }); } return { ok: true }; });
export const told = defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? ""; try { webhook.verify(raw, {}); } catch { throw createError({ status: 401 }); } return { ok: true }; });
export const open = (more: { statusCode: number }) => defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? ""; try { webhook.verify(raw, {}); } catch { throw createError({ message: "no", ...more }); } return { ok: true }; });
== a status among the fields of an object that the framework sends with 200: successResponse at 3; successResponse at 6; successResponse at 10
import { defineEventHandler, readRawBody, setResponseStatus } from "h3";
export const fields = defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? "";
  try { webhook.verify(raw, {}); } catch { return { statusCode: 401, message: "no" }; } return { statusCode: 200 }; });
import Fastify from "fastify";
const fast = Fastify();
fast.post("/", async (request) => { try { webhook.verify(request.body as string, {}); } catch { return { status: 500, error: "no" }; } return { status: 200 }; });
export const sets = defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? ""; try { webhook.verify(raw, {}); } catch { setResponseStatus(event, 401); return { status: 401 }; } return { status: 200 }; });
fast.post("/set", async (request, reply) => { try { webhook.verify(request.body as string, {}); } catch { reply.code(400); return { statusCode: 200, error: "no" }; } return { ok: true }; });
const refused = (why: string) => ({ status: 400, message: why });
export const helped = defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? ""; try { webhook.verify(raw, {}); } catch { return refused("signature"); } return { status: 200 }; });
export const lambda = async (event: { body: string }) => { try { webhook.verify(event.body, {}); } catch { return { statusCode: 401 }; } return { statusCode: 200 }; };
== a status that is set and not sent: successResponse at 3; successResponse at 6
import type { Request as Req, Response as Res } from "express";
export async function sets(req: Req, res: Res) {
  try { webhook.verify(req.body, {}); } catch { res.status(400); return; } await work(req.body); res.sendStatus(204); }
import { createServer } from "node:http";
createServer((req, res) => { let raw = ""; req.on("data", (c) => (raw += c)); req.on("end", () => {
  try { webhook.verify(raw, {}); } catch { res.statusCode = 400; return; } res.end("ok"); }); });
export async function sends(req: Req, res: Res) { try { webhook.verify(req.body, {}); } catch { res.status(400); res.end(); return; } await work(req.body); res.sendStatus(204); }
== a wrapper that gives the error to next, and a handler that answers 500: unhandled at 4
import express, { type NextFunction, type Request as Req, type Response as Res } from "express";
const asyncHandler = (fn: (req: Req, res: Res) => Promise<unknown>) => (req: Req, res: Res, next: NextFunction) => { fn(req, res).catch(next); };
const app = express();
app.post("/", asyncHandler(async (req, res) => { webhook.verify(req.body, {}); await work(req.body); res.sendStatus(204); }));
app.use((error: Error, _req: Req, res: Res, _next: NextFunction) => { res.status(500).json({ error: error.message }); });
== statuses of a constant object: wrongStatus at 4
const HTTP = { UNAUTHORIZED: 401, SERVER: 500 } as const;
export async function POST(req: Request) { const raw = await req.text(); try { webhook.verify(raw, {}); } catch { return Response.json({}, { status: HTTP.UNAUTHORIZED }); } await work(raw); return new Response("ok"); }
export async function PUT(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { return Response.json({}, { status: HTTP.SERVER }); } await work(raw); return new Response("ok"); }
== the verify function of a body parser, which answers 403: fine
import express from "express";
const app = express();
app.use(express.json({ verify: (req, _res, bytes) => { if (req.url === "/hook") webhook.verify(bytes, req.headers as Record<string, string>); } }));
== a job of an unknown framework: fine
declare const internalAction: any;
export const fulfil = internalAction({ handler: async (ctx: any, args: any) => { try { webhook.verify(args.payload, args.headers); return true; } catch { throw new Error("no"); } } });
`);
});

describe("a function of the module that gives a result", () => {
  const made = `import { Result } from "neverthrow";
const safely = Result.fromThrowable((raw: string) => webhook.verify(raw, {}));
export async function POST(req: Request) { const raw = await req.text();`;
  verdictTable(String.raw`
== dropped: resultIgnored at 4
${made}
  safely(raw); await work(raw); return new Response("ok"); }
== asked and refused: fine
${made}
  if (safely(raw).isErr()) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
== asked by its opposite and refused: fine
${made}
  const result = safely(raw); if (!result.isOk()) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
== matched: fine
${made}
  return safely(raw).match(() => new Response("ok"), () => new Response("no", { status: 401 })); }
== a wrapper that calls at once, as a const: fine
import { Result } from "neverthrow";
export const checked = Result.fromThrowable(() => webhook.verify("", {}))();
`);
});

describe("a result that a made function gives", () => {
  const neverthrow = `declare module "neverthrow" {
  interface Result { isErr(): boolean }
  export const Result: { fromThrowable(fn: () => void): () => Result };
}`;
  const check = "Result.fromThrowable(() => { webhook.verify(raw, {}); })";
  const verdicts = (use: string): readonly string[] => {
    const program = programOf({
      "neverthrow.d.ts": neverthrow,
      "main.ts": `import { Result } from "neverthrow";
import { Webhook } from "svix";
declare const webhook: Webhook; declare function work(given: unknown): Promise<void>;
export async function POST(req: Request) {
  const raw = await req.text();
  ${use}
  await work(raw);
  return new Response("ok");
}`,
    });
    const found = analysisOf(program).verdictsIn(fileOf(program));
    return found.map(({ judgement }) => judgement);
  };

  it("is asked at once", () => {
    expect(verdicts(`if (${check}().isErr()) return new Response("no", { status: 401 });`)).toEqual(
      [],
    );
  });

  it("is asked later", () => {
    expect(
      verdicts(
        `const check = ${check}; const result = check(); if (result.isErr()) return new Response("no", { status: 401 });`,
      ),
    ).toEqual([]);
  });

  it("is not asked", () => {
    expect(verdicts(`${check}();`)).toEqual(["payloadUsed"]);
  });
});

describe("another signature that is checked where the first is refused", () => {
  verdictTable(String.raw`
== by a comparison in constant time: fine
declare const crypto: { timingSafeEqual(a: unknown, b: unknown): boolean; digest(text: string): string };
function isLegacy(text: string, given: string | null) { const expected = crypto.digest(text); return { ok: crypto.timingSafeEqual(expected, given) }; }
export async function POST(req: Request) { const text = await req.text(); let ok = false;
  try { webhook.verify(text, {}); ok = true; } catch (error) { console.warn("no", error); }
  if (!ok) { const legacy = isLegacy(text, req.headers.get("x")); if (!legacy.ok) return new Response("no", { status: 401 }); }
  await work(text); return new Response("ok"); }
== by nothing: payloadUsed at 2
export async function POST(req: Request) { const text = await req.text(); let ok = false;
  try { webhook.verify(text, {}); ok = true; } catch (error) { console.warn("no", error); }
  if (!ok && text === "") return new Response("no", { status: 401 });
  await work(text); return new Response("ok"); }
`);
});

describe("a function that is called next", () => {
  const around = (next: string, call: string): string =>
    `export const checked = (${next}) => async (req: Request) => { const text = await req.text();
  try { webhook.verify(text, {}); } catch (error) { console.warn(error); }
  return ${call}; };`;
  verdictTable(`
== and is given the body: payloadUsed at 2
${around("next: (text: string) => Promise<Response>", "next(text)")}
== and is given the request: payloadUsed at 2
${around("next: (req: Request, text: string) => Promise<Response>", "next(req, text)")}
== and takes an error: fine
export function checked(req: { body: string }, next: (error?: Error) => void) {
  try { webhook.verify(req.body, {}); } catch (error) { next(error as Error); return; } next(); }
== and takes anything, like Express's: fine
export function checked(req: { body: string }, next: (error?: any) => void) {
  try { webhook.verify(req.body, {}); } catch (error) { next(error); return; } next(); }
`);
});

describe("a request that is answered before it is verified", () => {
  const received = (before: string, handler: string): string =>
    `import type { Request as Req, Response as Res } from "express";
export async function receive(req: Req, res: Res) { ${before}
  try { webhook.verify(req.body as Buffer, {}); } catch { ${handler} }
  await work(req.body); }`;
  verdictTable(`
== and refused afterwards, which nobody hears: successResponse at 3
${received("res.status(200).end();", "res.status(401).end(); return;")}
== by a status alone: successResponse at 3
${received("res.sendStatus(202);", "res.sendStatus(401); return;")}
== where it is only told its status before: fine
${received("res.status(200);", "res.status(401).end(); return;")}
== where it is answered on another way: fine
${received('if (req.method === "HEAD") { res.status(200).end(); return; }', "res.status(401).end(); return;")}
== where it may have been answered: fine
${received('if (req.method === "HEAD") { res.status(200).end(); }', "res.status(401).end(); return;")}
`);
});
