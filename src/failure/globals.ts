import ts from "typescript";
import { bare } from "./syntax.js";

/**
 * Whether a call is of a method of that object of the language's own: `Promise.all(…)`,
 * `Object.keys(…)`; of that method, if one is named.
 */
export function isMethodOfGlobal(
  checker: ts.TypeChecker,
  node: ts.CallExpression,
  name: string,
  method?: string,
): boolean {
  const callee = bare(node.expression);
  if (
    !ts.isPropertyAccessExpression(callee) ||
    !ts.isIdentifier(callee.expression) ||
    callee.expression.text !== name ||
    (method !== undefined && callee.name.text !== method)
  )
    return false;
  const declaration = checker.getSymbolAtLocation(callee.expression)?.declarations?.[0];
  return declaration === undefined || declaration.getSourceFile().isDeclarationFile;
}

/** The language's own `Boolean`. */
export function isBoolean(checker: ts.TypeChecker, node: ts.Expression): boolean {
  if (!ts.isIdentifier(node) || node.text !== "Boolean") return false;
  const declared = checker.getSymbolAtLocation(node)?.declarations ?? [];
  return declared.every((declaration) => declaration.getSourceFile().isDeclarationFile);
}
