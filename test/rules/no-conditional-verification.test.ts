import { expect, it } from "vitest";
import rule from "../../src/rules/no-conditional-verification.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked } from "./marked-cases.js";
import { cpuTimeOf } from "../harness/cpu-time.js";

const head = `import { Webhook } from "svix";
declare const db: { save(x: unknown): Promise<void>; find(x: unknown): Promise<{ id: string; secret: string }>; remove(x: unknown): Promise<void> };
declare const env: { SECRET?: string; NODE_ENV?: string; SKIP?: boolean; KEY?: string };
declare function processEvent(event: any): Promise<void>;
declare const h: Record<string, string>;
export const imported = [Webhook, db, env, processEvent, h];
`;

const good = [
  {
    name: "the record whose secret verified the message",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const tenant = await db.find(new URL(req.url).searchParams.get("tenant"));
  try { new Webhook(tenant.secret).verify(body, h); } catch { return new Response(null, { status: 401 }); }
  await processEvent({ tenant: tenant.id, event: JSON.parse(body) });
  return new Response(null);
}`,
  },
  {
    name: "the same by way of a variable",
    code: `export async function POST(req: Request) {
  const tenant = await db.find(new URL(req.url).searchParams.get("tenant"));
  const body = await req.text();
  const webhook = new Webhook(tenant.secret);
  try { webhook.verify(body, h); } catch { return new Response(null, { status: 401 }); }
  await db.remove(tenant.id);
  await processEvent(JSON.parse(body));
  return new Response(null);
}`,
  },
  {
    name: "verified, parsed and used",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  try { new Webhook(env.SECRET!).verify(body, h); } catch { return new Response(null, { status: 401 }); }
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "an early answer without a secret",
    code: `export async function POST(req: Request) {
  const secret = env.SECRET;
  if (!secret) return new Response(null, { status: 500 });
  const body = await req.text();
  new Webhook(secret).verify(body, h);
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "kept as evidence where it is refused",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (!env.SECRET) { await db.save(body); return new Response("not configured", { status: 503 }); }
  new Webhook(env.SECRET).verify(body, h);
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "kept as evidence by a middleware of the program's own",
    code: `async function isGenuine(raw: string, tenant: string): Promise<boolean> {
  const { secret } = await db.find(tenant);
  if (secret === "") return false;
  try { new Webhook(secret).verify(raw, h); return true; } catch { return false; }
}
export const signature = async (context: { raw: string; tenant: string; reject(status: number): void }, next: () => Promise<void>) => {
  if (!(await isGenuine(context.raw, context.tenant))) { await db.save(context.raw); context.reject(403); return; }
  await next();
};`,
  },
  {
    name: "an early throw without a secret",
    code: `export async function POST(req: Request) {
  if (!env.SECRET) throw new Error("no secret");
  const body = await req.text();
  new Webhook(env.SECRET).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "an early answer without headers",
    code: `export async function POST(req: Request) {
  const id = req.headers.get("svix-id");
  const signature = req.headers.get("svix-signature");
  if (!id || !signature) { console.error("no headers"); return new Response("no headers", { status: 400 }); }
  const body = await req.text();
  let event: any;
  try { event = new Webhook(env.SECRET!).verify(body, { "svix-id": id, "svix-signature": signature, "svix-timestamp": "" }); } catch (error) { console.error(error); return new Response(null, { status: 400 }); }
  if (event.type === "user.created") await processEvent(event.data);
  return new Response("ok");
}`,
  },
  {
    name: "a Hono handler that does nothing but check, and answers in text",
    code: `import { Hono } from "hono";
export const hook = new Hono().post("/", async (c) => {
  const body = await c.req.text();
  const signature = c.req.header("svix-signature");
  if (!signature) return c.text("no signature", 400);
  new Webhook(env.SECRET!).verify(body, c.req.header());
  return c.text("ok");
});`,
  },
  {
    name: "the same in JSON",
    code: `import { Hono } from "hono";
export const hook = new Hono().post("/", async (c) => {
  const body = await c.req.text();
  if (!c.req.header("svix-signature")) return c.json({ error: "no signature" }, 400);
  new Webhook(env.SECRET!).verify(body, c.req.header());
  return c.json({ received: true });
});`,
  },
  {
    name: "written to a log file first",
    code: `import { appendFileSync } from "node:fs";
import path from "node:path";
const LOG = path.join("logs", "hooks.log");
export async function POST(req: Request) {
  const raw = await req.text();
  appendFileSync(LOG, raw);
  appendFileSync("all.log", "got " + raw);
  try { await processEvent(new Webhook(env.SECRET!).verify(raw, h)); } catch { return new Response(null, { status: 401 }); }
  return new Response("ok");
}`,
  },
  {
    name: "passed on with all its headers, for the recipient to verify",
    code: `export async function POST(req: Request) {
  const raw = await req.text();
  if (JSON.parse(raw).type === "mandate")
    return fetch("https://internal.example/mandates", { method: "POST", headers: { ...req.headers, via: "hooks" }, body: raw });
  try { await processEvent(new Webhook(env.SECRET!).verify(raw, h)); } catch { return new Response(null, { status: 401 }); }
  return new Response("ok");
}`,
  },
  {
    name: "passed on with its signature, for the recipient to verify",
    code: `export async function POST(req: Request) {
  const raw = await req.text();
  const signature = req.headers.get("svix-signature") ?? "";
  const event = JSON.parse(raw);
  if (event.type === "mandate") {
    const headers = { "content-type": "application/json", "svix-id": req.headers.get("svix-id") ?? "", "svix-signature": signature };
    const answer = await fetch("https://internal.example/mandates", { method: "POST", headers, body: raw });
    return new Response(null, { status: answer.status });
  }
  try { new Webhook(env.SECRET!).verify(raw, h); } catch { return new Response(null, { status: 401 }); }
  await processEvent(event);
  return new Response("ok");
}`,
  },
  {
    name: "parsed before it is verified",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const event = JSON.parse(body);
  new Webhook(env.SECRET!).verify(body, h);
  await processEvent(event);
}`,
  },
  {
    name: "a field logged before it is verified",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const event = JSON.parse(body);
  console.log("received", event.type);
  new Webhook(env.SECRET!).verify(body, h);
  await processEvent(event);
}`,
  },
  {
    name: "the tenant's secret, looked up by what the message says",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const { tenantId } = JSON.parse(body);
  const tenant = await db.find({ tenantId });
  new Webhook(tenant.secret).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "another read of the same body",
    code: `export async function POST(req: Request) {
  new Webhook(env.SECRET!).verify(await req.clone().text(), h);
  await processEvent(await req.json());
}`,
  },
  {
    name: "req.rawBody verified, req.body used",
    code: `export async function hook(req: any, res: any) {
  new Webhook(env.SECRET!).verify(req.rawBody, req.headers);
  await processEvent(req.body);
  res.end();
}`,
  },
  {
    name: "several secrets in turn",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  let matched = false;
  for (const secret of [env.SECRET!, env.KEY!]) {
    try { new Webhook(secret).verify(body, h); matched = true; break; } catch {}
  }
  if (!matched) return new Response(null, { status: 401 });
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "a second secret in the first one's catch",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  try { new Webhook(env.SECRET!).verify(body, h); } catch {
    try { new Webhook(env.KEY!).verify(body, h); } catch { return new Response(null, { status: 401 }); }
  }
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "a flag that is asked afterwards",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  let verified = false;
  if (env.SECRET) { new Webhook(env.SECRET).verify(body, h); verified = true; }
  if (!verified) return new Response(null, { status: 401 });
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "an event that is there only after verification",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  let event: any;
  if (env.SECRET) event = new Webhook(env.SECRET).verify(body, h);
  if (!event) return new Response(null, { status: 401 });
  await processEvent(event);
  return new Response("ok");
}`,
  },
  {
    name: "the same condition twice",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (env.SECRET) new Webhook(env.SECRET).verify(body, h);
  if (env.SECRET) await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "a helper that answers false, which is asked",
    code: `function check(body: string): boolean {
  if (!env.SECRET) return false;
  try { new Webhook(env.SECRET).verify(body, h); return true; } catch { return false; }
}
export async function POST(req: Request) {
  const body = await req.text();
  if (!check(body)) return new Response(null, { status: 401 });
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "a helper that answers null, which is asked",
    code: `async function eventOf(req: Request): Promise<any> {
  const body = await req.text();
  if (!env.SECRET) { console.warn("no secret"); return null; }
  new Webhook(env.SECRET).verify(body, h);
  return JSON.parse(body);
}
export async function POST(req: Request) {
  const event = await eventOf(req);
  if (!event) return new Response(null, { status: 401 });
  await processEvent(event);
  return new Response("ok");
}`,
  },
  {
    name: "a helper that answers { ok: false }, which is asked",
    code: `async function check(req: Request) {
  const body = await req.text();
  if (!env.SECRET) return { ok: false as const };
  new Webhook(env.SECRET).verify(body, h);
  return { ok: true as const, event: JSON.parse(body) };
}
export async function POST(req: Request) {
  const result = await check(req);
  if (!result.ok) return new Response(null, { status: 401 });
  await processEvent(result.event);
  return new Response("ok");
}`,
  },
  {
    name: "other providers on other paths, verified in their own way",
    code: `declare const stripe: { webhooks: { constructEvent(a: string, b: string): any } };
export async function POST(req: Request) {
  const body = await req.text();
  let event: any;
  if (req.headers.get("stripe-signature")) {
    event = stripe.webhooks.constructEvent(body, req.headers.get("stripe-signature")!);
  } else {
    new Webhook(env.SECRET!).verify(body, h);
    event = JSON.parse(body);
  }
  await processEvent(event);
}`,
  },
  {
    name: "a key of one's own instead",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (req.headers.get("authorization") !== \`Bearer \${env.KEY}\`) new Webhook(env.SECRET!).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "other routes pass the middleware by",
    code: `export const middleware = (req: any, res: any, next: () => void) => {
  if (!req.path.startsWith("/hooks")) return next();
  try { new Webhook(env.SECRET!).verify(req.rawBody, req.headers); } catch { return res.status(401).end(); }
  next();
};`,
  },
  {
    name: "other methods pass the handler by",
    code: `export async function hook(req: any, res: any) {
  if (req.method === "GET") { await processEvent(req.body); return res.end(); }
  new Webhook(env.SECRET!).verify(req.body, req.headers);
  await processEvent(JSON.parse(req.body));
  res.end();
}`,
  },
  {
    name: "middleware that verifies and goes on",
    code: `export const middleware = (req: any, res: any, next: () => void) => {
  if (!env.SECRET) return res.status(500).end();
  try { new Webhook(env.SECRET).verify(req.body, req.headers); req.event = JSON.parse(req.body); next(); } catch { res.status(401).end(); }
};`,
  },
  {
    name: "middleware that gives its error on",
    code: `export const middleware = (req: any, res: any, next: (error?: unknown) => void) => {
  if (!env.SECRET) return next(new Error("no secret"));
  try { new Webhook(env.SECRET).verify(req.body, req.headers); } catch (error) { return next(error); }
  next();
};`,
  },
  {
    name: "a wrapper that verifies and calls the handler",
    code: `export const withWebhook = (handler: (event: unknown) => Promise<Response>) => async (req: Request) => {
  const body = await req.text();
  try { new Webhook(env.SECRET!).verify(body, h); } catch { return new Response(null, { status: 401 }); }
  return handler(JSON.parse(body));
};`,
  },
  {
    name: "a thunk given to a wrapper",
    code: `declare function traced<T>(name: string, f: () => T): T;
export async function POST(req: Request) {
  const body = await req.text();
  traced("verify", () => new Webhook(env.SECRET!).verify(body, h));
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "some of several secrets",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const genuine = [env.SECRET!].some((secret) => { try { new Webhook(secret).verify(body, h); return true; } catch { return false; } });
  if (!genuine) return new Response(null, { status: 401 });
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "a failure that is ignored outside of production is swallowed, not conditional",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  try { new Webhook(env.SECRET!).verify(body, h); } catch (error) { if (env.NODE_ENV === "production") throw error; }
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "a challenge that is answered before",
    code: `export async function hook(req: any, res: any) {
  const event = JSON.parse(req.body);
  if (event.type === "challenge") return res.json({ challenge: event.challenge });
  new Webhook(env.SECRET!).verify(req.body, req.headers);
  await processEvent(event);
  res.end();
}`,
  },
  {
    name: "a schema before",
    code: `declare const schema: { parse(x: unknown): { type: string } };
export async function POST(req: Request) {
  const body = await req.text();
  const event = schema.parse(JSON.parse(body));
  new Webhook(env.SECRET!).verify(body, h);
  await processEvent(event);
}`,
  },
  {
    name: "a program that sends what it signs",
    code: `export async function send(event: unknown) {
  const body = JSON.stringify(event);
  const wh = new Webhook(env.SECRET!);
  const signature = wh.sign("msg_1", new Date(), body);
  if (env.SKIP) wh.verify(body, { "svix-id": "msg_1", "svix-timestamp": "1", "svix-signature": signature });
  await fetch("https://example.com", { method: "POST", body });
}`,
  },
  {
    name: "svix-id as a key",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  await db.find(req.headers.get("svix-id"));
  new Webhook(env.SECRET!).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "a query parameter that chooses the secret",
    code: `export async function hook(req: any, res: any) {
  const account = await db.find(req.query.account);
  new Webhook(account.secret).verify(req.body, req.headers);
  await db.save(req.query.account);
  res.end();
}`,
  },
  {
    name: "a trace and an audit record before",
    code: `declare const span: { setAttribute(a: string, b: unknown): void };
declare const prisma: { webhookLog: { create(x: unknown): Promise<void> } };
export async function POST(req: Request) {
  const body = await req.text();
  span.setAttribute("type", JSON.parse(body).type);
  await prisma.webhookLog.create({ data: { raw: body } });
  new Webhook(env.SECRET!).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "a transformation by a package before",
    code: `declare function camelCase(x: unknown): { type: string };
export async function POST(req: Request) {
  const body = await req.text();
  const event = camelCase(JSON.parse(body));
  new Webhook(env.SECRET!).verify(body, h);
  await processEvent(event);
}`,
  },
  {
    name: "a URL made of the request's",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  new Webhook(env.SECRET!).verify(body, h);
  await fetch(new URL("/work", req.url), { method: "POST", body });
}`,
  },
  {
    name: "a query parameter that is only logged",
    code: `export async function hook(req: any, res: any) {
  new Webhook(env.SECRET!).verify(req.body, req.headers);
  console.log(req.query.source);
  await processEvent(JSON.parse(req.body));
  res.end();
}`,
  },
  {
    name: "a Webhook in a const of the module",
    code: `const wh = new Webhook(env.SECRET!);
export const check = (body: string) => { wh.verify(body, h); };`,
  },
  { name: "a Webhook that is exported", code: `export const wh = new Webhook(env.SECRET!);` },
  {
    name: "a Webhook that is returned",
    code: `export const hook = () => { const wh = new Webhook(env.SECRET!); return wh; };`,
  },
  {
    name: "a Webhook that is passed on",
    code: `declare function use(x: unknown): void;
const wh = new Webhook(env.SECRET!);
use(wh);`,
  },
  {
    name: "a Webhook that is stored",
    code: `const hooks: Record<string, Webhook> = {};
hooks["a"] = new Webhook(env.SECRET!);
export class Holder { private readonly wh = new Webhook(env.SECRET!); check(b: string) { this.wh.verify(b, h); } }`,
  },
  {
    name: "a Webhook that only signs",
    code: `export const sign = (body: string) => { const wh = new Webhook(env.SECRET!); return wh.sign("msg_1", new Date(), body); };`,
  },
  {
    name: "a Webhook made to test a secret",
    code: `export const isSecret = (secret: string) => { try { new Webhook(secret); return true; } catch { return false; } };`,
  },
  {
    name: "a method of Webhook taken off it",
    code: `const { verify } = new Webhook(env.SECRET!);
export { verify };`,
  },
];

