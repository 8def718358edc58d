import ts from "typescript";
import { hasBody } from "../callers/call-site.js";
import { innermost } from "../callers/declarations.js";
import { originsOfCallee } from "../callers/origin.js";
import type { SvixCall } from "../sdk/recogniser.js";
import { importedAs } from "../values/syntax.js";
import type { RetryContext } from "./attempts.js";
import { apiCallBehind } from "./behind.js";
import { deliveryOf } from "./delivery.js";
import {
  calledName,
  contains,
  functionAround,
  isAssignment,
  isWithin,
  symbolOf,
  visit,
} from "./syntax.js";

/** Where the program holds the failure of a Svix call in its hands. */
export interface Handling {
  /** The catch variable or the parameter of a handler. */
  readonly error: ts.BindingName;
  /** The code that handles it. */
  readonly handler: ts.Node;
  readonly call: SvixCall;
  /** The code whose failure it is. */
  readonly tried: ts.Node;
}

/** The places in a file at which the failure of a Svix API call is caught under a name. */
export function handlingsIn(file: ts.SourceFile, context: RetryContext): readonly Handling[] {
  const found: Handling[] = [];
  visit(file, (node) => {
    if (ts.isTryStatement(node)) {
      const { catchClause: clause, tryBlock: tried } = node;
      const error = clause?.variableDeclaration?.name;
      const call = error && apiCallIn(tried, context);
      if (call) found.push({ error, handler: clause.block, call, tried });
    } else if (ts.isCallExpression(node)) found.push(...ofReaction(node, context));
    return true;
  });
  return found;
}

/** `svix.message.create(…).catch((e) => …)`, `.then(f, (e) => …)` */
function ofReaction(node: ts.CallExpression, context: RetryContext): readonly Handling[] {
  const callee = innermost(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const index = callee.name.text === "catch" ? 0 : callee.name.text === "then" ? 1 : -1;
  const handler = node.arguments[index];
  if (!handler) return [];
  const call = callChained(callee.expression, context);
  if (!call) return [];
  return context.callers.functionsBehind(handler).flatMap((fn): readonly Handling[] => {
    const [first] = fn.parameters;
    return first && fn.body
      ? [{ error: first.name, handler: fn.body, call, tried: callee.expression }]
      : [];
  });
}

function callChained(node: ts.Expression, context: RetryContext): SvixCall | undefined {
  const inner = innermost(node);
  if (!ts.isCallExpression(inner)) return undefined;
  const own = apiCall(inner, context);
  if (own) return own;
  const callee = innermost(inner.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const isChain =
    callee.name.text === "finally" || (callee.name.text === "then" && inner.arguments.length === 1);
  return isChain ? callChained(callee.expression, context) : undefined;
}

/** The first Svix call whose failure the try block throws: awaited in it, or in a function that it awaits. */
function apiCallIn(block: ts.Block, context: RetryContext): SvixCall | undefined {
  let found: SvixCall | undefined;
  visit(block, (node) => {
    if (found || !ts.isCallExpression(node)) return !found;
    const call = apiCall(node, context);
    if (call && arrivesIn(node, block, context)) found = call;
    return true;
  });
  return found;
}

function apiCall(node: ts.CallExpression, context: RetryContext): SvixCall | undefined {
  const call = context.sdk.callOf(node) ?? apiCallBehind(node, context);
  return call?.kind === "api" ? call : undefined;
}

/** Whether the call's failure is thrown into the block, and no try in between catches it. */
function arrivesIn(call: ts.CallExpression, block: ts.Block, context: RetryContext): boolean {
  const delivery = deliveryOf(call, context.checker);
  if (
    !delivery ||
    delivery.returned ||
    !delivery.failure.includes("throws") ||
    !isWithin(delivery.place, block)
  )
    return false;
  if (functionAround(delivery.place) !== functionAround(block)) return false;
  for (let at: ts.Node = delivery.place; at !== block; at = at.parent) {
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause)
      return false;
  }
  return true;
}

/** Whether a node stands in code that handles the failure of a Svix call. */
export function handlesSvix(node: ts.Node, context: RetryContext): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isCatchClause(at.parent) && apiCallIn(at.parent.parent.tryBlock, context)) return true;
    const isHandler = ts.isArrowFunction(at) || ts.isFunctionExpression(at);
    if (
      isHandler &&
      ts.isCallExpression(at.parent) &&
      ofReaction(at.parent, context).some(({ handler }) => isWithin(node, handler))
    )
      return true;
  }
  return false;
}

