import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import plugin from "../../src/index.js";
import { sectionsOf } from "../package/recipes.js";
import { examplesOf } from "./examples.js";
import { programsOf } from "./page-programs.js";

const ROOT = path.resolve(import.meta.dirname, "../..");

const PAGES = ["README.md", ...readdirSync(path.join(ROOT, "rules-docs")).map(inFolder)].filter(
  (file) => file.endsWith(".md"),
);

function inFolder(name: string): string {
  return `rules-docs/${name}`;
}

/** The pages whose TypeScript stands in programs of several files, each with a test of its own. */
const PROGRAMS = ["how-it-decides", "receivers"];

describe("a block of TypeScript is looked at by some test", () => {
  it.each(PAGES)("%s", (file) => {
    const text = readFileSync(path.join(ROOT, file), "utf8");
    const page = path.basename(file, ".md");
    const blocks = [...text.matchAll(/^```tsx?$/gm)].length;
    const asExamples = examplesOf(page, text).filter(({ language }) => /^tsx?$/.test(language));
    const inPrograms = PROGRAMS.includes(page)
      ? [...text.matchAll(/^```tsx?\n\/\/ \S+$/gm)].length
      : 0;
    const inRecipes = text.includes("<!-- file: ")
      ? [...text.matchAll(/^<!-- file: .* -->\n+```tsx?$/gm)].length
      : 0;
    expect(asExamples.length + inPrograms + inRecipes).toBe(blocks);
    if (PROGRAMS.includes(page)) expect(programsOf(page)).not.toEqual([]);
    if (inRecipes > 0) expect(sectionsOf(text)).not.toEqual([]);
  });
});

/** `"svix/rule": …` in a page: the rule and its severity, or an array of severity and options. */
const SETTING = /"(svix\/[\w-]+)": ("\w+"|\[[^\]]*\](?=[\s},]*$)|\[.*\])/gm;

describe("a rule's setting on a page is one that ESLint takes", () => {
  const settings = PAGES.flatMap((file) =>
    [...readFileSync(path.join(ROOT, file), "utf8").matchAll(/^```js\n([^]*?)^```$/gm)].flatMap(
      ([, code = ""]) =>
        [...code.matchAll(SETTING)].map(
          ([, rule = "", value = ""]) => [file, rule, value] as const,
        ),
    ),
  );

  it("and some are found", () => {
    expect(settings.length).toBeGreaterThanOrEqual(3);
  });

  it.each(settings)("%s: %s %s", (_file, rule, value) => {
    const entry = JSON.parse(value.replace(/(\w+):/g, '"$1":')) as Linter.RuleEntry;
    const config = {
      plugins: { svix: plugin },
      rules: { [rule]: entry },
    } as unknown as Linter.Config;
    expect(() => new Linter().verify("", [config])).not.toThrow();
  });
});
