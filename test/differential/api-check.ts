import type { Verdict } from "../../src/failure/verdict.js";
import type { FailureMode } from "../../src/failure/values.js";
import { agrees, agreeTogether, factsOf, type Facts, type Leeway } from "./agreement.js";
import type { CallPrediction, Predicted } from "./prediction.js";
import { perform, StubApiException, type Observation, type Scene, type Script } from "./stage.js";

/** One call in one mode: what was found when the run and the engine were compared. */
export type Comparison =
  | { readonly kind: "agree" | "unknown" | "unreached" }
  | {
      readonly kind: "disagree";
      readonly why: string;
      readonly mode: FailureMode;
      readonly key: string;
      readonly seen: string;
    };

const MODES = ["api", "network"] as const;

interface Seen {
  readonly mode: FailureMode;
  readonly facts: Facts;
  readonly paths: readonly Predicted[];
}

/** Fails each SDK call of a program in both modes and compares what happens with what the engine says. */
export async function compareApi(
  script: Script,
  predictions: readonly CallPrediction[],
  chance: boolean,
  leeway: Leeway,
): Promise<Comparison[]> {
  const succeeded = await perform(script, { failing: undefined, error: undefined, chance });
  const otherwise = await perform(script, {
    failing: undefined,
    error: undefined,
    chance: !chance,
  });
  const result: Comparison[] = [];
  for (const prediction of predictions) {
    const seen: Seen[] = [];
    for (const mode of MODES) {
      const observed = await observe(script, { failing: prediction.key, chance }, mode, [
        succeeded,
        otherwise,
      ]);
      const paths = prediction.paths.get(mode) ?? [];
      const comparison = comparePaths(prediction, paths, observed, leeway, mode);
      result.push(comparison);
      if (comparison.kind === "disagree") break;
      if (comparison.kind === "agree") seen.push({ mode, facts: observed.facts, paths });
    }
    if (seen.length === MODES.length)
      result.push(...compareVerdicts(prediction, seen, [succeeded, otherwise], leeway));
  }
  return result;
}

interface Observed {
  readonly facts: Facts;
  readonly error: Error;
}

async function observe(
  script: Script,
  scene: Omit<Scene, "error">,
  mode: FailureMode,
  [succeeded, otherwise]: readonly [Observation, Observation],
): Promise<Observed> {
  const error = mode === "api" ? new StubApiException(404) : new Error("fetch failed");
  return {
    facts: factsOf(await perform(script, { ...scene, error }), succeeded, otherwise, error),
    error,
  };
}

function comparePaths(
  prediction: CallPrediction,
  paths: readonly Predicted[],
  { facts, error }: Observed,
  leeway: Leeway,
  mode: FailureMode,
): Comparison {
  if (!facts.reached || facts.hung) return { kind: "unreached" };
  if (paths.some(({ lost }) => lost !== undefined)) return { kind: "unknown" };
  const sites = new Set(paths.map(({ ending }) => ending.watched.call));
  const fits =
    sites.size > 1
      ? agreeTogether(paths, facts, leeway)
      : paths.some((path) => agrees(path, facts, leeway, error));
  // All calls of a helper that fail together may end as none does alone.
  if (!fits && (leeway.breaks || leeway.repeats || sites.size > 1)) return { kind: "unknown" };
  if (!fits)
    return {
      kind: "disagree",
      why: "no path of the engine is what was observed",
      mode,
      key: prediction.key,
      seen: shownFacts(facts),
    };
  const [only] = paths;
  if (
    paths.length === 1 &&
    only?.acted !== undefined &&
    !facts.blurred &&
    !wasPassed(only.acted, facts)
  ) {
    return {
      kind: "disagree",
      why: `the engine says that ${only.acted} acted`,
      mode,
      key: prediction.key,
      seen: shownFacts(facts),
    };
  }
  return { kind: "agree" };
}

function wasPassed(key: string, facts: Facts): boolean {
  return facts.events.includes(`act:${key}`) || !/^[ks]\d+$/.test(key);
}

type Expected = "unhandled" | "floating" | "swallowed" | "fine" | "either";

const SWALLOWED = new Set([
  "emptyHandler",
  "onlyLogged",
  "successReturned",
  "networkErrorIgnored",
  "settledIgnored",
  "resultIgnored",
]);

