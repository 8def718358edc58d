import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("blocks that run in any case", () => {
  verdictTable(String.raw`
== finally that acts is no handling: unhandled at 2
export async function f() {
  try { await svix.message.create("a", input); } finally { await act("done"); }
}
== finally that throws another error drops the first: fine
export async function f() { try { await svix.message.create("a", input); } finally { throw new Error("other"); } }
== a catch inside a finally meets nothing of the failure: unhandled at 2
export async function f() {
  try { await svix.message.create("a", input); } finally { try { await act(); } catch (error) { console.error(error); } }
}
== three levels, the innermost decides: onlyLogged at 2
export async function f() {
  try { try { try { await svix.message.create("a", input); } catch (error) { console.warn(error); } } catch (error) { await act(error); } } catch (error) { await act(error); }
}
== logged inside, rethrown barely outside: fine
export async function f() { try { try { await svix.message.create("a", input); } catch (error) { console.error(error); throw error; } } catch (error) { throw error; } }
== logged inside and dropped outside: emptyHandler at 2
export async function f() {
  try { try { await svix.message.create("a", input); } catch (error) { console.error(error); throw error; } } catch {}
}
== an unrelated error is none of its business: floating at 3
export async function f(ready: boolean) {
  try {
    const sending = svix.message.create("a", input);
    if (!ready) throw new Error("not ready");
  } catch (error) { console.error(error); }
}
`);
});

describe("when a promise is awaited", () => {
  verdictTable(String.raw`
== a promise in a property: emptyHandler at 3
export async function f() {
  const job = { sending: svix.message.create("a", input) };
  try { await job.sending; } catch {}
}
== a promise in a variable that another function awaits: fine
async function finish(sending: Promise<unknown>) { try { await sending; } catch (error) { await act(error); } }
export async function f() { const sending = svix.message.create("a", input); await finish(sending); }
== await after the try: unhandled at 2
export async function f() {
  let sending; try { sending = svix.message.create("a", input); } catch { await act(); }
  await sending;
}
== a wrapper that is handed a pending promise in a closure: fine
const passes = (work: () => Promise<unknown>) => work();
export async function f() { const sending = svix.message.create("a", input); await passes(() => sending).catch((error) => act(error)); }
== then(f, g), f fails on its own: emptyHandler at 2
export async function f() {
  await svix.message.create("a", input).then(() => { console.log("sent"); }, () => {});
}
== catch that rethrows, in a chain: unhandled at 2
export async function f() {
  await svix.message.create("a", input).catch((error) => { throw error; });
}
== a handler that throws anew floats: floating at 2
export async function f() {
  svix.message.create("a", input).catch(() => { throw new Error("no"); });
}
== finally passes the rejection on: unhandled at 2
export async function f() {
  await svix.message.create("a", input).finally(() => { console.log("done"); });
}
== Promise.resolve().then: unhandled at 2
export async function f() {
  await Promise.resolve().then(() => svix.message.create("a", input));
}
== new Promise that hands both ends on: emptyHandler at 2
export async function f() {
  try { await new Promise((resolve, reject) => { svix.message.create("a", input).then(resolve, reject); }); } catch {}
}
== a pending one behind a pending one: unhandled at 2
export async function f() {
  const inner = new Promise((resolve, reject) => { svix.message.create("a", input).then(resolve, reject); });
  const outer = new Promise((resolve) => { resolve(inner); });
  const last = new Promise((resolve) => { resolve(outer); });
  await last;
}
== a pending one that a function hands on: emptyHandler at 4
export async function f() {
  const inner = new Promise((resolve, reject) => { svix.message.create("a", input).then(resolve, reject); });
  const last = (async () => inner)();
  try { await last; } catch {}
}
== a pending one that work hands on that nobody waits for: floating at 2
export async function f() {
  const sending = new Promise((resolve, reject) => { svix.message.create("a", input).then(resolve, reject); });
  [1, 2].forEach(async () => {
    await act();
    return sending;
  });
}
== new Promise resolved with a pending one, never awaited: floating at 2
export async function f() {
  const sending = new Promise((resolve) => { resolve(svix.message.create("a", input)); });
}
`);
});

