import { expect, it } from "vitest";
import rule from "../../src/rules/no-blind-retry.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked, type Bad, type Good } from "./marked-cases.js";

const head = `import { setTimeout as sleep } from "node:timers/promises";
import { ApiException, Svix } from "svix";
declare const svix: Svix;
declare const order: { id: string; appId: string };
declare const orders: { id: string; appId: string }[];
declare const logger: { warn(...what: unknown[]): void };
const message = { eventType: "order.paid", payload: {} };
`;

const SEND = `svix.message.create("app", message)`;
const MARKED = `⟦${SEND}⟧`;
const LOOK = `if (e instanceof ApiException && e.code < 500) throw e;`;
const WAIT = `await sleep(100);`;

/** A loop of attempts with this handler. */
const loop = (handler: string, send = SEND, head = "let n = 1; n <= 3; n++"): string =>
  `export async function f() { for (${head}) { try { return await ${send}; } catch (e) { ${handler} } } throw new Error("gave up"); }`;

const silent = (name: string, code: string): Good => ({ name, code });

const good: readonly Good[] = [
  silent("a loop that looks and waits", loop(LOOK + WAIT)),
  silent("a single attempt", `export const f = () => ${SEND};`),
  silent(
    "a loop over other things",
    `export async function f() { for (const each of orders) { try { await svix.message.create(each.appId, message); } catch (e) { logger.warn(e); } } }`,
  ),
  silent(
    "a loop over an index",
    `export async function f() { for (let i = 0; i < orders.length; i++) { try { await svix.message.create(orders[i]!.appId, message); } catch (e) { logger.warn(e); } } }`,
  ),
  silent(
    "a queue that loses the item",
    `export async function f() { while (orders.length > 0) { const each = orders.shift()!; try { await svix.message.create(each.appId, message); } catch (e) { logger.warn(e); } } }`,
  ),
  silent(
    "pages",
    `export async function f() { let iterator: string | null = null; do { try { const page = await svix.application.list({ iterator }); iterator = page.iterator; } catch (e) { logger.warn(e); return; } } while (iterator); }`,
  ),
  silent(
    "alternatives",
    `export async function f(apps: string[]) { for (const app of apps) { try { return await svix.message.create(app, message); } catch (e) { logger.warn(e); } } }`,
  ),
  silent(
    "a loop that repeats after a success too",
    `export async function f() { for (;;) { try { await svix.application.list(); } catch (e) { logger.warn(e); } await sleep(1000); } }`,
  ),
  silent(
    "a loop without a handler",
    `export async function f() { for (let n = 0; n < 3; n++) await ${SEND}; }`,
  ),
  silent("a handler that always leaves", loop(`throw new Error("failed", { cause: e });`)),
  silent("a handler that breaks", loop(`logger.warn(e); break;`)),
  silent(
    "an error that is thrown after the try",
    `export async function f() { let last: unknown; for (let n = 0; n < 3; n++) { try { return await ${SEND}; } catch (e) { last = e; } if (last) throw last; } }`,
  ),
  silent("a loop of one round", loop(`logger.warn(e);`, SEND, "let n = 0; n < 1; n++")),
  silent(
    "a list that is left at the first failure",
    `export async function f() { const left = [...orders]; while (left.length > 0) { const each = left[0]!; try { await svix.message.create(each.appId, message); left.shift(); } catch (e) { logger.warn(e); break; } } }`,
  ),
  silent(
    "a function that never returns",
    `function fail(e: unknown): never { throw e; }\n${loop("fail(e);")}`,
  ),
  silent(
    "a predicate that looks",
    `const isRefusal = (e: unknown) => e instanceof ApiException && e.code < 500;\n${loop(`if (isRefusal(e)) throw e; ${WAIT}`)}`,
  ),
  silent(
    "a predicate behind a predicate",
    `const codeOf = (e: unknown) => (e instanceof ApiException ? e.code : 0);\nconst isRefusal = (e: unknown) => codeOf(e) < 500;\n${loop(`if (isRefusal(e)) throw e; ${WAIT}`)}`,
  ),
  silent(
    "a predicate that cannot be entered",
    `declare function isRetryable(e: unknown): boolean;\n${loop(`if (!isRetryable(e)) throw e; ${WAIT}`)}`,
  ),
  silent(
    "an assertion that looks",
    `function assertRetryable(e: unknown) { if (e instanceof ApiException && e.code < 500) throw e; }\n${loop(`assertRetryable(e); ${WAIT}`)}`,
  ),
  silent(
    "a look by way of a variable",
    loop(
      `const refused = e instanceof ApiException && e.code < 500; if (refused) throw e; ${WAIT}`,
    ),
  ),
  silent(
    "a switch over the code",
    loop(
      `switch ((e as ApiException<unknown>).code) { case 429: ${WAIT} break; default: throw e; }`,
    ),
  ),
  silent(
    "a look at the message",
    loop(`if (String((e as Error).message).includes("409")) return; ${WAIT}`),
  ),
  silent(
    "a delay that depends on the code",
    loop(`await sleep(e instanceof ApiException && e.code === 429 ? 5000 : 100);`),
  ),
  silent(
    "a wait at the start of the round",
    `export async function f() { for (let n = 0; n < 3; n++) { if (n > 0) await sleep(100 * n); try { return await ${SEND}; } catch (e) { ${LOOK} } } }`,
  ),
  silent(
    "a wait made by hand",
    loop(`${LOOK} await new Promise((resolve) => setTimeout(resolve, 100));`),
  ),
  silent(
    "a wait in a function of the program",
    `const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));\n${loop(`${LOOK} await pause(100);`)}`,
  ),
  silent(
    "a wait that cannot be entered",
    `declare const limiter: { acquire(): Promise<void> };\n${loop(`${LOOK} await limiter.acquire();`)}`,
  ),
  silent(
    "a helper that looks and waits",
    `async function retry<T>(run: () => Promise<T>, n = 3): Promise<T> { for (;;) { try { return await run(); } catch (e) { if (n-- === 0) throw e; ${LOOK} ${WAIT} } } }\nexport const f = () => retry(() => ${SEND});`,
  ),
  silent(
    "a helper that asks the caller",
    `async function retry<T>(run: () => Promise<T>, again: (e: unknown) => boolean): Promise<T> { for (;;) { try { return await run(); } catch (e) { if (!again(e)) throw e; ${WAIT} } } }\nexport const f = () => retry(() => ${SEND}, () => true);`,
  ),
  silent(
    "a helper that runs the function once",
    `async function traced<T>(run: () => Promise<T>): Promise<T> { try { return await run(); } catch (e) { logger.warn(e); throw e; } }\nexport const f = () => traced(() => ${SEND});`,
  ),
  silent(
    "a helper that goes through a list",
    `async function each<T>(list: T[], run: (item: T) => Promise<unknown>) { for (const item of list) { try { await run(item); } catch (e) { logger.warn(e); } } }\nexport const f = () => each(orders, (o) => svix.message.create(o.appId, message));`,
  ),
  silent(
    "an attempt that keeps refusals to itself",
    `const RETRY = async <T>(run: () => Promise<T>): Promise<T> => { for (;;) { try { return await run(); } catch { ${WAIT} } } };\nexport const f = () => RETRY(async () => { try { return await ${SEND}; } catch (e) { if (e instanceof ApiException && e.code < 500) return; throw e; } });`,
  ),
  silent(
    "a function of the program that keeps refusals to itself",
    `async function send() { try { return await ${SEND}; } catch (e) { if (e instanceof ApiException && e.code < 500) return; throw e; } }\n${loop(WAIT, "send()")}`,
  ),
  silent(
    "recursion over the rest",
    `export async function all(list: typeof orders): Promise<void> { const [first, ...rest] = list; if (!first) return; try { await svix.message.create(first.appId, message); } catch (e) { logger.warn(e); } await all(rest); }`,
  ),
  silent(
    "recursion with something else",
    `export async function f(app: string, other?: string): Promise<unknown> { try { return await svix.message.create(app, message); } catch (e) { if (other) return f(other); throw e; } }`,
  ),
  silent(
    "recursion that looks and waits",
    `export async function f(n = 3): Promise<unknown> { try { return await ${SEND}; } catch (e) { if (n === 0) throw e; ${LOOK} ${WAIT} return f(n - 1); } }`,
  ),
  silent(
    "the program's own class",
    `declare const mail: { create(): Promise<void> };\n${loop("logger.warn(e);", "mail.create()")}`,
  ),
];

