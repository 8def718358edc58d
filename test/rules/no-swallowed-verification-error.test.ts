import path from "node:path";
import rule from "../../src/rules/no-swallowed-verification-error.js";
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

const VERIFY = "webhook.verify(body, Object.fromEntries(request.headers));";

const refused: Fine[] = [
  { name: "thrown, which is another rule's business", code: route(VERIFY) },
  {
    name: "refused with 401",
    code: route(`try { ${VERIFY} } catch { return new Response("no", { status: 401 }); }`),
  },
  {
    name: "refused with 400",
    code: route(
      `try { ${VERIFY} } catch (e) { console.warn(e); return new Response("no", { status: 400 }); }`,
    ),
  },
  {
    name: "a wrong status, which is another rule's business",
    code: route(`try { ${VERIFY} } catch { return new Response("no", { status: 500 }); }`),
  },
  {
    name: "a guard behind the try",
    code: route(`let event: { type: string } | undefined;
  try {
    ${VERIFY}
    event = JSON.parse(body);
  } catch {}
  if (!event) return new Response("no", { status: 401 });`),
  },
  {
    name: "a flag that is read",
    code: route(`let ok = true;
  try { ${VERIFY} } catch { ok = false; }
  if (!ok) return new Response("no", { status: 401 });`),
  },
  {
    name: "a boolean that is read",
    code: `function isGenuine(body: string, headers: Headers_) {
  try { webhook.verify(body, headers); return true; } catch { return false; }
}
${route(`if (!isGenuine(body, Object.fromEntries(request.headers))) return new Response("no", { status: 401 });`)}`,
  },
  {
    name: "an async boolean that is awaited",
    code: `async function isGenuine(body: string, headers: Headers_) {
  try { webhook.verify(body, headers); return true; } catch { return false; }
}
${route(`if (!(await isGenuine(body, Object.fromEntries(request.headers)))) return new Response("no", { status: 401 });`)}`,
  },
  {
    name: "{ ok } that is taken apart and read",
    code: `function check(body: string, headers: Headers_) {
  try { webhook.verify(body, headers); return { ok: true }; } catch (error) { return { ok: false, error }; }
}
${route(`const { ok } = check(body, Object.fromEntries(request.headers));
  if (!ok) return new Response("no", { status: 401 });`)}`,
  },
  {
    name: "a null that is read by an optional chain",
    code: `function eventOf(body: string, headers: Headers_): { type: string } | null {
  try { webhook.verify(body, headers); return JSON.parse(body); } catch { return null; }
}
export async function POST(request: Request) {
  const event = eventOf(await request.text(), Object.fromEntries(request.headers));
  if (event?.type === undefined) return new Response("no", { status: 400 });
  await accept(event);
  return new Response(null, { status: 204 });
}`,
  },
  {
    name: "any of several secrets",
    code: `declare const webhooks: Webhook[];
${route(`const genuine = webhooks.some((hook) => {
    try { hook.verify(body, Object.fromEntries(request.headers)); return true; } catch { return false; }
  });
  if (!genuine) return new Response("no", { status: 401 });`)}`,
  },
  {
    name: "the second secret within the first one's catch",
    code: `declare const previous: Webhook;
${route(`try { ${VERIFY} } catch {
    try { previous.verify(body, Object.fromEntries(request.headers)); } catch { return new Response("no", { status: 401 }); }
  }`)}`,
  },
  {
    name: "a loop over secrets",
    code: `declare const webhooks: Webhook[];
${route(`let event: unknown;
  for (const hook of webhooks) {
    try {
      hook.verify(body, Object.fromEntries(request.headers));
      event = JSON.parse(body);
      break;
    } catch {
      continue;
    }
  }
  if (event === undefined) return new Response("no", { status: 401 });`)}`,
  },
  {
    name: "the refused payload is logged and kept as evidence",
    code: `declare const rejected: { insert(row: object): Promise<void> };
${route(`try { ${VERIFY} } catch (error) {
    console.warn(error, body);
    await rejected.insert({ body });
    return new Response("no", { status: 401 });
  }`)}`,
  },
  {
    name: "a refusal by a helper",
    code: `const refuse = (status: number) => new Response("no", { status });
${route(`try { ${VERIFY} } catch { return refuse(401); }`)}`,
  },
  {
    name: "Express refuses",
    code: `import type { Request as Req, Response as Res } from "express";
export async function receive(req: Req, res: Res) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
  } catch {
    return res.status(401).json({ error: "no" });
  }
  await accept(JSON.parse(String(req.body)));
  return res.sendStatus(204);
}`,
  },
  {
    name: "a guard of Nest that returns false",
    code: `import type { CanActivate, ExecutionContext } from "@nestjs/common";
export class Genuine implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ rawBody: Buffer; headers: Headers_ }>();
    try {
      webhook.verify(request.rawBody, request.headers);
      return true;
    } catch {
      return false;
    }
  }
}`,
  },
  {
    name: "a helper nobody in the program calls, which returns null",
    code: `export function eventOf(body: string, headers: Headers_): unknown {
  try { webhook.verify(body, headers); return JSON.parse(body); } catch { return null; }
}`,
  },
  {
    name: "a verifier without a type",
    code: `export async function f(hook: any, body: string) { try { hook.verify(body, {}); } catch {} await accept(body); }`,
  },
  {
    name: "another library's verify",
    code: `class Token { verify(token: string): void { if (token === "") throw new Error("no"); } }
export async function f(body: string) { try { new Token().verify(body); } catch {} await accept(body); }`,
  },
  {
    name: "refused on svix 1.99",
    sdk: "1.99.1",
    code: `export async function POST(request: Request) {
  let event: unknown;
  try { event = webhook.verify(await request.text(), Object.fromEntries(request.headers)); } catch { return new Response("no", { status: 401 }); }
  await accept(event);
  return new Response(null, { status: 204 });
}`,
  },
];

