import ts from "typescript";
import { parentsOf, type Heir } from "./heritage.js";
import type { Mention, Mentions } from "./mentions.js";

/** The classes that extend or implement one of these declarations, directly or through others. */
export function descendantsOf(
  types: readonly ts.Declaration[],
  mentions: Mentions,
  checker: ts.TypeChecker,
): readonly ts.ClassLikeDeclaration[] {
  const found = new Set<Heir>();
  let layer: readonly ts.Declaration[] = types;
  while (layer.length > 0) {
    const fresh = new Set<Heir>();
    for (const parent of layer) {
      for (const heir of heirsOf(parent, mentions, checker)) if (!found.has(heir)) fresh.add(heir);
    }
    for (const heir of fresh) found.add(heir);
    layer = [...fresh];
  }
  return [...found].filter((heir) => ts.isClassLike(heir));
}

/** A name that an heir's clause may use: the parent's own, or `default` beside it. */
interface ParentName {
  readonly text: string;
  readonly isDefault: boolean;
}

type Heirs = ReadonlyMap<ts.Declaration, readonly Heir[]>;

const known = new WeakMap<Mentions, Map<string, Heirs>>();

/** Who names the declaration in a heritage clause; grouped once a program and name. */
function heirsOf(
  parent: ts.Declaration,
  mentions: Mentions,
  checker: ts.TypeChecker,
): readonly Heir[] {
  const declared = ts.getNameOfDeclaration(parent);
  if (declared === undefined || !ts.isIdentifier(declared)) return [];
  const isDefault = (ts.getCombinedModifierFlags(parent) & ts.ModifierFlags.Default) !== 0;
  const name: ParentName = { text: declared.text, isDefault };
  let byName = known.get(mentions);
  if (byName === undefined) known.set(mentions, (byName = new Map<string, Heirs>()));
  const key = `${name.text}${isDefault ? " default" : ""}`;
  let heirs = byName.get(key);
  if (heirs === undefined) byName.set(key, (heirs = groupHeirs(name, mentions, checker)));
  return heirs.get(parent) ?? [];
}

function groupHeirs(name: ParentName, mentions: Mentions, checker: ts.TypeChecker): Heirs {
  const heirs = new Map<ts.Declaration, Heir[]>();
  for (const heir of clausesWith(name, mentions)) {
    for (const parent of parentsOf(heir, checker)) {
      if (ts.getNameOfDeclaration(parent)?.getText() !== name.text) continue;
      const list = heirs.get(parent);
      if (list === undefined) heirs.set(parent, [heir]);
      else if (!list.includes(heir)) list.push(heir);
    }
  }
  return heirs;
}

/** The classes and interfaces whose clauses use the name, whatever declaration they mean by it. */
function clausesWith({ text, isDefault }: ParentName, mentions: Mentions): readonly Heir[] {
  const names = isDefault ? [text, "default"] : [text];
  const files = new Set(names.flatMap((name) => mentions.filesOf(name)));
  return [...files].flatMap((file) => {
    const imported = names.flatMap((name) => mentions.inFile(file, name));
    return [...localNames(text, imported)]
      .flatMap((local) => mentions.inFile(file, local))
      .flatMap((mention) => heirAt(mention) ?? []);
  });
}

/** The name itself and what imports of the file call it (`import { Mailer as Base }`). */
function localNames(name: string, mentions: readonly Mention[]): ReadonlySet<string> {
  const names = new Set([name]);
  for (const { parent } of mentions) {
    const isImport = ts.isImportSpecifier(parent) || ts.isImportClause(parent);
    if (isImport && parent.name !== undefined) names.add(parent.name.text);
  }
  return names;
}

/** The class whose heritage clause the mention stands in: `class A extends B`, `implements ns.B`. */
function heirAt(mention: Mention): Heir | undefined {
  const outer = ts.isPropertyAccessExpression(mention.parent) ? mention.parent : mention;
  const clause = outer.parent.parent;
  return ts.isExpressionWithTypeArguments(outer.parent) && ts.isHeritageClause(clause)
    ? clause.parent
    : undefined;
}
