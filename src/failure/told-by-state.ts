import ts from "typescript";
import { isKeyAsked, isPropertyAsked } from "./asked-members.js";
import { isAssignment } from "./assigned.js";
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
  return someWithin(
    caughtAt.parent.tryBlock,
    (node) =>
      node.end >= site.end &&
      writesOf(node).some((write) => says(write.value) && write.isAsked(world)),
  );
}

/**
 * Whether a function tells of the failure by a property of something that outlives it, or by what it
 * keeps under a key, and somebody asks for it: in the handler itself, or behind it with a variable
 * whose value hangs on how the call went.
 */
export function tellsFailureByState(caughtAt: ts.Node | undefined, world: World): boolean {
  if (caughtAt === undefined || !ts.isCatchClause(caughtAt)) return false;
  const isTold = (node: ts.Node): boolean =>
    writesOf(node).some((write) => write.isAsked(world, true));
  if (someWithin(caughtAt.block, isTold)) return true;
  const attempt = caughtAt.parent;
  const body =
    ts.findAncestor(attempt, (node) => ts.isFunctionLike(node)) ?? attempt.getSourceFile();
  return someWithin(
    body,
    (node) =>
      node.pos >= attempt.end &&
      writesOf(node).some(
        ({ value, isAsked }) => isAssignedIn(value, caughtAt, world) && isAsked(world, true),
      ),
  );
}

/** Something that outlives the function is given a value. */
interface Write {
  readonly value: ts.Expression;
  /** Whether somebody decides something by it; `within` where a part of the value does, too. */
  readonly isAsked: (world: World, within?: boolean) => boolean;
}

/** `session.verified = true`, `context.set("event", event)` */
function writesOf(node: ts.Node): readonly Write[] {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const target = bare(node.left);
    if (!ts.isPropertyAccessExpression(target)) return [];
    return [
      {
        value: bare(node.right),
        isAsked: (world, within) => isPropertyAsked(target, world, within),
      },
    ];
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const [key, value] = node.arguments;
  if (node.expression.name.text !== "set" || key === undefined || value === undefined) return [];
  if (!ts.isStringLiteralLike(key)) return [];
  return [{ value: bare(value), isAsked: (world, within) => isKeyAsked(key.text, world, within) }];
}

function isAssignedIn(value: ts.Expression, handler: ts.Node, { checker }: World): boolean {
  if (!ts.isIdentifier(value)) return false;
  const symbol = checker.getSymbolAtLocation(value);
  return someWithin(
    handler,
    (node) =>
      ts.isBinaryExpression(node) &&
      isAssignment(node.operatorToken.kind) &&
      ts.isIdentifier(node.left) &&
      checker.getSymbolAtLocation(node.left) === symbol,
  );
}

/** Nested functions are left out: when they run, nobody knows. */
function someWithin(whole: ts.Node, test: (node: ts.Node) => boolean): boolean {
  const visit = (node: ts.Node): boolean =>
    !ts.isFunctionLike(node) && (test(node) || (ts.forEachChild(node, visit) ?? false));
  return ts.forEachChild(whole, visit) ?? false;
}
