import ts from "typescript";
import { memberOf } from "../payload.js";
import {
  join,
  known,
  limited,
  madeOf,
  PAYLOAD,
  signalOf,
  UNKNOWN,
  withValue,
  type Path,
  type Value,
} from "../path-values.js";
import {
  isAssignment,
  isFunction,
  memberName,
  memberObject,
  propertyName,
  unwrapped,
  visit,
} from "../syntax.js";
import { bindPattern } from "./bindings.js";
import { evaluateCall } from "./calls.js";
import { constantValue, isConstant, isModuleLevel, literalValue } from "./constants.js";
import { branches, provesSender, toldOn } from "./conditions.js";
import { usedOn } from "./verification.js";
import type { Outcome, Walk } from "./walk.js";

/** The ways through an expression and its values. */
export function evaluate(expression: ts.Expression, path: Path, walk: Walk): readonly Outcome[] {
  walk.step();
  const node = unwrapped(expression);
  if (ts.isAwaitExpression(node) || ts.isVoidExpression(node))
    return evaluate(node.expression, path, walk);
  if (ts.isIdentifier(node)) return [{ path, value: identifierValue(node, path, walk) }];
  if (ts.isCallExpression(node)) return limitedOutcomes(evaluateCall(node, path, walk));
  if (isFunction(node)) return [{ path, value: { fn: node, truthy: true } }];
  if (isAssignment(node)) return assign(node, path, walk);
  if (ts.isConditionalExpression(node)) return conditional(node, path, walk);
  if (ts.isBinaryExpression(node)) return binary(node, path, walk);
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(node, path, walk);
  if (memberObject(node)) return member(node, path, walk);
  if (ts.isTaggedTemplateExpression(node)) return tagged(node, path, walk);
  const literal = literalValue(node);
  if (literal) return [{ path, value: literal }];
  return inOrder(parts(node), path, walk).map(({ path: after, values }) => ({
    path: after,
    value: { ...madeOf(values), ...shapeOf(node) },
  }));
}

/** `new Refused()`, `["missing"]`: by what it is told from others. */
function shapeOf(node: ts.Expression): Value {
  if (ts.isNewExpression(node)) return { made: `new ${node.expression.getText()}`, truthy: true };
  if (!ts.isArrayLiteralExpression(node) || node.elements.some(ts.isSpreadElement)) return UNKNOWN;
  return { truthy: true, props: new Map([["length", known(node.elements.length)]]) };
}

function limitedOutcomes(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.length > 4 ? limited(outcomes, ({ value }) => signalOf(value)) : outcomes;
}

/** Expressions directly in a node: operands, elements, template parts, arguments of `new`. */
function parts(node: ts.Expression): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const collect = (child: ts.Node): void => {
    if (ts.isTypeNode(child) || ts.isClassLike(child)) return;
    if (ts.isExpression(child)) found.push(child);
    else ts.forEachChild(child, collect);
  };
  ts.forEachChild(node, collect);
  return found;
}

/** Evaluates expressions one after the other. */
export function inOrder(
  expressions: readonly ts.Expression[],
  path: Path,
  walk: Walk,
): readonly { readonly path: Path; readonly values: readonly Value[] }[] {
  let ways: readonly { path: Path; values: readonly Value[] }[] = [{ path, values: [] }];
  for (const expression of expressions) {
    const inner = ts.isSpreadElement(expression) ? expression.expression : expression;
    ways = ways.flatMap((way) =>
      evaluate(inner, way.path, walk).map(({ path: after, value }) => ({
        path: after,
        values: [...way.values, value],
      })),
    );
  }
  return ways;
}

/** sql`delete from users where id = ${id}` does what it says; String.raw and what renders does not. */
function tagged(node: ts.TaggedTemplateExpression, path: Path, walk: Walk): readonly Outcome[] {
  const spans = ts.isTemplateExpression(node.template)
    ? node.template.templateSpans.map((span) => span.expression)
    : [];
  const isText = /^(?:String\.raw|html|css|gql|graphql|md|dedent|chalk\b.*)$/u.test(
    node.tag.getText(),
  );
  return inOrder(spans, path, walk).map(({ path: after, values }) => {
    const value = madeOf(values);
    return { path: value.payload && !isText ? usedOn(after, node, walk) : after, value };
  });
}

