import ts from "typescript";
import { functionAround, isAsyncFunction, statementAround, tryAround } from "./layout.js";

/**
 * The statement that waits for a list of calls, and the call that it waits for: `await
 * Promise.all(items.map(async (item) => …))` around a call in the function.
 */
export function awaitedAll(
  site: ts.Node,
): { statement: ts.Statement; all: ts.CallExpression } | undefined {
  const call = functionAround(site)?.parent;
  if (call === undefined || !ts.isCallExpression(call) || !ts.isCallExpression(call.parent))
    return undefined;
  const { expression, parent: all } = call;
  const statement = statementAround(all);
  const isMap = ts.isPropertyAccessExpression(expression) && expression.name.text === "map";
  return isMap &&
    statement !== undefined &&
    all.expression.getText() === "Promise.all" &&
    ts.isAwaitExpression(all.parent) &&
    tryAround(statement) === undefined
    ? { statement, all }
    : undefined;
}

export interface Loop {
  readonly statement: ts.ExpressionStatement;
  readonly call: ts.CallExpression;
  readonly method: ts.MemberName;
}

/** `items.forEach(async (item) => { … })` as a statement, around what its callback awaits. */
export function forEachAround(site: ts.Node, checker: ts.TypeChecker): Loop | undefined {
  const callback = functionAround(site);
  const call = callback?.parent;
  if (!isAsyncFunction(callback) || call === undefined || !ts.isCallExpression(call))
    return undefined;
  const { expression, parent } = call;
  return ts.isPropertyAccessExpression(expression) &&
    expression.name.text === "forEach" &&
    expression.questionDotToken === undefined &&
    checker.getTypeAtLocation(expression.expression).getProperty("map") !== undefined &&
    ts.isExpressionStatement(parent) &&
    isAsyncFunction(functionAround(parent))
    ? { statement: parent, call, method: expression.name }
    : undefined;
}
