// Writes the table of rules-docs/configs.md from the built plugin; with --check it only compares.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import plugin from "../dist/index.js";

const page = path.resolve(import.meta.dirname, "../rules-docs/configs.md");
const MARKS = /(<!-- begin generated table -->\n)[^]*?(\n<!-- end generated table -->)/;
const NAMES = /** @type {const} */ (["recommended", "strict", "all"]);

/** @param {unknown} entry a rule's entry in a config: absent, a severity, or a severity and options */
function told(entry) {
  if (entry === undefined) return "off";
  const [severity, ...options] = /** @type {[string, ...object[]]} */ (
    Array.isArray(entry) ? entry : [entry]
  );
  const words = options.flatMap((option) =>
    Object.entries(option).map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``),
  );
  return [severity, ...words].join(", ");
}

/** @param {string} rule */
function defaultsOf(rule) {
  const [defaults] =
    plugin.rules[/** @type {keyof typeof plugin.rules} */ (rule)].meta.defaultOptions;
  return told(defaults === undefined ? "" : ["", defaults]).replace(/^, /, "");
}

const rows = Object.keys(plugin.rules).map((rule) => [
  `[${rule}](${rule}.md)`,
  ...NAMES.map((name) =>
    told(plugin.configs[name].rules[/** @type {"svix/valid-arguments"} */ (`svix/${rule}`)]),
  ),
  defaultsOf(rule),
]);
const table = [
  ["rule", ...NAMES.map((name) => `\`${name}\``), "options by default"],
  ["---", "---", "---", "---", "---"],
  ...rows,
].map((cells) => `| ${cells.join(" | ")} |`);

const before = readFileSync(page, "utf8");
if (!MARKS.test(before)) throw new Error(`${page} has no place for the table`);
const after = await format(
  before.replace(MARKS, (_, begin, end) => `${begin}\n${table.join("\n")}\n${end}`),
  { ...(await resolveConfig(page)), parser: "markdown" },
);
if (process.argv.includes("--check")) {
  if (after !== before) {
    console.error(`${page} is out of date: npm run docs`);
    process.exitCode = 1;
  }
} else writeFileSync(page, after);
