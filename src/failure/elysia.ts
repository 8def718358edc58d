import type { Machine } from "./machine.js";
import type { State } from "./state.js";
import { primitive, type FunctionNode, type Value } from "./values.js";

/** What Elysia gives to an `onError` handler: `{ error, code, … }`. */
export function elysiaContext(
  machine: Pick<Machine, "fresh">,
  handler: FunctionNode,
  error: Value,
  state: State,
): Value {
  const props = new Map([["error", error]]);
  const code = codeOf(handler, error);
  if (code !== undefined) props.set("code", primitive(code));
  const id = machine.fresh();
  state.heap.set(id, { kind: "object", props, open: true });
  return { kind: "reference", id };
}

/** `app.error({ BAD_SIGNATURE: BadSignature })` */
const REGISTERS_CODES = /\.error\(\s*\{/u;

/**
 * The code beside the error: the error's own, the name that its class is registered under, or
 * "UNKNOWN" (elysia, compose.js). Undefined where that is not known.
 */
function codeOf(handler: FunctionNode, error: Value): string | undefined {
  const isOriginal = error.kind === "error" && error.error.original;
  return isOriginal && !REGISTERS_CODES.test(handler.getSourceFile().text) ? "UNKNOWN" : undefined;
}
