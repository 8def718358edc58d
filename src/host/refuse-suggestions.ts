import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { checkerOf } from "../sdk/checker.js";
import { answerAt } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { cuttingAt, endingWith } from "./handler-ending.js";
import { answerSentIn, isTooLate } from "./sent-answers.js";
import { guarding, sharesTry } from "./guarded-answer.js";
import { isOverruled, loopAround, treatsAlike } from "./handler-surroundings.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";

/**
 * Ends a catch clause that lets a forged message pass by answering 401 in the framework's style.
 * None where the clause stands in a helper, in a loop that tries the next
 * secret, or where something else has the last word. A clause that meets other failures as well
 * answers the forgery by itself.
 */
export function refuseSuggestions<Id extends string>(
  verdict: Verdict,
  messageId: Id,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const { place } = verdict;
  if (!ts.isCatchClause(place)) return [];
  const checker = checkerOf(program);
  if (loopAround(place) !== undefined || isOverruled(place, checker)) return [];
  if (isTooLate(verdict, checker)) return [];
  if (sharesTry(place.parent, verdict, checker))
    return suggestedEdits(messageId, guarding(place, verdict, checker));
  if (!treatsAlike(place.block)) return [];
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
  const sent = answerSentIn(block, checker) ?? statements.find(isHandingOn);
  if (sent !== undefined && isRefusal(sent)) return endingWith(block, ["return;"]);
  if (sent !== undefined) return cuttingAt(block, sent, lines);
  let first = statements.length;
  while (isAssignment(statements[first - 1])) first -= 1;
  const assigned = statements[first];
  return assigned === undefined ? endingWith(block, lines) : cuttingAt(block, assigned, lines);
}

/** `next();`, by which a middleware lets the request pass. */
function isHandingOn(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isCallExpression(statement.expression) &&
    statement.expression.arguments.length === 0 &&
    statement.expression.expression.getText() === "next"
  );
}

/** An answer that refuses and after which the handler went on nevertheless. */
function isRefusal(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    /\.(?:status|code|sendStatus)\(4\d\d\)/u.test(statement.getText())
  );
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
