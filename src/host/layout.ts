import ts from "typescript";
import type { TextEdit } from "./suggested-edits.js";

/** The function whose body a node stands in; undefined at a module's level. */
export function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(
    node.parent,
    (ancestor): ancestor is ts.SignatureDeclaration =>
      ts.isFunctionLike(ancestor) || ts.isClassStaticBlockDeclaration(ancestor),
  );
}

/** Whether `await` may stand in the function, or at the module's level. */
export function isAsyncFunction(fn: ts.SignatureDeclaration | undefined): boolean {
  return (
    fn !== undefined &&
    ts.canHaveModifiers(fn) &&
    (ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false)
  );
}

/** The list of statements that a node stands in, with the innermost statement of it around the node. */
export function statementAround(node: ts.Node): ts.Statement | undefined {
  for (let current = node; !ts.isSourceFile(current); current = current.parent) {
    if (ts.isStatement(current) && !ts.isBlock(current)) return current;
    if (ts.isFunctionLike(current) && current !== node) return undefined;
  }
  return undefined;
}

/** Whether a statement stands in a list of statements, so that others may stand beside it. */
export function isListed({ parent }: ts.Statement): boolean {
  return ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
}

/** The try statement with a catch clause whose try block a node stands in, within the same function. */
export function tryAround(
  node: ts.Node,
): (ts.TryStatement & { catchClause: ts.CatchClause }) | undefined {
  for (let current = node; !ts.isSourceFile(current.parent); current = current.parent) {
    const { parent } = current;
    if (ts.isFunctionLike(parent)) return undefined;
    if (ts.isTryStatement(parent) && parent.tryBlock === current && parent.catchClause)
      return parent as ts.TryStatement & { catchClause: ts.CatchClause };
  }
  return undefined;
}

/** The white space that the node's line begins with. */
export function indentOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  const start = file.getLineStarts()[line] ?? 0;
  return /^[ \t]*/u.exec(file.text.slice(start))?.[0] ?? "";
}

/** One step of the file's indentation, read off its first indented line; two spaces where none is. */
export function unitOf(file: ts.SourceFile): string {
  const first = /^([ \t]+)[^\s*]/mu.exec(file.text)?.[1] ?? "  ";
  return first.startsWith("\t") ? "\t" : first.length === 4 ? "    " : "  ";
}

/** The edits that move a node's lines one step to the right; lines of template texts stay where they are. */
export function shifting(node: ts.Node, end: number): readonly TextEdit[] {
  const file = node.getSourceFile();
  const unit = unitOf(file);
  const texts: (readonly [number, number])[] = [];
  const visit = (part: ts.Node): void => {
    if (ts.isTemplateLiteralToken(part)) texts.push([part.getStart(), part.end]);
    ts.forEachChild(part, visit);
  };
  visit(node);
  return file
    .getLineStarts()
    .filter((at) => at > node.getStart() && at < end)
    .filter((at) => !/[\r\n]/u.test(file.text.charAt(at)))
    .filter((at) => !texts.some(([from, to]) => from < at && at <= to))
    .map((at) => ({ start: at, end: at, text: unit }));
}

/** Where a statement ends with the comment that stands behind it on its line. */
export function endWithComment(statement: ts.Node): number {
  const comments = ts.getTrailingCommentRanges(statement.getSourceFile().text, statement.end);
  return comments?.at(-1)?.end ?? statement.end;
}
