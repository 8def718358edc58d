import ts from "typescript";
import { bare } from "./syntax.js";
import { UNDEFINED, UNKNOWN, type FunctionNode, type Value } from "./values.js";
import { bindPattern } from "./bindings.js";
import { promiseOf, startUnawaited } from "./later.js";
import { andThen, merge, normal, type Completion, type Machine } from "./machine.js";
import { isAwaitedHere } from "./promises.js";
import type { State } from "./state.js";

/** Functions deeper than this on the stack of the simulation are not entered. */
export const MAX_DEPTH = 12;

export function isAsync(fn: FunctionNode): boolean {
  return (
    ts.canHaveModifiers(fn) &&
    (ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}

export function isGenerator(fn: FunctionNode): boolean {
  return "asteriskToken" in fn && fn.asteriskToken !== undefined;
}

/** Runs a function's body with the arguments and gives the call's value: for an async function a promise. */
export function enterFunction(
  machine: Machine,
  fn: FunctionNode,
  args: readonly Value[],
  at: ts.Node,
  state: State,
): Completion[] {
  if (fn.body === undefined) return normal(UNKNOWN, state);
  if (isGenerator(fn)) {
    if (state.phase === "failed") state.note({ lost: "the failure is inside a generator" });
    return normal(UNKNOWN, state);
  }
  if (!isAsync(fn)) return runBody(machine, fn, args, state);
  const run = (current: State): Completion[] => runBody(machine, fn, args, current);
  if (isAwaitedHere(machine, at)) {
    return run(state).map((completion): Completion =>
      completion.kind === "normal" || completion.kind === "throw"
        ? {
            kind: "normal",
            value: promiseOf(machine, completion, completion.state, at),
            state: completion.state,
          }
        : completion,
    );
  }
  return startUnawaited(machine, state, at, false, run);
}

/** The body's completions, where a return has become the value and everything else but a throw is gone. */
export function runBody(
  machine: Machine,
  fn: FunctionNode,
  args: readonly Value[],
  state: State,
): Completion[] {
  const depth = state.scopes.length;
  const bound = bindParameters(machine, fn, args, state);
  const ended = andThen(bound, (_, entering) => {
    const { body } = fn;
    if (body === undefined) return normal(UNKNOWN, entering);
    if (!ts.isBlock(body)) return machine.evaluate(body, entering);
    const begun = entering.phase;
    const executed = machine.execute(body, [entering]);
    const end = begun !== "failed" && onlyFailureEnds(executed) ? NOTHING_DUE : UNDEFINED;
    return andThen(executed, (__, after) =>
      normal(after.phase === "failed" ? end : UNDEFINED, after),
    );
  });
  // What success returns is told apart value by value, so merging comes first.
  return merge(ended).map((completion): Completion => {
    completion.state.leaveTo(depth);
    return completion.kind === "return"
      ? { kind: "normal", value: completion.value, state: completion.state }
      : completion;
  });
}

const NOTHING_DUE: Value = { ...UNDEFINED, due: true };

/** Whether nothing but the failure leads to the end of a body: without it, something is returned before. */
function onlyFailureEnds(executed: readonly Completion[]): boolean {
  return !executed.some(({ kind, state }) => kind === "normal" && state.phase === "onTrack");
}

function bindParameters(
  machine: Machine,
  fn: FunctionNode,
  args: readonly Value[],
  state: State,
): Completion[] {
  let completions = normal(UNDEFINED, state);
  fn.parameters.forEach((parameter, index) => {
    completions = andThen(completions, (_, current) => {
      if (parameter.dotDotDotToken !== undefined) {
        const id = machine.fresh();
        current.heap.set(id, { kind: "array", elements: args.slice(index), open: false });
        return bindPattern(machine, parameter.name, { kind: "reference", id }, current);
      }
      const value = index < args.length ? (args[index] ?? UNKNOWN) : UNDEFINED;
      const isLeftOut = value.kind === "primitive" && value.value === undefined;
      if (parameter.initializer !== undefined && isLeftOut) {
        return andThen(machine.evaluate(parameter.initializer, current), (initial, after) =>
          bindPattern(machine, parameter.name, initial, after),
        );
      }
      return bindPattern(machine, parameter.name, value, current);
    });
  });
  return completions;
}

/** Whether a function that is declared under a name (not an inline callback) is called by that name here. */
export function isCalledByName(
  fn: FunctionNode,
  call: ts.CallExpression | ts.NewExpression,
  checker: ts.TypeChecker,
): boolean {
  if (ts.isMethodDeclaration(fn)) return !isGiven(fn.parent);
  const callee = bare(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(name)) return false;
  let symbol = checker.getSymbolAtLocation(name);
  if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias)
    symbol = checker.getAliasedSymbol(symbol);
  const declaration = symbol?.valueDeclaration;
  if (declaration === fn) return true;
  const initializer =
    declaration !== undefined &&
    (ts.isVariableDeclaration(declaration) ||
      ts.isPropertyAssignment(declaration) ||
      ts.isPropertyDeclaration(declaration))
      ? declaration.initializer
      : undefined;
  return initializer !== undefined && bare(initializer) === fn;
}

/** `safely({ async run() { … } })`: an object that is written where it is given away. */
function isGiven(object: ts.Node): boolean {
  const { parent } = object;
  return (
    ts.isObjectLiteralExpression(object) &&
    (ts.isCallExpression(parent) || ts.isNewExpression(parent))
  );
}
