import ts from "typescript";
import { contextualMembers, declarationsOf, memberName } from "./declarations.js";
import type { Mention, Mentions } from "./mentions.js";

type Type = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

/** More layers than this no program has; the bound only guards against cyclic heritage. */
const MAX_LAYERS = 16;

/** The classes and interfaces named in the `extends` and `implements` clauses of a declaration. */
export function parentsOf(type: Type, checker: ts.TypeChecker): readonly ts.Declaration[] {
  return (type.heritageClauses ?? []).flatMap((clause) =>
    clause.types.flatMap(({ expression }) => declarationsOf(expression, checker)),
  );
}

/** All declarations above a class or interface, itself not among them. */
export function ancestorsOf(type: Type, checker: ts.TypeChecker): ReadonlySet<ts.Declaration> {
  const found = new Set<ts.Declaration>();
  let layer: readonly ts.Declaration[] = parentsOf(type, checker);
  for (let depth = 0; layer.length > 0 && depth < MAX_LAYERS; depth += 1) {
    const fresh = layer.filter((parent) => !found.has(parent));
    for (const parent of fresh) found.add(parent);
    layer = fresh.flatMap((parent) => (isType(parent) ? parentsOf(parent, checker) : []));
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
  const name = member.name && memberName(member.name);
  if (name === undefined || ts.isPrivateIdentifier(member.name!)) return [];
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

/** The classes that extend or implement one of these declarations, directly or through others. */
export function descendantsOf(
  types: readonly ts.Declaration[],
  mentions: Mentions,
  checker: ts.TypeChecker,
): readonly ts.ClassLikeDeclaration[] {
  const found = new Set<ts.ClassLikeDeclaration>();
  let layer = types;
  for (let depth = 0; layer.length > 0 && depth < MAX_LAYERS; depth += 1) {
    const fresh: ts.Declaration[] = [];
    for (const parent of layer) {
      for (const heir of heirsOf(parent, mentions, checker)) {
        if (ts.isClassLike(heir) && !found.has(heir)) found.add(heir);
        else if (ts.isClassLike(heir)) continue;
        fresh.push(heir);
      }
    }
    layer = fresh;
  }
  return [...found];
}

const heirs = new WeakMap<Mentions, Map<string, ReadonlyMap<ts.Declaration, readonly Type[]>>>();

/** Who names the declaration in a heritage clause; grouped once a program and name. */
function heirsOf(
  parent: ts.Declaration,
  mentions: Mentions,
  checker: ts.TypeChecker,
): readonly Type[] {
  const name = ts.getNameOfDeclaration(parent);
  if (name === undefined || !ts.isIdentifier(name)) return [];
  let byName = heirs.get(mentions);
  if (byName === undefined) heirs.set(mentions, (byName = new Map()));
  const isDefault = (ts.getCombinedModifierFlags(parent) & ts.ModifierFlags.Default) !== 0;
  const key = `${name.text}${isDefault ? " default" : ""}`;
  let grouped = byName.get(key);
  if (grouped === undefined)
    byName.set(key, (grouped = groupHeirs(name.text, isDefault, mentions, checker)));
  return grouped.get(parent) ?? [];
}

function groupHeirs(
  name: string,
  isDefault: boolean,
  mentions: Mentions,
  checker: ts.TypeChecker,
): ReadonlyMap<ts.Declaration, Type[]> {
  const grouped = new Map<ts.Declaration, Type[]>();
  for (const file of new Set([
    ...mentions.filesOf(name),
    ...(isDefault ? mentions.filesOf("default") : []),
  ])) {
    const imported = [
      ...mentions.inFile(file, name),
      ...(isDefault ? mentions.inFile(file, "default") : []),
    ];
    for (const local of localNames(name, imported)) {
      for (const mention of mentions.inFile(file, local)) {
        const heir = heirAt(mention);
        if (heir === undefined) continue;
        for (const parent of parentsOf(heir, checker)) {
          if (ts.getNameOfDeclaration(parent)?.getText() !== name) continue;
          const list = grouped.get(parent) ?? [];
          if (!list.includes(heir)) list.push(heir);
          grouped.set(parent, list);
        }
      }
    }
  }
  return grouped;
}

/** The name itself and what imports of the file call it (`import { Mailer as Base }`). */
function localNames(name: string, mentions: readonly Mention[]): ReadonlySet<string> {
  const names = new Set([name]);
  for (const { parent } of mentions) {
    if (ts.isImportSpecifier(parent) || ts.isImportClause(parent)) names.add(parent.name!.text);
  }
  return names;
}

/** The class whose heritage clause the mention stands in: `class A extends B`, `implements ns.B`. */
function heirAt(mention: Mention): Type | undefined {
  const outer = ts.isPropertyAccessExpression(mention.parent) ? mention.parent : mention;
  const clause = outer.parent.parent;
  return ts.isExpressionWithTypeArguments(outer.parent) && ts.isHeritageClause(clause)
    ? clause.parent
    : undefined;
}

export function isStatic(member: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

function isType(node: ts.Node): node is Type {
  return ts.isClassLike(node) || ts.isInterfaceDeclaration(node);
}
