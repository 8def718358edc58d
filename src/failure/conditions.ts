import ts from "typescript";
import { isCountdown } from "./countdowns.js";
import { bare } from "./syntax.js";
import { assumptionOf, opposite } from "./assumptions.js";
import { merge, type Completion, type Machine, type World } from "./machine.js";
import { splitByMessage } from "./messages.js";
import { isSetting } from "./settings.js";
import type { State, Trail } from "./state.js";
import { isNullish, primitive, truthiness, type Value } from "./values.js";

/** One way a condition goes. */
export interface Branch {
  readonly truth: boolean;
  readonly state: State;
  /** Whether the failure alone decided it. */
  readonly due: boolean;
  readonly value: Value;
}

export interface Branches {
  readonly branches: readonly Branch[];
  readonly abrupt: readonly Completion[];
}

/** Evaluates a condition: every way it can go, each with its own state. */
export function decide(machine: Machine, node: ts.Expression, state: State): Branches {
  const inner = bare(node);
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
    const { branches, abrupt } = decide(machine, inner.operand, state);
    return {
      abrupt,
      branches: branches.map((branch) => ({
        ...branch,
        truth: !branch.truth,
        value: primitive(!branch.truth, branch.value),
      })),
    };
  }
  if (ts.isBinaryExpression(inner)) {
    const { kind } = inner.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken)
      return decideBoth(machine, inner, state, true);
    if (kind === ts.SyntaxKind.BarBarToken) return decideBoth(machine, inner, state, false);
  }
  return decideValue(machine, inner, state);
}

/** `a && b` where `goesOn` is true, `a || b` where it is false. */
function decideBoth(
  machine: Machine,
  node: ts.BinaryExpression,
  state: State,
  goesOn: boolean,
): Branches {
  const left = decide(machine, node.left, state);
  const branches: Branch[] = [];
  const abrupt = [...left.abrupt];
  for (const branch of left.branches) {
    if (branch.truth !== goesOn) {
      branches.push(branch);
      continue;
    }
    const right = decide(machine, node.right, branch.state);
    branches.push(...right.branches.map((next) => ({ ...next, due: next.due || branch.due })));
    abrupt.push(...right.abrupt);
  }
  return { branches: joinAlike(branches), abrupt };
}

/** More failed ways than that are compared with each other; a few cost less than comparing them. */
const FEW = 4;

/** Joins the ways that have the same truth, as far as paths may be, so that long conditions do not multiply states. */
function joinAlike(branches: readonly Branch[]): Branch[] {
  return [true, false].flatMap((truth) => {
    const group = branches.filter((branch) => branch.truth === truth);
    const failed = group.filter((branch) => branch.state.phase === "failed");
    const rest = group.filter((branch) => branch.state.phase !== "failed");
    const kept =
      failed.length <= FEW
        ? failed
        : [true, false].flatMap((due) =>
            joined(
              failed.filter((branch) => branch.due === due),
              truth,
              due,
            ),
          );
    return [...kept, ...joined(rest, truth, false)];
  });
}

function joined(branches: readonly Branch[], truth: boolean, due: boolean): Branch[] {
  return merge(branches.map(({ value, state }) => ({ kind: "normal", value, state }))).flatMap(
    (completion) =>
      completion.kind === "normal"
        ? [{ truth, due, value: completion.value, state: completion.state }]
        : [],
  );
}

function decideValue(machine: Machine, node: ts.Expression, state: State): Branches {
  const branches: Branch[] = [];
  const abrupt: Completion[] = [];
  for (const completion of merge(machine.evaluate(node, state))) {
    if (completion.kind === "normal")
      branches.push(
        ...decideOn(completion.value, completion.state, { node, world: machine.world }),
      );
    else abrupt.push(completion);
  }
  return { branches, abrupt };
}

/** `a < b` and the like, which compare numbers. */
function isOrder(node: ts.Expression): boolean {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.LessThanToken ||
      node.operatorToken.kind === ts.SyntaxKind.LessThanEqualsToken ||
      node.operatorToken.kind === ts.SyntaxKind.GreaterThanToken ||
      node.operatorToken.kind === ts.SyntaxKind.GreaterThanEqualsToken)
  );
}

/** The ways of `error.message.includes("signature")`: of those that the error can have, some pass. */
function decideByMessage(value: Value, state: State): Branch[] | undefined {
  const split = state.phase === "failed" ? splitByMessage(value, state) : undefined;
  if (split === undefined) return undefined;
  const { passing, failing } = split;
  const branches: Branch[] = [];
  if (passing !== 0) branches.push({ truth: true, state: state.fork(), due: true, value });
  if (failing !== 0) branches.push({ truth: false, state, due: true, value });
  for (const branch of branches) branch.state.note({ messages: branch.truth ? passing : failing });
  return branches;
}

