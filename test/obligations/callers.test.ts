import ts from "typescript";
import { expect, it } from "vitest";
import { HEAD, judge } from "./judge.js";

const WRAPPER = `${HEAD}
export async function start() { const task = await svix.endpoint.recover(app, ep, { since }); return task.id; }`;

it("judges the call of a wrapper in another file", () => {
  const files = {
    "lib.ts": WRAPPER,
    "main.ts": `import { start } from "./lib.js";\nexport async function f() { await start(); }\nexport async function g() { console.log(await start()); }`,
  };
  expect(judge(files, {}, "lib.ts")).toEqual(["endpoint.recover@2: to callers"]);
  expect(judge(files)).toEqual([
    "start@2 (endpoint.recover@lib.ts:2): dropped (unused)",
    "start@3 (endpoint.recover@lib.ts:2): dropped (only logged at 3)",
  ]);
});

it("judges through renamed imports, barrels and default exports", () => {
  const files = {
    "lib.ts": `${WRAPPER}\nexport default start;`,
    "barrel.ts": `export { start as begin } from "./lib.js";`,
    "main.ts": `import begin from "./lib.js"; import * as all from "./barrel.js"; import { begin as go } from "./barrel.js";
export async function f() {
  await begin();
  await all.begin();
  await go();
}`,
  };
  expect(judge(files)).toEqual([
    "begin@3 (endpoint.recover@lib.ts:2): dropped (unused)",
    "begin@4 (endpoint.recover@lib.ts:2): dropped (unused)",
    "go@5 (endpoint.recover@lib.ts:2): dropped (unused)",
  ]);
});

it("judges through two wrappers and an object", () => {
  const files = {
    "lib.ts": WRAPPER,
    "mid.ts": `import { start } from "./lib.js";\nexport const restart = async () => ({ taskId: await start(), ok: true });`,
    "main.ts": `${HEAD} import { restart } from "./mid.js";
export async function f() { const { ok } = await restart(); return ok; }
export async function g() { const { taskId } = await restart(); const t = await svix.backgroundTask.get(taskId); if (t.status === "failed") throw new Error("x"); }`,
  };
  expect(judge(files)).toEqual([
    "restart@2 (endpoint.recover@lib.ts:2): dropped (unused)",
    "restart@3 (endpoint.recover@lib.ts:2): discharged at 3",
  ]);
  expect(judge(files, {}, "mid.ts")).toEqual(["start@2 (endpoint.recover@lib.ts:2): to callers"]);
});

it("judges calls of an injected service and through its interface", () => {
  const files = {
    "service.ts": `${HEAD}
export interface Recovery { recover(ep: string): Promise<RecoverOut> }
export class SvixRecovery implements Recovery { constructor(private readonly client: Svix) {} async recover(ep: string) { return this.client.endpoint.recover(app, ep, { since }); } }`,
    "main.ts": `import type { Recovery, SvixRecovery } from "./service.js";
export class Desk {
  constructor(private readonly recovery: Recovery, private readonly own: SvixRecovery) {}
  async one(ep: string) { await this.recovery.recover(ep); }
  async two(ep: string) { const task = await this.own.recover(ep); console.log(task); }
}`,
  };
  expect(judge(files)).toEqual([
    "recover@4 (endpoint.recover@service.ts:3): dropped (unused)",
    "recover@5 (endpoint.recover@service.ts:3): dropped (only logged at 5)",
  ]);
});

it("follows an argument into another file", () => {
  const files = {
    "wait.ts": `${HEAD}\nexport async function waitFor(task: { id: string }) { for (;;) { const t = await svix.backgroundTask.get(task.id); if (t.status !== "running") return t; } }`,
    "main.ts": `${HEAD} import { waitFor } from "./wait.js";
export async function f() { const done = await waitFor(await svix.endpoint.recover(app, ep, { since })); if (done.status === "failed") throw new Error("x"); }
export async function g() { await waitFor(await svix.endpoint.recover(app, ep, { since })); }`,
  };
  expect(judge(files)).toEqual([
    "endpoint.recover@2: discharged at wait.ts:2",
    "endpoint.recover@3: discharged at wait.ts:2",
  ]);
  expect(judge(files, { callers: "file" })).toEqual([
    "endpoint.recover@2: handed on, passed to waitFor, at 2",
    "endpoint.recover@3: handed on, passed to waitFor, at 3",
  ]);
});

it("reads a field in another file", () => {
  const files = {
    "desk.ts": `${HEAD}\nexport class Desk { task?: RecoverOut; async recover() { this.task = await svix.endpoint.recover(app, ep, { since }); } }`,
    "main.ts": `${HEAD} import { Desk } from "./desk.js";
export async function f(desk: Desk) { const t = await svix.backgroundTask.get(desk.task!.id); return t.status === "failed"; }`,
  };
  expect(judge(files, {}, "desk.ts")).toEqual(["endpoint.recover@2: discharged at main.ts:2"]);
  expect(judge(files, { callers: "file" }, "desk.ts")).toEqual([
    "endpoint.recover@2: handed on, stored, at 2",
  ]);
});

it("leaves callers of other files alone when told", () => {
  const files = {
    "lib.ts": WRAPPER,
    "main.ts": `import { start } from "./lib.js";\nexport async function f() { await start(); }`,
  };
  expect(judge(files, { callers: "file" })).toEqual([]);
  expect(judge(files, { callers: "file" }, "lib.ts")).toEqual([
    "endpoint.recover@2: handed on, returned, at 2",
  ]);
});

it("does not count tests as callers", () => {
  const files = {
    "lib.ts": WRAPPER,
    "lib.test.ts": `import { start } from "./lib.js";\nexport async function f() { await start(); }`,
  };
  expect(judge(files, {}, "lib.ts")).toEqual(["endpoint.recover@2: handed on, returned, at 2"]);
});

