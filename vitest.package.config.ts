import { defineConfig } from "vitest/config";

/**
 * The tests that install the packed plugin as a user would, and those that drive an editor's
 * language server with it. They need the npm registry and a few minutes.
 */
export default defineConfig({
  test: {
    include: ["test/package/installed/**/*.test.ts", "test/editor/**/*.test.ts"],
    globalSetup: ["test/package/global-setup.ts"],
    // Each of them starts programs that use a core of their own.
    fileParallelism: false,
    // They end a hang, and nothing else: a busy machine is given the time that it needs.
    testTimeout: 30 * 60_000,
    hookTimeout: 30 * 60_000,
  },
});
