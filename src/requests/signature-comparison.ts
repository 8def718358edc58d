import ts from "typescript";
import { callersOf } from "../callers/index.js";
import { checkerOf } from "../sdk/checker.js";
import type { Recogniser } from "../sdk/recogniser.js";
import { referencesIn, symbolOf } from "./declarations.js";
import { isLiteral, originsOf } from "./origins.js";
import { isLogging, type IsLogger } from "./logging.js";
import {
  enclosingFunction,
  isFunction,
  memberName,
  methodCall,
  unwrapped,
  visit,
  wrapping,
  type FunctionWithBody,
} from "./syntax.js";

const MAX_DEPTH = 10;

/** Methods that answer a form or a part of the text or bytes that they are called on, or are given. */
const FORMS = new Set([
  "split",
  "slice",
  "substring",
  "substr",
  "replace",
  "replaceAll",
  "trim",
  "toString",
  "at",
  "concat",
  "toLowerCase",
  "toUpperCase",
  "from",
  "encode",
  "decode",
  "pop",
  "shift",
  "String",
  "Uint8Array",
  "normalize",
  "padEnd",
  "padStart",
  "subarray",
]);
/** Methods and functions that compare their receiver or arguments. */
const COMPARERS = new Set([
  "timingSafeEqual",
  "equals",
  "includes",
  "indexOf",
  "startsWith",
  "endsWith",
  "localeCompare",
  "compare",
  "safeCompare",
  "has",
]);
/** Methods that hand each element to a callback. */
const ELEMENT_CALLBACKS = new Set([
  "some",
  "every",
  "find",
  "filter",
  "findIndex",
  "map",
  "forEach",
]);

/**
 * Where the output of `Webhook#sign` is compared with something else than another output of it or a
 * literal: the comparing expression, or undefined.
 *
 * The output is followed through variables, forms of it (`split`, `slice`, `Buffer.from`), functions
 * of the program that return it or get it as an argument, and elements of arrays given to callbacks.
 * Not followed: objects and arrays it is put into (a header that is sent), code outside the program.
 */
export function signatureComparison(
  sign: ts.CallExpression,
  program: ts.Program,
  sdk: Recogniser,
  isLogger?: IsLogger,
): ts.Expression | undefined {
  return new SignatureTracer(program, sdk, isLogger).follow(sign, 0);
}

class SignatureTracer {
  private readonly checker: ts.TypeChecker;
  private readonly seen = new Set<ts.Node>();
  constructor(
    private readonly program: ts.Program,
    private readonly sdk: Recogniser,
    private readonly isLogger?: IsLogger,
  ) {
    this.checker = checkerOf(program);
  }

  follow(value: ts.Expression, depth: number): ts.Expression | undefined {
    const node = wrapping(value);
    const { parent } = node;
    if (depth > MAX_DEPTH || this.seen.has(node)) return undefined;
    this.seen.add(node);
    if (ts.isBinaryExpression(parent)) return this.operand(parent, node, depth);
    if (ts.isVariableDeclaration(parent)) return this.bound(parent.name, depth);
    if (ts.isConditionalExpression(parent))
      return parent.condition === node ? undefined : this.follow(parent, depth + 1);
    if (ts.isTemplateSpan(parent)) return this.follow(parent.parent, depth + 1);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      return this.returned(node, depth);
    if (ts.isElementAccessExpression(parent) && parent.expression === node)
      return this.member(parent, depth);
    if (ts.isPropertyAccessExpression(parent)) return this.member(parent, depth);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      return this.argument(parent, node, depth);
    return undefined;
  }

  private operand(
    parent: ts.BinaryExpression,
    node: ts.Expression,
    depth: number,
  ): ts.Expression | undefined {
    switch (parent.operatorToken.kind) {
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
        return this.isReceived(parent.left === node ? parent.right : parent.left)
          ? parent
          : undefined;
      case ts.SyntaxKind.EqualsToken: {
        const target = unwrapped(parent.left);
        return parent.right === node && ts.isIdentifier(target)
          ? this.bound(target, depth)
          : undefined;
      }
      case ts.SyntaxKind.PlusToken:
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return this.follow(parent, depth + 1);
      default:
        return undefined;
    }
  }

