import ts from "typescript";
import { isPropertyAsked } from "./readers.js";
import type { World } from "./machine.js";
import { bare } from "./syntax.js";

/**
 * Whether a function tells of the call's success by a property of something that outlives it, which
 * somebody asks for: `webhook.verify(…); session.verified = true;` in a try block. Its failure is told
 * by the same property, which the failing path leaves as it was.
 *
 * @param caughtAt the catch clause that met the failure
 * @param site the call that failed
 * @param says whether a value is enough to tell of a success
 */
export function tellsByState(
  caughtAt: ts.Node | undefined,
  site: ts.Node,
  world: World,
  says: (value: ts.Expression) => boolean = () => true,
): boolean {
  if (caughtAt === undefined || !ts.isCatchClause(caughtAt)) return false;
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    if (node.pos >= site.end && ts.isBinaryExpression(node) && isTold(node, world, says))
      return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(caughtAt.parent.tryBlock);
}

function isTold(
  { left, operatorToken, right }: ts.BinaryExpression,
  world: World,
  says: (value: ts.Expression) => boolean,
): boolean {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const target = bare(left);
  return (
    ts.isPropertyAccessExpression(target) && says(bare(right)) && isPropertyAsked(target, world)
  );
}
