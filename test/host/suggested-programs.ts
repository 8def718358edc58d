/** A program with a report whose suggestion is applied. */
export interface Program {
  readonly name: string;
  /** "rule messageId" of the report, and the id of its suggestion; no id where there is none to give. */
  readonly report: string;
  readonly suggestion?: string;
  /** What the suggestion is called in the editor. */
  readonly says?: string;
  readonly code: string;
  /** The text after the suggestion, for those whose look matters. */
  readonly after?: string;
  readonly file?: "ts" | "js" | "tsx";
}

const CLIENT = `import { ApiException, Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN!);
const message = { eventType: "order.paid", payload: { id: 1 } };
export { ApiException };
`;

const WEBHOOK = `import { Webhook } from "svix";
const webhook = new Webhook(process.env.WEBHOOK_SECRET!);
declare function accept(event: unknown): Promise<void>;
`;

const UNHANDLED = "no-unhandled-api-error unhandled";
const FLOATING = "no-unhandled-api-error floating";

export const unhandledPrograms: readonly Program[] = [
  {
    name: "a service function",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  // Tells the customer's endpoints.
  await svix.message.create(app, message); // once
  console.info("sent");
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  // Tells the customer's endpoints.
  try {
    await svix.message.create(app, message); // once
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
  console.info("sent");
}
`,
  },
  {
    name: "a value that is read later",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  const sent = await svix.message.create(app, {
    eventType: "a.b",
    payload: { text: \`two
lines\` },
  });
  return { id: sent.id, at: sent.timestamp };
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  let sent;
  try {
    sent = await svix.message.create(app, {
      eventType: "a.b",
      payload: { text: \`two
lines\` },
    });
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
  return { id: sent.id, at: sent.timestamp };
}
`,
  },
  {
    name: "a value that is taken apart",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function open(app: string) {
  const { url, token: secret } = await svix.authentication.appPortalAccess(app, {});
  return url + secret;
}
`,
    after: `${CLIENT}
export async function open(app: string) {
  let url, secret;
  try {
    ({ url, token: secret } = await svix.authentication.appPortalAccess(app, {}));
  } catch (error) {
    throw new Error("authentication.appPortalAccess failed", { cause: error });
  }
  return url + secret;
}
`,
  },
  {
    name: "a value with a type of its own",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function open(app: string) {
  const access: { url: string } = await svix.authentication.appPortalAccess(app, {});
  return () => access.url;
}
`,
  },
  {
    name: "a value that a closure captures",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function open(app: string) {
  const access = await svix.authentication.appPortalAccess(app, {});
  return () => access.url;
}
`,
    after: `${CLIENT}
export async function open(app: string) {
  const access = await svix.authentication.appPortalAccess(app, {}).catch((error: unknown) => {
    throw new Error("authentication.appPortalAccess failed", { cause: error });
  });
  return () => access.url;
}
`,
  },
  {
    name: "a returned promise",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function open(app: string) {
  return svix.authentication.appPortalAccess(app, {});
}
`,
  },
  {
    name: "a promise returned by a function that is not async",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export function open(app: string) {
  return svix.authentication.appPortalAccess(app, {});
}
`,
    after: `${CLIENT}
export function open(app: string) {
  return svix.authentication.appPortalAccess(app, {}).catch((error: unknown) => {
    throw new Error("authentication.appPortalAccess failed", { cause: error });
  });
}
`,
  },
  {
    name: "a concise arrow function",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export const open = (app: string) => svix.authentication.appPortalAccess(app, {});
`,
  },
  {
    name: "a promise returned out of a try",
    report: UNHANDLED,
    suggestion: "awaitInTry",
    code: `${CLIENT}
export async function paid(app: string) {
  try {
    return svix.message.create(app, message);
  } catch (error) {
    throw new Error("not sent", { cause: error });
  }
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  try {
    return await svix.message.create(app, message);
  } catch (error) {
    throw new Error("not sent", { cause: error });
  }
}
`,
  },
  {
    name: "a catch clause that might as well not be there",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) {
    throw e;
  }
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) {
    throw new Error("message.create failed", { cause: e });
  }
}
`,
  },
  {
    name: "a condition",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function wanted(app: string) {
  if ((await svix.message.precheck(app, { eventType: "a.b" })).active) return 1;
  return 2;
}
`,
  },
  {
    name: "the only statement of an if",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string, first: boolean) {
  if (first) await svix.message.create(app, message);
  else console.info("not the first");
}
`,
  },
  {
    name: "a switch clause",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string, kind: string) {
  switch (kind) {
    case "paid":
      await svix.message.create(app, message);
      break;
    default:
  }
}
`,
  },
  {
    name: "a promise that is awaited later",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  const sending = svix.message.create(app, message);
  console.info("on its way");
  await sending;
}
`,
  },
  {
    name: "a callback of Promise.all",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(apps: string[]) {
  await Promise.all(apps.map(async (app) => {
    await svix.message.create(app, message);
  }));
}
`,
  },
  {
    name: "tabs",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
	await svix.message.create(app, message);
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
	try {
		await svix.message.create(app, message);
	} catch (error) {
		throw new Error("message.create failed", { cause: error });
	}
}
`,
  },
  {
    name: "a caller of a wrapper",
    report: "no-unhandled-api-error unhandledFromWrapper",
    suggestion: "handle",
    code: `${CLIENT}
