import { elysiaContext } from "./elysia.js";
import type { Machine } from "./machine.js";
import type { State } from "./state.js";
import { marked, UNKNOWN, type FunctionNode, type Value } from "./values.js";

/**
 * How an error handler meets the error: as its first parameter, in a field of that (Elysia's `{ error }`),
 * or because its second one throws it (Koa's `await next()`).
 */
export type PlaceOfError = "first" | "field" | "next";

/** What an error handler is called with, where the error is there because of the failure that is followed. */
export function argumentsOfHandler(
  machine: Machine,
  handler: FunctionNode,
  place: PlaceOfError,
  error: Value,
  state: State,
): readonly Value[] {
  const args: Value[] = handler.parameters.map(() => UNKNOWN);
  const given = marked(error, { due: true });
  if (place === "next") args[1] = given;
  else args[0] = place === "field" ? elysiaContext(machine, handler, given, state) : given;
  return args;
}
