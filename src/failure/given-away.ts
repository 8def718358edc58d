import ts from "typescript";
import { placementOf } from "../callers/placement.js";
import type { Analysis } from "./analysis.js";
import { returnsResponse } from "./handlers.js";
import { isIntrinsic } from "./jsx.js";
import { rootOf } from "./syntax.js";
import type { FunctionNode } from "./values.js";

/** Methods by which untyped code registers what nobody waits for: routes, events, timers. */
const REGISTERS = new Set([
  "get",
  "post",
  "put",
  "patch",
  "delete",
  "all",
  "use",
  "route",
  "on",
  "once",
  "addListener",
  "addEventListener",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "schedule",
  "scheduleJob",
  "forEach",
  "map",
]);

/** Whether code without types has the function: what it does with a thrown error is not known; a response it sends. */
export function isGivenToUnknown(
  analysis: Analysis,
  fn: FunctionNode,
  places: readonly ts.Node[],
): boolean {
  return (
    places.some((place) => isGivenToUntyped(analysis, place)) &&
    !returnsResponse(fn, analysis.checker)
  );
}

/**
 * A callback given to code without types, itself (`t.procedure.mutation(…)` of a missing package) or in
 * an object (`t.field({ resolve })`): who knows what it does.
 */
function isGivenToUntyped({ checker, callers }: Analysis, fn: ts.Node): boolean {
  const { parent } = fn;
  if (ts.isJsxExpression(parent)) return isGivenToComponent(parent, checker);
  const call = placementOf(fn)?.call;
  if (call === undefined || !ts.isCallExpression(call)) return false;
  const callee = call.expression;
  // What a package's function does with which member is known, or it is not this one.
  if (call !== parent && !isOfParameter(callee, checker)) return false;
  const name = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isIdentifier(callee)
      ? callee.text
      : "";
  return (
    !REGISTERS.has(name) &&
    (checker.getTypeAtLocation(callee).flags & ts.TypeFlags.Any) !== 0 &&
    // `pRetry(…)` of a missing package: its import says that the error goes on.
    callers.boundaryOf(fn)?.kind !== "passes"
  );
}

/** `t.field`, where `t` is what the function around it was given. */
function isOfParameter(callee: ts.Expression, checker: ts.TypeChecker): boolean {
  const root = rootOf(callee);
  const declaration = root && checker.getSymbolAtLocation(root)?.valueDeclaration;
  return declaration !== undefined && ts.isParameter(declaration);
}

/** Attributes that components hand on to an element, which waits for nothing. */
const EVENTS =
  /^on(Click|DoubleClick|Press|Change|Input|Select|Blur|Focus|Key|Mouse|Pointer|Touch)/;

/** `<ConfirmDialog onConfirm={async () => …}>` of a component without types: it may wait, and show what failed. */
function isGivenToComponent(
  { parent: attribute }: ts.JsxExpression,
  checker: ts.TypeChecker,
): boolean {
  if (!ts.isJsxAttribute(attribute) || EVENTS.test(attribute.name.getText())) return false;
  const { tagName } = attribute.parent.parent;
  return (
    !isIntrinsic(tagName) && (checker.getTypeAtLocation(tagName).flags & ts.TypeFlags.Any) !== 0
  );
}