describe("variables that are assigned while work is under way that nobody waits for", () => {
  verdictTable(String.raw`
== one that is undefined by the time of the failure: floating at 4; onlyLogged at 4
export async function f() {
  let patient: unknown = "yes";
  [1, 2].forEach(async () => {
    try { await svix.message.create("a", input); } catch (error) { if (patient) throw error; else console.warn(error); }
  });
  patient = undefined;
}
== in the next round of a loop: fine
export async function f(items: string[]) {
  let last = ""; const jobs: Promise<void>[] = [];
  for (const item of items) {
    jobs.push((async () => { try { await svix.message.create(item, input); } catch (error) { if (last !== "") await act(error); else throw error; } })());
    last = item;
  }
  await Promise.all(jobs);
}
== by a callback that is made behind it: fine
export function f(stop: (run: () => void) => void) {
  let stopped = false;
  (async () => { try { await svix.message.create("a", input); } catch (error) { if (stopped) return; await act(error); } })();
  stop(() => { stopped = true; });
}
== what is assigned behind it, and returned before: emptyHandler at 3
export async function f() {
  let answer: unknown = null;
  const sending = (async () => { try { await svix.message.create("a", input); } catch {} })();
  try { await act(); return answer; } catch { answer = await sending; }
}
== what is assigned behind it holds behind it: onlyLogged at 3
export async function f() {
  let count = 0;
  const sending = (async () => { try { await svix.message.create("a", input); } catch (error) { console.error(error); } })();
  count = 1;
  await sending;
  if (count === 0) throw new Error("not sent");
}
`);
});

