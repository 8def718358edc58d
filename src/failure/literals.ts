import ts from "typescript";
import { propertyName } from "./bindings.js";
import { andThen, evaluateAll, normal, type Completion, type Machine } from "./machine.js";
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
  return evaluateAll(machine, spans, state, (values, after) =>
    normal({ ...derived(...values), kind: "unknown", truthy: true }, after),
  );
}

/** `{ name: value, ...rest }`: a new object on the heap. */
export function evaluateObject(
  machine: Machine,
  node: ts.ObjectLiteralExpression,
  state: State,
): Completion[] {
  const props = new Map<string, Value>();
  const step = (
    index: number,
    current: State,
    known: ReadonlyMap<string, Value>,
    open: boolean,
  ): Completion[] => {
    const property = node.properties[index];
    if (property === undefined) {
      const id = machine.fresh();
      current.heap.set(id, { kind: "object", props: new Map(known), open });
      return normal({ kind: "reference", id }, current);
    }
    const add = (name: string | undefined, value: Value, after: State): Completion[] =>
      name === undefined
        ? step(index + 1, after, known, true)
        : step(index + 1, after, new Map([...known, [name, value]]), open);
    if (ts.isPropertyAssignment(property)) {
      return andThen(machine.evaluate(property.initializer, current), (value, after) =>
        add(propertyName(property.name), value, after),
      );
    }
    if (ts.isShorthandPropertyAssignment(property)) {
      return add(property.name.text, readVariable(machine, property.name, current), current);
    }
    if (ts.isSpreadAssignment(property)) {
      return andThen(machine.evaluate(property.expression, current), (value, after) => {
        const entry = value.kind === "reference" ? after.heap.get(value.id) : undefined;
        if (entry?.kind === "object")
          return step(index + 1, after, new Map([...known, ...entry.props]), open || entry.open);
        const marks = derived(value);
        const spread = marks === UNKNOWN ? known : new Map([...known, ["...", marks] as const]);
        return step(index + 1, after, spread, true);
      });
    }
    if (ts.isMethodDeclaration(property))
      return add(propertyName(property.name), { kind: "function", node: property }, current);
    return step(index + 1, current, known, true);
  };
  return step(0, state, props, false);
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
