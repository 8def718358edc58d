import type ts from "typescript";
import { derived, joinValues, sameValue, UNKNOWN, type FailureMode, type Value } from "./values.js";

/** An object on the abstract heap. Entries are never changed in place: a write replaces the entry. */
export type HeapEntry =
  | {
      readonly kind: "object";
      readonly props: ReadonlyMap<string, Value>;
      /** Whether there may be properties beyond the known ones. */
      readonly open: boolean;
      /** One of the results of Promise.allSettled. */
      readonly settledResult?: boolean;
    }
  | {
      readonly kind: "array";
      readonly elements: readonly Value[];
      /** Whether there may be more elements, at unknown places. */
      readonly open: boolean;
      /** Whether there may be none: the elements then say what those are that may be there. */
      readonly maybeEmpty?: boolean | undefined;
    }
  | PromiseEntry;

export interface PromiseEntry {
  readonly kind: "promise";
  readonly settled: "fulfilled" | "rejected" | "unknown";
  readonly value: Value;
  /** Somebody awaits it, has put a handler on it, or has taken it where we cannot look. */
  readonly held: boolean;
  /** The call that made it: what floats, if nobody ever holds it. */
  readonly origin: ts.Node;
  /** The promise that it was resolved with, where nothing has settled that one yet. */
  readonly follows?: number | undefined;
  /** What happens between now and the moment it settles, for work that was started and not awaited. */
  readonly later?: Later | undefined;
}

/** Work behind an un-awaited promise: its effects are seen by whoever waits for it, and by nobody before. */
export interface Later {
  readonly from: State;
  readonly to: State;
}

/** A call whose failure is simulated: an SDK call, or a call of a function that such a failure leaves. */
export interface Watched {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly mode: FailureMode;
  /** Which of the call's ways to fail this is; 0 for SDK calls. */
  readonly variant: number;
}

export interface Answer {
  readonly status: number | undefined;
  readonly node: ts.Node;
  readonly underHandling: boolean;
}

/** What has happened on a failing path because of the failure: the evidence that judging needs. */
export interface Trail {
  /** The catch clause or handler that met the failure first. */
  readonly caughtAt?: ts.Node | undefined;
  readonly logged?: ts.Node | undefined;
  /** Something other than logging was done about it. */
  readonly acted?: ts.Node | undefined;
  /** The error was asked what it is. */
  readonly looked?: ts.Node | undefined;
  /** The error that was given to `next(error)`. */
  readonly passedOn?: Value | undefined;
  /** A bare `next()`: the request goes on as if nothing had happened. */
  readonly wentOn?: ts.Node | undefined;
  /** Took one way of a condition that the simulation could not decide: the other way may be the answer. */
  readonly guessed?: boolean | undefined;
  /** Waited before the next attempt, or did something about the failure in an earlier handler. */
  readonly waited?: boolean | undefined;
  /** On a branch that is bound to a named error code. */
  readonly named?: boolean | undefined;
  /** Looked at, logged, wrapped or acted upon, and then thrown on: what leaves is a decision. */
  readonly dealt?: boolean | undefined;
  /** The same of the error that the handler met: a handler that only rethrows leaves it as it was. */
  readonly dealtBefore?: boolean | undefined;
  /** The last answer that was sent. */
  readonly answer?: Answer | undefined;
  /** Where something derived from the payload was put to use, outside handling and inside it. */
  readonly used?: ts.Node | undefined;
  readonly usedInHandling?: ts.Node | undefined;
  /** A failure value (`null`, `{ ok: false }`) that a named function returned at this call. */
  readonly signalledAt?: ts.Node | undefined;
  /** The failure went through the callback of code that cannot be entered. */
  readonly throughUnknown?: boolean | undefined;
  /** Results of allSettled, neverthrow and the like hold it. */
  readonly settledAt?: ts.Node | undefined;
  /** Somebody has read the status or reason of a settled result. */
  readonly settledRead?: boolean | undefined;
  /** The simulation lost track; the verdict must be silence. */
  readonly lost?: string | undefined;
  /** The `throw` of another error in the handling. */
  readonly thrownAt?: ts.Node | undefined;
  /** The explicit `return` that ended the handling. */
  readonly returnedAt?: ts.Node | undefined;
  /** The call at which the failure stands now: the SDK call, or the call of the function it left. */
  readonly site: ts.CallExpression | ts.NewExpression;
}

