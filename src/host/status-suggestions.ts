import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { checkerOf } from "../sdk/checker.js";
import { answerAt } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { inStyleOf } from "./file-style.js";
import { guarding, isSharedHelper, sharesTry } from "./guarded-answer.js";
import { chainDoesMore, chainOf } from "./handler-surroundings.js";
import { importing } from "./imports.js";
import { functionAround, indentOf } from "./layout.js";
import { isTooLate } from "./sent-answers.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";

/**
 * Puts 401 where the answer's status stands: as a literal, as a member of an enumeration, in the
 * class of an exception, or as an error that the framework answers with 500. None where it stands
 * elsewhere. A clause that meets
 * other failures as well answers the forgery by itself.
 */
export function statusSuggestions<Id extends string>(
  verdict: Verdict,
  messageId: Id,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const { place, status } = verdict;
  const checker = checkerOf(program);
  const clause = clauseAround(place);
  // `Response.redirect(url, 302)` takes no other statuses.
  if (/\bredirect\(/iu.test(place.getText())) return [];
  if (isTooLate(verdict, checker)) return [];
  if (clause !== undefined && sharesTry(clause.parent, verdict, checker))
    return suggestedEdits(messageId, guarding(clause, verdict, checker));
  const chain = clause === undefined ? chainOf(functionAround(place)) : undefined;
  if (chain !== undefined && isSharedChain(chain, verdict, checker)) return [];
  const [literal, second] = literalsOf(place, status);
  // `error.status ?? 500` has answers of its own.
  if (literal !== undefined && isFallback(literal)) return [];
  if (literal !== undefined)
    return second === undefined
      ? suggestedEdits(messageId, [{ start: literal.getStart(), end: literal.end, text: "401" }])
      : [];
  const statement = ts.findAncestor(place, ts.isThrowStatement);
  return suggestedEdits(
    messageId,
    namedStatus(place) ?? (statement && otherException(statement, checker)),
  );
}

/** Whether a handler of a chain of promises meets other failures than that of the verification. */
function isSharedChain(chain: ts.Node, verdict: Verdict, checker: ts.TypeChecker): boolean {
  return chainDoesMore(chain, verdict.site, checker) || isSharedHelper(verdict, checker);
}

function isFallback({ parent }: ts.NumericLiteral): boolean {
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
}

function clauseAround(place: ts.Node): ts.CatchClause | undefined {
  const found = ts.findAncestor(place, (node) =>
    ts.isFunctionLike(node) ? "quit" : ts.isCatchClause(node),
  );
  return found as ts.CatchClause | undefined;
}

function literalsOf(place: ts.Node, status: number | undefined): readonly ts.NumericLiteral[] {
  const literals: ts.NumericLiteral[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node) && Number(node.text) === status) literals.push(node);
    ts.forEachChild(node, visit);
  };
  visit(place);
  return literals;
}

/** `HttpStatus.INTERNAL_SERVER_ERROR` */
function namedStatus(place: ts.Node): TextEdit[] | undefined {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "HttpStatus")
      found.push(node.name as ts.Identifier);
    ts.forEachChild(node, visit);
  };
  visit(place);
  const [name, second] = found;
  return name === undefined || second !== undefined
    ? undefined
    : [{ start: name.getStart(), end: name.end, text: "UNAUTHORIZED" }];
}

/** `throw new InternalServerErrorException(…)` of Nest, or of an error that nobody knows the status of. */
function otherException(
  statement: ts.ThrowStatement,
  checker: ts.TypeChecker,
): TextEdit[] | undefined {
  const { expression } = statement;
  if (!ts.isNewExpression(expression)) return undefined;
  const file = statement.getSourceFile();
  const thrown = expression.expression;
  if (thrown.getText().endsWith("Exception")) {
    const refusal = importing(file, "@nestjs/common", "UnauthorizedException");
    return (
      refusal && [
        ...refusal.edits,
        { start: thrown.getStart(), end: thrown.end, text: refusal.name },
      ]
    );
  }
  const answer = answerAt(statement, { status: 401, text: "Invalid signature" }, checker);
  if (answer === undefined || (answer.lines.length > 1 && !ts.isBlock(statement.parent)))
    return undefined;
  return [
    ...answer.edits,
    {
      start: statement.getStart(),
      end: statement.end,
      text: inStyleOf(statement, answer.lines).join(`\n${indentOf(statement)}`),
    },
  ];
}
