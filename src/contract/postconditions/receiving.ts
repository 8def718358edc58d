import type { Postcondition } from "../types.js";

/** `Webhook.verify`: the receiving end. */
export const receivingPostconditions = [
  {
    id: "signature-mismatch",
    operation: "Webhook.verify",
    severity: "error",
    hazard: "throws",
    condition: "the payload was not signed with this secret",
    raises: "WebhookVerificationError",
    requires: [
      "catch it and answer 401 or 400",
      "let the payload alone from then on, whatever it says",
    ],
    rules: [
      "no-unhandled-verification-error",
      "no-swallowed-verification-error",
      "require-4xx-rejection",
      "require-raw-body",
      "no-manual-verification",
      "no-exposed-credentials",
      "no-conditional-verification",
    ],
    origin: "documented",
    impact: { cost: "critical", behaviour: "silent failure", users: "security breach" },
  },
  {
    id: "timestamp-expired",
    operation: "Webhook.verify",
    severity: "error",
    hazard: "throws",
    condition:
      "the timestamp is more than five minutes off, as when a recorded request is played again",
    raises: "WebhookVerificationError",
    requires: ["catch it and answer 401", "leave the five minutes as they are"],
    rules: [
      "no-unhandled-verification-error",
      "no-swallowed-verification-error",
      "require-4xx-rejection",
      "no-manual-verification",
      "no-conditional-verification",
    ],
    origin: "documented",
    impact: { cost: "critical", behaviour: "silent failure", users: "security breach" },
  },
  {
    id: "missing-required-headers",
    operation: "Webhook.verify",
    severity: "error",
    hazard: "throws",
    condition: "one of the id, timestamp and signature headers is not there, under either prefix",
    raises: "WebhookVerificationError",
    requires: ["catch it and answer 400", "take no payload that comes without all three"],
    rules: [
      "no-unhandled-verification-error",
      "no-swallowed-verification-error",
      "require-4xx-rejection",
      "require-webhook-headers",
      "no-conditional-verification",
    ],
    origin: "documented",
    impact: { cost: "critical", behaviour: "silent failure", users: "security breach" },
  },
  {
    id: "verify-result-undefined",
    operation: "Webhook.verify",
    severity: "error",
    hazard: "result",
    condition:
      "verify() validates and returns undefined; a cast such as `as unknown as Event` keeps the compiler quiet about it",
    requires: ["parse the raw body that was verified, once verify() is through"],
    rules: ["no-verify-result"],
    origin: "extended",
    sdkSince: "2.2.0",
  },
] as const satisfies readonly Postcondition[];
