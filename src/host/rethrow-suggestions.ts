import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { checkerOf } from "../sdk/checker.js";
import { isDefaultLogger } from "../sdk/logger-names.js";
import { answerAt } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { cuttingAt, endingArrow, endingWith, errorOf, type Bound } from "./handler-ending.js";
import { endsAlways } from "../values/syntax.js";
import { functionAround, indentOf, isAsyncFunction, unitOf } from "./layout.js";
import { inStyleOf } from "./file-style.js";
import { collecting } from "./collected-errors.js";
import {
  holds,
  isLetGo,
  isRunByCall,
  isOverruled,
  loopAround,
  treatsAlike,
} from "./handler-surroundings.js";
import { answerSentIn, isTooLate } from "./sent-answers.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";
import { knowsCause, knowsNode, throwingOn } from "./thrown-cause.js";

/** What the ways to tell of a dropped failure are called in a rule's messages. */
export interface RethrowIds<Id extends string> {
  /** The error is thrown on as the cause of another. */
  readonly rethrow: Id;
  /** The error itself is thrown on, where the library knows no causes. */
  readonly throwOn: Id;
  /** The request is answered with a failure. */
  readonly answer: Id;
  /** A script ends with a failure: `main().catch(console.error)`. */
  readonly exit: Id;
  /** The errors of a loop's rounds are collected, and told of behind it. */
  readonly collect: Id;
}

/**
 * Ends a handler that drops the error of an API call: a request is answered with 502, other code
 * throws on with the cause, and a loop tells of its failures once it is through. None for handlers that
 * are written elsewhere, that deal with some errors and drop others, that are overruled by what stands
 * around them, whose promise nobody waits for, or whose request has been answered.
 */
export function rethrowSuggestions<Id extends string>(
  verdict: Verdict,
  ids: RethrowIds<Id>,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const { place, origin, judgement } = verdict;
  const checker = checkerOf(program);
  if (isTooLate(verdict, checker)) return [];
  if (ts.isCatchClause(place)) {
    if (isOverruled(place, checker)) return [];
    const loop = loopAround(place);
    if (loop !== undefined)
      return suggestedEdits(ids.collect, collecting(place, loop, verdict, program));
    return judgement === "networkErrorIgnored"
      ? suggestedEdits(thrownId(ids, program), throwingOthers(place, verdict, program))
      : endingClause(place, verdict, ids, program);
  }
  const last = lastOfScript(place);
  if (last !== undefined)
    return suggestedEdits(ids.exit, knowsNode(program) ? failingScript(last) : undefined);
  if (
    !ts.isArrowFunction(place) ||
    judgement === "networkErrorIgnored" ||
    !isWaitedFor(place, checker) ||
    // The first failure would end the loop.
    loopAround(place.parent) !== undefined
  )
    return [];
  const error = errorOf(place);
  const lines = error && throwingFrom(place, error, origin.operation, program);
  const edits = lines && endingArrow(place, lines);
  return suggestedEdits(thrownId(ids, program), edits && [...error.edits, ...edits]);
}

/**
 * The handler on the promise of a statement of the module itself, behind which nothing else happens.
 *
 * @param place the handler, or the call that is given one that is written elsewhere
 */
function lastOfScript(place: ts.Node): ts.Expression | undefined {
  const call = ts.isCallExpression(place) ? place : place.parent;
  if (!ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent)) return undefined;
  const { expression, arguments: args } = call;
  const [handler, second] = args;
  return ts.isSourceFile(call.parent.parent) &&
    second === undefined &&
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === "catch" &&
    (place === call || place === handler)
    ? handler
    : undefined;
}

/** The exit code is set, so that what the script was started by learns of the failure. */
function failingScript(handler: ts.Expression): TextEdit[] | undefined {
  const line = "process.exitCode = 1;";
  if (ts.isArrowFunction(handler)) return endingArrow(handler, [line]);
  if (!ts.isIdentifier(handler) && !ts.isPropertyAccessExpression(handler)) return undefined;
  const unit = unitOf(handler.getSourceFile());
  const lines = inStyleOf(handler, [`${handler.getText()}(error);`, line]);
  const text = `(error) => {\n${lines.map((one) => `${unit}${one}\n`).join("")}}`;
  return [{ start: handler.getStart(), end: handler.end, text }];
}

