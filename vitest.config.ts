import { configDefaults, defineConfig } from "vitest/config";

/** Lines and branches of the engines, in per cent. */
const ENGINE_COVERAGE = { lines: 95, branches: 95 };

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // They take minutes and stand in vitest.package.config.ts.
    exclude: [...configDefaults.exclude, "test/package/installed/**", "test/editor/**"],
    // The first typed test of a file builds a whole TypeScript program. A busy machine is given the
    // time that it needs; bounds on what things cost are bounds on processor time.
    testTimeout: 5 * 60_000,
    hookTimeout: 5 * 60_000,
    setupFiles: ["test/harness/rule-tester-hooks.ts"],
    // An internal error of a rule is a failure here, and no line on stderr.
    env: { ESLINT_PLUGIN_SVIX_THROW: "1" },
    coverage: {
      provider: "v8",
      include: ["src/**"],
      reporter: ["text-summary", "html", "json-summary"],
      thresholds: {
        "src/callers/**": ENGINE_COVERAGE,
        "src/failure/**": ENGINE_COVERAGE,
        "src/obligations/**": ENGINE_COVERAGE,
        "src/sdk/**": ENGINE_COVERAGE,
      },
    },
  },
});
