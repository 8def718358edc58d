import ts from "typescript";
import type { Evaluation } from "./evaluator.js";
import { spanOf } from "./operators.js";
import { exactly, local, moved, NOW, parsedDate, unitOf, type Span } from "./span.js";
import { numberOf, textOf, unknown, type DateValue, type StaticValue } from "./static-value.js";
import { bare, methodCall } from "./syntax.js";

/** `new Date(…)`; other classes are not known. */
export function valuesOfNew(
  node: ts.NewExpression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const callee = bare(node.expression);
  if (!ts.isIdentifier(callee) || callee.text !== "Date" || !isGlobal(callee, evaluation))
    return [unknown(node)];
  const [first, ...others] = node.arguments ?? [];
  if (!first) return [dateValue(NOW, node)];
  if (ts.isSpreadElement(first)) return [unknown(node)];
  if (others.length > 0) return [fromFields([first, ...others], node, evaluation)];
  return evaluation.of(first).map((value) => dateFrom(value, node));
}

function isGlobal(node: ts.Identifier, { checker, program }: Evaluation): boolean {
  const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
  return declarations.every((declaration) => {
    const file = declaration.getSourceFile();
    return program.isSourceFileDefaultLibrary(file) || file.isDeclarationFile;
  });
}

export function dateValue(span: Span | undefined, node: ts.Node): DateValue {
  return { kind: "date", span, node };
}

/** The date that a value is read as, by `new Date(value)` and the libraries. */
export function dateFrom(value: StaticValue, node: ts.Node): StaticValue {
  if (value.kind === "date" || value.kind === "number") return dateValue(value.span, node);
  const whole = textOf(value);
  return whole === undefined ? unknown(node) : dateValue(parsedDate(whole), node);
}

/** `new Date(2024, 0, 31)`, in local time; months count from 0. */
function fromFields(
  args: readonly ts.Expression[],
  node: ts.Node,
  evaluation: Evaluation,
): StaticValue {
  const utc = utcOf(args, evaluation);
  return utc === undefined ? unknown(node) : dateValue(local(utc), node);
}

function utcOf(args: readonly ts.Expression[], evaluation: Evaluation): number | undefined {
  const fields = args.map((argument) => {
    const values = evaluation.of(argument);
    return values.length === 1 ? numberOf(values[0]) : undefined;
  });
  const [year, month, ...rest] = fields;
  if (year === undefined || month === undefined || rest.some((field) => field === undefined))
    return undefined;
  const value = Date.UTC(year, month, ...(rest as [number?, number?, number?, number?, number?]));
  return Number.isNaN(value) ? undefined : value;
}

/** `Date.now()`, `Date.UTC(…)`, `Date.parse(…)` */
export function dateStatic(
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] | undefined {
  const method = methodCall(node);
  const object = method && bare(method.object);
  if (
    !object ||
    !ts.isIdentifier(object) ||
    object.text !== "Date" ||
    !isGlobal(object, evaluation)
  ) {
    return undefined;
  }
  const [first] = node.arguments;
  if (method.name === "now") return [{ kind: "number", span: NOW, node }];
  if (method.name === "UTC") {
    const utc = utcOf(node.arguments, evaluation);
    return [utc === undefined ? unknown(node) : { kind: "number", span: exactly(utc), node }];
  }
  if (method.name !== "parse" || !first) return [unknown(node)];
  return evaluation.of(first).map((value): StaticValue => {
    const date = dateFrom(value, node);
    return date.kind === "date" && date.span
      ? { kind: "number", span: date.span, node }
      : unknown(node);
  });
}

const TO_NUMBER = new Set(["getTime", "valueOf", "toMillis"]);
const TO_DATE = new Set([
  "toISOString",
  "toJSON",
  "toDate",
  "toJSDate",
  "toISO",
  "utc",
  "clone",
  "tz",
]);

/** What a method without effect answers of a known date: its milliseconds, or itself as text. */
export function dateMethod(
  date: DateValue,
  name: string,
  node: ts.CallExpression,
  evaluation: Evaluation,
): StaticValue {
  if (TO_NUMBER.has(name)) {
    return date.span ? { kind: "number", span: date.span, node } : unknown(node);
  }
  if (TO_DATE.has(name)) return dateValue(date.span, node);
  // new Date(d.setDate(d.getDate() - 20))
  const span = date.span && setSpan(date.span, name, node, evaluation);
  return span ? { kind: "number", span, node } : unknown(node);
}

/** Which unit a setter of Date counts in, as `unitOf` knows it. */
const SET_UNIT = new Map([
  ["Date", "day"],
  ["Month", "month"],
  ["FullYear", "year"],
  ["Hours", "hour"],
  ["Minutes", "minute"],
  ["Seconds", "second"],
  ["Milliseconds", "millisecond"],
]);

/**
 * Where a setter moves a date: `d.setDate(d.getDate() - 20)` by twenty days, `d.setTime(t)` to t.
 * The getter may be of another date, as long as that is the same moment.
 */
export function setSpan(
  span: Span,
  name: string,
  node: ts.CallExpression,
  evaluation: Evaluation,
): Span | undefined {
  const field = /^set(?:UTC)?(\w+)$/u.exec(name)?.[1] ?? "";
  const [argument, ...others] = node.arguments;
  if (!argument || others.length > 0) return undefined;
  if (field === "Time") {
    const [value, ...alternatives] = evaluation.of(argument);
    return value && alternatives.length === 0 ? spanOf(value) : undefined;
  }
  const unit = unitOf(SET_UNIT.get(field) ?? "");
  const amount = unit && amountBeside(bare(argument), field, span, evaluation);
  return unit && amount !== undefined ? moved(span, amount, unit) : undefined;
}

/** `d.getDate() - 20` → -20 */
function amountBeside(
  node: ts.Expression,
  field: string,
  span: Span,
  evaluation: Evaluation,
): number | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const sign =
    node.operatorToken.kind === ts.SyntaxKind.MinusToken
      ? -1
      : node.operatorToken.kind === ts.SyntaxKind.PlusToken
        ? 1
        : undefined;
  const getter = bare(node.left);
  const method = ts.isCallExpression(getter) ? methodCall(getter) : undefined;
  if (!sign || !method || !new RegExp(`^get(?:UTC)?${field}$`, "u").test(method.name))
    return undefined;
  const [date, ...others] = evaluation.of(method.object);
  if (others.length > 0 || date?.kind !== "date" || !sameMoment(date.span, span)) return undefined;
  const amounts = evaluation.of(node.right);
  const amount = amounts.length === 1 ? numberOf(amounts[0]) : undefined;
  return amount === undefined ? undefined : sign * amount;
}

function sameMoment(a: Span | undefined, b: Span): boolean {
  return a?.base === b.base && a.from === b.from && a.to === b.to;
}
