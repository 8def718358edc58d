import ts from "typescript";
import { withoutWrapping } from "./callee.js";
import { checkerOf } from "./checker.js";
import type { ConstructibleClass, SdkErrorClass, SdkSurface } from "./surface.js";

/** Longer chains of `extends` than people write. */
const MAX_ANCESTORS = 20;

/**
 * Which class of the SDK `new X()` makes an instance of: the class itself, a subclass, or what a
 * variable holds that is typed as one of them. Undefined for all others.
 */
export function constructedClassOf(
  constructor: ts.Expression,
  { constructible }: SdkSurface,
  checker: ts.TypeChecker,
): ConstructibleClass | undefined {
  if (constructible.size === 0) return undefined;
  const queue = checker
    .getTypeAtLocation(constructor)
    .getConstructSignatures()
    .map((signature) => signature.getReturnType());
  for (let step = 0; step < MAX_ANCESTORS; step++) {
    const type = queue[step];
    if (type === undefined) break;
    for (const declaration of declarationsOf(type)) {
      const found = constructible.get(declaration);
      if (found) return found;
    }
    queue.push(...ancestorsOf(type, checker));
  }
  return undefined;
}

/** Base classes, and the parts of an intersection (a mixin's result). */
function ancestorsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  if (type.isIntersection()) return type.types;
  const symbol = type.symbol as ts.Symbol | undefined;
  if (!symbol || !(symbol.flags & ts.SymbolFlags.Class)) return [];
  // The declared type, since an instantiated generic class (`Client<T>`) does not tell its bases.
  return checker.getDeclaredTypeOfSymbol(symbol).getBaseTypes() ?? [];
}

/** Types without a symbol (primitives, unions) have no declarations, whatever the typings say. */
function declarationsOf(type: ts.Type): readonly ts.Declaration[] {
  return (type.symbol as ts.Symbol | undefined)?.declarations ?? [];
}

/**
 * Which error class an expression names, by its declaration: the SDK's own (under whatever name it
 * was imported) or the global `Error`. Undefined for subclasses of the program, since the SDK never
 * throws those.
 */
export function errorClassNamedBy(
  expression: ts.Expression,
  { errors }: SdkSurface,
  program: ts.Program,
): SdkErrorClass | "Error" | undefined {
  const type = checkerOf(program).getTypeAtLocation(withoutWrapping(expression));
  for (const declaration of declarationsOf(type)) {
    const found = errors.get(declaration);
    if (found) return isClassItself(type) ? found : undefined;
    if (
      type.symbol.name === "ErrorConstructor" &&
      program.isSourceFileDefaultLibrary(declaration.getSourceFile())
    )
      return "Error";
  }
  return undefined;
}

/** The class, and not an instance of it (which has the same symbol). */
function isClassItself(type: ts.Type): boolean {
  return type.getConstructSignatures().length > 0;
}
