import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { indentOf, refusalIn } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { suggestedEdits } from "./suggested-edits.js";

/** Ends a catch clause that lets a forged message pass by answering 401, in the framework's style. */
export function refuseSuggestions<Id extends string>(
  { place }: Verdict,
  messageId: Id,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  if (!ts.isCatchClause(place)) return [];
  const refusal = refusalIn(place, 401, "Invalid signature", program.getTypeChecker());
  if (refusal === undefined) return [];
  const { block } = place;
  const file = block.getSourceFile();
  const last = block.statements[block.statements.length - 1];
  const lines = (indent: string): string =>
    refusal
      .split("\n")
      .map((line) => `${indent}${line}`)
      .join("\n");
  if (last === undefined) {
    const indent = indentOf(block);
    return suggestedEdits(messageId, [
      {
        start: block.getStart(file),
        end: block.end,
        text: `{\n${lines(`${indent}  `)}\n${indent}}`,
      },
    ]);
  }
  if (ts.isReturnStatement(last)) {
    return suggestedEdits(messageId, [
      { start: last.getStart(file), end: last.end, text: lines(indentOf(last)).trimStart() },
    ]);
  }
  if (!ts.isExpressionStatement(last)) return [];
  return suggestedEdits(messageId, [
    { start: last.end, end: last.end, text: `\n${lines(indentOf(last))}` },
  ]);
}
