import ts from "typescript";
import type { Machine } from "./machine.js";
import { bare } from "./syntax.js";

/** Whether the called function is declared in a package whose name starts so. */
export function isFrom(
  machine: Machine,
  node: ts.CallExpression | ts.NewExpression,
  ...packages: readonly string[]
): boolean {
  const callee = bare(node.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  let symbol = machine.world.checker.getSymbolAtLocation(name);
  if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias)
    symbol = machine.world.checker.getAliasedSymbol(symbol);
  const declaration = symbol?.declarations?.[0];
  if (declaration === undefined) return false;
  const { fileName } = declaration.getSourceFile();
  const enclosing = moduleNameOf(declaration);
  return packages.some(
    (name) => fileName.includes(`/node_modules/${name}`) || (enclosing?.startsWith(name) ?? false),
  );
}

/** The name of the `declare module "x"` block around a declaration. */
function moduleNameOf(node: ts.Node): string | undefined {
  const block = ts.findAncestor(
    node,
    (ancestor) => ts.isModuleDeclaration(ancestor) && ts.isStringLiteral(ancestor.name),
  );
  return block !== undefined && ts.isModuleDeclaration(block) ? block.name.text : undefined;
}
