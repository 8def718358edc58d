import { readFileSync } from "node:fs";
import path from "node:path";
import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** Declarations of a package that is not installed. */
function declared(name: string): Record<string, string> {
  const file = path.resolve(import.meta.dirname, "../../fixtures/frameworks/types", name);
  return { [name]: readFileSync(file, "utf8") };
}

describe("functions that are given to their framework by name", () => {
  verdictTable(
    String.raw`
== a procedure of tRPC that returns nothing is a 200: successResponse at 3
import { initTRPC } from "@trpc/server";
interface Asked { raw: string; headers: Record<string, string> }
async function receive({ ctx }: { ctx: Asked }) { try { webhook.verify(ctx.raw, ctx.headers); } catch { return; } await work(ctx.raw); return { ok: true }; }
const t = initTRPC.context<Asked>().create();
export const router = t.router({ hook: t.procedure.mutation(receive) });
== a procedure of oRPC that returns nothing is a 200: successResponse at 3
import { os } from "@orpc/server";
interface Asked { raw: string; headers: Record<string, string> }
async function receive({ context }: { context: Asked }) { try { webhook.verify(context.raw, context.headers); } catch { return; } await work(context.raw); return { ok: true }; }
export const router = { hook: os.$context<Asked>().handler(receive) };
== a plain error in such a procedure is a 500: wrongStatus at 3
import { os } from "@orpc/server";
interface Asked { raw: string; headers: Record<string, string> }
async function receive({ context }: { context: Asked }) { try { webhook.verify(context.raw, context.headers); } catch { throw new Error("no"); } await work(context.raw); return { ok: true }; }
export const router = { hook: os.$context<Asked>().handler(receive) };
== the same function, given to nobody: fine
interface Asked { raw: string; headers: Record<string, string> }
export async function receive({ context }: { context: Asked }) { try { webhook.verify(context.raw, context.headers); } catch { return; } await work(context.raw); return { ok: true }; }
== an object that Fastify sends: successResponse at 2
import type { FastifyInstance } from "fastify";
async function receive(request: { body: unknown }) { try { webhook.verify(String(request.body), {}); } catch { return { ok: false }; } await work(request.body); return { ok: true }; }
export function routes(app: FastifyInstance) { app.post("/", receive); }
`,
    "ts",
    declared("trpc.d.ts"),
  );
});

describe("functions that take Elysia's parts of the answer", () => {
  verdictTable(String.raw`
== nothing returned is a 200: successResponse at 2
import type { Context } from "elysia";
export async function receive({ body, set }: Context) { try { webhook.verify(String(body), {}); } catch { return; } await work(body); set.status = 201; return { ok: true }; }
== the status is set: fine
import type { Context } from "elysia";
export async function receive({ body, set }: Context) { try { webhook.verify(String(body), {}); } catch { set.status = 401; return; } await work(body); return { ok: true }; }
== the status is set under a type of one's own: fine
import { Elysia } from "elysia";
type Asked = { body: unknown; set: { status: number } };
async function receive({ body, set }: Asked) { try { webhook.verify(String(body), {}); } catch { set.status = 400; return { ok: false }; } await work(body); return { ok: true }; }
export const app = new Elysia().post("/", receive as never);
== a set of something else: successResponse at 4
import { Elysia } from "elysia";
type Asked = { body: unknown; set: { status: "open" | "done" } };
async function receive({ body, set }: Asked) {
  try { webhook.verify(String(body), {}); } catch { set.status = "done"; return { ok: false }; } await work(body); return { ok: true }; }
export const app = new Elysia().post("/", receive as never);
`);
});

