import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const EXPRESS = `import express from "express"; declare const app: express.Application;`;

/** A middleware that notes the event and lets every request through. */
const middleware = (type: string, property: string): string => `${EXPRESS}
interface ${type} extends express.Request { ${property}?: unknown }
function verified(req: ${type}, res: express.Response, next: express.NextFunction) {
  try { req.${property} = webhook.verify(req.body, {}); } catch (error) { console.error(error); }
  next();
}`;

describe("an event that a middleware notes for whoever comes next", () => {
  verdictTable(`
== is asked for: fine
${middleware("Asked", "askedEvent")}
app.post("/a", verified, (req: Asked, res) => { if (!req.askedEvent) { res.sendStatus(401); return; } res.send("ok"); });
== is asked for by its name: fine
${middleware("Named", "namedEvent")}
app.post("/a", verified, (req: Named, res) => { if (req["namedEvent"] === undefined) { res.sendStatus(401); return; } res.send("ok"); });
== is taken out and asked for: fine
${middleware("Taken", "takenEvent")}
app.post("/a", verified, (req: Taken, res) => { const { takenEvent } = req; if (!takenEvent) { res.sendStatus(401); return; } res.send("ok"); });
== is taken out by another name and asked for: fine
${middleware("Renamed", "renamedEvent")}
app.post("/a", verified, ({ renamedEvent: event }: Renamed, res) => { if (event === undefined) { res.sendStatus(401); return; } res.send("ok"); });
== is asked for, or what went wrong in its place: fine
${EXPRESS}
interface Marked extends express.Request { marked?: boolean }
app.use((req: Marked, res, next) => {
  try { webhook.verify(req.body, {}); } catch (error) { console.error(error); req.marked = true; }
  next();
});
app.post("/a", (req: Marked, res) => { if (req.marked) { res.sendStatus(401); return; } res.send("ok"); });
== leaves a mark that nobody asks for: successResponse at 4
${EXPRESS}
interface Unasked extends express.Request { unasked?: boolean }
app.use((req: Unasked, res, next) => {
  try { webhook.verify(req.body, {}); } catch (error) { console.error(error); req.unasked = true; }
  next();
});
app.post("/a", (req: Unasked, res) => { console.log(req.unasked); res.send("ok"); });
== is noted by a service that somebody asks how it is: successResponse at 4
${EXPRESS}
const health: { lastRefusal?: unknown } = {};
app.use((req, res, next) => {
  try { webhook.verify(req.body, {}); } catch (error) { console.error(error); health.lastRefusal = error; }
  next();
});
app.get("/health", (req, res) => { res.status(health.lastRefusal ? 503 : 200).end(); });
app.post("/a", (req, res) => { res.send("ok"); });
== is told from a failure by what the middleware found: fine
${EXPRESS}
type Found = { ok: true } | { ok: false; reason: string };
interface Judged extends express.Request { found?: Found }
app.use((req: Judged, res, next) => {
  let found: Found;
  try { webhook.verify(req.body, {}); found = { ok: true }; } catch (error) { found = { ok: false, reason: String(error) }; }
  req.found = found;
  next();
});
app.post("/a", (req: Judged, res) => { if (!req.found?.ok) { res.sendStatus(401); return; } res.send("ok"); });
== is held by a variable and asked for: fine
${middleware("Held", "heldEvent")}
app.post("/a", verified, (req: Held, res) => { const event = req.heldEvent as object | undefined; if (event) res.send("ok"); else res.sendStatus(401); });
== is taken out and used as it is: successResponse at 4
${middleware("Used", "usedEvent")}
app.post("/a", verified, (req: Used, res) => { const { usedEvent } = req; void work(usedEvent); res.send("ok"); });
== has only the name of what is asked for: successResponse at 4
${middleware("Other", "otherEvent")}
interface Calendar { otherEvent?: string }
export function titleOf(calendar: Calendar) { const { otherEvent } = calendar; return otherEvent ?? (calendar.otherEvent === "" ? "none" : "some"); }
app.post("/a", verified, (req: Other, res) => { void work(req.otherEvent); res.send("ok"); });
== is asked for under a type that is written on the spot: fine
${EXPRESS}
app.use((req, res, next) => {
  try { (req as express.Request & { spotEvent?: unknown }).spotEvent = webhook.verify(req.body, {}); } catch (error) { console.error(error); }
  next();
});
app.post("/a", (req: express.Request & { spotEvent?: object }, res) => { if (!req.spotEvent) { res.sendStatus(401); return; } res.send("ok"); });
`);
});

