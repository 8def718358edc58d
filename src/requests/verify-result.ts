import ts from "typescript";
import { callersOf } from "../callers/index.js";
import { checkerOf } from "../sdk/checker.js";
import { referencesIn, symbolOf, writesTo } from "./declarations.js";
import { listedStatement } from "./edits.js";
import { isLogging, type IsLogger } from "./logging.js";
import { canHaveRun } from "./origins.js";
import { readsOfFallbacks } from "./result-fallbacks.js";
import {
  enclosingFunction,
  isFunction,
  isWithin,
  unwrapped,
  wrapping,
  type FunctionWithBody,
} from "./syntax.js";

/**
 * How the value of a call is used: as a value, only as a condition (beside logs), or not at all.
 * "claimed": it is returned to nobody who is seen, under a type that promises a payload.
 */
export type ResultUse = "value" | "condition" | "claimed" | undefined;

type Kind = "value" | "condition" | "logged" | "claimed";

const MAX_DEPTH = 6;

/**
 * How a call's value is used in its function and in the callers that it is returned to.
 *
 * No use: a statement of its own, `void`, `await`, a variable that nobody reads, the left side of
 * `?? fallback` (and other ways to ask whether it is there), a test's `expect(…)`, and a function that returns it while no caller reads it. A
 * callback's value belongs to the code that gets it and is not followed.
 */
export function useOfResult(
  call: ts.CallExpression,
  program: ts.Program,
  isLogger?: IsLogger,
): ResultUse {
  const kinds = new ResultTracer(program, isLogger).kindsOf(call, 0);
  if (kinds.has("value")) return "value";
  if (kinds.has("condition")) return "condition";
  if (kinds.has("logged")) return "value";
  return kinds.has("claimed") ? "claimed" : undefined;
}

class ResultTracer {
  private readonly checker: ts.TypeChecker;
  private readonly entered = new Set<ts.Node>();
  constructor(
    private readonly program: ts.Program,
    private readonly isLogger?: IsLogger,
  ) {
    this.checker = checkerOf(program);
  }

