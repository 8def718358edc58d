import ts from "typescript";
import { equalsLiteral } from "./comparisons.js";
import { completed, merge, split, type Completion, type Machine } from "./machine.js";
import type { State } from "./state.js";
import type { ExecuteBlock } from "./tries.js";
import { constantIn, derived, truthiness, UNDEFINED, type Value } from "./values.js";

/** Runs the clauses that a switch may enter. */
export function executeSwitch(
  machine: Machine,
  node: ts.SwitchStatement,
  states: readonly State[],
  executeBlock: ExecuteBlock,
): Completion[] {
  const result: Completion[] = [];
  const depth = states[0]?.scopes.length ?? 0;
  for (const state of states) {
    for (const completion of merge(machine.evaluate(node.expression, state))) {
      if (completion.kind !== "normal") result.push(completion);
      else
        result.push(...switchOn(machine, node, completion.value, completion.state, executeBlock));
    }
  }
  const left = result.map((completion): Completion =>
    completion.kind === "break" && completion.label === undefined
      ? { kind: "normal", value: UNDEFINED, state: completion.state }
      : completion,
  );
  for (const completion of left) if (completion.kind === "normal") completion.state.leaveTo(depth);
  return merge(left);
}

/** Enters the clauses that the value can select, each with what falls through from the one before. */
function switchOn(
  machine: Machine,
  node: ts.SwitchStatement,
  value: Value,
  state: State,
  executeBlock: ExecuteBlock,
): Completion[] {
  const { clauses } = node.caseBlock;
  const entering: (State | undefined)[] = clauses.map(() => undefined);
  let rest: State | undefined = state;
  for (const [index, clause] of clauses.entries()) {
    if (!ts.isCaseClause(clause)) continue;
    const label = labelOf(machine, clause.expression, rest);
    // `switch (true) { case e instanceof ApiException && e.code === 404: … }` looks as an `if` does.
    const asks = value.kind === "primitive" && value.value === true ? label : undefined;
    if (asks !== undefined) rest.trail = asks.state.trail;
    const matched = label && matches(label.value, value);
    if (matched === false) continue;
    entering[index] = matched === true ? rest : rest.fork();
    if (matched === true) {
      rest = undefined;
      break;
    }
    const isNamed =
      asks === undefined
        ? value.kind === "unknown" && value.field === "code"
        : asks.value.kind === "unknown" && asks.value.names === "whenTrue";
    if (isNamed) entering[index].note({ named: true });
    else if (rest.phase === "failed" && (rest.handling > 0 || value.kept === true))
      for (const way of [rest, entering[index]]) way.note({ guessed: true });
  }
  const fallback = clauses.findIndex(ts.isDefaultClause);
  const result: Completion[] = [];
  if (rest !== undefined) {
    if (fallback >= 0) entering[fallback] = rest;
    else result.push(...completed([rest]));
  }
  let falling: State[] = [];
  clauses.forEach((clause, index) => {
    const own = entering[index];
    own?.enter(value.due === true && own.phase === "failed");
    const states = own === undefined ? falling : [...falling, own];
    const after = split(
      states.length === 0 ? [] : executeBlock(machine, clause.statements, states),
    );
    result.push(...after.abrupt);
    falling = after.states;
  });
  return [...result, ...completed(falling)];
}

function labelOf(
  machine: Machine,
  node: ts.Expression,
  state: State,
): { readonly value: Value; readonly state: State } | undefined {
  const ways = machine
    .evaluate(node, state.fork())
    .flatMap((completion) => (completion.kind === "normal" ? [completion] : []));
  const [first, ...others] = ways;
  if (first === undefined || others.length === 0) return first;
  // `a && b` may be asked on several ways, and holds on some.
  const named = ways.find(({ value }) => value.kind === "unknown" && value.names !== undefined);
  return named ?? { value: derived(...ways.map(({ value }) => value)), state: first.state };
}

function matches(label: Value, value: Value): boolean | undefined {
  if (label.kind === "primitive")
    return value.kind === "primitive" ? label.value === value.value : equalsLiteral(value, label);
  const constant = constantIn(label);
  if (constant !== undefined && constantIn(value) !== undefined)
    return constant === constantIn(value);
  // `switch (true) { case e instanceof ApiException: … }`
  if (value.kind === "primitive" && value.value === true) return truthiness(label);
  return undefined;
}
