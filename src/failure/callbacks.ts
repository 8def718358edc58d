import ts from "typescript";
import { isAsync } from "./functions.js";
import { joinInto } from "./joining.js";
import { normal, treeOf, type Completion, type Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { errorLeaving, hold, isReaction, newPromise, promiseEntryOf } from "./promises.js";
import { isSignal } from "./signals.js";
import type { HeapEntry, State } from "./state.js";
import { bare } from "./syntax.js";
import { UNDEFINED, UNKNOWN, type FunctionNode, type Value } from "./values.js";

/** Keep a promise running and drop its error, whatever object declares them. */
export const DROPS_PROMISES = new Set(["waitUntil", "after"]);

/** The functions among the arguments that hold a watched call. */
export function callbacksOf(
  machine: Machine,
  args: readonly Value[],
  state: State,
): readonly FunctionNode[] {
  return args.flatMap((arg) =>
    arg.kind === "function" && machine.carries(arg.node, state) ? [arg.node] : [],
  );
}

/**
 * A callback that holds a watched call, given to code that cannot be entered. It may run or not.
 * Its rejection goes on through what that code returns if that is a promise, and nowhere else.
 */
export function passCallbacks(
  machine: Machine,
  node: ts.CallExpression,
  callbacks: readonly FunctionNode[],
  state: State,
): Completion[] {
  const result: Completion[] = [];
  const passesOn = callbacks.length === 1 && returnsPromise(machine, node);
  let onTrack: State | undefined = state.fork();
  for (const callback of callbacks) {
    const entering: State = onTrack ?? state.fork();
    const ended: Completion[] = machine.whileAwaited(isAsync(callback), () =>
      machine.enter(
        callback,
        callback.parameters.map(() => UNKNOWN),
        node,
        entering,
      ),
    );
    onTrack = undefined;
    for (const completion of ended) {
      const { state: after } = completion;
      if (after.phase !== "failed") {
        if (after.phase === "onTrack") machine.detach(callback, completion);
        if (completion.kind === "normal" && onTrack === undefined) onTrack = after;
        continue;
      }
      if (state.phase === "failed") continue;
      const gone = settlesOther(state, completion)
        ? { kind: "normal" as const, value: UNKNOWN, state: after }
        : failedPast(machine, node, callback, completion, passesOn, after);
      if (gone !== undefined) result.push(gone);
    }
  }
  const goesOn =
    onTrack?.phase !== state.phase || state.phase === "failed" ? state : joinInto(onTrack, state);
  return [...normal(UNKNOWN, goesOn), ...result];
}

/**
 * Whether a callback has settled a promise that was there before, and that tells of the failure now:
 * `new Promise((resolve, reject) => { setTimeout(() => { send().then(resolve, reject); }); })`.
 */
function settlesOther(before: State, completion: Completion): boolean {
  if (errorLeaving(completion) !== undefined) return false;
  const { state } = completion;
  const isPending = (at: State, id: number): boolean => {
    const entry = at.heap.get(id);
    return entry?.kind === "promise" && entry.settled === "unknown";
  };
  const isRejected = (at: State, id: number): boolean => {
    const entry = at.heap.get(id);
    return entry?.kind === "promise" && entry.settled === "rejected";
  };
  const ends = [state, ...state.heap.values().flatMap(endOf)];
  return before.heap
    .entries()
    .some(([id]) => isPending(before, id) && ends.some((end) => isRejected(end, id)));
}

/** The state that work which nobody waits for leads to. */
function endOf(entry: HeapEntry): readonly State[] {
  return entry.kind === "promise" && entry.later !== undefined ? [entry.later.to] : [];
}

/** What becomes of a callback's failed path in the code that handed it on; undefined where it ends with the callback. */
function failedPast(
  machine: Machine,
  node: ts.CallExpression,
  callback: FunctionNode,
  completion: Completion,
  passesOn: boolean,
  state: State,
): Completion | undefined {
  const error = errorLeaving(completion);
  if (error !== undefined && machine.world.dealsWithFailure(callback, machine.family)) {
    state.note({ takenOver: true });
    machine.detach(callback, completion);
    return undefined;
  }
  const valueAt = node.arguments.find((argument) => bare(argument) === callback);
  if (error !== undefined && valueAt !== undefined && machine.world.turnsErrorIntoValue(valueAt)) {
    if (completion.kind === "normal") hold(completion.value, state);
    state.note({ settledAt: node, caughtAt: node });
    return {
      kind: "normal",
      value: { kind: "unknown", truthy: true, due: true, ofError: true },
      state,
    };
  }
  // `after(() => p)`: run later, and its rejection is dropped.
  const rejects = completion.kind === "normal" && error !== undefined;
  if (rejects && DROPS_PROMISES.has(nameOf(node))) {
    machine.detach(callback, { kind: "normal", value: UNDEFINED, state });
    return undefined;
  }
  const keepsNote =
    state.vars.values().some((value) => value.kept === true) ||
    (leavesNote(machine, callback, state) && !isTold(completion, state));
  if (error !== undefined && passesOn) {
    if (completion.kind === "normal") hold(completion.value, state);
    state.note({ throughUnknown: true });
    return { kind: "normal", value: newPromise(machine, state, node, "rejected", error), state };
  }
  if (error === undefined && keepsNote) return { kind: "normal", value: UNKNOWN, state };
  machine.detach(callback, completion);
  return undefined;
}

/** Whether a list, a map or an object from around the callback holds something that was stored about the failure. */
function leavesNote(machine: Machine, callback: FunctionNode, state: State): boolean {
  return machine.captured(callback, state).some((value) => marksWithin(value, state).kept === true);
}

/** Whether the callback's own value tells whoever has called it of the failure. */
function isTold(completion: Completion, state: State): boolean {
  if (!("value" in completion)) return false;
  const value = promiseEntryOf(completion.value, state)?.value ?? completion.value;
  return isSignal(treeOf(value, state), []);
}

export function nameOf({ expression }: ts.CallExpression): string {
  const callee = bare(expression);
  return (ts.isPropertyAccessExpression(callee) ? callee.name : callee).getText();
}

function returnsPromise(machine: Machine, node: ts.CallExpression): boolean {
  const { checker } = machine.world;
  const type = checker.getTypeAtLocation(node);
  if (type.flags & ts.TypeFlags.Any) return isTakenForPromise(node);
  return (
    checker.getPropertyOfType(type, "then") !== undefined ||
    (type.isUnion() &&
      type.types.some((part) => checker.getPropertyOfType(part, "then") !== undefined))
  );
}

/** An unresolved `any` that is awaited, returned or reacted to is a promise as far as its author knows. */
function isTakenForPromise({ parent }: ts.CallExpression): boolean {
  return (
    ts.isAwaitExpression(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    (ts.isPropertyAccessExpression(parent) && isReaction(parent.name.text))
  );
}
