import type ts from "typescript";
import type { WindowConstraint } from "../contract/constraints.js";
import { DAY, MINUTE, NOW, type Span } from "../values/span.js";
import type { DateValue, ObjectValue, StaticValue } from "../values/static-value.js";
import { placeOf, shortened, type Check, type Problem, type Violation } from "./violations.js";

/** When a window can end: undefined where that is not known. */
type End = Span | undefined;

/**
 * What is wrong with the window that `since` and `until` open. A `since` is at fault only if it is
 * for every `until` that the program can give. Absolute dates are compared with each other only.
 */
export function windowViolations(
  object: ObjectValue,
  window: WindowConstraint,
  around: ts.Node,
  check: Check,
): readonly Violation[] {
  const ends = endsOf(object);
  return (object.properties.get("since")?.values ?? []).flatMap((since): readonly Violation[] => {
    if (since.kind !== "date" || !since.span) return [];
    const found = problemOf(since.span, ends, window);
    if (!found) return [];
    const node = placeOf(since, around, check);
    return [{ ...found, node, property: "since", value: shortened(shownDate(since, node)) }];
  });
}

function shownDate(date: DateValue, node: ts.Node): string {
  const { span } = date;
  if (span?.base === "zero" && span.from === span.to) return new Date(span.from).toISOString();
  return node.getText();
}

function endsOf(object: ObjectValue): readonly End[] {
  const values = object.properties.get("until")?.values;
  if (!values) return [object.open ? undefined : NOW];
  return values.map(endOf);
}

function endOf(value: StaticValue): End {
  if (value.kind === "absent") return NOW;
  return value.kind === "date" ? value.span : undefined;
}

function problemOf(
  since: Span,
  ends: readonly End[],
  window: WindowConstraint,
): { readonly problem: Problem; readonly limit: string } | undefined {
  if (since.base === "now" && since.from > 0) return { problem: "sinceInFuture", limit: "now" };
  const every = (test: (end: Span) => boolean): boolean =>
    ends.every((end) => end?.base === since.base && test(end));
  if (every((end) => since.from > end.to)) return { problem: "sinceAfterUntil", limit: "until" };
  const longest = window.maxDays * DAY + window.slackMinutes * MINUTE;
  const isTooOld = since.base === "now" && since.to < -longest;
  const isTooLong =
    window.countedFrom === "now" && since.base === "now"
      ? isTooOld
      : every((end) => end.from - since.to > longest);
  return isTooLong ? { problem: "windowTooLong", limit: `${window.maxDays} days` } : undefined;
}
