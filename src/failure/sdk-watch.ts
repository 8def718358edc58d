import type ts from "typescript";
import { calledName } from "../callers/called-name.js";
import type { SvixCall } from "../sdk/recogniser.js";
import { leaf, type Manifestation, type ValueTree, type WatchedCall } from "./machine.js";
import type { Watched } from "./state.js";
import { ANY_MESSAGE } from "./messages.js";
import { SOMETHING, type ErrorFacts, type FailureMode } from "./values.js";
import type { Family } from "./verdict.js";

/** An SDK call with its ways to fail; notes for each of them that it is this call's. */
export function watchSdkCall(
  call: SvixCall,
  rejects: boolean,
  origins: Map<Watched, SvixCall>,
): WatchedCall {
  const modes: readonly FailureMode[] =
    call.kind === "verify" ? ["verification"] : ["api", "network"];
  const manifestations = modes.map((mode): Manifestation => {
    const watched: Watched = { call: call.call, mode, variant: 0 };
    origins.set(watched, call);
    // A verifier that the settings name has messages of its own.
    const isOwn = mode === "verification" && call.package !== undefined;
    return {
      watched,
      how: rejects ? "rejects" : "throws",
      value: isOwn ? OWN_ERROR : ERRORS[mode],
      dealt: false,
    };
  });
  return { manifestations, success: SUCCESS, async: rejects };
}

const SUCCESS = leaf(SOMETHING);

/** The same for all calls, of which there are many: which call has failed is told by what is watched. */
const ERRORS: Readonly<Record<FailureMode, ValueTree>> = {
  api: errorOf({ mode: "api", className: "ApiException" }),
  network: errorOf({ mode: "network", className: "Error" }),
  verification: errorOf({ mode: "verification", className: "WebhookVerificationError" }),
};

const OWN_ERROR = errorOf({
  mode: "verification",
  className: "WebhookVerificationError",
  messages: ANY_MESSAGE,
});

function errorOf(facts: Omit<ErrorFacts, "original" | "carries">): ValueTree {
  return leaf({ kind: "error", error: { original: true, carries: true, ...facts }, due: true });
}

/** Which family of failures a call of the SDK has. */
export function kindOf(call: SvixCall | undefined): Family | undefined {
  if (call?.kind === "api") return "api";
  return call?.kind === "verify" ? "verification" : undefined;
}

/** A call of a function that is declared to throw, under its own name: what it does is not known. */
export function declaredCallOf(call: ts.CallExpression, family: Family): SvixCall {
  const operation = calledName(call) ?? "the call";
  return {
    ...{ call, operation, resource: "", method: operation },
    kind: family === "api" ? "api" : "verify",
    contracted: true,
    returnsTask: false,
    package: undefined,
    args: call.arguments,
    parameterTypes: [],
    idempotencyParameter: undefined,
  };
}
