import path from "node:path";
import tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { rules } from "../../src/rules/index.js";
import { cpuTimeOf } from "../harness/cpu-time.js";
import { programOf, VIRTUAL_ROOT } from "../harness/program.js";

/** Reports by rule for every file, all rules on; an internal error throws. */
function lintAll(files: Readonly<Record<string, string>>): Map<string, number> {
  const program = programOf(files);
  const linter = new Linter({ cwd: VIRTUAL_ROOT });
  const counts = new Map<string, number>();
  for (const [name, text] of Object.entries(files)) {
    const messages = linter.verify(
      text,
      [
        {
          files: ["**/*.{ts,tsx,js}"],
          plugins: { svix: { rules: rules } },
          rules: Object.fromEntries(
            Object.keys(rules).map((rule) => [`svix/${rule}`, "error" as const]),
          ),
          languageOptions: { parser: tsParser, parserOptions: { programs: [program] } },
        },
      ],
      path.join(VIRTUAL_ROOT, name),
    );
    for (const { ruleId, fatal } of messages) {
      const key = fatal ? "syntax error" : String(ruleId);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

const HEAD = `import { Svix, Webhook, ApiException } from "svix";
const svix = new Svix(process.env["TOKEN"] ?? "");
const wh = new Webhook(process.env["SECRET"] ?? "");
`;
const SEND = `await svix.message.create("app", { eventType: "a", payload: {} });`;

function repeated(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join("\n");
}

describe("bad input neither crashes nor hangs", () => {
  it.each([
    ["a missing brace", `async function f() { ${SEND}`],
    ["a missing operand", `async function f() { ${SEND} return 1 +; }`],
    ["half a call", `async function f() { svix.message.create("app", { eventType: `],
    ["half a member", `async function f() { await svix.message. }`],
    ["conflict marks", `<<<<<<< ours\n${SEND}\n=======\n>>>>>>> theirs`],
    ["nothing but a quote", `"`],
  ])("a syntax error: %s", (_, text) => {
    expect(lintAll({ "main.ts": HEAD + text }).get("syntax error")).toBe(1);
  });

  it.each([
    ["an unknown method", `async function f() { await svix.message.creat("app", {}); }`],
    ["too few arguments", `async function f() { await svix.message.create(); }`],
    ["an argument of another type", `wh.verify(1, 2);`],
    [
      "an unknown import",
      `import { x } from "./nowhere"; async function f() { await x(svix); ${SEND} }`,
    ],
    ["a redeclared name", `const svix = 1; async function f() { ${SEND} }`],
    ["a class that extends itself", `class A extends A { async f() { ${SEND} } }`],
    ["a type that is made of itself", `type T = T; async function f(x: T) { ${SEND} }`],
    ["spread arguments", `async function f(x: any[]) { await svix.message.create(...x); }`],
    ["a computed member", `async function f(x: any) { await svix[x][x](x); }`],
    ["super outside of a class", `async function f() { super.x(); ${SEND} }`],
    ["await outside of a function that may", `function f() { ${SEND} }`],
    ["return at the top level", `return svix.message.create("app", {} as never);`],
  ])("a type error: %s", (_, text) => {
    expect(() => lintAll({ "main.ts": HEAD + text })).not.toThrow();
  });

  it("imports in a circle, with the failure going round", () => {
    const counts = lintAll({
      "a.ts": `import { b } from "./b";\nexport async function a(n: number): Promise<void> { if (n > 0) await b(n - 1); }\nexport default a;`,
      "b.ts": `import { c } from "./c";\nexport * from "./a";\nexport async function b(n: number): Promise<void> { await c(n); }`,
      "c.ts": `${HEAD}import a from "./a";\nexport * from "./b";\nexport async function c(n: number): Promise<void> { await a(n); ${SEND} }`,
    });
    expect(counts.get("svix/no-unhandled-api-error")).toBeGreaterThan(0);
  });

  it("functions that call each other and themselves", () => {
    const text = `${HEAD}
export async function even(n: number): Promise<boolean> { ${SEND} return n === 0 ? true : odd(n - 1); }
export async function odd(n: number): Promise<boolean> { try { return n === 0 ? false : await even(n - 1); } catch { return odd(n - 1); } }
export const loop = (n: number): unknown => loop(wh.verify("", {}) as number);
export async function deep(f: (g: unknown) => Promise<void>): Promise<void> { await f(deep); await f(f); ${SEND} await deep(deep as never); }`;
    expect(lintAll({ "main.ts": text }).get("svix/no-unhandled-api-error")).toBeGreaterThan(0);
  });

  it("a function of 5,000 lines", () => {
    const lines = repeated(
      1_000,
      (i) =>
        `  let x${String(i)} = ${String(i)};\n  if (x${String(i)} > limit) {\n    x${String(i)} += 1;\n    console.log(x${String(i)});\n  }`,
    );
    const text = `${HEAD}export async function long(limit: number) {\n  ${SEND}\n${lines}\n  try { ${SEND} } catch {}\n}`;
    const { result, seconds } = cpuTimeOf(() => lintAll({ "main.ts": text }));
    expect(result.get("svix/no-swallowed-api-error")).toBe(1);
    expect(seconds).toBeLessThan(20);
  });

  it("200 nested blocks", () => {
    const open = repeated(200, (i) => `if (n > ${String(i)}) {`);
    const text = `${HEAD}export async function nested(n: number) {\n${open}\ntry { ${SEND} } catch {}\n${"}".repeat(200)}\n}`;
    const { result, seconds } = cpuTimeOf(() => lintAll({ "main.ts": text }));
    expect(result.get("svix/no-swallowed-api-error")).toBe(1);
    expect(seconds).toBeLessThan(20);
  });

  it("30 nested tries, callbacks and loops", () => {
    const open = repeated(
      30,
      (i) =>
        `try { for (const x${String(i)} of list) { list.map(async () => { while (n > ${String(i)}) {`,
    );
    const text = `${HEAD}export async function nested(n: number, list: number[]) {\n${open}\n${SEND}\n${"} }); } } catch (e) { console.error(e); }\n".repeat(30)}}`;
    const { seconds } = cpuTimeOf(() => lintAll({ "main.ts": text }));
    expect(seconds).toBeLessThan(20);
  });

  it("a chain of 500 calls", () => {
    const text = `${HEAD}export const chained = svix.message.create("app", {} as never)${".then((x) => x)".repeat(500)};`;
    const { seconds } = cpuTimeOf(() => lintAll({ "main.ts": text }));
    expect(seconds).toBeLessThan(20);
  });

  it("2,000 callers of a wrapper, in 20 files", () => {
    const files: Record<string, string> = {
      "wrapper.ts": `${HEAD}export async function send(): Promise<void> { ${SEND} }`,
    };
    for (let file = 0; file < 20; file += 1) {
      files[`caller${String(file)}.ts`] =
        `import { send } from "./wrapper";\n${repeated(100, (i) => `export async function f${String(i)}() { try { await send(); } catch {} }`)}`;
    }
    const { result, seconds } = cpuTimeOf(() => lintAll(files));
    expect(result.get("svix/no-swallowed-api-error")).toBe(2_000);
    expect(seconds).toBeLessThan(40);
  });

  it("30 watched calls in the branches of one condition after another", () => {
    const branches = repeated(
      30,
      (i) =>
        `  if (flags[${String(i)}]) { try { ${SEND} } catch (e) { if (e instanceof ApiException && e.code === ${String(400 + i)}) failed += 1; else seen.push(e); } }`,
    );
    const text = `${HEAD}export async function many(flags: boolean[]) {\n  let failed = 0;\n  const seen: unknown[] = [];\n${branches}\n  return { failed, seen };\n}`;
    const { seconds } = cpuTimeOf(() => lintAll({ "main.ts": text }));
    expect(seconds).toBeLessThan(20);
  });

  it("a condition of 40 comparisons behind a call that may fail", () => {
    const ranges = Array.from(
      { length: 40 },
      (_, i) => `n >= ${String(2 * i)} && n <= ${String(2 * i + 1)}`,
    );
    const text = `${HEAD}export const inRange = (n: number) => svix.message.create("app", {} as never) && (n === -1 || ${ranges.join(" || ")});`;
    const { result, seconds } = cpuTimeOf(() => lintAll({ "main.ts": text }));
    expect(result.get("svix/no-unhandled-api-error")).toBe(1);
    expect(seconds).toBeLessThan(20);
  });

  it("functions that return calls of themselves and each other, given away", () => {
    const makers = repeated(
      6,
      (i) =>
        `export function make${String(i)}(n: number): any { ${repeated(8, (j) => `if (n === ${String(j)}) return make${String((i + j) % 6)}(n - 1);`)} return () => svix.message.precheck("app", { eventTypes: ["a"] } as never); }`,
    );
    const text = `${HEAD}declare function run(work: unknown): void;\n${makers}\nconst work = make0(1);\nrun(work);`;
    const { seconds } = cpuTimeOf(() => lintAll({ "main.ts": text }));
    expect(seconds).toBeLessThan(20);
  });

  it("a promise given to what is taken out of an object that has its type's name", () => {
    const text = `${HEAD}const { min } = Math;
export const f = (n: any) => min(n ?? svix.message.create("app", {} as never), n) + 1;`;
    expect(() => lintAll({ "main.ts": text })).not.toThrow();
  });

  it("a module that is called as a whole", () => {
    const files = {
      "report.d.ts": "export declare function report(error: unknown): void;",
      "main.js": `const { Svix } = require("svix");
const report = require("./report");
const svix = new Svix(process.env.TOKEN);
exports.send = async () => {
  try { ${SEND} } catch (e) { report(e); throw e; }
};`,
    };
    expect(() => lintAll(files)).not.toThrow();
  });

  const POLL = `const task = await svix.backgroundTask.get(id);`;
  it.each([
    [
      "16 flags that depend on each other",
      `  ${Array.from({ length: 16 }, (_, i) => `let f${String(i)} = false;`).join(" ")}
  while (!f0) {
    ${POLL}
    ${repeated(16, (i) => `if (f${String((i + 1) % 16)} || f${String((i + 5) % 16)}) f${String(i)} = f${String((i + 3) % 16)} && task.status === "finished";`)}
  }`,
    ],
    [
      "40 conditions made of each other",
      `  for (;;) {
    ${POLL}
    const c0 = task.status === "finished";
    ${repeated(40, (i) => `const c${String(i + 1)} = c${String(i)} && !c${String(i)};`)}
    if (c40) break;
  }`,
    ],
    [
      "24 loops around each other",
      `${repeated(24, () => "  for (;;) {")}
    ${POLL}
    if (task.status === "finished") break;
  ${"}".repeat(24)}`,
    ],
    [
      "20 functions that call each other",
      `  for (;;) {
    ${POLL}
    if (g0(task.status)) break;
  }
  ${repeated(20, (i) => `function g${String(i)}(status: string): boolean { if (status === "finished") return true; return ${Array.from({ length: 20 }, (_, other) => `g${String(other)}(status)`).join(" || ")}; }`)}`,
    ],
  ])("a poll whose end hangs on %s", (_, body) => {
    const text = `${HEAD}export async function poll(id: string) {\n${body}\n}`;
    const { seconds } = cpuTimeOf(() => lintAll({ "main.ts": text }));
    expect(seconds).toBeLessThan(20);
  });
});
