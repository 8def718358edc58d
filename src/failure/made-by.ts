import type ts from "typescript";
import type { Completion } from "./machine.js";
import { promiseEntryOf } from "./promises.js";
import { contains } from "./roots.js";
import { UNKNOWN, type FunctionNode } from "./values.js";

/** Notes the call of a function that has made the answer, or thrown the error, that the path now has. */
export function madeIn(fn: FunctionNode, at: ts.Node, completion: Completion): Completion {
  const { state } = completion;
  const { trail } = state;
  if (state.phase !== "failed" || trail === undefined) return completion;
  // The call in the file that is looked at is what its reader sees, whoever else is on the way.
  if (trail.madeBy?.getSourceFile() === trail.site.getSourceFile()) return completion;
  const value = "value" in completion ? completion.value : UNKNOWN;
  const answered = promiseEntryOf(value, state)?.value ?? value;
  const places = [
    answered.kind === "response" ? answered.node : undefined,
    trail.answer?.node,
    trail.thrownAt,
    trail.madeBy,
  ];
  if (places.some((place) => place !== undefined && contains(fn, place)))
    state.note({ madeBy: at });
  return completion;
}
