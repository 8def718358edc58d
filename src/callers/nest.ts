import ts from "typescript";
import { memberName } from "./declarations.js";
import type { FrameworkHandler } from "./frameworks.js";
import { ancestorsOf } from "./heritage.js";
import { originOf, originsOf } from "./origin.js";

const COMMON = "@nestjs/common";

const ROUTES: ReadonlySet<string> = new Set([
  "Get",
  "Post",
  "Put",
  "Patch",
  "Delete",
  "All",
  "Options",
  "Head",
  "Search",
  "Sse",
]);

/** Interfaces of Nest whose method it calls for a request. */
const CALLED: ReadonlyMap<
  string,
  { readonly method: string } & Pick<FrameworkHandler, "role" | "parameters">
> = new Map([
  ["CanActivate", { method: "canActivate", role: "guard", parameters: { context: 0 } }],
  [
    "NestMiddleware",
    { method: "use", role: "middleware", parameters: { request: 0, response: 1, next: 2 } },
  ],
  [
    "NestInterceptor",
    { method: "intercept", role: "middleware", parameters: { context: 0, next: 1 } },
  ],
  ["PipeTransform", { method: "transform", role: "middleware", parameters: {} }],
  [
    "ExceptionFilter",
    { method: "catch", role: "errorHandler", parameters: { error: 0, context: 1 } },
  ],
]);

/** What Nest calls this method for: a route of a controller, a guard, a filter …; undefined: it does not. */
export function nestHandlerOf(
  method: ts.MethodDeclaration,
  checker: ts.TypeChecker,
): FrameworkHandler | undefined {
  if (!ts.isClassLike(method.parent)) return undefined;
  if (nestDecorators(method, checker).some(({ name }) => ROUTES.has(name))) {
    return nestHandler("route", decoratedParameters(method, checker));
  }
  const ancestors = [...ancestorsOf(method.parent, checker)].flatMap(
    (parent) => originOf(parent) ?? [],
  );
  const written = (method.parent.heritageClauses ?? []).flatMap(({ types }) =>
    types.flatMap(({ expression }) => originsOf(expression, checker)),
  );
  const called = [...ancestors, ...written]
    .flatMap((origin) => (origin.package === COMMON ? (CALLED.get(origin.name) ?? []) : []))
    .find((row) => memberName(method.name) === row.method);
  return called && nestHandler(called.role, called.parameters);
}

function nestHandler(
  role: FrameworkHandler["role"],
  parameters: FrameworkHandler["parameters"],
): FrameworkHandler {
  return { framework: "nest", role, parameters, registered: true, forwardsRejections: false };
}

/** `handle(@Req() req, @Res() res)` */
function decoratedParameters(
  method: ts.MethodDeclaration,
  checker: ts.TypeChecker,
): FrameworkHandler["parameters"] {
  const parameters: { request?: number; response?: number; next?: number } = {};
  for (const [index, parameter] of method.parameters.entries()) {
    for (const { name } of nestDecorators(parameter, checker)) {
      if (name === "Res" || name === "Response") parameters.response ??= index;
      if (name === "Req" || name === "Request") parameters.request ??= index;
      if (name === "Next") parameters.next ??= index;
    }
  }
  return parameters;
}

/** A decorator of @nestjs/common, by its name there. */
export interface NestDecorator {
  readonly name: string;
  readonly arguments: readonly ts.Expression[];
}

export function nestDecorators(
  node: ts.HasDecorators,
  checker: ts.TypeChecker,
): readonly NestDecorator[] {
  return (ts.getDecorators(node) ?? []).flatMap(({ expression }) => {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    const origin = originsOf(callee, checker).find((found) => found.package === COMMON);
    return origin === undefined
      ? []
      : [
          {
            name: origin.name,
            arguments: ts.isCallExpression(expression) ? [...expression.arguments] : [],
          },
        ];
  });
}
