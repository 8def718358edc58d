import ts from "typescript";
import { innermost } from "../callers/declarations.js";
import { API_EXCEPTION_FIELDS } from "../contract/sdk-facts.js";
import type { RetryContext } from "./attempts.js";
import { calledName, symbolOf } from "./syntax.js";

/** What every error has. */
const OF_ERRORS = new Set<string>(["message", "name", "stack", "cause", "toString", "constructor"]);
const FIELDS = new Set<string>([...API_EXCEPTION_FIELDS, ...OF_ERRORS]);

const MAX_DEPTH = 3;

/**
 * Whether an error is known not to be an ApiException where a node stands, by the conditions that
 * lead to it: `e instanceof AxiosError`, `"response" in e`, `isAxiosError(e)`, the else branch of
 * `e instanceof ApiException`, or an early return after one of these.
 *
 * @param region the handler, outside of which nobody looks
 */
export function isExcludedAt(
  node: ts.Node,
  region: ts.Node,
  error: ts.Symbol,
  context: RetryContext,
): boolean {
  for (let at = node; at !== region && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (excludedByParent(at, parent, error, context)) return true;
    const isList =
      ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
    if (isList && excludedBefore(at, parent.statements, error, context)) return true;
  }
  return false;
}

function excludedByParent(
  at: ts.Node,
  parent: ts.Node,
  error: ts.Symbol,
  context: RetryContext,
): boolean {
  const says = (condition: ts.Expression, truth: boolean): boolean =>
    excludes(condition, truth, error, context, 0);
  if (ts.isIfStatement(parent)) {
    if (at === parent.thenStatement) return says(parent.expression, true);
    return at === parent.elseStatement && says(parent.expression, false);
  }
  if (ts.isConditionalExpression(parent)) {
    if (at === parent.whenTrue) return says(parent.condition, true);
    return at === parent.whenFalse && says(parent.condition, false);
  }
  if (!ts.isBinaryExpression(parent) || at !== parent.right) return false;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return says(parent.left, true);
  return kind === ts.SyntaxKind.BarBarToken && says(parent.left, false);
}

/** `if (e instanceof ApiException) throw e;` before the statement */
function excludedBefore(
  at: ts.Node,
  statements: readonly ts.Statement[],
  error: ts.Symbol,
  context: RetryContext,
): boolean {
  for (const statement of statements) {
    if (statement === at) return false;
    if (!ts.isIfStatement(statement) || statement.elseStatement || !leaves(statement.thenStatement))
      continue;
    if (excludes(statement.expression, false, error, context, 0)) return true;
  }
  return false;
}

function leaves(node: ts.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.at(-1) : node;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isBreakOrContinueStatement(last))
  );
}

/** Whether a condition that has this truth says that the error is no ApiException. */
function excludes(
  condition: ts.Expression,
  truth: boolean,
  error: ts.Symbol,
  context: RetryContext,
  depth: number,
): boolean {
  const node = innermost(condition);
  const again = (other: ts.Expression, value = truth): boolean =>
    excludes(other, value, error, context, depth);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return again(node.operand, !truth);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const either =
      kind === (truth ? ts.SyntaxKind.AmpersandAmpersandToken : ts.SyntaxKind.BarBarToken);
    const both =
      kind === (truth ? ts.SyntaxKind.BarBarToken : ts.SyntaxKind.AmpersandAmpersandToken);
    if (either) return again(node.left) || again(node.right);
    if (both) return again(node.left) && again(node.right);
    return ofTest(node, truth, error, context);
  }
  if (ts.isCallExpression(node)) return truth && ofPredicate(node, error, context, depth);
  // if (e.isAxiosError)
  const name = propertyRead(node, error, context);
  return truth && name !== undefined && !FIELDS.has(name);
}

function ofTest(
  { left, operatorToken, right }: ts.BinaryExpression,
  truth: boolean,
  error: ts.Symbol,
  context: RetryContext,
): boolean {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.InstanceOfKeyword: {
      if (!isError(left, error, context)) return false;
      const named = context.sdk.errorClassOf(right);
      return truth
        ? named !== "ApiException" && named !== "Error"
        : named === "ApiException" || named === "Error";
    }
    case ts.SyntaxKind.InKeyword: {
      const key = innermost(left);
      if (!isError(right, error, context) || !ts.isStringLiteralLike(key)) return false;
      return FIELDS.has(key.text) !== truth;
    }
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsToken: {
      // e.name === "AxiosError"
      const name = propertyRead(innermost(left), error, context);
      const value = innermost(right);
      if (name === "name" || name === "constructor")
        return (
          truth && ts.isStringLiteralLike(value) && !["Error", "ApiException"].includes(value.text)
        );
      return truth && name !== undefined && !FIELDS.has(name);
    }
    default:
      return false;
  }
}

/** `isAxiosError(e)`: a type predicate for another class, a function of the program that asks for one. */
function ofPredicate(
  call: ts.CallExpression,
  error: ts.Symbol,
  context: RetryContext,
  depth: number,
): boolean {
  const { checker, callers } = context;
  const index = call.arguments.findIndex((argument) => isError(argument, error, context));
  if (index < 0) return false;
  const targets = callers.targetsOf(call);
  if (targets.length === 0) {
    const signature = checker.getResolvedSignature(call);
    const predicate = signature && checker.getTypePredicateOfSignature(signature);
    if (predicate?.type)
      return !["Error", "ApiException", "__type"].includes(
        (predicate.type.symbol as ts.Symbol | undefined)?.name ?? "__type",
      );
    return /(?:Error|Exception)$/u.test(calledName(call));
  }
  return (
    depth < MAX_DEPTH &&
    targets.every((target) => {
      const parameter = target.parameters[index];
      const symbol = parameter && symbolOf(parameter.name, checker);
      const value = symbol && onlyReturn(target);
      return (
        symbol !== undefined &&
        value !== undefined &&
        excludes(value, true, symbol, context, depth + 1)
      );
    })
  );
}

function onlyReturn({ body }: ts.FunctionLikeDeclaration): ts.Expression | undefined {
  if (!body || !ts.isBlock(body)) return body;
  const [statement, another] = body.statements;
  return statement && !another && ts.isReturnStatement(statement)
    ? statement.expression
    : undefined;
}

function propertyRead(
  node: ts.Expression,
  error: ts.Symbol,
  context: RetryContext,
): string | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  if (isError(node.expression, error, context)) return node.name.text;
  // e.constructor.name
  return propertyRead(innermost(node.expression), error, context);
}

function isError(node: ts.Expression, error: ts.Symbol, { checker }: RetryContext): boolean {
  const inner = innermost(node);
  return ts.isIdentifier(inner) && symbolOf(inner, checker) === error;
}