describe("several promises at once", () => {
  verdictTable(String.raw`
== all over map(async): emptyHandler at 2
export async function f(ids: string[]) {
  try { await Promise.all(ids.map(async (id) => { await svix.message.create(id, input); })); } catch {}
}
== all over a spread: unhandled at 2
export async function f(others: Promise<unknown>[]) {
  await Promise.all([...others, svix.message.create("a", input)]);
}
== race against something quick: fine
export async function f() { await Promise.race([svix.message.create("a", input), Promise.resolve("late")]); }
== race against a timer, which failing does not wait for: unhandled at 2
export async function f() {
  await Promise.race([svix.message.create("a", input), new Promise((resolve) => setTimeout(resolve, 5000))]);
}
== race against a function that is named for waiting: onlyLogged at 3
const timeout = (ms: number) => new Promise<never>((_, reject) => setTimeout(() => reject(new Error("late")), ms));
export async function f() {
  try { await Promise.race([svix.message.create("a", input), timeout(5000)]); } catch (error) { console.error(error); }
}
== race against something unknown: fine
export async function f() { await Promise.race([svix.message.create("a", input), act()]); }
== race of two requests, of which nobody knows which is first: emptyHandler at 3
export async function f() {
  let failed = false;
  try { await svix.message.create("a", input); } catch { failed = true; }
  const first = await Promise.race([(async () => { await svix.endpoint.create("a", input); })(), Promise.all([svix.application.create(input)])]);
  if (first !== undefined && failed) await act();
}
== any of two of which nobody knows how long they take: emptyHandler at 3
export async function f(quick: () => any) {
  let failed = false;
  try { await svix.message.create("a", input); } catch { failed = true; }
  const first: any = await Promise.any([Promise.all([quick()]), quick()]);
  if (failed && typeof first === "object") await act();
}
== race of a request and a helper that tells of a failure, which may lose: fine
async function send() { try { return await svix.message.create("a", input); } catch { return false; } }
export async function f() {
  const first = await Promise.race([svix.application.create(input).catch(act), send()]);
  if (first !== false) await act();
}
== race of one: unhandled at 2
export async function f() {
  await Promise.race([svix.message.create("a", input)]);
}
== race against all results of another: fine
export async function f() {
  return await Promise.race([Promise.allSettled([svix.message.create("a", input)]), act()]);
}
== any of all results and of something else: fine
export async function f() {
  const first = await Promise.any([Promise.allSettled([svix.message.create("a", input)]), act()]);
  if (Array.isArray(first)) return first;
}
== any of all results alone: fine
export async function f() {
  const [first] = await Promise.any([Promise.allSettled([svix.message.create("a", input)])]);
  if (first.status === "rejected") throw first.reason;
}
== any with a second chance: fine
export async function f() { await Promise.any([svix.message.create("a", input), Promise.resolve("cached")]); }
== any of failures only: emptyHandler at 2
export async function f() {
  try { await Promise.any([svix.message.create("a", input)]); } catch {}
}
== two that wait for one promise, of which one does something about it: fine
export async function f() {
  const sending = svix.message.create("a", input);
  const noted = sending.catch((error: unknown) => act(error));
  await Promise.all([noted, sending]);
}
== two that wait for one promise, of which one does nothing: unhandled at 2
export async function f() {
  const sending = svix.message.create("a", input);
  const noted = sending.catch(() => undefined);
  await Promise.all([noted, sending]);
}
== a last attempt behind one that was handled: unhandled at 4
const send = () => svix.message.create("a", input);
export async function f() {
  try { return await send(); } catch (error) { await act(error); }
  return await send();
}
== an async callback of nobody's that gives back a promise: floating at 2
export async function f(ids: string[]) {
  const sending = svix.message.create("a", input);
  ids.forEach(async () => { return sending; });
  await sending.catch(() => undefined);
}
== a named property of a list is none of its elements: settledIgnored at 2
export async function f() {
  const sent: any = await Promise.allSettled([svix.message.create("a", input)]);
  if (!sent.status) return { ok: true };
  throw new Error("not sent");
}
== waiting for one promise does not bring about what hangs on another: floating at 3
export async function f() {
  let failed = false;
  const sending = svix.message.create("a", input).finally(() => { failed = true; });
  await new Promise<void>((resolve, reject) => { work(1).then(resolve, reject); });
  if (failed) await act(sending);
}
== what is done when a promise of nobody's has settled may not be done yet: emptyHandler at 4
export async function f() {
  let ready = false, sent = true;
  void svix.endpoint.create("a", input).catch(act).finally(() => { ready = true; });
  try { await svix.message.create("a", input); } catch { sent = false; }
  if (ready && !sent) await act();
}
== nor can be said to be left undone: fine
export async function f() {
  let ready = false;
  void svix.endpoint.create("a", input).catch(act).finally(() => { ready = true; });
  try { await svix.message.create("a", input); } catch { if (ready) await act(); else throw new Error("not ready"); }
}
== it is done for whoever waits for that promise: fine
export async function f() {
  let ready = false;
  const making = svix.endpoint.create("a", input).catch(act).finally(() => { ready = true; });
  await making;
  try { await svix.message.create("a", input); } catch { if (ready) await act(); }
}
== for await: unhandled at 2
export async function f() {
  for await (const sent of [svix.message.create("a", input)]) console.log(sent);
}
== a generator is left alone: fine
export function* f() { try { yield svix.message.create("a", input); } catch (error) { console.error(error); } }
`);
});

describe("results in lists of lists", () => {
  verdictTable(String.raw`
== one of them is asked for: fine
export async function f(groups: string[][]) {
  const results = (await Promise.all(groups.map((ids) => Promise.allSettled(ids.map((id) => svix.message.create(id, input)))))).flat();
  if (results.some(({ status }) => status === "rejected")) throw new Error("failed");
}
== each of them is asked: fine
export async function f(groups: string[][]) {
  const results = (await Promise.all(groups.map((ids) => Promise.allSettled(ids.map((id) => svix.message.create(id, input)))))).flat();
  for (const result of results) if (result.status === "rejected") await act(result.reason);
}
== nobody asks: settledIgnored at 2
export async function f(groups: string[][]) {
  await Promise.all(groups.map((ids) => Promise.allSettled(ids.map((id) => svix.message.create(id, input)))));
}
`);
});