async function send(app: string) {
  return await svix.message.create(app, message);
}
export async function paid(app: string) {
  const { id } = await send(app);
  console.info(id);
}
`,
  },
  {
    name: "the module's level",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
await svix.message.create("app", message);
export {};
`,
  },
  {
    name: "JavaScript",
    report: UNHANDLED,
    suggestion: "handle",
    file: "js",
    code: `import { Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN ?? "");
export async function paid(app) {
  const sent = await svix.message.create(app, { eventType: "a.b", payload: {} });
  return [1, 2].map(() => sent.id);
}
`,
  },
  {
    name: "a Fetch route",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function POST(request: Request) {
  const { app } = (await request.json()) as { app: string };
  await svix.message.create(app, message);
  return new Response("sent");
}
`,
    after: `${CLIENT}
export async function POST(request: Request) {
  const { app } = (await request.json()) as { app: string };
  try {
    await svix.message.create(app, message);
  } catch (error) {
    console.error(error);
    return new Response("message.create failed", { status: 502 });
  }
  return new Response("sent");
}
`,
  },
  {
    name: "a Next.js route",
    report: UNHANDLED,
    suggestion: "handle",
    code: `import { NextResponse } from "next/server";
${CLIENT}
export async function GET(): Promise<NextResponse> {
  const { url } = await svix.authentication.appPortalAccess("app", {});
  return NextResponse.redirect(url);
}
`,
    after: `import { NextResponse } from "next/server";
${CLIENT}
export async function GET(): Promise<NextResponse> {
  let url;
  try {
    ({ url } = await svix.authentication.appPortalAccess("app", {}));
  } catch (error) {
    console.error(error);
    return NextResponse.json({ error: "authentication.appPortalAccess failed" }, { status: 502 });
  }
  return NextResponse.redirect(url);
}
`,
  },
  {
    name: "Express",
    report: UNHANDLED,
    suggestion: "handle",
    code: `import express from "express";
${CLIENT}
express().post("/orders", async (req, res) => {
  await svix.message.create("app", message);
  res.json({ sent: true });
});
`,
    after: `import express from "express";
${CLIENT}
express().post("/orders", async (req, res) => {
  try {
    await svix.message.create("app", message);
  } catch (error) {
    console.error(error);
    res.status(502).json({ error: "message.create failed" });
    return;
  }
  res.json({ sent: true });
});
`,
  },
  {
    name: "Hono",
    report: UNHANDLED,
    suggestion: "handle",
    code: `import { Hono } from "hono";
${CLIENT}
export const app = new Hono().post("/orders/:app", async (c) => {
  const sent = await svix.message.create(c.req.param("app"), message);
  return c.json({ id: sent.id });
});
`,
  },
  {
    name: "Fastify",
    report: UNHANDLED,
    suggestion: "handle",
    code: `import fastify from "fastify";
${CLIENT}
fastify().post("/orders", async (request, reply) => {
  await svix.message.create("app", message);
  return reply.send({ sent: true });
});
`,
    after: `import fastify from "fastify";
${CLIENT}
fastify().post("/orders", async (request, reply) => {
  try {
    await svix.message.create("app", message);
  } catch (error) {
    request.log.error(error);
    return reply.code(502).send({ error: "message.create failed" });
  }
  return reply.send({ sent: true });
});
`,
  },
  {
    name: "Koa",
    report: UNHANDLED,
    suggestion: "handle",
    code: `import type { Context } from "koa";
${CLIENT}
export async function paid(ctx: Context): Promise<void> {
  await svix.message.create("app", message);
  ctx.body = { sent: true };
}
`,
  },
  {
    name: "a serverless function",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export const handler = async (event: { app: string }) => {
  await svix.message.create(event.app, message);
  return { statusCode: 200, body: "sent" };
};
`,
  },
  {
    name: "a component's handler",
    report: UNHANDLED,
    suggestion: "handle",
    file: "tsx",
    code: `${CLIENT}
export async function save(app: string) {
  await svix.message.create(app, message);
}
`,
  },
  {
    name: "no semicolons",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  const ids: string[] = []
  const { id } = await svix.message.create(app, message)
  ids.push(id)
  return ids
}
`,
  },
  {
    name: "an array that is taken apart",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  const [sent, later] = await Promise.all([svix.message.create(app, message), Promise.resolve(1)]);
  return [sent.id, later];
}
`,
  },
  {
    name: "several declarations at once",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  const first = 1,
    sent = await svix.message.create(app, message);
  return [first, sent.id];
}
`,
  },
  {
    name: "an exported constant",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export const sent = await svix.message.create("app", message);
`,
  },
  {
    name: "a generator",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function* paid(apps: string[]) {
  for (const app of apps) yield await svix.message.create(app, message);
}
`,
  },
  {
    name: "Windows line ends",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  await svix.message.create(app, message);
}
`.replaceAll("\n", "\r\n"),
  },
  {
    name: "a promise that passes its try by in a function that is not async",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export function paid(app: string): Promise<unknown> {
  try {
    return svix.message.create(app, message);
  } catch (error) {
    console.error(error);
    return Promise.resolve();
  }
}
`,
  },
  {
    name: "nobody waits, on a condition",
    report: FLOATING,
    suggestion: "awaitAndHandle",
    code: `${CLIENT}
export async function paid(app: string, first: boolean) {
  first && svix.message.create(app, message);
}
`,
    after: `${CLIENT}
export async function paid(app: string, first: boolean) {
  try {
    await (first && svix.message.create(app, message));
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
}
`,
  },
  {
    name: "waitUntil",
    report: FLOATING,
    code: `${CLIENT}
export async function POST(request: Request, env: object, ctx: { waitUntil(p: Promise<unknown>): void }) {
  ctx.waitUntil(svix.message.create(request.url, message));
  return new Response("sent");
}
`,
  },
  {
    name: "nobody waits",
    report: FLOATING,
    suggestion: "awaitAndHandle",
    code: `${CLIENT}
export async function paid(app: string) {
  svix.message.create(app, message);
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
}
`,
  },
  {
    name: "void",
    report: FLOATING,
    suggestion: "awaitAndHandle",
    code: `${CLIENT}
export async function paid(app: string) {
  void svix.message.create(app, message).then(() => console.info("sent"));
}
`,
  },
  {
    name: "nobody waits in a try",
    report: FLOATING,
    suggestion: "awaitInTry",
    code: `${CLIENT}
export async function paid(app: string) {
  try {
    void svix.message.create(app, message);
  } catch (error) {
    throw new Error("not sent", { cause: error });
  }
}
`,
  },
  {
    name: "nobody waits in a function that is not async",
    report: FLOATING,
    code: `${CLIENT}
export function paid(app: string) {
  void svix.message.create(app, message);
}
`,
  },
  {
    name: "Express's next",
    report: FLOATING,
    suggestion: "handle",
    code: `import type { NextFunction, Request, Response } from "express";
${CLIENT}
export function paid(req: Request, res: Response, next: NextFunction) {
  svix.message.create("app", message);
  res.json({ sent: true });
}
`,
  },
  {
    name: "a script",
    report: FLOATING,
    suggestion: "handle",
    code: `${CLIENT}
async function main() {
  await svix.message.create("app", message);
}
main();
`,
    after: `${CLIENT}
async function main() {
  await svix.message.create("app", message);
}
main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
`,
  },
  {
    name: "forEach with an async callback",
    report: FLOATING,
    suggestion: "awaitAndHandle",
    code: `${CLIENT}
export async function paid(apps: string[]) {
  apps.forEach(async (app) => {
    await svix.message.create(app, message);
  });
}
`,
    after: `${CLIENT}
export async function paid(apps: string[]) {
  try {
    await Promise.all(apps.map(async (app) => {
      await svix.message.create(app, message);
    }));
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
}
`,
  },
];

const SWALLOWED = "no-swallowed-api-error";

export const swallowedPrograms: readonly Program[] = [
  {
    name: "an empty catch clause",
    report: `${SWALLOWED} emptyHandler`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch {
    // never mind
  }
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    // never mind
    throw new Error("message.create failed", { cause: error });
  }
}
`,
  },
  {
    name: "an empty catch clause on one line",
    report: `${SWALLOWED} emptyHandler`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  try { await svix.message.create(app, message); } catch {}
}
`,
  },
  {
    name: "only logged",
    report: `${SWALLOWED} onlyLogged`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) {
    console.error("not sent", e);
  }
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) {
    console.error("not sent", e);
    throw new Error("message.create failed", { cause: e });
  }
}
`,
  },
  {
    name: "only logged, on one line",
    report: `${SWALLOWED} onlyLogged`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) { console.error(e); }
}
`,
  },
  {
    name: "success returned",
    report: `${SWALLOWED} successReturned`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
    return { ok: true };
  } catch (e) {
    return { ok: true };
  }
}
`,
  },
  {
    name: "a handler of the promise",
    report: `${SWALLOWED} onlyLogged`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  await svix.message.create(app, message).catch((e) => console.error(e));
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  await svix.message.create(app, message).catch((e) => {
    console.error(e);
    throw new Error("message.create failed", { cause: e });
  });
}
`,
  },
  {
    name: "an empty handler of the promise",
    report: `${SWALLOWED} emptyHandler`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  await svix.message.create(app, message).catch(() => {});
}
`,
  },
  {
    name: "a handler of a promise that nobody waits for",
    report: `${SWALLOWED} emptyHandler`,
    code: `${CLIENT}
export async function paid(app: string) {
  svix.message.create(app, message).catch(() => {});
}
`,
  },
  {
    name: "a loop that goes on",
    report: `${SWALLOWED} onlyLogged`,
    suggestion: "collect",
    after: `${CLIENT}
export async function paid(apps: string[]) {
  const failures: unknown[] = [];
  for (const app of apps) {
    try {
      await svix.message.create(app, message);
    } catch (e) {
      console.error(e);
      failures.push(e);
      continue;
    }
  }
  if (failures.length > 0) {
    throw new Error("message.create failed", { cause: failures });
  }
}
`,
    code: `${CLIENT}
export async function paid(apps: string[]) {
  for (const app of apps) {
    try {
      await svix.message.create(app, message);
    } catch (e) {
      console.error(e);
      continue;
    }
  }
}
`,
  },
  {
    name: "an if that decides everything",
    report: `${SWALLOWED} networkErrorIgnored`,
    code: `${CLIENT}
declare function alarm(e: unknown): Promise<void>;
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) {
    if (e instanceof ApiException) {
      await alarm(e);
      return;
    } else {
      return;
    }
  }
}
`,
  },
  {
    name: "network errors fall through",
    report: `${SWALLOWED} networkErrorIgnored`,
    suggestion: "rethrow",
    code: `${CLIENT}
declare function alarm(e: unknown): Promise<void>;
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) {
    if (e instanceof ApiException) {
      await alarm(e);
    }
  }
}
`,
    after: `${CLIENT}
declare function alarm(e: unknown): Promise<void>;
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) {
    if (e instanceof ApiException) {
      await alarm(e);
    } else {
      throw new Error("message.create failed", { cause: e });
    }
  }
}
`,
  },
  {
    name: "network errors fall through behind a branch that ends",
    report: `${SWALLOWED} networkErrorIgnored`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e) {
    if (e instanceof ApiException) throw e;
    console.error(e);
  }
}
`,
  },
  {
    name: "a Fetch route",
    report: `${SWALLOWED} onlyLogged`,
    suggestion: "answer",
    code: `${CLIENT}
