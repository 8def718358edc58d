import fc from "fast-check";
import { fileOf, programOf } from "../harness/program.js";
import { explain } from "../../src/failure/explain.js";
import { analysisOf } from "../failure/outcomes.js";
import { apiShapes, type ApiShape } from "./api-shapes.js";
import { apiText } from "./api-text.js";
import { layouts, type Files, type Layout, type ProgramText } from "./layouts.js";
import type { Leeway } from "./agreement.js";
import { compareApi, type Comparison } from "./api-check.js";
import { predictionsOf, type CallPrediction } from "./prediction.js";
import { DECLARED, STYLES } from "./styles/index.js";
import { javaScriptOf, scriptOf, type Script } from "./stage.js";
import { compareVerification } from "./verify-check.js";
import { verifyShapes, type VerifyShape } from "./verify-shapes.js";
import { verifyText } from "./verify-text.js";

/** A family of generated programs: how they are made, written and checked. */
export interface Kind<Shape> {
  readonly shapes: fc.Arbitrary<Shape>;
  readonly text: (shape: Shape) => ProgramText;
  /** Programs of one group load the same packages: they are checked together. */
  readonly group?: (shape: Shape) => string;
  readonly compare: (
    script: Script,
    predictions: readonly CallPrediction[],
    shape: Shape,
    text: ProgramText,
    chance: boolean,
  ) => Promise<Comparison[]>;
}

export const api: Kind<ApiShape> = {
  shapes: apiShapes,
  text: (shape) => apiText(shape),
  compare: (script, predictions, _shape, text, chance) =>
    compareApi(script, predictions, chance, leewayOf(allOf(text))),
};

