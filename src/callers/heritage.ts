import ts from "typescript";
import { contextualMembers, declarationsOf, memberName } from "./declarations.js";

/** What may have `extends` and `implements` clauses. */
export type Heir = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

/** The classes and interfaces named in the `extends` and `implements` clauses of a declaration. */
export function parentsOf(type: Heir, checker: ts.TypeChecker): readonly ts.Declaration[] {
  return (type.heritageClauses ?? []).flatMap((clause) =>
    clause.types.flatMap(({ expression }) => declarationsOf(expression, checker)),
  );
}

/** All declarations above a class or interface; itself only where it extends itself in a circle. */
export function ancestorsOf(type: Heir, checker: ts.TypeChecker): ReadonlySet<ts.Declaration> {
  const found = new Set<ts.Declaration>();
  let layer: readonly ts.Declaration[] = parentsOf(type, checker);
  while (layer.length > 0) {
    const fresh = new Set(layer.filter((parent) => !found.has(parent)));
    for (const parent of fresh) found.add(parent);
    layer = [...fresh].flatMap((parent) => (isType(parent) ? parentsOf(parent, checker) : []));
  }
  return found;
}

/**
 * The members that this one implements or overrides: those of its class's ancestors, or those of the
 * type that is asked of its object literal. Static members and constructors override nothing here.
 */
export function overriddenMembers(
  member: ts.Declaration,
  checker: ts.TypeChecker,
): readonly ts.Declaration[] {
  // Methods and accessors of classes are "object literal elements" to the type guard as well.
  if (ts.isObjectLiteralElementLike(member) && ts.isObjectLiteralExpression(member.parent)) {
    return contextualMembers(member, checker);
  }
  if (!ts.isClassElement(member) || !ts.isClassLike(member.parent) || isStatic(member)) return [];
  if (member.name === undefined || ts.isPrivateIdentifier(member.name)) return [];
  const name = memberName(member.name);
  if (name === undefined) return [];
  return [...ancestorsOf(member.parent, checker)].flatMap((parent) => membersOf(parent, name));
}

/** The members of that name that a class, an interface or an object type alias declares itself. */
export function membersOf(parent: ts.Declaration, name: string): readonly ts.Declaration[] {
  let members: readonly ts.Declaration[] = [];
  if (isType(parent)) members = parent.members;
  else if (ts.isTypeAliasDeclaration(parent) && ts.isTypeLiteralNode(parent.type))
    members = parent.type.members;
  return members.filter((member) => {
    const own = ts.getNameOfDeclaration(member);
    return (
      own !== undefined && ts.isPropertyName(own) && memberName(own) === name && !isStatic(member)
    );
  });
}

export function isStatic(member: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

function isType(node: ts.Node): node is Heir {
  return ts.isClassLike(node) || ts.isInterfaceDeclaration(node);
}

/** The calls of the base's constructor in a constructor's body; those of nested classes left out. */
export function superCallsIn(body: ts.Block): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword)
      calls.push(node);
    if (!ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return calls;
}
