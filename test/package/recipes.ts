import type { Files } from "./scratch.js";

/** A section of a page that a reader can follow: commands, files, and what is seen at the end. */
export interface Recipe {
  readonly title: string;
  /** The lines of its `sh` blocks. */
  readonly commands: readonly string[];
  readonly files: Files;
  /** What the last command shows; "…" stands for text that is left out. */
  readonly shows: readonly string[];
}

// <!-- file: PATH --> and <!-- shows --> say what the next block is; sh blocks need no mark.
const BLOCK = /(?:<!-- (?<mark>[^\n]*) -->\s*)?```(?<language>\w+)\n(?<text>[^]*?)\n```/g;
// <!-- as in: TITLE --> takes the files of another recipe that this one does not give itself.
const AS_IN = /<!-- as in: (.*) -->/g;
// <!-- file: PATH, as TITLE's PATH --> takes a single one.
const FILE_AS = /<!-- file: (\S+), as (.*)'s (\S+) -->/g;

/** The recipes of a page's text: those of its sections at whose end something is seen. */
export function recipesOf(page: string): Recipe[] {
  return sectionsOf(page).filter(({ shows }) => shows.length > 0);
}

/** All sections of a page's text, in its order. A mark that is not understood is an error. */
export function sectionsOf(page: string): Recipe[] {
  const recipes: Recipe[] = [];
  const filesOf = (title: string): Files => {
    const found = recipes.find((recipe) => recipe.title === title);
    if (!found) throw new Error(`There is no recipe "${title}" above.`);
    return found.files;
  };
  for (const section of page.split(/^## /m).slice(1)) {
    const title = section.slice(0, section.indexOf("\n"));
    const commands: string[] = [];
    const shows: string[] = [];
    const files: Record<string, string> = {};
    for (const [, other = ""] of section.matchAll(AS_IN)) Object.assign(files, filesOf(other));
    for (const [, file = "", other = "", source = ""] of section.matchAll(FILE_AS)) {
      files[file] = filesOf(other)[source] ?? "";
    }
    for (const { groups = {} } of section.matchAll(BLOCK)) {
      const { mark, language, text = "" } = groups;
      if (mark === "shows") shows.push(...text.split("\n"));
      else if (mark?.startsWith("file: ")) files[mark.slice("file: ".length)] = `${text}\n`;
      else if (mark) throw new Error(`${title}: what is <!-- ${mark} -->?`);
      else if (language === "sh") commands.push(...text.split("\n"));
    }
    recipes.push({ title, commands, files, shows });
  }
  return recipes;
}

/** What a page shows of ESLint's output, as "file:line:column severity message rule" patterns. */
export function shownReports(lines: readonly string[]): RegExp[] {
  let file = "";
  return lines.flatMap((line) => {
    const [, place, severity, text, rule] = /^ +(\S+) +(\w+) +(.+?) +(\S+)$/.exec(line) ?? [];
    if (place === undefined) {
      file = line;
      return [];
    }
    const pattern = [`${file}:${place}`, severity, text, rule].join(" ");
    const quoted = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/ ?… ?/g, ".*");
    return [new RegExp(`^${quoted}$`)];
  });
}
