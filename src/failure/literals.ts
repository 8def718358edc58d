import ts from "typescript";
import { propertyName } from "./bindings.js";
import { evaluateAll, joinUnfinished, type Unfinished } from "./in-turn.js";
import { marksWithin } from "./marks.js";
import { normal, type Completion, type Machine } from "./machine.js";
import type { State } from "./state.js";
import { derived, primitive, UNKNOWN, type Value } from "./values.js";
import { readVariable } from "./variables.js";

/** A literal that holds nothing to evaluate; undefined for every other node. */
export function literalOf(node: ts.Expression): Value | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return primitive((node as ts.StringLiteral).text);
    case ts.SyntaxKind.NumericLiteral:
      return primitive(Number((node as ts.NumericLiteral).text));
    case ts.SyntaxKind.TrueKeyword:
      return primitive(true);
    case ts.SyntaxKind.FalseKeyword:
      return primitive(false);
    case ts.SyntaxKind.NullKeyword:
      return primitive(null);
    default:
      return undefined;
  }
}

/** `` `text ${value}` `` */
export function evaluateTemplate(
  machine: Machine,
  node: ts.TemplateExpression,
  state: State,
): Completion[] {
  const spans = node.templateSpans.map((span) => span.expression);
  const text: Value = { kind: "unknown", truthy: true, beginning: node.head.text };
  return evaluateAll(machine, spans, state, (values, after) => {
    const marks = values.map((value) =>
      value.kind === "error" ? marksWithin(value, after) : value,
    );
    return normal({ ...derived(...marks), ...text }, after);
  });
}

/** `{ name: value, ...rest }`: a new object on the heap. */
export function evaluateObject(
  machine: Machine,
  node: ts.ObjectLiteralExpression,
  state: State,
): Completion[] {
  const nothing: Unfinished["known"] = { kind: "object", props: new Map(), open: false };
  let paths: readonly Unfinished[] = [{ known: nothing, state }];
  const result: Completion[] = [];
  for (const property of node.properties) {
    const further: Unfinished[] = [];
    for (const { known, state: current } of paths) {
      const ways = propertyValue(machine, property, current);
      for (const [index, way] of ways.entries()) {
        if (way.kind !== "normal") {
          result.push(way);
          continue;
        }
        const isLast = index === ways.length - 1;
        const own = isLast ? known : { ...known, props: new Map(known.props) };
        further.push({ known: withProperty(own, property, way), state: way.state });
      }
    }
    paths = joinUnfinished(machine, further);
  }
  for (const { known, state: after } of paths) {
    const id = machine.fresh();
    after.heap.set(id, known);
    result.push(...normal({ kind: "reference", id }, after));
  }
  return result;
}

function propertyValue(
  machine: Machine,
  property: ts.ObjectLiteralElementLike,
  state: State,
): Completion[] {
  if (ts.isPropertyAssignment(property)) return machine.evaluate(property.initializer, state);
  if (ts.isSpreadAssignment(property)) return machine.evaluate(property.expression, state);
  if (ts.isShorthandPropertyAssignment(property))
    return normal(readVariable(machine, property.name, state), state);
  if (ts.isMethodDeclaration(property)) return normal({ kind: "function", node: property }, state);
  return normal(UNKNOWN, state);
}

/** Adds to the object's own properties. */
function withProperty(
  known: Unfinished["known"],
  property: ts.ObjectLiteralElementLike,
  { value, state }: { readonly value: Value; readonly state: State },
): Unfinished["known"] {
  const { props, open } = known;
  if (ts.isSpreadAssignment(property)) {
    const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
    if (entry?.kind === "object") {
      for (const [name, part] of entry.props) props.set(name, part);
      return { ...known, open: open || entry.open };
    }
    const marks = derived(value);
    if (marks !== UNKNOWN) props.set("...", marks);
    return { ...known, open: true };
  }
  const name = ts.isAccessor(property) ? undefined : propertyName(property.name);
  if (name === undefined) return { ...known, open: true };
  props.set(name, value);
  return known;
}

/** `[value, ...rest]`: a new array on the heap. */
export function evaluateArray(
  machine: Machine,
  node: ts.ArrayLiteralExpression,
  state: State,
): Completion[] {
  return evaluateAll(machine, node.elements, state, (values, after) => {
    const elements: Value[] = [];
    let open = false;
    let certain = false;
    for (const [index, value] of values.entries()) {
      const element = node.elements[index];
      if (element === undefined || !ts.isSpreadElement(element)) {
        elements.push(value);
        certain = true;
        continue;
      }
      const entry = value.kind === "reference" ? after.heap.get(value.id) : undefined;
      if (entry?.kind === "array") {
        elements.push(...entry.elements);
        open ||= entry.open;
        certain ||= entry.elements.length > 0 && entry.maybeEmpty !== true;
      } else {
        const marks = derived(value);
        if (marks !== UNKNOWN) elements.push(marks);
        open = true;
      }
    }
    const id = machine.fresh();
    after.heap.set(id, { kind: "array", elements, open, maybeEmpty: open && !certain });
    return normal({ kind: "reference", id }, after);
  });
}
