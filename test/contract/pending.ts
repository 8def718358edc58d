import type { PostconditionId } from "../../src/contract/postconditions.js";

/**
 * Postconditions that are not covered yet, by what they lack: a fixture that violates them, one
 * that keeps them, a place on the page of each of their rules. The test fails for whatever lacks it and is not listed,
 * and for whatever is listed and has it.
 */
export const pending = {
  violating: [],
  keeping: [],
  documented: [
    "api-error",
    "network-error",
    "message-precheck-api-error",
    "message-attempt-resend-api-error",
    "signature-mismatch",
    "timestamp-expired",
    "missing-required-headers",
    "application-create-api-error",
    "application-create-network-error",
    "application-get-or-create-api-error",
    "app-portal-access-api-error",
    "authentication-expire-all-api-error",
    "authentication-expire-all-network-error",
    "endpoint-create-api-error",
    "endpoint-recover-api-error",
    "endpoint-rotate-secret-api-error",
    "endpoint-replay-missing-api-error",
    "endpoint-bulk-replay-api-error",
    "endpoint-send-example-api-error",
    "idempotency-key-reuse",
  ],
} as const satisfies Readonly<Record<string, readonly PostconditionId[]>>;
