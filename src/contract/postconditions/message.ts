import type { Postcondition } from "../types.js";

/** `svix.message` and `svix.messageAttempt`: sending, asking first, sending again, erasing. */
export const messagePostconditions = [
  {
    id: "api-error",
    operation: "message.create",
    severity: "error",
    hazard: "rejects",
    condition:
      "the server turned the message down: payload invalid (400, 422), token refused (401), application unknown (404), too many requests (429)",
    raises: "ApiException",
    requires: [
      "handle the rejection, for the message was not accepted and goes to nobody",
      "look at the code before another attempt: a payload or token that was refused once is refused again",
      "after a 429 wait, for as long as Retry-After says if it is there",
    ],
    rules: [
      "no-unhandled-api-error",
      "no-swallowed-api-error",
      "no-blind-retry",
      "valid-arguments",
      "no-misread-api-exception",
    ],
    origin: "documented",
    impact: { cost: "high", behaviour: "silent failure", users: "lost data" },
  },
  {
    id: "network-error",
    operation: "message.create",
    severity: "error",
    hazard: "rejects",
    condition:
      "name resolution, TLS or a timeout failed, in the SDK's own two retries as well: the message did not arrive",
    raises: "Error",
    requires: [
      "handle any Error, since this one is no ApiException",
      "try again with growing pauses, or keep the message (an outbox) and send it later",
    ],
    rules: [
      "no-unhandled-api-error",
      "no-swallowed-api-error",
      "no-blind-retry",
      "require-idempotency-key",
    ],
    origin: "documented",
    impact: { cost: "high", behaviour: "silent failure", users: "lost data" },
  },
  {
    id: "message-precheck-api-error",
    operation: "message.precheck",
    severity: "error",
    hazard: "rejects",
    condition: "the application is unknown (404) or the event type is not registered (422)",
    raises: "ApiException",
    requires: ["handle it: no answer does not mean that nobody subscribes"],
    rules: ["no-unhandled-api-error", "no-swallowed-api-error"],
    origin: "extended",
    sdkSince: "1.86.0",
  },
  {
    id: "message-precheck-result-not-checked",
    operation: "message.precheck",
    severity: "warn",
    hazard: "precheck",
    condition: "nothing depends on the `active` that the precheck answered",
    requires: ["let `active` decide whether to send, or leave the precheck out"],
    rules: ["no-ignored-precheck"],
    origin: "extended",
    sdkSince: "1.86.0",
  },
  {
    id: "message-expunge-all-async-not-polled",
    operation: "message.expungeAllContents",
    severity: "warn",
    hazard: "task",
    condition:
      "the call has only started a background task, so sensitive payloads may remain for now",
    requires: ["ask backgroundTask.get(id) until the task is finished or has failed"],
    rules: ["no-unpolled-background-task"],
    origin: "extended",
  },
  {
    id: "message-attempt-resend-api-error",
    operation: "messageAttempt.resend",
    severity: "error",
    hazard: "rejects",
    condition:
      "application, message or endpoint are unknown (404), or the token is refused (401, 403)",
    raises: "ApiException",
    requires: ["handle it, or whoever asked for the resend takes it as done"],
    rules: ["no-unhandled-api-error", "no-swallowed-api-error"],
    origin: "documented",
    impact: { cost: "medium", behaviour: "immediate exception", users: "lost data" },
  },
] as const satisfies readonly Postcondition[];
