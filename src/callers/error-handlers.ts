import ts from "typescript";
import type { FunctionNode } from "./call-site.js";
import { contextualMembers, memberName } from "./declarations.js";
import { expressCatchesRejections } from "./express-version.js";
import type { Framework } from "./framework-table.js";
import { frameworkOf, type FrameworkHandler } from "./frameworks.js";
import type { Mentions } from "./mentions.js";
import { nestFilters } from "./nest-filters.js";
import { originOf } from "./origin.js";
import { memberOf } from "./placement.js";
import type { Targets } from "./target.js";

/** An error handler that the program is seen to register with a framework. */
export interface ErrorHandler {
  readonly framework: Framework;
  /** The function that answers; undefined when a package made it, so that its answer is not seen. */
  readonly handler: FunctionNode | undefined;
  /** Where it is registered. */
  readonly registration: ts.Node;
  /** Undefined: all routes of the framework. Else only handlers that stand within one of these. */
  readonly scope: readonly ts.Node[] | undefined;
  /** Whether it hears of rejected async handlers, too (Express: from version 5 on). */
  readonly asyncRoutes: boolean;
  /** The classes it is for (Nest's `@Catch(HttpException)`); empty: every error. */
  readonly catches: readonly ts.Expression[];
}

export interface ErrorHandlerContext {
  readonly checker: ts.TypeChecker;
  readonly mentions: Mentions;
  readonly targets: Targets;
  readonly isTestFile: (file: ts.SourceFile) => boolean;
  /** Whether the Express that the file uses hears of rejected handlers by itself. */
  readonly expressCatches?: (fileName: string) => boolean;
}

/** Methods whose argument may be an error handler. */
const CALLS = [
  "use",
  "setErrorHandler",
  "onError",
  "defineErrorHandler",
  "defineNitroErrorHandler",
] as const;

/** Options whose value may be one: `createApp({ onError })`, Fastify's `{ errorHandler }` of a route. */
const OPTIONS = ["onError", "errorHandler"] as const;

/**
 * The error handlers that the program registers, tests aside, in the order of files and positions.
 *
 * Koa's `app.on("error")` is none: it is told of the error and answers nothing.
 */
export function errorHandlersIn(context: ErrorHandlerContext): readonly ErrorHandler[] {
  return [...registered(context), ...options(context), ...nestFilters(context)];
}

function* registered(context: ErrorHandlerContext): Generator<ErrorHandler> {
  const { mentions, isTestFile } = context;
  for (const name of CALLS) {
    for (const file of mentions.filesOf(name)) {
      if (isTestFile(file)) continue;
      for (const mention of mentions.inFile(file, name)) {
        const callee = ts.isPropertyAccessExpression(mention.parent) ? mention.parent : mention;
        const call = callee.parent;
        if (!ts.isCallExpression(call) || call.expression !== callee) continue;
        for (const argument of call.arguments) yield* given(argument, call, context);
      }
    }
  }
}

/** Whether the error handler hears of an error that leaves this handler of a framework. */
export function hearsOf(
  errorHandler: ErrorHandler,
  node: ts.Node,
  handler: FrameworkHandler,
): boolean {
  if (handler.role === "errorHandler" || errorHandler.framework !== handler.framework) return false;
  const mayReject =
    !ts.isFunctionLike(node) || (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) !== 0;
  if (mayReject && !errorHandler.asyncRoutes && !handler.forwardsRejections) return false;
  return errorHandler.scope?.some((scope) => isWithin(node, scope)) ?? true;
}

function isWithin(node: ts.Node, scope: ts.Node): boolean {
  return (
    node.getSourceFile() === scope.getSourceFile() && scope.pos <= node.pos && node.end <= scope.end
  );
}

