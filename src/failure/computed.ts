import ts from "typescript";
import { isFormatting } from "../values/formatting.js";
import { compare } from "./comparisons.js";
import { isBoolean, isMethodOfGlobal } from "./globals.js";
import type { Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { readsBody } from "./payload.js";
import { isPure } from "./purity.js";
import { shows, tells } from "./responses.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { derived, marked, marksOf, primitive, truthiness, type Value } from "./values.js";

/**
 * What a call gives that only computes a value, or reads the body of the request; undefined for a
 * call that may do more.
 *
 * @param callee what is called: for a reaction (`.catch(String)`) the function that it is given
 * @param given the arguments, and what the method is called on
 */
export function computedBy(
  machine: Machine,
  node: ts.CallExpression,
  callee: ts.Expression,
  given: readonly Value[],
  state: State,
): Value | undefined {
  const { checker } = machine.world;
  const [one, other] = given;
  if (one !== undefined && other !== undefined && isMethodOfGlobal(checker, node, "Object", "is"))
    return compare(ts.SyntaxKind.EqualsEqualsEqualsToken, one, other);
  // `Boolean(message)` says no less than `!!message`.
  if (one !== undefined && isBoolean(checker, callee)) {
    const truth = truthiness(one);
    return truth === undefined ? derived(one) : primitive(truth, one);
  }
  const readsPayload = machine.family === "verification" && readsBody(node, checker);
  const computes =
    isPure(checker, callee) || (machine.family === "api" && isFormatting(node, machine.world));
  if (!readsPayload && !computes) return undefined;
  const marks = given.map((value) => marksWithin(value, state));
  const computed = derived(...marks, { tainted: readsPayload });
  if (one !== undefined && isCopyOfOutcome(machine, node, one, state))
    return marked(computed, { kept: true });
  return isTextOfError(callee, given)
    ? { ...marksOf(computed), kind: "unknown", truthy: true, beginning: "" }
    : computed;
}

/** `JSON.stringify({ success: false })`, `Object.fromEntries(results)`: what is made of it tells as much. */
function isCopyOfOutcome(
  { family, world }: Machine,
  node: ts.CallExpression,
  object: Value,
  state: State,
): boolean {
  const isCopy =
    isMethodOfGlobal(world.checker, node, "JSON", "stringify") ||
    isMethodOfGlobal(world.checker, node, "Object", "fromEntries");
  if (family !== "api" || !isCopy) return false;
  return state.handling > 0 ? tells(200, object, state) : shows(object, state);
}

/** `String(error)`, `error.toString()`: the text that an error is turned into is not empty. */
function isTextOfError(callee: ts.Expression, given: readonly Value[]): boolean {
  const node = bare(callee);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  const makesText = ts.isIdentifier(name) && (name.text === "String" || name.text === "toString");
  return makesText && given.some(({ kind }) => kind === "error");
}
