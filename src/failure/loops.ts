import ts from "typescript";
import { representativesOf, type Representatives } from "./array-results.js";
import { declaredIn } from "./assigned.js";
import { assign, bindPattern } from "./bindings.js";
import { decide } from "./conditions.js";
import { namesIn } from "./listings.js";
import { andThen, completed, merge, split, type Completion, type Machine } from "./machine.js";
import { awaitValue } from "./promises.js";
import { sameState } from "./joining.js";
import { prune } from "./pruning.js";
import type { State } from "./state.js";
import { executeDeclarations } from "./statements.js";
import { enteredWith, widen, type Rounds } from "./widening.js";
import { derived, UNKNOWN, type Value } from "./values.js";

/** Rounds after which a loop is left that does not come to repeat. */
const GIVE_UP_AFTER = 9;
const MAX_ELEMENTS = 8;

interface Head extends Rounds {
  readonly entering: State[];
  readonly leaving: State[];
  readonly abrupt: readonly Completion[];
}

type HeadOf = (states: readonly State[], round: number) => Head;

export function executeLoop(
  machine: Machine,
  node: ts.IterationStatement,
  states: readonly State[],
): Completion[] {
  if (ts.isForOfStatement(node) || ts.isForInStatement(node))
    return executeForEach(machine, node, states);
  if (ts.isForStatement(node)) return executeFor(machine, node, states);
  const { expression } = node as ts.WhileStatement | ts.DoStatement;
  const test = whileTrue(machine, expression);
  const head: HeadOf = ts.isDoStatement(node)
    ? (current, round) =>
        round === 0 ? { entering: [...current], leaving: [], abrupt: [] } : test(current, round)
    : test;
  return iterate(machine, node, states, head);
}

function whileTrue(machine: Machine, condition: ts.Expression | undefined): HeadOf {
  return (states) => {
    if (condition === undefined) return { entering: [...states], leaving: [], abrupt: [] };
    const entering: State[] = [];
    const leaving: State[] = [];
    const abrupt: Completion[] = [];
    let uncounted = false;
    for (const state of states) {
      const decided = decide(machine, condition, state);
      abrupt.push(...decided.abrupt);
      const failed = decided.branches.filter((branch) => branch.state.phase === "failed");
      uncounted ||= new Set(failed.map(({ truth }) => truth)).size > 1;
      for (const branch of decided.branches) (branch.truth ? entering : leaving).push(branch.state);
    }
    return { entering, leaving, abrupt, uncounted };
  };
}

function executeFor(
  machine: Machine,
  node: ts.ForStatement,
  states: readonly State[],
): Completion[] {
  const { initializer, condition, incrementor } = node;
  const started =
    initializer === undefined
      ? completed(states)
      : ts.isVariableDeclarationList(initializer)
        ? executeDeclarations(machine, initializer, states)
        : states.flatMap((state) => machine.evaluate(initializer, state));
  const begun = split(started);
  const test = whileTrue(machine, condition);
  const head: HeadOf = (current, round) => {
    if (round === 0 || incrementor === undefined) return test(current, round);
    const stepped = split(current.flatMap((state) => machine.evaluate(incrementor, state)));
    const tested = test(stepped.states, round);
    return { ...tested, abrupt: [...stepped.abrupt, ...tested.abrupt] };
  };
  return [...begun.abrupt, ...iterate(machine, node, begun.states, head)];
}

function executeForEach(
  machine: Machine,
  node: ts.ForOfStatement | ts.ForInStatement,
  states: readonly State[],
): Completion[] {
  const result: Completion[] = [];
  for (const state of states) {
    for (const completion of merge(machine.evaluate(node.expression, state))) {
      if (completion.kind !== "normal") {
        result.push(completion);
        continue;
      }
      const { value, state: after } = completion;
      const list = ts.isForOfStatement(node) ? value : (namesIn(machine, value, after) ?? UNKNOWN);
      result.push(...iterate(machine, node, [after], elementsOf(machine, node, list, after)));
    }
  }
  return merge(result);
}

/** One round an element where they are all known, any number of rounds where they are not. */
function elementsOf(
  machine: Machine,
  node: ts.ForOfStatement | ts.ForInStatement,
  list: Value,
  state: State,
): HeadOf {
  const entry = list.kind === "reference" ? state.heap.get(list.id) : undefined;
  if (entry?.kind === "array" && !entry.open && entry.elements.length <= MAX_ELEMENTS) {
    return (states, round) => {
      const element = entry.elements[round];
      if (element === undefined) return { entering: [], leaving: [...states], abrupt: [] };
      return { ...bindEach(machine, node, element, states), counted: true };
    };
  }
  const { rounds, present }: Representatives =
    entry?.kind === "array"
      ? representativesOf(entry, list, state)
      : { rounds: [derived(list)], present: 0 };
  const any = anyNumberOfTimes(machine, node, rounds.at(-1) ?? UNKNOWN);
  // Each that is known to be there is met, and then any number of others.
  if (rounds.length > 1)
    return (states, round) => {
      const element = rounds[round];
      return element === undefined || round >= present
        ? any(states, round)
        : { ...bindEach(machine, node, element, states), uncounted: true };
    };
  // An array that holds something is gone through at least once.
  if (entry?.kind !== "array" || entry.elements.length === 0 || entry.maybeEmpty === true)
    return any;
  return (states, round) => ({ ...any(states, round), ...(round === 0 ? { leaving: [] } : {}) });
}

