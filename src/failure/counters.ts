import ts from "typescript";
import type { Machine } from "./machine.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import type { Value } from "./values.js";

/** Any number, and the failure is what made it smaller than it would be. */
const SHORT: Value = { kind: "unknown", due: true, kept: true, count: true };

/**
 * Marks the counters that code would have raised had the call not failed: `await send(id); sent++;`,
 * `if (await send(id)) sent++;`. Who reads such a count later learns of the failure, as with one of
 * failures: `{ sent, total }`. What it should have been has to be known, so that a count that is
 * returned alone tells nothing.
 *
 * Counts in variables and in objects that the simulation holds; fields of anything else are left.
 *
 * @param code what was left, or not entered, because of the failure
 * @param from where in it the failing path stopped
 */
export function markSkippedCounts(
  machine: Machine,
  code: ts.Statement,
  state: State,
  from = code.pos,
): void {
  if (state.phase !== "failed") return;
  const { checker } = machine.world;
  for (const counter of countersIn(code)) {
    if (counter.pos < from) continue;
    const holder = ts.isIdentifier(counter) ? counter : bare(counter.expression);
    const symbol = ts.isIdentifier(holder) ? checker.getSymbolAtLocation(holder) : undefined;
    if (symbol === undefined || !isNumber(counter, checker)) continue;
    if (ts.isIdentifier(counter)) state.vars.set(symbol, SHORT);
    else markProperty(symbol, counter.name.text, state);
  }
}

function markProperty(holder: ts.Symbol, name: string, state: State): void {
  const object = state.vars.get(holder);
  const entry = object?.kind === "reference" ? state.heap.get(object.id) : undefined;
  if (object?.kind === "reference" && entry?.kind === "object")
    state.heap.set(object.id, { ...entry, props: new Map(entry.props).set(name, SHORT) });
}

type Counter = ts.Identifier | ts.PropertyAccessExpression;

const found = new WeakMap<ts.Statement, readonly Counter[]>();

/** `sent++`, `++sent`, `sent += batch.length`, `report.sent++`, other than in functions of the block's own. */
function countersIn(block: ts.Statement): readonly Counter[] {
  let counters = found.get(block);
  if (counters === undefined) {
    const collected: Counter[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) return;
      const raised = raisedBy(node);
      if (raised && (ts.isIdentifier(raised) || ts.isPropertyAccessExpression(raised)))
        collected.push(raised);
      ts.forEachChild(node, visit);
    };
    visit(block);
    found.set(block, (counters = collected));
  }
  return counters;
}

function raisedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusPlusToken ? bare(node.operand) : undefined;
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken
    ? bare(node.left)
    : undefined;
}

function isNumber(counter: Counter, checker: ts.TypeChecker): boolean {
  return (checker.getTypeAtLocation(counter).flags & ts.TypeFlags.NumberLike) !== 0;
}
