import path from "node:path";
import type { InvalidTestCase, ValidTestCase } from "@typescript-eslint/rule-tester";
import tsParser from "@typescript-eslint/parser";
import { Linter, type Linter as Types } from "eslint";
import type { RuleModule } from "@typescript-eslint/utils/ts-eslint";
import type ts from "typescript";
import { describe, expect, it } from "vitest";
import { programOf, VIRTUAL_ROOT, type SdkVersion } from "../harness/program.js";
import { svixRuleTester } from "../harness/rule-tester.js";
import { unmarked } from "./marked-cases.js";

/** A program whose failing call is dealt with. */
export interface Fine {
  readonly name: string;
  readonly code: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A file of fixtures/rule-cases/: `file.js`, `file.test.ts`. */
  readonly filename?: string;
  readonly sdk?: SdkVersion;
}

/** A program with reports, which stand in `⟦…⟧`. */
export interface Wrong extends Fine {
  /** The messageId of each report, in order of place. */
  readonly id: string | readonly string[];
  /** What the message says besides, for those whose words depend on the code. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** The id of the one suggestion that each report has; none where it is not given. */
  readonly suggests?: string;
  /** The text after the suggestion of the only report. */
  readonly after?: string;
}

interface Table {
  /** What stands before each case. */
  readonly head: string;
  readonly good: readonly Fine[];
  readonly bad: readonly Wrong[];
}

type Rule = RuleModule<string, readonly unknown[]>;

/**
 * Runs a rule that judges failures over a table, on the SDKs that its cases name. Suggestions are
 * compared with the text that a case gives; those of all cases must compile, and leave nothing to
 * report.
 */
export function runTable(name: string, rule: Rule, { head, good, bad }: Table): void {
  const sdks = new Set([...good, ...bad].map(({ sdk = "2.5.0" }) => sdk));
  for (const sdk of sdks) {
    const on = ({ sdk: own = "2.5.0" }: Fine): boolean => own === sdk;
    const invalid = bad
      .filter(on)
      .map((one) => ({ one, ...unmarked(start(one, head) + one.code) }));
    const outputs = suggestedOutputs(
      rule,
      invalid.filter(({ one }) => one.suggests),
      sdk,
    );
    svixRuleTester({ sdk }).run(`${name} on svix ${sdk}`, rule, {
      valid: good.filter(on).map((one): ValidTestCase<readonly unknown[]> & { name: string } => ({
        ...base(one),
        code: start(one, head) + one.code,
      })),
      invalid: invalid.map(
        ({ one, code, marks }): InvalidTestCase<string, readonly unknown[]> & { name: string } => ({
          ...base(one),
          code,
          errors: marks.map((mark, index) => ({
            ...mark,
            messageId: (typeof one.id === "string" ? one.id : one.id[index]) ?? "",
            ...(one.data === undefined ? {} : { data: one.data }),
            suggestions:
              one.suggests === undefined
                ? null
                : [
                    {
                      messageId: one.suggests,
                      output:
                        one.after === undefined
                          ? (outputs.get(one.name)?.[index] ?? "no suggestion")
                          : start(one, head) + one.after,
                    },
                  ],
          })),
        }),
      ),
    });
    const single = invalid.filter(({ marks, one }) => marks.length === 1 && one.suggests);
    if (single.length === 0) continue;
    describe(`${name} on svix ${sdk}`, () => {
      it("has nothing to report after its suggestions", () => {
        const changed = single.map(({ one }) => ({ one, code: outputs.get(one.name)?.[0] ?? "" }));
        const program = programFor(changed, sdk);
        const again = changed.flatMap(({ one }, index) =>
          lint(rule, program, fileOf(index, one), one).map(
            ({ message }) => `${one.name}: ${message}`,
          ),
        );
        expect(again).toEqual([]);
      });
    });
  }
}

// JavaScript knows no `declare`.
function start({ filename = "file.ts" }: Fine, head: string): string {
  return /\.jsx?$/.test(filename) ? "" : head;
}

function base({ name, options, settings, filename }: Fine) {
  return {
    name,
    ...(options === undefined ? {} : { options: [options] }),
    ...(settings === undefined ? {} : { settings: { svix: settings } }),
    ...(filename === undefined ? {} : { filename }),
  };
}

const fileOf = (index: number, { filename = "file.ts" }: Fine): string => `${index}/${filename}`;

function programFor(
  cases: readonly { readonly one: Fine; readonly code: string }[],
  sdk: SdkVersion,
): ts.Program {
  const files = cases.map(({ one, code }, index) => [fileOf(index, one), code] as const);
  return programOf(Object.fromEntries(files), { sdk });
}

/** The texts after each report's suggestion, by the name of the case. */
function suggestedOutputs(
  rule: Rule,
  cases: readonly { readonly one: Wrong; readonly code: string }[],
  sdk: SdkVersion,
): ReadonlyMap<string, readonly string[]> {
  if (cases.length === 0) return new Map();
  const program = programFor(cases, sdk);
  return new Map(
    cases.map(({ one, code }, index) => [
      one.name,
      lint(rule, program, fileOf(index, one), one).flatMap(({ suggestions = [] }) =>
        suggestions.map(
          ({ fix }) => code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]),
        ),
      ),
    ]),
  );
}

function lint(rule: Rule, program: ts.Program, name: string, one: Fine): Types.LintMessage[] {
  const filename = path.join(VIRTUAL_ROOT, name);
  const plugin = { rules: { rule } } as unknown as NonNullable<Types.Config["plugins"]>[string];
  return new Linter({ cwd: VIRTUAL_ROOT }).verify(
    program.getSourceFile(filename)?.text ?? "",
    [
      {
        files: ["**/*.{ts,tsx,js}"],
        plugins: { svix: plugin },
        rules: { "svix/rule": one.options === undefined ? "error" : ["error", one.options] },
        settings: one.settings === undefined ? {} : { svix: one.settings },
        languageOptions: { parser: tsParser, parserOptions: { programs: [program] } },
      },
    ],
    { filename },
  );
}
