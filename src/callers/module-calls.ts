import ts from "typescript";
import { resolved } from "./declarations.js";
import { isRequire, type Mentions } from "./mentions.js";

/** A call that is given whole modules of functions: `proxyActivities<typeof activities>()`. */
interface Candidate {
  readonly call: ts.CallExpression;
  /** What it is given under imported names; most of these are no modules. */
  readonly given: readonly ts.EntityName[];
}

/** By name of the called function; kept while the file stays the same. */
const candidatesOfFile = new WeakMap<ts.SourceFile, Map<string, readonly Candidate[]>>();

type Modules = ReadonlyMap<ts.Symbol, readonly ts.CallExpression[]>;

const modulesOfProgram = new WeakMap<Mentions, Map<string, Modules>>();

/**
 * The calls of functions of this name that are given the module as a whole, as a type argument
 * (`typeof activities`) or as a property of an object argument (`{ activities }`), tests included.
 */
export function callsGiven(
  module: ts.Symbol,
  name: string,
  mentions: Mentions,
  checker: ts.TypeChecker,
): readonly ts.CallExpression[] {
  let byName = modulesOfProgram.get(mentions);
  if (byName === undefined) modulesOfProgram.set(mentions, (byName = new Map<string, Modules>()));
  let modules = byName.get(name);
  if (modules === undefined) byName.set(name, (modules = modulesGiven(name, mentions, checker)));
  return modules.get(module) ?? [];
}

function modulesGiven(name: string, mentions: Mentions, checker: ts.TypeChecker): Modules {
  const found = new Map<ts.Symbol, ts.CallExpression[]>();
  for (const file of mentions.filesOf(name)) {
    for (const { call, given } of candidatesIn(file, name, mentions)) {
      for (const module of new Set(given.flatMap((node) => moduleNamedBy(node, checker) ?? []))) {
        const calls = found.get(module);
        if (calls === undefined) found.set(module, [call]);
        else calls.push(call);
      }
    }
  }
  return found;
}

function moduleNamedBy(node: ts.EntityName, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  const target = symbol && resolved(symbol, checker);
  return target !== undefined && (target.flags & ts.SymbolFlags.Module) !== 0 ? target : undefined;
}

function candidatesIn(file: ts.SourceFile, name: string, mentions: Mentions): readonly Candidate[] {
  let byName = candidatesOfFile.get(file);
  if (byName === undefined)
    candidatesOfFile.set(file, (byName = new Map<string, readonly Candidate[]>()));
  let candidates = byName.get(name);
  if (candidates === undefined) {
    const imported = importedNames(file);
    candidates = mentions.inFile(file, name).flatMap((mention) => {
      const callee = ts.isPropertyAccessExpression(mention.parent) ? mention.parent : mention;
      const call = callee.parent;
      if (!ts.isCallExpression(call) || call.expression !== callee) return [];
      const given = givenTo(call).filter((node) => imported.has(leftmost(node).text));
      return given.length === 0 ? [] : [{ call, given }];
    });
    byName.set(name, candidates);
  }
  return candidates;
}

function givenTo(call: ts.CallExpression): readonly ts.EntityName[] {
  return [
    ...(call.typeArguments ?? []).flatMap((type) =>
      ts.isTypeQueryNode(type) ? [type.exprName] : [],
    ),
    ...call.arguments.flatMap((argument) =>
      ts.isObjectLiteralExpression(argument) ? argument.properties.flatMap(namedBy) : [],
    ),
  ];
}

function namedBy(member: ts.ObjectLiteralElementLike): readonly ts.Identifier[] {
  if (ts.isShorthandPropertyAssignment(member)) return [member.name];
  return ts.isPropertyAssignment(member) && ts.isIdentifier(member.initializer)
    ? [member.initializer]
    : [];
}

function leftmost(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : leftmost(name.left);
}

/** Names that the file imports, in any form: only under one of these can a module be had. */
function importedNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isImportEqualsDeclaration(statement)) names.add(statement.name.text);
    else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name) && isRequire(initializer)) names.add(name.text);
    } else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      if (name !== undefined) names.add(name.text);
      if (namedBindings === undefined) continue;
      if (ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
      else for (const element of namedBindings.elements) names.add(element.name.text);
    }
  }
  return names;
}
