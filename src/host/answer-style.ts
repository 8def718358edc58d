import ts from "typescript";
import { isFetchResponse, replyKindOf } from "../failure/replies.js";
import { importing, importOf, importsValue } from "./imports.js";
import { functionAround } from "./layout.js";
import type { TextEdit } from "./suggested-edits.js";

/** Statements that answer a request and end its handling, and what they need besides. */
export interface Answer {
  readonly lines: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** What is answered: a status and a few words. */
export interface Reason {
  readonly status: 401 | 502;
  readonly text: string;
}

interface Handler {
  readonly fn: ts.SignatureDeclaration;
  readonly file: ts.SourceFile;
  readonly checker: ts.TypeChecker;
  /** The types that the handler returns, promises and `void` taken off. */
  readonly returned: readonly ts.Type[];
}

/**
 * How the function around a node answers its request, in the style of its framework: by the reply
 * object it is given, the exceptions of the package it imports, or what it returns. Undefined where
 * that is not plain, for instance in a helper that answers nobody.
 */
export function answerAt(
  node: ts.Node,
  reason: Reason,
  checker: ts.TypeChecker,
): Answer | undefined {
  const fn = functionAround(node);
  if (fn === undefined) return undefined;
  const handler = { fn, file: node.getSourceFile(), checker, returned: returnedBy(fn, checker) };
  for (const name of fn.parameters.flatMap(({ name: given }) => identifiersIn(given))) {
    if (isUntyped(checker.getTypeAtLocation(name)) && !isInPlace(name, fn)) continue;
    const lines = byParameter(handler, name, reason);
    if (lines !== undefined) return { lines, edits: [] };
  }
  return (
    byException(handler, reason) ?? byMissingReply(handler, reason) ?? byReturned(handler, reason)
  );
}

/** Whether a parameter without a type stands where the one of its name does: `(ctx, next)`, `(req, res, next)`. */
function isInPlace(name: ts.Identifier, { parameters }: ts.SignatureDeclaration): boolean {
  const index = parameters.findIndex((parameter) => parameter.name === name);
  if (!/^ctx$|^context$/u.test(name.text)) return index < 2 && parameters.length <= 4;
  const [, second] = parameters;
  return index === 0 && (second === undefined || second.name.getText() === "next");
}

function identifiersIn(name: ts.BindingName): readonly ts.Identifier[] {
  return ts.isIdentifier(name)
    ? [name]
    : name.elements.flatMap((element) =>
        ts.isBindingElement(element) && ts.isIdentifier(element.name) ? [element.name] : [],
      );
}

function returnedBy(fn: ts.SignatureDeclaration, checker: ts.TypeChecker): readonly ts.Type[] {
  const signature = checker.getSignatureFromDeclaration(fn);
  const type = signature && checker.getReturnTypeOfSignature(signature);
  const awaited = type && (checker.getAwaitedType(type) ?? type);
  if (awaited === undefined) return [];
  const nothing = ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never;
  return (awaited.isUnion() ? awaited.types : [awaited]).filter(({ flags }) => !(flags & nothing));
}

function byParameter(
  handler: Handler,
  name: ts.Identifier,
  { status, text }: Reason,
): readonly string[] | undefined {
  const { checker } = handler;
  const reply = name.text;
  const body = `{ error: ${JSON.stringify(text)} }`;
  const type = checker.getTypeAtLocation(name);
  const untyped = (type.flags & ts.TypeFlags.Any) !== 0;
  const has = (property: string): boolean =>
    untyped || checker.getPropertyOfType(type, property) !== undefined;
  if (reply === "status" && ts.isBindingElement(name.parent) && type.getCallSignatures().length > 0)
    return [`return status(${status}, ${body});`];
  switch (replyKindOf(checker, name)) {
    case "context":
      return untyped && reply !== "c" ? undefined : [`return ${reply}.json(${body}, ${status});`];
    case "koa":
      return [`${reply}.status = ${status};`, `${reply}.body = ${body};`, "return;"];
    case "set":
      return [`${reply}.status = ${status};`, `return ${JSON.stringify(text)};`];
    case "reply":
      if (has("code") && has("send") && (!untyped || reply === "reply"))
        return [
          `return ${reply}.code(${status}).send(${takes(handler, name, "send") ? body : ""});`,
        ];
      if (has("status") && has("json"))
        return ending(
          handler,
          reply,
          `${reply}.status(${status}).${takes(handler, name, "json") ? `json(${body})` : "end()"}`,
        );
      return has("statusCode") && has("end")
        ? [`${reply}.statusCode = ${status};`, `${reply}.end(${JSON.stringify(text)});`, "return;"]
        : undefined;
    case undefined:
      return undefined;
  }
}

/** Whether the reply's method takes an `{ error }`; a reply may be typed by the body of its success. */
function takes({ checker }: Handler, reply: ts.Identifier, method: string): boolean {
  const symbol = checker.getTypeAtLocation(reply).getProperty(method);
  const type = symbol && checker.getTypeOfSymbolAtLocation(symbol, reply);
  const [parameter] = type?.getCallSignatures()[0]?.parameters ?? [];
  if (parameter === undefined) return true;
  const body = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, reply));
  // Only an object type that is no list (Fastify's rest parameters) tells what it lacks.
  return (
    (body.flags & ts.TypeFlags.Object) === 0 ||
    body.getProperty("length") !== undefined ||
    body.getProperty("error") !== undefined ||
    body.getStringIndexType() !== undefined
  );
}

