import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import { outermost } from "../callers/declarations.js";
import type { Callers } from "../callers/index.js";
import { argumentOf, namesRead, symbolOf } from "./syntax.js";

interface Known {
  readonly checker: ts.TypeChecker;
  readonly callers: Callers;
}

const MAX_DEPTH = 2;

/**
 * The calls of a function's parameter, `run()` in `async function retry(run) { … }`: in the function
 * itself, in those that it makes, and in those that it passes the parameter on to.
 */
export function runsOf(
  helper: FunctionNode,
  index: number,
  known: Known,
  depth = 0,
): readonly ts.CallExpression[] {
  const { checker, callers } = known;
  const parameter = helper.parameters[index];
  const symbol = parameter && symbolOf(parameter.name, checker);
  if (!symbol || !helper.body || depth > MAX_DEPTH) return [];
  return namesRead(helper.body).flatMap((name): readonly ts.CallExpression[] => {
    if (symbolOf(name, checker) !== symbol) return [];
    const whole = outermost(name);
    if (ts.isCallExpression(whole.parent) && whole.parent.expression === whole)
      return [whole.parent];
    const given = argumentOf(name);
    if (!given || !ts.isCallExpression(given.call)) return [];
    const inner = callers.targetsOf(given.call).filter((target) => target !== helper);
    return inner.flatMap((target) => runsOf(target, given.index, known, depth + 1));
  });
}

/** `run(attempt)`: the number of the attempt does not make it another one. */
export function isCounter(node: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = ts.isIdentifier(node) ? symbolOf(node, checker)?.valueDeclaration : undefined;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.isForStatement(declaration.parent.parent)
  );
}