const bad = (name: string, code: string, ...ids: string[]): Bad => ({
  name,
  code: ids.length > 1 ? code.replace(/⟦([^⟦]*?)⟧/u, "⟦⟦$1⟧⟧") : code,
  messageId: ids,
});
const BOTH = ["undiscriminated", "noBackoff"];

const reported: readonly Bad[] = [
  bad("a loop that does neither", loop("logger.warn(e);", MARKED), ...BOTH),
  bad("an empty handler", loop("", MARKED), ...BOTH),
  bad("a loop that only waits", loop(WAIT, MARKED), "undiscriminated"),
  bad("a loop that only looks", loop(LOOK, MARKED), "noBackoff"),
  bad(
    "a counter in the condition",
    loop(`if (n === 3) throw e; ${WAIT}`, MARKED),
    "undiscriminated",
  ),
  bad(
    "a look for the log",
    loop(`logger.warn(e instanceof ApiException ? e.code : e); ${WAIT}`, MARKED),
    "undiscriminated",
  ),
  bad(
    "a text for the log",
    loop(
      `const text = e instanceof ApiException ? e.body : String(e); logger.warn(text); ${WAIT}`,
      MARKED,
    ),
    "undiscriminated",
  ),
  bad(
    "a branch that only logs",
    loop(`if (e instanceof ApiException) logger.warn(e.code); ${WAIT}`, MARKED),
    "undiscriminated",
  ),
  bad(
    "instanceof Error",
    loop(`if (!(e instanceof Error)) throw e; ${WAIT}`, MARKED),
    "undiscriminated",
  ),
  bad(
    "a predicate that counts",
    `const again = (e: unknown, n: number) => n < 3;\n${loop(`if (!again(e, n)) throw e; ${WAIT}`, MARKED)}`,
    "undiscriminated",
  ),
  bad("a wait that nobody awaits", loop(`${LOOK} void sleep(100);`, MARKED), "noBackoff"),
  bad(
    "work that is no wait",
    `const count = async () => { logger.warn(1); };\n${loop(`${LOOK} await count();`, MARKED)}`,
    "noBackoff",
  ),
  bad(
    "while (true)",
    `export async function f() { let n = 0; while (true) { try { return await ${MARKED}; } catch (e) { if (++n > 3) throw e; ${WAIT} } } }`,
    "undiscriminated",
  ),
  bad(
    "a flag",
    `export async function f() { let sent = false; let n = 0; while (!sent && n < 3) { try { await ${MARKED}; sent = true; } catch { n++; } } }`,
    ...BOTH,
  ),
  bad(
    "an answer",
    `export async function f() { let out; for (let n = 0; !out && n < 3; n++) { try { out = await ${MARKED}; } catch (e) { logger.warn(e); } } return out; }`,
    ...BOTH,
  ),
  bad(
    "do … while",
    `export async function f() { let failed: unknown; let n = 0; do { failed = undefined; try { await ${MARKED}; } catch (e) { failed = e; } } while (failed && ++n < 3); }`,
    ...BOTH,
  ),
  bad(
    "continue with a label",
    `export async function f() { attempts: for (let n = 0; n < 3; n++) { for (const _ of [1]) { try { return await ${MARKED}; } catch (e) { continue attempts; } } } }`,
    ...BOTH,
  ),
  bad(
    "delays from a list",
    `export async function f() { for (const ms of [100, 400]) { try { return await ${MARKED}; } catch (e) { await sleep(ms); } } }`,
    "undiscriminated",
  ),
  bad(
    "an error kept for later",
    loop(`last = e; ${WAIT}`, MARKED)
      .replace("for (", "let last: unknown; for (")
      .replace(`throw new Error("gave up")`, "throw last"),
    "undiscriminated",
  ),
  bad(
    ".catch() with null",
    `export async function f() { for (let n = 0; n < 3; n++) { const out = await ${MARKED}.catch(() => null); if (out) return out; } }`,
    ...BOTH,
  ),
  bad(
    ".then() with two answers",
    `export async function f() { for (let n = 0; n < 3; n++) { if (await ${MARKED}.then(() => true, () => false)) return; ${WAIT} } }`,
    "undiscriminated",
  ),
  bad(
    "a promise in a variable",
    `export async function f() { for (let n = 0; n < 3; n++) { const sent = ${MARKED}; try { return await sent; } catch (e) { ${WAIT} } } }`,
    "undiscriminated",
  ),
  bad(
    "several at once",
    `export async function f() { for (let n = 0; n < 3; n++) { try { return await Promise.all(orders.map((o) => ⟦svix.message.create(o.appId, message)⟧)); } catch (e) { ${WAIT} } } }`,
    "undiscriminated",
  ),
  bad(
    "recursion",
    `export async function f(n = 3): Promise<unknown> { try { return await ${MARKED}; } catch (e) { if (n > 0) return f(n - 1); throw e; } }`,
    ...BOTH,
  ),
  bad(
    "recursion after the try",
    `export async function f(n = 3): Promise<unknown> { try { return await ${MARKED}; } catch (e) { if (n === 0) throw e; } ${WAIT} return f(n - 1); }`,
    "undiscriminated",
  ),
  bad(
    "recursion by a timer",
    `export async function f(o: typeof order): Promise<void> { try { await ⟦svix.message.create(o.appId, message)⟧; } catch (e) { setTimeout(() => void f(o), 1000); } }`,
    "undiscriminated",
  ),
  bad(
    "recursion in .catch()",
    `export function f(n = 3): Promise<unknown> { return ${MARKED}.catch((e) => { if (n === 0) throw e; return sleep(100).then(() => f(n - 1)); }); }`,
    "undiscriminated",
  ),
  bad(
    "recursion of a method",
    `export class Sender { async send(o: typeof order): Promise<unknown> { try { return await ⟦svix.message.create(o.appId, message)⟧; } catch (e) { return this.send(o); } } }`,
    ...BOTH,
  ),
  bad(
    "a helper",
    `async function retry<T>(run: () => Promise<T>, n: number): Promise<T> { for (;;) { try { return await run(); } catch (e) { if (n-- === 0) throw e; } } }\nexport const f = () => retry(() => ${MARKED}, 3);`,
    ...BOTH,
  ),
  bad(
    "a helper that calls itself",
    `const retry = async <T>(run: () => Promise<T>, n = 3): Promise<T> => { try { return await run(); } catch (e) { if (n === 0) throw e; ${WAIT} return retry(run, n - 1); } };\nexport const f = () => retry(() => ${MARKED});`,
    "undiscriminated",
  ),
  bad(
    "a helper that counts aloud",
    `async function retry<T>(run: (n: number) => Promise<T>): Promise<T | undefined> { for (let n = 0; n < 3; n++) { try { return await run(n); } catch (e) { ${WAIT} } } return undefined; }\nexport const f = () => retry((n) => ${MARKED});`,
    "undiscriminated",
  ),
  bad(
    "a helper behind a helper",
    `async function retry<T>(run: () => Promise<T>): Promise<T> { for (;;) { try { return await run(); } catch (e) { ${WAIT} } } }\nconst patiently = <T>(run: () => Promise<T>) => retry(run);\nexport const f = () => patiently(() => ${MARKED});`,
    "undiscriminated",
  ),
  bad(
    "a helper that makes a function",
    `function retrying<T>(run: () => Promise<T>) { return async (): Promise<T> => { for (;;) { try { return await run(); } catch (e) { ${WAIT} } } }; }\nexport const f = retrying(() => ${MARKED});`,
    "undiscriminated",
  ),
  bad(
    "a function by name",
    `async function retry<T>(run: () => Promise<T>): Promise<T> { for (;;) { try { return await run(); } catch (e) { ${WAIT} } } }\nasync function send() { await ${MARKED}; }\nexport const f = () => retry(send);`,
    "undiscriminated",
  ),
  bad(
    "a function of the program in a loop",
    `async function send(o: typeof order) { await svix.message.create(o.appId, message); }\n${loop(WAIT, "⟦send(order)⟧")}`,
    "undiscriminated",
  ),
  bad(
    "a queue whose item comes back",
    `export async function f() { while (orders.length > 0) { const each = orders.shift()!; try { await ⟦svix.message.create(each.appId, message)⟧; } catch (e) { orders.push(each); } } }`,
    ...BOTH,
  ),
  bad(
    "a queue whose item stays",
    `export async function f() { while (orders.length > 0) { const each = orders[0]!; try { await ⟦svix.message.create(each.appId, message)⟧; orders.shift(); } catch (e) { ${WAIT} } } }`,
    "undiscriminated",
  ),
  bad(
    "a timer that flushes",
    `const pending = new Map<string, { id: string }>();\nsetInterval(async () => { for (const each of pending.values()) { try { await ⟦svix.message.create(each.id, message)⟧; pending.delete(each.id); } catch (e) { logger.warn(e); } } }, 5000);`,
    "undiscriminated",
  ),
];

