import ts from "typescript";
import { isKeyAsked, isPropertyAsked } from "./asked-members.js";
import type { World } from "./machine.js";
import { bare } from "./syntax.js";

/**
 * Whether a function tells of the call's success by a property of something that outlives it, which
 * somebody asks for: `webhook.verify(…); session.verified = true;` in a try block. Its failure is told
 * by the same property, which the failing path leaves as it was. So for what is kept under a key.
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
    if (node.end >= site.end && (isTold(node, world, says) || isKept(node, world, says)))
      return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(caughtAt.parent.tryBlock);
}

/** `session.verified = true` */
function isTold(node: ts.Node, world: World, says: (value: ts.Expression) => boolean): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const { left, operatorToken, right } = node;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  const target = bare(left);
  return (
    ts.isPropertyAccessExpression(target) && says(bare(right)) && isPropertyAsked(target, world)
  );
}

/** `context.set("event", event)` */
function isKept(node: ts.Node, world: World, says: (value: ts.Expression) => boolean): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const [key, value] = node.arguments;
  return (
    node.expression.name.text === "set" &&
    key !== undefined &&
    ts.isStringLiteralLike(key) &&
    value !== undefined &&
    says(bare(value)) &&
    isKeyAsked(key.text, world)
  );
}
