import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const SEND = 'async () => { await svix.message.create("a", input); }';
/** Code that cannot be entered runs a callback that sends. */
const given = (type: string, body: string): string => `declare const db: ${type};\n${body}`;
const GIVES_PROMISE = "{ transaction(run: () => Promise<void>): Promise<void> }";

describe("a callback that is given to code that cannot be entered", () => {
  verdictTable(`
== whose promise is awaited in a try that drops the error: emptyHandler at 3
${given(GIVES_PROMISE, `export async function f() {\n  try { await db.transaction(${SEND}); } catch {}\n}`)}
== and in one that acts: fine
${given(GIVES_PROMISE, `export async function f() {\n  try { await db.transaction(${SEND}); } catch { await act(); }\n}`)}
== which gives a promise or nothing: emptyHandler at 3
${given("{ transaction(run: () => Promise<void>): Promise<void> | undefined }", `export async function f() {\n  try { await db.transaction(${SEND}); } catch {}\n}`)}
== which gives nothing, so that no try meets the error: unhandled at 3
${given("{ transaction(run: () => Promise<void>): void }", `export async function f() {\n  try { await db.transaction(${SEND}); } catch { await act(); }\n}`)}
`);
});

describe("the same where its type is not known", () => {
  verdictTable(`
== awaited in a try that drops the error: emptyHandler at 3
${given("any", `export async function f() {\n  try { await db.transaction(${SEND}); } catch {}\n}`)}
== in one that acts: fine
${given("any", `export async function f() {\n  try { await db.transaction(${SEND}); } catch { await act(); }\n}`)}
== returned to a caller that drops the error: emptyHandler at 4
${given("any", `function f() {\n  return db.transaction(${SEND}); }\nexport async function g() { try { await f(); } catch {} }`)}
== by an arrow: emptyHandler at 3
${given("any", `const f = () => db.transaction(${SEND});\nexport async function g() { try { await f(); } catch {} }`)}
== with a reaction that drops the error: emptyHandler at 3
${given("any", `export async function f() {\n  await db.transaction(${SEND}).catch(() => undefined); }`)}
== with a reaction that acts: fine
${given("any", `export async function f() {\n  await db.transaction(${SEND}).catch(() => act()); }`)}
== with a method of another name: fine
${given("any", `export async function f() {\n  await db.transaction(${SEND}).fail(() => undefined); }`)}
== a statement, of which nobody knows whether it waits: fine
${given("any", `export async function f() {\n  try { db.transaction(${SEND}); } catch {}\n}`)}
`);
});

describe("code that keeps a promise running and drops its error", () => {
  verdictTable(`
== waitUntil: floating at 3
declare const event: { waitUntil(work: Promise<unknown>): void };
export function f() {
  event.waitUntil(svix.message.create("a", input)); }
== after: floating at 3
declare function after(run: () => Promise<unknown>): void;
export function f() {
  after(() => svix.message.create("a", input)); }
== another name: fine
declare const event: { enqueue(work: Promise<unknown>): void };
export function f() {
  event.enqueue(svix.message.create("a", input)); }
== in an object: fine
declare const event: { enqueue(given: { work: Promise<unknown> }): void };
export function f() {
  event.enqueue({ work: svix.message.create("a", input) }); }
== with an error that was handled: fine
declare const event: { waitUntil(work: Promise<unknown>): void };
export function f() {
  event.waitUntil(svix.message.create("a", input).catch(() => act())); }
`);
});

const CAUGHT = (body: string): string =>
  `export async function f(id: string) {\n  try { await svix.message.create("a", input); } catch (error) { ${body} }\n}`;

describe("what a handler's call of code that cannot be entered amounts to", () => {
  verdictTable(`
== work: fine
declare function requeue(id: string): Promise<void>;
${CAUGHT("await requeue(id);")}
== a wait: emptyHandler at 3
declare function sleep(ms: number): Promise<void>;
${CAUGHT("await sleep(100);")}
== a wait for seconds: emptyHandler at 3
declare function waitSeconds(seconds: number): Promise<void>;
${CAUGHT("await waitSeconds(1);")}
== a wait that is told the error: fine
declare function delay(error: unknown): Promise<void>;
${CAUGHT("await delay(error);")}
== a wait with something to do: fine
declare function delay(run: () => void): Promise<void>;
${CAUGHT("await delay(() => { void act(); });")}
== a name that only starts like a wait: fine
declare function waitress(id: string): Promise<void>;
${CAUGHT("await waitress(id);")}
== a value that is computed: emptyHandler at 2
${CAUGHT("JSON.stringify(error);")}
`);
});
