import ts from "typescript";
import { withoutWrapping } from "../sdk/callee.js";
import type { Form } from "./form.js";
import type { Surroundings } from "./surroundings.js";
import { calleeName, isAbsent, receiverOf } from "./syntax.js";
import type { Carried } from "./trace.js";

/** A value that is known under the assumption, or UNKNOWN. */
export type Value = string | number | boolean | undefined | typeof UNKNOWN;
export const UNKNOWN = Symbol("unknown");

/** More expressions inside each other are unknown. */
const MAX_DEPTH = 100;

/** Runs a function of the program under the same assumption: what it returns, if that is one value. */
export type RunFunction = (call: ts.CallExpression) => Value;

/** What expressions are when every status that the trail carries is the assumed one. */
export class AssumedStatus {
  #depth = 0;
  /** Each expression is worked out once; one that hangs on itself is unknown while it is. */
  #known = new Map<ts.Expression, Value>();
  readonly #concerned = new Map<ts.Node, boolean>();

  constructor(
    readonly status: string,
    private readonly carried: Carried,
    private readonly around: Surroundings,
    private readonly run: RunFunction,
  ) {}

  /** The value of an expression, UNKNOWN where it depends on anything else. */
  valueOf(expression: ts.Expression): Value {
    const node = withoutWrapping(expression);
    if (this.#known.has(node)) return this.#known.get(node);
    if (this.#depth > MAX_DEPTH) return UNKNOWN;
    this.#known.set(node, UNKNOWN);
    this.#depth += 1;
    const value = this.#valueOf(node);
    this.#depth -= 1;
    this.#known.set(node, value);
    return value;
  }

  /** Works out something for which expressions may have other values than here: in a function that is run. */
  apart<T>(work: () => T): T {
    const known = this.#known;
    this.#known = new Map();
    const result = work();
    this.#known = known;
    return result;
  }

  /** Whether a condition holds: true, false, or undefined when that depends on something else. */
  holds(condition: ts.Expression): boolean | undefined {
    const value = this.valueOf(condition);
    return value === UNKNOWN ? undefined : Boolean(value);
  }

  /** Whether the trail carries a status, or a truth derived from one, somewhere inside the node. */
  concerns(node: ts.Node): boolean {
    let concerned = this.#concerned.get(node);
    if (concerned === undefined) this.#concerned.set(node, (concerned = this.#findConcern(node)));
    return concerned;
  }

  #findConcern(node: ts.Node): boolean {
    const forms = this.carried.get(node);
    if (forms?.some((form) => isStatus(form) || form.core.kind === "verdict")) return true;
    return ts.forEachChild(node, (child) => (this.#findConcern(child) ? true : undefined)) ?? false;
  }

  #valueOf(node: ts.Expression): Value {
    const carried = this.#carriedValue(node);
    if (carried !== UNKNOWN) return carried;
    if (isAbsent(node)) return undefined;
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (ts.isAwaitExpression(node)) return this.valueOf(node.expression);
    if (ts.isPrefixUnaryExpression(node)) return this.#negated(node);
    if (ts.isBinaryExpression(node)) return this.#combined(node);
    if (ts.isConditionalExpression(node)) return this.#chosen(node);
    if (ts.isCallExpression(node)) return this.#called(node);
    return this.#constant(node);
  }

  #carriedValue(node: ts.Expression): Value {
    // What else is assigned to a `let` counts as well.
    const isFlag = this.#changing(node) !== undefined;
    const values = (this.carried.get(node) ?? []).flatMap((form): Value[] => {
      if (isStatus(form)) return [this.status];
      if (form.layers.length > 0 || form.core.kind !== "verdict") return [];
      if (form.core.origin === node || isFlag) return [];
      return [this.valueOf(form.core.origin)];
    });
    return joined(values);
  }

  #negated(node: ts.PrefixUnaryExpression): Value {
    const value = this.valueOf(node.operand);
    return node.operator === ts.SyntaxKind.ExclamationToken && value !== UNKNOWN ? !value : UNKNOWN;
  }

