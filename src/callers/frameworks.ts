import ts from "typescript";
import { memberName, outermost } from "./declarations.js";
import {
  handlerTypes,
  parameterTypes,
  registrations,
  routeFiles,
  type Framework,
  type HandlerParameters,
  type HandlerRole,
} from "./framework-table.js";
import { nestHandlerOf } from "./nest.js";
import { originsOfAskedType, originsOfCallee, originsOfParameter } from "./origin.js";
import { memberOf, placementOf } from "./placement.js";

export type { Framework, HandlerParameters, HandlerRole } from "./framework-table.js";

/** A function that a web framework calls. */
export interface FrameworkHandler {
  readonly framework: Framework;
  readonly role: HandlerRole;
  readonly parameters: HandlerParameters;
  /**
   * Whether the framework was seen to be given the function (a call, a decorator, an exported name in
   * a route file). False: it only has the types of a handler and may be called by others.
   */
  readonly registered: boolean;
  /** Whether a package's wrapper hands rejections to the framework, so that Express 4 hears of them. */
  readonly forwardsRejections: boolean;
}

/** Wrappers of Express handlers whose point is to call `next(error)` when the handler rejects. */
const FORWARDERS: ReadonlySet<string> = new Set([
  "express-async-handler",
  "express-promise-router",
]);

/**
 * Which framework calls the function (or the function that the expression mentions where it is
 * handed on), and in which role. Undefined when it is no handler as far as declarations tell.
 */
export function frameworkOf(node: ts.Node, checker: ts.TypeChecker): FrameworkHandler | undefined {
  return (
    (ts.isMethodDeclaration(node) ? nestHandlerOf(node, checker) : undefined) ??
    byRegistration(node, checker) ??
    byGlobal(node, checker) ??
    byRouteFile(node, checker) ??
    byDefaultExport(node) ??
    byAskedType(node, checker) ??
    byParameters(node, checker)
  );
}

/** `app.post("/webhooks", handler)` */
function byRegistration(node: ts.Node, checker: ts.TypeChecker): FrameworkHandler | undefined {
  const placement = placementOf(node);
  if (placement === undefined) return undefined;
  const [property] = placement.path;
  const arity = parameterCount(node, checker);
  for (const origin of originsOfCallee(placement.call, checker)) {
    const found = registrations.find(
      (row) =>
        row.packages.includes(origin.package) &&
        (row.calls?.includes(origin.name) ?? true) &&
        (row.property === undefined
          ? property === undefined || property === "handler"
          : fits(row.property, property)) &&
        (row.arity === undefined || row.arity === arity),
    );
    if (found === undefined) continue;
    return {
      ...handler(found.framework, found.role, found.parameters, true),
      forwardsRejections: FORWARDERS.has(origin.package),
    };
  }
  return undefined;
}

function fits(asked: string | RegExp, property: string | undefined): boolean {
  if (typeof asked === "string") return asked === property;
  return property !== undefined && asked.test(property);
}

function parameterCount(node: ts.Node, checker: ts.TypeChecker): number {
  if (ts.isFunctionLike(node)) return node.parameters.length;
  const [signature] = ts.isExpression(node)
    ? checker.getTypeAtLocation(node).getCallSignatures()
    : [];
  return signature?.parameters.length ?? 0;
}

/** `Deno.serve(handler)`, `Bun.serve({ fetch })`: globals that no package declares. */
function byGlobal(node: ts.Node, checker: ts.TypeChecker): FrameworkHandler | undefined {
  const placement = placementOf(node);
  const callee = placement?.call.expression;
  if (
    callee === undefined ||
    !ts.isPropertyAccessExpression(callee) ||
    callee.name.text !== "serve" ||
    !ts.isIdentifier(callee.expression)
  ) {
    return undefined;
  }
  const name = callee.expression.text;
  const declarations = checker.getSymbolAtLocation(callee.expression)?.declarations ?? [];
  if (declarations.some((declaration) => !declaration.getSourceFile().isDeclarationFile))
    return undefined;
  const [property] = placement?.path ?? [];
  if (name === "Deno") return handler("deno", "route", { request: 0 }, true);
  return name === "Bun" && property === "fetch"
    ? handler("bun", "route", { request: 0 }, true)
    : undefined;
}

