import ts from "typescript";
import { isRequire } from "./mentions.js";
import { projectFilesOf } from "./project-files.js";

/** For every name that a file mentions: the names of the functions and variables around those mentions. */
type Edges = Map<string, Set<string>>;

interface FileEdges {
  readonly edges: Edges;
  /** Every call, and the names around it. */
  readonly calls: readonly (readonly [call: ts.CallExpression, around: readonly string[]])[];
}

/** Tells the calls that something starts from, by their text; one function for each question. */
type IsSeed = (call: ts.CallExpression) => boolean;

/** Where names start from. */
export interface Seeds {
  /** Names that count wherever they are mentioned. */
  readonly names?: readonly string[];
  /** Picks calls whose names alone say too little. */
  readonly isSeed?: IsSeed;
}

/** Stands for the calls that a question picks; no name in a program looks like it. */
const SEED = "#seed";

const edgesOfFile = new WeakMap<ts.SourceFile, FileEdges>();
const seededEdges = new WeakMap<IsSeed, WeakMap<ts.SourceFile, Edges>>();

interface Question {
  readonly starts: readonly string[];
  readonly isSeed: IsSeed | undefined;
}

interface Closure extends Question {
  readonly edges: readonly Edges[];
  readonly names: ReadonlySet<string>;
}

const closures = new WeakMap<ts.Program, Closure[]>();

/** The last closures: in an editor the next program differs in one file. */
const latest: Closure[] = [];

/** More questions than the rules have; a process that asks others is not worth remembering. */
const MOST_QUESTIONS = 20;

/**
 * Names of functions that may hold, directly or through others, a mention of one of the names or a
 * call that `isSeed` picks. By name alone, so that most calls of a file need no type checker: a call
 * whose name is not here cannot lead to a seed. One walk a file, kept while the file stays the same.
 */
export function suspectNames(program: ts.Program, { names, isSeed }: Seeds): ReadonlySet<string> {
  const question = { starts: isSeed ? [...(names ?? []), SEED] : (names ?? []), isSeed };
  let known = closures.get(program);
  if (known === undefined) closures.set(program, (known = []));
  let closure = known.find((other) => isSame(other, question));
  if (closure === undefined) known.push((closure = closureOf(question, edgesIn(program, isSeed))));
  return closure.names;
}

/** Names of functions that may mention the name, directly or through others; by name alone, too. */
export function namesLeadingTo(name: string, program: ts.Program): ReadonlySet<string> {
  return suspectNames(program, { names: [name] });
}

function isSame(one: Question, other: Question): boolean {
  return (
    one.isSeed === other.isSeed &&
    one.starts.length === other.starts.length &&
    one.starts.every((name, index) => other.starts[index] === name)
  );
}

function edgesIn(program: ts.Program, isSeed: IsSeed | undefined): readonly Edges[] {
  const files = projectFilesOf(program);
  const edges = files.map((file) => fileEdgesOf(file).edges);
  return isSeed ? [...edges, ...files.map((file) => seededEdgesOf(file, isSeed))] : edges;
}

function closureOf(question: Question, edges: readonly Edges[]): Closure {
  const at = latest.findIndex((other) => isSame(other, question));
  const before = at < 0 ? undefined : latest.splice(at, 1)[0];
  const { starts } = question;
  const names =
    before !== undefined && holdsStill(before, edges) ? before.names : reachedFrom(starts, edges);
  const closure = { ...question, edges, names };
  if (latest.length >= MOST_QUESTIONS) latest.shift();
  latest.push(closure);
  return closure;
}

/** Whether what has changed since can neither add a name to the closure nor take one away. */
function holdsStill({ edges: before, names, starts }: Closure, after: readonly Edges[]): boolean {
  if (before.length !== after.length) return false;
  const leads = (name: string): boolean => starts.includes(name) || names.has(name);
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

function reachedFrom(starts: readonly string[], edges: readonly Edges[]): ReadonlySet<string> {
  const callers = new Map<string, Set<string>>();
  for (const each of edges) {
    for (const [called, around] of each) {
      const all = callers.get(called);
      if (all === undefined) callers.set(called, new Set(around));
      else for (const name of around) all.add(name);
    }
  }
  const names = new Set<string>();
  const queue = [...starts];
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
  let ofFiles = seededEdges.get(isSeed);
  if (ofFiles === undefined) seededEdges.set(isSeed, (ofFiles = new WeakMap()));
  let edges = ofFiles.get(file);
  if (edges === undefined) {
    const { calls } = fileEdgesOf(file);
    const around = calls.flatMap(([call, names]) => (isSeed(call) ? names : []));
    ofFiles.set(file, (edges = new Map([[SEED, new Set(around)]])));
  }
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
    if (isImportOfWhole(node)) add(DEFAULT, inner);
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

/** The name under which what a module exports as a whole is known, whatever its importers call it. */
const DEFAULT = "default";

/** `import send from "./send"`, `import send = require("./send")`, `require("./send")` */
function isImportOfWhole(node: ts.Node): boolean {
  if (ts.isImportClause(node)) return node.name !== undefined;
  return ts.isImportEqualsDeclaration(node) || isRequire(node);
}

function declaredName(node: ts.Node): readonly string[] {
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) return [node.name.text];
  if (ts.isExportAssignment(node)) return [DEFAULT];
  if (ts.isNamespaceImport(node) || ts.isImportClause(node) || ts.isImportEqualsDeclaration(node))
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
    if (isDefaultExport(node)) return [...own, DEFAULT];
    if (ts.isConstructorDeclaration(node) && node.parent.name !== undefined)
      return [node.parent.name.text];
    return own;
  }
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left)
  ) {
    const { name, expression } = node.left;
    const isModule = ts.isIdentifier(expression) && expression.text === "module";
    return isModule && name.text === "exports" ? [DEFAULT] : [name.text];
  }
  return [];
}

function isDefaultExport(node: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Default) !== 0;
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
