import ts from "typescript";
import { memberName } from "../callers/declarations.js";
import { withoutWrapping } from "../sdk/callee.js";
import type { Arrival, Flow } from "./flow.js";
import { assign, bind, iterate, storeInField } from "./flow-bindings.js";
import { stepIntoArguments } from "./flow-calls.js";
import { leaveFunctionLiteral, leaveBy } from "./flow-functions.js";
import {
  ANY_ELEMENT,
  asText,
  awaited,
  elementOf,
  isList,
  outermost,
  propertyOf,
  sourceOf,
  verdictOf,
  wrapped,
  type Form,
} from "./form.js";
import { isWritten } from "./reads.js";
import { worthOf } from "./subject.js";
import { calleeName, isAbsent, isAssignment, isComparison, isCondition, isReturned } from "./syntax.js";

/** One step: from an expression that carries the value to where its parent takes it. */
export function step(arrival: Arrival, flow: Flow): void {
  const { node, form, frame } = arrival;
  const { parent } = node;
  if (isWritten(node)) return;
  if (isWrapping(parent)) return flow.arrive(parent, form, frame);
  if (outermost(form) === "function" && leaveFunctionLiteral(arrival, flow)) return;
  if (isReturned(node)) return leaveBy(node, form, frame, flow);
  if (isCondition(node)) return decide(node, form, flow);
  if (ts.isAwaitExpression(parent)) return flow.arrive(parent, awaited(form), frame);
  if (ts.isPropertyAccessExpression(parent)) return access(arrival, parent, flow);
  if (ts.isElementAccessExpression(parent)) return index(arrival, parent, flow);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return stepIntoArguments(arrival, parent, flow);
  if (ts.isBinaryExpression(parent)) return combine(arrival, parent, flow);
  if (ts.isConditionalExpression(parent)) return flow.arrive(parent, form, frame);
  if (ts.isPrefixUnaryExpression(parent)) return negate(arrival, parent, flow);
  if (ts.isTemplateSpan(parent)) return inText(arrival, parent, flow);
  if (stepIntoDeclaration(arrival, flow) || stepIntoLiteral(arrival, flow)) return;
  stepIntoStatement(arrival, flow);
}

function isWrapping(parent: ts.Node): parent is ts.Expression {
  return ts.isExpression(parent) && !ts.isPartiallyEmittedExpression(parent) && withoutWrapping(parent) !== parent;
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
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent) || ts.isTypeOfExpression(parent)) return;
  if (ts.isForStatement(parent)) return;
  if (ts.isForOfStatement(parent)) return iterate(parent, form, frame, flow);
  if (ts.isForInStatement(parent) || ts.isDeleteExpression(parent)) return flow.end("tested", node, form);
  if (ts.isCaseClause(parent)) return flow.end("looked", node, form);
  if (ts.isExportAssignment(parent)) return flow.end("handedOn", node, form, "exported");
  if (ts.isThrowStatement(parent)) return flow.end("handedOn", node, form, "thrown");
  if (ts.isJsxExpression(parent) || ts.isJsxSpreadAttribute(parent)) return flow.end("handedOn", node, form, "rendered");
  if (ts.isTaggedTemplateExpression(parent)) return flow.end("handedOn", node, form, "passed to a template");
  flow.end("unknown", node, form);
}

/** `value.name`; methods of promises and arrays go on when they are called. */
function access({ node, form, frame }: Arrival, parent: ts.PropertyAccessExpression, flow: Flow): void {
  const name = parent.name.text;
  if (isMethodCall(parent) && (outermost(form) === "promise" || isList(form) || outermost(form) === "text")) {
    return flow.arrive(parent, form, frame);
  }
  if (isList(form) && name === "length") return flow.arrive(parent, lengthOf(form), frame);
  const part = propertyOf(form, name);
  if (part !== undefined) return take(parent, part, { node, form, frame }, flow);
  if (outermost(form) === "function" || form.core.kind === "verdict") flow.end("unknown", node, form);
}

/** An empty list of filtered confirmations is an answer; the length of others says nothing. */
function lengthOf(form: Form): Form | undefined {
  return form.layers.length > 0 || form.core.kind === "verdict"
    ? undefined
    : { layers: [], core: { ...form.core, path: [...form.core.path, "length"] } };
}

