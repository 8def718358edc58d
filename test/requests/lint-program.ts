import path from "node:path";
import tsParser from "@typescript-eslint/parser";
import { Linter } from "@typescript-eslint/utils/ts-eslint";
import type { RuleModule } from "@typescript-eslint/utils/ts-eslint";
import ts from "typescript";
import { VIRTUAL_ROOT, programOf, type SdkVersion } from "../harness/program.js";

export interface LintedProgram {
  /** `file.ts:3 messageId "source of the reported node"`, sorted as ESLint gives them. */
  readonly reports: readonly string[];
  /** What they say. */
  readonly messages: readonly string[];
  /** The file's text after the first suggestion of each report. */
  readonly suggested: readonly string[];
  /** Errors of the compiler and of the same rule in those texts. */
  readonly troubles: readonly string[];
}

type Files = Readonly<Record<string, string>>;

/** Lints the named files (all of them unless told) of one in-memory program with one rule. */
export function lintProgram(
  rule: RuleModule<string, readonly unknown[]>,
  source: Files | string,
  {
    sdk = "2.5.0",
    only,
    settings = {},
  }: {
    readonly sdk?: SdkVersion;
    readonly only?: string;
    readonly settings?: Record<string, unknown>;
  } = {},
): LintedProgram {
  const files: Files = typeof source === "string" ? { "main.ts": source } : source;
  const names = Object.keys(files).filter((name) => only === undefined || name === only);
  const found = names.map((name) => ({
    name,
    messages: lintFile(rule, files, name, sdk, settings),
  }));
  const reports = found.flatMap(({ name, messages }) =>
    messages.map(
      (message) =>
        `${name}:${message.line} ${message.messageId ?? message.message} ${excerpt(files[name] ?? "", message)}`,
    ),
  );
  const outputs = found.flatMap(({ name, messages }) =>
    messages.flatMap((message) => {
      const fix = message.suggestions?.[0]?.fix;
      const text = files[name] ?? "";
      return fix
        ? [{ name, text: text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]) }]
        : [];
    }),
  );
  return {
    reports,
    messages: found.flatMap(({ messages }) => messages.map(({ message }) => message)),
    suggested: outputs.map(({ text }) => text),
    troubles: outputs.flatMap(({ name, text }) => {
      const changed = { ...files, [name]: text };
      const again = lintFile(rule, changed, name, sdk, settings);
      return [
        ...errorsOf(changed, name, sdk),
        ...again
          .map((m) => `again: ${m.messageId ?? m.message}`)
          .filter((m, i) => found.length > 1 || i >= outputs.length - 1),
      ];
    }),
  };
}

function lintFile(
  rule: RuleModule<string, readonly unknown[]>,
  files: Files,
  name: string,
  sdk: SdkVersion,
  settings: Record<string, unknown>,
): Linter.LintMessage[] {
  const program = programOf(files, { sdk });
  const linter = new Linter({ configType: "flat", cwd: VIRTUAL_ROOT } as never);
  return linter.verify(
    files[name] ?? "",
    [
      {
        files: ["**/*.ts", "**/*.js", "**/*.tsx"],
        plugins: { svix: { rules: { rule } } },
        rules: { "svix/rule": "error" },
        settings,
        languageOptions: { parser: tsParser, parserOptions: { programs: [program] } },
      },
    ] as never,
    { filename: path.join(VIRTUAL_ROOT, name) },
  );
}

function excerpt(text: string, { line, column, endLine, endColumn }: Linter.LintMessage): string {
  const lines = text.split("\n");
  const first = lines[line - 1] ?? "";
  return endLine === line
    ? first.slice(column - 1, (endColumn ?? column) - 1)
    : `${first.slice(column - 1)}…`;
}

function errorsOf(files: Files, name: string, sdk: SdkVersion): string[] {
  const program = programOf(files, { sdk });
  const file = program.getSourceFile(path.join(VIRTUAL_ROOT, name));
  return ts
    .getPreEmitDiagnostics(program, file)
    .map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"));
}
