import { createRequire } from "node:module";
import path from "node:path";
import parser from "@typescript-eslint/parser";
import { loadESLint as load10, type Linter } from "eslint";
import { defineConfig as defineConfig10 } from "eslint/config";
import { loadESLint as load9 } from "eslint9";
import { defineConfig as defineConfig9 } from "eslint9/config";
import { describe, expect, it } from "vitest";
import plugin from "../../src/index.js";
import type { RuleOptions } from "../../src/index.js";

const CASES = path.resolve(import.meta.dirname, "../../fixtures/rule-cases/2.5.0");

const TYPED = {
  files: ["**/*.ts"],
  languageOptions: {
    parser,
    parserOptions: {
      project: "./tsconfig.json",
      tsconfigRootDir: CASES,
      disallowAutomaticSingleRunInference: true,
    },
  },
};

const CODE = `
import { Webhook } from "svix";
export async function POST(request: Request) {
  const webhook = new Webhook("");
  const body = await request.json();
  try {
    webhook.verify(JSON.stringify(body), Object.fromEntries(request.headers));
  } catch {
    return new Response("", { status: 400 });
  }
  return new Response("");
}
`;

type Load = (options: { readonly useFlatConfig: true }) => ReturnType<typeof load10>;

// ESLint 8 brings no types of its own.
const { loadESLint: load8 } = createRequire(import.meta.url)("eslint8") as { loadESLint: Load };

/** Rule and place of each report of CODE, under one release of ESLint and one config. */
async function reports(loadESLint: Load, config: Linter.Config[]): Promise<string[]> {
  const ESLint = await loadESLint({ useFlatConfig: true });
  const eslint = new ESLint({ cwd: CASES, overrideConfigFile: true, overrideConfig: config });
  const [result] = await eslint.lintText(CODE, { filePath: path.join(CASES, "file.ts") });
  return (result?.messages ?? []).map(({ ruleId, line, column, severity, message }) =>
    ruleId === null ? message : `${severity} ${ruleId} ${line}:${column}`,
  );
}

const EXPECTED = ["2 svix/require-raw-body 7:20"];

describe("the recommended config as an element of the list", () => {
  it.each([
    ["8.57", load8],
    ["9", load9 as unknown as Load],
    ["10", load10],
  ])("reports the same on ESLint %s", async (_version, load) => {
    const config: Linter.Config[] = [TYPED, { files: ["**/*.ts"], ...plugin.configs.recommended }];
    expect(await reports(load, config)).toEqual(EXPECTED);
  });
});

describe('extends: ["svix/recommended"] with defineConfig', () => {
  it("works on ESLint 9", async () => {
    const config = defineConfig9([
      { ...TYPED, plugins: { svix: plugin }, extends: ["svix/recommended"] },
    ]);
    expect(await reports(load9 as unknown as Load, config as Linter.Config[])).toEqual(EXPECTED);
  });

  it("works on ESLint 10", async () => {
    const config = defineConfig10([
      { ...TYPED, plugins: { svix: plugin }, extends: ["svix/recommended"] },
    ]);
    expect(await reports(load10, config)).toEqual(EXPECTED);
  });

  it("takes the config object itself too", async () => {
    const config = defineConfig10([{ ...TYPED, extends: [plugin.configs.recommended] }]);
    expect(await reports(load10, config)).toEqual(EXPECTED);
  });
});

describe("the types that complete rules and options", () => {
  it("know names, severities and options", () => {
    const rules: RuleOptions = { "svix/require-raw-body": "warn" };
    // @ts-expect-error no such rule
    const unknownRule: RuleOptions = { "svix/require-row-body": "warn" };
    // @ts-expect-error no such severity
    const unknownSeverity: RuleOptions = { "svix/require-raw-body": "warning" };
    const config: Linter.Config<Linter.RulesRecord & RuleOptions> = { rules };
    expect([config.rules, unknownRule, unknownSeverity]).toHaveLength(3);
  });
});
