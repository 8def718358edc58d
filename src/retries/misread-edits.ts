import ts from "typescript";
import { innermost } from "../callers/declarations.js";
import type { Edit } from "./key-edits.js";
import type { Misread } from "./misreads.js";

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** What is asked instead: `.code` for a compared `.status`, 404 for "404". Undefined where that is not plain. */
export function misreadEdits(
  { kind, node, property, value }: Misread,
  checker: ts.TypeChecker,
): readonly Edit[] | undefined {
  return kind === "codeIsNumber"
    ? numberEdits(node, value ?? "", checker)
    : propertyEdits(node, property, checker);
}

function propertyEdits(
  node: ts.Node,
  property: string,
  checker: ts.TypeChecker,
): readonly Edit[] | undefined {
  if (property === "response" || !ts.isPropertyAccessExpression(node)) return undefined;
  const isCompared =
    ts.isBinaryExpression(node.parent) && COMPARISONS.has(node.parent.operatorToken.kind);
  if (!isCompared && !ts.isSwitchStatement(node.parent)) return undefined;
  const renamed: Edit = { start: node.name.getStart(), end: node.name.end, text: "code" };
  const cast = literalCast(node.expression);
  if (!cast) return takesCode(node.expression, checker) ? [renamed] : undefined;
  const member = cast.members.find(({ name }) => name?.getText() === property);
  const takes = cast.members.some(({ name }) => name?.getText() === "code");
  if (!member?.name || takes) return undefined;
  return [{ start: member.name.getStart(), end: member.name.end, text: "code" }, renamed];
}

function numberEdits(
  node: ts.Node,
  value: string,
  checker: ts.TypeChecker,
): readonly Edit[] | undefined {
  const { parent } = node;
  if (!/^\d+$/u.test(value) || !ts.isBinaryExpression(parent)) return undefined;
  const access = innermost(parent.left === node ? parent.right : parent.left);
  const number: Edit = { start: node.getStart(), end: node.end, text: value };
  const cast = ts.isPropertyAccessExpression(access) ? literalCast(access.expression) : undefined;
  const type = cast?.members.find(
    (member): member is ts.PropertySignature =>
      ts.isPropertySignature(member) && member.name.getText() === "code",
  )?.type;
  if (type?.kind === ts.SyntaxKind.StringKeyword)
    return [{ start: type.getStart(), end: type.end, text: "number" }, number];
  const flags = checker.getTypeAtLocation(access).flags;
  const isFree =
    (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NumberLike)) !== 0;
  return isFree ? [number] : undefined;
}

/** `(e as { status?: number })` */
function literalCast(node: ts.Expression): ts.TypeLiteralNode | undefined {
  let at = node;
  while (ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at)) at = at.expression;
  return ts.isAsExpression(at) && ts.isTypeLiteralNode(at.type) ? at.type : undefined;
}

function takesCode(object: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(object);
  return (type.flags & ts.TypeFlags.Any) !== 0 || type.getProperty("code") !== undefined;
}
