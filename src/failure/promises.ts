import ts from "typescript";
import { bringAbout } from "./later.js";
import { normal, type Completion, type Machine } from "./machine.js";
import type { PromiseEntry, State } from "./state.js";
import { derived, type Value } from "./values.js";

/** The heap's entry of a promise; undefined for every other value. */
export function promiseEntryOf(value: Value | undefined, state: State): PromiseEntry | undefined {
  const entry = value?.kind === "reference" ? state.heap.get(value.id) : undefined;
  return entry?.kind === "promise" ? entry : undefined;
}

/** The error that a completion hands on: one that is thrown, or that a promise it gives is rejected with. */
export function errorLeaving(completion: Completion): Value | undefined {
  if (completion.kind === "throw") return completion.value;
  if (completion.kind !== "normal") return undefined;
  const promise = promiseEntryOf(completion.value, completion.state);
  return promise?.settled === "rejected" ? promise.value : undefined;
}

/** A promise on the heap; a rejected one is there because of the failure. */
export function newPromise(
  machine: Machine,
  state: State,
  origin: ts.Node,
  settled: PromiseEntry["settled"],
  value: Value,
  takesTime = false,
): Value {
  const id = machine.fresh();
  const entry: PromiseEntry = { kind: "promise", settled, value, held: false, origin };
  state.heap.set(id, takesTime ? { ...entry, takesTime } : entry);
  return { kind: "reference", id, ...(settled === "rejected" ? { due: true as const } : {}) };
}

/** Notes that somebody takes care of the promise's settling. */
export function hold(value: Value, state: State): void {
  const entry = promiseEntryOf(value, state);
  if (entry !== undefined && value.kind === "reference" && !entry.held) {
    state.heap.set(value.id, { ...entry, held: true });
  }
}

/** `await value`: the promise's value, or its error thrown. */
export function awaitValue(machine: Machine, value: Value, state: State): Completion[] {
  if (!machine.awaited()) state.suspend();
  const entry = promiseEntryOf(value, state);
  if (entry === undefined || value.kind !== "reference") return normal(value, state);
  hold(value, state);
  bringAbout(value.id, state);
  const settled = promiseEntryOf(value, state) ?? entry;
  return awaitSettled(machine, settled, state);
}

function awaitSettled(machine: Machine, entry: PromiseEntry, state: State): Completion[] {
  switch (entry.settled) {
    case "fulfilled":
      return promiseEntryOf(entry.value, state) === undefined
        ? normal(entry.value, state)
        : awaitValue(machine, entry.value, state);
    case "rejected":
      return [{ kind: "throw", value: entry.value, state }];
    case "unknown":
      return normal(derived(entry.value), state);
  }
}

/** Whether the value of a call is waited for where it stands: `await f()`, `await f().catch(h)`, `return f()`. */
export function isAwaitedHere(machine: Machine, node: ts.Node): boolean {
  if (!machine.awaited()) return false;
  let current: ts.Node = node;
  for (;;) {
    const { parent } = current;
    if (ts.isAwaitExpression(parent)) return true;
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isNonNullExpression(parent)
    )
      current = parent;
    else if (
      ts.isPropertyAccessExpression(parent) &&
      isReaction(parent.name.text) &&
      ts.isCallExpression(parent.parent) &&
      parent.parent.expression === parent
    ) {
      current = parent.parent;
    } else if (ts.isReturnStatement(parent)) return true;
    else return ts.isArrowFunction(parent) && parent.body === current;
  }
}

export function isReaction(name: string): boolean {
  return name === "then" || name === "catch" || name === "finally";
}
