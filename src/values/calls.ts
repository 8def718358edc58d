import ts from "typescript";
import { chainedDate, libraryDate } from "./date-libraries.js";
import { dateStatic } from "./dates.js";
import { environmentCall } from "./environment.js";
import type { Evaluation } from "./evaluator.js";
import { calledFunction, frameOf, valuesOfFunction } from "./functions.js";
import { spanOf } from "./operators.js";
import { exactly } from "./span.js";
import { text, textOf, unknown, type DateValue, type StaticValue } from "./static-value.js";
import { bare, methodCall } from "./syntax.js";

/** Calls of the standard library and of date libraries that compute, and of the program's own functions. */
export function valuesOfCall(
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const environment = environmentCall(node);
  if (environment) return [environment];
  const known =
    dateStatic(node, evaluation) ??
    libraryDate(node, evaluation) ??
    conversion(node, evaluation) ??
    builtIn(node, evaluation);
  if (known) return known;
  const entered = calledFunction(node, evaluation);
  if (entered) {
    const values = evaluation.once(node, () =>
      valuesOfFunction(entered, frameOf(entered, node.arguments, evaluation), evaluation),
    );
    // `daysAgo(30)`: what a person would change is the argument, not the formula.
    return values.map((value) =>
      value.kind === "date" || value.kind === "number" ? { ...value, node } : value,
    );
  }
  return methodOf(node, evaluation) ?? [unknown(node)];
}

/** `String(x)`, `Number(x)`, `btoa(x)` */
function conversion(
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] | undefined {
  const callee = bare(node.expression);
  const [first] = node.arguments;
  if (!ts.isIdentifier(callee) || !first || ts.isSpreadElement(first)) return undefined;
  switch (callee.text) {
    case "String":
      return evaluation.of(first);
    case "Number":
      return evaluation.of(first).map((value): StaticValue => {
        const span = spanOf(value);
        return span ? { kind: "number", span, node } : unknown(node);
      });
    case "btoa":
      return mapText(evaluation.of(first), node, (value) =>
        Buffer.from(value, "latin1").toString("base64"),
      );
    default:
      return undefined;
  }
}

const ROUNDING = new Map<string, (value: number) => number>([
  ["floor", Math.floor],
  ["ceil", Math.ceil],
  ["round", Math.round],
  ["trunc", Math.trunc],
  ["abs", Math.abs],
]);

/** `Math.floor(x)`, `Object.freeze(x)`, `Object.values(x)`, `Buffer.from(x).toString("base64")` */
function builtIn(
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] | undefined {
  const method = methodCall(node);
  const [first] = node.arguments;
  if (!method) return undefined;
  const object = bare(method.object);
  if (!ts.isIdentifier(object)) {
    if (method.name === "toString") return encoded(object, node, evaluation);
    const isBytes =
      method.name === "encode" &&
      first &&
      ts.isNewExpression(object) &&
      object.expression.getText() === "TextEncoder";
    return isBytes ? evaluation.of(first) : undefined;
  }
  if (!first) return undefined;
  // Bytes are known by the text they are made of.
  if (object.text === "Buffer" && method.name === "from") return evaluation.of(first);
  if (object.text === "Math") {
    const round = ROUNDING.get(method.name);
    return round && evaluation.of(first).map((value) => rounded(value, round, node));
  }
  if (object.text !== "Object") return undefined;
  if (method.name === "freeze") return evaluation.of(first);
  if (method.name !== "values" && method.name !== "keys") return undefined;
  return evaluation.of(first).map((value): StaticValue => {
    if (value.kind !== "object") return unknown(node);
    const items =
      method.name === "values"
        ? [...value.properties.values()].map(({ values }) => values)
        : [...value.properties.keys()].map((key) => [text(key, node)]);
    return { kind: "array", items, open: value.open, node };
  });
}

function rounded(value: StaticValue, round: (value: number) => number, node: ts.Node): StaticValue {
  if (value.kind !== "number" || value.span.base === "now") return unknown(node);
  const { from, to } = value.span;
  return from === to ? { kind: "number", span: exactly(round(from)), node } : unknown(node);
}

/** `Buffer.from("text", "utf8").toString("base64")` */
function encoded(
  object: ts.Expression,
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] | undefined {
  const made = ts.isCallExpression(object) ? methodCall(object) : undefined;
  if (
    !made ||
    !ts.isCallExpression(object) ||
    made.name !== "from" ||
    bare(made.object).getText() !== "Buffer"
  ) {
    return undefined;
  }
  const [source, from] = object.arguments;
  const [to] = node.arguments;
  const read = encoding(from);
  const write = encoding(to);
  if (!source || !read || !write) return undefined;
  return mapText(evaluation.of(source), node, (value) => Buffer.from(value, read).toString(write));
}

function encoding(node: ts.Expression | undefined): BufferEncoding | undefined {
  if (!node) return "utf8";
  return ts.isStringLiteralLike(node) && Buffer.isEncoding(node.text) ? node.text : undefined;
}

/** Of a literal a computation keeps the literal's place, since that is what a person would change. */
function mapText(
  values: readonly StaticValue[],
  node: ts.Node,
  change: (value: string) => string,
): readonly StaticValue[] {
  return values.map((value) => {
    const whole = textOf(value);
    return whole === undefined ? unknown(node) : text(change(whole), value.node);
  });
}

const TEXT_METHODS = new Map<string, (value: string) => string>([
  ["trim", (value) => value.trim()],
  ["toString", (value) => value],
  ["toLowerCase", (value) => value.toLowerCase()],
  ["toUpperCase", (value) => value.toUpperCase()],
]);

/** Methods of dates and of texts. */
function methodOf(
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] | undefined {
  const method = methodCall(node);
  if (!method) return undefined;
  const objects = evaluation.of(method.object);
  const dates = objects.filter((value): value is DateValue => value.kind === "date");
  if (dates.length > 0) {
    const others = objects.filter(({ kind }) => kind !== "date");
    return [
      ...chainedDate(dates, method.name, node, evaluation),
      ...others.map(() => unknown(node)),
    ];
  }
  const change = TEXT_METHODS.get(method.name);
  if (!change || node.arguments.length > 0) return undefined;
  return objects.map((value): StaticValue => {
    if (value.kind === "environment") return { ...value, node };
    const whole = textOf(value);
    return whole === undefined ? unknown(node) : text(change(whole), value.node);
  });
}
