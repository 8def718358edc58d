import ts from "typescript";
import { callbacksOf, DROPS_PROMISES, passCallbacks } from "./callbacks.js";
import { computedBy } from "./computed.js";
import { isDoneAnyway } from "./done-anyway.js";
import { isMethodOfGlobal } from "./globals.js";
import { giveStatus } from "./writes.js";
import { endProcess, endsProcess } from "./exits.js";
import { normal, type Completion, type Machine } from "./machine.js";
import { useOfFilled } from "./logged-only.js";
import { isStoring } from "./purity.js";
import { holdsError, holdsFlag, marksWithin } from "./marks.js";
import { nothingOf } from "./nothing.js";
import { hold, promiseEntryOf } from "./promises.js";
import type { State } from "./state.js";
import { noteToldUnderKey } from "./told-on-request.js";
import { replyKindOf } from "./replies.js";
import { bare } from "./syntax.js";
import {
  derived,
  isNullish,
  marked,
  UNDEFINED,
  UNKNOWN,
  type Marks,
  type Value,
} from "./values.js";

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
  if (isCheckOfNothing(machine, node, name, args)) {
    state.note({ lost: "a check of what the failure left, which cannot be seen into" });
    return normal(UNKNOWN, state);
  }
  if (handsTheRequestOn(machine, node, callee, name, args, state)) return normal(UNDEFINED, state);
  if (name === "timingSafeEqual") noteUse(name, node, args, receiver, state);
  assignToError(machine, node, args, state);
  const computed = computedBy(machine, node, callee, [...args, receiver ?? UNKNOWN], state);
  if (computed !== undefined) return normal(computed, state);
  handPromisesOn(machine, node, name, args, state);
  noteUse(name, node, args, receiver, state);
  noteWork(machine, node, name, args, marks, state);
  noteAnswer(machine, node, state);
  noteToldUnderKey(machine, node, name, args, state);
  const isDue = state.handling > 0 || marks.some(({ due }) => due === true);
  // What ends every path alike, as `redirect("/")` at the end of a function, says nothing of the failure.
  if (isDue && neverReturns(node, machine.world.checker)) {
    state.note({ lost: "a function that never returns, which cannot be seen into" });
    return normal(UNKNOWN, state);
  }
  return normal(nothingOf(machine, node, callee, state) ?? result, state);
}

/** What is done because of the failure, other than to wait. */
function noteWork(
  { family, world }: Machine,
  node: ts.CallExpression,
  name: string | undefined,
  args: readonly Value[],
  marks: readonly Marks[],
  state: State,
): void {
  const waits = isWaiting(name, args, state);
  // What an object holds that was kept (`order.error = message`) goes where the unit of work goes.
  const isFlushed = name === "flush" && holdsKept(state);
  const { site, caughtAt } = state.trail ?? {};
  if (waits && state.handling > 0) state.note({ waited: true });
  else if (isFlushed || marks.some(({ kept }) => kept)) state.note({ acted: node });
  else if (state.handling > 0) {
    const use = useOfFilled(node, world);
    if (use === "logged" && args.some((arg) => holdsError(arg, state)))
      state.note({ logged: node });
    const isUsual = family === "api" && !marks.some(({ due }) => due);
    if (use === undefined && !(isUsual && isDoneAnyway(node, site, caughtAt, world)))
      state.note({ acted: node });
  } else if (args.some((arg) => holdsError(arg, state) || holdsFlag(arg, state)))
    state.note({ acted: node });
}

/**
 * `sendProblem(res, error)`, `res.unauthorized()`: whoever is given the reply while a refused signature
 * is handled may have answered, with what nobody can see here.
 */
function noteAnswer(
  { family, world: { checker } }: Machine,
  node: ts.CallExpression,
  state: State,
): void {
  if (family !== "verification" || state.handling === 0 || state.trail?.answer !== undefined)
    return;
  const callee = bare(node.expression);
  const object = ts.isPropertyAccessExpression(callee) ? [callee.expression] : [];
  if ([...node.arguments, ...object].some((each) => isReply(each, checker)))
    state.note({ answer: { status: undefined, node, isDue: true } });
}

/** The reply, or a part of it that has methods of its own: `res.boom`. */
function isReply(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const part = bare(node);
  if (ts.isSpreadElement(part)) return false;
  if (replyKindOf(checker, part) !== undefined) return true;
  return (
    ts.isPropertyAccessExpression(part) && replyKindOf(checker, bare(part.expression)) !== undefined
  );
}

/** Functions that check a value, and say so or throw: `schema.safeParse(event)`, `assertEvent(event)`. */
const CHECKS = /^(?:safeParse|parse|validate|assert|decode|is)(?:[A-Z]|Async$|Sync$|$)/u;

/** A check of the null that told of the failure. `JSON.parse(null)` is null, and checks nothing. */
function isCheckOfNothing(
  { world: { checker } }: Machine,
  node: ts.CallExpression,
  name: string | undefined,
  args: readonly Value[],
): boolean {
  return (
    name !== undefined &&
    CHECKS.test(name) &&
    args.some((arg) => arg.due === true && isNullish(arg) === true) &&
    !isMethodOfGlobal(checker, node, "JSON")
  );
}

