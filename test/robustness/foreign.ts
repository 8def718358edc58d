import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import tsParser from "@typescript-eslint/parser";
import { Linter } from "eslint";
import type ts from "typescript";
import { rules } from "../../src/rules/index.js";
import { cpuTimeOf } from "../harness/cpu-time.js";
import { fileOf, programOf, VIRTUAL_ROOT } from "../harness/program.js";
import { parses, planted, randomOf } from "./planting.js";

const NODE_MODULES = path.resolve(import.meta.dirname, "../../node_modules");
const CODE = /(?<!\.d)\.(?:js|mjs|cjs|ts|tsx|jsx|mts|cts)$/u;

/** Longer files are bundles, in which a random place tells nothing that a shorter one does not. */
const MOST_CHARACTERS = 60_000;
const BATCH = 25;

/** What went wrong with one planted file. */
export interface Trouble {
  readonly file: string;
  readonly problem: string;
  readonly text: string;
}

export interface ForeignRun {
  readonly files: number;
  readonly reports: number;
  readonly suggestions: number;
  /** The most processor time that a file took, in milliseconds: parser, type checker and all rules. */
  readonly slowest: number;
  readonly troubles: readonly Trouble[];
}

/** Every file of JavaScript or TypeScript under node_modules, sorted, so that a seed always means the same. */
function* codeFiles(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* codeFiles(place);
    else if (entry.isFile() && CODE.test(entry.name)) yield place;
  }
}

/**
 * Plants Svix calls into so many files of foreign code, and lints them with all rules.
 *
 * @param slow so many milliseconds of processor time are too many for a file, not counting what the
 * compiler takes to check its types: that is paid once a program, by whoever asks first
 * @param begins is told of each file before it is linted, since one that hangs is never told of after
 */
export function lintForeign(
  seed: number,
  count: number,
  slow: number,
  begins: (file: number, origin: string, text: string) => void = () => undefined,
): ForeignRun {
  const random = randomOf(seed);
  const all = [...codeFiles(NODE_MODULES)];
  const run = { files: 0, reports: 0, suggestions: 0, slowest: 0, troubles: [] as Trouble[] };
  while (run.files < count) {
    const batch = new Map<string, { readonly origin: string; readonly text: string }>();
    for (
      let tries = 0;
      batch.size < Math.min(BATCH, count - run.files) && tries < 400;
      tries += 1
    ) {
      const origin = all[Math.floor(random() * all.length)]!;
      const original = readFileSync(origin, "utf8");
      if (original.length > MOST_CHARACTERS) continue;
      const text = planted(origin, original, 1 + Math.floor(random() * 6), random);
      if (text === undefined) continue;
      const name = `foreign-${String(run.files + batch.size)}${path.extname(origin)}`;
      batch.set(name, { origin: path.relative(NODE_MODULES, origin), text });
    }
    lintBatch(batch, slow, run, begins);
    run.files += batch.size;
  }
  return run;
}

function lintBatch(
  batch: ReadonlyMap<string, { readonly origin: string; readonly text: string }>,
  slow: number,
  run: {
    files: number;
    reports: number;
    suggestions: number;
    slowest: number;
    troubles: Trouble[];
  },
  begins: (file: number, origin: string, text: string) => void,
): void {
  const texts = Object.fromEntries([...batch].map(([name, { text }]) => [name, text]));
  const program = programOf(texts);
  let file = run.files;
  for (const [name, { origin, text }] of batch) {
    begins((file += 1), origin, text);
    const trouble = (problem: string): void => {
      run.troubles.push({ file: origin, problem, text });
    };
    let linted: Linted;
    try {
      linted = lint(program, name, text);
    } catch (error) {
      trouble(error instanceof Error ? (error.stack ?? error.message) : String(error));
      continue;
    }
    const { messages, time } = linted;
    run.slowest = Math.max(run.slowest, time);
    if (time > slow) {
      const own = timeOfRules(texts, name);
      if (own > slow)
        trouble(
          `took ${time.toFixed(0)} ms, and ${own.toFixed(0)} ms with its types checked before`,
        );
    }
    for (const { fatal, ruleId, suggestions = [] } of messages) {
      // The parser of typescript-eslint refuses some of what TypeScript's own lets pass.
      if (fatal) continue;
      run.reports += 1;
      for (const { fix, desc } of suggestions) {
        run.suggestions += 1;
        const output = text.slice(0, fix.range[0]) + fix.text + text.slice(fix.range[1]);
        if (!parses(name, output)) trouble(`${String(ruleId)}: “${desc}” does not parse`);
      }
    }
  }
}

interface Linted {
  readonly messages: readonly Linter.LintMessage[];
  /** Processor time, in milliseconds. */
  readonly time: number;
}

/** Lints a file with all rules. */
function lint(program: ts.Program, name: string, text: string): Linted {
  const linter = new Linter({ cwd: VIRTUAL_ROOT });
  const config: Linter.Config = {
    files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"],
    plugins: { svix: { rules: rules } },
    rules: Object.fromEntries(Object.keys(rules).map((rule) => [`svix/${rule}`, "error" as const])),
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
    languageOptions: { parser: tsParser, parserOptions: { programs: [program] } },
  };
  const { result, seconds } = cpuTimeOf(() =>
    linter.verify(text, [config], path.join(VIRTUAL_ROOT, name)),
  );
  return { messages: result, time: seconds * 1000 };
}

/**
 * The time that is the rules' own, in a program that nothing of ours has seen: the compiler checks
 * the file as `tsc` does, and then it is linted. All that the rules keep between two files they work
 * out anew, and what they ask of the compiler beyond its own check counts as theirs.
 */
function timeOfRules(texts: Readonly<Record<string, string>>, name: string): number {
  const program = programOf(texts);
  const file = fileOf(program, name);
  program.getSemanticDiagnostics(file);
  return lint(program, name, file.text).time;
}