describe("another Promise", () => {
  verdictTable(String.raw`
== of a library: fine
import Promise from "bluebird";
export async function f() { await Promise.all([svix.message.create("a", input)]); }
== the language's: unhandled at 1
export async function f() { await Promise.all([svix.message.create("a", input)]); }
== a method that is not followed: unhandled at 3
export async function f() {
  const { promise, resolve } = Promise.withResolvers<void>();
  await svix.message.create("a", input); resolve(); await promise;
}
`);
});

describe("promises that wait for each other", () => {
  verdictTable(String.raw`
== in a circle: emptyHandler at 6
export async function f() {
  let first: Promise<unknown> = Promise.resolve();
  const second = new Promise<unknown>((resolve) => { setTimeout(() => { resolve(first); }); });
  first = new Promise((resolve) => { resolve(second); });
  const sending = svix.message.create("a", input);
  await sending.catch(() => first);
  await second;
}
== one for itself: emptyHandler at 3
export async function f() {
  let done: (value: unknown) => void = () => {}; const own = new Promise((resolve) => { done = resolve; });
  try { await svix.message.create("a", input); } catch { done(own); await own; }
}
`);
});

describe("a count that the failure has not changed", () => {
  verdictTable(String.raw`
== decides what comes next: onlyLogged at 3
export async function f(limit: number) {
  let sent = 0; sent += 1;
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  if (sent < limit) await act("next");
}
== counts the failures: fine
export async function f(limit: number) {
  let failed = 0;
  try { await svix.message.create("a", input); } catch (error) { console.error(error); failed += 1; }
  if (failed < limit) await act("next");
}
`);
});

describe("callbacks", () => {
  verdictTable(String.raw`
== some() throws through: unhandled at 2
export function f(secrets: string[], raw: string) {
  return secrets.some((secret) => { new Webhook(secret).verify(raw, {}); return true; });
}
== map() throws through into its catch: fine
export async function POST(req: Request) { const raw = await req.text(); try { [webhook].map((each) => each.verify(raw, {})); } catch { return new Response("no", { status: 401 }); } return new Response("ok"); }
== an async IIFE under its own handler: onlyLogged at 2
export function f() {
  (async () => { try { await svix.message.create("a", input); } catch (error) { console.error(error); } })();
}
== an awaited IIFE throws into the catch around it: fine
export async function f() { try { await (async () => { await svix.message.create("a", input); })(); } catch (error) { await act(error); } }
== a nested use of one wrapper is no recursion: onlyLogged at 3
async function safe<T>(work: () => Promise<T>) { try { return await work(); }
  catch (error) { console.error(error); } }
export async function f() { await safe(() => safe(() => svix.message.create("a", input))); }
`);
});

describe("control flow", () => {
  verdictTable(String.raw`
== switch on a flag: fine
export async function f() { let ok = true; try { await svix.message.create("a", input); } catch { ok = false; } switch (ok) { case false: await act(); break; default: console.log("sent"); } }
== a ternary: fine
export async function f() { let ok = true; try { await svix.message.create("a", input); } catch { ok = false; } return ok ? "sent" : await act(); }
== or: fine
export async function f() { const sent = await svix.message.create("a", input).catch(() => null); sent || (await act()); }
== nullish fallback: fine
export async function f() { const sent = await svix.message.create("a", input).catch(() => null); return sent ?? (await act()); }
== typeof: fine
export async function f() { let sent; try { sent = await svix.message.create("a", input); } catch {} if (typeof sent === "undefined") await act(); }
== destructuring with a default: emptyHandler at 2
export async function f() {
  const { id = "none" } = await svix.message.create("a", input).catch(() => ({}) as { id?: string });
  console.log(id);
}
== a flag that a closure sets: fine
export async function f() { let failed = false; const note = () => { failed = true; }; try { await svix.message.create("a", input); } catch { note(); } if (failed) await act(); }
== a branch that success takes as well is no handling: emptyHandler at 4
export async function f() {
  let state = "new";
  try { await svix.message.create("a", input); }
  catch { state = "old"; }
  if (state) await act();
}
== a call behind a loop fails on every path that gets there: emptyHandler at 6
export async function f(names: string[]) {
  const started = names.map(async (name) => {
    for (const part of ["head", "body"]) console.log(name, part);
    try { await work(name); } catch { throw new Error("not stored"); }
  });
  try { await svix.message.create("a", input); } catch {}
  return await Promise.all(started);
}
== a loop over literals knows what they hold: emptyHandler at 3
export async function f() {
  for (const job of [{ name: "a", optional: true }]) {
    try { await svix.message.create(job.name, input); } catch (error) { if (!job.optional) throw error; }
  }
}
== a loop in a callback forgets no earlier result: emptyHandler at 6
export async function f() {
  const jobs = ["a", "b"].map((name) => {
    for (const part of ["head", "body"]) console.log(name, part);
    return { name, optional: true };
  });
  try { await svix.message.create("a", input); } catch (error) { if (!jobs[0].optional) throw error; }
}
== a labelled break out of two loops: emptyHandler at 3
export async function f(ids: string[]) {
  outer: for (const id of ids) for (const kind of ["x", "y"]) {
    try { await svix.message.create(id, input); } catch { break outer; }
  }
}
== a helper of type never: fine
function fail(error: unknown): never { throw new Error("no", { cause: error }); }
export async function f() { try { await svix.message.create("a", input); } catch (error) { fail(error); } }
`);
});

