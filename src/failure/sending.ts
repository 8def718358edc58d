import ts from "typescript";
import { isDoneAnyway } from "./done-anyway.js";
import type { Machine } from "./machine.js";
import { shows, tells } from "./responses.js";
import type { State } from "./state.js";
import type { Value } from "./values.js";

/** Sends the answer that has been prepared. */
export function answer(machine: Machine, node: ts.Node, body: Value, state: State): void {
  const status = preset(state, 200);
  const statusAt = state.replyStatusAt ?? node;
  const underHandling = state.handling > 0;
  const statusTells = state.replyIsDue && tells(status, undefined, state);
  // What is sent behind an answer does not arrive.
  if (!state.isAnswered && state.trail?.answer === undefined)
    state.note({ answer: { status, node: statusAt, isDue: underHandling || state.replyIsDue } });
  state.replyStatus = "unset";
  state.replyStatusAt = undefined;
  state.replyIsDue = false;
  if (machine.family !== "api") return;
  const tellsOfIt = underHandling ? tells(status, body, state) : shows(body, state);
  const isUsual = isRedirection(status) && isUsualAnswer(machine, node, state);
  if ((tellsOfIt || statusTells) && !isUsual) state.note({ acted: node });
}

function isRedirection(status: number | undefined): boolean {
  return status !== undefined && status >= 300 && status < 400;
}

/** `res.redirect("/endpoints")` of the handler, and of a success. */
function isUsualAnswer({ world }: Machine, node: ts.Node, { trail }: State): boolean {
  return ts.isCallExpression(node) && isDoneAnyway(node, trail?.site, trail?.caughtAt, world);
}

/**
 * Koa's `ctx.body = …`: the context is sent when the function is done, with 200 where nothing sets
 * another status; an error that leaves it sends none of it.
 */
export function prepareBody(machine: Machine, node: ts.Node, body: Value, state: State): void {
  const status = preset(state, 200);
  if (state.replyStatus === "unset") {
    state.replyStatus = status;
    state.replyStatusAt = node;
  }
  const underHandling = state.handling > 0;
  state.replyIsDue ||= underHandling;
  const tellsOfIt = underHandling ? tells(status, body, state) : shows(body, state);
  if (machine.family === "api" && tellsOfIt) state.note({ acted: node });
}

/** The status that the reply has been given, where it has. */
export function preset(state: State, otherwise: number): number | undefined {
  return state.replyStatus === "unset" ? otherwise : state.replyStatus;
}