const accepted: Wrong[] = [
  {
    name: "an empty catch clause",
    id: "payloadUsed",
    data: {
      operation: "Webhook.verify",
      through: "",
      ids: " [signature-mismatch, timestamp-expired, missing-required-headers]",
    },
    suggests: "refuse",
    code: route(`try {
    ${VERIFY}
  } ⟦catch {⟧
  }`),
    after: route(`try {
    ${VERIFY}
  } catch {
    return new Response("Invalid signature", { status: 401 });
  }`),
  },
  {
    name: "only logged",
    id: "payloadUsed",
    suggests: "refuse",
    code: route(`try {
    ${VERIFY}
  } ⟦catch (error) {⟧
    console.warn("bad signature", error);
  }`),
    after: route(`try {
    ${VERIFY}
  } catch (error) {
    console.warn("bad signature", error);
    return new Response("Invalid signature", { status: 401 });
  }`),
  },
  {
    name: "only refused in production",
    id: "payloadUsed",
    suggests: "refuse",
    code: route(`try {
    ${VERIFY}
  } ⟦catch {⟧
    if (process.env.NODE_ENV === "production") return new Response("no", { status: 401 });
  }`),
  },
  {
    name: "parsed all the same",
    id: "payloadUsed",
    suggests: "refuse",
    code: `export async function POST(request: Request) {
  const body = await request.text();
  let event: unknown;
  try {
    ${VERIFY}
    event = JSON.parse(body);
  } ⟦catch (error) {⟧
    console.warn(error);
    event = JSON.parse(body);
  }
  await accept(event);
  return new Response(null, { status: 204 });
}`,
  },
  {
    name: "a flag that nobody reads",
    id: "payloadUsed",
    suggests: "refuse",
    code: route(`let verified = true;
  try {
    ${VERIFY}
  } ⟦catch {⟧
    verified = false;
  }`),
  },
  {
    name: "a finally that goes on",
    id: "payloadUsed",
    code: `export async function POST(request: Request) {
  const body = await request.text();
  try {
    ${VERIFY}
  } finally ⟦{⟧
    await accept(JSON.parse(body));
    return new Response(null, { status: 204 });
  }
}`,
  },
  {
    name: "success answered",
    id: "successResponse",
    suggests: "refuse",
    code: route(`try {
    ${VERIFY}
  } ⟦catch {⟧
    return Response.json({ received: true });
  }`),
    after: route(`try {
    ${VERIFY}
  } catch {
    return Response.json({ error: "Invalid signature" }, { status: 401 });
  }`),
  },
  {
    name: "an error body with status 200",
    id: "successResponse",
    suggests: "refuse",
    code: route(`try {
    ${VERIFY}
  } ⟦catch {⟧
    return Response.json({ error: "Invalid signature" });
  }`),
  },
  {
    name: "Express answers with 200",
    id: "successResponse",
    suggests: "refuse",
    code: `import type { Request as Req, Response as Res } from "express";
export async function receive(req: Req, res: Res) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
  } ⟦catch (error) {⟧
    console.warn(error);
    res.json({ error: "no" });
    return;
  }
  await accept(JSON.parse(String(req.body)));
  res.sendStatus(204);
}`,
    after: `import type { Request as Req, Response as Res } from "express";
export async function receive(req: Req, res: Res) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
  } catch (error) {
    console.warn(error);
    res.status(401).json({ error: "Invalid signature" });
    return;
  }
  await accept(JSON.parse(String(req.body)));
  res.sendStatus(204);
}`,
  },
  {
    name: "Express never answers",
    id: "successResponse",
    suggests: "refuse",
    code: `import type { Request as Req, Response as Res } from "express";
export async function receive(req: Req, res: Res) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
    await accept(JSON.parse(String(req.body)));
    res.sendStatus(204);
  } ⟦catch (error) {⟧
    console.warn(error);
  }
}`,
  },
  {
    name: "next() without the error",
    id: "successResponse",
    suggests: "refuse",
    code: `import type { NextFunction, Request as Req, Response as Res } from "express";
export function guard(req: Req, res: Res, next: NextFunction) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Headers_);
  } ⟦catch (error) {⟧
    console.warn(error);
  }
  next();
}`,
  },
  {
    name: "Fastify returns an object",
    id: "successResponse",
    suggests: "refuse",
    code: `import fastify from "fastify";
fastify().post("/hooks", async (request, reply) => {
  try {
    webhook.verify(request.body as Buffer, request.headers as Headers_);
  } ⟦catch {⟧
    return { error: "no" };
  }
  await accept(JSON.parse(String(request.body)));
  return reply.code(204).send();
});`,
  },
  {
    name: "Hono answers with 200",
    id: "successResponse",
    suggests: "refuse",
    code: `import { Hono } from "hono";
export const app = new Hono().post("/hooks", async (c) => {
  const body = await c.req.text();
  try {
    webhook.verify(body, c.req.header());
  } ⟦catch {⟧
    return c.json({ error: "no" });
  }
  await accept(JSON.parse(body));
  return c.body(null, 204);
});`,
  },
  {
    name: "a guard of Nest that returns true",
    id: "successResponse",
    code: `import type { CanActivate, ExecutionContext } from "@nestjs/common";
export class Genuine implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<{ rawBody: Buffer; headers: Headers_ }>();
    try {
      webhook.verify(request.rawBody, request.headers);
    } ⟦catch {⟧
    }
    return true;
  }
}`,
  },
  {
    name: "a boolean that nobody reads",
    id: "resultIgnored",
    data: {
      called: "isGenuine",
      operation: "Webhook.verify",
      through: ` (${path.relative("/", path.join(CASES, "file.ts"))}:7)`,
      ids: " [signature-mismatch, timestamp-expired, missing-required-headers]",
    },
    suggests: "check",
    code: `function isGenuine(body: string, headers: Headers_) {
  try { webhook.verify(body, headers); return true; } catch { return false; }
}
${route(`⟦isGenuine(body, Object.fromEntries(request.headers))⟧;`)}`,
    after: `function isGenuine(body: string, headers: Headers_) {
  try { webhook.verify(body, headers); return true; } catch { return false; }
}
${route(`if (!isGenuine(body, Object.fromEntries(request.headers))) {
    return new Response("Invalid signature", { status: 401 });
  }`)}`,
  },
  {
    name: "an async check that is not awaited",
    id: "resultIgnored",
    suggests: "awaitIt",
    code: `async function isGenuine(body: string, headers: Headers_): Promise<boolean> {
  try { webhook.verify(body, headers); return true; } catch { return false; }
}
${route(`// @ts-expect-error: a promise is always true
  if (!⟦isGenuine(body, Object.fromEntries(request.headers))⟧) return new Response("no", { status: 401 });`)}`,
  },
  {
    name: "a null that nobody reads",
    id: "resultIgnored",
    suggests: "check",
    code: `function eventOf(body: string, headers: Headers_): object | null {
  try { webhook.verify(body, headers); return JSON.parse(body); } catch { return null; }
}
${route(`⟦eventOf(body, Object.fromEntries(request.headers))⟧;`)}`,
  },
  {
    name: "{ ok: false } that nobody reads",
    id: "resultIgnored",
    suggests: "check",
    code: `function check(body: string, headers: Headers_) {
  try { webhook.verify(body, headers); return { ok: true }; } catch (error) { return { ok: false, error }; }
}
${route(`⟦check(body, Object.fromEntries(request.headers))⟧;`)}`,
  },
  {
    name: "a caller that swallows what a helper throws",
    id: "payloadUsed",
    suggests: "refuse",
    code: `function check(body: string, headers: Headers_): void {
  webhook.verify(body, headers);
}
${route(`try {
    check(body, Object.fromEntries(request.headers));
  } ⟦catch {}⟧`)}`,
  },
  {
    name: "JavaScript",
    id: "payloadUsed",
    filename: "file.js",
    suggests: "refuse",
    code: `const { Webhook } = require("svix");
const webhook = new Webhook(process.env.SECRET ?? "");
exports.receive = async (req, res) => {
  try {
    webhook.verify(req.body, req.headers);
  } ⟦catch (error) {⟧
    console.warn(error);
  }
  await save(JSON.parse(req.body));
  res.status(204).end();
};
async function save(event) { await fetch("https://example.com", { method: "POST", body: JSON.stringify(event) }); }`,
  },
  {
    name: "used on svix 1.99",
    id: "payloadUsed",
    sdk: "1.99.1",
    suggests: "refuse",
    code: route(`try {
    ${VERIFY}
  } ⟦catch {}⟧`),
  },
  {
    name: "used on svix 1.45",
    id: "payloadUsed",
    sdk: "1.45.1",
    suggests: "refuse",
    code: route(`try {
    ${VERIFY}
  } ⟦catch {}⟧`),
  },
  {
    name: "used on svix 1.4",
    id: "payloadUsed",
    sdk: "1.4.12",
    suggests: "refuse",
    code: route(`try {
    ${VERIFY}
  } ⟦catch {}⟧`),
  },
];

runTable("no-swallowed-verification-error", rule, { head, good: refused, bad: accepted });
