import type ts from "typescript";

const TEST_FILE = /\.(?:test|spec)\.[cm]?[jt]sx?$/u;
const TEST_FOLDER = /(?:^|\/)(?:__tests__|tests?)\//u;

const cache = new WeakMap<ts.Program, readonly ts.SourceFile[]>();

/** Whether a file is the project's own code: no declaration file and nothing installed. */
export function isProjectFile(file: ts.SourceFile): boolean {
  return (
    !file.isDeclarationFile &&
    !file.fileName.includes("/node_modules/") &&
    !file.fileName.endsWith(".json")
  );
}

/**
 * The project's own source files, sorted by name, so that no answer depends on the order in which
 * the program was given its files.
 */
export function projectFilesOf(program: ts.Program): readonly ts.SourceFile[] {
  let files = cache.get(program);
  if (files === undefined) {
    files = program
      .getSourceFiles()
      .filter(isProjectFile)
      .sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
    cache.set(program, files);
  }
  return files;
}

/**
 * Whether a file holds tests, by its place below the project's root: `*.test.ts`, `*.spec.ts`,
 * `__tests__/`, `test/`, `tests/`. Folders above the root do not count.
 */
export function isTestFile(file: ts.SourceFile, program: ts.Program): boolean {
  const root = `${program.getCurrentDirectory().replaceAll("\\", "/").replace(/\/$/u, "")}/`;
  const name = file.fileName.startsWith(root) ? file.fileName.slice(root.length) : file.fileName;
  return TEST_FILE.test(name) || TEST_FOLDER.test(name);
}
