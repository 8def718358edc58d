import ts from "typescript";
import { memberName } from "../callers/declarations.js";
import type { Mentions } from "../callers/mentions.js";

/**
 * Which names of functions may lead to a call, by names alone: `start` does when something called
 * `start` is declared in the call's file (its value may get there by a variable or a field), or when a
 * function, variable or member called `start` mentions a name that does.
 *
 * It only says where to look: whether a call really gives a value back is asked of the checker, and
 * only for what stands behind the names that are called in the file at hand. So a keystroke costs what
 * that file calls, not what the program holds.
 */
export class NameGraph {
  readonly #calls = new Map<string, Set<ts.CallExpression>>();
  readonly #mentioned = new Map<string, Set<string>>();
  readonly #behind = new Map<string, ReadonlySet<string>>();
  readonly #known: Set<string>;

  /**
   * @param methods the names of the methods that are looked for
   * @param isWanted tells which of the calls by such a name count
   */
  constructor(
    mentions: Mentions,
    methods: readonly string[],
    isWanted: (call: ts.CallExpression) => boolean,
  ) {
    this.#known = new Set(methods);
    // A set that grows while it is walked is walked to its end.
    for (const name of this.#known) {
      const isMethod = methods.includes(name);
      for (const file of mentions.filesOf(name)) {
        for (const mention of mentions.inFile(file, name)) {
          const call = isMethod ? callOf(mention) : undefined;
          if (call && isWanted(call)) this.#leadTo(call, file);
          else this.#mention(name, mention);
        }
      }
    }
  }

  #leadTo(call: ts.CallExpression, file: ts.SourceFile): void {
    for (const owner of namesIn(file)) {
      add(this.#calls, owner, call);
      this.#known.add(owner);
    }
  }

  #mention(name: string, mention: ts.Node): void {
    for (const owner of ownersOf(mention)) {
      add(this.#mentioned, owner, name);
      this.#known.add(owner);
    }
  }

  /** The calls that functions of this name may lead to, in order of file and place. */
  callsBehind(name: string): readonly ts.CallExpression[] {
    const calls = new Set<ts.CallExpression>();
    for (const next of this.#namesBehind(name)) {
      for (const call of this.#calls.get(next) ?? []) calls.add(call);
    }
    return [...calls].sort(byPlace);
  }

  /** Whether functions of this name may lead into a file. */
  leadsInto(name: string, file: ts.SourceFile): boolean {
    const names = this.#namesBehind(name);
    for (const own of namesIn(file)) if (names.has(own)) return true;
    return false;
  }

  #namesBehind(name: string): ReadonlySet<string> {
    let names = this.#behind.get(name);
    if (names === undefined) {
      const found = new Set([name]);
      for (const next of found) {
        for (const other of this.#mentioned.get(next) ?? []) found.add(other);
      }
      this.#behind.set(name, (names = found));
    }
    return names;
  }
}

function add<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}

function byPlace(a: ts.Node, b: ts.Node): number {
  const [one, other] = [a.getSourceFile().fileName, b.getSourceFile().fileName];
  return one === other ? a.pos - b.pos : one < other ? -1 : 1;
}

/** The call whose callee ends in this mention: `svix.endpoint.recover(…)`. */
export function callOf(mention: ts.Node): ts.CallExpression | undefined {
  const { parent } = mention;
  const isMember =
    (ts.isPropertyAccessExpression(parent) && parent.name === mention) ||
    ts.isElementAccessExpression(parent);
  let callee: ts.Node = isMember ? parent : mention;
  while (ts.isParenthesizedExpression(callee.parent) || ts.isNonNullExpression(callee.parent)) {
    callee = callee.parent;
  }
  const call = callee.parent;
  return ts.isCallExpression(call) && call.expression === callee ? call : undefined;
}

const named = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The names of everything in a file that may be a function or hold one. */
function namesIn(file: ts.SourceFile): ReadonlySet<string> {
  let names = named.get(file);
  if (names !== undefined) return names;
  const found = new Set<string>(["default"]);
  const visit = (node: ts.Node): void => {
    // `const task = await start()` is called by nobody.
    if (ts.isFunctionLike(node)) for (const name of holdersOf(node)) found.add(name);
    ts.forEachChild(node, visit);
  };
  visit(file);
  named.set(file, (names = found));
  return names;
}

/** The names under which something that contains the mention may be called. */
function* ownersOf(mention: ts.Node): Generator<string> {
  const alias = aliasOf(mention);
  if (alias !== undefined) yield alias;
  // `const done = await start()` is no function; `const begin = start` and `traced(start)` may be one.
  let mayBeFunction = callOf(mention) === undefined;
  for (let node = mention.parent; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isFunctionLike(node)) mayBeFunction = true;
    const name = mayBeFunction ? nameOf(node) : undefined;
    if (name !== undefined) yield name;
    if (mayBeFunction && isDefaultExport(node)) yield "default";
  }
}

/** `import { start as begin }`, `export { start as begin }`, `const { start: begin } = service`, `import begin` */
function aliasOf(mention: ts.Node): string | undefined {
  const { parent } = mention;
  const isAlias =
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isImportEqualsDeclaration(parent) ||
    ts.isBindingElement(parent) ||
    ts.isVariableDeclaration(parent);
  return isAlias && parent.name && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

/** The names that a function is reached by: its own, and those of what it is made a part of. */
function* holdersOf(fn: ts.Node): Generator<string> {
  const own = nameOf(fn);
  if (own !== undefined) yield own;
  for (
    let node = fn.parent;
    !ts.isFunctionLike(node) && !ts.isSourceFile(node);
    node = node.parent
  ) {
    const name = nameOf(node);
    if (name !== undefined) yield name;
  }
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isBinaryExpression(node)) {
    const isAssignment = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return isAssignment && ts.isPropertyAccessExpression(node.left)
      ? node.left.name.text
      : undefined;
  }
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node);
  return isNamed && node.name ? memberName(node.name) : undefined;
}

/** `export default …`, `module.exports = …` */
function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isBinaryExpression(node)) return node.left.getText() === "module.exports";
  return (
    ts.isFunctionDeclaration(node) &&
    (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Default) !== 0
  );
}
