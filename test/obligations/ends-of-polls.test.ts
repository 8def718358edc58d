import { expect, it } from "vitest";
import ts from "typescript";
import { callsIn } from "../../src/callers/calls-in.js";
import { obligationsOf } from "../../src/obligations/index.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf } from "../harness/program.js";
import { HEAD, judge } from "./judge.js";

/** What is said of the polls in a function that has a task's id. */
function polls(body: string, before = ""): string[] {
  return judge(`${before}\nasync function wait(id: string, delays: number[]) {\n${body}\n}`).filter(
    (line) => line.startsWith("failed ignored"),
  );
}

const GET = "const task = await svix.backgroundTask.get(id);";

it.each<[name: string, body: string, expected: string[]]>([
  [
    "a block that only leaves the loop",
    `for (;;) { ${GET}
    if (task.status !== "running") { break; }
    await sleep(1000); }`,
    [`failed ignored at 5: task.status !== "running" (unread)`],
  ],
  [
    "a block that looks before it leaves the loop",
    `for (;;) { ${GET}
    if (task.status !== "running") { if (task.status === "failed") throw new Error(id); break; }
    await sleep(1000); }`,
    [],
  ],
  [
    "a switch that knows running, and everything else together",
    `let task;
    do { task = await svix.backgroundTask.get(id);
    switch (task.status) { case "running": await sleep(1000); break; default: console.log("over"); }
    } while (task.status === "running");`,
    [`failed ignored at 7: task.status === "running" (unread)`],
  ],
  [
    "a switch that knows failed",
    `let task;
    do { task = await svix.backgroundTask.get(id);
    switch (task.status) { case "running": await sleep(1000); break; case "failed": throw new Error(id); default: console.log("over"); }
    } while (task.status === "running");`,
    [],
  ],
  [
    "a switch over something else, of whose cases none may match",
    `for (;;) { ${GET}
    switch (task.status) { case "running": break; default: switch (delays[0]) { case 1: return task; case 2: throw new Error(id); } }
    await sleep(1000); }`,
    [],
  ],
  [
    "a switch whose only case is the end that is known for certain",
    `for (;;) { ${GET}
    switch (task.status) { case "finished": return; case "failed": throw new Error(id); default: await sleep(1000); } }`,
    [],
  ],
  [
    "a switch with another case that fails as well",
    `for (;;) { ${GET}
    switch (task.status) { case "finished": return; case "running": await sleep(1000); break; default: throw new Error(id); } }`,
    [],
  ],
  [
    "a try that nothing leaves by a throw",
    `for (;;) { ${GET}
    try { if (task.status === "finished") return; console.log(task.status); } catch { throw new Error(id); }
    await sleep(1000); }`,
    [`failed ignored at 5: task.status === "finished" (endless)`],
  ],
  [
    "a try in which the failed task is thrown, and caught",
    `for (;;) { ${GET}
    try { if (task.status === "finished") return; if (task.status === "failed") throw new Error(id); } catch { return; }
    await sleep(1000); }`,
    [],
  ],
  [
    "a function that throws for the failed task, and only then",
    `const demand = (status: string) => { if (status === "failed") throw new Error(id); };
    for (;;) { ${GET}
    if (task.status === "finished") return;
    demand(task.status);
    await sleep(1000); }`,
    [],
  ],
  [
    "finished, and something else besides",
    `for (;;) { ${GET}
    if (task.status === "finished" && db.isReady) break;
    await sleep(1000); }`,
    [`failed ignored at 5: task.status === "finished" (endless)`],
  ],
  [
    "finished, or something else",
    `for (;;) { ${GET}
    if (task.status === "finished" || db.isReady) return;
    await sleep(1000); }`,
    [],
  ],
  [
    "as long as something else goes on, or it is not finished",
    `let task = await svix.backgroundTask.get(id);
    while (db.isBusy || task.status !== "finished") { await sleep(1000); task = await svix.backgroundTask.get(id); }`,
    [`failed ignored at 5: db.isBusy || task.status !== "finished" (endless)`],
  ],
  [
    "a flag that is set where it is not unfinished",
    `let isDone = false;
    while (!isDone) { ${GET}
    if (task.status !== "finished") await sleep(1000); else isDone = true; }`,
    [`failed ignored at 6: task.status !== "finished" (endless)`],
  ],
  [
    "a flag that is set where it is not running",
    `let isDone = false;
    while (!isDone) { ${GET}
    if (task.status === "running") await sleep(1000); else isDone = true; }
    await ask(id);`,
    [],
  ],
  [
    "a number for each way to be over",
    `for (;;) { ${GET}
    const code = task.status === "finished" ? 1 : task.status === "failed" ? -1 : 0;
    if (code) return code;
    await sleep(1000); }`,
    [],
  ],
  [
    "a number for one way to be over",
    `for (;;) { ${GET}
    const code = task.status === "finished" ? 1 : 0;
    if (code) return code;
    await sleep(1000); }`,
    [`failed ignored at 5: task.status === "finished" (endless)`],
  ],
  [
    "as many waits as the status asks for",
    `let task = await svix.backgroundTask.get(id);
    for (const delay of task.status === "running" ? delays : []) {
    await sleep(delay); task = await svix.backgroundTask.get(id);
    if (task.status !== "running") break; }`,
    [`failed ignored at 5: task.status === "running" (unread)`],
  ],
])("%s", (_name, body, expected) => {
  expect(polls(body)).toEqual(expected);
});

