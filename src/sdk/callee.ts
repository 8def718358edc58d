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

/** `a.name`, `a?.name` and `a["name"]`: the name; undefined for anything else, `a[key]` too. */
export function accessedName(expression: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (ts.isElementAccessExpression(expression)) {
    const key = withoutWrapping(expression.argumentExpression);
    return ts.isStringLiteralLike(key) ? key.text : undefined;
  }
  return undefined;
}
