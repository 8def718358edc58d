import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { fileOf, programOf, type SdkVersion } from "./program.js";

interface Suggesting {
  readonly name: string;
  readonly code: string;
  readonly filename?: string;
  readonly errors: readonly {
    readonly suggestions?: readonly { readonly output: string }[] | null;
  }[];
}

/** What a program says about one of its files, without the places. */
function complaints(program: ts.Program, file: string): string[] {
  return ts
    .getPreEmitDiagnostics(program, fileOf(program, file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

/**
 * Declares a test that the code of every suggestion compiles as well as the code before it: a type
 * error that was not there has come with the suggestion.
 */
export function testSuggestedCode(
  rule: string,
  cases: readonly Suggesting[],
  { sdk, extension }: { readonly sdk: SdkVersion; readonly extension: string },
): void {
  const files: Record<string, string> = {};
  const pairs: { readonly name: string; readonly before: string; readonly after: string }[] = [];
  for (const [index, { name, code, filename, errors }] of cases.entries()) {
    const outputs = errors.flatMap(({ suggestions }) => suggestions ?? []);
    const ending = filename === undefined ? extension : path.extname(filename);
    const before = `case-${index}${ending}`;
    for (const [number, { output }] of outputs.entries()) {
      const after = `case-${index}-${number}${ending}`;
      files[before] = code;
      files[after] = output;
      pairs.push({ name: `${name}, suggestion ${number + 1}`, before, after });
    }
  }
  if (pairs.length === 0) return;
  describe(`suggestions of ${rule}`, () => {
    it("compile", () => {
      const program = programOf(files, { sdk });
      const broken = pairs.flatMap(({ name, before, after }) => {
        const known = new Set(complaints(program, before));
        return complaints(program, after)
          .filter((complaint) => !known.has(complaint))
          .map((complaint) => `${name}: ${complaint}`);
      });
      expect(broken).toEqual([]);
    });
  });
}
