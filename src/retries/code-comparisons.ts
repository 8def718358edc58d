import ts from "typescript";
import { innermost, outermost } from "../callers/declarations.js";

/** A text that an error's code is compared with. */
export interface CodeComparison {
  readonly node: ts.Expression;
  readonly value: string;
}

/** What an HTTP status is spelled like: "404", "not_found". Node's own codes (ECONNRESET, UND_ERR_…) are written otherwise. */
const STATUS = /^[1-5]\d\d$/u;
const WORDS = /^[a-z]+(?:_[a-z]+)*$/u;
const UPPER_WORDS =
  /^(?:NOT_FOUND|CONFLICT|UNAUTHORIZED|FORBIDDEN|BAD_REQUEST|VALIDATION_ERROR|UNPROCESSABLE_ENTITY|TOO_MANY_REQUESTS|RATE_LIMITED|RATE_LIMIT_EXCEEDED|ALREADY_EXISTS|INTERNAL_SERVER_ERROR|SERVICE_UNAVAILABLE)$/u;

/**
 * The texts that look like a status and that a read of `code` is compared with, in a comparison, a
 * `switch` or `["404", "409"].includes(code)`. `==` between a number and its text is true and no
 * mistake.
 */
export function codeComparisons(code: ts.Expression): readonly CodeComparison[] {
  const whole = outermost(code);
  const { parent } = whole;
  if (ts.isBinaryExpression(parent)) {
    const other = parent.left === whole ? parent.right : parent.left;
    return ofOperator(parent.operatorToken.kind, other);
  }
  if (ts.isSwitchStatement(parent) && parent.expression === whole) {
    return parent.caseBlock.clauses.flatMap((clause) =>
      ts.isCaseClause(clause) ? compared(clause.expression, true) : [],
    );
  }
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== whole) return [];
  const callee = innermost(parent.expression);
  const list =
    ts.isPropertyAccessExpression(callee) && callee.name.text === "includes"
      ? innermost(callee.expression)
      : undefined;
  return list && ts.isArrayLiteralExpression(list)
    ? list.elements.flatMap((element) => compared(element, true))
    : [];
}

function ofOperator(operator: ts.SyntaxKind, other: ts.Expression): readonly CodeComparison[] {
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return compared(other, true);
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
      return compared(other, false);
    default:
      return [];
  }
}

function compared(expression: ts.Expression, strict: boolean): readonly CodeComparison[] {
  const node = innermost(expression);
  if (!ts.isStringLiteralLike(node)) return [];
  const value = node.text;
  const isMisread = STATUS.test(value) ? strict : WORDS.test(value) || UPPER_WORDS.test(value);
  return isMisread ? [{ node, value }] : [];
}
