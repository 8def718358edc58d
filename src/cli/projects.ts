import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The directory cannot be linted; the message says what would help. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}

/** A tsconfig file that has source files of its own. */
export interface Project {
  readonly config: string;
  readonly files: readonly string[];
}

const SKIPPED = new Set([
  "node_modules",
  "dist",
  "build",
  "out",
  "coverage",
  ".git",
  ".next",
  ".turbo",
  ".cache",
]);
const CONFIG = /^tsconfig(?:\..+)?\.json$/u;

/**
 * The TypeScript projects below a directory. A file belongs to the first project that lists it, a
 * plain tsconfig.json before its variants.
 *
 * @throws {SetupError} where there is nothing to lint
 */
export function projectsIn(directory: string): readonly Project[] {
  if (!existsSync(directory)) throw new SetupError(`${directory} does not exist`);
  const configs = [...configsIn(directory)].sort(byDepthAndName);
  if (configs.length === 0) throw new SetupError(NO_CONFIG);
  const taken = new Set<string>();
  const projects = configs.flatMap((config) => {
    const files = sourcesOf(config, directory).filter((file) => !taken.has(file));
    for (const file of files) taken.add(file);
    return files.length === 0 ? [] : [{ config, files }];
  });
  if (projects.length === 0)
    throw new SetupError(`no tsconfig.json below ${directory} includes a source file`);
  return projects;
}

const NO_CONFIG = `there is no tsconfig.json here, and the rules need type information.
For TypeScript, run this where tsconfig.json is. For JavaScript, add one:
  { "compilerOptions": { "allowJs": true, "checkJs": false, "noEmit": true }, "include": ["src"] }`;

function* configsIn(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* configsIn(full);
    else if (entry.isFile() && CONFIG.test(entry.name)) yield full;
  }
}

function byDepthAndName(a: string, b: string): number {
  const plain =
    Number(path.basename(b) === "tsconfig.json") - Number(path.basename(a) === "tsconfig.json");
  return plain === 0 ? a.length - b.length || (a < b ? -1 : 1) : plain;
}

function sourcesOf(config: string, directory: string): string[] {
  const read = ts.readConfigFile(config, (name) => ts.sys.readFile(name));
  if (read.error !== undefined) {
    throw new SetupError(
      `${config}: ${ts.flattenDiagnosticMessageText(read.error.messageText, "\n")}`,
    );
  }
  const { fileNames } = ts.parseJsonConfigFileContent(read.config, ts.sys, path.dirname(config));
  const root = `${path.resolve(directory)}${path.sep}`;
  return fileNames
    .map((file) => path.resolve(file))
    .filter(
      (file) =>
        file.startsWith(root) &&
        !/\.d\.[cm]?ts$/u.test(file) &&
        !file.includes(`${path.sep}node_modules${path.sep}`),
    );
}
