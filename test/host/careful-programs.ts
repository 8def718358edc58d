import type { Program } from "./suggested-programs.js";

// Programs in which the plain repair would do harm: what stands around the place decides whether
// there is another one.

const CLIENT = `import { ApiException, Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN!);
const message = { eventType: "order.paid", payload: { id: 1 } };
export { ApiException };
`;

const WEBHOOK = `import { Webhook, WebhookVerificationError } from "svix";
const webhook = new Webhook(process.env.WEBHOOK_SECRET!);
declare function accept(event: unknown): Promise<void>;
export { WebhookVerificationError };
`;

const SWALLOWED = "no-swallowed-api-error";
const PASSED = "no-swallowed-verification-error";
const UNHANDLED = "no-unhandled-api-error unhandled";

const swallowed = (
  name: string,
  report: string,
  body: string,
  more: Partial<Program> = {},
): Program => ({
  name,
  report: `${SWALLOWED} ${report}`,
  code: `${CLIENT}
declare const jobs: { keep(job: unknown): Promise<void>; mark(job: unknown): Promise<void> };
export async function send(apps: readonly string[], app: string) {
${body}
}
`,
  ...more,
});

const received = (
  name: string,
  report: string,
  body: string,
  more: Partial<Program> = {},
): Program => ({
  name,
  report,
  code: `${WEBHOOK}
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const headers = Object.fromEntries(request.headers);
${body}
}
`,
  ...more,
});

