import ts from "typescript";
import { isRequire } from "./mentions.js";
import { VISITORS } from "./value-steps.js";

/** The names that a file mentions, and beside each, under the same index, the names around its mentions. */
export interface NameEdges {
  readonly called: readonly string[];
  /** Names of the functions, variables and members in whose declaration a mention stands. */
  readonly around: readonly (readonly string[])[];
}

const edgesOfFile = new WeakMap<ts.SourceFile, NameEdges>();

/** The edges of a file: one walk, kept while the file stays the same. */
export function nameEdgesOf(file: ts.SourceFile): NameEdges {
  let edges = edgesOfFile.get(file);
  if (edges === undefined) edgesOfFile.set(file, (edges = collect(file)));
  return edges;
}

/** The names of what a node stands in, itself included. */
export function namesAround(node: ts.Node): readonly string[] {
  const names: string[] = [];
  for (let at = node; !ts.isSourceFile(at); at = at.parent) names.push(...declaredName(at));
  return names;
}

const NO_NAMES: readonly string[] = [];

function collect(file: ts.SourceFile): NameEdges {
  const sets = new Map<string, Set<string>>();
  const add = (called: string, around: readonly string[]): void => {
    let names = sets.get(called);
    if (names === undefined) sets.set(called, (names = new Set()));
    // That a name leads to itself tells nothing.
    for (const name of around) if (name !== called) names.add(name);
  };
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const name = declaredName(node);
    const inner = name.length === 0 ? around : [...around, ...name];
    if (isImportOfWhole(node)) add(DEFAULT, inner);
    if (ts.isIdentifier(node)) {
      // Any mention: a function may be handed on, aliased, or called under a property's name.
      add(node.text, inner);
    } else if (ts.isStringLiteralLike(node) && ts.isElementAccessExpression(node.parent))
      add(node.text, inner);
    const going = goneThrough(node);
    ts.forEachChild(node, (child) => {
      visit(child, child === going?.list ? [...inner, ...going.names] : inner);
    });
  };
  visit(file, NO_NAMES);
  return packed(sets);
}

/** A list whose elements get a name: `for (const hook of hooks)`, and where it is read, `hooks.map((hook) => …)`. */
function goneThrough(
  node: ts.Node,
): { readonly list: ts.Node; readonly names: readonly string[] } | undefined {
  if (ts.isForOfStatement(node)) {
    const { initializer, expression } = node;
    const [variable] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
    return variable && { list: expression, names: namesIn(variable.name) };
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  if (!VISITORS.has(node.expression.name.text)) return undefined;
  const [callback] = node.arguments;
  const isFunction =
    callback !== undefined && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback));
  const [parameter] = isFunction ? callback.parameters : [];
  return parameter && { list: node.expression, names: namesIn(parameter.name) };
}

/**
 * Every file of a project is kept, so that its size counts: lists in place of tables, names with
 * nothing around them left out, and equal lists kept once.
 */
function packed(sets: ReadonlyMap<string, ReadonlySet<string>>): NameEdges {
  const leading = [...sets].filter(([, around]) => around.size > 0);
  const lists = new Map<string, readonly string[]>();
  const shared = (names: ReadonlySet<string>): readonly string[] => {
    const list = Array.from(names);
    const key = list.join("\0");
    const known = lists.get(key);
    if (known === undefined) lists.set(key, list);
    return known ?? list;
  };
  return {
    called: leading.map(([name]) => name),
    around: leading.map(([, names]) => shared(names)),
  };
}

/** The name under which what a module exports as a whole is known, whatever its importers call it. */
const DEFAULT = "default";

/** `import send from "./send"`, `import send = require("./send")`, `require("./send")` */
function isImportOfWhole(node: ts.Node): boolean {
  if (ts.isImportClause(node)) return node.name !== undefined;
  return ts.isImportEqualsDeclaration(node) || isRequire(node);
}

/** The names by which what a node declares is called or read. */
function declaredName(node: ts.Node): readonly string[] {
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) return [node.name.text];
  if (ts.isExportAssignment(node)) return [DEFAULT];
  if (ts.isNamespaceImport(node) || ts.isImportClause(node) || ts.isImportEqualsDeclaration(node))
    return node.name === undefined ? [] : [node.name.text];
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
    const own = node.name === undefined ? [] : [node.name.text];
    return isDefaultExport(node) ? [...own, DEFAULT] : own;
  }
  if (ts.isConstructorDeclaration(node))
    return node.parent.name === undefined ? [] : [node.parent.name.text];
  return isNamed(node) ? namesIn(node.name) : assignedName(node);
}

function isNamed(
  node: ts.Node,
): node is ts.NamedDeclaration & { readonly name: ts.PropertyName | ts.BindingName } {
  const mayBe =
    ts.isVariableDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassExpression(node) ||
    ts.isShorthandPropertyAssignment(node);
  return mayBe && node.name !== undefined;
}

function isDefaultExport(node: ts.FunctionDeclaration | ts.ClassDeclaration): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Default) !== 0;
}

/** `exports.send = …`, `this.send = …`, `module.exports = …` */
function assignedName(node: ts.Node): readonly string[] {
  const isAssignment =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left);
  if (!isAssignment) return [];
  const { name, expression } = node.left;
  const isModule = ts.isIdentifier(expression) && expression.text === "module";
  return isModule && name.text === "exports" ? [DEFAULT] : [name.text];
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