it("judges functions that are passed on by name", () => {
  expect(
    judge(`async function start(e: string) { return svix.endpoint.recover(app, e, { since }); }
  export async function f(eps: string[]) { await Promise.all(eps.map(start)); }
  export async function g(eps: string[]) { for (const t of await Promise.all(eps.map(start))) await db.save(t.id); }`),
  ).toEqual([
    "endpoint.recover@2: to callers",
    "start@3 (endpoint.recover@2): dropped (unused)",
    "start@4 (endpoint.recover@2): handed on, passed to db.save, at 4",
  ]);
});

it("judges functions that a wrapper of the program makes", () => {
  const files = {
    "lib.ts": `${HEAD}
function traced<A extends unknown[], T>(work: (...args: A) => Promise<T>) { return async (...args: A) => { const value = await work(...args); return value; }; }
export const start = traced(async (e: string) => svix.endpoint.recover(app, e, { since }));`,
    "main.ts": `import { start } from "./lib.js";\nexport async function f() { await start("x"); }`,
  };
  expect(judge(files, {}, "lib.ts")).toEqual(["endpoint.recover@3: to callers"]);
  expect(judge(files)).toEqual(["start@2 (endpoint.recover@lib.ts:3): dropped (unused)"]);
});

it("judges polls through wrappers of backgroundTask.get", () => {
  const files = {
    "lib.ts": `${HEAD}\nexport const ask = (id: string) => svix.backgroundTask.get(id);\nexport const statusOf = async (id: string) => (await ask(id)).status;`,
    "main.ts": `import { ask, statusOf } from "./lib.js"; declare function sleep(ms: number): Promise<void>;
export async function f(id: string) { while ((await ask(id)).status !== "finished") await sleep(1); }
export async function g(id: string) { while ((await statusOf(id)) !== "finished") await sleep(1); }
export async function h(id: string) { while ((await statusOf(id)) === "running") await sleep(1); return statusOf(id); }`,
  };
  expect(judge(files)).toEqual([
    `failed ignored at 2: (await ask(id)).status !== "finished" (endless)`,
    `failed ignored at 3: (await statusOf(id)) !== "finished" (endless)`,
  ]);
});

it("ends for recursion and mutual recursion", () => {
  expect(
    judge(`async function a(n: number): Promise<RecoverOut> { return n > 0 ? b(n - 1) : svix.endpoint.recover(app, ep, { since }); }
  async function b(n: number): Promise<RecoverOut> { return a(n); }
  export async function f() { await b(3); }`),
  ).toEqual([
    "b@2 (endpoint.recover@2): to callers",
    "endpoint.recover@2: to callers",
    "a@3 (endpoint.recover@2): to callers",
    "b@4 (endpoint.recover@2): dropped (unused)",
  ]);
});

it.each<[name: string, files: Record<string, string>, expected: string]>([
  [
    "CommonJS, as a whole",
    {
      "lib.js": `const { Svix } = require("svix");\nconst svix = new Svix("x");\nmodule.exports = async function (app) { return svix.endpoint.recover(app, "e", { since: new Date() }); };`,
      "main.js": `const begin = require("./lib");\nmodule.exports.f = async () => { await begin("a"); };`,
    },
    "begin@2 (endpoint.recover@lib.js:3): dropped (unused)",
  ],
  [
    "CommonJS, by name",
    {
      "lib.js": `const { Svix } = require("svix");\nconst svix = new Svix("x");\nexports.start = async (app) => svix.endpoint.recover(app, "e", { since: new Date() });`,
      "main.js": `const { start: begin } = require("./lib");\nmodule.exports.f = async () => { await begin("a"); };`,
    },
    "begin@2 (endpoint.recover@lib.js:3): dropped (unused)",
  ],
  [
    "an object of functions under other names",
    {
      "lib.ts": `${HEAD}\nconst start = async () => svix.endpoint.recover(app, ep, { since });\nexport const recovery = { begin: start };`,
      "main.ts": `import { recovery } from "./lib.js";\nexport async function f() { await recovery.begin(); }`,
    },
    "begin@2 (endpoint.recover@lib.ts:2): dropped (unused)",
  ],
  [
    "a function that a function makes",
    {
      "lib.ts": `${HEAD}\nexport default (e: string) => async () => svix.endpoint.recover(app, e, { since });`,
      "main.ts": `import make from "./lib.js";\nexport async function f() { await make("e")(); }`,
    },
    "make@2 (endpoint.recover@lib.ts:2): dropped (unused)",
  ],
  [
    "a class field and a getter of the same file",
    {
      "lib.ts": `${HEAD}\nexport class Desk { private id = ""; start = async () => { this.id = (await svix.endpoint.recover(app, ep, { since })).id; }; current() { return this.id; } }`,
      "main.ts": `import { Desk } from "./lib.js";\nexport function f(desk: Desk) { console.log(desk.current()); }`,
    },
    "current@2 (endpoint.recover@lib.ts:2): dropped (only logged at 2)",
  ],
  [
    "an import that was required the old way",
    {
      "lib.ts": `${HEAD}\nfunction start() { return svix.endpoint.recover(app, ep, { since }); }\nexport = start;`,
      "main.ts": `import begin = require("./lib");\nexport async function f() { await begin(); }`,
    },
    "begin@2 (endpoint.recover@lib.ts:2): dropped (unused)",
  ],
])("finds callers through %s", (_name, files, expected) => {
  const main = Object.keys(files).find((name) => name.startsWith("main"));
  const compilerOptions = expected.includes("begin@2") ? { module: ts.ModuleKind.CommonJS } : {};
  expect(judge(files, { compilerOptions }, main)).toContain(expected);
});
