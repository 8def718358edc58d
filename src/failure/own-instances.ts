import ts from "typescript";
import { isProjectFile } from "../callers/project-files.js";
import { classDeclarationOf } from "./comparisons.js";
import { literalOf } from "./literals.js";
import type { Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { derived, joinMarks, UNDEFINED, UNKNOWN, type Value } from "./values.js";

/**
 * `new Refused("bad signature")` of a class of the program: an object with the fields that the class
 * sets to a literal or to what it is given. Undefined where no field is known and the class extends
 * none, so that nothing tells one object of it from another.
 *
 * Fields of the classes that it extends are left out.
 */
export function ownInstance(
  machine: Machine,
  node: ts.NewExpression,
  args: readonly Value[],
  state: State,
): Value | undefined {
  const declaration = classDeclarationOf(machine.world.checker, bare(node.expression));
  if (declaration === undefined || !ts.isClassLike(declaration)) return undefined;
  if (!isProjectFile(declaration.getSourceFile())) return undefined;
  const props = fieldsOf(declaration, args);
  const extendsAnother = declaration.heritageClauses?.some(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  );
  if (props.size === 0 && extendsAnother !== true) return undefined;
  const id = machine.fresh();
  state.heap.set(id, { kind: "object", props, open: true, made: node });
  // What is behind its getters and methods comes of what it was given.
  return { ...joinMarks(args.map((arg) => marksWithin(arg, state))), kind: "reference", id };
}

/** A method of such an object is called: what it writes to `this` is not followed, so that any field may be anything. */
export function forgetFields(receiver: Value | undefined, state: State): void {
  const entry = receiver?.kind === "reference" ? state.heap.get(receiver.id) : undefined;
  if (receiver?.kind !== "reference" || entry?.kind !== "object" || entry.made === undefined)
    return;
  const props = new Map(
    Array.from(entry.props, ([name, value]) => [name, derived(marksWithin(value, state))] as const),
  );
  state.heap.set(receiver.id, { ...entry, props });
}

/** The fields that a class sets to a literal or to what its constructor is given, by name. */
export function fieldsOf(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
): ReadonlyMap<string, Value> {
  const fields = new Map<string, Value>();
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  const parameters = constructor?.parameters ?? [];
  const given = (parameter: ts.ParameterDeclaration, index: number): Value | undefined => {
    if (parameter.dotDotDotToken !== undefined) return UNKNOWN;
    if (index < args.length) return args[index];
    return parameter.initializer === undefined ? UNDEFINED : literalOf(parameter.initializer);
  };
  for (const member of declaration.members) {
    if (!ts.isPropertyDeclaration(member) || isStatic(member)) continue;
    const value = member.initializer && literalOf(bare(member.initializer));
    if (value !== undefined && isPlainName(member.name)) fields.set(member.name.text, value);
  }
  for (const [index, parameter] of parameters.entries()) {
    const value = given(parameter, index);
    const isField = ts.isParameterPropertyDeclaration(parameter, parameter.parent);
    if (isField && value !== undefined && ts.isIdentifier(parameter.name))
      fields.set(parameter.name.text, value);
  }
  for (const { field, right } of assignmentsIn(constructor)) {
    const index = parameters.findIndex(({ name }) => isSameName(name, right));
    const parameter = parameters[index];
    const value = parameter === undefined ? literalOf(right) : given(parameter, index);
    if (value !== undefined) fields.set(field, value);
  }
  return fields;
}

/** `this.failed = failed;` at the top of a constructor. */
function assignmentsIn(
  constructor: ts.ConstructorDeclaration | undefined,
): readonly { readonly field: string; readonly right: ts.Expression }[] {
  return (constructor?.body?.statements ?? []).flatMap((statement) => {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
      return [];
    const { left, operatorToken, right } = statement.expression;
    const isOwn =
      ts.isPropertyAccessExpression(left) &&
      left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return isOwn ? [{ field: left.name.text, right: bare(right) }] : [];
  });
}

function isSameName(name: ts.BindingName, node: ts.Expression): boolean {
  return ts.isIdentifier(name) && ts.isIdentifier(node) && name.text === node.text;
}

function isPlainName(name: ts.PropertyName): name is ts.Identifier | ts.PrivateIdentifier {
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name);
}

function isStatic(member: ts.PropertyDeclaration): boolean {
  return member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}
