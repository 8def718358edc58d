import ts from "typescript";
import type { FrameworkHandler } from "../callers/index.js";
import type { Analysis } from "./analysis.js";
import type { ValueTree } from "./machine.js";
import { isFetchResponse, replyKindOf } from "./replies.js";
import { isFunctionNode } from "./roots.js";

/**
 * Whether a function answers HTTP requests, so that what it returns or throws reaches the sender and
 * not a caller: it is registered with a framework, or nobody in the program calls it and it is given
 * a reply object or returns responses when all goes well.
 */
export function answersRequests(
  fn: ts.Node,
  successes: readonly ValueTree[],
  { checker, callers }: Pick<Analysis, "checker" | "callers">,
): boolean {
  if (!ts.isFunctionLike(fn)) return false;
  const framework = frameworkFor(fn, callers);
  if (framework?.registered === true) return framework.role !== "errorHandler";
  if (isFunctionNode(fn) && callers.callSitesOf(fn).sites.length > 0) return false;
  if (fn.parameters.some(({ name }) => takesReply(name, checker))) return true;
  return (
    successes.some(isResponse) || returnsResponse(fn, checker) || returnsStatusCode(fn, checker)
  );
}

/**
 * The framework that calls a function: it is written where it is registered, it is handed there by
 * its name (`app.post("/hook", receive)`), or it has the framework's types and nobody was seen to
 * register it.
 */
export function frameworkFor(
  fn: ts.SignatureDeclaration,
  callers: Analysis["callers"],
): FrameworkHandler | undefined {
  const own = callers.frameworkOf(fn);
  if (own?.registered === true || !isFunctionNode(fn)) return own;
  const given = callers
    .callSitesOf(fn)
    .handedOn.map(({ node }) => callers.frameworkOf(node))
    .find((found) => found?.registered === true);
  return given ?? own;
}

/** `res`, `ctx`, and Elysia's `{ set }`. */
function takesReply(name: ts.BindingName, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(name)) return isReply(name, checker);
  return (
    ts.isObjectBindingPattern(name) &&
    name.elements.some(
      (element) => ts.isIdentifier(element.name) && replyKindOf(checker, element.name) === "set",
    )
  );
}

/** Without a type, `ctx` is anybody's context; `res` and `c` are hardly anything but a reply. */
function isReply(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const kind = replyKindOf(checker, name);
  const untyped = (checker.getTypeAtLocation(name).flags & ts.TypeFlags.Any) !== 0;
  return kind !== undefined && !(untyped && (kind === "koa" || name.text === "context"));
}

/** Frameworks that send an object which a route returns as the answer, with status 200 or 201. */
const SEND_RETURNED: ReadonlySet<string> = new Set([
  "fastify",
  "h3",
  "elysia",
  "nest",
  "remix",
  "rpc",
  "tanstack",
]);

/** Whether an object that the function returns is sent as a success. */
export function sendsReturned(fn: ts.Node, { callers }: Pick<Analysis, "callers">): boolean {
  if (!ts.isFunctionLike(fn)) return false;
  const framework = frameworkFor(fn, callers);
  if (framework?.role !== "route" || !SEND_RETURNED.has(framework.framework)) return false;
  // An interceptor of Nest may make another answer of it.
  return framework.framework !== "nest" || !isIntercepted(fn);
}

/**
 * Whether an object that the function returns is sent as a success as long as it holds no status:
 * Azure's `{ jsonBody }`.
 */
export function sendsWithoutStatus(fn: ts.Node, { callers }: Pick<Analysis, "callers">): boolean {
  if (!ts.isFunctionLike(fn)) return false;
  const framework = frameworkFor(fn, callers);
  return framework?.role === "route" && framework.framework === "azure";
}

/** `@UseInterceptors(…)` on a method or its class */
function isIntercepted(fn: ts.SignatureDeclaration): boolean {
  return [fn, fn.parent].some(
    (node) =>
      ts.canHaveDecorators(node) &&
      ts
        .getDecorators(node)
        ?.some(({ expression }) => /Interceptors?\b/u.test(expression.getText())),
  );
}

/** Whether the function's type says that it gives a Fetch response, at once or by a promise. */
export function returnsResponse(fn: ts.SignatureDeclaration, checker: ts.TypeChecker): boolean {
  const type = givenType(fn, checker);
  return type !== undefined && isFetchResponse(type);
}

/**
 * Whether it says that the function gives what Lambda and its like send: an object with `statusCode`
 * and a body or headers, under whatever name the program has for it.
 */
function returnsStatusCode(fn: ts.SignatureDeclaration, checker: ts.TypeChecker): boolean {
  const type = givenType(fn, checker);
  const parts = type?.isUnion() ? type.types : type ? [type] : [];
  return parts.some((part) => {
    const status = part.getProperty("statusCode");
    if (status === undefined || !(part.getProperty("body") ?? part.getProperty("headers")))
      return false;
    const held = checker.getNonNullableType(checker.getTypeOfSymbol(status));
    return (held.flags & ts.TypeFlags.NumberLike) !== 0;
  });
}

function givenType(fn: ts.SignatureDeclaration, checker: ts.TypeChecker): ts.Type | undefined {
  const signature = checker.getSignatureFromDeclaration(fn);
  const type = signature && checker.getReturnTypeOfSignature(signature);
  return type && (checker.getAwaitedType(type) ?? type);
}

function isResponse(tree: ValueTree): boolean {
  if (tree.kind === "leaf") return tree.value.kind === "response";
  return tree.kind === "object" && tree.props.some(([name]) => name === "statusCode");
}
