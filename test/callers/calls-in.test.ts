import ts from "typescript";
import { expect, test } from "vitest";
import { callsIn } from "../../src/callers/calls-in.js";

const TEXT = `
first();
export function f(list: string[]) {
  return list.map((each) => new Map([[each, inner(each)]])).concat(last());
}
behind(nested(deeper()));
`;

const file = ts.createSourceFile("calls.ts", TEXT, ts.ScriptTarget.Latest, true);

function names(node: ts.Node): string[] {
  return callsIn(node).map(({ expression }) => expression.getText().replace(/[\s\S]*\./, ""));
}

test("a file's calls and constructions stand in order of place, the outer before the inner", () => {
  expect(names(file)).toEqual([
    "first",
    "concat",
    "map",
    "Map",
    "inner",
    "last",
    "behind",
    "nested",
    "deeper",
  ]);
});

test("a node has those that stand in it, itself among them", () => {
  const [, fn, statement] = file.statements;
  expect(fn && names(fn)).toEqual(["concat", "map", "Map", "inner", "last"]);
  const call = callsIn(file).find(({ expression }) => expression.getText() === "nested");
  expect(call && names(call)).toEqual(["nested", "deeper"]);
  expect(statement && names(statement)).toEqual(["behind", "nested", "deeper"]);
});
