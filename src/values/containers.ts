import ts from "typescript";
import type { Evaluation } from "./evaluator.js";
import {
  Property,
  unknown,
  type ArrayValue,
  type ObjectValue,
  type StaticValue,
} from "./static-value.js";
import { nameText } from "./syntax.js";

type Properties = Map<string, Property>;

/** An object literal. A property that may be written twice has the values of both. */
export function valuesOfObject(
  node: ts.ObjectLiteralExpression,
  evaluation: Evaluation,
): ObjectValue {
  const properties: Properties = new Map();
  let open = false;
  for (const element of node.properties) {
    if (ts.isSpreadAssignment(element)) {
      open = spread(element.expression, properties, evaluation) || open;
      continue;
    }
    const name = propertyName(element.name, evaluation);
    if (name === undefined) {
      open = true;
      // `[key]: value` may be any of the properties before it.
      for (const [key] of properties) properties.set(key, new Property(() => [unknown(element)]));
    } else properties.set(name, new Property(() => elementValues(element, evaluation)));
  }
  return { kind: "object", properties, open, node };
}

function propertyName(name: ts.PropertyName, evaluation: Evaluation): string | undefined {
  if (!ts.isComputedPropertyName(name)) return nameText(name);
  const values = evaluation.of(name.expression);
  const [value] = values;
  if (values.length !== 1 || value?.kind !== "string") return undefined;
  const [part] = value.parts;
  return value.parts.length === 1 && typeof part === "string" ? part : undefined;
}

function elementValues(
  element: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  evaluation: Evaluation,
): readonly StaticValue[] {
  if (ts.isPropertyAssignment(element)) return evaluation.of(element.initializer);
  if (ts.isShorthandPropertyAssignment(element)) return evaluation.of(element.name);
  return [unknown(element)];
}

/** `...source`: answers whether it may bring properties that are not known. */
function spread(source: ts.Expression, into: Properties, evaluation: Evaluation): boolean {
  const before: Properties = new Map(into);
  const collected = new Map<string, Property[]>();
  const values = evaluation.of(source);
  let open = false;
  const add = (name: string, found: Property | undefined): void => {
    if (found) collected.set(name, [...(collected.get(name) ?? []), found]);
  };
  const absent = new Property(() => [{ kind: "absent", node: source }]);
  const hidden = new Property(() => [unknown(source)]);
  const names = new Set(before.keys());
  for (const value of values) {
    if (value.kind === "object") for (const name of value.properties.keys()) names.add(name);
  }
  for (const value of values) {
    const known = value.kind === "object" ? value.properties : undefined;
    const mayHide = value.kind === "unknown" || (value.kind === "object" && value.open);
    open ||= mayHide;
    for (const name of names) {
      const kept = before.get(name) ?? absent;
      if (known?.has(name)) add(name, known.get(name));
      else add(name, mayHide && mayHave(source, name, evaluation) ? hidden : kept);
    }
  }
  for (const [name, found] of collected) {
    into.set(name, new Property(() => found.flatMap(({ values: each }) => each)));
  }
  return open;
}

/** Whether by its type an object may have a property of that name. */
function mayHave(source: ts.Expression, name: string, { checker }: Evaluation): boolean {
  const type = checker.getTypeAtLocation(source);
  const vague =
    ts.TypeFlags.Any |
    ts.TypeFlags.Unknown |
    ts.TypeFlags.TypeParameter |
    ts.TypeFlags.NonPrimitive;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(
    (part) =>
      (part.flags & vague) !== 0 ||
      checker.getPropertyOfType(part, name) !== undefined ||
      checker.getIndexInfosOfType(part).length > 0,
  );
}

export function valuesOfArray(node: ts.ArrayLiteralExpression, evaluation: Evaluation): ArrayValue {
  const items: (readonly StaticValue[])[] = [];
  let open = false;
  for (const element of node.elements) {
    if (!ts.isSpreadElement(element)) {
      items.push(evaluation.of(element));
      continue;
    }
    const [value, ...others] = evaluation.of(element.expression);
    if (value?.kind === "array" && others.length === 0) {
      items.push(...value.items);
      open ||= value.open;
    } else open = true;
  }
  return { kind: "array", items, open, node };
}

/** The values of a property of any of the objects, or undefined where an object is not known. */
export function propertyOf(
  objects: readonly StaticValue[],
  name: string,
  node: ts.Node,
): readonly StaticValue[] {
  return objects.flatMap((object): readonly StaticValue[] => {
    if (object.kind === "array") {
      const item = object.items[Number(name)];
      if (item && !object.open) return item;
      if (name === "length" && !object.open) {
        const { length } = object.items;
        return [{ kind: "number", span: { base: "zero", from: length, to: length }, node }];
      }
      return [unknown(node)];
    }
    if (object.kind !== "object") return [unknown(node)];
    const property = object.properties.get(name);
    if (property) return property.values;
    return [object.open ? unknown(node) : { kind: "absent", node }];
  });
}

/** What `container[key]` may be when the key is not known: any of its parts. */
export function anyPartOf(
  containers: readonly StaticValue[],
  node: ts.Node,
): readonly StaticValue[] {
  return containers.flatMap((container): readonly StaticValue[] => {
    if (container.kind === "array") return [...container.items.flat(), unknown(node)];
    if (container.kind === "object")
      return [...[...container.properties.values()].flatMap(({ values }) => values), unknown(node)];
    return [unknown(node)];
  });
}
