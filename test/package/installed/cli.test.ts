import path from "node:path";
import { expect, it } from "vitest";
import type { ESLint } from "eslint";
import { announced, CORPUS, SOURCES, TSCONFIG } from "../corpus.js";
import { identityOf, lint, placeOf, reportsIn } from "../eslint-cli.js";
import { RELEASES } from "../releases.js";
import { run } from "../run.js";
import { newest, project } from "../scratch.js";

interface Output {
  readonly results: readonly ESLint.LintResult[];
  readonly postconditions: readonly {
    readonly id: string;
    readonly seen: number;
    readonly kept: number;
    readonly broken: number;
    readonly unknown: number;
  }[];
}

it("the packed command line reports, without a config, what ESLint reports with one", async () => {
  const folder = await newest();
  const usual = (await lint(project(folder, "usual", CORPUS))).map(identityOf).sort();
  const root = project(folder, "command-line", { ...SOURCES, "tsconfig.json": TSCONFIG });
  const program = path.join(folder, "node_modules/.bin/eslint-plugin-svix");
  const inJson = await run(program, ["--format", "json"], { cwd: root, codes: [1] });
  const { results, postconditions } = JSON.parse(inJson.stdout) as Output;
  const reports = reportsIn(root, { ...inJson, stdout: JSON.stringify(results) });
  expect(reports.map(placeOf).sort()).toEqual(announced(CORPUS, RELEASES.svix));
  expect(reports.map(identityOf).sort()).toEqual(usual);
  for (const { id, seen, kept, broken, unknown } of postconditions)
    expect(kept + broken + unknown, id).toBe(seen);
  expect(postconditions.some(({ broken }) => broken > 0)).toBe(true);

  const inColumns = await run(program, [], { cwd: root, codes: [1] });
  for (const { file } of reports) expect(inColumns.stdout).toContain(file);
  for (const { id } of postconditions) expect(inColumns.stdout).toContain(id);
});

it("the packed command line says what is missing, and that it did not run", async () => {
  const root = project(await newest(), "command-line-alone", {});
  const program = path.join(await newest(), "node_modules/.bin/eslint-plugin-svix");
  const { stderr, stdout } = await run(program, [], { cwd: root, codes: [2] });
  expect(stdout).toBe("");
  expect(stderr).toContain("tsconfig.json");
});
