import type ts from "typescript";

/** `file.ts:12`, for messages that name a place in another file. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${file.fileName.slice(file.fileName.lastIndexOf("/") + 1)}:${line + 1}`;
}
