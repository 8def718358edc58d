/** Severity of a postcondition, in ESLint's words. */
export type Severity = "error" | "warn";

/**
 * How a caller comes to harm. `rejects`: the promise is rejected; `throws`: the call throws; `task`:
 * a background task nobody follows; `delivery`: queued is not delivered; `precheck`, `result`: an
 * answer unread or misread; `idempotency`: a request sent twice or swallowed; `credentials`: a
 * secret that leaks.
 */
export type Hazard =
  | "rejects"
  | "throws"
  | "task"
  | "delivery"
  | "precheck"
  | "idempotency"
  | "credentials"
  | "result";

/** The error class that a broken postcondition shows itself with. */
export type Raised = "ApiException" | "Error" | "WebhookVerificationError";

/** Where the knowledge comes from: the SDK's documented profile, or what later versions added. */
export type Origin = "documented" | "extended";

/** What it costs when the postcondition is broken. */
export interface Impact {
  readonly cost: "medium" | "high" | "critical";
  readonly behaviour: "silent failure" | "immediate exception";
  readonly users: "lost data" | "security breach" | "service unavailable";
}

/** One promise of an SDK operation, and what its caller owes. */
export interface Postcondition {
  readonly id: string;
  /** "message.create"; `EVERY_POST` and `NEW_SVIX` where no single operation is meant. */
  readonly operation: string;
  readonly severity: Severity;
  readonly hazard: Hazard;
  /** When it happens. */
  readonly condition: string;
  /** What is thrown or rejected with; absent where nothing is. */
  readonly raises?: Raised;
  /** What the caller has to do. */
  readonly requires: readonly string[];
  /** The rules that hold the caller to it. */
  readonly rules: readonly RuleName[];
  readonly origin: Origin;
  /** The first svix release that it holds for; absent: all of them. */
  readonly sdkSince?: string;
  readonly impact?: Impact;
}

/** `operation` of what holds for every operation that sends a POST request. */
export const EVERY_POST = "every POST operation";

/** `operation` of what holds for making a client. */
export const NEW_SVIX = "new Svix";

/** The rules of the plugin. Severities, messages and options are the rules' own. */
export const ruleNames = [
  "no-unhandled-api-error",
  "no-swallowed-api-error",
  "no-unhandled-verification-error",
  "no-swallowed-verification-error",
  "require-4xx-rejection",
  "no-unpolled-background-task",
  "no-unconfirmed-send-example",
  "no-ignored-precheck",
  "require-raw-body",
  "require-webhook-headers",
  "no-verify-result",
  "no-conditional-verification",
  "no-manual-verification",
  "no-blind-retry",
  "require-idempotency-key",
  "no-misread-api-exception",
  "valid-arguments",
  "no-exposed-credentials",
] as const;

export type RuleName = (typeof ruleNames)[number];
