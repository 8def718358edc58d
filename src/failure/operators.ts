import ts from "typescript";
import { arithmetic } from "./arithmetic.js";
import { isAssignment } from "./assigned.js";
import { step, update } from "./bindings.js";
import { compare, instanceOf, isComparison } from "./comparisons.js";
import { choose, decide, ifPresent } from "./conditions.js";
import { evaluateAll } from "./in-turn.js";
import { andThen, merge, normal, type Completion, type Machine } from "./machine.js";
import { presenceOf } from "./presence.js";
import { promiseEntryOf } from "./promises.js";
import type { State } from "./state.js";
import { derived, joinMarks, marked, primitive, UNKNOWN, type Value } from "./values.js";

/** `a + b`, `a && b`, `a ?? b`, `a = b`, `a instanceof B` … */
export function evaluateBinary(
  machine: Machine,
  node: ts.BinaryExpression,
  state: State,
): Completion[] {
  const { kind } = node.operatorToken;
  if (isAssignment(kind)) return update(machine, node, state);
  switch (kind) {
    case ts.SyntaxKind.CommaToken:
      return andThen(machine.evaluate(node.left, state), (_, after) =>
        machine.evaluate(node.right, after),
      );
    case ts.SyntaxKind.QuestionQuestionToken:
      return andThen(machine.evaluate(node.left, state), (left, after) =>
        ifPresent(
          left,
          after,
          (current) => normal(left, current),
          (current) => otherwise(machine, left, node.right, current),
        ),
      );
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken: {
      const goesOn = kind === ts.SyntaxKind.AmpersandAmpersandToken;
      return choose(machine, node.left, state, (branch) =>
        branch.truth === goesOn
          ? machine.evaluate(node.right, branch.state)
          : normal(asTaken(branch.value, branch.truth), branch.state),
      );
    }
    case ts.SyntaxKind.InstanceOfKeyword:
      return andThen(machine.evaluate(node.left, state), (left, after) =>
        normal(instanceOf(machine, left, node, after), after),
      );
    case ts.SyntaxKind.InKeyword:
      return evaluateAll(
        machine,
        [node.left, node.right],
        state,
        ([key = UNKNOWN, object = UNKNOWN], after) =>
          normal(presenceOf(machine, key, object, after), after),
      );
    default:
      return evaluateAll(
        machine,
        [node.left, node.right],
        state,
        ([left = UNKNOWN, right = UNKNOWN], after) =>
          normal(
            isComparison(kind)
              ? compare(kind, asCompared(left, after), asCompared(right, after))
              : counted(kind, arithmetic(kind, left, right), right, after),
            after,
          ),
      );
  }
}

/** `{ ...stats, failed: stats.failed + 1 }` in a handler: a count of failures, wherever it is kept. */
function counted(kind: ts.SyntaxKind, sum: Value, added: Value, state: State): Value {
  const isCounted =
    kind === ts.SyntaxKind.PlusToken &&
    state.phase === "failed" &&
    state.handling > 0 &&
    added.kind === "primitive" &&
    added.value === 1;
  return isCounted ? marked(sum, { due: true, kept: true }) : sum;
}

/** `b && c` where b does not hold: whatever it is, it is nothing that holds. */
function asTaken(value: Value, truth: boolean): Value {
  const isOpen = value.kind === "unknown" && value.truthy === undefined;
  return isOpen ? { ...value, truthy: truth } : value;
}

/** A promise is the same whether it will reject or not: comparing it asks nothing about the failure. */
function asCompared(value: Value, state: State): Value {
  return value.kind === "reference" && promiseEntryOf(value, state) !== undefined
    ? { kind: "reference", id: value.id }
    : value;
}

/** `!a`, `-a`, `a++` … */
export function evaluateUnary(
  machine: Machine,
  node: ts.PrefixUnaryExpression,
  state: State,
): Completion[] {
  switch (node.operator) {
    case ts.SyntaxKind.PlusPlusToken:
    case ts.SyntaxKind.MinusMinusToken:
      return step(
        machine,
        node.operand,
        node.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1,
        state,
      );
    case ts.SyntaxKind.ExclamationToken: {
      const { branches, abrupt } = decide(machine, node, state);
      if (branches.length < 2) {
        return [
          ...abrupt,
          ...branches.flatMap((branch) =>
            normal(primitive(branch.truth, branch.value), branch.state),
          ),
        ];
      }
      return merge([
        ...abrupt,
        ...branches.flatMap((branch) =>
          normal(primitive(branch.truth, branch.value), branch.state),
        ),
      ]);
    }
    case ts.SyntaxKind.MinusToken:
      return andThen(machine.evaluate(node.operand, state), (value, after) =>
        normal(
          value.kind === "primitive" && typeof value.value === "number"
            ? primitive(-value.value, value)
            : derived(value),
          after,
        ),
      );
    default:
      return andThen(machine.evaluate(node.operand, state), (value, after) =>
        normal(derived(value), after),
      );
  }
}

/** What `typeof` says of a value. */
export function typeOf(value: Value): Value {
  switch (value.kind) {
    case "primitive":
      return primitive(value.value === null ? "object" : typeof value.value, value);
    case "function":
    case "settler":
      return primitive("function", value);
    case "unknown":
      return typeOfUnknown(value);
    default:
      return primitive("object", value);
  }
}

function typeOfUnknown(value: Value & { kind: "unknown" }): Value {
  if (value.field === "code") return primitive("number", value);
  return value.field === "systemCode"
    ? { ...joinMarks([value]), kind: "unknown", field: "typeOfSystemCode" }
    : derived(value);
}

/** The right side of `left ?? right`: where the failure left nothing, it is there because of the failure. */
function otherwise(
  machine: Machine,
  left: Value,
  right: ts.Expression,
  state: State,
): Completion[] {
  const depth = state.scopes.length;
  const due = left.due === true;
  state.enter(due && state.phase === "failed");
  return machine.evaluate(right, state).map((completion) => {
    completion.state.leaveTo(depth);
    return completion.kind === "normal" && due
      ? { ...completion, value: { ...completion.value, due } }
      : completion;
  });
}