export async function POST(request: Request) {
  try {
    await svix.message.create(request.url, message);
  } catch (e) {
    console.error(e);
  }
  return Response.json({ sent: true });
}
`,
    after: `${CLIENT}
export async function POST(request: Request) {
  try {
    await svix.message.create(request.url, message);
  } catch (e) {
    console.error(e);
    return Response.json({ error: "message.create failed" }, { status: 502 });
  }
  return Response.json({ sent: true });
}
`,
  },
  {
    name: "Express answers success",
    report: `${SWALLOWED} successReturned`,
    suggestion: "answer",
    code: `import type { Request, Response } from "express";
${CLIENT}
export async function paid(req: Request, res: Response) {
  try {
    await svix.message.create("app", message);
    res.json({ sent: true });
  } catch (e) {
    res.status(200).json({ sent: true });
  }
}
`,
    after: `import type { Request, Response } from "express";
${CLIENT}
export async function paid(req: Request, res: Response) {
  try {
    await svix.message.create("app", message);
    res.json({ sent: true });
  } catch (e) {
    res.status(502).json({ error: "message.create failed" });
    return;
  }
}
`,
  },
  {
    name: "Hono answers success",
    report: `${SWALLOWED} successReturned`,
    suggestion: "answer",
    code: `import { Hono } from "hono";
