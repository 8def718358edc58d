import { expect, it } from "vitest";
import { obligationsOf } from "../../src/obligations/index.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { programOf } from "../harness/program.js";
import { HEAD, judge } from "./judge.js";

/** One recover in a function whose result is `task`; the code stands behind it. */
function after(code: string): string {
  return `async function f(): Promise<unknown> {
    const task = await svix.endpoint.recover(app, ep, { since });
    ${code}
    return undefined;
  }`;
}

/** What is said of a task whose outcome is looked at. */
const LOOK = `if ((await svix.backgroundTask.get(id)).status === "failed") throw new Error(id);`;
const ASK = `async function ask(id: string) { ${LOOK} }`;

/** What becomes of the first result, without its title. */
function firstOf(code: string): string | undefined {
  return judge(code)[0]?.replace(/^\S+: /u, "");
}

it.each<[name: string, code: string, expected: string]>([
  [
    "a helper gives the id to another helper, which asks",
    `${ASK}\nasync function wait(id: string) { await ask(id); }\n${after("await wait(task.id);")}`,
    "discharged at 2",
  ],
  [
    "a helper gives the id to another helper, which logs it",
    `function write(id: string) { console.log(id); }\nfunction note(id: string) { write(id); }\n${after("note(task.id);")}`,
    "dropped (only logged at 2)",
  ],
  [
    "a helper that calls itself logs the id",
    `function note(id: string, times: number): void { console.log(id); if (times > 0) note(id, times - 1); }\n${after("note(task.id, 3);")}`,
    "dropped (only logged at 2)",
  ],
  [
    "it is asked for again by the id of what was asked first",
    after(
      `const first = await svix.backgroundTask.get(task.id); console.log(first.status);
      const { status } = await svix.backgroundTask.get(first.id); if (status === "failed") throw new Error(app);`,
    ),
    "discharged at 5",
  ],
  [
    "a function of the program lists the ids",
    `function idsOf(task: RecoverOut) { return [task.id]; }\n${after(`for (const id of [task].flatMap(idsOf)) ${LOOK}`)}`,
    "discharged at 5",
  ],
  [
    "a function of the program lists the statuses",
    `function statusOf(task: RecoverOut) { return [task.status]; }\n${after("console.log([task].flatMap(statusOf));")}`,
    "dropped (only logged at 5)",
  ],
  [
    "an object that is no promise is awaited",
    after(`const started = { task }; const { task: { id } } = await started; ${LOOK}`),
    "discharged at 4",
  ],
  ["it is asked for by its id", after(`const { id } = task; ${LOOK}`), "discharged at 4"],
  [
    "its kind is no id to ask by",
    after(`const { task: id } = task; ${LOOK}`),
    "dropped (only detail at 4)",
  ],
  [
    "a list without types ignores what its callback gives",
    `function f() { db.endpoints.forEach((each: string) => svix.endpoint.recover(app, each, { since })); }`,
    "dropped (unused)",
  ],
  [
    "a function without types keeps what its callback gives",
    `function f() { db.run((each: string) => svix.endpoint.recover(app, each, { since })); }`,
    "handed on, passed to db.run, at 2",
  ],
  [
    "it is here or in an object, and asked for where it is here",
    after(`const got: any = db.whole ? { task } : task; const { id } = got; ${LOOK}`),
    "discharged at 4",
  ],
  [
    "it is here or in an object, and asked for where it is in there",
    after(`const got: any = db.whole ? { task } : task; const { id } = got.task; ${LOOK}`),
    "discharged at 4",
  ],
  [
    "it is under one of two names, and asked for under the other",
    `${ASK}\n${after("const got: any = db.isFirst ? { first: task } : { second: task }; await ask(got.second.id);")}`,
    "discharged at 2",
  ],
  [
    "it is the second that a comparison is given",
    `${ASK}\n${after("[task].sort((a, b) => { void ask(b.id); return 0; });")}`,
    "discharged at 2",
  ],
  [
    "what a callback gives is kept by one of the functions that it may be",
    `declare function run(work: { (): void; (): unknown }): void;
  function f() { run(() => svix.endpoint.recover(app, ep, { since })); }`,
    "handed on, passed to run, at 3",
  ],
  [
    "what a callback gives is kept by nobody",
    `declare function run(work: () => void): void;
  function f() { run(() => svix.endpoint.recover(app, ep, { since })); }`,
    "dropped (unused)",
  ],
  [
    "an exported function calls nobody but itself",
    `export async function start(again: boolean): Promise<RecoverOut> {
    try { return await svix.endpoint.recover(app, ep, { since }); }
    catch (error) { if (again) return start(false); throw error; }
  }`,
    "handed on, returned, at 3",
  ],
])("%s", (_name, code, expected) => {
  expect(firstOf(code)).toBe(expected);
});

it.each([
  ["by its id", "message.id", "discharged at 5"],
  [
    "among the options",
    "ep, { tag: message.id }",
    "handed on, passed to messageAttempt.listByEndpoint, at 4",
  ],
])("an example message that attempts are listed for %s", (_name, given, expected) => {
  const list = given.startsWith("ep") ? "listByEndpoint" : "listByMsg";
  const code = `async function f() {
    const message = await svix.endpoint.sendExample(app, ep, { eventType: "a" });
    const { data } = await svix.messageAttempt.${list}(app, ${given});
    for (const { status } of data) if (status !== 0) throw new Error("not delivered");
  }`;
  expect(firstOf(code)).toBe(expected);
});

it.each([
  ["asks for a task", `export const f = (id: string) => svix.backgroundTask.get(id);`, true],
  ["takes the resource out of the client", `export const { backgroundTask } = svix;`, true],
  ["has something of its own by that name", `export const backgroundTask = { id: app };`, false],
])("knows whether a program polls tasks: it %s", (_name, code, expected) => {
  const program = programOf(`${HEAD}\n${code}`);
  expect(obligationsOf(program, recogniserOf(program)!).pollsTasks()).toBe(expected);
});
