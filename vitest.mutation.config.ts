import { defineConfig } from "vitest/config";

/**
 * For `npm run mutation`: the tests that are about the engines. The long ones (generated programs,
 * foreign code, scratch projects) would be run once for each of thousands of mutants.
 */
const { MUTATION_TESTS = "sdk,failure,callers,obligations" } = process.env;

export default defineConfig({
  test: {
    include: MUTATION_TESTS.split(",").map((folder) => `test/${folder}/**/*.test.ts`),
    // TypeScript and the declarations of its library are loaded once for a mutant, not once a file.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["test/harness/rule-tester-hooks.ts"],
    env: { ESLINT_PLUGIN_SVIX_THROW: "1" },
  },
});
