/**
 * A moment or a plain number, known to lie between two bounds (inclusive).
 *
 * Moments are milliseconds after the epoch ("zero", absolute) or after the moment at which the
 * program runs ("now"): the two are never compared, so that no answer depends on the day.
 */
export interface Span {
  readonly base: "zero" | "now";
  readonly from: number;
  readonly to: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Local time is at most this far from UTC. */
const ZONE = 14 * HOUR;
/** A day in local time is an hour longer or shorter when clocks change. */
const CLOCK_CHANGE = HOUR;

export function exactly(value: number): Span {
  return { base: "zero", from: value, to: value };
}

export const NOW: Span = { base: "now", from: 0, to: 0 };

/** A moment that was "now" at some time before the code that uses it runs. */
export function earlier(span: Span): Span {
  return span.base === "now" ? { ...span, from: Number.NEGATIVE_INFINITY } : span;
}

export function plus(a: Span, b: Span): Span | undefined {
  if (a.base === "now" && b.base === "now") return undefined;
  const base = a.base === "now" || b.base === "now" ? "now" : "zero";
  return { base, from: a.from + b.from, to: a.to + b.to };
}

export function minus(a: Span, b: Span): Span | undefined {
  if (b.base === "now" && a.base === "zero") return undefined;
  const base = a.base === b.base ? "zero" : a.base;
  return { base, from: a.from - b.to, to: a.to - b.from };
}

type Unit =
  "millisecond" | "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

/** Shortest and longest length of a unit; calendar units vary, in local time days do too. */
const LENGTH: Readonly<Record<Unit, readonly [number, number]>> = {
  millisecond: [1, 1],
  second: [1_000, 1_000],
  minute: [MINUTE, MINUTE],
  hour: [HOUR, HOUR],
  day: [DAY, DAY],
  week: [7 * DAY, 7 * DAY],
  month: [28 * DAY, 31 * DAY],
  quarter: [89 * DAY, 92 * DAY],
  year: [365 * DAY, 366 * DAY],
};

/** The short forms that Day.js and Moment take (case matters: `M` month, `m` minute). */
const SHORT = new Map<string, Unit>([
  ["ms", "millisecond"],
  ["s", "second"],
  ["m", "minute"],
  ["h", "hour"],
  ["d", "day"],
  ["w", "week"],
  ["M", "month"],
  ["Q", "quarter"],
  ["y", "year"],
]);

/** The unit that a word such as "days", "Day" or "d" names. */
export function unitOf(word: string): Unit | undefined {
  const short = SHORT.get(word);
  if (short) return short;
  const singular = word.toLowerCase().replace(/s$/u, "");
  return Object.hasOwn(LENGTH, singular) ? (singular as Unit) : undefined;
}

/** A moment moved by an amount of a unit. */
export function moved(span: Span, amount: number, unit: Unit): Span {
  const [shortest, longest] = LENGTH[unit];
  const [near, far] = amount < 0 ? [longest, shortest] : [shortest, longest];
  const slack = shortest >= DAY && amount !== 0 ? CLOCK_CHANGE : 0;
  return {
    base: span.base,
    from: span.from + amount * near - slack,
    to: span.to + amount * far + slack,
  };
}

/** The start (or end) of the unit that a moment lies in. */
export function edgeOf(span: Span, unit: Unit, edge: "start" | "end"): Span {
  const most = LENGTH[unit][1] + (LENGTH[unit][1] >= DAY ? CLOCK_CHANGE : 0);
  return edge === "start" ? { ...span, from: span.from - most } : { ...span, to: span.to + most };
}

/** A moment that was written in the local time of an unknown machine. */
export function local(utc: number): Span {
  return { base: "zero", from: utc - ZONE, to: utc + ZONE };
}

const WITH_ZONE = /(?:Z|[+-]\d{2}:?\d{2}|GMT|UTC)\s*$/iu;
const DATE_ONLY = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/u;

/**
 * The moment that `Date` reads from a text; undefined where it makes an Invalid Date.
 * A date alone is read as UTC, a date with a time as local time (ECMA-262, Date.parse).
 */
export function parsedDate(source: string): Span | undefined {
  const value = Date.parse(source);
  if (Number.isNaN(value)) return undefined;
  if (WITH_ZONE.test(source) || DATE_ONLY.test(source)) return exactly(value);
  return local(value - new Date(value).getTimezoneOffset() * MINUTE);
}
