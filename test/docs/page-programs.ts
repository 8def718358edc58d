import { readFileSync } from "node:fs";
import path from "node:path";
import { Linter, type Linter as Types } from "eslint";
import tsParser from "@typescript-eslint/parser";
import ts from "typescript";
import plugin from "../../src/index.js";
import { fileOf, programOf, VIRTUAL_ROOT } from "../harness/program.js";

const PAGES = path.resolve(import.meta.dirname, "../../rules-docs");

/** The files that stand under one heading of a page. */
export interface PageProgram {
  readonly heading: string;
  /** File name, from the comment in a block's first line → text. */
  readonly files: Readonly<Record<string, string>>;
  /** `settings.svix`, from a comment `<!-- settings: {…} -->`. */
  readonly settings: unknown;
}

const HEADING = /^#{2,} (.+)$/;
const BLOCK = /```(?:ts|tsx)\n\/\/ (\S+)\n([^]*?)\n```/g;

/** The programs of a page, with the files that it gives before its first heading in each of them. */
export function programsOf(page: string): readonly PageProgram[] {
  const text = readFileSync(path.join(PAGES, `${page}.md`), "utf8");
  const [preface = "", ...sections] = text.split(/^(?=#{2,} )/m);
  const shared = filesIn(preface);
  return sections.flatMap((section) => {
    const files = filesIn(section);
    if (Object.keys(files).length === 0) return [];
    const settings = /<!-- settings: (.+) -->/.exec(section)?.[1];
    return [
      {
        heading: HEADING.exec(section.split("\n")[0] ?? "")?.[1] ?? "",
        files: { ...shared, ...files },
        settings: settings === undefined ? undefined : (JSON.parse(settings) as unknown),
      },
    ];
  });
}

function filesIn(section: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...section.matchAll(BLOCK)].map(([, name = "", code = ""]) => [name, `// ${name}\n${code}\n`]),
  );
}

/** `file.ts:12 rule messageId` for each `// reported: …`; a comment of its own speaks of the next line. */
export function saidReports({ files }: PageProgram): readonly string[] {
  return Object.entries(files).flatMap(([name, code]) =>
    code.split("\n").flatMap((line, index) => {
      const said = /\/\/ reported: (.+)$/.exec(line)?.[1];
      const at = line.trim().startsWith("//") ? index + 2 : index + 1;
      return said === undefined ? [] : [`${name}:${at} ${said}`];
    }),
  );
}

/** The reports of the recommended rules, in the same form, and what the compiler complains about. */
export function lintedReports(
  { files, settings }: PageProgram,
  types: Readonly<Record<string, string>> = {},
): { readonly reports: readonly string[]; readonly complaints: readonly string[] } {
  const program = programOf({ ...types, ...files });
  const names = Object.keys(files);
  return {
    reports: names.flatMap((name) =>
      lint(program, name, settings).map(
        ({ line, ruleId, messageId, message }) =>
          `${name}:${line} ${ruleId?.replace("svix/", "") ?? ""} ${messageId ?? message}`,
      ),
    ),
    complaints: names.flatMap((name) =>
      ts
        .getPreEmitDiagnostics(program, fileOf(program, name))
        .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`),
    ),
  };
}

function lint(program: ts.Program, name: string, settings: unknown): Types.LintMessage[] {
  const config = plugin.configs.recommended as unknown as Types.Config;
  return new Linter({ cwd: VIRTUAL_ROOT }).verify(
    fileOf(program, name).text,
    [
      {
        ...config,
        files: ["**/*.{ts,tsx}"],
        settings: settings === undefined ? {} : { svix: settings },
        languageOptions: { parser: tsParser, parserOptions: { programs: [program] } },
      },
    ],
    { filename: path.join(VIRTUAL_ROOT, name) },
  );
}
