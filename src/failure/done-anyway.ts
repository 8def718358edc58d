import ts from "typescript";
import type { World } from "./machine.js";
import { bare } from "./syntax.js";

/**
 * Whether a call that handles a failure stands, word by word, in what is done after a success as well:
 * `setLoading(false)`, `await prisma.$disconnect()`, `clearTimeout(timer)` at the end of the try block and
 * in the catch clause. What the function would have done anyway does nothing about the failure.
 *
 * @param site the call that failed
 * @param handler the catch clause or callback that met the failure
 */
export function isDoneAnyway(
  call: ts.CallExpression,
  site: ts.Node | undefined,
  handler: ts.Node | undefined,
  world: World,
): boolean {
  if (site === undefined || handler === undefined) return false;
  const text = textOf(call);
  const isReached = (scope: ts.Node, from: ts.Node | undefined): boolean =>
    (callsByText(scope).get(text) ?? []).some(
      (other) =>
        other !== call &&
        (from === undefined || other.pos >= from.end) &&
        !isWithin(other, handler) &&
        isReachedFrom(from, other, scope),
    );
  const scope = ts.findAncestor(site.parent, isScope);
  if (scope === undefined || !isWithin(handler, scope)) return false;
  if (isReached(scope, site)) return true;
  // `main().catch(() => pool.end())`, where main itself ends with the same.
  return ts.isCallExpression(site) && world.targetsOf(site).some((fn) => isReached(fn, undefined));
}

const known = new WeakMap<ts.Node, ReadonlyMap<string, readonly ts.CallExpression[]>>();

function callsByText(scope: ts.Node): ReadonlyMap<string, readonly ts.CallExpression[]> {
  let calls = known.get(scope);
  if (calls === undefined) {
    const found = new Map<string, ts.CallExpression[]>();
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const text = textOf(node);
        found.set(text, [...(found.get(text) ?? []), node]);
      }
      ts.forEachChild(node, visit);
    };
    visit(scope);
    known.set(scope, (calls = found));
  }
  return calls;
}

function textOf(call: ts.CallExpression): string {
  return call.getText().replace(/\s+/gu, "");
}

function isWithin(inner: ts.Node, outer: ts.Node): boolean {
  return (
    inner.pos >= outer.pos &&
    inner.end <= outer.end &&
    inner.getSourceFile() === outer.getSourceFile()
  );
}

/** Whether a success leads from one call, or the beginning, to the other, whatever else is the case. */
function isReachedFrom(site: ts.Node | undefined, other: ts.Node, scope: ts.Node): boolean {
  const holdsSite = (node: ts.Node): boolean => site !== undefined && isWithin(site, node);
  for (let node = other; node !== scope && !holdsSite(node); node = node.parent)
    if (isOnCondition(node)) return false;
  return true;
}

/** Whether a part is only run if something else holds. */
function isOnCondition(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent))
    return node !== (ts.isIfStatement(parent) ? parent.expression : parent.condition);
  if (ts.isBinaryExpression(parent)) return node === parent.right && isLogical(parent);
  if (ts.isFunctionLike(node)) return !isReactionOf(node);
  return ts.isCatchClause(node) || ts.isCaseOrDefaultClause(node);
}

function isLogical({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** The callback of a success: `.then(f)`, `.finally(f)`. */
function isReactionOf(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  const callee = bare(parent.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  return callee.name.text === "then" || callee.name.text === "finally";
}

function isScope(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isSourceFile(node);
}
