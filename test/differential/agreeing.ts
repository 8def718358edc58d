import { expect } from "vitest";
import { differential, shown, shrunk, type Kind, type Tally } from "./differential.js";

/** Programs of each kind in the test suite; `npm run differential` asks for more, with another seed. */
const USUAL_RUNS = 1500;
const ASKED_RUNS = process.env["DIFFERENTIAL_RUNS"];
const SEED = Number(process.env["DIFFERENTIAL_SEED"] ?? 2024);

/** Time for one kind, in milliseconds. */
export const TIME = ASKED_RUNS === undefined ? 30 * 60_000 : 12 * 3_600_000;

/** Share of failures on which the engine may decline to say anything. */
const MAX_UNKNOWN = 0.05;

/** Expects that no generated program of the kind does what the engine does not say. */
export async function expectAgreement<Shape>(kind: Kind<Shape>, share = 1): Promise<Tally> {
  const tally = await differential(
    kind,
    ASKED_RUNS === undefined ? Math.ceil(USUAL_RUNS * share) : Number(ASKED_RUNS),
    SEED,
  );
  const { programs, agreed, unknown } = tally;
  process.stdout.write(
    `${String(programs)} programs, ${String(agreed + unknown)} failures, ${String(unknown)} unknown\n`,
  );
  const [first] = [...tally.disagreements].sort((a, b) => size(a.text.plain) - size(b.text.plain));
  expect(first === undefined ? "" : shown((await shrunk(kind, SEED, first)) ?? first)).toBe("");
  expect(unknown / (agreed + unknown)).toBeLessThan(MAX_UNKNOWN);
  return tally;
}

function size(files: Readonly<Record<string, string>>): number {
  return JSON.stringify(files).length;
}