/** The verdicts that must be there, and that must not. */
function compareVerdicts(
  prediction: CallPrediction,
  seen: readonly Seen[],
  usual: readonly Observation[],
  leeway: Leeway,
): Comparison[] {
  const expected = seen.map(({ facts, mode, paths }) => ({
    facts,
    mode,
    paths,
    expected: expectedOf(facts, usual, paths),
  }));
  if (
    seen.some(
      ({ facts, paths }) =>
        facts.blurred || new Set(paths.map(({ ending }) => ending.watched.call)).size > 1,
    )
  )
    return [];
  const judgements = new Set(prediction.verdicts.map(({ judgement }) => judgement));
  const result: Comparison[] = [];
  for (const { expected: wanted, facts, mode, paths } of expected) {
    const bad = (why: string): number =>
      result.push({
        kind: "disagree",
        why: `${why} (verdicts: ${[...judgements].join() || "none"})`,
        mode,
        key: prediction.key,
        seen: shownFacts(facts),
      });
    // Of a condition that it does not know the engine follows both ways, and is silent where one deals with it.
    const guessed = paths.some(
      ({ acted, ending }) => acted !== undefined && ending.trail.guessed === true,
    );
    if (
      wanted === "floating" &&
      !guessed &&
      !judgements.has("floating") &&
      !judgements.has("unhandled")
    )
      bad("a floating failure is not reported");
    // So it is where the other way returns what tells of the failure.
    const isTold =
      judgements.size === 0 &&
      paths.some(({ escape, ending }) => escape === "none" && ending.trail.guessed === true);
    if (wanted === "unhandled" && !isTold && !judgements.has("unhandled"))
      bad("an unhandled failure is not reported");
    // Where another turn of the program returns something else, or asks about the failure's value, the engine may be silent.
    const open =
      leeway.flips ||
      leeway.races ||
      (leeway.returns && facts.value === undefined) ||
      // A failure that the handler asks for by its code is an answer that it expects.
      paths.some(({ acted, ending }) => acted !== undefined || ending.trail.named === true);
    if (
      wanted === "swallowed" &&
      !open &&
      ![...judgements].some((judgement) => SWALLOWED.has(judgement))
    )
      bad("a swallowed failure is not reported");
  }
  const certain =
    !leeway.flips &&
    !leeway.races &&
    expected.every(({ paths }) => paths.length === 1) &&
    expected.every(({ expected: wanted }) => wanted !== "either");
  if (certain)
    for (const verdict of prediction.verdicts)
      if (
        !isWanted(
          verdict,
          expected.map(({ expected: wanted }) => wanted),
        )
      ) {
        const [first] = expected;
        if (first !== undefined)
          result.push({
            kind: "disagree",
            why: `reported as ${verdict.judgement}, which it is not`,
            mode: first.mode,
            key: prediction.key,
            seen: shownFacts(first.facts),
          });
      }
  return result;
}

function isWanted({ judgement }: Verdict, expected: readonly Expected[]): boolean {
  if (SWALLOWED.has(judgement)) return expected.includes("swallowed");
  return (
    expected.includes(judgement === "floating" ? "floating" : "unhandled") ||
    (judgement === "unhandled" && expected.includes("floating"))
  );
}

function expectedOf(
  facts: Facts,
  usual: readonly Observation[],
  paths: readonly Predicted[],
): Expected {
  const expected = expectedByMarkers(facts, usual);
  // Wrapped, or acted upon and thrown on: what is judged is who meets that, which no marker tells.
  return expected !== "floating" &&
    paths.some(({ dealt }) => dealt) &&
    !isFineByEscape(facts, expected)
    ? "either"
    : expected;
}

/** The error itself leaves, and somebody has done something about it. */
function isFineByEscape({ escape }: Facts, expected: Expected): boolean {
  return expected === "fine" && escape === "failure";
}

function expectedByMarkers(facts: Facts, usual: readonly Observation[]): Expected {
  if (facts.floats === undefined) return "either";
  // A handler that does something about it and then fails itself is not judged by its own error.
  if (facts.floats) return facts.escape === "none" && !facts.dealt ? "floating" : "either";
  if (facts.escape === "failure") return facts.dealt ? "fine" : "unhandled";
  if (facts.escape === "other") return "either";
  if (!facts.met || facts.blurred) return "either";
  if (facts.acted.length > 0) return "fine";
  const signals = usual.map((run) =>
    run.ended === "returned" && !run.events.includes("$c")
      ? (isSignalValue(facts.value, run.value) ?? "swallowed")
      : "either",
  );
  return signals.every((signal) => signal === signals[0]) ? (signals[0] ?? "either") : "either";
}

/** What a returned value tells the caller, beside what success returns. */
function isSignalValue(value: unknown, success: unknown): Expected | undefined {
  if (value !== null && value !== false && JSON.stringify(value) === JSON.stringify(success))
    return undefined;
  if (value === null || value === false) return success === value ? undefined : "fine";
  if (value === undefined) return success === undefined ? undefined : "fine";
  if (typeof value !== "object") return value === success ? undefined : "either";
  if ("ok" in value && value.ok === false) return "fine";
  return "error" in value ? "fine" : "either";
}

function shownFacts({ escape, floats, value, events }: Facts): string {
  const returned = escape === "none" ? ` value ${JSON.stringify({ value })},` : "";
  return `escape ${escape}, floats ${String(floats)},${returned} events ${events.join(" ")}`;
}
