import { readFileSync } from "node:fs";
import path from "node:path";
import { ESLint, type Linter } from "eslint";
import { expect, it } from "vitest";
import tseslint from "typescript-eslint";
import plugin from "../../src/index.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
const SHOP = path.join(ROOT, "fixtures/shop");

const OTHERS = {
  "no-empty": "error",
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": "error",
} as const;

it("is told in the README as it is: what we and others report in fixtures/shop", async () => {
  const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");
  const [, others, ours] =
    /On fixtures\/shop these three report (\d+) places beside our (\d+)\./.exec(readme) ?? [];
  const eslint = new ESLint({
    cwd: SHOP,
    overrideConfigFile: true,
    overrideConfig: {
      files: ["src/**/*.ts"],
      plugins: { svix: plugin, "@typescript-eslint": tseslint.plugin },
      languageOptions: {
        parser: tseslint.parser,
        parserOptions: { projectService: true, tsconfigRootDir: SHOP },
      },
      rules: { ...(plugin.configs.recommended.rules as Linter.RulesRecord), ...OTHERS },
    },
  });
  const results = await eslint.lintFiles(["src/**/*.ts"]);
  const reports = results.flatMap(({ messages }) => messages);
  const isOurs = ({ ruleId }: Linter.LintMessage): boolean => ruleId?.startsWith("svix/") === true;
  expect({
    others: reports.filter((report) => !isOurs(report)).length,
    ours: reports.filter(isOurs).length,
  }).toEqual({ others: Number(others), ours: Number(ours) });
});
