import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { SdkVersion } from "../harness/program.js";

/**
 * What is said of a report: it is right, the design leaves it open, it is a false alarm that is
 * known, or it is missed, which is known, too.
 */
export type Judgement = "right" | "open" | "alarm" | "missed";

const JUDGEMENT_OF_MARK: Record<string, Judgement> = {
  "!": "right",
  "?": "open",
  x: "alarm",
  "-": "missed",
};

export interface JudgedReport {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** "no-blind-retry/noBackoff"; without a message where the report is missed. */
  readonly report: string;
  readonly judgement: Judgement;
}

/** A little program whose reports somebody has judged by reading it. */
export interface JudgedCase {
  readonly name: string;
  readonly sdk: SdkVersion;
  /** Which of the plugin's configs is asked. */
  readonly config: "recommended" | "strict";
  /** File name → text, without the marks. */
  readonly files: Readonly<Record<string, string>>;
  readonly judged: readonly JudgedReport[];
}

const FOLDER = path.resolve(import.meta.dirname, "../../fixtures/judged");

/** The judged cases of a folder of fixtures/judged/, whose README says how they are written. */
export function judgedCasesIn(folder: string): JudgedCase[] {
  return readdirSync(path.join(FOLDER, folder))
    .toSorted()
    .flatMap((name) => casesOf(readFileSync(path.join(FOLDER, folder, name), "utf8")));
}

function casesOf(text: string): JudgedCase[] {
  return text.split(/^=== /mu).slice(1).map(caseOf);
}

function caseOf(block: string): JudgedCase {
  const [head = "", ...lines] = block.trimEnd().split("\n");
  const [name = "", options = ""] = head.split(" | ");
  const files: Record<string, string> = {};
  const judged: JudgedReport[] = [];
  let file = "main.ts";
  for (const line of lines) {
    const heading = /^--- (\S+)$/u.exec(line)?.[1];
    if (heading === undefined) {
      const before = files[file] ?? "";
      const { code, reports } = unmarked(line);
      const place = { file, line: before.split("\n").length };
      judged.push(...reports.map((report) => ({ ...place, ...report })));
      files[file] = `${before}${code}\n`;
    } else {
      file = heading;
    }
  }
  return {
    name,
    sdk: (/\bsdk=(\S+)/u.exec(options)?.[1] ?? "2.5.0") as SdkVersion,
    config: options.includes("strict") ? "strict" : "recommended",
    files,
    judged,
  };
}

function unmarked(line: string) {
  const [code = "", ...marks] = line.split(/ \/\/(?=[!?x-] )/u);
  const reports = marks.flatMap((mark) => {
    const [sign = "", ...words] = mark.split(" ");
    const judgement = JUDGEMENT_OF_MARK[sign];
    if (judgement === undefined) throw new Error(`no such mark: ${mark}`);
    return words.map((report) => ({ report, judgement }));
  });
  return { code, reports };
}
