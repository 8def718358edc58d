import { applicationPostconditions } from "./postconditions/application.js";
import { endpointPostconditions } from "./postconditions/endpoint.js";
import { messagePostconditions } from "./postconditions/message.js";
import { receivingPostconditions } from "./postconditions/receiving.js";
import { requestPostconditions } from "./postconditions/requests.js";
import { EVERY_POST, type Hazard, type Postcondition, type RuleName } from "./types.js";

/** Everything that Svix documents about what its operations promise and their callers owe. */
export const postconditions = [
  ...messagePostconditions,
  ...receivingPostconditions,
  ...applicationPostconditions,
  ...endpointPostconditions,
  ...requestPostconditions,
] as const satisfies readonly Postcondition[];

export type PostconditionId = (typeof postconditions)[number]["id"];

/** An entry whose id is known to be one of ours. */
export type KnownPostcondition = Postcondition & { readonly id: PostconditionId };

const all: readonly KnownPostcondition[] = postconditions;

function operationsWith(hazard: Hazard): ReadonlySet<string> {
  return new Set(all.filter((entry) => entry.hazard === hazard).map(({ operation }) => operation));
}

const rejecting = operationsWith("rejects");

/** Whether the contract has an entry of hazard "rejects" for an operation of the API. */
export function isContracted(operation: string): boolean {
  return rejecting.has(operation);
}

/** How an API call fails: with an ApiException (`api`) or with fetch's Error (`network`). */
export type ApiFailureMode = "api" | "network";

const RAISED = { api: "ApiException", network: "Error" } as const;

/**
 * The postconditions that a rule protects at an operation, to be named in its messages.
 *
 * Of an operation with entries for both failure modes, `mode` picks one; where the contract has one
 * entry for any failure, that entry is the answer for either mode. Entries about verification are
 * answered for every verifier (`AutoConfig.verify`, those of the settings), and the one about
 * idempotency keys for every operation. An operation of which the contract says nothing (the API
 * rules can be told to look at all of them) has none.
 */
export function idsOf(
  rule: RuleName,
  operation: string,
  mode?: ApiFailureMode,
): readonly PostconditionId[] {
  const entries = all.filter((entry) => entry.rules.includes(rule) && concerns(entry, operation));
  const ofMode = mode && entries.filter(({ raises }) => raises === RAISED[mode]);
  return (ofMode?.length ? ofMode : entries).map(({ id }) => id);
}

function concerns({ operation, hazard }: Postcondition, asked: string): boolean {
  if (operation === asked || operation === EVERY_POST) return true;
  const isVerification = hazard === "throws" || hazard === "result";
  return isVerification && !all.some((entry) => entry.operation === asked);
}

/** How ids stand at the end of a message: " [api-error, network-error]", or nothing without ids. */
export function citation(ids: readonly PostconditionId[]): string {
  return ids.length === 0 ? "" : ` [${ids.join(", ")}]`;
}

const byId = new Map<string, KnownPostcondition>(all.map((entry) => [entry.id, entry]));

/** The entry of an id, or undefined when there is none. */
export function postconditionOf(id: string): KnownPostcondition | undefined {
  return byId.get(id);
}
