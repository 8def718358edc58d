import ts from "typescript";
import type { CallSites } from "../callers/index.js";
import type { Analysis } from "./analysis.js";
import { isMethodOfGlobal } from "./globals.js";
import type { World } from "./machine.js";
import type { FunctionNode } from "./values.js";

/**
 * A callback given to a function or constructor of the program that stores it, `new Breaker(() => …)`,
 * also in an object, `register({ run: async () => … })`, or in one that has a name or whose values are
 * listed: who calls it is not seen.
 */
export function isKeptByProgram({ callers, world }: Analysis, fn: FunctionNode): boolean {
  const property = ts.isPropertyAssignment(fn.parent) ? fn.parent : fn;
  const object = ts.isObjectLiteralExpression(property.parent) ? property.parent : undefined;
  const given = object ?? fn;
  const { parent } = given;
  if (
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    parent.expression !== given &&
    callers.targetsOf(parent).length > 0
  )
    return true;
  if (object === undefined) return false;
  return callers
    .callSitesOfValue(object)
    .handedOn.some(
      ({ as, call }) =>
        as === "argument" &&
        call !== undefined &&
        (callers.targetsOf(call).length > 0 || listsValues(call, world)),
    );
}

/** `for (const [name, run] of Object.entries(steps))` */
function listsValues(call: ts.CallExpression | ts.NewExpression, { checker }: World): boolean {
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    /^(?:entries|values)$/u.test(call.expression.name.text) &&
    isMethodOfGlobal(checker, call, "Object")
  );
}

/** Put into an object or array whose readers are not seen, or are seen only as calls of the same name. */
export function isCalledByWhoeverReadsIt(
  { callers }: Analysis,
  fn: FunctionNode,
  handedOn: CallSites["handedOn"],
): boolean {
  const isKept = handedOn.some(
    ({ as, node }) => (as === "property" || as === "element") && !isExportsObject(node),
  );
  return (
    (isKept && !isInlineFunction(fn)) || callers.mayBeCalledUntyped(fn) || callers.isMemberRead(fn)
  );
}

/** A callback where it is written; a named function that is put into a map is called by whoever reads it. */
function isInlineFunction(fn: FunctionNode): boolean {
  if (ts.isMethodDeclaration(fn)) return true;
  return (
    (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) && !ts.isVariableDeclaration(fn.parent)
  );
}

/** `module.exports = { send }`: a list of exports, not a map of functions. */
function isExportsObject(node: ts.Node): boolean {
  const object = ts.findAncestor(node, ts.isObjectLiteralExpression);
  if (object === undefined) return false;
  const { parent } = object;
  if (ts.isExportAssignment(parent)) return true;
  return (
    ts.isBinaryExpression(parent) &&
    ts.isPropertyAccessExpression(parent.left) &&
    parent.left.name.text === "exports"
  );
}
