import path from "node:path";
import rule from "../../src/rules/no-unhandled-api-error.js";
import { runTable, type Fine, type Wrong } from "./failure-cases.js";

// RuleTester lints from the root of the file system.
const CASES = path.resolve(import.meta.dirname, "../../fixtures/rule-cases/2.5.0");

const head = `import { ApiException, Svix } from "svix";
declare const svix: Svix;
declare const message: { eventType: string; payload: object };
declare function alarm(error: unknown): Promise<void>;
export { ApiException };
`;

const handled: Fine[] = [
  {
    name: "caught and thrown on with its cause",
    code: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    throw new Error("not sent", { cause: error });
  }
}`,
  },
  {
    name: "caught and acted upon",
    code: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "looked at and rethrown",
    code: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    if (error instanceof ApiException && error.code === 429) await alarm("slow down");
    throw error;
  }
}`,
  },
  {
    name: "logged and rethrown",
    code: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    console.error(error);
    throw error;
  }
}`,
  },
  {
    name: "rethrown inside, acted upon outside",
    code: `export async function paid(app: string) {
  try {
    try {
      await svix.message.create(app, message);
    } catch (error) {
      throw error;
    }
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "a finally that returns takes the error's place (and swallows it)",
    code: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } finally {
    return;
  }
}`,
  },
  {
    name: "returned and awaited in the try",
    code: `export async function paid(app: string) {
  try {
    return await svix.message.create(app, message);
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: ".catch(h)",
    code: `export const paid = (app: string) => svix.message.create(app, message).catch((error) => alarm(error));`,
  },
  {
    name: ".catch(reference)",
    code: `export const paid = (app: string) => svix.message.create(app, message).catch(alarm);`,
  },
  {
    name: ".then(f, g)",
    code: `export const paid = (app: string) => svix.message.create(app, message).then((sent) => sent.id, (error) => alarm(error));`,
  },
  {
    name: "a chain whose last handler acts",
    code: `export const paid = (app: string) => svix.message.create(app, message).then(({ id }) => id).finally(() => console.info("done")).catch(alarm);`,
  },
  {
    name: "a promise that is awaited in a try later",
    code: `export async function paid(app: string) {
  const sending = svix.message.create(app, message);
  console.info("on its way");
  try {
    await sending;
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "promises pushed to an array that is awaited in a try",
    code: `export async function paid(apps: string[]) {
  const sendings: Promise<unknown>[] = [];
  for (const app of apps) sendings.push(svix.message.create(app, message));
  try {
    await Promise.all(sendings);
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "Promise.all of async callbacks in a try",
    code: `export async function paid(apps: string[]) {
  try {
    await Promise.all(apps.map(async (app) => { await svix.message.create(app, message); }));
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "Promise.race in a try",
    code: `export async function paid(app: string, late: Promise<never>) {
  try {
    await Promise.race([svix.message.create(app, message), late]);
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "Promise.allSettled whose rejections are acted upon",
    code: `export async function paid(apps: string[]) {
  const results = await Promise.allSettled(apps.map((app) => svix.message.create(app, message)));
  for (const result of results) if (result.status === "rejected") await alarm(result.reason);
}`,
  },
  {
    name: "new Promise, awaited in a try",
    code: `export async function paid(app: string) {
  try {
    await new Promise((resolve, reject) => { svix.message.create(app, message).then(resolve, reject); });
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "Promise.resolve().then(…).catch(h)",
    code: `export const paid = (app: string) => Promise.resolve().then(() => svix.message.create(app, message)).catch(alarm);`,
  },
  {
    name: "an async function that is called at once, with a handler",
    code: `(async () => {
  await svix.message.create("app", message);
})().catch(async (error) => {
  await alarm(error);
});`,
  },
  {
    name: "a loop in a try",
    code: `export async function paid(apps: string[]) {
  try {
    for (const app of apps) await svix.message.create(app, message);
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "process.exit(1)",
    code: `async function main() {
  await svix.message.create("app", message);
}
main().catch((error) => {
  console.error(error);
  process.exit(1);
});`,
  },
  {
    name: "process.exitCode = 1",
    code: `async function main() {
  try {
    await svix.message.create("app", message);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}
void main();`,
  },
  {
    name: "every caller of a helper handles it",
    code: `async function send(app: string) {
  return svix.message.create(app, message);
}
export async function paid(app: string) {
  try {
    await send(app);
  } catch (error) {
    await alarm(error);
  }
}
export const shipped = (app: string) => send(app).catch(alarm);`,
  },
  {
    name: "a wrapper of the program that handles what it is given",
    code: `async function withErrors<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    await alarm(error);
    return undefined;
  }
}
export const paid = (app: string) => withErrors(() => svix.message.create(app, message));`,
  },
  {
    name: "@throws makes it the caller's duty",
    code: `/**
 * Tells the customer's endpoints.
 * @throws {ApiException} when Svix refuses the message
 */
export async function paid(app: string) {
  await svix.message.create(app, message);
}`,
  },
  {
    name: "@throws on a public method",
    code: `export class Orders {
  /** @throws {Error} when the message was not sent */
  async paid(app: string) {
    await svix.message.create(app, message);
  }
}`,
  },
  {
    name: "a boundary that the settings name",
    settings: { errorBoundaries: [{ from: "file", name: "background" }] },
    code: `declare function background(name: string, work: () => Promise<unknown>): void;
background("paid", async () => {
  await svix.message.create("app", message);
});`,
  },
  {
    name: "a test, which fails by what is thrown",
    filename: "file.test.ts",
    code: `import { it } from "vitest";
it("sends", async () => {
  await svix.message.create("app", message);
});`,
  },
  {
    name: "Express 5 with an error handler in the program",
    code: `import express, { type NextFunction, type Request, type Response } from "express";
const app = express();
app.post("/orders", async (_req, res) => {
  await svix.message.create("app", message);
  res.json({ sent: true });
});
app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  res.status(502).json({ error: String(error) });
});`,
  },
  {
    name: "next(error)",
    code: `import type { NextFunction, Request, Response } from "express";
export function paid(_req: Request, res: Response, next: NextFunction) {
  svix.message.create("app", message).then(() => res.json({ sent: true }), next);
}`,
  },
  {
    name: "an operation that the contract does not describe",
    code: `export const list = () => svix.application.list();`,
  },
  {
    name: "a client without a type",
    code: `export const paid = (client: any) => client.message.create("app", message);`,
  },
  {
    name: "another library's message.create",
    code: `declare const prisma: { message: { create(data: object): Promise<object> } };
export const paid = () => prisma.message.create({});`,
  },
  {
    name: "a promise given to code that cannot be entered",
    code: `declare function track(work: Promise<unknown>): void;
export function paid(app: string) {
  track(svix.message.create(app, message));
}`,
  },
  {
    name: "a callback of code that cannot be entered, awaited in a try",
    code: `declare const db: { transaction<T>(work: () => Promise<T>): Promise<T> };
export async function paid(app: string) {
  try {
    await db.transaction(async () => { await svix.message.create(app, message); });
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "a wrapper that is only handed on as a value",
    code: `async function sendPaid(app: string) {
  await svix.message.create(app, message);
}
export const handlers = { paid: sendPaid };`,
  },
  {
    name: "JavaScript that handles it",
    filename: "file.js",
    code: `const { Svix } = require("svix");
const svix = new Svix("");
exports.paid = async (app) => {
  try {
    await svix.message.create(app, { eventType: "a.b", payload: {} });
  } catch (error) {
    throw new Error("not sent", { cause: error });
  }
};`,
  },
  {
    name: "handled on svix 1.99",
    sdk: "1.99.1",
    code: `export const paid = (app: string) => svix.message.create(app, message).catch(alarm);`,
  },
  {
    name: "handled on svix 1.45",
    sdk: "1.45.1",
    code: `export const paid = (app: string) => svix.message.create(app, message).catch(alarm);`,
  },
  {
    name: "handled on svix 1.4",
    sdk: "1.4.12",
    code: `export const paid = (app: string) => svix.message.create(app, message).catch(alarm);`,
  },
];

const unhandled: Wrong[] = [
  {
    name: "nothing around it",
    id: "unhandled",
    data: {
      operation: "message.create",
      through: "",
      consequence: "the message is lost",
      ids: " [api-error, network-error]",
    },
    suggests: "handle",
    code: `export async function paid(app: string) {
  await ⟦svix.message.create(app, message)⟧;
}`,
    after: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
}`,
  },
  {
    name: "a call over several lines, shown by its first",
    id: "unhandled",
    suggests: "handle",
    code: `export async function paid(app: string) {
  await ⟦svix.message.create(app, {⟧
    eventType: "order.paid",
    payload: {},
  });
}`,
  },
  {
    name: "a promise returned out of its try",
    id: "unhandled",
    suggests: "awaitInTry",
    code: `export async function paid(app: string) {
  try {
    return ⟦svix.message.create(app, message)⟧;
  } catch (error) {
    await alarm(error);
    throw new Error("not sent");
  }
}`,
    after: `export async function paid(app: string) {
  try {
    return await svix.message.create(app, message);
  } catch (error) {
    await alarm(error);
    throw new Error("not sent");
  }
}`,
  },
  {
    name: "a catch clause that only rethrows",
    id: "unhandled",
    suggests: "handle",
    code: `export async function paid(app: string) {
  try {
    await ⟦svix.message.create(app, message)⟧;
  } catch (error) {
    throw error;
  }
}`,
  },
  {
    name: "try and finally alone",
    id: "unhandled",
    suggests: "handle",
    code: `export async function paid(app: string) {
  try {
    await ⟦svix.message.create(app, message)⟧;
  } finally {
    console.info("done");
  }
}`,
  },
  {
    name: ".then(f).finally(g)",
    id: "unhandled",
    suggests: "handle",
    code: `export const paid = (app: string) => ⟦svix.message.create(app, message)⟧.then(({ id }) => id).finally(() => console.info("done"));`,
  },
  {
    name: "a handler that only rethrows",
    id: "unhandled",
    suggests: "handle",
    code: `export const paid = (app: string) => ⟦svix.message.create(app, message)⟧.catch((error) => { throw error; });`,
  },
  {
    name: "Promise.all",
    id: "unhandled",
    suggests: "handle",
    code: `export async function paid(apps: string[]) {
  await Promise.all(apps.map((app) => ⟦svix.message.create(app, message)⟧));
}`,
  },
  {
    name: "two operations",
    id: ["unhandled", "unhandled"],
    suggests: "handle",
    code: `export async function signUp(uid: string) {
  await ⟦svix.application.getOrCreate({ name: uid, uid })⟧;
  await ⟦svix.endpoint.create(uid, { url: "https://example.com/hooks" })⟧;
}`,
  },
  {
    name: "an async function that is called at once and awaited",
    id: "unhandled",
    suggests: "handle",
    code: `export async function paid(app: string) {
  await (async () => { await ⟦svix.message.create(app, message)⟧; })();
}`,
  },
  {
    name: "a timer's callback, which the try does not meet",
    id: "unhandled",
    code: `export function later(app: string) {
  try {
    setTimeout(async () => {
      await ⟦svix.message.create(app, message)⟧;
    }, 1_000);
  } catch (error) {
    void alarm(error);
  }
}`,
  },
  {
    name: "an event listener",
    id: "unhandled",
    code: `import { EventEmitter } from "node:events";
export const orders = new EventEmitter();
orders.on("paid", async (app: string) => {
  await ⟦svix.message.create(app, message)⟧;
});`,
  },
  {
    name: "a field of a class",
    id: "unhandled",
    suggests: "handle",
    code: `export class Orders {
  constructor(private readonly svix: Svix) {}
  async paid(app: string) {
    await ⟦this.svix.message.create(app, message)⟧;
  }
}`,
  },
  {
    name: "a destructured resource",
    id: "unhandled",
    suggests: "handle",
    code: `const { authentication } = svix;
export async function lockOut(app: string) {
  await ⟦authentication.expireAll(app, {})⟧;
}`,
  },
  {
    name: "an optional chain",
    id: "unhandled",
    suggests: "handle",
    code: `export async function paid(client: Svix | undefined, app: string) {
  await ⟦client?.message.create(app, message)⟧;
}`,
  },
  {
    name: "@throws on a function that is not exported",
    id: "unhandled",
    suggests: "handle",
    code: `/** @throws {TypeError} never */
export async function paid(app: string) {
  await ⟦svix.message.create(app, message)⟧;
}`,
  },
  {
    name: "a callback of code that cannot be entered",
    id: "unhandled",
    suggests: "handle",
    code: `declare const db: { transaction<T>(work: () => Promise<T>): Promise<T> };
export async function paid(app: string) {
  await db.transaction(async () => { await ⟦svix.message.create(app, message)⟧; });
}`,
  },
  {
    name: "a cycle of functions that nothing enters",
    id: "unhandled",
    suggests: "handle",
    code: `async function ping(app: string): Promise<void> {
  await ⟦svix.message.create(app, message)⟧;
  await pong(app);
}
async function pong(app: string): Promise<void> {
  await ping(app);
}`,
  },
  {
    name: "a framework's own 500 is no handling",
    id: "unhandled",
    suggests: "handle",
    code: `export async function POST(request: Request) {
  await ⟦svix.message.create(request.url, message)⟧;
  return new Response("sent");
}`,
    after: `export async function POST(request: Request) {
  try {
    await svix.message.create(request.url, message);
  } catch (error) {
    console.error(error);
    return new Response("message.create failed", { status: 502 });
  }
  return new Response("sent");
}`,
  },
  {
    name: "the caller of a helper",
    id: "unhandledFromWrapper",
    data: {
      called: "send",
      operation: "message.create",
      through: ` (${path.relative("/", path.join(CASES, "file.ts"))}:7)`,
      consequence: "the message is lost",
      ids: " [api-error, network-error]",
    },
    suggests: "handle",
    code: `async function send(app: string) {
  return await svix.message.create(app, message);
}
export async function paid(app: string) {
  await ⟦send(app)⟧;
}`,
  },
  {
    name: "one caller of two",
    id: "unhandledFromWrapper",
    suggests: "handle",
    code: `async function send(app: string) {
  return svix.message.create(app, message);
}
export const shipped = (app: string) => send(app).catch(alarm);
export async function paid(app: string) {
  await ⟦send(app)⟧;
}`,
  },
  {
    name: "the last caller of a chain",
    id: "unhandledFromWrapper",
    suggests: "handle",
    code: `const send = (app: string) => svix.message.create(app, message);
const notify = async (app: string) => { await send(app); };
export async function paid(app: string) {
  await ⟦notify(app)⟧;
}`,
  },
  {
    name: "nobody waits",
    id: "floating",
    data: {
      promise: "svix.message.create()",
      operation: "message.create",
      through: "",
      consequence: "the message is lost",
      ids: " [api-error, network-error]",
    },
    suggests: "awaitAndHandle",
    code: `export async function paid(app: string) {
  ⟦svix.message.create(app, message)⟧;
}`,
    after: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
}`,
  },
  {
    name: "void",
    id: "floating",
    suggests: "awaitAndHandle",
    code: `export async function paid(app: string) {
  void ⟦svix.message.create(app, message)⟧;
}`,
  },
  {
    name: "nobody waits, in a try",
    id: "floating",
    suggests: "awaitInTry",
    code: `export async function paid(app: string) {
  try {
    ⟦svix.message.create(app, message)⟧;
  } catch (error) {
    await alarm(error);
  }
}`,
    after: `export async function paid(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (error) {
    await alarm(error);
  }
}`,
  },
  {
    name: "a promise in a variable that nobody awaits",
    id: "floating",
    code: `export async function paid(app: string) {
  const sending = ⟦svix.message.create(app, message)⟧;
  console.info("on its way", typeof sending);
}`,
  },
  {
    name: "promises in an array that nobody awaits",
    id: "floating",
    code: `export async function paid(apps: string[]) {
  const sendings: Promise<unknown>[] = [];
  for (const app of apps) sendings.push(⟦svix.message.create(app, message)⟧);
}`,
  },
  {
    name: "forEach with an async callback",
    id: "floating",
    data: {
      promise: "the async function around svix.message.create()",
      operation: "message.create",
      through: "",
      consequence: "the message is lost",
      ids: " [api-error, network-error]",
    },
    suggests: "awaitAndHandle",
    code: `export async function paid(apps: string[]) {
  apps.forEach(async (app) => {
    await ⟦svix.message.create(app, message)⟧;
  });
}`,
    after: `export async function paid(apps: string[]) {
  try {
    await Promise.all(apps.map(async (app) => {
      await svix.message.create(app, message);
    }));
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
}`,
  },
  {
    name: "waitUntil",
    id: "floating",
    code: `export function paid(ctx: { waitUntil(work: Promise<unknown>): void }, app: string) {
  ctx.waitUntil(⟦svix.message.create(app, message)⟧);
}`,
  },
  {
    name: "after",
    id: "floating",
    code: `declare function after(work: () => Promise<unknown>): void;
export function paid(app: string) {
  after(() => ⟦svix.message.create(app, message)⟧);
}`,
  },
  {
    name: "a script's main()",
    id: "floating",
    suggests: "handle",
    code: `async function main() {
  await svix.message.create("app", message);
}
⟦main()⟧;`,
    after: `async function main() {
  await svix.message.create("app", message);
}
main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});`,
  },
  {
    name: "operations: all",
    id: "unhandled",
    options: { operations: "all" },
    suggests: "handle",
    code: `export async function list() {
  return await ⟦svix.application.list()⟧;
}`,
  },
  {
    name: "callers: file",
    id: "unhandledFromWrapper",
    settings: { callers: "file" },
    suggests: "handle",
    code: `async function send(app: string) {
  await svix.message.create(app, message);
}
export async function paid(app: string) {
  await ⟦send(app)⟧;
}`,
  },
  {
    name: "a boundary of another name",
    id: "unhandled",
    settings: { errorBoundaries: [{ from: "file", name: "background" }] },
    suggests: "handle",
    code: `declare function foreground(name: string, work: () => Promise<unknown>): void;
foreground("paid", async () => {
  await ⟦svix.message.create("app", message)⟧;
});`,
  },
  {
    name: "JavaScript",
    id: "unhandled",
    filename: "file.js",
    suggests: "handle",
    code: `const { Svix } = require("svix");
const svix = new Svix("");
exports.paid = async (app) => {
  await ⟦svix.message.create(app, { eventType: "a.b", payload: {} })⟧;
};`,
  },
  {
    name: "JavaScript modules",
    id: "unhandled",
    filename: "file.js",
    suggests: "handle",
    code: `import { Svix } from "svix";
const svix = new Svix("");
export const paid = (app) => ⟦svix.message.create(app, { eventType: "a.b", payload: {} })⟧;`,
  },
  {
    name: "unhandled on svix 1.99",
    id: "unhandled",
    sdk: "1.99.1",
    suggests: "handle",
    code: `export async function rotate(app: string, endpoint: string) {
  await ⟦svix.endpoint.rotateSecret(app, endpoint, {})⟧;
}`,
  },
  {
    name: "unhandled on svix 1.45",
    id: "unhandled",
    sdk: "1.45.1",
    suggests: "handle",
    code: `export async function recover(app: string, endpoint: string, since: Date) {
  const task = await ⟦svix.endpoint.recover(app, endpoint, { since })⟧;
  return task.id;
}`,
  },
  {
    name: "unhandled on svix 1.4",
    id: ["unhandled", "floating"],
    sdk: "1.4.12",
    suggests: "handle",
    code: `import type { NextFunction, Request, Response } from "express";
export async function paid(app: string) {
  await ⟦svix.message.create(app, message)⟧;
}
export function shipped(_req: Request, res: Response, next: NextFunction) {
  ⟦svix.message.create("app", message)⟧;
  res.json({ sent: true });
}`,
  },
];

runTable("no-unhandled-api-error", rule, { head, good: handled, bad: unhandled });
