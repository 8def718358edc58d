// Runs many generated programs against stubs that fail, and compares with what the engine says:
// npm run differential -- --runs 20000 --seed 7
import { spawnSync } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "20000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
console.log(`${values.runs} programs of each kind, seed ${values.seed}`);

const vitest = path.resolve(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "test/differential", "--reporter=verbose"],
  {
    cwd: path.resolve(import.meta.dirname, ".."),
    stdio: "inherit",
    env: { ...process.env, DIFFERENTIAL_RUNS: values.runs, DIFFERENTIAL_SEED: values.seed },
  },
);
process.exitCode = status ?? 1;
