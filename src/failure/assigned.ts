import ts from "typescript";

const cache = new WeakMap<ts.Node, readonly ts.Identifier[]>();

/** Variables that code inside the node assigns, closures included. */
export function assignedIn(node: ts.Node, checker: ts.TypeChecker): readonly ts.Symbol[] {
  let targets = cache.get(node);
  if (targets === undefined) {
    targets = collect(node);
    cache.set(node, targets);
  }
  const symbols = new Set<ts.Symbol>();
  for (const target of targets) {
    const symbol = variableOf(target, checker);
    if (symbol !== undefined) symbols.add(symbol);
  }
  return [...symbols];
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
    else if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      isUpdate(node.operator)
    ) {
      addTarget(node.operand);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isUpdate(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}
