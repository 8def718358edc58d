import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { isRunByTests, isTestFile } from "../../src/callers/project-files.js";

const ROOT = "/work/tests/project";

/** A program of one empty file in a folder whose own path has "tests" in it. */
function asked(name: string) {
  const file = ts.createSourceFile(path.posix.join(ROOT, name), "", ts.ScriptTarget.Latest);
  const program = { getCurrentDirectory: () => ROOT } as ts.Program;
  return { belongsToTests: isTestFile(file, program), isRunByTests: isRunByTests(file, program) };
}

describe("files of tests", () => {
  it.each([
    "src/send.test.ts",
    "src/send.spec.tsx",
    "src/send.e2e-spec.ts",
    "send-spec.js",
    "cypress/e2e/hook.cy.ts",
    "src/__tests__/send.ts",
    "src/__mocks__/svix.ts",
    "e2e/global-setup.ts",
  ])("%s is run by tests alone", (name) => {
    expect(asked(name)).toEqual({ belongsToTests: true, isRunByTests: true });
  });

  it.each(["test/server.ts", "packages/api/tests/receiver.ts", "src/test-utils/tenant.ts"])(
    "%s belongs to tests, and may be more",
    (name) => {
      expect(asked(name)).toEqual({ belongsToTests: true, isRunByTests: false });
    },
  );

  it.each(["src/send.ts", "src/latest.ts", "src/contests/hook.ts", "src/inspec.ts", "src/spec.ts"])(
    "%s does not",
    (name) => {
      expect(asked(name)).toEqual({ belongsToTests: false, isRunByTests: false });
    },
  );
});
