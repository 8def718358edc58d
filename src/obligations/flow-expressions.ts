import ts from "typescript";
import { memberName } from "../callers/declarations.js";
import { withoutWrapping } from "../sdk/callee.js";
import type { Arrival, Flow } from "./flow.js";
import { bind, iterate, storeInField } from "./flow-bindings.js";
import { stepIntoCall, stepIntoConstruction } from "./flow-calls.js";
import { leaveBy, leaveFunctionLiteral } from "./flow-functions.js";
import { combine, decide, negate } from "./flow-operators.js";
import {
  ANY_ELEMENT,
  asText,
  awaited,
  elementOf,
  isList,
  outermost,
  propertyOf,
  sourceOf,
  wrapped,
  type Form,
} from "./form.js";
import { worthOf } from "./subject.js";
import { isCondition, isReturned } from "./syntax.js";

/** One step: from an expression that carries the value to where its parent takes it. */
export function step(arrival: Arrival, flow: Flow): void {
  const { node, form, frame } = arrival;
  const { parent } = node;
  if (isWrapping(parent)) flow.arrive(parent, form, frame);
  else if (outermost(form) === "function" && leaveFunctionLiteral(arrival, flow)) return;
  else if (isReturned(node)) leaveBy(node, form, frame, flow);
  else if (isCondition(node)) decide(node, form, flow);
  else if (stepThroughOperator(arrival, flow) || stepIntoDeclaration(arrival, flow)) return;
  else if (!stepIntoLiteral(arrival, flow)) stepIntoStatement(arrival, flow);
}

/** `await value`, `value.name`, `f(value)`, `value === …`, `c ? value : …`, `!value`, `${value}` */
function stepThroughOperator(arrival: Arrival, flow: Flow): boolean {
  const { node, form, frame } = arrival;
  const { parent } = node;
  if (ts.isAwaitExpression(parent)) flow.arrive(parent, awaited(form), frame);
  else if (ts.isPropertyAccessExpression(parent)) access(arrival, parent, flow);
  else if (ts.isElementAccessExpression(parent)) index(arrival, parent, flow);
  else if (ts.isCallExpression(parent)) stepIntoCall(arrival, parent, flow);
  else if (ts.isNewExpression(parent)) stepIntoConstruction(arrival, parent, flow);
  else if (ts.isBinaryExpression(parent)) combine(arrival, parent, flow);
  else if (ts.isConditionalExpression(parent)) flow.arrive(parent, form, frame);
  else if (ts.isPrefixUnaryExpression(parent)) negate(arrival, parent, flow);
  else if (ts.isTemplateSpan(parent)) inText(arrival, parent, flow);
  else return false;
  return true;
}

function isWrapping(parent: ts.Node): parent is ts.Expression {
  return (
    ts.isExpression(parent) &&
    !ts.isPartiallyEmittedExpression(parent) &&
    withoutWrapping(parent) !== parent
  );
}

/** `const x = value`, `class { x = value }`, `(x = value) => …`, `const { x = value } = …` */
function stepIntoDeclaration({ node, form, frame }: Arrival, flow: Flow): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent)) {
    bind(parent.name, form, frame, flow);
    return true;
  }
  if (ts.isPropertyDeclaration(parent)) {
    storeInField(flow.checker.getSymbolAtLocation(parent.name), parent.name, form, flow);
    return true;
  }
  return false;
}

/** `{ name: value }`, `{ value }`, `{ ...value }`, `[value]`, `[...values]` */
function stepIntoLiteral({ node, form, frame }: Arrival, flow: Flow): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    const name = memberName(parent.name);
    const layer = name === undefined ? ANY_ELEMENT : ({ kind: "property", name } as const);
    flow.arrive(parent.parent, wrapped(form, layer), frame);
  } else if (ts.isSpreadAssignment(parent)) {
    flow.arrive(parent.parent, form, frame);
  } else if (ts.isArrayLiteralExpression(parent)) {
    flow.arrive(parent, wrapped(form, { kind: "element", index: placeIn(parent, node) }), frame);
  } else if (ts.isSpreadElement(parent)) {
    const element = elementOf(form);
    if (!isList(form) || element === undefined || !ts.isArrayLiteralExpression(parent.parent)) {
      flow.end("unknown", parent, form);
    } else flow.arrive(parent.parent, wrapped(element, ANY_ELEMENT), frame);
  } else return false;
  return true;
}

