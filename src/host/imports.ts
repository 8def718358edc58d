import ts from "typescript";
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

/**
 * What has to change for the name to stand for the package's export: nothing where it is imported;
 * undefined where the file imports nothing from the package by name, or has the name for a type.
 */
export function importing(
  file: ts.SourceFile,
  module: string,
  name: string,
): readonly TextEdit[] | undefined {
  if (importsValue(file, module, name)) return [];
  const elements = namedImports(importOf(file, module));
  const last = elements.at(-1);
  if (last === undefined || elements.some((element) => element.name.text === name))
    return undefined;
  return [{ start: last.end, end: last.end, text: `, ${name}` }];
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
