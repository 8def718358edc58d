import ts from "typescript";
import { assignedIn } from "./assigned.js";
import { sameEntry, sameStart } from "./joining.js";
import { holdsFlag, marksWithin } from "./marks.js";
import { hold, promiseEntryOf } from "./promises.js";
import type { Machine } from "./machine.js";
import type { HeapEntry, State } from "./state.js";
import { derived, sameValue, UNKNOWN, type Value } from "./values.js";

/** Rounds after which what a loop assigns is taken as unknown. */
const WIDEN_AFTER = 6;
/** The same where the number of rounds is unknown anyway. */
const WIDEN_UNCOUNTED_AFTER = 2;

/** What is known of how often a loop runs. */
export interface Rounds {
  /** Whether the loop may end before any round. */
  readonly uncounted?: boolean;
  /** Whether it ends by the number of rounds, so that equal states are no sign of its end. */
  readonly counted?: boolean;
}

/** What a loop that goes through a list starts with where nothing has failed. A condition has to be open, for the loop to be left. */
export function enteredWith(
  node: ts.IterationStatement,
  states: readonly State[],
): readonly State[] {
  if (!ts.isForOfStatement(node) && !ts.isForInStatement(node)) return [];
  return states.filter(({ phase }) => phase !== "failed").map((state) => state.fork());
}

/**
 * Takes as unknown what the loop assigns, where it keeps changing. Where nothing failed, two rounds have
 * to tell: that is what has changed since the loop was entered, or all of it if that is not known.
 *
 * @param seen for a failed state those that the rounds have begun with, else those that the loop was entered with
 */
export function widen(
  machine: Machine,
  node: ts.IterationStatement,
  state: State,
  round: number,
  { uncounted = false, counted = false }: Rounds,
  seen: readonly State[],
): void {
  if (state.phase !== "failed") {
    if (round === 1)
      for (const symbol of assignedIn(node, machine.world.checker))
        if (!isUnchanged(symbol, state, seen)) state.vars.delete(symbol);
    return;
  }
  if (round < (uncounted ? WIDEN_UNCOUNTED_AFTER : WIDEN_AFTER)) return;
  const before = seen.filter(({ watched }) => watched === state.watched);
  for (const symbol of assignedIn(node, machine.world.checker)) {
    const value = state.vars.get(symbol);
    if (value === undefined || value.kind === "unknown") continue;
    const changes = before.some((known) => !sameValue(known.vars.get(symbol) ?? UNKNOWN, value));
    if (!changes) continue;
    // `last = last.then(…)`: the promise of the next round holds this one.
    hold(value, state);
    state.forget([symbol]);
  }
  if (!counted) widenHeap(state, before);
}

function isUnchanged(symbol: ts.Symbol, state: State, before: readonly State[]): boolean {
  const value = state.vars.get(symbol);
  const isSame = (other: State): boolean => {
    const known = other.vars.get(symbol);
    return value !== undefined && known !== undefined && sameValue(known, value);
  };
  return before.length > 0 && before.every(isSame);
}

/**
 * Takes as unknown what a loop adds to lists and writes to objects round by round, so that its
 * states come to repeat: of an object that is like in none of the earlier rounds, what changes.
 *
 * @param seen the states of the same failing call that the loop has begun its rounds with
 */
function widenHeap(state: State, seen: readonly State[]): void {
  for (const [id, entry] of changing(state, seen)) {
    if (entry.kind === "array") state.heap.set(id, widenedArray(entry, state));
    else if (entry.kind === "object") {
      const before = seen.map((known) => known.heap.get(id));
      state.heap.set(id, widenedObject(entry, before, state));
    }
  }
}

function changing(state: State, seen: readonly State[]): ReadonlyMap<number, HeapEntry> {
  let found: Map<number, HeapEntry> | undefined;
  const known = new Set<number>();
  for (const earlier of seen) {
    const here = new Map<number, HeapEntry>();
    for (const [id, entry, other] of state.heap.differences(earlier.heap)) {
      if (entry === undefined || found?.has(id) === false) continue;
      if (other !== undefined) known.add(id);
      if (other === undefined || !sameEntry(entry, other)) here.set(id, entry);
    }
    found = here;
    if (found.size === 0) break;
  }
  // What is new in this round is what something older has come to hold.
  for (const id of found?.keys() ?? []) if (!known.has(id)) found?.delete(id);
  return found ?? new Map<number, HeapEntry>();
}

