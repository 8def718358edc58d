import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("try, catch and finally", () => {
  verdictTable(String.raw`
== no handler: unhandled at 2
export async function f() {
  await svix.message.create("a", input);
}
== only logged: onlyLogged at 4
export async function f() {
  try {
    await svix.message.create("a", input);
  } catch (error) { console.error(error); }
}
== empty handler without a binding: emptyHandler at 2
export async function f() {
  try { await svix.message.create("a", input); } catch {}
}
== bare rethrow is transparent: unhandled at 2
export async function f() {
  try { await svix.message.create("a", input); } catch (error) { throw error; }
}
== log and rethrow is a decision: fine
export async function f() { try { await svix.message.create("a", input); } catch (error) { console.error(error); throw error; } }
== log and return a rejection is one, too: fine
export async function f() { try { return await svix.message.create("a", input); } catch (error) { console.error(error); return Promise.reject(error); } }
== a rejection that is only returned is none: unhandled at 2
export async function f() {
  try { return await svix.message.create("a", input); } catch (error) { return Promise.reject(error); }
}
== wrapping with the cause is a decision: fine
export async function f() { try { await svix.message.create("a", input); } catch (cause) { throw new Error("no", { cause }); } }
== finally that returns overrides the error: successReturned at 2
export async function f() {
  try { await svix.message.create("a", input); } finally { return 1; }
}
== finally that throws overrides it with another: fine
export async function f() { try { await svix.message.create("a", input); } catch { await act(); } finally { console.log("done"); } }
== nested, the outer handles what the inner throws on: fine
export async function f() { try { try { await svix.message.create("a", input); } catch (error) { throw error; } } catch (error) { await act(error); } }
== return of a promise leaves its try: unhandled at 2
export async function f() {
  try { return svix.message.create("a", input); } catch { return null; }
}
== return await does not: fine
export async function f() { try { return await svix.message.create("a", input); } catch { return null; } }
== what follows anyway is no handling: onlyLogged at 2
export async function POST() {
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  await act("next");
  return Response.json({ ok: true });
}
== what follows only a failure is handling: fine
export async function POST() {
  try { await svix.message.create("a", input); return Response.json({ ok: true }); } catch (error) { console.error(error); }
  return Response.json({ error: "later" }, { status: 502 });
}
`);
});

describe("modes and codes", () => {
  verdictTable(String.raw`
== only ApiException is dealt with: networkErrorIgnored at 2
export async function f() {
  try { await svix.message.create("a", input); } catch (error) { if (error instanceof ApiException) await act(error); }
}
== a named code is tolerated: fine
export async function f() { try { await svix.application.create(input); } catch (error) { if (error instanceof ApiException && error.code === 409) return; throw error; } }
== also inverted: fine
export async function f() { try { await svix.application.create(input); } catch (error) { if (!(error instanceof ApiException) || error.code !== 409) throw error; } }
== also through a predicate: fine
const isConflict = (error: unknown) => error instanceof ApiException && error.code === 409;
export async function f() { try { await svix.application.create(input); } catch (error) { if (isConflict(error)) return; throw error; } }
== also through a cast: fine
export async function f() { try { await svix.application.create(input); } catch (error) { if ((error as { code: number }).code === 409) return; throw error; } }
== also in a list: fine
export async function f() { try { await svix.application.create(input); } catch (error) { if (error instanceof ApiException && [404, 409].includes(error.code)) return; throw error; } }
== also in a switch: fine
export async function f() { try { await svix.application.create(input); } catch (error) { if (!(error instanceof ApiException)) throw error; switch (error.code) { case 409: return; case 404: return null; default: throw error; } } }
== a range of codes is not named: onlyLogged at 2
export async function f() {
  try { await svix.application.create(input); } catch (error) { if (error instanceof ApiException && error.code >= 500) throw error; console.error(error); }
}
== a field that ApiException lacks is never equal: emptyHandler at 2
export async function f() {
  try { await svix.application.create(input); } catch (error: any) { if (error.status !== 409) { } }
}
`);
});

