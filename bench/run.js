// npm run bench: what the rules cost beside typescript-eslint's, on generated projects.
// --rounds N: each measurement so many times, of which the median counts (3). --profile: the ten
// functions of ours that take the most time. --quick: the small projects once;
// with --keep its table is kept, too.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { hottest } from "./profile.js";
import { denseProject, pathologicalProject, WORK } from "./projects.js";

const PLUGIN = path.resolve(import.meta.dirname, "../dist/index.js");
const RESULTS = path.join(import.meta.dirname, "results");
const quick = process.argv.includes("--quick");
const ROUNDS = quick ? 1 : roundsAsked();

function roundsAsked() {
  const at = process.argv.indexOf("--rounds");
  return at < 0 ? 3 : Math.max(1, Number.parseInt(process.argv[at + 1] ?? "3", 10));
}

/** Runs one measurement in a process of its own. */
function measure(folder, rules, options = {}, nodeArguments = []) {
  const order = JSON.stringify({ folder, rules, plugin: PLUGIN, ...options });
  const output = execFileSync(
    process.execPath,
    ["--expose-gc", ...nodeArguments, path.join(import.meta.dirname, "lint-once.js"), order],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ESLINT_PLUGIN_SVIX_THROW: "1" },
    },
  );
  return JSON.parse(output.slice(output.lastIndexOf("@@") + 2));
}

const isOurs = (rule) => rule.startsWith("svix/");
const isTheirs = (rule) => !isOurs(rule);

function timeOf(perRule, wanted) {
  return Object.entries(perRule).reduce(
    (sum, [rule, time]) => (wanted(rule) ? sum + time : sum),
    0,
  );
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function medianTime(folder, rules, wanted, rounds = ROUNDS) {
  return median(
    Array.from({ length: rounds }, () => timeOf(measure(folder, rules).perRule, wanted)),
  );
}

/**
 * Time of all our rules, and of each of theirs, each alone in its process. Taken in turn, so that a
 * machine that gets slower does so for all of them.
 */
function compare(folder, rounds = ROUNDS) {
  const found = { svix: [], floating: [], misused: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of Object.keys(found)) {
      const { perRule } = measure(folder, [name]);
      found[name].push(timeOf(perRule, name === "svix" ? isOurs : isTheirs));
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, list]) => [name, median(list)]));
}

const rows = [];

function row(part, what, figure, budget, within) {
  rows.push({ part, what, figure, budget, within });
  console.log(`(${part}) ${what}: ${figure} (budget ${budget}${within ? "" : ", missed"})`);
}

const ms = (time) => `${time.toFixed(time < 10 ? 1 : 0)} ms`;
const times = (ratio) => `${ratio.toFixed(ratio < 0.1 ? 3 : 2)} ×`;

function dense() {
  const folder = denseProject(300, "svix");
  const { svix, floating, misused } = compare(folder);
  const figure = `${ms(svix)}, ${times(svix / floating)} no-floating-promises (${ms(floating)}), ${times(svix / misused)} no-misused-promises (${ms(misused)})`;
  row("a", "300 files × 10 calls", figure, "1.0 × no-floating-promises", svix <= floating);
  return { svix, floating, misused };
}

function without() {
  for (const [sdk, what] of [
    ["stand-in", "the same files without svix"],
    ["rare", "the same, and one file with svix"],
  ]) {
    const { svix, floating } = compare(denseProject(300, sdk));
    const ratio = svix / floating;
    row("b", what, `${ms(svix)}, ${times(ratio)} no-floating-promises`, "0.02 ×", ratio <= 0.02);
  }
}

function growth(small) {
  for (const count of quick ? [900] : [900, 3000]) {
    const svix = medianTime(denseProject(count, "svix"), ["svix"], isOurs, 1);
    const ratio = svix / count / (small / 300);
    const figure = `${ms(svix)}, ${times(ratio)} the cost per call of 300 files`;
    row("c", `${count} files`, figure, "1.2 ×", ratio <= 1.2);
  }
}