describe("what code that is not looked into may change", () => {
  verdictTable(String.raw`
== a variable that a callback sets: unhandled at 5
export async function f(transaction: (run: () => Promise<void>) => Promise<void>, find: () => Promise<{ id: string }>) {
  let user: { id: string } | null = null;
  await transaction(async () => { user = await find(); });
  if (user === null) throw new Error("no such user");
  await svix.message.create("a", input);
}
== a variable that a local function sets: unhandled at 5
export async function f() {
  let ready = false;
  const check = async () => { await act(); ready = true; };
  await check();
  if (ready) await svix.message.create("a", input);
}
== a variable that a function called by a callback sets: unhandled at 5
export async function f() {
  let body = "";
  const take = (part: string) => { body += part; };
  process.stdin.on("data", (part) => { take(String(part)); });
  if (body !== "") await svix.message.create("a", input);
}
== a variable that a constructor's callback sets: unhandled at 4
export async function f(Watcher: new (found: () => void) => unknown) {
  let seen = 0;
  const watcher = new Watcher(() => { seen += 1; });
  if (seen > 0) await svix.message.create(String(watcher), input);
}
== a list that a callback fills: unhandled at 4
export async function f(rows: { each(take: (id: string) => void): Promise<void> }) {
  const ids: string[] = [];
  await rows.each((id) => { ids.push(id); });
  for (const id of ids) await svix.message.create(id, input);
}
== a list that somebody else fills: unhandled at 4
export async function f() {
  const ids: string[] = [];
  await act(ids);
  for (const id of ids) await svix.message.create(id, input);
}
== a queue until nothing is left: unhandled at 4
export async function f(names: string[]) {
  const queue = ["first", ...names];
  while (queue.length > 0) {
    await svix.message.create(queue.shift() ?? "", input);
  }
}
== a queue that somebody has emptied: unhandled at 4
export async function f(names: string[]) {
  const queue = ["first"];
  queue.pop();
  if (queue.length === 0) await svix.message.create("a", input);
}
== a property that a callback sets: unhandled at 4
export async function f() {
  const state = { step: "begun" };
  await act(() => { state.step = "ready"; });
  if (state.step === "ready") await svix.message.create("a", input);
}
== an empty slot that somebody else fills: unhandled at 4
export async function f() {
  const job = { report: { done: false } };
  await act(job);
  if (job.report.done) await svix.message.create("a", input);
}
== what is only logged stays as it was: fine
export async function f() {
  const job = { done: false };
  console.log(job, [job].length);
  if (job.done) await svix.message.create("a", input);
}
== what the failure has left in it stays known: fine
export async function f() {
  const result = { sent: true };
  try { await svix.message.create("a", input); } catch { result.sent = false; }
  await act(result);
  return result;
}
`);
});

