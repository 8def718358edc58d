import ts from "typescript";
import { innermost } from "../callers/declarations.js";
import { endsAlways } from "../values/syntax.js";
import {
  argumentOf,
  calledName,
  functionAround,
  methodCallOf,
  namesRead,
  symbolOf,
} from "./syntax.js";

/** A call and what hangs on its success. */
export interface Attempt {
  /** What is only done after a success: the rest of the try block, and what stands behind a handler that goes elsewhere. */
  readonly after: readonly ts.Node[];
  readonly handler: ts.Node | undefined;
}

/** What is only done where a call has succeeded; undefined where that cannot be told. */
export function attemptAt(call: ts.CallExpression, checker: ts.TypeChecker): Attempt | undefined {
  return (
    tryAround(call) ??
    settledAround(call) ??
    reactionTo(call, checker) ??
    askedAt(call, checker) ??
    leftAt(call)
  );
}

function tryAround(call: ts.CallExpression): Attempt | undefined {
  const { around, after } = surroundedBy(call);
  if (!around) return undefined;
  const handler = around.catchClause?.block;
  return { after: handler && endsAlways(handler) ? [...after, ...behind(around)] : after, handler };
}

/** `await send(row); await db.remove(row.id);` in a function that the failure leaves. */
function leftAt(call: ts.CallExpression): Attempt | undefined {
  if (!ts.isAwaitExpression(call.parent)) return undefined;
  const { around, after } = surroundedBy(call);
  return around || after.length === 0 ? undefined : { after, handler: undefined };
}

interface Surrounded {
  /** The innermost `try` of the same function that has the call in its block. */
  readonly around: ts.TryStatement | undefined;
  /** What stands behind the call in the blocks up to there, or up to the function. */
  readonly after: readonly ts.Statement[];
}

function surroundedBy(call: ts.CallExpression): Surrounded {
  const owner = functionAround(call);
  const after: ts.Statement[] = [];
  for (let at: ts.Node = call; at !== owner && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isStatement(at)) after.push(...behind(at));
    if (ts.isTryStatement(parent) && parent.tryBlock === at) return { around: parent, after };
  }
  return { around: undefined, after };
}

/** `Promise.allSettled(rows.map(async (row) => { await send(row); … }))` */
function settledAround(call: ts.CallExpression): Attempt | undefined {
  const callback = functionAround(call);
  const given = callback && ts.isArrowFunction(callback) ? argumentOf(callback) : undefined;
  const together = given && argumentOf(given.call)?.call;
  if (!callback || !together || !ts.isCallExpression(together)) return undefined;
  if (calledName(together) !== "allSettled") return undefined;
  const statement = ts.findAncestor(call, ({ parent }) => parent === callback.body);
  return {
    after: statement && ts.isStatement(statement) ? behind(statement) : [],
    handler: undefined,
  };
}

/** `const sent = await send(row).then(() => true, () => false); if (!sent) break; …`, `if (sent) …` */
function reactionTo(call: ts.CallExpression, checker: ts.TypeChecker): Attempt | undefined {
  let chain: ts.Expression = call;
  let handler: ts.Node | undefined;
  for (;;) {
    const reaction = chain.parent.parent;
    if (!ts.isCallExpression(reaction) || innermost(reaction.expression) !== chain.parent) break;
    const method = methodCallOf(reaction)?.name;
    handler ??= method === "catch" ? reaction.arguments[0] : reaction.arguments[1];
    chain = reaction;
  }
  return handler && { after: afterSuccess(chain, checker), handler };
}

/** `if (await trySend(row)) …`, `const sent = await trySend(row); if (!sent) continue; …`: a helper that says how it went. */
export function askedAt(call: ts.CallExpression, checker: ts.TypeChecker): Attempt | undefined {
  const after = afterSuccess(call, checker);
  return after.length === 0 ? undefined : { after, handler: undefined };
}

/** What is only done where what a call gives is asked for, at once or by a variable, and is true. */
function afterSuccess(call: ts.Expression, checker: ts.TypeChecker): readonly ts.Node[] {
  const value = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const guard = guardOn(value, checker);
  if (!guard) return [];
  if (endsAlways(guard.thenStatement)) return behind(guard);
  return isNegated(guard.expression) ? [] : [guard.thenStatement];
}

function guardOn(value: ts.Expression, checker: ts.TypeChecker): ts.IfStatement | undefined {
  const { parent } = value;
  if (ts.isVariableDeclaration(parent)) {
    const symbol = symbolOf(parent.name, checker);
    return behind(parent.parent.parent as ts.Statement).find(
      (statement): statement is ts.IfStatement =>
        ts.isIfStatement(statement) &&
        namesRead(statement.expression).some((name) => symbolOf(name, checker) === symbol),
    );
  }
  // `if (!(await trySend(row)))`
  let condition = value;
  while (
    ts.isParenthesizedExpression(condition.parent) ||
    ts.isPrefixUnaryExpression(condition.parent)
  )
    condition = condition.parent;
  const guard = condition.parent;
  return ts.isIfStatement(guard) && guard.expression === condition ? guard : undefined;
}

function isNegated(condition: ts.Expression): boolean {
  return (
    ts.isPrefixUnaryExpression(condition) ||
    (ts.isBinaryExpression(condition) &&
      condition.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken)
  );
}

function behind(statement: ts.Statement): readonly ts.Statement[] {
  const { parent } = statement;
  return ts.isBlock(parent) ? parent.statements.filter(({ pos }) => pos >= statement.end) : [];
}