function editing() {
  const folder = denseProject(1000, "svix");
  const only = ["src/modules/file300.ts", "src/modules/file301.ts", "src/modules/file302.ts"];
  const edits = (rules) => measure(folder, rules, { mode: "edit", only }).rounds;
  const ours = median(edits(["svix"]).map(({ perRule }) => timeOf(perRule, isOurs)));
  const theirs = median(edits(["floating"]).map(({ perRule }) => timeOf(perRule, isTheirs)));
  const beside = median(
    edits(["floating", "misused", "svix"]).map(({ perRule }) => timeOf(perRule, () => true)),
  );
  const alone = median(
    edits(["floating", "misused"]).map(({ perRule }) => timeOf(perRule, () => true)),
  );
  const figure = `${ms(ours)} (no-floating-promises: ${ms(theirs)}); beside typescript-eslint's two rules ${ms(beside - alone)} more`;
  row("d", "after an edit, 1,000 files, median", figure, "10 ms", ours <= 10);
}

function memory() {
  const folder = denseProject(300, "svix");
  const both = ["floating", "misused"];
  const without = [];
  const beside = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    without.push(measure(folder, both));
    beside.push(measure(folder, [...both, "svix"]));
  }
  for (const [field, what] of [
    ["peak", "peak memory"],
    ["heap", "heap that is left after the run"],
  ]) {
    const [less, more] = [without, beside].map((runs) => median(runs.map((run) => run[field])));
    const figure = `${more.toFixed(0)} MB beside ${less.toFixed(0)} MB without (${((more / less - 1) * 100).toFixed(1)} %)`;
    row("e", what, figure, "5 %", more / less <= 1.05);
  }
}

function pathological() {
  const [some, many] = quick ? [30, 60] : [100, 300];
  const [small, large] = [some, many].map((calls) => {
    const folder = pathologicalProject(calls);
    return [medianTime(folder, ["svix"], isOurs, 1), medianTime(folder, ["floating"], isTheirs, 1)];
  });
  const growth = large[0] / small[0] / (many / some);
  const theirs = large[1] / small[1] / (many / some);
  const figure = `${ms(large[0])}; cost per call ${times(growth)} that of ${some} calls (no-floating-promises: ${ms(large[1])}, ${times(theirs)})`;
  row("f", `one function of ${many * 10} lines, ${many} calls`, figure, "1.2 ×", growth <= 1.2);
}

function profile() {
  const folder = denseProject(300, "svix");
  const place = path.join(WORK, "profile");
  rmSync(place, { recursive: true, force: true });
  measure(folder, ["svix"], {}, ["--cpu-prof", `--cpu-prof-dir=${place}`]);
  const [file] = readdirSync(place);
  const dist = path.dirname(PLUGIN);
  console.table(hottest(JSON.parse(readFileSync(path.join(place, file), "utf8")), dist, 10));
}

async function main() {
  if (process.argv.includes("--profile")) {
    profile();
    return;
  }
  const { svix } = dense();
  without();
  growth(svix);
  editing();
  memory();
  pathological();
  const machine = `${os.cpus()[0]?.model ?? "unknown processor"}, ${os.cpus().length} cores, Node ${process.version}`;
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(
    path.join(RESULTS, "latest.json"),
    `${JSON.stringify({ date, machine, quick, rows }, undefined, 2)}\n`,
  );
  const load = os.loadavg()[0]?.toFixed(0) ?? "?";
  const table = [
    `Measured on ${date}: ${machine}; ${ROUNDS === 1 ? `each once${quick ? ", small projects only" : ""}` : `median of ${ROUNDS}`}, at a load of ${load}.`,
    "",
    "| | what | measured | budget | |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ part, what, figure, budget, within }) =>
        `| ${part} | ${what} | ${figure} | ${budget} | ${within ? "kept" : "**missed**"} |`,
    ),
  ].join("\n");
  console.log(`\n${table}`);
  if (!quick || process.argv.includes("--keep")) await keep(table);
}

/** Puts the table into README.md, between its two marks. */
async function keep(table) {
  const readme = path.join(import.meta.dirname, "README.md");
  const text = readFileSync(readme, "utf8");
  const [before, , after] = text.split(/(<!-- begin table -->[^]*<!-- end table -->)/u);
  if (after === undefined) throw new Error("README.md has lost the marks of its table.");
  const marked = `<!-- begin table -->\n\n${table}\n\n<!-- end table -->`;
  const options = { ...(await resolveConfig(readme)), parser: "markdown" };
  writeFileSync(readme, await format(`${before}${marked}${after}`, options));
}

await main();
