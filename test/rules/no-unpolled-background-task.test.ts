import { expect, it } from "vitest";
import rule from "../../src/rules/no-unpolled-background-task.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked } from "./marked-cases.js";

const head = `import { Svix, BackgroundTaskStatus, type BackgroundTaskOut, type RecoverOut } from "svix";
declare const svix: Svix;
declare const since: Date;
declare const db: { save(value: unknown): Promise<void> };
declare const res: { json(value: unknown): void; status(code: number): { json(value: unknown): void } };
declare function sleep(ms: number): Promise<void>;
export type Used = BackgroundTaskOut | RecoverOut | typeof BackgroundTaskStatus;
`;

const RECOVER = `svix.endpoint.recover("app", "ep", { since })`;
const POLLER = `export async function wait(id: string): Promise<void> {
  for (;;) {
    const { status } = await svix.backgroundTask.get(id);
    if (status === BackgroundTaskStatus.Finished) return;
    if (status === BackgroundTaskStatus.Failed) throw new Error("failed");
    await sleep(1000);
  }
}
`;

const good = [
  {
    name: "waited for by a helper",
    code: `${POLLER}export async function f() { const task = await ${RECOVER}; await wait(task.id); }`,
  },
  {
    name: "id destructured",
    code: `${POLLER}export async function f() { const { id } = await ${RECOVER}; await wait(id); }`,
  },
  {
    name: "promise handed to then",
    code: `${POLLER}export const f = () => ${RECOVER}.then(({ id }) => wait(id));`,
  },
  {
    name: "stored, and the program polls",
    code: `${POLLER}export async function f() { const task = await ${RECOVER}; await db.save({ taskId: task.id }); }`,
  },
  {
    name: "answered with 202, and the program polls",
    code: `${POLLER}export async function f() { const { id } = await ${RECOVER}; res.status(202).json({ taskId: id }); }`,
  },
  {
    name: "returned to whoever calls, and the program polls",
    code: `${POLLER}export async function f() { return ${RECOVER}; }`,
  },
  {
    name: "looked up in the list",
    code: `export async function f() {
  const task = await ${RECOVER};
  const { data } = await svix.backgroundTask.list({ task: task.task });
  const mine = data.find(({ id }) => id === task.id);
  if (mine?.status === "failed") throw new Error("failed");
}`,
  },
  {
    name: "polled on the spot",
    code: `export async function f() {
  const task = await ${RECOVER};
  let current: { status: string } = task;
  while (current.status === "running") {
    await sleep(1000);
    current = await svix.backgroundTask.get(task.id);
  }
  if (current.status === "failed") throw new Error("failed");
}`,
  },
  {
    name: "every status in a switch",
    code: `export async function f(id: string): Promise<string> {
  for (;;) {
    const task = await svix.backgroundTask.get(id);
    switch (task.status) {
      case BackgroundTaskStatus.Finished: return "done";
      case BackgroundTaskStatus.Failed: throw new Error("failed");
      case BackgroundTaskStatus.Running: await sleep(1000);
    }
  }
}`,
  },
  {
    name: "status kept by the poller's caller",
    code: `export async function f(id: string) {
  let task = await svix.backgroundTask.get(id);
  while (task.status === "running") { await sleep(500); task = await svix.backgroundTask.get(id); }
  return task;
}`,
  },
  {
    name: "limited attempts with an error at the end",
    code: `export async function f(id: string) {
  for (let i = 0; i < 20; i++) {
    const task = await svix.backgroundTask.get(id);
    if (task.status === "finished") return;
    await sleep(1000);
  }
  throw new Error("not finished in time");
}`,
  },
  {
    name: "a status route",
    code: `export async function status(id: string) { const { status } = await svix.backgroundTask.get(id); res.json({ status }); }`,
  },
  {
    name: "many endpoints, all waited for",
    code: `${POLLER}export async function f(eps: string[]) {
  const tasks = await Promise.all(eps.map((ep) => svix.endpoint.replayMissing("app", ep, { since })));
  await Promise.all(tasks.map((task) => wait(task.id)));
}`,
  },
  {
    name: "results settled and followed",
    code: `${POLLER}export async function f(eps: string[]) {
  const all = await Promise.allSettled(eps.map((ep) => svix.endpoint.recover("app", ep, { since })));
  for (const one of all) if (one.status === "fulfilled") await wait(one.value.id);
}`,
  },
  {
    name: "a queue of jobs",
    code: `${POLLER}declare const queue: { add(name: string, data: unknown): Promise<void> };
export async function f() { const task = await ${RECOVER}; await queue.add("poll", { taskId: task.id }); }`,
  },
  {
    name: "a class that keeps the id",
    code: `export class Desk {
  #taskId: string | undefined;
  async recover() { this.#taskId = (await ${RECOVER}).id; }
  async check() { return this.#taskId ? (await svix.backgroundTask.get(this.#taskId)).status : undefined; }
}`,
  },
  { name: "unknown: a generator", code: `export async function* f() { yield await ${RECOVER}; }` },
  {
    name: "operations that start no task",
    code: `export async function f() { await svix.endpoint.rotateSecret("app", "ep"); await svix.message.create("app", { eventType: "x", payload: {} }); }`,
  },
  {
    name: "a look-alike",
    code: `const other = { endpoint: { recover: async (_a: string) => ({ id: "x", status: "running" }) } };
export async function f() { await other.endpoint.recover("app"); }`,
  },
  {
    name: "a look alone",
    code: `export async function f(id: string) { await svix.backgroundTask.get(id); }`,
  },
  {
    name: "an interval that ends either way",
    code: `export function watch(id: string, done: (ok: boolean) => void) {
  const timer = setInterval(() => {
    void svix.backgroundTask.get(id).then((task) => {
      if (task.status === "running") return;
      clearInterval(timer);
      done(task.status === "finished");
    });
  }, 1000);
}`,
  },
];

