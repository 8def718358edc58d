import type ts from "typescript";
import type { Recogniser } from "../sdk/recogniser.js";
import { joinInto, sameEvidence, sameState } from "./joining.js";
import { MAX_PATHS, type Answer, type State, type Watched } from "./state.js";
import {
  isNullish,
  joinValues,
  sameValue,
  UNDEFINED,
  type FunctionNode,
  type Value,
} from "./values.js";

/** How evaluating an expression or executing a statement ends, on one path. */
export type Completion =
  | { readonly kind: "normal"; readonly value: Value; readonly state: State }
  | {
      readonly kind: "return";
      readonly value: Value;
      readonly state: State;
      readonly node: ts.Node;
    }
  | { readonly kind: "throw"; readonly value: Value; readonly state: State }
  | {
      readonly kind: "break" | "continue";
      readonly label: string | undefined;
      readonly state: State;
    }
  /** The process ends here. */
  | { readonly kind: "halt"; readonly state: State };

/** One way in which a watched call fails. */
export interface Manifestation {
  readonly watched: Watched;
  /** throws: at once; rejects: the call's value is a promise that rejects; returns / resolves: a failure value. */
  readonly how: "throws" | "rejects" | "returns" | "resolves";
  readonly value: ValueTree;
  readonly dealt: boolean;
  /** The handler that acted upon it, of a function that tells its callers nothing. */
  readonly quietAt?: ts.Node | undefined;
  /** The answer by which the function has refused the request itself. */
  readonly answer?: Answer | undefined;
  /** Whether the value tells of nothing: the caller goes on with a request that is answered. */
  readonly untold?: boolean | undefined;
}

/** A value without heap references, to be carried from one simulation into another. */
export type ValueTree =
  | { readonly kind: "leaf"; readonly value: Value }
  | {
      readonly kind: "object";
      readonly props: readonly (readonly [string, ValueTree])[];
      readonly open: boolean;
      readonly made?: ts.NewExpression | undefined;
      readonly whole?: boolean | undefined;
      /** The constant of the program that it is. */
      readonly constant?: ts.Node | undefined;
      readonly kept?: boolean | undefined;
      readonly due?: boolean | undefined;
    }
  | {
      readonly kind: "array";
      readonly elements: readonly ValueTree[];
      /** Whether it holds what went wrong and nothing else: when all is well it is empty. */
      readonly failures?: boolean | undefined;
      readonly open: boolean;
      readonly kept?: boolean | undefined;
    };

export interface WatchedCall {
  readonly manifestations: readonly Manifestation[];
  /** What the call evaluates to when it does not fail. */
  readonly success: ValueTree;
  readonly async: boolean;
}

/** What the simulation asks about the program around it. */
export interface World {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly sdk: Recogniser;
  /** Functions with a body that the call may enter; empty when unknown. */
  targetsOf(call: ts.CallExpression | ts.NewExpression): readonly FunctionNode[];
  /** The functions with a body that an expression's value may be; empty when unknown. */
  functionsBehind(expression: ts.Expression): readonly FunctionNode[];
  /** Whether the callee (`console.error`, `log.warn`, `this.logger.error`) only writes a log. */
  isLogger(callee: ts.Expression): boolean;
  /** Whether whoever is given the callback deals with its failure, and tells nobody who waits: a job system, a server of remote calls. */
  dealsWithFailure(callback: ts.Node, family: "api" | "verification"): boolean;
  /** Whether what is given here, a promise or a callback, has its error turned into a value (neverthrow, Effect). */
  turnsErrorIntoValue(argument: ts.Expression): boolean;
  /** Whether that value is a pair of the error and the result (await-to-js). */
  turnsErrorIntoPair(argument: ts.Expression): boolean;
}

