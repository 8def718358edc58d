import ts from "typescript";
import { projectFilesOf } from "./project-files.js";

/** For every name that a file calls: the names of the functions and variables around those calls. */
type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Stands for the calls that everything starts from; no name in a program looks like it. */
const SEED = "#seed";

type IsSeed = (call: ts.CallExpression) => boolean;

const edgesOfFile = new WeakMap<ts.SourceFile, Edges>();

interface Closure {
  readonly edges: readonly Edges[];
  readonly names: ReadonlySet<string>;
}

const closures = new WeakMap<ts.Program, ReadonlySet<string>>();
let latest: Closure | undefined;

/**
 * Names of functions that may hold, directly or through others, one of the calls that `isSeed`
 * picks by their text. By name alone, so that most calls of a file need no type checker: a call
 * whose name is not here cannot lead to a seed. One walk a file, kept while the file stays the same.
 */
export function suspectNames(program: ts.Program, isSeed: IsSeed): ReadonlySet<string> {
  let names = closures.get(program);
  if (names === undefined) closures.set(program, (names = closureOf(program, isSeed)));
  return names;
}

function closureOf(program: ts.Program, isSeed: IsSeed): ReadonlySet<string> {
  const edges = projectFilesOf(program).map((file) => edgesOf(file, isSeed));
  const before = latest;
  if (
    before?.edges.length === edges.length &&
    before.edges.every((each, index) => each === edges[index])
  )
    return before.names;
  const callers = new Map<string, Set<string>>();
  for (const each of edges) {
    for (const [called, around] of each) {
      let all = callers.get(called);
      if (all === undefined) callers.set(called, (all = new Set()));
      for (const name of around) all.add(name);
    }
  }
  const names = new Set<string>();
  const queue = [SEED];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const caller of callers.get(name) ?? []) {
      if (names.has(caller)) continue;
      names.add(caller);
      queue.push(caller);
    }
  }
  latest = { edges, names };
  return names;
}

function edgesOf(file: ts.SourceFile, isSeed: IsSeed): Edges {
  let edges = edgesOfFile.get(file);
  if (edges === undefined) {
    edges = collect(file, isSeed);
    edgesOfFile.set(file, edges);
  }
  return edges;
}

function collect(file: ts.SourceFile, isSeed: IsSeed): Edges {
  const edges = new Map<string, Set<string>>();
  const add = (called: string, around: readonly string[]): void => {
    let names = edges.get(called);
    if (names === undefined) edges.set(called, (names = new Set()));
    for (const name of around) names.add(name);
  };
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const name = declaredName(node);
    const inner = name.length === 0 ? around : [...around, ...name];
    if (ts.isCallExpression(node) && isSeed(node)) add(SEED, inner);
    if (ts.isIdentifier(node)) {
      // Any mention: a function may be handed on, aliased, or called under a property's name.
      add(node.text, inner);
    } else if (ts.isStringLiteralLike(node) && ts.isElementAccessExpression(node.parent))
      add(node.text, inner);
    ts.forEachChild(node, (child) => {
      visit(child, inner);
    });
  };
  visit(file, []);
  return edges;
}

function declaredName(node: ts.Node): readonly string[] {
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) return [node.name.text];
  if (ts.isExportAssignment(node)) return ["default"];
  if (ts.isNamespaceImport(node) || ts.isImportClause(node))
    return node.name === undefined ? [] : [node.name.text];
  if (
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassLike(node) ||
    ts.isShorthandPropertyAssignment(node)
  ) {
    const own = node.name === undefined ? [] : namesIn(node.name);
    if (ts.isConstructorDeclaration(node) && node.parent.name !== undefined)
      return [node.parent.name.text];
    return own;
  }
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left)
  ) {
    return [node.left.name.text];
  }
  return [];
}

function namesIn(name: ts.PropertyName | ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name))
    return [name.text];
  if (ts.isObjectBindingPattern(name) || ts.isArrayBindingPattern(name)) {
    return name.elements.flatMap((element) =>
      ts.isOmittedExpression(element) ? [] : namesIn(element.name),
    );
  }
  return [];
}
