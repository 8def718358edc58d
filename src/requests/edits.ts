import ts from "typescript";
import { isFunction, parentOf, withAncestors } from "./syntax.js";

/** A change of a file's text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function replacing(node: ts.Node, text: string): Edit {
  return { start: node.getStart(), end: node.getEnd(), text };
}

/** The statement that a node stands in, if it stands in a list of statements that one more can be added to. */
export function listedStatement(node: ts.Node): ts.Statement | undefined {
  for (const current of withAncestors(node)) {
    const parent = parentOf(current);
    if (isFunction(current) || !parent) return undefined;
    const isList =
      ts.isBlock(parent) ||
      ts.isSourceFile(parent) ||
      ts.isCaseOrDefaultClause(parent) ||
      ts.isModuleBlock(parent);
    if (isList && ts.isStatement(current)) return current;
  }
  return undefined;
}

/** The white space that a statement's line begins with. */
export function indentationOf(statement: ts.Node): string {
  const { text } = statement.getSourceFile();
  const start = statement.getStart();
  const line = text.lastIndexOf("\n", start - 1) + 1;
  return /^[ \t]*/u.exec(text.slice(line, start))?.[0] ?? "";
}

/** One more statement behind a statement, indented like it. */
export function addedAfter(statement: ts.Statement, text: string): Edit {
  const end = statement.getEnd();
  return { start: end, end, text: `\n${indentationOf(statement)}${text}` };
}
