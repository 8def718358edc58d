import { expect, it } from "vitest";
import { HEAD, judge, type JudgeOptions } from "./judge.js";

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
    "returned when it is over, and dropped by the caller",
    `async function settled(id: string) {
    for (;;) { const task = await svix.backgroundTask.get(id);
      if (task.status !== "running") return task;
      await sleep(1000); }
  }
  async function f(id: string) { await settled(id); return "recovered"; }`,
    [`failed ignored at 4: task.status !== "running" (unread)`],
  ],
  [
    "returned when it is over, and asked by the caller",
    `async function settled(id: string) {
    for (;;) { const task = await svix.backgroundTask.get(id);
      if (task.status !== "running") { return task; }
      await sleep(1000); }
  }
  async function f(id: string) { if ((await settled(id)).status === "failed") throw new Error(id); }`,
    [],
  ],
  [
    "returned when it is over, to callers that nobody sees",
    `export async function settled(id: string) {
    for (;;) { const task = await svix.backgroundTask.get(id);
      if (task.status !== "running") return task;
      await sleep(1000); }
  }`,
    [],
  ],
  [
    "returned when it is finished, else too late",
    `export async function f(id: string) {
    for (let round = 0; round < 9; round++) { const { status } = await svix.backgroundTask.get(id);
      if (status === "finished") return true;
      await sleep(1000); }
    throw new Error("too late");
  }`,
    [],
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

it.each<[name: string, code: string, expected: string[]]>([
  [
    "helper that answers true at finished and false else",
    `async function isDone(id: string) {
    const t = await svix.backgroundTask.get(id);
    if (t.status === "finished") return true;
    return false;
  }
  export async function f(id: string) { while (!(await isDone(id))) await sleep(1000); }
  export async function g(id: string) { for (;;) { const done = await isDone(id); if (done) break; } }`,
    ["failed ignored at 7: !(await isDone(id)) (endless)", "failed ignored at 8: done (endless)"],
  ],
  [
    "helper that answers true at both",
    `async function isDone(id: string) {
    const t = await svix.backgroundTask.get(id);
    switch (t.status) { case "finished": case "failed": return true; default: return false; }
  }
  export async function f(id: string) { while (!(await isDone(id))) await sleep(1000); }`,
    [],
  ],
  [
    "helper that answers true at finished and throws at failed",
    `async function isDone(id: string): Promise<boolean> {
    const t = await svix.backgroundTask.get(id);
    if (t.status === "finished") { return true; } else if (t.status === "failed") { throw new Error("x"); }
    return false;
  }
  export async function f(id: string) { while (!(await isDone(id))) await sleep(1000); }`,
    [],
  ],
  [
    "helper that answers with words",
    `async function outcomeOf(id: string): Promise<"done" | "waiting"> {
    const t = await svix.backgroundTask.get(id);
    return t.status === "finished" ? "done" : "waiting";
  }
  export async function f(id: string) { while ((await outcomeOf(id)) === "waiting") await sleep(1000); }`,
    [`failed ignored at 6: (await outcomeOf(id)) === "waiting" (endless)`],
  ],
  [
    "helper that answers with words for each",
    `async function outcomeOf(id: string): Promise<"done" | "waiting" | "failed"> {
    const { status } = await svix.backgroundTask.get(id);
    if (status === "running") return "waiting";
    return status === "finished" ? "done" : "failed";
  }
  export async function f(id: string) { while ((await outcomeOf(id)) === "waiting") await sleep(1000); }`,
    [],
  ],
  [
    "labelled loop",
    `async function f(ids: string[]) {
    outer: while (true) {
      for (const id of ids) {
        const t = await svix.backgroundTask.get(id);
        if (t.status === "finished") break outer;
        if (t.status === "running") continue outer;
      }
    }
  }`,
    [`failed ignored at 6: t.status === "finished" (endless)`],
  ],
  [
    "labelled loop that only finished leaves",
    `async function f(id: string) {
    outer: while (true) {
      do {
        const t = await svix.backgroundTask.get(id);
        if (t.status === "finished") break outer;
        if (t.status === "failed") continue outer;
      } while (since > new Date());
      continue outer;
    }
  }`,
    [`failed ignored at 6: t.status === "finished" (endless)`],
  ],
  [
    "labelled block",
    `async function f(id: string) {
    while (true) {
      step: {
        const t = await svix.backgroundTask.get(id);
        if (t.status !== "finished") break step;
        return t;
      }
      await sleep(1);
    }
  }`,
    [`failed ignored at 6: t.status !== "finished" (endless)`],
  ],
  [
    "try around the look",
    `async function f(id: string) {
    while (true) {
      try {
        const t = await svix.backgroundTask.get(id);
        if (t.status === "failed") throw new Error("failed");
        if (t.status === "finished") return;
      } catch (error) { console.error(error); } finally { await sleep(1); }
    }
  }`,
    [`failed ignored at 6: t.status === "failed" (endless)`],
  ],
  [
    "try whose catch goes on throwing",
    `async function f(id: string) {
    while (true) {
      try {
        const t = await svix.backgroundTask.get(id);
        if (t.status === "failed") throw new Error("failed");
        if (t.status === "finished") return;
      } catch (error) { throw new Error("poll", { cause: error }); }
    }
  }`,
    [],
  ],
  [
    "a helper of type never",
    `function fail(id: string): never { throw new Error(id); }
  async function f(id: string) {
    while (true) {
      const t = await svix.backgroundTask.get(id);
      if (t.status === "finished") return;
      if (t.status === "failed") fail(id);
    }
  }`,
    [],
  ],
  [
    "a helper that throws at failed",
    `import type { BackgroundTaskOut } from "svix";
  function check(t: BackgroundTaskOut) { if (t.status === "failed") throw new Error(t.id); }
  async function f(id: string) {
    while (true) {
      const t = await svix.backgroundTask.get(id);
      check(t);
      if (t.status === "finished") return;
    }
  }`,
    [],
  ],
  [
    "a helper that may throw at failed",
    `import type { BackgroundTaskOut } from "svix";
  function check(t: BackgroundTaskOut, strict: boolean) { if (strict && t.status === "failed") throw new Error(t.id); }
  async function f(id: string, strict: boolean) {
    while (true) {
      const t = await svix.backgroundTask.get(id);
      check(t, strict);
      if (t.status === "finished") return;
    }
  }`,
    [],
  ],
  [
    "a condition computed in steps",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    const FINISHED = "finished";
    while (t.status === "running" || (t.status === FINISHED ? false : true)) t = await svix.backgroundTask.get(id);
  }`,
    [
      `failed ignored at 5: t.status === "running" || (t.status === FINISHED ? false : true) (endless)`,
    ],
  ],
  [
    "a condition with a limit",
    `async function f(id: string, limit: () => boolean) {
    let t = await svix.backgroundTask.get(id);
    while (!(limit() || t.status === "finished")) t = await svix.backgroundTask.get(id);
    while (!(t.status === "finished" || limit())) t = await svix.backgroundTask.get(id);
    return t;
  }`,
    [],
  ],
  [
    "an assignment in the condition",
    `async function f(id: string) {
    let status: string;
    while ((status = (await svix.backgroundTask.get(id)).status) !== "finished") await sleep(1);
  }`,
    [
      `failed ignored at 4: (status = (await svix.backgroundTask.get(id)).status) !== "finished" (endless)`,
    ],
  ],
  [
    "loose comparison and a negated truth",
    `async function f(id: string) {
    let done: boolean | undefined;
    while (!Boolean(done)) { const t = await svix.backgroundTask.get(id); done = t.status == "finished"; }
  }`,
    [`failed ignored at 4: !Boolean(done) (endless)`],
  ],
  [
    "an unknown comparison",
    `async function f(id: string, wanted: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status !== wanted) t = await svix.backgroundTask.get(id);
    while (t.status < "finished") t = await svix.backgroundTask.get(id);
    while (!/f/.test(t.status)) t = await svix.backgroundTask.get(id);
  }`,
    [],
  ],
  [
    "a list of statuses in another file's shape",
    `class Done { static readonly ALL: readonly string[] = ["finished"]; }
  async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (!Done.ALL.includes(t.status)) t = await svix.backgroundTask.get(id);
    return t;
  }`,
    ["failed ignored at 5: !Done.ALL.includes(t.status) (endless)"],
  ],
  [
    "a list that is not known",
    `async function f(id: string, done: string[], other: Set<string>) {
    let t = await svix.backgroundTask.get(id);
    while (!done.includes(t.status) && !other.has(t.status)) t = await svix.backgroundTask.get(id);
    return t;
  }`,
    [],
  ],
  [
    "a counter beside the status",
    `async function f(id: string) {
    let n = 0;
    let t = await svix.backgroundTask.get(id);
    while (t.status !== "finished" && n < 10) { n++; t = await svix.backgroundTask.get(id); }
    return t;
  }`,
    [],
  ],
  [
    "a flag that something else sets, too",
    `async function f(id: string, stop: () => boolean) {
    let done = false;
    while (!done) { const t = await svix.backgroundTask.get(id); done = t.status === "finished"; done ||= stop(); }
  }`,
    [],
  ],
  [
    "a status with a default",
    `async function f(id: string) {
    let t: { status?: string } = {};
    while ((t.status ?? "running") !== "finished") t = await svix.backgroundTask.get(id);
  }`,
    [`failed ignored at 4: (t.status ?? "running") !== "finished" (endless)`],
  ],
  [
    "a switch with a value that is not known",
    `async function f(id: string, other: string) {
    while (true) {
      const t = await svix.backgroundTask.get(id);
      switch (t.status) { case other: return; case "finished": return; default: }
    }
  }`,
    [],
  ],
  [
    "a switch that only waits, and no look afterwards",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status === "running") {
      t = await svix.backgroundTask.get(id);
      switch (t.status) { case "running": await sleep(1); }
    }
  }`,
    [`failed ignored at 4: t.status === "running" (unread)`],
  ],
  [
    "a switch afterwards",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (t.status === "running") t = await svix.backgroundTask.get(id);
    switch (t.status) { case "failed": throw new Error("x"); }
  }`,
    [],
  ],
  [
    "at the top level",
    `let t = await svix.backgroundTask.get("x");
  while (t.status === "running") t = await svix.backgroundTask.get("x");
  export {};`,
    [`failed ignored at 3: t.status === "running" (unread)`],
  ],
  [
    "an interval that throws at failed",
    `function watch(id: string) {
    const timer = setInterval(async () => {
      const t = await svix.backgroundTask.get(id);
      if (t.status === "failed") throw new Error("x");
      if (t.status === "finished") clearInterval(timer);
    }, 1000);
  }`,
    [],
  ],
  [
    "statuses of nothing that is polled again",
    `async function f(ids: string[]) {
    const all = await Promise.all(ids.map((id) => svix.backgroundTask.get(id)));
    for (const t of all) { if (t.status === "finished") continue; throw new Error(t.id); }
    for (let i = 0; i < all.length; i++) if (all[i]!.status === "finished") break;
  }`,
    [],
  ],
])("%s", (_name, code, expected) => {
  expect(polls(code)).toEqual(expected);
});

it.each<[name: string, code: string, expected: string[]]>([
  [
    "a flag without a first value",
    `async function f(id: string) {
    let done;
    while (!done) { const t = await svix.backgroundTask.get(id); done = t.status != "running" && t.status != "failed"; if (done) console.log(id); }
  }`,
    ["failed ignored at 4: !done (endless)"],
  ],
  [
    "a flag that is given away and read elsewhere",
    `async function f(id: string) {
    let done = false;
    while (!done) { const t = await svix.backgroundTask.get(id); done = t.status === "finished"; db.save(done); }
  }`,
    ["failed ignored at 4: !done (endless)"],
  ],
  [
    "a ternary on something else",
    `async function f(id: string, strict: boolean) {
    let t = await svix.backgroundTask.get(id);
    while (strict ? t.status !== "finished" : t.status === "running") t = await svix.backgroundTask.get(id);
    return t;
  }`,
    [],
  ],
  [
    "an empty set",
    `const DONE = new Set();
  async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (!DONE.has(t.status)) t = await svix.backgroundTask.get(id);
    return t;
  }`,
    [],
  ],
  [
    "negations without end",
    `async function f(id: string) {
    let t = await svix.backgroundTask.get(id);
    while (${"!".repeat(200)}(t.status !== "finished")) t = await svix.backgroundTask.get(id);
    return t;
  }`,
    [],
  ],
  [
    "loops in the loop, and other functions",
    `async function f(id: string) {
    while (true) {
      const t = await svix.backgroundTask.get(id);
      function isDone() { return t.status === "finished"; }
      for (;;) { if (t.status === "finished") return; if (t.status === "failed") break; }
      while (true) { await sleep(1); break; }
      for (const n of [1, 2]) { if (n > 1) continue; await sleep(n); }
      for (const key in t) console.log(key);
      if (isDone()) return;
    }
  }`,
    [`failed ignored at 6: t.status === "finished" (endless)`],
  ],
  [
    "a nested loop that never ends at failed",
    `async function f(ids: string[]) {
    for (const id of ids) {
      again: while (true) {
        const t = await svix.backgroundTask.get(id);
        if (t.status !== "finished") continue again;
        break again;
      }
    }
  }`,
    [`failed ignored at 6: t.status !== "finished" (endless)`],
  ],
  [
    "an answer that falls off the end",
    `async function isDone(id: string): Promise<true | undefined> {
    const t = await svix.backgroundTask.get(id);
    const note = () => { return 1; };
    if (t.status === "finished") return true;
    note();
  }
  async function isOver(id: string): Promise<boolean> {
    const t = await svix.backgroundTask.get(id);
    if (t.status === "running") { return false; }
    return true;
  }
  export async function f(id: string) { while (!(await isDone(id))) await sleep(1); }
  export async function g(id: string) { while (!(await isOver(id))) await sleep(1); }`,
    [`failed ignored at 14: !(await isOver(id)) (unread)`],
  ],
  [
    "recursion in loops and switches",
    `async function poll(id: string): Promise<void> {
    const t = await svix.backgroundTask.get(id);
    switch (t.status) {
      case "finished": return;
      default:
        for (const n of [1]) { await poll(id + n); break; }
        await poll(id);
        break;
    }
  }`,
    ["failed ignored at 4: switch (t.status) { (endless)"],
  ],
  [
    "a loop that finished does not end either",
    `async function f(id: string) { while (true) { const t = await svix.backgroundTask.get(id); if (t.status === "failed") throw new Error("x"); } }`,
    [],
  ],
  [
    "a loop whose flag is always true",
    `async function f(id: string) {
    const on = true;
    while (on) { const t = await svix.backgroundTask.get(id); if (!["finished"].includes(t.status)) continue; return t; }
  }`,
    [`failed ignored at 4: !["finished"].includes(t.status) (endless)`],
  ],
  [
    "a status in lower case and in a cast",
    `async function f(id: string) {
    while (true) { const t = await svix.backgroundTask.get(id); if (((t.status as string).toLowerCase()) === "finished") return; }
  }`,
    [`failed ignored at 3: ((t.status as string).toLowerCase()) === "finished" (endless)`],
  ],
])("%s", (_name, code, expected) => {
  expect(polls(code)).toEqual(expected);
});

/** A helper asked by the condition of a loop that waits; the loop's condition stands on line 5. */
const waiting = (helper: string, condition: string): string => `${helper}
async function f(id: string) {
  let t = await svix.backgroundTask.get(id);
  while (${condition}) { await sleep(1000); t = await svix.backgroundTask.get(id); }
}`;
/** A loop that asks on and on, and looks at the status at its line 6. */
const asking = (
  look: string,
): string => `declare const bad: string; declare function mayGoOn(): boolean;
async function f(id: string) {
  for (;;) {
    const t = await svix.backgroundTask.get(id);
    ${look}
    await sleep(1000);
  }
}`;

it.each<[name: string, code: string, expected: string[]]>([
  [
    "a helper that refuses in a block",
    waiting(
      `function isOver(t: { status: string }) { if (t.status === "failed") { console.log("no"); return false; } return t.status === "finished"; }`,
      "!isOver(t)",
    ),
    ["failed ignored at 5: !isOver(t) (endless)"],
  ],
  [
    "a helper that refuses by else",
    waiting(
      `function isOver(t: { status: string }) { if (t.status === "finished") return true; else return false; }`,
      "!isOver(t)",
    ),
    ["failed ignored at 5: !isOver(t) (endless)"],
  ],
  [
    "a helper that may refuse for another reason",
    waiting(
      `declare let giveUp: boolean; function isOver(t: { status: string }) { if (giveUp) return false; return t.status !== "running"; }`,
      "!isOver(t)",
    ),
    ["failed ignored at 5: !isOver(t) (unread)"],
  ],
  [
    "a list that is declared elsewhere",
    waiting("declare const DONE: string[];", "!DONE.includes(t.status)"),
    [],
  ],
  [
    "a switch whose default waits",
    asking(`switch (t.status) { case "finished": return; default: console.log("wait"); }`),
    [
      `failed ignored at 6: switch (t.status) { case "finished": return; default: console.log("wait"); } (endless)`,
    ],
  ],
  [
    "a switch whose default throws",
    asking(
      `switch (t.status) { case "finished": return; case "running": break; default: throw new Error(t.status); }`,
    ),
    [],
  ],
  [
    "a switch with a case that may be the failure",
    asking(
      `switch (t.status) { case "finished": console.log("done"); break; case bad: throw new Error("bad"); default: console.log("wait"); } if (t.status === "finished") return;`,
    ),
    [],
  ],
  [
    "an end that something else decides",
    asking(`if (t.status === "finished") return; if (!mayGoOn()) throw new Error("late");`),
    [],
  ],
  [
    "the task is kept after it has ended",
    `async function f(id: string) {
  let t = await svix.backgroundTask.get(id);
  while (t.status === "running") { await sleep(1000); t = await svix.backgroundTask.get(id); }
  await db.save(t);
}`,
    [],
  ],
  [
    "its id is kept, which tells nothing",
    `async function f(id: string) {
  let t = await svix.backgroundTask.get(id);
  while (t.status === "running") { await sleep(1000); t = await svix.backgroundTask.get(id); }
  await db.save(t.id);
}`,
    [`failed ignored at 4: t.status === "running" (unread)`],
  ],
  [
    "something else is done later",
    `declare function log(): void;
