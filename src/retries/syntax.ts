import ts from "typescript";
import { hasBody, type FunctionNode } from "../callers/call-site.js";
import { innermost, outermost } from "../callers/declarations.js";

/** The expression without parentheses, casts, `!` and `await`. */
export function settledValue(node: ts.Expression): ts.Expression {
  let inner = innermost(node);
  while (ts.isAwaitExpression(inner)) inner = innermost(inner.expression);
  return inner;
}

/** The function directly around a node; undefined at the top level of a module and in class bodies. */
export function functionAround(node: ts.Node): FunctionNode | undefined {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (hasBody(outer)) return outer;
    if (ts.isClassStaticBlockDeclaration(outer) || ts.isPropertyDeclaration(outer))
      return undefined;
  }
  return undefined;
}

export function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end
  );
}

export function isAsync(fn: FunctionNode): boolean {
  return (
    ts.canHaveModifiers(fn) &&
    (ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}

/** The function that is written here, or undefined. */
export function functionLiteral(
  node: ts.Expression | undefined,
): ts.FunctionExpression | ts.ArrowFunction | undefined {
  const inner = node && innermost(node);
  return inner && (ts.isFunctionExpression(inner) || ts.isArrowFunction(inner)) ? inner : undefined;
}

/** `object.name(…)`, with the object's wrapping taken off. */
export function methodCallOf(
  call: ts.Node,
):
  | { readonly call: ts.CallExpression; readonly object: ts.Expression; readonly name: string }
  | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = innermost(call.expression);
  return ts.isPropertyAccessExpression(callee)
    ? { call, object: innermost(callee.expression), name: callee.name.text }
    : undefined;
}

/** The last name of what is called: `send` of `send()` and `a.send()`. */
export function calledName(call: ts.CallExpression | ts.NewExpression): string {
  const callee = innermost(call.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
}

/** Visits a node and everything in it; a visitor that answers false is not taken into its node. */
export function visit(node: ts.Node, visitor: (node: ts.Node) => unknown): void {
  if (visitor(node) === false) return;
  ts.forEachChild(node, (child) => {
    visit(child, visitor);
  });
}

/** Whether a node, or anything in it, passes the test; nested functions included. */
export function contains(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return (
    test(node) || (ts.forEachChild(node, (child) => contains(child, test) || undefined) ?? false)
  );
}

/** What a name stands for: of a shorthand the variable, of an import what is imported. */
export function symbolOf(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The identifiers in an expression that read a variable (no property names, no declarations). */
export function namesRead(
  node: ts.Node,
  skip: (node: ts.Node) => boolean = () => false,
): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  visit(node, (child) => {
    if (skip(child) || ts.isTypeNode(child)) return false;
    if (ts.isIdentifier(child) && readsVariable(child)) found.push(child);
    return true;
  });
  return found;
}

function readsVariable(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isParameter(parent) || ts.isVariableDeclaration(parent) || ts.isBindingElement(parent))
    return parent.initializer === node;
  return (
    !ts.isMethodDeclaration(parent) &&
    !ts.isLabeledStatement(parent) &&
    !ts.isBreakOrContinueStatement(parent)
  );
}

/** Whether a call is handed this expression as an argument, and as which. */
export function argumentOf(
  node: ts.Expression,
): { readonly call: ts.CallExpression | ts.NewExpression; readonly index: number } | undefined {
  const whole = outermost(node);
  const { parent } = whole;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return undefined;
  const index = parent.arguments?.indexOf(whole) ?? -1;
  return index < 0 ? undefined : { call: parent, index };
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

export function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}

/** The text of a property's name where it is written out. */
export function nameOfProperty(property: ts.ObjectLiteralElementLike): string | undefined {
  const { name } = property;
  if (name === undefined) return undefined;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** The value that an object literal gives a property by name; undefined where it does not. */
export function valueOfProperty(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  for (const property of object.properties) {
    if (nameOfProperty(property) !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}

/** Whether a property of that name is written in the literal, a method included. */
export function hasProperty(object: ts.ObjectLiteralExpression, name: string): boolean {
  return object.properties.some((property) => nameOfProperty(property) === name);
}

/** The number that an expression is written as. */
export function numberIn(node: ts.Expression | undefined): number | undefined {
  const inner = node && innermost(node);
  return inner && ts.isNumericLiteral(inner) ? Number(inner.text) : undefined;
}

/** What a function returns, read off its text: not what the functions in it return. */
export function returnsOf(fn: FunctionNode): readonly ts.Expression[] {
  if (!fn.body) return [];
  if (!ts.isBlock(fn.body)) return [innermost(fn.body)];
  const found: ts.Expression[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) found.push(innermost(node.expression));
    else if (!ts.isFunctionLike(node)) ts.forEachChild(node, look);
  };
  look(fn.body);
  return found;
}