const bad = [
  {
    name: "not even a variable",
    messageId: "dropped",
    code: `export async function f() { await ⟦${RECOVER}⟧; }`,
  },
  {
    name: "a floating promise",
    messageId: "dropped",
    code: `export function f() { void ⟦${RECOVER}⟧; }`,
  },
  {
    name: "logged",
    messageId: "dropped",
    code: `export async function f() { const task = await ⟦${RECOVER}⟧; console.log("recovering", task.id); }`,
  },
  {
    name: "own status answered",
    messageId: "dropped",
    code: `export async function f() { const task = await ⟦${RECOVER}⟧; res.json({ status: task.status }); }`,
  },
  {
    name: "own status compared",
    messageId: "dropped",
    code: `export async function f() { const task = await ⟦${RECOVER}⟧; if (task.status === "failed") throw new Error("failed"); }`,
  },
  {
    name: "replayMissing",
    messageId: "dropped",
    code: `export async function f() { await ⟦svix.endpoint.replayMissing("app", "ep", { since })⟧; res.json({ ok: true }); }`,
  },
  {
    name: "bulkReplay",
    messageId: "dropped",
    code: `export async function f() { await ⟦svix.endpoint.bulkReplay("app", "ep", { since })⟧; }`,
  },
  {
    name: "expungeAllContents",
    messageId: "dropped",
    code: `export async function f() { await ⟦svix.message.expungeAllContents("app")⟧; }`,
  },
  {
    name: "aggregateEventTypes, of which the contract says nothing",
    messageId: "dropped",
    code: `export async function f() { await ⟦svix.statistics.aggregateEventTypes()⟧; }`,
  },
  {
    name: "optional call",
    messageId: "dropped",
    code: `export async function f(client?: Svix) { await ⟦client?.endpoint.recover("app", "ep", { since })⟧; }`,
  },
  {
    name: "in every round of a loop",
    messageId: "dropped",
    code: `export async function f(eps: string[]) { for (const ep of eps) await ⟦svix.endpoint.recover("app", ep, { since })⟧; }`,
  },
  {
    name: "forEach",
    messageId: "dropped",
    code: `export function f(eps: string[]) { eps.forEach((ep) => ⟦svix.endpoint.recover("app", ep, { since })⟧); }`,
  },
  {
    name: "asked for without a look",
    messageId: "dropped",
    code: `export async function f() { const { id } = await ⟦${RECOVER}⟧; await svix.backgroundTask.get(id); }`,
  },
  {
    name: "a wrapper whose caller drops it",
    messageId: "dropped",
    code: `async function start() { return ${RECOVER}; }
export async function f() { await ⟦start()⟧; }`,
  },
  {
    name: "one of two callers",
    messageId: "dropped",
    code: `${POLLER}const start = async () => (await ${RECOVER}).id;
export async function f() { await wait(await start()); }
export async function g() { console.log(await ⟦start()⟧); }`,
  },
  {
    name: "a method's caller",
    messageId: "dropped",
    code: `class Desk { constructor(private readonly client: Svix) {} async recover() { const { id } = await this.client.endpoint.recover("app", "ep", { since }); return { id, ok: true }; } }
export async function f(desk: Desk) { const { ok } = await ⟦desk.recover()⟧; return ok; }`,
  },
  {
    name: "a wrapper passed to map",
    messageId: "dropped",
    code: `const start = (ep: string) => svix.endpoint.recover("app", ep, { since });
export async function f(eps: string[]) { await Promise.all(eps.map(⟦start⟧)); }`,
  },
  {
    name: "stored, and nothing polls",
    messageId: "neverPolled",
    code: `export async function f() { const task = await ⟦${RECOVER}⟧; await db.save({ taskId: task.id }); }`,
  },
  {
    name: "answered, and nothing polls",
    messageId: "neverPolled",
    code: `export async function f() { const task = await ⟦${RECOVER}⟧; res.status(202).json({ taskId: task.id }); }`,
  },
  {
    name: "returned, and nothing polls",
    messageId: "neverPolled",
    code: `export async function f() { return ⟦${RECOVER}⟧; }`,
  },
  {
    name: "stored by a wrapper's caller, and nothing polls",
    messageId: "neverPolled",
    code: `const start = async () => (await ${RECOVER}).id;
export async function f() { await db.save(await ⟦start()⟧); }`,
  },
  {
    name: "waits for finished only",
    messageId: "failedIgnored",
    code: `export async function f() {
  const { id } = await ${RECOVER};
  let task = await svix.backgroundTask.get(id);
  while (⟦task.status !== BackgroundTaskStatus.Finished⟧) {
    await sleep(1000);
    task = await svix.backgroundTask.get(id);
  }
}`,
  },
  {
    name: "returns at finished only",
    messageId: "failedIgnored",
    code: `export async function f(id: string) {
  while (true) {
    const task = await svix.backgroundTask.get(id);
    if (⟦task.status === "finished"⟧) return task;
    await sleep(1000);
  }
}`,
  },
  {
    name: "recursion that ends at finished only",
    messageId: "failedIgnored",
    code: `export async function poll(id: string): Promise<void> {
  const { status } = await svix.backgroundTask.get(id);
  if (⟦status !== "finished"⟧) { await sleep(1000); await poll(id); }
}`,
  },
  {
    name: "an interval that is cleared at finished only",
    messageId: "failedIgnored",
    code: `export function watch(id: string, done: () => void) {
  const timer = setInterval(async () => {
    const task = await svix.backgroundTask.get(id);
    if (⟦task.status === "finished"⟧) { clearInterval(timer); done(); }
  }, 1000);
}`,
  },
  {
    name: "a predicate that knows finished only",
    messageId: "failedIgnored",
    code: `const isDone = (task: BackgroundTaskOut) => task.status === "finished";
export async function f(id: string) {
  let task = await svix.backgroundTask.get(id);
  while (⟦!isDone(task)⟧) { await sleep(1000); task = await svix.backgroundTask.get(id); }
}`,
  },
  {
    name: "nobody looks at the last status",
    messageId: "failedIgnored",
    code: `export async function f(id: string) {
  let task = await svix.backgroundTask.get(id);
  while (⟦task.status === "running"⟧) { await sleep(1000); task = await svix.backgroundTask.get(id); }
  res.json({ ok: true });
}`,
  },
];

