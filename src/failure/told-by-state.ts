import ts from "typescript";
import { isKeyAsked, isPropertyAsked } from "./asked-members.js";
import { isAssignment } from "./assigned.js";
import type { World } from "./machine.js";
import { bare, rootOf } from "./syntax.js";

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
 * Whether a function tells of the failure by a property of an object that it was given, or by what it
 * keeps there under a key, and somebody asks for it: in the handler itself, or behind it with a variable
 * whose value hangs on how the call went. What a service notes about itself (`health.lastError = error`)
 * says nothing of this request.
 */
export function tellsFailureByState(caughtAt: ts.Node | undefined, world: World): boolean {
  if (caughtAt === undefined || !ts.isCatchClause(caughtAt)) return false;
  const attempt = caughtAt.parent;
  const fn = ts.findAncestor(attempt, (node) => ts.isFunctionLike(node));
  if (fn === undefined) return false;
  const isTold = ({ object, isAsked }: Write): boolean =>
    isGivenTo(fn, object, world) && isAsked(world, true);
  return (
    someWithin(caughtAt.block, (node) => writesOf(node).some(isTold)) ||
    someWithin(
      fn,
      (node) =>
        node.pos >= attempt.end &&
        writesOf(node).some((write) => isAssignedIn(write.value, caughtAt, world) && isTold(write)),
    )
  );
}

/** Something that outlives the function is given a value. */
interface Write {
  readonly object: ts.Expression;
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
        object: target.expression,
        value: bare(node.right),
        isAsked: (world, within) => isPropertyAsked(target, world, within),
      },
    ];
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const [key, value] = node.arguments;
  if (node.expression.name.text !== "set" || key === undefined || value === undefined) return [];
  if (!ts.isStringLiteralLike(key)) return [];
  return [
    {
      object: node.expression.expression,
      value: bare(value),
      isAsked: (world, within) => isKeyAsked(key.text, world, within),
    },
  ];
}

/** Whether an object is a parameter of the function, or a part of one: `req`, `res.locals`, `this` is none. */
function isGivenTo(fn: ts.Node, object: ts.Expression, { checker }: World): boolean {
  const root = rootOf(object);
  const declaration = root && checker.getSymbolAtLocation(root)?.valueDeclaration;
  return ts.findAncestor(declaration, ts.isParameter)?.parent === fn;
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
