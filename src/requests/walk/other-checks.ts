import ts from "typescript";
import { isPlatform } from "../call-effects.js";
import type { Value } from "../path-values.js";
import { enclosingFunction, isFunction, memberName, unwrapped, visit } from "../syntax.js";
import type { Walk } from "./walk.js";

/** Calls that fetch, count or convert something of a request and say nothing of who sent it. */
const READS =
  /^(?:get|read|load|find|fetch|extract|to|from|as|headers?|cookies?)(?![a-z])|[Pp]arse|[Ll]imit|throttle/u;

/** Calls that work with a request, or keep it, and check nobody: their name says what they do with it. */
const WORKS =
  /^(?:process|handle|save|store|insert|persist|archive|enqueue|queue|publish|push|send|forward|dispatch|emit|notify|record|track|count|measure|audit|log|trace|report|note|remember)(?![a-z])/u;

/** What answers who is there, if it does get something: `getSession(req)`. */
const IDENTITY = /session|auth|identity|user|admin/iu;

/**
 * What the value of a call of code that cannot be entered says of the request that it is given:
 * `checkIt(req)`, `isKnown(req.headers.get("x-key"))`, `check(raw)`. Used for silence only.
 */
export function verdictOf(
  call: ts.CallExpression,
  name: string,
  given: readonly Value[],
  walk: Walk,
): Value["verdict"] {
  const isCheck = given.some((value) => value.request ?? value.payload ?? value.metadata);
  const isRead = READS.test(name) && !IDENTITY.test(name);
  if (!isCheck || isRead || isPlatform(call, walk.program)) return undefined;
  if (given.some(({ request, metadata }) => request ?? metadata === "headers")) return "request";
  return given.some(({ payload }) => payload) ? "body" : undefined;
}

/**
 * Whether a branch refuses the sender after such a verdict: it ends by a throw, or by an answer with
 * 401 or 403. What only the body was asked may be its form, so that a throw says nothing then.
 */
export function turnsAway(
  branch: ts.Statement | undefined,
  verdict: NonNullable<Value["verdict"]>,
): boolean {
  const last = branch && ts.isBlock(branch) ? branch.statements.at(-1) : branch;
  if (!branch || !last) return false;
  if (ts.isThrowStatement(last) && verdict === "request") return true;
  if (!ts.isReturnStatement(last) && !ts.isThrowStatement(last)) return false;
  return /\b40[13]\b|unauthori[sz]ed|forbidden/iu.test(branch.getText());
}

/**
 * Whether a call of code that cannot be entered checks the sender in its own way, whatever it is
 * called: it is given the raw body and, beside it, something of the headers, and what it answers is
 * read (`event = paddle.webhooks.unmarshal(raw, secret, signature)`); or it has them, or the request,
 * in the branch of another provider than the one whose messages are verified, and is not called after
 * some other work that it does with them (`track(req)`, `clientIp`).
 */
export function checksSender(
  call: ts.CallExpression,
  given: readonly Value[],
  walk: Walk,
): boolean {
  if (isPlatform(call, walk.program)) return false;
  const callee = unwrapped(call.expression);
  const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
  const hasHeaders = given.some(({ metadata, payload }) => metadata === "headers" && !payload);
  const bodies = call.arguments.filter((_, index) => given[index]?.payload === true);
  if (!hasHeaders || bodies.length === 0)
    return (
      given.some(({ request }) => request) &&
      !WORKS.test(name) &&
      !(READS.test(name) && !IDENTITY.test(name)) &&
      isForOtherProvider(call, walk)
    );
  return isForOtherProvider(call, walk) || (isRead(call) && bodies.some((one) => isRaw(one, walk)));
}

/**
 * Whether a call passes the body on together with the headers that it came with, or with their
 * signature: `fetch(url, { method, headers, body })`. It is for its recipient to verify then.
 */
export function isSignedRelay(given: readonly Value[]): boolean {
  return given.some(({ props }) => {
    const headers = props?.get("headers");
    const own = [...(headers?.props ?? [])].filter(([, part]) => part.metadata === "headers");
    const isWhole = headers?.metadata === "headers" && own.length === 0;
    const isSigned = own.some(([name]) => /signature/iu.test(name));
    return [...(props?.values() ?? [])].some(({ payload }) => payload) && (isWhole || isSigned);
  });
}

function isRead(call: ts.CallExpression): boolean {
  let { parent }: ts.Node = call;
  while (ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent))
    ({ parent } = parent);
  return !ts.isExpressionStatement(parent) && !ts.isVoidExpression(parent);
}

/** Text or bytes by its type; a parsed body is anything else. */
function isRaw(node: ts.Expression, walk: Walk): boolean {
  const type = walk.checker.getTypeAtLocation(unwrapped(node));
  if (type.flags & ts.TypeFlags.StringLike) return true;
  return /^(?:Buffer|Uint8Array|ArrayBuffer)$/u.test(type.getSymbol()?.name ?? "");
}

/** `if (provider === "github") check(…); else wh.verify(…)`, also as cases of a switch. */
function isForOtherProvider(call: ts.CallExpression, walk: Walk): boolean {
  const around = enclosingFunction(call);
  for (let node: ts.Node = call; node !== around && !ts.isSourceFile(node); node = node.parent) {
    const choice = choiceAround(node);
    if (
      choice &&
      namesSomething(choice.test) &&
      !walk.verifies(node) &&
      walk.verifies(choice.whole)
    )
      return true;
  }
  return false;
}

/** Whether nothing that stands behind a branch is reached from its end. */
function leaves(branch: ts.Node): boolean {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function choiceAround(
  branch: ts.Node,
): { readonly test: ts.Expression; readonly whole: ts.Node } | undefined {
  const { parent } = branch;
  if (ts.isIfStatement(parent) && branch !== parent.expression) {
    // if (provider === "github") { …; return; } wh.verify(…)
    const isLeft = branch === parent.thenStatement && !parent.elseStatement && leaves(branch);
    return { test: parent.expression, whole: isLeft ? parent.parent : parent };
  }
  if (ts.isConditionalExpression(parent) && branch !== parent.condition)
    return { test: parent.condition, whole: parent };
  return ts.isCaseClause(branch) ? { test: branch.expression, whole: branch.parent } : undefined;
}

/** A condition that tells messages apart by a name that is written out, and is no switch of the environment. */
function namesSomething(test: ts.Expression): boolean {
  const names: string[] = [];
  visit(test, (node) => {
    if (ts.isStringLiteralLike(node) && node.text !== "") names.push(node.text);
    return !isFunction(node);
  });
  return names.length > 0 && !/\benv\b|NODE_ENV/u.test(test.getText());
}