function identifierValue(node: ts.Identifier, path: Path, walk: Walk): Value {
  if (node.text === "undefined") return known(undefined);
  const symbol = walk.symbol(node);
  if (!symbol) return UNKNOWN;
  const value = path.values.get(symbol);
  if (value) return value;
  const declaration = symbol.valueDeclaration;
  if (declaration && isFunction(declaration)) return { fn: declaration, truthy: true };
  return isModuleLevel(symbol) ? constantValue(node, walk) : UNKNOWN;
}

function member(node: ts.Expression, path: Path, walk: Walk): readonly Outcome[] {
  const object = memberObject(node);
  if (!object) return [{ path, value: UNKNOWN }];
  const index =
    ts.isElementAccessExpression(node) && memberName(node) === undefined
      ? [node.argumentExpression]
      : [];
  return inOrder([object, ...index], path, walk).map(
    ({ path: after, values: [value = UNKNOWN] }) => {
      const isOptional =
        (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
        node.questionDotToken !== undefined;
      if (isOptional && value.known && (value.known.is === undefined || value.known.is === null))
        return { path: after, value: known(undefined) };
      const own = memberOf(value, memberName(node));
      const found = isConstant(value, object, walk) ? constantValue(node, walk) : own;
      const fact = after.facts.get(node.getText());
      return { path: after, value: fact === undefined ? found : { ...found, truthy: fact } };
    },
  );
}

function conditional(node: ts.ConditionalExpression, path: Path, walk: Walk): readonly Outcome[] {
  if (!mattersWhich(node.whenTrue) && !mattersWhich(node.whenFalse)) {
    return evaluate(node.condition, path, walk).flatMap(({ path: after }) =>
      inOrder([node.whenTrue, node.whenFalse], after, walk).map(
        ({ path: end, values: [a = UNKNOWN, b = UNKNOWN] }) => ({ path: end, value: join(a, b) }),
      ),
    );
  }
  return branches(node.condition, path, walk).flatMap(({ path: after, truth }) =>
    evaluate(truth ? node.whenTrue : node.whenFalse, after, walk),
  );
}

/** Whether evaluating a node does something, so that it matters whether it is evaluated. */
function mattersWhich(node: ts.Expression): boolean {
  let found = false;
  visit(node, (inner) => {
    if (isFunction(inner)) return false;
    if (ts.isCallExpression(inner) || isAssignment(inner)) found = true;
    return !found;
  });
  return found;
}

function binary(node: ts.BinaryExpression, path: Path, walk: Walk): readonly Outcome[] {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
      return logical(node, path, walk);
    case ts.SyntaxKind.QuestionQuestionToken:
      return orElse(node, path, walk);
    case ts.SyntaxKind.CommaToken:
      return inOrder([node.left, node.right], path, walk).map(({ path: after, values }) => ({
        path: after,
        value: values[1] ?? UNKNOWN,
      }));
    default:
      return inOrder([node.left, node.right], path, walk).map(({ path: after, values }) => ({
        path: after,
        value: isComparison(node) ? comparisonOf(node, values) : madeOf(values),
      }));
  }
}

/** `refused ?? handle(body)`: the right side where the left is nothing, or may be. */
function orElse(node: ts.BinaryExpression, path: Path, walk: Walk): readonly Outcome[] {
  return evaluate(node.left, path, walk).flatMap(({ path: after, value: left }) => {
    const isThere = left.known
      ? left.known.is !== undefined && left.known.is !== null
      : left.truthy === true && left.props !== undefined;
    if (isThere) return [{ path: after, value: left }];
    const from = left.known ? after : toldOn(after, left, walk);
    return evaluate(node.right, from, walk).map(({ path: end, value: right }) => ({
      path: end,
      value: left.known ? right : { ...join(left, right), ...(right.told && { told: true }) },
    }));
  });
}

