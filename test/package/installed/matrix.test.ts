import { beforeAll, describe, expect, it } from "vitest";
import { announced, CORPUS } from "../corpus.js";
import { identityOf, lint, placeOf, type Report } from "../eslint-cli.js";
import { released } from "../releases.js";
import { installation, project } from "../scratch.js";

/** Every supported release of each of the three, at least once; not the full product. */
const SETUPS = [
  { eslint: "10.15.0", typescript: "6.0.3", svix: "2.5.0" },
  { eslint: "9.39.5", typescript: "5.9.3", svix: "1.99.1" },
  { eslint: "8.57.1", typescript: "5.4.5", svix: "1.45.1" },
  { eslint: "10.15.0", typescript: "5.0.4", svix: "2.5.0" },
  { eslint: "9.39.5", typescript: "6.0.3", svix: "1.4.12" },
];

async function reportsWith(setup: (typeof SETUPS)[number]): Promise<Report[]> {
  const name = Object.entries(setup).map(([tool, version]) => `${tool}-${version}`);
  const folder = await installation(name.join("_"), {
    ...released("@types/node", "typescript-eslint"),
    ...setup,
  });
  return lint(project(folder, "matrix", CORPUS));
}

describe("the packed plugin reports the same", () => {
  let newest: Report[];
  beforeAll(async () => {
    newest = await reportsWith(SETUPS[0]!);
  });

  it.each(SETUPS)("with ESLint $eslint, TypeScript $typescript and svix $svix", async (setup) => {
    const reports = await reportsWith(setup);
    const expected = announced(CORPUS, setup.svix);
    expect(reports.map(placeOf).sort()).toEqual(expected);
    // The same to the last column and letter, for what svix's own release does not decide.
    const common = newest.filter((report) => expected.includes(placeOf(report)));
    expect(reports.map(identityOf).sort()).toEqual(common.map(identityOf).sort());
  });
});
