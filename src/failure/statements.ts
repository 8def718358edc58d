import ts from "typescript";
import { isMethodOfGlobal } from "./globals.js";
import { bindPattern } from "./bindings.js";
import { chooseApart, decide, type Branch } from "./conditions.js";
import { markSkippedCounts } from "./counters.js";
import { executeLoop } from "./loops.js";
import {
  andThen,
  completed,
  merge,
  normal,
  split,
  type Completion,
  type Machine,
  type Split,
} from "./machine.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { executeSwitch } from "./switches.js";
import { executeTry } from "./tries.js";
import { marked, UNDEFINED } from "./values.js";

/** Executes a statement from each of the states. */
export function executeStatement(
  machine: Machine,
  node: ts.Statement,
  states: readonly State[],
): Completion[] {
  if (states.length === 0) return [];
  if (!machine.spend()) {
    for (const state of states) state.note({ lost: "the budget of steps is used up" });
    return completed(states);
  }
  switch (node.kind) {
    case ts.SyntaxKind.Block:
      return executeBlock(machine, (node as ts.Block).statements, states);
    case ts.SyntaxKind.VariableStatement:
      return executeDeclarations(machine, (node as ts.VariableStatement).declarationList, states);
    case ts.SyntaxKind.ExpressionStatement:
      return states.flatMap((state) =>
        machine.evaluate((node as ts.ExpressionStatement).expression, state),
      );
    case ts.SyntaxKind.IfStatement:
      return executeIf(machine, node as ts.IfStatement, states);
    case ts.SyntaxKind.TryStatement:
      return executeTry(machine, node as ts.TryStatement, states, executeBlock);
    case ts.SyntaxKind.ReturnStatement:
      return executeReturn(machine, node as ts.ReturnStatement, states);
    case ts.SyntaxKind.ThrowStatement:
      return states.flatMap((state) => executeThrow(machine, node as ts.ThrowStatement, state));
    case ts.SyntaxKind.BreakStatement:
    case ts.SyntaxKind.ContinueStatement:
      return executeJump(node as ts.BreakOrContinueStatement, states);
    case ts.SyntaxKind.LabeledStatement:
      return executeLabeled(machine, node as ts.LabeledStatement, states);
    case ts.SyntaxKind.SwitchStatement:
      return executeSwitch(machine, node as ts.SwitchStatement, states, executeBlock);
    case ts.SyntaxKind.ExportAssignment:
      return states.flatMap((state) =>
        machine.evaluate((node as unknown as ts.ExportAssignment).expression, state),
      );
    default:
      return ts.isIterationStatement(node, false)
        ? executeLoop(machine, node, states)
        : completed(states);
  }
}

/**
 * Executes statements in turn. Once every path that met no error has left the block, what follows
 * in it is reached because of the failure alone.
 */
export function executeBlock(
  machine: Machine,
  statements: readonly ts.Statement[],
  states: readonly State[],
): Completion[] {
  if (states.length === 0) return [];
  const depth = states[0]?.scopes.length ?? 0;
  const abrupt: Completion[] = [];
  let current = [...states];
  // In the handler of another error that error is the rule: what goes wrong there besides is the exception.
  const usual = Math.min(
    ...current.map(({ phase, astray }) => (phase === "failed" ? Infinity : astray)),
  );
  const goesOn = (): boolean =>
    current.some(({ phase, astray }) => phase !== "failed" && astray <= usual);
  const hadUsual = goesOn();
  let onlyFailure = false;
  for (const state of current) state.enter(false);
  for (const statement of statements) {
    const mayFail = current.some(({ phase }) => phase === "onTrack");
    const after = split(machine.execute(statement, current));
    abrupt.push(...after.abrupt);
    current = after.states;
    if (mayFail) markLeftOut(machine, statements, statement, after);
    if (current.length === 0) break;
    if (!onlyFailure && hadUsual && !goesOn()) {
      onlyFailure = true;
      for (const state of current) if (state.phase === "failed") state.restIsHandling();
    }
  }
  for (const state of current) state.leaveTo(depth);
  if (onlyFailure)
    for (const state of current) if (state.phase === "failed") state.restIsHandling();
  for (const completion of abrupt)
    if (completion.kind !== "return" && completion.kind !== "throw")
      completion.state.leaveTo(depth);
  return [...abrupt, ...completed(current)];
}

/** `catch (error) { log(error); continue; }`: what stands behind it in the round is done by a success only. */
function markLeftOut(
  machine: Machine,
  statements: readonly ts.Statement[],
  statement: ts.Statement,
  { states, abrupt }: Split,
): void {
  const leaving = abrupt.filter(({ kind }) => kind === "continue" || kind === "break");
  const isUsual = ({ phase }: State): boolean => phase === "onTrack";
  if (leaving.some(({ state }) => isUsual(state)) || !states.some(isUsual)) return;
  for (const { state } of leaving)
    for (const left of statements.slice(statements.indexOf(statement) + 1))
      markSkippedCounts(machine, left, state);
}

