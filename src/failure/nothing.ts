import ts from "typescript";
import { functionBehind } from "../callers/object-behind.js";
import { returnsOnly } from "../sdk/checker.js";
import { isAsync, isGenerator } from "./functions.js";
import type { Machine } from "./machine.js";
import { newPromise } from "./promises.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { UNDEFINED, type FunctionNode, type Value } from "./values.js";

/**
 * The nothing that a call gives which is not entered: a logger, what is declared to give nothing back,
 * and functions of the program whose returns have no value, whatever their type says. `undefined` or a
 * promise of it; no value at all where the call may give something. Asked where somebody uses it.
 *
 * Not seen: methods, which other classes may override.
 */
export function nothingOf(
  machine: Machine,
  node: ts.CallExpression,
  callee: ts.Expression,
  state: State,
): Value | undefined {
  const { checker } = machine.world;
  if (ts.isExpressionStatement(node.parent)) return UNDEFINED;
  if (
    mayBeUsedAsNothing(node.parent) &&
    (machine.world.isLogger(callee) || returnsOnly(ts.TypeFlags.Void, callee, checker))
  )
    return UNDEFINED;
  const name = bare(callee);
  const fn = ts.isIdentifier(name) ? functionBehind(name, checker) : undefined;
  if (fn === undefined || !returnsNoValue(fn)) return undefined;
  return isAsync(fn) ? newPromise(machine, state, node, "fulfilled", UNDEFINED, true) : UNDEFINED;
}

/** `return log(…)`, `() => log(…)`, `ok ? log(…) : …`: elsewhere nobody writes a call that gives nothing. */
function mayBeUsedAsNothing(user: ts.Node): boolean {
  return (
    ts.isReturnStatement(user) ||
    ts.isArrowFunction(user) ||
    ts.isConditionalExpression(user) ||
    ts.isBinaryExpression(user) ||
    ts.isParenthesizedExpression(user) ||
    ts.isVoidExpression(user)
  );
}

const WITHOUT_VALUE = new WeakMap<FunctionNode, boolean>();

function returnsNoValue(fn: FunctionNode): boolean {
  const known = WITHOUT_VALUE.get(fn);
  if (known !== undefined) return known;
  const { body } = fn;
  const found =
    body !== undefined && ts.isBlock(body) && !isGenerator(fn) && !hasValueReturned(body);
  WITHOUT_VALUE.set(fn, found);
  return found;
}

function hasValueReturned(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return node.expression !== undefined;
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, hasValueReturned) ?? false;
}