function take(place: ts.Expression, part: Form, { form, frame }: Arrival, flow: Flow): void {
  // A method of the value itself (task.toString()) tells nothing.
  if (isMethodCall(place) && part.layers.length === 0 && outermost(part) !== "function") {
    if (worthOf(form, flow.subject) === "verdict") return flow.arrive(place, form, frame);
    if (worthOf(form, flow.subject) === "id") return flow.arrive(place, asText(form), frame);
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
function index({ node, form, frame }: Arrival, parent: ts.ElementAccessExpression, flow: Flow): void {
  if (parent.argumentExpression === node) {
    const isVerdict = worthOf(form, flow.subject) === "verdict";
    return flow.end(isVerdict ? "looked" : "handedOn", node, form, "used as a key");
  }
  const key = withoutWrapping(parent.argumentExpression);
  if (ts.isStringLiteralLike(key)) return flow.arrive(parent, propertyOf(form, key.text) ?? undefinedForm(form), frame);
  if (isList(form)) {
    const part = elementOf(form, ts.isNumericLiteral(key) ? Number(key.text) : undefined);
    return part && flow.arrive(parent, part, frame);
  }
  flow.end("unknown", node, form);
}

/** A property that holds nothing followed reads as a detail of it. */
function undefinedForm(form: Form): Form {
  return { layers: [], core: { kind: sourceOf(form.core), path: ["?"] } };
}

/** Whether the value decides: in a condition, in front of `&&`, under `!`. */
function decide(node: ts.Expression, form: Form, flow: Flow): void {
  const worth = form.layers.length === 0 ? worthOf(form, flow.subject) : "whole";
  flow.end(worth === "verdict" ? "looked" : worth === "detail" ? "detail" : "tested", node, form);
}

function negate({ node, form, frame }: Arrival, parent: ts.PrefixUnaryExpression, flow: Flow): void {
  decide(node, form, flow);
  if (form.core.kind === "verdict") flow.arrive(parent, verdictOf(form, parent), frame);
}

function combine(arrival: Arrival, parent: ts.BinaryExpression, flow: Flow): void {
  const { node, form, frame } = arrival;
  const isLeft = parent.left === node;
  const operator = parent.operatorToken.kind;
  if (isComparison(parent)) return compare(arrival, parent, flow);
  if (isAssignment(parent)) {
    if (isLeft) return;
    assign(parent.left, form, frame, flow);
    return flow.arrive(parent, form, frame);
  }
  switch (operator) {
    case ts.SyntaxKind.QuestionQuestionToken:
      return flow.arrive(parent, form, frame);
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return short(arrival, parent, flow);
    case ts.SyntaxKind.CommaToken:
      return isLeft ? undefined : flow.arrive(parent, form, frame);
    case ts.SyntaxKind.PlusToken:
      return flow.arrive(parent, asText(form), frame);
    case ts.SyntaxKind.PlusEqualsToken:
      return isLeft ? undefined : assign(parent.left, asText(form), frame, flow);
    case ts.SyntaxKind.InKeyword:
    case ts.SyntaxKind.InstanceOfKeyword:
      return flow.end("tested", node, form);
    default:
      flow.end("unknown", node, form);
  }
}

/** `value && …`, `value || …` */
function short({ node, form, frame }: Arrival, parent: ts.BinaryExpression, flow: Flow): void {
  const isLeft = parent.left === node;
  const isVerdict = form.core.kind === "verdict" || worthOf(form, flow.subject) === "verdict";
  if (isLeft) decide(node, form, flow);
  if (isVerdict && form.layers.length === 0) return flow.arrive(parent, form.core.kind === "verdict" ? verdictOf(form, parent) : form, frame);
  if (!isLeft || parent.operatorToken.kind === ts.SyntaxKind.BarBarToken) flow.arrive(parent, form, frame);
}

function compare({ node, form, frame }: Arrival, parent: ts.BinaryExpression, flow: Flow): void {
  const other = parent.left === node ? parent.right : parent.left;
  if (isAbsent(other) || form.layers.length > 0) return flow.end("tested", node, form);
  const worth = worthOf(form, flow.subject);
  const isStatus = form.core.kind !== "verdict" && form.core.path.at(-1) === "status";
  if (worth === "id") return flow.end(namesSubject(other, flow) ? "looked" : "unknown", node, form);
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

/** `${value}` */
function inText({ form, frame }: Arrival, span: ts.TemplateSpan, flow: Flow): void {
  const template = span.parent;
  if (ts.isTaggedTemplateExpression(template.parent)) flow.end("handedOn", template, form, "passed to a template");
  else flow.arrive(template, asText(form), frame);
}
