// One measurement in a process of its own: node lint-once.js '{"folder", "rules", "mode", "plugin"}'
import { readFileSync } from "node:fs";
import path from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { useProcessorTime } from "./clock.js";

useProcessorTime();

const PEERS = {
  floating: "@typescript-eslint/no-floating-promises",
  misused: "@typescript-eslint/no-misused-promises",
};

const { folder, rules, mode = "all", only, plugin: pluginPath } = JSON.parse(process.argv[2]);

async function configOf() {
  const chosen = {};
  const plugins = { "@typescript-eslint": tseslint.plugin };
  for (const name of rules) {
    if (name === "svix") {
      const { default: svix } = await import(pluginPath);
      plugins.svix = svix;
      Object.assign(chosen, svix.configs.recommended.rules);
    } else chosen[PEERS[name]] = "error";
  }
  return {
    files: ["**/*.ts"],
    plugins,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: folder },
    },
    rules: chosen,
  };
}

const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: await configOf(),
  stats: true,
});

/** Time of each rule and of the parser in some results, in milliseconds. */
function timesOf(results) {
  const perRule = {};
  let parse = 0;
  for (const { stats } of results) {
    for (const pass of stats?.times.passes ?? []) {
      parse += pass.parse.total;
      for (const [rule, { total }] of Object.entries(pass.rules ?? {}))
        perRule[rule] = (perRule[rule] ?? 0) + total;
    }
  }
  return { perRule, parse };
}

function check(results) {
  for (const { filePath, messages } of results) {
    for (const { fatal, message } of messages)
      if (fatal) throw new Error(`${filePath}: ${message}`);
  }
  return results.reduce((sum, { messages }) => sum + messages.length, 0);
}

function megabytes() {
  global.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

async function lintAll() {
  const start = performance.now();
  const results = await eslint.lintFiles(only ?? ["src"]);
  const wall = performance.now() - start;
  return {
    wall,
    messages: check(results),
    files: results.length,
    ...timesOf(results),
    peak: process.resourceUsage().maxRSS / 1024,
    heap: megabytes(),
  };
}

/** What an editor does: the same file over and over, each time with one line more. */
async function relint() {
  const rounds = [];
  let messages = 0;
  for (const name of only) {
    const filePath = path.join(folder, name);
    const text = readFileSync(filePath, "utf8");
    const places = [...text.matchAll(/^ {2}(?=return|await|const)/gmu)].map(({ index }) => index);
    await eslint.lintText(text, { filePath });
    for (let round = 0; round < 10; round += 1) {
      const place = places[(round * 7) % places.length];
      const edited = `${text.slice(0, place)}  console.log("edit ${round}");\n${text.slice(place)}`;
      const start = performance.now();
      const results = await eslint.lintText(edited, { filePath });
      const wall = performance.now() - start;
      messages += check(results);
      const { perRule, parse } = timesOf(results);
      rounds.push({ wall, parse, perRule });
    }
  }
  return { rounds, messages };
}

console.log(`\n@@${JSON.stringify(mode === "edit" ? await relint() : await lintAll())}`);
