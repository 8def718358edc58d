import ts from "typescript";
import type { Analysis } from "./analysis.js";
import { replyKindOf } from "./replies.js";

const ROUTE_EXPORTS = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "loader", "action", "handler", "default", "fetch"]);
const REQUEST_NAMES = /^(req|request|event|ctx|context|c)$/;

/** Whether a function answers HTTP requests: what it returns or throws reaches the sender, not a caller. */
export function answersRequests(fn: ts.Node, { checker, callers }: Pick<Analysis, "checker" | "callers">): boolean {
  if (!ts.isFunctionLike(fn)) return false;
  const framework = callers.frameworkOf(fn);
  if (framework !== undefined) return framework.role !== "errorHandler";
  if (fn.parameters.some((parameter) => isRequestParameter(parameter, checker))) return true;
  const name = exportedName(fn);
  return name !== undefined && /^(GET|POST|PUT|PATCH|DELETE)$/.test(name) && ROUTE_EXPORTS.has(name);
}

function isRequestParameter(parameter: ts.ParameterDeclaration, checker: ts.TypeChecker): boolean {
  if (ts.canHaveDecorators(parameter) && (ts.getDecorators(parameter) ?? []).some(isRequestDecorator)) return true;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(parameter));
  if (ts.isIdentifier(parameter.name) && replyKindOf(checker, parameter.name) !== undefined) return true;
  const has = (name: string): boolean => checker.getPropertyOfType(type, name) !== undefined;
  if (type.flags & ts.TypeFlags.Any) return ts.isIdentifier(parameter.name) && REQUEST_NAMES.test(parameter.name.text);
  if (has("headers") && (has("json") || has("body") || has("rawBody"))) return true;
  return has("request") || (has("req") && has("res"));
}

/** Nest's `@Req()`, `@Body()`, `@Headers()`, `@RawBody()`. */
function isRequestDecorator(decorator: ts.Decorator): boolean {
  const { expression } = decorator;
  const callee = ts.isCallExpression(expression) ? expression.expression : expression;
  return ts.isIdentifier(callee) && /^(Req|Request|Res|Response|Body|RawBody|Headers)$/.test(callee.text);
}

function exportedName(fn: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name?.text;
  const { parent } = fn;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}
