import ts from "typescript";
import type { Mention } from "./mentions.js";

/**
 * What a mention stands for: the declarations of its symbol, imports and re-exports resolved to the
 * end. Empty where the checker does not know. Declarations are compared rather than symbols, because
 * a member of a union, a mapped type (`Pick<Mailer, "send">`) or a generic instance has a symbol of
 * its own and the declarations of the original.
 */
export function declarationsAt(node: Mention, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const symbol = symbolAt(node, checker);
  return symbol === undefined ? [] : (resolved(symbol, checker).declarations ?? []);
}

/** The declarations behind a name or the name of a member access, wherever it stands. */
export function declarationsOf(node: ts.Node, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(node) ? node.name : node,
  );
  return symbol === undefined ? [] : (resolved(symbol, checker).declarations ?? []);
}

/** The symbol with its aliases resolved; itself where it is none, or where the target is missing. */
export function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  if ((symbol.flags & ts.SymbolFlags.Alias) === 0) return symbol;
  const target = checker.getAliasedSymbol(symbol);
  return target.declarations === undefined ? symbol : target;
}

function symbolAt(node: Mention, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = node;
  if (
    ts.isBindingElement(parent) &&
    ts.isObjectBindingPattern(parent.parent) &&
    parent.initializer !== node
  ) {
    return destructured(parent, node.text, checker);
  }
  if (ts.isShorthandPropertyAssignment(parent))
    return checker.getShorthandAssignmentValueSymbol(parent);
  if (ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
  if (ts.isImportSpecifier(parent)) return checker.getSymbolAtLocation(parent.name);
  return checker.getSymbolAtLocation(node);
}

/** The member that `const { send } = service` reads. */
function destructured(
  element: ts.BindingElement,
  name: string,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  const member = checker.getTypeAtLocation(element.parent).getProperty(name);
  if (member !== undefined) return member;
  // `const { send } = require("./x")` in JavaScript: the variable itself is the alias.
  return ts.isIdentifier(element.name) ? checker.getSymbolAtLocation(element.name) : undefined;
}

/**
 * What the type asked of this place declares for the member: `{ send() {} }` given where a `Mailer`
 * is asked for implements `Mailer.send`. Empty without a contextual type.
 */
export function contextualMembers(
  member: ts.ObjectLiteralElementLike,
  checker: ts.TypeChecker,
): readonly ts.Declaration[] {
  const name = member.name && memberName(member.name);
  if (name === undefined || !ts.isObjectLiteralExpression(member.parent)) return [];
  const type = checker.getContextualType(member.parent);
  if (type === undefined) return [];
  // An optional parameter asks for `Options | undefined`, which has no members.
  return checker.getNonNullableType(type).getProperty(name)?.declarations ?? [];
}

/** The plain text of a member's name, or undefined when it is computed. */
export function memberName(name: ts.PropertyName | ts.BindingName): string | undefined {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name))
    return name.text;
  if (ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression))
    return name.expression.text;
  return undefined;
}

/** Steps out of everything that leaves a value as it is: parentheses, `as`, `satisfies`, `!`. */
export function outermost(node: ts.Expression): ts.Expression {
  let outer = node;
  while (isTransparent(outer.parent)) outer = outer.parent;
  return outer;
}

/** The opposite of `outermost`: the expression inside parentheses, `as`, `satisfies` and `!`. */
export function innermost(node: ts.Expression): ts.Expression {
  let inner = node;
  while (isTransparent(inner)) inner = inner.expression;
  return inner;
}

function isTransparent(
  node: ts.Node,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

/** The names that a parameter or a variable binds: of `{ data: { app }, attempt }` two. */
export function boundNames(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}
