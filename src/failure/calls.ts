import ts from "typescript";
import { forgetFields } from "./own-instances.js";
import { calledOn, ownMethod } from "./own-methods.js";
import { bare } from "./syntax.js";
import { arrayMethod, isArrayMethod } from "./arrays.js";
import { asChosen, isChosenTarget } from "./chosen-targets.js";
import { looksAtResult, readProperty } from "./access.js";
import { assertedBy } from "./assertions.js";
import { answerOf, sendsAnswer } from "./answers.js";
import { changeBy } from "./changes.js";
import { isSuperCall } from "./class-fields.js";
import { constructionOf } from "./constructions.js";
import { unknownCall } from "./effects.js";
import { enterCalled, handsOver, isReturned, shouldEnter } from "./entering.js";
import { evaluateAll } from "./in-turn.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { isMethodOfGlobal } from "./globals.js";
import { listingOf } from "./listings.js";
import { fail } from "./manifest.js";
import { askMessage } from "./messages.js";
import { answerAboutError } from "./predicates.js";
import { isReaction, promiseEntryOf } from "./promises.js";
import { promiseStatic } from "./promise-statics.js";
import { react } from "./reactions.js";
import { settle } from "./settling.js";
import type { State } from "./state.js";
import { decideThrow } from "./tries.js";
import { isNullish, UNDEFINED, UNKNOWN, type FunctionNode, type Value } from "./values.js";

interface Callee {
  /** What the method is called on; undefined for a plain function. */
  readonly receiver: Value | undefined;
  readonly name: string | undefined;
  readonly value: Value;
}

/** Evaluates a call: receiver, arguments, and then whatever the simulation knows of the callee. */
export function evaluateCall(
  machine: Machine,
  node: ts.CallExpression,
  state: State,
): Completion[] {
  return andThen(evaluateCallee(machine, node, state), (calleeValue, afterCallee) => {
    const callee = unwrapCallee(machine, node, calleeValue, afterCallee);
    if ((node.flags & ts.NodeFlags.OptionalChain) !== 0 && endsChain(node, callee)) {
      return normal({ ...UNDEFINED, due: (callee.receiver ?? callee.value).due }, afterCallee);
    }
    return evaluateAll(machine, node.arguments, afterCallee, (values, after) =>
      dispatch(machine, node, callee, argumentsOf(machine, node, values, after), after),
    );
  });
}

/** For a method, the receiver's value; for anything else the function's. */
function evaluateCallee(machine: Machine, node: ts.CallExpression, state: State): Completion[] {
  const callee = bare(node.expression);
  if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee))
    return machine.evaluate(callee.expression, state);
  if (callee.kind === ts.SyntaxKind.SuperKeyword || callee.kind === ts.SyntaxKind.ImportKeyword)
    return normal(UNKNOWN, state);
  return machine.evaluate(callee, state);
}

function unwrapCallee(
  machine: Machine,
  node: ts.CallExpression,
  value: Value,
  state: State,
): Callee {
  const callee = bare(node.expression);
  if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)) {
    const name = ts.isPropertyAccessExpression(callee)
      ? callee.name.text
      : ts.isStringLiteralLike(callee.argumentExpression)
        ? callee.argumentExpression.text
        : undefined;
    const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
    const field =
      entry?.kind === "object" && name !== undefined ? entry.props.get(name) : undefined;
    const method =
      name === undefined || field !== undefined
        ? undefined
        : ownMethod(machine, value, name, state);
    if (method !== undefined)
      return { receiver: value, name, value: { kind: "function", node: method } };
    // `options.onError?.(error)` of options that are all known.
    const isKnown = entry?.kind === "object" && !entry.open && name !== undefined;
    const isMissing = isKnown && node.questionDotToken !== undefined;
    return { receiver: value, name, value: field ?? (isMissing ? UNDEFINED : UNKNOWN) };
  }
  return { receiver: undefined, name: ts.isIdentifier(callee) ? callee.text : undefined, value };
}

function endsChain(node: ts.CallExpression, callee: Callee): boolean {
  if (node.questionDotToken !== undefined && isNullish(callee.value) === true) return true;
  return callee.receiver !== undefined && isNullish(callee.receiver) === true;
}

function argumentsOf(
  machine: Machine,
  node: ts.CallExpression | ts.NewExpression,
  values: readonly Value[],
  state: State,
): Value[] {
  return values.flatMap((value, index) => {
    const argument = node.arguments?.[index];
    if (argument === undefined) return [value];
    if (!ts.isSpreadElement(argument)) return [machine.handedBy(argument) ?? value];
    const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
    return entry?.kind === "array" ? entry.elements : [value];
  });
}

