import ts from "typescript";
import type { Decision } from "./path-values.js";

const MAX_LENGTH = 60;

const NOT_EQUAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

const COMPARING: ReadonlySet<ts.SyntaxKind> = new Set([
  ...NOT_EQUAL,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);

/** The way that a choice took, as the beginning of a sentence: "Where `secret` is falsy". */
export function wordingOf({ leaf, test, taken, isTold }: Decision): string {
  if (isTold) return `Where ${quoted(leaf)} says that it has not verified`;
  if (ts.isCaseClause(leaf)) return `In \`case ${textOf(leaf.expression)}\``;
  if (ts.isDefaultClause(leaf)) return "In the `default` case";
  if (ts.isSwitchStatement(leaf)) return `Where no case fits ${quoted(leaf.expression)}`;
  // wh?.verify(…), on which the choice is whether there is a wh
  if (ts.isCallExpression(leaf) && test !== leaf && leaf.getStart() === test.getStart())
    return `Where ${quoted(test)} is ${taken ? "truthy" : "falsy"}`;
  if (ts.isBinaryExpression(leaf) && COMPARING.has(leaf.operatorToken.kind)) {
    // The choice is noted for the equality; the text may deny it.
    const isTrue = NOT_EQUAL.has(leaf.operatorToken.kind) ? !taken : taken;
    return `Where ${quoted(leaf)} is ${String(isTrue)}`;
  }
  return `Where ${quoted(leaf)} is ${taken ? "truthy" : "falsy"}`;
}

function quoted(node: ts.Node): string {
  return `\`${textOf(node)}\``;
}

function textOf(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/gu, " ");
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}
