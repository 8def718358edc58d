import ts from "typescript";
import { declarationsAt, innermost, resolved } from "./declarations.js";
import type { Visibility } from "../sdk/visibility.js";
import type { Mention, Mentions } from "./mentions.js";

type Groups = ReadonlyMap<ts.Declaration, readonly Mention[]>;

const NONE: readonly Mention[] = [];

/** The mentions of a name, grouped by what they stand for; each group is computed once a program. */
export interface MentionGroups {
  /** Mentions of the declaration by this name within one file. */
  inFile(file: ts.SourceFile, name: string, declaration: ts.Declaration): readonly Mention[];
  /**
   * Mentions of the declaration by this name anywhere, apart from plain variables: members
   * (`x.send`), destructured members and imports.
   */
  anywhere(name: string, declaration: ts.Declaration): readonly Mention[];
}

export function mentionGroupsOf(
  mentions: Mentions,
  checker: ts.TypeChecker,
  visibility: Visibility,
): MentionGroups {
  const local = new Map<ts.SourceFile, Map<string, Groups>>();
  const exported = new Map<ts.SourceFile, Map<string, Groups>>();
  const members = new Map<ts.SourceFile, Map<string, Groups>>();
  const groupsIn = (
    known: Map<ts.SourceFile, Map<string, Groups>>,
    file: ts.SourceFile,
    name: string,
    counts: (node: Mention) => boolean,
  ): Groups =>
    entry(
      entry(known, file, () => new Map<string, Groups>()),
      name,
      () => grouped(mentions.inFile(file, name).filter(counts), checker),
    );
  const mayCross = (node: Mention): boolean => crossesFiles(node) && mayBeExport(node, checker);
  return {
    inFile(file, name, declaration) {
      return groupsIn(local, file, name, () => true).get(declaration) ?? NONE;
    },
    anywhere(name, declaration) {
      // An exported function is reached through imports and module objects only, which is known
      // without computing the type of every receiver in the program.
      const isExport =
        ts.isVariableDeclaration(declaration) ||
        (ts.isFunctionDeclaration(declaration) && ts.isSourceFile(declaration.parent));
      const visible = visibility.of(declaration.getSourceFile());
      return mentions.filesOf(name, visible).flatMap((file) => {
        const groups = isExport
          ? groupsIn(exported, file, name, mayCross)
          : groupsIn(members, file, name, crossesFiles);
        return groups.get(declaration) ?? NONE;
      });
    },
  };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function grouped(nodes: readonly Mention[], checker: ts.TypeChecker): Groups {
  const groups = new Map<ts.Declaration, Mention[]>();
  for (const node of nodes) {
    for (const declaration of new Set(declarationsAt(node, checker))) {
      const group = groups.get(declaration);
      if (group === undefined) groups.set(declaration, [node]);
      else group.push(node);
    }
  }
  return groups;
}

function crossesFiles(node: Mention): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isImportEqualsDeclaration(parent) ||
    ts.isBindingElement(parent) ||
    (ts.isVariableDeclaration(parent) && parent.name === node)
  );
}

/** Whether `x.send` may read an export of a module: whether x may be a module at all. */
function mayBeExport(node: Mention, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) && !ts.isElementAccessExpression(parent)) return true;
  let root = innermost(parent.expression);
  while (ts.isPropertyAccessExpression(root)) root = innermost(root.expression);
  // Symbols of plain names cost no types.
  if (ts.isIdentifier(root)) return mayBeModule(root, checker);
  return root.kind !== ts.SyntaxKind.ThisKeyword && !ts.isNewExpression(root);
}

function mayBeModule(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  const target = symbol && resolved(symbol, checker);
  if (target === undefined || (target.flags & ts.SymbolFlags.Module) !== 0) return true;
  const declaration = target.declarations?.[0];
  if (declaration === undefined || ts.isBindingElement(declaration)) return true;
  // `const mod = await import("./x")`, `.then((mod) => …)`; what is made or has a written type is none.
  if (!ts.isVariableDeclaration(declaration) && !ts.isParameter(declaration))
    return !ts.isClassLike(declaration);
  const { initializer } = declaration;
  return (
    declaration.type === undefined &&
    (initializer === undefined || !ts.isNewExpression(innermost(initializer)))
  );
}
