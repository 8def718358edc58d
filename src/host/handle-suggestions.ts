import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { checkerOf } from "../sdk/checker.js";
import { answerAt, type Answer } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { endingWith } from "./handler-ending.js";
import { guarding, importedClass, sharesTry, throwingOthersOn } from "./guarded-answer.js";
import {
  doesMore,
  isLetGo,
  isOverruled,
  loopAround,
  neverReturns,
  treatsAlike,
} from "./handler-surroundings.js";
import { functionAround, isAsyncFunction, statementAround, tryAround } from "./layout.js";
import { isAnsweredBefore } from "./sent-answers.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";
import { knowsNode, loggingOf, throwingOn } from "./thrown-cause.js";
import {
  chaining,
  isAwaitedIn,
  isPromise,
  returnedPromise,
  wrapping,
  type Handling,
} from "./wrapped-statement.js";

/** What the ways to handle an error are called in a rule's messages. */
export interface HandleIds<Id extends string> {
  /** A try around the statement, or a handler on the promise. */
  readonly handle: Id;
  /** Awaiting it, where a catch clause stands around it already. */
  readonly awaitInTry: Id;
  /** Awaiting it and catching the error. */
  readonly awaitAndHandle: Id;
}

interface Place {
  readonly verdict: Verdict;
  readonly statement: ts.Statement;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
}

/**
 * Ways to handle the error of a call whose failure nobody handles, in the style of the code around
 * it: a request is answered (401 for a webhook that was refused, 502 for an API that failed), other
 * code throws on with the cause. None where the request
 * has been answered already, or the repair is not plain.
 */
export function handleSuggestions<Id extends string>(
  verdict: Verdict,
  ids: HandleIds<Id>,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const { site, judgement, family } = verdict;
  const checker = checkerOf(program);
  if (isAnsweredBefore(site, checker)) return [];
  const statement = statementAround(site);
  if (statement === undefined)
    return family === "api" && judgement !== "floating"
      ? suggestedEdits(
          ids.handle,
          triedTogether(verdict, program, checker) ?? chained(verdict, program),
        )
      : [];
  const place: Place = { verdict, statement, program, checker };
  if (judgement === "floating") return floatingSuggestions(place, ids);
  const around = tryAround(site);
  if (around !== undefined) {
    const returned = returnedPromise(statement, checker);
    if (returned !== undefined) return suggestedEdits(ids.awaitInTry, awaiting(returned));
    // A promise that a function returns without being async passes the clause by.
    const edits =
      isPromise(site, checker) && !isAwaitedIn(statement, site, checker)
        ? family === "api"
          ? chained(verdict, program)
          : undefined
        : endingThrown(around.catchClause, place);
    return suggestedEdits(ids.handle, edits);
  }
  return suggestedEdits(ids.handle, handled(place));
}

/**
 * The statement that waits for a list of calls, and the call that it waits for: `await
 * Promise.all(items.map(async (item) => …))` around a call in the function.
 */
function awaitedAll(
  site: ts.Node,
): { statement: ts.Statement; all: ts.CallExpression } | undefined {
  const call = functionAround(site)?.parent;
  if (call === undefined || !ts.isCallExpression(call) || !ts.isCallExpression(call.parent))
    return undefined;
  const { expression, parent: all } = call;
  const statement = statementAround(all);
  const isMap = ts.isPropertyAccessExpression(expression) && expression.name.text === "map";
  return isMap &&
    statement !== undefined &&
    all.expression.getText() === "Promise.all" &&
    ts.isAwaitExpression(all.parent) &&
    tryAround(statement) === undefined
    ? { statement, all }
    : undefined;
}

/** A try around the statement that waits for a list of calls, one of which is the verdict's. */
function triedTogether(
  verdict: Verdict,
  program: ts.Program,
  checker: ts.TypeChecker,
): TextEdit[] | undefined {
  const around = verdict.family === "api" ? awaitedAll(verdict.site) : undefined;
  if (around === undefined) return undefined;
  const { statement, all } = around;
  return tried({ verdict: { ...verdict, site: all }, statement, program, checker }, []);
}

