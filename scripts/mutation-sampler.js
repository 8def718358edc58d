// A Stryker checker that lets a random share of the mutants through, those that TypeScript takes.
// Each has the same chance, whether it is an operator or a whole function's body; lines chosen at
// random would leave out what is longer than a line. What is left out counts as an error, so that no
// score contains it.
import { createHash } from "node:crypto";
import { NOT_PICKED } from "./mutation-report.js";
import { compilerOf } from "./mutation-types.js";

/**
 * Whether the seed picks a mutant, which depends on nothing but the mutant and where it stands. Seed
 * and share are in the environment, as Stryker runs this in processes of its own.
 */
export function isPicked({ fileName, location: { start }, mutatorName, replacement }) {
  const { MUTATION_SEED = "1", MUTATION_ONE_IN = "1" } = process.env;
  const file = fileName.slice(fileName.lastIndexOf("/src/"));
  const identity = [MUTATION_SEED, file, start.line, start.column, mutatorName, replacement];
  const digest = createHash("sha256").update(identity.join("\0")).digest();
  return digest.readUInt32BE() % Number(MUTATION_ONE_IN) === 0;
}

function sampler() {
  const errorIn = compilerOf(process.cwd());
  const verdictOn = (mutant) => {
    if (!isPicked(mutant)) return { status: "compileError", reason: NOT_PICKED };
    const reason = errorIn(mutant);
    return reason === undefined ? { status: "passed" } : { status: "compileError", reason };
  };
  return {
    init: () => Promise.resolve(),
    group: (mutants) => Promise.resolve([mutants.map(({ id }) => id)]),
    check: (mutants) =>
      Promise.resolve(Object.fromEntries(mutants.map((mutant) => [mutant.id, verdictOn(mutant)]))),
  };
}

// As declareFactoryPlugin(PluginKind.Checker, …) of Stryker's plugin API would return it.
export const strykerPlugins = [{ kind: "Checker", name: "sample", factory: sampler }];
