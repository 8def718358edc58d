import ts from "typescript";
import { readProperty } from "./access.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { constantUnder, namedConstant } from "./named-constants.js";
import { readsBody } from "./payload.js";
import { replyKindOf } from "./replies.js";
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
  const told = toldByReply(machine, node, completion.state);
  if (told !== undefined) return { ...completion, value: primitive(told, { due: true }) };
  if (machine.family === "verification" && readsBody(node, machine.world.checker))
    return { ...completion, value: marked(completion.value, { tainted: true }) };
  return completion;
}

/** Of a reply, whether it was sent: `res.headersSent`, Node's `writableEnded`, Fastify's `sent`. */
const SAYS_SENT: ReadonlySet<string> = new Set([
  "finished",
  "headersSent",
  "sent",
  "writableEnded",
  "writableFinished",
]);

/** What a reply says of the answer that the failing path has sent already; undefined where it has sent none. */
function toldByReply(
  { world: { checker } }: Machine,
  { expression, name }: ts.PropertyAccessExpression,
  { phase, trail }: State,
): boolean | number | undefined {
  const { answer } = trail ?? {};
  const isStatus = name.text === "statusCode";
  if (phase !== "failed" || answer === undefined || answer.unsent === true) return undefined;
  if (!isStatus && !SAYS_SENT.has(name.text)) return undefined;
  if (replyKindOf(checker, expression) !== "reply") return undefined;
  return isStatus ? answer.status : true;
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
    return andThen(machine.evaluate(node.argumentExpression, afterObject), (key, after) => {
      const name = key.kind === "primitive" ? String(key.value) : undefined;
      const constant =
        name === undefined
          ? undefined
          : constantUnder(machine.world.checker, node.expression, name);
      if (constant !== undefined) return normal(primitive(constant, key), after);
      // `STATUS[error.name]`, `lists[ok ? "sent" : "failed"]`: which one it is, the failure says.
      return readProperty(machine, object, name, after, node).map((completion) =>
        completion.kind === "normal"
          ? { ...completion, value: marked(completion.value, { due: key.due }) }
          : completion,
      );
    });
  });
}

/** Whether a nullish object ends the chain (`a?.b.c`) instead of throwing. */
function inOptionalChain(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.OptionalChain) !== 0;
}