function handled(place: Place): TextEdit[] | undefined {
  const { verdict, statement, program, checker } = place;
  const together = triedTogether(verdict, program, checker);
  if (together !== undefined) return together;
  const returned = returnedPromise(statement, checker);
  const arises = returned !== undefined || isAwaitedIn(statement, verdict.site, checker);
  const wrapped = arises
    ? tried(place, returned === undefined ? [] : awaiting(returned))
    : undefined;
  return wrapped ?? (verdict.family === "api" ? chained(verdict, program) : undefined);
}

/** A try around the statement that answers, or throws on. */
function tried(place: Place, changes: readonly TextEdit[]): TextEdit[] | undefined {
  const { verdict, statement, program, checker } = place;
  // Frameworks redirect by an error, which the clause would catch.
  if (neverReturns(statement, checker)) return undefined;
  const answer = answerFor(verdict, checker);
  if (answer === undefined) {
    if (isLetGo(functionAround(statement), checker)) return undefined;
    const lines =
      verdict.family === "api" ? throwingOn(program, verdict.origin.operation, "error") : undefined;
    return lines && wrapping(statement, { lines, bindsError: true }, changes);
  }
  const first = firstLines(place);
  if (first === undefined) return undefined;
  const handling: Handling = {
    lines: [...first.lines, ...answer.lines],
    bindsError: first.lines.length > 0,
  };
  const edits = wrapping(statement, handling, changes);
  return edits && [...answer.edits, ...first.edits, ...edits];
}

/** What comes before the answer: a log of what failed, or a way out for what is no forgery. */
function firstLines({ verdict, statement, program, checker }: Place): Answer | undefined {
  const { family, site, origin } = verdict;
  if (family === "api") return { lines: loggingOf(site, program, "error"), edits: [] };
  if (!doesMore(statement, site, checker)) return { lines: [], edits: [] };
  const refusal = importedClass(site, origin.package);
  return refusal && { lines: [throwingOthersOn("error", refusal)], edits: refusal.edits };
}

function answerFor({ family, origin, site }: Verdict, checker: ts.TypeChecker): Answer | undefined {
  return answerAt(
    site,
    family === "verification"
      ? { status: 401, text: "Invalid signature" }
      : { status: 502, text: `${origin.operation} failed` },
    checker,
  );
}

/** A handler on the promise itself that throws on; the call must give a promise. */
function chained({ site, origin }: Verdict, program: ts.Program): TextEdit[] | undefined {
  const checker = checkerOf(program);
  const fn = functionAround(site);
  if (!checker.getTypeAtLocation(site).getProperty("then")) return undefined;
  if (isLetGo(fn, checker) || isGivenToCall(fn)) return undefined;
  const lines = throwingOn(program, origin.operation, "error");
  return lines && chaining(site, lines);
}

/** A callback, whose caller may ask the SDK's own error what it is: `pRetry(() => svix.message.create(…))`. */
function isGivenToCall(fn: ts.SignatureDeclaration | undefined): boolean {
  if (fn === undefined || !ts.isCallExpression(fn.parent)) return false;
  const { expression } = fn.parent;
  return !(ts.isPropertyAccessExpression(expression) && expression.name.text === "map");
}

/** `catch (e) { throw e; }`, which might as well not be there: the clause answers or wraps instead. */
function endingThrown(clause: ts.CatchClause, place: Place): TextEdit[] | undefined {
  const { verdict, program, checker } = place;
  const last = clause.block.statements.at(-1);
  if (last === undefined || !ts.isThrowStatement(last)) return undefined;
  if (isOverruled(clause, checker) || !treatsAlike(clause.block)) return undefined;
  if (verdict.family === "verification" && sharesTry(clause.parent, verdict, checker)) {
    const guarded = guarding(clause, verdict, checker);
    return guarded && [...guarded];
  }
  const answer = answerFor(verdict, checker);
  const lines =
    answer?.lines ??
    (verdict.family === "api"
      ? throwingOn(program, verdict.origin.operation, last.expression.getText())
      : undefined);
  const edits = lines && endingWith(clause.block, lines);
  return edits && [...(answer?.edits ?? []), ...edits];
}

