import ts from "typescript";
import { calledName } from "../callers/called-name.js";
import { WITH_CALLBACK } from "./arrays.js";
import { isMethodOfGlobal } from "./globals.js";
import type { World } from "./machine.js";
import { isReaction } from "./promises.js";
import { bare } from "./syntax.js";
import type { FunctionNode } from "./values.js";

/** The arguments that are a function's mention, watched like its call, each with the function. */
export type References = ReadonlyMap<ts.Node, FunctionNode>;

/**
 * Whether the simulation follows a function that is handed to the call, so that a mention of it there
 * is as good as its call: array methods, reactions to promises, and one function of the program.
 */
export function followsCallbacks(
  call: ts.CallExpression | ts.NewExpression,
  world: World,
): boolean {
  if (!ts.isCallExpression(call)) return false;
  const callee = bare(call.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const { text } = callee.name;
    if (text === "from" && isMethodOfGlobal(world.checker, call, "Array")) return true;
    const type = world.checker.getTypeAtLocation(callee.expression);
    if (isReaction(text)) return type.getProperty("then") !== undefined;
    if (
      WITH_CALLBACK.has(text) &&
      (world.checker.isArrayType(type) || world.checker.isTupleType(type))
    )
      return true;
  }
  return world.targetsOf(call).length === 1;
}

/** The name under which an argument mentions a function: `send`, `this.send`, `sendFor(user)`. */
export function mentionedName(argument: ts.Expression): string | undefined {
  const node = bare(argument);
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isCallExpression(node) ? calledName(node) : undefined;
}

/**
 * Whether what an argument mentions may be a function, by its declaration: most names of values that
 * come from a Svix call are those of results, and need no search.
 */
export function mayBeFunction(argument: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = bare(argument);
  if (!ts.isIdentifier(node)) return checker.getTypeAtLocation(node).getCallSignatures().length > 0;
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return false;
  if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) return true;
  const { valueDeclaration: declaration } = symbol;
  if (declaration === undefined || ts.isParameter(declaration)) return false;
  if (!ts.isVariableDeclaration(declaration)) return true;
  const value = declaration.initializer && bare(declaration.initializer);
  return value !== undefined && !ts.isAwaitExpression(value) && !ts.isNewExpression(value);
}