/** A condition as it stands in the program. */
interface Condition {
  readonly node: ts.Expression;
  readonly world: World;
}

/** The ways a condition over the value goes: one where its truth is known, else both. */
export function decideOn(value: Value, state: State, condition?: Condition): Branch[] {
  // A promise is there whether it will reject or not.
  const isPromise = value.kind === "reference" && state.heap.get(value.id)?.kind === "promise";
  const failed = state.phase === "failed";
  const byMessage = decideByMessage(value, state);
  if (byMessage !== undefined) return byMessage;
  const truth = truthiness(value);
  if (truth !== undefined)
    return [{ truth, state, due: failed && value.due === true && !isPromise, value }];
  // What is merely unknown after the failure may be either way without it, too.
  const due = failed && (value.ofError === true || value.kept === true);
  const other = state.fork();
  if (value.names === "whenTrue") state.note({ named: true });
  if (value.names === "whenFalse") other.note({ named: true });
  // `isRetryable(e)`, `if (orderId)`: in the handling of a failure the two ways belong together.
  const isAsked =
    state.handling > 0 ||
    due ||
    // `sent < orders.length` asks what went wrong.
    (value.due === true && condition !== undefined && isOrder(condition.node)) ||
    (condition !== undefined && isCountdown(condition.node));
  if (failed && value.names === undefined && isAsked) noteGuess(due, condition, state, other);
  return [
    { truth: true, state, due, value },
    { truth: false, state: other, due, value },
  ];
}

/** Which way was taken of a condition that the simulation cannot decide, and what that takes for granted. */
function noteGuess(
  due: boolean,
  condition: Condition | undefined,
  state: State,
  other: State,
): void {
  const isSet = !due && condition !== undefined && isSetting(condition.node, condition.world);
  const guess: Partial<Trail> = isSet ? { bySetting: true } : { guessed: true };
  state.note(guess);
  other.note(guess);
  const assumed =
    due || condition === undefined ? undefined : assumptionOf(condition.node, condition.world);
  if (assumed === undefined) return;
  const before = state.trail?.assumes ?? [];
  state.note({ assumes: [...before, assumed] });
  other.note({ assumes: [...before, opposite(assumed)] });
}

/** Continues with the value where it is not nullish, and with `otherwise` where it is. */
export function ifPresent(
  value: Value,
  state: State,
  present: (state: State) => Completion[],
  otherwise: (state: State) => Completion[],
): Completion[] {
  const nullish = isNullish(value);
  if (nullish === false) return present(state);
  if (nullish === true) return otherwise(state);
  const other = state.fork();
  // `STATUS.get(error.name) ?? 500`: which of the two it is, the code tells by the failure.
  if (state.phase === "failed" && value.due === true) {
    state.note({ guessed: true });
    other.note({ guessed: true });
  }
  return merge([...present(other), ...otherwise(state)]);
}

/** A value that depends on a condition: both arms, each under handling where the failure alone chose it. */
export function choose(
  machine: Machine,
  condition: ts.Expression,
  state: State,
  arm: (branch: Branch) => Completion[],
): Completion[] {
  return merge(chooseApart(machine, condition, state, arm));
}

/** The same, with what either arm gives kept apart: `return sent ? "sent" : "kept"`. */
export function chooseApart(
  machine: Machine,
  condition: ts.Expression,
  state: State,
  arm: (branch: Branch) => Completion[],
): Completion[] {
  const { branches, abrupt } = decide(machine, condition, state);
  const completions = branches.flatMap((branch) => {
    const depth = branch.state.scopes.length;
    branch.state.enter(branch.due);
    const ended = arm(branch);
    for (const completion of ended) completion.state.leaveTo(depth);
    return ended.map((completion) =>
      completion.kind === "normal" && branch.due
        ? { ...completion, value: chosen(completion.value, completion.state) }
        : completion,
    );
  });
  return [...abrupt, ...completions];
}

/** What is written for one case only tells whoever gets it which case it is: a text, an object. */
function chosen(value: Value, state: State): Value {
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  const isWritten =
    entry?.kind === "object" || (value.kind === "unknown" && value.beginning !== undefined);
  return isWritten ? { ...value, due: true, kept: true } : { ...value, due: true };
}
