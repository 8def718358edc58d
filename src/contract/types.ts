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

export interface Postcondition {
  readonly id: string;
  /** "message.create", or words where it concerns more than one operation. */
  readonly operation: string;
  readonly severity: Severity;
  readonly hazard: Hazard;
  /** The rules that look after it. */
  readonly rules: readonly string[];
}
