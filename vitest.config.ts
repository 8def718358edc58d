import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // The first typed test of a file builds a whole TypeScript program.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["test/harness/rule-tester-hooks.ts"],
  },
});