/** Whether any variable holds what was stored because of the failure. */
function holdsKept(state: State): boolean {
  return [...state.vars.values()].some((value) => marksWithin(value, state).kept === true);
}

/** `notFound(): never`, `await abort()` of a `Promise<never>` */
function neverReturns({ expression, parent }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const isAwaited = ts.isAwaitExpression(parent);
  const signatures = checker.getTypeAtLocation(expression).getCallSignatures();
  return (
    signatures.length > 0 &&
    signatures.every((signature) => {
      const type = signature.getReturnType();
      const given = isAwaited ? (checker.getAwaitedType(type) ?? type) : type;
      return (given.flags & ts.TypeFlags.Never) !== 0;
    })
  );
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
  const error: Value = { kind: "unknown", truthy: true, due: true, ofError: true };
  if (!machine.world.turnsErrorIntoPair(argument)) return normal(error, state);
  const id = machine.fresh();
  const elements = [error, marked(UNDEFINED, { due: true })];
  state.heap.set(id, { kind: "array", elements, open: false });
  return normal({ kind: "reference", id, due: true }, state);
}

/** Promises given away are somebody else's from now on; who drops them by design leaves them floating. */
function handPromisesOn(
  machine: Machine,
  node: ts.CallExpression,
  name: string | undefined,
  args: readonly Value[],
  state: State,
): void {
  if (name !== undefined && DROPS_PROMISES.has(name)) return;
  const isStored = isStoring(machine.world.checker, node.expression);
  for (const arg of args) {
    handOn(arg, state, isStored, 0);
    // `db.transaction(() => pending)`
    if (arg.kind === "function")
      for (const value of machine.captured(arg.node, state)) handOn(value, state, isStored, 0);
  }
}

/** A collection only keeps a promise, as `pending.set(id, promise)` does: who else has it, meets the failure all the same. */
function handOn(value: Value, state: State, isStored: boolean, depth: number): void {
  const entry = value.kind === "reference" && depth < 4 ? state.heap.get(value.id) : undefined;
  if (entry === undefined || value.kind !== "reference") return;
  if (entry.kind === "promise") {
    if (entry.held) return;
    state.heap.set(value.id, { ...entry, held: true });
    if (entry.settled === "rejected" && !isStored)
      state.note({ lost: "the promise is given to code that cannot be entered" });
    return;
  }
  const inner = entry.kind === "object" ? [...entry.props.values()] : entry.elements;
  for (const part of inner) handOn(part, state, isStored, depth + 1);
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
  // `{ raw, verified }`, `{ payload: raw, error }`: it is kept as what was refused, if it is refused.
  const isEvidence = args.some((arg) => holdsError(arg, state) || holdsFlag(arg, state));
  if (isEvidence && state.handling === 0) state.note({ evidence: node });
  else state.putToUse(node);
}

/** The continuation that a middleware is given as a parameter. */
function isNext({ world: { checker } }: Machine, callee: ts.Expression): boolean {
  if (!ts.isIdentifier(callee)) return false;
  const declaration = checker.getSymbolAtLocation(callee)?.valueDeclaration;
  if (declaration === undefined || !ts.isParameter(declaration)) return false;
  const signatures = checker.getTypeAtLocation(callee).getCallSignatures();
  return signatures.length === 0 || signatures.some((signature) => takesError(signature, checker));
}

/** Whether it is `next(…)` or Fastify's `done()`, by which a middleware hands the request on. */
function handsTheRequestOn(
  machine: Machine,
  node: ts.CallExpression,
  callee: ts.Expression,
  name: string | undefined,
  args: readonly Value[],
  state: State,
): boolean {
  const isPlain = givesNoError(args);
  if (name === "next" && isNext(machine, callee)) {
    if (isPlain) state.note({ wentOn: node });
    else state.note({ passedOn: args[0], acted: node });
    return true;
  }
  if (!isPlain || !isFastifyDone(machine, callee)) return false;
  // Fastify runs no route behind an answer that was sent.
  if (!state.isAnswered && state.trail?.answer === undefined) state.note({ wentOn: node });
  return true;
}

/** `next()`, `next(null)` */
function givesNoError([error]: readonly Value[]): boolean {
  return error === undefined || (error.kind === "primitive" && !error.value);
}

/** What Fastify gives a hook to be called when it is done, whatever the hook calls it. */
function isFastifyDone({ world: { checker } }: Machine, callee: ts.Expression): boolean {
  if (!ts.isIdentifier(callee)) return false;
  const type = checker.getTypeAtLocation(callee);
  return (type.aliasSymbol ?? type.getSymbol())?.name === "HookHandlerDoneFunction";
}

/** `next(error?: any)`, `next()`, and not `next(raw: string)`, which hands the request itself on. */
function takesError({ parameters }: ts.Signature, checker: ts.TypeChecker): boolean {
  const [first] = parameters;
  if (first === undefined) return true;
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(first));
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(
    (part) =>
      (part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0 ||
      (part.getProperty("message") !== undefined && part.getProperty("name") !== undefined),
  );
}

function isWaiting(name: string | undefined, args: readonly Value[], state: State): boolean {
  if (args.some((arg) => arg.kind === "settler")) return true;
  return (
    name !== undefined &&
    WAITS.test(name) &&
    !args.some((arg) => arg.kind === "function" || holdsError(arg, state))
  );
}