${CLIENT}
export const app = new Hono().post("/", async (c) => {
  try {
    await svix.message.create("app", message);
  } catch {
    return c.json({ sent: true });
  }
  return c.json({ sent: true });
});
`,
  },
  {
    name: "a boolean that nobody reads",
    report: `${SWALLOWED} resultIgnored`,
    suggestion: "check",
    code: `${CLIENT}
async function send(app: string) {
  try {
    await svix.message.create(app, message);
    return true;
  } catch {
    return false;
  }
}
export async function paid(app: string) {
  await send(app);
  console.info("sent");
}
`,
    after: `${CLIENT}
async function send(app: string) {
  try {
    await svix.message.create(app, message);
    return true;
  } catch {
    return false;
  }
}
export async function paid(app: string) {
  if (!(await send(app))) {
    throw new Error("message.create failed");
  }
  console.info("sent");
}
`,
  },
  {
    name: "a result object that nobody reads",
    report: `${SWALLOWED} resultIgnored`,
    suggestion: "check",
    code: `${CLIENT}
async function send(app: string) {
  try {
    await svix.message.create(app, message);
    return { ok: true };
  } catch (error) {
    return { ok: false, error };
  }
}
export async function paid(app: string) {
  const result = await send(app);
  console.info("sent");
}
`,
  },
  {
    name: "settled results that nobody reads",
    report: `${SWALLOWED} settledIgnored`,
    suggestion: "check",
    code: `${CLIENT}