function endingClause<Id extends string>(
  clause: ts.CatchClause,
  { origin }: Verdict,
  ids: RethrowIds<Id>,
  program: ts.Program,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const text = `${origin.operation} failed`;
  const checker = checkerOf(program);
  if (!treatsAlike(clause.block)) return [];
  const answer = answerAt(clause, { status: 502, text }, checker);
  if (answer !== undefined) {
    const sent = answerSentIn(clause.block, checker);
    const edits =
      sent === undefined
        ? endingWith(clause.block, answer.lines)
        : cuttingAt(clause.block, sent, answer.lines);
    return suggestedEdits(ids.answer, edits && [...answer.edits, ...edits]);
  }
  const fn = functionAround(clause);
  if (isLetGo(fn, checker) || isRunByCall(fn)) return [];
  // What a callback throws within a request's handler is the framework's own 500.
  if (fn !== undefined && answerAt(fn, { status: 502, text }, checker) !== undefined) return [];
  const error = errorOf(clause);
  const lines = error && throwingFrom(clause, error, origin.operation, program);
  const edits = lines && endingWith(clause.block, lines);
  return suggestedEdits(thrownId(ids, program), edits && [...error.edits, ...edits]);
}

function thrownId<Id extends string>(ids: RethrowIds<Id>, program: ts.Program): Id {
  return knowsCause(program) ? ids.rethrow : ids.throwOn;
}

/** What throws the error on behind what a handler does with it; what is logged there is not logged twice. */
function throwingFrom(
  handler: ts.CatchClause | ts.ArrowFunction,
  error: Bound,
  operation: string,
  program: ts.Program,
): readonly string[] | undefined {
  const code = ts.isCatchClause(handler) ? handler.block : handler.body;
  const isLogged = holds(
    code,
    (node) => ts.isCallExpression(node) && isDefaultLogger(node.expression),
  );
  return isLogged && !knowsCause(program)
    ? [`throw ${error.name};`]
    : throwingOn(program, operation, error.name);
}

/** `if (e instanceof ApiException) { … }` gets what happens to every other error. */
function throwingOthers(
  clause: ts.CatchClause,
  { origin }: Verdict,
  program: ts.Program,
): TextEdit[] | undefined {
  const error = errorOf(clause);
  const lines = error && throwingOn(program, origin.operation, error.name);
  const last = clause.block.statements.at(-1);
  if (lines === undefined || last === undefined) return undefined;
  if (isLetGo(functionAround(clause), checkerOf(program))) return undefined;
  if (!ts.isIfStatement(last) || endsAlways(last.thenStatement))
    return treatsAlike(clause.block) ? endingWith(clause.block, lines) : undefined;
  if (!/^\w+ instanceof [\w.]+$/u.test(last.expression.getText())) return undefined;
  const other = last.elseStatement;
  if (other !== undefined) return ts.isBlock(other) ? endingWith(other, lines) : undefined;
  return elseWith(last, lines);
}

function elseWith(statement: ts.IfStatement, lines: readonly string[]): TextEdit[] {
  const indent = indentOf(statement);
  const unit = unitOf(statement.getSourceFile());
  const body = inStyleOf(statement, lines)
    .map((line) => `${indent}${unit}${line}\n`)
    .join("");
  return [{ start: statement.end, end: statement.end, text: ` else {\n${body}${indent}}` }];
}

/** Whether the promise that the handler is given to is awaited or returned where it stands. */
function isWaitedFor(handler: ts.ArrowFunction, checker: ts.TypeChecker): boolean {
  const { parent } = handler;
  if (!ts.isCallExpression(parent)) return false;
  const { parent: user } = parent;
  if (isLetGo(ts.isArrowFunction(user) ? user : functionAround(user), checker)) return false;
  return (
    ts.isAwaitExpression(user) ||
    ts.isReturnStatement(user) ||
    (ts.isArrowFunction(user) && !isAsyncFunction(functionAround(user.parent)))
  );
}
