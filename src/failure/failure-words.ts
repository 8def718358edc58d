/** Properties that are false when something went wrong. */
export const SUCCESS_PROPERTIES: ReadonlySet<string> = new Set([
  "ok",
  "success",
  "successful",
  "succeeded",
  "valid",
  "verified",
  "isOk",
  "isValid",
  "sent",
  "delivered",
]);

/** Words for what did not work out, as programs use them for states and results. */
const FAILING =
  /^(?:fail|fails|failed|failing|failure|err|error|errored|errors|broken|down|lost|refused|rejected|aborted|unavailable|unreachable|undeliverable|undelivered|unsent|unconfirmed|unhealthy|not)$/u;
/** Words that turn them round. */
const NEGATING = /^(?:no|without|non|zero)$/u;
/** A longer text is prose, of which single words say little. */
const MOST_WORDS = 4;

/** Whether a state's name is that of a failure: `failed`, `DELIVERY_FAILED`, `sendError`, `not_sent`. */
export function namesFailure(value: unknown): boolean {
  if (typeof value !== "string") return false;
  const words = value
    .replace(/([a-z])([A-Z])/gu, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/u)
    .filter((word) => word !== "");
  return (
    words.length <= MOST_WORDS &&
    words.some((word) => FAILING.test(word)) &&
    !words.some((word) => NEGATING.test(word))
  );
}
