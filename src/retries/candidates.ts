import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import { argumentOf, contains, functionAround, isLoop } from "./syntax.js";

/**
 * By its text alone: whether a call stands where its own function may attempt it again: in a loop, in
 * a function that is written as an argument, in a function that mentions itself. Only used to look
 * closer at the calls of the program's own functions.
 */
export function mayRepeat(call: ts.CallExpression): boolean {
  const fn = functionAround(call);
  for (let at: ts.Node = call; at !== fn && !ts.isSourceFile(at); at = at.parent)
    if (isLoop(at)) return true;
  if (!fn) return false;
  if ((ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) && argumentOf(fn)) return true;
  return mentionsItself(fn);
}

const known = new WeakMap<ts.Node, boolean>();

function mentionsItself(fn: FunctionNode): boolean {
  let mentions = known.get(fn);
  if (mentions === undefined) {
    const name = (
      fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined)
    )?.getText();
    mentions =
      name !== undefined &&
      fn.body !== undefined &&
      contains(fn.body, (node) => isName(node) && node.text === name);
    known.set(fn, mentions);
  }
  return mentions;
}

function isName(node: ts.Node): node is ts.Identifier | ts.PrivateIdentifier {
  return ts.isIdentifier(node) || ts.isPrivateIdentifier(node);
}