describe("promises", () => {
  verdictTable(String.raw`
== statement, void, variable: floating at 2; floating at 3; floating at 4
export async function f() {
  svix.message.create("a", input);
  void svix.message.create("a", input);
  const sent = svix.message.create("a", input);
}
== handlers that drop: emptyHandler at 2; onlyLogged at 3
export async function f() {
  svix.message.create("a", input).catch(() => {});
  svix.message.create("a", input).catch(console.error);
}
== then(f, g): onlyLogged at 2
export function f() {
  svix.message.create("a", input).then(() => act(), (error) => console.error(error));
}
== then alone and finally alone float: floating at 2; floating at 3
export function f() {
  svix.message.create("a", input).then((sent) => act(sent));
  svix.message.create("a", input).finally(() => console.log("done"));
}
== a chain whose handler acts: fine
export function f() { return svix.message.create("a", input).then((sent) => sent.id).catch((error) => { act(error); return null; }); }
== a handler by reference: fine
export function f() { svix.message.create("a", input).catch(act); }
== awaited later, in a try: fine
export async function f() { const sent = svix.message.create("a", input); try { await sent; } catch (error) { await act(error); } }
== collected and awaited together: fine
export async function f() { const all = []; all.push(svix.message.create("a", input)); try { await Promise.all(all); } catch (error) { await act(error); } }
== all, not awaited: floating at 2
export function f(ids: string[]) {
  Promise.all(ids.map((id) => svix.message.create(id, input)));
}
== allSettled unread: settledIgnored at 2
export async function f(ids: string[]) {
  await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));
}
== allSettled read and only logged: onlyLogged at 2
export async function f(ids: string[]) {
  const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));
  for (const result of results) if (result.status === "rejected") console.error(result.reason);
}
== allSettled read and acted upon: fine
export async function f(ids: string[]) { const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input))); const failed = results.filter((result) => result.status === "rejected"); if (failed.length > 0) throw new Error("some failed"); }
== allSettled counted: fine
export async function f(ids: string[]) { const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input))); return { failed: results.filter((result) => result.status === "rejected").length }; }
== forEach never waits: floating at 2
export function f(ids: string[]) {
  ids.forEach(async (id) => { await svix.message.create(id, input); });
}
== a flag set behind forEach comes too late: emptyHandler at 3
export async function f(ids: string[]) {
  let failed = false;
  ids.forEach(async (id) => { try { await svix.message.create(id, input); } catch { failed = true; } });
  if (failed) throw new Error("failed");
}
== a flag set behind an awaited map is in time: fine
export async function f(ids: string[]) { let failed = false; await Promise.all(ids.map(async (id) => { try { await svix.message.create(id, input); } catch { failed = true; } })); if (failed) throw new Error("failed"); }
== new Promise that rejects: unhandled at 1
export function f() { return new Promise((resolve, reject) => { svix.message.create("a", input).then(resolve).catch(reject); }); }
== new Promise that forgets to reject: floating at 1
export function f() { return new Promise((resolve) => { svix.message.create("a", input).then(resolve); }); }
== an IIFE that nobody awaits: floating at 1
export function f() { (async () => { await svix.message.create("a", input); })(); }
== waitUntil drops errors: floating at 2
declare const context: { waitUntil(promise: Promise<unknown>): void };
export function f() { context.waitUntil(svix.message.create("a", input)); }
== given to other code: fine
declare const tracker: { track(promise: Promise<unknown>): void };
export function f() { tracker.track(svix.message.create("a", input)); }
`);
});

