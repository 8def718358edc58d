import type { VariableStatement } from "typescript";
import { expect, it } from "vitest";
import { callersOf } from "../../src/callers/index.js";
import { walkCount } from "../../src/callers/mentions.js";
import { cpuTimeOf } from "../harness/cpu-time.js";
import { programOf } from "../harness/program.js";
import { callersOfMarked, markedFunction } from "./marked.js";

const SEND = "export async function send(): Promise<void> { /* HERE */ }\n";

it("finds 2,000 callers in bounded time", () => {
  const files: Record<string, string> = { "a.ts": SEND };
  for (let file = 0; file < 20; file += 1) {
    const calls = Array.from(
      { length: 100 },
      (_, i) => `export async function f${String(i)}() { await send(); }`,
    );
    files[`caller${String(file)}.ts`] = `import { send } from "./a";\n${calls.join("\n")}`;
  }
  const program = programOf(files);
  const fn = markedFunction(program, files);
  program.getTypeChecker();
  const { result, seconds } = cpuTimeOf(() => callersOf(program).callSitesOf(fn));
  expect(result.sites).toHaveLength(2000);
  expect(result.complete).toBe(true);
  expect(seconds).toBeLessThan(3);
});

it("does not compare functions of the same name in different files", () => {
  const files: Record<string, string> = {};
  for (let i = 0; i < 300; i += 1) {
    files[`route${String(i)}.ts`] =
      `export async function POST() { /* HERE */ return handler(); }\nasync function handler() {}`;
  }
  const program = programOf(files);
  const callers = callersOf(program);
  const before = walkCount();
  const { seconds } = cpuTimeOf(() => {
    for (const name of Object.keys(files)) {
      const fn = markedFunction(program, { [name]: files[name]! });
      expect(callers.callSitesOf(fn).sites).toEqual([]);
    }
  });
  expect(walkCount() - before).toBe(300);
  expect(seconds).toBeLessThan(4);
});

it("walks only the edited file again", () => {
  const files: Record<string, string> = { "a.ts": SEND, "other.ts": "export const unrelated = 1;" };
  for (let i = 0; i < 30; i += 1)
    files[`f${String(i)}.ts`] = `import { send } from "./a";\nawait send();`;
  const first = callersOfMarked(files);
  expect(first.sites).toHaveLength(30);
  const before = walkCount();
  const edited = { ...files, "f3.ts": `import { send } from "./a";\nawait send();\nawait send();` };
  const second = callersOfMarked(edited, { previous: first.program });
  expect(second.sites).toHaveLength(31);
  expect(walkCount() - before).toBe(1);
});

it("follows an edit in either file of a pair", () => {
  const main = `import { send } from "./a";\nawait send();`;
  const one = callersOfMarked({ "a.ts": SEND, "main.ts": main });
  expect(one.sites).toEqual(["main.ts:2 send()"]);
  const renamed = {
    "a.ts": `async function send() { /* HERE */ }\nexport const deliver = send;`,
    "main.ts": main,
  };
  const two = callersOfMarked(renamed, { previous: one.program });
  expect(two.sites).toEqual([]);
  const three = callersOfMarked(
    { ...renamed, "main.ts": `import { deliver } from "./a";\nawait deliver();` },
    { previous: two.program },
  );
  expect(three.sites).toEqual(["main.ts:2 deliver()"]);
});

it("answers the same whatever the order of the files", () => {
  const files = {
    "b.ts": `import { send } from "./a";\nawait send();`,
    "a.ts": SEND,
    "c.ts": `import { send } from "./a";\nawait send();`,
  };
  const reversed = Object.fromEntries(Object.entries(files).reverse());
  expect(callersOfMarked(reversed).sites).toEqual(callersOfMarked(files).sites);
});

it("does not read files that do not spell the name", () => {
  const before = walkCount();
  callersOfMarked({
    "a.ts": "async function uniqueName() { /* HERE */ }\nexport { uniqueName };",
    "main.ts": "export const x = 1;",
  });
  expect(walkCount() - before).toBe(1);
});

