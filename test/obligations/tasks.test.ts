import { describe, expect, it } from "vitest";
import { judge } from "./judge.js";

type Cases = readonly (readonly [name: string, code: string, expected: readonly string[]])[];

/** One recover in a function; the rest of its body follows on line 4. */
function after(code: string): string {
  return `async function f(): Promise<unknown> {
    const task = await svix.endpoint.recover(app, ep, { since });
    ${code}
    return undefined;
  }`;
}

const check = (_name: string, code: string, expected: readonly string[]): void => {
  expect(judge(code)).toEqual(expected);
};

describe("dropped", () => {
  const cases: Cases = [
    [
      "not even a variable",
      `async function f() {
      await svix.endpoint.recover(app, ep, { since });
    }`,
      ["endpoint.recover@3: dropped (unused)"],
    ],
    [
      "void",
      `function f() { void svix.endpoint.recover(app, ep, { since }); }`,
      ["endpoint.recover@2: dropped (unused)"],
    ],
    ["an unread variable", after(""), ["endpoint.recover@3: dropped (unused)"]],
    [
      "logged",
      after(`console.log("started", task.id);`),
      ["endpoint.recover@3: dropped (only logged at 4)"],
    ],
    [
      "logged as JSON",
      after("console.log(JSON.stringify({ task }));"),
      ["endpoint.recover@3: dropped (only logged at 4)"],
    ],
    [
      "logged in a template",
      after("const line = `task ${task.id}`; console.log(line);"),
      ["endpoint.recover@3: dropped (only logged at 4)"],
    ],
    [
      "logged by a helper",
      `function note(id: string) { console.log(id); }\n${after("note(task.id);")}`,
      ["endpoint.recover@4: dropped (only logged at 2)"],
    ],
    [
      "its own status compared",
      after(`if (task.status === "finished") return true;`),
      ["endpoint.recover@3: dropped (only detail at 4)"],
    ],
    [
      "its own status returned",
      after("return task.status;"),
      ["endpoint.recover@3: dropped (only detail at 4)"],
    ],
    [
      "its own status answered",
      after("res.json({ status: task.status });"),
      ["endpoint.recover@3: dropped (only detail at 4)"],
    ],
    [
      "tested for presence",
      after("if (!task) return false;"),
      ["endpoint.recover@3: dropped (only tested at 4)"],
    ],
    [
      "tested against null",
      after("if (task == null || task.id === undefined) return false;"),
      ["endpoint.recover@3: dropped (only tested at 4)"],
    ],
    [
      "asked for, status unread",
      after("await svix.backgroundTask.get(task.id);"),
      ["endpoint.recover@3: dropped (only confirmed at 4)"],
    ],
    [
      "asked for, status logged",
      after("const t = await svix.backgroundTask.get(task.id); console.log(t.status);"),
      ["endpoint.recover@3: dropped (only confirmed at 4, logged at 4)"],
    ],
    [
      "asked for, another field read",
      after("const t = await svix.backgroundTask.get(task.id); return t.updatedAt;"),
      ["endpoint.recover@3: dropped (only confirmed at 4, detail at 4)"],
    ],
    [
      "then that logs",
      `function f() {
      return svix.endpoint.recover(app, ep, { since }).then((task) => { console.log(task.id); });
    }`,
      ["endpoint.recover@3: dropped (only logged at 3)"],
    ],
    [
      "then with a logger by name",
      `const f = () => { svix.endpoint.recover(app, ep, { since }).then(console.log).catch(console.error); };`,
      ["endpoint.recover@2: dropped (only logged at 2)"],
    ],
    [
      "forEach",
      `function f(eps: string[]) { eps.forEach((e) => svix.endpoint.recover(app, e, { since })); }`,
      ["endpoint.recover@2: dropped (unused)"],
    ],
    [
      "Promise.all over map",
      `async function f(eps: string[]) { await Promise.all(eps.map((e) => svix.endpoint.recover(app, e, { since }))); }`,
      ["endpoint.recover@2: dropped (unused)"],
    ],
    [
      "Promise.all, one of two",
      `async function f(): Promise<unknown> {
      const [, other] = await Promise.all([svix.endpoint.recover(app, ep, { since }), sleep(1)]);
      return other;
    }`,
      ["endpoint.recover@3: dropped (unused)"],
    ],
    [
      "a timer",
      `function f() { setTimeout(() => svix.endpoint.recover(app, ep, { since }), 1000); }`,
      ["endpoint.recover@2: dropped (unused)"],
    ],
    [
      "a void handler",
      `declare function on(event: string, handler: () => void): void;
    on("x", () => svix.endpoint.recover(app, ep, { since }));`,
      ["endpoint.recover@3: dropped (unused)"],
    ],
    [
      "assigned and never read",
      `let last: RecoverOut | undefined;
    async function f() { last = await svix.endpoint.recover(app, ep, { since }); }`,
      ["endpoint.recover@3: dropped (unused)"],
    ],
    [
      "collected and counted",
      `async function f(eps: string[]) {
      const tasks: RecoverOut[] = [];
      for (const e of eps) tasks.push(await svix.endpoint.recover(app, e, { since }));
      console.log(tasks.length);
    }`,
      ["endpoint.recover@4: dropped (unused)"],
    ],
    [
      "a private field that nobody reads",
      `class Desk {
      private last?: RecoverOut;
      async recover() { this.last = await svix.endpoint.recover(app, ep, { since }); }
    }`,
      ["endpoint.recover@4: dropped (unused)"],
    ],
    [
      "the other property",
      `async function start() {
      const task = await svix.endpoint.recover(app, ep, { since });
      return { ok: true, task };
    }
    export async function f() { const { ok } = await start(); return ok; }`,
      ["endpoint.recover@3: to callers", "start@6 (endpoint.recover@3): dropped (unused)"],
    ],
    [
      "the executor's own return",
      `function f() { return new Promise<void>(async () => svix.endpoint.recover(app, ep, { since })); }`,
      ["endpoint.recover@2: dropped (unused)"],
    ],
    ["comma", after("return (task, 1);"), ["endpoint.recover@3: dropped (unused)"]],
    ["typeof", after("return typeof task;"), ["endpoint.recover@3: dropped (unused)"]],
  ];
  it.each(cases)("%s", check);
});

