import { describe, expect, it } from "vitest";
import rule from "../../src/rules/require-idempotency-key.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked, type Bad, type Good } from "./marked-cases.js";

const head = `import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Svix } from "svix";
declare const svix: Svix;
declare const order: { id: string; appId: string };
const message = { eventType: "order.paid", payload: {} };
async function retry<T>(run: (n: number) => Promise<T>): Promise<T> { for (let n = 0; ; n++) { try { return await run(n); } catch (e) { if (n === 3) throw e; await sleep(100); } } }
`;

const silent = (name: string, code: string): Good => ({ name, code });
const create = (options = "", input = "message"): string =>
  `svix.message.create("app", ${input}${options && `, ${options}`})`;
const retried = (call: string): string => `export const f = () => retry(() => ${call});`;
const loop = (call: string, before = ""): string =>
  `export async function f() { for (let n = 1; n <= 3; n++) { try { ${before}return await ${call}; } catch (e) { await sleep(100 * n); } } }`;

const good: readonly Good[] = [
  silent("a single attempt", `export const f = () => ${create()};`),
  silent(
    "a key made for a single attempt",
    `export const f = () => ${create("{ idempotencyKey: randomUUID() }")};`,
  ),
  silent("a key of the event", loop(create("{ idempotencyKey: order.id }"))),
  silent("a key in a template", loop(create("{ idempotencyKey: `paid-${order.id}` }"))),
  silent(
    "a key given as an argument",
    `export async function f(idempotencyKey: string) { return retry(() => ${create("{ idempotencyKey }")}); }`,
  ),
  silent(
    "a key made outside of the attempts",
    `export async function f() { const key = randomUUID(); return retry(() => ${create("{ idempotencyKey: key }")}); }`,
  ),
  silent(
    "a key made in the head of the loop",
    `export async function f() { for (let n = 0, key = randomUUID(); n < 3; n++) { try { return await ${create("{ idempotencyKey: key }")}; } catch { await sleep(n); } } }`,
  ),
  silent(
    "options made outside",
    `export async function f() { const options = { idempotencyKey: randomUUID() }; return retry(() => ${create("options")}); }`,
  ),
  silent(
    "a key in spread options",
    `export async function f() { const key = { idempotencyKey: order.id }; return retry(() => ${create("{ ...key, withContent: false }")}); }`,
  ),
  silent(
    "a key that may be absent",
    `export async function f(key?: string) { return retry(() => ${create("key ? { idempotencyKey: key } : undefined")}); }`,
  ),
  silent(
    "a key that may be absent, spread",
    `export async function f(key?: string) { return retry(() => ${create("{ ...(key && { idempotencyKey: key }) }")}); }`,
  ),
  silent(
    "options from elsewhere",
    `export async function f(options: { idempotencyKey?: string }) { return retry(() => ${create("options")}); }`,
  ),
  silent(
    "a helper that makes the key of its argument",
    `const keyOf = (o: { id: string }) => \`paid-\${o.id}\`;\n${loop(create("{ idempotencyKey: keyOf(order) }"))}`,
  ),
  silent(
    "a wrapper that is given the key",
    `const post = (key: string) => ${create("{ idempotencyKey: key }")};\nexport async function f() { const key = randomUUID(); return retry(() => post(key)); }`,
  ),
  silent(
    "a wrapper that is given options",
    `const post = (options?: { idempotencyKey?: string }) => ${create("options")};\nexport const f = () => retry(() => post({ idempotencyKey: order.id }));`,
  ),
  silent(
    "a key given, or else made",
    `export async function f(key?: string) { return retry(() => ${create("{ idempotencyKey: key ?? randomUUID() }")}); }`,
  ),
  silent(
    "the day",
    loop(create("{ idempotencyKey: `${order.id}-${new Date().toISOString().slice(0, 10)}` }")),
  ),
  silent(
    "recursion that hands the key on",
    `export async function f(key: string = randomUUID(), n = 3): Promise<unknown> { try { return await ${create("{ idempotencyKey: key }")}; } catch (e) { if (n === 0) throw e; return f(key, n - 1); } }`,
  ),
  silent("an eventId of the event", loop(create("", `{ ...message, eventId: order.id }`))),
  silent(
    "an empty eventId, which is refused as it is",
    `export const f = () => ${create("", `{ ...message, eventId: "" }`)};`,
  ),
  silent(
    "an eventId that may be absent",
    `export async function f(eventId?: string) { return retry(() => ${create("", `{ ...message, eventId }`)}); }`,
  ),
  silent(
    "an eventId beside a key that changes",
    loop(create("{ idempotencyKey: randomUUID() }", `{ ...message, eventId: order.id }`)),
  ),
  silent(
    "a message from elsewhere",
    `import type { MessageIn } from "svix"; export async function f(given: MessageIn) { return retry(() => ${create("", "given")}); }`,
  ),
  silent(
    "a key that changes, of a message that a caller gives an eventId",
    `import type { MessageIn } from "svix"; async function f(given: MessageIn) { return retry(() => ${create("{ idempotencyKey: randomUUID() }", "given")}); }
export const paid = () => f({ ...message, eventId: order.id }); export const due = () => f(message);`,
  ),
  silent(
    "a key that changes, of a message that comes from further away",
    `import type { MessageIn } from "svix"; declare const list: MessageIn[]; async function f(given: MessageIn) { return retry(() => ${create("{ idempotencyKey: randomUUID() }", "given")}); }
export const all = () => Promise.all(list.map((each) => f(each)));`,
  ),
  silent("getOrCreate", retried(`svix.application.getOrCreate({ name: "a", uid: order.id })`)),
  silent("appPortalAccess", retried(`svix.authentication.appPortalAccess("app", {})`)),
  silent("expireAll", retried(`svix.authentication.expireAll("app", {})`)),
  silent("a request that only reads", retried(`svix.application.list()`)),
  silent("a PUT", retried(`svix.application.update("app", { name: "a" })`)),
  silent(
    "a loop over other things",
    `export async function f(list: { id: string }[]) { for (const each of list) { try { await svix.message.create(each.id, message); } catch (e) { console.warn(e); } } }`,
  ),
  silent(
    "a helper that runs the function once",
    `async function traced<T>(run: () => Promise<T>): Promise<T> { return await run(); }\nexport const f = () => traced(() => ${create()});`,
  ),
  silent(
    "a key that an environment variable has",
    `export const f = () => ${create("{ idempotencyKey: process.env.KEY! }")};`,
  ),
  silent(
    "the program's own class",
    `class Own { async create(name: string) { return name; } }\nexport const f = (own: Own) => retry(() => own.create("a"));`,
  ),
];

