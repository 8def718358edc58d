import ts from "typescript";
import { packageOf } from "./declarations.js";
import { isLogging } from "./logging.js";
import { PAYLOAD, REQUEST, UNKNOWN, type Value } from "./path-values.js";
import { memberName, memberObject, unwrapped } from "./syntax.js";

/** Properties and methods of requests, in whatever framework, that answer the body. */
const BODY_MEMBERS = new Set([
  "body", "rawBody", "raw", "text", "json", "formData", "arrayBuffer", "blob", "bytes", "parseBody", "payload", "bodyUsed",
]);
/** Parts of a request or context that have the body still to read. */
const REQUEST_MEMBERS = new Set(["req", "request", "node", "clone", "event", "web"]);
const HEADER_MEMBERS = new Set(["headers", "header", "get", "rawHeaders", "getHeader", "multiValueHeaders"]);
const QUERY_MEMBERS = new Set(["query", "queries", "searchParams", "nextUrl", "queryStringParameters", "rawQueryString", "querystring", "url"]);

/** What `value.name` is, and what calling it answers. */
export function memberOf(value: Value, name: string | undefined): Value {
  if (name !== undefined && value.props?.has(name)) return value.props.get(name) ?? UNKNOWN;
  if (value.payload) return PAYLOAD;
  if (value.request && name !== undefined) {
    if (value.beside?.has(name)) return { metadata: "beside" };
    if (BODY_MEMBERS.has(name)) return PAYLOAD;
    if (REQUEST_MEMBERS.has(name)) return REQUEST;
    if (HEADER_MEMBERS.has(name)) return { metadata: "headers" };
    if (QUERY_MEMBERS.has(name)) return { metadata: "query" };
    return UNKNOWN;
  }
  return value.metadata ? { metadata: value.metadata } : UNKNOWN;
}

/** `getRawBody(req)`, `buffer(req)`, `readBody(event)`: functions that are given a request and answer its body. */
export function readsBody(callee: string): boolean {
  return /body|buffer|text|json|raw|payload/iu.test(callee);
}

/**
 * Functions that check who sent a request in another way, by what they are called: another
 * provider's `constructEvent`, `timingSafeEqual`, an API key check. Used for silence only.
 */
export function authenticates(callee: string): boolean {
  return /verif|signature|hmac|constructEvent|timingSafe|authenticat|authoriz|requireAuth|checkAuth|apiKey|isAdmin/iu.test(callee);
}

/** Functions that look at the form of a value and answer it, or whether it has the form. */
const FORM_CHECKS = /^(?:parse|safeParse|parseAsync|safeParseAsync|validate\w*|assert\w*|is[A-Z]\w*|decode\w*|deserialize\w*|String|Number|Boolean|Date)$/u;

/** Functions of the platform that send or store what they are given. */
const PLATFORM_SINKS = new Set([
  "fetch", "writeFile", "writeFileSync", "appendFile", "appendFileSync", "exec", "execFile", "spawn", "emit", "postMessage", "setItem", "dispatchEvent",
]);

const ANSWERS = new Set(["json", "send", "end", "write", "text", "html", "body", "jsonp", "status", "code", "redirect", "sendStatus", "type", "header", "set", "setHeader"]);

/** What calling a function outside of the program does with the payload that it is given. */
export type CallEffect = "log" | "form" | "answer" | "authentication" | "use";

/**
 * Classifies a call of code outside of the program.
 *
 * @param isOwnParameter whether an identifier is a parameter of the handler that is walked, such as `res`
 */
export function effectOf(
  call: ts.CallExpression,
  program: ts.Program,
  isOwnParameter: (node: ts.Identifier) => boolean,
): CallEffect {
  const callee = unwrapped(call.expression);
  const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
  if (isLogging(call)) return "log";
  const object = memberObject(callee);
  if (object && ANSWERS.has(name) && isAnswer(object, isOwnParameter)) return "answer";
  if (authenticates(name)) return "authentication";
  if (PLATFORM_SINKS.has(name)) return "use";
  if (FORM_CHECKS.test(name)) return "form";
  return isPlatform(call, program) ? "form" : "use";
}

/** `res.status(200)` of the handler's parameter `res`; `Response`, `NextResponse`. */
function isAnswer(object: ts.Expression, isOwnParameter: (node: ts.Identifier) => boolean): boolean {
  const base = baseOf(object);
  return base !== undefined && (isOwnParameter(base) || /Response$/u.test(base.text));
}

/** `a` of `a.b().c[0]`. */
export function baseOf(expression: ts.Expression): ts.Identifier | undefined {
  let node = unwrapped(expression);
  for (;;) {
    if (ts.isAwaitExpression(node)) node = unwrapped(node.expression);
    else if (ts.isCallExpression(node)) node = unwrapped(node.expression);
    else {
      const object = memberObject(node);
      if (!object) return ts.isIdentifier(node) ? node : undefined;
      node = unwrapped(object);
    }
  }
}

/** Whether a call is of the language's or the platform's own library. */
function isPlatform(call: ts.CallExpression, program: ts.Program): boolean {
  const declaration = program.getTypeChecker().getResolvedSignature(call)?.declaration;
  if (!declaration) return false;
  if (program.isSourceFileDefaultLibrary(declaration.getSourceFile())) return true;
  const owner = packageOf(declaration);
  return owner === "@types/node" || owner === "undici-types" || owner === "typescript" || owner === "svix" || owner === "standardwebhooks";
}