function floatingSuggestions<Id extends string>(
  place: Place,
  ids: HandleIds<Id>,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const { verdict, statement, program, checker } = place;
  const loop = forEachAround(verdict.site, checker);
  if (loop !== undefined) return suggestedEdits(ids.awaitAndHandle, mapped(loop, place));
  if (!ts.isExpressionStatement(statement) || isAwaitedIn(statement, verdict.site, checker))
    return [];
  // The first failure would end the loop, which nothing has ended so far.
  if (loopAround(statement) !== undefined) return [];
  const { expression } = statement;
  const promise = ts.isVoidExpression(expression) ? expression.expression : expression;
  // `ctx.waitUntil(p)` gives nothing to await.
  if (!isPromise(promise, checker)) return [];
  const fn = functionAround(statement);
  if (isAsyncFunction(fn))
    return tryAround(statement) === undefined
      ? suggestedEdits(ids.awaitAndHandle, tried(place, awaiting(promise)))
      : suggestedEdits(ids.awaitInTry, awaiting(promise));
  return ts.isCallExpression(promise)
    ? suggestedEdits(ids.handle, caught(promise, fn, program))
    : [];
}

/** `await ` before the promise, in the place of a `void`; `first && send()` is put in parentheses. */
function awaiting(promise: ts.Expression): TextEdit[] {
  const start = (ts.isVoidExpression(promise.parent) ? promise.parent : promise).getStart();
  const isOperation = ts.isBinaryExpression(promise) || ts.isConditionalExpression(promise);
  return [
    { start, end: promise.getStart(), text: isOperation ? "await (" : "await " },
    { start: promise.end, end: promise.end, text: isOperation ? ")" : "" },
  ];
}

/** Where nothing can be awaited: Express's `next` takes the error, a script ends with a failure. */
function caught(
  promise: ts.CallExpression,
  fn: ts.SignatureDeclaration | undefined,
  program: ts.Program,
): TextEdit[] | undefined {
  if (fn === undefined && knowsNode(program))
    return chaining(promise, ["console.error(error);", "process.exitCode = 1;"]);
  const takesNext = fn?.parameters.length === 3 && fn.parameters[2]?.name.getText() === "next";
  return takesNext ? [{ start: promise.end, end: promise.end, text: ".catch(next)" }] : undefined;
}

interface Loop {
  readonly statement: ts.ExpressionStatement;
  readonly call: ts.CallExpression;
  readonly method: ts.MemberName;
}

/** `items.forEach(async (item) => { … })` as a statement, around what its callback awaits. */
function forEachAround(site: ts.Node, checker: ts.TypeChecker): Loop | undefined {
  const callback = functionAround(site);
  const call = callback?.parent;
  if (!isAsyncFunction(callback) || call === undefined || !ts.isCallExpression(call))
    return undefined;
  const { expression, parent } = call;
  return ts.isPropertyAccessExpression(expression) &&
    expression.name.text === "forEach" &&
    expression.questionDotToken === undefined &&
    checker.getTypeAtLocation(expression.expression).getProperty("map") !== undefined &&
    ts.isExpressionStatement(parent) &&
    isAsyncFunction(functionAround(parent))
    ? { statement: parent, call, method: expression.name }
    : undefined;
}

/** `await Promise.all(items.map(async (item) => { … }))`, in a try of its own where none is around. */
function mapped({ statement, call, method }: Loop, place: Place): TextEdit[] | undefined {
  const edits = [
    { start: call.getStart(), end: call.getStart(), text: "await Promise.all(" },
    { start: method.getStart(), end: method.end, text: "map" },
    { start: call.end, end: call.end, text: ")" },
  ];
  if (tryAround(statement) !== undefined) return edits;
  return tried({ ...place, statement, verdict: { ...place.verdict, site: call } }, edits);
}
