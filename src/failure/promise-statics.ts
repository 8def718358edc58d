import ts from "typescript";
import { bringAbout } from "./later.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { hold, newPromise, promiseEntryOf } from "./promises.js";
import { asPromise } from "./reactions.js";
import { calledName } from "../callers/called-name.js";
import type { HeapEntry, PromiseEntry, State } from "./state.js";
import { derived, primitive, UNDEFINED, UNKNOWN, type ErrorFacts, type Value } from "./values.js";

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
  const given = elementsGiven(node, array.elements.length);
  const members = array.elements.map((value, index): Member => {
    const entry = promiseEntryOf(value, to);
    const waits = promiseEntryOf(value, from) !== entry;
    return { value, entry, waits, isTimer: isTimer(entry, given?.[index]) };
  });
  const outcome = combined(machine, method, members, array, node, state, to);
  const id = machine.fresh();
  const waits = members.some((member) => member.waits);
  const takesTime = members.some((member) => mayTakeTime(member));
  const due = members.some(({ entry }) => entry?.settled === "rejected");
  state.heap.set(id, {
    kind: "promise",
    ...outcome,
    held: false,
    origin: node,
    later: waits ? { from, to } : undefined,
    ...(takesTime ? { takesTime } : {}),
  });
  return normal({ kind: "reference", id, ...(due ? { due: true as const } : {}) }, state);
}

type ArrayEntry = HeapEntry & { readonly kind: "array" };

interface Member {
  readonly value: Value;
  readonly entry: PromiseEntry | undefined;
  /** Settles only after work that is under way. */
  readonly waits: boolean;
  /** Settles only after a time that is set for calls that take long: failing is quicker. */
  readonly isTimer: boolean;
}

function combined(
  machine: Machine,
  method: string,
  members: readonly Member[],
  { open, maybeEmpty }: ArrayEntry,
  node: ts.Node,
  state: State,
  to: State,
): Pick<PromiseEntry, "settled" | "value"> {
  const rejected = members.find(({ entry }) => entry?.settled === "rejected")?.entry;
  const arrayOf = (elements: readonly Value[]): Value => {
    const id = machine.fresh();
    for (const target of [state, to])
      target.heap.set(id, { kind: "array", elements, open, maybeEmpty });
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
    case "any":
      return anyOf(machine, members, rejected, open, [state, to]);
    default: {
      const ready = members.filter((member) => isReady(member));
      const [first] = ready;
      const mayWin = members.some((member) => rejected !== member.entry && hasMetFailure(member));
      if (mayWin && members.length > 1)
        for (const target of [state, to]) target.note({ lost: LOSABLE });
      if (first !== undefined) letGo(rejected, [state, to]);
      // Which of several comes first nobody can tell.
      if (first !== undefined)
        return {
          settled: "fulfilled",
          value: ready.length > 1 ? UNKNOWN : (first.entry?.value ?? first.value),
        };
      const [only] = members;
      if (members.length === 1 && !open && only?.entry !== undefined)
        return { settled: only.entry.settled, value: only.entry.value };
      const undecided = members.some(
        ({ entry, isTimer: late }) => entry?.settled !== "rejected" && !late,
      );
      if (undecided && rejected !== undefined)
        for (const target of [state, to]) target.note({ lost: LOSABLE });
      return rejected === undefined
        ? { settled: "unknown", value: UNKNOWN }
        : { settled: "rejected", value: rejected.value };
    }
  }
}

const LOSABLE = "a race that the failing promise may lose";
const TIMERS =
  /^(?:sleep|delay|wait|(?:set|reject)?timeout|timeout(?:after|promise)|rejectafter)(?:For|Ms)?$/iu;

/** `new Promise((_, reject) => setTimeout(reject, 5000))`, `timeout(5000)` */
function isTimer(entry: PromiseEntry | undefined, given: ts.Expression | undefined): boolean {
  if (entry !== undefined) return entry.settled === "unknown" && ts.isNewExpression(entry.origin);
  return given !== undefined && ts.isCallExpression(given) && TIMERS.test(calledName(given) ?? "");
}

/** The expressions of `Promise.race([…])`, where they are as many as the values. */
function elementsGiven(
  { arguments: [list] }: ts.CallExpression,
  count: number,
): readonly ts.Expression[] | undefined {
  return list !== undefined && ts.isArrayLiteralExpression(list) && list.elements.length === count
    ? list.elements
    : undefined;
}

/** `Promise.any`: a rejection counts only where every member has rejected. */
function anyOf(
  machine: Machine,
  members: readonly Member[],
  rejected: PromiseEntry | undefined,
  open: boolean,
  targets: readonly State[],
): Pick<PromiseEntry, "settled" | "value"> {
  const others = members.filter(({ entry }) => entry?.settled !== "rejected");
  if (others.length > 0) {
    letGo(rejected, targets);
    // One secret that matches is enough: the payload has been verified then.
    if (machine.family === "verification" && rejected !== undefined)
      for (const target of targets) target.note({ lost: "another of Promise.any's has passed" });
    if (others.length > 1 && others.some(hasMetFailure))
      for (const target of targets) target.note({ lost: LOSABLE });
    return firstOf(others);
  }
  // Of a list of secrets the one that is followed stands for all: none matches.
  const isUnknown = open && machine.family !== "verification";
  if (isUnknown || rejected === undefined) return { settled: "unknown", value: UNKNOWN };
  const error: ErrorFacts = {
    original: false,
    carries: true,
    mode: undefined,
    className: "AggregateError",
    gathered: true,
  };
  return { settled: "rejected", value: { kind: "error", error, due: true } };
}

/** The one whose value counts, where that is plain: the only one, or the only one that nothing holds up. */
function firstOf(members: readonly Member[]): Pick<PromiseEntry, "settled" | "value"> {
  const ready = members.filter((member) => isReady(member));
  const [first, second] = ready.length > 0 ? ready : members;
  if (first === undefined || second !== undefined || first.entry?.settled === "unknown")
    return { settled: "unknown", value: UNKNOWN };
  return { settled: "fulfilled", value: first.entry?.value ?? first.value };
}

/** Whether nothing holds it up, as far as can be seen. */
function isReady(member: Member): boolean {
  const { entry, waits, isTimer: late } = member;
  if (late || waits || hasMetFailure(member)) return false;
  return (entry === undefined || entry.settled === "fulfilled") && !mayTakeTime(member);
}

/** A request, or something that nobody knows: what a call that is not entered gives may be a promise. */
function mayTakeTime({ entry, value }: Member): boolean {
  return entry === undefined ? value.kind === "unknown" : entry.takesTime === true;
}

/** The failing promise, or one that has waited for it: `allSettled([sending])`, `sending.catch(h)`. */
function hasMetFailure({ entry, value }: Member): boolean {
  return entry !== undefined && (entry.settled === "rejected" || value.due === true);
}

/** The failure of one that came too late is not followed, whatever has been thrown on inside it. */
function letGo(rejected: PromiseEntry | undefined, states: readonly State[]): void {
  if (rejected !== undefined) for (const state of states) state.note({ caughtAt: undefined });
}

function settledResult(
  machine: Machine,
  value: Value,
  entry: PromiseEntry | undefined,
  states: readonly State[],
): Value {
  const id = machine.fresh();
  const failed = entry?.settled === "rejected";
  const due = failed ? { due: true as const } : {};
  const props = new Map<string, Value>(
    failed
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
  // Who asks another one's result has not asked this one: `const [charged] = await Promise.allSettled(…)`.
  for (const state of states)
    state.heap.set(id, { kind: "object", props, open: false, settledResult: failed });
  return { kind: "reference", id, ...due };
}
