import ts from "typescript";
import { isCollectionAsked, isKeyAsked, isPropertyAsked } from "./asked-members.js";
import { isAssignment } from "./assigned.js";
import { endsAlways } from "../values/syntax.js";
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
  const isTold = (node: ts.Node): boolean =>
    node.end >= site.end &&
    writesOf(node).some((write) => says(write.value) && write.isAsked(world));
  return (
    someWithin(caughtAt.parent.tryBlock, isTold) ||
    (endsAlways(caughtAt.block) && behind(caughtAt.parent).some((each) => someWithin(each, isTold)))
  );
}

/** What only runs after a success, behind a handler that leaves. */
function behind(attempt: ts.TryStatement): readonly ts.Statement[] {
  const { parent } = attempt;
  return ts.isBlock(parent) ? parent.statements.filter(({ pos }) => pos >= attempt.end) : [];
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
    if (!ts.isPropertyAccessExpression(target) && !ts.isElementAccessExpression(target)) return [];
    const name = ts.isPropertyAccessExpression(target) ? target.name : target.argumentExpression;
    // `request[VERIFIED] = true`, with a symbol of the program's own
    if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return [];
    return [
      {
        object: target.expression,
        value: bare(node.right),
        isAsked: (world, within) => isPropertyAsked(name, world, within),
      },
    ];
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const [key, value = key] = node.arguments;
  const { expression: object, name } = node.expression;
  if (key === undefined || (name.text !== "set" && name.text !== "add")) return [];
  // `verified.add(request)`, `events.set(request, event)`
  if (!ts.isStringLiteralLike(key) || name.text === "add") {
    if (value === undefined) return [];
    const isAsked = (world: World): boolean => isCollectionAsked(object, world);
    return [{ object, value: bare(value), isAsked }];
  }
  if (value === undefined || value === key) return [];
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
