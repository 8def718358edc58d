import ts from "typescript";
import { setSpan } from "./dates.js";
import type { Evaluation } from "./evaluator.js";
import { unknown, type DateValue, type StaticValue } from "./static-value.js";
import { methodCall, runOf } from "./syntax.js";
import type { Write } from "./writes.js";

/**
 * A date after its setters: `const since = new Date(); since.setDate(since.getDate() - 20);`.
 * Known only when each setter is a statement beside the declaration, before the use.
 */
export function shiftedBy(
  date: DateValue,
  writes: readonly Write[],
  declaration: ts.Node,
  use: ts.Expression,
  evaluation: Evaluation,
): StaticValue {
  let { span } = date;
  const block = declaration.parent.parent.parent;
  for (const { node } of [...writes].sort((a, b) => a.node.pos - b.node.pos)) {
    const isBeside =
      ts.isCallExpression(node) &&
      ts.isExpressionStatement(node.parent) &&
      node.parent.parent === block &&
      runOf(node) === runOf(use);
    const method = isBeside ? methodCall(node) : undefined;
    // In the argument of a setter (`d.getDate() - 20`) only the setters before it count.
    if (isBeside && node.getEnd() >= use.getEnd() && node.pos <= use.pos) break;
    if (!span || !method || !isBeside || node.getEnd() > use.getStart()) return unknown(use);
    span = setSpan(span, method.name, node, evaluation);
    if (!span) return unknown(use);
  }
  return { ...date, span };
}