function dispatch(
  machine: Machine,
  node: ts.CallExpression,
  callee: Callee,
  args: readonly Value[],
  state: State,
): Completion[] {
  if (machine.isWatchedCall(node)) return fail(machine, node, args, state);
  // The fields that the class above sets are set when the object is made.
  if (isSuperCall(node)) return normal(UNDEFINED, state);
  const { receiver, name, value } = callee;
  if (receiver !== undefined && makesResultOfResult(receiver, name, state))
    return normal(receiver, state);
  looksAtGiven(machine, node, receiver, args, state);
  const ofMessage = askMessage(node, receiver, name, args);
  if (ofMessage !== undefined) return normal(ofMessage, state);
  if (receiver !== undefined && name !== undefined) {
    if (isMethodOfGlobal(machine.world.checker, node, "Promise")) {
      const combined = promiseStatic(machine, name, args, node, state);
      if (combined !== undefined) return combined;
    }
    if (
      isReaction(name) &&
      (promiseEntryOf(receiver, state) !== undefined || receiver.kind === "unknown")
    ) {
      return react(machine, receiver, name, args, node, state);
    }
    if (receiver.kind === "function" && (name === "call" || name === "apply" || name === "bind")) {
      return callThrough(machine, receiver, name, args, node, state);
    }
    const listing = listingOf(machine, node, callee, args, state);
    if (listing !== undefined) return listing;
    if (isArrayMethod(name, receiver, args, state))
      return asChosen(isChosenTarget(node, receiver, name, args), state, () =>
        arrayMethod(machine, receiver, name, args, node, state),
      );
    // A method of null or undefined: reading it throws, unless the chain is optional.
    if (isNullish(receiver) === true && receiver.due === true)
      return readProperty(machine, receiver, name, state, node);
  }
  return callFunction(machine, node, callee, value, args, state);
}

/** Methods of a Result that do nothing to one that has failed but hand its error on: `sent.map((message) => message.id)`. */
const FOR_SUCCESS_ONLY: ReadonlySet<string | undefined> = new Set([
  "map",
  "asyncMap",
  "andThen",
  "asyncAndThen",
  "andThrough",
  "asyncAndThrough",
  "andTee",
]);

function makesResultOfResult(receiver: Value, name: string | undefined, { phase }: State): boolean {
  const isResult = phase === "failed" && receiver.kind === "unknown" && receiver.ofError === true;
  return isResult && FOR_SUCCESS_ONLY.has(name);
}

/** A result that is given to a call, or whose method it is, is looked at there: a logger only writes it down. */
function looksAtGiven(
  machine: Machine,
  node: ts.CallExpression,
  receiver: Value | undefined,
  args: readonly Value[],
  state: State,
): void {
  if (state.phase !== "failed" || machine.world.isLogger(node.expression)) return;
  const callee = bare(node.expression);
  const isMethod = ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee);
  if (receiver !== undefined && isMethod)
    looksAtResult(machine, receiver, callee.expression, state);
  // Behind a spread argument the places say nothing.
  const isSpread = node.arguments.some((argument) => ts.isSpreadElement(argument));
  for (const [index, arg] of args.entries())
    looksAtResult(machine, arg, isSpread ? undefined : node.arguments[index], state);
}

function callFunction(
  machine: Machine,
  node: ts.CallExpression,
  callee: Callee,
  value: Value,
  args: readonly Value[],
  state: State,
): Completion[] {
  if (value.kind === "settler" || (value.kind === "function" && value.mention !== undefined))
    return machine.invoke(value, args, node, state);
  if (state.phase === "failed" && machine.world.isLogger(node.expression)) {
    return unknownCall(machine, node, node.expression, callee.receiver, callee.name, args, state);
  }
  // `await next()`, of middleware that is run because what stands behind it has thrown.
  if (value.kind === "error" && callee.receiver === undefined)
    return [{ kind: "throw", value, state }];
  // Result.fromThrowable(check)(): the function that is made gives the failure as a value.
  if (state.phase === "failed" && value.kind === "unknown" && value.ofError === true)
    if (callee.receiver === undefined) return normal(value, state);
  const fn = value.kind === "function" ? value.node : functionOf(machine, node, state, args);
  const holds = callee.receiver === undefined ? args : [callee.receiver, ...args];
  if (fn !== undefined && shouldEnter(machine, fn, holds, node, state))
    return calledOn(machine, callee.receiver, fn, state, () =>
      enterCalled(machine, fn, args, node, state),
    );
  forgetFields(callee.receiver, state);
  const given = fn === undefined ? args : [{ kind: "function" as const, node: fn }, ...args];
  const { receiver, name } = callee;
  changeBy(machine, { callee: node.expression, name, receiver, given }, state);
  if (state.phase === "onTrack" && sendsAnswer(machine, node, callee.name)) state.isAnswered = true;
  const answered =
    state.phase === "failed"
      ? (answerOf(machine, node, callee.receiver, callee.name, args, state) ??
        assertedBy(machine, node, args, state) ??
        askedAbout(machine, node, args, state))
      : undefined;
  return (
    answered ??
    unknownCall(machine, node, node.expression, callee.receiver, callee.name, args, state)
  );
}

