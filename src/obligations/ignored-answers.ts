import ts from "typescript";
import type { FunctionNode } from "../callers/index.js";
import { AssumedRun, plain } from "./assumed-run.js";
import { UNKNOWN } from "./assumed-status.js";
import type { Start } from "./start.js";
import type { Surroundings } from "./surroundings.js";

/** Whether nobody takes what a call gives: `await finished(id);` */
export function isDropped(call: ts.CallExpression): boolean {
  let node: ts.Node = call;
  while (
    ts.isAwaitExpression(node.parent) ||
    ts.isParenthesizedExpression(node.parent) ||
    ts.isVoidExpression(node.parent)
  )
    node = node.parent;
  return ts.isExpressionStatement(node.parent);
}

/**
 * Whether it is only by what a function returns that a task which failed is told from one that finished:
 * `if (status === "finished") return true; if (status === "failed") return false;`
 *
 * @param poll the poll in that function
 */
export function tellsByAnswer(fn: FunctionNode, poll: Start, around: Surroundings): boolean {
  const failed = new AssumedRun("failed", poll.carried, around);
  if (plain(failed.ofFunction(fn)).has("throw")) return false;
  const whenFailed = failed.answers(fn);
  if (whenFailed.includes(UNKNOWN)) return false;
  const finished = new AssumedRun("finished", poll.carried, around);
  const own = failed.returnsOf(fn).filter((each) => !finished.returnsOf(fn).includes(each));
  if (own.some((each) => doesMore(each, around))) return false;
  return finished.answers(fn).some((value) => value !== UNKNOWN && !whenFailed.includes(value));
}

/** Whether anything but logs is called on the way to a return: `await alert(id); return false;` */
function doesMore({ parent }: ts.ReturnStatement, around: Surroundings): boolean {
  const calls = (node: ts.Node): boolean =>
    (ts.isCallExpression(node) && !around.isLogger(node.expression)) ||
    (ts.forEachChild(node, (child) => (calls(child) ? true : undefined)) ?? false);
  return ts.isBlock(parent) && ts.isIfStatement(parent.parent) && parent.statements.some(calls);
}
