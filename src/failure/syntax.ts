import ts from "typescript";

/** The expression without parentheses, casts and `!`. */
export function bare(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isNonNullExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isTypeAssertionExpression(current)
  ) {
    current = current.expression;
  }
  return current;
}

/** The identifier at the start of `a.b().c[0]`. */
export function rootOf(node: ts.Expression): ts.Identifier | undefined {
  let current = bare(node);
  for (;;) {
    if (
      ts.isPropertyAccessExpression(current) ||
      ts.isElementAccessExpression(current) ||
      ts.isCallExpression(current) ||
      ts.isAwaitExpression(current)
    ) {
      current = bare(current.expression);
    } else return ts.isIdentifier(current) ? current : undefined;
  }
}
