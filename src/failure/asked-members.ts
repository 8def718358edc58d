import ts from "typescript";
import { declarationsAt, outermost } from "../callers/declarations.js";
import { mentionsOf, type Mention } from "../callers/mentions.js";
import type { World } from "./machine.js";
import { EQUALITIES } from "./readers.js";

/**
 * Whether anybody in the project decides something by a property that is written here, or gives its
 * value back: `if (session.verified)`, also after `const { verified } = session`. Another type's property
 * of the same name does not count. Where a type is written on the spot or missing, the name alone counts.
 */
export function isPropertyAsked(node: ts.PropertyAccessExpression, world: World): boolean {
  const { name } = node;
  const written = declarationsAt(name, world.checker);
  const mentions = mentionsOf(world.program);
  const files = ts.isPrivateIdentifier(name) ? [node.getSourceFile()] : mentions.filesOf(name.text);
  return files.some((file) =>
    mentions
      .inFile(file, name.text)
      .some(
        (mention) =>
          isMentionAsked(mention, world) &&
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

/** Whether somebody decides something by what is kept under a key: `if (!context.get("event"))`. */
export function isKeyAsked(key: string, world: World): boolean {
  const mentions = mentionsOf(world.program);
  return mentions.filesOf("get").some((file) =>
    mentions.inFile(file, "get").some(({ parent: { parent } }) => {
      if (!ts.isCallExpression(parent)) return false;
      const [argument] = parent.arguments;
      const isOfKey =
        argument !== undefined && ts.isStringLiteralLike(argument) && argument.text === key;
      return isOfKey && isValueAsked(parent, world);
    }),
  );
}

function isMentionAsked(mention: Mention, world: World): boolean {
  const { parent } = mention;
  if (ts.isPropertyAccessExpression(parent))
    return parent.name === mention && isValueAsked(parent, world);
  if (ts.isElementAccessExpression(parent)) return isValueAsked(parent, world);
  return (
    ts.isBindingElement(parent) &&
    parent.initializer !== mention &&
    isVariableAsked(parent.name, world)
  );
}

/** Where it stands, or by the variable that holds it: `const { event } = req; if (!event)`. */
function isValueAsked(node: ts.Expression, world: World): boolean {
  const whole = outermost(node);
  const { parent } = whole;
  return ts.isVariableDeclaration(parent) && parent.initializer === whole
    ? isVariableAsked(parent.name, world)
    : isAsked(whole);
}

function isVariableAsked(name: ts.BindingName, { checker, program }: World): boolean {
  if (!ts.isIdentifier(name)) return false;
  const symbol = checker.getSymbolAtLocation(name);
  return mentionsOf(program)
    .inFile(name.getSourceFile(), name.text)
    .some(
      (use) =>
        ts.isIdentifier(use) &&
        use !== name &&
        isAsked(outermost(use)) &&
        checker.getSymbolAtLocation(use) === symbol,
    );
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
