import ts from "typescript";
import { replyKindOf } from "../failure/replies.js";
import { rootOf } from "../failure/syntax.js";
import { isDefaultLogger } from "../sdk/logger-names.js";
import { endsAlways } from "../values/syntax.js";
import { functionAround } from "./layout.js";
import { isEventHandler } from "./event-handlers.js";
import { answerSentIn } from "./sent-answers.js";

// What stands around a handler and decides whether it may throw, answer or return in its own name.

/** The innermost loop of the same function that repeats a node. */
export function loopAround(node: ts.Node): ts.IterationStatement | undefined {
  for (let current = node; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isFunctionLike(current)) return undefined;
    const { parent } = current;
    if (ts.isIterationStatement(parent, false) && parent.statement === current) return parent;
  }
  return undefined;
}

/** What says that something is done: `channel.ack(message)`, `markSent(id)`, `next()`. */
const SETTLES = /(?:\back|\bnack|done|complete|commit|callback|next|resolve|mark\w*)$/iu;

/**
 * Whether a clause does not have the last word: its `finally` answers, returns, waits for something
 * or says that all is done, whatever the clause has decided.
 */
export function isOverruled({ parent }: ts.CatchClause, checker: ts.TypeChecker): boolean {
  const { finallyBlock } = parent;
  if (finallyBlock === undefined) return false;
  return (
    answerSentIn(finallyBlock, checker) !== undefined ||
    holds(
      finallyBlock,
      (node) =>
        ts.isReturnStatement(node) ||
        ts.isAwaitExpression(node) ||
        (ts.isCallExpression(node) && SETTLES.test(node.expression.getText())),
    )
  );
}

const HARMLESS =
  /^(?:JSON|Object|Array|String|Number|Boolean|Buffer|Response|NextResponse|console)$/u;

/**
 * Whether a piece of code does more than one call and what leads up to it: work behind it or around
 * it, which fails for reasons of its own. Parsing, logging and answering the request are none.
 */
export function doesMore(code: ts.Node, site: ts.Node, checker: ts.TypeChecker): boolean {
  return holds(code, (node) => {
    if (!ts.isCallExpression(node) || node === site || node.end < site.end) return false;
    const root = rootOf(node.expression);
    if (root === undefined) return true;
    return !(
      HARMLESS.test(root.text) ||
      isDefaultLogger(node.expression) ||
      replyKindOf(checker, root) !== undefined
    );
  });
}

/** What reads a request's body or headers, which is part of verifying it. */
const READS = /(?:text|json|body|buffer|bytes|headers|raw)$/iu;

/** Whether a piece of code waits for something else than the request before a call: `await secretOf(tenant)`. */
export function waitsBefore(code: ts.Node, call: ts.Node): boolean {
  return holds(
    code,
    (node) =>
      ts.isAwaitExpression(node) &&
      node.end < call.getStart() &&
      !(ts.isCallExpression(node.expression) && READS.test(node.expression.expression.getText())),
  );
}

/**
 * Whether a chain of promises does more than one call, in the functions that it is given as well:
 * `verified().then(() => save())`. What is called upon the chain itself does nothing.
 */
export function chainDoesMore(chain: ts.Node, site: ts.Node, checker: ts.TypeChecker): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === site) return false;
    const isOwn = node.pos <= site.pos && node.end >= site.end;
    if (ts.isCallExpression(node) && !isOwn && isWork(node, checker)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(chain);
}

/** Whether a call is none that parses, reads, logs or answers. */
function isWork({ expression }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const root = rootOf(expression);
  if (root === undefined) return true;
  return !(
    HARMLESS.test(root.text) ||
    READS.test(expression.getText()) ||
    /^Promise\.resolve$/u.test(expression.getText()) ||
    isDefaultLogger(expression) ||
    replyKindOf(checker, root) !== undefined
  );
}

/** The handlers of the promise's chain that a function is the last of: `chain` of `chain.catch(fn)`. */
export function chainOf(fn: ts.SignatureDeclaration | undefined): ts.Expression | undefined {
  if (fn === undefined || !ts.isCallExpression(fn.parent)) return undefined;
  const { expression } = fn.parent;
  return ts.isPropertyAccessExpression(expression) && /^(?:catch|then)$/u.test(expression.name.text)
    ? expression.expression
    : undefined;
}

/**
 * Whether a function is run by a call that the function around it waits for: `await
 * db.transaction(async (tx) => …)`. What it throws is told to that call first, which undoes its work.
 */
export function isRunByCall(fn: ts.SignatureDeclaration | undefined): boolean {
  if (fn === undefined || !ts.isCallExpression(fn.parent)) return false;
  const call = fn.parent;
  if (call.expression === (fn as ts.Node) || functionAround(call) === undefined) return false;
  const method = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : "";
  return (
    !/^(?:map|flatMap|then|catch)$/u.test(method) &&
    (ts.isAwaitExpression(call.parent) || ts.isReturnStatement(call.parent))
  );
}

/**
 * Whether a handler treats every error alike, but for those that it is done with early: `if
 * (error.code === 404) return null;`. What comes last in it then meets only what nobody dealt with.
 */
export function treatsAlike({ statements }: ts.Block): boolean {
  return statements.every((statement) => {
    if (ts.isSwitchStatement(statement)) return false;
    if (!ts.isIfStatement(statement)) return true;
    const { expression, thenStatement, elseStatement } = statement;
    return (
      elseStatement === undefined &&
      endsAlways(thenStatement) &&
      !/!(?!=)|!==?/u.test(expression.getText())
    );
  });
}

/**
 * Whether a function is given to what ignores the promise that it returns: `setTimeout(async () => …)`,
 * `<button onClick={send}>`.
 */
export function isLetGo(fn: ts.SignatureDeclaration | undefined, checker: ts.TypeChecker): boolean {
  if (fn === undefined) return false;
  if (isEventHandler(fn)) return true;
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  const expected = checker.getContextualType(fn);
  const parts = expected?.isUnion() ? expected.types : expected ? [expected] : [];
  const signatures = parts.flatMap((part) => part.getCallSignatures());
  return (
    signatures.length > 0 &&
    signatures.every((signature) => {
      const { flags } = checker.getReturnTypeOfSignature(signature);
      return (flags & ts.TypeFlags.Void) !== 0;
    })
  );
}

/** Whether a call in the code never returns, since what it throws is meant for somebody else: `redirect(url)`. */
export function neverReturns(code: ts.Node, checker: ts.TypeChecker): boolean {
  return holds(
    code,
    (node) =>
      ts.isCallExpression(node) &&
      (checker.getTypeAtLocation(node).flags & ts.TypeFlags.Never) !== 0,
  );
}

/** Whether something of the code, functions in it aside, is what is asked for. */
export function holds(code: ts.Node, isAskedFor: (node: ts.Node) => boolean): boolean {
  const visit = (node: ts.Node): boolean =>
    isAskedFor(node) ||
    (!ts.isFunctionLike(node) &&
      (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false));
  return visit(code);
}
