import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { lintForeign } from "./foreign.js";

const { FUZZ_FILES = "60", FUZZ_SEED = "1", FUZZ_TROUBLES } = process.env;

const SLOW = 2_000;

it(
  "survives Svix calls at random places of foreign code",
  () => {
    const run = lintForeign(Number(FUZZ_SEED), Number(FUZZ_FILES), SLOW);
    const { troubles, ...figures } = run;
    if (FUZZ_TROUBLES !== undefined) {
      writeFileSync(FUZZ_TROUBLES, JSON.stringify({ figures, troubles }, undefined, 2));
    }
    expect(troubles.map(({ file, problem }) => `${file}: ${problem}`)).toEqual([]);
    expect(run.files).toBe(Number(FUZZ_FILES));
    expect(run.reports).toBeGreaterThan(run.files / 2);
    expect(run.suggestions).toBeGreaterThan(0);
  },
  Number(FUZZ_FILES) * 2_000 + 60_000,
);