describe("effects and signals", () => {
  verdictTable(String.raw`
== a toast is no logger: fine
declare const toast: { error(text: string): void };
export async function f() { try { await svix.endpoint.create("a", input); } catch { toast.error("failed"); } }
== an empty array is no signal: successReturned at 2
export async function f(): Promise<string[]> {
  try { const made = await svix.endpoint.create("a", input); return [made.url]; } catch { return []; }
}
== a stale value is no signal: successReturned at 3
let cached = "x";
export async function f() {
  try { cached = (await svix.endpoint.create("a", input)).url; return cached; } catch { return cached; }
}
== a literal that success never returns: fine
export async function f() { try { await svix.endpoint.create("a", input); return "sent"; } catch { return "failed"; } }
== an error body with status 200 is an answer: fine
declare const res: import("express").Response;
export async function f() { try { await svix.endpoint.create("a", input); res.json({ ok: true }); } catch (error) { res.json({ error: String(error) }); } }
== the success body after a failure is none: successReturned at 3
declare const res: import("express").Response;
export async function f() {
  try { await svix.endpoint.create("a", input); res.json({ ok: true }); } catch { res.json({ ok: true }); }
}
== a counter that is returned: fine
export async function f(ids: string[]) { let failed = 0; for (const id of ids) { try { await svix.message.create(id, input); } catch { failed++; } } return { failed }; }
== a counter that is only logged: emptyHandler at 2
export async function f(ids: string[]) { let failed = 0;
  for (const id of ids) { try { await svix.message.create(id, input); } catch { failed++; } }
  console.log(failed); }
== errors collected and thrown: fine
export async function f(ids: string[]) { const errors: unknown[] = []; for (const id of ids) { try { await svix.message.create(id, input); } catch (error) { errors.push(error); } } if (errors.length) throw new AggregateError(errors); }
== a list of what failed, beside what did not: fine
export async function f(ids: string[]) { const sent: string[] = []; const failed: string[] = []; for (const id of ids) { try { await svix.message.create(id, input); sent.push(id); } catch { failed.push(id); } } return { sent, failed }; }
== the same in the answer: fine
export async function POST(request: Request) { const failed: string[] = []; for (const id of (await request.json()) as string[]) { try { await svix.message.create(id, input); } catch { failed.push(id); } } return Response.json({ failed }); }
== a list that is only logged: emptyHandler at 2
export async function f(ids: string[]) { const failed: string[] = [];
  for (const id of ids) { try { await svix.message.create(id, input); } catch { failed.push(id); } }
  console.warn(failed); }
== a list of results: fine
export async function f(ids: string[]) { const results: { id: string; ok: boolean }[] = []; for (const id of ids) { try { await svix.message.create(id, input); results.push({ id, ok: true }); } catch { results.push({ id, ok: false }); } } return results; }
== results that callbacks return: fine
export async function f(ids: string[]) { return Promise.all(ids.map(async (id) => { try { await svix.message.create(id, input); return { id, ok: true }; } catch { return { id, ok: false }; } })); }
== results of which the failed ones are picked: fine
export async function f(ids: string[]) { const results = await Promise.all(ids.map(async (id) => { try { await svix.message.create(id, input); return { id, status: "sent" }; } catch { return { id, status: "failed" }; } })); return results.filter(({ status }) => status === "failed").map((result) => result.id); }
== results that nobody reads: emptyHandler at 2
export async function f(ids: string[]) { await Promise.all(ids.map(async (id) => {
  try { await svix.message.create(id, input); return { id, ok: true }; } catch { return { id, ok: false }; } })); }
== errors by a key: fine
export async function f(ids: string[]) { const errors: Record<string, unknown> = {}; for (const id of ids) { try { await svix.message.create(id, input); } catch (error) { errors[id] = error; } } return errors; }
== dropped in one way or another, told of once: onlyLogged at 2
export async function f(loud: boolean) {
  try { await svix.message.create("a", input); } catch (error) { if (loud) console.error(error); }
}
== a map of errors that is looked at: fine
const failures = new Map<string, unknown>();
export async function f(ids: string[]) { for (const id of ids) { try { await svix.message.create(id, input); } catch (error) { failures.set(id, error); } } if (failures.size > 0) await act(failures); }
== a flag in the answer's status: fine
export async function POST() { let ok = true; try { await svix.message.create("a", input); } catch { ok = false; } return Response.json({ ok }, { status: ok ? 200 : 502 }); }
== a flag that is stored: fine
export async function f() { let sent = false; try { await svix.message.create("a", input); sent = true; } catch (error) { console.error(error); } await act({ sent }); }
== acting for each of something: fine
export async function f(ids: string[]) { try { await svix.message.create("a", input); } catch { for (const id of ids) await act(id); } }
== acting under a condition: fine
export async function f(id?: string) { try { await svix.message.create("a", input); } catch (error) { console.error(error); if (id) await act(id); } }
== exit code 0 is no handling: onlyLogged at 2
async function main() { await svix.message.create("a", input); }
main().catch((error) => { console.error(error); process.exit(0); });
== a bare async function expression is held by nobody: floating at 2
(async () => {
  await svix.message.create("a", input);
})();
== one whose rejection ends the process: fine
(async () => { await svix.message.create("a", input); })().catch((error) => { console.error(error); process.exit(1); });
== exit code 1 is: fine
async function main() { await svix.message.create("a", input); }
main().catch((error) => { console.error(error); process.exitCode = 1; });
== null tells of a failure where success gives a text: fine
export async function send() { try { await svix.message.create("a", input); return "sent"; } catch { return null; } }
== and tells of nothing where success gives it, too: successReturned at 1
export async function send() { try { await svix.message.create("a", input); return null; } catch { return null; } }
`);
});