/** A function that a file with such a name exports under such a name. */
function byRouteFile(node: ts.Node, checker: ts.TypeChecker): FrameworkHandler | undefined {
  const fileName = node.getSourceFile().fileName;
  const row = routeFiles.find(({ file }) => file.test(fileName));
  const name = row && exportedName(node, checker);
  return row !== undefined && name !== undefined && row.exports.test(name)
    ? handler(row.framework, "route", row.parameters, true)
    : undefined;
}

/**
 * The name under which the file exports the function: itself, as a member of an object, or wrapped by
 * a package (`export const POST = withTracing(async () => …)`; what a wrapper of the program does is
 * not known here).
 */
function exportedName(node: ts.Node, checker: ts.TypeChecker): string | undefined {
  if (ts.isFunctionDeclaration(node)) {
    const flags = ts.getCombinedModifierFlags(node);
    if ((flags & ts.ModifierFlags.Default) !== 0) return "default";
    return (flags & ts.ModifierFlags.Export) === 0 ? undefined : node.name?.text;
  }
  const member = memberOf(node);
  if (member !== undefined) return exportedName(member.parent, checker);
  if (!ts.isExpression(node)) return undefined;
  const { parent } = outermost(node);
  if (ts.isExportAssignment(parent)) return "default";
  if (ts.isVariableDeclaration(parent)) {
    const isExported = (ts.getCombinedModifierFlags(parent) & ts.ModifierFlags.Export) !== 0;
    return isExported && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  }
  const isWrapped =
    ts.isCallExpression(parent) &&
    parent.expression !== outermost(node) &&
    originsOfCallee(parent, checker).length > 0;
  return isWrapped ? exportedName(parent, checker) : undefined;
}

/** Cloudflare Workers, Bun: `export default { fetch(request) { … } }` */
function byDefaultExport(node: ts.Node): FrameworkHandler | undefined {
  const member = ts.isMethodDeclaration(node) ? node : node.parent;
  if (!ts.isObjectLiteralElementLike(member) || !ts.isObjectLiteralExpression(member.parent))
    return undefined;
  if (member.name === undefined || memberName(member.name) !== "fetch") return undefined;
  return ts.isExportAssignment(outermost(member.parent).parent)
    ? handler("workers", "route", { request: 0 }, true)
    : undefined;
}

/** `const handler: RequestHandler = (req, res) => …` */
function byAskedType(node: ts.Node, checker: ts.TypeChecker): FrameworkHandler | undefined {
  const member = ts.isExpression(node) ? node : undefined;
  if (member === undefined) return undefined;
  for (const { package: from, name } of originsOfAskedType(member, checker)) {
    const row = handlerTypes.find(
      ({ packages, types }) => packages.includes(from) && types.includes(name),
    );
    if (row !== undefined) return handler(row.framework, row.role, row.parameters, false);
  }
  return undefined;
}

/** `(req: Request, res: Response) => …`, whoever calls it. */
function byParameters(node: ts.Node, checker: ts.TypeChecker): FrameworkHandler | undefined {
  if (!ts.isFunctionLike(node)) return undefined;
  let framework: Framework | undefined;
  const parameters: { -readonly [Role in keyof HandlerParameters]: number } = {};
  for (const [index, parameter] of node.parameters.slice(0, 4).entries()) {
    for (const { package: from, name } of originsOfParameter(parameter, checker)) {
      const row = parameterTypes.find(
        ({ packages, types }) => packages.includes(from) && types.includes(name),
      );
      if (row === undefined || (framework !== undefined && row.framework !== framework)) continue;
      framework = row.framework;
      parameters[row.is] ??= index;
    }
  }
  if (framework === undefined) return undefined;
  const isErrorHandler =
    framework === "express" && node.parameters.length === 4 && parameters.response === 2;
  if (isErrorHandler) parameters.error = 0;
  return handler(
    framework,
    isErrorHandler ? "errorHandler" : "route",
    parameters,
    isCalledByName(framework, exportedName(node, checker)),
  );
}

/**
 * AWS Lambda and Netlify call what the module exports, by default as `handler`; Remix and React Router
 * a route module's `action` and `loader`.
 */
function isCalledByName(framework: Framework, exported: string | undefined): boolean {
  if (framework === "remix") return exported === "action" || exported === "loader";
  return exported !== undefined && (framework === "lambda" || framework === "netlify");
}

function handler(
  framework: Framework,
  role: HandlerRole,
  parameters: HandlerParameters,
  registered: boolean,
): FrameworkHandler {
  return { framework, role, parameters, registered, forwardsRejections: false };
}