it("gives one answer a function, and knows names in bulk after many questions", () => {
  const functions = Array.from(
    { length: 100 },
    (_, i) => `export async function send${String(i)}() { /* HERE${String(i)}_ */ }`,
  );
  const calls = Array.from({ length: 100 }, (_, i) => `await a.send${String(i)}();`);
  const files = {
    "a.ts": functions.join("\n"),
    "more.ts": "export const send0 = 1;\nconsole.log(send0);",
    "main.ts": `import * as a from "./a";\n${calls.join("\n")}`,
  };
  const program = programOf(files);
  const callers = callersOf(program);
  expect(callersOf(program)).toBe(callers);
  for (let i = 0; i < 100; i += 1) {
    const fn = markedFunction(program, files, `HERE${String(i)}_`);
    const found = callers.callSitesOf(fn);
    expect(found.sites).toHaveLength(1);
    expect(callers.callSitesOf(fn)).toBe(found);
  }
});

it("says when it stopped early", () => {
  const calls = Array.from({ length: 20_001 }, () => "send();");
  const { complete } = callersOfMarked(
    `function send() { /* HERE */ }\n${calls.join("\n")}\nexport {};`,
  );
  expect(complete).toBe(false);
});

it("ends in cycles of imports, of functions and of values", () => {
  const { sites } = callersOfMarked({
    "a.ts": `export * from "./b";\nexport function send(): unknown { /* HERE */ return other(); }\nimport { other } from "./b";`,
    "b.ts": `export * from "./a";\nimport { send } from "./a";\nexport function other(): unknown { return send; }\nlet x = send;\nlet y = x;\nx = y;\nx();\nconst box: { send: unknown } = { send };\nbox.send = box.send;`,
  });
  expect(sites).toEqual(["b.ts:7 x()"]);
});

it("leaves tests out, unless they are asked for or the function is one of theirs", () => {
  const files = {
    "a.ts": SEND,
    "a.test.ts": `import { send } from "./a";\nawait send();`,
    "b.spec.tsx": `import { send } from "./a";\nawait send();`,
    "__tests__/c.ts": `import { send } from "../a";\nawait send();`,
    "test/d.ts": `import { send } from "../a";\nawait send();\nexport const given = [send];`,
    "testing/e.ts": `import { send } from "../a";\nawait send();`,
  };
  const without = callersOfMarked(files);
  expect(without.sites).toEqual(["testing/e.ts:2 send()"]);
  expect(without.handedOn).toEqual([]);
  const all = callersOfMarked(files, { includeTests: true });
  expect(all.sites).toHaveLength(5);
  expect(all.handedOn).toEqual(["test/d.ts:3 element"]);
  const own = callersOfMarked({
    "test/shared.ts": SEND,
    "test/a.ts": `import { send } from "./shared";\nawait send();`,
  });
  expect(own.sites).toEqual(["test/a.ts:2 send()"]);
});

it("knows the functions behind an expression", () => {
  const program = programOf(
    "const handlers = { paid() {} };\nexport const chosen = handlers.paid;",
  );
  const file = program
    .getSourceFiles()
    .find(({ fileName }) => fileName.endsWith("virtual/main.ts"))!;
  const declaration = (file.statements[1] as VariableStatement).declarationList.declarations[0]!;
  const found = callersOf(program).functionsBehind(declaration.initializer!);
  expect(found.map((fn) => fn.name?.getText())).toEqual(["paid"]);
});

it("follows the value of an expression", () => {
  const files = `const wrap = <T,>(fn: T): T => fn;\nconst send = wrap(async () => {});\nawait send();\nawait wrap(async () => {})();\nexport {};`;
  const program = programOf(files);
  const file = program
    .getSourceFiles()
    .find(({ fileName }) => fileName.endsWith("virtual/main.ts"))!;
  const declaration = (file.statements[1] as VariableStatement).declarationList.declarations[0]!;
  const found = callersOf(program).callSitesOfValue(declaration.initializer!);
  expect(found.sites.map(({ call }) => call.getText())).toEqual(["send()"]);
});