describe("Koa", () => {
  verdictTable(String.raw`
== sends a 404 where nothing is set: fine
import type { Context } from "koa";
export async function receive(ctx: Context) { try { webhook.verify(ctx.state.raw, {}); } catch { return; } await work(ctx.state.raw); ctx.status = 204; }
== sends the body that was set before: successResponse at 2
import type { Context } from "koa";
export async function receive(ctx: Context) { ctx.body = { ok: true }; try { webhook.verify(ctx.state.raw, {}); } catch { return; } await work(ctx.state.raw); }
== sends a body that is followed by its status: fine
import type { Context } from "koa";
export async function receive(ctx: Context) { try { webhook.verify(ctx.state.raw, {}); } catch { ctx.body = "no"; ctx.status = 401; return; } await work(ctx.state.raw); ctx.body = "ok"; }
== sends a 500 for an error, whatever was set: wrongStatus at 2
import type { Context } from "koa";
export async function receive(ctx: Context) { try { webhook.verify(ctx.state.raw, {}); } catch { ctx.status = 401; ctx.body = "no"; throw new Error("no"); } await work(ctx.state.raw); ctx.body = "ok"; }
== lets the next middleware answer: successResponse at 2
import type { Context, Next } from "koa";
export async function receive(ctx: Context, next: Next) { try { webhook.verify(ctx.state.raw, {}); } catch { act(); } await next(); }
== goes on in a helper whose caller answers: successResponse at 2
import type { Context } from "koa";
function check(ctx: Context) { try { webhook.verify(ctx.state.raw, {}); } catch { console.error("no"); } }
export async function receive(ctx: Context) { check(ctx); ctx.body = "ok"; }
`);
});

/** A context that the program describes by itself. */
const OWN_CONTEXT =
  "interface Own { throw(status: number): never; status: number; body: unknown; raw: string }";
const silent = (parameters: string): string =>
  `${OWN_CONTEXT}\nexport async function receive(${parameters}) {\n  try { webhook.verify(ctx.raw, {}); } catch { return; } await work(ctx.raw); ctx.status = 204; }`;

describe("a handler that answers nothing, with a context like Koa's", () => {
  verdictTable(`
== alone: fine
${silent("ctx: Own")}
== and what comes next: fine
${silent("ctx: Own, next: () => Promise<void>")}
== behind something else: fine
${silent("kind: string, ctx: Own")}
== taken apart, which is not followed: successResponse at 3
${OWN_CONTEXT}
export async function receive({ raw }: Own, res: { status(code: number): { end(): void } }) {
  try { webhook.verify(raw, {}); } catch { return; } await work(raw); res.status(204).end(); }
== of another kind: successResponse at 2
export async function receive(ctx: { raw: string }, res: { status(code: number): { end(): void } }) {
  try { webhook.verify(ctx.raw, {}); } catch { return; } await work(ctx.raw); res.status(204).end(); }
`);
});

describe("exceptions whose status is a success", () => {
  verdictTable(String.raw`
== of Nest: successResponse at 4
import { Controller, HttpException, Post, Req } from "@nestjs/common";
@Controller("hooks") export class Hooks {
  @Post() async receive(@Req() req: { body: string }) { let status = 200;
    try { webhook.verify(req.body, {}); } catch { throw new HttpException("no", status); } await work(req.body); return { ok: true }; } }
== of oRPC, which refuses to make them: wrongStatus at 3
import { ORPCError, os } from "@orpc/server";
interface Asked { raw: string; headers: Record<string, string> }
export const hook = os.$context<Asked>().handler(async ({ context }) => { try { webhook.verify(context.raw, context.headers); } catch { throw new ORPCError("REFUSED", { status: 200 }); } await work(context.raw); return { ok: true }; });
`);
});

describe("a status that is set before the verification", () => {
  verdictTable(String.raw`
== refuses by default: fine
import type { Context } from "koa";
export async function receive(ctx: Context) { ctx.status = 401; try { webhook.verify(ctx.state.raw, {}); ctx.status = 200; } catch { console.error("no"); } }
== is sent by Elysia: fine
import type { Context } from "elysia";
export async function receive({ body, set }: Context) { set.status = 401; try { webhook.verify(String(body), {}); set.status = 200; } catch { return "no"; } await work(body); return "ok"; }
== accepts by default: successResponse at 2
import type { Context } from "koa";
export async function receive(ctx: Context) { ctx.status = 202; try { webhook.verify(ctx.state.raw, {}); await work(ctx.state.raw); } catch { console.error("no"); } }
`);
});