  private bound(name: ts.BindingName, depth: number): ts.Expression | undefined {
    if (!ts.isIdentifier(name)) {
      // const [, signature] = wh.sign(…).split(",")
      return first(name.elements, (element) =>
        ts.isBindingElement(element) ? this.bound(element.name, depth + 1) : undefined,
      );
    }
    const symbol = symbolOf(name, this.checker);
    if (!symbol) return undefined;
    return first(referencesIn(name.getSourceFile(), symbol, this.checker), (reference) => {
      const { parent } = wrapping(reference);
      const isTarget =
        ts.isBinaryExpression(parent) &&
        parent.left === reference &&
        parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      return isTarget ? undefined : this.follow(reference, depth + 1);
    });
  }

  private member(
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    depth: number,
  ): ts.Expression | undefined {
    const { parent } = access;
    const name = memberName(access);
    if (!ts.isCallExpression(parent) || parent.expression !== access) {
      // signature[1]; the length alone is no form of it
      return ts.isElementAccessExpression(access) ? this.follow(access, depth + 1) : undefined;
    }
    if (name !== undefined && COMPARERS.has(name)) {
      return parent.arguments.some((argument) => this.isReceived(argument)) ? parent : undefined;
    }
    if (name !== undefined && ELEMENT_CALLBACKS.has(name)) return this.elements(parent, depth);
    return name !== undefined && FORMS.has(name) ? this.follow(parent, depth + 1) : undefined;
  }

  /** `wh.sign(…).split(" ").some((part) => part === received)` */
  private elements(call: ts.CallExpression, depth: number): ts.Expression | undefined {
    const [callback] = call.arguments;
    const element = callback && isFunction(callback) ? callback.parameters[0] : undefined;
    return (element && this.bound(element.name, depth + 1)) ?? this.follow(call, depth + 1);
  }

  private argument(
    call: ts.CallExpression | ts.NewExpression,
    node: ts.Expression,
    depth: number,
  ): ts.Expression | undefined {
    const index = call.arguments?.indexOf(node) ?? -1;
    if (index < 0) return undefined;
    const callee = unwrapped(call.expression);
    const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
    if (ts.isNewExpression(call)) return FORMS.has(name) ? this.follow(call, depth + 1) : undefined;
    if (isLogging(call, this.isLogger)) return undefined;
    const entered = callersOf(this.program).targetsOf(call);
    if (entered.length > 0) {
      const others = call.arguments.filter((other) => other !== node);
      if (others.length > 0 && !others.some((other) => this.isReceived(other))) return undefined;
      return first(entered, (fn) => {
        const parameter = (fn as FunctionWithBody).parameters[index];
        return parameter && this.bound(parameter.name, depth + 1) ? call : undefined;
      });
    }
    if (COMPARERS.has(name)) {
      const receiver = isNamespace(callee) ? undefined : methodCall(call)?.receiver;
      const others = call.arguments.filter((other) => other !== node);
      if (receiver) others.push(receiver);
      return others.some((other) => this.isReceived(other)) ? call : undefined;
    }
    return FORMS.has(name) ? this.follow(call, depth + 1) : undefined;
  }

  private returned(node: ts.Expression, depth: number): ts.Expression | undefined {
    const fn = enclosingFunction(node);
    if (!fn) return undefined;
    const { sites } = callersOf(this.program).callSitesOf(fn);
    return first(sites, ({ call }) =>
      ts.isCallExpression(call) ? this.follow(call, depth + 1) : undefined,
    );
  }

  /** Whether a value may be one that was received: neither a literal nor made of an output of sign(). */
  private isReceived(expression: ts.Expression): boolean {
    return !originsOf(expression, this.checker).every(
      (origin) => isLiteral(origin) || isNothing(origin) || this.isSigned(origin),
    );
  }

  private isSigned(origin: ts.Expression): boolean {
    let found = false;
    visit(origin, (node) => {
      if (found) return false;
      if (ts.isCallExpression(node)) found = this.sdk.callOf(node)?.kind === "sign";
      else if (ts.isIdentifier(node) && node !== origin) {
        const declaration = symbolOf(node, this.checker)?.valueDeclaration;
        const initializer =
          declaration && ts.isVariableDeclaration(declaration)
            ? declaration.initializer
            : undefined;
        found =
          initializer !== undefined &&
          originsOf(initializer, this.checker).some(
            (o) => ts.isCallExpression(o) && this.sdk.callOf(o)?.kind === "sign",
          );
      }
      return !found;
    });
    return found;
  }
}

function isNothing(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "undefined";
}

/** `crypto.timingSafeEqual(a, b)`, `Buffer.compare(a, b)`: what stands before the dot is no operand. */
function isNamespace(callee: ts.Expression): boolean {
  const name = memberName(callee);
  return name === "timingSafeEqual" || name === "compare" || name === "safeCompare";
}

function first<T, R>(items: Iterable<T>, find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
