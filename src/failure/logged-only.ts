import ts from "typescript";
import { outermost } from "../callers/declarations.js";
import { mentionsOf } from "../callers/mentions.js";
import type { World } from "./machine.js";
import { isPure } from "./purity.js";

/** Names that stand for other names: longer chains are given up. */
const MAX_DEPTH = 4;

/**
 * Whether all that comes of a value ends in a log: `const sent = results.filter(isFulfilled).length;
 * console.info(sent)`. A callback that the value's parts are given to is not looked into. False for a
 * value of which nothing is made.
 */
export function isOnlyLogged(value: ts.Expression, world: World): boolean {
  return endsInLog(value, world, 0);
}

function endsInLog(value: ts.Expression, world: World, depth: number): boolean {
  const node = outermost(value);
  const { parent } = node;
  const goesOn = (whole: ts.Expression): boolean => endsInLog(whole, world, depth);
  if (ts.isVariableDeclaration(parent)) return isVariableOnlyLogged(parent, world, depth);
  if (ts.isCallExpression(parent)) {
    if (world.isLogger(parent.expression)) return true;
    return isPure(world.checker, parent.expression) && goesOn(parent);
  }
  if (ts.isTemplateSpan(parent)) return goesOn(parent.parent);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return goesOn(parent.parent);
  return isPartOfValue(node, parent) && goesOn(parent);
}

function isPartOfValue(node: ts.Expression, parent: ts.Node): parent is ts.Expression {
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return (
    ts.isAwaitExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    (ts.isBinaryExpression(parent) && ARITHMETIC.has(parent.operatorToken.kind))
  );
}

const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.SlashToken,
]);

function isVariableOnlyLogged(
  { name }: ts.VariableDeclaration,
  world: World,
  depth: number,
): boolean {
  if (!ts.isIdentifier(name) || depth >= MAX_DEPTH) return false;
  const { checker, program } = world;
  const symbol = checker.getSymbolAtLocation(name);
  const uses = mentionsOf(program)
    .inFile(name.getSourceFile(), name.text)
    .filter((use) => use !== name && symbolAt(use, checker) === symbol);
  return (
    uses.length > 0 && uses.every((use) => ts.isExpression(use) && endsInLog(use, world, depth + 1))
  );
}

function symbolAt(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}
