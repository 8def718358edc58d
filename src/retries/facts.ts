import ts from "typescript";
import { innermost } from "../callers/declarations.js";
import { isAssignment, symbolOf, visit } from "./syntax.js";

/** What is known of a value: exactly what it is, or only that it is truthy. */
export type Known = { readonly value: string | number | boolean | null | undefined } | "truthy";

/**
 * What is known at a point of a path: of variables by their symbol, and of single expressions (the
 * call that succeeded or failed) by their node. What is missing is unknown.
 */
export type Facts = ReadonlyMap<ts.Symbol | ts.Node, Known>;

export const NO_FACTS: Facts = new Map();

/** The value of an expression as far as the facts tell it; undefined where they do not. */
export function known(
  node: ts.Expression,
  facts: Facts,
  checker: ts.TypeChecker,
): Known | undefined {
  const inner = innermost(node);
  const own = facts.get(inner);
  if (own !== undefined) return own;
  const again = (other: ts.Expression): Known | undefined => known(other, facts, checker);
  if (ts.isAwaitExpression(inner)) return again(inner.expression);
  if (ts.isStringLiteralLike(inner)) return { value: inner.text };
  if (ts.isNumericLiteral(inner)) return { value: Number(inner.text) };
  if (inner.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  if (inner.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
  if (inner.kind === ts.SyntaxKind.NullKeyword) return { value: null };
  if (ts.isVoidExpression(inner)) return { value: undefined };
  if (ts.isIdentifier(inner)) {
    if (inner.text === "undefined") return { value: undefined };
    const symbol = symbolOf(inner, checker);
    return symbol && facts.get(symbol);
  }
  if (isObject(inner)) return "truthy";
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
    const truth = truthOf(again(inner.operand));
    return truth === undefined ? undefined : { value: !truth };
  }
  if (ts.isPrefixUnaryExpression(inner)) return stepped(inner, again);
  if (ts.isPostfixUnaryExpression(inner)) return again(inner.operand);
  if (ts.isConditionalExpression(inner)) {
    const truth = truthOf(again(inner.condition));
    return truth === undefined ? undefined : again(truth ? inner.whenTrue : inner.whenFalse);
  }
  return ts.isBinaryExpression(inner) ? ofBinary(inner, again) : undefined;
}

/** `++tries`; its effect on the variable is `assigned`'s business. */
function stepped(
  { operator, operand }: ts.PrefixUnaryExpression,
  again: (node: ts.Expression) => Known | undefined,
): Known | undefined {
  const before = again(operand);
  if (typeof before !== "object" || typeof before.value !== "number") return undefined;
  if (operator === ts.SyntaxKind.PlusPlusToken) return { value: before.value + 1 };
  if (operator === ts.SyntaxKind.MinusMinusToken) return { value: before.value - 1 };
  return operator === ts.SyntaxKind.MinusToken ? { value: -before.value } : undefined;
}

function ofBinary(
  { operatorToken, left, right }: ts.BinaryExpression,
  again: (node: ts.Expression) => Known | undefined,
): Known | undefined {
  const a = again(left);
  const b = again(right);
  const truth = truthOf(a);
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      if (truth === undefined) return truthOf(b) === false ? { value: false } : undefined;
      return truth ? b : a;
    case ts.SyntaxKind.BarBarToken:
      if (truth === undefined) return truthOf(b) === true ? "truthy" : undefined;
      return truth ? a : b;
    case ts.SyntaxKind.EqualsToken:
      return b;
    default:
      return compared(operatorToken.kind, a, b);
  }
}