const bad = (
  messageId: string,
  name: string,
  code: string,
  suggests?: readonly [string, string],
): Bad => ({
  name,
  code,
  messageId,
  ...(suggests ? { suggests: [suggests] } : {}),
});
const marked = (options = "", input = "message"): string => `⟦${create(options, input)}⟧`;

const reported: readonly Bad[] = [
  bad("missing", "no key in a loop", loop(marked())),
  bad("missing", "no key in a helper", retried(marked())),
  bad("missing", "options without a key", retried(marked("{ withContent: false }"))),
  bad("missing", "undefined options", retried(marked("undefined"))),
  bad("missing", "an undefined key", retried(marked("{ idempotencyKey: undefined }"))),
  bad(
    "missing",
    "a time in the payload",
    loop(marked("", `{ eventType: "a", payload: { at: new Date().toISOString() } }`)),
  ),
  bad(
    "missing",
    "another POST",
    retried(`⟦svix.application.create({ name: "a", uid: order.id })⟧`),
  ),
  bad(
    "missing",
    "an endpoint",
    retried(`⟦svix.endpoint.create("app", { url: "https://example.com" })⟧`),
  ),
  bad(
    "missing",
    "recursion",
    `export async function f(n = 3): Promise<unknown> { try { return await ${marked()}; } catch (e) { if (n === 0) throw e; return f(n - 1); } }`,
  ),
  bad(
    "missing",
    "a caller that retries",
    `const send = async () => { await ${marked()}; };\nexport async function f() { for (let n = 0; n < 3; n++) { try { return await send(); } catch { await sleep(n); } } }`,
  ),
  bad(
    "missing",
    "a caller of a caller that retries",
    `const send = async () => { await ${marked()}; };\nconst both = async () => { await send(); };\nexport const f = () => retry(() => both());`,
  ),
  bad(
    "missing",
    "a function that is given to a helper",
    `async function send() { return ${marked()}; }\nexport const f = () => retry(send);`,
  ),
  bad(
    "missing",
    "a wrapper that is not given its options",
    `const post = (options?: { idempotencyKey?: string }) => ${create("options")};\nexport const f = () => retry(() => ⟦post()⟧);`,
  ),
  bad(
    "missing",
    "a timer that flushes",
    `const rows: { id: string; sent?: boolean }[] = [];\nasync function flush() { for (const row of rows) { try { await ⟦svix.message.create(row.id, message)⟧; row.sent = true; } catch (e) { console.warn(e); } } }\nsetInterval(() => void flush(), 5000);`,
  ),
  bad(
    "missing",
    "an outbox that is read again and again",
    `declare const db: { all(): Promise<{ id: string }[]>; remove(id: string): Promise<void> };\nexport async function f() { for (;;) { for (const row of await db.all()) { try { await ⟦svix.message.create(row.id, message)⟧; await db.remove(row.id); } catch (e) { console.warn(e); } } await sleep(1000); } }`,
  ),
  bad(
    "missing",
    "p-retry",
    `// @ts-ignore\nimport pRetry from "p-retry";\nexport const f = () => pRetry(() => ${marked()}, { retries: 3 });`,
  ),
  bad(
    "missing",
    "a key in the input",
    `export async function f() { const input = { ...message, ⟦idempotencyKey: order.id⟧ }; return ${create("", "input")}; }`,
  ),
  bad(
    "missing",
    "a key in an input on the spot",
    `export const f = () => ${create("", `{ ...message, ⟦idempotencyKey: order.id⟧ } as typeof message`)};`,
    [
      "move",
      `export const f = () => ${create("{ idempotencyKey: order.id }", `{ ...message } as typeof message`)};`,
    ],
  ),
  bad(
    "constant",
    "a constant key, without any retry",
    `export const f = () => ${create(`{ idempotencyKey: ⟦"daily"⟧ }`)};`,
  ),
  bad(
    "constant",
    "a constant key by way of a variable",
    `const KEY = "daily";\nexport const f = () => ${create("{ idempotencyKey: ⟦KEY⟧ }")};`,
  ),
  bad(
    "constant",
    "a shorthand",
    `export async function f() { const idempotencyKey = "daily"; await ${create("{ ⟦idempotencyKey⟧ }")}; }`,
  ),
  bad(
    "constant",
    "a template without holes",
    `export const f = () => ${create("{ idempotencyKey: ⟦`daily`⟧ }")};`,
  ),
  bad(
    "constant",
    "one of two constants",
    `export const f = (b: boolean) => ${create(`{ idempotencyKey: ⟦b ? "one" : "two"⟧ }`)};`,
  ),
  bad(
    "constant",
    "options in a variable",
    `const options = { idempotencyKey: ⟦"daily"⟧ };\nexport const f = () => ${create("options")};`,
  ),
  bad(
    "constant",
    "a constant eventId",
    `export const f = () => ${create("", `{ ...message, eventId: ⟦"evt_1"⟧ }`)};`,
  ),
  bad(
    "constant",
    "a constant eventId beside a key",
    `export const f = () => ${create("{ idempotencyKey: order.id }", `{ ...message, eventId: ⟦"evt_1"⟧ }`)};`,
  ),
  bad(
    "constant",
    "an enum",
    `enum Keys { Daily = "daily" }\nexport const f = () => ${create("{ idempotencyKey: ⟦Keys.Daily⟧ }")};`,
  ),
  bad(
    "freshEachAttempt",
    "a key made in the loop",
    loop(create("{ idempotencyKey: ⟦randomUUID()⟧ }")),
    [
      "hoist",
      `export async function f() { const idempotencyKey = randomUUID();\nfor (let n = 1; n <= 3; n++) { try { return await ${create("{ idempotencyKey }")}; } catch (e) { await sleep(100 * n); } } }`,
    ],
  ),
  bad(
    "freshEachAttempt",
    "a key for the first of a queue, which is another message in each round",
    `declare const queue: string[];
export async function f() {
  while (queue.length > 0) {
    const app = queue[0]!;
    try { await svix.message.create(app, message, { idempotencyKey: ⟦randomUUID()⟧ }); queue.shift(); } catch { await sleep(100); }
  }
}`,
  ),
  bad(
    "freshEachAttempt",
    "a key for each of several that a helper tries again",
    `declare const apps: string[];
export const f = () => retry(async () => {
  for (const app of apps) await svix.message.create(app, message, { idempotencyKey: ⟦randomUUID()⟧ });
});`,
  ),
  bad(
    "freshEachAttempt",
    "a key for each of several that a helper tries again at once",
    `declare const apps: string[];
export const f = () => retry(() =>
  Promise.all(apps.map((app) => svix.message.create(app, message, { idempotencyKey: ⟦randomUUID()⟧ }))));`,
  ),
  bad(
    "freshEachAttempt",
    "a key made in the callback",
    retried(create("{ idempotencyKey: ⟦randomUUID()⟧ }")),
  ),
  bad(
    "freshEachAttempt",
    "a variable of the loop",
    loop(create("{ idempotencyKey: ⟦key⟧ }"), "const key = randomUUID(); "),
  ),
  bad(
    "freshEachAttempt",
    "a shorthand",
    loop(create("{ ⟦idempotencyKey⟧ }"), "const idempotencyKey = randomUUID(); "),
  ),
  bad(
    "freshEachAttempt",
    "the time",
    loop(create("{ idempotencyKey: ⟦`${order.id}-${Date.now()}`⟧ }")),
  ),
  bad(
    "freshEachAttempt",
    "the time as a date",
    loop(create("{ idempotencyKey: ⟦new Date().toISOString()⟧ }")),
  ),
  bad(
    "freshEachAttempt",
    "the number of the attempt",
    loop(create("{ idempotencyKey: ⟦`${order.id}-${n}`⟧ }")),
  ),
  bad(
    "freshEachAttempt",
    "the number that a helper gives",
    `export const f = () => retry((n) => ${create("{ idempotencyKey: ⟦`${order.id}-${n}`⟧ }")});`,
  ),
  bad(
    "freshEachAttempt",
    "a number that the loop counts",
    `export async function f() { let n = 0; for (;;) { try { return await ${create("{ idempotencyKey: ⟦order.id + n⟧ }")}; } catch (e) { if (++n > 3) throw e; } } }`,
  ),
  bad(
    "freshEachAttempt",
    "a helper that makes it",
    `const newKey = () => \`paid-\${randomUUID()}\`;\n${loop(create("{ idempotencyKey: ⟦newKey()⟧ }"))}`,
    [
      "hoist",
      `const newKey = () => \`paid-\${randomUUID()}\`;\n${loop(create("{ idempotencyKey }")).replace("for (", "const idempotencyKey = newKey();\nfor (")}`,
    ],
  ),
  bad(
    "freshEachAttempt",
    "a part of a random text",
    loop(create(`{ idempotencyKey: ⟦randomUUID().replaceAll("-", "").slice(0, 16)⟧ }`)),
  ),
  bad(
    "freshEachAttempt",
    "options in a variable of the attempt",
    `export const f = () => retry(async () => { const options = { idempotencyKey: ⟦randomUUID()⟧ }; return ${create("options")}; });`,
  ),
  bad(
    "freshEachAttempt",
    "a function that is called again",
    `const send = () => ${create("{ idempotencyKey: ⟦randomUUID()⟧ }")};\nexport const f = () => retry(() => send());`,
  ),
  bad(
    "freshEachAttempt",
    "an argument that is made anew",
    `const send = (key: string) => ${create("{ idempotencyKey: key }")};\nexport const f = () => retry(() => send(⟦randomUUID()⟧));`,
  ),
  bad(
    "freshEachAttempt",
    "for a message that the function is handed",
    `import type { MessageIn } from "svix"; export async function f(given: MessageIn) { return retry(() => ${create("{ idempotencyKey: ⟦randomUUID()⟧ }", "given")}); }`,
    [
      "hoist",
      `import type { MessageIn } from "svix"; export async function f(given: MessageIn) { const idempotencyKey = randomUUID();\nreturn retry(() => ${create("{ idempotencyKey }", "given")}); }`,
    ],
  ),
  bad(
    "freshEachAttempt",
    "for a message that callers give no eventId",
    `import type { MessageIn } from "svix"; async function f(given: MessageIn) { return retry(() => ${create("{ idempotencyKey: ⟦randomUUID()⟧ }", "given")}); }
export const paid = () => f({ ...message, payload: order });`,
    [
      "hoist",
      `import type { MessageIn } from "svix"; async function f(given: MessageIn) { const idempotencyKey = randomUUID();\nreturn retry(() => ${create("{ idempotencyKey }", "given")}); }
export const paid = () => f({ ...message, payload: order });`,
    ],
  ),
  bad(
    "missing",
    "recursion with what is made of the same parameter",
    `export async function f(given: { app: string; name: string }, n = 3): Promise<unknown> { const { app } = given; const description = \`of \${given.name}\`; try { return await ⟦svix.endpoint.create(app, { url: "https://a.example", description })⟧; } catch (e) { if (n === 0) throw e; return f(given, n - 1); } }`,
  ),
  bad(
    "freshEachAttempt",
    "recursion",
    `export async function f(n = 3): Promise<unknown> { const key = randomUUID(); try { return await ${create("{ idempotencyKey: ⟦key⟧ }")}; } catch (e) { if (n === 0) throw e; return f(n - 1); } }`,
  ),
  bad(
    "freshEachAttempt",
    "recursion that counts",
    `export async function f(n = 0): Promise<unknown> { try { return await ${create("{ idempotencyKey: ⟦`${order.id}-${n}`⟧ }")}; } catch (e) { if (n > 3) throw e; return f(n + 1); } }`,
  ),
  bad(
    "freshEachAttempt",
    "an eventId",
    loop(create("", `{ ...message, eventId: ⟦randomUUID()⟧ }`)),
    [
      "hoist",
      loop(create("", `{ ...message, eventId }`)).replace(
        "for (",
        "const eventId = randomUUID();\nfor (",
      ),
    ],
  ),
];

