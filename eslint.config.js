import eslintPlugin from "eslint-plugin-eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Which folders of src/ a folder may import from (the pipeline goes one way). */
const ARROWS = {
  contract: [],
  sdk: ["contract"],
  callers: ["contract", "sdk"],
  values: ["contract", "sdk", "callers"],
  failure: ["contract", "sdk", "callers", "values"],
  obligations: ["contract", "sdk", "callers", "values"],
  requests: ["contract", "sdk", "callers", "values"],
  host: ["contract", "sdk"],
};

const FOLDERS = [...Object.keys(ARROWS), "rules"];

/** The engines stand by themselves: TypeScript is all they know. */
const HOST_PACKAGES = ["eslint", "eslint/*", "@eslint/*", "@typescript-eslint/*"];

const arrows = Object.entries(ARROWS).map(([folder, allowed]) => ({
  name: `arrows of src/${folder}`,
  files: [`src/${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            group: FOLDERS.filter((other) => other !== folder && !allowed.includes(other)).map(
              (other) => `**/${other}/**`,
            ),
            message: `src/${folder} may import from: ${allowed.join(", ") || "no other folder"}.`,
          },
          {
            group: ["../index.js", "../configs.js"],
            message: "The plugin is put together last.",
          },
          ...(folder === "host"
            ? []
            : [{ group: HOST_PACKAGES, message: `src/${folder} knows TypeScript only.` }]),
        ],
      },
    ],
  },
}));

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
      complexity: ["error", 15],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-depth": ["error", 4],
      "no-console": "error",
    },
  },
  {
    name: "sizes of the product",
    files: ["src/**/*.ts"],
    rules: {
      "max-lines": ["error", 320],
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
    },
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
      // It does not follow an id that an engine's answer names.
      "eslint-plugin/no-unused-message-ids": "off",
      "eslint-plugin/meta-property-ordering": [
        "error",
        ["type", "docs", "hasSuggestions", "messages", "schema"],
      ],
    },
  },
  {
    name: "stderr is for internal errors",
    files: ["src/host/internal-error.ts", "scripts/**", "bench/**"],
    rules: { "no-console": "off" },
  },
  {
    name: "JavaScript of the workshop",
    files: ["**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
