// Mutation testing of a random share of what can be changed in the engines, as a whole run takes days:
// npm run mutation:sample -- --folder failure --one-in 100 --seed 7
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "failure" },
    "one-in": { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    /** Folders of test/; those of one engine take a third of the time of all four. */
    tests: { type: "string" },
  },
});
const { folder, "one-in": oneIn, seed, tests = folder } = values;
console.log(`one in ${oneIn} mutants of src/${folder}, seed ${seed}, tests of ${tests}`);

// Read by scripts/mutation-sampler.js and vitest.mutation.config.ts, in processes of Stryker's own.
Object.assign(process.env, {
  MUTATION_ONE_IN: oneIn,
  MUTATION_SEED: seed,
  MUTATION_TESTS: tests,
});

const { Stryker } = await import("@stryker-mutator/core");
await new Stryker({
  mutate: [`src/${folder}/**/*.ts`],
  plugins: ["@stryker-mutator/vitest-runner", "./scripts/mutation-sampler.js"],
  checkers: ["sample"],
  // What one sample leaves out must not count as looked at in the next run.
  incremental: false,
  reporters: ["clear-text", "json"],
  jsonReporter: { fileName: `.cache/mutation/sample-${folder}-${seed}.json` },
}).runMutationTest();
