import { expect, it } from "vitest";
import { obligationsOf } from "../../src/obligations/index.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { programOf } from "../harness/program.js";
import { judge } from "./judge.js";

const RECOVER = "svix.endpoint.recover(app, ep, { since })";

/** One recover in a function whose result is `task`; the code stands on line 4. */
function after(code: string): string {
  return `async function f(): Promise<unknown> {
    const task = await ${RECOVER};
    ${code}
    return undefined;
  }`;
}

const LOOK = `if ((await svix.backgroundTask.get(id)).status === "failed") throw new Error(id);`;

it.each<[name: string, code: string, expected: string]>([
  [
    "given back to a method that ignores it",
    after("[1].forEach(() => task.id); await Promise.resolve().finally(() => task.id);"),
    "dropped (unused)",
  ],
  [
    "rest of an object",
    after(`const { status, ...rest } = task; const { id } = rest; ${LOOK}`),
    "discharged at 4",
  ],
  [
    "rest of a list",
    after(`const [, ...rest] = [since, task]; const id = rest[0]!.id; ${LOOK}`),
    "discharged at 4",
  ],
  [
    "element of a list",
    after(`const list = [task]; const id = list[0]!.id; ${LOOK}`),
    "discharged at 4",
  ],
  [
    "another element of a list",
    after("const list = [task, since]; return list[1];"),
    "dropped (unused)",
  ],
  [
    "element at a computed place",
    after(`const list = [task]; const id = list[Number(app)]!.id; ${LOOK}`),
    "discharged at 4",
  ],
  [
    "hole in a pattern",
    after(`const [, second] = [since, task] as const; const id = second.id; ${LOOK}`),
    "discharged at 4",
  ],
  [
    "spread into a list",
    after(`const list = [...[task], task]; for (const { id } of list) ${LOOK}`),
    "discharged at 4",
  ],
  [
    "spread into an object",
    after(`const copy = { ...task, ok: true }; const { id } = copy; ${LOOK}`),
    "discharged at 4",
  ],
  ["element access by name", after(`const id = task["id"]; ${LOOK}`), "discharged at 4"],
  [
    "element access by another name",
    after(`return { a: task }["b" as "a"]["status"];`),
    "dropped (only detail at 4)",
  ],
  [
    "object under a name, read under another",
    after(`const o: Record<string, RecoverOut> = { a: task }; return o["b"];`),
    "dropped (only detail at 4)",
  ],
  [
    "id trimmed",
    after("const id = task.id.trim(); console.log(id);"),
    "dropped (only logged at 4)",
  ],
  ["id as text to the look", after(`const id = task.id.toString(); ${LOOK}`), "discharged at 4"],
  [
    "text grown",
    after(`let line = "task "; line += task.id; console.log(line);`),
    "dropped (only logged at 4)",
  ],
  ["text added", after(`console.log("task " + task.id);`), "dropped (only logged at 4)"],
  [
    "text cut and logged",
    after("console.log(`${task.id} started`.trim());"),
    "dropped (only logged at 4)",
  ],
  ["nullish fallback", after(`const id = task.id ?? "none"; ${LOOK}`), "discharged at 4"],
  [
    "fallback of another value",
    after(`let known: string | undefined; const id = known ?? task.id; ${LOOK}`),
    "discharged at 4",
  ],
  ["or", after(`const id = task.id || "none"; ${LOOK}`), "discharged at 4"],
  ["and", after(`const id = task && task.id; ${LOOK}`), "discharged at 4"],
  [
    "assigned when missing",
    after(`let id: string | undefined; id ??= task.id; ${LOOK.replaceAll("(id)", "(id!)")}`),
    "discharged at 4",
  ],
  ["last of a comma", after(`const id = (since, task.id); ${LOOK}`), "discharged at 4"],
  ["in", after(`return "id" in task;`), "dropped (only tested at 4)"],
  ["instanceof", after("return (task as object) instanceof Date;"), "dropped (only tested at 4)"],
  ["arithmetic", after("return (task.id as unknown as number) * 2;"), "unknown at 4"],
  ["for in", after("for (const key in task) console.log(key);"), "dropped (only tested at 4)"],
  ["delete", after("delete (task as { id?: string }).id;"), "dropped (only tested at 4)"],
  ["a case", after("switch (app) { case task.id: return true; }"), "discharged at 4"],
  ["the head of a for", after(`for (task; ; ) break;`), "dropped (unused)"],
  [
    "a field's initial value",
    `class Desk { readonly task = ${RECOVER}; async look() { const { id } = await this.task; ${LOOK} } }`,
    "discharged at 2",
  ],
  ["a field nobody reads", `class Desk { readonly #task = ${RECOVER}; }`, "dropped (unused)"],
  [
    "a field by element access",
    `class Desk { task?: RecoverOut; async go() { this.task = await ${RECOVER}; } async look() { const id = this["task"]!.id; ${LOOK} } }`,
    "discharged at 2",
  ],
  [
    "a property of an own object",
    after(
      `const state: { task?: RecoverOut } = {}; state.task = task; const { id } = state.task; ${LOOK}`,
    ),
    "discharged at 4",
  ],
  [
    "an element of an own table",
    after(
      `const table: Record<string, RecoverOut> = {}; table[ep] = task; for (const { id } of [table[ep]!]) ${LOOK}`,
    ),
    "discharged at 4",
  ],
  [
    "an element of a given table",
    `async function f(table: Record<string, RecoverOut>) { table[ep] = await ${RECOVER}; }`,
    "handed on, stored, at 2",
  ],
  [
    "assigned to elements",
    `async function f() { let task: RecoverOut; [task] = await Promise.all([${RECOVER}]); const id = task.id; ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "assigned to elements with defaults and holes",
    `async function f() { let task: RecoverOut, n: number; [, task = undefined!, n = 1] = [since, await ${RECOVER}, 2] as const; const id = task.id + n; ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "assigned to properties",
    `async function f() { let id: string; ({ id: id = "" } = await ${RECOVER}); ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "assigned to a property of a pattern",
    `async function f(given: { id?: string }) { ({ id: given.id } = await ${RECOVER}); }`,
    "handed on, stored, at 2",
  ],
  [
    "assigned to an undeclared name",
    `async function f() { undeclared = await ${RECOVER}; }`,
    "handed on, stored, at 2",
  ],
  [
    "the loop's own variable",
    `async function f() { let id: string; for ({ id } of [await ${RECOVER}]) ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "awaited by the loop",
    `async function f() { for await (const { id } of [${RECOVER}]) ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "a loop over what is no list",
    after("for (const x of task as never) console.log(x);"),
    "dropped (unused)",
  ],
  [
    "Promise.resolve",
    `async function f() { const { id } = await Promise.resolve(${RECOVER}); ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "Promise.race",
    `async function f() { const { id } = await Promise.race([${RECOVER}]); ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "Promise of an unknown list",
    `async function f(p: Promise<any>) { const all = ${RECOVER}; return (Promise as any).all(all); }`,
    "handed on, passed to (Promiseasany).all, at 2",
  ],
  [
    "Promise.all of no list",
    `async function f() { return Promise.all((await ${RECOVER}) as never); }`,
    "handed on, passed to Promise.all, at 2",
  ],
  ["Object.freeze", after(`const { id } = Object.freeze(task); ${LOOK}`), "discharged at 4"],
  ["Object.values", after("console.log(Object.values(task));"), "dropped (only detail at 4)"],
  ["Object.values of a table", after("return Object.values({ task });"), "unknown at 4"],
  ["Number", after("return Number(task.id);"), "dropped (only tested at 4)"],
  [
    "Array.from with a callback",
    `async function f(eps: string[]) { const all = await Promise.all(Array.from(eps, (e) => svix.endpoint.recover(app, e, { since }))); for (const { id } of all) ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "a Set",
    after(`const ids = new Set<string>(); ids.add(task.id); for (const id of ids) ${LOOK}`),
    "discharged at 4",
  ],
  [
    "a Map",
    after(
      `const ids = new Map<string, string>(); ids.set(ep, task.id); const id = ids.get(ep)!; ${LOOK}`,
    ),
    "discharged at 4",
  ],
  [
    "an exported list",
    `export const started: RecoverOut[] = [];\nasync function f() { started.push(await ${RECOVER}); }`,
    "handed on, stored, at 3",
  ],
  [
    "a list from elsewhere",
    `declare const started: RecoverOut[];\nasync function f() { started.push(await ${RECOVER}); }`,
    "handed on, passed to started.push, at 3",
  ],
  [
    "a queue of one's own",
    after("const queue = { push(x: unknown) { console.log(x); } }; queue.push(task);"),
    "dropped (only logged at 4)",
  ],
  ["last of a list", after(`const id = [task].at(-1)!.id; ${LOOK}`), "discharged at 4"],
  [
    "sorted and filtered",
    after(
      `const [first] = [task].filter((t) => t.id).sort((a, b) => a.id.length - b.id.length); const id = first!.id; ${LOOK}`,
    ),
    "discharged at 4",
  ],
  ["reduced", after("return [task].reduce((all, t) => all + t.id, '');"), "unknown at 4"],
  [
    "reduced to a log",
    after("[task].reduce((all, t) => { console.log(t.id); return all; }, 0);"),
    "dropped (only logged at 4)",
  ],
  ["joined", after("return [task.id].join();"), "unknown at 4"],
  ["in a list", after("return [task.id].includes(app);"), "dropped (only tested at 4)"],
  [
    "mapped by reference",
    `const idOf = (t: RecoverOut) => t.id;\nasync function f(eps: string[]) { const all = await Promise.all(eps.map((e) => svix.endpoint.recover(app, e, { since }))); for (const id of all.map(idOf)) ${LOOK} }`,
    "discharged at 3",
  ],
  [
    "tested by reference",
    `const isBad = async (t: RecoverOut) => (await svix.backgroundTask.get(t.id)).status === "failed";\nasync function f() { const all = [await ${RECOVER}]; return (await Promise.all(all.map(isBad))).some(Boolean); }`,
    "discharged at 2",
  ],
  [
    "every by reference",
    `declare const sync: { get(id: string): string };\nconst ok = (t: RecoverOut) => t.status !== "failed";\nasync function f() { return [await ${RECOVER}].every(ok); }`,
    "dropped (only detail at 3, detail at 4)",
  ],
  [
    "given to an unknown callback",
    after("const list = [task]; list.forEach(db.save);"),
    "handed on, passed to db.save, at 4",
  ],
  ["a promise's own member", `function f() { return (${RECOVER} as any).then(); }`, "unknown at 2"],
  [
    "finally",
    `async function f() { const { id } = await ${RECOVER}.finally(() => sleep(1)); ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "a callback that finally ignores",
    `function f() { return sleep(1).finally(() => ${RECOVER}); }`,
    "dropped (unused)",
  ],
  [
    "a callback to catch",
    `async function f() { const task = await sleep(1).catch(() => ${RECOVER}); const id = task!.id; ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "flatMap",
    `async function f(eps: string[]) { const all = await Promise.all(eps.flatMap((e) => svix.endpoint.recover(app, e, { since }))); const id = all[0]!.id; ${LOOK} }`,
    "discharged at 2",
  ],
  [
    "some with a task's look",
    `async function f() { return [1].some(() => ${RECOVER}); }`,
    "handed on, returned, at 2",
  ],
  [
    "a function that gives it, called",
    `async function f() { const make = (e: string) => () => svix.endpoint.recover(app, e, { since }); const { id } = await make(ep)(); ${LOOK} }`,
    "to callers",
  ],
  [
    "a rest parameter",
    `async function look(...tasks: RecoverOut[]) { for (const { id } of tasks) ${LOOK} }\nasync function f() { await look(await ${RECOVER}); }`,
    "discharged at 2",
  ],
  [
    "an argument that nobody takes",
    `function ignore() { return 1; }\nasync function f() { (ignore as any)(await ${RECOVER}); }`,
    "dropped (unused)",
  ],
  [
    "arguments",
    `function take() { return arguments[0]; }\nasync function f() { (take as any)(await ${RECOVER}); }`,
    "unknown at 3",
  ],
  [
    "a generator's parameter",
    `function* take(t: RecoverOut) { yield t; }\nasync function f() { take(await ${RECOVER}); }`,
    "unknown at 3",
  ],
  [
    "recursion with the value",
    `async function look(id: string, n: number): Promise<void> { ${LOOK} if (n > 0) await look(id, n - 1); }\nasync function f() { await look((await ${RECOVER}).id, 3); }`,
    "discharged at 2",
  ],
  [
    "a constructor",
    `class Job { constructor(readonly task: RecoverOut) {} }\nasync function f() { return new Job(await ${RECOVER}); }`,
    "handed on, passed to Job, at 3",
  ],
  [
    "a constructor without a name",
    `async function f() { return new (class { constructor(t: unknown) { db.save(t); } })(await ${RECOVER}); }`,
    "handed on, passed to a constructor, at 2",
  ],
  [
    "constructed itself",
    `async function f() { return new (await ${RECOVER} as any)(); }`,
    "unknown at 2",
  ],
  [
    "called itself",
    `async function f() { return (await ${RECOVER} as any)(); }`,
    "dropped (only tested at 2)",
  ],
  ["a getter", `class Desk { get task() { return ${RECOVER}; } }`, "unknown at 2"],
  [
    "a long callee",
    after("db.some.very.long.chain.of.objects.that.nobody.reads.save(task);"),
    "handed on, passed to save, at 4",
  ],
  [
    "a callee without a name",
    after("(() => db)().table[ep].that.is.long.enough.to.need.a.name[ep](task);"),
    "handed on, passed to a function, at 4",
  ],
  ["too many layers", after("return [[[[[[[[[task]]]]]]]]];"), "unknown at 4"],
  ["a static block", `class Desk { static { void ${RECOVER}; } }`, "dropped (unused)"],
  ["a computed name in a literal", after("return { [app]: task };"), "handed on, returned, at 4"],
  [
    "an exported list of names",
    `const task = await ${RECOVER};\nexport { task };`,
    "handed on, exported, at 2",
  ],
  [
    "a type query",
    `const task = await ${RECOVER};\nexport type T = typeof task;`,
    "dropped (unused)",
  ],
  [
    "too many layers for a rest parameter",
    `function take(...all: unknown[]) { console.log(all); }\nasync function f() { take([[[[[[[[await ${RECOVER}]]]]]]]]); }`,
    "unknown at 3",
  ],
  [
    "too many layers for a property",
    after("const o: any = {}; o.x = [[[[[[[[task]]]]]]]];"),
    "unknown at 4",
  ],
  [
    "too many layers for an element",
    after("const o: any = {}; o[app] = [[[[[[[[task]]]]]]]];"),
    "handed on, stored, at 4",
  ],
  [
    "too many layers for a list",
    after("const o: any[] = []; o.push([[[[[[[[task]]]]]]]]);"),
    "unknown at 4",
  ],
  [
    "too many layers for a promise",
    `async function f() { return [[[[[[[[await ${RECOVER}]]]]]]]]; }`,
    "unknown at 2",
  ],
  [
    "a chain of thousands of variables",
    after(
      `const a0 = task; ${Array.from({ length: 5000 }, (_, n) => `const a${String(n + 1)} = a${String(n)};`).join(" ")} return a5000;`,
    ),
    "unknown at 4",
  ],
  [
    "the rest of an assigned list",
    after("let all: unknown[]; [...all] = [task]; console.log(all);"),
    "unknown at 4",
  ],
  [
    "other properties of an assigned object",
    after(
      `let status: string, other: number, key = "a"; ({ status, [key]: other, n: other = 1 } = { ...task, n: 1 } as any); console.log(status, other);`,
    ),
    "dropped (only logged at 4)",
  ],
  [
    "nested patterns",
    after(`let id: string; [{ task: { id } }] = [{ task }]; ${LOOK}`),
    "discharged at 4",
  ],
  [
    "a field of an untyped this",
    `async function f(this: any) { this.task = await ${RECOVER}; }`,
    "handed on, stored, at 2",
  ],
  [
    "a constructor's field, given by super",
    `class A { constructor(protected readonly task: Promise<RecoverOut>) {} }\nclass B extends A { constructor() { super(${RECOVER}); } }`,
    "handed on, stored, at 3",
  ],
  [
    "a callback of the caller",
    `async function f(done: (t: RecoverOut) => void) { done(await ${RECOVER}); }`,
    "handed on, passed to done, at 2",
  ],
  [
    "a callback of another class's constructor",
    `declare class Job { constructor(work: (done: (t: RecoverOut) => void) => void) }\nnew Job((done) => { ${RECOVER}.then((t) => done(t)); });`,
    "handed on, passed to done, at 3",
  ],
  [
    "reduced by a function",
    `const add = (all: string, t: RecoverOut) => all + t.id;\nasync function f() { return [await ${RECOVER}].reduce(add, ""); }`,
    "unknown at 3",
  ],
  [
    "operation by element access",
    `async function f() { await svix.endpoint["recover"](app, ep, { since }); }`,
    "dropped (unused)",
  ],
  ["logged by element access", after('console["log"](task.id);'), "dropped (only logged at 4)"],
  [
    "called by element access",
    after('db["save"](task.id);'),
    `handed on, passed to db["save"], at 4`,
  ],
  [
    "a truth's property",
    after(`return (task.status === "failed").toString().length;`),
    "dropped (only detail at 4)",
  ],
  [
    "a look's truth as text",
    after(
      "const { id } = task; const t = await svix.backgroundTask.get(id); return (t.status + '').length;",
    ),
    "dropped (only confirmed at 4)",
  ],
  ["a method of the task", after("console.log(task.toString());"), "dropped (unused)"],
  [
    "a property of a function that gives it",
    `const start = async () => ${RECOVER};\nexport const name = start.name;`,
    "handed on, returned, at 2",
  ],
  [
    "a promise compared",
    after(`const p = ${RECOVER}; if (p === undefined) return 1; return [p] === undefined;`),
    "dropped (unused)",
  ],
  [
    "only a detail to the caller",
    `async function start() { return (await ${RECOVER}).status; }\nexport async function f() { return start(); }`,
    "dropped (only detail at 2)",
  ],
  [
    "a detail thrown away in an unknown way",
    after("return (task.status as unknown as number) * 2;"),
    "dropped (only detail at 4)",
  ],
  [
    "a property in a pattern of the same name",
    after("const { id: taskId, status: id } = task; console.log(taskId, id);"),
    "dropped (only logged at 4)",
  ],
  [
    "an own list of an import",
    after("const made = [] as unknown[]; made[0] = task; console.log(made);"),
    "dropped (only logged at 4)",
  ],
  [
    "Promise.race of one variable",
    after(
      "const [first] = [task] as const; const both = await Promise.any([Promise.resolve(first)]); console.log(both);",
    ),
    "dropped (only logged at 4)",
  ],
])("%s", (_name, code, expected) => {
  const [first = ""] = judge(code);
  expect(first.replace(/^\S+: /u, "")).toBe(expected);
});

it("follows what is rendered and what is not", () => {
  const head = `import { Svix } from "svix"; declare const svix: Svix, since: Date; declare global { namespace JSX { interface Element {} interface IntrinsicElements { button: { onClick?: () => void; render?: () => unknown; title?: string; data?: object } } } }`;
  const recover = `svix.endpoint.recover("a", "e", { since })`;
  const files = {
    "main.tsx": `${head}
export const a = () => <button onClick={() => ${recover}} />;
export const b = () => <button render={() => ${recover}} />;
export const c = async () => <button title={(await ${recover}).id} />;
export const d = async () => <button {...{ title: (await ${recover}).id }} />;`,
  };
  expect(judge(files, {}, "main.tsx")).toEqual([
    "endpoint.recover@2: dropped (unused)",
    "endpoint.recover@3: handed on, rendered, at 3",
    "endpoint.recover@4: handed on, rendered, at 4",
    "endpoint.recover@5: handed on, rendered, at 5",
  ]);
});

it("is computed once a program and setting", () => {
  const program = programOf("import { Svix } from 'svix'; export const svix = new Svix('x');");
  const sdk = recogniserOf(program)!;
  expect(obligationsOf(program, sdk)).toBe(obligationsOf(program, sdk));
  expect(obligationsOf(program, sdk)).not.toBe(obligationsOf(program, sdk, { callers: "file" }));
});
