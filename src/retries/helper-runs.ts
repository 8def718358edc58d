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

/** A place at which a function of the program runs what it was given, or gives it on. */
export interface Use<Call extends ts.CallExpression | ts.NewExpression = ts.CallExpression> {
  readonly call: Call;
  /** The function that was given it. */
  readonly helper: FunctionNode;
}

export interface Uses {
  /** `run()` in `async function retry(run) { … }` */
  readonly runs: readonly Use[];
  /** `pRetry(run)`: given to a call that enters no function of the program, as which argument. */
  readonly given: readonly (Use<ts.CallExpression | ts.NewExpression> & {
    readonly name: ts.Expression;
    readonly index: number;
  })[];
}

/**
 * What becomes of a function's parameter: in the function itself, in those that it makes, and in those
 * that it passes the parameter on to.
 */
export function usesOf(helper: FunctionNode, index: number, known: Known, depth = 0): Uses {
  const { checker, callers } = known;
  const parameter = helper.parameters[index];
  const symbol = parameter && symbolOf(parameter.name, checker);
  const runs: Use[] = [];
  const given: Uses["given"][number][] = [];
  if (!symbol || !helper.body || depth > MAX_DEPTH) return { runs, given };
  for (const name of namesRead(helper.body)) {
    if (symbolOf(name, checker) !== symbol) continue;
    const whole = outermost(name);
    if (ts.isCallExpression(whole.parent) && whole.parent.expression === whole)
      runs.push({ call: whole.parent, helper });
    const to = argumentOf(name);
    if (!to) continue;
    const targets = callers.targetsOf(to.call);
    if (targets.length === 0) given.push({ ...to, name, helper });
    for (const target of targets) {
      if (target === helper) continue;
      const inner = usesOf(target, to.index, known, depth + 1);
      runs.push(...inner.runs);
      given.push(...inner.given);
    }
  }
  return { runs, given };
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
