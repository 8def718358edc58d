// Mutation testing of a random share of what can be changed in the engines, as a whole run takes days:
// npm run mutation:sample -- --folder failure --one-in 100 --seed 7
//
// First Stryker, with the tests of the engine's own folder and the judged programs; then each survivor
// by itself, with the other tests. `--first` ends after the first stage; `--again` does only the
// second: it goes on where it stopped, with the tests as they are now.
import fs from "node:fs";
import { parseArgs } from "node:util";
import { placesIn } from "./mutation-places.js";
import { isUnnoticed, sampleIn, summary } from "./mutation-report.js";
import { isPicked } from "./mutation-sampler.js";
import { secondLook } from "./mutation-second-look.js";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "failure" },
    "one-in": { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    /** Folders of test/ for the first stage, in the order in which they are run. */
    tests: { type: "string" },
    first: { type: "boolean", default: false },
    again: { type: "boolean", default: false },
  },
});
const { folder, "one-in": oneIn, seed, tests = `${folder},judged`, first, again } = values;
const reportFile = `.cache/mutation/sample-${folder}-${seed}.json`;
const say = (line) => process.stdout.write(`${line}\n`);

if (!again) {
  say(`one in ${oneIn} mutants of src/${folder}, seed ${seed}, tests of ${tests}`);
  await firstStage();
  say(`first stage: ${summary(sampleIn(reported()))}`);
}
if (!first) {
  secondStage();
  say(`both stages: ${summary(sampleIn(reported()))}`);
}

async function firstStage() {
  // Read by scripts/mutation-sampler.js and vitest.mutation.config.ts, in processes of Stryker's own.
  Object.assign(process.env, {
    MUTATION_ONE_IN: oneIn,
    MUTATION_SEED: seed,
    MUTATION_TESTS: tests,
  });
  const { Stryker } = await import("@stryker-mutator/core");
  await new Stryker({
    mutate: await placesIn(process.cwd(), folder, isPicked),
    plugins: ["@stryker-mutator/vitest-runner", "./scripts/mutation-sampler.js"],
    checkers: ["sample"],
    // What one sample leaves out must not count as looked at in the next run.
    incremental: false,
    reporters: ["clear-text", "progress-append-only", "json"],
    jsonReporter: { fileName: reportFile },
  }).runMutationTest();
}

function secondStage() {
  const look = secondLook(process.cwd(), folder);
  const survivors = sampleIn(reported()).filter(isUnnoticed);
  for (const mutant of survivors) {
    const outcome = look(mutant);
    say(`${placeOf(mutant)}: ${outcome}`);
    if (outcome.startsWith("noticed")) keep(mutant, outcome);
  }
}

function placeOf({ fileName, location: { start }, mutatorName, replacement }) {
  return `${fileName}:${start.line + 1}:${start.column + 1} ${mutatorName} ${replacement.replace(/\s+/gu, " ")}`;
}

function reported() {
  return JSON.parse(fs.readFileSync(reportFile, "utf8"));
}

/** Writes into the report that a mutant was noticed, so that `--again` asks for the rest only. */
function keep({ fileName, id }, statusReason) {
  const report = reported();
  const mutant = report.files[fileName].mutants.find((each) => each.id === id);
  Object.assign(mutant, { status: "Killed", statusReason });
  fs.writeFileSync(reportFile, JSON.stringify(report));
}
