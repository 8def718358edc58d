import { describe, expect, it } from "vitest";
import rule from "../../src/rules/require-4xx-rejection.js";
import { lintProgram } from "../requests/lint-program.js";
import { runTable, type Fine, type Wrong } from "./failure-cases.js";

const head = `import { Webhook, WebhookVerificationError } from "svix";
declare const webhook: Webhook;
declare function accept(event: unknown): Promise<void>;
type Headers_ = Record<string, string>;
export { WebhookVerificationError };
`;

/** A Fetch route around what it answers to a message that it refuses. */
const route = (
  answer: string,
  binding = "",
): string => `export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch${binding} {
    ${answer}
  }
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}`;

const status = (code: number): string => `return new Response("no", { status: ${code} });`;

const fine: Fine[] = [
  ...[400, 401, 403, 404, 410, 422].map((code) => ({
    name: String(code),
    code: route(status(code)),
  })),
  {
    name: "a status that is not known",
    code: `declare const code: number;
${route(`return new Response("no", { status: code });`)}`,
  },
  { name: "thrown on, which is another rule's business", code: route("throw error;", " (error)") },
  { name: "success, which is another rule's business", code: route("return new Response();") },
  {
    name: "a status that the options allow",
    options: { statuses: [503] },
    code: route(status(503)),
  },
  {
    name: "500 for other errors only",
    code: route(
      `if (error instanceof WebhookVerificationError) ${status(401)}
    ${status(500)}`,
      " (error)",
    ),
  },
  {
    name: "500 for what comes after the verification",
    code: `export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    ${status(401)}
  }
  try {
    await accept(JSON.parse(body));
  } catch {
    ${status(500)}
  }
  return new Response(null, { status: 204 });
}`,
  },
  {
    name: "a helper that is told the status",
    code: `const refuse = (code: number) => Response.json({ error: "no" }, { status: code });
${route("return refuse(403);")}`,
  },
  {
    name: "Express",
    code: `import type { Request as Req, Response as Res } from "express";
export function receive(req: Req, res: Res) {
  try { webhook.verify(req.body as Buffer, req.headers as Headers_); } catch { res.sendStatus(401); return; }
  res.sendStatus(204);
}`,
  },
  {
    name: "Koa's ctx.throw",
    code: `import type { Context } from "koa";
export async function receive(ctx: Context, body: string): Promise<void> {
  try { webhook.verify(body, ctx.headers as Headers_); } catch { ctx.throw(400, "no"); }
  ctx.status = 204;
}`,
  },
  {
    name: "Nest's exceptions have their statuses",
    code: `import { BadRequestException, Controller, Headers, Post, type RawBodyRequest, Req } from "@nestjs/common";
@Controller("hooks")
export class Hooks {
  @Post() receive(@Req() req: RawBodyRequest<{}>, @Headers() headers: Headers_) {
    try { webhook.verify(req.rawBody!, headers); } catch { throw new BadRequestException(); }
  }
}`,
  },
  {
    name: "an error with a status",
    code: route(`throw Object.assign(new Error("no"), { status: 401 });`),
  },
  {
    name: "an error class of the program, whose status nobody in the program shows",
    code: `class Refused extends Error {}
${route(`throw new Refused("no");`)}`,
  },
  {
    name: "next(error) into no handler that can be seen",
    code: `import type { NextFunction, Request as Req, Response as Res } from "express";
export function receive(req: Req, res: Res, next: NextFunction) {
  try { webhook.verify(req.body as Buffer, req.headers as Headers_); } catch (error) { next(error); return; }
  res.sendStatus(204);
}`,
  },
  {
    name: "a helper that is no handler throws a plain Error",
    code: `export function check(body: string, headers: Headers_): void {
  try { webhook.verify(body, headers); } catch (cause) { throw new Error("Invalid signature", { cause }); }
}`,
  },
  {
    name: "a serverless function",
    code: `export const handler = async (event: { body: string; headers: Headers_ }) => {
  try { webhook.verify(event.body, event.headers); } catch { return { statusCode: 400, body: "no" }; }
  await accept(JSON.parse(event.body));
  return { statusCode: 204, body: "" };
};`,
  },
  { name: "refused on svix 1.99", sdk: "1.99.1", code: route(status(401)) },
  { name: "refused on svix 1.4", sdk: "1.4.12", code: route(status(400)) },
];

