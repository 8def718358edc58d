import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { indentOf, knowsCause } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";

/** Ends a catch clause that drops the error by throwing a new one that has it as its cause. */
export function rethrowSuggestions<Id extends string>(
  { place, origin, judgement }: Verdict,
  messageId: Id,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  if (judgement === "networkErrorIgnored" || !ts.isCatchClause(place) || !knowsCause(program))
    return [];
  return suggestedEdits(messageId, rethrowing(place, `${origin.operation} failed`));
}

function rethrowing(
  { variableDeclaration, block }: ts.CatchClause,
  message: string,
): TextEdit[] | undefined {
  const file = block.getSourceFile();
  const name =
    variableDeclaration === undefined
      ? "error"
      : ts.isIdentifier(variableDeclaration.name)
        ? variableDeclaration.name.text
        : undefined;
  if (name === undefined) return undefined;
  const edits: TextEdit[] = [];
  const open = block.getStart(file);
  if (variableDeclaration === undefined) edits.push({ start: open, end: open, text: "(error) " });
  const last = block.statements[block.statements.length - 1];
  const thrown = `throw new Error(${JSON.stringify(message)}, { cause: ${name} });`;
  if (last === undefined) {
    const indent = indentOf(block);
    edits.push({ start: open, end: block.end, text: `{\n${indent}  ${thrown}\n${indent}}` });
  } else if (ts.isReturnStatement(last)) {
    edits.push({ start: last.getStart(file), end: last.end, text: thrown });
  } else {
    edits.push({ start: last.end, end: last.end, text: `\n${indentOf(last)}${thrown}` });
  }
  return edits;
}
