import ts from "typescript";
import { memberOf } from "../payload.js";
import { madeOf, withValue, type Path, type Value } from "../path-values.js";
import { propertyName, unwrapped } from "../syntax.js";
import type { Walk } from "./walk.js";

/** Gives the variables of `({ type } = event)` their values. */
export function bindPattern(
  target: ts.ObjectLiteralExpression,
  value: Value,
  path: Path,
  walk: Walk,
): Path {
  let after = path;
  for (const property of target.properties) {
    const name = property.name && propertyName(property.name);
    const variable = ts.isPropertyAssignment(property)
      ? unwrapped(property.initializer)
      : property.name;
    const symbol = variable && ts.isIdentifier(variable) ? walk.symbol(variable) : undefined;
    if (symbol) after = withValue(after, symbol, memberOf(value, name));
  }
  return after;
}

/** Gives the variables of a declaration or parameter their values. */
export function bind(name: ts.BindingName, value: Value, path: Path, walk: Walk): Path {
  if (ts.isIdentifier(name)) {
    const symbol = walk.symbol(name);
    if (!symbol) return path;
    // for (const message of messages): what is verified in the loop is a request each time
    const seed = value.payload || value.request ? undefined : walk.seeds.get(symbol);
    return withValue(path, symbol, seed ?? value);
  }
  let after = path;
  for (const element of name.elements) {
    if (!ts.isBindingElement(element)) continue;
    const key = element.dotDotDotToken
      ? undefined
      : propertyName(element.propertyName ?? element.name);
    const part = ts.isArrayBindingPattern(name)
      ? madeOf([value])
      : element.dotDotDotToken
        ? value
        : memberOf(value, key);
    after = bind(element.name, part, after, walk);
  }
  return after;
}
