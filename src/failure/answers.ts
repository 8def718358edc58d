import ts from "typescript";
import { returnsOnly } from "../sdk/checker.js";
import { bare } from "./syntax.js";
import { isFrom } from "./declared-in.js";
import { normal, type Completion, type Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { isFetchResponse, replyKindOf } from "./replies.js";
import {
  errorStatus,
  initStatus,
  numberOf,
  propertyNumber,
  responseOf,
  statusOf,
} from "./responses.js";
import { statusOfDeclaredError } from "./rpc-errors.js";
import { answer, preset } from "./sending.js";
import type { State } from "./state.js";
import { derived, primitive, UNDEFINED, type ErrorFacts, type Value } from "./values.js";

const SENDS = new Set([
  "send",
  "json",
  "jsonp",
  "end",
  "render",
  "redirect",
  "sendFile",
  "html",
  "text",
]);
const SETS_STATUS = new Set(["status", "code", "writeHead"]);
const RETURNS_REPLY = new Set([
  "type",
  "header",
  "headers",
  "set",
  "setHeader",
  "cookie",
  "vary",
  "links",
  "location",
]);

/**
 * A call that answers the request, or prepares the answer: what it does on the failing path.
 * Undefined where it is no such call.
 */
export function answerOf(
  machine: Machine,
  node: ts.CallExpression,
  receiver: Value | undefined,
  name: string | undefined,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  if (name === undefined) return undefined;
  const { checker } = machine.world;
  const callee = bare(node.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const kind = replyKindOf(checker, callee.expression);
    if (kind === "reply") return replyMethod(machine, node, name, receiver, args, state);
    if (kind === "context") return contextMethod(node, name, args, state);
    if (kind === "koa" && name === "throw") return thrown(numberOf(args[0]), node, args, state);
  }
  const given = nameBehind(checker, callee) ?? name;
  return (
    responseCall(machine, node, given, args, state) ??
    frameworkFunction(machine, node, given, args, state) ??
    declaredError(machine, node, args, state)
  );
}

/** A statement that answers the request, whatever comes later: `res.status(200).end();`. */
export function sendsAnswer(
  { world: { checker } }: Machine,
  node: ts.CallExpression,
  name: string | undefined,
): boolean {
  if (name === undefined || !(SENDS.has(name) || name === "sendStatus")) return false;
  const { expression, parent } = node;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isExpressionStatement(parent)) return false;
  const isUntyped =
    (checker.getTypeAtLocation(expression.expression).flags & ts.TypeFlags.Any) !== 0;
  return !isUntyped && replyKindOf(checker, expression.expression) === "reply";
}

/** The name under which a function was taken: `({ status: answer }) => answer(401)`, `import { error as refuse }`. */
function nameBehind(checker: ts.TypeChecker, callee: ts.Expression): string | undefined {
  if (!ts.isIdentifier(callee)) return undefined;
  const declaration = checker.getSymbolAtLocation(callee)?.declarations?.[0];
  if (
    declaration === undefined ||
    !(ts.isBindingElement(declaration) || ts.isImportSpecifier(declaration))
  )
    return undefined;
  const { propertyName } = declaration;
  return propertyName !== undefined && ts.isIdentifier(propertyName)
    ? propertyName.text
    : undefined;
}

/** `errors.NOT_SIGNED()` of oRPC. */
function declaredError(
  machine: Machine,
  node: ts.CallExpression,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  const status = statusOfDeclaredError(machine, node);
  return status === "none" ? undefined : normal(errorWith(status, args, state), state);
}

function replyMethod(
  machine: Machine,
  node: ts.CallExpression,
  name: string,
  receiver: Value | undefined,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  const self = receiver ?? derived();
  if (SETS_STATUS.has(name)) {
    state.prepareReply(args[0], node);
    return normal(self, state);
  }
  if (name === "sendStatus") {
    state.prepareReply(args[0], node);
    answer(machine, node, UNDEFINED, state);
    return normal(self, state);
  }
  if (SENDS.has(name)) {
    if (name === "redirect" && state.replyStatus === "unset")
      state.replyStatus = numberOf(args[0]) ?? 302;
    const [sent] = args;
    // Fastify takes the status of an error from the error itself.
    if (sent?.kind === "error" && state.replyStatus === "unset" && isFastifyReply(machine, node))
      state.prepareReply(primitive(errorStatus(sent) ?? 500), node);
    answer(machine, node, args[args.length - 1] ?? UNDEFINED, state);
    return normal(self, state);
  }
  return RETURNS_REPLY.has(name) ? normal(self, state) : undefined;
}

