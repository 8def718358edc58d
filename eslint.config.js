import { readdirSync } from "node:fs";
import eslintPlugin from "eslint-plugin-eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Which folders of src/ a folder may import from: the pipeline goes one way. */
const BELOW = ["contract", "sdk", "callers", "values"];
const ARROWS = {
  contract: [],
  sdk: ["contract"],
  callers: ["contract", "sdk"],
  values: ["contract", "sdk", "callers"],
  failure: BELOW,
  obligations: BELOW,
  requests: BELOW,
  retries: BELOW,
  arguments: BELOW,
  credentials: [...BELOW, "arguments"],
  host: [...BELOW, "failure", "obligations", "retries"],
  rules: [
    ...BELOW,
    "failure",
    "obligations",
    "requests",
    "retries",
    "arguments",
    "credentials",
    "host",
  ],
};

/** Folders that work with the finished plugin: they may import everything, and nobody them. */
const ABOVE = ["cli"];

const FOLDERS = readdirSync(new URL("src", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => !ABOVE.includes(name));

for (const folder of FOLDERS) {
  if (!Object.hasOwn(ARROWS, folder))
    throw new Error(`src/${folder} has no arrows in eslint.config.js.`);
}

/** The engines stand by themselves: TypeScript is all they know. */
const HOST_PACKAGES = ["eslint", "eslint/*", "@eslint/*", "@typescript-eslint/*"];

const arrows = FOLDERS.map((folder) => {
  const allowed = ARROWS[folder];
  const others = FOLDERS.filter((other) => other !== folder && !allowed.includes(other));
  const patterns = [
    {
      group: [...others, ...ABOVE].map((other) => `**/${other}/**`),
      message: `src/${folder} may import from: ${allowed.join(", ") || "no other folder"}.`,
    },
    { group: ["../index.js", "../configs.js"], message: "The plugin is put together last." },
    {
      group: ["host", "rules"].includes(folder) ? [] : HOST_PACKAGES,
      message: `src/${folder} knows TypeScript only.`,
    },
  ].filter(({ group }) => group.length > 0);
  return {
    name: `arrows of src/${folder}`,
    files: [`src/${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": ["error", { patterns }],
      // It would go round the patterns above.
      "no-restricted-syntax": [
        "error",
        {
          selector: "ImportExpression",
          message: "Import it at the top, where the arrows are checked.",
        },
      ],
    },
  };
});

export default defineConfig(
  globalIgnores(["dist/", "coverage/", ".cache/", "fixtures/", "bench/results/"]),
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    name: "everything",
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Line numbers and counts are the everyday content of messages here.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      complexity: ["error", { max: 25, variant: "modified" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-depth": ["error", 4],
      "no-console": "error",
    },
  },
  {
    name: "sizes of the product",
    files: ["src/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 320, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    name: "tables, which are data",
    files: ["src/contract/**/*.ts", "src/callers/framework-table.ts"],
    rules: { "max-lines": "off" },
  },
  {
    name: "sizes of rules",
    files: ["src/rules/*.ts"],
    rules: { "max-lines": ["error", 160] },
  },
  ...arrows,
  {
    ...eslintPlugin.configs["all-type-checked"],
    name: "rules as ESLint wants them",
    files: ["src/rules/*.ts"],
  },
  {
    name: "what createRule adds to rules",
    files: ["src/rules/*.ts"],
    rules: {
      // createRule derives the URL, and takes the defaults beside `meta`.
      "eslint-plugin/require-meta-docs-url": "off",
      "eslint-plugin/require-meta-default-options": "off",
      // A severity, which the configs are derived from, and not a boolean.
      "eslint-plugin/require-meta-docs-recommended": "off",
      // ESLint 8 and typescript-eslint's types do not know the field yet.
      "eslint-plugin/require-meta-languages": "off",
      // It does not know that data may be given as a value.
      "eslint-plugin/no-missing-placeholders": "off",
      // It does not follow an id that an engine's answer names.
      "eslint-plugin/no-unused-message-ids": "off",
      "eslint-plugin/meta-property-ordering": [
        "error",
        ["type", "docs", "hasSuggestions", "messages", "schema"],
      ],
    },
  },
  {
    name: "tests",
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    name: "programs speak on the console, a rule only of an internal error",
    files: ["src/host/internal-error.ts", "src/cli/**", "scripts/**", "bench/**"],
    rules: { "no-console": "off" },
  },
  {
    name: "JavaScript of the workshop",
    files: ["**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
