import path from "node:path";
import type { ParserServicesWithTypeInformation, TSESTree } from "@typescript-eslint/utils";
import type ts from "typescript";

/**
 * Where ESLint shows a TypeScript node of the linted file: from its first token to its end, with
 * ESLint's one-based lines. For a node that has no ESTree twin (a parenthesised expression, a type
 * assertion's operand list) as well as for one that has.
 */
export function locOf(node: ts.Node): TSESTree.SourceLocation {
  const file = node.getSourceFile();
  return { start: positionOf(node.getStart(file), file), end: positionOf(node.end, file) };
}

function positionOf(offset: number, file: ts.SourceFile): TSESTree.Position {
  const { line, character } = file.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character };
}

/** The ESTree twin of a TypeScript node of the linted file, or undefined where it has none. */
export function esTreeNodeOf(
  node: ts.Node,
  services: ParserServicesWithTypeInformation,
): TSESTree.Node | undefined {
  // The map's own type promises a twin for every node; parentheses and tokens have none.
  const twins: { get(node: ts.Node): TSESTree.Node | undefined } = services.tsNodeToESTreeNodeMap;
  return twins.get(node);
}

/**
 * A place to name in a message: "src/lib/svix.ts:12", relative to where ESLint was started.
 *
 * @param cwd ESLint's `context.cwd`
 */
export function place(node: ts.Node, cwd: string): string {
  const file = node.getSourceFile();
  const { line } = positionOf(node.getStart(file), file);
  return `${path.relative(cwd, file.fileName).replaceAll(path.sep, "/")}:${line}`;
}
