import type { ESLint, Linter } from "eslint";
import type { SvixPlugin } from "../index.js";
import { SetupError, projectsIn, type Project } from "./projects.js";
import { optionsOf, USAGE, UsageError, type Options } from "./options.js";
import { standings, tableOf } from "./postcondition-table.js";
import { sarifOf } from "./sarif.js";
import { surveyRule, type Surveyed } from "./survey.js";

/** Where a run writes to; the process's own streams in earnest. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly progress: (text: string) => void;
}

/**
 * The command line: lints and prints.
 *
 * @param args the arguments after the program's name
 * @returns the exit code: 0 no errors, 1 errors or too many warnings, 2 could not run
 */
export async function run(args: readonly string[], streams: Streams): Promise<0 | 1 | 2> {
  try {
    const options = optionsOf(args);
    const { plugin } = await import("../index.js");
    if (options.help || options.version) {
      streams.out(options.help ? USAGE : plugin.meta.version);
      return 0;
    }
    return await lint(options, plugin, streams);
  } catch (error) {
    streams.progress(helpFor(error));
    return 2;
  }
}

function helpFor(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${USAGE}`;
  if (error instanceof SetupError) return error.message;
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (code === "ERR_MODULE_NOT_FOUND") {
    return `${message}\nInstall what the plugin stands on: npm install --save-dev eslint typescript@6 @typescript-eslint/parser`;
  }
  return error instanceof Error ? (error.stack ?? message) : String(error);
}

async function lint(options: Options, plugin: SvixPlugin, streams: Streams): Promise<0 | 1 | 2> {
  const projects = projectsIn(options.directory);
  const seen: Surveyed[] = [];
  const eslint = await eslintFor(options, plugin, projects, seen);
  const files = projects.flatMap((project) => project.files);
  const results: ESLint.LintResult[] = [];
  const progress = progressOf(files.length, streams);
  for (const file of files) {
    results.push(...(await eslint.lintFiles([file])));
    progress(results.length);
  }
  streams.out(await textOf(results, seen, options, plugin, eslint));
  const errors = results.reduce((sum, { errorCount }) => sum + errorCount, 0);
  const warnings = results.reduce((sum, { warningCount }) => sum + warningCount, 0);
  if (results.some(({ fatalErrorCount }) => fatalErrorCount > 0)) return 2;
  return errors > 0 || (options.maxWarnings !== undefined && warnings > options.maxWarnings)
    ? 1
    : 0;
}

async function eslintFor(
  { directory, strict }: Options,
  plugin: SvixPlugin,
  projects: readonly Project[],
  seen: Surveyed[],
): Promise<ESLint> {
  const [{ loadESLint }, parser] = await Promise.all([
    import("eslint"),
    import("@typescript-eslint/parser"),
  ]);
  const config = plugin.configs[strict ? "strict" : "recommended"];
  // ESLint 8 needs to be told; its type of today takes nothing.
  const load = loadESLint as (options: { useFlatConfig: true }) => ReturnType<typeof loadESLint>;
  const Constructor = await load({ useFlatConfig: true });
  const overrideConfig = {
    ...config,
    files: ["**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"],
    plugins: { ...config.plugins, survey: { rules: { calls: surveyRule(seen) } } },
    rules: { ...config.rules, "survey/calls": "warn" },
    languageOptions: {
      parser,
      parserOptions: {
        project: projects.map((project) => project.config),
        tsconfigRootDir: directory,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "off" },
  } as unknown as Linter.Config;
  return new Constructor({
    cwd: directory,
    overrideConfigFile: true as never,
    overrideConfig: overrideConfig as never,
  });
}

/** Tells of long runs at every tenth of the way, on the stream that is not the result. */
function progressOf(total: number, { progress }: Streams): (done: number) => void {
  const step = Math.max(50, Math.ceil(total / 10));
  return (done) => {
    if (done % step === 0 && done < total) progress(`${String(done)} of ${String(total)} files`);
  };
}

async function textOf(
  results: ESLint.LintResult[],
  seen: readonly Surveyed[],
  { format, directory }: Options,
  plugin: SvixPlugin,
  eslint: ESLint,
): Promise<string> {
  const rows = standings(seen, results);
  if (format === "sarif") return sarifOf(results, plugin, directory);
  if (format === "json") return JSON.stringify({ results, postconditions: rows }, null, 2);
  const formatter = await eslint.loadFormatter("stylish");
  const findings = await formatter.format(
    results.filter(({ messages }) => messages.length > 0),
    undefined,
  );
  return [findings.trim() === "" ? "No findings." : findings.trimEnd(), "", tableOf(rows)].join(
    "\n",
  );
}
