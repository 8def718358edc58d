import { holds } from "./agreement.js";
import type { Value } from "../../src/failure/values.js";
import type { Comparison } from "./api-check.js";
import type { CallPrediction, Predicted } from "./prediction.js";
import { keyOfCall } from "./prediction.js";
import { perform, StubVerificationError, type Observation, type Script } from "./stage.js";
import type { Style } from "./styles/style.js";

/** What a run showed of a verification that failed. */
interface Answered {
  readonly reached: boolean;
  readonly hung: boolean;
  readonly escape: "none" | "failure" | "other";
  readonly floats: boolean;
  /** Keys of what was done with the payload after the failure. */
  readonly used: readonly string[];
  /** Whether anything else was done that is not done otherwise. */
  readonly acted: boolean;
  readonly status: number | undefined;
  readonly met: boolean;
  readonly value: unknown;
  readonly events: readonly string[];
}

/** What a program was written for. */
export interface Written {
  readonly style: Style;
  /** Whether it shows that its entry is a route. */
  readonly registered: boolean;
}

/** Fails each verification of a program and compares what it answers with what the engine says. */
export async function compareVerification(
  script: Script,
  predictions: readonly CallPrediction[],
  chance: boolean,
  { style, registered }: Written,
  flips: boolean,
): Promise<Comparison[]> {
  const { packages } = style;
  const usual = await perform(
    script,
    { failing: undefined, error: undefined, chance },
    { packages, stage: style.stage() },
  );
  const result: Comparison[] = [];
  for (const prediction of predictions) {
    const error = new StubVerificationError("No matching signature found");
    const run = await perform(
      script,
      { failing: prediction.key, error, chance },
      { packages, stage: style.stage() },
    );
    const seen = answered(run, usual, error);
    result.push(
      compare(
        prediction,
        prediction.paths.get("verification") ?? [],
        seen,
        usual,
        flips,
        error,
        style.breaks === "always" || (registered && style.breaks === "registered"),
      ),
    );
  }
  return result;
}

function answered(run: Observation, usual: Observation, error: unknown): Answered {
  const at = run.events.indexOf("$fail");
  const after = run.events.slice(at + 1);
  const known = new Set(usual.events);
  return {
    reached: at >= 0,
    hung: run.ended === "hung",
    escape: run.ended !== "threw" ? "none" : run.value === error ? "failure" : "other",
    floats: run.floating.length > 0,
    used: after
      .filter((event) => event.startsWith("save:"))
      .map((event) => event.slice("save:".length)),
    acted: after.some((event) => event.startsWith("act:k") && !known.has(event)),
    status: run.sent,
    met: after.includes("$c"),
    value: run.value,
    events: run.events,
  };
}

function compare(
  prediction: CallPrediction,
  paths: readonly Predicted[],
  seen: Answered,
  usual: Observation,
  flips: boolean,
  error: unknown,
  breaks: boolean,
): Comparison {
  const isUsual = usual.ended === "returned" && !usual.events.includes("$c");
  if (!seen.reached || seen.hung || !isUsual) return { kind: "unreached" };
  if (paths.some(({ lost }) => lost !== undefined)) return { kind: "unknown" };
  const disagree = (why: string): Comparison => ({
    kind: "disagree",
    why,
    mode: "verification",
    key: prediction.key,
    seen: `escape ${seen.escape}, floats ${String(seen.floats)}, status ${String(seen.status)}, used ${seen.used.join()}, events ${seen.events.join(" ")}`,
  });
  const sites = new Set(paths.map(({ ending }) => ending.watched.call));
  const fitting = paths.filter((path) => fits(path, seen, error));
  if (fitting.length === 0 && sites.size < 2)
    return disagree("no path of the engine is what was observed");
  if (sites.size > 1) return { kind: "agree" };
  const certain = paths.length === 1 && paths.every(({ escape }) => escape !== "elsewhere");
  // A status that hangs on more than the failure, or on another turn of the program, may be left open.
  const open = fitting.some(
    ({ answered, ending: { value, trail } }) =>
      answered === undefined &&
      (trail.answer !== undefined ||
        (value.kind === "leaf" &&
          (value.value.kind === "response" || isExceptionOfUnknownStatus(value.value))) ||
        value.kind === "object"),
  );
  if (open) return { kind: "agree" };
  const elsewhere = flips || fitting.some(({ escape }) => escape === "elsewhere");
  const kept = fitting.every(
    ({ ending: { trail } }) => trail.used === undefined && trail.usedInHandling !== undefined,
  );
  const says = fitting.some(({ answered }) => answered !== undefined);
  const why = misjudged(prediction, seen, {
    certain,
    kept,
    elsewhere,
    says: says || breaks,
    anyway: usual.sent,
  });
  return why === undefined
    ? { kind: "agree" }
    : disagree(
        `${why} (verdicts: ${prediction.verdicts.map(({ judgement }) => judgement).join() || "none"})`,
      );
}

