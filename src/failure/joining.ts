import type { HeapEntry, PromiseEntry, State, Trail } from "./state.js";
import { common } from "./assumptions.js";
import { derived, joinValues, sameValue, UNKNOWN, type Value } from "./values.js";

/** Whether two failed states are the same path as far as anything later can tell. */
export function sameState(a: State, b: State): boolean {
  return (
    sameSituation(a, b) && a.vars.equals(b.vars, sameValue) && a.heap.equals(b.heap, sameEntry)
  );
}

/** Whether two failed states differ only in values that the failure has not touched. */
export function sameEvidence(a: State, b: State): boolean {
  return (
    sameSituation(a, b) &&
    a.vars.agrees(b.vars, untouchedWhere(sameValue, isUntouched)) &&
    a.heap.agrees(b.heap, untouchedWhere(sameEntry, isEntryUntouched))
  );
}

function sameSituation(a: State, b: State): boolean {
  return (
    a.phase === b.phase &&
    (a.phase === "failed" || a.astray === b.astray) &&
    a.watched === b.watched &&
    a.handling === b.handling &&
    a.replyStatus === b.replyStatus &&
    a.isAnswered === b.isAnswered &&
    a.suspended === b.suspended &&
    sameTrail(a.trail, b.trail)
  );
}

function untouchedWhere<V>(same: (a: V, b: V) => boolean, isUntouched: (value: V) => boolean) {
  return (a: V | undefined, b: V | undefined): boolean =>
    (a !== undefined && b !== undefined && same(a, b)) ||
    ((a === undefined || isUntouched(a)) && (b === undefined || isUntouched(b)));
}

function isUntouched({ kind, due, kept, tainted, ofError }: Value): boolean {
  return kind !== "error" && due !== true && kept !== true && tainted !== true && ofError !== true;
}

function isEntryUntouched(entry: HeapEntry): boolean {
  switch (entry.kind) {
    case "object":
      return entry.settledResult !== true && [...entry.props.values()].every(isUntouched);
    case "array":
      return entry.elements.every(isUntouched);
    case "promise":
      return entry.settled === "fulfilled" && entry.later === undefined && isUntouched(entry.value);
  }
}

function sameTrail(a: Trail | undefined, b: Trail | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const same = (key: keyof Trail): boolean =>
    a[key] === b[key] ||
    // What only one of them takes for granted is forgotten where they are joined.
    key === "assumes" ||
    (key === "answer" &&
      a.answer?.status === b.answer?.status &&
      a.answer?.node === b.answer?.node);
  return (
    (Object.keys(a) as (keyof Trail)[]).every(same) &&
    (Object.keys(b) as (keyof Trail)[]).every(same)
  );
}

/** Whether two promises of one place settle alike and bring the same: what a loop starts round by round. */
export function sameStart(a: PromiseEntry, b: PromiseEntry): boolean {
  if (a.origin !== b.origin || !sameEntry({ ...a, later: undefined }, { ...b, later: undefined }))
    return false;
  if (a.later === undefined || b.later === undefined) return a.later === b.later;
  const [ours, theirs] = [a.later.to, b.later.to];
  return (
    ours.phase === theirs.phase &&
    ours.watched === theirs.watched &&
    sameTrail(ours.trail, theirs.trail)
  );
}

function sameProps(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  if (a.size !== b.size) return false;
  for (const [name, value] of a) {
    const other = b.get(name);
    if (other === undefined || !sameValue(value, other)) return false;
  }
  return true;
}

export function sameEntry(a: HeapEntry, b: HeapEntry): boolean {
  if (a === b) return true;
  if (a.kind === "object" && b.kind === "object") {
    return (
      a.open === b.open && a.made === b.made && a.short === b.short && sameProps(a.props, b.props)
    );
  }
  if (a.kind === "array" && b.kind === "array") {
    const alike = a.open === b.open && a.maybeEmpty === b.maybeEmpty && a.short === b.short;
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

/** Joins `other` into `into`, keeping only what holds on both. Both must be in the same phase. */
export function joinInto(into: State, other: State): State {
  for (const [symbol, ours, theirs] of into.vars.differences(other.vars)) {
    if (ours === undefined) continue;
    if (theirs === undefined) into.vars.delete(symbol);
    else if (!sameValue(ours, theirs)) into.vars.set(symbol, joinValues(ours, theirs));
  }
  for (const [id, ours, theirs] of into.heap.differences(other.heap)) {
    if (theirs === undefined) continue;
    if (ours === undefined) into.heap.set(id, theirs);
    else if (!sameEntry(ours, theirs)) into.heap.set(id, joinEntries(ours, theirs));
  }
  if (into.trail?.assumes !== other.trail?.assumes)
    into.note({ assumes: common(into.trail?.assumes, other.trail?.assumes) });
  into.handling = Math.min(into.handling, other.handling);
  if (into.replyStatus !== other.replyStatus) into.replyStatus = undefined;
  into.replyIsDue &&= other.replyIsDue;
  into.isAnswered &&= other.isAnswered;
  into.hasPassed ||= other.hasPassed;
  return into;
}

function joinEntries(a: HeapEntry, b: HeapEntry): HeapEntry {
  if (a.kind === "object" && b.kind === "object") {
    const props = new Map<string, Value>();
    for (const [name, value] of a.props) {
      const theirs = b.props.get(name);
      if (theirs !== undefined) props.set(name, joinValues(value, theirs));
    }
    const made = a.made === b.made ? a.made : undefined;
    const whole = made && a.whole && b.whole;
    return { kind: "object", props, open: true, made, whole, short: a.short ?? b.short };
  }
  if (a.kind === "array" && b.kind === "array") {
    const marks = derived(...a.elements, ...b.elements);
    return {
      kind: "array",
      elements: marks === UNKNOWN ? [] : [marks],
      open: true,
      maybeEmpty: true,
      short: a.short ?? b.short,
    };
  }
  if (a.kind === "promise" && b.kind === "promise") {
    return { ...a, settled: "unknown", value: UNKNOWN, held: a.held && b.held };
  }
  return { kind: "object", props: new Map(), open: true };
}
