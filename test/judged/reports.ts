import path from "node:path";
import * as tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import plugin from "../../src/index.js";
import { programOf, VIRTUAL_ROOT } from "../harness/program.js";
import type { JudgedCase } from "./cases.js";

/** What a program's config reports in all its files, in the order of files and lines. */
export function reportsIn({
  files,
  sdk,
  config,
}: Pick<JudgedCase, "files" | "sdk" | "config">): { file: string; line: number; report: string }[] {
  const program = programOf(files, { sdk });
  const linter = new Linter({ cwd: VIRTUAL_ROOT });
  return Object.entries(files).flatMap(([file, text]) =>
    linter
      .verify(
        text,
        [
          { files: ["**/*.{js,jsx,cjs,mjs,ts,tsx,cts,mts}"] },
          plugin.configs[config] as Linter.Config,
          {
            // Cases have directives of other plugins' users.
            linterOptions: { reportUnusedDisableDirectives: "off" },
            languageOptions: {
              parser: tsParser,
              parserOptions: { programs: [program], ecmaFeatures: { jsx: true } },
            },
          },
        ],
        path.join(VIRTUAL_ROOT, file),
      )
      .map(({ line, ruleId, messageId, message }) => ({
        file,
        line,
        report:
          ruleId === null ? message : `${ruleId.replace("svix/", "")}/${messageId ?? message}`,
      })),
  );
}