describe("values that tell of a failure", () => {
  verdictTable(String.raw`
== null that the caller asks about: fine
async function send() { try { return await svix.message.create("a", input); } catch { return null; } }
export async function f() { if ((await send()) === null) await act(); }
== null that the caller drops: resultIgnored at 2
async function send() { try { return await svix.message.create("a", input); } catch { return null; } }
export async function f() { await send(); }
== acted upon in the helper, null afterwards: fine
async function send() { try { return await svix.message.create("a", input); } catch (error) { await act(error); return null; } }
export async function f() { await send(); }
== a promise of null from a function that is not async: resultIgnored at 2
function send() { return svix.message.create("a", input).catch(() => null); }
export async function f() { await send().finally(() => { console.log("done"); }); }
== what all results give in any case tells nothing: onlyLogged at 2
export async function f() {
  const results = await Promise.allSettled([svix.message.create("a", input).then(() => { console.log("sent"); }, console.error), svix.application.get("a")]);
  return results;
}
== what is returned in any case tells nothing: emptyHandler at 2
async function send() {
  try { await svix.message.create("a", input); } catch {} return { ok: false };
}
export async function f() { await send(); }
== false in a log: resultIgnored at 2
async function send() { try { await svix.message.create("a", input); return true; } catch { return false; } }
export async function f() { console.log(await send()); }
== two operations in one helper are two failures: resultIgnored at 2; resultIgnored at 2
async function send() { try { await svix.application.create(input); await svix.message.create("a", input); return true; } catch { return false; } }
export async function f() { await send(); }
`);
});

describe("a function inside a function", () => {
  verdictTable(String.raw`
== whose null is dropped: emptyHandler at 2
export async function f() {
  const send = async () => { try { await svix.message.create("a", input); return true; } catch { return null; } };
  await send();
}
== whose null is asked about: fine
export async function f() {
  const send = async () => { try { await svix.message.create("a", input); return true; } catch { return null; } };
  if ((await send()) === null) await act();
}
== whose false is dropped: resultIgnored at 4
export async function POST(req: Request) {
  const raw = await req.text();
  const genuine = () => { try { webhook.verify(raw, {}); return true; } catch { return false; } };
  genuine();
  await work(raw);
  return new Response("ok");
}
== whose false refuses: fine
export async function POST(req: Request) {
  const raw = await req.text();
  const genuine = () => { try { webhook.verify(raw, {}); return true; } catch { return false; } };
  if (!genuine()) return new Response("no", { status: 401 });
  await work(raw);
  return new Response("ok");
}
`);
});

describe("constructors that verify", () => {
  const CHECKED =
    "class Checked { constructor(readonly raw: string) { webhook.verify(raw, {}); } }";
  verdictTable(String.raw`
== caught, and answered as a success: successResponse at 3
${CHECKED}
export async function POST(req: Request) { const raw = await req.text();
  try { new Checked(raw); } catch { return new Response("ok"); } return new Response("ok"); }
== caught, and refused: fine
${CHECKED}
export async function POST(req: Request) { const raw = await req.text();
  try { new Checked(raw); } catch { return new Response("no", { status: 400 }); } return new Response("ok"); }
== not caught: unhandled at 2
${CHECKED}
export async function POST(req: Request) { await work(new Checked(await req.text())); return new Response("ok"); }
`);
});

describe("properties of plain values", () => {
  verdictTable(String.raw`
== one that a string lacks: unhandled at 3
export async function f(sent: boolean) {
  let state: any = "begun";
  try { await svix.message.create("a", input); state = { ok: sent }; } catch (error) { if (!state.ok) throw error; await act(error); }
}
== one that every string has: fine
export async function f(sent: boolean) {
  let state: any = "begun";
  try { await svix.message.create("a", input); state = { ok: sent }; } catch (error) { if (!state.at(0)) throw error; await act(error); }
}
`);
});