/** The handlers that an argument of a registering call stands for. */
function* given(
  argument: ts.Expression,
  call: ts.CallExpression,
  context: ErrorHandlerContext,
): Generator<ErrorHandler> {
  const type = context.checker.getTypeAtLocation(argument);
  // `any`: of a module that is not there. What it does with the error is not known.
  if ((type.flags & ts.TypeFlags.Any) === 0 && type.getCallSignatures().length === 0) return;
  const found = frameworkOf(argument, context.checker);
  if (found?.registered !== true) return;
  const { framework } = found;
  const asyncRoutes = framework !== "express" || expressAsync(call.getSourceFile(), context);
  const make = (handler: FunctionNode | undefined): ErrorHandler => ({
    framework,
    handler,
    registration: call,
    scope: undefined,
    asyncRoutes,
    catches: [],
  });
  const behind = context.targets.ofExpression(argument);
  if (found.role === "errorHandler") {
    if (behind.length > 0) yield* behind.map(make);
    else if (!isReporter(argument, context.checker)) yield make(undefined);
  } else if (framework === "koa") {
    yield* behind.filter(catchesNext).map(make);
  }
}

/** Express 4 with `import "express-async-errors"` behaves like Express 5. */
function expressAsync(
  file: ts.SourceFile,
  { mentions, expressCatches = expressCatchesRejections }: ErrorHandlerContext,
): boolean {
  return (
    expressCatches(file.fileName) ||
    mentions.files.some((other) => other.text.includes("express-async-errors"))
  );
}

/** Sentry's and others' error middleware tells its service and hands the error on: it answers nothing. */
function isReporter(argument: ts.Expression, checker: ts.TypeChecker): boolean {
  const signature = ts.isCallExpression(argument)
    ? checker.getResolvedSignature(argument)
    : undefined;
  const declaration = signature?.getDeclaration();
  const from = declaration === undefined ? undefined : originOf(declaration)?.package;
  return (
    from !== undefined &&
    /^(?:@sentry|@bugsnag|@rollbar|rollbar|@airbrake|@honeybadger-io|newrelic|dd-trace)/u.test(from)
  );
}

/** Koa: `async (ctx, next) => { try { await next(); } catch (e) { … } }` */
function catchesNext(fn: FunctionNode): boolean {
  const next = fn.parameters[1]?.name;
  if (next === undefined || !ts.isIdentifier(next) || fn.body === undefined) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    const isGuarded =
      ts.isTryStatement(node) &&
      node.catchClause !== undefined &&
      awaitsCall(node.tryBlock, next.text);
    if (isGuarded) found = true;
    if (!found && !ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(fn.body);
  return found;
}

function awaitsCall(block: ts.Node, name: string): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (
      ts.isAwaitExpression(node) &&
      ts.isCallExpression(node.expression) &&
      ts.isIdentifier(node.expression.expression)
    ) {
      found ||= node.expression.expression.text === name;
    }
    if (!found && !ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(block);
  return found;
}

function* options({
  checker,
  mentions,
  targets,
  isTestFile,
}: ErrorHandlerContext): Generator<ErrorHandler> {
  for (const name of OPTIONS) {
    for (const file of mentions.filesOf(name)) {
      if (isTestFile(file)) continue;
      for (const mention of mentions.inFile(file, name)) {
        const member = memberOf(mention.parent);
        if (member?.name === undefined || memberName(member.name) !== name) continue;
        const from = contextualMembers(member, checker).flatMap(
          (declaration) => originOf(declaration)?.package ?? [],
        );
        const framework = from.includes("fastify")
          ? "fastify"
          : from.includes("h3")
            ? "h3"
            : undefined;
        if (framework === undefined) continue;
        // A route's own handler is for the handlers of that registration only.
        const call =
          framework === "fastify" ? ts.findAncestor(member, ts.isCallExpression) : undefined;
        for (const handler of functionsOf(member, targets)) {
          yield {
            framework,
            handler,
            registration: member,
            scope: call && [call],
            asyncRoutes: true,
            catches: [],
          };
        }
      }
    }
  }
}

function functionsOf(
  member: ts.ObjectLiteralElementLike,
  targets: Targets,
): readonly FunctionNode[] {
  if (ts.isMethodDeclaration(member)) return [member];
  if (ts.isPropertyAssignment(member)) return targets.ofExpression(member.initializer);
  return ts.isShorthandPropertyAssignment(member) ? targets.ofExpression(member.name) : [];
}