const LIBRARY = `// @ts-ignore: not installed here
import pRetry, { AbortError } from "p-retry";
// @ts-ignore: not installed here
import asyncRetry from "async-retry";
// @ts-ignore: not installed here
import { backOff } from "exponential-backoff";
// @ts-ignore: not installed here
import { ConstantBackoff, ExponentialBackoff, handleAll, handleType, handleWhen, retry, wrap, circuitBreaker } from "cockatiel";
`;

for (const sdk of ["2.5.0", "1.99.1", "1.45.1", "1.4.12"] as const) {
  runMarked(`no-blind-retry on svix ${sdk}`, rule, { sdk, head, good, bad: reported });
}

runMarked("no-blind-retry with libraries", rule, {
  head: LIBRARY + head,
  good: [
    silent(
      "p-retry with AbortError",
      `export const f = () => pRetry(async () => { try { return await ${SEND}; } catch (e) { if (e instanceof ApiException && e.code < 500) throw new AbortError(e); throw e; } });`,
    ),
    silent(
      "p-retry of a function that throws AbortError",
      `async function attempt() { try { await ${SEND}; } catch (e) { if (e instanceof ApiException && e.code < 500) throw new AbortError(e); throw e; } }\nexport const f = () => pRetry(() => attempt());`,
    ),
    silent(
      "p-retry with shouldRetry",
      `export const f = () => pRetry(() => ${SEND}, { shouldRetry: ({ error }: any) => !(error instanceof ApiException) });`,
    ),
    silent(
      "p-retry with a throwing listener",
      `export const f = () => pRetry(() => ${SEND}, { onFailedAttempt: (e: any) => { if (e.code < 500) throw e; } });`,
    ),
    silent(
      "p-retry behind a function that stops it by AbortError",
      `const withRetry = <T>(fn: () => Promise<T>): Promise<T> => pRetry(async () => { try { return await fn(); } catch (e) { if (e instanceof ApiException && e.code < 500) throw new AbortError(e); throw e; } });\nexport const f = () => withRetry(() => ${SEND});`,
    ),
    silent(
      "p-retry behind another function than the one that is called",
      `const withRetry = <T>(fn: () => Promise<T>): Promise<T> => pRetry(fn, { retries: 3 });\nconst once = <T>(fn: () => Promise<T>): Promise<T> => fn();\nvoid withRetry(async () => 1);\nexport const f = () => once(() => ${SEND});`,
    ),
    silent(
      "a function that calls itself with what it is given",
      `declare const isTransient: (e: unknown) => boolean;\nconst withRetry = async <T>(fn: () => Promise<T>, left = 3): Promise<T> => { try { return await fn(); } catch (e) { if (left === 0 || !isTransient(e)) throw e; ${WAIT} return withRetry(fn, left - 1); } };\nexport const f = () => withRetry(() => ${SEND});`,
    ),
    silent("p-retry switched off", `export const f = () => pRetry(() => ${SEND}, { retries: 0 });`),
    silent(
      "p-retry with options from elsewhere",
      `declare const options: object;\nexport const f = () => pRetry(() => ${SEND}, options);`,
    ),
    silent(
      "async-retry with bail",
      `export const f = () => asyncRetry(async (bail: any) => { try { return await ${SEND}; } catch (e) { if (e instanceof ApiException && e.code < 500) return bail(e); throw e; } });`,
    ),
    silent(
      "exponential-backoff with a predicate",
      `export const f = () => backOff(() => ${SEND}, { retry: (e: any) => e.code >= 500 });`,
    ),
    silent(
      "cockatiel with a class",
      `const policy = retry(handleType(ApiException, (e: any) => e.code >= 500), { backoff: new ExponentialBackoff() });\nexport const f = () => policy.execute(() => ${SEND});`,
    ),
    silent(
      "cockatiel's circuit breaker",
      `const policy = circuitBreaker(handleAll, { halfOpenAfter: 1000 });\nexport const f = () => policy.execute(() => ${SEND});`,
    ),
    silent(
      "a policy from elsewhere",
      `declare const policies: any;\nexport const f = () => policies.svix.execute(() => ${SEND});`,
    ),
  ],
  bad: [
    bad("p-retry", `export const f = () => pRetry(() => ${MARKED});`, "undiscriminated"),
    bad(
      "p-retry with a function by name",
      `const send = () => ${MARKED};\nexport const f = () => pRetry(send, { retries: 5 });`,
      "undiscriminated",
    ),
    bad(
      "p-retry behind a function that is given the attempt",
      `const withRetry = <T>(fn: () => Promise<T>): Promise<T> => pRetry(fn, { retries: 3 });\nexport const f = () => withRetry(() => ${MARKED});`,
      "undiscriminated",
    ),
    bad(
      "the same, called in a function of its own",
      `function withRetry<T>(fn: () => Promise<T>): Promise<T> { return pRetry(async () => { const value = await fn(); return value; }); }\nexport const f = () => withRetry(() => ${MARKED});`,
      "undiscriminated",
    ),
    bad(
      "the same, by two functions",
      `const again = <T>(fn: () => Promise<T>): Promise<T> => pRetry(fn, {});\nconst traced = <T>(fn: () => Promise<T>) => again(fn);\nexport const f = () => traced(() => ${MARKED});`,
      "undiscriminated",
    ),
    bad(
      "a policy behind a method",
      `const policy = retry(handleAll, { backoff: new ExponentialBackoff() });\nclass Calls { run<T>(fn: () => Promise<T>): Promise<T> { return policy.execute(() => fn()); } }\ndeclare const calls: Calls;\nexport const f = () => calls.run(() => ${MARKED});`,
      "undiscriminated",
    ),
    bad(
      "p-retry without waiting",
      `export const f = () => pRetry(() => ${MARKED}, { minTimeout: 0 });`,
      ...BOTH,
    ),
    bad(
      "p-retry with a listener that logs",
      `export const f = () => pRetry(() => ${MARKED}, { onFailedAttempt: (e: any) => { logger.warn(e); } });`,
      "undiscriminated",
    ),
    bad(
      "async-retry",
      `export const f = () => asyncRetry(() => ${MARKED}, { retries: 3 });`,
      "undiscriminated",
    ),
    bad(
      "exponential-backoff",
      `export const f = () => backOff(() => ${MARKED}, { numOfAttempts: 5 });`,
      "undiscriminated",
    ),
    bad(
      "cockatiel",
      `const policy = retry(handleAll, { maxAttempts: 3 });\nexport const f = () => policy.execute(() => ${MARKED});`,
      ...BOTH,
    ),
    bad(
      "cockatiel, wrapped",
      `const policy = wrap(circuitBreaker(handleAll), retry(handleAll, { backoff: new ExponentialBackoff() }));\nexport const f = () => policy.execute(() => ${MARKED});`,
      "undiscriminated",
    ),
  ],
});

const ELSEWHERE = {
  "retry.ts": `export async function retry<T>(run: () => Promise<T>): Promise<T> { for (;;) { try { return await run(); } catch { /* again */ } } }`,
  "send.ts": `import { Svix } from "svix";
declare const svix: Svix;
export const send = (app: string) => svix.message.create(app, { eventType: "a", payload: {} });`,
  "main.ts": `import { retry } from "./retry";
import { send } from "./send";
export const f = () => retry(() => send("app"));`,
};

it("reports the call that a helper of another file repeats, with the operation behind it", () => {
  expect(lintProgram(rule, ELSEWHERE).reports).toEqual([
    'main.ts:3 undiscriminated send("app")',
    'main.ts:3 noBackoff send("app")',
  ]);
});
