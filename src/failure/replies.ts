import ts from "typescript";

/**
 * reply: an object that is told its status and then sends (Express, Node, Next's pages router, Fastify);
 * context: methods make the response that the handler returns (Hono); koa: the answer is what its
 * fields say in the end; set: Elysia's `set` object.
 */
export type ReplyKind = "reply" | "context" | "koa" | "set";

const REPLY_NAMES = /^(res|response|reply|resp)$/;
const CONTEXT_NAMES = /^(c|context)$/;

/** What kind of reply object an expression is: by its type's members, by its name only where it has no type. */
export function replyKindOf(checker: ts.TypeChecker, node: ts.Expression): ReplyKind | undefined {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
  if (type.flags & ts.TypeFlags.Any) return kindByName(node);
  const has = (name: string): boolean => checker.getPropertyOfType(type, name) !== undefined;
  if (isFetchResponse(type)) return undefined;
  if (has("json") && has("text") && has("html") && has("req")) return "context";
  if (has("throw") && has("status") && has("body")) return "koa";
  if (has("statusCode") && (has("end") || has("send"))) return "reply";
  if ((has("status") || has("code")) && (has("json") || has("send") || has("end"))) return "reply";
  if (has("status") && has("headers") && ts.isIdentifier(node) && node.text === "set") return "set";
  if (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === "set" &&
    has("status") &&
    has("headers")
  )
    return "set";
  return undefined;
}

function kindByName(node: ts.Expression): ReplyKind | undefined {
  // `res.status(400)` is the reply again.
  if (ts.isCallExpression(node))
    return ts.isPropertyAccessExpression(node.expression)
      ? kindByName(node.expression.expression)
      : undefined;
  const text = ts.isIdentifier(node)
    ? node.text
    : ts.isPropertyAccessExpression(node)
      ? node.name.text
      : "";
  if (REPLY_NAMES.test(text)) return "reply";
  if (CONTEXT_NAMES.test(text)) return "context";
  if (text === "ctx") return "koa";
  return text === "set" ? "set" : undefined;
}

/** A response of the Fetch standard or a subclass of it (NextResponse). */
export function isFetchResponse(type: ts.Type): boolean {
  const names = (candidate: ts.Type, depth: number): boolean => {
    const symbol = candidate.aliasSymbol ?? candidate.getSymbol();
    if (symbol?.name === "NextResponse") return true;
    if (symbol?.name === "Response" && candidate.getProperty("clone") !== undefined) return true;
    return depth < 3 && (candidate.getBaseTypes?.() ?? []).some((base) => names(base, depth + 1));
  };
  if (type.isUnion())
    return type.types.length > 0 && type.types.every((part) => isFetchResponse(part));
  if (type.isIntersection()) return type.types.some((part) => isFetchResponse(part));
  return names(type, 0);
}

/** Whether a write sets the status of a reply: `res.statusCode = 401`, `ctx.status = 400`, `set.status = 401`. */
export function isReplyStatusWrite(
  checker: ts.TypeChecker,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
): boolean {
  if (name !== "status" && name !== "statusCode") return false;
  const kind = replyKindOf(checker, node.expression);
  return kind !== undefined && (name === "status" || kind === "reply");
}

/** Whether a write is the answer itself: `ctx.body = …`. */
export function isReplyBodyWrite(
  checker: ts.TypeChecker,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
): boolean {
  return name === "body" && replyKindOf(checker, node.expression) === "koa";
}
