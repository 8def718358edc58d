import { EVERY_POST, NEW_SVIX, type Postcondition } from "../types.js";

/** What holds for a client and its requests as such. */
export const requestPostconditions = [
  {
    id: "idempotency-key-reuse",
    operation: EVERY_POST,
    severity: "warn",
    hazard: "idempotency",
    condition:
      "under a constant key the server answers other requests with what it saved for the first; under a key made anew for each attempt, or none (the SDK then makes one per call), a caller's retry may send twice",
    requires: [
      "where a call can be repeated, give it an idempotencyKey (for message.create an eventId will do) that comes from the event and is the same each time",
    ],
    rules: ["require-idempotency-key"],
    origin: "documented",
  },
  {
    id: "auth-token-exposed",
    operation: NEW_SVIX,
    severity: "error",
    hazard: "credentials",
    condition:
      "the token is written in the source or gets into a browser, where it works for anyone because the API answers cross-origin requests",
    requires: ["take the token from the server's environment or from a secret store"],
    rules: ["no-exposed-credentials"],
    origin: "documented",
  },
] as const satisfies readonly Postcondition[];
