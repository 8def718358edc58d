import ts from "typescript";
import type { World } from "./machine.js";

/**
 * Whether a decorator of the program may handle what a method throws: there is a `catch` in it. What it
 * puts in the method's place is not simulated, so that the method's failures end in it, unseen.
 *
 * Decorators of packages are taken to let errors pass.
 */
export function isGuardedByDecorator(method: ts.Node, world: World): boolean {
  const decorators = ts.canHaveDecorators(method) ? (ts.getDecorators(method) ?? []) : [];
  return decorators.some(({ expression }) => {
    const named = ts.isCallExpression(expression) ? expression.expression : expression;
    return world.functionsBehind(named).some(catches);
  });
}

function catches(node: ts.Node): boolean {
  if (ts.isCatchClause(node)) return true;
  const isCatch = ts.isPropertyAccessExpression(node) && node.name.text === "catch";
  return isCatch || (ts.forEachChild(node, catches) ?? false);
}
