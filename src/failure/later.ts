import { assignedBehind } from "./assigned.js";
import type { Completion, Machine } from "./machine.js";
import type { HeapEntry, Later, PromiseEntry, State, Trail } from "./state.js";
import { sameValue, type Value } from "./values.js";
import type ts from "typescript";

/**
 * Work that is started and not waited for. The body runs at once in the simulation; the code
 * behind the start sees the state as it was when the body first had to wait, and what the body
 * does after that is applied when somebody awaits its promise, or at the end.
 */
export function startUnawaited(
  machine: Machine,
  state: State,
  origin: ts.Node,
  waitsAtOnce: boolean,
  body: (state: State) => Completion[],
): Completion[] {
  const outer = state.suspended;
  const outerMeanwhile = state.assignedMeanwhile;
  const meanwhile = [...outerMeanwhile, ...assignedBehind(origin, machine.world.checker)];
  state.suspended = undefined;
  state.assignedMeanwhile = meanwhile;
  if (waitsAtOnce) state.suspend();
  const ended = machine.whileAwaited(false, () => body(state));
  return ended.map((completion): Completion => {
    if (completion.kind !== "normal" && completion.kind !== "throw") return completion;
    const { state: after } = completion;
    const from = after.suspended;
    after.suspended = outer;
    after.assignedMeanwhile = outerMeanwhile;
    if (from !== undefined && after.phase !== "failed") after.recall(meanwhile, from);
    if (from === undefined || after.phase === "strayed") {
      return { kind: "normal", value: promiseOf(machine, completion, after, origin), state: after };
    }
    const seen = from.fork();
    seen.suspended = outer;
    seen.assignedMeanwhile = outerMeanwhile;
    // Whether work that goes well is done by now, nobody can tell.
    if (after.phase !== "failed")
      seen.forget([...from.vars.differences(after.vars)].map(([symbol]) => symbol));
    from.forget(meanwhile);
    if (seen.phase !== "failed" && after.watched !== undefined) {
      seen.phase = "failed";
      seen.watched = after.watched;
      seen.trail = { site: after.trail?.site ?? after.watched.call };
    }
    return {
      kind: "normal",
      value: promiseOf(machine, completion, seen, origin, { from, to: after }),
      state: seen,
    };
  });
}

/** The promise that an async function's end amounts to. A returned promise is handed through. */
export function promiseOf(
  machine: Machine,
  completion: { readonly kind: "normal" | "throw"; readonly value: Value; readonly state: State },
  state: State,
  origin: ts.Node,
  later?: Later,
): Value {
  const { value } = completion;
  const inner = value.kind === "reference" ? completion.state.heap.get(value.id) : undefined;
  const adopted: Pick<PromiseEntry, "settled" | "value"> =
    completion.kind === "throw"
      ? { settled: "rejected", value }
      : inner?.kind === "promise"
        ? { settled: inner.settled, value: inner.value }
        : { settled: "fulfilled", value };
  if (inner?.kind === "promise" && value.kind === "reference") {
    completion.state.heap.set(value.id, { ...inner, held: true });
  }
  const id = machine.fresh();
  state.heap.set(id, {
    kind: "promise",
    ...adopted,
    held: false,
    origin,
    later: later ?? (inner?.kind === "promise" ? inner.later : undefined),
    ...(adopted.settled === "unknown" && value.kind === "reference" ? { follows: value.id } : {}),
  });
  return { kind: "reference", id, ...(value.due === true ? { due: true as const } : {}) };
}

