import type ts from "typescript";

import {
  arrayOf,
  flattened,
  mayBeEmpty,
  newArray,
  representativesOf,
  resultOf,
  type ArrayEntry,
  type Rounds,
} from "./array-results.js";
import { isBoolean } from "./globals.js";
import { andThen, merge, normal, type Completion, type Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { asPicked, usualOf } from "./picking.js";
import type { State } from "./state.js";
import {
  derived,
  marked,
  primitive,
  sameValue,
  truthiness,
  UNKNOWN,
  type Value,
} from "./values.js";

/** Array methods that call the function they are given at once, for the elements one by one. */
export const WITH_CALLBACK: ReadonlySet<string> = new Set([
  "map",
  "forEach",
  "some",
  "every",
  "find",
  "findIndex",
  "filter",
  "flatMap",
  "reduce",
  "findLast",
  "findLastIndex",
]);
const OF_ARRAYS = new Set([
  ...WITH_CALLBACK,
  "sort",
  "push",
  "unshift",
  "add",
  "set",
  "concat",
  "includes",
  "has",
  "get",
  "at",
  "slice",
  "values",
  "entries",
  "keys",
  "flat",
]);
const MAX_ELEMENTS = 8;

/** Whether the call is a method of an array (or Map or Set) as far as the simulation follows those. */
export function isArrayMethod(
  name: string,
  receiver: Value,
  args: readonly Value[],
  state: State,
): boolean {
  const entry = receiver.kind === "reference" ? state.heap.get(receiver.id) : undefined;
  if (entry?.kind === "array") return OF_ARRAYS.has(name);
  return (
    entry === undefined &&
    receiver.kind === "unknown" &&
    WITH_CALLBACK.has(name) &&
    args[0]?.kind === "function"
  );
}

/** Array methods call their callback at once and let its throw through; they do not wait for promises. */
export function arrayMethod(
  machine: Machine,
  receiver: Value,
  name: string,
  args: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] {
  const entry = arrayOf(receiver, state) ?? { kind: "array", elements: [], open: true };
  if (WITH_CALLBACK.has(name))
    return withCallback(machine, receiver, entry, name, args, node, state);
  const failing = state.phase === "failed" && state.handling > 0;
  switch (name) {
    case "push":
    case "unshift":
    case "add":
    case "set": {
      // Of a Map the values are known.
      const added = (name === "set" ? args.slice(1) : args).map((value) =>
        failing ? marked(value, { due: true, kept: true }) : value,
      );
      if (receiver.kind === "reference")
        state.heap.set(receiver.id, withAdded(entry, added, failing));
      return normal(name === "push" || name === "unshift" ? derived(receiver) : receiver, state);
    }
    case "get":
    case "includes":
    case "has": {
      const [needle = UNKNOWN] = args;
      const marks = derived(receiver, needle, ...entry.elements, { due: entry.short });
      if (name === "get") return normal(marks, state);
      // What is asked for stands for what the failure has kept out of it.
      if (entry.short === true) return normal(primitive(false, marks), state);
      const isIn = name === "includes" ? holds(machine, entry, needle) : undefined;
      if (isIn !== undefined) return normal(primitive(isIn, marks), state);
      if (!entry.open && needle.kind === "unknown" && needle.field !== undefined)
        return normal({ ...marks, kind: "unknown", names: "whenTrue" }, state);
      return normal(marks, state);
    }
    case "sort":
      // The same elements, at other places.
      if (receiver.kind === "reference") state.heap.set(receiver.id, { ...entry, open: true });
      return normal(receiver, state);
    case "keys": {
      const names = entry.elements.map((element) => derived(marksWithin(element, state)));
      return normal(newArray(machine, state, names, entry), state);
    }
    case "concat":
    case "slice":
    case "entries":
    case "values":
      return normal(
        newArray(machine, state, [...entry.elements, ...(name === "concat" ? args : [])], {
          open: true,
          maybeEmpty: entry.maybeEmpty,
        }),
        state,
      );
    case "flat":
      return normal(
        flattened(machine, entry.elements, { open: true, maybeEmpty: entry.maybeEmpty }, state),
        state,
      );
    default:
      return normal(derived(receiver, ...entry.elements), state);
  }
}

/** Whether a list of literals holds another one; undefined where it may or may not. */
function holds({ family }: Machine, entry: ArrayEntry, needle: Value): boolean | undefined {
  const { elements, open } = entry;
  if (needle.kind !== "primitive" || mayBeEmpty(entry)) return undefined;
  const isNeedle = (element: Value): boolean =>
    element.kind === "primitive" && element.value === needle.value;
  if (elements.some(isNeedle)) return true;
  // Of several secrets none matches.
  const standForAll = family === "verification" && elements.every(({ due }) => due === true);
  const areKnown = elements.every(({ kind }) => kind === "primitive") && (!open || standForAll);
  return areKnown ? false : undefined;
}

/** In a loop the same error is added again and again: one stands for all. */
function withAdded(entry: ArrayEntry, added: readonly Value[], failing: boolean): ArrayEntry {
  const last = entry.elements[entry.elements.length - 1];
  const repeats =
    failing &&
    last !== undefined &&
    added.length === 1 &&
    added.every((value) => sameValue(value, last));
  const grown = { ...entry, maybeEmpty: entry.maybeEmpty === true && added.length === 0 };
  if (repeats || entry.elements.length > MAX_ELEMENTS) return { ...grown, open: true };
  return { ...grown, elements: [...entry.elements, ...added] };
}

/** What tells how a check went: a `false` that the failure gave, or a settled result. */
function isOutcome(value: Value, state: State): boolean {
  if (value.kind === "primitive") return value.due === true;
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  return entry?.kind === "object" && entry.settledResult === true;
}

function withCallback(
  machine: Machine,
  receiver: Value,
  entry: ArrayEntry,
  name: string,
  args: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] {
  const [callback = UNKNOWN, initial] = args;
  const known = !entry.open && entry.elements.length <= MAX_ELEMENTS;
  const begunFailed = state.phase === "failed";
  const { rounds, present } = known
    ? { rounds: entry.elements, present: entry.elements.length }
    : representativesOf(entry, receiver, state);
  // One match of several secrets is enough: what is followed is that none of them matches.
  const standForAll =
    machine.family === "verification" &&
    (!begunFailed || rounds.every((element) => isOutcome(element, state)));
  // Where the failure began in the callback, there was something to call it with.
  const extentIn = ({ phase }: State): Rounds => ({
    open: !known,
    all: known || (standForAll && phase === "failed"),
    maybeEmpty: mayBeEmpty(entry) && (begunFailed || phase !== "failed"),
    present: begunFailed ? present : 0,
  });
  const run = (index: number, results: readonly Value[], current: State): Completion[] => {
    const element = rounds[index];
    const stop = index > 0 && stopsEarly(name, results[index - 1]);
    if (element === undefined || stop)
      return normal(resultOf(machine, name, rounds, results, extentIn(current), current), current);
    const given =
      name === "reduce"
        ? [results[index - 1] ?? initial ?? UNKNOWN, element]
        : [element, primitive(index), receiver];
    const usual = usualOf(machine, callback, name, given, node, current);
    return andThen(
      machine.whileAwaited(false, () => call(machine, callback, given, node, current)),
      (value, after) => {
        const failsHere = !begunFailed && after.phase === "failed";
        const picked = failsHere ? asOfFailure(machine, value) : asPicked(value, usual, after);
        return run(index + 1, [...results, picked], after);
      },
    );
  };
  const ended = run(0, [], state);
  return merge(ended);
}

/** `false` of a callback in which no secret matched: it would be another value had the call not failed. */
function asOfFailure({ family }: Machine, value: Value): Value {
  return family === "verification" && value.kind === "primitive"
    ? marked(value, { due: true })
    : value;
}

/** The callback's own promise is nobody's to await here, so it runs as un-awaited work does. */
function call(
  machine: Machine,
  callback: Value,
  given: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] {
  const [function_] = node.arguments;
  const [value = UNKNOWN] = given;
  if (function_ !== undefined && isBoolean(machine.world.checker, function_)) {
    const truth = truthiness(value);
    return normal(truth === undefined ? derived(value) : primitive(truth, value), state);
  }
  return machine.invoke(callback, given, node, state);
}

function stopsEarly(name: string, last: Value | undefined): boolean {
  const truth = last === undefined ? undefined : truthiness(last);
  return (
    ((name === "some" || name === "find") && truth === true) ||
    (name === "every" && truth === false)
  );
}
