import ts from "typescript";
import { mentionsOf } from "../callers/mentions.js";
import { projectFilesOf } from "../callers/project-files.js";
import { checkerOf } from "../sdk/checker.js";
import { visibilityOf } from "../sdk/visibility.js";
import { refersTo, symbolAt } from "../values/writes.js";

/** Whether a file (or a function's body) begins with a directive such as "use client". */
export function hasDirective(statements: readonly ts.Statement[], directive: string): boolean {
  for (const statement of statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression))
      return false;
    if (statement.expression.text === directive) return true;
  }
  return false;
}

const MOST_DECLARATIONS = 200;

/**
 * The "use client" file in which the code around a node runs: its own, or one that uses the function
 * or constant it belongs to, also by way of other modules. Code behind "use server" stays on the
 * server. Not seen: uses as a value of a default export, by `export *` under another name, by
 * dynamic imports.
 */
export function clientFileOf(node: ts.Node, program: ts.Program): ts.SourceFile | undefined {
  const own = node.getSourceFile();
  if (hasDirective(own.statements, "use client")) return own;
  const visible = visibilityOf(program).of(own);
  if (!clientFilesIn(program).some((file) => visible?.has(file) ?? true)) return undefined;
  const seen = new Set<ts.Node>();
  const open: ts.Node[] = [topmost(node)];
  for (let next = open.pop(); next && seen.size < MOST_DECLARATIONS; next = open.pop()) {
    if (seen.has(next) || staysOnServer(next)) continue;
    seen.add(next);
    if (hasDirective(next.getSourceFile().statements, "use client")) return next.getSourceFile();
    open.push(...usersOf(next, program));
  }
  return undefined;
}

const clientFiles = new WeakMap<ts.Program, readonly ts.SourceFile[]>();

/** The project's files that begin with "use client". */
function clientFilesIn(program: ts.Program): readonly ts.SourceFile[] {
  let files = clientFiles.get(program);
  if (files === undefined) {
    files = projectFilesOf(program).filter(({ statements }) =>
      hasDirective(statements, "use client"),
    );
    clientFiles.set(program, files);
  }
  return files;
}

/** The statements that use what a statement declares, in its own file and in others. */
function usersOf(declaring: ts.Node, program: ts.Program): readonly ts.Node[] {
  const checker = checkerOf(program);
  const mentions = mentionsOf(program);
  return namesOf(declaring).flatMap((name) => {
    const symbol = symbolAt(name, checker);
    if (!symbol) return [];
    const own = declaring.getSourceFile();
    const files = isExported(declaring)
      ? mentions.filesOf(name.text, visibilityOf(program).of(own))
      : [own];
    return files
      .flatMap((file) => mentions.inFile(file, name.text))
      .filter((mention) => refersTo(mention, symbol, checker))
      .map(topmost)
      .filter((user) => !isModuleLink(user));
  });
}

/** The statement of the file that a node belongs to. */
function topmost(node: ts.Node): ts.Node {
  let current = node;
  while (!ts.isSourceFile(current.parent)) current = current.parent;
  return current;
}

function isModuleLink(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
}

function staysOnServer(node: ts.Node): boolean {
  const { statements } = node.getSourceFile();
  const isServerOnly = (statement: ts.Statement): boolean =>
    ts.isImportDeclaration(statement) &&
    ts.isStringLiteral(statement.moduleSpecifier) &&
    statement.moduleSpecifier.text === "server-only";
  if (hasDirective(statements, "use server") || statements.some(isServerOnly)) return true;
  return ts.isFunctionDeclaration(node) && hasDirective(node.body?.statements ?? [], "use server");
}

function isExported(node: ts.Node): boolean {
  if (!ts.canHaveModifiers(node)) return true;
  const isExport = ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  // `export { name }` may stand anywhere in the file.
  return isExport === true || node.getSourceFile().statements.some(ts.isExportDeclaration);
}

/** The names that a statement gives to what it declares. */
function namesOf(node: ts.Node): readonly ts.Identifier[] {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name] : [],
    );
  }
  const isNamed = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node);
  return isNamed && node.name ? [node.name] : [];
}