const wrong: Wrong[] = [
  {
    name: "500",
    id: "wrongStatus",
    data: {
      operation: "Webhook.verify",
      through: "",
      status: "500",
      consequence: "the sender keeps trying, and a forgery looks like an outage",
      ids: " [signature-mismatch, timestamp-expired, missing-required-headers]",
    },
    suggests: "answer401",
    code: route(`return ⟦new Response("no", { status: 500 })⟧;`),
    after: route(`return new Response("no", { status: 401 });`),
  },
  ...[302, 408, 425, 429, 503].map((code) => ({
    name: String(code),
    id: "wrongStatus",
    suggests: "answer401",
    code: route(`return ⟦new Response("no", { status: ${String(code)} })⟧;`),
  })),
  {
    name: "another status than the options allow",
    id: "wrongStatus",
    options: { statuses: [503] },
    suggests: "answer401",
    code: route(`return ⟦new Response("no", { status: 500 })⟧;`),
  },
  {
    name: "a status in a variable",
    id: "wrongStatus",
    code: route(`const code = 500;
    return ⟦new Response("no", { status: code })⟧;`),
  },
  {
    name: "everything in one try, with one answer for all",
    id: "wrongStatus",
    suggests: "answer401",
    code: `export async function POST(request: Request) {
  try {
    const body = await request.text();
    webhook.verify(body, Object.fromEntries(request.headers));
    await accept(JSON.parse(body));
    return new Response(null, { status: 204 });
  } catch (error) {
    console.error(error);
    return ⟦Response.json({ error: "failed" }, { status: 500 })⟧;
  }
}`,
  },
  {
    name: "a boolean that leads to 500",
    id: "wrongStatus",
    suggests: "answer401",
    code: `function isGenuine(body: string, headers: Headers_) {
  try { webhook.verify(body, headers); return true; } catch { return false; }
}
export async function POST(request: Request) {
  const body = await request.text();
  if (!isGenuine(body, Object.fromEntries(request.headers))) return ⟦new Response("no", { status: 500 })⟧;
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}`,
  },
  {
    name: "a plain Error out of a handler is a 500",
    id: "wrongStatus",
    suggests: "answer401",
    code: route(`⟦throw new Error("Invalid signature");⟧`),
    after: route(`return new Response("Invalid signature", { status: 401 });`),
  },
  {
    name: "Express",
    id: "wrongStatus",
    suggests: "answer401",
    code: `import type { Request as Req, Response as Res } from "express";
export function receive(req: Req, res: Res) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
  } catch {
    ⟦res.status(500)⟧.json({ error: "no" });
    return;
  }
  res.sendStatus(204);
}`,
  },
  {
    name: "Node's statusCode",
    id: "wrongStatus",
    suggests: "answer401",
    code: `import type { IncomingMessage, ServerResponse } from "node:http";
export function receive(req: IncomingMessage, res: ServerResponse, body: string) {
  try {
    webhook.verify(body, req.headers as Headers_);
  } catch {
    ⟦res.statusCode = 500⟧;
    res.end();
    return;
  }
  res.end("ok");
}`,
  },
  {
    name: "Hono",
    id: "wrongStatus",
    suggests: "answer401",
    code: `import { Hono } from "hono";
export const app = new Hono().post("/hooks", async (c) => {
  const body = await c.req.text();
  try {
    webhook.verify(body, c.req.header());
  } catch {
    return ⟦c.json({ error: "no" }, 500)⟧;
  }
  await accept(JSON.parse(body));
  return c.body(null, 204);
});`,
  },
  {
    name: "Fastify",
    id: "wrongStatus",
    suggests: "answer401",
    code: `import fastify from "fastify";
fastify().post("/hooks", async (request, reply) => {
  try {
    webhook.verify(request.body as Buffer, request.headers as Headers_);
  } catch {
    return ⟦reply.code(500)⟧.send({ error: "no" });
  }
  return reply.code(204).send();
});`,
  },
  {
    name: "Koa",
    id: "wrongStatus",
    suggests: "answer401",
    code: `import type { Context } from "koa";
export async function receive(ctx: Context, body: string): Promise<void> {
  try {
    webhook.verify(body, ctx.headers as Headers_);
  } catch {
    ⟦ctx.status = 500⟧;
    return;
  }
  ctx.status = 204;
}`,
  },
  {
    name: "h3",
    id: "wrongStatus",
    suggests: "answer401",
    code: `import { createError, defineEventHandler, getHeaders, readRawBody } from "h3";
export default defineEventHandler(async (event) => {
  const body = (await readRawBody(event)) ?? "";
  try {
    webhook.verify(body, getHeaders(event) as Headers_);
  } catch {
    ⟦throw createError({ statusCode: 500, statusMessage: "no" });⟧
  }
  await accept(JSON.parse(body));
  return { received: true };
});`,
  },
  {
    name: "Nest",
    id: "wrongStatus",
    suggests: "answer401",
    code: `import { Controller, Headers, InternalServerErrorException, Post, type RawBodyRequest, Req } from "@nestjs/common";
@Controller("hooks")
export class Hooks {
  @Post() receive(@Req() req: RawBodyRequest<{}>, @Headers() headers: Headers_) {
    try {
      webhook.verify(req.rawBody!, headers);
    } catch {
      ⟦throw new InternalServerErrorException("no");⟧
    }
  }
}`,
  },
  {
    name: "a serverless function",
    id: "wrongStatus",
    suggests: "answer401",
    code: `export const handler = async (event: { body: string; headers: Headers_ }) => {
  try {
    webhook.verify(event.body, event.headers);
  } catch {
    ⟦return { statusCode: 500, body: "no" };⟧
  }
  await accept(JSON.parse(event.body));
  return { statusCode: 204, body: "" };
};`,
  },
  {
    name: "next(error) into a handler that answers 500",
    id: "wrongStatus",
    code: `import express, { type NextFunction, type Request as Req, type Response as Res } from "express";
const app = express();
app.post("/hooks", express.raw({ type: "*/*" }), (req: Req, res: Res, next: NextFunction) => {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
    res.sendStatus(204);
  } catch (error) {
    ⟦next(error)⟧;
  }
});
app.use((error: unknown, _req: Req, res: Res, _next: NextFunction) => {
  res.status(500).json({ error: String(error) });
});`,
  },
  {
    name: "JavaScript",
    id: "wrongStatus",
    filename: "file.js",
    suggests: "answer401",
    code: `const { Webhook } = require("svix");
const webhook = new Webhook(process.env.SECRET ?? "");
exports.receive = (req, res) => {
  try {
    webhook.verify(req.body, req.headers);
  } catch (error) {
    return ⟦res.status(500)⟧.send("no");
  }
  return res.status(204).end();
};`,
  },
  {
    name: "500 on svix 1.99",
    id: "wrongStatus",
    sdk: "1.99.1",
    suggests: "answer401",
    code: route(`return ⟦new Response("no", { status: 500 })⟧;`),
  },
  {
    name: "500 on svix 1.45",
    id: "wrongStatus",
    sdk: "1.45.1",
    suggests: "answer401",
    code: route(`return ⟦new Response("no", { status: 500 })⟧;`),
  },
  {
    name: "500 on svix 1.4",
    id: "wrongStatus",
    sdk: "1.4.12",
    suggests: "answer401",
    code: route(`return ⟦new Response("no", { status: 500 })⟧;`),
  },
];

