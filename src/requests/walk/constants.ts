import ts from "typescript";
import { known, UNKNOWN, type Value } from "../path-values.js";
import { unwrapped } from "../syntax.js";
import type { Walk } from "./walk.js";

/** What is written out on the spot; undefined for every other expression. */
export function literalValue(node: ts.Expression): Value | undefined {
  if (ts.isStringLiteralLike(node)) return known(node.text);
  if (ts.isNumericLiteral(node)) return known(Number(node.text));
  if (isNegative(node)) return known(-Number(node.operand.getText()));
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return known(true);
    case ts.SyntaxKind.FalseKeyword:
      return known(false);
    case ts.SyntaxKind.NullKeyword:
      return known(null);
    case ts.SyntaxKind.ThisKeyword:
      return UNKNOWN;
    default:
      return undefined;
  }
}

/** `-1` */
function isNegative(node: ts.Expression): node is ts.PrefixUnaryExpression {
  return (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand)
  );
}

/** `INVALID`, `Verdict.Missing`: what is written out elsewhere, or at least under which name. */
export function constantValue(node: ts.Expression, walk: Walk): Value {
  const type = walk.checker.getTypeAtLocation(node);
  if (type.isStringLiteral() || type.isNumberLiteral()) return known(type.value);
  return { made: node.getText() };
}

/** Whether an object is written out at the top of a module: `Verdict` of `Verdict.Missing`. */
export function isConstant(value: Value, object: ts.Expression, walk: Walk): boolean {
  const holder = unwrapped(object);
  if (value.props ?? value.payload ?? value.request ?? value.metadata) return false;
  if (!ts.isIdentifier(holder)) return false;
  const declared = walk.symbol(holder)?.valueDeclaration;
  return (
    declared !== undefined &&
    (ts.isEnumDeclaration(declared) ||
      (ts.isVariableDeclaration(declared) && value.made === holder.text))
  );
}

/** Whether a variable is declared at the top of a module. */
export function isModuleLevel(symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  const statement = declaration.parent.parent;
  return ts.isVariableStatement(statement) && ts.isSourceFile(statement.parent);
}
