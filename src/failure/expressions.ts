import ts from "typescript";
import { assign } from "./bindings.js";
import { evaluateCall, evaluateNew } from "./calls.js";
import { choose } from "./conditions.js";
import { evaluateJsx, isJsx } from "./jsx.js";
import { evaluateArray, evaluateObject, evaluateTemplate, literalOf } from "./literals.js";
import { evaluateAll } from "./in-turn.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { evaluateElement, evaluateProperty } from "./members.js";
import { evaluateBinary, evaluateUnary, typeOf } from "./operators.js";
import { thisAt } from "./own-methods.js";
import { awaitValue } from "./promises.js";
import type { State } from "./state.js";
import { derived, UNDEFINED, UNKNOWN, type FunctionNode } from "./values.js";
import { readVariable } from "./variables.js";

/** Evaluates an expression on one path. What the simulation does not know is `unknown`. */
export function evaluateExpression(
  machine: Machine,
  node: ts.Expression,
  state: State,
): Completion[] {
  if (!machine.spend()) {
    state.note({ lost: "the budget of steps is used up" });
    return normal(UNKNOWN, state);
  }
  const literal = literalOf(node);
  if (literal !== undefined) return normal(literal, state);
  switch (node.kind) {
    case ts.SyntaxKind.Identifier:
      return normal(readVariable(machine, node as ts.Identifier, state), state);
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.SatisfiesExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
    case ts.SyntaxKind.SpreadElement:
      return machine.evaluate((node as ts.ParenthesizedExpression).expression, state);
    case ts.SyntaxKind.PropertyAccessExpression:
      return evaluateProperty(machine, node as ts.PropertyAccessExpression, state);
    case ts.SyntaxKind.ElementAccessExpression:
      return evaluateElement(machine, node as ts.ElementAccessExpression, state);
    case ts.SyntaxKind.CallExpression:
      return evaluateCall(machine, node as ts.CallExpression, state);
    case ts.SyntaxKind.NewExpression:
      return evaluateNew(machine, node as ts.NewExpression, state);
    case ts.SyntaxKind.AwaitExpression:
      return andThen(
        machine.evaluate((node as ts.AwaitExpression).expression, state),
        (value, after) => awaitValue(machine, value, after),
      );
    case ts.SyntaxKind.ThisKeyword:
      return normal(thisAt(machine, node, state), state);
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
      return normal({ kind: "function", node: node as FunctionNode }, state);
    case ts.SyntaxKind.BinaryExpression:
      return evaluateBinary(machine, node as ts.BinaryExpression, state);
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.PostfixUnaryExpression:
      return evaluateUnary(machine, node as ts.PrefixUnaryExpression, state);
    case ts.SyntaxKind.ConditionalExpression: {
      const { condition, whenTrue, whenFalse } = node as ts.ConditionalExpression;
      return choose(machine, condition, state, (branch) =>
        machine.evaluate(branch.truth ? whenTrue : whenFalse, branch.state),
      );
    }
    case ts.SyntaxKind.ObjectLiteralExpression:
      return evaluateObject(machine, node as ts.ObjectLiteralExpression, state);
    case ts.SyntaxKind.ArrayLiteralExpression:
      return evaluateArray(machine, node as ts.ArrayLiteralExpression, state);
    case ts.SyntaxKind.TemplateExpression:
      return evaluateTemplate(machine, node as ts.TemplateExpression, state);
    case ts.SyntaxKind.VoidExpression:
    case ts.SyntaxKind.TypeOfExpression:
      return evaluateOperand(machine, node as ts.VoidExpression | ts.TypeOfExpression, state);
    case ts.SyntaxKind.DeleteExpression:
      return assign(machine, (node as ts.DeleteExpression).expression, UNDEFINED, state);
    case ts.SyntaxKind.YieldExpression:
      return evaluateYield(machine, node as ts.YieldExpression, state);
    case ts.SyntaxKind.TaggedTemplateExpression:
      return evaluateTagged(machine, node as ts.TaggedTemplateExpression, state);
    default:
      return isJsx(node) ? evaluateJsx(machine, node, state) : normal(UNKNOWN, state);
  }
}

/** `void operand`, `typeof operand` */
function evaluateOperand(
  machine: Machine,
  node: ts.VoidExpression | ts.TypeOfExpression,
  state: State,
): Completion[] {
  return andThen(machine.evaluate(node.expression, state), (value, after) =>
    normal(ts.isVoidExpression(node) ? UNDEFINED : typeOf(value), after),
  );
}

/** A generator's consumer may do anything with what is yielded: the simulation stops following. */
function evaluateYield(machine: Machine, node: ts.YieldExpression, state: State): Completion[] {
  const inner =
    node.expression === undefined
      ? normal(UNDEFINED, state)
      : machine.evaluate(node.expression, state);
  return andThen(inner, (_, after) => {
    if (after.phase === "failed") after.note({ lost: "the failure is inside a generator" });
    return normal(UNKNOWN, after);
  });
}

function evaluateTagged(
  machine: Machine,
  node: ts.TaggedTemplateExpression,
  state: State,
): Completion[] {
  const spans = ts.isTemplateExpression(node.template)
    ? node.template.templateSpans.map((span) => span.expression)
    : [];
  return evaluateAll(machine, spans, state, (values, after) => {
    if (after.phase === "failed") {
      // sql`insert … ${e.message}` is work like any call.
      if (values.some((value) => value.tainted === true)) after.putToUse(node);
      if (after.handling > 0) after.note({ acted: node });
    }
    return normal(derived(...values), after);
  });
}
