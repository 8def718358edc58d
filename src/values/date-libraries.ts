import type ts from "typescript";
import { dateFrom, dateMethod, dateValue } from "./dates.js";
import { propertyOf } from "./containers.js";
import type { Evaluation } from "./evaluator.js";
import { edgeOf, moved, NOW, unitOf, type Span } from "./span.js";
import { numberOf, textOf, unknown, type DateValue, type StaticValue } from "./static-value.js";
import { bare, importedAs, methodCall } from "./syntax.js";

const CHAINED = new Set(["dayjs", "moment", "moment-timezone"]);
const STARTS = new Set(["default", "*", "utc"]);

/** Calls of date-fns, and what starts a date of Day.js, Moment or Luxon, by their import. */
export function libraryDate(
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] | undefined {
  if (startsLuxon(node, evaluation)) return [dateValue(NOW, node)];
  const imported = importedAs(node.expression, evaluation.checker);
  if (!imported) return undefined;
  const { module, name } = imported;
  const [first] = node.arguments;
  // import subDays from "date-fns/subDays"
  const [library, path] = module.split("/");
  if (library === "date-fns")
    return dateFns(name === "default" || name === "*" ? (path ?? "") : name, node, evaluation);
  if (!CHAINED.has(module) || !STARTS.has(name)) return undefined;
  if (!first) return [dateValue(NOW, node)];
  return evaluation.of(first).map((value) => dateFrom(value, node));
}

/** `DateTime.now()`, `DateTime.utc()` */
function startsLuxon(node: ts.CallExpression, evaluation: Evaluation): boolean {
  const method = methodCall(node);
  const owner = method && importedAs(method.object, evaluation.checker);
  const isNow =
    method && ["now", "utc", "local"].includes(method.name) && node.arguments.length === 0;
  return owner?.module === "luxon" && owner.name === "DateTime" && isNow === true;
}

/** `subDays(date, 20)`, `sub(date, { days: 20 })`, `startOfDay(date)` */
function dateFns(
  name: string,
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] | undefined {
  const [of, by] = node.arguments;
  if (!of) return undefined;
  const dates = evaluation.of(of).map((value) => dateFrom(value, node));
  if (name === "parseISO" || name === "toDate" || name === "formatISO") return dates;
  const edge = /^(start|end)Of(\w+)$/u.exec(name);
  const edgeUnit = edge && unitOf(edge[2] ?? "");
  if (edgeUnit)
    return changed(dates, node, (span) =>
      edgeOf(span, edgeUnit, edge[1] === "end" ? "end" : "start"),
    );
  const move = /^(add|sub)([A-Z]\w+)?$/u.exec(name);
  if (!move || !by) return undefined;
  return changed(dates, node, movedBy(by, move[1] === "sub" ? -1 : 1, move[2], evaluation));
}

/** `date.subtract(20, "day")`, `date.minus({ days: 20 })`, `date.startOf("day")`, `date.toDate()` */
export function chainedDate(
  dates: readonly DateValue[],
  name: string,
  node: ts.CallExpression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const [first, second] = node.arguments;
  const sign =
    name === "subtract" || name === "minus"
      ? -1
      : name === "add" || name === "plus"
        ? 1
        : undefined;
  if (sign && first) {
    const word = second && single(second, evaluation);
    const unit = word && textOf(word);
    return changed(dates, node, movedBy(first, sign, unit, evaluation));
  }
  if ((name === "startOf" || name === "endOf") && first) {
    const word = single(first, evaluation);
    const unit = unitOf((word && textOf(word)) ?? "");
    return changed(
      dates,
      node,
      (span) => unit && edgeOf(span, unit, name === "endOf" ? "end" : "start"),
    );
  }
  return dates.map((date) => dateMethod(date, name, node, evaluation));
}

function single(node: ts.Expression, evaluation: Evaluation): StaticValue | undefined {
  const values = evaluation.of(node);
  return values.length === 1 ? values[0] : undefined;
}

type Change = (span: Span) => Span | undefined;

function changed(
  dates: readonly StaticValue[],
  node: ts.Node,
  change: Change,
): readonly StaticValue[] {
  return dates.map((date) => {
    const span = date.kind === "date" && date.span ? change(date.span) : undefined;
    return span ? dateValue(span, node) : unknown(node);
  });
}

/** A move by a number of one unit, or by a record of units (`{ days: 1, hours: 2 }`). */
function movedBy(
  by: ts.Expression,
  sign: 1 | -1,
  word: string | undefined,
  evaluation: Evaluation,
): Change {
  const value = single(by, evaluation);
  const amount = numberOf(value);
  if (amount !== undefined) {
    const unit = word === undefined ? "millisecond" : unitOf(word);
    return (span) => unit && moved(span, sign * amount, unit);
  }
  if (value?.kind !== "object" || value.open) return () => undefined;
  const steps = [...value.properties.keys()].map((key) => {
    const [found, ...others] = propertyOf([value], key, bare(by));
    return { unit: unitOf(key), amount: others.length === 0 ? numberOf(found) : undefined };
  });
  return (start) =>
    steps.reduce<Span | undefined>(
      (span, step) =>
        span && step.unit && step.amount !== undefined
          ? moved(span, sign * step.amount, step.unit)
          : undefined,
      start,
    );
}