export async function paid(apps: string[]) {
  await Promise.allSettled(apps.map((app) => svix.message.create(app, message)));
}
`,
    after: `${CLIENT}
export async function paid(apps: string[]) {
  const results = await Promise.allSettled(apps.map((app) => svix.message.create(app, message)));
  const failures = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  if (failures.length > 0) {
    throw new Error("message.create failed", { cause: failures });
  }
}
`,
  },
];

const UNREFUSED = "no-unhandled-verification-error unhandled";

export const unrefusedPrograms: readonly Program[] = [
  {
    name: "a Fetch route",
    report: UNREFUSED,
    suggestion: "handle",
    code: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
    after: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("Invalid signature", { status: 401 });
  }
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
  },
  {
    name: "Next.js",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { type NextRequest, NextResponse } from "next/server";
${WEBHOOK}
export async function POST(request: NextRequest): Promise<NextResponse> {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return NextResponse.json({ received: true });
}
`,
  },
  {
    name: "Next.js's pages router",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { buffer } from "micro";
import type { NextApiRequest, NextApiResponse } from "next";
${WEBHOOK}
export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const body = (await buffer(req)).toString();
  webhook.verify(body, req.headers as Record<string, string>);
  await accept(JSON.parse(body));
  return res.status(200).json({ received: true });
}
`,
    after: `import { buffer } from "micro";
