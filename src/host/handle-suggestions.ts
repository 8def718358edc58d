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
import { awaitedAll, forEachAround, type Loop } from "./awaited-lists.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";
import { knowsCause, knowsNode, loggingOf, throwingOn } from "./thrown-cause.js";
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

/** A change that handles the error, and how. */
interface Repair {
  readonly edits: readonly TextEdit[];
  /** What is done with the error: "answer 502". */
  readonly how: string;
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
      ? repairing(ids.handle, triedTogether(verdict, program, checker) ?? chained(verdict, program))
      : [];
  const place: Place = { verdict, statement, program, checker };
  if (judgement === "floating") return floatingSuggestions(place, ids);
  const around = tryAround(site);
  if (around !== undefined) {
    const returned = returnedPromise(statement, checker);
    if (returned !== undefined) return suggestedEdits(ids.awaitInTry, awaiting(returned));
    // A promise that a function returns without being async passes the clause by.
    const repair =
      isPromise(site, checker) && !isAwaitedIn(statement, site, checker)
        ? family === "api"
          ? chained(verdict, program)
          : undefined
        : endingThrown(around.catchClause, place);
    return repairing(ids.handle, repair);
  }
  return repairing(ids.handle, handled(place));
}

/** A try around the statement that waits for a list of calls, one of which is the verdict's. */
function triedTogether(
  verdict: Verdict,
  program: ts.Program,
  checker: ts.TypeChecker,
): Repair | undefined {
  const around = verdict.family === "api" ? awaitedAll(verdict.site) : undefined;
  if (around === undefined) return undefined;
  const { statement, all } = around;
  return tried({ verdict: { ...verdict, site: all }, statement, program, checker }, []);
}

function handled(place: Place): Repair | undefined {
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
function tried(place: Place, changes: readonly TextEdit[]): Repair | undefined {
  const { verdict, statement, program, checker } = place;
  // Frameworks redirect by an error, which the clause would catch.
  if (neverReturns(statement, checker)) return undefined;
  const answer = answerFor(verdict, checker);
  if (answer === undefined) {
    if (isLetGo(functionAround(statement), checker)) return undefined;
    const lines =
      verdict.family === "api" ? throwingOn(program, verdict.origin.operation, "error") : undefined;
    const edits = lines && wrapping(statement, { lines, bindsError: true }, changes);
    return edits && { edits, how: throwingHow(program) };
  }
  const first = firstLines(place);
  if (first === undefined) return undefined;
  const handling: Handling = {
    lines: [...first.lines, ...answer.lines],
    bindsError: first.lines.length > 0,
  };
  const edits = wrapping(statement, handling, changes);
  return (
    edits && {
      edits: [...answer.edits, ...first.edits, ...edits],
      how: answeringHow(verdict),
    }
  );
}

/** What comes before the answer: a log of what failed, or a way out for what is no forgery. */
function firstLines({ verdict, statement, program, checker }: Place): Answer | undefined {
  const { family, site, origin } = verdict;
  if (family === "api") return { lines: loggingOf(site, program, "error"), edits: [] };
  if (!doesMore(statement, site, checker)) return { lines: [], edits: [] };
  const refusal = importedClass(site, origin.package);
  return refusal && { lines: [throwingOthersOn("error", refusal)], edits: refusal.edits };
}

function repairing<Id extends string>(
  id: Id,
  repair: Repair | undefined,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  return suggestedEdits(id, repair?.edits, { how: repair?.how ?? "" });
}

function answeringHow({ family }: Verdict): string {
  return family === "api" ? "answer 502" : "answer 401";
}

function throwingHow(program: ts.Program): string {
  return knowsCause(program) ? "throw on with it as the cause" : "throw it on";
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
function chained({ site, origin }: Verdict, program: ts.Program): Repair | undefined {
  const checker = checkerOf(program);
  const fn = functionAround(site);
  if (!checker.getTypeAtLocation(site).getProperty("then")) return undefined;
  if (isLetGo(fn, checker) || isGivenToCall(fn)) return undefined;
  const lines = throwingOn(program, origin.operation, "error");
  return lines && { edits: chaining(site, lines), how: throwingHow(program) };
}

/** A callback, whose caller may ask the SDK's own error what it is: `pRetry(() => svix.message.create(…))`. */
function isGivenToCall(fn: ts.SignatureDeclaration | undefined): boolean {
  if (fn === undefined || !ts.isCallExpression(fn.parent)) return false;
  const { expression } = fn.parent;
  return !(ts.isPropertyAccessExpression(expression) && expression.name.text === "map");
}

/** `catch (e) { throw e; }`, which might as well not be there: the clause answers or wraps instead. */
function endingThrown(clause: ts.CatchClause, place: Place): Repair | undefined {
  const { verdict, program, checker } = place;
  const last = clause.block.statements.at(-1);
  if (last === undefined || !ts.isThrowStatement(last)) return undefined;
  if (isOverruled(clause, checker) || !treatsAlike(clause.block)) return undefined;
  if (verdict.family === "verification" && sharesTry(clause.parent, verdict, checker)) {
    const guarded = guarding(clause, verdict, checker);
    return guarded && { edits: guarded, how: answeringHow(verdict) };
  }
  const answer = answerFor(verdict, checker);
  const lines =
    answer?.lines ??
    (verdict.family === "api"
      ? throwingOn(program, verdict.origin.operation, last.expression.getText())
      : undefined);
  const edits = lines && endingWith(clause.block, lines);
  const how = answer === undefined ? throwingHow(program) : answeringHow(verdict);
  return edits && { edits: [...(answer?.edits ?? []), ...edits], how };
}

function floatingSuggestions<Id extends string>(
  place: Place,
  ids: HandleIds<Id>,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const { verdict, statement, program, checker } = place;
  const loop = forEachAround(verdict.site, checker);
  if (loop !== undefined)
    return tryAround(loop.statement) === undefined
      ? repairing(ids.awaitAndHandle, mapped(loop, place))
      : suggestedEdits(ids.awaitInTry, mapping(loop));
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
      ? repairing(ids.awaitAndHandle, tried(place, awaiting(promise)))
      : suggestedEdits(ids.awaitInTry, awaiting(promise));
  return ts.isCallExpression(promise) ? repairing(ids.handle, caught(promise, fn, program)) : [];
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
): Repair | undefined {
  if (fn === undefined && knowsNode(program))
    return {
      edits: chaining(promise, ["console.error(error);", "process.exitCode = 1;"]),
      how: "end the script with a failure",
    };
  const takesNext = fn?.parameters.length === 3 && fn.parameters[2]?.name.getText() === "next";
  const edits = [{ start: promise.end, end: promise.end, text: ".catch(next)" }];
  return takesNext ? { edits, how: "hand it to next" } : undefined;
}

/** `await Promise.all(items.map(async (item) => { … }))`, in a try of its own. */
function mapped(loop: Loop, place: Place): Repair | undefined {
  const { statement, call } = loop;
  return tried({ ...place, statement, verdict: { ...place.verdict, site: call } }, mapping(loop));
}

function mapping({ call, method }: Loop): TextEdit[] {
  return [
    { start: call.getStart(), end: call.getStart(), text: "await Promise.all(" },
    { start: method.getStart(), end: method.end, text: "map" },
    { start: call.end, end: call.end, text: ")" },
  ];
}
