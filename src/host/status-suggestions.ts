import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { suggestedEdits } from "./suggested-edits.js";

/** Puts 401 where the answer's status stands as a literal; none where it stands elsewhere. */
export function statusSuggestions<Id extends string>(
  { place, status }: Verdict,
  messageId: Id,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const literals: ts.NumericLiteral[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node) && Number(node.text) === status) literals.push(node);
    ts.forEachChild(node, visit);
  };
  visit(place);
  const [literal] = literals;
  if (literal === undefined || literals.length > 1) return [];
  return suggestedEdits(messageId, [{ start: literal.getStart(), end: literal.end, text: "401" }]);
}
