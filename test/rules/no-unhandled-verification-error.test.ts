import path from "node:path";
import rule from "../../src/rules/no-unhandled-verification-error.js";
import { runTable, type Fine, type Wrong } from "./failure-cases.js";

// RuleTester lints from the root of the file system.
const CASES = path.resolve(import.meta.dirname, "../../fixtures/rule-cases/2.5.0");

const head = `import { Webhook, WebhookVerificationError } from "svix";
declare const webhook: Webhook;
declare function accept(event: unknown): Promise<void>;
type Headers_ = Record<string, string>;
export { WebhookVerificationError };
`;

/** A Fetch route around the way in which it verifies. */
const route = (verification: string): string => `export async function POST(request: Request) {
  const body = await request.text();
  ${verification}
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}`;

const answered: Fine[] = [
  {
    name: "answered with 401",
    code: route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("Invalid signature", { status: 401 });
  }`),
  },
  {
    name: "a message that the program has signed itself, to check its secret",
    code: `export function assertSecret(secret: string) {
  const own = new Webhook(secret);
  const body = JSON.stringify({ test: true });
  const now = new Date();
  const signature = own.sign("msg_1", now, body);
  own.verify(body, { "svix-id": "msg_1", "svix-timestamp": String(now.getTime() / 1000), "svix-signature": signature });
}`,
  },
  {
    name: "answered with another status, which is another rule's business",
    code: route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("Invalid signature", { status: 500 });
  }`),
  },
  {
    name: "swallowed, which is another rule's business",
    code: route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {}`),
  },
  {
    name: "told apart by its class",
    code: route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch (error) {
    if (error instanceof WebhookVerificationError) return new Response("no", { status: 400 });
    throw error;
  }`),
  },
  {
    name: "everything in one try",
    code: `export async function POST(request: Request) {
  try {
    const body = await request.text();
    webhook.verify(body, Object.fromEntries(request.headers));
    await accept(JSON.parse(body));
    return new Response(null, { status: 204 });
  } catch {
    return new Response("no", { status: 400 });
  }
}`,
  },
  {
    name: "a helper that throws, whose caller answers",
    code: `async function eventOf(request: Request) {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  return JSON.parse(body);
}
export async function POST(request: Request) {
  try {
    await accept(await eventOf(request));
  } catch {
    return new Response("no", { status: 401 });
  }
  return new Response(null, { status: 204 });
}`,
  },
  {
    name: "a helper's promise with a handler that answers",
    code: `async function receive(request: Request): Promise<Response> {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
export const POST = (request: Request) => receive(request).catch(() => new Response("no", { status: 400 }));`,
  },
  {
    name: "a helper that says so",
    code: `/** @throws {WebhookVerificationError} */
export function check(body: string, headers: Headers_): void {
  webhook.verify(body, headers);
}`,
  },
  {
    name: "a helper that answers by its value",
    code: `export function isGenuine(body: string, headers: Headers_): boolean {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}`,
  },
  {
    name: "one of two secrets is enough",
    code: `declare const previous: Webhook;
${route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    try {
      previous.verify(body, Object.fromEntries(request.headers));
    } catch {
      return new Response("no", { status: 401 });
    }
  }`)}`,
  },
  {
    name: "an error handler of the program that answers with 400",
    code: `import express, { type NextFunction, type Request as Req, type Response as Res } from "express";
const app = express();
app.post("/hooks", express.raw({ type: "*/*" }), (req: Req, res: Res) => {
  webhook.verify(req.body as Buffer, req.headers as Headers_);
  res.sendStatus(204);
});
app.use((error: unknown, _req: Req, res: Res, _next: NextFunction) => {
  res.status(400).json({ error: String(error) });
});`,
  },
  {
    name: "Hono's onError that tells it apart",
    code: `import { Hono } from "hono";
const app = new Hono();
app.post("/hooks", async (c) => {
  webhook.verify(await c.req.text(), c.req.header());
  return c.body(null, 204);
});
app.onError((error, c) => error instanceof WebhookVerificationError ? c.text("no", 401) : c.text("oh", 500));`,
  },
  {
    name: "next(error) into no handler that can be seen",
    code: `import type { NextFunction, Request as Req, Response as Res } from "express";
export function receive(req: Req, res: Res, next: NextFunction) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
    res.sendStatus(204);
  } catch (error) {
    next(error);
  }
}`,
  },
  {
    name: "a Nest exception",
    code: `import { Controller, Headers, Post, type RawBodyRequest, Req, UnauthorizedException } from "@nestjs/common";
@Controller("hooks")
export class Hooks {
  @Post() receive(@Req() req: RawBodyRequest<{}>, @Headers() headers: Headers_) {
    try {
      webhook.verify(req.rawBody!, headers);
    } catch (cause) {
      throw new UnauthorizedException("Invalid signature", { cause });
    }
  }
}`,
  },
  {
    name: "a boundary that the settings name",
    settings: { errorBoundaries: [{ from: "file", name: "receiving" }] },
    code: `declare function receiving(work: (body: string, headers: Headers_) => void): void;
