import type { ESLintUtils } from "@typescript-eslint/utils";
import ts from "typescript";
import { createRule, type SvixRuleDocs } from "../host/create-rule.js";
import { failuresOf } from "../host/failures.js";

/** A Svix call that the run has come across. */
export interface Surveyed {
  readonly file: string;
  readonly line: number;
  readonly operation: string;
  /** Whether the engine lost track of a failure of this call, so that nothing is said of it. */
  readonly unknown: boolean;
}

/**
 * A rule that reports nothing: it notes every Svix call of the files that ESLint visits, so that the
 * command line can tell kept promises from unseen ones.
 */
export function surveyRule(seen: Surveyed[]): ESLintUtils.RuleModule<"never", [], SvixRuleDocs> {
  return createRule<"never", []>({
    name: "survey",
    meta: {
      type: "problem",
      docs: { description: "note every Svix call", requiresTypeChecking: true },
      messages: { never: "" },
      schema: [],
    },
    defaultOptions: [],
    create(_context, _options, svix) {
      return {
        Program(root) {
          const file = svix.services.esTreeNodeToTSNodeMap.get(root);
          const lost = lostCalls(failuresOf(svix).rootsIn(file));
          visit(file, (call) => {
            const operation = svix.sdk.callOf(call)?.operation;
            if (operation === undefined) return;
            const { line } = file.getLineAndCharacterOfPosition(call.getStart(file));
            seen.push({ file: file.fileName, line: line + 1, operation, unknown: lost.has(call) });
          });
        },
      };
    },
  });
}

type Roots = ReturnType<ReturnType<typeof failuresOf>["rootsIn"]>;

function lostCalls(roots: Roots): ReadonlySet<ts.Node> {
  const lost = new Set<ts.Node>();
  for (const { simulated, watch } of roots) {
    for (const { trail, watched } of simulated.endings) {
      const origin = watch.origins.get(watched);
      if (trail.lost !== undefined && origin !== undefined) lost.add(origin.call);
    }
  }
  return lost;
}

function visit(node: ts.Node, each: (call: ts.CallExpression) => void): void {
  if (ts.isCallExpression(node)) each(node);
  ts.forEachChild(node, (child) => {
    visit(child, each);
  });
}
