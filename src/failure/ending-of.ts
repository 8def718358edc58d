import ts from "typescript";
import type { Ending } from "./endings.js";
import { floatingIn } from "./floating.js";
import { isAsync } from "./functions.js";
import { drain } from "./later.js";
import { treeOf, type Completion } from "./machine.js";
import { hold, promiseEntryOf } from "./promises.js";
import { UNKNOWN, type FunctionNode } from "./values.js";

/** How a failed path ends that leaves a function; undefined where nothing has failed on it. */
export function endingOf(completion: Completion, leaves: ts.Node): Ending | undefined {
  const { state } = completion;
  const { watched } = state;
  if (watched === undefined) return undefined;
  if ("value" in completion) hold(completion.value, state);
  drain(state);
  // A status that was set is the answer's, whatever the framework sends with it.
  if (completion.kind === "normal" && state.replyStatus !== "unset") {
    state.note({
      answer: {
        status: state.replyStatus,
        node: state.replyStatusAt ?? watched.call,
        isDue: state.replyIsDue,
        unsent: true,
      },
    });
  }
  const promise = "value" in completion ? promiseEntryOf(completion.value, state) : undefined;
  const value = promise?.value ?? ("value" in completion ? completion.value : UNKNOWN);
  const kind =
    completion.kind === "halt"
      ? "halts"
      : promise?.settled === "rejected"
        ? "rejects"
        : completion.kind === "throw"
          ? ts.isFunctionLike(leaves) && isAsync(leaves as FunctionNode)
            ? "rejects"
            : "throws"
          : "returns";
  const { trail = { site: watched.call } } = state;
  return {
    watched,
    kind,
    value: treeOf(value, state),
    promised: promise !== undefined,
    trail,
    floating: floatingIn(completion, state),
    leaves,
  };
}
