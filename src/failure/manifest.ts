import ts from "typescript";
import { ASKED_BEFORE_SENDING } from "../contract/sdk-facts.js";
import { normal, plant, type Completion, type Machine, type Manifestation } from "./machine.js";
import { marksWithin } from "./marks.js";
import { newPromise } from "./promises.js";
import type { State, Trail } from "./state.js";
import { noteAttempt } from "./tries.js";
import { marked, type Value } from "./values.js";

/**
 * A watched call: the path goes on as if it succeeded, and a failed path is born for each of its
 * ways to fail. On a path that has failed already, the same call fails again and others succeed: one that
 * is given what the failure left (`for (const event of failed) await send(event)`) does something about it.
 */
export function fail(
  machine: Machine,
  node: ts.Expression,
  args: readonly Value[],
  state: State,
): Completion[] {
  const watched = machine.watchedAt(node);
  if (watched === undefined) return normal({ kind: "unknown" }, state);
  const succeed = (current: State): Completion[] => {
    const value = plant(watched.success, current, machine, false);
    current.hasPassed = true;
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
    } else if (
      state.handling > 0 ||
      args.some((arg) => marksWithin(arg, state).kept) ||
      isSentAnyway(machine, node, state)
    ) {
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

/** `active` stays true where the precheck has failed, and the message is sent. */
function isSentAnyway({ world: { sdk } }: Machine, node: ts.Node, { watched }: State): boolean {
  const isCall = (call: ts.Node | undefined, operation: string): boolean =>
    call !== undefined && ts.isCallExpression(call) && sdk.callOf(call)?.operation === operation;
  return isCall(watched?.call, ASKED_BEFORE_SENDING.ask) && isCall(node, ASKED_BEFORE_SENDING.send);
}

function manifest(
  machine: Machine,
  node: ts.Node,
  manifestation: Manifestation,
  state: State,
): Completion[] {
  const { answer } = manifestation;
  const planted = plant(manifestation.value, state, machine, true);
  const value: Value = isPayload(manifestation) ? marked(planted, { tainted: true }) : planted;
  if (answer !== undefined) {
    state.note({ answer: { ...answer, isDue: true } });
    state.isAnswered = answer.unsent !== true && answer.status !== undefined;
  }
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
function metAs({ quietAt, untold }: Manifestation, call: Trail["site"]): Partial<Trail> {
  if (untold === true) return { caughtAt: call };
  return quietAt === undefined
    ? { signalledAt: call, caughtAt: call }
    : { quiet: true, caughtAt: quietAt, acted: quietAt };
}

/** What a function that has answered gives back may be the payload, which nobody has verified. */
function isPayload({ untold, value }: Manifestation): boolean {
  return untold === true && value.kind === "leaf" && value.value.tainted === true;
}
