import ts from "typescript";
import { literalOf } from "./literals.js";
import { constantUnder, namedConstant } from "./named-constants.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { isNullish, primitive, truthiness, UNDEFINED, UNKNOWN, type Value } from "./values.js";

/** What the arguments of a constructor refer to. */
export interface Reading {
  readonly checker: ts.TypeChecker;
  /** What the objects among them hold; without it nothing is known of those. */
  readonly state?: Pick<State, "heap"> | undefined;
}

type Constructor = ts.ConstructorDeclaration | undefined;

/**
 * What a constructor writes for the arguments: a literal or a constant, a parameter or a part of one, and
 * what is chosen by those: `status ?? 500`, `options?.status ?? 500`, `kind === "client" ? 400 : 500`,
 * `STATUS[kind]`. Undefined where it is not known.
 */
export function valueWritten(
  node: ts.Expression,
  constructor: Constructor,
  args: readonly Value[],
  reading: Reading,
): Value | undefined {
  const written = bare(node);
  const literal = literalOf(written);
  if (literal !== undefined) return literal;
  const again = (part: ts.Expression): Value | undefined =>
    valueWritten(part, constructor, args, reading);
  if (ts.isIdentifier(written)) return parameterNamed(written.text, constructor, args, reading);
  if (ts.isPropertyAccessExpression(written)) {
    const constant = namedConstant(reading.checker, written);
    if (constant !== undefined) return primitive(constant);
    return partNamed(written.name.text, again(written.expression), reading);
  }
  if (ts.isElementAccessExpression(written)) {
    const key = again(written.argumentExpression);
    if (key?.kind !== "primitive") return undefined;
    const constant = constantUnder(reading.checker, written.expression, String(key.value));
    return constant === undefined ? undefined : primitive(constant);
  }
  if (ts.isConditionalExpression(written)) {
    const condition = again(written.condition);
    const truth = condition && truthiness(condition);
    if (truth === undefined) return undefined;
    return again(truth ? written.whenTrue : written.whenFalse);
  }
  return ts.isBinaryExpression(written) ? chosen(written, again) : undefined;
}

/** `status ?? 500`, `status || 500`, `kind === "client"` */
function chosen(
  { left, operatorToken: { kind }, right }: ts.BinaryExpression,
  valueOf: (part: ts.Expression) => Value | undefined,
): Value | undefined {
  const isMissing = MISSING.get(kind);
  const first = valueOf(left);
  if (first === undefined) return undefined;
  if (isMissing !== undefined) {
    const falls = isMissing(first);
    if (falls === undefined) return undefined;
    return falls ? valueOf(right) : first;
  }
  const isEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
  if (!isEqual && kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken) return undefined;
  const second = valueOf(right);
  if (first.kind !== "primitive" || second?.kind !== "primitive") return undefined;
  return primitive((first.value === second.value) === isEqual);
}

/** When the right side stands for the left one; undefined where that cannot be told. */
const MISSING: ReadonlyMap<ts.SyntaxKind, (value: Value) => boolean | undefined> = new Map([
  [ts.SyntaxKind.QuestionQuestionToken, isNullish],
  [
    ts.SyntaxKind.BarBarToken,
    (value: Value) => {
      const truth = truthiness(value);
      return truth === undefined ? undefined : !truth;
    },
  ],
]);

/** A parameter, or what a pattern in its place takes out of what is given. */
function parameterNamed(
  name: string,
  constructor: Constructor,
  args: readonly Value[],
  reading: Reading,
): Value | undefined {
  for (const [index, parameter] of (constructor?.parameters ?? []).entries()) {
    if (ts.isIdentifier(parameter.name)) {
      if (parameter.name.text === name) return givenFor(parameter, index, args, reading);
      continue;
    }
    if (!ts.isObjectBindingPattern(parameter.name)) continue;
    const element = parameter.name.elements.find(
      (each) => ts.isIdentifier(each.name) && each.name.text === name,
    );
    if (element === undefined) continue;
    const part = partNamed(
      (element.propertyName ?? element.name).getText(),
      givenFor(parameter, index, args, reading),
      reading,
    );
    const isLeftOut = part?.kind === "primitive" && part.value === undefined;
    return isLeftOut && element.initializer
      ? valueWritten(element.initializer, constructor, args, reading)
      : part;
  }
  return undefined;
}

/** A part of an object whose parts are all known; nothing has none. */
function partNamed(name: string, object: Value | undefined, { state }: Reading): Value | undefined {
  if (object === undefined) return undefined;
  if (isNullish(object) === true) return UNDEFINED;
  const entry = object.kind === "reference" ? state?.heap.get(object.id) : undefined;
  if (entry?.kind !== "object") return undefined;
  return entry.props.get(name) ?? (entry.open ? undefined : UNDEFINED);
}

/** What is given for a parameter, or its default where nothing is; undefined where that is not known. */
export function givenFor(
  parameter: ts.ParameterDeclaration,
  index: number,
  args: readonly Value[],
  reading: Reading,
): Value | undefined {
  if (parameter.dotDotDotToken !== undefined) return UNKNOWN;
  const given = args[index];
  const isLeftOut =
    index >= args.length || (given?.kind === "primitive" && given.value === undefined);
  if (!isLeftOut) return given;
  const { initializer } = parameter;
  if (initializer === undefined) return UNDEFINED;
  const isEmpty = ts.isObjectLiteralExpression(initializer) && initializer.properties.length === 0;
  // `options = {}`: whatever is asked of it is not there.
  return isEmpty ? UNDEFINED : valueWritten(initializer, undefined, [], reading);
}
