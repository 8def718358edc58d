import ts from "typescript";
import { SHORT_COUNT } from "./counters.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import type { Value } from "./values.js";

/**
 * Runs a write whose target the failure has chosen (`counts[ok ? "sent" : "failed"]++`, `(ok ? done :
 * skipped).push(id)`) as what it stands for: `if (ok) counts.sent++; else counts.failed++;`.
 */
export function asChosen<T>(isChosen: boolean, state: State, write: () => T): T {
  const depth = state.scopes.length;
  state.enter(isChosen && state.phase === "failed");
  const written = write();
  state.leaveTo(depth);
  return written;
}

/**
 * The same of what is added: `failed += ok ? 0 : 1` raises the count in the failure's case alone, and
 * with `sent += ok ? 1 : 0`, `sent += Number(ok)` the count of what went well lacks it.
 */
export function tally<T>(
  value: Value,
  node: ts.Expression,
  state: State,
  add: (sum?: Value) => T,
): T {
  if (state.phase !== "failed" || value.due !== true) return add();
  if (isFlagAsNumber(node)) return add(SHORT_COUNT);
  if (value.kind !== "primitive" || typeof value.value !== "number") return add();
  if (value.value !== 0) return asChosen(true, state, () => add());
  // A nought that is no fallback for another number.
  return ts.isConditionalExpression(bare(node)) ? add(SHORT_COUNT) : add();
}

/** `Number(ok)` */
function isFlagAsNumber(node: ts.Expression): boolean {
  const call = bare(node);
  return (
    ts.isCallExpression(call) &&
    ts.isIdentifier(call.expression) &&
    call.expression.text === "Number" &&
    call.arguments[0] !== undefined &&
    ts.isIdentifier(call.arguments[0])
  );
}

/** `(ok ? done : skipped).push(id)`, `lists[outcome].push(id)`, `counts.set(outcome, …)` */
export function isChosenTarget(
  { expression }: ts.CallExpression,
  receiver: Value,
  name: string,
  [key]: readonly Value[],
): boolean {
  if (name === "set") return key?.kind === "primitive" && key.due === true;
  const holder = ts.isPropertyAccessExpression(expression)
    ? bare(expression.expression)
    : undefined;
  if (!ADDS.has(name) || holder === undefined || receiver.due !== true) return false;
  return ts.isConditionalExpression(holder) || ts.isElementAccessExpression(holder);
}

const ADDS: ReadonlySet<string> = new Set(["push", "unshift", "add"]);
