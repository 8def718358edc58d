import type ts from "typescript";
import type { Completion } from "./machine.js";
import type { State } from "./state.js";
import type { Value } from "./values.js";

/** Rejected promises that hold the failure and that nobody awaits, handles or takes away. */
export function floatingIn(completion: Completion, state: State): ts.Node[] {
  const returned =
    "value" in completion ? reachable(completion.value, state, new Set()) : new Set<number>();
  return state.heap
    .entries()
    .flatMap(([id, entry]) =>
      entry.kind === "promise" &&
      entry.settled === "rejected" &&
      !entry.held &&
      !returned.has(id) &&
      carriesFailure(entry.value)
        ? [entry.origin]
        : [],
    );
}

function carriesFailure(value: Value): boolean {
  // `.catch(() => { throw new Error("…") })`: another error, which is there because of the failure.
  return value.due === true || (value.kind === "error" && value.error.carries);
}

function reachable(value: Value, state: State, found: Set<number>): Set<number> {
  if (value.kind !== "reference" || found.has(value.id)) return found;
  found.add(value.id);
  const entry = state.heap.get(value.id);
  const inner =
    entry === undefined
      ? []
      : entry.kind === "object"
        ? [...entry.props.values()]
        : entry.kind === "array"
          ? entry.elements
          : [entry.value];
  for (const part of inner) reachable(part, state, found);
  return found;
}
