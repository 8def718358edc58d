import ts from "typescript";
import { bringAbout, promiseOf, startUnawaited } from "./later.js";
import { andThen, merge, normal, type Completion, type Machine } from "./machine.js";
import type { PromiseEntry, State } from "./state.js";
import { decideThrow } from "./tries.js";
import {
  derived,
  marked,
  primitive,
  UNDEFINED,
  UNKNOWN,
  type ErrorFacts,
  type Value,
} from "./values.js";

export function promiseEntryOf(value: Value | undefined, state: State): PromiseEntry | undefined {
  const entry = value?.kind === "reference" ? state.heap.get(value.id) : undefined;
  return entry?.kind === "promise" ? entry : undefined;
}

export function newPromise(
  machine: Machine,
  state: State,
  origin: ts.Node,
  settled: PromiseEntry["settled"],
  value: Value,
): Value {
  const id = machine.fresh();
  state.heap.set(id, { kind: "promise", settled, value, held: false, origin });
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
  if (!machine.awaited() && state.suspended === undefined) state.suspended = state.fork();
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
  const reactions: Reactions = {
    fulfilled: method === "then" ? args[0] : undefined,
    rejected: method === "then" ? args[1] : method === "catch" ? args[0] : undefined,
    settled: method === "finally" ? args[0] : undefined,
  };
  hold(receiver, state);
  const run = (current: State): Completion[] =>
    settleAndReact(machine, receiver, reactions, node, current);
  if (isAwaitedHere(machine, node)) {
    return run(state).map((completion) => asPromise(machine, completion, node));
  }
  return startUnawaited(machine, state, node, true, run);
}

function asPromise(machine: Machine, completion: Completion, origin: ts.Node): Completion {
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
  if (entry?.settled === "fulfilled" || reactions.rejected === undefined) return fulfilled(state);
  // An unrelated rejection: its handler may hold a watched call.
  const strayed = state.fork();
  const handler = reactions.rejected;
  if (
    strayed.phase === "failed" ||
    handler.kind !== "function" ||
    !machine.carries(handler.node, strayed)
  )
    return fulfilled(state);
  strayed.phase = "strayed";
  const handled = invoke(machine, handler, [UNKNOWN], node, strayed).filter(
    ({ state: after }) => after.phase === "failed",
  );
  return [...fulfilled(state), ...handled];
}

