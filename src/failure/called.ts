import type ts from "typescript";
import type { SvixCall } from "../sdk/recogniser.js";
import type { Simulated } from "./endings.js";
import { isAsync } from "./functions.js";
import { keyOf, type Leave } from "./leaves.js";
import { leaf, type Manifestation, type ValueTree, type WatchedCall } from "./machine.js";
import { isFunctionNode } from "./roots.js";
import { isSignal } from "./signals.js";
import { isText } from "./trees.js";
import type { Watched } from "./state.js";
import { truthiness, UNDEFINED, UNKNOWN, type FunctionNode } from "./values.js";

/** A function, or the call of a wrapper whose value is called: `const send = withErrors(async () => …)`. */
export type Callee = FunctionNode | ts.CallExpression;

/** What calls of a function of the program give when none of the watched failures happens. */
export interface Outcome {
  readonly successes: readonly ValueTree[];
  /** Those of them that come after a watched call. */
  readonly passed: readonly ValueTree[];
  /** What it gives where another error has been caught. */
  readonly others: readonly ValueTree[];
  /** Whether it gives a promise. */
  readonly async: boolean;
}

/** What a call of the callee gives, from its simulation; nothing is known of what a wrapper makes unseen. */
export function outcomeOf(callee: Callee, simulated: Simulated): Outcome {
  const { successes, passed, others, closure, callbackSuccesses } = simulated;
  if (isFunctionNode(callee)) return { successes, passed, others, async: isAsync(callee) };
  const made = closure && callbackSuccesses.get(closure);
  return {
    successes: made ?? [],
    passed: made ?? [],
    others: [],
    async: closure !== undefined && isAsync(closure),
  };
}

/** A call of a function which failures leave, to be followed in its caller; notes whose failures they are. */
export function watchCall(
  call: ts.CallExpression | ts.NewExpression,
  leaves: readonly Leave[],
  { successes, others, async }: Outcome,
  origins: Map<Watched, SvixCall>,
): WatchedCall {
  const manifestations = leaves.map((leave, variant): Manifestation => {
    const watched: Watched = { call, mode: leave.mode, variant };
    origins.set(watched, leave.origin);
    const { how, value, dealt, quietAt, answer, untold } = leave;
    return { watched, how, value, dealt, quietAt, answer, untold };
  });
  const [only] = successes;
  const isOnly = only !== undefined && successes.length === 1 && !givesOther(others, only, leaves);
  return {
    manifestations,
    success: isOnly
      ? toldApart(
          only,
          leaves.map(({ value }) => value),
        )
      : leaf(UNKNOWN),
    // `return svix.message.create(…)` in a function that is not async gives a promise all the same.
    async: async || leaves.some(({ how }) => how === "rejects" || how === "resolves"),
  };
}

/**
 * A success of which nothing is known, where every failure is null, false or another value that counts
 * as false: what the caller asks for tells them apart. The same of properties: `{ data: null, error }`.
 */
function toldApart(success: ValueTree, failures: readonly ValueTree[]): ValueTree {
  if (success.kind === "object") {
    const objects = failures.filter((failure) => failure.kind === "object");
    if (objects.length < failures.length) return success;
    const props = success.props.map(([name, part]) => {
      return [name, toldApart(part, objects.map(propertyOf(name)))] as const;
    });
    return { ...success, props };
  }
  const isOpen =
    success.kind === "leaf" &&
    success.value.kind === "unknown" &&
    success.value.truthy === undefined;
  const isFalsy = failures.every(
    (failure) => failure.kind === "leaf" && truthiness(failure.value) === false,
  );
  return isOpen && isFalsy ? leaf({ ...success.value, truthy: true }) : success;
}

function propertyOf(name: string) {
  return ({ props, open }: ValueTree & { kind: "object" }): ValueTree =>
    props.find(([prop]) => prop === name)?.[1] ?? leaf(open ? UNKNOWN : UNDEFINED);
}

/**
 * Whether a function gives something else as well that is no failure: `exists()` says true, and says
 * false where what it asked for is not found. One that tells of the watched failures by a value tells
 * of other errors by the like of it: `{ ok: false, reason }`.
 */
function givesOther(
  others: readonly ValueTree[],
  only: ValueTree,
  leaves: readonly Leave[],
): boolean {
  const known = new Set([only, ...leaves.map(({ value }) => value)].map(keyOf));
  const tells = leaves.some(({ how }) => how === "returns" || how === "resolves");
  // One of several words, of which nobody knows which.
  const inWords = leaves.every(({ value }) => isText(value));
  const isFailure = (other: ValueTree): boolean =>
    tells && (isSignal(other, [only]) || (inWords && other.kind === "leaf" && isText(other)));
  return others.some((other) => !known.has(keyOf(other)) && !isFailure(other));
}
