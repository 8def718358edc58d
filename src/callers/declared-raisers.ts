import ts from "typescript";
import { filesNamingErrors } from "../sdk/declared-errors.js";
import { packageNameOf, type DirectoryPackages } from "../sdk/packages.js";
import type { ErrorClass } from "../sdk/recogniser.js";
import { declarationsOf, innermost, memberName, resolved } from "./declarations.js";
import { missingImport } from "./missing-packages.js";
import { projectFilesOf } from "./project-files.js";
import { taggedThrows } from "./throws-tag.js";

/** Functions whose JSDoc says that they throw an error of the SDK. */
export interface DeclaredRaisers {
  /** Their names; empty in a program that has none. */
  readonly names: ReadonlySet<string>;
  /** The errors of the SDK that what the call calls declares; empty where it declares none. */
  declaredBy(call: ts.CallExpression): ReadonlySet<ErrorClass>;
}

type Tagged = ReadonlyMap<ts.Node, ReadonlySet<ErrorClass>>;

const taggedIn = new WeakMap<ts.SourceFile, Tagged>();

const directories: DirectoryPackages = new Map();

const NOTHING: ReadonlySet<ErrorClass> = new Set();

/**
 * The functions that a program declares to throw ApiException or WebhookVerificationError, in its own
 * files, in those of other packages of the workspace and in what is installed. A declaration counts
 * where the name means the SDK's class: a class of that name that is in scope there, or that the
 * project declares, means another error.
 */
export function declaredRaisersOf(program: ts.Program, checker: ts.TypeChecker): DeclaredRaisers {
  const tagged = new Map<ts.Node, ReadonlySet<ErrorClass>>();
  for (const file of filesNamingErrors(program)) {
    for (const [node, errors] of taggedOf(file)) {
      const meant = [...errors].filter((name) => isMeant(name, node, program, checker));
      if (meant.length > 0) tagged.set(node, new Set(meant));
    }
  }
  const names = new Set([...tagged.keys()].flatMap((node) => nameOf(node) ?? []));
  return {
    names,
    declaredBy: (call) => {
      if (names.size === 0) return NOTHING;
      const declarations = declarationsOf(innermost(call.expression), checker);
      return new Set(declarations.flatMap((node) => [...(tagged.get(node) ?? NOTHING)]));
    },
  };
}

function taggedOf(file: ts.SourceFile): Tagged {
  let tagged = taggedIn.get(file);
  if (tagged === undefined) taggedIn.set(file, (tagged = search(file)));
  return tagged;
}

function search(file: ts.SourceFile): Tagged {
  const found = new Map<ts.Node, ReadonlySet<ErrorClass>>();
  const visit = (node: ts.Node): void => {
    if (nameOf(node) !== undefined) {
      const errors = new Set([...taggedThrows(node)].filter((name) => name !== "Error"));
      if (errors.size > 0) found.set(node, errors);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function nameOf(node: ts.Node): string | undefined {
  const isCallable =
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isVariableDeclaration(node);
  if (!isCallable) return undefined;
  // `export default function () {}`
  return node.name === undefined ? "default" : memberName(node.name);
}

function isMeant(
  name: ErrorClass,
  node: ts.Node,
  program: ts.Program,
  checker: ts.TypeChecker,
): boolean {
  const inScope = [ts.SymbolFlags.Class, ts.SymbolFlags.Alias]
    .flatMap((flags) => checker.getSymbolsInScope(node, flags))
    .find((symbol) => symbol.name === name);
  const [declaration] =
    inScope === undefined ? [] : (resolved(inScope, checker).declarations ?? []);
  if (declaration === undefined)
    return projectFilesOf(program).every(({ text }) => !text.includes(`class ${name}`));
  const from =
    missingImport(declaration) ?? packageNameOf(declaration.getSourceFile().fileName, directories);
  return from === "svix" || from === "standardwebhooks";
}
