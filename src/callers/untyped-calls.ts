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
  const called = mentions
    .filesOf(name)
    .flatMap((file) => mentions.inFile(file, name).flatMap((mention) => receiverOf(mention) ?? []));
  return called.slice(0, MOST_CALLS).some((receiver) => isUntyped(receiver, checker));
}

/** Of a name that is called in more places than these, nobody would say that it must be this function. */
const MOST_CALLS = 100;

/**
 * Whether a file of the program imports the function by a path that does not resolve where ESLint
 * runs, such as `@@/server/lib/webhooks` before Nuxt has written its tsconfig: who calls it there is
 * not known. The path has to end in what the function's own file, or a directory of it, is called.
 */
export function hasUnresolvedImport(
  fn: FunctionNode,
  mentions: Mentions,
  checker: ts.TypeChecker,
): boolean {
  const name = exportedName(fn);
  if (name === undefined) return false;
  const segments = segmentsOf(fn.getSourceFile().fileName);
  return mentions
    .filesOf(name)
    .some((file) =>
      mentions.inFile(file, name).some((mention) => isUnresolvedImport(mention, segments, checker)),
    );
}

function exportedName(fn: FunctionNode): string | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name?.text;
  const { parent } = ts.isExpression(fn) ? outermost(fn) : fn;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
    ? parent.name.text
    : undefined;
}

function isUnresolvedImport(
  mention: Mention,
  segments: readonly string[],
  checker: ts.TypeChecker,
): boolean {
  const { parent: specifier } = mention;
  if (!ts.isImportSpecifier(specifier)) return false;
  const { moduleSpecifier } = specifier.parent.parent.parent;
  if (!ts.isStringLiteralLike(moduleSpecifier)) return false;
  const path = segmentsOf(moduleSpecifier.text);
  const last = path.at(-1);
  return (
    path.length > 1 &&
    last !== undefined &&
    segments.includes(last) &&
    checker.getSymbolAtLocation(moduleSpecifier) === undefined
  );
}

/** `~/server/lib/webhooks.ts`: `~`, `server`, `lib`, `webhooks` */
function segmentsOf(path: string): string[] {
  return path.replace(/\.[cm]?[jt]sx?$/, "").split("/");
}

/** `return { … }`, `() => ({ … })` */
function isGivenBack(object: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(object)) return false;
  const { parent } = outermost(object);
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

/** What the member of this name is called on. */
function receiverOf(mention: Mention): ts.Expression | undefined {
  const { parent: access } = mention;
  if (!ts.isPropertyAccessExpression(access) || access.name !== mention) return undefined;
  const callee = outermost(access);
  const { parent: call } = callee;
  return ts.isCallExpression(call) && call.expression === callee ? access.expression : undefined;
}

function isUntyped(receiver: ts.Expression, checker: ts.TypeChecker): boolean {
  return (checker.getTypeAtLocation(receiver).flags & ts.TypeFlags.Any) !== 0;
}
