import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import { innermost, outermost } from "../callers/declarations.js";
import type { Callers } from "../callers/index.js";
import {
  argumentOf,
  calledName,
  contains,
  isAssignment,
  isWithin,
  namesRead,
  symbolOf,
  visit,
} from "./syntax.js";

/** Whether a callee only writes a log. */
export type IsLogger = (callee: ts.Expression) => boolean;

export interface LookContext {
  readonly checker: ts.TypeChecker;
  readonly callers: Callers;
  readonly isLogger: IsLogger;
}

const MAX_DEPTH = 3;

/** Classes that say nothing about what failed. */
const ANY_ERROR = new Set(["Error", "Object"]);

/** Errors by which a function tells a retry library or a job system to stop. */
export const STOPPING =
  /^(?:AbortError|NonRetriableError|NonRetryableError|AbortTaskRunError|UnrecoverableError|FatalError|StopError)$/u;

/**
 * Whether a region looks at what failed, so that what it does next depends on it: a condition over
 * the error's code, class or any other property, a predicate that is given the error, an error that
 * stops a library. Looking only for the log, asking whether there is an error at all, and
 * `instanceof Error` are no looks. Functions that are given the error and cannot be entered count as
 * looking when their answer is used.
 *
 * @param errors declarations that hold the error: catch variables, parameters of handlers
 */
export function looksIn(
  region: ts.Node,
  errors: readonly ts.Node[],
  context: LookContext,
): boolean {
  return new Looks(region, context).at(errors, 0);
}

class Looks {
  readonly #held = new Map<ts.Symbol, "error" | "derived">();

  constructor(
    private readonly region: ts.Node,
    private readonly context: LookContext,
  ) {}

  at(errors: readonly ts.Node[], depth: number): boolean {
    for (const error of errors) this.#hold(error, "error");
    if (this.#held.size === 0) return false;
    this.#spread();
    return contains(this.region, (node) => {
      if (isStop(node)) return true;
      if (!ts.isIdentifier(node) || this.#heldBy(node) === undefined) return false;
      return !isDeclared(node) && this.#isLook(node, depth);
    });
  }

  #heldBy(name: ts.Identifier): "error" | "derived" | undefined {
    const symbol = symbolOf(name, this.context.checker);
    return symbol && this.#held.get(symbol);
  }

  #hold(name: ts.Node, as: "error" | "derived"): void {
    if (ts.isObjectBindingPattern(name)) {
      for (const element of name.elements) this.#hold(element.name, "derived");
      return;
    }
    const symbol = ts.isIdentifier(name) ? symbolOf(name, this.context.checker) : undefined;
    if (symbol && !this.#held.has(symbol)) this.#held.set(symbol, as);
  }

  /** `const known = e instanceof ApiException`, `lastError = e`, `const { code } = e` */
  #spread(): void {
    for (let size = -1; size !== this.#held.size;) {
      size = this.#held.size;
      visit(this.region, (node) => {
        const isDeclaration = ts.isVariableDeclaration(node) && node.initializer !== undefined;
        const value = isDeclaration
          ? node.initializer
          : isAssignment(node)
            ? node.right
            : undefined;
        const target = isDeclaration
          ? node.name
          : isAssignment(node)
            ? innermost(node.left)
            : undefined;
        if (!value || !target || !this.#mentions(value)) return;
        const bare = innermost(value);
        const isAlias = ts.isIdentifier(bare) && this.#heldBy(bare) === "error";
        this.#hold(target, isAlias ? "error" : this.#isDescription(bare) ? "error" : "derived");
      });
    }
  }

  /** A text made of the error, or an error made of it: to ask whether it is there is no look. */
  #isDescription(value: ts.Expression): boolean {
    if (
      ts.isNewExpression(value) ||
      ts.isTemplateExpression(value) ||
      ts.isObjectLiteralExpression(value)
    )
      return true;
    if (ts.isConditionalExpression(value))
      return this.#isDescription(innermost(value.whenTrue)) || isMessage(value.whenTrue);
    return (
      isMessage(value) ||
      (ts.isCallExpression(value) && ["String", "stringify"].includes(calledName(value)))
    );
  }

  #mentions(node: ts.Node): boolean {
    return namesRead(node).some((name) => this.#heldBy(name) !== undefined);
  }

