import ts from "typescript";
import { mentionsOf } from "../callers/mentions.js";
import { isAssignment, isUpdate } from "./assigned.js";
import { useOf } from "./logged-only.js";
import type { World } from "./machine.js";

/** The names that a file reads, other than to log them; of variables, those that its functions read. */
interface Reads {
  readonly properties: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  /** Names that something is compared with. */
  readonly compared: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING: Reads = { properties: NONE, variables: NONE, compared: NONE };

const known = new WeakMap<ts.SourceFile, Reads>();

/**
 * Whether anybody reads a property that is written here: of that name, in this file, or in another one
 * of the project unless it is private. By names alone: who reads another property of the name counts.
 */
export function isPropertyRead(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  world: World,
): boolean {
  const file = node.getSourceFile();
  if (readsIn(file, world).properties.has(name)) return true;
  const member = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (ts.isPrivateIdentifier(member)) return false;
  const declaration = world.checker.getSymbolAtLocation(member)?.valueDeclaration;
  const hidden = ts.ModifierFlags.Private;
  if (declaration !== undefined && (ts.getCombinedModifierFlags(declaration) & hidden) !== 0)
    return false;
  return mentioning(name, world).some((other) => readsIn(other, world).properties.has(name));
}

/**
 * Whether a function of the module reads a variable of it: what the variable holds is there for later
 * calls. Other modules that import the variable are not asked.
 */
export function isModuleVariableRead(symbol: ts.Symbol, world: World): boolean {
  const { valueDeclaration: declaration } = symbol;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement) || !ts.isSourceFile(statement.parent)) return false;
  return (
    readsIn(statement.parent, world).variables.has(symbol.name) &&
    useOf(declaration, world) === undefined
  );
}

/** Whether anybody in the project compares something with what has this name. */
export function isCompared(name: string, world: World): boolean {
  return mentioning(name, world).some((file) => readsIn(file, world).compared.has(name));
}

/** Of a large project few files have the name at all: the others need no walk. */
function mentioning(name: string, { program }: World): readonly ts.SourceFile[] {
  return mentionsOf(program).filesOf(name);
}

function readsIn(file: ts.SourceFile, world: World): Reads {
  let reads = known.get(file);
  if (reads === undefined) {
    reads = file.isDeclarationFile ? NOTHING : collected(file, world);
    known.set(file, reads);
  }
  return reads;
}

function collected(file: ts.SourceFile, world: World): Reads {
  const properties = new Set<string>();
  const variables = new Set<string>();
  const compared = new Set<string>();
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (ts.isCallExpression(node) && world.isLogger(node.expression)) return;
    if (ts.isPropertyAccessExpression(node) && !isWritten(node)) properties.add(node.name.text);
    if (ts.isBindingElement(node)) {
      const name = node.propertyName ?? node.name;
      if (ts.isIdentifier(name)) properties.add(name.text);
    }
    if (ts.isIdentifier(node) && isOperand(node)) compared.add(node.text);
    if (ts.isIdentifier(node) && isInFunction && !isWritten(node)) variables.add(node.text);
    if (ts.isStringLiteralLike(node) && ts.isElementAccessExpression(node.parent))
      properties.add(node.text);
    const isInner = isInFunction || ts.isFunctionLike(node);
    ts.forEachChild(node, (child) => {
      visit(child, isInner);
    });
  };
  visit(file, false);
  return { properties, variables, compared };
}

/** `answer === FAILED`, `case FAILED:`, `Object.is(answer, FAILED)`; of `Outcome.FAILED` the member. */
function isOperand(node: ts.Identifier): boolean {
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  const { parent } = isMember ? node.parent : node;
  if (ts.isBinaryExpression(parent)) return EQUALITIES.has(parent.operatorToken.kind);
  if (ts.isCallExpression(parent)) return parent.expression.getText() === "Object.is";
  return ts.isCaseClause(parent);
}

export const EQUALITIES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** `x = 1;`, `x += 1;` and `x++;` as statements: nothing reads what they leave. */
function isWritten(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent)) return parent.name === node;
  if (ts.isBinaryExpression(parent))
    return (
      parent.left === node &&
      isAssignment(parent.operatorToken.kind) &&
      ts.isExpressionStatement(parent.parent)
    );
  return isUpdate(parent) && ts.isExpressionStatement(parent.parent);
}