/** Packages whose errors have `status`, `statusCode` or `response`, and what is called there. */
const OTHER_CLIENTS =
  /^(?:axios|got|ky|ofetch|superagent|node-fetch|undici|openai|@anthropic-ai\/sdk|@octokit\/.*|octokit|stripe|twilio|@sendgrid\/.*|googleapis|gaxios|google-auth-library|@slack\/.*|http-errors|@hapi\/boom|h3|@nestjs\/.*|@clerk\/.*|@supabase\/.*|graphql-request|contentful.*|@elastic\/.*|@aws-sdk\/.*|@azure\/.*|firebase.*|mailgun.*|postmark|request|request-promise.*|needle|wretch)$/u;

/**
 * Whether something else in the tried code throws errors that have such a property, so that the
 * handler may mean those: a class of the program with the property that a called function throws, a
 * package whose errors have it, a function that cannot be entered in a program without types.
 */
export function othersThrow(
  tried: ts.Node,
  property: string,
  call: SvixCall,
  context: RetryContext,
): boolean {
  return new Others(property, call, context).in(tried, 0);
}

const MAX_DEPTH = 4;

class Others {
  readonly #visited = new Set<ts.Node>();

  constructor(
    private readonly property: string,
    private readonly call: SvixCall,
    private readonly context: RetryContext,
  ) {}

  in(code: ts.Node, depth: number): boolean {
    return contains(code, (node) => {
      if (ts.isThrowStatement(node)) return this.#hasProperty(node.expression);
      if (isAssignment(node)) return this.#isGiven(node.left);
      if (!ts.isCallExpression(node) || node === this.call.call || this.context.sdk.callOf(node))
        return false;
      return this.#isOther(node, depth);
    });
  }

  #isOther(call: ts.CallExpression, depth: number): boolean {
    const { checker, callers } = this.context;
    const imported = importedAs(call.expression, checker);
    if (imported && OTHER_CLIENTS.test(imported.module)) return true;
    const targets = callers.targetsOf(call);
    if (targets.length > 0) {
      return (
        depth < MAX_DEPTH &&
        targets.some(
          (target) => hasBody(target) && !this.#visited.has(target) && this.#enter(target, depth),
        )
      );
    }
    if (originsOfCallee(call, checker).some((origin) => OTHER_CLIENTS.test(origin.package)))
      return true;
    // An awaited call of something that nothing is known of.
    const isUnknown = (checker.getTypeAtLocation(call.expression).flags & ts.TypeFlags.Any) !== 0;
    return (
      isUnknown &&
      ts.isAwaitExpression(call.parent) &&
      !/^(?:json|text|log|info|warn|error|debug)$/u.test(calledName(call)) &&
      !this.#isDatabase(call)
    );
  }

  #enter(target: ts.Node, depth: number): boolean {
    this.#visited.add(target);
    return this.in(target, depth + 1);
  }

  /** `error.status = 422` of an error that was caught: it has the property from there on. */
  #isGiven(target: ts.Expression): boolean {
    if (!ts.isPropertyAccessExpression(target) || target.name.text !== this.property) return false;
    const error = innermost(target.expression);
    const symbol = ts.isIdentifier(error) ? symbolOf(error, this.context.checker) : undefined;
    return (
      symbol?.valueDeclaration !== undefined && ts.isCatchClause(symbol.valueDeclaration.parent)
    );
  }

  /** Errors of database clients have a `code` and no status. */
  #isDatabase(call: ts.CallExpression): boolean {
    return (
      this.property !== "code" &&
      /(?:^|\.)(?:prisma|db|database|knex|drizzle|mongoose|pool|redis|repository)\b/iu.test(
        call.expression.getText(),
      )
    );
  }

  /** `throw new HttpError(404)` of a class that has the property */
  #hasProperty(thrown: ts.Expression): boolean {
    const type = this.context.checker.getTypeAtLocation(innermost(thrown));
    const isUnknown =
      (type.flags & ts.TypeFlags.Any) !== 0 && ts.isNewExpression(innermost(thrown));
    return this.property !== "code" && (isUnknown || type.getProperty(this.property) !== undefined);
  }
}