describe("discharged", () => {
  const cases: Cases = [
    [
      "status compared",
      after(
        `const t = await svix.backgroundTask.get(task.id); if (t.status === "failed") throw new Error("x");`,
      ),
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "status destructured, renamed and switched on",
      after(
        `const { status: s = "running" } = await svix.backgroundTask.get(task.id); switch (s) { case "failed": throw new Error("x"); }`,
      ),
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "id destructured and renamed",
      `async function f() {
      const { id: taskId } = await svix.endpoint.recover(app, ep, { since });
      const { status } = await svix.backgroundTask.get(taskId);
      return status === "finished";
    }`,
      ["endpoint.recover@3: discharged at 5"],
    ],
    [
      "answer of the look returned",
      after("return await svix.backgroundTask.get(task.id);"),
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "status of the look sent",
      after("const t = await svix.backgroundTask.get(task.id); res.json({ status: t.status });"),
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "then chain",
      `function f() {
      return svix.endpoint.recover(app, ep, { since })
        .then((task) => svix.backgroundTask.get(task.id))
        .then((t) => { if (t.status === "failed") throw new Error("x"); });
    }`,
      ["endpoint.recover@3: discharged at 5"],
    ],
    [
      "then by reference",
      `async function watch(task: RecoverOut) { const t = await svix.backgroundTask.get(task.id); return t.status === "finished"; }
    function f() { return svix.endpoint.recover(app, ep, { since }).then(watch); }`,
      ["endpoint.recover@3: discharged at 2"],
    ],
    [
      "a helper of the program",
      `async function waitFor(id: string) { const t = await svix.backgroundTask.get(id); if (t.status !== "finished") throw new Error("x"); }
    async function f() { const task = await svix.endpoint.recover(app, ep, { since }); await waitFor(task.id); }`,
      ["endpoint.recover@3: discharged at 2"],
    ],
    [
      "a helper that gives the answer back",
      `const ask = (id: string) => svix.backgroundTask.get(id);
    async function f() { const { id } = await svix.endpoint.recover(app, ep, { since }); const t = await ask(id); if (t.status === "failed") throw new Error("x"); }`,
      ["endpoint.recover@3: discharged at 3"],
    ],
    [
      "a helper that takes an object",
      `async function waitFor({ taskId }: { taskId: string }) { const t = await svix.backgroundTask.get(taskId); return t.status; }
    async function f() { const task = await svix.endpoint.recover(app, ep, { since }); if ((await waitFor({ taskId: task.id })) === "failed") throw new Error("x"); }`,
      ["endpoint.recover@3: discharged at 3"],
    ],
    [
      "Promise.all by index",
      `async function f() {
      const [one, two] = await Promise.all([sleep(1), svix.endpoint.recover(app, ep, { since })]);
      const t = await svix.backgroundTask.get(two.id);
      return t.status === "finished" ? one : two;
    }`,
      ["endpoint.recover@3: discharged at 5"],
    ],
    [
      "Promise.all over map, then for of",
      `async function f(eps: string[]) {
      const tasks = await Promise.all(eps.map((e) => svix.endpoint.recover(app, e, { since })));
      for (const { id } of tasks) { const t = await svix.backgroundTask.get(id); if (t.status === "failed") throw new Error(id); }
    }`,
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "allSettled",
      `async function f(eps: string[]) {
      const all = await Promise.allSettled(eps.map((e) => svix.endpoint.recover(app, e, { since })));
      for (const one of all) if (one.status === "fulfilled" && (await svix.backgroundTask.get(one.value.id)).status === "failed") throw new Error("x");
    }`,
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "collected, then polled",
      `async function f(eps: string[]) {
      const ids: string[] = [];
      for (const e of eps) { const task = await svix.endpoint.recover(app, e, { since }); ids.push(task.id); }
      await Promise.all(ids.map(async (id) => { const { status } = await svix.backgroundTask.get(id); if (status === "failed") throw new Error(id); }));
    }`,
      ["endpoint.recover@4: discharged at 5"],
    ],
    [
      "closure",
      `async function f() {
      const task = await svix.endpoint.recover(app, ep, { since });
      const check = async () => (await svix.backgroundTask.get(task.id)).status;
      while ((await check()) === "running") await sleep(1);
    }`,
      [
        "endpoint.recover@3: to callers",
        "check@5 (endpoint.recover@3): discharged at 5",
        'failed ignored at 5: (await check()) === "running" (unread)',
      ],
    ],
    [
      "outer variable",
      `let id = "";
    async function f() { id = (await svix.endpoint.recover(app, ep, { since })).id; }
    async function g() { const t = await svix.backgroundTask.get(id); if (t.status === "failed") throw new Error("x"); }`,
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "class field",
      `class Desk {
      private taskId = "";
      async recover() { this.taskId = (await svix.endpoint.recover(app, ep, { since })).id; }
      async check() { const t = await svix.backgroundTask.get(this.taskId); return t.status === "failed"; }
    }`,
      ["endpoint.recover@4: discharged at 5"],
    ],
    [
      "one of two branches",
      `async function f(all: boolean) {
      const task = all ? await svix.endpoint.replayMissing(app, ep, { since }) : await svix.endpoint.recover(app, ep, { since });
      const t = await svix.backgroundTask.get(task.id);
      return t.status === "finished";
    }`,
      ["endpoint.replayMissing@3: discharged at 5", "endpoint.recover@3: discharged at 5"],
    ],
    [
      "compared in the list",
      after(
        "const { data } = await svix.backgroundTask.list(); const mine = data.find((t) => t.id === task.id); return mine?.status;",
      ),
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "assigned by destructuring",
      `async function f() {
      let id: string;
      ({ id } = await svix.endpoint.recover(app, ep, { since }));
      const t = await svix.backgroundTask.get(id);
      return t.status === "finished";
    }`,
      ["endpoint.recover@4: discharged at 6"],
    ],
    [
      "status in a set",
      after(
        `const t = await svix.backgroundTask.get(task.id); if (!["finished", "running"].includes(t.status)) throw new Error("x");`,
      ),
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "a table of answers",
      after(
        "const t = await svix.backgroundTask.get(task.id); return { running: 202, finished: 200, failed: 500 }[t.status];",
      ),
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "new Promise",
      `async function f() {
      const task = await new Promise<RecoverOut>((resolve, reject) => { svix.endpoint.recover(app, ep, { since }).then(resolve, reject); });
      const t = await svix.backgroundTask.get(task.id);
      if (t.status === "failed") throw new Error("x");
    }`,
      ["endpoint.recover@3: discharged at 5"],
    ],
    [
      "new Promise, resolved by hand",
      `async function f() {
      const task = await new Promise<RecoverOut>((resolve) => { void svix.endpoint.recover(app, ep, { since }).then((t) => { resolve(t); }); });
      const t = await svix.backgroundTask.get(task.id);
      if (t.status === "failed") throw new Error("x");
    }`,
      ["endpoint.recover@3: discharged at 5"],
    ],
    [
      "IIFE",
      `async function f() {
      const task = await (async () => svix.endpoint.recover(app, ep, { since }))();
      if ((await svix.backgroundTask.get(task.id)).status === "failed") throw new Error("x");
    }`,
      ["endpoint.recover@3: discharged at 4"],
    ],
    [
      "code that gives back what its callback gives",
      `declare function traced<T>(name: string, work: () => Promise<T>): Promise<T>;
    async function f() {
      const task = await traced("recover", () => svix.endpoint.recover(app, ep, { since }));
      if ((await svix.backgroundTask.get(task.id)).status === "failed") throw new Error("x");
    }`,
      ["endpoint.recover@4: discharged at 5"],
    ],
    [
      "a wrapper of the program with a callback",
      `async function traced<T>(work: () => Promise<T>): Promise<T> { const value = await work(); return value; }
    async function f() {
      const task = await traced(() => svix.endpoint.recover(app, ep, { since }));
      if ((await svix.backgroundTask.get(task.id)).status === "failed") throw new Error("x");
    }`,
      ["endpoint.recover@4: discharged at 5"],
    ],
  ];
  it.each(cases)("%s", check);
});

