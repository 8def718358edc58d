import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const ROUTE = (made: string, use: string) => `${made}
export async function POST(q: Request) { const raw = await q.text();
  ${use}
  await work(JSON.parse(raw)); return new Response("ok"); }`;

const CHECK = `function check(raw: string) { try { webhook.verify(raw, input); return new Result(); } catch (e) { return new Result(e as Error); } }`;
const RESULT = `class Result { constructor(private readonly error?: Error) {} isErr() { return this.error !== undefined; } get ok() { return this.error === undefined; }
  get problem() { return this.error; } orThrow() { if (this.error) throw this.error; } orWarn() { if (this.error) console.warn(this.error); }
  match<T>(good: () => T, bad: (error: Error) => T) { return this.error ? bad(this.error) : good(); } either = () => this.isErr(); } ${CHECK}`;
const HIDDEN = `class Result { #error: Error | undefined; constructor(error?: Error) { this.#error = error; } get ok() { return !this.#error; } } ${CHECK}`;
const NO = `return new Response("no", { status: 401 });`;

describe("a method of a result of the program's own", () => {
  verdictTable(String.raw`
== tells of the failure: fine
${ROUTE(RESULT, `if (check(raw).isErr()) ${NO}`)}
== tells of the failure and is only logged: payloadUsed at 5
${ROUTE(RESULT, `if (check(raw).isErr()) console.warn("forged");`)}
== is asked for the opposite: payloadUsed at 5
${ROUTE(RESULT, `if (!check(raw).isErr()) ${NO}`)}
== asks another one: fine
${ROUTE(RESULT, `if (check(raw).either()) ${NO}`)}
== asks another one and is only logged: payloadUsed at 5
${ROUTE(RESULT, `if (check(raw).either()) console.warn("forged");`)}
== throws what it holds: unhandled at 5
${ROUTE(RESULT, `check(raw).orThrow();`)}
== logs what it holds: payloadUsed at 5
${ROUTE(RESULT, `check(raw).orWarn();`)}
== calls what it is given for a failure: fine
${ROUTE(RESULT, `const no = check(raw).match(() => undefined, () => new Response("no", { status: 401 })); if (no) return no;`)}
== calls what it is given for a failure, which logs: payloadUsed at 5
${ROUTE(RESULT, `check(raw).match(() => undefined, (error) => console.warn(error.message));`)}
`);
});

describe("for comparison, a boolean", () => {
  verdictTable(String.raw`
== is only logged: payloadUsed at 3
${ROUTE("function check(raw: string) { try { webhook.verify(raw, input); return true; } catch (e) { return false; } }", `if (!check(raw)) console.warn("forged");`)}
`);
});
describe("a getter of a result of the program's own", () => {
  verdictTable(String.raw`
== tells of the failure: fine
${ROUTE(RESULT, `if (!check(raw).ok) ${NO}`)}
== tells of the failure and is only logged: payloadUsed at 5
${ROUTE(RESULT, `if (!check(raw).ok) console.warn("forged");`)}
== gives the error: fine
${ROUTE(RESULT, `const { problem } = check(raw); if (problem) ${NO}`)}
== gives the error, which is only logged: payloadUsed at 5
${ROUTE(RESULT, `const result = check(raw); if (result.problem) console.warn(result.problem);`)}
== reads a private field: fine
${ROUTE(HIDDEN, `if (!check(raw).ok) ${NO}`)}
== reads a private field and is only logged: payloadUsed at 3
${ROUTE(HIDDEN, `if (!check(raw).ok) console.warn("forged");`)}
`);
});

const OUTCOME = `class Outcome<T> { #value: T | undefined; #error: Error | undefined;
  private constructor(value: T | undefined, error: Error | undefined) { this.#value = value; this.#error = error; }
  static of<T>(value: T) { return new Outcome<T>(value, undefined); }
  static failed<T>(error: unknown) { return new Outcome<T>(undefined, error instanceof Error ? error : new Error(String(error))); }
  static async from<T>(promise: Promise<T>): Promise<Outcome<T>> { try { return Outcome.of(await promise); } catch (e) { return Outcome.failed<T>(e); } }
  get failed(): boolean { return this.#error !== undefined; } get value(): T { if (this.#error) throw this.#error; return this.#value as T; } }
async function read(raw: string) { webhook.verify(raw, input); return JSON.parse(raw) as object; }`;

describe("a result that a static method makes of a promise", () => {
  verdictTable(String.raw`
== is asked whether it has failed: fine
${OUTCOME}
export async function POST(q: Request) { const event = await Outcome.from(read(await q.text()));
  if (event.failed) ${NO} await work(event.value); return new Response("ok"); }
== is asked only for the log: payloadUsed at 8
${OUTCOME}
export async function POST(q: Request) { const raw = await q.text(); const event = await Outcome.from(read(raw));
  if (event.failed) console.warn("forged"); await work(JSON.parse(raw)); return new Response("ok"); }
`);
});

