import type ts from "typescript";
import type { SvixCall } from "../sdk/recogniser.js";
import type { ValueTree } from "./machine.js";
import type { FailureMode } from "./values.js";

/** What is wrong with how a failure ends; the rules' messages are named after these. */
export type Judgement =
  | "unhandled"
  | "floating"
  | "emptyHandler"
  | "onlyLogged"
  | "successReturned"
  | "networkErrorIgnored"
  | "settledIgnored"
  | "payloadUsed"
  | "successResponse"
  | "resultIgnored"
  | "wrongStatus";

export type Family = "api" | "verification";

/** One way in which a failure ends badly. */
export interface Verdict {
  readonly family: Family;
  readonly judgement: Judgement;
  /** The SDK call whose failure it is. */
  readonly origin: SvixCall;
  /** The call at which the failure stands: the SDK call, or the call of a function that it left. */
  readonly site: ts.CallExpression | ts.NewExpression;
  /** What to point at. */
  readonly place: ts.Node;
  /** A place in another function or file that has to do with it: the wrapper that swallows, say. */
  readonly related?: ts.Node | undefined;
  readonly mode: FailureMode;
  /** All failures of the call that end so. */
  readonly modes: readonly FailureMode[];
  /** What the call at the site gives when it has failed, where that is a value. */
  readonly given?: ValueTree | undefined;
  /** For wrongStatus. */
  readonly status?: number | undefined;
}