receiving((body, headers) => {
  webhook.verify(body, headers);
});`,
  },
  {
    name: "a test",
    filename: "file.test.ts",
    code: `import { expect, it } from "vitest";
it("refuses", () => {
  expect(() => { webhook.verify("{}", {}); }).toThrow();
});`,
  },
  {
    name: "a verifier without a type",
    code: `export const f = (hook: any, body: string) => hook.verify(body, {});`,
  },
  {
    name: "another library's verify",
    code: `class Token { verify(token: string): void { if (token === "") throw new Error("no"); } }
export const f = () => { new Token().verify("a"); };`,
  },
  {
    name: "JavaScript that answers",
    filename: "file.js",
    code: `import { Webhook } from "svix";
const webhook = new Webhook(process.env.SECRET ?? "");
export async function POST(request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("no", { status: 401 });
  }
  return Response.json(JSON.parse(body));
}`,
  },
  {
    name: "answered on svix 1.99, where verify gives the event",
    sdk: "1.99.1",
    code: `export async function POST(request: Request) {
  let event;
  try {
    event = webhook.verify(await request.text(), Object.fromEntries(request.headers));
  } catch {
    return new Response("no", { status: 401 });
  }
  await accept(event);
  return new Response(null, { status: 204 });
}`,
  },
  {
    name: "answered on svix 1.4",
    sdk: "1.4.12",
    code: route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("no", { status: 400 });
  }`),
  },
];

const OUTCOME = {
  consequence: "the sender gets a 500 and tries again",
  remedy: "Catch it and answer 400 or 401.",
} as const;