runMarked("no-unpolled-background-task", rule, { head, good, bad });

runMarked("no-unpolled-background-task with svix 1.4, which has no tasks", rule, {
  sdk: "1.4.12",
  good: [
    {
      name: "recover answers nothing",
      code: `import { Svix } from "svix"; declare const svix: Svix; export async function f() { await svix.endpoint.recover("app", "ep", { since: new Date() }); }`,
    },
  ],
  bad: [],
});

it.each(["1.45.1", "1.99.1"] as const)("svix %s has tasks", (sdk) => {
  const code = `import { Svix } from "svix";\ndeclare const svix: Svix;\nexport async function f() {\n  await svix.endpoint.replayMissing("app", "ep", { since: new Date() });\n}`;
  expect(lintProgram(rule as never, code, { sdk }).reports).toEqual([
    `main.ts:4 dropped svix.endpoint.replayMissing("app", "ep", { since: new Date() })`,
  ]);
});

it("names the operation, its place and the postcondition at a caller in another file", () => {
  const files = {
    "start.ts": `import { Svix } from "svix";\nconst svix = new Svix("x");\nexport const start = (since: Date) => svix.endpoint.recover("app", "ep", { since });`,
    "main.ts": `import { start } from "./start.js";\nexport async function f() { await start(new Date()); }`,
  };
  expect(lintProgram(rule as never, files, { only: "start.ts" }).reports).toEqual([]);
  expect(lintProgram(rule as never, files, { only: "main.ts" }).reports).toEqual([
    "main.ts:2 dropped start(new Date())",
  ]);
  expect(
    lintProgram(rule as never, files, { settings: { svix: { callers: "file" } } }).reports,
  ).toEqual([`start.ts:3 neverPolled svix.endpoint.recover("app", "ep", { since })`]);
});