const skippable = [
  {
    name: "a use beside a number that is no status",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (⟦!env.SECRET⟧) { await processEvent({ ...JSON.parse(body), credits: 500 }); return; }
  new Webhook(env.SECRET).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "only with a secret",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.SECRET⟧) { new Webhook(env.SECRET).verify(body, h); }
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "only with a secret, parsed otherwise",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const secret = env.SECRET;
  let event: any;
  if (⟦secret⟧) { event = new Webhook(secret).verify(body, h); } else { event = JSON.parse(body); }
  await processEvent(event);
}`,
  },
  {
    name: "only in production",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.NODE_ENV === "production"⟧) {
    try { new Webhook(env.SECRET!).verify(body, h); } catch { return new Response(null, { status: 401 }); }
  }
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "only when it is signed",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const signature = req.headers.get("svix-signature");
  if (⟦signature⟧) new Webhook(env.SECRET!).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "unless it is switched off",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (⟦!env.SKIP && env.SECRET⟧) new Webhook(env.SECRET).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "an early way out that processes",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.NODE_ENV === "development"⟧) { await processEvent(JSON.parse(body)); return new Response("ok"); }
  new Webhook(env.SECRET!).verify(body, h);
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "with &&",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  ⟦env.SECRET⟧ && new Webhook(env.SECRET).verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "with a conditional expression",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const event: any = ⟦env.SECRET⟧ ? new Webhook(env.SECRET).verify(body, h) : JSON.parse(body);
  await processEvent(event);
}`,
  },
  {
    name: "with optional chaining",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const wh = env.SECRET ? new Webhook(env.SECRET) : undefined;
  ⟦wh⟧?.verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "in one case of a switch",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  switch (⟦env.NODE_ENV⟧) {
    case "production": new Webhook(env.SECRET!).verify(body, h); break;
    default: console.warn("not verified");
  }
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "another read of the body",
    code: `export async function POST(req: Request) {
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(await req.clone().text(), h);
  await processEvent(await req.json());
}`,
  },
  {
    name: "Express, the parsed body",
    code: `export async function hook(req: any, res: any) {
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(req.rawBody, req.headers);
  const { type, data } = req.body;
  if (type === "user.deleted") await db.remove(data.id);
  res.json({ ok: true });
}`,
  },
  {
    name: "middleware that lets pass without a secret",
    code: `export const middleware = (req: any, res: any, next: () => void) => {
  if (⟦!env.SECRET⟧) return next();
  try { new Webhook(env.SECRET).verify(req.body, req.headers); } catch { return res.status(401).end(); }
  next();
};`,
  },
  {
    name: "a wrapper that lets pass without a secret",
    code: `export const withWebhook = (handler: (req: Request) => Promise<Response>) => async (req: Request) => {
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(await req.clone().text(), h);
  return handler(req);
};`,
  },
  {
    name: "a helper that returns without a word",
    code: `function check(req: any): void {
  if (⟦!env.SECRET⟧) return;
  new Webhook(env.SECRET).verify(req.rawBody, req.headers);
}
export async function hook(req: any, res: any) { check(req); await processEvent(req.body); res.end(); }`,
  },
  {
    name: "a helper that says true",
    code: `export function isGenuine(body: string): boolean {
  if (⟦!env.SECRET⟧) { console.warn("no secret, not verified"); return true; }
  try { new Webhook(env.SECRET).verify(body, h); return true; } catch { return false; }
}`,
  },
  {
    name: "a helper that says { ok: true }",
    code: `export function check(body: string) {
  if (⟦env.NODE_ENV === "test"⟧) return { ok: true };
  try { new Webhook(env.SECRET!).verify(body, h); return { ok: true }; } catch { return { ok: false }; }
}`,
  },
  {
    name: "a helper that parses without verifying",
    code: `export function eventOf(body: string): any {
  if (⟦!env.SECRET⟧) return JSON.parse(body);
  new Webhook(env.SECRET).verify(body, h);
  return JSON.parse(body);
}`,
  },
  {
    name: "Nest's guard",
    code: `export class Guard {
  canActivate(request: any): boolean {
    if (⟦env.SKIP⟧) return true;
    new Webhook(env.SECRET!).verify(request.rawBody, request.headers);
    return true;
  }
}`,
  },
  {
    name: "a helper's false that nobody asks",
    code: `function check(body: string): boolean {
  if (!env.SECRET) return false;
  new Webhook(env.SECRET).verify(body, h);
  return true;
}
export async function POST(req: Request) {
  const body = await req.text();
  ⟦check(body)⟧;
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "in a callback",
    code: `declare const step: { run<T>(name: string, f: () => T): T };
export async function POST(req: Request) {
  const body = await req.text();
  step.run("verify", () => { if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(body, h); });
  await processEvent(JSON.parse(body));
}`,
  },
  {
    name: "used in a callback that runs later",
    code: `declare function after(f: () => Promise<void>): void;
export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(body, h);
  after(async () => { await processEvent(JSON.parse(body)); });
  return new Response("ok");
}`,
  },
  {
    name: "used in a helper",
    code: `async function store(event: any) { const { id } = event.data; await db.save({ id }); }
