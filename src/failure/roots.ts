import ts from "typescript";
import type { Root } from "./endings.js";
import { bare } from "./syntax.js";
import type { FunctionNode } from "./values.js";

/** A function with a body, of a form that the simulation enters. */
export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    (ts.isFunctionDeclaration(node) ||
      ts.isFunctionExpression(node) ||
      ts.isArrowFunction(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isConstructorDeclaration(node) ||
      ts.isGetAccessorDeclaration(node) ||
      ts.isSetAccessorDeclaration(node)) &&
    node.body !== undefined
  );
}

/**
 * Where the simulation of a call starts: at the outermost function around it, so that closures and
 * callbacks are run where they are written. A function that is an argument at module or class level
 * (`export const POST = withErrors(async () => …)`) starts with the expression it is part of, or with
 * the module where that is awaited.
 */
export function rootOf(call: ts.Node): Root {
  let outermost: FunctionNode | undefined;
  let current: ts.Node = call;
  while (!ts.isSourceFile(current)) {
    if (isFunctionNode(current)) outermost = current;
    // A class has its own life: its members are called by others.
    if (ts.isClassLike(current.parent)) break;
    current = current.parent;
  }
  if (outermost === undefined) return call.getSourceFile();
  const whole = enclosingArgument(outermost);
  if (whole === undefined) return outermost;
  return isAwaited(outermost, whole) ? call.getSourceFile() : whole;
}

/** `const results = await Promise.allSettled(ids.map((id) => …));` of a script, which goes on with what it gives. */
function isAwaited(fn: ts.Node, whole: ts.Expression): boolean {
  return (
    ts.findAncestor(fn, (node) => node === whole || ts.isAwaitExpression(node))?.kind ===
    ts.SyntaxKind.AwaitExpression
  );
}

/** The whole expression, if the function, or a mention of it, stands somewhere inside the arguments of a call. */
export function enclosingArgument(mention: ts.Node): ts.Expression | undefined {
  let result: ts.Expression | undefined;
  let current: ts.Node = mention;
  let isArgument = false;
  while (isExpressionPart(current.parent)) {
    const { parent } = current;
    if (
      (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
      parent.expression !== current
    )
      isArgument = true;
    // An IIFE is run where it stands.
    if (ts.isCallExpression(parent) && parent.expression === current) isArgument = true;
    current = parent;
    if (ts.isExpression(current)) result = current;
  }
  return isArgument ? result : undefined;
}

function isExpressionPart(node: ts.Node): boolean {
  return (
    (ts.isExpression(node) ||
      ts.isPropertyAssignment(node) ||
      ts.isSpreadElement(node) ||
      ts.isMethodDeclaration(node)) &&
    !ts.isClassLike(node) &&
    !isFunctionNode(node)
  );
}

/** The wrapper's call whose value is called: `const send = withErrors(async () => …); send()`. */
export function wrapperCallOf(
  call: ts.CallExpression | ts.NewExpression,
  checker: ts.TypeChecker,
): ts.CallExpression | undefined {
  const callee = bare(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(name)) return undefined;
  let symbol = checker.getSymbolAtLocation(name);
  if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias)
    symbol = checker.getAliasedSymbol(symbol);
  const declaration = symbol?.valueDeclaration;
  const holds =
    declaration !== undefined &&
    (ts.isVariableDeclaration(declaration) ||
      ts.isPropertyDeclaration(declaration) ||
      ts.isPropertyAssignment(declaration));
  const initializer = holds ? declaration.initializer : undefined;
  const value = initializer && bare(initializer);
  return value !== undefined && ts.isCallExpression(value) ? value : undefined;
}

/** Whether a node stands inside another. */
export function contains(outer: ts.Node, inner: ts.Node): boolean {
  return (
    inner.pos >= outer.pos &&
    inner.end <= outer.end &&
    inner.getSourceFile() === outer.getSourceFile()
  );
}

/** Whether a simulation of the root follows calls into the node: a class has its own life, also inside a root. */
export function isPartOf(root: ts.Node, node: ts.Node): boolean {
  if (!contains(root, node)) return false;
  for (let at = node; at !== root && !ts.isSourceFile(at); at = at.parent)
    if (ts.isClassLike(at)) return false;
  return true;
}
