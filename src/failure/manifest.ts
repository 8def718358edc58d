import type ts from "typescript";
import { normal, plant, type Completion, type Machine, type Manifestation } from "./machine.js";
import { newPromise } from "./promises.js";
import type { State, Trail } from "./state.js";
import { noteAttempt } from "./tries.js";
import { marked, type Value } from "./values.js";

/**
 * A watched call: the path goes on as if it succeeded, and a failed path is born for each of its
 * ways to fail. On a path that has failed already, the same call fails again and others succeed.
 */
export function fail(machine: Machine, node: ts.Expression, state: State): Completion[] {
  const watched = machine.watchedAt(node);
  if (watched === undefined) return normal({ kind: "unknown" }, state);
  const succeed = (current: State): Completion[] => {
    const value = plant(watched.success, current, machine, false);
    return normal(
      watched.async ? newPromise(machine, current, node, "fulfilled", value, true) : value,
      current,
    );
  };
  if (state.phase === "failed") {
    const again = watched.manifestations.find(
      (manifestation) =>
        manifestation.watched.mode === state.watched?.mode &&
        manifestation.watched.variant === state.watched.variant &&
        manifestation.watched.call === state.watched.call,
    );
    if (again !== undefined) {
      noteAttempt(state);
      return manifest(machine, node, again, state);
    }
    if (
      machine.family === "verification" &&
      watched.manifestations.some(({ watched: { mode } }) => mode === "verification")
    ) {
      state.note({ lost: "another verification follows: one match is enough" });
    } else if (state.handling > 0) {
      state.note({ acted: node });
    }
    return succeed(state);
  }
  if (
    state.repeating &&
    watched.manifestations.some((each) => machine.hasFailed(each.watched.call))
  )
    return succeed(state);
  const completions: Completion[] = [];
  for (const manifestation of watched.manifestations) {
    const failed = state.fork();
    failed.phase = "failed";
    failed.watched = manifestation.watched;
    failed.handling = 0;
    failed.scopes = failed.scopes.map(() => 0);
    failed.trail = {
      site: manifestation.watched.call,
      ...(manifestation.dealt ? { dealt: true } : {}),
    };
    machine.born(failed);
    completions.push(...manifest(machine, node, manifestation, failed));
  }
  return [...succeed(state), ...completions];
}

function manifest(
  machine: Machine,
  node: ts.Node,
  manifestation: Manifestation,
  state: State,
): Completion[] {
  const value: Value = plant(manifestation.value, state, machine, true);
  const { call } = manifestation.watched;
  switch (manifestation.how) {
    case "throws":
      return [{ kind: "throw", value, state }];
    case "rejects":
      return normal(newPromise(machine, state, node, "rejected", value), state);
    case "returns":
      state.note(metAs(manifestation, call));
      return normal(value, state);
    case "resolves":
      state.note(metAs(manifestation, call));
      return normal(
        // Whoever waits for it has met the failure.
        marked(newPromise(machine, state, node, "fulfilled", value, true), { due: true }),
        state,
      );
  }
}

/** How a caller has met a failure that a function gives it as a value, or does not tell it of. */
function metAs({ quietAt }: Manifestation, call: Trail["site"]): Partial<Trail> {
  return quietAt === undefined
    ? { signalledAt: call, caughtAt: call }
    : { quiet: true, caughtAt: quietAt, acted: quietAt };
}