export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(body, h);
  await store(JSON.parse(body));
}`,
  },
  {
    name: "forwarded",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(body, h);
  await fetch("https://internal.example", { method: "POST", body });
}`,
  },
  {
    name: "what is used has a default that is worked out",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const event = ⟦env.SECRET⟧ ? new Webhook(env.SECRET).verify(body, h) : JSON.parse(body);
  const at = event.created || event.sent || new Date().toISOString();
  await processEvent(at);
}`,
  },
  {
    name: "forwarded without its signature",
    code: `export async function POST(req: Request) {
  const raw = await req.text();
  const event = JSON.parse(raw);
  if (⟦event.type === "mandate"⟧) {
    await fetch("https://internal.example/mandates", { method: "POST", headers: { "x-id": req.headers.get("svix-id") ?? "" }, body: raw });
    return new Response("ok");
  }
  try { new Webhook(env.SECRET!).verify(raw, h); } catch { return new Response(null, { status: 401 }); }
  await processEvent(event);
  return new Response("ok");
}`,
  },
  {
    name: "Hono",
    code: `import { Hono } from "hono";
new Hono().post("/", async (c) => {
  const body = await c.req.text();
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(body, c.req.header());
  await processEvent(JSON.parse(body));
  return c.json({ ok: true });
});`,
  },
  {
    name: "Lambda",
    code: `export const handler = async (event: { body: string; headers: Record<string, string> }) => {
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(event.body, event.headers);
  await processEvent(JSON.parse(event.body));
  return { statusCode: 200 };
};`,
  },
  {
    name: "used in a query's template",
    code: `declare function sql(x: TemplateStringsArray, ...y: unknown[]): Promise<void>;
