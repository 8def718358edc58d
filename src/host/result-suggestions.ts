import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { checkerOf } from "../sdk/checker.js";
import { answerAt, type Answer } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { inStyleOf } from "./file-style.js";
import { failureTest } from "./failure-test.js";
import { isLetGo, loopAround } from "./handler-surroundings.js";
import {
  functionAround,
  indentOf,
  isAsyncFunction,
  isListed,
  statementAround,
  unitOf,
} from "./layout.js";
import { isTooLate } from "./sent-answers.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";
import { throwingAll } from "./thrown-cause.js";
import { isJavaScript, isPromise } from "./wrapped-statement.js";

/** What the ways to look at a result are called in a rule's messages. */
export interface ResultIds<Id extends string> {
  readonly check: Id;
  /** The result is looked at, but is a promise. */
  readonly awaitIt: Id;
}

/**
 * Looks at a result that tells of a failure and that nobody looks at: the boolean, null or `ok` of a
 * helper, an un-awaited check in a condition, the results of `Promise.allSettled`.
 */
export function resultSuggestions<Id extends string>(
  verdict: Verdict,
  ids: ResultIds<Id>,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  if (isTooLate(verdict, checkerOf(program))) return [];
  const edits =
    verdict.judgement === "settledIgnored"
      ? readingSettled(verdict, program)
      : checking(verdict, program);
  const isAwaitOnly = edits?.every(({ text }) => /^(?:\(?await |\))$/u.test(text)) ?? false;
  return suggestedEdits(isAwaitOnly ? ids.awaitIt : ids.check, edits);
}

function checking(verdict: Verdict, program: ts.Program): TextEdit[] | undefined {
  const { site } = verdict;
  const checker = checkerOf(program);
  const statement = statementAround(site);
  if (statement === undefined || ts.isNewExpression(site)) return undefined;
  const unawaited = isPromise(site, checker) && !ts.isAwaitExpression(site.parent);
  if (unawaited && !isAsyncFunction(functionAround(site))) return undefined;
  if (ts.isIfStatement(statement)) return unawaited ? [...awaitingIn(site, statement)] : undefined;
  const held = heldBy(site, statement);
  if (held === undefined || !isListed(statement)) return undefined;
  if (unawaited && typeof held === "string" && isAskedBehind(held, statement))
    return [{ start: site.getStart(), end: site.getStart(), text: "await " }];
  return testing(verdict, held, unawaited, statement, program);
}

/** An `if` behind the statement that holds the result, or in the place of one that is nothing but the call. */
function testing(
  verdict: Verdict,
  held: string | true,
  unawaited: boolean,
  statement: ts.Statement,
  program: ts.Program,
): TextEdit[] | undefined {
  const { site } = verdict;
  const checker = checkerOf(program);
  const type = checker.getAwaitedType(checker.getTypeAtLocation(site));
  const failed = type && failureTest(type, verdict.given);
  if (failed === undefined || mayNotEnd(verdict, statement, checker)) return undefined;
  const answer = answerFor(verdict, site, program);
  if (answer === undefined) return undefined;
  if (held === true) {
    const awaited = isPromise(site, checker) ? `await ${site.getText()}` : site.getText();
    const value = isPromise(site, checker) ? `(${awaited})` : awaited;
    const condition = failed(value) === value ? awaited : failed(value);
    const text = ifStatement(condition, statement, answer);
    return [...answer.edits, { start: statement.getStart(), end: statement.end, text }];
  }
  if (unawaited || isAskedBehind(held, statement)) return undefined;
  const text = ifStatement(failed(held), statement, answer);
  return [
    ...answer.edits,
    { start: statement.end, end: statement.end, text: `\n${indentOf(statement)}${text}` },
  ];
}

