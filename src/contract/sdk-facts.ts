/**
 * What is true of the published `svix` package, read off its declarations and sources (1.4.12 to
 * 2.5.0). Where generations differ, the installed types decide, never a version number.
 */

/** What an ApiException has besides Error's own properties; `code` is the HTTP status, a number. */
export const API_EXCEPTION_FIELDS = ["code", "body", "headers"] as const;

/** What other HTTP clients' errors have and an ApiException lacks. */
export const NOT_ON_API_EXCEPTION = ["status", "statusCode", "response"] as const;

/**
 * The SDK's own retries: of 5xx and network failures only, so that every 4xx (429 too) arrives at
 * once. Source: `sendWithRetry` in the package's src/request.ts.
 */
export const SDK_RETRIES = { attempts: 2, firstDelayMs: 50, factor: 2 } as const;

/**
 * Every message that a WebhookVerificationError of `verify` has had, in `svix` 1.4 to 2.5 and in
 * `standardwebhooks`. A bad signature has the second; an old or a future timestamp the last two.
 */
export const VERIFICATION_MESSAGES = [
  "Missing required headers",
  "No matching signature found",
  "Invalid Signature Headers",
  "Message timestamp too old",
  "Message timestamp too new",
] as const;

/** The `name` that the error of `verify` gives itself, in `svix` and in `standardwebhooks`. */
export const NAME_OF_VERIFICATION_ERROR = "WebhookVerificationError";

/** The `name` of an ApiException in `svix` 1.4 to 2.5, which sets none: that of every plain error. */
export const NAME_OF_API_EXCEPTION = "Error";

/** What a background task's `status` can be; the last two are final. */
export const BACKGROUND_TASK_STATUSES = ["running", "finished", "failed"] as const;
export const FINAL_TASK_STATUSES = ["finished", "failed"] as const;

/** The types of the `status` and `task` properties by which a result is known as a task. */
export const TASK_STATUS_TYPE = "BackgroundTaskStatus";
export const TASK_KIND_TYPE = "BackgroundTaskType";

/** The resource whose methods read tasks that others started. */
export const TASK_RESOURCE = "backgroundTask";

/** Message and attempt statuses; 1.x before 1.6x knows the first three only. */
export const MESSAGE_STATUS = { Success: 0, Pending: 1, Fail: 2, Sending: 3, Canceled: 4 } as const;

/** Calls that tell whether a message was delivered. */
export const ATTEMPT_READERS = [
  "messageAttempt.listByMsg",
  "messageAttempt.listByEndpoint",
  "messageAttempt.listAttemptedDestinations",
  "messageAttempt.get",
] as const;

/** Calls that read a background task. */
export const TASK_READERS = [
  "backgroundTask.get",
  "backgroundTask.list",
  "backgroundTask.listByEndpoint",
] as const;

/** POST operations that do the same when they are sent twice, so that they need no key. */
export const NEEDS_NO_IDEMPOTENCY_KEY: readonly string[] = [
  "application.getOrCreate",
  "authentication.appPortalAccess",
  "authentication.expireAll",
];

/** Operations that are deduplicated by a field of their input as well: operation → field. */
export const DEDUPLICATED_BY: Readonly<Record<string, string>> = { "message.create": "eventId" };

/** Never best effort: a log line is no handling here, whatever an option says. */
export const NEVER_BEST_EFFORT: readonly string[] = ["authentication.expireAll"];

/** The three headers that verify() needs, under each of their prefixes; letter case is free. */
export const WEBHOOK_HEADERS = {
  svix: ["svix-id", "svix-timestamp", "svix-signature"],
  webhook: ["webhook-id", "webhook-timestamp", "webhook-signature"],
} as const;

/** The header prefixes that each package's verify() reads. */
export const HEADER_PREFIXES = {
  svix: ["svix", "webhook"],
  standardwebhooks: ["webhook"],
} as const;

/** How far the timestamp of a webhook may be off, in seconds, either way. */
export const TIMESTAMP_TOLERANCE_SECONDS = 300;

/** Answers below 500 that ask the sender to try again, and so are no rejection. */
export const RETRY_INVITING_STATUSES: readonly number[] = [408, 425, 429];

/** Prefixes of signing secrets and keys. */
export const SIGNING_KEY_PREFIXES = ["whsec_", "whsk_", "whsk1_", "whpk_", "whpk1_"] as const;

/** Asks beforehand whether a message would reach anybody: who sends it without an answer has lost nothing. */
export const ASKED_BEFORE_SENDING = { ask: "message.precheck", send: "message.create" } as const;
