/**
 * Rules that fixtures expect reports of and that the plugin does not have yet. Their lines are left
 * out of the comparison; a name that the plugin has must go from here, or the tests fail.
 */
export const awaitedRules: readonly string[] = [
  "no-unhandled-api-error",
  "no-swallowed-api-error",
  "no-unhandled-verification-error",
  "no-swallowed-verification-error",
  "require-4xx-rejection",
  "no-unpolled-background-task",
  "no-unconfirmed-send-example",
  "no-ignored-precheck",
  "no-conditional-verification",
  "no-blind-retry",
  "require-idempotency-key",
  "no-misread-api-exception",
  "no-exposed-credentials",
];

/** Fixture folders whose reports are not right yet. One that is right must go from here. */
export const awaitedFolders: readonly string[] = [];