export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(body, h);
  const { id } = JSON.parse(body).data;
  await sql\`delete from users where id = \${id}\`;
}`,
  },
  {
    name: "Nest, the body beside the request",
    code: `import { Body, Controller, Post, Req } from "@nestjs/common";
@Controller() export class C {
  @Post() async hook(@Req() req: any, @Body() body: any) {
    if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(req.rawBody, req.headers);
    await processEvent(body);
  }
}`,
  },
  {
    name: "the parsed body in a parameter beside the raw one",
    code: `export async function receive(rawBody: Buffer, headers: Record<string, string>, event: { id: string }) {
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(rawBody, headers);
  await db.remove(event.id);
}`,
  },
  {
    name: "a name that only sounds like verification",
    code: `declare function sendVerificationEmail(to: string): Promise<void>;
export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(body, h);
  await sendVerificationEmail(JSON.parse(body).email);
}`,
  },
  {
    name: "kept in the module's own list, by a helper",
    code: `const inbox: unknown[] = [];
async function accept(event: unknown) { inbox.push(event); }
export async function POST(req: Request) {
  const body = await req.text();
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(body, h);
  await accept(JSON.parse(body));
}`,
  },
  {
    name: "sent to a queue of the environment",
    code: `export default {
  async fetch(request: Request, bindings: { SECRET?: string; QUEUE: { send(x: unknown): Promise<void> } }) {
    const raw = await request.text();
    if (⟦bindings.SECRET⟧) new Webhook(bindings.SECRET).verify(raw, h);
    await bindings.QUEUE.send(JSON.parse(raw));
    return new Response(null, { status: 204 });
  },
};`,
  },
  {
    name: "a body collected from chunks",
    code: `import type { IncomingMessage } from "node:http";
async function rawBodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
export async function hook(ctx: { req: IncomingMessage }) {
  const raw = await rawBodyOf(ctx.req);
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(raw, h);
  await processEvent(JSON.parse(raw));
}`,
  },
  {
    name: "a body collected by events",
    code: `export default async function hook(req: any, res: any) {
  const raw = await new Promise<string>((resolve) => {
    let text = "";
    req.on("data", (chunk: string) => { text += chunk; });
    req.on("end", () => resolve(text));
  });
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(raw, req.headers);
  await processEvent(JSON.parse(raw));
  res.end();
}`,
  },
  {
    name: "a raw body read by a package",
    code: `declare function getRawBody(req: unknown): Promise<Buffer>;
export default async function handler(req: any, res: any) {
  const raw = await getRawBody(req);
  if (⟦env.SECRET⟧) new Webhook(env.SECRET).verify(raw, req.headers);
  await processEvent(JSON.parse(raw.toString()));
  res.end();
}`,
  },
].map((one) => ({ ...one, messageId: "skippable" }));

