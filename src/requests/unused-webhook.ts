import ts from "typescript";
import type { Recogniser } from "../sdk/recogniser.js";
import { referencesIn, symbolOf } from "./declarations.js";
import { isLogging, type IsLogger } from "./logging.js";
import { isFunction, parentOf, withAncestors, wrapping } from "./syntax.js";

/**
 * Whether nothing is ever verified with a `Webhook` that is made here: it is neither asked anything,
 * nor returned, exported, stored or passed on. One that is made in a `try` or a callback and dropped
 * at once tests the secret's format and counts as used; so does one that is made at module level and
 * dropped at once.
 */
export function isNeverUsed(
  made: ts.NewExpression,
  sdk: Recogniser,
  checker: ts.TypeChecker,
  isLogger?: IsLogger,
): boolean {
  if (sdk.constructionOf(made)?.className !== "Webhook") return false;
  const node = wrapping(made);
  const { parent } = node;
  if (ts.isExpressionStatement(parent)) return !testsFormat(parent);
  if (ts.isVoidExpression(parent)) return false;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return !isVariableUsed(parent.name, checker, isLogger);
  if (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.right === node
  ) {
    return (
      ts.isIdentifier(parent.left) &&
      ts.isExpressionStatement(parent.parent) &&
      !isVariableUsed(parent.left, checker, isLogger)
    );
  }
  return false;
}

function testsFormat(statement: ts.ExpressionStatement): boolean {
  for (const current of withAncestors(statement)) {
    const parent = parentOf(current);
    if (!parent) return true;
    if (ts.isTryStatement(parent) && parent.tryBlock === current) return true;
    if (isFunction(current)) return ts.isCallExpression(parent);
  }
  return true;
}

function isVariableUsed(
  name: ts.Identifier,
  checker: ts.TypeChecker,
  isLogger: IsLogger | undefined,
): boolean {
  const symbol = symbolOf(name, checker);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration)) return true;
  if (isExported(declaration)) return true;
  return referencesIn(declaration.getSourceFile(), symbol, checker).some((reference) =>
    isUse(reference, isLogger),
  );
}

/** Anything but being assigned, tested, logged or named as a statement. */
function isUse(reference: ts.Identifier, isLogger: IsLogger | undefined): boolean {
  const { parent } = wrapping(reference);
  if (
    ts.isExpressionStatement(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isPrefixUnaryExpression(parent)
  )
    return false;
  if (ts.isIfStatement(parent) || ts.isTypeOfExpression(parent) || ts.isTypeQueryNode(parent))
    return false;
  if (ts.isCallExpression(parent) && parent.expression !== reference)
    return !isLogging(parent, isLogger);
  return !(
    ts.isBinaryExpression(parent) &&
    parent.left === reference &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

function isExported(declaration: ts.VariableDeclaration): boolean {
  const statement = declaration.parent.parent;
  return (
    ts.isVariableStatement(statement) &&
    (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}
