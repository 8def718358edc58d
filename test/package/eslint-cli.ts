import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { ESLint, Linter } from "eslint";
import { run, type Ran } from "./run.js";

/** The program of ESLint that a project finds, as `npx eslint` would. */
export function eslintOf(root: string): string {
  const manifest = createRequire(path.join(root, "package.json")).resolve("eslint/package.json");
  return path.join(path.dirname(manifest), "bin/eslint.js");
}

/** `npx eslint …` in a project; exit codes 0 and 1 are results, 2 is a failure unless allowed. */
export function eslint(
  root: string,
  args: readonly string[],
  codes: readonly number[] = [0, 1],
): Promise<Ran> {
  return run(process.execPath, [eslintOf(root), ...args], {
    cwd: root,
    codes,
    // For ESLint 8; later releases do not look at it.
    env: { ESLINT_USE_FLAT_CONFIG: "true" },
  });
}

export interface Report extends Linter.LintMessage {
  /** Relative to the project. */
  readonly file: string;
}

/** All reports of ESLint's JSON output. */
export function reportsIn(root: string, { stdout }: Ran): Report[] {
  const results = JSON.parse(stdout) as ESLint.LintResult[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map((message) => ({
      ...message,
      file: path.relative(realpathSync(root), filePath).replaceAll(path.sep, "/"),
    })),
  );
}

/** Lints a project and gives the reports. */
export async function lint(root: string, ...args: string[]): Promise<Report[]> {
  return reportsIn(root, await eslint(root, [".", "--format", "json", ...args]));
}

/** "file:line rule" of each report, or its text where no rule made it. */
export const placeOf = ({ file, line, ruleId, message }: Report): string =>
  `${file}:${line} ${ruleId ?? message}`;

/** As placeOf, with columns, severity and text: what must not differ between two setups. */
export const identityOf = (report: Report): string => {
  const { column, endLine, endColumn, severity, message } = report;
  return `${placeOf(report)} ${column}-${endLine ?? ""}:${endColumn ?? ""} ${severity} ${message}`;
};
