import { describe, expect, it } from "vitest";
import { judgedCasesIn, type JudgedCase, type JudgedReport } from "./cases.js";
import { reportsIn } from "./reports.js";

/** One test for each case of a folder of fixtures/judged/: it reports what is marked, and no more. */
export function judge(folder: string): void {
  describe(`judged ${folder}`, () => {
    it.each(judgedCasesIn(folder).map((judged) => [judged.name, judged] as const))(
      "%s",
      (_, judged) => {
        expect(reported(judged)).toEqual(expected(judged));
      },
    );
  });
}

function reported(judged: JudgedCase): string[] {
  return reportsIn(judged).map(textOf).toSorted();
}

/** A known miss expects nothing: when it is found one day, its mark has to change. */
function expected({ judged }: JudgedCase): string[] {
  return judged
    .filter(({ judgement }) => judgement !== "missed")
    .map(textOf)
    .toSorted();
}

function textOf({ file, line, report }: Pick<JudgedReport, "file" | "line" | "report">): string {
  return `${file}:${String(line)} ${report}`;
}