  kindsOf(expression: ts.Expression, depth: number): ReadonlySet<Kind> {
    const node = wrapping(expression);
    const { parent } = node;
    if (depth > MAX_DEPTH) return NONE;
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      return this.returned(node, depth);
    }
    if (ts.isVariableDeclaration(parent)) {
      return ts.isIdentifier(parent.name) ? this.reads(parent.name, expression, depth) : VALUE;
    }
    if (ts.isBinaryExpression(parent)) return this.operand(parent, node, expression, depth);
    if (ts.isConditionalExpression(parent)) {
      return parent.condition === node ? CONDITION : this.kindsOf(parent, depth + 1);
    }
    return ownKind(parent, node, this.isLogger);
  }

  private operand(
    parent: ts.BinaryExpression,
    node: ts.Node,
    expression: ts.Expression,
    depth: number,
  ): ReadonlySet<Kind> {
    const isLeft = parent.left === node;
    switch (parent.operatorToken.kind) {
      case ts.SyntaxKind.EqualsToken: {
        const target = unwrapped(parent.left);
        if (isLeft) return NONE;
        return ts.isIdentifier(target)
          ? union(this.reads(target, expression, depth), this.kindsOf(parent, depth + 1))
          : VALUE;
      }
      case ts.SyntaxKind.QuestionQuestionToken:
        return isLeft ? NONE : this.kindsOf(parent, depth + 1);
      case ts.SyntaxKind.BarBarToken:
        if (!isLeft) return this.kindsOf(parent, depth + 1);
        // verify() || JSON.parse(raw) is a fallback as with ??
        return isFallback(parent) ? NONE : CONDITION;
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return isLeft ? CONDITION : this.kindsOf(parent, depth + 1);
      case ts.SyntaxKind.CommaToken:
        return isLeft ? NONE : this.kindsOf(parent, depth + 1);
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
        return CONDITION;
      default:
        return VALUE;
    }
  }

  /** Reads of the variable that the value was put into. */
  private reads(name: ts.Identifier, from: ts.Expression, depth: number): ReadonlySet<Kind> {
    const symbol = symbolOf(name, this.checker);
    if (!symbol) return NONE;
    const overwritten = this.nextWrite(symbol, from);
    const found = new Set<Kind>();
    const references = referencesIn(name.getSourceFile(), symbol, this.checker);
    const fallen = readsOfFallbacks(references);
    for (const reference of references) {
      if (isTarget(reference) || fallen.has(reference) || !canHaveRun(from, reference)) continue;
      if (
        overwritten &&
        reference.getStart() >= overwritten.getEnd() &&
        enclosingFunction(reference) === enclosingFunction(from)
      )
        continue;
      for (const kind of this.kindsOf(reference, depth + 1)) found.add(kind);
    }
    return found;
  }

  /** The next assignment to the variable in the same list of statements: what comes after it reads another value. */
  private nextWrite(symbol: ts.Symbol, from: ts.Expression): ts.Node | undefined {
    const statement = listedStatement(from);
    return writesTo(symbol, this.checker).find((write) => {
      const other = listedStatement(write);
      return (
        other !== undefined &&
        write.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        ts.isExpressionStatement(other) &&
        other.parent === statement?.parent &&
        other.getStart() >= statement.getEnd() &&
        !isWithin(from, write)
      );
    });
  }

  private returned(node: ts.Expression, depth: number): ReadonlySet<Kind> {
    const fn = enclosingFunction(node);
    if (!fn || this.entered.has(fn)) return NONE;
    this.entered.add(fn);
    const { sites } = callersOf(this.program).callSitesOf(fn);
    const calls = sites.flatMap(({ call, recursive }) =>
      ts.isCallExpression(call) && !recursive ? [call] : [],
    );
    if (calls.length === 0) return promisesPayload(node, fn, this.checker) ? CLAIMED : NONE;
    const found = new Set<Kind>();
    for (const call of calls) for (const kind of this.callerKinds(call, depth)) found.add(kind);
    return found;
  }

  private callerKinds(call: ts.CallExpression, depth: number): ReadonlySet<Kind> {
    const { parent } = wrapping(call);
    // helper(…).then((event) => …), .catch(…), .finally(…)
    if (
      ts.isPropertyAccessExpression(parent) &&
      ts.isCallExpression(parent.parent) &&
      parent.parent.expression === parent
    ) {
      const { name } = parent;
      if (name.text === "catch" || name.text === "finally")
        return this.kindsOf(parent.parent, depth + 1);
      if (name.text === "then") {
        const [callback] = parent.parent.arguments;
        return callback && isFunction(callback) && callback.parameters.length === 0 ? NONE : VALUE;
      }
    }
    return this.kindsOf(call, depth + 1);
  }
}

const NONE: ReadonlySet<Kind> = new Set();
const VALUE: ReadonlySet<Kind> = new Set(["value"]);
const CONDITION: ReadonlySet<Kind> = new Set(["condition"]);
const LOGGED: ReadonlySet<Kind> = new Set(["logged"]);
const CLAIMED: ReadonlySet<Kind> = new Set(["claimed"]);

function union(a: ReadonlySet<Kind>, b: ReadonlySet<Kind>): ReadonlySet<Kind> {
  return new Set([...a, ...b]);
}

/** What a parent makes of a value by its form alone. */
function ownKind(
  parent: ts.Node,
  node: ts.Expression,
  isLogger: IsLogger | undefined,
): ReadonlySet<Kind> {
  if (ts.isPrefixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.ExclamationToken ? CONDITION : VALUE;
  }
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return CONDITION;
  if (ts.isForStatement(parent)) return parent.condition === node ? CONDITION : NONE;
  if (ts.isCallExpression(parent) && parent.expression !== node)
    return argumentKind(parent, isLogger);
  const isValue =
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isSwitchStatement(parent) ||
    ts.isNewExpression(parent) ||
    ts.isForOfStatement(parent) ||
    ts.isForInStatement(parent) ||
    ts.isTypeOfExpression(parent);
  return isValue ? VALUE : NONE;
}