function reactRejected(
  machine: Machine,
  handler: Value | undefined,
  error: Value,
  node: ts.CallExpression,
  state: State,
): Completion[] {
  const isFunction = handler !== undefined && !(handler.kind === "primitive");
  if (!isFunction) return [{ kind: "throw", value: error, state }];
  const place = handler.kind === "function" && isWithin(handler.node, node) ? handler.node : node;
  const depth = state.scopes.length;
  if (state.phase === "failed") {
    state.note({
      caughtAt: place,
      logged: undefined,
      looked: undefined,
      acted: undefined,
      dealt: undefined,
    });
  }
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

/** `Promise.resolve`, `reject`, `all`, `allSettled`, `race`, `any`; undefined for other names. */
export function promiseStatic(
  machine: Machine,
  method: string,
  args: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] | undefined {
  const [first = UNDEFINED] = args;
  switch (method) {
    case "resolve":
      return normal(
        promiseEntryOf(first, state) === undefined
          ? newPromise(machine, state, node, "fulfilled", first)
          : first,
        state,
      );
    case "reject":
      return normal(newPromise(machine, state, node, "rejected", first), state);
    case "try":
      return andThen(machine.invoke(first, args.slice(1), node, state), (value, after) =>
        normal(value, after),
      ).map((completion) => asPromise(machine, completion, node));
    case "all":
    case "allSettled":
    case "race":
    case "any":
      return combine(machine, method, first, node, state);
    default:
      return undefined;
  }
}

function combine(
  machine: Machine,
  method: string,
  list: Value,
  node: ts.CallExpression,
  state: State,
): Completion[] {
  const array = list.kind === "reference" ? state.heap.get(list.id) : undefined;
  if (array?.kind !== "array")
    return normal(newPromise(machine, state, node, "unknown", derived(list)), state);
  for (const value of array.elements) hold(value, state);
  const from = state.fork();
  const to = state.fork();
  for (const value of array.elements) if (value.kind === "reference") bringAbout(value.id, to);
  const members = array.elements.map((value): Member => {
    const entry = promiseEntryOf(value, to);
    return { value, entry, waits: promiseEntryOf(value, from) !== entry };
  });
  const outcome = combined(machine, method, members, array.open, node, state, to);
  const id = machine.fresh();
  const waits = members.some((member) => member.waits);
  const due = members.some(({ entry }) => entry?.settled === "rejected");
  state.heap.set(id, {
    kind: "promise",
    ...outcome,
    held: false,
    origin: node,
    later: waits ? { from, to } : undefined,
  });
  return normal({ kind: "reference", id, ...(due ? { due: true as const } : {}) }, state);
}

interface Member {
  readonly value: Value;
  readonly entry: PromiseEntry | undefined;
  /** Settles only after work that is under way. */
  readonly waits: boolean;
}

function combined(
  machine: Machine,
  method: string,
  members: readonly Member[],
  open: boolean,
  node: ts.Node,
  state: State,
  to: State,
): Pick<PromiseEntry, "settled" | "value"> {
  const rejected = members.find(({ entry }) => entry?.settled === "rejected")?.entry;
  const arrayOf = (elements: readonly Value[]): Value => {
    const id = machine.fresh();
    for (const target of [state, to]) target.heap.set(id, { kind: "array", elements, open });
    return { kind: "reference", id, ...(rejected === undefined ? {} : { due: true as const }) };
  };
  switch (method) {
    case "all":
      if (rejected !== undefined) return { settled: "rejected", value: rejected.value };
      return {
        settled: "fulfilled",
        value: arrayOf(
          members.map(({ value, entry }) => (entry === undefined ? value : entry.value)),
        ),
      };
    case "allSettled":
      if (rejected !== undefined)
        for (const target of [state, to]) target.note({ settledAt: node, caughtAt: node });
      return {
        settled: "fulfilled",
        value: arrayOf(
          members.map(({ value, entry }) => settledResult(machine, value, entry, [state, to])),
        ),
      };
    case "any": {
      const fulfilled = members.find(({ entry }) => entry?.settled !== "rejected");
      if (fulfilled !== undefined || open || rejected === undefined)
        return { settled: "unknown", value: UNKNOWN };
      const error: ErrorFacts = {
        original: false,
        carries: true,
        mode: undefined,
        className: "AggregateError",
      };
      return { settled: "rejected", value: { kind: "error", error, due: true } };
    }
    default: {
      const ready = members.filter(
        ({ entry, waits }) => entry === undefined || (entry.settled === "fulfilled" && !waits),
      );
      const [first] = ready;
      // Which of several comes first nobody can tell.
      if (first !== undefined)
        return {
          settled: "fulfilled",
          value: ready.length > 1 ? UNKNOWN : (first.entry?.value ?? first.value),
        };
      const [only] = members;
      if (members.length === 1 && !open && only?.entry !== undefined)
        return { settled: only.entry.settled, value: only.entry.value };
      const undecided = members.some(({ entry }) => entry?.settled !== "rejected");
      if (undecided && rejected !== undefined)
        for (const target of [state, to])
          target.note({ lost: "a race that the failing promise may lose" });
      return rejected === undefined
        ? { settled: "unknown", value: UNKNOWN }
        : { settled: "rejected", value: rejected.value };
    }
  }
}

function settledResult(
  machine: Machine,
  value: Value,
  entry: PromiseEntry | undefined,
  states: readonly State[],
): Value {
  const id = machine.fresh();
  const due = entry?.settled === "rejected" ? { due: true as const } : {};
  const props = new Map<string, Value>(
    entry?.settled === "rejected"
      ? [
          ["status", primitive("rejected", due)],
          ["reason", entry.value],
        ]
      : [
          ["status", primitive("fulfilled")],
          ["value", entry?.value ?? value],
        ],
  );
  if (entry?.settled === "unknown") props.set("status", UNKNOWN);
  for (const state of states)
    state.heap.set(id, { kind: "object", props, open: false, settledResult: true });
  return { kind: "reference", id, ...due };
}

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
    });
    return;
  }
  state.heap.set(id, { ...entry, settled: rejects ? "rejected" : "fulfilled", value });
}
