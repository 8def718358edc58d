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
  if (isFetchResponse(type)) return undefined;
  const hasAll = (names: readonly string[]): boolean =>
    names.every((name) => checker.getPropertyOfType(type, name) !== undefined);
  const found = SHAPES.find(({ members }) => members.some(hasAll));
  return (
    found?.kind ?? (OWN_REPLY.test(nameOf(node)) && hasStatus(type, checker) ? "set" : undefined)
  );
}

/** What holds the status to answer with under a type of the program's own: Elysia's `set`, a `ctx`. */
const OWN_REPLY = /^(?:set|ctx|context|res|response|reply)$/u;

/** Elysia's `set` under a type that a handler in a file of its own writes for it: `{ status: number }`. */
function hasStatus(type: ts.Type, checker: ts.TypeChecker): boolean {
  const status = checker.getPropertyOfType(type, "status");
  const held = status && checker.getTypeOfSymbol(status);
  const parts = held?.isUnion() ? held.types : [held];
  return parts.some(
    (part) => part && (part.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.Any)) !== 0,
  );
}

/** Members that only one kind has; looked through from the top. */
const SHAPES: readonly {
  readonly kind: ReplyKind;
  readonly members: readonly (readonly string[])[];
}[] = [
  { kind: "context", members: [["json", "text", "html", "req"]] },
  // Koa's context, and its `ctx.response`.
  {
    kind: "koa",
    members: [
      ["throw", "status", "body"],
      ["headerSent", "status", "body"],
    ],
  },
  {
    kind: "reply",
    members: [
      ["statusCode", "end"],
      ["statusCode", "send"],
      ...["status", "code"].flatMap((sets) => ["json", "send", "end"].map((ends) => [sets, ends])),
    ],
  },
];

function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : "";
}

function kindByName(node: ts.Expression): ReplyKind | undefined {
  // `res.status(400)` is the reply again.
  if (ts.isCallExpression(node)) {
    if (!ts.isPropertyAccessExpression(node.expression)) return undefined;
    // Nest's `host.switchToHttp().getResponse()`
    if (node.expression.name.text === "getResponse") return "reply";
    return kindByName(node.expression.expression);
  }
  const text = nameOf(node);
  if (ts.isPropertyAccessExpression(node) && nameOf(node.expression) === "ctx") return "koa";
  if (REPLY_NAMES.test(text)) return "reply";
  if (CONTEXT_NAMES.test(text)) return "context";
  if (text === "ctx") return "koa";
  return text === "set" ? "set" : undefined;
}

/** What every response of the Fetch standard has, and hardly anything else altogether. */
const RESPONSE_MEMBERS = ["ok", "status", "headers", "bodyUsed", "clone", "arrayBuffer"] as const;

/**
 * A response of the Fetch standard: itself, a subclass of it (NextResponse, TanStack's generic
 * JsonResponse), or a type that is made of its members (Remix's `Omit<Response, "json"> & …`).
 */
export function isFetchResponse(type: ts.Type): boolean {
  if (type.isUnion())
    return type.types.length > 0 && type.types.every((part) => isFetchResponse(part));
  if (type.isIntersection()) return type.types.some((part) => isFetchResponse(part));
  const symbol = type.aliasSymbol ?? type.getSymbol();
  if (symbol?.name === "NextResponse") return true;
  if (symbol?.name === "Response" && type.getProperty("clone") !== undefined) return true;
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    RESPONSE_MEMBERS.every((name) => type.getProperty(name) !== undefined)
  );
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

/** Whether a write is the whole answer: `context.res = { status: 401 }` of Azure's third programming model. */
export function isReplyWrite(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
): boolean {
  const holder = node.expression;
  return name === "res" && ts.isIdentifier(holder) && /^(?:context|ctx)$/u.test(holder.text);
}

/** Whether a write is the answer itself: `ctx.body = …`. */
export function isReplyBodyWrite(
  checker: ts.TypeChecker,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
): boolean {
  return name === "body" && replyKindOf(checker, node.expression) === "koa";
}