const FINISHED = `const finished = (task: { status: string }) => task.status === "finished";`;
const OVER = `const over = (task: { status: string }) => task.status !== "running";`;

it.each<[name: string, isDone: string, expected: string[]]>([
  [
    "that is one function",
    "const isDone = finished;",
    ["failed ignored at 6: isDone(task) (endless)"],
  ],
  ["that may be one of two functions", "const isDone = delays.length > 0 ? finished : over;", []],
])("a question %s", (_name, isDone, expected) => {
  const body = `${isDone}
    for (;;) { ${GET}
    if (isDone(task)) return;
    await sleep(1000); }`;
  expect(polls(body, `${FINISHED} ${OVER}`)).toEqual(expected);
});

it.each<[name: string, answers: string, expected: string[]]>([
  ["once finished", `return task.status === "finished" ? true : false;`, ["endless"]],
  [
    "once finished, with a callback that returns something else",
    `db.each((one: string) => { return one; }); return task.status === "finished" ? true : false;`,
    ["endless"],
  ],
  [
    "once finished, unless something else puts it off",
    `if (db.isPaused) return false; if (task.status === "finished") return true; return false;`,
    ["endless"],
  ],
  [
    "once over, unless something else puts it off",
    `if (db.isPaused) return false; if (task.status === "running") return false; return true;`,
    [],
  ],
])("a question that answers by yes or no: yes %s", (_name, answers, expected) => {
  const isDone = `function isDone(task: { status: string }) { ${answers} }`;
  const body = `let task;
    do { await sleep(1000); task = await svix.backgroundTask.get(id); } while (!isDone(task));`;
  expect(polls(body, isDone)).toEqual(
    expected.map((kind) => `failed ignored at 5: !isDone(task) (${kind})`),
  );
});

it.each<[name: string, rest: string, expected: string[]]>([
  [
    "leaves a labelled loop, and is over where it is finished",
    `hooks: for (const hook of db.hooks) for (const step of hook.steps) { if (task.status === "finished") return; if (step.isLast) break hooks; }
    await sleep(1000); return poll(id);`,
    [`failed ignored at 4: task.status === "finished" (endless)`],
  ],
  [
    "leaves a labelled loop, and is over where it is finished or failed",
    `hooks: for (const hook of db.hooks) for (const step of hook.steps) { if (task.status === "finished") return; if (task.status === "failed") throw new Error(id); if (step.isLast) break hooks; }
    await sleep(1000); return poll(id);`,
    [],
  ],
  [
    "waits for a status that it does not ask for again",
    `if (task.status === "running") { await sleep(1000); return poll(id); }
    while (task.status !== "finished") await sleep(1000);`,
    [`failed ignored at 4: task.status === "running" (endless)`],
  ],
  [
    "waits for what has failed, as for what is running",
    `switch (task.status) { case "finished": return; case "failed": case "running": await sleep(1000); return poll(id); }`,
    [
      `failed ignored at 4: switch (task.status) { case "finished": return; case "failed": case "running": await sleep(1000); return poll(id); } (endless)`,
    ],
  ],
  [
    "waits for what has failed, and ends at a status that it does not know",
    `switch (task.status) { case "finished": return;
    case "failed": case "running": await sleep(1000); return poll(id); default: throw new Error(id); }`,
    [`failed ignored at 4: switch (task.status) { case "finished": return; (endless)`],
  ],
  [
    "gives up where its own code throws, which it does not for what has failed",
    `try { if (task.status === "finished") return; console.log(task.status); } catch { return; }
    await sleep(1000); return poll(id);`,
    [`failed ignored at 4: task.status === "finished" (endless)`],
  ],
])("a function that calls itself %s", (_name, rest, expected) => {
  const code = `\nasync function poll(id: string): Promise<void> { ${GET}\n${rest}\n}`;
  expect(judge(code).filter((line) => line.startsWith("failed ignored"))).toEqual(expected);
});

it.each([
  ["finished", [`failed ignored at 5: status === "finished" (endless)`]],
  ["running", []],
])("a wait until a task is %s", (status, expected) => {
  const body = `await pWaitFor(async () => {
    const { status } = await svix.backgroundTask.get(id); return status === "${status}"; });`;
  expect(polls(body, `import pWaitFor from "p-wait-for";`)).toEqual(expected);
});

it.each<[name: string, first: string, operations: string[]]>([
  [
    "started here",
    "const { id } = await svix.endpoint.recover(app, ep, { since });",
    ["endpoint.recover"],
  ],
  ["started elsewhere", "const id = app;", []],
])("a poll knows what it waits for: a task %s", (_name, first, operations) => {
  const program = programOf(`${HEAD}
async function f() {
  ${first}
  for (;;) { ${GET} if (task.status === "finished") return; await sleep(1000); }
}`);
  const obligations = obligationsOf(program, recogniserOf(program)!);
  const calls = callsIn(fileOf(program)).filter(ts.isCallExpression);
  expect(calls.flatMap((call) => obligations.pollsAt(call))).toMatchObject([{ operations }]);
});