/** `const isInternal = authorization === expected`, to be asked later. */
function comparisonOf(
  node: ts.BinaryExpression,
  [left = UNKNOWN, right = UNKNOWN]: readonly Value[],
): Value {
  if (left.told ?? right.told) return { told: true };
  if (!provesSender(left, right) && !provesSender(right, left)) return UNKNOWN;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return { proof: true };
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return { proof: false };
    default:
      return UNKNOWN;
  }
}

function isComparison(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return (
    (kind >= ts.SyntaxKind.LessThanToken && kind <= ts.SyntaxKind.GreaterThanEqualsToken) ||
    (kind >= ts.SyntaxKind.EqualsEqualsToken &&
      kind <= ts.SyntaxKind.ExclamationEqualsEqualsToken) ||
    kind === ts.SyntaxKind.InstanceOfKeyword ||
    kind === ts.SyntaxKind.InKeyword
  );
}

/** `secret && wh.verify(…)`: both ways, where the right side does something. */
function logical(node: ts.BinaryExpression, path: Path, walk: Walk): readonly Outcome[] {
  const isAnd = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!mattersWhich(node.right)) {
    return inOrder([node.left, node.right], path, walk).map(
      ({ path: after, values: [a = UNKNOWN, b = UNKNOWN] }) => ({
        path: after,
        value: a.truthy === undefined ? join(a, b) : a.truthy === isAnd ? b : a,
      }),
    );
  }
  return branches(node.left, path, walk).flatMap(({ path: after, truth, value }) => {
    if (truth === isAnd) return evaluate(node.right, after, walk);
    const left = isAnd
      ? { truthy: false }
      : { ...value, truthy: true, ...(walk.verifies(node.left) && PAYLOAD) };
    return [{ path: after, value: left }];
  });
}

function objectLiteral(
  node: ts.ObjectLiteralExpression,
  path: Path,
  walk: Walk,
): readonly Outcome[] {
  const names: (string | undefined)[] = [];
  const expressions: ts.Expression[] = [];
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property)) expressions.push(property.initializer);
    else if (ts.isShorthandPropertyAssignment(property)) expressions.push(property.name);
    else if (ts.isSpreadAssignment(property)) expressions.push(property.expression);
    else continue;
    names.push(property.name && propertyName(property.name));
  }
  return inOrder(expressions, path, walk).map(({ path: after, values }) => {
    const props = new Map<string, Value>();
    for (const [index, name] of names.entries())
      if (name !== undefined) props.set(name, values[index] ?? UNKNOWN);
    return { path: after, value: { ...madeOf(values), props, truthy: true } };
  });
}

function assign(node: ts.BinaryExpression, path: Path, walk: Walk): readonly Outcome[] {
  const isPlain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return evaluate(node.right, path, walk).map(({ path: after, value }) => {
    const target = unwrapped(node.left);
    if (ts.isIdentifier(target)) {
      const symbol = walk.symbol(target);
      if (!symbol) return { path: after, value };
      const before = identifierValue(target, after, walk);
      const next = withValue(after, symbol, isPlain ? value : madeOf([before, value]));
      // lastEvent = payload, kept beyond this call
      return {
        path: value.payload && isModuleLevel(symbol) ? usedOn(next, node, walk) : next,
        value,
      };
    }
    if (ts.isObjectLiteralExpression(target))
      return { path: bindPattern(target, value, after, walk), value };
    const object = memberObject(target);
    const written = object && withProperty(object, memberName(target), value, after, walk);
    if (written) return { path: written, value };
    const isField = object !== undefined && unwrapped(object).kind === ts.SyntaxKind.ThisKeyword;
    return { path: isField && value.payload ? usedOn(after, node, walk) : after, value };
  });
}

/** `result.error = "missing"` of a local object that is written out. */
function withProperty(
  object: ts.Expression,
  name: string | undefined,
  value: Value,
  path: Path,
  walk: Walk,
): Path | undefined {
  const holder = unwrapped(object);
  const symbol = ts.isIdentifier(holder) ? walk.symbol(holder) : undefined;
  const held = symbol && path.values.get(symbol);
  if (!symbol || !held?.props || name === undefined) return undefined;
  return withValue(path, symbol, { ...held, props: new Map(held.props).set(name, value) });
}
