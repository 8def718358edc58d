import { ATTEMPT_READERS, TASK_READERS, TASK_RESOURCE } from "../contract/sdk-facts.js";
import type { SvixCall } from "../sdk/recogniser.js";
import { FILTERED, sourceOf, type Form } from "./form.js";

/** The results that somebody has to look at. */
export type SubjectName = "task" | "message" | "precheck";

/**
 * What a part of the followed value is worth: `whole` – the object itself; `id` – enough to ask again;
 * `verdict` – what the operation is about: the status of a later look, `active`; `detail` – anything
 * else, the status that the operation itself returned among it.
 */
export type Worth = "whole" | "id" | "verdict" | "detail";

/** What is known about one kind of result. */
export interface Subject {
  readonly name: SubjectName;
  /** Whether this call gives such a result. */
  startsAt(call: SvixCall): boolean;
  /** Operations that, given the id, tell how it went. */
  readonly confirmedBy: ReadonlySet<string>;
  /** Properties (of results and of confirmations) that are the verdict. */
  readonly resultVerdicts: ReadonlySet<string>;
  readonly confirmationVerdicts: ReadonlySet<string>;
  /** Options of a confirming call that filter by the verdict, so that an empty answer is one, too. */
  readonly filters: ReadonlySet<string>;
  /** Operations that show how it went without being given the id. */
  readonly shownBy: ReadonlySet<string>;
  /** Properties that name the subject in confirmations of other operations: `attempt.msgId`. */
  readonly idsInLists: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** A background task; `backgroundTask` operations only look at tasks and start none. */
export const TASK: Subject = {
  name: "task",
  startsAt: (call) => call.returnsTask && call.resource !== TASK_RESOURCE,
  confirmedBy: new Set(TASK_READERS),
  resultVerdicts: NONE,
  confirmationVerdicts: new Set(["status"]),
  filters: NONE,
  shownBy: NONE,
  idsInLists: new Set(["id"]),
};

/** The message that endpoint.sendExample queued; its delivery shows in the message attempts. */
export const MESSAGE: Subject = {
  name: "message",
  startsAt: (call) => call.operation === "endpoint.sendExample",
  // The last two are of 1.x before 1.45.
  confirmedBy: new Set([
    ...ATTEMPT_READERS,
    "messageAttempt.list",
    "messageAttempt.listAttemptsForEndpoint",
  ]),
  resultVerdicts: NONE,
  confirmationVerdicts: new Set(["status", "statusText", "responseStatusCode", "response"]),
  filters: new Set(["status", "statusCodeClass"]),
  shownBy: new Set(["messageAttempt.listByEndpoint", "messageAttempt.listAttemptedMessages"]),
  idsInLists: new Set(["msgId", "id"]),
};

/** The answer of message.precheck: `active` is all there is. */
export const PRECHECK: Subject = {
  name: "precheck",
  startsAt: (call) => call.operation === "message.precheck",
  confirmedBy: NONE,
  resultVerdicts: new Set(["active"]),
  confirmationVerdicts: NONE,
  filters: NONE,
  shownBy: NONE,
  idsInLists: NONE,
};

export const SUBJECTS: readonly Subject[] = [TASK, MESSAGE, PRECHECK];

/** The innermost core's worth to its subject, whatever the layers around it. */
export function worthOf({ core }: Form, subject: Subject): Worth {
  const verdicts =
    sourceOf(core) === "result" ? subject.resultVerdicts : subject.confirmationVerdicts;
  if (core.kind === "verdict") return verdicts.size > 0 ? "verdict" : "detail";
  if (core.path.length === 0) return "whole";
  const last = core.path.at(-1) ?? "";
  if (verdicts.has(last)) return "verdict";
  if (core.path[0] === FILTERED) return core.path.length > 2 ? "verdict" : "whole";
  if (core.kind === "confirmation") return last === "data" || last === "*" ? "whole" : "detail";
  return core.path.length === 1 && last === "id" && subject.confirmedBy.size > 0 ? "id" : "detail";
}
