import ts from "typescript";
import { isPass, isPassOf, type FlushContext } from "./flush.js";
import { surroundingsOf, type SurroundingsContext } from "./surroundings.js";
import { functionAround } from "./syntax.js";

type KeptContext = Omit<SurroundingsContext, "skip"> & Pick<FlushContext, "isTold">;

/**
 * Whether a call that failed leaves its work where another round, or another run of the function,
 * finds it: the item is taken off the queue, or marked in the table, only after a success. An outbox
 * loses nothing, whatever its handler does about the error.
 *
 * No for a list that the function was given and goes through once, since nobody is seen to come back
 * to it. Not seen: an item that the function's callers take off, where several call it.
 */
export function isKept(call: ts.Node, context: KeptContext): boolean {
  if (!ts.isCallExpression(call)) return false;
  const fn = functionAround(call);
  if (fn && (isPass(call, fn, context) || isPassOf(call, fn, context))) return true;
  const ways = surroundingsOf(call, { ...context, skip: () => false })?.ways ?? [];
  return ways.some(({ kind }) => kind === "flush");
}
