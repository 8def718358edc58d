import path from "node:path";
import tsParser from "@typescript-eslint/parser";
import { Linter, type Rule } from "eslint";
import type { AnyRuleModule } from "@typescript-eslint/utils/ts-eslint";

const PROJECTS = path.resolve(import.meta.dirname, "../../fixtures/rule-cases");

export interface LintOptions {
  /** A folder of fixtures/rule-cases/, named by the version of svix (2.5.0 unless told), or a path. */
  readonly project?: string;
  /** A file of the project of cases; "file.ts" unless told. */
  readonly filename?: string;
  /** How the file is parsed: with types (default), by the same parser without, or by espree. */
  readonly parser?: "typed" | "untyped" | "espree";
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Lints a text with single rules, as ESLint's own classes do it. */
export function lintWith(
  rules: Readonly<Record<string, AnyRuleModule>>,
  code: string,
  { project = "2.5.0", filename = "file.ts", parser = "typed", settings = {} }: LintOptions = {},
): Linter.LintMessage[] {
  const folder = path.resolve(PROJECTS, project);
  return new Linter({ cwd: folder }).verify(
    code,
    [
      {
        files: ["**/*.ts", "**/*.js"],
        // ESLint's and typescript-eslint's types of a rule differ in the context's details.
        plugins: { svix: { rules: rules as unknown as Record<string, Rule.RuleModule> } },
        rules: Object.fromEntries(Object.keys(rules).map((name) => [`svix/${name}`, "error"])),
        settings: settings,
        languageOptions: {
          ...(parser === "espree" ? {} : { parser: tsParser }),
          ...(parser === "typed"
            ? {
                parserOptions: {
                  project: "./tsconfig.json",
                  tsconfigRootDir: folder,
                  // With CI set, the parser would take the files' texts from the disk.
                  disallowAutomaticSingleRunInference: true,
                },
              }
            : {}),
        },
      },
    ],
    path.join(folder, filename),
  );
}
