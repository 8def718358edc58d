import ts from "typescript";
import { checkerOf } from "./checker.js";

/** Which files of a program can know of what another file declares. */
export interface Visibility {
  /**
   * The file itself and the files that import it, directly or through others; undefined for every
   * file, as for what is declared globally. No other file can hold a value of the declared types and
   * have the compiler know it.
   */
  of(file: ts.SourceFile): ReadonlySet<ts.SourceFile> | undefined;
  /** The same for several files at once: who can know of what any of them declares. */
  ofAny(files: Iterable<ts.SourceFile>): ReadonlySet<ts.SourceFile> | undefined;
  /** What these files import, directly or through others, themselves among it; undefined where that is not known. */
  behind(files: Iterable<ts.SourceFile>): ReadonlySet<ts.SourceFile> | undefined;
}

const ofProgram = new WeakMap<ts.Program, Visibility>();

/** The visibility in a program; each file's imports are resolved once as long as no file comes or goes. */
export function visibilityOf(program: ts.Program): Visibility {
  let visibility = ofProgram.get(program);
  if (visibility === undefined)
    ofProgram.set(program, (visibility = new ProgramVisibility(program)));
  return visibility;
}

class ProgramVisibility implements Visibility {
  readonly #importers = new Map<string, ts.SourceFile[]>();
  readonly #known = new Map<ts.SourceFile, ReadonlySet<ts.SourceFile> | undefined>();
  readonly #isComplete: boolean;
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #names: readonly string[];

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = checkerOf(program);
    this.#names = namesOf(program);
    this.#isComplete = program.getSourceFiles().every((file) => {
      const imported = importsOf(file, this.#names, this.#checker);
      for (const name of imported ?? []) {
        const importers = this.#importers.get(name);
        if (importers === undefined) this.#importers.set(name, [file]);
        else importers.push(file);
      }
      return imported !== undefined;
    });
  }

  of(file: ts.SourceFile): ReadonlySet<ts.SourceFile> | undefined {
    if (!this.#isComplete) return undefined;
    if (!this.#known.has(file)) this.#known.set(file, this.#search([file]));
    return this.#known.get(file);
  }

  ofAny(files: Iterable<ts.SourceFile>): ReadonlySet<ts.SourceFile> | undefined {
    return this.#isComplete ? this.#search(files) : undefined;
  }

  behind(files: Iterable<ts.SourceFile>): ReadonlySet<ts.SourceFile> | undefined {
    if (!this.#isComplete) return undefined;
    const found = new Set(files);
    // A set that grows while it is walked is walked to its end.
    for (const next of found) {
      for (const name of importsOf(next, this.#names, this.#checker) ?? []) {
        const imported = this.#program.getSourceFile(name);
        if (imported !== undefined) found.add(imported);
      }
    }
    return found;
  }

  #search(files: Iterable<ts.SourceFile>): ReadonlySet<ts.SourceFile> | undefined {
    const found = new Set(files);
    // A set that grows while it is walked is walked to its end.
    for (const next of found) {
      if (speaksToAll(next)) return undefined;
      for (const importer of this.#importers.get(next.fileName) ?? []) found.add(importer);
    }
    return found;
  }
}

/**
 * What TypeScript's program knows of a file's module names and keeps to itself: every string that an
 * import, a re-export, an `import()`, an import type or (in JavaScript) a `require` names, and the
 * `declare module` and `declare global` blocks. Without it every file is visible everywhere.
 */
interface Internals {
  readonly imports?: readonly ts.StringLiteralLike[];
  readonly moduleAugmentations?: readonly ts.Node[];
}

/** A script, whose declarations are global, or a module that declares something for others. */
function speaksToAll(file: ts.SourceFile): boolean {
  const { moduleAugmentations = [], imports = [] } = file as Internals;
  if (moduleAugmentations.length > 0) return true;
  if (ts.isExternalModule(file)) return false;
  // Types may name modules in a script; what names modules in JavaScript is CommonJS.
  const isJavaScript = /\.[cm]?jsx?$/u.test(file.fileName);
  return !isJavaScript || (imports.length === 0 && !file.statements.some(isCommonJs));
}

/** `module.exports = …`, `exports.x = …` */
function isCommonJs(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isBinaryExpression(statement.expression) &&
    ts.isPropertyAccessExpression(statement.expression.left)
  );
}

/** The names of a program's files; the same array as for the program before if these are the same. */
function namesOf(program: ts.Program): readonly string[] {
  const files = program.getSourceFiles();
  const same = recent.find(
    (names) =>
      names.length === files.length && names.every((name, at) => name === files[at]?.fileName),
  );
  if (same !== undefined) return same;
  const names = files.map(({ fileName }) => fileName);
  recent.unshift(names);
  recent.length = Math.min(recent.length, MOST_PROJECTS);
  return names;
}

/** An editor may go back and forth between the projects of a repository. */
const MOST_PROJECTS = 8;

const recent: (readonly string[])[] = [];

interface Resolved {
  readonly among: readonly string[];
  readonly imported: readonly string[];
}

const resolvedOf = new WeakMap<ts.SourceFile, Resolved>();

/** The names of the files that a file imports; undefined where TypeScript does not tell. */
function importsOf(
  file: ts.SourceFile,
  among: readonly string[],
  checker: ts.TypeChecker,
): readonly string[] | undefined {
  const known = resolvedOf.get(file);
  if (known?.among === among) return known.imported;
  const { imports } = file as Internals;
  if (imports === undefined) return undefined;
  const imported = imports.flatMap((name) =>
    (checker.getSymbolAtLocation(name)?.declarations ?? []).map(
      (declaration) => declaration.getSourceFile().fileName,
    ),
  );
  resolvedOf.set(file, { among, imported });
  return imported;
}
