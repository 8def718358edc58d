import ts from "typescript";
import { isCalledByName, MAX_DEPTH } from "./functions.js";
import { treeOf, type Completion, type Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { errorLeaving, promiseEntryOf } from "./promises.js";
import { isSignal } from "./signals.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import type { FunctionNode, Value } from "./values.js";

/**
 * On a path without failure only functions that hold a watched call are entered, and those that are
 * written where their value is used; on the failing path also what runs because of the failure, or
 * is given something that depends on it.
 */
export function shouldEnter(
  machine: Machine,
  fn: FunctionNode,
  args: readonly Value[],
  node: ts.CallExpression,
  state: State,
): boolean {
  if (fn.body === undefined || machine.depth() >= MAX_DEPTH) return false;
  if (isPartOfExpression(fn, node)) return true;
  if (machine.carries(fn, state)) return true;
  if (args.some((arg) => handsOver(machine, arg, state))) return true;
  if (state.phase !== "failed")
    return (
      (isReturned(node) && makesObject(fn)) ||
      // `const [error, value] = await to(send())`: what success gives is told from what the failure gives.
      args.some((arg) => promiseEntryOf(arg, state)?.settled === "fulfilled")
    );
  if (state.handling > 0) return true;
  const given = args.flatMap((arg) =>
    arg.kind === "function" ? machine.captured(arg.node, state) : [arg],
  );
  return [...given, ...machine.captured(fn, state)].some((value) => {
    const marks = marksWithin(value, state);
    // What a pending promise comes to may be the failure: who takes it, waits for it.
    const pending = promiseEntryOf(value, state)?.settled === "unknown";
    return pending || marks.due === true || marks.tainted === true;
  });
}

/** Whether an argument is a function that holds a watched call, or an object that has one: `{ run: async () => … }`. */
export function handsOver(machine: Machine, arg: Value, state: State): boolean {
  return functionsGiven(arg, state).some((fn) => machine.carries(fn, state));
}

/** The functions that an argument gives: itself, or what an object that is written there has. */
export function functionsGiven(arg: Value, state: State): readonly FunctionNode[] {
  if (arg.kind === "function") return [arg.node];
  const entry = arg.kind === "reference" ? state.heap.get(arg.id) : undefined;
  if (entry?.kind !== "object") return [];
  return Array.from(entry.props.values()).flatMap((prop) =>
    prop.kind === "function" ? [prop.node] : [],
  );
}

/** `return ok(value)`: what a function gives when all is well is compared with what it gives otherwise. */
export function isReturned({ parent }: ts.CallExpression): boolean {
  return ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

/** `const ok = (value) => ({ … })`, `return new Ok(value)`: a function that does nothing but make an object. */
function makesObject({ body }: FunctionNode): boolean {
  if (body === undefined) return false;
  const [only, another] = ts.isBlock(body) ? body.statements : [];
  const made =
    only !== undefined && another === undefined && ts.isReturnStatement(only)
      ? only.expression
      : body;
  if (made === undefined || !ts.isExpression(made)) return false;
  const expression = bare(made);
  return ts.isObjectLiteralExpression(expression) || ts.isNewExpression(expression);
}

/** `const level = (() => { … })()`: the function is the way in which its expression is written. */
function isPartOfExpression(fn: FunctionNode, node: ts.CallExpression): boolean {
  return bare(node.expression) === fn && !ts.isExpressionStatement(node.parent);
}

/** Enters a function by its call. What leaves a function called by name is from then on the call's own failure. */
export function enterCalled(
  machine: Machine,
  fn: FunctionNode,
  args: readonly Value[],
  node: ts.CallExpression,
  state: State,
): Completion[] {
  const failedBefore = state.phase === "failed";
  const ended =
    failedBefore && !isPartOfExpression(fn, node)
      ? withoutOwnTrouble(machine.enter(fn, args, node, state))
      : machine.enter(fn, args, node, state);
  if (
    failedBefore ||
    !machine.carries(fn, state) ||
    !isCalledByName(fn, node, machine.world.checker)
  )
    return ended;
  const successes = ended.flatMap((completion) =>
    completion.kind === "normal" && completion.state.phase !== "failed"
      ? [settledTree(completion.value, completion.state)]
      : [],
  );
  for (const completion of ended) {
    const { state: after } = completion;
    if (after.phase !== "failed") continue;
    if (errorLeaving(completion) !== undefined) after.note({ site: node });
    else if (
      completion.kind === "normal" &&
      isSignal(settledTree(completion.value, after), successes)
    ) {
      after.note({ site: node, signalledAt: node, checked: undefined });
    }
  }
  return ended;
}

/**
 * Leaves out the paths on which the entered function fails for reasons of its own (a missing setting,
 * a record that is not found), as long as there are others: any call may do that, entered or not.
 */
function withoutOwnTrouble(completions: readonly Completion[]): Completion[] {
  const kept = completions.filter((completion) => !isOwnTrouble(completion));
  return kept.length === 0 ? [...completions] : kept;
}

function isOwnTrouble(completion: Completion): boolean {
  const error = errorLeaving(completion);
  return error?.kind === "error" && !error.error.carries;
}

function settledTree(value: Value, state: State): ReturnType<typeof treeOf> {
  return treeOf(promiseEntryOf(value, state)?.value ?? value, state);
}
