import ts from "typescript";
import type { Callers } from "./index.js";

/**
 * Whether code runs in a test: it stands in a callback that a test runner is given, or in what an
 * assertion is made about. A test that gives bad input on purpose does so to see it refused.
 */
export function isTested(node: ts.Node, callers: Callers): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const isGiven = ts.isFunctionLike(at) || ts.isCallExpression(at.parent);
    if (isGiven && callers.boundaryOf(at)?.kind === "test") return true;
  }
  return false;
}
