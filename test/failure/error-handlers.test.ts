import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a verification's error that an error handler of the program answers", () => {
  const ELYSIA = `import { Elysia } from "elysia";
export const app = new Elysia()`;
  const ELYSIA_ROUTE = `.post("/", async ({ request }) => { const raw = await request.text();
    webhook.verify(raw, {}); await work(raw); return "ok"; });`;
  const HONO = `import { Hono } from "hono"; export const app = new Hono();`;
  const HONO_ROUTE = `app.post("/", async (c) => { const raw = await c.req.text();
  webhook.verify(raw, {}); await work(raw); return c.json({ ok: true }); });`;
  const EXPRESS = `import express from "express"; const app = express();
type Next = express.NextFunction; type Req = express.Request; type Res = express.Response;`;
  const EXPRESS_ROUTE = `app.post("/", (req, res) => {
  webhook.verify(String(req.body), {}); res.json({ ok: true }); });`;

  verdictTable(`
== Elysia, by its class: fine
${ELYSIA}.onError(({ error, set }) => {
  if (error instanceof WebhookVerificationError) { set.status = 401; return "no"; } set.status = 500; return "broken";
})${ELYSIA_ROUTE}
`);
  verdictTable(`
== Elysia, by a code that the class is registered under: fine
class Refused extends Error {}
${ELYSIA}.error({ REFUSED: Refused }).onError(({ code, set }) => {
  switch (code) { case "REFUSED": set.status = 401; return "no"; default: set.status = 500; return "broken"; }
}).post("/", async ({ body }) => {
  try { webhook.verify(String(body), {}); } catch (cause) { throw new Refused("no", { cause }); } await work(body); });
`);
  verdictTable(`
== Elysia, by the codes of other errors: unhandled at 7
${ELYSIA}.onError(({ code, set }) => {
  if (code === "VALIDATION") { set.status = 422; return "no"; }
  if (code === "NOT_FOUND") { set.status = 404; return "no"; } set.status = 500; return "broken";
})
${ELYSIA_ROUTE}
`);
  verdictTable(`
== Elysia, with 500: unhandled at 4
${ELYSIA}.onError(({ error, set }) => { set.status = 500; return String(error); })
${ELYSIA_ROUTE}
`);
  verdictTable(`
== Elysia, with a response: fine
${ELYSIA}.onError((context) => {
  if (context.error instanceof WebhookVerificationError) return context.status(400, "no"); return undefined;
})${ELYSIA_ROUTE}
`);
  // Each as a program of its own: handlers count for all routes of their framework.
  verdictTable(`
== Hono, everything with 400: fine
${HONO}
app.onError((error, c) => c.json({ error: error.message }, 400));
${HONO_ROUTE}
`);
  verdictTable(`
== Hono, everything with 500: unhandled at 4
${HONO}
app.onError((error, c) => c.json({ error: error.message }, 500));
${HONO_ROUTE}
`);
  verdictTable(`
== Hono, with a status that cannot be told: fine
${HONO} declare function statusFor(error: unknown): 400 | 500;
app.onError((error, c) => c.json({ error: "no" }, statusFor(error)));
${HONO_ROUTE}
`);
  verdictTable(`
== Hono, by a function that is not there: fine
${HONO} import { onError } from "./errors.js";
app.onError(onError);
${HONO_ROUTE}
`);
  verdictTable(`
== two servers, of which one refuses: fine
${HONO} const other = new Hono();
app.onError((error, c) => c.json({ error: error.message }, 401)); other.onError((error, c) => c.json({ error: error.message }, 500));
${HONO_ROUTE}
`);
  verdictTable(`
== Express, with 500 unless something was sent: unhandled at 4
${EXPRESS}
${EXPRESS_ROUTE}
app.use((error: Error, req: Req, res: Res, next: Next) => { if (res.headersSent) { next(error); return; } res.status(500).end(); });
`);
  verdictTable(`
== Express, by a handler that only breaks: fine
${EXPRESS}
${EXPRESS_ROUTE}
app.use((error: Error, req: Req, res: Res, next: Next) => { throw new Error("broken"); });
`);
  verdictTable(`
== Express, with 500 by the second handler, as the first knows other classes: unhandled at 5
${EXPRESS}
class NotFound extends Error {}
${EXPRESS_ROUTE}
app.use((error: Error, req: Req, res: Res, next: Next) => { if (error instanceof NotFound) { res.status(404).end(); return; } next(error); });
app.use((error: Error, req: Req, res: Res, next: Next) => { res.status(500).end(); });
`);
  verdictTable(`
== Express, with 401 by the second handler, as the first knows other classes: fine
${EXPRESS}
class NotFound extends Error {}
${EXPRESS_ROUTE}
app.use((error: Error, req: Req, res: Res, next: Next) => { if (error instanceof NotFound) { res.status(404).end(); return; } next(error); });
app.use((error: Error, req: Req, res: Res, next: Next) => { res.status(error instanceof WebhookVerificationError ? 401 : 500).end(); });
`);
  verdictTable(`
== another error given to next, and answered with 500: wrongStatus at 5
${EXPRESS}
app.post("/", (req, res, next) => { const raw = String(req.body);
  try { webhook.verify(raw, {}); } catch (error) {
    next(new Error("no")); return; } res.json({ ok: true }); });
app.use((error: Error, req: Req, res: Res, next: Next) => { res.status(500).end(); });
`);
  verdictTable(`
== carried on by a wrapper around the route: unhandled at 7
${EXPRESS}
const carried = (run: (req: Req, res: Res) => Promise<void>) => (req: Req, res: Res, next: Next) => {
  run(req, res).catch(next);
};
app.post("/", carried(async (req, res) => {
  webhook.verify(String(req.body), {}); await work(1); res.json({ ok: true }); }));
app.use((error: Error, req: Req, res: Res, next: Next) => { res.status(500).end(); });
`);
  verdictTable(`
== Express, with another field of an error whose status is known: wrongStatus at 4
${EXPRESS} class Refused extends Error { status = 401; }
app.post("/", (req, res) => { const raw = String(req.body);
  try { webhook.verify(raw, {}); } catch { throw new Refused("no"); } res.json({ ok: true }); });
app.use((error: any, req: Req, res: Res, next: Next) => { if (error.expose) { res.status(error.status).end(); return; } res.status(500).end(); });
`);
});
