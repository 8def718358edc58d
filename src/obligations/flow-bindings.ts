import ts from "typescript";
import { memberName } from "../callers/declarations.js";
import { withoutWrapping } from "../sdk/callee.js";
import type { Flow, Frame } from "./flow.js";
import {
  ANY_ELEMENT,
  elementOf,
  isList,
  outermost,
  propertyOf,
  wrapped,
  type Form,
} from "./form.js";
import { variableAt } from "./reads.js";

/** Follows a value into a name or pattern that is declared with it: `const { id } = …`, `(task) => …`. */
export function bind(name: ts.BindingName, form: Form, frame: Frame | undefined, flow: Flow): void {
  if (ts.isIdentifier(name)) {
    readFrom(name, form, frame, flow);
    return;
  }
  name.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    const part = ts.isArrayBindingPattern(name)
      ? elementPart(form, index, element.dotDotDotToken !== undefined)
      : propertyPart(form, element);
    if (part === "unknown") flow.end("unknown", element, form);
    else if (part !== undefined) bind(element.name, part, frame, flow);
  });
}

/** Every read of the variable carries the value, wherever in the code it stands. */
function readFrom(name: ts.Identifier, form: Form, frame: Frame | undefined, flow: Flow): void {
  for (const read of flow.reads.ofVariable(name)) flow.arrive(read, form, frame);
  if (flow.reads.isExported(name)) flow.end("handedOn", name, form, "exported");
}

function propertyPart(form: Form, element: ts.BindingElement): Form | "unknown" | undefined {
  // `const { status, ...rest } = task`
  if (element.dotDotDotToken) return form;
  const key = element.propertyName ?? element.name;
  const name = memberName(key);
  return name === undefined ? "unknown" : propertyOf(form, name);
}

function elementPart(form: Form, index: number, isRest: boolean): Form | undefined {
  if (!isRest) return elementOf(form, index);
  return outermost(form) === "element"
    ? { ...form, layers: [ANY_ELEMENT, ...form.layers.slice(1)] }
    : form;
}

/** Follows a value into the left side of an assignment. */
export function assign(
  target: ts.Expression,
  form: Form,
  frame: Frame | undefined,
  flow: Flow,
): void {
  const place = withoutWrapping(target);
  if (ts.isIdentifier(place)) {
    assignVariable(place, form, frame, flow);
    return;
  }
  if (ts.isPropertyAccessExpression(place)) {
    assignProperty(place, place.name.text, form, frame, flow);
    return;
  }
  if (ts.isElementAccessExpression(place)) {
    assignElement(place, form, frame, flow);
    return;
  }
  if (ts.isArrayLiteralExpression(place)) {
    assignElements(place, form, frame, flow);
    return;
  }
  if (ts.isObjectLiteralExpression(place)) {
    assignProperties(place, form, frame, flow);
    return;
  }
  flow.end("unknown", target, form);
}

function assignVariable(
  name: ts.Identifier,
  form: Form,
  frame: Frame | undefined,
  flow: Flow,
): void {
  const declaration = variableAt(name, flow.checker)?.declarations?.[0];
  if (declaration === undefined || ts.isSourceFile(declaration)) {
    flow.end("handedOn", name, form, "stored");
    return;
  }
  readFrom(name, form, frame, flow);
}

function assignProperty(
  place: ts.PropertyAccessExpression,
  name: string,
  form: Form,
  frame: Frame | undefined,
  flow: Flow,
): void {
  const object = withoutWrapping(place.expression);
  if (object.kind === ts.SyntaxKind.ThisKeyword) {
    storeInField(flow.checker.getSymbolAtLocation(place.name), place, form, flow);
    return;
  }
  if (ts.isIdentifier(object) && isOwnObject(object, flow)) {
    const holder = wrapped(form, { kind: "property", name });
    if (holder === undefined) {
      flow.end("unknown", place, form);
      return;
    }
    readFrom(object, holder, frame, flow);
    return;
  }
  flow.end("handedOn", place, form, "stored");
}

