import ts from "typescript";
import { isPropertyAsked } from "./asked-members.js";
import type { Ending } from "./endings.js";
import type { ValueTree, World } from "./machine.js";
import { bare } from "./syntax.js";
import { isNothing, partsOf } from "./trees.js";

/**
 * Whether a handler gives back an object that lacks what success has, and somebody in the project asks
 * for just that: `return { url: null };`, and elsewhere `const { url } = await portal(org); if (!url) …`.
 */
export function lacksWhatIsAsked(
  { value, trail: { returnedAt } }: Ending,
  successes: readonly ValueTree[],
  world: World,
): boolean {
  if (value.kind !== "object" || returnedAt === undefined) return false;
  return returnedProperties(returnedAt).some((name) => {
    const part = value.props.find(([prop]) => prop === name.text)?.[1];
    const usual = partsOf(successes, name.text);
    const isMissing =
      part !== undefined && isNothing(part) && usual.some((other) => !isNothing(other));
    return isMissing && isPropertyAsked(name, world);
  });
}

/** The names in what a statement returns: `return { url: null, expires };` */
function returnedProperties(node: ts.Node): readonly ts.Identifier[] {
  const value = ts.isReturnStatement(node) ? node.expression : undefined;
  const object = value && bare(value);
  if (object === undefined || !ts.isObjectLiteralExpression(object)) return [];
  return object.properties.flatMap(({ name }) =>
    name !== undefined && ts.isIdentifier(name) ? [name] : [],
  );
}
