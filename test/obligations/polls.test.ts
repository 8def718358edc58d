import { expect, it } from "vitest";
import { judge, type JudgeOptions } from "./judge.js";

/** The lines about polls only. */
function polls(code: string, options?: JudgeOptions): string[] {
  return judge(code, options).filter((line) => line.startsWith("failed ignored"));
}

it.each<[name: string, code: string, expected: string[]]>([
  [
    "while not finished",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status !== "finished") {
      await sleep(1000);
      t = await svix.backgroundTask.get(id);
    }
  }`,
    [`failed ignored at 4: t.status !== "finished" (endless)`],
  ],
  [
    "while not finished, with the enum",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status !== BackgroundTaskStatus.Finished) {
      await sleep(1000);
      t = await svix.backgroundTask.get(id);
    }
  }`,
    ["failed ignored at 4: t.status !== BackgroundTaskStatus.Finished (endless)"],
  ],
  [
    "while not finished and not failed",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status !== "finished" && t.status !== "failed") {
      await sleep(1000);
      t = await svix.backgroundTask.get(id);
    }
    if (t.status === "failed") throw new Error("failed");
  }`,
    [],
  ],
  [
    "ends at failed, nobody asks",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status !== "finished" && t.status !== "failed") {
      await sleep(1000);
      t = await svix.backgroundTask.get(id);
    }
    console.log("done", t.status);
  }`,
    [`failed ignored at 4: t.status !== "finished" && t.status !== "failed" (unread)`],
  ],
  [
    "while running, then looked at",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status === "running") { await sleep(1000); t = await svix.backgroundTask.get(id); }
    if (t.status !== "finished") throw new Error("failed");
  }`,
    [],
  ],
  [
    "while running, returned",
    `export async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status === "running") { await sleep(1000); t = await svix.backgroundTask.get(id); }
    return t.status;
  }`,
    [],
  ],
  [
    "while running, never looked at",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status === "running") { await sleep(1000); t = await svix.backgroundTask.get(id); }
    res.json({ ok: true });
  }`,
    [`failed ignored at 4: t.status === "running" (unread)`],
  ],
  [
    "for ever, returns at finished",
    `async function f(id: string) {
    for (;;) {
      const { status } = await svix.backgroundTask.get(id);
      if (status === "finished") return true;
      await sleep(1000);
    }
  }`,
    [`failed ignored at 5: status === "finished" (endless)`],
  ],
  [
    "for ever, throws at failed",
    `async function f(id: string) {
    for (;;) {
      const { status } = await svix.backgroundTask.get(id);
      if (status === "finished") return true;
      if (status === "failed") throw new Error("failed");
      await sleep(1000);
    }
  }`,
    [],
  ],
  [
    "for ever, leaves unless running",
    `async function f(id: string) {
    while (true) {
      const t = await svix.backgroundTask.get(id);
      if (t.status !== "running") return t;
      await sleep(1000);
    }
  }`,
    [],
  ],
  [
    "switch without failed",
    `async function f(id: string) {
    while (true) {
      const t = await svix.backgroundTask.get(id);
      switch (t.status) {
        case "finished": return t;
        case "running": break;
      }
      await sleep(1000);
    }
  }`,
    ["failed ignored at 5: switch (t.status) { (endless)"],
  ],
  [
    "switch with failed",
    `async function f(id: string) {
    while (true) {
      const t = await svix.backgroundTask.get(id);
      switch (t.status) {
        case "finished": return t;
        case "failed": throw new Error("x");
        default: await sleep(1000);
      }
    }
  }`,
    [],
  ],
  [
    "do while",
    `async function f(id: string) {
    let status;
    do {
      await sleep(1000);
      ({ status } = await svix.backgroundTask.get(id));
    } while (status !== "finished");
  }`,
    [`failed ignored at 7: status !== "finished" (endless)`],
  ],
  [
    "flag",
    `async function f(id: string) {
    let done = false;
    while (!done) {
      const t = await svix.backgroundTask.get(id);
      done = t.status === "finished";
      if (!done) await sleep(1000);
    }
  }`,
    ["failed ignored at 4: !done (endless)"],
  ],
  [
    "flag set in a branch",
    `async function f(id: string) {
    let done = false;
    while (!done) {
      const t = await svix.backgroundTask.get(id);
      if (t.status === "finished") { done = true; } else await sleep(1000);
    }
  }`,
    [`failed ignored at 6: t.status === "finished" (endless)`],
  ],
  [
    "flag set in two branches",
    `async function f(id: string) {
    let done = false;
    while (!done) {
      const t = await svix.backgroundTask.get(id);
      if (t.status === "finished") { done = true; }
      if (t.status === "failed") { done = true; console.error("failed"); }
    }
  }`,
    [],
  ],
  [
    "helper predicate",
    `import type { BackgroundTaskOut } from "svix";
  const isDone = (t: BackgroundTaskOut) => t.status === "finished";
  async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (!isDone(t)) { await sleep(1000); t = await svix.backgroundTask.get(id); }
  }`,
    ["failed ignored at 6: !isDone(t) (endless)"],
  ],
  [
    "helper predicate that throws",
    `import type { BackgroundTaskOut } from "svix";
  function isDone(t: BackgroundTaskOut) { if (t.status === "failed") throw new Error("x"); return t.status === "finished"; }
  async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (!isDone(t)) { await sleep(1000); t = await svix.backgroundTask.get(id); }
  }`,
    [],
  ],
  [
    "helper that asks",
    `async function isDone(id: string) { const t = await svix.backgroundTask.get(id); return t.status === "finished"; }
  async function f(id: string) {
    while (!(await isDone(id))) await sleep(1000);
  }`,
    ["failed ignored at 4: !(await isDone(id)) (endless)"],
  ],
  [
    "helper that asks and throws",
    `async function isDone(id: string) {
    const t = await svix.backgroundTask.get(id);
    if (t.status === "failed") throw new Error("x");
    return t.status === "finished";
  }
  async function f(id: string) {
    while (!(await isDone(id))) await sleep(1000);
  }`,
    [],
  ],
  [
    "includes both",
    `const DONE = ["finished", "failed"];
  async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (!DONE.includes(t.status)) { await sleep(1000); t = await svix.backgroundTask.get(id); }
    return t;
  }`,
    [],
  ],
  [
    "includes finished only",
    `const DONE = new Set(["finished"]);
  async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (!DONE.has(t.status)) { await sleep(1000); t = await svix.backgroundTask.get(id); }
    return t;
  }`,
    ["failed ignored at 5: !DONE.has(t.status) (endless)"],
  ],
  [
    "attempts limited, then an error",
    `async function f(id: string) {
    for (let i = 0; i < 10; i++) {
      const t = await svix.backgroundTask.get(id);
      if (t.status === "finished") return t;
      await sleep(1000);
    }
    throw new Error("timed out");
  }`,
    [],
  ],
  [
    "attempts limited, then as if nothing were",
    `async function f(id: string) {
    for (let i = 0; i < 10; i++) {
      const t = await svix.backgroundTask.get(id);
      if (t.status === "finished") break;
      await sleep(1000);
    }
    res.json({ ok: true });
  }`,
    [`failed ignored at 5: t.status === "finished" (unread)`],
  ],
  [
    "limited in the condition",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    for (let i = 0; t.status !== "finished" && i < 10; i++) t = await svix.backgroundTask.get(id);
    if (t.status !== "finished") throw new Error("not done");
  }`,
    [],
  ],
  [
    "recursion",
    `async function poll(id: string): Promise<void> {
    const t = await svix.backgroundTask.get(id);
    if (t.status === "finished") return;
    await sleep(1000);
    return poll(id);
  }`,
    [`failed ignored at 4: t.status === "finished" (endless)`],
  ],
  [
    "recursion that throws at failed",
    `async function poll(id: string): Promise<void> {
    const t = await svix.backgroundTask.get(id);
    if (t.status === "failed") throw new Error("failed");
    if (t.status === "finished") return;
    await sleep(1000);
    return poll(id);
  }`,
    [],
  ],
  [
    "recursion by timer",
    `function poll(id: string, done: () => void) {
    void svix.backgroundTask.get(id).then((t) => {
      if (t.status === "finished") done();
      else setTimeout(() => poll(id, done), 1000);
    });
  }`,
    [`failed ignored at 4: t.status === "finished" (endless)`],
  ],
  [
    "recursion while running",
    `async function poll(id: string): Promise<string> {
    const t = await svix.backgroundTask.get(id);
    if (t.status === "running") { await sleep(1000); return poll(id); }
    return t.status;
  }`,
    [],
  ],
  [
    "timer given the function",
    `function watch(id: string, done: () => void) {
    const check = async () => {
      const t = await svix.backgroundTask.get(id);
      if (t.status === "finished") { done(); return; }
      setTimeout(check, 1000);
    };
    void check();
  }`,
    [`failed ignored at 5: t.status === "finished" (endless)`],
  ],
  [
    "interval",
    `function watch(id: string, done: () => void) {
    const timer = setInterval(async () => {
      const t = await svix.backgroundTask.get(id);
      if (t.status === "finished") { clearInterval(timer); done(); }
    }, 1000);
  }`,
    [`failed ignored at 5: t.status === "finished" (endless)`],
  ],
  [
    "interval that stops at both",
    `function watch(id: string, done: (ok: boolean) => void) {
    const timer = setInterval(async () => {
      const t = await svix.backgroundTask.get(id);
      if (t.status !== "running") { clearInterval(timer); done(t.status === "finished"); }
    }, 1000);
  }`,
    [],
  ],
  [
    "program's own wait helper",
    `async function until(check: () => Promise<boolean>) { while (!(await check())) await sleep(100); }
  async function f(id: string) {
    await until(async () => (await svix.backgroundTask.get(id)).status === "finished");
  }`,
    ["failed ignored at 2: !(await check()) (endless)"],
  ],
  [
    "one look",
    `async function f(id: string) {
    const t = await svix.backgroundTask.get(id);
    if (t.status !== "finished") throw new Error("not yet");
  }`,
    [],
  ],
  [
    "loop over tasks",
    `async function f(ids: string[]) {
    let done = 0;
    for (const id of ids) { const t = await svix.backgroundTask.get(id); if (t.status === "finished") done++; }
    return done;
  }`,
    [],
  ],
  [
    "recover and poll in one variable",
    `async function f() {
    let task: { id: string, status: string } = await svix.endpoint.recover(app, ep, { since });
    while (task.status !== "finished") {
      await sleep(1000);
      task = await svix.backgroundTask.get(task.id);
    }
  }`,
    [`failed ignored at 4: task.status !== "finished" (endless)`],
  ],
])("%s", (_name, code, expected) => {
  expect(polls(code)).toEqual(expected);
});