/** `tasks[i] = …`, `byEndpoint[id] = …` into an object or array of this function. */
function assignElement(
  place: ts.ElementAccessExpression,
  form: Form,
  frame: Frame | undefined,
  flow: Flow,
): void {
  const object = withoutWrapping(place.expression);
  if (ts.isIdentifier(object) && isOwnObject(object, flow)) {
    const holder = wrapped(form, ANY_ELEMENT);
    if (holder !== undefined) {
      readFrom(object, holder, frame, flow);
      return;
    }
  }
  flow.end("handedOn", place, form, "stored");
}

/** Whether an object is made in this program's sight and not given from outside. */
function isOwnObject(object: ts.Identifier, flow: Flow): boolean {
  const declaration = variableAt(object, flow.checker)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const initial = declaration.initializer && withoutWrapping(declaration.initializer);
  return (
    initial !== undefined &&
    (ts.isObjectLiteralExpression(initial) || ts.isArrayLiteralExpression(initial))
  );
}

function assignElements(
  pattern: ts.ArrayLiteralExpression,
  form: Form,
  frame: Frame | undefined,
  flow: Flow,
): void {
  pattern.elements.forEach((element, index) => {
    const part = elementOf(form, index);
    if (part !== undefined && !ts.isOmittedExpression(element))
      assign(withoutDefault(element), part, frame, flow);
  });
}

function assignProperties(
  pattern: ts.ObjectLiteralExpression,
  form: Form,
  frame: Frame | undefined,
  flow: Flow,
): void {
  for (const property of pattern.properties) {
    const name = property.name && memberName(property.name);
    const part = name === undefined ? undefined : propertyOf(form, name);
    if (part === undefined) continue;
    if (ts.isShorthandPropertyAssignment(property)) assign(property.name, part, frame, flow);
    else if (ts.isPropertyAssignment(property))
      assign(withoutDefault(property.initializer), part, frame, flow);
  }
}

/** `[x = fallback] = …` */
function withoutDefault(target: ts.Expression): ts.Expression {
  const inner = withoutWrapping(target);
  return ts.isBinaryExpression(inner) ? inner.left : inner;
}

/**
 * Follows a value into a class field. A private field that nobody reads drops it; a field that can be
 * read from outside of the program's sight hands it on.
 */
export function storeInField(
  field: ts.Symbol | undefined,
  place: ts.Node,
  form: Form,
  flow: Flow,
): void {
  if (field === undefined) {
    flow.end("handedOn", place, form, "stored");
    return;
  }
  const reads = flow.reads.ofField(field, flow.filesReading(field));
  // Which call the object was made by is not followed: reads return to their own callers.
  for (const read of reads) flow.arrive(read, form, undefined);
  if (reads.length === 0 && !isPrivate(field)) flow.end("handedOn", place, form, "stored");
}

export function isPrivate(field: ts.Symbol): boolean {
  const declaration = field.valueDeclaration;
  if (declaration === undefined) return false;
  const name = ts.getNameOfDeclaration(declaration);
  return (
    (name !== undefined && ts.isPrivateIdentifier(name)) ||
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0
  );
}

/** Follows a value into the variable of `for (const x of values)`. */
export function iterate(
  loop: ts.ForOfStatement,
  form: Form,
  frame: Frame | undefined,
  flow: Flow,
): void {
  if (!isList(form)) return;
  let part = elementOf(form);
  // `for await (const task of promises)` waits for each.
  if (part && loop.awaitModifier && outermost(part) === "promise")
    part = { ...part, layers: part.layers.slice(1) };
  if (part === undefined) return;
  if (!ts.isVariableDeclarationList(loop.initializer)) {
    assign(loop.initializer, part, frame, flow);
    return;
  }
  for (const { name } of loop.initializer.declarations) bind(name, part, frame, flow);
}
