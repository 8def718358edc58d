import ts from "typescript";

import { andThen, merge, normal, type Completion, type Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { asPicked, usualOf } from "./picking.js";
import type { HeapEntry, State } from "./state.js";
import {
  derived,
  marked,
  marksOf,
  primitive,
  sameValue,
  truthiness,
  UNDEFINED,
  UNKNOWN,
  type Value,
} from "./values.js";

type ArrayEntry = HeapEntry & { kind: "array" };

const WITH_CALLBACK = new Set([
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
  "at",
  "slice",
  "values",
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
      const added = args.map((value) =>
        failing ? marked(value, { due: true, kept: true }) : value,
      );
      if (receiver.kind === "reference")
        state.heap.set(receiver.id, withAdded(entry, added, failing));
      return normal(name === "push" || name === "unshift" ? derived(receiver) : receiver, state);
    }
    case "includes":
    case "has": {
      const [needle = UNKNOWN] = args;
      const marks = derived(receiver, needle, ...entry.elements);
      if (!entry.open && needle.kind === "unknown" && needle.field !== undefined)
        return normal({ ...marks, kind: "unknown", names: "whenTrue" }, state);
      return normal(marks, state);
    }
    case "sort":
      // The same elements, at other places.
      if (receiver.kind === "reference") state.heap.set(receiver.id, { ...entry, open: true });
      return normal(receiver, state);
    case "concat":
    case "slice":
    case "values":
      return normal(
        newArray(machine, state, [...entry.elements, ...(name === "concat" ? args : [])], {
          open: true,
          maybeEmpty: entry.maybeEmpty,
        }),
        state,
      );
    case "flat":
      return normal(flattened(machine, entry.elements, entry.maybeEmpty, state), state);
    default:
      return normal(derived(receiver, ...entry.elements), state);
  }
}

type Extent = Pick<ArrayEntry, "open" | "maybeEmpty">;

function mayBeEmpty({ elements, open, maybeEmpty }: ArrayEntry): boolean {
  return maybeEmpty === true || (open && elements.length === 0);
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

function arrayOf(value: Value, state: State): ArrayEntry | undefined {
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  return entry?.kind === "array" ? entry : undefined;
}

function newArray(
  machine: Machine,
  state: State,
  elements: readonly Value[],
  extent: Extent,
): Value {
  const id = machine.fresh();
  state.heap.set(id, { kind: "array", elements, ...extent });
  return { kind: "reference", id };
}

/** The list of what is in the lists: what is said of one of them holds for what is in it. */
function flattened(
  machine: Machine,
  lists: readonly Value[],
  maybeEmpty: boolean | undefined,
  state: State,
): Value {
  const parts = lists.map((list) => arrayOf(list, state));
  const elements = lists.flatMap((list, index) => {
    const part = parts[index];
    return part?.elements.map((element) => marked(element, marksOf(list))) ?? [list];
  });
  const mayBeNone = maybeEmpty === true || parts.some((part) => part && mayBeEmpty(part));
  return newArray(machine, state, elements, { open: true, maybeEmpty: mayBeNone });
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
  const rounds = known
    ? entry.elements
    : [
        entry.elements.length === 1
          ? (entry.elements[0] ?? UNKNOWN)
          : derived(receiver, ...entry.elements),
      ];
  // Where the failure began in the callback, there was something to call it with.
  const extentIn = ({ phase }: State): Extent => ({
    open: !known,
    maybeEmpty: mayBeEmpty(entry) && (begunFailed || phase !== "failed"),
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
      (value, after) => run(index + 1, [...results, asPicked(value, usual, after)], after),
    );
  };
  const ended = run(0, [], state);
  return merge(ended);
}

/** The callback's own promise is nobody's to await here, so it runs as un-awaited work does. */
function call(
  machine: Machine,
  callback: Value,
  given: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] {
  const [element] = given;
  if (element !== undefined && callback.kind === "unknown" && isBoolean(node.arguments[0])) {
    const truth = truthiness(element);
    const marks = derived(element);
    return normal(truth === undefined ? marks : primitive(truth, marks), state);
  }
  return machine.invoke(callback, given, node, state);
}

/** `sent.every(Boolean)` */
function isBoolean(callback: ts.Expression | undefined): boolean {
  return callback !== undefined && ts.isIdentifier(callback) && callback.text === "Boolean";
}

function stopsEarly(name: string, last: Value | undefined): boolean {
  const truth = last === undefined ? undefined : truthiness(last);
  return (
    ((name === "some" || name === "find") && truth === true) ||
    (name === "every" && truth === false)
  );
}

function resultOf(
  machine: Machine,
  name: string,
  elements: readonly Value[],
  results: readonly Value[],
  { open, maybeEmpty }: Extent,
  state: State,
): Value {
  const marks = derived(...results, ...elements);
  const truths = results.map((value) => truthiness(value));
  switch (name) {
    case "map": {
      // What it holds of the failure was put there for something in the list.
      const tells =
        state.phase === "failed" && results.some((value) => marksWithin(value, state).due);
      return newArray(machine, state, results, { open, maybeEmpty: maybeEmpty === true && !tells });
    }
    case "flatMap":
      return flattened(machine, results, maybeEmpty, state);
    case "flatMap": {
      const lists = results.map((value) => arrayOf(value, state));
      return newArray(
        machine,
        state,
        results.flatMap((value, index) => lists[index]?.elements ?? [value]),
        {
          open: open || lists.some((list) => list?.open !== false),
          maybeEmpty: maybeEmpty === true || lists.some((list) => list?.maybeEmpty === true),
        },
      );
    }
    case "forEach":
      return UNDEFINED;
    case "some":
      if (truths.includes(true)) return open ? marks : primitive(true, marks);
      return truths.every((truth) => truth === false) ? primitive(false, marks) : marks;
    case "every":
      if (truths.includes(false)) return primitive(false, marks);
      return !open && truths.every((truth) => truth === true) ? primitive(true, marks) : marks;
    case "find": {
      const index = truths.indexOf(true);
      return index >= 0 && truths.slice(0, index).every((truth) => truth === false)
        ? (elements[index] ?? UNKNOWN)
        : marks;
    }
    case "filter": {
      // What is picked because of the failure tells of it.
      const picks = state.phase === "failed" && results.some((value) => value.due === true);
      const kept = elements
        .filter((_, index) => truths[index] !== false)
        .map((value) => (picks ? marked(value, { due: true, kept: true }) : value));
      const mayDrop = !picks && truths.every((truth) => truth !== true);
      const list = newArray(machine, state, kept, {
        open: open || truths.includes(undefined),
        maybeEmpty: maybeEmpty === true || mayDrop,
      });
      // What is left out because of the failure tells of it: `sent.filter(Boolean).length`.
      const drops = results.some((value, index) => value.due === true && truths[index] === false);
      return drops && state.phase === "failed" ? marked(list, { due: true }) : list;
    }
    case "reduce":
      return open ? derived(...results) : (results[results.length - 1] ?? UNKNOWN);
    default:
      return marks;
  }
}
