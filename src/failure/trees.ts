import type { ValueTree } from "./machine.js";
import { beginningOf, isNullish, type Value } from "./values.js";

/** Null or undefined. */
export function isNothing(tree: ValueTree): boolean {
  return tree.kind === "leaf" && isNullish(tree.value) === true;
}

/** What a value is that has no parts. */
export function leafOf(tree: ValueTree): Value | undefined {
  return tree.kind === "leaf" ? tree.value : undefined;
}

/** What objects hold under a name. */
export function partsOf(trees: readonly ValueTree[], name: string): readonly ValueTree[] {
  return trees
    .flatMap((tree) => (tree.kind === "object" ? tree.props : []))
    .flatMap(([prop, part]) => (prop === name ? [part] : []));
}

/** Whether two values are known to be the same. */
export function sameTree(a: ValueTree, b: ValueTree): boolean {
  if (a.kind === "leaf")
    return (
      b.kind === "leaf" &&
      a.value.kind === "primitive" &&
      b.value.kind === "primitive" &&
      a.value.value === b.value.value
    );
  if (a.kind === "array") {
    return (
      b.kind === "array" &&
      a.elements.length === b.elements.length &&
      a.elements.every((element, index) => hasPart(element, b.elements[index]))
    );
  }
  return (
    b.kind === "object" &&
    a.props.length === b.props.length &&
    a.props.every(([name, prop]) => hasPart(prop, b.props.find(([other]) => other === name)?.[1]))
  );
}

function hasPart(part: ValueTree, other: ValueTree | undefined): boolean {
  return other !== undefined && sameTree(part, other);
}

/** Whether a value is known as a text, or as one that begins in some way. */
export function isText(tree: ValueTree): boolean {
  return tree.kind === "leaf" && beginningOf(tree.value) !== undefined;
}

/**
 * The HTTP status of an answer that is an object (`{ statusCode: 400, body }` of serverless functions,
 * `{ status: 400, body }` of others), and whether the failure has chosen it.
 */
export function statusIn(
  tree: ValueTree,
): { readonly status: number; readonly isDue: boolean } | undefined {
  if (tree.kind !== "object") return undefined;
  const given = tree.props.find(([name]) => name === "statusCode" || name === "status")?.[1];
  const value = given && leafOf(given);
  if (value?.kind !== "primitive" || typeof value.value !== "number" || value.value < 100)
    return undefined;
  return { status: value.value, isDue: tree.due === true || value.due === true };
}