describe("a framework's function under another name", () => {
  verdictTable(
    String.raw`
== taken apart: wrongStatus at 3
import type { Context } from "elysia";
export async function receive({ body, set, status: answer }: Context) { try { webhook.verify(String(body), {}); } catch {
  return answer(500, "no"); } await work(body); set.status = 201; return { ok: true }; }
== imported: fine
import { error as refuse, json } from "@sveltejs/kit";
export async function POST({ request }: { request: Request }) { const raw = await request.text(); try { webhook.verify(raw, {}); } catch { refuse(401); } await work(raw); return json({ ok: true }); }
`,
    "ts",
    declared("kit.d.ts"),
  );
});

describe("after a loop that success leaves early", () => {
  verdictTable(String.raw`
== the payload is used whether or not a secret fits: payloadUsed at 2
export async function receive(raw: string) { for (const secret of ["a", "b"]) {
  try { webhook.verify(raw, { secret }); break; } catch { console.error("no"); } } await work(raw); }
== what only a failure leads to is its handling: fine
export async function receive(raw: string) { for (const secret of ["a", "b"]) {
  try { webhook.verify(raw, { secret }); return work(raw); } catch { continue; } } throw new Error("no secret fits"); }
`);
});

describe("handlers that do something, and answer nothing", () => {
  verdictTable(
    String.raw`
== tRPC answers for them: successResponse at 3
import { initTRPC } from "@trpc/server";
interface Asked { raw: string; headers: Record<string, string> }
async function receive({ ctx }: { ctx: Asked }) { try { webhook.verify(ctx.raw, ctx.headers); } catch (error) { await act(error); return; } await work(ctx.raw); return { ok: true }; }
const t = initTRPC.context<Asked>().create();
export const router = t.router({ hook: t.procedure.mutation(receive) });
== what is done may be the answer where it is given the context: fine
import { initTRPC } from "@trpc/server";
interface Asked { raw: string; headers: Record<string, string> }
async function receive({ ctx }: { ctx: Asked }) { try { webhook.verify(ctx.raw, ctx.headers); } catch (error) { await act(ctx, error); return; } await work(ctx.raw); return { ok: true }; }
const t = initTRPC.context<Asked>().create();
export const router = t.router({ hook: t.procedure.mutation(receive) });
== Nest answers for them: successResponse at 3
import { Controller, Post, Req } from "@nestjs/common";
@Controller("hooks") export class Hooks {
  @Post() async receive(@Req() req: { body: string }) { try { webhook.verify(req.body, {}); } catch (error) { await act(error); return; } await work(req.body); return { ok: true }; } }
== Nest's response is given away: fine
import { Controller, Post, Req, Res } from "@nestjs/common"; import type { Response } from "express";
@Controller("hooks") export class Hooks {
  @Post() async receive(@Req() req: { body: string }, @Res() res: Response) { try { webhook.verify(req.body, {}); } catch (error) { await act({ res }); return; } await work(req.body); res.json({ ok: true }); } }
== Elysia answers for them: successResponse at 2
import type { Context } from "elysia";
export async function receive({ body, set }: Context) { try { webhook.verify(String(body), {}); } catch (error) { await act(error); return; } await work(String(body)); set.status = 201; }
== somebody else may answer for Express: fine
import type { Request as Req, Response as Res } from "express";
export async function receive(req: Req, res: Res) { try { webhook.verify(req.body, {}); } catch (error) { await act(error); return; } await work(req.body); res.json({ ok: true }); }
`,
    "ts",
    declared("trpc.d.ts"),
  );
});

describe("a handler that nobody is seen to register", () => {
  verdictTable(String.raw`
== leaves the request without an answer: successResponse at 3
import type { Request as Req, Response as Res } from "express";
export async function receive(req: Req, res: Res) {
  try { webhook.verify(req.body, {}); } catch (error) { console.error(error); return; } res.json({ ok: true }); }
== looks at what is not the payload: fine
import type { Request as Req, Response as Res } from "express";
export async function receive(req: Req, res: Res) {
  try { webhook.verify(req.body, {}); } catch { await act(req.params.id); res.status(401).end(); return; } res.json({ ok: true }); }
`);
});
