import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import { innermost } from "../callers/declarations.js";
import type { Retry, RetryContext } from "./attempts.js";
import { isAttemptNumber } from "./jobs.js";
import {
  calledName,
  contains,
  isAssignment,
  isLoop,
  isWithin,
  returnsOf,
  settledValue,
  symbolOf,
  valueOfProperty,
} from "./syntax.js";

/** Functions that make an identity nobody had before. */
const GENERATORS =
  /^(?:randomUUID|randomBytes|random|uuid|uuidv\d|v[14567]|nanoid|ulid|cuid|createId|ksuid|getRandomValues)$/u;
/** Conversions that keep all of what tells two values apart. */
const KEEPING = new Set([
  "toString",
  "toISOString",
  "toJSON",
  "getTime",
  "valueOf",
  "String",
  "replace",
  "replaceAll",
  "toLowerCase",
  "toUpperCase",
  "trim",
]);
/** Cutting a random text leaves a random text; cutting a date leaves the day. */
const CUTTING = new Set(["slice", "substring", "substr", "padStart"]);

const MAX_DEPTH = 10;

/** Where a value that differs from attempt to attempt comes from. */
export interface Birth {
  readonly node: ts.Node;
}

/**
 * Where an expression gets a part that is made anew in each attempt of a retry: a random id or the
 * time, made in the region that runs again (or in a function that it calls for the attempt), or the
 * number of the attempt. Undefined where the value is the same each time, and where that cannot be
 * told; of alternatives (`given ?? randomUUID()`) each has to be made anew.
 */
export function birthIn(
  expression: ts.Expression,
  retry: Retry,
  context: RetryContext,
): Birth | undefined {
  return new Births(retry, context).of(expression, 0);
}

/** Whether a node stands where an attempt does it again. */
export function isInAttempt(
  node: ts.Node,
  { region, chain }: Pick<Retry, "region" | "chain">,
): boolean {
  if (chain.some(({ target }) => isWithin(node, target))) return true;
  if (!isWithin(node, region)) return false;
  const start = ts.isForStatement(region)
    ? region.initializer
    : ts.isForOfStatement(region)
      ? region.expression
      : undefined;
  return !start || !isWithin(node, start);
}

class Births {
  constructor(
    private readonly retry: Retry,
    private readonly context: RetryContext,
  ) {}

