import type ts from "typescript";
import { filledIn, assignedIn } from "./assigned.js";
import { bringAbout, promiseOf, startUnawaited } from "./later.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { awaitValue, hold, isAwaitedHere, promiseEntryOf } from "./promises.js";
import type { HeapEntry, State } from "./state.js";
import { decideThrow, noteCaught } from "./tries.js";
import { derived, marked, UNKNOWN, type Value } from "./values.js";

interface Reactions {
  readonly fulfilled: Value | undefined;
  readonly rejected: Value | undefined;
  readonly settled: Value | undefined;
}

/** `p.then(f, g)`, `p.catch(h)`, `p.finally(f)`; `receiver` may be a promise that the simulation knows nothing of. */
export function react(
  machine: Machine,
  receiver: Value,
  method: string,
  args: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] {
  // `p.then(undefined, g)`: what is no function is passed over.
  const [first, second] = args.map((arg) => (arg.kind === "primitive" ? undefined : arg));
  const reactions: Reactions = {
    fulfilled: method === "then" ? first : undefined,
    rejected: method === "then" ? second : method === "catch" ? first : undefined,
    settled: method === "finally" ? first : undefined,
  };
  hold(receiver, state);
  const run = (current: State): Completion[] =>
    settleAndReact(machine, receiver, reactions, node, current);
  if (isAwaitedHere(machine, node)) {
    return run(state).map((completion) => asPromise(machine, completion, node));
  }
  return startUnawaited(machine, state, node, true, run);
}

/** A completion as the promise that an async function would make of it. */
export function asPromise(machine: Machine, completion: Completion, origin: ts.Node): Completion {
  if (completion.kind !== "normal" && completion.kind !== "throw") return completion;
  return {
    kind: "normal",
    value: promiseOf(machine, completion, completion.state, origin),
    state: completion.state,
  };
}

function settleAndReact(
  machine: Machine,
  receiver: Value,
  reactions: Reactions,
  node: ts.CallExpression,
  state: State,
): Completion[] {
  if (receiver.kind === "reference") bringAbout(receiver.id, state);
  const entry = promiseEntryOf(receiver, state);
  if (reactions.settled !== undefined)
    return reactFinally(machine, reactions.settled, receiver, node, state);
  if (entry?.settled === "rejected")
    return reactRejected(machine, reactions.rejected, entry.value, node, state);
  const fulfilled = (current: State): Completion[] => {
    const value = entry?.settled === "fulfilled" ? entry.value : derived(receiver);
    return reactions.fulfilled === undefined
      ? normal(value, current)
      : invoke(machine, reactions.fulfilled, [value], node, current);
  };
  if (reactions.rejected === undefined) return fulfilled(state);
  // Another rejection than the one that is simulated: its handler may hold a watched call.
  const handler = reactions.rejected;
  if (state.phase === "failed" || handler.kind !== "function") return fulfilled(state);
  const strayed = state.fork();
  loosen(handler.node, state, machine);
  if (!machine.carries(handler.node, strayed)) return fulfilled(state);
  strayed.goAstray();
  const handled = invoke(machine, handler, [UNKNOWN], node, strayed).filter(
    ({ state: after }) => after.phase === "failed",
  );
  return [...fulfilled(state), ...handled];
}

/** Whether a handler has run is not known: what it assigns may be anything, and what it fills may hold more. */
function loosen(handler: ts.Node, state: State, { world: { checker } }: Machine): void {
  for (const symbol of assignedIn(handler, checker)) state.vars.delete(symbol);
  for (const symbol of filledIn(handler, checker)) {
    const value = state.vars.get(symbol);
    const entry = value?.kind === "reference" ? state.heap.get(value.id) : undefined;
    if (value?.kind !== "reference" || entry === undefined || entry.kind === "promise") continue;
    const loosened: HeapEntry =
      entry.kind === "array"
        ? { ...entry, open: true, maybeEmpty: true }
        : { ...entry, open: true, props: new Map() };
    state.heap.set(value.id, loosened);
  }
}

function reactRejected(
  machine: Machine,
  handler: Value | undefined,
  error: Value,
  node: ts.CallExpression,
  state: State,
): Completion[] {
  if (handler === undefined) return [{ kind: "throw", value: error, state }];
  // `p.then(resolve, reject)` hands the error on as it is.
  if (handler.kind === "settler" && handler.rejects)
    return invoke(machine, handler, [error], node, state);
  const place = handler.kind === "function" && isWithin(handler.node, node) ? handler.node : node;
  const depth = state.scopes.length;
  if (state.phase === "failed") noteCaught(place, state);
  state.enter(state.phase === "failed");
  const ended = invoke(machine, handler, [error], node, state);
  return ended.map((completion): Completion => {
    if (completion.kind === "throw") decideThrow(completion.value, completion.state);
    completion.state.leaveTo(depth);
    return completion.kind === "normal"
      ? { ...completion, value: marked(completion.value, { due: true }) }
      : completion;
  });
}

function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return (
    inner.getSourceFile() === outer.getSourceFile() &&
    inner.pos >= outer.pos &&
    inner.end <= outer.end
  );
}

function reactFinally(
  machine: Machine,
  callback: Value,
  receiver: Value,
  node: ts.CallExpression,
  state: State,
): Completion[] {
  const entry = promiseEntryOf(receiver, state);
  return andThen(invoke(machine, callback, [], node, state), (_, after) => {
    if (entry?.settled === "rejected") return [{ kind: "throw", value: entry.value, state: after }];
    return normal(entry?.value ?? derived(receiver), after);
  });
}

/** Calls a reaction and waits for what it returns. */
function invoke(
  machine: Machine,
  callback: Value,
  args: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] {
  return andThen(machine.invoke(callback, args, node, state), (value, after) => {
    const entry = promiseEntryOf(value, after);
    return entry === undefined ? normal(value, after) : awaitValue(machine, value, after);
  });
}