export function executeDeclarations(
  machine: Machine,
  list: ts.VariableDeclarationList,
  states: readonly State[],
): Completion[] {
  let completions = completed(states);
  for (const declaration of list.declarations) {
    completions = merge(completions);
    completions = andThen(completions, (_, state) => {
      const { initializer } = declaration;
      if (initializer === undefined) {
        // `let evt;` is undefined until somebody assigns it; `var` and loop variables are not reset,
        // and `declare const` says that something else gives the value.
        const declares =
          (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) === 0 &&
          (list.flags & ts.NodeFlags.BlockScoped) !== 0 &&
          !ts.isForInStatement(list.parent) &&
          !ts.isForOfStatement(list.parent);
        return declares
          ? bindPattern(machine, declaration.name, UNDEFINED, state)
          : normal(UNDEFINED, state);
      }
      return andThen(machine.evaluate(initializer, state), (value, after) =>
        bindPattern(machine, declaration.name, value, after),
      );
    });
  }
  return completions;
}

function executeIf(machine: Machine, node: ts.IfStatement, states: readonly State[]): Completion[] {
  const result: Completion[] = [];
  const arms = new Map<boolean, State[]>([
    [true, []],
    [false, []],
  ]);
  const depth = states[0]?.scopes.length ?? 0;
  const taken: Branch[] = [];
  for (const state of states) {
    const { branches, abrupt } = decide(machine, node.expression, state);
    result.push(...abrupt);
    taken.push(...branches);
  }
  const usual = usualTruth(taken);
  for (const { truth, due, state } of taken) {
    state.enter(due && truth !== usual);
    const skipped = truth ? node.elseStatement : node.thenStatement;
    if (due && skipped !== undefined) markSkippedCounts(machine, skipped, state);
    arms.get(truth)?.push(state);
  }
  for (const [truth, entering] of arms) {
    const arm = truth ? node.thenStatement : node.elseStatement;
    const merged = split(completed(entering)).states;
    result.push(...(arm === undefined ? completed(merged) : machine.execute(arm, merged)));
  }
  for (const completion of result)
    if (
      completion.kind === "normal" ||
      completion.kind === "break" ||
      completion.kind === "continue"
    )
      completion.state.leaveTo(depth);
  return merge(result);
}

/** The way that every path without failure goes: who goes it on a failed path does nothing for the failure. */
function usualTruth(branches: readonly Branch[]): boolean | undefined {
  const truths = new Set(
    branches.filter(({ state }) => state.phase === "onTrack").map(({ truth }) => truth),
  );
  const [only] = truths;
  return truths.size === 1 ? only : undefined;
}

function executeReturn(
  machine: Machine,
  node: ts.ReturnStatement,
  states: readonly State[],
): Completion[] {
  return states.flatMap((state) => {
    const values =
      node.expression === undefined
        ? normal(UNDEFINED, state)
        : evaluateReturned(machine, node.expression, state);
    return values.map((completion): Completion => {
      if (completion.kind !== "normal") return completion;
      const { state: after, value } = completion;
      // `return Promise.reject(new AggregateError(errors))` decides as a throw does.
      if (node.expression && isRejecting(machine, node.expression)) noteDecision(node, after);
      if (after.phase !== "failed" || after.handling === 0)
        return { kind: "return", value, state: after, node };
      after.note({ returnedAt: node });
      return { kind: "return", value: marked(value, { due: true }), state: after, node };
    });
  });
}

/** `return sent ? "complete" : "partial"` gives either, like two returns. */
function evaluateReturned(machine: Machine, node: ts.Expression, state: State): Completion[] {
  const returned = bare(node);
  return ts.isConditionalExpression(returned)
    ? chooseApart(machine, returned.condition, state, ({ truth, state: taken }) =>
        evaluateReturned(machine, truth ? returned.whenTrue : returned.whenFalse, taken),
      )
    : merge(machine.evaluate(node, state));
}

function executeThrow(machine: Machine, node: ts.ThrowStatement, state: State): Completion[] {
  return andThen(machine.evaluate(node.expression, state), (value, after) => {
    if (after.handling > 0) after.note({ thrownAt: node });
    noteDecision(node, after);
    // What a handler throws, be it a Response, is there because of the failure.
    const isDue = after.phase === "failed" && after.handling > 0;
    return [{ kind: "throw", value: isDue ? marked(value, { due: true }) : value, state: after }];
  });
}

/** Kept, and thrown after the handler: a decision. */
function noteDecision(node: ts.Node, state: State): void {
  const { trail } = state;
  if (trail?.caughtAt !== undefined && !isInside(node, trail.caughtAt)) state.note({ dealt: true });
}

/** `Promise.reject(…)` */
function isRejecting({ world: { checker } }: Machine, node: ts.Expression): boolean {
  const call = bare(node);
  return ts.isCallExpression(call) && isMethodOfGlobal(checker, call, "Promise", "reject");
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.pos >= outer.pos && node.end <= outer.end && node.getSourceFile() === outer.getSourceFile()
  );
}

function executeJump(node: ts.BreakOrContinueStatement, states: readonly State[]): Completion[] {
  const kind = ts.isBreakStatement(node) ? "break" : "continue";
  return states.map((state) => ({ kind, label: node.label?.text, state }));
}

function executeLabeled(
  machine: Machine,
  node: ts.LabeledStatement,
  states: readonly State[],
): Completion[] {
  return machine
    .execute(node.statement, states)
    .map((completion) =>
      completion.kind === "break" && completion.label === node.label.text
        ? { kind: "normal", value: UNDEFINED, state: completion.state }
        : completion,
    );
}
