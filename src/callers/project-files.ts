import type ts from "typescript";

const TEST_FILE = /(?:\.(?:test|spec|cy)|-spec)\.[cm]?[jt]sx?$/u;
/** Folders of tests alone, by the names that test runners look for. */
const TESTS_ONLY = /(?:^|\/)(?:__tests__|__mocks__|e2e|cypress)\//u;
const TEST_FOLDER = /(?:^|\/)(?:tests?|test-(?:utils|helpers|support))\//u;

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
 * Whether a file belongs to tests, by its place below the project's root: `*.test.ts`, `*.spec.ts`,
 * `__tests__/`, `e2e/`, `test/`, `test-utils/` and their like. Folders above the root do not count.
 */
export function isTestFile(file: ts.SourceFile, program: ts.Program): boolean {
  const name = nameInProject(file, program);
  return isTestsAlone(name) || TEST_FOLDER.test(name);
}

/**
 * Whether nothing but a test runner runs a file: what fails in it, or is left undone, is a test's. In
 * `test/` and `tests/` programs have other code as well.
 */
export function isRunByTests(file: ts.SourceFile, program: ts.Program): boolean {
  return isTestsAlone(nameInProject(file, program));
}

function isTestsAlone(name: string): boolean {
  return TEST_FILE.test(name) || TESTS_ONLY.test(name);
}

function nameInProject({ fileName }: ts.SourceFile, program: ts.Program): string {
  const root = `${program.getCurrentDirectory().replaceAll("\\", "/").replace(/\/$/u, "")}/`;
  return fileName.startsWith(root) ? fileName.slice(root.length) : fileName;
}
