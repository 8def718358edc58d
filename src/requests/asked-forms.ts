import ts from "typescript";
import { methodCall, parentOf, unwrapped, withAncestors } from "./syntax.js";

/** The forms of a body that has not been parsed. */
export type BodyForm = "text" | "bytes";

/**
 * The forms that a value is known not to have where a node stands, since a condition around the node
 * has asked for them: `typeof x === "string" ? x : node`. Types tell what the value is on the one
 * way, and tell nothing of an `any` on the other.
 */
export function formsRuledOut(value: ts.Expression, node: ts.Node): readonly BodyForm[] {
  const text = unwrapped(value).getText();
  return [...withAncestors(node)].flatMap((current) => {
    const parent = parentOf(current);
    if (parent === undefined) return [];
    if (ts.isConditionalExpression(parent) && parent.condition !== current)
      return excluded(parent.condition, parent.whenTrue === current, text);
    if (ts.isIfStatement(parent) && parent.expression !== current)
      return excluded(parent.expression, parent.thenStatement === current, text);
    return [];
  });
}

/** The forms that the value with this text has not where a condition has come out so. */
function excluded(condition: ts.Expression, outcome: boolean, text: string): readonly BodyForm[] {
  const asks = unwrapped(condition);
  if (ts.isPrefixUnaryExpression(asks) && asks.operator === ts.SyntaxKind.ExclamationToken)
    return excluded(asks.operand, !outcome, text);
  if (outcome) return [];
  if (ts.isBinaryExpression(asks) && asks.operatorToken.kind === ts.SyntaxKind.BarBarToken)
    return [...excluded(asks.left, false, text), ...excluded(asks.right, false, text)];
  const form = formAsked(asks, text);
  return form === undefined ? [] : [form];
}

/** The form that a condition asks of the value with this text. */
function formAsked(asks: ts.Expression, text: string): BodyForm | undefined {
  const isValue = (node: ts.Expression | undefined): boolean =>
    node !== undefined && unwrapped(node).getText() === text;
  const method = methodCall(asks);
  if (method) {
    const [first] = method.call.arguments;
    return method.name === "isBuffer" && isValue(first) ? "bytes" : undefined;
  }
  if (!ts.isBinaryExpression(asks)) return undefined;
  const { left, operatorToken, right } = asks;
  if (operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
    return isValue(left) ? "bytes" : undefined;
  const isEqual =
    operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken;
  const asked = unwrapped(left);
  const isText = ts.isStringLiteralLike(right) && right.text === "string";
  return isEqual && isText && ts.isTypeOfExpression(asked) && isValue(asked.expression)
    ? "text"
    : undefined;
}