/** The simulation as its parts see it. */
export interface Machine {
  readonly world: World;
  /** Family of the failures simulated in this run. */
  readonly family: "api" | "verification";
  /** The watched call that stands here, or that a mention stands for. */
  watchedAt(node: ts.Node): WatchedCall | undefined;
  /** Whether a watched call is made here. */
  isWatchedCall(call: ts.Node): boolean;
  /** The function that an argument mentions, where the mention is watched in place of its calls. */
  handedBy(argument: ts.Expression): Value | undefined;
  /** Whether the function holds a watched call, itself or in the callbacks it has captured. */
  carries(fn: FunctionNode, state: State): boolean;
  /** The values of the variables that the function takes from around it. */
  captured(fn: FunctionNode, state: State): readonly Value[];
  evaluate(node: ts.Expression, state: State): Completion[];
  execute(node: ts.Statement, states: readonly State[]): Completion[];
  /** Runs a function's body. */
  enter(fn: FunctionNode, args: readonly Value[], at: ts.Node, state: State): Completion[];
  /** Calls a value: a function of the program is entered, a settler settles, anything else is unknown. */
  invoke(
    callee: Value,
    args: readonly Value[],
    at: ts.CallExpression | ts.NewExpression,
    state: State,
  ): Completion[];
  /** Notes how a callback of code that cannot be entered ended. */
  detach(fn: FunctionNode, completion: Completion): void;
  /** A failed path has begun: marks the variables that hold the payload. */
  born(state: State): void;
  /** Whether a failed path has begun at this call already. */
  hasFailed(call: ts.Node): boolean;
  fresh(): number;
  /** Pays for one step; false when the budget is used up, and the verdict is unknown. */
  spend(): boolean;
  depth(): number;
  /** Whether somebody waits for the function that now runs, so that its effects are seen in order. */
  awaited(): boolean;
  /** Runs `body` with the answer of `awaited` set. */
  whileAwaited<T>(awaited: boolean, body: () => T): T;
  /** Notes that a function was entered, so that it needs no simulation of its own. */
  readonly entered: Set<ts.Node>;
}

export function normal(value: Value, state: State): Completion[] {
  return [{ kind: "normal", value, state }];
}

/** Continues every normal completion; the abrupt ones stay as they are. */
export function andThen(
  completions: readonly Completion[],
  next: (value: Value, state: State) => Completion[],
): Completion[] {
  const result: Completion[] = [];
  for (const completion of completions) {
    if (completion.kind === "normal") result.push(...next(completion.value, completion.state));
    else result.push(completion);
  }
  return result;
}

export interface Split {
  readonly states: State[];
  readonly abrupt: Completion[];
}

/** Separates the states that go on from the completions that do not, and merges what is alike. */
export function split(completions: readonly Completion[]): Split {
  const states: State[] = [];
  const abrupt: Completion[] = [];
  for (const completion of merge(completions)) {
    if (completion.kind === "normal") states.push(completion.state);
    else abrupt.push(completion);
  }
  return { states, abrupt };
}

export function completed(states: readonly State[]): Completion[] {
  return states.map((state) => ({ kind: "normal", value: UNDEFINED, state }));
}

/**
 * Joins paths that nothing later can tell apart: all unfailed ones, and failed ones that are equal.
 * Of more failed paths than a state says are kept, those that differ only in what has nothing to do
 * with the failure are joined, too; of too many, all.
 */
export function merge(completions: readonly Completion[]): Completion[] {
  if (completions.length < 2) return [...completions];
  const result: Completion[] = [];
  // Paths of different failing calls never merge, and a long function has hundreds of them.
  const alike = new Map<Watched | undefined, number[]>();
  for (const completion of completions) {
    const { watched } = completion.state;
    let indexes = alike.get(watched);
    if (indexes === undefined) alike.set(watched, (indexes = []));
    const partner = partnerOf(completion, indexes, result);
    if (partner === undefined) {
      indexes.push(result.length);
      result.push(completion);
    } else {
      result[partner.index] = joined(partner, completion);
    }
  }
  return result;
}

interface Partner {
  readonly index: number;
  readonly kept: Completion;
  /** Equal paths, paths of which a join tells all that matters, or paths that have to be given up. */
  readonly how: "equal" | "joinable" | "lost";
}

