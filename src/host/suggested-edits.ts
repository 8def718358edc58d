import type { TSESLint } from "@typescript-eslint/utils";

/** A change of a file's text, as the analyses propose it; offsets into the text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A suggestion that makes these edits together; none where there are no edits. */
export function suggestedEdits<MessageIds extends string>(
  messageId: MessageIds,
  edits: readonly TextEdit[] | undefined,
  data: Readonly<Record<string, string>> = {},
): TSESLint.SuggestionReportDescriptor<MessageIds>[] {
  if (!edits) return [];
  const fix: TSESLint.ReportFixFunction = (fixer) =>
    edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text));
  return [{ messageId, data, fix }];
}

/** A part of a text with the edits that lie in it made; at one place in the order in which they are given. */
export function edited(
  text: string,
  start: number,
  end: number,
  edits: readonly TextEdit[],
): string {
  let [result, at] = ["", start];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, end);
}
