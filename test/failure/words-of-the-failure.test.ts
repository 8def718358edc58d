import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** What every program below asks. */
const CHECK = `function check(raw: string): { valid: boolean; error?: string } {
  try { webhook.verify(raw, input); return { valid: true }; }
  catch (error) { return { valid: false, error: (error as Error).message }; }
}`;
const SEND = `async function send(): Promise<{ ok: boolean; error?: string }> {
  try { await svix.message.create("a", input); return { ok: true }; }
  catch (error) { return { ok: false, error: error instanceof Error ? error.message : String(error) }; }
}`;

describe("what a refused message's error says, given to a logger", () => {
  verdictTable(String.raw`
== is logged, and the message goes on: payloadUsed at 6
${CHECK}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (!result.valid) console.warn("bad", result.error);
  await work(JSON.parse(raw));
}
== taken out of the result: payloadUsed at 6
${CHECK}
export async function f(q: Request) {
  const raw = await q.text(); const { valid, error } = check(raw);
  if (!valid) console.warn(error);
  await work(JSON.parse(raw));
}
== in a longer text: payloadUsed at 6
${CHECK}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (!result.valid) console.warn("bad: " + result.error, result.error?.slice(0, 80));
  await work(JSON.parse(raw));
}
== made by String: payloadUsed at 6
function check(raw: string) {
  try { webhook.verify(raw, input); return { valid: true, error: "" }; }
  catch (error) { return { valid: false, error: String(error) }; }
}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (!result.valid) console.warn("bad", result.error);
  await work(JSON.parse(raw));
}
== made of an error if it is one: payloadUsed at 6
function check(raw: string) {
  try { webhook.verify(raw, input); return { valid: true, error: "" }; }
  catch (error) { return { valid: false, error: error instanceof Error ? error.message : "unknown" }; }
}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (!result.valid) console.warn("bad", result.error);
  await work(JSON.parse(raw));
}
== of an error that the check gives: payloadUsed at 6
function check(raw: string): Error | null {
  try { webhook.verify(raw, input); return null; } catch (error) { return error as Error; }
}

export async function f(q: Request) {
  const raw = await q.text(); const error = check(raw);
  if (error) console.warn(error.message);
  await work(JSON.parse(raw));
}
== counted as well: payloadUsed at 7
declare const metrics: { count(name: string, tag?: string): void };
${CHECK}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (!result.valid) metrics.count("bad", result.error);
  await work(JSON.parse(raw));
}
== and the message is refused: fine
${CHECK}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (!result.valid) { console.warn("bad", result.error); return new Response(result.error, { status: 400 }); }
  await work(JSON.parse(raw)); return new Response("ok");
}
== and thrown with it: fine
${CHECK}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (!result.valid) { console.warn("bad", result.error); throw new Error(result.error); }
  await work(JSON.parse(raw));
}
== the error's text alone is asked: fine
${CHECK}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (result.error) { console.warn(result.error.toLowerCase()); return new Response(result.error, { status: 401 }); }
  await work(JSON.parse(raw)); return new Response("ok");
}
== the text that String made is asked: fine
function check(raw: string) {
  try { webhook.verify(raw, input); return { error: null }; } catch (error) { return { error: String(error) }; }
}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  if (result.error) { console.warn(result.error.length); return new Response(result.error, { status: 401 }); }
  await work(JSON.parse(raw)); return new Response("ok");
}
== the text that an error or none made is asked: fine
function check(raw: string): string | undefined {
  try { webhook.verify(raw, input); return undefined; }
  catch (error) { return error instanceof Error ? error.message : "unknown"; }
}
export async function f(q: Request) {
  const raw = await q.text(); const trouble = check(raw);
  if (trouble) { console.warn(trouble.trim()); return new Response(trouble, { status: 401 }); }
  await work(JSON.parse(raw)); return new Response("ok");
}
== an assertion of the program is given it: fine
function assertNone(error: string | undefined): void { if (error) throw new Error(error); }
${CHECK}
export async function f(q: Request) {
  const raw = await q.text(); const result = check(raw);
  assertNone(result.error);
  await work(JSON.parse(raw));
}
`);
});

describe("what a failed call's error says", () => {
  verdictTable(String.raw`
== is logged: resultIgnored at 5
${SEND}
export async function f() { const result = await send(); if (!result.ok) console.error(result.error); return { id: 1 }; }
== is logged in any case: resultIgnored at 5
${SEND}
export async function f() { const { error } = await send(); console.error(error); return { id: 1 }; }
== is given to somebody: fine
${SEND}
export async function f() { const result = await send(); if (!result.ok) await act(result.error); return { id: 1 }; }
== is given to somebody without a question: fine
declare function show(text: string | undefined): void;
${SEND}
export async function f() { const { error } = await send(); show(error); return { id: 1 }; }
== in an object, without a question: fine
declare function show(given: { text: string | undefined }): void;
${SEND}
export async function f() { const { error } = await send(); show({ text: error }); return { id: 1 }; }
== is thrown: fine
${SEND}
export async function f() { const result = await send(); if (!result.ok) throw new Error(result.error); return { id: 1 }; }
== is sent: fine
${SEND}
export async function f(res: { status(code: number): { json(body: unknown): void }; json(body: unknown): void }) {
  const result = await send(); if (result.error) { res.status(502).json({ error: result.error }); return; } res.json({});
}
== is returned: fine
${SEND}
export async function f() { const result = await send(); return { id: 1, error: result.error }; }
== is kept in a field: fine
${SEND}
export class Outbox { trouble?: string; async f() { const { error } = await send(); this.trouble = error; return this.trouble; } }
`);
});

describe("a result that a library holds the failure in", () => {
  verdictTable(
    String.raw`
== is logged: settledIgnored at 3
import { ResultAsync } from "neverthrow";
export async function f() {
  const result = await ResultAsync.fromPromise(svix.message.create("a", input), (error) => error);
  console.log(result);
}
== is only made another of: settledIgnored at 3
import { ResultAsync } from "neverthrow";
export async function f() {
  await ResultAsync.fromPromise(svix.message.create("a", input), (error) => error).map(({ id }) => id).andThen(work);
}
== is made another of, which a caller drops: resultIgnored at 5
import { ResultAsync } from "neverthrow";
function send() {
  return ResultAsync.fromPromise(svix.message.create("a", input), (error) => error).map(({ id }) => id);
}
export async function f() { await send(); return "sent"; }
== is made another of, which a caller asks: fine
import { ResultAsync } from "neverthrow";
function send() {
  return ResultAsync.fromPromise(svix.message.create("a", input), (error) => error).map(({ id }) => id);
}
export async function f() { const sent = await send(); return sent.isErr() ? "failed" : "sent"; }
== is given another way out: fine
import { ResultAsync } from "neverthrow";
export async function f() {
  await ResultAsync.fromPromise(svix.message.create("a", input), (error) => error).map(({ id }) => id).orElse(act);
}
== is asked behind the log: fine
import { ResultAsync } from "neverthrow";
export async function f() {
  const result = await ResultAsync.fromPromise(svix.message.create("a", input), (error) => error);
  console.log(result);
  if (result.isErr()) throw result.error;
}
`,
  );
});

describe("the text that an error is turned into", () => {
  verdictTable(String.raw`
== is not empty, as that of success is: fine
function check(raw: string) { try { webhook.verify(raw, input); return ""; } catch (e) { return (e as Error).toString(); } }
export async function POST(q: Request) { const raw = await q.text(); if (check(raw)) return new Response("no", { status: 401 }); await work(raw); return new Response("ok"); }
`);
});
