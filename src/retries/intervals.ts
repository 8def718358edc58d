import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import type { Callers } from "../callers/index.js";
import { argumentOf, calledName, functionAround } from "./syntax.js";

/**
 * The `setInterval` that runs a function: `setInterval(async () => …)`, `setInterval(flush, 5000)`,
 * `setInterval(() => void flush(), 5000)`. Undefined where there is none.
 */
export function intervalOf(fn: FunctionNode, callers: Callers): ts.CallExpression | undefined {
  const given = callGiven(fn);
  if (given) return isTimer(given) ? given : undefined;
  const { sites, handedOn } = callers.callSitesOf(fn);
  for (const { call, as } of handedOn) if (as === "argument" && call && isTimer(call)) return call;
  for (const { call } of sites) {
    const around = functionAround(call);
    const timer = around && callGiven(around);
    if (timer && isTimer(timer)) return timer;
  }
  return undefined;
}

/** The call that a function expression is an argument of. */
function callGiven(fn: FunctionNode): ts.CallExpression | ts.NewExpression | undefined {
  return ts.isArrowFunction(fn) || ts.isFunctionExpression(fn) ? argumentOf(fn)?.call : undefined;
}

function isTimer(call: ts.CallExpression | ts.NewExpression): call is ts.CallExpression {
  return ts.isCallExpression(call) && calledName(call) === "setInterval";
}
