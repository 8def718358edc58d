import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import plugin from "../../src/index.js";
import { allExamples } from "../docs/examples.js";
import { fileOf, programOf } from "../harness/program.js";
import { CONFIG, SOURCES, TSCONFIG } from "../package/corpus.js";
import { newest, project, type Files } from "../package/scratch.js";
import { LanguageServer, withEdits } from "./language-server.js";

/** The code that the pages show as wrong, and the corpus. */
const FILES: Files = {
  ...SOURCES,
  ...Object.fromEntries(
    allExamples()
      .filter(({ kind, language }) => kind === "violating" && language === "ts")
      .map(({ page, line, code }) => [`src/pages/${page}-${line}.ts`, code]),
  ),
};

/** What became of one suggestion. */
interface Tried {
  readonly file: string;
  readonly rule: string;
  readonly line: number;
  readonly title: string;
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const nameOf = ({ file, line, rule, title }: Tried) => `${file}:${line} ${rule}: ${title}`;

let editor: LanguageServer;
const tried: Tried[] = [];

beforeAll(async () => {
  const root = project(await newest(), "suggestions", {
    ...FILES,
    "tsconfig.json": TSCONFIG,
    "eslint.config.js": CONFIG,
  });
  editor = await LanguageServer.start(root);
  for (const file of Object.keys(FILES)) await tryAll(file);
});

afterAll(() => editor.stop());

/** Takes every suggestion in a file, one at a time, each in the file as it was. */
async function tryAll(file: string): Promise<void> {
  const broken = FILES[file] ?? "";
  editor.edit(file, broken);
  const diagnostics = await editor.diagnostics(file);
  const before = diagnostics.map(({ code = "" }) => code).sort();
  for (const diagnostic of diagnostics) {
    // The server knows the edits of the last text only.
    const offered = await editor.suggestions(file, diagnostic);
    for (const [index, { title }] of offered.entries()) {
      const again = await editor.suggestions(file, diagnostic);
      const text = withEdits(broken, (await again[index]?.edits()) ?? []);
      editor.edit(file, text);
      const after = (await editor.diagnostics(file)).map(({ code = "" }) => code).sort();
      const { code: rule = "", range } = diagnostic;
      tried.push({ file, rule, line: range.start.line + 1, title, text, before, after });
      editor.edit(file, broken);
      await editor.diagnostics(file);
    }
  }
}

describe("the light bulb", () => {
  it("offers a suggestion for every rule that says it has some", () => {
    const withSuggestions = Object.entries(plugin.rules)
      .filter(([, { meta }]) => (meta as { hasSuggestions?: boolean }).hasSuggestions)
      .map(([name]) => `svix/${name}`);
    expect(withSuggestions).not.toEqual([]);
    expect([...new Set(tried.map(({ rule }) => rule))].sort()).toEqual(withSuggestions.sort());
  });

  it("offers titles that fit into a menu", () => {
    for (const { title } of tried) {
      expect(title.length, title).toBeLessThanOrEqual(100);
      expect(title).toMatch(/^[A-Z].*\. \(svix\/[\w-]+\)$/);
    }
  });

  it("changes the file", () => {
    const same = tried.filter(({ file, text }) => text === FILES[file]);
    expect(same.map(nameOf)).toEqual([]);
  });

  it("takes its diagnostic away, and brings no other", () => {
    for (const attempt of tried) {
      const { before, after, rule } = attempt;
      const rest = [...before];
      rest.splice(rest.indexOf(rule), 1);
      // One repair may end more than one finding.
      expect(
        after.filter((code) => !rest.includes(code)),
        nameOf(attempt),
      ).toEqual([]);
      expect(after.length, nameOf(attempt)).toBeLessThan(before.length);
    }
  });

  it("leaves code that compiles", () => {
    const outputs = tried.map((attempt, index) => ({ attempt, name: `try-${index}/file.ts` }));
    const program = programOf({
      ...Object.fromEntries(
        outputs.flatMap(({ attempt, name }) => [
          ...Object.entries(SOURCES).map(
            ([source, text]) =>
              [source.replace("src", name.replace("/file.ts", "")), text] as const,
          ),
          [name, attempt.text] as const,
        ]),
      ),
    });
    const errors = outputs.flatMap(({ attempt, name }) =>
      ts
        .getPreEmitDiagnostics(program, fileOf(program, name))
        .map(
          ({ messageText }) =>
            `${nameOf(attempt)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
        ),
    );
    expect(errors).toEqual([]);
  });
});
