import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import tsParser from "@typescript-eslint/parser";
import { Linter, type Linter as Types } from "eslint";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import plugin from "../../src/index.js";

const FIXTURES = path.resolve(import.meta.dirname, "../../fixtures");

const folders = ["frameworks", "callers"]
  .flatMap((group) => readdirSync(path.join(FIXTURES, group)).map((name) => `${group}/${name}`))
  .filter((folder) => existsSync(path.join(FIXTURES, folder, "tsconfig.json")));

/** The rules whose repairs are rewritten code and no single words. */
const RULES = [
  "svix/no-unhandled-api-error",
  "svix/no-swallowed-api-error",
  "svix/no-unhandled-verification-error",
  "svix/no-swallowed-verification-error",
  "svix/require-4xx-rejection",
];

/** Parsed files of all programs that did not change. */
const parsed = new Map<string, ts.SourceFile | undefined>();

class Folder {
  readonly files: readonly string[];
  readonly #config: ts.ParsedCommandLine;
  readonly #dir: string;
  readonly base: ts.Program;

  constructor(folder: string) {
    this.#dir = path.join(FIXTURES, folder);
    const { config } = ts.readConfigFile(path.join(this.#dir, "tsconfig.json"), (file) =>
      ts.sys.readFile(file),
    ) as { config: unknown };
    this.#config = ts.parseJsonConfigFileContent(config, ts.sys, this.#dir);
    this.base = this.program();
    this.files = this.#config.fileNames.filter(
      (file) => file.startsWith(`${this.#dir}/`) && !file.endsWith(".d.ts"),
    );
  }

  /** The program, with one file changed. */
  program(changed?: string, text?: string): ts.Program {
    const { options, fileNames } = this.#config;
    const host = ts.createCompilerHost(options, true);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, version) => {
      if (name === changed) return ts.createSourceFile(name, text ?? "", version, true);
      if (!parsed.has(name)) parsed.set(name, read(name, version));
      return parsed.get(name);
    };
    return ts.createProgram(fileNames, options, host, this.base);
  }

  lint(program: ts.Program, file: string): Types.LintMessage[] {
    const config = plugin.configs.recommended as unknown as Types.Config;
    return new Linter({ cwd: this.#dir }).verify(
      program.getSourceFile(file)?.text ?? "",
      [
        {
          ...config,
          files: ["**/*.{ts,tsx,js}"],
          languageOptions: { parser: tsParser, parserOptions: { programs: [program] } },
        },
      ],
      { filename: file },
    );
  }
}

const shown = ({ ruleId, messageId, message }: Types.LintMessage): string =>
  `${ruleId ?? ""} ${messageId ?? message}`;

function complaints(program: ts.Program, file: string): string[] {
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

/** What is wrong with the suggestion of a report: new complaints of the compiler, other reports. */
function troubleWith(folder: Folder, file: string, index: number): string[] {
  const messages = folder.lint(folder.base, file);
  const message = messages[index]!;
  const { range, text } = message.suggestions![0]!.fix;
  const before = folder.base.getSourceFile(file)!.text;
  const program = folder.program(file, before.slice(0, range[0]) + text + before.slice(range[1]));
  const known = new Set(complaints(folder.base, file));
  const expected = messages.filter((_, other) => other !== index).map(shown);
  const reports = folder.lint(program, file).map(shown);
  return [
    ...complaints(program, file).filter((complaint) => !known.has(complaint)),
    ...(reports.toSorted().join() === expected.toSorted().join()
      ? []
      : [`${expected.join()} expected, but ${reports.join()} reported`]),
  ].map(
    (trouble) => `${path.relative(FIXTURES, file)}:${message.line} ${shown(message)}: ${trouble}`,
  );
}

describe("the suggestions for a fixture", () => {
  it.each(folders)("compile and settle the report they stand at: %s", (name) => {
    const folder = new Folder(name);
    const tried = new Set<string>();
    const troubles = folder.files.flatMap((file) =>
      folder.lint(folder.base, file).flatMap((message, index) => {
        const suggestion = message.suggestions?.[0]?.messageId;
        // One of a kind in each folder; the folders are many.
        const kind = `${shown(message)} ${suggestion ?? ""}`;
        if (!RULES.includes(message.ruleId ?? "") || suggestion === undefined || tried.has(kind))
          return [];
        tried.add(kind);
        return troubleWith(folder, file, index);
      }),
    );
    expect(troubles).toEqual([]);
  });
});