describe("handed on", () => {
  const cases: Cases = [
    [
      "stored",
      after("await db.tasks.insert({ id: task.id });"),
      ["endpoint.recover@3: handed on, passed to db.tasks.insert, at 4"],
    ],
    [
      "answered",
      after("res.json({ taskId: task.id });"),
      ["endpoint.recover@3: handed on, passed to res.json, at 4"],
    ],
    [
      "answered as a Response",
      after("return Response.json({ task });"),
      ["endpoint.recover@3: handed on, passed to Response.json, at 4"],
    ],
    [
      "answered as text",
      after("return new Response(JSON.stringify({ id: task.id }));"),
      ["endpoint.recover@3: handed on, passed to Response, at 4"],
    ],
    [
      "returned",
      `export async function f() { return svix.endpoint.recover(app, ep, { since }); }`,
      ["endpoint.recover@2: handed on, returned, at 2"],
    ],
    [
      "SQL template",
      `declare function sql(parts: TemplateStringsArray, ...values: unknown[]): Promise<void>;
    ${after("await sql`insert into tasks values (${task.id})`;")}`,
      ["endpoint.recover@4: handed on, passed to a template, at 5"],
    ],
    [
      "a given object's property",
      `async function f(ctx: any) { ctx.task = await svix.endpoint.recover(app, ep, { since }); }`,
      ["endpoint.recover@2: handed on, stored, at 2"],
    ],
    [
      "a public field",
      `class Desk { last?: RecoverOut; async recover() { this.last = await svix.endpoint.recover(app, ep, { since }); } }`,
      ["endpoint.recover@2: handed on, stored, at 2"],
    ],
    [
      "a callback's answer",
      `declare function step(name: string, work: () => Promise<unknown>): Promise<void>;
    async function f() { await step("x", async () => svix.endpoint.recover(app, ep, { since })); }`,
      ["endpoint.recover@3: handed on, passed to step, at 3"],
    ],
    ["thrown", after("throw task;"), ["endpoint.recover@3: handed on, thrown, at 4"]],
    [
      "a key",
      `const seen: Record<string, boolean> = {};\n${after("seen[task.id] = true;")}`,
      ["endpoint.recover@4: handed on, used as a key, at 5"],
    ],
    [
      "default export",
      `export default await svix.endpoint.recover(app, ep, { since });`,
      ["endpoint.recover@2: handed on, exported, at 2"],
    ],
    [
      "exported const",
      `export const task = await svix.endpoint.recover(app, ep, { since });`,
      ["endpoint.recover@2: handed on, exported, at 2"],
    ],
    [
      "another operation's argument",
      after(`await svix.message.create(app, { eventType: "x", payload: { task: task.id } });`),
      ["endpoint.recover@3: handed on, passed to message.create, at 4"],
    ],
    [
      "rejected with",
      after("return Promise.reject(task);"),
      ["endpoint.recover@3: handed on, rejected with, at 4"],
    ],
  ];
  it.each(cases)("%s", check);
});

describe("unknown", () => {
  const cases: Cases = [
    [
      "generator",
      `async function* f() { yield await svix.endpoint.recover(app, ep, { since }); }`,
      ["endpoint.recover@2: unknown at 2"],
    ],
    [
      "unknown key",
      `async function f(key: "id" | "status") { const t = await svix.endpoint.recover(app, ep, { since }); return t[key]; }`,
      ["endpoint.recover@2: unknown at 2"],
    ],
    [
      "spread arguments",
      `declare function g(...xs: unknown[]): void;\nasync function f() { const t = [await svix.endpoint.recover(app, ep, { since })]; g(...t); }`,
      ["endpoint.recover@3: unknown at 3"],
    ],
    [
      "id compared with anything",
      after(`return task.id === app;`),
      ["endpoint.recover@3: unknown at 4"],
    ],
    [
      "computed name in a pattern",
      `async function f(k: "id") { const { [k]: id } = await svix.endpoint.recover(app, ep, { since }); return id; }`,
      ["endpoint.recover@2: unknown at 2"],
    ],
  ];
  it.each(cases)("%s", check);
});