import type { NextApiRequest, NextApiResponse } from "next";
${WEBHOOK}
export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const body = (await buffer(req)).toString();
  try {
    webhook.verify(body, req.headers as Record<string, string>);
  } catch {
    return res.status(401).json({ error: "Invalid signature" });
  }
  await accept(JSON.parse(body));
  return res.status(200).json({ received: true });
}
`,
  },
  {
    name: "Express",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import express from "express";
${WEBHOOK}
express().post("/hooks", express.raw({ type: "*/*" }), async (req, res) => {
  webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  await accept(JSON.parse((req.body as Buffer).toString()));
  res.sendStatus(204);
});
`,
  },
  {
    name: "Hono",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { Hono } from "hono";
${WEBHOOK}
export const app = new Hono().post("/hooks", async (c) => {
  const body = await c.req.text();
  webhook.verify(body, c.req.header());
  await accept(JSON.parse(body));
  return c.body(null, 204);
});
`,
  },
  {
    name: "Fastify",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import type { FastifyReply, FastifyRequest } from "fastify";
${WEBHOOK}
export async function receive(request: FastifyRequest, reply: FastifyReply) {
  const body = request.body as Buffer;
  webhook.verify(body, request.headers as Record<string, string>);
  await accept(JSON.parse(body.toString()));
  return reply.code(204).send();
}
`,
  },
  {
    name: "Fastify without a reply",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import fastify from "fastify";
${WEBHOOK}
fastify().post("/hooks", async (request) => {
  const body = request.body as Buffer;
  webhook.verify(body, request.headers as Record<string, string>);
  await accept(JSON.parse(body.toString()));
  return { received: true };
});
`,
    after: `import fastify from "fastify";
${WEBHOOK}
fastify().post("/hooks", async (request, reply) => {
  const body = request.body as Buffer;
  try {
    webhook.verify(body, request.headers as Record<string, string>);
  } catch {
    return reply.code(401).send({ error: "Invalid signature" });
  }
  await accept(JSON.parse(body.toString()));
  return { received: true };
});
`,
  },
  {
    name: "Express with a typed answer",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import type { Request, Response } from "express";
${WEBHOOK}
export async function receive(req: Request, res: Response<{ received: boolean }>): Promise<void> {
  webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  await accept(JSON.parse(String(req.body)));
  res.json({ received: true });
}
`,
  },
  {
    name: "Express whose handler returns the response",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import type { Request, Response } from "express";
${WEBHOOK}
export async function receive(req: Request, res: Response): Promise<Response> {
  webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  await accept(JSON.parse(String(req.body)));
  return res.json({ received: true });
}
`,
  },
  {
    name: "a handler that returns a response of its own class",
    report: UNREFUSED,
    code: `${WEBHOOK}
class Answer extends Response {
  readonly own = true;
}
export async function POST(request: Request): Promise<Answer> {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return new Answer("ok");
}
`,
  },
  {
    name: "Elysia without a status",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { Elysia } from "elysia";
${WEBHOOK}
export const app = new Elysia().post("/hooks", async ({ request }) => {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return { received: true };
});
`,
  },
  {
    name: "Koa",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import type { Context } from "koa";
${WEBHOOK}
declare function rawBodyOf(ctx: Context): Promise<string>;
export async function receive(ctx: Context): Promise<void> {
  const body = await rawBodyOf(ctx);
  webhook.verify(body, ctx.headers as Record<string, string>);
  await accept(JSON.parse(body));
  ctx.status = 204;
}
`,
  },
  {
    name: "Elysia",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { Elysia } from "elysia";
${WEBHOOK}
export const app = new Elysia().post("/hooks", async ({ request, status }) => {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return status(204);
});
`,
  },
  {
    name: "Nest",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { Controller, Headers, Post, type RawBodyRequest, Req } from "@nestjs/common";
import type { Request } from "express";
${WEBHOOK}
@Controller("hooks")
export class HooksController {
  @Post()
  async receive(@Req() req: RawBodyRequest<Request>, @Headers() headers: Record<string, string>) {
    webhook.verify(req.rawBody!, headers);
    await accept(JSON.parse(req.rawBody!.toString()));
  }
}
`,
    after: `import { Controller, Headers, Post, type RawBodyRequest, Req, UnauthorizedException } from "@nestjs/common";
import type { Request } from "express";
${WEBHOOK}
@Controller("hooks")
export class HooksController {
  @Post()
  async receive(@Req() req: RawBodyRequest<Request>, @Headers() headers: Record<string, string>) {
    try {
      webhook.verify(req.rawBody!, headers);
    } catch {
      throw new UnauthorizedException("Invalid signature");
    }
    await accept(JSON.parse(req.rawBody!.toString()));
  }
}
`,
  },
  {
    name: "h3",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { defineEventHandler, getHeaders, readRawBody } from "h3";
${WEBHOOK}
export default defineEventHandler(async (event) => {
  const body = (await readRawBody(event)) ?? "";
  webhook.verify(body, getHeaders(event) as Record<string, string>);
  await accept(JSON.parse(body));
  return { received: true };
});
`,
  },
  {
    name: "SvelteKit",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { json, type RequestHandler } from "@sveltejs/kit";
${WEBHOOK}
export const POST: RequestHandler = async ({ request }) => {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return json({ received: true });
};
`,
  },
  {
    name: "Remix",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import { type ActionFunctionArgs, json } from "@remix-run/node";
${WEBHOOK}
export async function action({ request }: ActionFunctionArgs) {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return json({ received: true });
}
`,
  },
  {
    name: "AWS Lambda",
    report: UNREFUSED,
    suggestion: "handle",
    code: `import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
${WEBHOOK}
export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const body = event.body ?? "";
  webhook.verify(body, event.headers as Record<string, string>);
  await accept(JSON.parse(body));
  return { statusCode: 200, body: "ok" };
};
`,
    after: `import type { APIGatewayProxyHandlerV2 } from "aws-lambda";
${WEBHOOK}
export const handler: APIGatewayProxyHandlerV2 = async (event) => {
  const body = event.body ?? "";
  try {
    webhook.verify(body, event.headers as Record<string, string>);
  } catch {
    return { statusCode: 401, body: "Invalid signature" };
  }
  await accept(JSON.parse(body));
  return { statusCode: 200, body: "ok" };
};
`,
  },
  {
    name: "Cloudflare Workers",
    report: UNREFUSED,
    suggestion: "handle",
    code: `${WEBHOOK}
export default {
  async fetch(request) {
    const body = await request.text();
    webhook.verify(body, Object.fromEntries(request.headers));
    await accept(JSON.parse(body));
    return new Response(null, { status: 204 });
  },
} satisfies ExportedHandler;
`,
  },
  {
    name: "Deno",
    report: UNREFUSED,
    suggestion: "handle",
    code: `${WEBHOOK}
Deno.serve(async (req) => {
  const body = await req.text();
  webhook.verify(body, Object.fromEntries(req.headers));
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
});
`,
  },
  {
    name: "a catch clause that logs and throws on",
    report: UNREFUSED,
    suggestion: "handle",
    code: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch (error) {
    console.warn(error);
    throw error;
  }
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
  },
  {
    name: "a helper",
    report: UNREFUSED,
    code: `${WEBHOOK}
export function check(body: string, headers: Record<string, string>): void {
  webhook.verify(body, headers);
}
`,
  },
  {
    name: "a caller of an async helper",
    report: "no-unhandled-verification-error unhandledFromWrapper",
    suggestion: "handle",
    code: `${WEBHOOK}
async function eventOf(request: Request): Promise<{ type: string }> {
  const body = await request.text();
  webhook.verify(body, Object.fromEntries(request.headers));
  return JSON.parse(body);
}
export async function POST(request: Request) {
  const event = await eventOf(request);
  await accept(event.type);
  return new Response(null, { status: 204 });
}
`,
  },
];

