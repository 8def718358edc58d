import type { ValueTree } from "../../src/failure/machine.js";
import type { Predicted } from "./prediction.js";
import type { Observation } from "./stage.js";

/** What of a program leaves the engine room to say less than a run shows. */
export interface Leeway {
  /** It asks about the world, or about a value that a call gives: another run may go another way. */
  readonly flips: boolean;
  /** Whose promise settles first decides. */
  readonly races: boolean;
  /** A helper, or work that nobody waits for at once, may throw an error of its own: any call may, and nobody's handling is judged by that. */
  readonly breaks: boolean;
  /** One helper is called in several places: in the run all of its calls fail, in the engine one at a time. */
  readonly repeats: boolean;
  /** It may return something, so that returning nothing tells of the failure. */
  readonly returns: boolean;
}

/** What a run showed of the failure, beside what happens without it. */
export interface Facts {
  readonly reached: boolean;
  readonly hung: boolean;
  readonly escape: "none" | "failure" | "other";
  /** Undefined where something floats with and without the failure. */
  readonly floats: boolean | undefined;
  /** Done, logged after the failure was last met, and not done when nothing fails. */
  readonly acted: readonly string[];
  readonly logged: readonly string[];
  /** Without the failure another error is met, so that nothing can be told to be done because of the failure. */
  readonly blurred: boolean;
  /** Met by a handler at all. */
  readonly met: boolean;
  /** Something was done, logged or asked about it in any handler. */
  readonly dealt: boolean;
  readonly value: unknown;
  readonly events: readonly string[];
}

export function factsOf(
  failed: Observation,
  succeeded: Observation,
  otherwise: Observation,
  error: unknown,
): Facts {
  const at = failed.events.indexOf("$fail");
  const after = failed.events.slice(at + 1);
  const usual = new Set([...succeeded.events, ...otherwise.events]);
  const since = after.slice(after.lastIndexOf("$c") + 1).filter((event) => !usual.has(event));
  const inHandlers = after
    .slice(after.indexOf("$c") + 1)
    .filter((event) => !usual.has(event) && event !== "$c" && event !== "$fail");
  const met = after.includes("$c");
  const keys = (kind: string): string[] =>
    since
      .filter((event) => event.startsWith(`${kind}:`))
      .map((event) => event.slice(kind.length + 1));
  return {
    reached: at >= 0,
    hung: failed.ended === "hung" || succeeded.ended === "hung",
    escape: failed.ended !== "threw" ? "none" : failed.value === error ? "failure" : "other",
    floats: floats(failed.floating, succeeded.floating, error),
    acted: met ? keys("act") : [],
    logged: met ? keys("log") : [],
    blurred: [succeeded, otherwise].some(
      ({ events, ended }) => events.includes("$c") || ended !== "returned",
    ),
    met,
    dealt: met && inHandlers.length > 0,
    value: failed.value,
    events: failed.events,
  };
}

function floats(
  failed: readonly unknown[],
  succeeded: readonly unknown[],
  error: unknown,
): boolean | undefined {
  if (failed.length > succeeded.length || failed.some((reason) => isOf(reason, error))) return true;
  return failed.length > 0 ? undefined : false;
}

function isOf(reason: unknown, error: unknown): boolean {
  return (
    reason === error ||
    (reason instanceof AggregateError && reason.errors.includes(error)) ||
    (reason instanceof Error && reason.cause === error)
  );
}

/** Whether the paths of a call that several calls of one function lead to can together be what was observed. */
export function agreeTogether(paths: readonly Predicted[], facts: Facts, leeway: Leeway): boolean {
  if (leeway.races) return true;
  const escape = paths.some(
    (path) =>
      path.escape === "any" ||
      path.escape === facts.escape ||
      (path.escape === "elsewhere" && facts.escape !== "failure"),
  );
  return (
    (escape || (facts.blurred && facts.escape === "other")) &&
    // The engine lets one of them fail at a time: where the other throws, this one's promise is left behind.
    (facts.floats === undefined ||
      facts.escape !== "none" ||
      paths.some((path) => path.floats === facts.floats))
  );
}

/** Whether a path that the engine gives may be what was observed. */
export function agrees(path: Predicted, facts: Facts, leeway: Leeway, error: unknown): boolean {
  const escapes =
    path.escape === "any" ||
    (path.escape === "elsewhere" ? facts.escape !== "failure" : path.escape === facts.escape);
  if (!escapes && !((facts.blurred || leeway.races) && facts.escape === "other")) return false;
  if (facts.floats !== undefined && path.floats !== facts.floats) return false;
  if (facts.escape !== "none") return true;
  if (path.value !== undefined && !holds(path.value, facts.value, error)) return false;
  return (
    facts.floats !== false ||
    !facts.met ||
    facts.blurred ||
    leeway.flips ||
    path.acted !== undefined ||
    // What a helper did before it threw on stands in the helper's own path.
    path.dealt ||
    facts.acted.length === 0
  );
}

/** Whether a value may be what the tree stands for. */
export function holds(tree: ValueTree, value: unknown, error: unknown): boolean {
  if (tree.kind === "array") {
    if (!Array.isArray(value)) return false;
    return (
      tree.open ||
      (value.length === tree.elements.length &&
        tree.elements.every((element, index) => holds(element, value[index], error)))
    );
  }
  if (tree.kind === "object") {
    if (typeof value !== "object" || value === null) return false;
    return tree.props.every(([name, prop]) =>
      holds(prop, (value as Record<string, unknown>)[name], error),
    );
  }
  const { value: leaf } = tree;
  switch (leaf.kind) {
    case "primitive":
      return Object.is(leaf.value, value);
    case "error":
      return leaf.error.original ? value === error : value instanceof Error && value !== error;
    case "unknown":
      return leaf.truthy === true ? Boolean(value) : true;
    case "function":
      return typeof value === "function";
    default:
      return true;
  }
}
