import ts from "typescript";
import { missingImport } from "../callers/missing-packages.js";
import type { Machine } from "./machine.js";
import { bare } from "./syntax.js";

/** Whether the called function is of a package whose name starts so, by its declaration or, where that is missing, by its import. */
export function isFrom(
  machine: Machine,
  node: ts.CallExpression | ts.NewExpression,
  ...packages: readonly string[]
): boolean {
  const callee = bare(node.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const { checker } = machine.world;
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return false;
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const [declaration] = (isAlias ? checker.getAliasedSymbol(symbol) : symbol).declarations ?? [];
  if (declaration === undefined) {
    const [importing] = symbol.declarations ?? [];
    const missing = importing && missingImport(importing);
    return missing !== undefined && packages.some((from) => missing.startsWith(from));
  }
  const { fileName } = declaration.getSourceFile();
  const enclosing = ambientModuleOf(declaration);
  return packages.some(
    (from) => fileName.includes(`/node_modules/${from}`) || enclosing?.startsWith(from) === true,
  );
}

/** The name of the `declare module "x"` block around a declaration. */
function ambientModuleOf(node: ts.Node): string | undefined {
  const block = ts.findAncestor(
    node,
    (ancestor): ancestor is ts.ModuleDeclaration =>
      ts.isModuleDeclaration(ancestor) && ts.isStringLiteral(ancestor.name),
  );
  return block?.name.text;
}
