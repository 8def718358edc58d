import ts from "typescript";
import { declarationsAt, outermost } from "../callers/declarations.js";
import { mentionsOf, type Mention } from "../callers/mentions.js";
import type { World } from "./machine.js";
import { bare } from "./syntax.js";
import { EQUALITIES } from "./readers.js";

/**
 * Whether anybody in the project decides something by a property that is written here, or gives its
 * value back: `if (session.verified)`, also after `const { verified } = session`. Another type's property
 * of the same name does not count. Where a type is written on the spot or missing, the name alone counts.
 *
 * @param within whether it is enough that a part of the value is asked for: `session.outcome.ok`
 */
export function isPropertyAsked(
  name: ts.Identifier | ts.PrivateIdentifier,
  world: World,
  within = false,
): boolean {
  const written = declarationsAt(name, world.checker);
  const mentions = mentionsOf(world.program);
  const files = ts.isPrivateIdentifier(name) ? [name.getSourceFile()] : mentions.filesOf(name.text);
  return files.some((file) =>
    mentions
      .inFile(file, name.text)
      .some(
        (mention) =>
          isMentionAsked(mention, world, within) &&
          mayBeSame(written, declarationsAt(mention, world.checker)),
      ),
  );
}

/** Types that are written on the spot are written again elsewhere, for the same object. */
function mayBeSame(one: readonly ts.Declaration[], other: readonly ts.Declaration[]): boolean {
  const isLoose = (all: readonly ts.Declaration[]): boolean =>
    all.length === 0 || all.some(({ parent }) => ts.isTypeLiteralNode(parent));
  return isLoose(one) || isLoose(other) || one.some((declaration) => other.includes(declaration));
}

/** Whether somebody decides something by what is kept under a key: `if (!context.get("event"))`, `c.var.event`. */
export function isKeyAsked(key: string, world: World, within = false): boolean {
  const mentions = mentionsOf(world.program);
  const isAskedOfVar = mentions
    .filesOf(key)
    .some((file) =>
      mentions
        .inFile(file, key)
        .some((mention) => isOfVar(mention) && isMentionAsked(mention, world, within)),
    );
  return isAskedOfVar || isKeyGot(key, world, within);
}

/** `c.var.event`, and `const { event } = c.var`: Hono's variables of the request. */
function isOfVar({ parent }: ts.Node): boolean {
  const holder = ts.isPropertyAccessExpression(parent)
    ? parent.expression
    : ts.isBindingElement(parent) && ts.isVariableDeclaration(parent.parent.parent)
      ? parent.parent.parent.initializer
      : undefined;
  return (
    holder !== undefined && ts.isPropertyAccessExpression(holder) && holder.name.text === "var"
  );
}

function isKeyGot(key: string, world: World, within: boolean): boolean {
  const mentions = mentionsOf(world.program);
  return mentions.filesOf("get").some((file) =>
    mentions.inFile(file, "get").some(({ parent: { parent } }) => {
      if (!ts.isCallExpression(parent)) return false;
      const [argument] = parent.arguments;
      const isOfKey =
        argument !== undefined && ts.isStringLiteralLike(argument) && argument.text === key;
      return isOfKey && isValueAsked(parent, world, within);
    }),
  );
}

/** Whether somebody decides something by what a collection has: `if (!verified.has(request))`. */
export function isCollectionAsked(collection: ts.Expression, world: World): boolean {
  const node = bare(collection);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return false;
  const written = declarationsAt(name, world.checker);
  const mentions = mentionsOf(world.program);
  const files = ts.isPrivateIdentifier(name) ? [node.getSourceFile()] : mentions.filesOf(name.text);
  return files.some((file) =>
    mentions.inFile(file, name.text).some((mention) => {
      const asked = lookupIn(mention);
      if (asked === undefined || !isValueAsked(asked, world, true)) return false;
      return declarationsAt(mention, world.checker).some((each) => written.includes(each));
    }),
  );
}

/** `verified.has(request)`, `this.#events.get(id)` */
function lookupIn(mention: ts.Node): ts.CallExpression | undefined {
  const { parent } = mention;
  const object =
    ts.isPropertyAccessExpression(parent) && parent.name === mention ? parent : mention;
  const method = object.parent;
  if (!ts.isPropertyAccessExpression(method) || method.expression !== object) return undefined;
  if (method.name.text !== "has" && method.name.text !== "get") return undefined;
  return ts.isCallExpression(method.parent) ? method.parent : undefined;
}

function isMentionAsked(mention: Mention, world: World, within: boolean): boolean {
  const { parent } = mention;
  if (ts.isPropertyAccessExpression(parent))
    return parent.name === mention && isValueAsked(parent, world, within);
  if (ts.isElementAccessExpression(parent))
    return parent.argumentExpression === mention && isValueAsked(parent, world, within);
  return (
    ts.isBindingElement(parent) &&
    parent.initializer !== mention &&
    isVariableAsked(parent.name, world, within)
  );
}

/** Where it stands, or by the variable that holds it: `const { event } = req; if (!event)`. */
function isValueAsked(node: ts.Expression, world: World, within: boolean): boolean {
  const whole = outermost(node);
  const { parent } = whole;
  return ts.isVariableDeclaration(parent) && parent.initializer === whole
    ? isVariableAsked(parent.name, world, within)
    : isAsked(within ? partOf(whole) : whole);
}

function isVariableAsked(
  name: ts.BindingName,
  { checker, program }: World,
  within: boolean,
): boolean {
  if (!ts.isIdentifier(name)) return false;
  const symbol = checker.getSymbolAtLocation(name);
  return mentionsOf(program)
    .inFile(name.getSourceFile(), name.text)
    .some(
      (use) =>
        ts.isIdentifier(use) &&
        use !== name &&
        isAsked(within ? partOf(use) : outermost(use)) &&
        checker.getSymbolAtLocation(use) === symbol,
    );
}

/** What is read of a value in one place: `outcome.error.code` of `outcome`. */
function partOf(node: ts.Expression): ts.Expression {
  const whole = outermost(node);
  const { parent } = whole;
  return ts.isPropertyAccessExpression(parent) && parent.expression === whole
    ? partOf(parent)
    : whole;
}

/** `if (session.verified)`, `!session.verified`, `session.event === undefined`, `return this.#verified` */
function isAsked(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return DECIDING.has(parent.operatorToken.kind);
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return (
    (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) ||
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent)
  );
}

const DECIDING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ...EQUALITIES,
]);
