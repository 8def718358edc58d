import { expect, it } from "vitest";
import { judge } from "./judge.js";

const RECOVER = "svix.endpoint.recover(app, ep, { since })";

it.each<[name: string, text: string, expected: string[]]>([
  [
    "a task behind a handler of its failure",
    `export async function f() { const task = await ${RECOVER}.catch(() => undefined); console.log(task?.id); }`,
    ["endpoint.recover@2: dropped (only logged at 2)"],
  ],
  [
    "a task behind what is done in any case",
    `export async function f() { const task = await ${RECOVER}.finally(() => { console.log("over"); }); console.log(task.id); }`,
    ["endpoint.recover@2: dropped (only logged at 2)"],
  ],
  [
    "a task that is printed in colour",
    `import { styleText } from "node:util";
    export async function f() { const task = await ${RECOVER}; console.log(styleText("green", \`in task \${task.id}\`)); }`,
    ["endpoint.recover@3: dropped (only logged at 3)"],
  ],
  [
    "a task that is given to what the log is told of",
    `declare function keep(id: string): Promise<string>;
    export async function f() { const task = await ${RECOVER}; console.log(await keep(task.id)); }`,
    ["endpoint.recover@3: handed on, passed to keep, at 3"],
  ],
  [
    "a function expression that is handed on",
    `declare function register(fn: () => unknown): void;
    export function f() { register(function () { return ${RECOVER}; }); }`,
    ["endpoint.recover@3: handed on, passed to register, at 3"],
  ],
  [
    "a function expression that is called by what it is given to",
    `declare function retry<T>(fn: () => Promise<T>): Promise<T>;
    export async function f() { const task = await retry(async function () { return await ${RECOVER}; }); console.log(task.id); }`,
    ["endpoint.recover@3: dropped (only logged at 3)"],
  ],
  [
    "a function expression that is called where it stands",
    `export async function f() { const task = await (async function () { return ${RECOVER}; })(); console.log(task.id); }`,
    ["endpoint.recover@2: dropped (only logged at 2)"],
  ],
  [
    "a function expression in a list",
    `export const actions = [function () { return ${RECOVER}; }];`,
    ["endpoint.recover@2: handed on, exported, at 2"],
  ],
  [
    "a method is no function in place",
    `declare function retry<T>(fn: () => Promise<T>): Promise<T>;
    class Jobs { start() { return ${RECOVER}; } }
    export async function f() { const task = await retry(() => new Jobs().start()); console.log(task.id); }`,
    ["endpoint.recover@3: to callers", "start@4 (endpoint.recover@3): dropped (only logged at 4)"],
  ],
  [
    "what a named function says of some task of a list",
    `const idOf = (task: { id: string }) => task.id;
    export async function f(eps: string[]) { const tasks = await Promise.all(eps.map((each) => svix.endpoint.recover(app, each, { since }))); db.save(tasks.some(idOf)); }`,
    ["endpoint.recover@3: handed on, passed to db.save, at 3"],
  ],
  [
    "the status that a named function asks of all polled tasks",
    `const statusOf = (task: { status: string }) => task.status;
    export async function f(eps: string[]) { const tasks = await Promise.all(eps.map((each) => svix.endpoint.recover(app, each, { since }))); const polled = await Promise.all(tasks.map(({ id }) => svix.backgroundTask.get(id))); return polled.every(statusOf) || polled.some(statusOf); }`,
    ["endpoint.recover@3: discharged at 3"],
  ],
  [
    "a poll whose look stands in a function behind it",
    `export async function f(id: string) { while (!isOver(await svix.backgroundTask.get(id))) await sleep(1000); }
    function isOver(task: { status: string }) { if (task.status === "finished") return true; return false; }`,
    ["failed ignored at 2: !isOver(await svix.backgroundTask.get(id)) (endless)"],
  ],
])("%s", (_, text, expected) => {
  expect(judge(text)).toEqual(expected);
});