/** `return res.…` where the handler itself does so, else the answer and `return;`. */
function ending({ fn }: Handler, reply: string, answer: string): readonly string[] {
  const body = "body" in fn ? fn.body : undefined;
  return body !== undefined && returnsReply(body, reply)
    ? [`return ${answer};`]
    : [`${answer};`, "return;"];
}

function returnsReply(node: ts.Node, reply: string): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isReturnStatement(node) && node.expression?.getText().startsWith(`${reply}.`)) return true;
  return ts.forEachChild(node, (child) => returnsReply(child, reply) || undefined) ?? false;
}

/** Exceptions that frameworks answer with a status of their own. */
function byException({ fn, file, checker }: Handler, { status, text }: Reason): Answer | undefined {
  const words = JSON.stringify(text);
  if (fn.parameters.some(({ name }) => isH3Event(checker.getTypeAtLocation(name))))
    return throwing(
      file,
      "h3",
      "createError",
      (name) => `${name}({ statusCode: ${status}, statusMessage: ${words} })`,
    );
  if (status !== 401) return undefined;
  if (importsValue(file, "@trpc/server", "TRPCError"))
    return throwing(
      file,
      "@trpc/server",
      "TRPCError",
      (name) => `new ${name}({ code: "UNAUTHORIZED", message: ${words} })`,
    );
  if (importsValue(file, "@orpc/server", "ORPCError"))
    return throwing(
      file,
      "@orpc/server",
      "ORPCError",
      (name) => `new ${name}("UNAUTHORIZED", { message: ${words} })`,
    );
  return ts.isClassLike(fn.parent)
    ? throwing(file, "@nestjs/common", "UnauthorizedException", (name) => `new ${name}(${words})`)
    : undefined;
}

function throwing(
  file: ts.SourceFile,
  module: string,
  name: string,
  thrown: (name: string) => string,
): Answer | undefined {
  const imported = importing(file, module, name);
  return imported && { lines: [`throw ${thrown(imported.name)};`], edits: imported.edits };
}

/** Fastify's route without its second parameter, which can be had for the asking. */
function byMissingReply({ fn, checker }: Handler, { status, text }: Reason): Answer | undefined {
  const [request, second] = fn.parameters;
  if (request === undefined || second !== undefined || request.type !== undefined) return undefined;
  const type = checker.getTypeAtLocation(request.name);
  if (type.getSymbol()?.name !== "FastifyRequest") return undefined;
  return {
    lines: [`return reply.code(${status}).send({ error: ${JSON.stringify(text)} });`],
    edits: [{ start: request.end, end: request.end, text: ", reply" }],
  };
}

