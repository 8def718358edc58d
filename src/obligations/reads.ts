import ts from "typescript";
import { resolved } from "../callers/declarations.js";
import type { Mention, Mentions } from "../callers/mentions.js";
import { withoutWrapping } from "../sdk/callee.js";

/** Where variables and fields are read. */
export interface Reads {
  /**
   * The expressions that read a variable or parameter, in the file that declares it; writes to it,
   * exports and type queries are left out. An import of it in another file is not seen.
   */
  ofVariable(name: ts.Identifier): readonly ts.Expression[];
  /** Whether other files can read the variable: `export const task`, `export { task }`. */
  isExported(name: ts.Identifier): boolean;
  /** The accesses that read a class field or a property of a typed object, in every given file. */
  ofField(field: ts.Symbol, files: readonly ts.SourceFile[]): readonly ts.Expression[];
}

/** Reads found by the name first and the checker then. */
export function readsOf(mentions: Mentions, checker: ts.TypeChecker): Reads {
  const variables = new Map<ts.Symbol, readonly ts.Expression[]>();
  return {
    ofVariable(name) {
      const symbol = variableAt(name, checker);
      if (symbol === undefined) return [];
      let reads = variables.get(symbol);
      if (reads === undefined) {
        const file = (symbol.declarations?.[0] ?? name).getSourceFile();
        reads = mentions
          .inFile(file, name.text)
          .filter((mention) => isRead(mention) && variableAt(mention, checker) === symbol);
        variables.set(symbol, reads);
      }
      return reads;
    },
    isExported(name) {
      const symbol = variableAt(name, checker);
      const declaration = symbol?.valueDeclaration;
      if (declaration === undefined) return false;
      if ((ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0) return true;
      return mentions
        .inFile(declaration.getSourceFile(), name.text)
        .some(
          ({ parent }) =>
            ts.isExportSpecifier(parent) &&
            checker.getExportSpecifierLocalTargetSymbol(parent) === symbol,
        );
    },
    ofField(field, files) {
      const declaration = field.declarations?.[0];
      return files.flatMap((file) =>
        mentions.inFile(file, field.name).flatMap((mention) => {
          const access = accessOf(mention);
          return access !== undefined &&
            !isWritten(access) &&
            fieldAt(mention, checker) === declaration
            ? [access]
            : [];
        }),
      );
    },
  };
}

/** The variable that an identifier stands for, also in `{ task }`. */
export function variableAt(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  return ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

/** The declaration that a member's name stands for. */
function fieldAt(mention: Mention, checker: ts.TypeChecker): ts.Declaration | undefined {
  const symbol = checker.getSymbolAtLocation(mention);
  return symbol && resolved(symbol, checker).declarations?.[0];
}

function accessOf(mention: Mention): ts.Expression | undefined {
  const { parent } = mention;
  const isAccess =
    (ts.isPropertyAccessExpression(parent) && parent.name === mention) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === mention);
  return isAccess ? parent : undefined;
}

function isRead(mention: Mention): boolean {
  const { parent } = mention;
  if (ts.isPropertyAccessExpression(parent) && parent.name === mention) return false;
  if (ts.isPropertyAssignment(parent) && parent.name === mention) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === mention) return false;
  if (ts.isExportSpecifier(parent) || ts.isStringLiteralLike(mention)) return false;
  return !isWritten(mention);
}

/** `x = …`, `[x] = …`, `({ x } = …)`: a place that is written and not read. */
export function isWritten(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return isPattern(parent.parent);
  if (ts.isPropertyAssignment(parent) && parent.initializer === node)
    return isPattern(parent.parent);
  if (ts.isArrayLiteralExpression(parent)) return isPattern(parent);
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    withoutWrapping(parent.left) === withoutWrapping(node) &&
    parent.left === node
  );
}

/** Whether an object or array literal is really the left side of an assignment. */
function isPattern(literal: ts.Expression): boolean {
  let outer: ts.Node = literal;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  if (ts.isBinaryExpression(parent)) {
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === outer;
  }
  if (ts.isForOfStatement(parent)) return parent.initializer === outer;
  if (ts.isPropertyAssignment(parent)) return isPattern(parent.parent);
  return ts.isArrayLiteralExpression(parent) && isPattern(parent);
}
