import ts from "typescript";
import { memberName, outermost } from "./declarations.js";

/** Where a function (or another value) stands among the arguments of a call. */
export interface Placement {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly index: number;
  /** Names of the properties that lead from the argument to the value: `{ taskList: { send } }`. */
  readonly path: readonly string[];
}

/** More levels of objects than this no API asks for. */
const MAX_LEVELS = 4;

/** The call that the value is given to, directly or inside an object literal; undefined otherwise. */
export function placementOf(node: ts.Node): Placement | undefined {
  const path: string[] = [];
  let at: ts.Node = memberOf(node) ?? (ts.isExpression(node) ? outermost(node) : node);
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const { parent } = at;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const index = parent.arguments?.indexOf(at as ts.Expression) ?? -1;
      return index < 0 ? undefined : { call: parent, index, path };
    }
    const member = memberOf(at) ?? memberOf(parent);
    if (member === undefined) return undefined;
    path.unshift(member.name === undefined ? "" : (memberName(member.name) ?? ""));
    at = outermost(member.parent as ts.ObjectLiteralExpression);
  }
  return undefined;
}

/** The member of an object literal that a function or expression is the value of. */
export function memberOf(node: ts.Node): ts.ObjectLiteralElementLike | undefined {
  // A source file has no parent, whatever its type says.
  const parent = node.parent as ts.Node | undefined;
  const isMember =
    ts.isObjectLiteralElementLike(node) &&
    parent !== undefined &&
    ts.isObjectLiteralExpression(parent);
  if (isMember) return node;
  if (
    parent === undefined ||
    !ts.isObjectLiteralElementLike(parent) ||
    !ts.isObjectLiteralExpression(parent.parent)
  )
    return undefined;
  if (ts.isShorthandPropertyAssignment(parent)) return parent;
  return ts.isPropertyAssignment(parent) && parent.initializer === node ? parent : undefined;
}
