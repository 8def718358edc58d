import ts from "typescript";
import { replyKindOf } from "../failure/replies.js";
import type { Verdict } from "../failure/verdict.js";
import { rootOf } from "../failure/syntax.js";
import { endsAlways } from "../values/syntax.js";

/** Methods of reply objects that send the answer. */
const SENDS = /^(?:send|json|end|sendStatus|redirect|render|jsonp|sendFile)$/u;

/** Methods of reply objects that send the status, if no more. */
const STARTS = /^(?:write|writeHead|flushHeaders)$/u;

/**
 * The statement of a block that answers through a reply object: `res.status(200).json(…)`,
 * `res.sendStatus(500)`, `ctx.status = 500`. From there on another answer takes its place.
 */
export function answerSentIn(block: ts.Block, checker: ts.TypeChecker): ts.Statement | undefined {
  return block.statements.find(
    (statement) =>
      (ts.isExpressionStatement(statement) && isAnswer(statement.expression, checker)) ||
      (ts.isReturnStatement(statement) &&
        statement.expression !== undefined &&
        isAnswer(statement.expression, checker)),
  );
}

function isAnswer(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const target = ts.isBinaryExpression(node) ? node.left : node;
  const root = rootOf(target);
  if (root === undefined || replyKindOf(checker, root) === undefined) return false;
  if (ts.isBinaryExpression(node))
    return (
      ts.isPropertyAccessExpression(node.left) &&
      /^(?:status|statusCode|body)$/u.test(node.left.name.text)
    );
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    (SENDS.test(node.expression.name.text) || node.expression.name.text === "status")
  );
}

/**
 * Whether the request may have been answered when a node is reached: `res.json(order); await
 * send(order);`. An answer in a branch that leaves the function is none, and neither is what Koa and
 * its like only send when the handler is through. What a callback runs in comes after what stands
 * before the call that it is given to.
 */
export function isAnsweredBefore(node: ts.Node, checker: ts.TypeChecker): boolean {
  for (let current = node; !ts.isSourceFile(current.parent); current = current.parent) {
    const { parent } = current;
    if (ts.isFunctionLike(parent) && !ts.isCallExpression(parent.parent)) return false;
    const before = listOf(parent).filter(({ end }) => end <= current.pos);
    if (before.some((statement) => mayAnswer(statement, checker))) return true;
  }
  return false;
}

/** Whether the request of a failure may have been answered before the failing call, or before what meets its error. */
export function isTooLate({ site, place }: Verdict, checker: ts.TypeChecker): boolean {
  return isAnsweredBefore(site, checker) || isAnsweredBefore(place, checker);
}

/** The statements that a block, or a clause of a `switch`, runs in turn. */
function listOf(node: ts.Node): readonly ts.Statement[] {
  return ts.isBlock(node) || ts.isCaseOrDefaultClause(node) ? node.statements : [];
}

/** Whether the code sends an answer and goes on behind it. */
function mayAnswer(code: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isFunctionLike(code)) return false;
  if (ts.isStatement(code) && endsAlways(code)) return false;
  return (
    isSending(code, checker) ||
    (ts.forEachChild(code, (child) => mayAnswer(child, checker) || undefined) ?? false)
  );
}

/** `res.status(202).json(…)`, `reply.send()`, `res.writeHead(200).end()`; Koa's and Hono's send nothing yet. */
function isSending(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const root = rootOf(node.expression);
  return (
    (SENDS.test(node.expression.name.text) || STARTS.test(node.expression.name.text)) &&
    root !== undefined &&
    replyKindOf(checker, root) === "reply"
  );
}
