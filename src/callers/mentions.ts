import ts from "typescript";
import { nameTableOf } from "./name-table.js";
import { isProjectFile, projectFilesOf } from "./project-files.js";

/** A node that mentions something by name: an identifier, `#private`, or the string of `x["name"]`. */
export type Mention = ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike;

/** The mentions of one file, by name; a name that stands once is kept without an array. */
type FileMentions = ReadonlyMap<string, Mention | Mention[]>;

/** One walk a file, kept as long as the file: an editor's next program shares unchanged files. */
const walked = new WeakMap<ts.SourceFile, FileMentions>();

let walks = 0;

/** How many files were walked so far in this process; for tests and benchmarks of the caching. */
export function walkCount(): number {
  return walks;
}

/** So small a part of the files is looked through by itself. */
const FEW = 0.1;

/** Where names are mentioned in the project's files. */
export interface Mentions {
  /** The project's files, sorted by name. */
  readonly files: readonly ts.SourceFile[];
  /** Every mention of the name in the file, in order of position. */
  inFile(file: ts.SourceFile, name: string): readonly Mention[];
  /** The project's files that mention the name, sorted by file name; only some of them where `among` is given. */
  filesOf(name: string, among?: ReadonlySet<ts.SourceFile>): readonly ts.SourceFile[];
}

const ofProgram = new WeakMap<ts.Program, Mentions>();

/** The mentions of a program; files are walked when a name is asked for that their text contains. */
export function mentionsOf(program: ts.Program): Mentions {
  let mentions = ofProgram.get(program);
  if (mentions === undefined)
    ofProgram.set(program, (mentions = mentionsIn(projectFilesOf(program))));
  return mentions;
}

function mentionsIn(files: readonly ts.SourceFile[]): Mentions {
  const mentioning = (file: ts.SourceFile, name: string): boolean =>
    mentionsOfFile(file, name).length > 0;
  const table = nameTableOf(files, {
    mentions: mentioning,
    namesOf: (file) => fileMentions(file).keys(),
  });
  return {
    files,
    inFile: mentionsOfFile,
    filesOf(name, among) {
      if (among === undefined) return table.filesOf(name);
      if (among.size > files.length * FEW)
        return table.filesOf(name).filter((file) => among.has(file));
      return [...among]
        .filter((file) => isProjectFile(file) && mentioning(file, name))
        .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
    },
  };
}

function mentionsOfFile(file: ts.SourceFile, name: string): readonly Mention[] {
  if (!walked.has(file) && !mayMention(file, name)) return [];
  const found = fileMentions(file).get(name);
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
}

const DEFAULT = "default";

/** Names that a file was searched for in vain; searching a text takes longer than an editor's patience. */
const absent = new WeakMap<ts.SourceFile, Set<string>>();

function mayMention(file: ts.SourceFile, name: string): boolean {
  // That is also how `import send from` and `require()` are kept, which do not spell it.
  if (name === DEFAULT) return true;
  let names = absent.get(file);
  if (names?.has(name) === true) return false;
  if (file.text.includes(name)) return true;
  if (names === undefined) absent.set(file, (names = new Set()));
  names.add(name);
  return false;
}

function fileMentions(file: ts.SourceFile): FileMentions {
  const known = walked.get(file);
  if (known !== undefined) return known;
  walks += 1;
  const mentions = new Map<string, Mention | Mention[]>();
  const add = (name: string, node: Mention): void => {
    const before = mentions.get(name);
    if (before === undefined) mentions.set(name, node);
    else if (Array.isArray(before)) before.push(node);
    else mentions.set(name, [before, node]);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node)) {
      const key = keyOf(node);
      if (key !== undefined) add(key, node);
      return;
    }
    if (ts.isExpressionWithTypeArguments(node)) {
      visit(node.expression);
      return;
    }
    if (ts.isInterfaceDeclaration(node)) return node.heritageClauses?.forEach(visit);
    if (ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node)) return;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  walked.set(file, mentions);
  return mentions;
}

/** The name under which a node is kept, or undefined when it only declares or labels something. */
function keyOf(node: Mention): string | undefined {
  const { parent } = node;
  if (ts.isStringLiteralLike(node)) {
    const isMember =
      (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node);
    return isMember ? node.text : undefined;
  }
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
    return node === (parent.propertyName ?? parent.name) ? node.text : undefined;
  }
  if (ts.isImportClause(parent) || ts.isImportEqualsDeclaration(parent)) return DEFAULT;
  if (ts.isVariableDeclaration(parent) && parent.name === node) {
    return isRequire(parent.initializer) ? DEFAULT : undefined;
  }
  if (ts.isBindingElement(parent) && parent.initializer !== node) {
    return ts.isObjectBindingPattern(parent.parent) && node === (parent.propertyName ?? parent.name)
      ? node.text
      : undefined;
  }
  return declaresOnly(node) ? undefined : node.text;
}

function declaresOnly(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node;
  // `{ send }`, `{ send: … }` and `{ send() {} }` stand for a member of the object's type, too.
  if (ts.isObjectLiteralElementLike(parent) && !ts.isSpreadAssignment(parent)) return false;
  if (ts.isPropertyAccessExpression(parent)) return false;
  return (
    ("name" in parent && parent.name === node) ||
    ts.isNamespaceExport(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isJsxAttribute(parent) ||
    ts.isMetaProperty(parent)
  );
}

/** `require("./x")`; which module it is, is the checker's business. */
export function isRequire(node: ts.Node | undefined): node is ts.CallExpression {
  return (
    node !== undefined &&
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "require" &&
    node.arguments.length === 1
  );
}