/** A function that collects what was not sent in \`failed\` and returns something made of it. */
const collecting = (
  made: string,
  verdict: string,
): string => `== ${made.replaceAll(": ", ":")}: ${verdict}
export async function f(ids: string[], before: string[]) {
  const failed: string[] = []; const errors = new Map<string, unknown>(); const all = new Array<string>();
  for (const id of ids) {
    try { await svix.message.create(id, input); } catch (error) { failed.push(id); all.unshift(id); errors.set(id, error); }
  }
  ${made}
}
`;

describe("what is made of a list of what failed tells of the failure", () => {
  verdictTable(
    [
      "return failed.sort();",
      "failed.sort((a, b) => a.localeCompare(b)); return failed;",
      "return failed.sort((a, b) => a.localeCompare(b));",
      "return failed.reverse();",
      "return failed.slice(0, 10);",
      "return before.concat(failed);",
      "return failed.at(-1);",
      "return failed.flat();",
      'return failed.join(", ");',
      "return all;",
      "return [...errors.keys()];",
      "return Object.fromEntries(errors);",
      'if (failed.reduce((text, id) => text + id, "") !== "") throw new Error("not sent");',
      "if (failed.some((id) => id === before[0])) throw new Error(before[0]);",
    ]
      .map((made) => collecting(made, "fine"))
      .join(""),
  );
  verdictTable(collecting("return ids.sort();", "emptyHandler at 4"));
});

describe("what is made of all results tells of the failure", () => {
  verdictTable(
    [
      'if (results.reduce((count, { status }) => count + (status === "rejected" ? 1 : 0), 0) > 0) throw new Error("no");',
      'if (results.find(({ status }) => status === "rejected") !== undefined) throw new Error("no");',
      'if (results.find((result) => isBad(result)) !== undefined) throw new Error("no");',
      'if (!results.every(({ status }) => status === "fulfilled")) throw new Error("no");',
    ]
      .map(
        (made) => `== ${made.replaceAll(": ", ":")}: fine
declare function isBad(result: unknown): boolean;
export async function f(ids: string[]) {
  const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));
  ${made}
}
`,
      )
      .join(""),
  );
});

describe("calls that an array of unknown length decides", () => {
  verdictTable(String.raw`
== behind a filter that may have picked nothing: unhandled at 4
export async function f(rows: { done: boolean }[]) {
  const done = rows.filter((row) => row.done);
  if (done.length > 0) return;
  await svix.message.create("a", input);
}
== behind a map over nothing: unhandled at 4
export async function f(rows: { id: string }[]) {
  const ids = rows.map((row) => row.id);
  if (ids.length) return;
  await svix.message.create("a", input);
}
== behind a spread of what may be empty: unhandled at 4
export async function f(rows: { id: string }[]) {
  const ids = [...rows.map((row) => row.id)];
  if (ids.length > 0) return;
  await svix.message.create("a", input);
}
== after a loop over what a filter may have left: unhandled at 3
export async function f(rows: { done: boolean }[]) {
  for (const row of rows.filter(({ done }) => done)) { if (row) return; }
  await svix.message.create("a", input);
}
== behind all results of a batch that may be empty: unhandled at 4
export async function f(rows: string[]) {
  const sent = await Promise.all(rows.map(async (row) => act(row)));
  if (sent.length > 0) return;
  await svix.message.create("a", input);
}
== what has failed is in the batch: fine
export async function f(rows: string[]) {
  const results = await Promise.allSettled(rows.map((row) => svix.message.create(row, input)));
  const failed = results.filter(({ status }) => status === "rejected");
  if (failed.length > 0) throw new Error("some were not sent");
}
== what was pushed is in the list: fine
export async function f(rows: string[]) {
  const failed = rows.filter((row) => row.length > 9).map(() => new Error("too long"));
  for (const row of rows) { try { await svix.message.create(row, input); } catch (error) { failed.push(error as Error); } }
  if (failed.length > 0) throw new AggregateError(failed);
}
`);
});

describe("calls in the handler of another call", () => {
  verdictTable(String.raw`
== a second attempt in .catch: unhandled at 2
export async function f() {
  return svix.application.create(input).catch(async () => { await svix.message.create("a", input); });
}
== a second attempt at the end of a chain: unhandled at 2
export async function f() {
  await svix.application.create(input).then(() => act()).catch(() => svix.message.create("a", input));
}
== a second attempt that is dealt with: fine
export async function f() {
  try { await svix.application.create(input).catch(() => svix.message.create("a", input)); } catch (error) { await act(error); }
}
`);
});