/** Brings a promise's outstanding work into the state, once. */
export function applyLater(id: number, state: State): void {
  const entry = state.heap.get(id);
  if (entry?.kind !== "promise" || entry.later === undefined) return;
  const { from, to } = entry.later;
  state.heap.set(id, { ...entry, later: undefined });
  for (const [symbol, before, after] of from.vars.differences(to.vars)) {
    if (after === undefined) state.vars.delete(symbol);
    else if (before === undefined || !sameValue(before, after)) state.vars.set(symbol, after);
  }
  for (const [key, , after] of from.heap.differences(to.heap)) {
    if (key === id) continue;
    if (after === undefined) {
      // What the work has let go of was settled in it.
      state.heap.delete(key);
      continue;
    }
    state.heap.set(key, withOurs(after, state.heap.get(key)));
  }
  if (to.replyStatus !== from.replyStatus) {
    state.replyStatus = to.replyStatus;
    state.replyStatusAt = to.replyStatusAt;
    state.replyIsDue = to.replyIsDue;
  }
  state.note(changed(from.trail, to.trail));
}

/** What the work has left, beside what has happened meanwhile: who holds a promise holds it, and what has settled stays so. */
function withOurs(after: HeapEntry, ours: HeapEntry | undefined): HeapEntry {
  if (after.kind !== "promise" || ours?.kind !== "promise") return after;
  const held = after.held || ours.held;
  const isSettled = after.settled === "unknown" && ours.settled !== "unknown";
  return { ...(isSettled ? ours : after), held };
}

/**
 * What somebody who waits for the promise waits for: its own outstanding work, or, where nothing
 * has settled it yet, the work of whoever does (`new Promise((resolve) => { p.then(resolve) })`).
 */
export function bringAbout(id: number, state: State): void {
  applyLater(id, state);
  for (let round = 0; round < 20 && isPending(awaitedBy(id, state), state); round += 1) {
    const settler = state.heap
      .entries()
      .find(
        ([, entry]) =>
          entry.kind === "promise" &&
          entry.later !== undefined &&
          isSettled(awaitedBy(id, state), entry.later.to),
      );
    if (settler === undefined) break;
    applyLater(settler[0], state);
    applyLater(id, state);
  }
  follow(id, state, 0);
}

/** Settles a promise as the one that it was resolved with. */
function follow(id: number, state: State, depth: number): void {
  const entry = state.heap.get(id);
  if (
    entry?.kind !== "promise" ||
    entry.settled !== "unknown" ||
    entry.follows === undefined ||
    depth > 4
  )
    return;
  follow(entry.follows, state, depth + 1);
  const followed = state.heap.get(entry.follows);
  if (followed?.kind !== "promise" || followed.settled === "unknown") return;
  state.heap.set(id, {
    ...entry,
    settled: followed.settled,
    value: followed.value,
    follows: undefined,
  });
}

/** The promise at the end of the chain of those that the promise was resolved with. */
function awaitedBy(id: number, state: State): number {
  let current = id;
  for (let depth = 0; depth < 4; depth += 1) {
    const entry = state.heap.get(current);
    if (entry?.kind !== "promise" || entry.follows === undefined) break;
    current = entry.follows;
  }
  return current;
}

function isPending(id: number, state: State): boolean {
  const entry = state.heap.get(id);
  return entry?.kind === "promise" && entry.settled === "unknown";
}

/** Not so for a promise that the state has never seen. */
function isSettled(id: number, state: State): boolean {
  const entry = state.heap.get(id);
  return entry?.kind === "promise" && entry.settled !== "unknown";
}

/** Where a failure stands that only the work has met, its start has told: at the call that started it, `main()`. */
function changed(from: Trail | undefined, to: Trail | undefined): Partial<Trail> {
  if (to === undefined) return {};
  return Object.fromEntries(
    (Object.entries(to) as [keyof Trail, unknown][]).filter(
      ([key, value]) =>
        value !== undefined && from?.[key] !== value && !(key === "site" && from === undefined),
    ),
  );
}

/** Lets everything that was started come to its end. */
export function drain(state: State): void {
  for (let round = 0; round < 20; round += 1) {
    const waiting = state.heap
      .entries()
      .filter(([, entry]) => entry.kind === "promise" && entry.later !== undefined);
    if (waiting.length === 0) break;
    for (const [id] of waiting) applyLater(id, state);
  }
  for (const id of state.heap.keys()) follow(id, state, 0);
}
