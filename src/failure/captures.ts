import ts from "typescript";
import type { FunctionNode } from "./values.js";

/** The variables that functions take from around them, each function read once. */
export class Captures {
  readonly #known = new Map<ts.Node, readonly ts.Symbol[]>();

  constructor(readonly checker: ts.TypeChecker) {}

  of(fn: FunctionNode): readonly ts.Symbol[] {
    let symbols = this.#known.get(fn);
    if (symbols === undefined) {
      const found = new Set<ts.Symbol>();
      const visit = (node: ts.Node): void => {
        if (
          ts.isIdentifier(node) &&
          !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
        ) {
          const symbol = this.checker.getSymbolAtLocation(node);
          if (symbol !== undefined && !isDeclaredIn(symbol, fn)) found.add(symbol);
        }
        ts.forEachChild(node, visit);
      };
      if (fn.body !== undefined) visit(fn.body);
      symbols = [...found];
      this.#known.set(fn, symbols);
    }
    return symbols;
  }
}

function isDeclaredIn({ declarations = [] }: ts.Symbol, fn: FunctionNode): boolean {
  return (
    declarations.length > 0 &&
    declarations.every(
      (declaration) =>
        declaration.getSourceFile() === fn.getSourceFile() &&
        fn.pos <= declaration.pos &&
        declaration.end <= fn.end,
    )
  );
}
