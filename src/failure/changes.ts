import type ts from "typescript";
import { alteredIn, assignedIn } from "./assigned.js";
import type { Machine } from "./machine.js";
import { isPure } from "./purity.js";
import type { HeapEntry, State } from "./state.js";
import { derived, truthiness, type FunctionNode, type Value } from "./values.js";

/** How deep objects within objects, and functions that call functions, are looked through. */
const DEPTH = 3;
/** Methods after which a collection may hold nothing any more. */
const TAKING_METHODS = new Set(["pop", "shift", "splice", "delete", "clear"]);

/** A call that the simulation does not enter. */
interface Passed {
  readonly callee: ts.Expression;
  readonly name: string | undefined;
  readonly receiver: Value | undefined;
  /** The function that is called, where that is known, and the values that it is given. */
  readonly given: readonly Value[];
}

/**
 * Takes as unknown what a call that is not entered may have changed: the variables and objects that
 * the called function, or one that it is given, writes (`transaction(async () => { user = … })`), and
 * the collections and objects that it is given itself (`collect(ids)`). What the failure has left in
 * them stays known.
 */
export function changeBy(machine: Machine, call: Passed, state: State): void {
  const { callee, name, receiver, given } = call;
  if (receiver !== undefined && name !== undefined && TAKING_METHODS.has(name))
    takeFrom(receiver, state);
  if (!given.some(({ kind }) => kind === "function" || kind === "reference")) return;
  const visited = new Set<FunctionNode>();
  for (const value of given)
    if (value.kind === "function") runUnseen(machine, value.node, state, visited);
  if (!given.some((value) => value.kind === "reference")) return;
  if (machine.world.isLogger(callee) || isPure(machine.world.checker, callee)) return;
  for (const value of given) loosen(value, state, 0);
}

/** A function runs at some time, any number of times: what it writes may be anything then. */
function runUnseen(
  machine: Machine,
  fn: FunctionNode,
  state: State,
  visited: Set<FunctionNode>,
): void {
  if (fn.body === undefined || visited.has(fn) || visited.size > DEPTH) return;
  // It is entered by whoever hands it on.
  if (machine.carries(fn, state)) return;
  visited.add(fn);
  const { checker } = machine.world;
  state.forget(assignedIn(fn.body, checker));
  for (const symbol of alteredIn(fn.body, checker)) {
    const value = state.vars.get(symbol);
    if (value !== undefined) loosen(value, state, 0, true);
  }
  for (const value of machine.captured(fn, state))
    if (value.kind === "function") runUnseen(machine, value.node, state, visited);
}

/** Makes an object or array one of which not everything is known. */
function loosen(value: Value, state: State, depth: number, isWritten = false): void {
  if (value.kind !== "reference" || depth > DEPTH) return;
  const entry = state.heap.get(value.id);
  if (entry === undefined || entry.kind === "promise") return;
  if (entry.kind === "array") {
    if (!entry.open) state.heap.set(value.id, { ...entry, open: true });
    for (const element of entry.elements) loosen(element, state, depth + 1, isWritten);
    return;
  }
  // A report of the failure is given to others in order to be read.
  if (state.phase === "failed" && !isWritten) return;
  state.heap.set(value.id, loosened(entry, isWritten));
  for (const prop of entry.props.values()) loosen(prop, state, depth + 1, isWritten);
}

/** Who is only given an object fills what is empty in it (`{ user: null }`); what is there already stays. */
function loosened(entry: HeapEntry & { readonly kind: "object" }, isWritten: boolean): HeapEntry {
  const mayChange = (prop: Value): boolean =>
    prop.kind === "primitive" && prop.due !== true && (isWritten || truthiness(prop) === false);
  const props = [...entry.props].map(
    ([name, prop]) => [name, mayChange(prop) ? derived(prop) : prop] as const,
  );
  return { ...entry, props: new Map(props), open: true };
}

function takeFrom(collection: Value, state: State): void {
  const entry = collection.kind === "reference" ? state.heap.get(collection.id) : undefined;
  if (collection.kind === "reference" && entry?.kind === "array")
    state.heap.set(collection.id, { ...entry, open: true, maybeEmpty: true });
}
