import ts from "typescript";
import { isFalsy, type Evaluation } from "./evaluator.js";
import { exactly, minus, plus, type Span } from "./span.js";
import {
  joined,
  MOST_VALUES,
  numberOf,
  textOf,
  unknown,
  type StaticValue,
} from "./static-value.js";

/** `${a}-b` */
export function valuesOfTemplate(
  node: ts.TemplateExpression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const parts: (readonly StaticValue[])[] = [];
  const literal = (piece: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail): void => {
    if (piece.text !== "")
      parts.push([{ kind: "string", parts: [piece.text], chosen: false, node: piece }]);
  };
  literal(node.head);
  for (const span of node.templateSpans) {
    parts.push(evaluation.of(span.expression));
    literal(span.literal);
  }
  return combined(parts, node);
}

/** Every combination of the parts; where there are too many, a part is taken as a hole. */
function combined(
  parts: readonly (readonly StaticValue[])[],
  node: ts.Node,
): readonly StaticValue[] {
  let rows: { values: readonly StaticValue[]; chosen: boolean }[] = [{ values: [], chosen: false }];
  for (const part of parts) {
    const options = rows.length * part.length > MOST_VALUES ? [unknown(node)] : part;
    rows = rows.flatMap(({ values, chosen }) =>
      options.map((option) => ({
        values: [...values, option],
        chosen: chosen || options.length > 1,
      })),
    );
  }
  return rows.map(({ values, chosen }) => joined(values, node, chosen));
}

/** `-a`, `+a`, `!a` */
export function valuesOfPrefix(
  node: ts.PrefixUnaryExpression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  return evaluation.of(node.operand).map((value): StaticValue => {
    if (node.operator === ts.SyntaxKind.ExclamationToken) {
      const falsy = isFalsy(value);
      return falsy === undefined ? unknown(node) : { kind: "boolean", value: falsy, node };
    }
    const span = spanOf(value);
    if (!span) return unknown(node);
    if (node.operator === ts.SyntaxKind.PlusToken) return { kind: "number", span, node };
    if (node.operator !== ts.SyntaxKind.MinusToken || span.base === "now") return unknown(node);
    return { kind: "number", span: { base: "zero", from: -span.to, to: -span.from }, node };
  });
}

export function valuesOfBinary(
  node: ts.BinaryExpression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
      return fallback(node, evaluation, ({ kind }) =>
        kind === "unknown" || kind === "environment" ? undefined : kind === "absent",
      );
    case ts.SyntaxKind.BarBarToken:
      return fallback(node, evaluation, isFalsy);
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return both(node, evaluation);
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return evaluation.of(node.right);
    case ts.SyntaxKind.PlusToken:
      return crossed(node, evaluation, sum);
    default:
      return crossed(node, evaluation, (a, b) => arithmetic(node, a, b));
  }
}

/** `a ?? b`, `a || b`: the right side only where the left side may be missing. */
function fallback(
  node: ts.BinaryExpression,
  evaluation: Evaluation,
  isMissing: (value: StaticValue) => boolean | undefined,
): readonly StaticValue[] {
  const left = evaluation.of(node.left);
  const kept = left.filter((value) => isMissing(value) !== true);
  if (left.every((value) => isMissing(value) === false)) return kept;
  return [...kept, ...evaluation.of(node.right)];
}

function both(node: ts.BinaryExpression, evaluation: Evaluation): readonly StaticValue[] {
  const left = evaluation.of(node.left);
  const stopping = left.filter((value) => isFalsy(value) !== false);
  if (left.every((value) => isFalsy(value) === true)) return stopping;
  // What is falsy and not known cannot be more than a missing value to those who ask.
  const missing = stopping.map((value): StaticValue =>
    isFalsy(value) === true ? value : { kind: "absent", node: node.left },
  );
  return [...missing, ...evaluation.of(node.right)];
}

function crossed(
  node: ts.BinaryExpression,
  evaluation: Evaluation,
  combine: (a: StaticValue, b: StaticValue, node: ts.Node, chosen: boolean) => StaticValue,
): readonly StaticValue[] {
  const left = evaluation.of(node.left);
  const right = evaluation.of(node.right);
  if (left.length * right.length > MOST_VALUES) return [unknown(node)];
  const chosen = left.length > 1 || right.length > 1;
  return left.flatMap((a) => right.map((b) => combine(a, b, node, chosen)));
}

function sum(a: StaticValue, b: StaticValue, node: ts.Node, chosen: boolean): StaticValue {
  if (a.kind === "string" || b.kind === "string") return joined([a, b], node, chosen);
  if (a.kind !== "number" || b.kind !== "number") return unknown(node);
  const span = plus(a.span, b.span);
  return span ? { kind: "number", span, node } : unknown(node);
}

/** The number that arithmetic sees in a value: of a Date its milliseconds. */
export function spanOf(value: StaticValue): Span | undefined {
  if (value.kind === "number" || value.kind === "date") return value.span;
  const whole = textOf(value);
  const number = whole === undefined || whole.trim() === "" ? Number.NaN : Number(whole);
  return Number.isNaN(number) ? undefined : exactly(number);
}

function arithmetic(node: ts.BinaryExpression, a: StaticValue, b: StaticValue): StaticValue {
  const left = spanOf(a);
  const right = spanOf(b);
  if (!left || !right) return unknown(node);
  if (node.operatorToken.kind === ts.SyntaxKind.MinusToken) {
    const span = minus(left, right);
    return span ? { kind: "number", span, node } : unknown(node);
  }
  const x = numberOf({ kind: "number", span: left, node });
  const y = numberOf({ kind: "number", span: right, node });
  if (x === undefined || y === undefined) return unknown(node);
  const result = calculated(node.operatorToken.kind, x, y);
  return result === undefined ? unknown(node) : { kind: "number", span: exactly(result), node };
}

function calculated(operator: ts.SyntaxKind, x: number, y: number): number | undefined {
  switch (operator) {
    case ts.SyntaxKind.AsteriskToken:
      return x * y;
    case ts.SyntaxKind.SlashToken:
      return x / y;
    case ts.SyntaxKind.PercentToken:
      return x % y;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return x ** y;
    default:
      return undefined;
  }
}
