// A Stryker checker that lets a random share of the mutants through. Each has the same chance,
// whether it is an operator or a whole function's body; lines chosen at random would leave out what
// is longer than a line. What is left out is counted as an error, so that no score contains it.
import { createHash } from "node:crypto";

const { MUTATION_SEED = "1", MUTATION_ONE_IN = "1" } = process.env;

/** Whether the seed picks a mutant, which depends on nothing but the mutant and where it stands. */
function isPicked({ fileName, location: { start }, mutatorName, replacement }) {
  const file = fileName.slice(fileName.lastIndexOf("/src/"));
  const identity = [MUTATION_SEED, file, start.line, start.column, mutatorName, replacement];
  const digest = createHash("sha256").update(identity.join("\0")).digest();
  return digest.readUInt32BE() % Number(MUTATION_ONE_IN) === 0;
}

function verdictOn(mutant) {
  return isPicked(mutant)
    ? { status: "passed" }
    : { status: "compileError", reason: "not in the sample" };
}

function sampler() {
  return {
    init: () => Promise.resolve(),
    group: (mutants) => Promise.resolve([mutants.map(({ id }) => id)]),
    check: (mutants) =>
      Promise.resolve(Object.fromEntries(mutants.map((mutant) => [mutant.id, verdictOn(mutant)]))),
  };
}

// As declareFactoryPlugin(PluginKind.Checker, …) of Stryker's plugin API would return it.
export const strykerPlugins = [{ kind: "Checker", name: "sample", factory: sampler }];
