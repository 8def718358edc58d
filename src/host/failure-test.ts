import ts from "typescript";
import type { ValueTree } from "../failure/machine.js";
import { truthiness } from "../failure/values.js";

const NOTHING = ts.TypeFlags.Null | ts.TypeFlags.Undefined;

/**
 * How the failure shows in a result: `!sent`, `!result.ok`, `problem !== null`. By the value that a
 * failure was seen to give, as a type does not tell which of its values that is.
 */
export function failureTest(
  type: ts.Type,
  given: ValueTree | undefined,
): ((value: string) => string) | undefined {
  const parts = type.isUnion() ? type.types : [type];
  if (given === undefined || parts.some(({ flags }) => flags & UNTOLD)) return undefined;
  const things = parts.filter(({ flags }) => (flags & NOTHING) === 0);
  // Nothing tells the failure's `null` from that of a success.
  if (things.length === 0) return undefined;
  const mayBeNothing = things.length < parts.length;
  if (given.kind === "object") return propertyTest(given, things, mayBeNothing);
  if (given.kind !== "leaf") return undefined;
  const { value } = given;
  if (truthiness(value) === false) {
    if (things.every(({ flags }) => flags & NEVER_EMPTY)) return (text) => `!${text}`;
    // `""` and 0 may be successes.
    const isNull = value.kind === "primitive" && value.value === null;
    return mayBeNothing ? (text) => `${text} === ${isNull ? "null" : "undefined"}` : undefined;
  }
  const isAlone =
    things.every(({ flags }) => flags & ts.TypeFlags.BooleanLike) || value.kind === "error";
  const othersAreFalsy = mayBeNothing || value.kind === "primitive";
  return truthiness(value) === true && isAlone && othersAreFalsy ? (text) => text : undefined;
}

const NEVER_EMPTY = ts.TypeFlags.BooleanLike | ts.TypeFlags.Object | ts.TypeFlags.NonPrimitive;
const UNTOLD = ts.TypeFlags.Void | ts.TypeFlags.Any | ts.TypeFlags.Unknown;

/** `!result.ok`, `!result?.ok`, `result.error` */
function propertyTest(
  { props }: ValueTree & { kind: "object" },
  things: readonly ts.Type[],
  mayBeNothing: boolean,
): ((value: string) => string) | undefined {
  const dot = mayBeNothing ? "?." : ".";
  const isEverywhere = (name: string): boolean =>
    things.every((part) => part.getProperty(name) !== undefined);
  const truthOf = (name: string): boolean | undefined => {
    const part = props.find(([prop]) => prop === name)?.[1];
    return part?.kind === "leaf" ? truthiness(part.value) : undefined;
  };
  const no = ["ok", "success", "sent", "valid"].find(
    (name) => isEverywhere(name) && truthOf(name) === false,
  );
  if (no !== undefined) return (value) => `!${value}${dot}${no}`;
  return isEverywhere("error") && truthOf("error") === true && !mayBeNothing
    ? (value) => `${value}.error`
    : undefined;
}
