import ts from "typescript";
import { classDeclarationOf } from "./comparisons.js";
import { literalOf } from "./literals.js";
import { bare } from "./syntax.js";
import { derived, type Value } from "./values.js";
import { givenFor, valueWritten, type Reading } from "./written-values.js";

/** A class that is constructed: its name, its declaration where there is one, and what it is given. */
export interface Constructed {
  readonly name: string;
  readonly declaration: ts.Node | undefined;
  readonly args: readonly Value[];
}

/** The fields that a class sets to a literal or to what its constructor is given, by name. */
export function fieldsOf(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  reading: Reading,
): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  const constructor = constructorOf(declaration);
  for (const member of declaration.members) {
    const value = ts.isGetAccessorDeclaration(member) ? literalReturned(member) : undefined;
    if (value !== undefined) fields.set(member.name?.getText() ?? "", value);
  }
  for (const { name, initializer } of initializedIn(declaration)) {
    const value = initializer && literalOf(bare(initializer));
    if (value !== undefined) fields.set(name, value);
  }
  for (const [name, value] of parameterFields(constructor, args, reading)) fields.set(name, value);
  for (const { field, right } of assignmentsIn(constructor)) {
    const value = valueWritten(right, constructor, args, reading);
    if (value !== undefined) fields.set(field, value);
  }
  return fields;
}

/** `get status() { return 500; }` */
function literalReturned({ body }: ts.GetAccessorDeclaration): Value | undefined {
  const [statement] = body?.statements ?? [];
  const isReturn = statement !== undefined && ts.isReturnStatement(statement);
  return isReturn && statement.expression ? literalOf(bare(statement.expression)) : undefined;
}

/** So many classes above a class are looked at. */
export const MOST_PARENTS = 5;

/** The same, with the fields of the classes above; the message that is given to `Error` is one of those. */
export function fieldsWithin(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  reading: Reading,
  depth = 0,
): ReadonlyMap<string, Value> {
  const own = fieldsOf(declaration, args, reading);
  const parent = depth < MOST_PARENTS ? parentOf(declaration, args, reading) : undefined;
  if (parent === undefined) return own;
  const [message] = parent.args;
  const above =
    parent.declaration !== undefined && ts.isClassLike(parent.declaration)
      ? fieldsWithin(parent.declaration, parent.args, reading, depth + 1)
      : new Map(
          parent.name === "Error" && message?.kind === "primitive" ? [["message", message]] : [],
        );
  return new Map([...above, ...own]);
}

/** `constructor(readonly error?: Error)`: the fields that parameters are, with what is given for them. */
export function parameterFields(
  constructor: ts.ConstructorDeclaration | undefined,
  args: readonly Value[],
  reading: Reading,
): readonly (readonly [string, Value])[] {
  return (constructor?.parameters ?? []).flatMap((parameter, index) => {
    if (!ts.isParameterPropertyDeclaration(parameter, parameter.parent)) return [];
    const value = givenFor(parameter, index, args, reading);
    return value !== undefined && ts.isIdentifier(parameter.name)
      ? [[parameter.name.text, value] as const]
      : [];
  });
}

/** The fields that a class declares for its objects, whether they are initialized there or not. */
export function initializedIn(
  declaration: ts.ClassLikeDeclaration,
): readonly { readonly name: string; readonly initializer: ts.Expression | undefined }[] {
  return declaration.members.flatMap((member) => {
    if (!ts.isPropertyDeclaration(member) || isOfClass(member)) return [];
    const { name, initializer } = member;
    const isPlain = ts.isIdentifier(name) || ts.isPrivateIdentifier(name);
    return isPlain ? [{ name: name.text, initializer }] : [];
  });
}

/** `static x`, and `declare x`, which says only that something else gives it. */
function isOfClass({ modifiers }: ts.PropertyDeclaration): boolean {
  return (
    modifiers?.some(
      ({ kind }) => kind === ts.SyntaxKind.StaticKeyword || kind === ts.SyntaxKind.DeclareKeyword,
    ) ?? false
  );
}

/** `this.failed = failed;` at the top of a constructor. */
function assignmentsIn(
  constructor: ts.ConstructorDeclaration | undefined,
): readonly { readonly field: string; readonly right: ts.Expression }[] {
  return (constructor?.body?.statements ?? []).flatMap((statement) => {
    const assigned = fieldAssignedBy(statement);
    return assigned === undefined ? [] : [assigned];
  });
}

/** `this.failed = failed;` */
export function fieldAssignedBy(
  statement: ts.Statement,
): { readonly field: string; readonly right: ts.Expression } | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
    return undefined;
  const { left, operatorToken, right } = statement.expression;
  const isOwn =
    ts.isPropertyAccessExpression(left) &&
    left.expression.kind === ts.SyntaxKind.ThisKeyword &&
    operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isOwn ? { field: left.name.text, right: bare(right) } : undefined;
}

export function constructorOf(
  declaration: ts.ClassLikeDeclaration,
): ts.ConstructorDeclaration | undefined {
  return declaration.members.filter(ts.isConstructorDeclaration).find(({ body }) => body);
}

/** The class that a class extends, with the arguments that the constructor gives to `super`. */
export function parentOf(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  reading: Reading,
): Constructed | undefined {
  const parent = declaration.heritageClauses?.find(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  )?.types[0]?.expression;
  if (parent === undefined) return undefined;
  return {
    name: classNameOf(parent),
    declaration: classDeclarationOf(reading.checker, parent),
    args: superArguments(constructorOf(declaration), args, reading) ?? args,
  };
}

/** The last name of what is constructed or extended: `Refused`, `errors.Refused`. */
export function classNameOf(expression: ts.Expression): string {
  const named = bare(expression);
  if (ts.isIdentifier(named)) return named.text;
  return ts.isPropertyAccessExpression(named) ? named.name.text : "";
}

/** The arguments that a constructor gives to `super`: literals, its own parameters, or what comes of those. */
function superArguments(
  constructor: ts.ConstructorDeclaration | undefined,
  args: readonly Value[],
  reading: Reading,
): readonly Value[] | undefined {
  const call = superCallIn(constructor);
  return call?.arguments.map(
    (argument): Value => valueWritten(argument, constructor, args, reading) ?? derived(...args),
  );
}

/**
 * The status in the object that a constructor gives to `super` as its second argument; "absent" where it
 * writes no such object, undefined where the status is not known.
 */
export function statusGivenToSuper(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  reading: Reading,
): number | "absent" | undefined {
  const constructor = constructorOf(declaration);
  const init = superCallIn(constructor)?.arguments[1];
  const object = init && bare(init);
  if (constructor === undefined || object === undefined || !ts.isObjectLiteralExpression(object))
    return "absent";
  const property = object.properties.find((each) => each.name?.getText() === "status");
  if (property === undefined)
    return object.properties.some(ts.isSpreadAssignment) ? undefined : 200;
  const written = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  if (written === undefined || !ts.isExpression(written)) return undefined;
  const value = valueWritten(written, constructor, args, reading);
  return value?.kind === "primitive" && typeof value.value === "number" ? value.value : undefined;
}

function superCallIn(
  constructor: ts.ConstructorDeclaration | undefined,
): ts.CallExpression | undefined {
  const call = constructor?.body?.statements
    .map((statement) => (ts.isExpressionStatement(statement) ? statement.expression : undefined))
    .find((expression) => expression !== undefined && isSuperCall(expression));
  return call !== undefined && ts.isCallExpression(call) ? call : undefined;
}

/** `super(…)` */
export function isSuperCall(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}
