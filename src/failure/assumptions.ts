import ts from "typescript";
import { boundNames, declarationsOf } from "../callers/declarations.js";
import { isFalsy, possibleValues } from "../values/evaluator.js";
import { assignedIn, propertiesAssignedIn } from "./assigned.js";
import type { World } from "./machine.js";
import { bare } from "./syntax.js";

/**
 * What a path takes for granted of what its function was given: that a parameter, or a field of one, is
 * there (or true), or is not: `strict`, `options.onError`, `typeof onError === "function"`,
 * `mode === "throw"`.
 */
export interface Assumption {
  readonly parameter: ts.ParameterDeclaration;
  /** The field of it that is asked; undefined: the parameter itself. */
  readonly field: string | undefined;
  /** What stands where a caller leaves it out. */
  readonly initializer: ts.Expression | undefined;
  /** The text that it is compared with; undefined: its truth is asked. */
  readonly text: string | undefined;
  readonly holds: boolean;
}

/**
 * What a condition asks of a parameter, as it is where the condition holds; undefined where it asks
 * something else, or what the function has changed meanwhile.
 */
export function assumptionOf(condition: ts.Expression, world: World): Assumption | undefined {
  const assumed = assumedBy(condition, world);
  return assumed === undefined || isChanged(assumed, world) ? undefined : assumed;
}

function isChanged({ parameter, field }: Assumption, { checker }: World): boolean {
  const names = boundNames(parameter.name);
  const symbols = names.map((name) => checker.getSymbolAtLocation(name));
  const { body } = parameter.parent as ts.FunctionLikeDeclaration;
  if (body === undefined) return false;
  return (
    assignedIn(body, checker).some((symbol) => symbols.includes(symbol)) ||
    propertiesAssignedIn(body).some(
      ({ object, name }) => name === field && symbols.includes(checker.getSymbolAtLocation(object)),
    )
  );
}

function assumedBy(condition: ts.Expression, world: World): Assumption | undefined {
  const node = bare(condition);
  if (!ts.isBinaryExpression(node)) return askedOf(node, undefined, true, world);
  const holds = EQUALITY.get(node.operatorToken.kind);
  const [left, right] = [bare(node.left), bare(node.right)];
  if (holds === undefined) return undefined;
  if (right.kind === ts.SyntaxKind.TrueKeyword) return askedOf(left, undefined, holds, world);
  if (right.kind === ts.SyntaxKind.FalseKeyword || isUndefined(right))
    return askedOf(left, undefined, !holds, world);
  if (!ts.isStringLiteralLike(right)) return undefined;
  if (ts.isTypeOfExpression(left))
    return right.text === "function"
      ? askedOf(bare(left.expression), undefined, holds, world)
      : undefined;
  return askedOf(left, right.text, holds, world);
}

const EQUALITY: ReadonlyMap<ts.SyntaxKind, boolean> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, true],
  [ts.SyntaxKind.EqualsEqualsToken, true],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, false],
  [ts.SyntaxKind.ExclamationEqualsToken, false],
]);

function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === "undefined";
}

function askedOf(
  node: ts.Expression,
  text: string | undefined,
  holds: boolean,
  world: World,
): Assumption | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const whole = declarationOf(bare(node.expression), world);
    return whole && ts.isParameter(whole)
      ? { parameter: whole, field: node.name.text, initializer: undefined, text, holds }
      : undefined;
  }
  const declaration = declarationOf(node, world);
  if (declaration === undefined) return undefined;
  if (ts.isParameter(declaration))
    return { parameter: declaration, field: undefined, initializer: undefined, text, holds };
  if (!ts.isBindingElement(declaration) || declaration.dotDotDotToken) return undefined;
  const { parent: pattern, initializer } = declaration;
  const name = declaration.propertyName ?? declaration.name;
  if (!ts.isObjectBindingPattern(pattern) || !ts.isParameter(pattern.parent)) return undefined;
  return ts.isIdentifier(name)
    ? { parameter: pattern.parent, field: name.text, initializer, text, holds }
    : undefined;
}

function declarationOf(node: ts.Expression, { checker }: World): ts.Declaration | undefined {
  return ts.isIdentifier(node) ? checker.getSymbolAtLocation(node)?.valueDeclaration : undefined;
}