const HONO = `import { Hono } from "hono";`;

describe("what a middleware keeps under a key", () => {
  verdictTable(`
== is asked for: fine
${HONO}
const app = new Hono<{ Variables: { asked: unknown } }>();
app.use(async (c, next) => {
  try { c.set("asked", webhook.verify(await c.req.text(), {})); } catch (error) { console.error(error); }
  await next();
});
app.post("/a", (c) => (c.get("asked") === undefined ? c.text("no", 401) : c.text("ok")));
== tells by a part of it: fine
${HONO}
type Source = { trusted: true } | { trusted: false; reason: string };
const app = new Hono<{ Variables: { source: Source } }>();
app.use(async (c, next) => {
  let source: Source;
  try { webhook.verify(await c.req.text(), {}); source = { trusted: true }; }
  catch (error) { source = { trusted: false, reason: String(error) }; }
  c.set("source", source);
  await next();
});
app.post("/a", (c) => { const source = c.get("source"); if (!source.trusted) return c.text(source.reason, 403); return c.text("ok"); });
== is asked for by a variable: fine
${HONO}
const app = new Hono<{ Variables: { genuine: boolean } }>();
app.use(async (c, next) => {
  try { webhook.verify(await c.req.text(), {}); c.set("genuine", true); } catch (error) { console.error(error); }
  await next();
});
app.post("/a", (c) => { const genuine = c.get("genuine"); if (!genuine) return c.text("no", 401); return c.text("ok"); });
== is used as it is: successResponse at 4
${HONO}
const app = new Hono<{ Variables: { used: unknown } }>();
app.use(async (c, next) => {
  try { c.set("used", webhook.verify(await c.req.text(), {})); } catch (error) { console.error(error); }
  await next();
});
app.post("/a", async (c) => { await work(c.get("used")); return c.text("ok"); });
`);
});

describe("what a collection has after a success", () => {
  const ROUTE = (asks: string) =>
    `export async function POST(q: Request) { const raw = await q.text(); check(q, raw); ${asks} await work(JSON.parse(raw)); return new Response("ok"); }`;
  const NO = `return new Response("no", { status: 401 });`;
  verdictTable(String.raw`
== is asked by the route: fine
const verified = new WeakSet<Request>();
function check(q: Request, raw: string) { try { webhook.verify(raw, input); verified.add(q); } catch (e) { console.warn(e); } }
${ROUTE(`if (!verified.has(q)) ${NO}`)}
== is asked by the route, and written behind the handler: fine
const events = new WeakMap<Request, object>();
function check(q: Request, raw: string) { try { webhook.verify(raw, input); } catch (e) { console.warn(e); return; } events.set(q, JSON.parse(raw)); }
${ROUTE(`const event = events.get(q); if (!event) ${NO}`)}
== is asked by a method: fine
class Verified { #ids = new Set<string>(); check(id: string, raw: string) { try { webhook.verify(raw, input); this.#ids.add(id); } catch (e) { console.warn(e); } } has(id: string) { return this.#ids.has(id); } }
const seen = new Verified(); function check(q: Request, raw: string) { seen.check(q.url, raw); }
${ROUTE(`if (!seen.has(q.url)) ${NO}`)}
== is asked by nobody: successResponse at 2
const verified = new WeakSet<Request>();
function check(q: Request, raw: string) { try { webhook.verify(raw, input); verified.add(q); } catch (e) { console.warn(e); } }
${ROUTE("")}
== of another one is asked: successResponse at 2
const verified = new WeakSet<Request>(); const others = new WeakSet<Request>();
function check(q: Request, raw: string) { try { webhook.verify(raw, input); verified.add(q); } catch (e) { console.warn(e); } }
${ROUTE(`if (!others.has(q)) ${NO}`)}
`);
});

describe("a status that is looked up by what the error is", () => {
  const ROUTE = (status: string) =>
    `export async function POST(q: Request) { try { const raw = await q.text(); webhook.verify(raw, input); await work(raw); return new Response("ok"); } catch (e) { return new Response("no", { status: ${status} }); } }`;
  verdictTable(String.raw`
== in a map of classes: fine
const STATUS = new Map<Function, number>([[WebhookVerificationError, 401]]);
${ROUTE("STATUS.get((e as object).constructor) ?? 500")}
== in a map of names: fine
const STATUS = new Map([["WebhookVerificationError", 401]]);
${ROUTE("STATUS.get((e as Error).name) ?? 500")}
== in a property that it lacks: wrongStatus at 1
${ROUTE("(e as { status?: number }).status ?? 500")}
`);
});
