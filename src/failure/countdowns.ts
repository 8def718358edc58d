import ts from "typescript";
import { bare } from "./syntax.js";

/**
 * Whether a condition asks if a count of pending work has come down to nothing: `--pending === 0`, `active
 * === 0` of what the file counts down. The last of many that run at once goes the one way, all others the
 * other, whichever has failed: the two belong together.
 */
export function isCountdown(condition: ts.Expression): boolean {
  const node = bare(condition);
  if (!ts.isBinaryExpression(node) || !COMPARES.has(node.operatorToken.kind)) return false;
  const right = bare(node.right);
  if (!ts.isNumericLiteral(right) || right.text !== "0") return false;
  const counter = bare(node.left);
  if (ts.isPrefixUnaryExpression(counter))
    return counter.operator === ts.SyntaxKind.MinusMinusToken;
  return ts.isIdentifier(counter) && countedDownIn(node.getSourceFile()).has(counter.text);
}

const COMPARES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.LessThanEqualsToken,
]);

const known = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The names of what a file counts down: `pending--`, `pending -= 1`. */
function countedDownIn(file: ts.SourceFile): ReadonlySet<string> {
  let names = known.get(file);
  if (names === undefined) {
    const found = new Set<string>();
    const visit = (node: ts.Node): void => {
      const counter = countedDown(node);
      if (counter !== undefined && ts.isIdentifier(counter)) found.add(counter.text);
      ts.forEachChild(node, visit);
    };
    visit(file);
    known.set(file, (names = found));
  }
  return names;
}

function countedDown(node: ts.Node): ts.Expression | undefined {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.MinusMinusToken ? bare(node.operand) : undefined;
  const isDecrease =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.MinusEqualsToken;
  return isDecrease ? bare(node.left) : undefined;
}
