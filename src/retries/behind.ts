import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import { callsIn } from "../callers/calls-in.js";
import type { SvixCall } from "../sdk/recogniser.js";
import type { RetryContext } from "./attempts.js";
import { surroundingsOf } from "./surroundings.js";
import { functionAround, isWithin } from "./syntax.js";

const MAX_DEPTH = 3;

/** The call behind a function, or from how many calls away none was found. */
type Found = SvixCall | number;

const known = new WeakMap<ts.Program, Map<FunctionNode, Found>>();

/**
 * The call of the Svix API that a call of the program's own function makes, where a failure of it
 * comes out of the function as an error. Undefined for other calls.
 */
export function apiCallBehind(
  call: ts.CallExpression,
  context: RetryContext,
  depth = 0,
): SvixCall | undefined {
  if (depth > MAX_DEPTH || !context.suspects.mayLead(call)) return undefined;
  for (const target of context.callers.targetsOf(call)) {
    if (context.scope === "file" && target.getSourceFile() !== call.getSourceFile()) continue;
    const found = isWithin(call, target) ? undefined : leaving(target, context, depth);
    if (found) return found;
  }
  return undefined;
}

function leaving(fn: FunctionNode, context: RetryContext, depth: number): SvixCall | undefined {
  let memory = known.get(context.program);
  if (!memory) known.set(context.program, (memory = new Map<FunctionNode, Found>()));
  const before = memory.get(fn);
  if (before !== undefined) {
    if (typeof before !== "number") return before;
    // What was cut off there may be found from a nearer start, and only from there.
    if (before <= depth) return undefined;
  }
  // Set before the search, so that recursion ends.
  memory.set(fn, depth);
  const found = search(fn, context, depth);
  if (found) memory.set(fn, found);
  return found;
}

function search(fn: FunctionNode, context: RetryContext, depth: number): SvixCall | undefined {
  for (const call of callsIn(fn)) {
    if (!ts.isCallExpression(call) || functionAround(call) !== fn) continue;
    const svix = context.sdk.callOf(call) ?? apiCallBehind(call, context, depth + 1);
    if (svix?.kind !== "api") continue;
    const around = surroundingsOf(call, {
      checker: context.checker,
      callers: context.callers,
      skip: () => false,
    });
    if (around?.leaves === true) return svix;
  }
  return undefined;
}