describe("loops and retries", () => {
  verdictTable(String.raw`
== gives up silently: onlyLogged at 2
export async function f() { for (let i = 0; i < 3; i++) {
  try { await svix.message.create("a", input); return; } catch (error) { console.error(error); await new Promise((done) => setTimeout(done, 100)); } } }
== throws in the end: fine
export async function f() { let last: unknown; for (let i = 0; i < 3; i++) { try { await svix.message.create("a", input); return; } catch (error) { last = error; } } throw last; }
== for ever, until it throws: fine
export async function f() { let tries = 0; while (true) { try { return await svix.message.create("a", input); } catch (error) { if (++tries > 5) throw error; await act(); } } }
== a generator that logs: onlyLogged at 2
export async function* f() {
  try { yield await svix.message.create("a", input); } catch (error) { console.error(error); }
}
== a label: emptyHandler at 2
export async function f(ids: string[]) { outer: for (const id of ids) {
  try { await svix.message.create(id, input); } catch { continue outer; } } }
== do while: emptyHandler at 2
export async function f() { let more = false; do {
  try { await svix.message.create("a", input); } catch {} } while (more); }
== for in: unhandled at 2
export async function f(ids: Record<string, string>) { for (const id in ids) {
  await svix.message.create(id, input); } }
`);
});

