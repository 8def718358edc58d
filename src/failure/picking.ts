import type ts from "typescript";
import { treeOf, type Machine, type ValueTree } from "./machine.js";
import { isSignal } from "./signals.js";
import { sameTree } from "./trees.js";
import type { State } from "./state.js";
import { marked, primitive, UNKNOWN, type Value } from "./values.js";

/** Methods whose value is made of what their callback gives. */
const COLLECTS = new Set(["map", "flatMap", "reduce"]);

/** What a callback would have given for a settled result, had it been fulfilled. */
export interface Usual {
  readonly trees: readonly ValueTree[];
  /** What the callback was to add to. */
  readonly before: ValueTree | undefined;
}

/**
 * What the callback of `map`, `flatMap` or `reduce` would give in place of what it gives for a
 * rejected result. Undefined for what is no such result and where that cannot be tried.
 *
 * @param given the callback's arguments, for `reduce` with what has been collected before them
 */
export function usualOf(
  machine: Machine,
  callback: Value,
  name: string,
  given: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Usual | undefined {
  if (state.phase !== "failed" || !COLLECTS.has(name)) return undefined;
  if (callback.kind !== "function" || machine.carries(callback.node, state)) return undefined;
  const place = name === "reduce" ? 1 : 0;
  if (!isRejected(given[place], state)) return undefined;
  const well = unfailed(state);
  const id = machine.fresh();
  const props = new Map<string, Value>([
    ["status", primitive("fulfilled")],
    ["value", UNKNOWN],
  ]);
  well.heap.set(id, { kind: "object", props, open: false, settledResult: true });
  const args = given.map((value, index): Value =>
    index === place ? { kind: "reference", id } : value,
  );
  const [before] = place === 1 ? given : [];
  return {
    before: before && treeOf(before, state),
    trees: machine
      .invoke(callback, args, node, well)
      .flatMap((completion) =>
        completion.kind === "normal" ? [treeOf(completion.value, completion.state)] : [],
      ),
  };
}

/** The value of a callback, kept if only a rejected result is given it: whoever reads it learns of the failure. */
export function asPicked(value: Value, usual: Usual | undefined, state: State): Value {
  if (usual === undefined || usual.trees.length === 0) return value;
  return tells(treeOf(value, state), usual) ? marked(value, { due: true, kept: true }) : value;
}

function tells(tree: ValueTree, { trees, before }: Usual): boolean {
  if (isNothing(tree)) return false;
  if (before !== undefined && trees.every((usual) => sameTree(usual, before)))
    return !sameTree(tree, before);
  return trees.every((usual) => isNothing(usual) || isFalse(usual)) || isSignal(tree, trees);
}

function isNothing(tree: ValueTree): boolean {
  if (tree.kind === "array") return tree.elements.length === 0;
  if (tree.kind === "object" || tree.value.kind !== "primitive") return false;
  const { value } = tree.value;
  return value === undefined || value === null || value === "";
}

function isFalse(tree: ValueTree): boolean {
  return tree.kind === "leaf" && tree.value.kind === "primitive" && tree.value.value === false;
}

function isRejected(value: Value | undefined, state: State): boolean {
  const entry = value?.kind === "reference" ? state.heap.get(value.id) : undefined;
  if (entry?.kind !== "object" || entry.settledResult !== true) return false;
  const status = entry.props.get("status");
  return status?.kind === "primitive" && status.value === "rejected";
}

/** The same path as if nothing had failed on it. */
function unfailed(state: State): State {
  const well = state.fork();
  well.phase = "onTrack";
  well.watched = undefined;
  well.trail = undefined;
  well.handling = 0;
  well.scopes = well.scopes.map(() => 0);
  return well;
}