function isFastifyReply(
  { world: { checker } }: Machine,
  { expression }: ts.CallExpression,
): boolean {
  const callee = bare(expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return checker.getTypeAtLocation(callee.expression).getSymbol()?.name === "FastifyReply";
}

/** `c.json(body, 401)`, `c.text("no", 401)`, `c.body(null, { status: 401 })`. */
function contextMethod(
  node: ts.CallExpression,
  name: string,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  switch (name) {
    case "status":
      state.prepareReply(args[0], node);
      return normal(UNDEFINED, state);
    case "json":
    case "text":
    case "html":
    case "body":
    case "newResponse": {
      const given = args.length > 1 ? statusOf(args[1], state) : undefined;
      const status = given ?? (args.length > 1 ? undefined : preset(state, 200));
      const response = responseOf(status, args[0], node, state, args[1]);
      return normal(state.replyIsDue ? { ...response, due: true } : response, state);
    }
    case "notFound":
      return normal({ kind: "response", status: 404, node }, state);
    case "redirect":
      return normal(redirection(args, node, state), state);
    default:
      return undefined;
  }
}

/** `Response.redirect(url, 303)`; where the failure has chosen it, or its address, it tells of it. */
function redirection(args: readonly Value[], node: ts.CallExpression, state: State): Value {
  const status = numberOf(args[1]) ?? 302;
  const isDue = state.handling > 0 || args.some((arg) => marksWithin(arg, state).due === true);
  return { kind: "response", status, node, ...(isDue ? { tells: true } : {}) };
}

const RESPONSE_FUNCTIONS = new Set(["redirect", "error", "next", "json", "text", "html", "data"]);

/** A function whose value is a Fetch response: `Response.json(…)`, `NextResponse.json(…)`, `json(…)`. */
function responseCall(
  machine: Machine,
  node: ts.CallExpression,
  name: string,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  if (!RESPONSE_FUNCTIONS.has(name)) return undefined;
  const type = machine.world.checker.getTypeAtLocation(node);
  const typed = !(type.flags & ts.TypeFlags.Any) && isFetchResponse(type);
  const owner = bare(node.expression);
  const byName =
    ts.isPropertyAccessExpression(owner) &&
    ts.isIdentifier(owner.expression) &&
    /^(Next)?Response$/.test(owner.expression.text);
  if (!typed && !byName) return undefined;
  if (name === "redirect") return normal(redirection(args, node, state), state);
  if (name === "error") {
    // `Response.error()` has status 0, which servers send as a 500; `error(401, "bad")` of a package its own.
    const status = byName ? 500 : args.map(numberOf).find((given) => given !== undefined);
    return normal({ kind: "response", status, node }, state);
  }
  if (name === "next")
    return byName ? normal({ kind: "response", status: 200, node }, state) : undefined;
  return normal(responseOf(initStatus(args, 1, state), args[0], node, state, args[1]), state);
}

/** The packages that have h3's functions; Nuxt gives them to every file, without an import. */
const H3 = ["h3", "nitropack", "nuxt"] as const;

function isDeclared({ world: { checker } }: Machine, { expression }: ts.CallExpression): boolean {
  return checker.getSymbolAtLocation(expression) !== undefined;
}

/** Functions that frameworks export for an answer: `error(401)`, `status(401)`, `setResponseStatus(event, 401)`. */
function frameworkFunction(
  machine: Machine,
  node: ts.CallExpression,
  name: string,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  const [first, second = UNDEFINED] = args;
  const code = numberOf(first);
  switch (name) {
    case "setResponseStatus":
      // h3 is given the event first, TanStack Start the status alone.
      state.prepareReply(code === undefined ? second : first, node);
      return normal(UNDEFINED, state);
    case "sendError":
      if (!isFrom(machine, node, ...H3) && isDeclared(machine, node)) return undefined;
      state.replyStatus = errorStatus(second) ?? 500;
      answer(machine, node, second, state);
      return normal(UNDEFINED, state);
    case "createError":
    case "createHttpError": {
      const status =
        code ??
        propertyNumber(first, "statusCode", state) ??
        propertyNumber(first, "status", state) ??
        (namesNoStatus(first, state) && isFrom(machine, node, "http-errors", ...H3)
          ? 500
          : undefined);
      return normal(errorWith(status, args, state), state);
    }
    case "error":
      if (code === undefined || !isHttpStatus(code)) return undefined;
      return returnsOnly(ts.TypeFlags.Never, node.expression, machine.world.checker) ||
        isFrom(machine, node, "@sveltejs")
        ? thrown(code, node, args, state)
        : normal(responseOf(code, second, node, state, first), state);
    case "status":
    case "fail":
      return code !== undefined &&
        isHttpStatus(code) &&
        !returnsOnly(ts.TypeFlags.Never, node.expression, machine.world.checker)
        ? normal(responseOf(code, second, node, state, first), state)
        : undefined;
    case "data":
      return isFrom(machine, node, "react-router", "@remix-run")
        ? normal(responseOf(initStatus(args, 1, state), first, node, state, second), state)
        : undefined;
    default:
      return undefined;
  }
}

/** `createError("bad signature")`, `createError({ message })`: the packages' own default counts. */
function namesNoStatus(given: Value | undefined, state: State): boolean {
  if (given === undefined) return true;
  if (given.kind === "primitive") return typeof given.value === "string";
  const entry = given.kind === "reference" ? state.heap.get(given.id) : undefined;
  if (entry?.kind !== "object" || entry.open) return false;
  return !entry.props.has("statusCode") && !entry.props.has("status");
}

function thrown(
  status: number | undefined,
  node: ts.Node,
  args: readonly Value[],
  state: State,
): Completion[] {
  state.note({ thrownAt: node });
  return [{ kind: "throw", value: errorWith(status, args, state), state }];
}

function errorWith(status: number | undefined, args: readonly Value[], state: State): Value {
  const carries = args.some((arg) => marksWithin(arg, state).due === true);
  const error: ErrorFacts = {
    original: false,
    carries,
    mode: undefined,
    className: "HttpError",
    status,
  };
  return { kind: "error", error, due: state.handling > 0 || carries ? true : undefined };
}

function isHttpStatus(code: number): boolean {
  return code >= 100 && code < 600;
}
