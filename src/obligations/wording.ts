import { citation, idsOf } from "../contract/postconditions.js";
import type { RuleName } from "../contract/types.js";
import type { Obligation, Reason } from "./index.js";
import type ts from "typescript";

/**
 * The words that messages about results have in common: the operation ("endpoint.recover", and where
 * it stands when the reported call only leads to it) and the ids (" [endpoint-recover-…]").
 *
 * @param place names a place in another file: "src/start.ts:7"
 */
export function wordsFor(
  rule: RuleName,
  { origin, isWrapped }: Obligation,
  place: (node: ts.Node) => string,
): { readonly operation: string; readonly ids: string } {
  const where = isWrapped ? ` (called at ${place(origin.call)})` : "";
  return { operation: `${origin.operation}${where}`, ids: citation(idsOf(rule, origin.operation)) };
}

/** What was done with a dropped result instead of a look: " (it is only logged)", or nothing. */
export function insteadOf(
  reasons: readonly Reason[],
  words: Readonly<Record<Reason["what"], string>>,
): string {
  const [reason] = reasons;
  return reason ? ` (${words[reason.what]})` : "";
}
