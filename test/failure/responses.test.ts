import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** A route of the Fetch standard, and one of Express, that answers a failure and a success so. */
const fetched = (failure: string, success: string): string =>
  `export async function POST() {\n  try { await svix.message.create("a", input); } catch (error) { return ${failure}; } return ${success}; }`;
const sent = (failure: string, success: string): string =>
  `import type { Request as Req, Response as Res } from "express";\nexport async function post(req: Req, res: Res) {\n  try { await svix.message.create("a", input); } catch (error) { ${failure}; return; } ${success}; }`;
const bodies = (failure: string, success: string, verdict: string): string =>
  [
    `== ${failure.replaceAll(":", "")} of Fetch: ${verdict.replace("LINE", "2")}\n${fetched(`Response.json(${failure})`, `Response.json(${success})`)}`,
    `== ${failure.replaceAll(":", "")} of Express: ${verdict.replace("LINE", "3")}\n${sent(`res.json(${failure})`, `res.json(${success})`)}`,
    "",
  ].join("\n");
const SWALLOWED = "successReturned at LINE";

describe("a body that is sent with status 200 after a failure", () => {
  verdictTable(
    [
      bodies("{ delivered: false }", "{ delivered: true }", "fine"),
      bodies("{ delivered: true }", "{ delivered: true }", SWALLOWED),
      bodies('{ state: "failed" }', '{ state: "sent" }', "fine"),
      bodies('{ state: "DELIVERY_FAILED" }', '{ state: "SENT" }', "fine"),
      bodies('{ state: "sent" }', '{ state: "sent" }', SWALLOWED),
      bodies('{ state: "queued" }', '{ state: "sent" }', SWALLOWED),
      bodies('{ error: "no" }', "{ id: 1 }", "fine"),
      bodies('{ errors: ["no"] }', "{ id: 1 }", "fine"),
      bodies('{ message: "no" }', "{ id: 1 }", "fine"),
      bodies('{ err: "no" }', "{ id: 1 }", "fine"),
      bodies('{ reason: "no" }', "{ id: 1 }", "fine"),
      bodies('{ failed: "no" }', "{ id: 1 }", "fine"),
      bodies('{ ok: true, message: "thanks" }', "{ ok: true }", SWALLOWED),
      bodies('{ success: true, message: "thanks" }', "{ success: true }", SWALLOWED),
      bodies('{ received: true, message: "thanks" }', "{ received: true }", SWALLOWED),
      bodies('{ ok: false, message: "sorry" }', "{ ok: true }", "fine"),
      bodies("{ detail: error }", "{ id: 1 }", "fine"),
      bodies("{ detail: String(error) }", "{ id: 1 }", "fine"),
      bodies("{ id: 1 }", "{ id: 1 }", SWALLOWED),
      bodies("{}", "{ id: 1 }", SWALLOWED),
      bodies('"ok"', '"ok"', SWALLOWED),
      bodies('" Accepted. "', '"ok"', SWALLOWED),
      bodies('""', '"ok"', SWALLOWED),
      bodies('"not sent"', '"ok"', "fine"),
      bodies('"okra"', '"ok"', "fine"),
      bodies('"失敗"', '"ok"', "fine"),
      bodies('"404"', '"ok"', "fine"),
      bodies("1", "2", SWALLOWED),
    ].join(""),
  );
});

describe("the status of an answer", () => {
  verdictTable(`
== 500: fine
${fetched('new Response("ok", { status: 500 })', 'new Response("ok")')}
== 300: fine
${fetched('new Response("ok", { status: 300 })', 'new Response("ok")')}
== 299: successReturned at 2
${fetched('new Response("ok", { status: 299 })', 'new Response("ok")')}
== 200: successReturned at 2
${fetched('new Response("ok", { status: 200 })', 'new Response("ok")')}
== none: successReturned at 2
${fetched('new Response("ok", { headers: {} })', 'new Response("ok")')}
== none that is told: successReturned at 2
${fetched('new Response("ok", undefined)', 'new Response("ok")')}
== one that nobody knows: fine
${fetched('new Response("ok", { status: Number(process.env["STATUS"]) })', 'new Response("ok")')}
== no body: successReturned at 2
${fetched("new Response()", "new Response()")}
`);
});

/** What three frameworks send behind a handler that only logs, with or without what it has noted. */
const behind = (send: string, parameters: string): string =>
  `export async function post(${parameters}) { let delivered = true;\n  try { await svix.message.create("a", input); } catch (error) { console.error(error); delivered = false; }\n  ${send} }`;
const KOA = "ctx: { throw(status: number): never; status: number; body: unknown }";
const EXPRESS =
  "res: { status(code: number): { json(body: unknown): void }; json(body: unknown): void; end(): void }";

describe("what is sent behind a handler that only logs", () => {
  verdictTable(`
== with Koa, in any case: onlyLogged at 2
${behind('ctx.body = "thanks for it";', KOA)}
== with Koa, and what the handler has noted: fine
${behind("ctx.body = { delivered };", KOA)}
== with Express, in any case: onlyLogged at 2
${behind('res.json("thanks for it");', EXPRESS)}
== with Express, and what the handler has noted: fine
${behind("res.json({ delivered });", EXPRESS)}
== as a response, in any case: onlyLogged at 2
${behind('return Response.json("thanks for it");', "")}
== as a response, and what the handler has noted: fine
${behind("return Response.json({ delivered });", "")}
`);
});
