import ts from "typescript";
import type { Callers, FunctionNode } from "../callers/index.js";
import { nameOfProperty, numberIn } from "./syntax.js";

/** Settings by which job systems are told never to run a job again, and the values that say so. */
const NEVER: Readonly<Record<string, readonly number[]>> = {
  // Inngest: https://www.inngest.com/docs/reference/functions/create
  retries: [0],
  // Trigger.dev: https://trigger.dev/docs/errors-retrying
  maxAttempts: [1],
  // BullMQ: https://docs.bullmq.io/guide/retrying-failing-jobs
  attempts: [0, 1],
  // pg-boss
  retryLimit: [0],
};

/**
 * Whether a job system runs the function that stands here again when it throws, as the contract's
 * error boundaries know them, and its retries are not visibly switched off in a literal around it.
 */
export function isRetriedJob(node: ts.Node, callers: Callers): boolean {
  return callers.boundaryOf(node)?.kind === "retries" && !isSwitchedOff(node);
}

/** Whether a job system is given an object that holds the function, such as Temporal's activities. */
export function isHeldByJobs(fn: FunctionNode, callers: Callers): boolean {
  return callers
    .boundariesHolding(fn)
    .some(({ kind, call }) => kind === "retries" && !(call && isSwitchedOff(call)));
}

function isSwitchedOff(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isCallExpression(at) && !ts.isNewExpression(at)) continue;
    if (
      at.arguments?.some(
        (argument) => ts.isObjectLiteralExpression(argument) && saysNever(argument),
      ) === true
    )
      return true;
  }
  return false;
}

function saysNever(options: ts.ObjectLiteralExpression): boolean {
  return options.properties.some((property) => {
    const name = nameOfProperty(property) ?? "";
    const value = ts.isPropertyAssignment(property) ? property.initializer : undefined;
    if (!value) return false;
    if (name === "retry" && value.kind === ts.SyntaxKind.FalseKeyword) return true;
    // Trigger.dev: retry: { maxAttempts: 1 }; BullMQ: settings and default options
    if (ts.isObjectLiteralExpression(value)) return name !== "run" && saysNever(value);
    return Object.hasOwn(NEVER, name) && (NEVER[name] ?? []).includes(numberIn(value) ?? NaN);
  });
}

/** What a job is told of its attempt: another value each time. */
export function isAttemptNumber(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return /^attempt(?:s|Number|sMade)?$/u.test(node.text);
  return (
    ts.isPropertyAccessExpression(node) &&
    /^(?:attempt|attemptNumber|attemptsMade|attemptsStarted)$/u.test(node.name.text)
  );
}