  /** Whether a mention of the error, or of something derived from it, decides anything. */
  #isLook(mention: ts.Identifier, depth: number): boolean {
    const derived = this.#heldBy(mention) === "derived";
    const given = argumentOf(mention);
    if (given && ts.isCallExpression(given.call))
      return this.#isLookingCall(given.call, given.index, depth);
    const condition = this.#conditionAround(mention);
    if (condition === undefined) return false;
    return derived || asksMore(mention, condition);
  }

  #isLookingCall(call: ts.CallExpression, index: number, depth: number): boolean {
    if (this.context.isLogger(call.expression)) return false;
    const targets = this.context.callers.targetsOf(call);
    if (targets.length === 0)
      return this.#conditionAround(call) !== undefined || calledName(call) === "bail";
    return (
      depth < MAX_DEPTH &&
      targets.some((target) => inspects(target, index, this.context, depth + 1))
    );
  }

  /** The condition that an expression is part of, unless all that it decides is what is logged. */
  #conditionAround(node: ts.Node): ts.Node | undefined {
    for (let at: ts.Node = node; at !== this.region && !ts.isSourceFile(at); at = at.parent) {
      const { parent } = at;
      if (ts.isFunctionLike(at) && !isWithin(this.region, at)) return undefined;
      if (
        ts.isCallExpression(parent) &&
        parent.expression !== at &&
        this.context.isLogger(parent.expression)
      )
        return undefined;
      if (ts.isNewExpression(parent) && parent.expression !== at) return undefined;
      if (isDecided(at, parent) && !this.#onlyLogs(parent)) return at;
      if (ts.isStatement(at)) return undefined;
    }
    return undefined;
  }

  /** `if (e.code) logger.warn(…)`, `const reason = e.code ? … : …` that is only logged */
  #onlyLogs(decision: ts.Node): boolean {
    if (ts.isIfStatement(decision)) {
      return [decision.thenStatement, decision.elseStatement].every(
        (branch) => branch === undefined || this.#isLogOnly(branch),
      );
    }
    if (ts.isConditionalExpression(decision) && this.#isWrittenDown(decision)) return true;
    const value = outermost(decision as ts.Expression);
    const variable = value.parent;
    if (ts.isExpressionStatement(variable) && ts.isBinaryExpression(decision))
      return this.#isLogCall(innermost(decision.right));
    if (!ts.isVariableDeclaration(variable) || variable.initializer !== value) return false;
    const symbol = symbolOf(variable.name, this.context.checker);
    const uses = namesRead(this.region).filter(
      (name) => symbol !== undefined && symbolOf(name, this.context.checker) === symbol,
    );
    return uses.every((use) => !this.#decides(use));
  }

  /** `logger.warn(e instanceof ApiException ? e.code : e)`, `new Error(…)` */
  #isWrittenDown(node: ts.Node): boolean {
    for (let at = node; !ts.isStatement(at) && at !== this.region; at = at.parent) {
      const { parent } = at;
      if (ts.isNewExpression(parent) && parent.expression !== at) return true;
      if (ts.isCallExpression(parent) && parent.expression !== at)
        return this.context.isLogger(parent.expression);
    }
    return false;
  }

  #decides(use: ts.Identifier): boolean {
    const given = argumentOf(use);
    if (given)
      return ts.isCallExpression(given.call) && !this.context.isLogger(given.call.expression);
    return this.#conditionAround(use) !== undefined;
  }

  #isLogOnly(branch: ts.Statement): boolean {
    const statements = ts.isBlock(branch) ? branch.statements : [branch];
    return statements.every(
      (statement) =>
        ts.isExpressionStatement(statement) && this.#isLogCall(innermost(statement.expression)),
    );
  }

  #isLogCall(node: ts.Expression): boolean {
    return ts.isCallExpression(node) && this.context.isLogger(node.expression);
  }
}

/** Whether a function of the program looks into its parameter: by a property, a class, `in`, or another such function. */
export function inspects(
  fn: FunctionNode,
  index: number,
  context: LookContext,
  depth = 0,
): boolean {
  const parameter = fn.parameters[index];
  if (!parameter || !fn.body) return false;
  if (ts.isObjectBindingPattern(parameter.name)) return true;
  const symbol = symbolOf(parameter.name, context.checker);
  return namesRead(fn.body).some((name) => {
    if (
      symbol === undefined ||
      symbolOf(name, context.checker) !== symbol ||
      isLogged(name, fn, context)
    )
      return false;
    const given = argumentOf(name);
    if (given && ts.isCallExpression(given.call)) {
      const targets = context.callers.targetsOf(given.call);
      return (
        depth < MAX_DEPTH &&
        targets.some((target) => inspects(target, given.index, context, depth + 1))
      );
    }
    return asksMore(name, fn);
  });
}

function isLogged(node: ts.Node, fn: ts.Node, { isLogger }: LookContext): boolean {
  for (let at = node; at !== fn; at = at.parent) {
    if (
      ts.isCallExpression(at.parent) &&
      at.parent.expression !== at &&
      isLogger(at.parent.expression)
    )
      return true;
  }
  return false;
}

/** Whether a mention asks more of the error than whether it is there. */
function asksMore(mention: ts.Identifier, condition: ts.Node): boolean {
  const whole = outermost(mention);
  const { parent } = whole;
  if (whole === condition) return false;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === whole;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.InKeyword) return true;
  return (
    kind === ts.SyntaxKind.InstanceOfKeyword &&
    parent.left === whole &&
    !ANY_ERROR.has(parent.right.getText())
  );
}

/** `if (x)`, `x ? … : …`, `x && …`, `switch (x)`, `while (x)`, `return x` of a predicate is not here */
function isDecided(node: ts.Node, parent: ts.Node): boolean {
  if (
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent) ||
    ts.isDoStatement(parent) ||
    ts.isSwitchStatement(parent)
  ) {
    return parent.expression === node;
  }
  if (ts.isForStatement(parent) || ts.isConditionalExpression(parent))
    return parent.condition === node;
  if (
    !ts.isBinaryExpression(parent) ||
    parent.left !== node ||
    !ts.isExpressionStatement(parent.parent)
  )
    return false;
  const { kind } = parent.operatorToken;
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
}

function isMessage(node: ts.Expression): boolean {
  const inner = innermost(node);
  return (
    ts.isPropertyAccessExpression(inner) && ["message", "stack", "name"].includes(inner.name.text)
  );
}

function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) &&
    parent.name === node
  );
}

/** `throw new AbortError(e)`, `bail(e)` */
function isStop(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return STOPPING.test(calledName(node));
  return ts.isCallExpression(node) && calledName(node) === "bail";
}
