import ts from "typescript";

/** An expression without parentheses, casts, `!`, `satisfies` and `await`. */
export function bare(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isTypeAssertionExpression(current) ||
    ts.isNonNullExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isAwaitExpression(current)
  ) {
    current = current.expression;
  }
  return current;
}

/** Whether nothing behind the statement is reached through it. */
export function endsAlways(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) ||
      ts.isThrowStatement(last) ||
      ts.isContinueStatement(last) ||
      ts.isBreakStatement(last))
  );
}

/** The expression around a node, past parentheses, casts and `await`. */
export function wrapped(node: ts.Node): ts.Node {
  let current = node;
  while (
    ts.isExpression(current.parent) &&
    bare(current.parent) === bare(current as ts.Expression)
  ) {
    current = current.parent;
  }
  return current;
}

/** The function (or file) whose run evaluates the node; a class field's initializer stands alone. */
export function runOf(node: ts.Node): ts.Node {
  const run = ts.findAncestor(
    node.parent,
    (one) => ts.isFunctionLike(one) || ts.isSourceFile(one) || ts.isPropertyDeclaration(one),
  );
  return run ?? node;
}

/** The text of a property name where it is known without evaluation. */
export function nameText(name: ts.PropertyName | ts.BindingName): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) {
    return name.text;
  }
  return undefined;
}

/** The object and the name of `object.name` and `object["name"]`. */
export function access(
  node: ts.Node,
): { readonly object: ts.Expression; readonly name: string } | undefined {
  if (ts.isPropertyAccessExpression(node)) return { object: node.expression, name: node.name.text };
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return { object: node.expression, name: node.argumentExpression.text };
  }
  return undefined;
}

/** The method call `object.name(…)`. */
export function methodCall(
  node: ts.CallExpression,
): { readonly object: ts.Expression; readonly name: string } | undefined {
  return access(bare(node.expression));
}

export interface Imported {
  readonly module: string;
  /** "default" and "*" as in ECMAScript. */
  readonly name: string;
}

/**
 * Which export of which module a name stands for, read off its import (or `require`), so that a
 * module that is not installed is known too. Re-exports of the project's own are not followed.
 */
export function importedAs(node: ts.Expression, checker: ts.TypeChecker): Imported | undefined {
  const place = bare(node);
  if (ts.isPropertyAccessExpression(place)) {
    const whole = importedAs(place.expression, checker);
    return whole && (whole.name === "*" || whole.name === "default")
      ? { module: whole.module, name: place.name.text }
      : undefined;
  }
  if (!ts.isIdentifier(place)) return undefined;
  for (const declaration of checker.getSymbolAtLocation(place)?.declarations ?? []) {
    const found = importOf(declaration);
    if (found) return found;
  }
  return undefined;
}

function importOf(node: ts.Declaration): Imported | undefined {
  if (ts.isImportSpecifier(node)) {
    return from(node.parent.parent.parent.moduleSpecifier, (node.propertyName ?? node.name).text);
  }
  if (ts.isNamespaceImport(node)) return from(node.parent.parent.moduleSpecifier, "*");
  if (ts.isImportClause(node)) return from(node.parent.moduleSpecifier, "default");
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return from(node.moduleReference.expression, "*");
  }
  if (ts.isVariableDeclaration(node)) return from(required(node.initializer), "*");
  if (ts.isBindingElement(node) && ts.isVariableDeclaration(node.parent.parent)) {
    const name = nameText(node.propertyName ?? node.name);
    return name === undefined ? undefined : from(required(node.parent.parent.initializer), name);
  }
  return undefined;
}

function required(node: ts.Expression | undefined): ts.Expression | undefined {
  if (!node || !ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  return node.expression.text === "require" ? node.arguments[0] : undefined;
}

function from(module: ts.Expression | undefined, name: string): Imported | undefined {
  return module && ts.isStringLiteralLike(module) ? { module: module.text, name } : undefined;
}