describe("callers and wrappers in one file", () => {
  verdictTable(String.raw`
== each caller for itself: unhandled at 4; resultIgnored at 5; floating at 7
async function send(id: string) { await svix.message.create(id, input); }
async function trySend(id: string) { try { return await svix.message.create(id, input); } catch { return null; } }
export async function good(id: string) { try { await send(id); } catch (error) { await act(error); } }
export async function bad(id: string) { await send(id); }
export async function ignores(id: string) { await trySend(id); }
export async function checks(id: string) { const sent = await trySend(id); if (!sent) await act(); return sent; }
export function floats(id: string) { send(id); }
== dealt with below, dropped above: onlyLogged at 3
async function send() { try { await svix.message.create("a", input); } catch (cause) { throw new Error("no", { cause }); } }
export async function f() {
  try { await send(); } catch (error) { console.log(error); }
}
== a thunk given to a wrapper: onlyLogged at 3; unhandled at 4; unhandled at 5
async function safe<T>(run: () => Promise<T>) { try { return await run(); } catch (error) { console.error(error); return null; } }
async function traced<T>(run: () => Promise<T>) { try { return await run(); } finally { console.log("done"); } }
export async function a() { await safe(() => svix.message.create("a", input)); }
export async function b() { await traced(() => svix.message.create("a", input)); }
export async function c() { await traced(() => traced(() => svix.message.create("a", input))); }
export async function d() { const sent = await safe(() => svix.message.create("a", input)); if (sent === null) await act(); }
== a function that a wrapper makes: unhandled at 3
const traced = <A extends unknown[], R>(run: (...args: A) => Promise<R>) => async (...args: A) => { try { return await run(...args); } finally { console.log("done"); } };
const send = traced(async (id: string) => { await svix.message.create(id, input); });
export async function f() { await send("a"); }
== a function that a wrapper makes safe: resultIgnored at 3
const safe = <A extends unknown[], R>(run: (...args: A) => Promise<R>) => async (...args: A) => { try { return await run(...args); } catch { return null; } };
const send = safe(async (id: string) => svix.message.create(id, input));
export async function f() { await send("a"); }
== a wrapper that makes safe what it is given by its name: resultIgnored at 4
const safe = <A extends unknown[], R>(run: (...args: A) => Promise<R>) => async (...args: A) => { try { return await run(...args); } catch { return null; } };
async function deliver(id: string) { return svix.message.create(id, input); }
const send = safe(deliver);
export async function f() { await send("a"); }
== a wrapper of wrappers that records and throws on: fine
const spanned = async <T>(name: string, run: (span: { recordException(e: unknown): void }) => Promise<T>) => tracer.startActiveSpan(name, async (span) => { try { return await run(span); } catch (error) { span.recordException(error); throw error; } });
const traced = <A extends unknown[], R>(name: string, run: (...args: A) => Promise<R>) => async (...args: A) => spanned(name, async () => run(...args));
const deliver = async (id: string) => { await svix.message.create(id, input); };
export const send = traced("send", deliver);
declare const tracer: { startActiveSpan<T>(name: string, run: (span: { recordException(e: unknown): void }) => Promise<T>): Promise<T> };
== a wrapper that only logs, given the function by its name: onlyLogged at 2
const quiet = <A extends unknown[]>(run: (...args: A) => Promise<unknown>) => async (...args: A) => { try { await run(...args); } catch (error) { console.error(error); } };
async function deliver(id: string) { await svix.message.create(id, input); }
export const send = quiet(deliver);
== a wrapper that does nothing about it, given the function by its name: unhandled at 2
const timed = <A extends unknown[], R>(run: (...args: A) => Promise<R>) => async (...args: A) => { try { return await run(...args); } finally { console.log("done"); } };
async function deliver(id: string) { await svix.message.create(id, input); }
export const send = timed(deliver);
== given to a wrapper, and called beside it: unhandled at 4
const logged = <A extends unknown[], R>(run: (...args: A) => Promise<R>) => async (...args: A) => { try { return await run(...args); } catch (error) { console.error(error); throw error; } };
async function deliver(id: string) { await svix.message.create(id, input); }
export const send = logged(deliver);
export async function f() { await deliver("a"); }
== a method of a service: unhandled at 3
class Hooks { constructor(private readonly client: Svix) {} async send(id: string) { await this.client.message.create(id, input); } }
class Orders { constructor(private readonly hooks: Hooks) {}
  async pay(id: string) { await this.hooks.send(id); } }
export const orders = new Orders(new Hooks(svix));
== a factory's method: unhandled at 3
function hooksOf(client: Svix) { return { async send(id: string) { await client.message.create(id, input); } }; }
const hooks = hooksOf(svix);
export async function f() { await hooks.send("a"); }
== a map of functions: unhandled at 3
async function paid(id: string) { await svix.message.create(id, input); }
const handlers: Record<string, (id: string) => Promise<void>> = { paid };
export async function f(type: string) { await handlers[type]!("a"); }
== a result object that is read: fine
async function send() { try { const sent = await svix.message.create("a", input); return { success: true as const, id: sent.id }; } catch (error) { return { success: false as const, error }; } }
export async function f() { const sent = await send(); if (!sent.success) { await act(sent.error); return null; } return sent.id; }
== a result object that is only logged: resultIgnored at 2
async function send() { try { const sent = await svix.message.create("a", input); return { success: true as const, id: sent.id }; } catch (error) { return { success: false as const, error }; } }
export async function f() { const sent = await send(); console.log(sent); return { done: true }; }
== a tuple: fine
async function to<T>(promise: Promise<T>): Promise<[unknown, T | null]> { try { return [null, await promise]; } catch (error) { return [error, null]; } }
export async function f() { const [error, sent] = await to(svix.message.create("a", input)); if (error) { await act(error); return null; } return sent; }
== a tuple whose error gives another word: fine
async function to<T>(promise: Promise<T>): Promise<[unknown, T | null]> { try { return [null, await promise]; } catch (error) { return [error, null]; } }
export async function f() { const [error, sent] = await to(svix.message.create("a", input)); if (error === null || error === undefined) return { status: "sent", id: sent.id }; return { status: "later" }; }
== a tuple whose error is not looked at: successReturned at 2
async function to<T>(promise: Promise<T>): Promise<[unknown, T | null]> { try { return [null, await promise]; } catch (error) { return [error, null]; } }
export async function f() { const [, sent] = await to(svix.message.create("a", input)); return { status: "sent", id: sent?.id }; }
== code that cannot be entered: unhandled at 2
declare const db: { transaction<T>(run: (tx: unknown) => Promise<T>): Promise<T> };
export async function a() { await db.transaction(async () => { await svix.message.create("a", input); }); }
export async function b() { try { await db.transaction(async () => { await svix.message.create("a", input); }); } catch (error) { await act(error); } }
== timers and events do not pass on: unhandled at 2; onlyLogged at 3
declare const events: import("node:events").EventEmitter;
export function a() { events.on("paid", async () => { await svix.message.create("a", input); }); }
export function b() { setInterval(async () => { try { await svix.message.create("a", input); } catch (error) { console.error(error); } }, 1000); }
`);
});

