import ts from "typescript";
import { isAssignment, isUpdate } from "./assigned.js";
import type { Ending } from "./endings.js";
import type { ValueTree, World } from "./machine.js";
import { isFunctionNode } from "./roots.js";
import { rootOf } from "./syntax.js";
import { tellsByState } from "./told-by-state.js";
import { isNothing } from "./trees.js";
import type { FunctionNode } from "./values.js";

/**
 * Whether a function has acted upon a forgery (reported it, kept it as evidence) and leaves its callers
 * none the wiser: it returns nothing, as it does when all is well, and sets nothing that they could ask
 * for. A caller that answers requests accepts the forgery then.
 */
export function isQuiet(
  { watched, trail, value, leaves, kind }: Ending,
  successes: readonly ValueTree[],
  world: World,
): boolean {
  const isActedUpon =
    watched.mode === "verification" && kind === "returns" && trail.acted !== undefined;
  if (!isActedUpon || trail.answer !== undefined || trail.wentOn !== undefined) return false;
  if (trail.passedOn !== undefined || !isNothing(value) || !successes.every(isNothing))
    return false;
  if (tellsByState(trail.caughtAt, trail.site, world)) return false;
  return isFunctionNode(leaves) && keepsToItself(leaves, trail.site, world);
}

/**
 * Whether a function writes to nothing that outlives it, and gives none of the objects that it was given
 * to anybody who might: the request's headers and body are only read.
 */
function keepsToItself(fn: FunctionNode, site: ts.Node, { checker, sdk }: World): boolean {
  const isGiven = (node: ts.Expression): boolean => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
    const declaration =
      ts.isIdentifier(node) && checker.getSymbolAtLocation(node)?.valueDeclaration;
    return (
      declaration !== undefined &&
      declaration !== false &&
      ts.findAncestor(declaration, ts.isParameter)?.parent === fn &&
      mayBeWritten(checker.getTypeAtLocation(node), checker)
    );
  };
  const isOuter = (node: ts.Expression): boolean => {
    const root = rootOf(node);
    const declaration = root && checker.getSymbolAtLocation(root)?.valueDeclaration;
    const isOwn =
      declaration !== undefined && declaration.pos >= fn.pos && declaration.end <= fn.end;
    return !isOwn || root !== node;
  };
  const tells = (node: ts.Node): boolean => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind))
      return isOuter(node.left) || tells(node.right);
    if (isUpdate(node)) return isOuter(node.operand);
    const isVerification =
      node === site || (ts.isCallExpression(node) && sdk.callOf(node) !== undefined);
    if (!isVerification && (ts.isCallExpression(node) || ts.isNewExpression(node))) {
      const callee = node.expression;
      if (ts.isPropertyAccessExpression(callee) && isGiven(callee.expression)) return true;
      if (node.arguments?.some(isGiven) === true) return true;
    }
    return ts.forEachChild(node, tells) ?? false;
  };
  return fn.body === undefined || !tells(fn.body);
}

/** What a request consists of is read, by its methods too. */
const READ = /^(?:Request|Headers|IncomingMessage|\w*Request)$/u;

/** Not a text, a number or bytes, and no request and nothing that holds headers. */
function mayBeWritten(type: ts.Type, checker: ts.TypeChecker): boolean {
  const { Object: object, Any, Unknown, TypeParameter } = ts.TypeFlags;
  if ((type.flags & (Any | Unknown | TypeParameter)) !== 0) return true;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(
    (part) =>
      (part.flags & object) !== 0 &&
      !READ.test(part.getSymbol()?.name ?? "") &&
      checker.getIndexTypeOfType(part, ts.IndexKind.String) === undefined &&
      part.getProperty("byteLength") === undefined,
  );
}
