import type ts from "typescript";
import type { Span } from "./span.js";

/** A piece of a string that is not known; of an environment variable the name may be. */
export interface Hole {
  readonly environment?: EnvironmentValue;
}

interface Written {
  /**
   * Where the value is written, as close to the literal as the file of the evaluated expression
   * allows: for a constant of another file it is the expression that uses it.
   */
  readonly node: ts.Node;
}

export interface StringValue extends Written {
  readonly kind: "string";
  /** Known text and holes, in order; no two texts follow one another. */
  readonly parts: readonly (string | Hole)[];
  /** Whether one of several possible texts was put together with something unknown. */
  readonly chosen: boolean;
}

/** A number, or milliseconds since the epoch when its base is "now". */
export interface NumberValue extends Written {
  readonly kind: "number";
  readonly span: Span;
}

/** A Date (or its ISO text); no span: an Invalid Date. */
export interface DateValue extends Written {
  readonly kind: "date";
  readonly span: Span | undefined;
}

/** The values of a property, found when they are asked for: a payload mostly never is. */
export class Property {
  private found: readonly StaticValue[] | undefined;

  constructor(private readonly find: () => readonly StaticValue[]) {}

  get values(): readonly StaticValue[] {
    this.found ??= this.find();
    return this.found;
  }
}

export interface ObjectValue extends Written {
  readonly kind: "object";
  readonly properties: ReadonlyMap<string, Property>;
  /** Whether there may be properties beyond the known ones. */
  readonly open: boolean;
}

export interface ArrayValue extends Written {
  readonly kind: "array";
  readonly items: readonly (readonly StaticValue[])[];
  /** Whether there may be items beyond the known ones. */
  readonly open: boolean;
}

/** What `process.env.NAME` and its like evaluate to: not the value, but where it comes from. */
export interface EnvironmentValue extends Written {
  readonly kind: "environment";
  readonly name: string;
  /** Whether a bundler writes the variable into code for browsers. */
  readonly published: boolean;
}

export type StaticValue =
  | StringValue
  | NumberValue
  | DateValue
  | ObjectValue
  | ArrayValue
  | EnvironmentValue
  | (Written & { readonly kind: "boolean"; readonly value: boolean })
  | (Written & { readonly kind: "absent" })
  | (Written & { readonly kind: "unknown" });

/** Sets of possible values are cut off here; what is left out is unknown. */
export const MOST_VALUES = 32;

export function unknown(node: ts.Node): StaticValue {
  return { kind: "unknown", node };
}

export function text(value: string, node: ts.Node): StringValue {
  return { kind: "string", parts: [value], chosen: false, node };
}

/** The whole text of a string without holes. */
export function textOf(value: StaticValue): string | undefined {
  if (value.kind !== "string") return undefined;
  if (value.parts.length === 0) return "";
  const [first] = value.parts;
  return value.parts.length === 1 && typeof first === "string" ? first : undefined;
}

/** The number itself, when it is one that does not depend on the clock. */
export function numberOf(value: StaticValue | undefined): number | undefined {
  if (value?.kind !== "number") return undefined;
  const { base, from, to } = value.span;
  return base === "zero" && from === to ? from : undefined;
}

/** Removes duplicates of unknown and absent, and cuts a set that grows too large. */
export function bounded(values: readonly StaticValue[], node: ts.Node): readonly StaticValue[] {
  const seen = new Set<string>();
  const kept = values.filter(({ kind }) => {
    if (kind !== "unknown" && kind !== "absent") return true;
    if (seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
  if (kept.length <= MOST_VALUES) return kept;
  return [...kept.slice(0, MOST_VALUES - 1), unknown(node)];
}

/** Puts parts of strings together, so that texts that meet become one. */
export function joined(
  values: readonly StaticValue[],
  node: ts.Node,
  alternatives: boolean,
): StringValue {
  const parts: (string | Hole)[] = [];
  let chosen = alternatives;
  const add = (part: string | Hole): void => {
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else if (part !== "") parts.push(part);
  };
  for (const value of values) {
    const number = numberOf(value);
    if (value.kind === "string") {
      value.parts.forEach(add);
      chosen ||= value.chosen;
    } else if (number !== undefined) add(String(number));
    else if (value.kind === "boolean") add(String(value.value));
    else add(value.kind === "environment" ? { environment: value } : {});
  }
  const holes = parts.some((part) => typeof part !== "string");
  return { kind: "string", parts, chosen: chosen && holes, node };
}