/** The variable that holds the result and that nobody reads; `true` where the result is a statement of its own. */
function heldBy(site: ts.Expression, statement: ts.Statement): string | true | undefined {
  const outer = ts.isAwaitExpression(site.parent) ? site.parent : site;
  if (ts.isExpressionStatement(statement)) {
    const { expression } = statement;
    return expression === outer ||
      (ts.isVoidExpression(expression) && expression.expression === outer)
      ? true
      : undefined;
  }
  const { parent } = outer;
  return ts.isVariableDeclaration(parent) &&
    parent.initializer === outer &&
    ts.isIdentifier(parent.name)
    ? parent.name.text
    : undefined;
}

/** Whether an error thrown here would end more than the one thing: a loop's other rounds, a timer's process. */
function mayNotEnd({ family }: Verdict, statement: ts.Statement, checker: ts.TypeChecker): boolean {
  if (loopAround(statement) !== undefined) return true;
  return family === "api" && isLetGo(functionAround(statement), checker);
}

/** Whether a condition behind the statement asks for the variable. */
function isAskedBehind(name: string, statement: ts.Statement): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === statement) return false;
    const condition = ts.isIfStatement(node)
      ? node.expression
      : ts.isConditionalExpression(node)
        ? node.condition
        : undefined;
    if (condition !== undefined && new RegExp(`\\b${name}\\b`, "u").test(condition.getText()))
      return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(statement.parent);
}

function ifStatement(condition: string, near: ts.Node, { lines }: Answer): string {
  const [indent, unit] = [indentOf(near), unitOf(near.getSourceFile())];
  return `if (${condition}) {\n${inStyleOf(near, lines)
    .map((line) => `${indent}${unit}${line}\n`)
    .join("")}${indent}}`;
}

/** The statements for a failure that is known by a value: a refusal, a failed request, a thrown error. */
function answerFor(
  { family, origin }: Verdict,
  node: ts.Node,
  program: ts.Program,
  errors?: string,
): Answer | undefined {
  const text = `${origin.operation} failed`;
  const checker = checkerOf(program);
  if (family === "verification")
    return answerAt(node, { status: 401, text: "Invalid signature" }, checker);
  const answer = answerAt(node, { status: 502, text }, checker);
  if (answer !== undefined) return answer;
  const lines =
    errors === undefined
      ? [`throw new Error(${JSON.stringify(text)});`]
      : throwingAll(program, origin.operation, errors);
  return lines && { lines, edits: [] };
}

/** `if (isValid(request))`, where isValid gives a promise, which is always true. */
function awaitingIn(site: ts.Expression, statement: ts.IfStatement): readonly TextEdit[] {
  if (site === statement.expression)
    return [{ start: site.getStart(), end: site.getStart(), text: "await " }];
  return [
    { start: site.getStart(), end: site.getStart(), text: "(await " },
    { start: site.end, end: site.end, text: ")" },
  ];
}

/** `await Promise.allSettled(…);` gets a look at what was rejected. */
function readingSettled(verdict: Verdict, program: ts.Program): TextEdit[] | undefined {
  const statement = statementAround(verdict.place);
  if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const { expression, parent } = statement;
  if (!ts.isAwaitExpression(expression) || !ts.isBlock(parent)) return undefined;
  // The first failure would end the loop.
  if (loopAround(statement) !== undefined) return undefined;
  if (/\b(?:results|failures)\b/u.test((functionAround(statement) ?? parent).getText()))
    return undefined;
  const answer = answerFor(verdict, statement, program, "failures");
  if (answer === undefined) return undefined;
  const reason = isJavaScript(statement) ? "result.reason" : "result.reason as unknown";
  const after = [
    "const failures = results.flatMap((result) =>",
    `${unitOf(statement.getSourceFile())}result.status === "rejected" ? [${reason}] : [],`,
    ");",
    ifStatement("failures.length > 0", statement, answer),
  ];
  const start = statement.getStart();
  return [
    ...answer.edits,
    { start, end: start, text: "const results = " },
    {
      start: statement.end,
      end: statement.end,
      text: inStyleOf(statement, after)
        .map((line) => `\n${indentOf(statement)}${line}`)
        .join(""),
    },
  ];
}
