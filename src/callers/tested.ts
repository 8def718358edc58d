import ts from "typescript";
import type { Callers } from "./index.js";

const ASSERTIONS: ReadonlySet<string> = new Set(["expect", "assert", "t"]);

/**
 * Whether a test wants to see what code does with bad input: the code is what an assertion is made
 * about (`expect(() => webhook.verify(body, {})).toThrow()`), or is tried in a test's callback.
 */
export function isTestedOnPurpose(node: ts.Node, callers: Callers): boolean {
  let isTried = false;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    isTried ||=
      (ts.isTryStatement(parent) && parent.tryBlock === at) ||
      (ts.isCallExpression(parent) && parent.expression !== at && isAssertion(parent));
    const mayBeGiven = ts.isFunctionLike(at) || ts.isCallExpression(parent);
    if (isTried && mayBeGiven && callers.boundaryOf(at)?.kind === "test") return true;
  }
  return false;
}

/** `expect(…)`, `assert.throws(…)`, `expect.soft(…)` */
function isAssertion({ expression }: ts.CallExpression): boolean {
  const callee = ts.isPropertyAccessExpression(expression) ? expression.expression : expression;
  return ts.isIdentifier(callee) && ASSERTIONS.has(callee.text);
}