describe("functions that are handed on by name", () => {
  verdictTable(String.raw`
== an arrow in a map that nobody is seen to read: fine
const sendPaid = async () => { await svix.message.create("a", input); };
export const senders = { paid: sendPaid };
== the same, exported by its own name, too: fine
export const sendPaid = async () => { await svix.message.create("a", input); };
export const senders = { sendPaid };
== a list of exports is no map: unhandled at 1
const sendPaid = async () => { await svix.message.create("a", input); };
export default { sendPaid };
== an arrow where it is written: unhandled at 1
export const routes = { paid: async () => { await svix.message.create("a", input); } };
`);
});

describe("screens", () => {
  verdictTable(
    String.raw`
== another screen is shown: fine
export async function Page() {
  try { const { url } = await svix.authentication.appPortalAccess("a", {}); return <iframe src={url} />; }
  catch { return <p>Not available</p>; }
}
== another part of the screen is shown: fine
export async function Page() {
  let url; try { url = (await svix.authentication.appPortalAccess("a", {})).url; } catch (error) { console.error(error); }
  return <main><section>{url ? <iframe src={url} /> : <p>Not available</p>}</section></main>;
}
== a text is shown: fine
export async function Page() {
  let url = "", problem = ""; try { url = (await svix.authentication.appPortalAccess("a", {})).url; } catch { problem = "Not available"; }
  return <>{problem && <p>{problem}</p>}<iframe src={url} /></>;
}
== the error is given to a component: fine
export async function Page() {
  let url, error; try { url = (await svix.authentication.appPortalAccess("a", {})).url; } catch (caught) { error = caught; }
  return <Frame src={url} error={error} />;
}
== the same screen with nothing in it: onlyLogged at 2
export async function Page() {
  let url; try { url = (await svix.authentication.appPortalAccess("a", {})).url; } catch (error) { console.error(error); }
  return <iframe src={url} title="Portal" />;
}
== nothing is shown in place of it: emptyHandler at 2
export async function Page() {
  const portal = await svix.authentication.appPortalAccess("a", {}).catch(() => null);
  return <main>{portal && <iframe src={portal.url} />}</main>;
}
== a call inside the screen: unhandled at 2
export async function Page() {
  return <iframe src={(await svix.authentication.appPortalAccess("a", {})).url} />;
}
== a handler of an event is nobody's to wait for: unhandled at 3
export function Button() {
  const submit = async () => { await svix.application.create(input); };
  return <button onClick={() => submit()}>Create</button>;
}
== a handler by name: unhandled at 2
export function Button() {
  const submit = async () => { await svix.application.create(input); };
  return <form><button {...{ type: "submit" }} onClick={submit} disabled /></form>;
}
== a handler that lets the promise go: floating at 3
export function Button() {
  const submit = async () => { await svix.application.create(input); };
  return <button onClick={() => { void submit(); }}>Create</button>;
}
== a handler that shows a toast: fine
export function Button() {
  const submit = async () => { try { await svix.application.create(input); } catch { await act("failed"); } };
  return <button onClick={() => submit()}>Create</button>;
}
`,
    "tsx",
  );
});

describe("a function with many failing calls", () => {
  const COUNT = 40;
  const step = (index: number): string => {
    const i = String(index);
    return `if (given[${i}] === "skip") await act("skipped"); else try { const input${i} = { id: given[${i}] }; ids.push((await svix.message.create("a", input)).id, input${i}); } catch (error) { console.error(error); }`;
  };
  const steps = Array.from({ length: COUNT }, (_, index) => step(index));
  const found = steps.map((_, index) => `onlyLogged at ${String(index + 2)}`);

  verdictTable(`
== is judged to its end: ${found.join("; ")}
export async function f(given: readonly string[]) { const ids: unknown[] = [];
${steps.join("\n")}
await act(ids); }
`);
});
