import ts from "typescript";
import type { FunctionNode } from "./call-site.js";
import { innermost, memberName, resolved } from "./declarations.js";
import type { ErrorHandler, ErrorHandlerContext } from "./error-handlers.js";
import { nestDecorators } from "./nest.js";
import { originOf, packageOf } from "./origin.js";

/**
 * The exception filters that a Nest program puts to use: by `useGlobalFilters`, by a provider for
 * APP_FILTER, or by `@UseFilters` on a controller or method. A filter class that nobody uses is none.
 */
export function* nestFilters(context: ErrorHandlerContext): Generator<ErrorHandler> {
  const { mentions, isTestFile } = context;
  for (const name of ["useGlobalFilters", "APP_FILTER", "UseFilters"]) {
    for (const file of mentions.filesOf(name)) {
      if (isTestFile(file)) continue;
      for (const mention of mentions.inFile(file, name)) {
        yield* usedAt(filtersAt(mention, name, context), context);
      }
    }
  }
}

function* usedAt(use: Use | undefined, context: ErrorHandlerContext): Generator<ErrorHandler> {
  for (const filter of use?.filters ?? []) {
    const found = filterOf(filter, context);
    if (found === undefined) continue;
    const { scope } = use ?? {};
    yield { framework: "nest", registration: filter, scope, asyncRoutes: true, ...found };
  }
}

interface Use {
  readonly filters: readonly ts.Expression[];
  readonly scope: readonly ts.Node[] | undefined;
}

function filtersAt(
  mention: ts.Node,
  name: string,
  { checker }: ErrorHandlerContext,
): Use | undefined {
  if (name === "APP_FILTER") {
    const provider = ts.isPropertyAssignment(mention.parent) ? mention.parent.parent : undefined;
    return provider === undefined ? undefined : { filters: providedBy(provider), scope: undefined };
  }
  const callee = ts.isPropertyAccessExpression(mention.parent)
    ? mention.parent
    : (mention as ts.Expression);
  const call = callee.parent;
  if (!ts.isCallExpression(call) || call.expression !== callee) return undefined;
  if (name === "UseFilters") {
    return ts.isDecorator(call.parent)
      ? { filters: call.arguments, scope: [call.parent.parent] }
      : undefined;
  }
  const declaration = checker.getResolvedSignature(call)?.getDeclaration();
  const from = declaration === undefined ? undefined : packageOf(declaration);
  return from?.startsWith("@nestjs/") === true
    ? { filters: call.arguments, scope: undefined }
    : undefined;
}

/** `{ provide: APP_FILTER, useClass: AllErrors }` */
function providedBy(provider: ts.ObjectLiteralExpression): readonly ts.Expression[] {
  return provider.properties.flatMap((member) => {
    const name = member.name && memberName(member.name);
    const isFilter = name === "useClass" || name === "useValue" || name === "useExisting";
    return isFilter && ts.isPropertyAssignment(member) ? [member.initializer] : [];
  });
}

/** The filter behind `AllErrors` or `new AllErrors(…)`. */
function filterOf(
  expression: ts.Expression,
  { checker }: ErrorHandlerContext,
): { handler: FunctionNode | undefined; catches: readonly ts.Expression[] } | undefined {
  const inner = innermost(expression);
  const named = ts.isNewExpression(inner) ? inner.expression : inner;
  const symbol = checker.getSymbolAtLocation(named);
  const declaration = symbol && resolved(symbol, checker).declarations?.find(ts.isClassLike);
  if (declaration === undefined) {
    // `useGlobalFilters(filter)`: a variable, whose class its type names.
    const byType = (checker.getTypeAtLocation(inner).symbol as ts.Symbol | undefined)
      ?.valueDeclaration;
    return byType !== undefined && ts.isClassLike(byType)
      ? filterClass(byType, checker)
      : undefined;
  }
  return filterClass(declaration, checker);
}

function filterClass(
  node: ts.ClassLikeDeclaration,
  checker: ts.TypeChecker,
): { handler: FunctionNode | undefined; catches: readonly ts.Expression[] } {
  const decorator = nestDecorators(node as ts.ClassDeclaration, checker).find(
    ({ name }) => name === "Catch",
  );
  const method = node.members.find(
    (member): member is ts.MethodDeclaration =>
      ts.isMethodDeclaration(member) && memberName(member.name) === "catch",
  );
  const isOwn = method?.body !== undefined && originOf(method) === undefined;
  return { handler: isOwn ? method : undefined, catches: decorator?.arguments ?? [] };
}
