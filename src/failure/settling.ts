import type ts from "typescript";
import { merge, normal, type Completion, type Machine } from "./machine.js";
import { hold, promiseEntryOf } from "./promises.js";
import type { State } from "./state.js";
import { UNKNOWN, type Value } from "./values.js";

/** `new Promise((resolve, reject) => …)`. */
export function constructPromise(
  machine: Machine,
  executor: Value | undefined,
  node: ts.NewExpression,
  state: State,
): Completion[] {
  const id = machine.fresh();
  state.heap.set(id, {
    kind: "promise",
    settled: "unknown",
    value: UNKNOWN,
    held: false,
    origin: node,
  });
  const promise: Value = { kind: "reference", id };
  if (executor === undefined) return normal(promise, state);
  const settlers: Value[] = [
    { kind: "settler", promise: id, rejects: false },
    { kind: "settler", promise: id, rejects: true },
  ];
  return merge(
    machine.invoke(executor, settlers, node, state).map((completion): Completion => {
      if (completion.kind === "throw") {
        settle(id, true, completion.value, completion.state);
        return { kind: "normal", value: promise, state: completion.state };
      }
      return completion.kind === "normal" ? { ...completion, value: promise } : completion;
    }),
  );
}

/** Settles a promise made by `new Promise`; only the first settling counts. */
export function settle(id: number, rejects: boolean, value: Value, state: State): void {
  const entry = state.heap.get(id);
  if (entry?.kind !== "promise" || entry.settled !== "unknown") return;
  const inner = promiseEntryOf(value, state);
  if (!rejects && inner !== undefined) {
    hold(value, state);
    state.heap.set(id, {
      ...entry,
      settled: inner.settled,
      value: inner.value,
      later: inner.later,
      ...(inner.settled === "unknown" && value.kind === "reference" ? { follows: value.id } : {}),
    });
    return;
  }
  state.heap.set(id, { ...entry, settled: rejects ? "rejected" : "fulfilled", value });
}