async function check(id: string) {
  const t = await svix.backgroundTask.get(id);
  if (t.status !== "finished") setTimeout(log, 1000);
}`,
    [],
  ],
])("%s", (_, code, expected) => {
  expect(polls(code)).toEqual(expected);
});

it("knows lists of other files", () => {
  const files = {
    "done.ts": `export const DONE = ["finished"] as const;`,
    "main.ts": `import { DONE } from "./done.js"; ${HEAD}
export async function f(id: string) { let t = await svix.backgroundTask.get(id); while (!(DONE as readonly string[]).includes(t.status)) t = await svix.backgroundTask.get(id); }`,
  };
  expect(judge(files)).toEqual([
    "failed ignored at 2: !(DONE as readonly string[]).includes(t.status) (endless)",
  ]);
});

it.each([
  ["p-wait-for", "", true],
  ["p-wait-for", ", { timeout: 60_000 }", false],
  ["some-other-wait", "", false],
])("a predicate for %s%s", (name, options, reported) => {
  const files = {
    "types.d.ts": `declare module ${JSON.stringify(name)} { export default function wait(condition: () => Promise<boolean>, options?: object): Promise<void>; }`,
    "main.ts": `import wait from ${JSON.stringify(name)};\n${HEAD}\nexport async function f(id: string) {\n  await wait(async () => (await svix.backgroundTask.get(id)).status === "finished"${options});\n}
export async function g(id: string) { await wait(async () => (await svix.backgroundTask.get(id)).status !== "running"${options}); }`,
  };
  const found = judge(files).filter((line) => line.startsWith("failed ignored"));
  expect(found).toEqual(
    reported
      ? [`failed ignored at 4: (await svix.backgroundTask.get(id)).status === "finished" (endless)`]
      : [],
  );
});
