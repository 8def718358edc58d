// What Stryker's report says of a sample, and what a mutant makes of a file.

/** Why a mutant that is not in the sample counts as an error. */
export const NOT_PICKED = "not in the sample";

/** Mutators that give an expression whose operator may bind less than what stands around it. */
const LOOSER = new Set(["ArithmeticOperator", "EqualityOperator", "LogicalOperator"]);

/**
 * The text of a file with the mutant in it.
 *
 * @param location counted from zero, as Stryker's plugins get it
 */
export function withMutant(text, { location: { start, end }, mutatorName, replacement }) {
  const put = LOOSER.has(mutatorName) ? `(${replacement})` : replacement;
  return text.slice(0, offsetOf(text, start)) + put + text.slice(offsetOf(text, end));
}

function offsetOf(text, { line, column }) {
  const before = text.split("\n").slice(0, line);
  return before.reduce((length, each) => length + each.length + 1, column);
}

/** The mutants of a sample in a report of Stryker's, each with its file; locations count from zero. */
export function sampleIn({ files }) {
  return Object.entries(files).flatMap(([fileName, { source, mutants }]) =>
    mutants
      .filter(({ status, statusReason }) => status !== "Ignored" && statusReason !== NOT_PICKED)
      .map((mutant) => ({ ...mutant, fileName, source, location: fromZero(mutant.location) })),
  );
}

function fromZero({ start, end }) {
  const lowered = ({ line, column }) => ({ line: line - 1, column: column - 1 });
  return { start: lowered(start), end: lowered(end) };
}

/** Whether no test has noticed the mutant. */
export function isUnnoticed({ status }) {
  return status === "Survived" || status === "NoCoverage";
}

/** A sample in a line: how many mutants, how they ended, and the share of those noticed. */
export function summary(sample) {
  const refused = sample.filter(({ status }) => status === "CompileError").length;
  const run = sample.length - refused;
  const alive = sample.filter(isUnnoticed).length;
  const share = (((run - alive) / run) * 100).toFixed(1);
  return `${run} mutants, ${run - alive} noticed, ${alive} not: ${share} % (${refused} more are refused by TypeScript)`;
}

/** So much of the code around a mutant has to be as it was when the sample was drawn. */
const SURROUNDINGS = 60;

/** A mutant in a text that has changed since, or undefined where its code is not there, or not once. */
export function movedInto(text, mutant) {
  const { source, location } = mutant;
  if (text === source) return mutant;
  const start = offsetOf(source, location.start);
  const from = Math.max(0, start - SURROUNDINGS);
  const end = offsetOf(source, location.end);
  const [before, ...after] = text.split(source.slice(from, end + SURROUNDINGS));
  if (after.length !== 1) return undefined;
  const moved = before.length + start - from;
  return {
    ...mutant,
    location: { start: placeAt(text, moved), end: placeAt(text, moved + end - start) },
  };
}

function placeAt(text, offset) {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, column: lines.at(-1).length };
}
