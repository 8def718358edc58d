import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/failure/analysis.js";
import type { Judgement } from "../../src/failure/verdict.js";
import { analysisOf } from "../failure/outcomes.js";
import { fileOf, programOf } from "../harness/program.js";
import { apiShapes } from "./api-shapes.js";
import { apiText } from "./api-text.js";
import type { Files, Layout } from "./layouts.js";
import { keyOfCall } from "./prediction.js";
import { DECLARED } from "./styles/index.js";
import { variants } from "./variants.js";
import { verifyShapes } from "./verify-shapes.js";
import { verifyText } from "./verify-text.js";

const PROGRAMS = Number(process.env["METAMORPHIC_RUNS"] ?? 60);
const SEED = Number(process.env["DIFFERENTIAL_SEED"] ?? 7);
const TIME = 30 * 60_000;

/** What kind of report it is: its wording may follow how the program is written, its being there may not. */
const CLASS: Readonly<Record<Judgement, string>> = {
  unhandled: "unhandled",
  floating: "floating",
  emptyHandler: "dropped",
  onlyLogged: "dropped",
  successReturned: "dropped",
  networkErrorIgnored: "dropped",
  settledIgnored: "dropped",
  payloadUsed: "dropped",
  successResponse: "dropped",
  resultIgnored: "dropped",
  wrongStatus: "wrongStatus",
};

const LAYOUTS: readonly Layout[] = [
  { files: "two", through: "named" },
  { files: "three", through: "barrel" },
  { files: "three", through: "namespace" },
  { files: "two", through: "renamed" },
];

const written = {
  "API calls": (layout?: Layout) =>
    fc
      .sample(apiShapes, { numRuns: PROGRAMS, seed: SEED })
      .map((shape) => apiText(shape, layout).plain),
  verifications: (layout?: Layout) =>
    fc
      .sample(verifyShapes, { numRuns: PROGRAMS, seed: SEED })
      .map((shape) => verifyText(shape, layout).plain),
};

describe.each(["API calls", "verifications"] as const)(
  "reports on %s stay the same when a program",
  (kind) => {
    const applying = variants.filter(({ both }) => both || kind === "API calls");

    it.each(applying.map((variant) => [variant.name, variant] as const))(
      "%s",
      { timeout: TIME },
      (_name, { of, showsCaller = false }) => {
        const pairs = written[kind]().flatMap((files) => {
          const variant = of(files["main.ts"] ?? "");
          return variant === undefined ? [] : [[files, { "main.ts": variant }] as const];
        });
        expect(pairs.length).toBeGreaterThan(PROGRAMS / 20);
        expect(difference(pairs, showsCaller)).toBe("");
      },
    );

    it.each(LAYOUTS)(
      "moves its functions to $files files, imported as $through",
      { timeout: TIME },
      (layout) => {
        const moved = written[kind](layout);
        expect(
          difference(written[kind]().map((files, index) => [files, moved[index] ?? {}] as const)),
        ).toBe("");
      },
    );
  },
);

/**
 * The shortest pair of programs whose reports differ.
 *
 * @param showsCaller whether the second shows what the first cannot: a helper that drops a failure is
 *   told so whatever its caller does; written out, it may turn out that the caller refuses anyway
 */
function difference(pairs: readonly (readonly [Files, Files])[], showsCaller = false): string {
  const placed = pairs.map(
    ([before, after], index) =>
      [
        inFolder(before, `before${String(index)}`),
        inFolder(after, `after${String(index)}`),
      ] as const,
  );
  const program = programOf(
    Object.assign({}, DECLARED, ...placed.flat()) as Record<string, string>,
  );
  const analysis = analysisOf(program);
  const reportsOf = (files: Files): readonly string[] =>
    reports(
      analysis,
      Object.keys(files).map((name) => fileOf(program, name)),
    );
  const differing = placed.flatMap(([before, after]) => {
    const second = reportsOf(after);
    const first = reportsOf(before).filter(
      (report) => !showsCaller || !report.endsWith(" dropped") || second.includes(report),
    );
    return first.join() === second.join()
      ? []
      : [`${first.join(", ")}\n${second.join(", ")}\n${shown(before)}\n-----\n${shown(after)}`];
  });
  return shortest(differing);
}

function inFolder(files: Files, folder: string): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]),
  );
}

function shown(files: Files): string {
  return Object.entries(files)
    .map(([name, text]) => `-- ${name}\n${text}`)
    .join("\n");
}

function reports(
  analysis: Analysis,
  files: readonly ReturnType<typeof fileOf>[],
): readonly string[] {
  const found = files.flatMap((file) =>
    analysis
      .verdictsIn(file)
      .map(({ origin, judgement }) => `${keyOfCall(origin.call)} ${CLASS[judgement]}`),
  );
  return [...new Set(found)].sort();
}

function shortest(texts: readonly string[]): string {
  return [...texts].sort((a, b) => a.length - b.length)[0] ?? "";
}
