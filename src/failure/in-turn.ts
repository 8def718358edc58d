import type ts from "typescript";
import { completed, merge, split, type Completion, type Machine } from "./machine.js";
import type { HeapEntry, State } from "./state.js";
import { UNKNOWN, type Value } from "./values.js";

/** More paths than that are compared with each other; a few cost less than comparing them. */
const FEW = 4;

/** Joins what is alike of many ways to evaluate something, so that they do not multiply with the next thing's. */
export function fewer(completions: Completion[]): Completion[] {
  return completions.length > FEW ? merge(completions) : completions;
}

type ObjectEntry = HeapEntry & { readonly kind: "object" };

/** An object to which more is added. A path's own: one of thousands is not copied for each property. */
type Growing = ObjectEntry & { readonly props: Map<string, Value> };

/**
 * Something of several parts, some of them evaluated, on one path. A part may go several ways
 * (`...(a && { a })`), and ten such parts a thousand: between two parts paths are joined as they
 * are behind a statement, with what is known so far lying on the heap.
 */
export interface Unfinished {
  readonly known: Growing;
  readonly state: State;
}

export function joinUnfinished(
  machine: Machine,
  paths: readonly Unfinished[],
): readonly Unfinished[] {
  if (paths.length <= FEW) return paths;
  const id = machine.fresh();
  for (const { known, state } of paths) state.heap.set(id, known);
  return split(completed(paths.map(({ state }) => state))).states.flatMap((state) => {
    const known = state.heap.get(id);
    state.heap.delete(id);
    return known?.kind === "object"
      ? [{ known: { ...known, props: new Map(known.props) }, state }]
      : [];
  });
}

interface Listed {
  /** The path's own, so that a list of thousands is not copied for each of its elements. */
  readonly values: Value[];
  readonly state: State;
}

/** Evaluates a list from left to right. */
export function evaluateAll(
  machine: Machine,
  nodes: readonly ts.Expression[],
  state: State,
  next: (values: readonly Value[], state: State) => Completion[],
): Completion[] {
  let paths: readonly Listed[] = [{ values: [], state }];
  const result: Completion[] = [];
  for (const node of nodes) {
    const further: Listed[] = [];
    for (const { values, state: current } of paths) {
      const ways = machine.evaluate(node, current);
      for (const [index, way] of ways.entries()) {
        if (way.kind !== "normal") {
          result.push(way);
          continue;
        }
        const listed = index < ways.length - 1 ? [...values] : values;
        listed.push(way.value);
        further.push({ values: listed, state: way.state });
      }
    }
    paths = further.length > FEW ? joinListed(machine, further) : further;
  }
  for (const { values, state: after } of paths) result.push(...next(values, after));
  return result;
}

function joinListed(machine: Machine, paths: readonly Listed[]): Listed[] {
  const unfinished = paths.map(({ values, state }): Unfinished => {
    const props = new Map(values.map((value, index) => [String(index), value] as const));
    return { known: { kind: "object", props, open: false }, state };
  });
  const [first] = paths;
  return joinUnfinished(machine, unfinished).map(({ known, state }) => ({
    values: (first?.values ?? []).map((_, index) => known.props.get(String(index)) ?? UNKNOWN),
    state,
  }));
}
