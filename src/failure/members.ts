import ts from "typescript";
import { readProperty } from "./access.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { namedConstant } from "./named-constants.js";
import { readsBody } from "./payload.js";
import type { State } from "./state.js";
import { isNullish, marked, primitive, UNDEFINED } from "./values.js";

/** `object.name` */
export function evaluateProperty(
  machine: Machine,
  node: ts.PropertyAccessExpression,
  state: State,
): Completion[] {
  return andThen(machine.evaluate(node.expression, state), (object, after) => {
    if (inOptionalChain(node) && isNullish(object) === true)
      return normal({ ...UNDEFINED, due: object.due }, after);
    return readProperty(machine, object, node.name.text, after, node).map((completion) =>
      refine(machine, node, completion),
    );
  });
}

/** What only the program's text tells of an unknown property: an enum's or a constant's value, the request's body. */
function refine(
  machine: Machine,
  node: ts.PropertyAccessExpression,
  completion: Completion,
): Completion {
  if (completion.kind !== "normal" || completion.value.kind !== "unknown") return completion;
  const constant = namedConstant(machine.world.checker, node);
  if (constant !== undefined)
    return { ...completion, value: primitive(constant, completion.value) };
  if (machine.family === "verification" && readsBody(node, machine.world.checker))
    return { ...completion, value: marked(completion.value, { tainted: true }) };
  return completion;
}

/** `object[key]` */
export function evaluateElement(
  machine: Machine,
  node: ts.ElementAccessExpression,
  state: State,
): Completion[] {
  return andThen(machine.evaluate(node.expression, state), (object, afterObject) => {
    if (inOptionalChain(node) && isNullish(object) === true)
      return normal({ ...UNDEFINED, due: object.due }, afterObject);
    return andThen(machine.evaluate(node.argumentExpression, afterObject), (key, after) =>
      readProperty(
        machine,
        object,
        key.kind === "primitive" ? String(key.value) : undefined,
        after,
        node,
      ),
    );
  });
}

/** Whether a nullish object ends the chain (`a?.b.c`) instead of throwing. */
function inOptionalChain(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.OptionalChain) !== 0;
}
