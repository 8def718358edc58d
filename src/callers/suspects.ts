import ts from "typescript";
import { projectFilesOf } from "./project-files.js";

/** For every name that a file mentions: the names of the functions and variables around those mentions. */
type Edges = Map<string, Set<string>>;

interface FileEdges {
  readonly edges: Edges;
  /** Every call, and the names around it. */
  readonly calls: readonly (readonly [call: ts.CallExpression, around: readonly string[]])[];
}

/** Stands for the calls that everything starts from; no name in a program looks like it. */
const SEED = "#seed";

type IsSeed = (call: ts.CallExpression) => boolean;

const edgesOfFile = new WeakMap<ts.SourceFile, FileEdges>();

interface Closure {
  readonly edges: readonly Edges[];
  readonly names: ReadonlySet<string>;
}

const closures = new WeakMap<ts.Program, Map<string, ReadonlySet<string>>>();

/** The last closure from each start: in an editor the next program differs from it in one file. */
const latest = new Map<string, Closure>();

/** More starts than the rules have; a process that asks for others is not worth remembering. */
const MOST_STARTS = 20;

/**
 * Names of functions that may hold, directly or through others, one of the calls that `isSeed`
 * picks by their text. By name alone, so that most calls of a file need no type checker: a call
 * whose name is not here cannot lead to a seed. One walk a file, kept while the file stays the same.
 */
export function suspectNames(program: ts.Program, isSeed: IsSeed): ReadonlySet<string> {
  return namesFrom(SEED, program, (file) => seededEdgesOf(file, isSeed));
}

/** Names of functions that may mention the name, directly or through others; by name alone, too. */
export function namesLeadingTo(name: string, program: ts.Program): ReadonlySet<string> {
  return namesFrom(name, program, (file) => fileEdgesOf(file).edges);
}

function namesFrom(
  start: string,
  program: ts.Program,
  edgesOf: (file: ts.SourceFile) => Edges,
): ReadonlySet<string> {
  let ofProgram = closures.get(program);
  if (ofProgram === undefined)
    closures.set(program, (ofProgram = new Map<string, ReadonlySet<string>>()));
  let names = ofProgram.get(start);
  if (names === undefined) {
    const edges = projectFilesOf(program).map(edgesOf);
    ofProgram.set(start, (names = closureOf(start, edges)));
  }
  return names;
}

function closureOf(start: string, edges: readonly Edges[]): ReadonlySet<string> {
  const before = latest.get(start);
  const names =
    before !== undefined && holdsStill(before, edges, start)
      ? before.names
      : reachedFrom(start, edges);
  if (latest.size > MOST_STARTS) latest.clear();
  latest.set(start, { edges, names });
  return names;
}

/** Whether what has changed since can neither add a name to the closure nor take one away. */
function holdsStill(
  { edges: before, names }: Closure,
  after: readonly Edges[],
  start: string,
): boolean {
  if (before.length !== after.length) return false;
  const leads = (name: string): boolean => name === start || names.has(name);
  return after.every((edges, index) => {
    const old = before[index];
    if (old === edges) return true;
    if (old === undefined) return false;
    const adds = [...edges].some(
      ([called, around]) => leads(called) && [...around].some((name) => !names.has(name)),
    );
    if (adds) return false;
    return ![...old].some(([called, around]) => {
      if (!leads(called)) return false;
      const now = edges.get(called);
      return [...around].some((name) => now?.has(name) !== true);
    });
  });
}

function reachedFrom(start: string, edges: readonly Edges[]): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>();
  for (const each of edges) {
    for (const [called, around] of each) {
      const all = callers.get(called);
      if (all === undefined) callers.set(called, new Set(around));
      else for (const name of around) all.add(name);
    }
  }
  const names = new Set<string>();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const caller of callers.get(name) ?? []) {
      if (names.has(caller)) continue;
      names.add(caller);
      queue.push(caller);
    }
  }
  return names;
}

function seededEdgesOf(file: ts.SourceFile, isSeed: IsSeed): Edges {
  const { edges, calls } = fileEdgesOf(file);
  if (!edges.has(SEED))
    edges.set(SEED, new Set(calls.flatMap(([call, around]) => (isSeed(call) ? around : []))));
  return edges;
}

function fileEdgesOf(file: ts.SourceFile): FileEdges {
  let edges = edgesOfFile.get(file);
  if (edges === undefined) edgesOfFile.set(file, (edges = collect(file)));
  return edges;
}

function collect(file: ts.SourceFile): FileEdges {
  const edges: Edges = new Map<string, Set<string>>();
  const calls: (readonly [ts.CallExpression, readonly string[]])[] = [];
  const add = (called: string, around: readonly string[]): void => {
    let names = edges.get(called);
    if (names === undefined) edges.set(called, (names = new Set()));
    for (const name of around) names.add(name);
  };
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const name = declaredName(node);
    const inner = name.length === 0 ? around : [...around, ...name];
    if (ts.isCallExpression(node)) calls.push([node, inner]);
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
  return { edges, calls };
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
