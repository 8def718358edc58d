import { describe, expect, it } from "vitest";
import { lintedReports, programsOf, saidReports } from "./page-programs.js";

describe("how-it-decides.md", () => {
  const programs = programsOf("how-it-decides");

  it.each(programs.map((program) => [program.heading, program] as const))(
    "says what is reported: %s",
    (_heading, program) => {
      const { reports, complaints } = lintedReports(program);
      expect(complaints).toEqual([]);
      expect(reports.toSorted()).toEqual(saidReports(program).toSorted());
    },
  );

  it("shows violations of each rule that judges failures", () => {
    const said = programs.flatMap(saidReports).join("\n");
    for (const rule of [
      "no-unhandled-api-error",
      "no-swallowed-api-error",
      "no-unhandled-verification-error",
      "no-swallowed-verification-error",
      "require-4xx-rejection",
    ]) {
      expect(said).toContain(rule);
    }
  });
});