describe("packages that are not installed, known by their imports", () => {
  verdictTable(String.raw`
== a processor given to a worker: fine
import { Worker, type Job } from "bullmq";
async function processor(job: Job<{ id: string }>) { await svix.message.create(job.data.id, input); }
new Worker("q", processor, { connection: {} });
== a callback of a constructor: fine
import { Worker } from "bullmq";
export const worker = new Worker("q", async () => { await svix.message.create("a", input); });
== the same of a package that deals with nothing: unhandled at 2
import { Server } from "some-server";
export const server = new Server("q", async () => { await svix.message.create("a", input); });
== a member of an object argument: fine
import { useMutation } from "@tanstack/react-query";
export const useSend = () => useMutation({ mutationFn: async () => svix.message.create("a", input) });
== another member of it: unhandled at 2
import { useMutation } from "@tanstack/react-query";
export const useSend = () => useMutation({ onError: async () => svix.message.create("a", input) });
== a job of a class that extends the package's: fine
import { WorkerHost } from "@nestjs/bullmq";
export class Jobs extends WorkerHost { async process() { await svix.message.create("a", input); } }
== what a retry library gives is returned to callers: unhandled at 4
import pRetry from "p-retry";
const send = () => pRetry(() => svix.message.create("a", input));
export async function f() { try { await send(); } catch (error) { await act(error); } }
export async function g() { await send(); }
== it is reacted to: emptyHandler at 2
import pRetry from "p-retry";
export async function f() { await pRetry(() => svix.message.create("a", input)).catch(() => {}); }
== a schedule waits for nobody: unhandled at 2
import cron from "node-cron";
cron.schedule("* * * * *", async () => { await svix.message.create("a", input); });
== a retry library hands its last error on: unhandled at 2
import pRetry from "p-retry";
export async function f() { await pRetry(() => svix.message.create("a", input)); }
`);
});