export const carefulPrograms: readonly Program[] = [
  swallowed(
    "a loop whose attempts end with the first that goes well",
    "onlyLogged",
    `  for (const one of apps) {
    try {
      await svix.message.create(one, message);
      break;
    } catch (error) {
      console.error(error);
    }
  }`,
  ),
  swallowed(
    "a loop in a route",
    "onlyLogged",
    `  for (const one of apps) {
    try {
      await svix.message.create(one, message);
    } catch {
      console.error("not sent", one);
    }
  }
  return app;`,
    {
      suggestion: "collect",
      after: `${CLIENT}
declare const jobs: { keep(job: unknown): Promise<void>; mark(job: unknown): Promise<void> };
export async function send(apps: readonly string[], app: string) {
  const failures: unknown[] = [];
  for (const one of apps) {
    try {
      await svix.message.create(one, message);
    } catch (error) {
      console.error("not sent", one);
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    throw new Error("message.create failed", { cause: failures });
  }
  return app;
}
`,
    },
  ),
  swallowed(
    "some errors are dealt with, and others only logged",
    "onlyLogged",
    `  try {
    await svix.message.create(app, message);
  } catch (error) {
    if (error instanceof ApiException && error.code === 429) await jobs.keep(app);
    else console.error(error);
  }`,
  ),
  swallowed(
    "all but a tolerated code is thrown on, if it is Svix's",
    "networkErrorIgnored",
    `  try {
    await svix.message.create(app, message);
  } catch (error) {
    if (error instanceof ApiException && error.code !== 409) throw error;
  }`,
  ),
  swallowed(
    "a finally that says that all is done",
    "onlyLogged",
    `  try {
    await svix.message.create(app, message);
  } catch (error) {
    console.error(error);
  } finally {
    await jobs.mark(app);
  }`,
  ),
  swallowed(
    "a finally that only tidies up",
    "onlyLogged",
    `  console.time(app);
  try {
    await svix.message.create(app, message);
  } catch (error) {
    console.error(error);
  } finally {
    console.timeEnd(app);
  }`,
    { suggestion: "rethrow" },
  ),
  swallowed(
    "a handler in which the name stands for something else",
    "onlyLogged",
    `  const error = apps.length;
  try {
    await svix.message.create(app, message);
  } catch {
    console.error("not sent", error);
  }`,
    {
      suggestion: "rethrow",
      after: `${CLIENT}
declare const jobs: { keep(job: unknown): Promise<void>; mark(job: unknown): Promise<void> };
export async function send(apps: readonly string[], app: string) {
  const error = apps.length;
  try {
    await svix.message.create(app, message);
  } catch (cause) {
    console.error("not sent", error);
    throw new Error("message.create failed", { cause: cause });
  }
}
`,
    },
  ),
  {
    name: "a result in the branch of a condition",
    report: `${SWALLOWED} resultIgnored`,
    code: `${CLIENT}
async function tell(app: string): Promise<boolean> {
  try {
    await svix.message.create(app, message);
    return true;
  } catch {
    return false;
  }
}
export async function paid(app: string, on: boolean) {
  if (on) await tell(app);
  else console.info("off");
}
`,
  },
  {
    name: "an error that a function returns",
    report: `${SWALLOWED} resultIgnored`,
    suggestion: "check",
    code: `${CLIENT}
async function tell(app: string): Promise<Error | null> {
  try {
    await svix.message.create(app, message);
    return null;
  } catch (error) {
    return error as Error;
  }
}
export async function paid(app: string) {
  await tell(app);
}
`,
    after: `${CLIENT}
async function tell(app: string): Promise<Error | null> {
  try {
    await svix.message.create(app, message);
    return null;
  } catch (error) {
    return error as Error;
  }
}
export async function paid(app: string) {
  if (await tell(app)) {
    throw new Error("message.create failed");
  }
}
`,
  },
  {
    name: "true that means a forgery",
    report: `${PASSED} resultIgnored`,
    suggestion: "check",
    code: `${WEBHOOK}
function isForged(body: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(body, headers);
    return false;
  } catch {
    return true;
  }
}
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  isForged(body, Object.fromEntries(request.headers));
  await accept(body);
  return new Response("ok");
}
`,
    after: `${WEBHOOK}
function isForged(body: string, headers: Record<string, string>): boolean {
  try {
    webhook.verify(body, headers);
    return false;
  } catch {
    return true;
  }
}
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  if (isForged(body, Object.fromEntries(request.headers))) {
    return new Response("Invalid signature", { status: 401 });
  }
  await accept(body);
  return new Response("ok");
}
`,
  },
  {
    name: "a check that is asked before it has answered",
    report: `${PASSED} resultIgnored`,
    suggestion: "awaitIt",
    code: `${WEBHOOK}
async function isGenuine(request: Request, body: string): Promise<boolean> {
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
    return true;
  } catch {
    return false;
  }
}
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const genuine = isGenuine(request, body);
  if (!genuine) return new Response("no", { status: 401 });
  await accept(body);
  return new Response("ok");
}
`,
    after: `${WEBHOOK}
async function isGenuine(request: Request, body: string): Promise<boolean> {
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
    return true;
  } catch {
    return false;
  }
}
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const genuine = await isGenuine(request, body);
  if (!genuine) return new Response("no", { status: 401 });
  await accept(body);
  return new Response("ok");
}
`,
  },
  {
    name: "a redirect, which is an error that the framework catches",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
declare function redirect(url: string): never;
export async function open(app: string) {
  redirect((await svix.authentication.appPortalAccess(app, {})).url);
}
`,
    after: `${CLIENT}
declare function redirect(url: string): never;
export async function open(app: string) {
  redirect((await svix.authentication.appPortalAccess(app, {}).catch((error: unknown) => {
    throw new Error("authentication.appPortalAccess failed", { cause: error });
  })).url);
}
`,
  },
  {
    name: "a handler that logs and gives nothing",
    report: `${SWALLOWED} onlyLogged`,
    suggestion: "rethrow",
    code: `${CLIENT}
export async function paid(app: string) {
  await svix.message.create(app, message).catch((error) => (console.error(error), null));
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  await svix.message.create(app, message).catch((error) => {
    console.error(error);
    throw new Error("message.create failed", { cause: error });
  });
}
`,
  },
  {
    name: "a handler that chooses by the error",
    report: `${SWALLOWED} onlyLogged`,
    code: `${CLIENT}
export async function paid(app: string) {
  await svix.message
    .create(app, message)
    .catch((error: ApiException<unknown>) => (error.code === 409 ? null : console.error(error)));
}
`,
  },
  {
    name: "a resolver whose last parameter is no reply",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(parent: unknown, args: { app: string }, other: number, more: number, res: any) {
  await svix.message.create(args.app, message);
  return [parent, other, more, res];
}
`,
    after: `${CLIENT}
export async function paid(parent: unknown, args: { app: string }, other: number, more: number, res: any) {
  try {
    await svix.message.create(args.app, message);
  } catch (error) {
    throw new Error("message.create failed", { cause: error });
  }
  return [parent, other, more, res];
}
`,
  },
  {
    name: "a script whose failure is only logged",
    report: `${SWALLOWED} onlyLogged`,
    suggestion: "exit",
    code: `${CLIENT}
async function main() {
  await svix.message.create("app", message);
}
main().catch(console.error);
`,
    after: `${CLIENT}
async function main() {
  await svix.message.create("app", message);
}
main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`,
  },
  {
    name: "a script that ends as if all were well",
    report: `${SWALLOWED} onlyLogged`,
    suggestion: "exit",
    code: `${CLIENT}
async function main() {
  await svix.message.create("app", message);
}
main().catch((error) => {
  console.error("not sent", error);
});
`,
    after: `${CLIENT}
async function main() {
  await svix.message.create("app", message);
}
main().catch((error) => {
  console.error("not sent", error);
  process.exitCode = 1;
});
`,
  },
  {
    name: "a timer, whose callback nobody waits for",
    report: UNHANDLED,
    code: `${CLIENT}
export function later(app: string) {
  setTimeout(() => svix.message.create(app, message), 1000);
}
`,
  },
  {
    name: "a statement of which a comment speaks",
    report: UNHANDLED,
    suggestion: "handle",
    code: `${CLIENT}
export async function paid(app: string) {
  // @ts-expect-error The SDK has no such field yet.
  await svix.message.create(app, { ...message, urgent: true });
}
`,
    after: `${CLIENT}
export async function paid(app: string) {
  // @ts-expect-error The SDK has no such field yet.
  await svix.message.create(app, { ...message, urgent: true }).catch((error: unknown) => {
    throw new Error("message.create failed", { cause: error });
  });
}
`,
  },
  received(
    "work in the same try, which may fail as well",
    "require-4xx-rejection wrongStatus",
    `  try {
    webhook.verify(body, headers);
    await accept(JSON.parse(body));
    return new Response("ok");
  } catch (error) {
    console.error(error);
    return new Response("try again later", { status: 500 });
  }`,
    {
      suggestion: "answer401",
      after: `${WEBHOOK}
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const headers = Object.fromEntries(request.headers);
  try {
    webhook.verify(body, headers);
    await accept(JSON.parse(body));
    return new Response("ok");
  } catch (error) {
    if (error instanceof WebhookVerificationError) {
      return new Response("Invalid signature", { status: 401 });
    }
    console.error(error);
    return new Response("try again later", { status: 500 });
  }
}
`,
    },
  ),
  received(
    "work in the same try, whose failures are answered alike",
    `${PASSED} successResponse`,
    `  try {
    webhook.verify(body, headers);
    await accept(JSON.parse(body));
  } catch {
    console.error("not accepted");
  }
  return new Response("ok");`,
    {
      suggestion: "refuse",
      after: `${WEBHOOK}
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const headers = Object.fromEntries(request.headers);
  try {
    webhook.verify(body, headers);
    await accept(JSON.parse(body));
  } catch (error) {
    if (error instanceof WebhookVerificationError) {
      return new Response("Invalid signature", { status: 401 });
    }
    console.error("not accepted");
  }
  return new Response("ok");
}
`,
    },
  ),
  {
    name: "a second secret that is tried next",
    report: `${PASSED} payloadUsed`,
    code: `import { Webhook } from "svix";
declare function accept(event: unknown): Promise<void>;
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  const headers = Object.fromEntries(request.headers);
  for (const secret of [process.env.NEW_SECRET!, process.env.OLD_SECRET!]) {
    try {
      new Webhook(secret).verify(body, headers);
      break;
    } catch (error) {
      console.warn(error);
    }
  }
  await accept(JSON.parse(body));
  return new Response("ok");
}
`,
  },
  {
    name: "a middleware that goes on",
    report: `${PASSED} successResponse`,
    suggestion: "refuse",
    code: `${WEBHOOK}
import type { NextFunction, Request, Response } from "express";
export function verified(req: Request, res: Response, next: NextFunction) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  } catch (error) {
    console.error(error);
    next();
    return;
  }
  next();
}
`,
    after: `${WEBHOOK}
import type { NextFunction, Request, Response } from "express";
export function verified(req: Request, res: Response, next: NextFunction) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  } catch (error) {
    console.error(error);
    res.status(401).json({ error: "Invalid signature" });
    return;
  }
  next();
}
`,
  },
  {
    name: "a refusal after which the handler goes on",
    report: `${PASSED} payloadUsed`,
    suggestion: "refuse",
    code: `${WEBHOOK}
import type { Request, Response } from "express";
export async function receive(req: Request, res: Response) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  } catch {
    res.status(400).json({ message: "no" });
  }
  await accept(req.body);
}
`,
    after: `${WEBHOOK}
import type { Request, Response } from "express";
export async function receive(req: Request, res: Response) {
  try {
    webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
  } catch {
    res.status(400).json({ message: "no" });
    return;
  }
  await accept(req.body);
}
`,
  },
  {
    name: "an answer that was sent before",
    report: `${PASSED} successResponse`,
    code: `${WEBHOOK}
import type { Request, Response } from "express";
export async function receive(req: Request, res: Response) {
  res.status(200).end();
  try {
    webhook.verify(req.body as Buffer, req.headers as Record<string, string>);
    await accept(req.body);
  } catch (error) {
    console.error(error);
  }
}
`,
  },
];