runTable("require-4xx-rejection", rule, { head, good: fine, bad: wrong });

describe("an answer that another file makes", () => {
  const http = `export class HttpError extends Error {
  constructor(readonly status: number, message: string) { super(message); }
}
export function toResponse(_error: unknown): Response {
  return new Response("internal", { status: 500 });
}
export function abort(status: number): never {
  throw new HttpError(status, "no");
}
export function handled(handle: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    try {
      return await handle(request);
    } catch (error) {
      if (error instanceof HttpError) return new Response("no", { status: error.status });
      return new Response("internal", { status: 500 });
    }
  };
}`;
  const verifying = "webhook.verify(body, Object.fromEntries(request.headers))";
  const reports = (code: string): readonly string[] =>
    lintProgram(rule, {
      "http.ts": http,
      "route.ts": `import { Webhook } from "svix";
import { abort, handled, toResponse } from "./http.js";
declare const webhook: Webhook;
export const used = [abort, handled, toResponse];
${code}`,
    }).reports;

  it("is reported where the handler calls for it", () => {
    const code = `export async function POST(request: Request) {
  const body = await request.text();
  try { ${verifying}; } catch (error) {
    return toResponse(error);
  }
  return new Response(body);
}`;
    expect(reports(code)).toEqual(["route.ts:8 wrongStatus toResponse(error)"]);
  });

  it("is reported where the handler has it thrown", () => {
    const code = `export const POST = handled(async (request) => {
  const body = await request.text();
  try { ${verifying}; } catch {
    abort(500);
  }
  return new Response(body);
});
export const PUT = handled(async (request) => {
  const body = await request.text();
  try { ${verifying}; } catch {
    abort(401);
  }
  return new Response(body);
});`;
    expect(reports(code)).toEqual(["route.ts:8 wrongStatus abort(500)"]);
  });

  it("is reported at the verification where only a wrapper deals with the failure", () => {
    const code = `export const POST = handled(async (request) => {
  const body = await request.text();
  ${verifying};
  return new Response(body);
});`;
    expect(reports(code)).toEqual([`route.ts:7 wrongStatus ${verifying}`]);
  });
});