  #combined(node: ts.BinaryExpression): Value {
    const { AmpersandAmpersandToken, BarBarToken } = ts.SyntaxKind;
    const operator = node.operatorToken.kind;
    const right = this.valueOf(node.right);
    const left = this.valueOf(node.left);
    if (operator === AmpersandAmpersandToken) return anded(left, right);
    if (operator === BarBarToken) return ored(left, right);
    if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
    return compared(operator, left, right);
  }

  #chosen(node: ts.ConditionalExpression): Value {
    const holds = this.holds(node.condition);
    if (holds !== undefined) return this.valueOf(holds ? node.whenTrue : node.whenFalse);
    return joined([this.valueOf(node.whenTrue), this.valueOf(node.whenFalse)]);
  }

  /** `["finished", "failed"].includes(status)`, `DONE.has(status)`, `isDone(task)` */
  #called(call: ts.CallExpression): Value {
    const method = calleeName(call.expression);
    const receiver = receiverOf(call);
    const [argument] = call.arguments;
    if (argument && receiver && (method === "includes" || method === "has")) {
      const given = this.valueOf(argument);
      const list = this.#listOf(receiver, 0);
      return given === UNKNOWN || list === undefined || list.includes(UNKNOWN)
        ? UNKNOWN
        : list.includes(given);
    }
    return this.run(call);
  }

  /** The known elements of an array literal, a Set of one, or a const that holds either. */
  #listOf(expression: ts.Expression, depth: number): readonly Value[] | undefined {
    const node = withoutWrapping(expression);
    if (ts.isArrayLiteralExpression(node))
      return node.elements.map((element) => this.valueOf(element));
    if (ts.isNewExpression(node) && calleeName(node.expression) === "Set") {
      const [elements] = node.arguments ?? [];
      return elements && this.#listOf(elements, depth);
    }
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    const symbol = this.around.checker.getSymbolAtLocation(name);
    const alias =
      symbol && symbol.flags & ts.SymbolFlags.Alias
        ? this.around.checker.getAliasedSymbol(symbol)
        : symbol;
    const declaration = alias?.valueDeclaration;
    const isHolder =
      declaration &&
      (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration));
    return isHolder && declaration.initializer && depth < 4
      ? this.#listOf(declaration.initializer, depth + 1)
      : undefined;
  }

  /** Literals, enum members and consts, by their types; a `let` by what is assigned on open paths. */
  #constant(node: ts.Expression): Value {
    const { checker } = this.around;
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    const declaration = this.#changing(node);
    if (declaration) return this.#assigned(node as ts.Identifier, declaration);
    const initial = this.#initialOf(node);
    if (initial) return this.valueOf(initial);
    const type = checker.getTypeAtLocation(node);
    return type.isStringLiteral() || type.isNumberLiteral() ? type.value : UNKNOWN;
  }

  /** What a const is made with; undefined for parameters and destructured names. */
  #initialOf(node: ts.Expression): ts.Expression | undefined {
    const declaration = this.around.checker.getSymbolAtLocation(node)?.valueDeclaration;
    const isVariable = declaration !== undefined && ts.isVariableDeclaration(declaration);
    return isVariable ? declaration.initializer : undefined;
  }

  /** The `let` or `var` that an identifier stands for. */
  #changing(node: ts.Expression): ts.VariableDeclaration | undefined {
    if (!ts.isIdentifier(node)) return undefined;
    const declaration = this.around.checker.getSymbolAtLocation(node)?.valueDeclaration;
    const isVariable = declaration !== undefined && ts.isVariableDeclaration(declaration);
    return isVariable && (declaration.parent.flags & ts.NodeFlags.Const) === 0
      ? declaration
      : undefined;
  }

  /** `let done = false; … if (status === "finished") done = true;` */
  #assigned(name: ts.Identifier, declaration: ts.VariableDeclaration): Value {
    const { mentions, checker } = this.around;
    const symbol = checker.getSymbolAtLocation(name);
    const values: Value[] = declaration.initializer ? [this.valueOf(declaration.initializer)] : [];
    for (const mention of mentions.inFile(name.getSourceFile(), name.text)) {
      const { parent } = mention;
      if (!isWriteTo(mention) || checker.getSymbolAtLocation(mention) !== symbol) continue;
      if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
        return UNKNOWN;
      if (!this.#isShut(parent)) values.push(this.valueOf(parent.right));
    }
    return joined(values);
  }

  /** Whether a condition around the node keeps control from reaching it. */
  #isShut(node: ts.Node): boolean {
    for (
      let inner = node;
      !ts.isSourceFile(inner) && !ts.isFunctionLike(inner);
      inner = inner.parent
    ) {
      const { parent } = inner;
      if (ts.isIfStatement(parent) && parent.expression !== inner) {
        if (this.holds(parent.expression) === (inner !== parent.thenStatement)) return true;
      }
    }
    return false;
  }
}

function isWriteTo(mention: ts.Node): boolean {
  const { parent } = mention;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken ||
      parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
  if (!ts.isBinaryExpression(parent) || parent.left !== mention) return false;
  const { kind } = parent.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The status itself, with nothing around it. */
export function isStatus({ layers, core }: Form): boolean {
  return layers.length === 0 && core.kind !== "verdict" && core.path.at(-1) === "status";
}

/** The one value that all are; UNKNOWN when they differ or there is none. */
function joined(values: readonly Value[]): Value {
  const [first] = values;
  return values.length > 0 && values.every((value) => value === first) ? first : UNKNOWN;
}

function anded(left: Value, right: Value): Value {
  if (left !== UNKNOWN) return left ? right : left;
  return right !== UNKNOWN && !right ? false : UNKNOWN;
}

function ored(left: Value, right: Value): Value {
  if (left === UNKNOWN) return right !== UNKNOWN && right ? true : UNKNOWN;
  return Boolean(left) ? left : right;
}

function compared(operator: ts.SyntaxKind, left: Value, right: Value): Value {
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return left === right;
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return left !== right;
    default:
      return UNKNOWN;
  }
}
