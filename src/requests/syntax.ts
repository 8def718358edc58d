import ts from "typescript";

/** Whether a node is a function with a body that can be walked. */
export function isFunction(
  node: ts.Node,
): node is ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody } {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isArrowFunction(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node) ||
      ts.isAccessor(node)) &&
    node.body !== undefined
  );
}

export type FunctionWithBody = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody };

/** The parent of a node; a source file has none, whatever its type says. */
export function parentOf(node: ts.Node): ts.Node | undefined {
  return node.parent;
}

/** A node and everything around it, from the inside to the file. */
export function* withAncestors(node: ts.Node | undefined): Generator<ts.Node> {
  for (let current = node; current !== undefined; current = parentOf(current)) yield current;
}

/** The function (or undefined at module level) in whose body a node stands. */
export function enclosingFunction(node: ts.Node): FunctionWithBody | undefined {
  for (const ancestor of withAncestors(parentOf(node))) if (isFunction(ancestor)) return ancestor;
  return undefined;
}

/**
 * The expression without what does not change its value: parentheses, `as`, `satisfies`, `!`, `<T>`.
 * `await` stays.
 */
export function unwrapped(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isNonNullExpression(current) ||
    ts.isTypeAssertionExpression(current)
  ) {
    current = current.expression;
  }
  return current;
}

/** `unwrapped`, and without `await`. */
export function settled(node: ts.Expression): ts.Expression {
  let current = unwrapped(node);
  while (ts.isAwaitExpression(current)) current = unwrapped(current.expression);
  return current;
}

/** The outermost expression that has the same value as this one: `((x as T)!)` for `x`. */
export function wrapping(node: ts.Expression): ts.Expression {
  let current = node;
  for (;;) {
    const { parent } = current;
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isTypeAssertionExpression(parent) ||
      ts.isAwaitExpression(parent)
    ) {
      current = parent;
    } else return current;
  }
}

/** The name that `o.name` or `o["name"]` reads, if it stands in the source. */
export function memberName(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return undefined;
}

/** `o` of `o.name` and `o["name"]`. */
export function memberObject(node: ts.Expression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
    ? node.expression
    : undefined;
}

/** The method's name and receiver of `receiver.method(…)`. */
export function methodCall(
  node: ts.Node,
):
  | { readonly call: ts.CallExpression; readonly receiver: ts.Expression; readonly name: string }
  | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrapped(node.expression);
  const name = memberName(callee);
  const receiver = memberObject(callee);
  return name === undefined || receiver === undefined ? undefined : { call: node, receiver, name };
}

/** The text of a property's name where it is written out. */
export function propertyName(name: ts.PropertyName | ts.BindingName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name))
    return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression))
    return name.expression.text;
  return undefined;
}

export function isLoop(node: ts.Node): boolean {
  return ts.isIterationStatement(node, false);
}

/** Visits a node and everything in it; a visitor that answers false is not taken into its node. */
export function visit(node: ts.Node, visitor: (node: ts.Node) => unknown): void {
  if (visitor(node) === false) return;
  ts.forEachChild(node, (child) => {
    visit(child, visitor);
  });
}

export function isWithin(node: ts.Node, ancestor: ts.Node): boolean {
  for (const current of withAncestors(node)) if (current === ancestor) return true;
  return false;
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}
