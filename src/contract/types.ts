/** Severity of a postcondition, in ESLint's words. */
export type Severity = "error" | "warn";
