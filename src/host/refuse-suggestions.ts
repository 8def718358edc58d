import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { checkerOf } from "../sdk/checker.js";
import { answerAt } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { cuttingAt, endingWith } from "./handler-ending.js";
import { answerSentIn } from "./sent-answers.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";

/**
 * Ends a catch clause that lets a forged message pass by answering 401 in the framework's style.
 * None where the clause stands in a helper, or tries the next secret of a loop.
 */
export function refuseSuggestions<Id extends string>(
  { place }: Verdict,
  messageId: Id,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  if (!ts.isCatchClause(place)) return [];
  const checker = checkerOf(program);
  const answer = answerAt(place, { status: 401, text: "Invalid signature" }, checker);
  const edits = answer && refusing(place.block, answer.lines, checker);
  return suggestedEdits(messageId, edits && [...answer.edits, ...edits]);
}

/** What the clause assigned, sent or returned for a message that it let pass gives way to the refusal. */
function refusing(
  block: ts.Block,
  lines: readonly string[],
  checker: ts.TypeChecker,
): TextEdit[] | undefined {
  const { statements } = block;
  const sent = answerSentIn(block, checker);
  if (sent !== undefined) return cuttingAt(block, sent, lines);
  let first = statements.length;
  while (isAssignment(statements[first - 1])) first -= 1;
  const assigned = statements[first];
  return assigned === undefined ? endingWith(block, lines) : cuttingAt(block, assigned, lines);
}

/** `event = JSON.parse(body);`, `verified = true;` */
function isAssignment(statement: ts.Statement | undefined): boolean {
  return (
    statement !== undefined &&
    ts.isExpressionStatement(statement) &&
    ts.isBinaryExpression(statement.expression) &&
    statement.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(statement.expression.left)
  );
}