for (const sdk of ["2.5.0", "1.99.1", "1.45.1", "1.4.12"] as const) {
  const fits = ({ code }: Good): boolean =>
    sdk === "2.5.0" || !/expireAll|withContent|version|https:\/\/example/u.test(code);
  runMarked(`require-idempotency-key on svix ${sdk}`, rule, {
    sdk,
    head,
    good: good.filter(fits),
    bad: reported.filter(fits),
  });
}

describe("job systems", () => {
  const types = `declare module "inngest" {
  interface Step { run<T>(id: string, body: () => Promise<T>): Promise<T>; }
  export class Inngest {
    constructor(options: { id: string });
    createFunction(options: { id: string; retries?: number }, trigger: { event: string }, body: (context: { event: { data: { id: string } }; step: Step; attempt: number }) => Promise<unknown>): unknown;
  }
}
declare module "bullmq" {
  export interface Job { readonly data: { id: string }; readonly attemptsMade: number; }
  export class Worker { constructor(queue: string, processor: (job: Job) => Promise<unknown>, options?: object); }
  export class UnrecoverableError extends Error {}
}
declare module "@trigger.dev/sdk" {
  export function task(options: { id: string; retry?: { maxAttempts?: number }; run: (payload: { id: string }) => Promise<unknown> }): unknown;
}`;
  const head = `import { randomUUID } from "node:crypto";
import { Inngest } from "inngest";
import { Worker, UnrecoverableError } from "bullmq";
import { task } from "@trigger.dev/sdk";
import { Svix } from "svix";
declare const svix: Svix;
const inngest = new Inngest({ id: "shop" });
const message = { eventType: "order.paid", payload: {} };
`;
  const reportsOf = (code: string): readonly string[] =>
    lintProgram(
      rule,
      { "main.ts": head + code, "types.d.ts": types },
      { only: "main.ts" },
    ).reports.map((report) => report.replace(/^\S+ /u, ""));
  const inngestJob = (body: string, options = ""): string =>
    `export default inngest.createFunction({ id: "send"${options} }, { event: "paid" }, async ({ event, step, attempt }) => { ${body} });`;

  it.each([
    [
      "a step of Inngest",
      inngestJob(`await step.run("send", () => svix.message.create(event.data.id, message));`),
      ["missing svix.message.create(event.data.id, message)"],
    ],
    [
      "a function of Inngest",
      inngestJob(`await svix.message.create(event.data.id, message);`),
      ["missing svix.message.create(event.data.id, message)"],
    ],
    [
      "Inngest with a key of the event",
      inngestJob(`await svix.message.create("app", message, { idempotencyKey: event.data.id });`),
      [],
    ],
    [
      "Inngest with a key made anew",
      inngestJob(`await svix.message.create("app", message, { idempotencyKey: randomUUID() });`),
      ["freshEachAttempt randomUUID()"],
    ],
    [
      "Inngest with a key that a step remembers",
      inngestJob(
        `const key = await step.run("key", async () => randomUUID()); await svix.message.create("app", message, { idempotencyKey: key });`,
      ),
      [],
    ],
    [
      "Inngest with the number of the attempt",
      inngestJob(
        'await svix.message.create("app", message, { idempotencyKey: `${event.data.id}-${attempt}` });',
      ),
      ["freshEachAttempt `${event.data.id}-${attempt}`"],
    ],
    [
      "Inngest without retries",
      inngestJob(`await svix.message.create("app", message);`, ", retries: 0"),
      [],
    ],
    [
      "Inngest with a handler",
      inngestJob(
        `try { await svix.message.create("app", message); } catch (e) { console.warn(e); }`,
      ),
      [],
    ],
    [
      "BullMQ",
      `new Worker("mail", async (job) => { await svix.message.create(job.data.id, message); });`,
      ["missing svix.message.create(job.data.id, message)"],
    ],
    [
      "BullMQ behind a function that makes the worker",
      `function define<T>(name: string, run: (data: T) => Promise<void>) { return new Worker(name, async (job) => { await run(job.data as T); }); }\nexport const w = define<{ id: string }>("mail", async ({ id }) => { await svix.message.create(id, message); });`,
      ["missing svix.message.create(id, message)"],
    ],
    [
      "BullMQ with a message that is built anew",
      `const toMessage = (id: string) => ({ ...message, eventId: crypto.randomUUID(), payload: { id } });\nnew Worker("mail", async (job) => { await svix.message.create("app", toMessage(job.data.id)); });`,
      ["freshEachAttempt toMessage(job.data.id)"],
    ],
    [
      "BullMQ with a message that is built of the job",
      `const toMessage = (id: string) => ({ ...message, eventId: id, payload: { id } });\nnew Worker("mail", async (job) => { await svix.message.create("app", toMessage(job.data.id)); });`,
      [],
    ],
    [
      "a message that is built before the attempts",
      `const toMessage = (id: string) => { const eventId = crypto.randomUUID(); return { ...message, eventId, payload: { id } }; };\nexport async function f() { const built = toMessage("a"); for (let n = 0; n < 3; n++) { try { return await svix.message.create("app", built); } catch { await new Promise((r) => setTimeout(r, n)); } } }`,
      [],
    ],
    [
      "a message that is built in each attempt",
      `const toMessage = (id: string) => { const eventId = crypto.randomUUID(); return { ...message, eventId, payload: { id } }; };\nexport async function f() { for (let n = 0; n < 3; n++) { try { const built = toMessage("a"); return await svix.message.create("app", built); } catch { await new Promise((r) => setTimeout(r, n)); } } }`,
      ['freshEachAttempt toMessage("a")'],
    ],
    [
      "BullMQ with the attempts made",
      'new Worker("mail", async (job) => { await svix.message.create("app", message, { idempotencyKey: `${job.data.id}-${job.attemptsMade}` }); });',
      ["freshEachAttempt `${job.data.id}-${job.attemptsMade}`"],
    ],
    [
      "BullMQ with an error that ends the job",
      `new Worker("mail", async (job) => { try { await svix.message.create(job.data.id, message); } catch (e) { throw new UnrecoverableError(String(e)); } });`,
      [],
    ],
    [
      "BullMQ by way of a function",
      `async function send(id: string) { await svix.message.create(id, message); }\nnew Worker("mail", async (job) => { await send(job.data.id); });`,
      ["missing svix.message.create(id, message)"],
    ],
    [
      "Trigger.dev",
      `export const send = task({ id: "send", run: async (payload) => { await svix.message.create(payload.id, message); } });`,
      ["missing svix.message.create(payload.id, message)"],
    ],
    [
      "Trigger.dev without retries",
      `export const send = task({ id: "send", retry: { maxAttempts: 1 }, run: async (payload) => { await svix.message.create(payload.id, message); } });`,
      [],
    ],
    [
      "Trigger.dev with an eventId",
      `export const send = task({ id: "send", run: async (payload) => { await svix.message.create("app", { ...message, eventId: payload.id }); } });`,
      [],
    ],
  ])("%s", (_name, code, expected) => {
    expect(reportsOf(code)).toEqual(expected);
  });
});

it("reports the POST of another file that a caller repeats", () => {
  const { reports } = lintProgram(rule, {
    "send.ts": `import { Svix } from "svix";
declare const svix: Svix;
export const send = (app: string) => svix.message.create(app, { eventType: "a", payload: {} });`,
    "main.ts": `import { send } from "./send";
export async function f() { for (let n = 0; n < 3; n++) { try { return await send("app"); } catch { await new Promise((r) => setTimeout(r, n)); } } }`,
  });
  expect(reports).toEqual([
    'send.ts:3 missing svix.message.create(app, { eventType: "a", payload: {} })',
  ]);
});

it("leaves constants of test files alone", () => {
  const { reports } = lintProgram(rule, {
    "send.test.ts": `import { Svix } from "svix";
declare const svix: Svix;
export const f = () => svix.message.create("app", { eventType: "a", eventId: "evt_1", payload: {} });`,
  });
  expect(reports).toEqual([]);
});
