// Where the mutants of a sample are. Stryker is told only of these places: with every mutant of an
// engine in its code, the tests are several times slower, and what each of two thousand tests has
// reached fills the memory.
import fs from "node:fs";
import path from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import { filesIn } from "./mutation-imports.js";

const SILENT = { debug: () => undefined, info: () => undefined, isDebugEnabled: () => false };

/**
 * The mutants of a folder of src/ that are in a sample, as patterns for Stryker's `mutate`. A place
 * contains those of other mutants, so that the sampler has to choose again.
 *
 * @param isPicked whether a mutant is in the sample
 */
export async function placesIn(root, folder, isPicked) {
  const files = filesIn(root, [`src/${folder}`]).map((name) => ({
    name,
    content: fs.readFileSync(name, "utf8"),
    mutate: true,
  }));
  const options = { ignorers: [], plugins: null, excludedMutations: [] };
  const { mutants } = await new Instrumenter(SILENT).instrument(files, options);
  return mutants.filter(isPicked).map((mutant) => patternOf(root, mutant));
}

/** Stryker's patterns count lines from one, and columns from zero. */
function patternOf(root, { fileName, location: { start, end } }) {
  const at = ({ line, column }) => `${line + 1}:${column}`;
  return `${path.relative(root, fileName)}:${at(start)}-${at(end)}`;
}