function isH3Event(type: ts.Type): boolean {
  return type.getSymbol()?.name === "H3Event";
}

function byReturned(handler: Handler, { status, text }: Reason): Answer | undefined {
  const { fn, file, checker, returned } = handler;
  const words = JSON.stringify(text);
  const source = fn.getText();
  const returns = (value: string): Answer => ({ lines: [`return ${value};`], edits: [] });
  const answersNext =
    source.includes("NextResponse") && importsValue(file, "next/server", "NextResponse");
  const fetches =
    returned.length > 0 && isRequestHandler(handler)
      ? returned.every((type) => isResponseLike(type) || (answersNext && isUntyped(type)))
      : fn.type === undefined && isGivenRequest(handler);
  if (fetches) {
    if (answersNext)
      return returns(`NextResponse.json({ error: ${words} }, { status: ${status} })`);
    // A declared type that is not Response's own takes no plain Response.
    if (fn.type && !returned.some((type) => type.getSymbol()?.name === "Response"))
      return undefined;
    return source.includes("Response.json(")
      ? returns(`Response.json({ error: ${words} }, { status: ${status} })`)
      : returns(`new Response(${words}, { status: ${status} })`);
  }
  // Elysia sends responses as they are, beside whatever else its routes return.
  if (importOf(file, "elysia") && fn.type === undefined && isGivenRequest(handler))
    return returns(`new Response(${words}, { status: ${status} })`);
  const objects = returned.filter(({ flags }) => flags & ts.TypeFlags.Object);
  const has = (type: ts.Type, name: string): boolean =>
    checker.getPropertyOfType(type, name) !== undefined;
  // A serverless function: `{ statusCode: 200, body: "ok" }`.
  return objects.length > 0 && objects.every((type) => has(type, "statusCode"))
    ? returns(`{ statusCode: ${status}, body: ${words} }`)
    : undefined;
}

/** A response of the Fetch standard, or what frameworks type like one (Remix's TypedResponse). */
function isResponseLike(type: ts.Type): boolean {
  return (
    isFetchResponse(type) ||
    ["status", "headers", "ok", "clone"].every((name) => type.getProperty(name) !== undefined)
  );
}

/** The names under which frameworks look for a route in a module's exports. */
const ROUTES = /^(?:GET|POST|PUT|PATCH|DELETE|ALL|loader|action|fetch|handler|default)$/u;

/**
 * Whether a function that returns a response is one that answers with it, and no client's that hands
 * on what it was answered: it is given a request or what may hold one, stands where frameworks look
 * for routes, or makes responses itself.
 */
function isRequestHandler(handler: Handler): boolean {
  const { fn, checker } = handler;
  const holdsRequest = fn.parameters.some(({ name }) => {
    const type = checker.getTypeAtLocation(name);
    return isUntyped(type) || ["request", "req"].some((one) => type.getProperty(one) !== undefined);
  });
  if (holdsRequest || isGivenRequest(handler) || ts.isCallExpression(fn.parent)) return true;
  const name = ("name" in fn ? fn.name : undefined) ?? nameAround(fn);
  if (name !== undefined && ROUTES.test(name.getText())) return true;
  return /\bnew \w*Response\(|\b\w*Response\.(?:json|redirect|next)\(|(?<![.\w])json\(/u.test(
    fn.getText(),
  );
}

/** `const POST = async () => …`, `{ fetch: async () => … }` */
function nameAround({ parent }: ts.SignatureDeclaration): ts.Node | undefined {
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name
    : undefined;
}

function isUntyped(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) !== 0;
}

function isGivenRequest({ fn, checker }: Handler): boolean {
  return fn.parameters
    .flatMap(({ name }) => identifiersIn(name))
    .some((name) => {
      const type = checker.getTypeAtLocation(name);
      return ["headers", "text", "json", "clone", "method"].every(
        (property) => type.getProperty(property) !== undefined,
      );
    });
}
