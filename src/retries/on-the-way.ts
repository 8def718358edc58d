import ts from "typescript";
import type { RetryContext } from "./attempts.js";
import { apiCallBehind } from "./behind.js";
import { looksIn } from "./looks.js";
import { errorsAround } from "./surroundings.js";
import { contains, isWithin } from "./syntax.js";

const MAX_DEPTH = 3;

/**
 * Whether an attempt itself looks at its failure before that gets to what retries it: a handler inside
 * of the region, or in a function that the attempt calls, which keeps refusals to itself or turns them
 * into an error that stops the library.
 */
export function looksOnTheWay(
  call: ts.CallExpression,
  region: ts.Node,
  context: RetryContext,
): boolean {
  const errors = errorsAround(call, context.checker).filter((error) => isWithin(error, region));
  return looksIn(region, errors, context) || looksBelow(call, context, 0);
}

function looksBelow(call: ts.CallExpression, context: RetryContext, depth: number): boolean {
  if (depth > MAX_DEPTH || context.sdk.callOf(call)) return false;
  return context.callers.targetsOf(call).some(
    ({ body }) =>
      body !== undefined &&
      contains(body, (inner) => {
        if (!ts.isCallExpression(inner)) return false;
        const isOnTheWay =
          context.sdk.callOf(inner)?.kind === "api" || apiCallBehind(inner, context) !== undefined;
        if (!isOnTheWay) return false;
        return (
          looksIn(body, errorsAround(inner, context.checker), context) ||
          looksBelow(inner, context, depth + 1)
        );
      }),
  );
}
