import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import type { SvixCall } from "../sdk/recogniser.js";
import type { RetryContext } from "./attempts.js";
import { surroundingsOf } from "./surroundings.js";
import { functionAround, isWithin, visit } from "./syntax.js";

const MAX_DEPTH = 3;

const known = new WeakMap<ts.Program, Map<FunctionNode, SvixCall | "none">>();

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
  if (!memory) known.set(context.program, (memory = new Map<FunctionNode, SvixCall | "none">()));
  const before = memory.get(fn);
  if (before) return before === "none" ? undefined : before;
  // Set before the search, so that recursion ends.
  memory.set(fn, "none");
  const found = search(fn, context, depth);
  if (found) memory.set(fn, found);
  // What was cut off here may be found from a nearer start.
  else if (depth > 0) memory.delete(fn);
  return found;
}

function search(fn: FunctionNode, context: RetryContext, depth: number): SvixCall | undefined {
  let found: SvixCall | undefined;
  visit(fn.body ?? fn, (node) => {
    if (found || !ts.isCallExpression(node)) return !found;
    const own = context.sdk.callOf(node);
    const svix =
      own ?? (functionAround(node) === fn ? apiCallBehind(node, context, depth + 1) : undefined);
    if (svix?.kind !== "api" || functionAround(node) !== fn) return true;
    const around = surroundingsOf(node, {
      checker: context.checker,
      callers: context.callers,
      skip: () => false,
    });
    if (around?.leaves === true) found = svix;
    return true;
  });
  return found;
}
