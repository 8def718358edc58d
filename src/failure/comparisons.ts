import ts from "typescript";
import { instanceOfOther } from "./instances.js";
import type { Machine, World } from "./machine.js";
import { equalMessages, otherMessages } from "./messages.js";
import type { State } from "./state.js";
import {
  constantIn,
  derived,
  isNullish,
  joinMarks,
  primitive,
  UNKNOWN,
  type ErrorFacts,
  type Primitive,
  type Value,
} from "./values.js";

const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

export function isComparison(kind: ts.SyntaxKind): boolean {
  return (
    EQUALITY.has(kind) ||
    kind === ts.SyntaxKind.LessThanToken ||
    kind === ts.SyntaxKind.LessThanEqualsToken ||
    kind === ts.SyntaxKind.GreaterThanToken ||
    kind === ts.SyntaxKind.GreaterThanEqualsToken
  );
}

/** The boolean that a comparison yields, as far as both sides are known. */
export function compare(kind: ts.SyntaxKind, left: Value, right: Value): Value {
  // `sent === 0` asks for none, and not for one that is missing.
  if (isCountBesideLiteral(left, right) || isCountBesideLiteral(right, left)) return UNKNOWN;
  const marks = joinMarks([left, right]);
  if (isShort(left) && isTotal(right)) return primitive(holdsOfLess(kind), marks);
  if (isShort(right) && isTotal(left)) return primitive(holdsOfGreater(kind), marks);
  if (!EQUALITY.has(kind)) return order(kind, left, right);
  const negated = isUnequal(kind);
  const strict =
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
  const equal = equals(left, right, strict);
  if (equal !== undefined) return primitive(equal !== negated, marks);
  const holdsFor = equalMessages(left, right);
  if (holdsFor !== undefined)
    return { ...marks, kind: "unknown", holdsFor: negated ? otherMessages(holdsFor) : holdsFor };
  const names = isNamedCode(left, right) || isNamedCode(right, left);
  return {
    ...marks,
    kind: "unknown",
    ...(names ? { names: negated ? ("whenFalse" as const) : ("whenTrue" as const) } : {}),
  };
}

function isCountBesideLiteral(value: Value, other: Value): boolean {
  return isShort(value) && other.kind === "primitive";
}

/** `sent`, of what the failure has kept from being counted. */
function isShort(value: Value): boolean {
  return value.kind === "unknown" && value.count === true;
}

/** `orders.length` beside it: what there is in all. */
function isTotal(value: Value): boolean {
  return value.kind === "unknown" && value.count !== true && value.kept !== true;
}

/** What a comparison says of the smaller of two numbers and the greater one. */
function holdsOfLess(kind: ts.SyntaxKind): boolean {
  return (
    isUnequal(kind) ||
    kind === ts.SyntaxKind.LessThanToken ||
    kind === ts.SyntaxKind.LessThanEqualsToken
  );
}

function holdsOfGreater(kind: ts.SyntaxKind): boolean {
  return (
    isUnequal(kind) ||
    kind === ts.SyntaxKind.GreaterThanToken ||
    kind === ts.SyntaxKind.GreaterThanEqualsToken
  );
}

