import ts from "typescript";
import { returnsOnly } from "../sdk/checker.js";
import { bare, endsAlways } from "../values/syntax.js";

/**
 * Whether the program makes sure that a credential is there before it is used, so that the empty
 * text it may fall back to never arrives: `if (!secret) throw …`, `secret ? new Webhook(secret) : …`.
 *
 * @param fallback The empty text.
 * @param construction What is given the credential.
 */
export function isAskedFor(
  fallback: ts.Node,
  construction: ts.NewExpression | ts.CallExpression,
  checker: ts.TypeChecker,
): boolean {
  const [credential] = construction.arguments ?? [];
  const holder = holderOf(fallback);
  const names = new Set<ts.Symbol>();
  for (const name of [credential && nameIn(credential), holder]) {
    const symbol = name && checker.getSymbolAtLocation(name);
    if (symbol) names.add(symbol);
  }
  const isName = (node: ts.Expression): boolean => {
    const name = nameIn(node);
    const symbol = name && checker.getSymbolAtLocation(name);
    return symbol !== undefined && names.has(symbol);
  };
  if (isKnown(construction, isName, checker)) return true;
  // Handed on to where the client is made: asked for before it is handed on.
  const uses = holder ? usesOf(holder, checker) : [];
  return uses.length > 0 && uses.every((use) => isKnown(use, isName, checker));
}

function isKnown(
  node: ts.Node,
  isName: (node: ts.Expression) => boolean,
  checker: ts.TypeChecker,
): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent)
    if (knownAt(at, checker).some(({ condition, is }) => tells(condition, is, isName))) return true;
  return false;
}

/** Where a local variable is used, other than in the conditions that ask for it. */
function usesOf(holder: ts.Node, checker: ts.TypeChecker): readonly ts.Node[] {
  const scope = ts.findAncestor(holder, (node) => ts.isBlock(node));
  const symbol = checker.getSymbolAtLocation(holder);
  const uses: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isUse = ts.isIdentifier(node) && node !== holder && !isWritten(node);
    if (isUse && node.text === symbol?.name && checker.getSymbolAtLocation(node) === symbol)
      uses.push(node);
    if (ts.isIfStatement(node)) {
      visit(node.thenStatement);
      if (node.elseStatement) visit(node.elseStatement);
    } else ts.forEachChild(node, visit);
  };
  if (scope) visit(scope);
  return uses;
}

function isWritten(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** A condition, and how it turned out where it leads to some place. */
interface Known {
  readonly condition: ts.Expression;
  readonly is: boolean;
}

/** What a node's parent and its siblings say about the conditions that lead to it. */
function knownAt(node: ts.Node, checker: ts.TypeChecker): readonly Known[] {
  const { parent } = node;
  if (ts.isIfStatement(parent) && node !== parent.expression)
    return [{ condition: parent.expression, is: node === parent.thenStatement }];
  if (ts.isConditionalExpression(parent) && node !== parent.condition)
    return [{ condition: parent.condition, is: node === parent.whenTrue }];
  if (ts.isBinaryExpression(parent) && node === parent.right) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
      return [{ condition: parent.left, is: true }];
    if (kind === ts.SyntaxKind.BarBarToken) return [{ condition: parent.left, is: false }];
  }
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isCaseOrDefaultClause(parent))
    return [];
  return parent.statements.flatMap((statement): readonly Known[] =>
    statement.end <= node.pos && ts.isIfStatement(statement) ? leavingIf(statement, checker) : [],
  );
}

function leavingIf(statement: ts.IfStatement, checker: ts.TypeChecker): readonly Known[] {
  const { expression: condition, thenStatement, elseStatement } = statement;
  if (leaves(thenStatement, checker)) return [{ condition, is: false }];
  return elseStatement && leaves(elseStatement, checker) ? [{ condition, is: true }] : [];
}

function leaves(statement: ts.Statement, checker: ts.TypeChecker): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  if (last === undefined || !ts.isExpressionStatement(last)) return endsAlways(statement);
  const call = bare(last.expression);
  return ts.isCallExpression(call) && returnsOnly(ts.TypeFlags.Never, call.expression, checker);
}

const EQUAL = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.EqualsEqualsToken]);
const UNEQUAL = new Set([
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
]);

/** Whether a condition that is true, or false, says that what a name holds is not empty. */
function tells(
  condition: ts.Expression,
  is: boolean,
  isName: (node: ts.Expression) => boolean,
): boolean {
  const node = bare(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return tells(node.operand, !is, isName);
  if (ts.isBinaryExpression(node)) {
    const { left, right } = node;
    const { kind } = node.operatorToken;
    if (kind === (is ? ts.SyntaxKind.AmpersandAmpersandToken : ts.SyntaxKind.BarBarToken))
      return tells(left, is, isName) || tells(right, is, isName);
    return (is ? UNEQUAL : EQUAL).has(kind) && isNothing(right) && tells(left, true, isName);
  }
  return is && isName(node);
}

function isNothing(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node)
    ? node.text === ""
    : ts.isNumericLiteral(node) && node.text === "0";
}

/** What holds the text that is asked for: `secret`, `this.secret`, of `secret.length`, `secret.trim()`. */
function nameIn(node: ts.Expression): ts.Node | undefined {
  const held = bare(node);
  if (ts.isIdentifier(held)) return held;
  if (ts.isCallExpression(held)) {
    const { expression } = held;
    return ts.isPropertyAccessExpression(expression) && expression.name.text === "trim"
      ? nameIn(expression.expression)
      : undefined;
  }
  if (!ts.isPropertyAccessExpression(held)) return undefined;
  return held.name.text === "length" ? nameIn(held.expression) : held.name;
}

/** The name of what is declared with the fallback. */
function holderOf(fallback: ts.Node): ts.Node | undefined {
  const holder = ts.findAncestor(fallback, (node) =>
    ts.isFunctionLike(node) ? "quit" : isHolder(node),
  );
  return holder && isHolder(holder) ? holder.name : undefined;
}

function isHolder(
  node: ts.Node,
): node is
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.PropertyDeclaration
  | ts.PropertyAssignment {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node)
  );
}