function compared(
  operator: ts.SyntaxKind,
  a: Known | undefined,
  b: Known | undefined,
): Known | undefined {
  const equal = equality(a, b);
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsToken:
      return equal === undefined ? undefined : { value: equal };
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
      return equal === undefined ? undefined : { value: !equal };
    default:
  }
  if (
    typeof a !== "object" ||
    typeof b !== "object" ||
    typeof a.value !== "number" ||
    typeof b.value !== "number"
  )
    return undefined;
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return { value: a.value < b.value };
    case ts.SyntaxKind.LessThanEqualsToken:
      return { value: a.value <= b.value };
    case ts.SyntaxKind.GreaterThanToken:
      return { value: a.value > b.value };
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return { value: a.value >= b.value };
    case ts.SyntaxKind.PlusToken:
      return { value: a.value + b.value };
    case ts.SyntaxKind.MinusToken:
      return { value: a.value - b.value };
    default:
      return undefined;
  }
}

/** null and undefined are taken for equal: nobody tells an unset variable from an emptied one. */
function equality(a: Known | undefined, b: Known | undefined): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a === "truthy" || b === "truthy") {
    const other = a === "truthy" ? b : a;
    return typeof other === "object" && !other.value ? false : undefined;
  }
  return (a.value ?? null) === (b.value ?? null);
}

export function truthOf(value: Known | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  return value === "truthy" || Boolean(value.value);
}

function isObject(node: ts.Expression): boolean {
  return (
    ts.isNewExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node)
  );
}

type Change =
  | ts.VariableDeclaration
  | ts.BinaryExpression
  | ts.PrefixUnaryExpression
  | ts.PostfixUnaryExpression;

const changesOfNode = new WeakMap<ts.Node, readonly Change[]>();

/** What in a node declares or assigns something, nested functions left out, in order of place. */
function changesIn(node: ts.Node): readonly Change[] {
  let changes = changesOfNode.get(node);
  if (changes === undefined) {
    const found: Change[] = [];
    visit(node, (child) => {
      if (child !== node && ts.isFunctionLike(child)) return false;
      if (
        ts.isVariableDeclaration(child) ||
        isAssignment(child) ||
        ts.isPrefixUnaryExpression(child) ||
        ts.isPostfixUnaryExpression(child)
      )
        found.push(child);
      return true;
    });
    changesOfNode.set(node, (changes = found));
  }
  return changes;
}

/** The facts after the assignments and declarations in a node were made, in their order. */
export function assigned(node: ts.Node, facts: Facts, checker: ts.TypeChecker): Facts {
  let changed: Map<ts.Symbol | ts.Node, Known> | undefined;
  const set = (name: ts.Node, value: Known | undefined): void => {
    const symbol = ts.isIdentifier(name) ? symbolOf(name, checker) : undefined;
    if (symbol === undefined || (value === undefined && !(changed ?? facts).has(symbol))) return;
    changed ??= new Map(facts);
    if (value === undefined) changed.delete(symbol);
    else changed.set(symbol, value);
  };
  for (const child of changesIn(node)) {
    const before = changed ?? facts;
    if (ts.isVariableDeclaration(child)) {
      set(
        child.name,
        child.initializer ? known(child.initializer, before, checker) : { value: undefined },
      );
    } else if (ts.isBinaryExpression(child)) {
      const isPlain = child.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      set(innermost(child.left), isPlain ? known(child.right, before, checker) : undefined);
    } else {
      const { operator, operand } = child;
      const delta =
        operator === ts.SyntaxKind.PlusPlusToken
          ? 1
          : operator === ts.SyntaxKind.MinusMinusToken
            ? -1
            : 0;
      if (delta === 0) continue;
      const old = known(operand, before, checker);
      set(
        innermost(operand),
        typeof old === "object" && typeof old.value === "number"
          ? { value: old.value + delta }
          : undefined,
      );
    }
  }
  return changed ?? facts;
}

/** The facts without those about variables that the node may assign, now or later. */
export function forgotten(node: ts.Node, facts: Facts, checker: ts.TypeChecker): Facts {
  const kept = new Map(facts);
  visit(node, (child) => {
    const target = isAssignment(child)
      ? child.left
      : ts.isPrefixUnaryExpression(child) || ts.isPostfixUnaryExpression(child)
        ? child.operand
        : undefined;
    const symbol = target && symbolOf(innermost(target), checker);
    if (symbol) kept.delete(symbol);
  });
  return kept;
}