const usedBefore = [
  {
    name: "stored before",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  await ⟦db.save({ raw: body })⟧;
  new Webhook(env.SECRET!).verify(body, h);
}`,
  },
  {
    name: "processed before",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  const event = JSON.parse(body);
  await ⟦processEvent(event.data)⟧;
  try { new Webhook(env.SECRET!).verify(body, h); } catch { return new Response(null, { status: 401 }); }
  return new Response("ok");
}`,
  },
  {
    name: "a field used before",
    code: `export async function hook(req: any, res: any) {
  const { data } = req.body;
  await ⟦db.remove(data.id)⟧;
  new Webhook(env.SECRET!).verify(req.rawBody, req.headers);
  res.end();
}`,
  },
  {
    name: "the handler before",
    code: `export const wrap = (handler: (req: Request) => Promise<Response>) => async (req: Request) => {
  const response = await ⟦handler(req.clone())⟧;
  new Webhook(env.SECRET!).verify(await req.text(), h);
  return response;
};`,
  },
  {
    name: "next before",
    code: `export const middleware = (req: any, res: any, next: () => void) => {
  ⟦next()⟧;
  new Webhook(env.SECRET!).verify(req.body, req.headers);
};`,
  },
  {
    name: "in a helper before",
    code: `async function store(event: any) { await db.save(event); }
export async function POST(req: Request) {
  const body = await req.text();
  await ⟦store(JSON.parse(body))⟧;
  new Webhook(env.SECRET!).verify(body, h);
}`,
  },
  {
    name: "in a loop before",
    code: `export async function POST(req: Request) {
  const body = await req.text();
  for (const event of JSON.parse(body)) await ⟦processEvent(event)⟧;
  new Webhook(env.SECRET!).verify(body, h);
}`,
  },
  {
    name: "written to a file that is no log first",
    code: `import { appendFileSync } from "node:fs";
export async function POST(req: Request) {
  const raw = await req.text();
  ⟦appendFileSync("events.jsonl", raw)⟧;
  try { new Webhook(env.SECRET!).verify(raw, h); } catch { return new Response(null, { status: 401 }); }
  return new Response("ok");
}`,
  },
].map((one) => ({ ...one, messageId: "usedBefore" }));

