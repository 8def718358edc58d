import ts from "typescript";
import { indentOf } from "./layout.js";
import type { TextEdit } from "./suggested-edits.js";

/** The import declaration of a package by which values come into the file; undefined where there is none. */
export function importOf(file: ts.SourceFile, module: string): ts.ImportDeclaration | undefined {
  return file.statements.find(
    (statement): statement is ts.ImportDeclaration =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      statement.moduleSpecifier.text === module &&
      statement.importClause !== undefined &&
      !isTypeOnly(statement.importClause),
  );
}

/** Whether the file imports a value of that name from the package, under its own name. */
export function importsValue(file: ts.SourceFile, module: string, name: string): boolean {
  return namedImports(importOf(file, module)).some(
    (element) => element.name.text === name && !element.propertyName && !element.isTypeOnly,
  );
}

/** How a file names a package's export, and what makes it do so. */
export interface Imported {
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

/**
 * The export of a package under the name that the file has for it (its own, an alias, a member of the
 * namespace), or under one that is added to the names that the file takes from the package. Undefined where
 * it takes none, or has the name for something else.
 */
export function importing(file: ts.SourceFile, module: string, name: string): Imported | undefined {
  const bindings = bindingsOf(file, module);
  if (bindings === undefined) return undefined;
  if (ts.isIdentifier(bindings)) return { name: `${bindings.text}.${name}`, edits: [] };
  const elements: readonly (ts.ImportSpecifier | ts.BindingElement)[] = bindings.elements;
  const own = elements.find((element) => (element.propertyName ?? element.name).getText() === name);
  if (own !== undefined) return { name: own.name.getText(), edits: madeValue(own) };
  const last = elements.at(-1);
  return last === undefined || isNamedIn(file, name)
    ? undefined
    : { name, edits: [{ start: last.end, end: last.end, text: separator(last) + name }] };
}

/** `{ Webhook }` or `svix` of `import { Webhook } from "svix"`, `import * as svix`, `const { Webhook } = require("svix")`. */
function bindingsOf(
  file: ts.SourceFile,
  module: string,
): ts.NamedImports | ts.ObjectBindingPattern | ts.Identifier | undefined {
  const imported = importOf(file, module)?.importClause?.namedBindings;
  if (imported !== undefined) return ts.isNamedImports(imported) ? imported : imported.name;
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations)
      if (isRequireOf(initializer, module) && !ts.isArrayBindingPattern(name)) return name;
  }
  return undefined;
}

function isRequireOf(value: ts.Expression | undefined, module: string): boolean {
  if (value === undefined || !ts.isCallExpression(value)) return false;
  const [argument] = value.arguments;
  return (
    value.expression.getText() === "require" &&
    argument !== undefined &&
    ts.isStringLiteral(argument) &&
    argument.text === module
  );
}

/** `type Name` becomes `Name`. */
function madeValue(element: ts.ImportSpecifier | ts.BindingElement): readonly TextEdit[] {
  if (!ts.isImportSpecifier(element) || !element.isTypeOnly) return [];
  const start = element.getStart();
  return [{ start, end: (element.propertyName ?? element.name).getStart(), text: "" }];
}

/** What stands between the last name of a list and one more: in a list of several lines, a line of its own. */
function separator(last: ts.Node): string {
  const { text } = last.getSourceFile();
  const isOnOwnLine = /\n\s*$/u.test(text.slice(last.pos, last.getStart()));
  return isOnOwnLine ? `,\n${indentOf(last)}` : ", ";
}

/** Whether an identifier of the file has the name, members of objects aside: its own class, a type of it. */
function isNamedIn(file: ts.SourceFile, name: string): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(node)) return visit(node.expression);
    if (ts.isIdentifier(node) && node.text === name) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}

function namedImports(
  declaration: ts.ImportDeclaration | undefined,
): readonly ts.ImportSpecifier[] {
  const bindings = declaration?.importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
}

function isTypeOnly(clause: ts.ImportClause): boolean {
  // TypeScript 5.9 has `phaseModifier` in its place, and keeps this field.
  return (clause as { readonly isTypeOnly?: boolean }).isTypeOnly === true;
}
