import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const PAGES = path.resolve(import.meta.dirname, "../../rules-docs");

/** A code block of a page that is marked by the comment before it. */
export interface Example {
  readonly page: string;
  readonly line: number;
  readonly kind: "violating" | "compliant";
  readonly language: "ts" | "tsx" | "js" | "jsx";
  readonly code: string;
}

// <!-- violating -->, an empty line, ```ts … ```
const MARKED = /<!-- (violating|compliant) -->\s*```(tsx?|jsx?)\n([^]*?)\n```/g;

/** The marked blocks of a page's text. */
export function examplesOf(page: string, text: string): readonly Example[] {
  return [...text.matchAll(MARKED)].map(([, kind, language, code = ""], index, all) => ({
    page,
    line: text.slice(0, all[index]?.index).split("\n").length,
    kind: kind as Example["kind"],
    language: language as Example["language"],
    code,
  }));
}

/** The marked blocks of all pages of rules-docs/. */
export function allExamples(): readonly Example[] {
  return readdirSync(PAGES)
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) =>
      examplesOf(file.replace(/\.md$/, ""), readFileSync(path.join(PAGES, file), "utf8")),
    );
}
