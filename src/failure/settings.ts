import ts from "typescript";
import { resolved } from "../callers/declarations.js";
import { mentionsOf } from "../callers/mentions.js";
import type { World } from "./machine.js";
import { bare } from "./syntax.js";

/**
 * Whether a condition asks how the program or this call of a function is set up, and so nothing that
 * tells one failure from another: `options.strict`, `process.env.NODE_ENV !== "production"`, a
 * parameter of type boolean. Nothing that may change meanwhile counts.
 */
export function isSetting(condition: ts.Expression, world: World): boolean {
  const node = bare(condition);
  if (isEnvironment(node)) return true;
  return isBoolean(world.checker.getTypeAtLocation(node)) && isFixed(node, world);
}

/** `boolean`, and `boolean | undefined` of what may be left out. */
function isBoolean(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(
    ({ flags }) => (flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.Undefined)) !== 0,
  );
}

/** `process.env.NODE_ENV === "test"`, `import.meta.env.MODE !== "production"` */
function isEnvironment(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [bare(node.left), bare(node.right)];
    return (
      (ts.isStringLiteralLike(right) && isVariableOfEnvironment(left)) ||
      (ts.isStringLiteralLike(left) && isVariableOfEnvironment(right))
    );
  }
  return false;
}

function isVariableOfEnvironment(node: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false;
  const object = bare(node.expression);
  return ts.isPropertyAccessExpression(object) && object.name.text === "env";
}

/** A name, or a path of names, whose value is there before the function is called and stays. */
function isFixed(node: ts.Expression, world: World): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  const symbol = world.checker.getSymbolAtLocation(node);
  const declaration = symbol && resolved(symbol, world.checker).valueDeclaration;
  if (declaration === undefined || !isOwn(declaration, world)) return false;
  if (ts.isPropertyAccessExpression(node))
    return (
      !ts.isAccessor(declaration) &&
      isKept(node.name.text, world) &&
      isFixed(bare(node.expression), world)
    );
  const holder = ts.isBindingElement(declaration)
    ? ts.walkUpBindingElementsAndPatterns(declaration)
    : declaration;
  if (ts.isParameter(holder)) return isKept(node.text, world);
  return ts.isVariableDeclaration(holder) && isConstant(holder) && isSetUp(holder, world);
}

function isConstant(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

/** Whether a constant is made when the program starts, or only names a setting. */
function isSetUp(declaration: ts.VariableDeclaration, world: World): boolean {
  const { initializer } = declaration;
  if (ts.findAncestor(declaration, ts.isFunctionLike) === undefined) return true;
  return initializer !== undefined && isSetting(initializer, world);
}

function isOwn(declaration: ts.Declaration, { program }: World): boolean {
  const file = declaration.getSourceFile();
  return (
    !program.isSourceFileFromExternalLibrary(file) && !program.isSourceFileDefaultLibrary(file)
  );
}

/** Whether nothing of that name is assigned anywhere. */
function isKept(name: string, { program }: World): boolean {
  const mentions = mentionsOf(program);
  return mentions
    .filesOf(name)
    .every((file) => mentions.inFile(file, name).every((mention) => !isAssigned(mention)));
}

function isAssigned(mention: ts.Node): boolean {
  const { parent } = mention;
  const target =
    ts.isPropertyAccessExpression(parent) && parent.name === mention ? parent : mention;
  const { parent: assignment } = target;
  if (!ts.isBinaryExpression(assignment) || assignment.left !== target) return false;
  const { kind } = assignment.operatorToken;
  if (kind < ts.SyntaxKind.FirstAssignment || kind > ts.SyntaxKind.LastAssignment) return false;
  return ts.findAncestor(assignment, ts.isFunctionLike)?.kind !== ts.SyntaxKind.Constructor;
}