function leewayOf(text: string): Leeway {
  return {
    flips: /chance\("k|if \(!?(?:flag|value|promise)/.test(text),
    races: /Promise\.(?:race|any)/.test(text),
    breaks:
      helpersIn(text).some((part) => /chance\([^]*throw new Error/.test(part)) ||
      pendingWork(text).some((part) => /(?:chance|if )\([^]*throw new Error/.test(part)),
    repeats: /\b(helper\d)\((?:[^]*?\b\1\(){2}/u.test(text),
    returns: /return (?!undefined|work\(\))/.test(text.slice(text.indexOf("function run"))),
  };
}

function helpersIn(text: string): string[] {
  return text.split(/(?<=\n\})\n/u).filter((part) => part.includes("function helper"));
}

/** The bodies of async functions that are started where they stand, and waited for later or never. */
function pendingWork(text: string): string[] {
  const started =
    /^( *)(?:const \w+: any = |\w+ = |void |\[1, 2\]\.forEach)\(async \(\) => \{\n([^]*?)^\1\}\)/gmu;
  return [...text.matchAll(started)].map(([, , body = ""]) => body);
}

export const verification: Kind<VerifyShape> = {
  shapes: verifyShapes,
  text: (shape) => verifyText(shape),
  group: ({ style }) => style,
  compare: (script, predictions, { style, registered }, text, chance) =>
    compareVerification(
      script,
      predictions,
      chance,
      { style: STYLES[style], registered },
      /chance\("k|if \(!?(?:ok|event|evt|checked)/.test(allOf(text)),
    ),
};

function allOf({ plain }: ProgramText): string {
  return Object.values(plain).join("\n");
}

/** The same programs with their functions in other files. */
export function spread<Shape>(
  kind: Kind<Shape>,
  text: (shape: Shape, layout: Layout) => ProgramText,
): Kind<readonly [Shape, Layout]> {
  return {
    shapes: fc.tuple(kind.shapes, layouts),
    text: ([shape, layout]) => text(shape, layout),
    group: ([shape]) => kind.group?.(shape) ?? "",
    compare: (script, predictions, [shape], written, chance) =>
      kind.compare(script, predictions, shape, written, chance),
  };
}

export interface Disagreement {
  /** Which of the generated programs it is: gives it again with the same seed. */
  readonly index: number;
  readonly text: ProgramText;
  readonly said: string;
  readonly comparison: Comparison & { readonly kind: "disagree" };
}

export interface Tally {
  programs: number;
  agreed: number;
  unknown: number;
  unreached: number;
  readonly disagreements: Disagreement[];
}

const BATCH = 100;
const SHRINKING_TIME = 60_000;

function emptyTally(): Tally {
  return { programs: 0, agreed: 0, unknown: 0, unreached: 0, disagreements: [] };
}

/** Generates programs, runs each, and compares what happened with what the engine says of the same text. */
export async function differential<Shape>(
  kind: Kind<Shape>,
  runs: number,
  seed: number,
  maxDisagreements = 20,
): Promise<Tally> {
  const tally = emptyTally();
  const shapes = fc.sample(kind.shapes, { numRuns: runs, seed }).map((shape, index) => ({
    shape,
    index,
  }));
  for (const group of grouped(shapes, ({ shape }) => kind.group?.(shape) ?? ""))
    for (
      let at = 0;
      at < group.length && tally.disagreements.length < maxDisagreements;
      at += BATCH
    )
      await compareBatch(kind, group.slice(at, at + BATCH), tally);
  return tally;
}

function grouped<T>(all: readonly T[], key: (each: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(key(each));
    if (group === undefined) groups.set(key(each), [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

async function compareBatch<Shape>(
  kind: Kind<Shape>,
  shapes: readonly { readonly shape: Shape; readonly index: number }[],
  tally: Tally,
): Promise<void> {
  const programs = shapes.map(({ shape, index }) => ({
    shape,
    text: kind.text(shape),
    name: `p${String(index)}`,
    index,
  }));
  const program = programOf(
    Object.assign(
      {},
      DECLARED,
      ...programs.map(({ name, text }) => placed(text.plain, name)),
    ) as Record<string, string>,
  );
  const analysis = analysisOf(program);
  const javaScript = javaScriptOf(
    Object.assign({}, ...programs.map(({ name, text }) => placed(text.traced, name))) as Record<
      string,
      string
    >,
  );
  for (const { shape, text, name, index } of programs) {
    const files = Object.keys(text.plain).map((file) => fileOf(program, `${name}/${file}`));
    const predictions = predictionsOf(analysis, files);
    // Every second program is run with the other answer to what it asks about the world.
    const comparisons = await kind.compare(
      scriptOf(javaScript, name),
      predictions,
      shape,
      text,
      index % 2 === 0,
    );
    tally.programs += 1;
    for (const comparison of comparisons) {
      if (comparison.kind !== "disagree")
        tally[comparison.kind === "agree" ? "agreed" : comparison.kind] += 1;
      else
        tally.disagreements.push({
          index,
          text,
          said: files.map((file) => explain(analysis, file)).join("\n"),
          comparison,
        });
    }
  }
}

function placed(files: Files, folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]),
  );
}

/** The smallest program that disagrees as the generated one does, found by fast-check's own shrinking. */
export async function shrunk<Shape>(
  kind: Kind<Shape>,
  seed: number,
  { index }: Disagreement,
): Promise<Disagreement | undefined> {
  let smallest: Disagreement | undefined;
  const agrees = fc.asyncProperty(kind.shapes, async (shape) => {
    const tally = emptyTally();
    await compareBatch(kind, [{ shape, index: index % 2 }], tally);
    const [found] = tally.disagreements;
    smallest = found ?? smallest;
    return found === undefined;
  });
  await fc.check(agrees, {
    seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: SHRINKING_TIME,
  });
  return smallest;
}

/** A disagreement for people: the program, what was seen, what the engine says. */
export function shown({ index, text, said, comparison }: Disagreement): string {
  const { seen, key, mode, why } = comparison;
  const files = Object.entries(text.plain).map(([name, file]) => {
    const lines = file.split("\n").map((line, at) => `${String(at + 1).padStart(3)} ${line}`);
    return `-- ${name}\n${lines.filter((line) => !/^ *\d+ (?:declare|import|$)/.test(line)).join("\n")}`;
  });
  return `#${String(index)} ${key} ${mode}: ${why}\n${files.join("\n")}\nobserved: ${seen}\nengine:\n${said}\n`;
}
