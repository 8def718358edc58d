import type ts from "typescript";
import type { Constraint } from "../contract/constraints.js";
import {
  numberOf,
  textOf,
  type ArrayValue,
  type ObjectValue,
  type StaticValue,
  type StringValue,
} from "../values/static-value.js";
import { inputType, type InputType } from "./input-types.js";
import { urlProblem } from "./urls.js";
import { windowViolations } from "./windows.js";

export type Problem =
  | "badCharacters"
  | "tooShort"
  | "tooLong"
  | "tooFewItems"
  | "tooManyItems"
  | "duplicateItem"
  | "tooSmall"
  | "tooLarge"
  | "notAnInteger"
  | "malformedUrl"
  | "notHttps"
  | "badSecret"
  | "invalidDate"
  | "sinceAfterUntil"
  | "sinceInFuture"
  | "windowTooLong";

/** A value that the API refuses, and why. */
export interface Violation {
  readonly problem: Problem;
  /** What a person would change: the literal, or the closest expression in the linted file. */
  readonly node: ts.Node;
  /** The property's path in the argument, such as "application.uid". */
  readonly property: string;
  /** The offending value, shortened; of a secret only its length. */
  readonly value: string;
  /** What the API documents. */
  readonly limit: string;
}

/** Collects the violations in one argument. */
export interface Check {
  readonly file: ts.SourceFile;
  readonly found: Violation[];
}

/** Where a value stands that is part of one at `around`: never outside of the linted file. */
export function placeOf(value: StaticValue, around: ts.Node, { file }: Check): ts.Node {
  return value.node.getSourceFile() === file ? value.node : around;
}

/** All that the API would refuse in the values that an argument of this type can have. */
export function violationsOf(
  values: readonly StaticValue[],
  type: InputType,
  argument: ts.Expression,
): readonly Violation[] {
  const check: Check = { file: argument.getSourceFile(), found: [] };
  for (const value of values) {
    if (value.kind === "object")
      checkObject(value, type, placeOf(value, argument, check), "", check);
  }
  return check.found;
}

function checkObject(
  object: ObjectValue,
  type: InputType,
  around: ts.Node,
  path: string,
  check: Check,
): void {
  for (const [name, property] of object.properties) {
    const constraint = type.constraintOf(name);
    if (!constraint) continue;
    for (const value of property.values) {
      checkValue(
        value,
        constraint,
        { property: path + name, around, secret: name === "secret" || name === "key" },
        check,
      );
    }
  }
  if (type.window) check.found.push(...windowViolations(object, type.window, around, check));
}

interface Place {
  readonly property: string;
  readonly around: ts.Node;
  readonly secret: boolean;
}

function checkValue(value: StaticValue, constraint: Constraint, place: Place, check: Check): void {
  const node = placeOf(value, place.around, check);
  const report = (problem: Problem, shown: string, limit: string | number): void => {
    check.found.push({
      problem,
      node,
      property: place.property,
      value: shown,
      limit: String(limit),
    });
  };
  switch (value.kind) {
    case "string": {
      checkText(value, constraint, place, report);
      return;
    }
    case "number": {
      checkNumber(value, constraint, report);
      return;
    }
    case "date":
      if (!value.span) report("invalidDate", shortened(node.getText()), "a date");
      return;
    case "array": {
      checkItems(value, constraint, { ...place, around: node }, report, check);
      return;
    }
    case "object": {
      const nested = constraint.ref === undefined ? undefined : inputType(constraint.ref);
      if (nested) checkObject(value, nested, node, `${place.property}.`, check);
      return;
    }
    default:
      return;
  }
}

type Report = (problem: Problem, shown: string, limit: string | number) => void;

const MOST_SHOWN = 40;

/** A value as a message shows it: quoted by its source, and not longer than a line can bear. */
export function shortened(value: string): string {
  const line = value.replaceAll(/\s+/gu, " ");
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN - 1)}…` : line;
}

function shownText(value: StringValue): string {
  const text = value.parts.map((part) => (typeof part === "string" ? part : "${…}")).join("");
  return JSON.stringify(shortened(text));
}

function checkText(
  value: StringValue,
  constraint: Constraint,
  { secret }: Place,
  report: Report,
): void {
  const whole = textOf(value);
  const shown = secret ? `a text of ${lengthOf(value)} characters` : shownText(value);
  const { minLength, maxLength, pattern, format } = constraint;
  if (whole !== undefined && minLength !== undefined && whole.length < minLength) {
    report("tooShort", shown, minLength);
    return;
  }
  if (maxLength !== undefined && lengthOf(value) > maxLength) {
    report("tooLong", shown, maxLength);
    return;
  }
  if (format === "uri") {
    const problem = urlProblem(value);
    if (problem) report(problem, shown, "an https URL");
    return;
  }
  if (format === "date-time") {
    if (whole !== undefined && Number.isNaN(Date.parse(whole)))
      report("invalidDate", shown, "a date");
    return;
  }
  if (pattern && !mayMatch(value, pattern))
    report(secret ? "badSecret" : "badCharacters", shown, pattern.source);
}

/** The length of the known text: of a template at least that much. */
function lengthOf({ parts }: StringValue): number {
  return parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
}

/** `^[…]+$`: a pattern that only says which characters are allowed. */
const CHARACTERS = /^\^(\[(?:[^\]\\]|\\.)+\])\+\$$/u;

/** Whether a text can match; of a template its known parts are looked at for forbidden characters. */
function mayMatch(value: StringValue, pattern: RegExp): boolean {
  const whole = textOf(value);
  if (whole !== undefined) return pattern.test(whole);
  const allowed = CHARACTERS.exec(pattern.source)?.[1];
  if (allowed === undefined) return true;
  const known = new RegExp(`^${allowed}*$`);
  return value.parts.every((part) => typeof part !== "string" || known.test(part));
}

/** The largest number of each format; an unsigned one is not below zero. */
const LARGEST = new Map([
  ["uint16", 65_535],
  ["uint32", 4_294_967_295],
]);

function checkNumber(
  value: StaticValue,
  { minimum, maximum, format }: Constraint,
  report: Report,
): void {
  const number = numberOf(value);
  if (number === undefined || format === "date-time") return;
  const least = minimum ?? (format?.startsWith("u") ? 0 : undefined);
  const most = maximum ?? LARGEST.get(format ?? "");
  if (least !== undefined && number < least) report("tooSmall", String(number), least);
  else if (most !== undefined && number > most) report("tooLarge", String(number), most);
  else if (format?.includes("int") && !Number.isInteger(number))
    report("notAnInteger", String(number), "an integer");
}

function checkItems(
  array: ArrayValue,
  constraint: Constraint,
  place: Place,
  report: Report,
  check: Check,
): void {
  const { minItems, maxItems, uniqueItems, items } = constraint;
  const count = array.items.length;
  if (minItems !== undefined && count < minItems && !array.open)
    report("tooFewItems", String(count), minItems);
  if (maxItems !== undefined && count > maxItems) report("tooManyItems", String(count), maxItems);
  const seen = new Set<string>();
  for (const values of array.items) {
    const [value, ...others] = values;
    if (items) for (const item of values) checkValue(item, items, place, check);
    if (!uniqueItems || !value || others.length > 0) continue;
    const text = textOf(value);
    if (text === undefined) continue;
    if (seen.has(text)) {
      const node = placeOf(value, place.around, check);
      const shown = JSON.stringify(shortened(text));
      check.found.push({
        problem: "duplicateItem",
        node,
        property: place.property,
        value: shown,
        limit: "distinct items",
      });
    }
    seen.add(text);
  }
}
