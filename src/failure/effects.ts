import ts from "typescript";
import { bare } from "./syntax.js";
import { computedBy } from "./computed.js";
import { isMethodOfGlobal } from "./globals.js";
import { giveStatus } from "./writes.js";
import { endProcess, endsProcess } from "./exits.js";
import { isAsync } from "./functions.js";

import { normal, treeOf, type Completion, type Machine } from "./machine.js";
import { holdsError, holdsFlag, marksWithin } from "./marks.js";
import { nothingOf } from "./nothing.js";
import { errorLeaving, hold, isReaction, newPromise, promiseEntryOf } from "./promises.js";
import { joinInto } from "./joining.js";
import { isSignal } from "./signals.js";
import type { State } from "./state.js";
import { derived, UNDEFINED, UNKNOWN, type FunctionNode, type Value } from "./values.js";

/** Keep a promise running and drop its error, whatever object declares them. */
const DROPS_PROMISES = new Set(["waitUntil", "after"]);
const WAITS = /^(sleep|delay|wait|pause|backoff|setTimeout|timeout)(For|Ms|Seconds)?$/i;
/** Another check of the same request's authenticity. */
const VERIFIES = /verif|constructEvent|validate|unsign|authenticate|timingSafeEqual/i;

/** A call of code that cannot be entered: what it does because of the failure, and to what. */
export function unknownCall(
  machine: Machine,
  node: ts.CallExpression,
  callee: ts.Expression,
  receiver: Value | undefined,
  name: string | undefined,
  args: readonly Value[],
  state: State,
): Completion[] {
  const callbacks = callbacksOf(machine, args, state);
  if (callbacks.length > 0) return passCallbacks(machine, node, callbacks, state);
  const wrapped = intoValue(machine, node, args, state);
  if (wrapped !== undefined) return wrapped;
  if (state.phase !== "failed") {
    const usual = derived(...args, ...(receiver === undefined ? [] : [receiver]));
    return normal(nothingOf(machine, node, callee, state) ?? usual, state);
  }
  if (endsProcess(callee)) return endProcess(node, callee, args, state);
  const marks = [...args, ...(receiver === undefined ? [] : [receiver])].map((value) =>
    marksWithin(value, state),
  );
  const result = derived(...marks.map((each) => ({ ...each, kept: false })));
  // `console.error.bind(console, "sending")` logs nothing yet.
  if (name === "bind") return normal(result, state);
  if (machine.world.isLogger(callee)) {
    if (state.handling > 0 || args.some((arg) => holdsError(arg, state)))
      state.note({ logged: node });
    return normal(UNDEFINED, state);
  }
  if (name === "next" && isNext(machine, callee)) {
    const [error] = args;
    if (error === undefined || (error.kind === "primitive" && !error.value))
      state.note({ wentOn: node });
    else state.note({ passedOn: error, acted: node });
    return normal(UNDEFINED, state);
  }
  if (name === "timingSafeEqual") noteUse(name, node, args, receiver, state);
  assignToError(machine, node, args, state);
  const computed = computedBy(machine, node, callee, [...args, receiver ?? UNKNOWN], state);
  if (computed !== undefined) return normal(computed, state);
  handPromisesOn(machine, name, args, state);
  noteUse(name, node, args, receiver, state);
  const waits = isWaiting(name, args, state);
  if (waits && state.handling > 0) state.note({ waited: true });
  else if (state.handling > 0 || marks.some((each) => each.kept)) state.note({ acted: node });
  else if (args.some((arg) => holdsError(arg, state) || holdsFlag(arg, state)))
    state.note({ acted: node });
  return normal(result, state);
}

/** `Object.assign(error, { status: 400 })` */
function assignToError(
  machine: Machine,
  node: ts.CallExpression,
  [error, given]: readonly Value[],
  state: State,
): void {
  const [target] = node.arguments;
  if (error?.kind !== "error" || !isMethodOfGlobal(machine.world.checker, node, "Object")) return;
  const entry = given?.kind === "reference" ? state.heap.get(given.id) : undefined;
  if (entry?.kind !== "object" || target === undefined) return;
  const status = entry.props.get("status") ?? entry.props.get("statusCode");
  if (status !== undefined) giveStatus(machine, target, error, status, state);
}

/** `ResultAsync.fromPromise(svix.message.create(…), …)`: the rejection becomes a value that somebody has to read. */
function intoValue(
  machine: Machine,
  node: ts.CallExpression,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  if (state.phase !== "failed") return undefined;
  const index = args.findIndex((arg) => {
    const entry = promiseEntryOf(arg, state);
    return entry?.settled === "rejected" && !entry.held;
  });
  const argument = node.arguments[index];
  const given = args[index];
  if (argument === undefined || given === undefined || !machine.world.turnsErrorIntoValue(argument))
    return undefined;
  hold(given, state);
  state.note({ settledAt: node, caughtAt: node });
  return normal({ kind: "unknown", truthy: true, due: true, ofError: true }, state);
}

function callbacksOf(
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
function passCallbacks(
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
      const gone = failedPast(machine, node, callback, completion, passesOn, after);
      if (gone !== undefined) result.push(gone);
    }
  }
  const goesOn =
    onTrack?.phase !== state.phase || state.phase === "failed" ? state : joinInto(onTrack, state);
  return [...normal(UNKNOWN, goesOn), ...result];
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

function nameOf({ expression }: ts.CallExpression): string {
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

/** Promises given away are somebody else's from now on; who drops them by design leaves them floating. */
function handPromisesOn(
  machine: Machine,
  name: string | undefined,
  args: readonly Value[],
  state: State,
): void {
  if (name !== undefined && DROPS_PROMISES.has(name)) return;
  for (const arg of args) {
    handOn(arg, state, 0);
    // `db.transaction(() => pending)`
    if (arg.kind === "function")
      for (const value of machine.captured(arg.node, state)) handOn(value, state, 0);
  }
}

function handOn(value: Value, state: State, depth: number): void {
  const entry = value.kind === "reference" && depth < 4 ? state.heap.get(value.id) : undefined;
  if (entry === undefined || value.kind !== "reference") return;
  if (entry.kind === "promise") {
    if (entry.held) return;
    state.heap.set(value.id, { ...entry, held: true });
    if (entry.settled === "rejected")
      state.note({ lost: "the promise is given to code that cannot be entered" });
    return;
  }
  const inner = entry.kind === "object" ? [...entry.props.values()] : entry.elements;
  for (const part of inner) handOn(part, state, depth + 1);
}

function noteUse(
  name: string | undefined,
  node: ts.CallExpression,
  args: readonly Value[],
  receiver: Value | undefined,
  state: State,
): void {
  const tainted = args.some((arg) => marksWithin(arg, state).tainted === true);
  if (!tainted) return;
  if (name !== undefined && VERIFIES.test(name)) {
    state.note({ lost: "another verification follows" });
    return;
  }
  state.putToUse(node);
}

/** The continuation that a middleware is given as a parameter. */
function isNext(machine: Machine, callee: ts.Expression): boolean {
  if (!ts.isIdentifier(callee)) return false;
  const declaration = machine.world.checker.getSymbolAtLocation(callee)?.valueDeclaration;
  return declaration !== undefined && ts.isParameter(declaration);
}

function isWaiting(name: string | undefined, args: readonly Value[], state: State): boolean {
  if (args.some((arg) => arg.kind === "settler")) return true;
  return (
    name !== undefined &&
    WAITS.test(name) &&
    !args.some((arg) => arg.kind === "function" || holdsError(arg, state))
  );
}