const PASSED = "no-swallowed-verification-error";

export const passedPrograms: readonly Program[] = [
  {
    name: "an empty catch clause",
    report: `${PASSED} payloadUsed`,
    suggestion: "refuse",
    code: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {}
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
    after: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("Invalid signature", { status: 401 });
  }
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
  },
  {
    name: "the body is parsed instead",
    report: `${PASSED} payloadUsed`,
    suggestion: "refuse",
    code: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  let event: unknown;
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
    event = JSON.parse(body);
  } catch (error) {
    console.warn(error);
    event = JSON.parse(body);
  }
  await accept(event);
  return new Response(null, { status: 204 });
}
`,
    after: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  let event: unknown;
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
    event = JSON.parse(body);
  } catch (error) {
    console.warn(error);
    return new Response("Invalid signature", { status: 401 });
  }
  await accept(event);
  return new Response(null, { status: 204 });
}
`,
  },
  {
    name: "success is answered",
    report: `${PASSED} successResponse`,
    suggestion: "refuse",
    code: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch (error) {
    console.warn(error);
    return Response.json({ received: true });
  }
  await accept(JSON.parse(body));
  return Response.json({ received: true });
}
`,
  },
  {
    name: "Express sends success",
    report: `${PASSED} successResponse`,
    suggestion: "refuse",
    code: `import type { Request, Response } from "express";