function isUnequal(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.ExclamationEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

/** `e.code === 409`: a comparison that binds its branch to one named failure. */
function isNamedCode(value: Value, other: Value): boolean {
  return (
    value.kind === "unknown" &&
    value.field !== undefined &&
    other.kind === "primitive" &&
    other.value !== undefined &&
    other.value !== null
  );
}

function equals(left: Value, right: Value, strict: boolean): boolean | undefined {
  if (left.kind === "primitive" && right.kind === "primitive") {
    if (!strict && isNullish(left) === true && isNullish(right) === true) return true;
    return left.value === right.value;
  }
  const [one, other] = [constantIn(left), constantIn(right)];
  if (one !== undefined && other !== undefined) return one === other;
  if (one !== undefined && isNoConstant(right)) return false;
  if (other !== undefined && isNoConstant(left)) return false;
  if (left.kind === "primitive") return equalsLiteral(right, left);
  if (right.kind === "primitive") return equalsLiteral(left, right);
  const isSame = left.kind === "reference" && right.kind === "reference" && left.id === right.id;
  return isSame ? true : undefined;
}

/** A constant is an object or a symbol that somebody has written down; these are made while the program runs. */
function isNoConstant({ kind }: Value): boolean {
  return kind === "primitive" || kind === "error" || kind === "response" || kind === "function";
}

/** Whether a value that is no literal can be the literal. */
export function equalsLiteral(
  value: Value,
  literal: Value & { kind: "primitive" },
): boolean | undefined {
  if (value.kind !== "unknown") return false;
  // ApiException's code is a number; a network error's, where there is one, is a string.
  if (value.field === "code" && typeof literal.value !== "number") return false;
  if (value.field === "systemCode" && !isSystemCode(literal.value)) return false;
  if (value.field === "typeOfSystemCode" && !TYPES_OF_SYSTEM_CODE.has(literal.value)) return false;
  if (value.field === "systemName" && literal.value === "ApiException") return false;
  return value.truthy === true && !literal.value ? false : undefined;
}

const TYPES_OF_SYSTEM_CODE: ReadonlySet<Primitive> = new Set(["string", "undefined"]);

/** `ECONNRESET`, `UND_ERR_SOCKET`, or none at all: codes of Node and undici are words in capitals. */
function isSystemCode(value: Primitive): boolean {
  return typeof value === "string" ? !/[a-z]/u.test(value) : value === undefined || value === null;
}

function order(kind: ts.SyntaxKind, left: Value, right: Value): Value {
  const marks = joinMarks([left, right]);
  // A network error has no numeric code: `undefined >= 500` is false.
  if ([left, right].some((side) => side.kind === "unknown" && side.field === "systemCode"))
    return primitive(false, marks);
  if ([left, right].some((side) => side.kind === "primitive" && side.value === undefined))
    return primitive(false, marks);
  if ([left, right].some((side) => side.kind === "unknown" && side.field === "code"))
    return { ...marks, kind: "unknown", names: "range" };
  if (left.kind !== "primitive" || right.kind !== "primitive") return atLeastOne(kind, left, right);
  const { value: a } = left;
  const { value: b } = right;
  if (typeof a !== "number" || typeof b !== "number") return derived(left, right);
  switch (kind) {
    case ts.SyntaxKind.LessThanToken:
      return primitive(a < b, marks);
    case ts.SyntaxKind.LessThanEqualsToken:
      return primitive(a <= b, marks);
    case ts.SyntaxKind.GreaterThanToken:
      return primitive(a > b, marks);
    default:
      return primitive(a >= b, marks);
  }
}

/** `errors.length > 0` where at least one error is known to be in it. */
function atLeastOne(kind: ts.SyntaxKind, left: Value, right: Value): Value {
  const marks = joinMarks([left, right]);
  const positive = left.kind === "unknown" && left.truthy === true;
  if (
    positive &&
    right.kind === "primitive" &&
    right.value === 0 &&
    kind === ts.SyntaxKind.GreaterThanToken
  )
    return primitive(true, marks);
  return { ...marks, kind: "unknown" };
}

/**
 * `value instanceof Class`, decided for the failure's own error, for errors made by the program, for
 * responses and for objects written as literals.
 */
export function instanceOf(
  machine: Machine,
  value: Value,
  node: ts.BinaryExpression,
  state: State,
): Value {
  if (value.kind !== "error") return instanceOfOther(machine, value, node.right, state);
  if (state.phase === "failed" && value.error.carries) state.note({ looked: node });
  const answer = isInstance(value.error, node.right, machine.world);
  if (value.error.original && mayBeAnyClass(node.right, machine.world.checker))
    state.note({ lost: "the error is asked for a class that is not known" });
  return answer === undefined ? { kind: "unknown", due: true } : primitive(answer, { due: true });
}

/** Whether an error is an instance of the class that an expression names; undefined where it cannot be told. */
export function isInstance(
  error: ErrorFacts,
  classNode: ts.Expression,
  { checker, sdk }: Pick<World, "checker" | "sdk">,
): boolean | undefined {
  const named = sdk.errorClassOf(classNode);
  if (named === "Error") return true;
  if (error.original) {
    if (named === "ApiException") return error.mode === "api";
    if (named === "WebhookVerificationError") return error.mode === "verification";
    // fetch reports a broken connection as a TypeError, an AbortError or a class of undici's.
    return error.mode === "network" || mayBeAnyClass(classNode, checker) ? undefined : false;
  }
  if (named !== undefined) return error.className === named;
  const declaration = classDeclarationOf(checker, classNode);
  // Made by a function of the package (`createError(401)`): its class is known by its name alone.
  if (error.declaration === undefined && error.className === nameOf(classNode)) return true;
  if (declaration === undefined || error.declaration === undefined) return undefined;
  return extendsClass(checker, error.declaration, declaration, 0);
}

/** `(error, type) => error instanceof type`: a class that is given, or looked up in a table. */
function mayBeAnyClass(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const declaration = classDeclarationOf(checker, node);
  return (
    declaration !== undefined &&
    (ts.isParameter(declaration) ||
      ts.isBindingElement(declaration) ||
      ts.isPropertySignature(declaration) ||
      ts.isPropertyAssignment(declaration))
  );
}

function nameOf(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

/** The declaration of the class that an expression names. */
export function classDeclarationOf(
  checker: ts.TypeChecker,
  node: ts.Expression,
): ts.Node | undefined {
  const symbol = checker.getSymbolAtLocation(
    ts.isPropertyAccessExpression(node) ? node.name : node,
  );
  if (symbol === undefined) return undefined;
  const resolved = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return resolved.valueDeclaration;
}

export function extendsClass(
  checker: ts.TypeChecker,
  derivedClass: ts.Node,
  base: ts.Node,
  depth: number,
): boolean {
  if (derivedClass === base) return true;
  if (!ts.isClassLike(derivedClass) || depth > 8) return false;
  const clause = derivedClass.heritageClauses?.find(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  );
  const parent = clause?.types[0]?.expression;
  const declaration = parent && classDeclarationOf(checker, parent);
  return declaration !== undefined && extendsClass(checker, declaration, base, depth + 1);
}
