import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const PACKAGES = {
  "tiny-invariant.d.ts": `declare module "tiny-invariant" { export default function invariant(condition: any, message?: string): asserts condition; }`,
  "own-assert.d.ts": `export declare function mustBe(condition: unknown): asserts condition; export declare function mightBe(condition: unknown): void;`,
};
const GENUINE = `const genuine = (raw: string): boolean => { try { webhook.verify(raw, input); return true; } catch { return false; } };`;
const SEND = `async function send(): Promise<{ ok: boolean }> { try { await svix.message.create("a", input); return { ok: true }; } catch { return { ok: false }; } }`;

describe("an assertion about a check of the message", () => {
  verdictTable(
    String.raw`
== with a status that refuses: fine
import Koa, { type Context } from "koa";
${GENUINE}
new Koa().use(async (ctx: Context) => {
  const raw = String(ctx.state.raw); ctx.assert(genuine(raw), 401, "bad signature"); await work(JSON.parse(raw)); ctx.status = 204; });
== with another status: wrongStatus at 4
import Koa, { type Context } from "koa";
${GENUINE}
new Koa().use(async (ctx: Context) => {
  const raw = String(ctx.state.raw); ctx.assert(genuine(raw), 503, "bad signature"); await work(JSON.parse(raw)); ctx.status = 204; });
== with some status: fine
import Koa, { type Context } from "koa"; declare const status: number;
${GENUINE}
new Koa().use(async (ctx: Context) => {
  const raw = String(ctx.state.raw); ctx.assert(genuine(raw), status); await work(JSON.parse(raw)); ctx.status = 204; });
== of http-assert: fine
import assert from "http-assert"; import Koa, { type Context } from "koa";
${GENUINE}
new Koa().use(async (ctx: Context) => {
  const raw = String(ctx.state.raw); assert(genuine(raw), 401, "bad signature"); await work(JSON.parse(raw)); ctx.status = 204; });
== of Node, which throws an error without a status: wrongStatus at 3
import assert from "node:assert/strict";
${GENUINE}
export async function POST(q: Request) { const raw = await q.text(); assert(genuine(raw)); await work(JSON.parse(raw)); return new Response("ok"); }
== of Node, with an error that has one: fine
import assert from "node:assert/strict"; class Refused extends Error { status = 401; }
${GENUINE}
export async function POST(q: Request) { const raw = await q.text(); assert.ok(genuine(raw), new Refused("no")); await work(JSON.parse(raw)); return new Response("ok"); }
== of a package: wrongStatus at 3
import invariant from "tiny-invariant";
${GENUINE}
export async function POST(q: Request) { const raw = await q.text(); invariant(genuine(raw), "no"); await work(JSON.parse(raw)); return new Response("ok"); }
== of the program's own, that only its declaration shows: fine
import { mustBe } from "./own-assert";
${GENUINE}
export async function POST(q: Request) { const raw = await q.text(); mustBe(genuine(raw)); await work(JSON.parse(raw)); return new Response("ok"); }
== that is caught and answered: fine
import assert from "node:assert/strict";
${GENUINE}
export async function POST(q: Request) { const raw = await q.text();
  try { assert(genuine(raw)); } catch { return new Response("no", { status: 401 }); } await work(JSON.parse(raw)); return new Response("ok"); }
== that is caught and dropped: payloadUsed at 4
import assert from "node:assert/strict";
${GENUINE}
export async function POST(q: Request) { const raw = await q.text();
  try { assert(genuine(raw)); } catch { console.warn("no"); } await work(JSON.parse(raw)); return new Response("ok"); }
== about something else: resultIgnored at 3
import assert from "node:assert/strict";
${GENUINE}
export async function POST(q: Request) { const raw = await q.text(); genuine(raw); assert(raw.length); await work(JSON.parse(raw)); return new Response("ok"); }
== that holds when it was refused: payloadUsed at 3
import assert from "node:assert/strict";
${GENUINE}
export async function POST(q: Request) { const raw = await q.text(); assert(!genuine(raw)); await work(JSON.parse(raw)); return new Response("ok"); }
== that is none by its declaration: resultIgnored at 3
import { mightBe } from "./own-assert";
${GENUINE}
export async function POST(q: Request) { const raw = await q.text(); mightBe(genuine(raw)); await work(JSON.parse(raw)); return new Response("ok"); }
== about a promise of it: resultIgnored at 3
import assert from "node:assert/strict";
const genuine = async (raw: string): Promise<boolean> => { try { webhook.verify(raw, input); return true; } catch { return false; } };
export async function POST(q: Request) { const raw = await q.text(); assert(genuine(raw)); await work(JSON.parse(raw)); return new Response("ok"); }
== about the error of it: wrongStatus at 3
import assert from "node:assert/strict";
const problem = (raw: string): unknown => { try { webhook.verify(raw, input); return null; } catch (error) { return error; } };
export async function POST(q: Request) { const raw = await q.text(); assert.ifError(problem(raw)); await work(JSON.parse(raw)); return new Response("ok"); }
`,
    "ts",
    PACKAGES,
  );
});

describe("an assertion about a call's result", () => {
  verdictTable(
    String.raw`
== throws on: fine
import assert from "node:assert/strict";
${SEND}
export async function f() { const result = await send(); assert(result.ok, "not sent"); return 1; }
== is dropped: onlyLogged at 3
import assert from "node:assert/strict";
${SEND}
export async function f() { try { const result = await send(); assert(result.ok, "not sent"); } catch (error) { console.error(error); } }
== about something else: resultIgnored at 3
import assert from "node:assert/strict";
${SEND}
export async function f(id: string) { assert(id); const result = await send(); assert(id); return typeof result; }
== of a type leaves it open: fine
import assert from "node:assert/strict";
${SEND}
export async function f() { const result = await send(); assert.deepStrictEqual(result, { ok: true }); return 1; }
`,
    "ts",
    PACKAGES,
  );
});