${WEBHOOK}
export async function receive(req: Request, res: Response) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  } catch (error) {
    console.warn(error);
    res.status(200).json({ received: true });
    return;
  }
  await accept(JSON.parse((req.body as Buffer).toString()));
  res.json({ received: true });
}
`,
    after: `import type { Request, Response } from "express";
${WEBHOOK}
export async function receive(req: Request, res: Response) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  } catch (error) {
    console.warn(error);
    res.status(401).json({ error: "Invalid signature" });
    return;
  }
  await accept(JSON.parse((req.body as Buffer).toString()));
  res.json({ received: true });
}
`,
  },
  {
    name: "Express never answers",
    report: `${PASSED} successResponse`,
    suggestion: "refuse",
    code: `import type { Request, Response } from "express";
${WEBHOOK}
export async function receive(req: Request, res: Response) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
    await accept(JSON.parse((req.body as Buffer).toString()));
    res.json({ received: true });
  } catch (error) {
    console.warn(error);
  }
}
`,
  },
  {
    name: "a boolean that nobody reads",
    report: `${PASSED} resultIgnored`,
    suggestion: "check",
    code: `${WEBHOOK}
function isGenuine(body: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
export async function POST(request: Request) {
  const body = await request.text();
  isGenuine(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
  },
  {
    name: "an async check that is not awaited",
    report: `${PASSED} resultIgnored`,
    suggestion: "awaitIt",
    code: `${WEBHOOK}
async function isGenuine(body: string, headers: Record<string, string>): Promise<boolean> {
  try {
    webhook.verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
export async function POST(request: Request) {
  const body = await request.text();
  // @ts-ignore
  if (!isGenuine(body, Object.fromEntries(request.headers))) {
    return new Response("Invalid signature", { status: 401 });
  }
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
  },
];

const WRONG = "require-4xx-rejection wrongStatus";

export const wrongPrograms: readonly Program[] = [
  {
    name: "a literal",
    report: WRONG,
    suggestion: "answer401",
    code: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return Response.json({ error: "no" }, { status: 500 });
  }
  await accept(JSON.parse(body));
  return Response.json({ received: true });
}
`,
  },
  {
    name: "Nest's exception",
    report: WRONG,
    suggestion: "answer401",
    code: `import { Controller, Headers, InternalServerErrorException, Post, type RawBodyRequest, Req } from "@nestjs/common";
import type { Request } from "express";
${WEBHOOK}
@Controller("hooks")
export class HooksController {
  @Post()
  async receive(@Req() req: RawBodyRequest<Request>, @Headers() headers: Record<string, string>) {
    try {
      webhook.verify(req.rawBody!, headers);
    } catch {
      throw new InternalServerErrorException("Invalid signature");
    }
    await accept(JSON.parse(req.rawBody!.toString()));
  }
}
`,
  },
  {
    name: "Nest's status",
    report: WRONG,
    suggestion: "answer401",
    code: `import { Controller, Headers, HttpException, HttpStatus, Post, type RawBodyRequest, Req } from "@nestjs/common";
import type { Request } from "express";
${WEBHOOK}
@Controller("hooks")
export class HooksController {
  @Post()
  async receive(@Req() req: RawBodyRequest<Request>, @Headers() headers: Record<string, string>) {
    try {
      webhook.verify(req.rawBody!, headers);
    } catch {
      throw new HttpException("Invalid signature", HttpStatus.INTERNAL_SERVER_ERROR);
    }
    await accept(JSON.parse(req.rawBody!.toString()));
  }
}
`,
  },
  {
    name: "a plain error",
    report: WRONG,
    suggestion: "answer401",
    code: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch (cause) {
    throw new Error("Invalid signature", { cause });
  }
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
    after: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch (cause) {
    return new Response("Invalid signature", { status: 401 });
  }
  await accept(JSON.parse(body));
  return new Response(null, { status: 204 });
}
`,
  },
  {
    name: "two literals",
    report: WRONG,
    code: `${WEBHOOK}
export async function POST(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return Response.json({ code: 500 }, { status: 500 });
  }
  await accept(JSON.parse(body));
  return Response.json({ received: true });
}
`,
  },
];
