import { describe, expect, it } from "vitest";
import ts from "typescript";
import { courseFrom } from "../../src/retries/course.js";
import { calledName } from "../../src/retries/syntax.js";
import { fileOf, programOf } from "../harness/program.js";

const HEAD = `declare function send(): Promise<{ id: string }>; declare function log(what: unknown): void; declare function other(): boolean;\n`;

/** One program for all cases: a file each. */
const cases: Readonly<Record<string, readonly [body: string, failed: string, succeeded: string]>> =
  {
    "a loop that a success leaves": [
      `for (;;) { try { await send(); return; } catch (e) { log(e); } }`,
      "again",
      "return",
    ],
    "a loop that a success goes on": [
      `for (;;) { try { await send(); } catch (e) { log(e); } }`,
      "again",
      "again",
    ],
    "a handler that throws": [
      `for (;;) { try { await send(); } catch (e) { throw e; } }`,
      "throw",
      "again",
    ],
    "a handler that breaks": [
      `for (;;) { try { await send(); return; } catch { break; } }`,
      "normal",
      "return",
    ],
    "a counter that is used up": [
      `for (let n = 0; n < 1; n++) { try { await send(); return; } catch { log(n); } }`,
      "normal",
      "return",
    ],
    "a counter that is not": [
      `for (let n = 0; n < 2; n++) { try { await send(); return; } catch { log(n); } }`,
      "again",
      "return",
    ],
    "a flag": [
      `let done = false; while (!done) { try { await send(); done = true; } catch { log(1); } }`,
      "again",
      "normal",
    ],
    "an error that is kept": [
      `let failed: unknown; do { failed = undefined; try { await send(); } catch (e) { failed = e; } } while (failed);`,
      "again",
      "normal",
    ],
    "an answer": [
      `let out; while (!out) { try { out = await send(); } catch { log(1); } }`,
      "again",
      "normal",
    ],
    "finally that returns": [
      `for (;;) { try { await send(); } catch (e) { throw e; } finally { return; } }`,
      "return",
      "return",
    ],
    "finally that goes on": [
      `for (;;) { try { await send(); return; } finally { log(1); } }`,
      "throw",
      "return",
    ],
    "an outer handler": [
      `try { try { await send(); } catch (e) { throw new Error("x"); } } catch (e) { log(e); }`,
      "normal",
      "normal",
    ],
    "no handler": [`await send();`, "throw", "normal"],
    "an outer loop by its label": [
      `out: for (;;) { for (;;) { try { await send(); return; } catch { continue out; } } }`,
      "again",
      "return",
    ],
    "a break out of both": [
      `out: for (;;) { for (;;) { try { await send(); return; } catch { break out; } } }`,
      "normal",
      "return",
    ],
    "a switch in the handler": [
      `for (;;) { try { await send(); return; } catch (e) { switch (e) { case 1: break; default: throw e; } } }`,
      "again+throw",
      "return",
    ],
    "a condition that nobody knows": [
      `for (;;) { try { await send(); return; } catch (e) { if (other()) throw e; } }`,
      "again+throw",
      "return",
    ],
    "a condition over a constant": [
      `const ONCE = true; for (;;) { try { await send(); return; } catch (e) { if (ONCE) throw e; } }`,
      "throw",
      "return",
    ],
  };

const program = programOf(
  Object.fromEntries(
    Object.values(cases).map(([body], index) => [
      `case${String(index)}.ts`,
      `${HEAD}export async function f() { ${body} }`,
    ]),
  ),
);

function callIn(index: number): ts.AwaitExpression {
  let found: ts.AwaitExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (
      ts.isAwaitExpression(node) &&
      ts.isCallExpression(node.expression) &&
      calledName(node.expression) === "send"
    )
      found = node;
    ts.forEachChild(node, visit);
  };
  visit(fileOf(program, `case${String(index)}.ts`));
  return found!;
}

/** "again", and how the function ends: in alphabetical order. */
function shown(index: number, outcome: Parameters<typeof courseFrom>[1]): string {
  const { rounds, ends } = courseFrom(callIn(index), outcome, program.getTypeChecker());
  return [...new Set([...(rounds.size > 0 ? ["again"] : []), ...ends.map(({ kind }) => kind)])]
    .toSorted()
    .join("+");
}

describe("where control goes", () => {
  it.each(
    Object.entries(cases).map(
      ([name, [, failed, succeeded]], index) => [name, index, failed, succeeded] as const,
    ),
  )("%s", (_name, index, failed, succeeded) => {
    const both = [shown(index, "throws"), shown(index, { value: "truthy" })];
    // A loop that may end by its own condition also runs into what follows.
    expect(both.map((text) => text.replace(/^again\+normal$/u, "again"))).toEqual([
      failed,
      succeeded,
    ]);
  });
});
