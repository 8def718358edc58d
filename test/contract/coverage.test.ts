import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  postconditionOf,
  postconditions,
  type PostconditionId,
} from "../../src/contract/postconditions.js";
import { ruleNames, type RuleName } from "../../src/contract/types.js";

const ROOT = path.resolve(import.meta.dirname, "../..");

/** Texts of the source files under a folder, those of installed packages aside. */
function textsIn(folder: string, extension: RegExp): readonly string[] {
  const root = path.join(ROOT, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extension.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("/node_modules/"))
    .map((file) => readFileSync(file, "utf8"));
}

/** The ids in comments `// violates: a, b` or `// keeps: a`. */
function marked(texts: readonly string[], word: "violates" | "keeps"): ReadonlySet<string> {
  const comment = new RegExp(String.raw`//\s*${word}:\s*(.+)$`, "gm");
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(comment)].flatMap(([, ids = ""]) => ids.split(/[\s,]+/).filter(Boolean)),
    ),
  );
}

/** Whether the page of every rule that looks after a postcondition names it in code marks. */
function isDocumented(id: PostconditionId): boolean {
  const rules: readonly RuleName[] = postconditionOf(id)?.rules ?? [];
  return rules.every((rule) => {
    const page = path.join(ROOT, "rules-docs", `${rule}.md`);
    return existsSync(page) && readFileSync(page, "utf8").includes(`\`${id}\``);
  });
}

const fixtures = textsIn("fixtures", /\.[cm]?[jt]sx?$/);
const violating = marked(fixtures, "violates");
const keeping = marked(fixtures, "keeps");
const ids: readonly PostconditionId[] = postconditions.map(({ id }) => id);

const documented: ReadonlySet<string> = new Set(
  postconditions.map(({ id }) => id).filter(isDocumented),
);

const lacking = (covered: ReadonlySet<string>): readonly string[] =>
  ids.filter((id) => !covered.has(id));

describe("every postcondition", () => {
  it("has a rule", () => {
    expect(ids.filter((id) => (postconditionOf(id)?.rules ?? []).length === 0)).toEqual([]);
  });

  it("is violated in a fixture", () => {
    expect(lacking(violating)).toEqual([]);
  });

  it("is kept in a fixture", () => {
    expect(lacking(keeping)).toEqual([]);
  });

  it("stands on the page of each of its rules", () => {
    expect(lacking(documented)).toEqual([]);
  });

  it("is what a fixture's comment means", () => {
    const known: ReadonlySet<string> = new Set(ids);
    expect([...violating, ...keeping].filter((id) => !known.has(id))).toEqual([]);
  });
});

describe("every rule", () => {
  it("of the contract exists, and no other", () => {
    const folder = path.join(ROOT, "src/rules");
    const files = existsSync(folder) ? readdirSync(folder) : [];
    const rules = files
      .filter((file) => /^(no|require|valid)-/.test(file))
      .map((file) => path.parse(file).name);
    expect(rules.toSorted()).toEqual([...ruleNames].toSorted());
  });
});