/** The index of an element, unless something before it is spread. */
function placeIn(array: ts.ArrayLiteralExpression, node: ts.Expression): number | undefined {
  const place = array.elements.indexOf(node);
  return array.elements.slice(0, place).some(ts.isSpreadElement) ? undefined : place;
}

function stepIntoStatement({ node, form, frame }: Arrival, flow: Flow): void {
  const { parent } = node;
  if (
    ts.isExpressionStatement(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isTypeOfExpression(parent)
  )
    return;
  if (ts.isForStatement(parent)) return;
  if (ts.isForOfStatement(parent)) {
    iterate(parent, form, frame, flow);
    return;
  }
  if (ts.isForInStatement(parent) || ts.isDeleteExpression(parent)) {
    flow.end("tested", node, form);
    return;
  }
  if (ts.isCaseClause(parent)) {
    flow.end("looked", node, form);
    return;
  }
  if (ts.isExportAssignment(parent)) {
    flow.end("handedOn", node, form, "exported");
    return;
  }
  if (ts.isThrowStatement(parent)) {
    flow.end("handedOn", node, form, "thrown");
    return;
  }
  if (ts.isJsxExpression(parent) || ts.isJsxSpreadAttribute(parent)) {
    flow.end("handedOn", node, form, "rendered");
    return;
  }
  flow.end("unknown", node, form);
}

/** `value.name`; methods of promises and arrays go on when they are called. */
function access(
  { node, form, frame }: Arrival,
  parent: ts.PropertyAccessExpression,
  flow: Flow,
): void {
  const name = parent.name.text;
  if (
    isMethodCall(parent) &&
    (outermost(form) === "promise" || isList(form) || outermost(form) === "text")
  ) {
    flow.arrive(parent, form, frame);
    return;
  }
  const part = propertyOf(form, name);
  if (part !== undefined) {
    take(parent, part, { node, form, frame }, flow);
    return;
  }
  if (outermost(form) === "function" || form.core.kind === "verdict")
    flow.end("unknown", node, form);
}

function take(place: ts.Expression, part: Form, { form, frame }: Arrival, flow: Flow): void {
  // A method of the value itself (task.toString()) tells nothing.
  if (isMethodCall(place) && part.layers.length === 0 && outermost(part) !== "function") {
    if (worthOf(form, flow.subject) === "verdict") {
      flow.arrive(place, form, frame);
      return;
    }
    if (worthOf(form, flow.subject) === "id") {
      flow.arrive(place, asText(form), frame);
      return;
    }
    return;
  }
  flow.arrive(place, part, frame);
}

function isMethodCall(place: ts.Expression): boolean {
  let outer: ts.Node = place;
  while (isWrapping(outer.parent)) outer = outer.parent;
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer;
}

/** `values[0]`, `value["name"]`, `table[value]` */
function index(
  { node, form, frame }: Arrival,
  parent: ts.ElementAccessExpression,
  flow: Flow,
): void {
  if (parent.argumentExpression === node) {
    const isVerdict = worthOf(form, flow.subject) === "verdict";
    flow.end(isVerdict ? "looked" : "handedOn", node, form, "used as a key");
    return;
  }
  const key = withoutWrapping(parent.argumentExpression);
  if (ts.isStringLiteralLike(key)) {
    flow.arrive(parent, propertyOf(form, key.text) ?? undefinedForm(form), frame);
    return;
  }
  if (isList(form)) {
    const part = elementOf(form, ts.isNumericLiteral(key) ? Number(key.text) : undefined);
    if (part) flow.arrive(parent, part, frame);
    return;
  }
  flow.end("unknown", node, form);
}

/** A property that holds nothing followed reads as a detail of it. */
function undefinedForm(form: Form): Form {
  return { layers: [], core: { kind: sourceOf(form.core), path: ["?"] } };
}

/** `${value}` */
function inText({ form, frame }: Arrival, span: ts.TemplateSpan, flow: Flow): void {
  const template = span.parent;
  if (ts.isTaggedTemplateExpression(template.parent))
    flow.end("handedOn", template, form, "passed to a template");
  else flow.arrive(template, asText(form), frame);
}