describe("functions that are handed on as values", () => {
  verdictTable(String.raw`
== put into an exported object by name: fine
async function send() { await svix.message.create("a", input); }
export const api = { send };
== the same, exported itself too: fine
export async function send() { await svix.message.create("a", input); }
export const api = { send };
== the same of a constant: fine
const send = async () => { await svix.message.create("a", input); };
export const api = { paid: send };
== given back by a factory: fine
export function make() { const send = async () => { await svix.message.create("a", input); }; return { send }; }
== written in what a factory gives back: unhandled at 1
export const make = () => ({ deliver: async () => { await svix.message.create("a", input); } });
== the same, called through a value that has lost its type: fine
export const make = () => ({ dispatch: async () => { await svix.message.create("a", input); } });
export async function f(container: any) { try { await container.client.dispatch(); } catch (error) { await act(error); } }
== the same of a method: fine
export function make(): any { return { async hand() { await svix.message.create("a", input); } }; }
export const f = async (client = make()) => act(await client.hand());
== a call on something else is no such call: unhandled at 1
export const make = () => ({ carry: async () => { await svix.message.create("a", input); } });
export const f = (mail: { carry(): void }) => { mail.carry(); };
== nor is a mention without a call: unhandled at 1
export const make = () => ({ bring: async () => { await svix.message.create("a", input); } });
export const f = (box: any) => act(box.bring);
== a list of exports is no value: unhandled at 1
async function send() { await svix.message.create("a", input); }
export { send };
== nor is a default export of such: unhandled at 1
async function send() { await svix.message.create("a", input); }
export default { send };
== written in the object: unhandled at 1; unhandled at 2
export const api = { async send() { await svix.message.create("a", input); },
  again: async () => { await svix.message.create("a", input); } };
`);
});

describe("functions that declare what they throw", () => {
  verdictTable(String.raw`
== without a body: unhandled at 4
interface Port {
/** @throws {ApiException} */
publish(): Promise<void> }
export async function f(port: Port) { await port.publish(); }
== handled: fine
interface Port {
/** @throws {ApiException} */
publish(): Promise<void> }
export async function f(port: Port) { try { await port.publish(); } catch (error) { await act(error); } }
== dropped: onlyLogged at 4
interface Port {
/** @throws {ApiException} */
publish(): Promise<void> }
export async function f(port: Port) { try { await port.publish(); } catch (error) { console.error(error); } }
== declared again: fine
interface Port {
/** @throws {ApiException} */
publish(): Promise<void> }
/** @throws {ApiException} */
export async function f(port: Port) { await port.publish(); }
== with a body in which nothing is seen: unhandled at 3
/** @throws {ApiException} */
export async function send(client: any) { await client.post("/messages"); }
export async function f() { await send({}); }
== with a body that handles it all the same: fine
/** @throws {ApiException} */
export async function send() { try { await svix.message.create("a", input); } catch (error) { await act(error); } }
export async function f() { await send(); }
== that calls itself: unhandled at 3
/** @throws {ApiException} */
export async function send(client: any, left: number): Promise<void> { if (left > 0) await send(client, left - 1); await client.post("/messages"); }
export async function f() { await send({}, 2); }
`);
});