describe("an object with methods of its own", () => {
  const made = `function check(raw: string) { let error: Error | undefined; try { webhook.verify(raw, input); } catch (e) { error = e as Error; } return { error, isErr() { return this.error !== undefined; } }; }`;
  verdictTable(String.raw`
== tells of the failure: fine
${ROUTE(made, `if (check(raw).isErr()) ${NO}`)}
== tells of the failure and is only logged: payloadUsed at 3
${ROUTE(made, `if (check(raw).isErr()) console.warn("forged");`)}
`);
});

const SUM = `abstract class Result { abstract get failed(): boolean; isErr() { return this.failed; } static ok() { return new Ok(); } static err(e: unknown) { return new Err(e); } }
class Ok extends Result { get failed() { return false; } } class Err extends Result { constructor(readonly error: unknown) { super(); } get failed() { return true; } }
function check(raw: string): Result { try { webhook.verify(raw, input); return Result.ok(); } catch (e) { return Result.err(e); } }`;
const INTERFACE = `interface Result { isErr(): boolean } class Ok implements Result { isErr() { return false; } } class Err implements Result { constructor(readonly error: unknown) {} isErr() { return true; } }
function check(raw: string): Result { try { webhook.verify(raw, input); return new Ok(); } catch (e) { return new Err(e); } }`;

describe("a class of its own for what has failed", () => {
  verdictTable(String.raw`
== is asked by what it inherits: fine
${ROUTE(SUM, `if (check(raw).isErr()) ${NO}`)}
== is asked by what it inherits, for the log: resultIgnored at 5
${ROUTE(SUM, `if (check(raw).isErr()) console.warn("forged");`)}
== is asked by its getter: fine
${ROUTE(SUM, `if (check(raw).failed) ${NO}`)}
== is asked by its getter, for the log: resultIgnored at 5
${ROUTE(SUM, `if (check(raw).failed) console.warn("forged");`)}
== is asked by a method of an interface: fine
${ROUTE(INTERFACE, `if (check(raw).isErr()) ${NO}`)}
== is asked by a method of an interface, for the log: resultIgnored at 4
${ROUTE(INTERFACE, `if (check(raw).isErr()) console.warn("forged");`)}
`);
});

const SET = `class Result { readonly ok: boolean; readonly reason: string | undefined; readonly at: Date; constructor(error?: Error) { this.ok = error === undefined; this.reason = error?.message; this.at = new Date(); } } ${CHECK}`;
const COMPUTED = `class Result { readonly ok: boolean; readonly reason: string | undefined; constructor(error?: Error) { this.ok = error === undefined; this.reason = error?.message; } get why() { return this.reason ?? "none"; } } ${CHECK}`;

describe("a field that a constructor computes", () => {
  verdictTable(String.raw`
== tells of the failure: fine
${ROUTE(COMPUTED, `if (!check(raw).ok) ${NO}`)}
== tells of the failure and is only logged: payloadUsed at 3
${ROUTE(COMPUTED, `const { ok, why } = check(raw); if (!ok) console.warn(why);`)}
== tells of the failure beside one that is not known: fine
${ROUTE(SET, `if (!check(raw).ok) ${NO}`)}
`);
});

const REPORT = `class Report { private errors: string[] = []; private broken = false; add(error: unknown) { this.errors.push(String(error)); this.broken = true; return this; }
  get failed() { return this.errors.length > 0; } isBroken() { return this.broken; } check(raw: string) { try { webhook.verify(raw, input); } catch (e) { this.add(e); } return this; } }`;

describe("an object that is told of the failure", () => {
  verdictTable(String.raw`
== is asked afterwards: fine
${ROUTE(REPORT, `const report = new Report(); try { webhook.verify(raw, input); } catch (e) { report.add(e); } if (report.failed) ${NO}`)}
== is asked afterwards, for the log: payloadUsed at 4
${ROUTE(REPORT, `const report = new Report(); try { webhook.verify(raw, input); } catch (e) { report.add(e); } if (report.failed) console.warn("forged");`)}
== is asked by its field: fine
${ROUTE(REPORT, `const report = new Report(); try { webhook.verify(raw, input); } catch (e) { report.add(e); } if (report.isBroken()) ${NO}`)}
== is asked by nobody: payloadUsed at 4
${ROUTE(REPORT, `const report = new Report(); try { webhook.verify(raw, input); } catch (e) { report.add(e); }`)}
== finds it by itself: fine
${ROUTE(REPORT, `if (new Report().check(raw).failed) ${NO}`)}
`);
});
