import ts from "typescript";
import { describe, expect, it } from "vitest";
import { originsOf } from "../../src/requests/origins.js";
import { fileOf, programOf } from "../harness/program.js";

/** The origins of the argument of `origin(…)`, as they are written. */
function origins(source: string | Record<string, string>): string[] {
  const files = typeof source === "string" ? { "main.ts": source } : source;
  const program = programOf(files);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "origin" && node.arguments[0]) {
      found.push(...originsOf(node.arguments[0], program.getTypeChecker()).map((o) => o.getText()));
    }
    ts.forEachChild(node, visit);
  };
  visit(fileOf(program));
  return found.sort();
}

const HEAD = "declare function origin(x: unknown): void; declare const q: any;\n";

describe("originsOf", () => {
  it.each([
    ["a literal", "origin(1);", ["1"]],
    ["casts and parentheses", "origin((q.a as any)!);", ["q.a"]],
    ["await", "async () => origin(await q.read());", ["q.read()"]],
    ["a const", "const a = q.b; origin(a);", ["q.b"]],
    ["a chain of consts", "const a = q.x; const b = a; origin(b);", ["q.x"]],
    ["both branches", "origin(q.c ? 1 : 2);", ["1", "2"]],
    ["a fallback", "origin(q.a ?? q.b);", ["q.a", "q.b"]],
    ["the right of and", "origin(q.a && 1);", ["1"]],
    ["the last of a comma", "origin((q.a(), 2));", ["2"]],
    ["all earlier assignments", "let a = 1; if (q.x) a = 2; origin(a);", ["1", "2"]],
    ["no later assignment", "let a: any = q.x; origin(a); a = JSON.parse(a);", ["q.x"]],
    ["a later assignment in a loop", "let a = 1; for (;;) { origin(a); a = 2; }", ["1", "2"]],
    [
      "an assignment in another function",
      "let a = 1; function f() { a = 2; } function g() { origin(a); }",
      ["1", "2"],
    ],
    ["what += makes", 'let a = ""; a += q.x; origin(a);', ['""', "a += q.x"]],
    ["a property of a literal", "const o = { a: 1, b: 2 }; origin(o.b);", ["2"]],
    ["a property behind a spread", "const o = { ...q, b: 2 }; origin(o.b);", ["2"]],
    ["a property before a spread is unknown", "const o = { b: 2, ...q }; origin(o.b);", ["o.b"]],
    ["a destructured property", "const { b } = { a: 1, b: 2 }; origin(b);", ["2"]],
    ["a shorthand", "const b = q.z; const o = { b }; origin(o.b);", ["q.z"]],
    [
      "what a function returns",
      "function f() { if (q.x) return 1; return 2; } origin(f());",
      ["1", "2"],
    ],
    ["the argument that comes back", "const same = (x: unknown) => x; origin(same(q.a));", ["q.a"]],
    [
      "a property of an argument",
      "const pick = (x: { a: unknown }) => x.a; origin(pick({ a: q.b }));",
      ["q.b"],
    ],
    ["a parameter that is not known", "function f(x: unknown) { origin(x); }", ["x"]],
    [
      "a recursive function ends",
      "function f(x: any): any { return q.c ? f(x) : 1; } origin(f(2));",
      ["1", "f(x)"],
    ],
    ["a variable of itself ends", "let a: any; a = a; origin(a);", ["a"]],
    ["a loop's variable", "for (const a of q) origin(a);", ["a"]],
  ])("%s", (_name, source, expected) => {
    expect(origins(HEAD + source)).toEqual(expected);
  });

  it("goes through an import", () => {
    expect(
      origins({
        "main.ts": `${HEAD}import { value } from "./other.js"; import { make } from "./again.js"; origin(value); origin(make());`,
        "other.ts": "export const value = 5; export const make = () => 6;",
        "again.ts": 'export { make } from "./other.js";',
      }),
    ).toEqual(["5", "6"]);
  });
});
