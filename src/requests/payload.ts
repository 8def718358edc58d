import ts from "typescript";
import { PAYLOAD, REQUEST, UNKNOWN, type Value } from "./path-values.js";
import { memberObject, unwrapped } from "./syntax.js";

/** Properties and methods of requests, in whatever framework, that answer the body. */
const BODY_MEMBERS = new Set([
  "body",
  "rawBody",
  "raw",
  "text",
  "json",
  "formData",
  "arrayBuffer",
  "blob",
  "bytes",
  "parseBody",
  "payload",
  "valid",
]);
/** Parts of a request or context that have the body still to read. */
const REQUEST_MEMBERS = new Set(["req", "request", "node", "clone", "event", "web"]);
const HEADER_MEMBERS = new Set([
  "headers",
  "header",
  "get",
  "rawHeaders",
  "getHeader",
  "multiValueHeaders",
]);
const QUERY_MEMBERS = new Set([
  "query",
  "queries",
  "searchParams",
  "queryStringParameters",
  "rawQueryString",
  "querystring",
]);
const URL_MEMBERS = new Set(["url", "nextUrl", "originalUrl"]);

/** What `value.name` is, and what calling it answers. */
export function memberOf(value: Value, name: string | undefined): Value {
  const member = partOf(value, name);
  return value.told ? { ...member, told: true } : member;
}

function partOf(value: Value, name: string | undefined): Value {
  if (name !== undefined && value.props?.has(name)) return value.props.get(name) ?? UNKNOWN;
  // const { valid } = await check(req)
  if (value.verdict)
    return value.payload ? { payload: true, verdict: value.verdict } : { verdict: value.verdict };
  if (value.payload) return PAYLOAD;
  if (value.request && name !== undefined) {
    if (value.beside?.has(name)) return { metadata: "beside" };
    if (BODY_MEMBERS.has(name)) return PAYLOAD;
    if (REQUEST_MEMBERS.has(name)) return REQUEST;
    if (HEADER_MEMBERS.has(name)) return { metadata: "headers" };
    if (QUERY_MEMBERS.has(name)) return { metadata: "query" };
    return URL_MEMBERS.has(name) ? { metadata: "url" } : UNKNOWN;
  }
  if (value.metadata === "url") return name === "searchParams" ? { metadata: "query" } : UNKNOWN;
  return value.metadata ? { metadata: value.metadata } : UNKNOWN;
}

/** `getRawBody(req)`, `buffer(req)`, `readBody(event)`: functions that are given a request and answer its body. */
export function readsBody(callee: string): boolean {
  return /body|buffer|text|json|raw|payload/iu.test(callee);
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
