import path from "node:path";
import { ESLintUtils } from "@typescript-eslint/utils";
import ts from "typescript";
import { expect, it } from "vitest";
import { esTreeNodeOf, locOf, place } from "../../src/host/locations.js";
import { lintWith } from "../harness/linting.js";
import { fileOf, programOf, VIRTUAL_ROOT } from "../harness/program.js";

const file = fileOf(
  programOf({ "lib/client.ts": "// first line\nexport const n =\n  (1 + 2);" }),
  "lib/client.ts",
);

function parenthesised(node: ts.Node): ts.ParenthesizedExpression | undefined {
  return ts.isParenthesizedExpression(node) ? node : ts.forEachChild(node, parenthesised);
}

it("gives the range of a node without the comments before it", () => {
  const node = parenthesised(file);
  expect(node && locOf(node)).toEqual({
    start: { line: 3, column: 2 },
    end: { line: 3, column: 9 },
  });
});

it("names a place relative to where ESLint was started", () => {
  const [statement] = file.statements;
  expect(statement && place(statement, VIRTUAL_ROOT)).toBe("lib/client.ts:2");
  expect(statement && place(statement, path.join(VIRTUAL_ROOT, "app"))).toBe("../lib/client.ts:2");
});

it("finds the ESTree twin, where there is one", () => {
  const twins: (string | undefined)[] = [];
  const rule = ESLintUtils.RuleCreator.withoutDocs({
    meta: { type: "problem", messages: { none: "" }, schema: [], defaultOptions: [] },
    create(context) {
      const services = ESLintUtils.getParserServices(context);
      const typed = services.esTreeNodeToTSNodeMap.get(context.sourceCode.ast);
      const node = parenthesised(typed);
      twins.push(node && esTreeNodeOf(node.getChildAt(0), services)?.type);
      twins.push(node && esTreeNodeOf(node.expression, services)?.type);
      return {};
    },
  });
  lintWith({ rule }, "export const n = (1 + 2);");
  expect(twins).toEqual([undefined, "BinaryExpression"]);
});
