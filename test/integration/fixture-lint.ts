import { readFileSync } from "node:fs";
import path from "node:path";
import * as parser from "@typescript-eslint/parser";
import { ESLint, type Linter } from "eslint";
import ts from "typescript";
import plugin from "../../src/index.js";

export const FIXTURES = path.resolve(import.meta.dirname, "../../fixtures");

/** One line of a fixture's expected.json. */
export interface Expectation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly messageId: string;
}

/** What a plugin that is right reports in a fixture folder, judged by people. */
export function expectationsOf(folder: string): readonly Expectation[] {
  const text = readFileSync(path.join(FIXTURES, folder, "expected.json"), "utf8");
  return JSON.parse(text) as Expectation[];
}

/** "line rule messageId" per file, sorted: a form whose diff a person can read. */
export function byFile(found: readonly Expectation[]): Readonly<Record<string, readonly string[]>> {
  const lines: Record<string, string[]> = {};
  const sorted = found.toSorted((a, b) => a.line - b.line || a.rule.localeCompare(b.rule));
  for (const { file, line, rule, messageId } of sorted) {
    (lines[file] ??= []).push(`${String(line)} ${rule} ${messageId}`);
  }
  return lines;
}

/**
 * Lints a fixture folder with the recommended config and says what was reported.
 *
 * @param program type information to use; without it typescript-eslint's project service finds the
 *   folder's own tsconfig.json, as it does for users
 */
export async function lintFixture(folder: string, program?: ts.Program): Promise<Expectation[]> {
  const cwd = path.join(FIXTURES, folder);
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: {
      ...(plugin.configs.recommended as unknown as Linter.Config),
      files: ["**/*.{ts,tsx,js}"],
      languageOptions: {
        parser,
        parserOptions: program
          ? { programs: [program] }
          : { projectService: true, tsconfigRootDir: cwd },
      },
    },
  });
  const results = await eslint.lintFiles(program ? filesOf(program, cwd) : ["**/*.ts"]);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, messageId, message }) => ({
      file: path.relative(cwd, filePath),
      line,
      rule: ruleId?.replace("svix/", "") ?? "parser",
      messageId: messageId ?? message,
    })),
  );
}

function filesOf(program: ts.Program, folder: string): string[] {
  return program
    .getRootFileNames()
    .filter((name) => name.startsWith(`${folder}/`) && !name.endsWith(".d.ts"));
}

const parsed = new Map<string, ts.SourceFile>();

/** The program of a fixture folder's tsconfig.json; packages and libraries are parsed once a run. */
export function fixtureProgram(folder: string): ts.Program {
  const configFile = path.join(FIXTURES, folder, "tsconfig.json");
  const config = ts.getParsedCommandLineOfConfigFile(configFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
    },
  });
  if (!config) throw new Error(`no ${configFile}`);
  const base = ts.createCompilerHost(config.options, true);
  const host: ts.CompilerHost = {
    ...base,
    getSourceFile: (name, version, ...rest) => {
      if (!name.includes("node_modules")) return base.getSourceFile(name, version, ...rest);
      const key = `${name}\0${JSON.stringify(version)}`;
      const file = parsed.get(key) ?? base.getSourceFile(name, version, ...rest);
      if (file) parsed.set(key, file);
      return file;
    },
  };
  return ts.createProgram(config.fileNames, config.options, host);
}

/** The compiler's complaints about a fixture's own files, "file:line message". */
export function typeErrorsOf(program: ts.Program): string[] {
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (!file) return text;
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${path.relative(FIXTURES, file.fileName)}:${String(line + 1)} ${text}`;
  });
}

/** A `// violates:` or `// keeps:` comment of a fixture. */
export interface Mark {
  readonly kind: "violates" | "keeps";
  readonly file: string;
  readonly line: number;
  readonly ids: readonly string[];
}

/** The marks in the files of a fixture's program. */
export function marksOf(folder: string, program: ts.Program): readonly Mark[] {
  const root = path.join(FIXTURES, folder);
  return filesOf(program, root).flatMap((name) =>
    (program.getSourceFile(name)?.text ?? "").split("\n").flatMap((text, index): Mark[] => {
      const [, kind, ids] = /^\s*\/\/ (violates|keeps): (.+)$/.exec(text) ?? [];
      if ((kind !== "violates" && kind !== "keeps") || ids === undefined) return [];
      return [{ kind, file: path.relative(root, name), line: index + 1, ids: ids.split(", ") }];
    }),
  );
}
