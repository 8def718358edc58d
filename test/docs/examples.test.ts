import ts from "typescript";
import { describe, expect, it } from "vitest";
import plugin from "../../src/index.js";
import { lintWith } from "../harness/linting.js";
import { fileOf, programOf } from "../harness/program.js";
import { allExamples, examplesOf, type Example } from "./examples.js";

const examples = allExamples();

const recommended = Object.fromEntries(
  Object.entries(plugin.rules).filter(
    ([name]) => `svix/${name}` in plugin.configs.recommended.rules,
  ),
);

const nameOf = ({ page, line }: Example) => `${page}.md:${line}`;

/** "rule: message" of each report, under the recommended rules and the page's own. */
function reports({ page, language, code }: Example): string[] {
  const own = Object.entries(plugin.rules).filter(([name]) => name === page);
  const rules = { ...recommended, ...Object.fromEntries(own) };
  return lintWith(rules, code, { filename: `file.${language}` }).map(
    ({ ruleId, message }) => `${ruleId ?? "no rule"}: ${message}`,
  );
}

describe("the pages of the rules", () => {
  it.each(Object.keys(plugin.rules))("%s.md shows what is reported and what is not", (name) => {
    const kinds = examples.filter(({ page }) => page === name).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["violating", "compliant"]));
  });

  it("are read with each block's line and language", () => {
    const text =
      "# Page\n\n<!-- violating -->\n\n```js\na();\nb();\n```\n\n```ts\nunmarked();\n```\n";
    expect(examplesOf("page", text)).toEqual([
      { page: "page", line: 3, kind: "violating", language: "js", code: "a();\nb();" },
    ]);
  });
});

describe("an example", () => {
  const violating = examples.filter(({ kind }) => kind === "violating");
  it.each(violating.map((example) => [nameOf(example), example] as const))(
    "%s is reported, on a rule's page by that rule",
    (_name, example) => {
      const rule = Object.hasOwn(plugin.rules, example.page) ? example.page : "";
      expect(reports(example)).toContainEqual(expect.stringMatching(`^svix/${rule}`));
    },
  );

  const compliant = examples.filter(({ kind }) => kind === "compliant");
  it.each(compliant.map((example) => [nameOf(example), example] as const))(
    "%s is clean under all recommended rules",
    (_name, example) => {
      expect(reports(example)).toEqual([]);
    },
  );

  it("has no type errors", () => {
    const files = examples.map((example, index) => ({
      example,
      file: `${example.page}-${index}.${example.language}`,
    }));
    const program = programOf(
      Object.fromEntries(files.map(({ example, file }) => [file, example.code])),
    );
    const errors = files.flatMap(({ example, file }) =>
      ts
        .getPreEmitDiagnostics(program, fileOf(program, file))
        .map(
          ({ messageText }) =>
            `${nameOf(example)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
        ),
    );
    expect(errors).toEqual([]);
  });
});
