import ts from "typescript";
import { bare } from "./syntax.js";

type Targets = WeakMap<ts.Node, readonly ts.Identifier[]>;

const assigned: Targets = new WeakMap();
const altered: Targets = new WeakMap();
const filled: Targets = new WeakMap();
const declared: Targets = new WeakMap();

/** Variables that code inside the node assigns, closures included. */
export function assignedIn(node: ts.Node, checker: ts.TypeChecker): readonly ts.Symbol[] {
  return symbolsOf(node, assigned, collect, checker);
}

/**
 * Variables that the function around a node assigns after it: later in its text, or in the next round
 * of a loop.
 */
export function assignedBehind(node: ts.Node, checker: ts.TypeChecker): readonly ts.Symbol[] {
  let start = node.end;
  let around = node.parent;
  for (; !ts.isFunctionLike(around) && !ts.isSourceFile(around); around = around.parent)
    if (ts.isIterationStatement(around, false)) start = around.pos;
  return symbolsOf(around, assigned, collect, checker, (target) => {
    const isInside = target.pos >= node.pos && target.end <= node.end;
    return target.pos >= start && !isInside;
  });
}

/** Variables that end with the node, which may declare them itself: not those of functions in it, and no `var`. */
export function declaredIn(node: ts.Node, checker: ts.TypeChecker): readonly ts.Symbol[] {
  return symbolsOf(node, declared, collectDeclared, checker);
}

/** Variables whose objects code inside the node writes, or gives away: `x.done = true`, `x.n++`, `x.push(1)`, `fill(x)`. */
export function alteredIn(node: ts.Node, checker: ts.TypeChecker): readonly ts.Symbol[] {
  return symbolsOf(node, altered, collectAltered, checker);
}

/** The same without what is only given away. */
export function filledIn(node: ts.Node, checker: ts.TypeChecker): readonly ts.Symbol[] {
  return symbolsOf(node, filled, (root) => collectAltered(root, false), checker);
}

function symbolsOf(
  node: ts.Node,
  cache: Targets,
  find: (root: ts.Node) => readonly ts.Identifier[],
  checker: ts.TypeChecker,
  counts: (target: ts.Identifier) => boolean = () => true,
): readonly ts.Symbol[] {
  let targets = cache.get(node);
  if (targets === undefined) {
    targets = find(node);
    cache.set(node, targets);
  }
  const symbols = new Set<ts.Symbol>();
  for (const target of targets) {
    const symbol = counts(target) ? variableOf(target, checker) : undefined;
    if (symbol !== undefined) symbols.add(symbol);
  }
  return [...symbols];
}

/** A property that is assigned, of what a variable holds: `record.status = "sent"`. */
interface AssignedProperty {
  readonly object: ts.Identifier;
  readonly name: string;
}

const properties = new WeakMap<ts.Node, readonly AssignedProperty[]>();

/** The properties that code inside the node assigns, other than in functions of its own. */
export function propertiesAssignedIn(node: ts.Node): readonly AssignedProperty[] {
  let found = properties.get(node);
  if (found === undefined) {
    const collected: AssignedProperty[] = [];
    const visit = (inner: ts.Node): void => {
      if (ts.isFunctionLike(inner)) return;
      if (ts.isBinaryExpression(inner) && isAssignment(inner.operatorToken.kind)) {
        const target = bare(inner.left);
        const object = ts.isPropertyAccessExpression(target) ? bare(target.expression) : target;
        if (ts.isPropertyAccessExpression(target) && ts.isIdentifier(object))
          collected.push({ object, name: target.name.text });
      }
      ts.forEachChild(inner, visit);
    };
    visit(node);
    properties.set(node, (found = collected));
  }
  return found;
}

/** The variable that an identifier reads or writes, also in `{ shorthand }`. */
export function variableOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

function collect(root: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const addTarget = (target: ts.Node): void => {
    if (ts.isIdentifier(target)) found.push(target);
    else if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) return;
    else ts.forEachChild(target, addTarget);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) addTarget(node.left);
    else if (isUpdate(node)) {
      addTarget(node.operand);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function collectDeclared(root: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const addNames = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) found.push(name);
    else for (const part of name.elements) if (ts.isBindingElement(part)) addNames(part.name);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) !== 0)
      for (const { name } of node.declarations) addNames(name);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

const FILLING_METHODS = new Set([
  ...["push", "unshift", "pop", "shift", "splice", "fill", "sort", "reverse"],
  ...["add", "set", "delete", "clear"],
]);

function collectAltered(root: ts.Node, withGiven = true): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const addRoot = (node: ts.Expression): void => {
    const held = bare(node);
    if (ts.isIdentifier(held)) found.push(held);
    else if (ts.isPropertyAccessExpression(held) || ts.isElementAccessExpression(held))
      addRoot(held.expression);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      if (!ts.isIdentifier(node.left)) addRoot(node.left);
    } else if (isUpdate(node)) {
      if (!ts.isIdentifier(node.operand)) addRoot(node.operand);
    } else if (ts.isCallExpression(node)) {
      const callee = bare(node.expression);
      if (ts.isPropertyAccessExpression(callee) && FILLING_METHODS.has(callee.name.text))
        addRoot(callee.expression);
      if (withGiven)
        for (const argument of node.arguments) if (ts.isIdentifier(argument)) found.push(argument);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** `count++`, `--count` */
export function isUpdate(
  node: ts.Node,
): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return false;
  const { operator } = node;
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}