export type Phase = "onTrack" | "strayed" | "failed";

/**
 * One abstract state. `onTrack` has met no error, `strayed` is handling an unrelated one, `failed`
 * is on a path on which the watched call has failed. Evaluation owns the state it is given and may
 * change it; whoever needs it twice forks it.
 */
export class State {
  phase: Phase = "onTrack";
  watched: Watched | undefined;
  trail: Trail | undefined;
  vars: Map<ts.Symbol, Value>;
  heap: Map<number, HeapEntry>;
  /** Above zero while the code that runs is only reached because of the failure. */
  handling = 0;
  /** How much of `handling` each open scope has added, innermost last. */
  scopes: number[] = [];
  /** Status that a reply object has been given before its body is sent. */
  replyStatus: number | undefined | "unset" = "unset";
  /** Where that status was set. */
  replyStatusAt: ts.Node | undefined;
  /** In the second or a later round of a loop: what has failed there in the first round stands for all. */
  repeating = false;
  /** Where an async function that nobody waits for stopped at its first await: caller's view of it. */
  suspended: State | undefined;

  constructor(vars = new Map<ts.Symbol, Value>(), heap = new Map<number, HeapEntry>()) {
    this.vars = vars;
    this.heap = heap;
  }

  fork(): State {
    const copy = new State(new Map(this.vars), new Map(this.heap));
    copy.phase = this.phase;
    copy.watched = this.watched;
    copy.trail = this.trail;
    copy.handling = this.handling;
    copy.scopes = [...this.scopes];
    copy.replyStatus = this.replyStatus;
    copy.replyStatusAt = this.replyStatusAt;
    copy.suspended = this.suspended;
    copy.repeating = this.repeating;
    return copy;
  }

  note(change: Partial<Trail>): void {
    if (this.trail !== undefined) this.trail = { ...this.trail, ...change };
  }

  /** Opens a scope; with `onlyFailure`, everything in it is reached because of the failure alone. */
  enter(onlyFailure: boolean): void {
    this.scopes.push(onlyFailure ? 1 : 0);
    if (onlyFailure) this.handling += 1;
  }

  /** Marks the rest of the innermost scope as reached because of the failure alone. */
  restIsHandling(): void {
    const top = this.scopes.length - 1;
    if (top < 0) {
      this.handling += 1;
      return;
    }
    this.scopes[top] = (this.scopes[top] ?? 0) + 1;
    this.handling += 1;
  }

  /** Closes scopes until `depth` of them are open. */
  leaveTo(depth: number): void {
    while (this.scopes.length > depth) this.handling -= this.scopes.pop() ?? 0;
  }
}

/** Whether two failed states are the same path as far as anything later can tell. */
export function sameState(a: State, b: State): boolean {
  return (
    a.phase === b.phase &&
    a.watched === b.watched &&
    a.handling === b.handling &&
    a.replyStatus === b.replyStatus &&
    a.suspended === b.suspended &&
    sameTrail(a.trail, b.trail) &&
    sameMap(a.vars, b.vars, sameValue) &&
    sameMap(a.heap, b.heap, sameEntry)
  );
}

function sameTrail(a: Trail | undefined, b: Trail | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Trail>;
  return [...keys].every((key) =>
    key === "answer"
      ? a.answer?.status === b.answer?.status && a.answer?.node === b.answer?.node
      : a[key] === b[key],
  );
}

function sameMap<K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  same: (x: V, y: V) => boolean,
): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !same(value, other)) return false;
  }
  return true;
}

