import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { lintForeign } from "./foreign.js";

// `npm run fuzz:foreign` asks for 2 s a file; here the bound only tells a hang from an answer.
const { FUZZ_FILES = "60", FUZZ_SEED = "1", FUZZ_SLOW = "20000", FUZZ_TROUBLES } = process.env;

it(
  "survives Svix calls at random places of foreign code",
  () => {
    const begins = (file: number, origin: string, text: string): void => {
      if (FUZZ_TROUBLES !== undefined)
        writeFileSync(`${FUZZ_TROUBLES}.now`, `// file ${String(file)}: ${origin}\n${text}`);
    };
    const run = lintForeign(Number(FUZZ_SEED), Number(FUZZ_FILES), Number(FUZZ_SLOW), begins);
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