function fits(path: Predicted, seen: Answered, error: unknown): boolean {
  // A failure that ended in a helper leaves its caller as it was.
  if (path.escape === "elsewhere") return seen.escape !== "failure" && path.floats === seen.floats;
  if (path.escape !== "any" && path.escape !== seen.escape) return false;
  if (path.floats !== seen.floats) return false;
  const { trail } = path.ending;
  const used = [trail.used, trail.usedInHandling].flatMap((node) =>
    node === undefined ? [] : [keyOfCall(node)],
  );
  if (
    (seen.used.length > 0 && used.length === 0) ||
    used.some((key) => !seen.events.includes(`save:${key}`) && !seen.events.includes(`act:${key}`))
  )
    return false;
  // The status of the verification's own error is nobody's choice.
  if (seen.escape === "failure") return true;
  if (path.answered !== undefined && path.answered !== seen.status) return false;
  return (
    seen.escape !== "none" ||
    path.value === undefined ||
    seen.status !== undefined ||
    holds(path.value, seen.value, error)
  );
}

const PASSES = new Set(["payloadUsed", "successResponse", "resultIgnored"]);

interface Leeway {
  /** The engine knows one path only, to its end. */
  readonly certain: boolean;
  /** The payload is kept while the failure is handled, which is fine before a refusal. */
  readonly kept: boolean;
  /** Another turn of the program, or another function, may decide. */
  readonly elsewhere: boolean;
  /** The engine names the status of what is thrown, or can know that an error without one is a 500. */
  readonly says: boolean;
  /** The status that is sent when nothing fails: where it is the same, the failure is not its cause. */
  readonly anyway: number | undefined;
}

/** `new HttpException("no", status)`, where the status is not known; a plain error is a 500 everywhere. */
function isExceptionOfUnknownStatus(value: Value): boolean {
  if (value.kind !== "error" || value.error.original) return false;
  const { status, className } = value.error;
  return status === undefined && className !== "Error" && className !== "TypeError";
}

/** What the verdicts get wrong about what was seen; undefined where they are right. */
function misjudged(
  { verdicts, all }: CallPrediction,
  seen: Answered,
  { certain, kept, elsewhere, says, anyway }: Leeway,
): string | undefined {
  const judgements = new Set(all.map(({ judgement }) => judgement));
  const passes = [...judgements].some((judgement) => PASSES.has(judgement));
  const used = seen.used.length > 0;
  if (seen.escape === "failure" && !used)
    return judgements.has("unhandled") ? undefined : "an unhandled failure is not reported";
  if (seen.escape === "failure") return undefined;
  const accepted = isWithin(seen.status, 200);
  const refused = isWithin(seen.status, 400);
  if (accepted || (used && !refused && !kept))
    return passes || seen.floats ? undefined : "an accepted forgery is not reported";
  const broken = isWithin(seen.status, 500) && seen.status !== anyway && !used && !elsewhere;
  // Without a framework around it, nobody knows what becomes of an error that names no status.
  if (broken && (seen.escape === "none" || says))
    return judgements.has("wrongStatus") ? undefined : "a wrong status is not reported";
  // Nobody has waited for a check that floats: whatever is sent is no answer to it.
  if (refused && !used && !seen.floats && certain && verdicts.length > 0)
    return "a refusal is reported";
  return undefined;
}

/** Whether a status is of the class that begins there. */
function isWithin(status: number | undefined, begin: 200 | 400 | 500): boolean {
  return status !== undefined && status >= begin && status < begin + 100;
}