describe("what the program has not decided", () => {
  verdictTable(String.raw`
== an AggregateError that a handler only rethrows: unhandled at 1
export async function f() { try { await Promise.any([svix.message.create("a", input)]); } catch (error) { throw error; } }
== an AggregateError that is logged and thrown on: fine
export async function f() { try { await Promise.any([svix.message.create("a", input)]); } catch (error) { console.error(error); throw error; } }
== an AggregateError of the program's own: fine
export async function f() { try { await svix.message.create("a", input); } catch (error) { throw new AggregateError([error]); } }
== a false that the path would have returned anyway: emptyHandler at 2
export async function f() {
  await svix.message.create("a", input).catch(() => true);
  if (Math.random() > 0.5) return { ok: false };
  return { ok: true }; }
== a null that other paths return before a second attempt: fine
export async function f(client: typeof svix | null, types: string[]) {
  if (!client) return null;
  try { return (await client.message.create("a", input)).id; } catch (error) {
    console.error(error);
    if (types.length > 0 && error instanceof ApiException && error.code === 422) {
      try { return (await client.message.create("b", input)).id; } catch (second) { console.error(second); }
    }
    return null;
  }
}
== a false after the last attempt: fine
export async function f() { for (const id of ["a", "b"]) { try { await svix.message.create(id, input); return { ok: true }; } catch (error) { console.error(error); } } return { ok: false }; }
`);
});

describe("what a caller makes of what it is told", () => {
  verdictTable(String.raw`
== an object that only the check of a null gives: fine
async function send() { try { return (await svix.message.create("a", input)).id; } catch (error) { console.warn(error); return null; } }
export async function f() { const id = await send(); if (!id) return { message: "Try again later." }; return { message: "Sent", id }; }
== the same object as after a success: resultIgnored at 2
async function send() { try { return (await svix.message.create("a", input)).id; } catch (error) { console.warn(error); return null; } }
export async function f() { const id = await send(); if (!id) return { message: "Sent" }; return { message: "Sent" }; }
== fewer than there were to send: fine
async function sendAll(ids: string[]) {
  const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));
  return results.length - results.filter((result) => result.status === "rejected").length;
}
export async function f(ids: string[]) { const sent = await sendAll(ids); if (sent < ids.length) throw new Error("not all"); }
== a number that nobody compares: resultIgnored at 5
async function sendAll(ids: string[]) {
  const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));
  return results.length - results.filter((result) => result.status === "rejected").length;
}
export async function f(ids: string[]) { await sendAll(ids); }
== a report by id that is the answer: fine
async function sendAll(ids: string[]) {
  const report: Record<string, string> = {};
  for (const id of ids) { try { await svix.message.create(id, input); report[id] = "queued"; } catch (error) { report[id] = String(error); } }
  return report;
}
export async function GET(request: Request) { return Response.json(await sendAll(new URL(request.url).searchParams.getAll("id"))); }
== a report that the answer leaves out: resultIgnored at 6
async function sendAll(ids: string[]) {
  const report: Record<string, string> = {};
  for (const id of ids) { try { await svix.message.create(id, input); report[id] = "queued"; } catch (error) { report[id] = String(error); } }
  return report;
}
export async function GET() { await sendAll(["a"]); return Response.json({ ok: true }); }
`);
});

describe("a callback that an object of the program keeps", () => {
  verdictTable(String.raw`
== in a field: fine
class Guarded { constructor(private readonly run: (id: string) => Promise<unknown>) {} async fire(id: string) { return await this.run(id); } }
const guarded = new Guarded((id) => svix.message.create(id, input));
export async function f() { try { await guarded.fire("a"); } catch { await act("failed"); } }
== a constructor of elsewhere: unhandled at 2
declare class Guarded { constructor(run: () => Promise<unknown>); }
export const guarded = new Guarded(async () => { await svix.message.create("a", input); });
`);
});

describe("a script that nobody waits for", () => {
  verdictTable(String.raw`
== what fails behind its first await stands at its call: floating at 5
async function main() {
  await act("first");
  await svix.message.create("a", input);
}
main();
`);
});