it("counts a poller in another file, and no poller in a test", () => {
  const code = `import { Svix } from "svix";\ndeclare const svix: Svix, db: any;\nexport async function f() { await db.save(await svix.endpoint.recover("app", "ep", { since: new Date() })); }`;
  const poller = `import { Svix } from "svix";\ndeclare const svix: Svix;\nexport const status = async (id: string) => (await svix.backgroundTask.get(id)).status;`;
  const taken = `import { Svix } from "svix";\ndeclare const svix: Svix;\nexport const { backgroundTask } = svix;`;
  const reports = (files: Record<string, string>) =>
    lintProgram(rule, { "main.ts": code, ...files }, { only: "main.ts" }).reports.length;
  expect(reports({ "poller.ts": poller })).toBe(0);
  expect(reports({ "poller.ts": taken })).toBe(0);
  expect(reports({ "poller.test.ts": poller })).toBe(1);
});

it("takes what the settings name for a logger", () => {
  const code = `import { Svix } from "svix";\ndeclare const svix: Svix, audit: any;\nexport async function f() {\n  const task = await svix.endpoint.recover("app", "ep", { since: new Date() });\n  audit.write(task.id);\n}`;
  const ids = (settings: Record<string, unknown>) =>
    lintProgram(rule as never, code, { settings }).reports.map((report) => report.split(" ")[1]);
  expect(ids({})).toEqual(["neverPolled"]);
  expect(ids({ svix: { loggers: ["audit"] } })).toEqual(["dropped"]);
});
