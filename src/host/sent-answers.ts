import ts from "typescript";
import { replyKindOf } from "../failure/replies.js";
import { rootOf } from "../failure/syntax.js";

/** Methods of reply objects that send the answer. */
const SENDS = /^(?:send|json|end|sendStatus|redirect|render|jsonp|sendFile)$/u;

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