  of(expression: ts.Expression, depth: number): Birth | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const node = settledValue(expression);
    const again = (other: ts.Expression): Birth | undefined => this.of(other, depth + 1);
    if (ts.isTemplateExpression(node))
      return first(node.templateSpans, (span) => again(span.expression));
    if (ts.isConditionalExpression(node)) return again(node.whenTrue) && again(node.whenFalse);
    if (ts.isBinaryExpression(node)) return this.#ofBinary(node, again);
    if (ts.isArrayLiteralExpression(node)) return first(node.elements, again);
    if (ts.isPrefixUnaryExpression(node)) return again(node.operand);
    if (ts.isNewExpression(node))
      return calledName(node) === "Date" && !node.arguments?.length ? this.#made(node) : undefined;
    if (ts.isCallExpression(node)) return this.#ofCall(node, depth);
    if (ts.isIdentifier(node)) return this.#ofName(node, depth);
    if (ts.isPropertyAccessExpression(node)) return this.#ofMember(node, depth);
    return undefined;
  }

  #ofBinary(
    { operatorToken, left, right }: ts.BinaryExpression,
    again: (node: ts.Expression) => Birth | undefined,
  ): Birth | undefined {
    switch (operatorToken.kind) {
      case ts.SyntaxKind.PlusToken:
        return again(left) ?? again(right);
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
        return again(left) && again(right);
      default:
        return undefined;
    }
  }

  #ofCall(node: ts.CallExpression, depth: number): Birth | undefined {
    const name = calledName(node);
    const targets = this.context.callers.targetsOf(node);
    if (targets.length > 0) return this.#ofFunctions(targets, node, depth);
    if (GENERATORS.test(name) || isClock(node)) return this.#made(node);
    const callee = innermost(node.expression);
    const object = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
    if (CUTTING.has(name) && object && !isDated(object)) return this.of(object, depth + 1);
    if (name === "join" && object) return this.of(object, depth + 1);
    if (!KEEPING.has(name)) return undefined;
    const source = object ?? node.arguments[0];
    return source && this.of(source, depth + 1);
  }

  /** `newKey()`: what a function of the program makes, it makes where it is called. */
  #ofFunctions(
    targets: readonly FunctionNode[],
    call: ts.CallExpression,
    depth: number,
  ): Birth | undefined {
    if (!isInAttempt(call, this.retry)) return undefined;
    const makes = (fn: FunctionNode): boolean =>
      returnsOf(fn).every((value) =>
        contains(value, (part) => ts.isCallExpression(part) && this.#isGenerated(part, value)),
      );
    if (targets.every((fn) => returnsOf(fn).length > 0 && makes(fn))) return { node: call };
    // keyFor(order, attempt)
    const [target, other] = targets;
    if (!target || other) return undefined;
    const given = target.parameters.flatMap((parameter, index) => {
      const symbol = symbolOf(parameter.name, this.context.checker);
      const argument = call.arguments[index];
      const isRead = returnsOf(target).some((value) =>
        isJoined(value, symbol, this.context.checker),
      );
      return argument && isRead ? [argument] : [];
    });
    return first(given, (argument) => this.of(argument, depth + 1));
  }

  /** A generator whose text goes into the value as it is. */
  #isGenerated(part: ts.CallExpression, value: ts.Expression): boolean {
    if (
      this.context.callers.targetsOf(part).length > 0 ||
      !(GENERATORS.test(calledName(part)) || isClock(part))
    )
      return false;
    for (let at: ts.Node = part; at !== value; at = at.parent) {
      const { parent } = at;
      const isPart =
        ts.isTemplateSpan(parent) ||
        ts.isTemplateExpression(parent) ||
        ts.isParenthesizedExpression(parent);
      const isSum =
        ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusToken;
      const isKept = ts.isPropertyAccessExpression(parent)
        ? KEEPING.has(parent.name.text)
        : ts.isCallExpression(parent) && KEEPING.has(calledName(parent));
      if (!isPart && !isSum && !isKept) return false;
    }
    return true;
  }

  #ofName(name: ts.Identifier, depth: number): Birth | undefined {
    const { checker } = this.context;
    const symbol = symbolOf(name, checker);
    const declaration = symbol?.valueDeclaration;
    if (!symbol || !declaration) return undefined;
    if (ts.isParameter(declaration)) return this.#ofParameter(declaration, name, depth);
    if (ts.isBindingElement(declaration)) {
      return this.retry.kind === "job" &&
        isAttemptNumber(name) &&
        isWithin(declaration, this.retry.region)
        ? { node: name }
        : undefined;
    }
    if (!ts.isVariableDeclaration(declaration)) return undefined;
    if (this.#counts(symbol, declaration)) return { node: name };
    const { initializer } = declaration;
    const assigned = this.#assignedIn(symbol, declaration);
    if (assigned === "often") return undefined;
    const value = assigned ?? initializer;
    return value && this.of(value, depth + 1);
  }

  /** A counter: the head of the loop steps it, or the region does. */
  #counts(symbol: ts.Symbol, declaration: ts.VariableDeclaration): boolean {
    const { region } = this.retry;
    const list = declaration.parent.parent;
    const isHead = list === region && isLoop(list);
    if (isHead && !ts.isForStatement(list)) return true;
    if (!isHead && isWithin(declaration, region)) return false;
    return contains(region, (node) => {
      const isStep = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
      if (isStep) return symbolOf(innermost(node.operand), this.context.checker) === symbol;
      return (
        ts.isBinaryExpression(node) &&
        node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken &&
        symbolOf(innermost(node.left), this.context.checker) === symbol
      );
    });
  }

  /** The only value that is assigned to a variable which is declared without one. */
  #assignedIn(
    symbol: ts.Symbol,
    declaration: ts.VariableDeclaration,
  ): ts.Expression | "often" | undefined {
    const owner = declaration.getSourceFile();
    if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0) return undefined;
    const values: (ts.Expression | "often")[] = [];
    contains(owner, (node) => {
      if (isAssignment(node) && symbolOf(innermost(node.left), this.context.checker) === symbol) {
        values.push(node.operatorToken.kind === ts.SyntaxKind.EqualsToken ? node.right : "often");
      }
      return false;
    });
    if (values.length > 1 || (values.length === 1 && declaration.initializer)) return "often";
    return values[0];
  }

  #ofParameter(
    parameter: ts.ParameterDeclaration,
    name: ts.Identifier,
    depth: number,
  ): Birth | undefined {
    const { kind, region, chain, place } = this.retry;
    const fn = parameter.parent;
    const index = fn.parameters.indexOf(parameter);
    const link = chain.find(({ target }) => target === fn);
    if (link) {
      const argument = link.call.arguments[index] ?? parameter.initializer;
      return argument && this.of(argument, depth + 1);
    }
    if (fn !== region) return undefined;
    // retry((attempt) => …)
    if (kind === "helper" || kind === "library") return { node: name };
    if (kind !== "recursion" || !ts.isCallExpression(place)) return undefined;
    const given = place.arguments[index];
    if (
      !given ||
      symbolOf(given, this.context.checker) === symbolOf(parameter.name, this.context.checker)
    )
      return undefined;
    // send(order, attempt + 1), send(order, randomUUID())
    return { node: name };
  }

  #ofMember(node: ts.PropertyAccessExpression, depth: number): Birth | undefined {
    if (this.retry.kind === "job" && isAttemptNumber(node)) return { node };
    const object = symbolOf(innermost(node.expression), this.context.checker)?.valueDeclaration;
    const literal =
      object && ts.isVariableDeclaration(object) && object.initializer
        ? innermost(object.initializer)
        : undefined;
    const value =
      literal && ts.isObjectLiteralExpression(literal)
        ? valueOfProperty(literal, node.name.text)
        : undefined;
    return value && this.of(value, depth + 1);
  }

  #made(node: ts.Node): Birth | undefined {
    return isInAttempt(node, this.retry) ? { node } : undefined;
  }
}

/** `Date.now()`, `performance.now()`, `process.hrtime.bigint()` */
function isClock(node: ts.CallExpression): boolean {
  return /^(?:Date\.now|performance\.now|process\.hrtime(?:\.bigint)?)$/u.test(
    node.expression.getText(),
  );
}

function isDated(node: ts.Expression): boolean {
  return /\bDate\b|toISOString|\bnow\(/u.test(node.getText());
}

/** Whether a parameter goes into a value as part of a text. */
function isJoined(
  value: ts.Expression,
  symbol: ts.Symbol | undefined,
  checker: ts.TypeChecker,
): boolean {
  return contains(value, (part) => {
    if (!ts.isIdentifier(part) || symbol === undefined || symbolOf(part, checker) !== symbol)
      return false;
    return ts.isTemplateSpan(part.parent) || part === value || ts.isBinaryExpression(part.parent);
  });
}

function first<Item>(
  items: readonly Item[],
  find: (item: Item) => Birth | undefined,
): Birth | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}