function argumentKind(call: ts.CallExpression, isLogger: IsLogger | undefined): ReadonlySet<Kind> {
  const callee = unwrapped(call.expression);
  if (ts.isIdentifier(callee) && callee.text === "Boolean") return CONDITION;
  if (ts.isIdentifier(callee) && callee.text === "expect") return NONE;
  return isLogging(call, isLogger) ? LOGGED : VALUE;
}

function isFallback(or: ts.BinaryExpression): boolean {
  const right = unwrapped(or.right);
  const isBoolean =
    right.kind === ts.SyntaxKind.FalseKeyword || right.kind === ts.SyntaxKind.TrueKeyword;
  return (
    !isBoolean &&
    !ts.isExpressionStatement(wrapping(or).parent) &&
    !ts.isIfStatement(wrapping(or).parent)
  );
}

function isTarget(node: ts.Identifier): boolean {
  let current: ts.Node = node;
  while (ts.isParenthesizedExpression(current.parent) || ts.isAsExpression(current.parent))
    current = current.parent;
  const { parent } = current;
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.left === current
  );
}

/**
 * Whether a cast, or else the function's own annotation, or else the variable that holds it (`const
 * event = wh.verify(…) as Event`) says that what is returned is something. `null` beside it stands
 * for what was refused.
 */
function promisesPayload(
  node: ts.Expression,
  fn: FunctionWithBody,
  checker: ts.TypeChecker,
): boolean {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isAwaitExpression(inner))
    inner = inner.expression;
  const declared =
    ts.isAsExpression(inner) || ts.isTypeAssertionExpression(inner) ? inner.type : fn.type;
  const own = declared ? checker.getTypeFromTypeNode(declared) : checker.getTypeAtLocation(inner);
  const type = checker.getAwaitedType(own) ?? own;
  // never: what is left of an undefined result after it was asked for
  const open =
    ts.TypeFlags.Any |
    ts.TypeFlags.Unknown |
    ts.TypeFlags.Undefined |
    ts.TypeFlags.Void |
    ts.TypeFlags.Never;
  const parts = (type.isUnion() ? type.types : [type]).filter(
    ({ flags }) => (flags & ts.TypeFlags.Null) === 0,
  );
  return parts.length > 0 && parts.every(({ flags }) => (flags & open) === 0);
}

/**
 * Whether the installed SDK's verify answers undefined, by its declaration and not by its version.
 * `AutoConfig#verify` is declared to answer unknown but returns what the `Webhook` declared beside it
 * does; Standard Webhooks' `jsonParse: false` says so at the call.
 */
export function answersUndefined(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const signature = checker.getResolvedSignature(call);
  if (!signature) return false;
  if (isNothing(checker.getReturnTypeOfSignature(signature))) return true;
  const options = call.arguments[2] && unwrapped(call.arguments[2]);
  if (options && ts.isObjectLiteralExpression(options)) {
    return options.properties.some(
      (p) =>
        ts.isPropertyAssignment(p) &&
        p.name.getText() === "jsonParse" &&
        p.initializer.kind === ts.SyntaxKind.FalseKeyword,
    );
  }
  const owner = signature.declaration?.parent;
  if (!owner || !ts.isClassDeclaration(owner) || owner.name?.text !== "AutoConfig") return false;
  return owner
    .getSourceFile()
    .statements.some(
      (statement) =>
        ts.isClassDeclaration(statement) &&
        statement.name?.text === "Webhook" &&
        statement.members.some(
          (member) =>
            ts.isMethodDeclaration(member) &&
            member.name.getText() === "verify" &&
            member.type !== undefined &&
            isNothing(checker.getTypeFromTypeNode(member.type)),
        ),
    );
}

function isNothing(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) !== 0;
}
