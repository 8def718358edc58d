import path from "node:path";
import tsParser from "@typescript-eslint/parser";
import {
  RuleTester,
  type InvalidTestCase,
  type ValidTestCase,
} from "@typescript-eslint/rule-tester";
import type { RuleModule } from "@typescript-eslint/utils/ts-eslint";
import type { SdkVersion } from "./program.js";
import { testSuggestedCode } from "./suggested-code.js";

export interface SvixRuleTesterOptions {
  /** Which published generation `import … from "svix"` means; 2.5.0 unless told. */
  readonly sdk?: SdkVersion;
  /** Cases are TSX unless they say otherwise. */
  readonly jsx?: boolean;
}

type Named<Case> = Exclude<Case, string> & { readonly name: string };

/** Test cases of a rule, each of which says in its name what it shows. */
export interface NamedTests<MessageIds extends string, Options extends readonly unknown[]> {
  readonly valid: readonly Named<ValidTestCase<Options>>[];
  readonly invalid: readonly Named<InvalidTestCase<MessageIds, Options>>[];
}

export interface SvixRuleTester {
  run<MessageIds extends string, Options extends readonly unknown[]>(
    name: string,
    rule: RuleModule<MessageIds, Options>,
    tests: NamedTests<NoInfer<MessageIds>, NoInfer<Options>>,
  ): void;
}

// Outside of test/, since some rules judge test files otherwise.
const PROJECTS = path.resolve(import.meta.dirname, "../../fixtures/rule-cases");

/**
 * A RuleTester with types, whose `svix` is the chosen published SDK. The code of every suggestion is
 * compiled, too.
 *
 * A case is linted as `file.ts` (`file.tsx` with JSX). It may name another file of
 * fixtures/rule-cases/: `file.js`, `file.jsx`, `file.test.ts`.
 */
export function svixRuleTester({
  sdk = "2.5.0",
  jsx = false,
}: SvixRuleTesterOptions = {}): SvixRuleTester {
  const tester = new RuleTester({
    defaultFilenames: { ts: "file.ts", tsx: "file.tsx" },
    languageOptions: {
      parser: tsParser,
      parserOptions: {
        ecmaFeatures: { jsx },
        // A watched project is kept between cases; only the linted file is parsed anew.
        project: "./tsconfig.json",
        tsconfigRootDir: path.join(PROJECTS, sdk),
      },
    },
  });
  return {
    run(name, rule, tests) {
      for (const test of [...tests.valid, ...tests.invalid]) {
        if (!test.name) throw new Error(`A case of ${name} has no name: ${test.code}`);
      }
      tester.run(name, rule, tests);
      testSuggestedCode(name, tests.invalid, { sdk, extension: jsx ? ".tsx" : ".ts" });
    },
  };
}
