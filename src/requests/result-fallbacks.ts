import ts from "typescript";
import { isWithin, unwrapped } from "./syntax.js";

/**
 * The reads of verify()'s value that code for both generations of the SDK makes: it asks whether
 * there is a value, and takes the parsed body where there is none.
 *
 * - `if (event !== undefined) return event; return JSON.parse(raw);`, also with `else` or `? :`
 * - `if (!event) event = JSON.parse(raw);`, and what is read after it
 */
export function readsOfFallbacks(references: readonly ts.Identifier[]): ReadonlySet<ts.Identifier> {
  const found = new Set<ts.Identifier>();
  for (const asked of references) {
    const test = wholeTest(asked);
    const { parent } = test;
    const covers = test === asked ? undefined : coveredBy(parent, test, asked);
    if (covers !== undefined) for (const other of references) if (covers(other)) found.add(other);
  }
  return found;
}

type Covers = (reference: ts.Identifier) => boolean;

function coveredBy(parent: ts.Node, test: ts.Node, asked: ts.Identifier): Covers | undefined {
  if (ts.isConditionalExpression(parent) && parent.condition === test && asksPresence(test))
    return (reference) => isWithin(reference, test) || isWithin(reference, parent.whenTrue);
  if (!ts.isIfStatement(parent) || parent.expression !== test) return undefined;
  const { thenStatement: then, elseStatement } = parent;
  if (asksPresence(test)) {
    const goesOn = elseStatement !== undefined || (leaves(then) && isFollowed(parent));
    return goesOn
      ? (reference) => isWithin(reference, test) || isWithin(reference, then)
      : undefined;
  }
  return assigns(then, asked.text)
    ? (reference) => isWithin(reference, test) || reference.getStart() >= parent.getEnd()
    : undefined;
}

/** The whole condition that a reference is compared in: `event !== undefined && event !== null`. */
function wholeTest(reference: ts.Identifier): ts.Node {
  let test: ts.Node = reference;
  for (;;) {
    const { parent } = test;
    const isPart =
      ts.isParenthesizedExpression(parent) ||
      (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) ||
      (ts.isBinaryExpression(parent) &&
        (isEquality(parent) ||
          parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
          parent.operatorToken.kind === ts.SyntaxKind.BarBarToken));
    if (!isPart) return test;
    test = parent;
  }
}

const ABSENT: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
]);
const PRESENT: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

function isEquality({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return ABSENT.has(kind) || PRESENT.has(kind);
}

/** Whether every part of the condition says that a value is not undefined or null. */
function asksPresence(test: ts.Node): boolean {
  const inner = ts.isExpression(test) ? unwrapped(test) : test;
  if (!ts.isBinaryExpression(inner)) return false;
  if (inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return asksPresence(inner.left) && asksPresence(inner.right);
  return PRESENT.has(inner.operatorToken.kind) && [inner.left, inner.right].some(isNothing);
}

function isNothing(expression: ts.Expression): boolean {
  return (
    expression.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(expression) && expression.text === "undefined")
  );
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && ts.isReturnStatement(last);
}

function isFollowed(statement: ts.IfStatement): boolean {
  const { parent } = statement;
  return ts.isBlock(parent) && parent.statements.at(-1) !== statement;
}

function assigns(statement: ts.Statement, name: string): boolean {
  const statements: readonly ts.Statement[] = ts.isBlock(statement)
    ? statement.statements
    : [statement];
  const [only] = statements;
  if (only === undefined || statements.length > 1 || !ts.isExpressionStatement(only)) return false;
  const assignment = unwrapped(only.expression);
  return (
    ts.isBinaryExpression(assignment) &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    unwrapped(assignment.left).getText() === name
  );
}
