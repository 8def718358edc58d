import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The published SDK generations that are installed under an alias (contract/sdk-versions.md). */
export type SdkVersion = "2.5.0" | "1.99.1" | "1.45.1" | "1.4.12";

const SDK_FOLDER: Record<SdkVersion, string> = {
  "2.5.0": "svix",
  "1.99.1": "svix-v1",
  "1.45.1": "svix-v1-45",
  "1.4.12": "svix-v1-4",
};

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Folder of the in-memory files: inside the repository, so that bare imports find node_modules. */
export const VIRTUAL_ROOT = path.join(ROOT, "fixtures/virtual");

const BASE_OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: ["node"],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  esModuleInterop: true,
  experimentalDecorators: true,
  jsx: ts.JsxEmit.Preserve,
};

/** Parsed files of node_modules and the standard library, shared by every program of a test run. */
const parsed = new Map<string, ts.SourceFile>();

export interface ProgramOptions {
  readonly sdk?: SdkVersion;
  readonly compilerOptions?: ts.CompilerOptions;
  /** A program to reuse unchanged source files from, as an editor session does. */
  readonly previous?: ts.Program;
}

/**
 * A type-checked program of in-memory files.
 *
 * @param files file name (relative to VIRTUAL_ROOT) → text; a single string is "main.ts"
 */
export function programOf(
  files: Readonly<Record<string, string>> | string,
  { sdk = "2.5.0", compilerOptions = {}, previous }: ProgramOptions = {},
): ts.Program {
  const texts = new Map(
    Object.entries(typeof files === "string" ? { "main.ts": files } : files).map(
      ([name, text]) => [path.join(VIRTUAL_ROOT, name), text] as const,
    ),
  );
  const options: ts.CompilerOptions = {
    ...BASE_OPTIONS,
    ...(sdk === "2.5.0"
      ? {}
      : { paths: { svix: [path.join(ROOT, "node_modules", SDK_FOLDER[sdk])] } }),
    ...compilerOptions,
  };
  const base = ts.createCompilerHost(options, true);
  const host: ts.CompilerHost = {
    ...base,
    getCurrentDirectory: () => VIRTUAL_ROOT,
    fileExists: (name) => texts.has(name) || base.fileExists(name),
    directoryExists: (name) =>
      [...texts.keys()].some((file) => file.startsWith(`${name}/`)) ||
      (base.directoryExists?.(name) ?? existsSync(name)),
    readFile: (name) => texts.get(name) ?? readFileSync(name, "utf8"),
    getSourceFile: (name, languageVersion) => {
      const text = texts.get(name);
      if (text !== undefined) {
        const kept = previous?.getSourceFile(name);
        return kept?.text === text ? kept : ts.createSourceFile(name, text, languageVersion, true);
      }
      const key = `${name}\0${JSON.stringify(languageVersion)}`;
      let file = parsed.get(key);
      if (file === undefined) {
        file = base.getSourceFile(name, languageVersion);
        if (file !== undefined) parsed.set(key, file);
      }
      return file;
    },
  };
  return ts.createProgram([...texts.keys()], options, host);
}

/** The named in-memory file of a program made by `programOf` ("main.ts" unless told). */
export function fileOf(program: ts.Program, name = "main.ts"): ts.SourceFile {
  const file = program.getSourceFile(path.join(VIRTUAL_ROOT, name));
  if (file === undefined) throw new Error(`no file ${name} in this program`);
  return file;
}