function anyNumberOfTimes(
  machine: Machine,
  node: ts.ForOfStatement | ts.ForInStatement,
  element: Value,
): HeadOf {
  return (states, round) => {
    const bound = bindEach(
      machine,
      node,
      element,
      states.map((state) => state.fork()),
    );
    // What a handler does for each of something is done for at least one.
    const leaving = round === 0 ? states.filter((state) => state.handling === 0) : [...states];
    return { ...bound, leaving, uncounted: true };
  };
}

function bindEach(
  machine: Machine,
  node: ts.ForOfStatement | ts.ForInStatement,
  element: Value,
  states: readonly State[],
): Head {
  const bound = split(
    states.flatMap((state) => {
      const awaits = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
      const value: Completion[] = awaits
        ? awaitValue(machine, element, state)
        : [{ kind: "normal", value: element, state }];
      return andThen(value, (item, after) => {
        const { initializer } = node;
        if (!ts.isVariableDeclarationList(initializer))
          return assign(machine, initializer, item, after);
        const [declaration] = initializer.declarations;
        return declaration === undefined
          ? completed([after])
          : bindPattern(machine, declaration.name, item, after);
      });
    }),
  );
  return { entering: bound.states, leaving: [], abrupt: bound.abrupt };
}

/** Runs a loop until its states repeat, widening what keeps changing. */
function iterate(
  machine: Machine,
  node: ts.IterationStatement,
  states: readonly State[],
  head: HeadOf,
): Completion[] {
  const exits: State[] = [];
  const abrupt: Completion[] = [];
  const seen: State[] = [];
  const depth = states[0]?.scopes.length ?? 0;
  const label = ts.isLabeledStatement(node.parent) ? node.parent.label.text : undefined;
  const repeating = states[0]?.repeating === true;
  const before = machine.fresh();
  const ofRound = declaredIn(node.statement, machine.world.checker);
  let current = [...states];
  const entered = enteredWith(node, states);
  for (const state of current) {
    // What only a failed round goes on to ends with the loop: a successful one breaks off to the same place.
    state.enter(false);
    prune(state, before);
  }
  for (let round = 0; current.length > 0; round += 1) {
    if (round > 0) for (const state of current) state.repeating = true;
    const at = head(split(completed(current)).states, round);
    abrupt.push(...at.abrupt);
    exits.push(...at.leaving);
    if (round >= GIVE_UP_AFTER) {
      for (const state of at.entering) {
        state.note({ lost: "a loop that does not settle" });
        exits.push(state);
      }
      break;
    }
    const after = merge(machine.execute(node.statement, split(completed(at.entering)).states));
    const next: State[] = [];
    for (const completion of after) {
      if (isRoundsEnd(completion, label)) next.push(completion.state);
      else if (completion.kind === "break" && isOwn(completion.label, label))
        exits.push(completion.state);
      else abrupt.push(completion);
    }
    for (const state of next) {
      state.leaveTo(depth + 1);
      for (const symbol of ofRound) state.vars.delete(symbol);
      widen(machine, node, state, round + 1, at, state.phase === "failed" ? seen : entered);
      prune(state, before);
    }
    current = next.filter((state) =>
      at.counted === true && state.phase === "failed" ? true : goesOn(state, round, seen),
    );
    const ending = next.filter((state) => state.phase !== "failed" && !current.includes(state));
    // Unfailed states are followed for two rounds; how they leave is asked of the head once more.
    if (ending.length > 0) exits.push(...head(ending, Number.MAX_SAFE_INTEGER).leaving);
    seen.push(...current.map((state) => state.fork()));
  }
  for (const state of exits) {
    state.leaveTo(depth);
    for (const symbol of declaredIn(node, machine.world.checker)) state.vars.delete(symbol);
    prune(state, before);
  }
  const ended = [...abrupt, ...completed(exits)];
  // What stands behind the loop is not repeated by it.
  for (const { state } of ended) state.repeating = repeating;
  return merge(ended);
}

/** Whether a state has ended its round, to begin the next one or to leave. */
function isRoundsEnd(completion: Completion, label: string | undefined): boolean {
  return (
    completion.kind === "normal" ||
    (completion.kind === "continue" && isOwn(completion.label, label))
  );
}

function isOwn(named: string | undefined, label: string | undefined): boolean {
  return named === undefined || named === label;
}

/** Unfailed states need two rounds; failed ones go on while they bring something new. */
function goesOn(state: State, round: number, seen: readonly State[]): boolean {
  if (state.phase !== "failed") return round === 0;
  return !seen.some((known) => sameState(known, state));
}