const others = [
  {
    name: "another parameter than the one by which the secret is found",
    messageId: "otherData",
    code: `export async function hook(req: any, res: any) {
  const tenant = await db.find(req.query.tenant);
  new Webhook(tenant.secret).verify(req.body, req.headers);
  await db.save(⟦req.query.userId⟧);
  res.end();
}`,
  },
  {
    name: "a query parameter of Express",
    messageId: "otherData",
    code: `export async function hook(req: any, res: any) {
  new Webhook(env.SECRET!).verify(req.body, req.headers);
  await db.save(⟦req.query.userId⟧);
  res.end();
}`,
  },
  {
    name: "a query parameter among what is stored",
    messageId: "otherData",
    code: `export async function hook(req: any, res: any) {
  new Webhook(env.SECRET!).verify(req.body, req.headers);
  await db.save({ event: JSON.parse(req.body), userId: ⟦req.query.userId⟧ });
  res.end();
}`,
  },
  {
    name: "a query parameter given to a function of the program",
    messageId: "otherData",
    code: `async function drop(id: string) { await db.remove(id); }
export async function hook(req: any, res: any) {
  new Webhook(env.SECRET!).verify(req.body, req.headers);
  await drop(⟦req.query.userId⟧);
  res.end();
}`,
  },
  {
    name: "a query parameter of a Fetch request",
    messageId: "otherData",
    code: `export async function POST(req: Request) {
  new Webhook(env.SECRET!).verify(await req.text(), h);
  const userId = new URL(req.url).searchParams.get("user");
  await db.remove(⟦userId⟧);
}`,
  },
  {
    name: "data beside the raw body",
    messageId: "otherData",
    code: `export async function receive(event: { raw: string; headers: Record<string, string>; data: { id: string } }) {
  new Webhook(env.SECRET!).verify(event.raw, event.headers);
  await processEvent(⟦event.data⟧);
}`,
  },
  {
    name: "data beside the raw body, taken apart",
    messageId: "otherData",
    code: `export async function receive({ raw, headers, data }: { raw: string; headers: Record<string, string>; data: unknown }) {
  new Webhook(env.SECRET!).verify(raw, headers);
  await processEvent(⟦data⟧);
}`,
  },
  {
    name: "a Webhook that is never asked",
    messageId: "neverVerified",
    code: `export async function POST(req: Request) {
  const wh = ⟦new Webhook(env.SECRET!)⟧;
  await processEvent(await req.json());
}`,
  },
  {
    name: "a Webhook that is only logged and tested",
    messageId: "neverVerified",
    code: `export async function POST(req: Request) {
  const wh = ⟦new Webhook(env.SECRET!)⟧;
  console.log(wh);
  if (!wh) return;
  await processEvent(await req.json());
}`,
  },
  {
    name: "a Webhook that is dropped",
    messageId: "neverVerified",
    code: `export async function POST(req: Request) {
  ⟦new Webhook(env.SECRET!)⟧;
  await processEvent(await req.json());
}`,
  },
  {
    name: "a Webhook of the module that nobody uses",
    messageId: "neverVerified",
    code: `const wh = ⟦new Webhook(env.SECRET!)⟧;
export async function POST(req: Request) { await processEvent(await req.json()); }`,
  },
];

/** Handlers of several providers' messages; the given statements stand in another one's branch. */
const besides = (statements: string): string => `declare const tracker: any, github: any, save: any;
export async function POST(req: Request) {
  if (⟦req.headers.get("x-source") === "partner"⟧) {
    ${statements}
  } else {
    const body = await req.text();
    new Webhook(env.SECRET!).verify(body, h);
    await processEvent(JSON.parse(body));
  }
  return new Response("ok");
}`;
const elsewhere = (
  statements: string,
): string => `declare const tracker: any, github: any, save: any;
export async function POST(req: Request) {
  if (⟦req.headers.get("x-source") === "partner"⟧) {
    ${statements}
    return new Response("ok");
  }
  const body = await req.text();
  new Webhook(env.SECRET!).verify(body, h);
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`;

