import ts from "typescript";
import { hasBody, type FunctionNode } from "./call-site.js";
import { declarationsOf, innermost } from "./declarations.js";

/** Longer chains of names are given up. */
const MAX_DEPTH = 12;

/**
 * The object literal that an expression is known to be: written here, held by a const, a member of
 * another such object, the default export of a module, or any of these frozen. Undefined otherwise.
 */
export function objectBehind(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): ts.ObjectLiteralExpression | undefined {
  const literal = literalBehind(expression, checker);
  return literal !== undefined && ts.isObjectLiteralExpression(literal) ? literal : undefined;
}

/** The object or list literal, likewise. */
export function literalBehind(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): ts.ObjectLiteralExpression | ts.ArrayLiteralExpression | undefined {
  let node: ts.Expression | undefined = innermost(expression);
  for (let depth = 0; node !== undefined && depth < MAX_DEPTH; depth += 1) {
    if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return node;
    const next: ts.Expression | undefined = ts.isCallExpression(node)
      ? frozen(node)
      : held(node, checker);
    node = next && innermost(next);
  }
  return undefined;
}

/** Object.freeze({ … }) */
function frozen({
  expression: callee,
  arguments: [first],
}: ts.CallExpression): ts.Expression | undefined {
  const isFreeze =
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === "freeze" &&
    callee.expression.getText() === "Object";
  return isFreeze ? first : undefined;
}

function held(node: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const [declaration, another] = declarationsOf(node, checker);
  if (declaration === undefined || another !== undefined) return undefined;
  if (ts.isExportAssignment(declaration)) return declaration.expression;
  if (ts.isPropertyAssignment(declaration)) return declaration.initializer;
  return ts.isVariableDeclaration(declaration) && isConst(declaration)
    ? declaration.initializer
    : undefined;
}

/** The function that a plain name always stands for; undefined for a variable that may get another value. */
export function functionBehind(
  name: ts.Identifier,
  checker: ts.TypeChecker,
): FunctionNode | undefined {
  const [declaration, another] = declarationsOf(name, checker);
  if (another === undefined && hasBody(declaration)) return declaration;
  const value = held(name, checker);
  const inner = value && innermost(value);
  return hasBody(inner) ? inner : undefined;
}

export function isConst(declaration: ts.Declaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}
