import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import tsParser from "@typescript-eslint/parser";
import { Linter, type Linter as Types } from "eslint";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import plugin from "../../src/index.js";
import { fileOf, programOf, VIRTUAL_ROOT } from "../harness/program.js";
import { es2020Programs, es2021Programs } from "./older-library-programs.js";
import { answeredPrograms } from "./answered-programs.js";
import { carefulPrograms } from "./careful-programs.js";
import { eventPrograms } from "./event-programs.js";
import { importPrograms } from "./import-programs.js";
import { sharedPrograms } from "./shared-failures-programs.js";
import { stylePrograms } from "./style-programs.js";
import {
  passedPrograms,
  swallowedPrograms,
  unhandledPrograms,
  unrefusedPrograms,
  wrongPrograms,
  type Program,
} from "./suggested-programs.js";

const TYPES = path.resolve(import.meta.dirname, "../../fixtures/frameworks/types");
const types = Object.fromEntries(
  readdirSync(TYPES).map((name) => [`types/${name}`, readFileSync(path.join(TYPES, name), "utf8")]),
);

const nameOf = (index: number, { file = "ts" }: Program) => `program-${index}.${file}`;

function lint(program: ts.Program, name: string): Types.LintMessage[] {
  const config = plugin.configs.recommended as unknown as Types.Config;
  return new Linter({ cwd: VIRTUAL_ROOT }).verify(
    fileOf(program, name).text,
    [
      {
        ...config,
        files: ["**/*.{ts,tsx,js}"],
        languageOptions: { parser: tsParser, parserOptions: { programs: [program] } },
      },
    ],
    { filename: path.join(VIRTUAL_ROOT, name) },
  );
}

function complaints(program: ts.Program, name: string): string[] {
  return ts
    .getPreEmitDiagnostics(program, fileOf(program, name))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

/** `no-unhandled-api-error unhandled` */
const shown = ({ ruleId, messageId, message }: Types.LintMessage) =>
  `${ruleId?.replace("svix/", "") ?? ""} ${messageId ?? message}`;

function after(text: string, message: Types.LintMessage | undefined): string | undefined {
  const [first] = message?.suggestions ?? [];
  if (first === undefined) return undefined;
  const [start, end] = first.fix.range;
  return text.slice(0, start) + first.fix.text + text.slice(end);
}

function suite(
  kind: string,
  programs: readonly Program[],
  compilerOptions: ts.CompilerOptions = {},
): void {
  describe(kind, () => {
    const before = programOf(
      {
        ...types,
        ...Object.fromEntries(programs.map((one, index) => [nameOf(index, one), one.code])),
      },
      { compilerOptions },
    );
    const found = programs.map((one, index) => lint(before, nameOf(index, one)));
    const changed = programs.map((one, index) => after(one.code, found[index]![0]) ?? one.code);
    const later = programOf(
      {
        ...types,
        ...Object.fromEntries(programs.map((one, index) => [nameOf(index, one), changed[index]!])),
      },
      { previous: before, compilerOptions },
    );
    it.each(programs.map((one, index) => [one.name, one, index] as const))(
      "%s",
      (_, one, index) => {
        const messages = found[index]!;
        expect(complaints(before, nameOf(index, one))).toEqual([]);
        expect(messages.map(shown)).toEqual([one.report]);
        expect(messages[0]!.suggestions?.map(({ messageId }) => messageId) ?? []).toEqual(
          one.suggestion === undefined ? [] : [one.suggestion],
        );
        if (one.suggestion === undefined) return;
        if (one.says !== undefined) expect(messages[0]!.suggestions![0]!.desc).toBe(one.says);
        if (one.after !== undefined) expect(changed[index]).toBe(one.after);
        expect({
          text: changed[index],
          complaints: complaints(later, nameOf(index, one)),
          reports: lint(later, nameOf(index, one)).map(shown),
        }).toEqual({ text: changed[index], complaints: [], reports: [] });
      },
    );
  });
}

suite("a suggestion for an unhandled API error", unhandledPrograms);
suite("a suggestion for a swallowed API error", swallowedPrograms);
suite("a suggestion for an unhandled verification error", unrefusedPrograms);
suite("a suggestion for a swallowed verification error", passedPrograms);
suite("a suggestion for a wrong status", wrongPrograms);
suite("a suggestion for a request that may have been answered", answeredPrograms);
suite("a suggestion for the library of ES2020", es2020Programs, {
  target: ts.ScriptTarget.ES2020,
  lib: ["lib.es2020.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
});
suite("a suggestion for the library of ES2021", es2021Programs, {
  target: ts.ScriptTarget.ES2021,
  lib: ["lib.es2021.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
});
suite("a suggestion where nobody meets what is thrown", eventPrograms);
suite("a suggestion where other failures are met, too", sharedPrograms);
suite("a suggestion that takes a name from a package", importPrograms);
suite("a suggestion in the style of the file", stylePrograms);
suite("a suggestion that minds what stands around", carefulPrograms);
