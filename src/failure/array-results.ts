import type { Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { promiseEntryOf } from "./promises.js";
import type { HeapEntry, State } from "./state.js";
import {
  derived,
  marked,
  marksOf,
  primitive,
  truthiness,
  UNDEFINED,
  UNKNOWN,
  type Value,
} from "./values.js";

export type ArrayEntry = HeapEntry & { kind: "array" };

type Extent = Pick<ArrayEntry, "open" | "maybeEmpty" | "short">;

/** How far what a callback gave is all that it gives. */
export interface Rounds extends Extent {
  /** Whether it gives nothing else: all elements are known, or the one that is stands for all. */
  readonly all: boolean;
  /** How many of the first results are those of elements that are there for sure. */
  readonly present: number;
}

/** What a list is gone through by. */
export interface Representatives {
  /** Its elements, or what stands for them. */
  readonly rounds: readonly Value[];
  /** How many of these, from the first on, are in the list for sure. */
  readonly present: number;
}

/** Lists in which more kinds of objects are told apart are taken as holding anything. */
const MOST_KINDS = 3;

/** Of a list that is not known to its end: the objects that are known to be in it, and one value for all others. */
export function representativesOf(
  { elements, maybeEmpty }: ArrayEntry,
  list: Value,
  state: State,
): Representatives {
  const [only, another] = elements;
  if (only !== undefined && another === undefined)
    return { rounds: [only], present: maybeEmpty === true ? 0 : 1 };
  const objects = elements.filter(({ kind }) => kind === "reference" || kind === "error");
  const others = elements.filter((element) => !objects.includes(element));
  const standIn = (of: readonly Value[]): Value =>
    derived(list, ...of.map((element) => marksWithin(element, state)));
  if (maybeEmpty === true || objects.length === 0 || objects.length > MOST_KINDS)
    return { rounds: [standIn(elements)], present: 0 };
  return {
    rounds: others.length === 0 ? objects : [...objects, standIn(others)],
    present: objects.length,
  };
}

export function mayBeEmpty({ elements, open, maybeEmpty }: ArrayEntry): boolean {
  return maybeEmpty === true || (open && elements.length === 0);
}

export function arrayOf(value: Value, state: State): ArrayEntry | undefined {
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  return entry?.kind === "array" ? entry : undefined;
}

export function newArray(
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
export function flattened(
  machine: Machine,
  lists: readonly Value[],
  { open, maybeEmpty }: Extent,
  state: State,
): Value {
  const parts = lists.map((list) => arrayOf(list, state));
  const elements = lists.flatMap((list, index) => {
    const part = parts[index];
    return part?.elements.map((element) => marked(element, marksOf(list))) ?? [list];
  });
  const mayBeNone = maybeEmpty === true || parts.some((part) => part && mayBeEmpty(part));
  const areKnown = !open && parts.every((part) => part?.open === false);
  return newArray(machine, state, elements, { open: !areKnown, maybeEmpty: mayBeNone });
}

/** What a method of an array comes to, by what its callback gave for each element. */
export function resultOf(
  machine: Machine,
  name: string,
  elements: readonly Value[],
  results: readonly Value[],
  extent: Rounds,
  state: State,
): Value {
  const { open, maybeEmpty, all, present } = extent;
  const marks = derived(...results, ...elements);
  const truths = results.map((value) => truthiness(value));
  const none = all && truths.every((truth) => truth === false);
  switch (name) {
    case "map": {
      // What it holds of the failure was put there for something in the list.
      const tells =
        state.phase === "failed" && results.some((value) => marksWithin(value, state).due);
      return newArray(machine, state, results, { open, maybeEmpty: maybeEmpty === true && !tells });
    }
    case "flatMap":
      return flattened(machine, results, { open: !all, maybeEmpty }, state);
    case "forEach":
      return UNDEFINED;
    case "some":
      if (truths.includes(true))
        return all || truths.slice(0, present).includes(true) ? primitive(true, marks) : marks;
      return truths.every((truth) => truth === false) ? primitive(false, marks) : marks;
    case "every":
      if (truths.includes(false)) return primitive(false, marks);
      return all && truths.every((truth) => truth === true) ? primitive(true, marks) : marks;
    case "findIndex":
    case "findLastIndex":
      return none ? primitive(-1, marks) : marks;
    case "findLast":
      return none ? primitive(undefined, marks) : marks;
    case "find": {
      if (none) return primitive(undefined, marks);
      const index = truths.indexOf(true);
      return index >= 0 && truths.slice(0, index).every((truth) => truth === false)
        ? (elements[index] ?? UNKNOWN)
        : marks;
    }
    case "filter":
      return filtered(machine, elements, results, extent, state);
    case "reduce":
      return reduced(results, all, state);
    default:
      return marks;
  }
}

function filtered(
  machine: Machine,
  elements: readonly Value[],
  results: readonly Value[],
  { open, maybeEmpty, all }: Rounds,
  state: State,
): Value {
  const truths = results.map((value) => truthiness(value));
  // What is left out because of the failure tells of it: `sent.filter(Boolean).length`.
  const drops =
    state.phase === "failed" &&
    results.some((value, index) => value.due === true && truths[index] === false);
  // Of several secrets none matches, so that a list of those that do is known to be empty.
  const short = drops && machine.family === "api";
  if (all && truths.every((truth) => truth === false)) {
    const nothing = newArray(machine, state, [], { open: false, maybeEmpty: false, short });
    return marked(nothing, derived(...results, ...elements));
  }
  // What is picked because of the failure tells of it.
  const picks = state.phase === "failed" && results.some((value) => value.due === true);
  const kept = elements
    .filter((_, index) => truths[index] !== false)
    .map((value) => (picks ? marked(value, { due: true, kept: true }) : value));
  const mayDrop = !picks && truths.every((truth) => truth !== true);
  const list = newArray(machine, state, kept, {
    open: open || truths.includes(undefined),
    maybeEmpty: maybeEmpty === true || mayDrop,
    short,
  });
  return drops ? marked(list, { due: true }) : list;
}

/** A promise that each round hangs its own on, `last.then(…)`, is that of the whole. */
function reduced(results: readonly Value[], all: boolean, state: State): Value {
  const last = results[results.length - 1] ?? UNKNOWN;
  const isChain = state.phase === "failed" && promiseEntryOf(last, state) !== undefined;
  return all || isChain ? last : derived(...results);
}