/** Which of the kept completions of the same failing call the completion is joined with. */
function partnerOf(
  completion: Completion,
  indexes: readonly number[],
  all: readonly Completion[],
): Partner | undefined {
  const { state } = completion;
  const find = (
    how: Partner["how"],
    isPartner: (other: Completion) => boolean,
  ): Partner | undefined => {
    for (const index of indexes) {
      const kept = all[index];
      if (kept !== undefined && endsAlike(kept, completion) && isPartner(kept))
        return { index, kept, how };
    }
    return undefined;
  };
  // The values that success returns are told apart, so that a failure's literal can be compared with them.
  if (state.watched === undefined)
    return find(
      "joinable",
      (other) => other.kind !== "return" || sameCompletionValue(other, completion),
    );
  const also = (same: (a: State, b: State) => boolean) => (other: Completion) =>
    sameCompletionValue(other, completion) && same(other.state, state);
  if (indexes.length < state.pathsKept) return find("equal", also(sameState));
  return (
    find("joinable", also(sameEvidence)) ??
    (indexes.length >= MAX_PATHS ? find("lost", () => true) : undefined)
  );
}

function endsAlike(a: Completion, b: Completion): boolean {
  if (a.kind !== b.kind || a.state.phase !== b.state.phase) return false;
  return (a.kind !== "break" && a.kind !== "continue") || !("label" in b) || a.label === b.label;
}

function sameCompletionValue(a: Completion, b: Completion): boolean {
  return !("value" in a) || !("value" in b) || sameValue(a.value, b.value);
}

function joined({ kept, how }: Partner, other: Completion): Completion {
  if (how === "lost") kept.state.note({ lost: "too many paths" });
  if (how !== "equal") joinInto(kept.state, other.state);
  if ("value" in kept && "value" in other)
    return { ...kept, value: joinValues(kept.value, other.value) };
  return kept;
}

/** The tree of a value, cut at cycles and at a depth of five. */
export function treeOf(value: Value, state: State, depth = 0): ValueTree {
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  if (value.kind !== "reference") return { kind: "leaf", value: withoutFunction(value) };
  if (entry === undefined || depth > 4)
    return { kind: "leaf", value: { kind: "unknown", truthy: true, due: value.due } };
  switch (entry.kind) {
    case "object":
      return {
        kind: "object",
        kept: value.kept,
        due: value.due,
        open: entry.open,
        made: entry.made,
        whole: entry.whole,
        constant: value.constant,
        props: [...entry.props].map(
          ([name, prop]) => [name, treeOf(prop, state, depth + 1)] as const,
        ),
      };
    case "array":
      return {
        kind: "array",
        kept: value.kept,
        open: entry.open,
        elements: entry.elements.map((item) => treeOf(item, state, depth + 1)),
      };
    case "promise":
      return { kind: "leaf", value: { kind: "unknown", truthy: true, due: value.due } };
  }
}

function withoutFunction(value: Value): Value {
  return value.kind === "settler" ? { kind: "unknown", truthy: true } : value;
}

/**
 * Builds a tree's value on the heap of a state; every part is marked as due to the failure.
 *
 * @param kept whether it is one of what went wrong, which somebody may look at
 * @param within whether it is a part of an object, where the payload stays what it is
 */
export function plant(
  tree: ValueTree,
  state: State,
  machine: Machine,
  due: boolean,
  kept?: boolean,
  within = false,
): Value {
  if (tree.kind === "leaf") {
    const isPayload = within && tree.value.tainted === true && isNullish(tree.value) !== true;
    const value: Value = { ...tree.value, kept, tainted: isPayload ? true : undefined };
    return due ? { ...value, due: true } : value;
  }
  const id = machine.fresh();
  const constant = tree.kind === "object" ? tree.constant : undefined;
  if (tree.kind === "array") {
    const { failures } = tree;
    const elements = tree.elements.map((item) => plant(item, state, machine, due, failures));
    state.heap.set(id, { kind: "array", elements, open: tree.open });
  } else {
    const props = new Map(
      tree.props.map(
        ([name, prop]) => [name, plant(prop, state, machine, due, undefined, true)] as const,
      ),
    );
    state.heap.set(id, {
      kind: "object",
      props,
      open: tree.open,
      made: tree.made,
      whole: tree.whole,
    });
  }
  return {
    kind: "reference",
    id,
    ...(constant === undefined ? {} : { constant }),
    ...(due ? { due: true as const } : {}),
    ...(kept === true ? { kept } : {}),
  };
}

/** The tree of a value that is no object. */
export function leaf(value: Value): ValueTree {
  return { kind: "leaf", value };
}
