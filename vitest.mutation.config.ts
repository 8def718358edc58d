import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * For `npm run mutation`: the tests that are about the engines, and the judged programs, which ask
 * all of them. The long ones (generated programs, foreign code, scratch projects) would be run once
 * for each of thousands of mutants.
 */
const { MUTATION_TESTS = "sdk,failure,callers,obligations,judged" } = process.env;
const FOLDERS = MUTATION_TESTS.split(",");

/** Folders in the order in which they are named: the first failure ends a mutant's run. */
class InNamedOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      FOLDERS.findIndex((folder) =>
        moduleId.startsWith(path.resolve(import.meta.dirname, "test", folder)),
      );
    return Promise.resolve(files.toSorted((a, b) => rank(a) - rank(b)));
  }
}

export default defineConfig({
  test: {
    include: FOLDERS.map((folder) => `test/${folder}/**/*.test.ts`),
    sequence: { sequencer: InNamedOrder },
    // TypeScript and the declarations of its library are loaded once for a mutant, not once a file.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ["test/harness/rule-tester-hooks.ts"],
    env: { ESLINT_PLUGIN_SVIX_THROW: "1" },
  },
});