function widenedArray(entry: HeapEntry & { readonly kind: "array" }, state: State): HeapEntry {
  const { elements } = entry;
  const others = elements.filter((element) => !isItself(element, state));
  const kept: Value[] = [];
  for (const element of elements)
    if (!others.includes(element) && !kept.some((other) => isAnother(element, other, state)))
      kept.push(element);
  if (others.length > 0) kept.push(unknownOf(others, state));
  return { ...entry, elements: kept, open: true };
}

function widenedObject(
  entry: HeapEntry & { readonly kind: "object" },
  before: readonly (HeapEntry | undefined)[],
  state: State,
): HeapEntry {
  const props = new Map(entry.props);
  for (const [name, value] of props) {
    const isNew = before.every((other) => {
      const earlier = other?.kind === "object" ? other.props.get(name) : undefined;
      return earlier === undefined || !sameValue(earlier, value);
    });
    if (isNew && (isRaised(value) || !isItself(value, state)))
      props.set(name, unknownOf([value], state));
  }
  return { ...entry, props };
}

/** `counts.failed++`: another number in each round. */
function isRaised(value: Value): boolean {
  return value.kind === "primitive" && typeof value.value === "number" && value.kept === true;
}

/** The same value, or the promise of another round, which is no promise of its own from here on. */
function isAnother(value: Value, other: Value, state: State): boolean {
  if (sameValue(value, other) || isAlike(value, other, state)) return true;
  const entry = promiseEntryOf(value, state);
  const known = promiseEntryOf(other, state);
  if (value.kind !== "reference") return false;
  if (entry === undefined || known === undefined) return !state.heap.has(value.id);
  if (!sameStart(entry, known)) return false;
  state.heap.delete(value.id);
  return true;
}

/** What is followed by what it is: there are only so many of those, or nothing can be said without them. */
function isItself(value: Value, state: State): boolean {
  return (
    value.kind === "error" ||
    value.kind === "function" ||
    value.kind === "settler" ||
    value.kind === "response" ||
    (value.kind === "primitive" && value.due === true) ||
    isKeptObject(value, state) ||
    holdsPromise(value, state)
  );
}

/**
 * `results.push({ id, ok: false })` in a handler, or `{ id, ok }`, `[id, ok]` of what a call gave: what a
 * list holds of the failure.
 */
function isKeptObject(value: Value, state: State): boolean {
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  if (entry?.kind === "array") return !entry.open && holdsFlag(value, state);
  return entry?.kind === "object" && (value.kept === true || holdsFlag(value, state));
}

/** What a handler has put there in different rounds: the same but for what is not known. */
function isAlike(a: Value, b: Value, state: State): boolean {
  if (a.kind !== "reference" || b.kind !== "reference") return false;
  const one = state.heap.get(a.id);
  const other = state.heap.get(b.id);
  if (one?.kind === "array" && other?.kind === "array")
    return (
      one.elements.length === other.elements.length &&
      one.elements.every((value, index) => isAlikePart(value, other.elements[index]))
    );
  if (one?.kind !== "object" || other?.kind !== "object" || one.props.size !== other.props.size)
    return false;
  return Array.from(one.props).every(([name, value]) => isAlikePart(value, other.props.get(name)));
}

function isAlikePart(value: Value, theirs: Value | undefined): boolean {
  // Of two promises each has its own end.
  if (value.kind === "reference" || theirs?.kind !== value.kind) return false;
  return value.kind !== "primitive" || sameValue(value, theirs);
}

function holdsPromise(value: Value, state: State, depth = 0): boolean {
  const entry = value.kind === "reference" && depth < 4 ? state.heap.get(value.id) : undefined;
  if (entry === undefined) return false;
  if (entry.kind === "promise") return entry.settled !== "fulfilled" || entry.later !== undefined;
  const inner = entry.kind === "object" ? [...entry.props.values()] : entry.elements;
  return inner.some((part) => holdsPromise(part, state, depth + 1));
}

function unknownOf(values: readonly Value[], state: State): Value {
  return derived(...values.map((value) => marksWithin(value, state)));
}
