import ts from "typescript";
import { bare } from "../values/syntax.js";

/** A value that an argument's property may have, and the call that it is given to. */
interface Given {
  /** Where the value is written. */
  readonly node: ts.Node;
  /** The property's path in the argument, such as "application.uid". */
  readonly property: string;
  readonly argument: ts.Expression;
}

/**
 * Whether a value only stands for what is missing, so that it is for the code to say what comes of it.
 *
 * - An empty text (`form.get("url") ?? ""`, a default) does: mostly it is there to please the types.
 * - An empty list or 0 does, where the code asks what has come of it before the call. Not seen: whether
 *   the answer really keeps it from the call.
 */
export function isStandIn({ node, property, argument }: Given, checker: ts.TypeChecker): boolean {
  const fallback = bare(node as ts.Expression);
  if (!isFallback(fallback)) return false;
  if (isEmptyText(fallback)) return true;
  if (!isEmpty(fallback)) return false;
  const names = new Set<ts.Symbol>();
  const add = (symbol: ts.Symbol | undefined): void => {
    if (symbol) names.add(symbol);
  };
  for (const name of [leftOf(fallback), holderOf(fallback)])
    if (name) add(checker.getSymbolAtLocation(name));
  add(givenAs(property, argument, checker));
  return [fallback, argument].some((place) => isAsked(names, scopeOf(place), argument, checker));
}

function isEmptyText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) && node.text === "";
}

/** `[]`, `0` */
function isEmpty(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  return node.getText() === "0";
}

/** The right side of `??` or `||`, or the default of a parameter or of what is taken out of an object. */
function isFallback(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent) || ts.isParameter(parent)) return parent.initializer === node;
  return ts.isBinaryExpression(parent) && parent.right === node && isOr(parent);
}

function isOr({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

function isValue(node: ts.Expression): boolean {
  return ts.isLiteralExpression(node) || ts.isArrayLiteralExpression(node);
}

/** What the fallback is for, where it has a name: `body.channels ?? []`. */
function leftOf({ parent }: ts.Expression): ts.Node | undefined {
  return ts.isBinaryExpression(parent) ? nameOf(parent.left) : undefined;
}

function nameOf(node: ts.Expression): ts.Node | undefined {
  const held = bare(node);
  if (ts.isIdentifier(held)) return held;
  return ts.isPropertyAccessExpression(held) ? held.name : undefined;
}

/** The variable, parameter or property that holds what comes of the fallback. */
function holderOf(fallback: ts.Node): ts.Node | undefined {
  for (let at = fallback.parent; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isVariableDeclaration(at) || ts.isBindingElement(at) || ts.isPropertyAssignment(at))
      return at.name;
    if (ts.isParameter(at)) return at.name;
  }
  return undefined;
}

/** The variable that the argument's property is given, where it is one. */
function givenAs(
  path: string,
  argument: ts.Expression,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const visit = (node: ts.Node): ts.Symbol | undefined => {
    if (ts.isShorthandPropertyAssignment(node) && node.name.text === name)
      return checker.getShorthandAssignmentValueSymbol(node);
    if (ts.isPropertyAssignment(node) && node.name.getText() === name) {
      const value = nameOf(node.initializer);
      return value && checker.getSymbolAtLocation(value);
    }
    return ts.forEachChild(node, visit);
  };
  return visit(argument);
}

function scopeOf(node: ts.Node): ts.Node {
  return ts.findAncestor(node, ts.isFunctionLike) ?? node.getSourceFile();
}

/** Whether a condition in a function, before the call's argument ends if that is in it, mentions one of the names. */
function isAsked(
  names: ReadonlySet<ts.Symbol>,
  scope: ts.Node,
  argument: ts.Expression,
  checker: ts.TypeChecker,
): boolean {
  const isInside = scope.getSourceFile() === argument.getSourceFile() && contains(scope, argument);
  const end = isInside ? argument.end : scope.end;
  const mentions = (node: ts.Node): boolean => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    if (symbol && names.has(symbol)) return true;
    return ts.forEachChild(node, mentions) ?? false;
  };
  const visit = (node: ts.Node): boolean => {
    if (node.pos >= end) return false;
    if (conditionsOf(node, checker).some(mentions)) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(scope);
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

/** What a node asks, to go one way or the other, or not at all. */
function conditionsOf(node: ts.Node, checker: ts.TypeChecker): readonly ts.Node[] {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isSwitchStatement(node))
    return [node.expression];
  if (ts.isConditionalExpression(node)) return [node.condition];
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return [node.left];
    // `given || fail()` asks, `given || []` only falls back.
    const asks = kind === ts.SyntaxKind.BarBarToken && !isValue(bare(node.right));
    return asks ? [node.left] : [];
  }
  const isStatement = ts.isCallExpression(node) && ts.isExpressionStatement(node.parent);
  return isStatement && asserts(node, checker) ? node.arguments : [];
}

function asserts(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const signature = checker.getResolvedSignature(call);
  const predicate = signature && checker.getTypePredicateOfSignature(signature);
  return predicate?.kind === ts.TypePredicateKind.AssertsIdentifier;
}
