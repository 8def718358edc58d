// The second stage of a mutation sample. Stryker asks the tests of the engine's own folder, and of
// those only the ones that reached the mutant in an unchanged run; what is remembered for a program
// hides who else depends on it. Each survivor is therefore put back into a copy of the project, and
// every test of `npm test` whose imports lead to it is run, until one notices it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { filesIn, importersIn } from "./mutation-imports.js";
import { movedInto, withMutant } from "./mutation-report.js";

/** Folders of test/ that ask the engines much, in little time, and those that take long. */
const PRODUCTIVE = ["integration", "rules"];
const SLOW = ["differential", "robustness"];

/** Tests of a folder that take this long go round in circles. */
const ENDLESS = 30 * 60_000;

/**
 * A function that says what becomes of a mutant: whether a test of `npm test` notices it, in which
 * folder, or whether the code is gone that it changes.
 *
 * @param root the project; a copy of it is worked with, as it is now
 * @param folder the engine's, whose tests are asked first
 */
export function secondLook(root, folder) {
  const copy = copyOf(root);
  return (mutant) => {
    const file = path.join(copy, mutant.fileName);
    const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    const moved = movedInto(text, mutant);
    if (moved === undefined) return "the code is gone";
    fs.writeFileSync(file, withMutant(text, moved));
    const groups = inOrder(testsReaching(file, copy), folder);
    const noticing = groups.find(([, tests]) => !pass(tests, copy));
    fs.writeFileSync(file, text);
    return noticing === undefined ? "not noticed" : `noticed by ${noticing[0]}`;
  };
}

function copyOf(root) {
  const copy = path.join(root, ".cache/mutation/again");
  fs.rmSync(copy, { recursive: true, force: true });
  fs.mkdirSync(copy, { recursive: true });
  const left = new Set([".cache", ".git", "node_modules", "coverage"]);
  for (const name of fs.readdirSync(root).filter((each) => !left.has(each))) {
    fs.cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

/** The tests whose imports lead to the file; no other can run what it says. */
function testsReaching(file, root) {
  const importers = importersIn(filesIn(root, ["src", "test"]));
  const reaching = new Set([file]);
  for (const each of reaching) for (const next of importers.get(each) ?? []) reaching.add(next);
  return [...reaching].filter((each) => each.endsWith(".test.ts"));
}

/** By folder: the engine's own, those that notice most for their time, others, those that take long. */
function inOrder(tests, own) {
  const groups = new Map();
  for (const test of tests) {
    const folder = path.basename(path.dirname(test));
    groups.set(folder, [...(groups.get(folder) ?? []), test]);
  }
  const early = [own, ...PRODUCTIVE];
  const rank = (name) => {
    if (early.includes(name)) return early.indexOf(name) - early.length;
    return SLOW.includes(name) ? 1 : 0;
  };
  return [...groups].sort(([a], [b]) => rank(a) - rank(b));
}

function pass(tests, cwd) {
  const { pid, status } = spawnSync(
    process.execPath,
    [
      path.join(cwd, "node_modules/vitest/vitest.mjs"),
      // Of those that the configuration leaves out there may be nothing to run.
      ...["run", "--bail=1", "--reporter=dot", "--passWithNoTests"],
      ...tests,
    ],
    { cwd, stdio: "ignore", timeout: ENDLESS, detached: true },
  );
  if (status === null) endAll(pid);
  return status === 0;
}

/** A worker in an endless loop outlives the process that waits for it. */
function endAll(group) {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // They have ended by themselves.
  }
}
