import type { InvalidTestCase, ValidTestCase } from "@typescript-eslint/rule-tester";
import type { RuleModule } from "@typescript-eslint/utils/ts-eslint";
import { expect, it } from "vitest";
import type { SdkVersion } from "../harness/program.js";
import { svixRuleTester } from "../harness/rule-tester.js";
import { lintProgram } from "../requests/lint-program.js";

/** A case that is silent. */
export interface Good {
  readonly name: string;
  readonly code: string;
}

/** A case whose reported nodes stand in `⟦…⟧`, and what the suggestions make of it, in the same order. */
export interface Bad extends Good {
  readonly messageId: string | readonly string[];
  readonly suggests?: readonly (readonly [messageId: string, output: string] | undefined)[];
}

interface Tables {
  readonly sdk?: SdkVersion;
  /** What stands before each case, for instance the imports. */
  readonly head?: string;
  readonly filename?: string;
  readonly good: readonly Good[];
  readonly bad: readonly Bad[];
}

/**
 * Runs a rule over marked cases, with the positions that the marks give; every suggestion's result
 * must compile and be silent.
 */
export function runMarked(
  name: string,
  rule: RuleModule<string, readonly unknown[]>,
  tables: Tables,
): void {
  const { sdk = "2.5.0", head = "", filename } = tables;
  const file = filename === undefined ? {} : { filename };
  const valid: (ValidTestCase<readonly unknown[]> & { name: string })[] = tables.good.map(
    (one) => ({
      name: one.name,
      code: head + one.code,
      ...file,
    }),
  );
  const invalid: (InvalidTestCase<string, readonly unknown[]> & { name: string })[] =
    tables.bad.map((one) => {
      const { code, marks } = unmarked(head + one.code);
      return {
        name: one.name,
        code,
        ...file,
        errors: marks.map((mark, index) => {
          const suggestion = one.suggests?.[index];
          return {
            messageId:
              (typeof one.messageId === "string" ? one.messageId : one.messageId[index]) ?? "",
            ...mark,
            suggestions: suggestion
              ? [{ messageId: suggestion[0], output: head + suggestion[1] }]
              : null,
          };
        }),
      };
    });
  svixRuleTester({ sdk }).run(name, rule, { valid, invalid });
  for (const one of tables.bad) {
    if (!one.suggests?.some(Boolean)) continue;
    it(`${name}: the suggestion of “${one.name}” compiles and is silent`, () => {
      const source = filename?.endsWith(".js")
        ? { "main.js": unmarked(head + one.code).code }
        : unmarked(head + one.code).code;
      expect(lintProgram(rule, source, { sdk }).troubles).toEqual([]);
    });
  }
}

export interface Mark {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A text without its marks, and where they stood. */
export function unmarked(marked: string): {
  readonly code: string;
  readonly marks: readonly Mark[];
} {
  const open: { line: number; column: number; order: number }[] = [];
  const marks: (Mark & { order: number })[] = [];
  let [code, line, column, order] = ["", 1, 1, 0];
  for (const character of marked) {
    if (character === "⟦") open.push({ line, column, order: order++ });
    else if (character === "⟧") {
      const start = open.pop();
      if (start) marks.push({ ...start, endLine: line, endColumn: column });
    } else {
      code += character;
      if (character === "\n") [line, column] = [line + 1, 1];
      else column += character.length;
    }
  }
  const sorted = marks.sort((a, b) => a.order - b.order);
  return {
    code,
    marks: sorted.map(({ line: l, column: c, endLine, endColumn }) => ({
      line: l,
      column: c,
      endLine,
      endColumn,
    })),
  };
}
