import ts from "typescript";
import type { FunctionNode } from "./call-site.js";
import { memberName, outermost } from "./declarations.js";
import type { Mention, Mentions } from "./mentions.js";
import { memberOf } from "./placement.js";

/**
 * Whether the program calls, on something without a type, a member of the name under which a
 * function gives this one back: with `return { send: async () => … }` here, `client.send()` of an
 * `any` may be its caller, and what becomes of its failure cannot be told. A value loses its type on
 * the way through a package that is not installed.
 *
 * Not asked for classes, whose methods are called through their own type nearly always, nor for
 * objects that code outside of the program gets: that calls them itself.
 */
export function hasUntypedCall(
  fn: FunctionNode,
  mentions: Mentions,
  checker: ts.TypeChecker,
): boolean {
  const member = memberOf(ts.isExpression(fn) ? outermost(fn) : fn);
  const name = member?.name && memberName(member.name);
  if (member === undefined || name === undefined || !isGivenBack(member.parent)) return false;
  return mentions
    .filesOf(name)
    .some((file) => mentions.inFile(file, name).some((mention) => isUntypedCall(mention, checker)));
}

/** `return { … }`, `() => ({ … })` */
function isGivenBack(object: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(object)) return false;
  const { parent } = outermost(object);
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

function isUntypedCall(mention: Mention, checker: ts.TypeChecker): boolean {
  const { parent: access } = mention;
  if (!ts.isPropertyAccessExpression(access) || access.name !== mention) return false;
  const { parent: call } = outermost(access);
  if (!ts.isCallExpression(call) || call.arguments.some((argument) => argument === access))
    return false;
  return (checker.getTypeAtLocation(access.expression).flags & ts.TypeFlags.Any) !== 0;
}