skippable.push(
  ...[
    "await tracker.track(req); await processEvent(await req.json());",
    "tracker.countRequest(req); await processEvent(await req.json());",
    "const ip = tracker.getIp(req); await processEvent({ ip, ...(await req.json()) });",
    "await save.saveRequest(req); await processEvent(await req.json());",
  ].flatMap((statements) =>
    [elsewhere, besides].map((handler) => ({
      name: `another source's message: ${handler.name} ${statements}`,
      code: handler(statements),
      messageId: "skippable",
    })),
  ),
  ...[
    "webhooks[ctx.params.provider]",
    "new Map(Object.entries(webhooks)).get(ctx.params.provider)",
  ].map((lookup) => ({
    name: `a Webhook that is looked up by the route, and may be missing: ${lookup}`,
    messageId: "skippable",
    code: `const webhooks: Record<string, Webhook> = { clerk: new Webhook(env.SECRET!) };
export async function POST(req: Request, ctx: { params: { provider: string } }) {
  const wh = ${lookup};
  const body = await req.text();
  if (⟦wh⟧) wh.verify(body, h);
  await processEvent(JSON.parse(body));
}`,
  })),
  ...["tenant.secret", "tenant.verifies"].map((asked) => ({
    name: `what was looked up by the route asked whether to verify: ${asked}`,
    messageId: "skippable",
    code: `declare const tenants: { find(id: string): Promise<{ secret: string; verifies: boolean } | undefined> };
export async function POST(req: Request, ctx: { params: { tenant: string } }) {
  const tenant = await tenants.find(ctx.params.tenant);
  if (!tenant) return new Response(null, { status: 404 });
  const body = await req.text();
  if (⟦${asked}⟧) new Webhook(tenant.secret).verify(body, h);
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  })),
  {
    name: "a switch that an earlier condition has asked already, once",
    messageId: "skippable",
    code: `export async function POST(req: Request) {
  if (!env.SECRET && !env.SKIP) return new Response("no secret", { status: 401 });
  const body = await req.text();
  if (⟦!env.SKIP⟧) new Webhook(env.SECRET!).verify(body, h);
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
  {
    name: "a secret that is missed first, and asked for later, once",
    messageId: "skippable",
    code: `export async function POST(req: Request) {
  const secret = env.SECRET;
  if (!secret) console.warn("no secret");
  const body = await req.text();
  if (⟦secret⟧) new Webhook(secret).verify(body, h);
  await processEvent(JSON.parse(body));
  return new Response("ok");
}`,
  },
);
good.push({
  name: "one of several kinds of provider, chosen by the route",
  code: `declare const providers: { find(id: string): Promise<{ kind: string; secret: string }> };
export async function POST(req: Request, ctx: { params: { provider: string } }) {
  const provider = await providers.find(ctx.params.provider);
  const body = await req.text();
  if (provider.kind === "svix") new Webhook(provider.secret).verify(body, h);
  await processEvent({ provider, body });
}`,
});
good.push(
  ...[
    "await github.check(req); await processEvent(await req.json());",
    "const event = await github.receive(req); await processEvent(event);",
    "if (!(await github.knows(req))) return new Response(null, { status: 401 }); await processEvent(await req.json());",
    "return github.handle(req);",
    "await github.handle(req);",
    'const event = await github.unmarshal(await req.text(), req.headers.get("x-signature")); await processEvent(event);',
  ].flatMap((statements) =>
    [elsewhere, besides].map((handler) => ({
      name: `another provider's message: ${handler.name} ${statements}`,
      code: handler(statements).replace(/[⟦⟧]/gu, ""),
    })),
  ),
);

const bad = [...skippable, ...usedBefore, ...others];
runMarked("no-conditional-verification", rule, { head, good, bad });
runMarked("no-conditional-verification on svix 1.99", rule, {
  head,
  sdk: "1.99.1",
  good,
  bad,
});

const verifying = `import { Webhook } from "svix";
export function check(req: { rawBody: string; headers: Record<string, string> }): boolean {
  if (!process.env.SECRET) return false;
  new Webhook(process.env.SECRET).verify(req.rawBody, req.headers);
  return true;
}
`;

it("reports the caller in another file that does not ask the helper", () => {
  const files = {
    "check.ts": verifying,
    "route.ts": `import { check } from "./check.js";
declare const db: { save(x: unknown): void };
export function hook(req: any) {
  check(req);
  db.save(req.body);
}`,
  };
  expect(lintProgram(rule as never, files).reports).toEqual(["route.ts:4 skippable check(req)"]);
});

it("is silent where the caller in another file asks", () => {
  const files = {
    "check.ts": verifying,
    "route.ts": `import { check } from "./check.js";
declare const db: { save(x: unknown): void };
export function hook(req: any) {
  if (!check(req)) throw new Error("forged");
  db.save(req.body);
}`,
  };
  expect(lintProgram(rule as never, files).reports).toEqual([]);
});

it("reports the helper's own condition in its own file, once", () => {
  const files = {
    "check.ts": verifying.replace("return false", "return true"),
    "route.ts": `import { check } from "./check.js";
declare const db: { save(x: unknown): void };
export function hook(req: any) {
  if (!check(req)) throw new Error("forged");
  db.save(req.body);
}`,
  };
  expect(lintProgram(rule as never, files).reports).toEqual([
    "check.ts:3 skippable !process.env.SECRET",
  ]);
});

it("knows the request behind a variable that holds its raw body", () => {
  const code = `import { Webhook } from "svix";
declare const service: { handle(body: unknown): Promise<void> };
export async function hook(req: { body: unknown; rawBody?: Buffer }, headers: Record<string, string>) {
  const secret = process.env.SECRET;
  if (!secret) {
    console.warn("unsigned messages are accepted");
  } else {
    const rawBody = req.rawBody;
    if (!rawBody) throw new Error("no body");
    new Webhook(secret).verify(rawBody.toString(), headers);
  }
  return service.handle(req.body);
}`;
  expect(lintProgram(rule as never, code).reports).toEqual(["main.ts:5 skippable !secret"]);
});

it("judges configured verifiers, by the request or by the body that they are given", () => {
  const files = {
    "vendors.d.ts": `declare module "@clerk/nextjs/webhooks" { export function verifyWebhook(request: Request): Promise<{ type: string }>; }
declare module "resend" { export class Resend { webhooks: { verify(given: { payload: string; headers: object }): { type: string } } } }`,
    "clerk.ts": `import { verifyWebhook } from "@clerk/nextjs/webhooks";
declare const db: { save(x: unknown): Promise<void> };
export async function POST(req: Request) {
  const copy = req.clone();
  if (process.env.NODE_ENV === "production") await verifyWebhook(req);
  await db.save(await copy.json());
}
export async function PUT(req: Request) {
  await db.save(await verifyWebhook(req));
}`,
    "resend.ts": `import { Resend } from "resend";
declare const db: { save(x: unknown): Promise<void> };
const resend = new Resend();
export async function POST(req: Request) {
  const payload = await req.text();
  if (process.env.SECRET) resend.webhooks.verify({ payload, headers: {} });
  await db.save(JSON.parse(payload));
}
export async function PUT(req: Request) {
  const payload = await req.text();
  await db.save(resend.webhooks.verify({ payload, headers: {} }));
}`,
  };
  const settings = { svix: { verifiers: ["clerk", "resend"] } };
  expect(lintProgram(rule as never, files, { settings }).reports).toEqual([
    'clerk.ts:5 skippable process.env.NODE_ENV === "production"',
    "resend.ts:6 skippable process.env.SECRET",
  ]);
});

it("ends on a function with more paths than it walks", () => {
  const choices = Array.from(
    { length: 40 },
    (_, i) => `if (flags.f${i}) count += await other(${i});`,
  ).join("\n  ");
  const code = `import { Webhook } from "svix";
declare const flags: Record<string, boolean>;
declare function other(x: unknown): Promise<number>;
export async function POST(req: Request) {
  let count = 0;
  ${choices}
  const body = await req.text();
  new Webhook("x").verify(body, {});
  return other(JSON.parse(body));
}`;
  const { result, seconds } = cpuTimeOf(() => lintProgram(rule as never, code));
  expect(result.reports).toEqual([]);
  expect(seconds).toBeLessThan(20);
});

it.each([
  ["if (env.SECRET) VERIFY", "Where `env.SECRET` is falsy"],
  ["if (!env.SKIP) VERIFY", "Where `env.SKIP` is truthy"],
  ['if (env.NODE_ENV === "production") VERIFY', 'Where `env.NODE_ENV === "production"` is false'],
  ['if (env.NODE_ENV !== "development") VERIFY', 'Where `env.NODE_ENV !== "development"` is false'],
  ['if (env.SECRET && env.NODE_ENV !== "test") VERIFY', 'Where `env.NODE_ENV !== "test"` is false'],
  ['switch (env.NODE_ENV) { case "test": break; default: VERIFY }', 'In `case "test"`'],
  ['switch (env.NODE_ENV) { case "production": VERIFY }', "Where no case fits `env.NODE_ENV`"],
  [
    'if (env.NODE_ENV !== "a name that is so long that nobody wants to read it to its end") VERIFY',
    'Where `env.NODE_ENV !== "a name that is so long that nobody wants …` is false',
  ],
  [
    "const wh = env.SECRET ? new Webhook(env.SECRET) : undefined; wh?.verify(body, h);",
    "Where `wh` is falsy",
  ],
])("says which way skips: %s", (statement, where) => {
  const verify = "new Webhook(env.SECRET!).verify(body, h);";
  const code = `${head}export async function POST(req: Request) {
  const body = await req.text();
  ${statement.replace("VERIFY", verify)}
  await processEvent(JSON.parse(body));
}`;
  const [message] = lintProgram(rule, code).messages;
  expect(message?.slice(0, where.length)).toBe(where);
});

it("takes what the settings name as loggers for logs", () => {
  const code = `${head}declare const inspect: { show(x: unknown): void };
export async function POST(req: Request) {
  const body = await req.text();
  inspect.show(JSON.parse(body));
  new Webhook(env.SECRET!).verify(body, h);
}`;
  const reports = (settings: Record<string, unknown>): readonly string[] =>
    lintProgram(rule as never, code, { settings }).reports.map((one) => one.split(" ")[1] ?? "");
  expect(reports({})).toEqual(["usedBefore"]);
  expect(reports({ svix: { loggers: ["inspect"] } })).toEqual([]);
});
