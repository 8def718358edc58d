import ts from "typescript";

/** An expression without what leaves its value alone: parentheses, casts, `!`, `satisfies`. */
export function withoutWrapping(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isTypeAssertionExpression(inner) ||
    ts.isSatisfiesExpression(inner)
  )
    inner = inner.expression;
  return inner;
}

/** `a.name`, `a?.name` or `a["name"]`. */
export interface NamedAccess {
  readonly object: ts.Expression;
  readonly name: string;
  /** The node that the checker knows the property's symbol by. */
  readonly nameNode: ts.Node;
}

/** The access that an expression is; undefined for anything else, `a[key]` too. */
export function namedAccessOf(expression: ts.Expression): NamedAccess | undefined {
  if (ts.isPropertyAccessExpression(expression)) {
    const { expression: object, name } = expression;
    return { object, name: name.text, nameNode: name };
  }
  if (ts.isElementAccessExpression(expression)) {
    const { expression: object, argumentExpression: key } = expression;
    return ts.isStringLiteralLike(key) ? { object, name: key.text, nameNode: key } : undefined;
  }
  return undefined;
}
