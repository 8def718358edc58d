import ts from "typescript";
import type { FunctionNode } from "../callers/index.js";
import { withoutWrapping } from "../sdk/callee.js";

/** Whether a node is a function with a body, so that code can be inside of it. */
export function isFunction(node: ts.Node): node is FunctionNode {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** The function directly around a node; undefined at the top level of a module. */
export function functionAround(node: ts.Node): FunctionNode | undefined {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (isFunction(outer)) return outer;
  }
  return undefined;
}

/** A function expression or arrow function, or undefined. */
export function functionLiteral(
  node: ts.Expression,
): ts.FunctionExpression | ts.ArrowFunction | undefined {
  const inner = withoutWrapping(node);
  return ts.isFunctionExpression(inner) || ts.isArrowFunction(inner) ? inner : undefined;
}

export function isAsync(fn: FunctionNode): boolean {
  return ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

export function isGenerator(fn: FunctionNode): boolean {
  return fn.asteriskToken !== undefined;
}

/** `return value` of a function and the body of a short arrow function; nested functions are left out. */
export function isReturned(node: ts.Expression): boolean {
  const { parent } = node;
  return ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node);
}

/** The condition position of an `if`, a loop or a ternary. */
export function isCondition(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isWhileStatement(parent) && parent.expression === node) ||
    (ts.isDoStatement(parent) && parent.expression === node) ||
    (ts.isForStatement(parent) && parent.condition === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isSwitchStatement(parent) && parent.expression === node)
  );
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

export function isComparison(node: ts.BinaryExpression): boolean {
  return COMPARISONS.has(node.operatorToken.kind);
}

/** `x = …`, and `x ??= …`, which may assign; not `x += …`. */
export function isAssignment(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken
  );
}

/** `null`, `undefined`, `void 0`: what a presence test compares with. */
export function isAbsent(node: ts.Expression): boolean {
  const inner = withoutWrapping(node);
  return (
    inner.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(inner) && inner.text === "undefined") ||
    ts.isVoidExpression(inner)
  );
}

/** The last name of what is called: `send` of `send()`, `a.send()` and `a["send"]()`. */
export function calleeName(callee: ts.Expression): string {
  const inner = withoutWrapping(callee);
  if (ts.isIdentifier(inner)) return inner.text;
  if (ts.isPropertyAccessExpression(inner)) return inner.name.text;
  if (ts.isElementAccessExpression(inner) && ts.isStringLiteralLike(inner.argumentExpression)) {
    return inner.argumentExpression.text;
  }
  return "";
}

/** The object of a method call, without casts; undefined for `send()`. */
export function receiverOf(call: ts.CallExpression): ts.Expression | undefined {
  const callee = withoutWrapping(call.expression);
  return ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
    ? withoutWrapping(callee.expression)
    : undefined;
}

/** 1-based line of a node's first token. */
export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}