/** The same taken for granted the other way round. */
export function opposite(assumption: Assumption): Assumption {
  return { ...assumption, holds: !assumption.holds };
}

/** What both of two paths take for granted. */
export function common(
  some: readonly Assumption[] = [],
  others: readonly Assumption[] = [],
): readonly Assumption[] {
  return some === others
    ? some
    : some.filter((one) => others.some((other) => isSame(one, other) && one.holds === other.holds));
}

function isSame(one: Assumption, other: Assumption): boolean {
  return one.parameter === other.parameter && one.field === other.field && one.text === other.text;
}

/** A text that is the same for paths that take the same for granted. */
export function keyOfAssumptions(assumptions: readonly Assumption[] = []): string {
  return assumptions
    .map(({ parameter, field, text, holds }) => [parameter.pos, field, text, holds].join(" "))
    .sort()
    .join();
}

/** Whether a call can lead to a path that takes something for granted; true where nothing is known. */
export function mayHold(
  assumptions: readonly Assumption[] | undefined,
  call: ts.CallExpression | ts.NewExpression,
  callee: ts.Node,
  world: World,
): boolean {
  if (assumptions === undefined || call.arguments?.some(ts.isSpreadElement) === true) return true;
  if (isReflection(call)) return true;
  return assumptions
    .filter(({ parameter }) => parameter.parent === callee)
    .every((assumption) => {
      const given = givenFor(assumption, call, world);
      return given === undefined || given === assumption.holds;
    });
}

/** `check.call(this, raw, true)`: what is given does not stand in the parameters' order. */
function isReflection({ expression }: ts.CallExpression | ts.NewExpression): boolean {
  const callee = bare(expression);
  return ts.isPropertyAccessExpression(callee) && /^(?:call|apply|bind)$/u.test(callee.name.text);
}

/** Whether what an assumption asks is true of what the call gives; undefined where that cannot be told. */
function givenFor(
  { parameter, field, initializer, text }: Assumption,
  call: ts.CallExpression | ts.NewExpression,
  world: World,
): boolean | undefined {
  const given = parameter.parent.parameters.filter(({ name }) => name.getText() !== "this");
  const argument = call.arguments?.[given.indexOf(parameter)];
  const whole = argument ?? parameter.initializer;
  if (field === undefined) return truthOf(whole, text, world);
  const object = whole && bare(whole);
  if (object === undefined) return truthOf(initializer, text, world);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  let held: ts.Expression | undefined = initializer;
  for (const property of object.properties) {
    if (property.name === undefined) return undefined;
    if (ts.isComputedPropertyName(property.name)) return undefined;
    if (property.name.getText() !== field) continue;
    if (ts.isShorthandPropertyAssignment(property)) held = property.name;
    else if (ts.isPropertyAssignment(property)) held = property.initializer;
    else return text === undefined;
  }
  return truthOf(held, text, world);
}

function isFunction(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** A name that stands for a function, whatever happens: not one of several, and not one that may be missing. */
function namesFunction(node: ts.Expression, { checker }: World): boolean {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return false;
  return declarationsOf(node, checker).some(
    (each) =>
      ts.isFunctionDeclaration(each) ||
      ts.isMethodDeclaration(each) ||
      (ts.isVariableDeclaration(each) &&
        (ts.getCombinedNodeFlags(each) & ts.NodeFlags.Const) !== 0 &&
        each.initializer !== undefined &&
        isFunction(bare(each.initializer))),
  );
}

function truthOf(
  node: ts.Expression | undefined,
  text: string | undefined,
  world: World,
): boolean | undefined {
  if (node === undefined) return false;
  const value = bare(node);
  if (isFunction(value) || namesFunction(value, world)) return true;
  const truths = new Set(
    possibleValues(value, world.program).map((possible) => {
      if (text === undefined) {
        const falsy = isFalsy(possible);
        return falsy === undefined ? undefined : !falsy;
      }
      const isText = possible.kind === "string" && possible.parts.length === 1;
      return isText ? possible.parts[0] === text : possible.kind === "absent" ? false : undefined;
    }),
  );
  const [only] = truths;
  return truths.size === 1 ? only : undefined;
}