function sameEntry(a: HeapEntry, b: HeapEntry): boolean {
  if (a === b) return true;
  if (a.kind === "object" && b.kind === "object") {
    return a.open === b.open && sameMap(a.props, b.props, sameValue);
  }
  if (a.kind === "array" && b.kind === "array") {
    const alike = a.open === b.open && a.maybeEmpty === b.maybeEmpty;
    return alike && sameList(a.elements, b.elements);
  }
  if (a.kind === "promise" && b.kind === "promise") {
    return (
      a.settled === b.settled &&
      a.held === b.held &&
      a.later === b.later &&
      a.follows === b.follows &&
      sameValue(a.value, b.value)
    );
  }
  return false;
}

function sameList(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, index) => sameValue(value, b[index] ?? UNKNOWN));
}

/** Forgets objects that nothing can reach any more, so that states that differ in nothing else are equal. */
export function prune(state: State): void {
  const reachable = new Set<number>();
  const visit = (value: Value): void => {
    if (value.kind === "settler") reachable.add(value.promise);
    if (value.kind !== "reference" || reachable.has(value.id)) return;
    reachable.add(value.id);
    visitEntry(state.heap.get(value.id));
  };
  const visitEntry = (entry: HeapEntry | undefined): void => {
    if (entry?.kind === "object") for (const prop of entry.props.values()) visit(prop);
    else if (entry?.kind === "array") for (const element of entry.elements) visit(element);
    else if (entry !== undefined) {
      visit(entry.value);
      if (entry.follows !== undefined) visit({ kind: "reference", id: entry.follows });
    }
  };
  for (const value of state.vars.values()) visit(value);
  for (const [id, entry] of state.heap) {
    // A promise that may still float, or bring its effects, is reached by nobody and matters.
    if (
      entry.kind !== "promise" ||
      (entry.later === undefined && (entry.held || entry.settled === "fulfilled"))
    )
      continue;
    reachable.add(id);
    visitEntry(entry);
    if (entry.later !== undefined) return;
  }
  for (const id of state.heap.keys()) if (!reachable.has(id)) state.heap.delete(id);
}

/** Joins `other` into `into`, keeping only what holds on both. Both must be in the same phase. */
export function joinInto(into: State, other: State): State {
  for (const [symbol, value] of into.vars) {
    const theirs = other.vars.get(symbol);
    if (theirs === undefined) into.vars.delete(symbol);
    else if (!sameValue(value, theirs)) into.vars.set(symbol, joinValues(value, theirs));
  }
  for (const [id, entry] of other.heap) {
    const ours = into.heap.get(id);
    if (ours === undefined) into.heap.set(id, entry);
    else if (!sameEntry(ours, entry)) into.heap.set(id, joinEntries(ours, entry));
  }
  into.handling = Math.min(into.handling, other.handling);
  if (into.replyStatus !== other.replyStatus) into.replyStatus = undefined;
  return into;
}

function mayBeEmpty({ elements, maybeEmpty }: HeapEntry & { kind: "array" }): boolean {
  return maybeEmpty === true || elements.length === 0;
}

function joinEntries(a: HeapEntry, b: HeapEntry): HeapEntry {
  if (a.kind === "object" && b.kind === "object") {
    const props = new Map<string, Value>();
    for (const [name, value] of a.props) {
      const theirs = b.props.get(name);
      if (theirs !== undefined) props.set(name, joinValues(value, theirs));
    }
    return { kind: "object", props, open: true };
  }
  if (a.kind === "array" && b.kind === "array") {
    const marks = derived(...a.elements, ...b.elements);
    const maybeEmpty = mayBeEmpty(a) || mayBeEmpty(b);
    return { kind: "array", elements: marks === UNKNOWN ? [] : [marks], open: true, maybeEmpty };
  }
  if (a.kind === "promise" && b.kind === "promise") {
    return { ...a, settled: "unknown", value: UNKNOWN, held: a.held && b.held };
  }
  return { kind: "object", props: new Map(), open: true };
}