/** `isHttpError(error)`, as far as its signature tells. */
function askedAbout(
  machine: Machine,
  node: ts.CallExpression,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  const answer = answerAboutError(machine, node, args, state);
  return answer && normal(answer, state);
}

/** The one function of the program that the call enters, if it is plain which; asked only where it matters. */
function functionOf(
  machine: Machine,
  node: ts.CallExpression,
  state: State,
  args: readonly Value[],
): FunctionNode | undefined {
  const holdsCallback = args.some((arg) => handsOver(machine, arg, state));
  if (!holdsCallback && state.phase !== "failed" && !isReturned(node)) return undefined;
  const targets = machine.world.targetsOf(node);
  return targets.length === 1 ? targets[0] : undefined;
}

function callThrough(
  machine: Machine,
  fn: Value & { kind: "function" },
  name: string,
  args: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] {
  if (name === "bind") return normal(fn, state);
  if (fn.mention !== undefined) return machine.invoke(fn, [], node, state);
  const list = name === "apply" ? promiseFreeArray(args[1], state) : args.slice(1);
  if (!shouldEnter(machine, fn.node, list, node, state)) return normal(UNKNOWN, state);
  return enterCalled(machine, fn.node, list, node, state);
}

function promiseFreeArray(value: Value | undefined, state: State): readonly Value[] {
  const entry = value?.kind === "reference" ? state.heap.get(value.id) : undefined;
  return entry?.kind === "array" ? entry.elements : [];
}

/** Calls a function value with values that are at hand already: callbacks, reactions, executors. */
export function invokeValue(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  at: ts.CallExpression | ts.NewExpression,
  state: State,
): Completion[] {
  if (callee.kind === "settler") {
    const [value = UNDEFINED] = args;
    settle(callee.promise, callee.rejects, value, state);
    // `reject(new Error("not sent", { cause: error }))` throws on, as a decision.
    if (callee.rejects && state.handling > 0) decideThrow(value, state);
    return normal(UNDEFINED, state);
  }
  const handler = ts.isCallExpression(at) ? handlerOf(at, args) : undefined;
  if (handler === undefined || !ts.isCallExpression(at)) return normal(UNKNOWN, state);
  const [fn, ...others] = state.phase === "failed" ? machine.world.functionsBehind(handler) : [];
  if (fn !== undefined && others.length === 0 && shouldEnter(machine, fn, args, at, state))
    return machine.enter(fn, args, at, state);
  return unknownCall(machine, at, handler, undefined, nameOf(handler), args, state);
}

/** A reaction that is only named: `.catch(console.error)`, `.then(done, this.report)`, `.catch(next)`. */
function handlerOf(at: ts.CallExpression, args: readonly Value[]): ts.Expression | undefined {
  const callee = bare(at.expression);
  if (!ts.isPropertyAccessExpression(callee) || !isReaction(callee.name.text)) return undefined;
  const [first, second] = at.arguments;
  const handler = callee.name.text === "then" && args[0]?.kind === "error" ? second : first;
  return handler && unbound(handler);
}

/** `report` of `report.bind(null, "sending")`. */
function unbound(handler: ts.Expression): ts.Expression {
  const call = bare(handler);
  const callee = ts.isCallExpression(call) ? bare(call.expression) : undefined;
  return callee !== undefined &&
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === "bind"
    ? callee.expression
    : handler;
}

function nameOf(callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

export function evaluateNew(machine: Machine, node: ts.NewExpression, state: State): Completion[] {
  return andThen(machine.evaluate(node.expression, state), (_, afterCallee) =>
    evaluateAll(machine, node.arguments ?? [], afterCallee, (values, after) => {
      if (machine.isWatchedCall(node)) return fail(machine, node, values, after);
      const given = argumentsOf(machine, node, values, after);
      const built = { callee: node.expression, name: undefined, receiver: undefined, given };
      changeBy(machine, built, after);
      return constructionOf(machine, node, given, after);
    }),
  );
}
