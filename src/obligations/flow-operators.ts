import ts from "typescript";
import { withoutWrapping } from "../sdk/callee.js";
import type { Arrival, Flow } from "./flow.js";
import { assign } from "./flow-bindings.js";
import { asText, verdictOf, type Form } from "./form.js";
import { worthOf } from "./subject.js";
import { calleeName, isAbsent, isAssignment, isComparison } from "./syntax.js";

/** Whether the value decides: in a condition, in front of `&&`, under `!`. */
export function decide(node: ts.Expression, form: Form, flow: Flow): void {
  const worth = form.layers.length === 0 ? worthOf(form, flow.subject) : "whole";
  flow.end(worth === "verdict" ? "looked" : worth === "detail" ? "detail" : "tested", node, form);
}

/** `!value`, `-value` */
export function negate(
  { node, form, frame }: Arrival,
  parent: ts.PrefixUnaryExpression,
  flow: Flow,
): void {
  decide(node, form, flow);
  if (form.core.kind === "verdict") flow.arrive(parent, verdictOf(form, parent), frame);
}

/** `value === …`, `x = value`, `value ?? …`, `value && …`, `"text" + value` */
export function combine(arrival: Arrival, parent: ts.BinaryExpression, flow: Flow): void {
  const { node, form, frame } = arrival;
  const isLeft = parent.left === node;
  const operator = parent.operatorToken.kind;
  if (isComparison(parent)) {
    compare(arrival, parent, flow);
    return;
  }
  if (isAssignment(parent)) {
    if (isLeft) return;
    assign(parent.left, form, frame, flow);
    flow.arrive(parent, form, frame);
    return;
  }
  switch (operator) {
    case ts.SyntaxKind.QuestionQuestionToken: {
      flow.arrive(parent, form, frame);
      return;
    }
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.AmpersandAmpersandToken: {
      short(arrival, parent, flow);
      return;
    }
    case ts.SyntaxKind.CommaToken: {
      if (!isLeft) flow.arrive(parent, form, frame);
      return;
    }
    case ts.SyntaxKind.PlusToken: {
      flow.arrive(parent, asText(form), frame);
      return;
    }
    case ts.SyntaxKind.PlusEqualsToken: {
      if (!isLeft) assign(parent.left, asText(form), frame, flow);
      return;
    }
    case ts.SyntaxKind.InKeyword:
    case ts.SyntaxKind.InstanceOfKeyword: {
      flow.end("tested", node, form);
      return;
    }
    default:
      flow.end("unknown", node, form);
  }
}

/** `value && …`, `value || …` */
function short({ node, form, frame }: Arrival, parent: ts.BinaryExpression, flow: Flow): void {
  const isLeft = parent.left === node;
  const isVerdict = form.core.kind === "verdict" || worthOf(form, flow.subject) === "verdict";
  if (isLeft) decide(node, form, flow);
  if (isVerdict && form.layers.length === 0) {
    flow.arrive(parent, form.core.kind === "verdict" ? verdictOf(form, parent) : form, frame);
    return;
  }
  if (!isLeft || parent.operatorToken.kind === ts.SyntaxKind.BarBarToken)
    flow.arrive(parent, form, frame);
}

function compare({ node, form, frame }: Arrival, parent: ts.BinaryExpression, flow: Flow): void {
  const other = parent.left === node ? parent.right : parent.left;
  if (isAbsent(other) || form.layers.length > 0) {
    flow.end("tested", node, form);
    return;
  }
  const worth = worthOf(form, flow.subject);
  const isStatus = form.core.kind !== "verdict" && form.core.path.at(-1) === "status";
  if (worth === "id") {
    flow.end(namesSubject(other, flow) ? "looked" : "unknown", node, form);
    return;
  }
  flow.end(worth === "verdict" ? "looked" : worth === "detail" ? "detail" : "tested", node, form);
  if (worth === "verdict" || isStatus) flow.arrive(parent, verdictOf(form, parent), frame);
}

/** `task.id === listed.id`, where the SDK declares the other side's property. */
function namesSubject(other: ts.Expression, { checker, subject }: Flow): boolean {
  const inner = withoutWrapping(other);
  const name = calleeName(inner);
  if (!subject.idsInLists.has(name)) return false;
  if (!ts.isPropertyAccessExpression(inner)) return true;
  const declared = checker.getSymbolAtLocation(inner.name)?.declarations ?? [];
  return declared.some((declaration) => declaration.getSourceFile().isDeclarationFile);
}