const unanswered: Wrong[] = [
  {
    name: "nothing around it",
    id: "unhandled",
    data: {
      operation: "Webhook.verify",
      through: "",
      ids: " [signature-mismatch, timestamp-expired, missing-required-headers]",
      ...OUTCOME,
    },
    suggests: "handle",
    code: route(`⟦webhook.verify(body, Object.fromEntries(request.headers))⟧;`),
    after: route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("Invalid signature", { status: 401 });
  }`),
  },
  {
    name: "logging it first changes nothing",
    id: "unhandled",
    suggests: "handle",
    code: route(`try {
    ⟦webhook.verify(body, Object.fromEntries(request.headers))⟧;
  } catch (error) {
    console.warn(error);
    throw error;
  }`),
    after: route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch (error) {
    console.warn(error);
    return new Response("Invalid signature", { status: 401 });
  }`),
  },
  {
    name: "try and finally alone",
    id: "unhandled",
    code: route(`try {
    ⟦webhook.verify(body, Object.fromEntries(request.headers))⟧;
  } finally {
    console.info("seen");
  }`),
    suggests: "handle",
  },
  {
    name: "a catch clause for other errors",
    id: "unhandled",
    suggests: "handle",
    code: route(`try {
    ⟦webhook.verify(body, Object.fromEntries(request.headers))⟧;
  } catch (error) {
    if (error instanceof SyntaxError) return new Response("no", { status: 400 });
    throw error;
  }`),
  },
  {
    name: "Express",
    id: "unhandled",
    suggests: "handle",
    code: `import express from "express";
express().post("/hooks", express.raw({ type: "*/*" }), async (req, res) => {
  ⟦webhook.verify(req.body as Buffer, req.headers as Headers_)⟧;
  await accept(JSON.parse(String(req.body)));
  res.sendStatus(204);
});`,
    after: `import express from "express";
express().post("/hooks", express.raw({ type: "*/*" }), async (req, res) => {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
  } catch {
    res.status(401).json({ error: "Invalid signature" });
    return;
  }
  await accept(JSON.parse(String(req.body)));
  res.sendStatus(204);
});`,
  },
  {
    name: "Hono",
    id: "unhandled",
    suggests: "handle",
    code: `import { Hono } from "hono";
export const app = new Hono().post("/hooks", async (c) => {
  const body = await c.req.text();
  ⟦webhook.verify(body, c.req.header())⟧;
  await accept(JSON.parse(body));
  return c.body(null, 204);
});`,
  },
  {
    name: "Fastify",
    id: "unhandled",
    suggests: "handle",
    code: `import fastify from "fastify";
fastify().post("/hooks", async (request, reply) => {
  ⟦webhook.verify(request.body as Buffer, request.headers as Headers_)⟧;
  await accept(JSON.parse(String(request.body)));
  return reply.code(204).send();
});`,
  },
  {
    name: "Nest",
    id: "unhandled",
    suggests: "handle",
    code: `import { Controller, Headers, Post, type RawBodyRequest, Req } from "@nestjs/common";
@Controller("hooks")
export class Hooks {
  @Post() receive(@Req() req: RawBodyRequest<{}>, @Headers() headers: Headers_) {
    ⟦webhook.verify(req.rawBody!, headers)⟧;
  }
}`,
  },
  {
    name: "an error handler of the program that answers 500 to everything",
    id: "unhandled",
    suggests: "handle",
    code: `import express, { type NextFunction, type Request as Req, type Response as Res } from "express";
const app = express();
app.post("/hooks", express.raw({ type: "*/*" }), (req: Req, res: Res) => {
  ⟦webhook.verify(req.body as Buffer, req.headers as Headers_)⟧;
  res.sendStatus(204);
});
app.use((error: unknown, _req: Req, res: Res, _next: NextFunction) => {
  res.status(500).json({ error: String(error) });
});`,
  },
  {
    name: "behind the answer, which no status can follow",
    id: "unhandled",
    data: {
      operation: "Webhook.verify",
      through: "",
      consequence: "the sender has had its answer already and takes the message for accepted",
      remedy: "Verify before you answer, and answer 400 or 401 where that fails.",
      ids: " [signature-mismatch, timestamp-expired, missing-required-headers]",
    },
    code: `interface Reply { statusCode: number; status(code: number): Reply; send(body?: unknown): Reply; json(body: unknown): Reply }
export function receive(req: { body: string; headers: Headers_ }, res: Reply) {
  res.status(200).json({ ok: true });
  ⟦webhook.verify(req.body, req.headers)⟧;
}`,
  },
  {
    name: "an exported helper that nobody in the program calls",
    id: "unhandled",
    code: `export function check(body: string, headers: Headers_): void {
  ⟦webhook.verify(body, headers)⟧;
}`,
  },
  {
    name: "the caller of a helper",
    id: "unhandledFromWrapper",
    data: {
      called: "eventOf",
      operation: "Webhook.verify",
      through: ` (${path.relative("/", path.join(CASES, "file.ts"))}:8)`,
      ids: " [signature-mismatch, timestamp-expired, missing-required-headers]",
      ...OUTCOME,
    },
    suggests: "handle",
    code: `async function eventOf(request: Request): Promise<{ type: string }> {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  return JSON.parse(body);
}
export async function POST(request: Request) {
  const event = await ⟦eventOf(request)⟧;
  await accept(event.type);
  return new Response(null, { status: 204 });
}`,
    after: `async function eventOf(request: Request): Promise<{ type: string }> {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  return JSON.parse(body);
}
export async function POST(request: Request) {
  let event;
  try {
    event = await eventOf(request);
  } catch {
    return new Response("Invalid signature", { status: 401 });
  }
  await accept(event.type);
  return new Response(null, { status: 204 });
}`,
  },
  {
    name: "a helper's promise that is returned out of a try",
    id: "unhandledFromWrapper",
    suggests: "awaitInTry",
    code: `async function receive(request: Request): Promise<Response> {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
export async function POST(request: Request) {
  try {
    return ⟦receive(request)⟧;
  } catch {
    return new Response("no", { status: 401 });
  }
}`,
  },
  {
    name: "a script",
    id: "unhandled",
    code: `⟦webhook.verify("{}", {})⟧;`,
  },
  {
    name: "one of several secrets, and the last one throws",
    id: "unhandled",
    code: `declare const previous: Webhook;
${route(`try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    ⟦previous.verify(body, Object.fromEntries(request.headers))⟧;
  }`)}`,
    suggests: "handle",
  },
  {
    name: "callers: file",
    id: "unhandledFromWrapper",
    settings: { callers: "file" },
    suggests: "handle",
    code: `function check(body: string, headers: Headers_): void {
  webhook.verify(body, headers);
}
${route(`⟦check(body, Object.fromEntries(request.headers))⟧;`)}`,
  },
  {
    name: "JavaScript",
    id: "unhandled",
    filename: "file.js",
    suggests: "handle",
    code: `const { Webhook } = require("svix");
const webhook = new Webhook(process.env.SECRET ?? "");
exports.receive = (req, res) => {
  ⟦webhook.verify(req.body, req.headers)⟧;
  res.status(204).end();
};`,
    after: `const { Webhook } = require("svix");
const webhook = new Webhook(process.env.SECRET ?? "");
exports.receive = (req, res) => {
  try {
    webhook.verify(req.body, req.headers);
  } catch {
    res.status(401).json({ error: "Invalid signature" });
    return;
  }
  res.status(204).end();
};`,
  },
  {
    name: "the event of svix 1.99",
    id: "unhandled",
    sdk: "1.99.1",
    suggests: "handle",
    code: `export async function POST(request: Request) {
  const event = ⟦webhook.verify(await request.text(), Object.fromEntries(request.headers))⟧ as { type: string };
  await accept(event.type);
  return new Response(null, { status: 204 });
}`,
    after: `export async function POST(request: Request) {
  let event;
  try {
    event = webhook.verify(await request.text(), Object.fromEntries(request.headers)) as { type: string };
  } catch {
    return new Response("Invalid signature", { status: 401 });
  }
  await accept(event.type);
  return new Response(null, { status: 204 });
}`,
  },
  {
    name: "unhandled on svix 1.45",
    id: "unhandled",
    sdk: "1.45.1",
    suggests: "handle",
    code: route(`⟦webhook.verify(body, Object.fromEntries(request.headers))⟧;`),
  },
  {
    name: "unhandled on svix 1.4",
    id: "unhandled",
    sdk: "1.4.12",
    suggests: "handle",
    code: route(`⟦webhook.verify(body, Object.fromEntries(request.headers))⟧;`),
  },
];

runTable("no-unhandled-verification-error", rule, { head, good: answered, bad: unanswered });
