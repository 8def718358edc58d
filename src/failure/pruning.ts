import { sameStart } from "./joining.js";
import type { HeapEntry, Later, PromiseEntry, State } from "./state.js";
import type { Value } from "./values.js";

/**
 * Forgets objects that were made after the one of that number and that nothing can reach any more, so
 * that states that differ in nothing else are equal. Older ones may be parts of an expression that is
 * still under way: the results of `map`, when its callback holds the loop.
 *
 * A promise that is reached by nobody still matters, if it may float or bring its effects; of those
 * that a loop leaves behind round by round, one stands for all.
 */
export function prune(state: State, after: number): void {
  const reached = new Reached(state);
  for (const value of state.vars.values()) if (value.kind !== "settler") reached.visit(value);
  const entries = state.heap.entries();
  const loose: (readonly [number, PromiseEntry])[] = [];
  for (const [id, entry] of entries) {
    if (id <= after) reached.visitId(id);
    else if (
      entry.kind === "promise" &&
      (entry.later !== undefined || !(entry.held || entry.settled === "fulfilled"))
    )
      loose.push([id, entry]);
  }
  const kept: PromiseEntry[] = [];
  for (const [id, entry] of loose) {
    if (reached.ids.has(id) || kept.some((other) => sameStart(other, entry))) continue;
    kept.push(entry);
    reached.visitId(id);
  }
  // `resolve` of a promise that nobody has any more: `await new Promise((done) => setTimeout(done, 5))`.
  for (const [symbol, value] of state.vars.entries())
    if (value.kind === "settler" && !reached.ids.has(value.promise)) state.vars.delete(symbol);
  for (const [id] of entries) if (!reached.ids.has(id)) state.heap.delete(id);
}

/** The objects of a state's heap that something can reach. */
class Reached {
  readonly ids = new Set<number>();
  readonly #state: State;
  readonly #laters = new Set<Later>();

  constructor(state: State) {
    this.#state = state;
  }

  visit(value: Value): void {
    if (value.kind === "settler") this.ids.add(value.promise);
    else if (value.kind === "reference") this.visitId(value.id);
  }

  visitId(id: number): void {
    if (this.ids.has(id)) return;
    this.ids.add(id);
    const entry = this.#state.heap.get(id);
    if (entry !== undefined) this.#visitEntry(entry);
  }

  #visitEntry(entry: HeapEntry): void {
    if (entry.kind === "object") for (const prop of entry.props.values()) this.visit(prop);
    else if (entry.kind === "array") for (const element of entry.elements) this.visit(element);
    else {
      this.visit(entry.value);
      if (entry.follows !== undefined) this.visitId(entry.follows);
      if (entry.later !== undefined) this.#visitLater(entry.later);
    }
  }

  /** What outstanding work will bring, in terms of the state that it will be brought into. */
  #visitLater(later: Later): void {
    if (this.#laters.has(later)) return;
    this.#laters.add(later);
    const { from, to } = later;
    for (const [, , value] of from.vars.differences(to.vars))
      if (value !== undefined) this.visit(value);
    for (const [id, , entry] of from.heap.differences(to.heap)) {
      if (entry === undefined) continue;
      this.visitId(id);
      this.#visitEntry(entry);
    }
  }
}
