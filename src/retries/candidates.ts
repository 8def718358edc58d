import ts from "typescript";
import { argumentOf, functionAround, isLoop } from "./syntax.js";

/**
 * By its text alone: whether a call stands where its own function may attempt it again: in a loop, in
 * a function that is written as an argument, in a function that mentions itself. Only used to look
 * closer at the calls of the program's own functions.
 */
export function mayRepeat(call: ts.CallExpression): boolean {
  const fn = functionAround(call);
  for (let at: ts.Node = call; at !== fn && !ts.isSourceFile(at); at = at.parent) if (isLoop(at)) return true;
  if (!fn) return false;
  if ((ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) && argumentOf(fn)) return true;
  const name = fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined);
  return name !== undefined && fn.body !== undefined && new RegExp(`\\b${escaped(name.getText())}\\b`, "u").test(fn.body.getText());
}

function escaped(name: string): string {
  return name.replaceAll(/[^\w]/gu, "\\$&");
}
