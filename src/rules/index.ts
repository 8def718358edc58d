import noBlindRetry from "./no-blind-retry.js";
import noConditionalVerification from "./no-conditional-verification.js";
import noExposedCredentials from "./no-exposed-credentials.js";
import noIgnoredPrecheck from "./no-ignored-precheck.js";
import noManualVerification from "./no-manual-verification.js";
import noMisreadApiException from "./no-misread-api-exception.js";
import noSwallowedApiError from "./no-swallowed-api-error.js";
import noSwallowedVerificationError from "./no-swallowed-verification-error.js";
import noUnconfirmedSendExample from "./no-unconfirmed-send-example.js";
import noUnhandledApiError from "./no-unhandled-api-error.js";
import noUnhandledVerificationError from "./no-unhandled-verification-error.js";
import noUnpolledBackgroundTask from "./no-unpolled-background-task.js";
import noVerifyResult from "./no-verify-result.js";
import require4xxRejection from "./require-4xx-rejection.js";
import requireIdempotencyKey from "./require-idempotency-key.js";
import requireRawBody from "./require-raw-body.js";
import requireWebhookHeaders from "./require-webhook-headers.js";
import validArguments from "./valid-arguments.js";

/** All rules by name. A test compares this list with the files of the folder. */
export const rules = {
  "no-blind-retry": noBlindRetry,
  "no-conditional-verification": noConditionalVerification,
  "no-exposed-credentials": noExposedCredentials,
  "no-ignored-precheck": noIgnoredPrecheck,
  "no-manual-verification": noManualVerification,
  "no-misread-api-exception": noMisreadApiException,
  "no-swallowed-api-error": noSwallowedApiError,
  "no-swallowed-verification-error": noSwallowedVerificationError,
  "no-unconfirmed-send-example": noUnconfirmedSendExample,
  "no-unhandled-api-error": noUnhandledApiError,
  "no-unhandled-verification-error": noUnhandledVerificationError,
  "no-unpolled-background-task": noUnpolledBackgroundTask,
  "no-verify-result": noVerifyResult,
  "require-4xx-rejection": require4xxRejection,
  "require-idempotency-key": requireIdempotencyKey,
  "require-raw-body": requireRawBody,
  "require-webhook-headers": requireWebhookHeaders,
  "valid-arguments": validArguments,
} as const;

export type RuleName = keyof typeof rules;

type OptionsOf<Rule extends { readonly meta: { readonly defaultOptions: unknown[] } }> =
  Rule["meta"]["defaultOptions"];

type Severity = "error" | "warn" | "off" | 0 | 1 | 2;

/**
 * The entries that a config's `rules` may have for this plugin, with their options:
 * `Linter.Config<RuleOptions>` completes them in an editor.
 */
export type RuleOptions = {
  [Name in RuleName as `svix/${Name}`]?:
    Severity | [Severity, ...Partial<OptionsOf<(typeof rules)[Name]>>];
};
