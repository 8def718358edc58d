import type ts from "typescript";
import { calledName } from "../callers/called-name.js";
import type { SvixCall } from "../sdk/recogniser.js";
import { leaf, type Manifestation, type WatchedCall } from "./machine.js";
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
    const error: ErrorFacts = {
      ...{ original: true, carries: true, mode, className: CLASS_OF_MODE[mode] },
      // A verifier that the settings name has messages of its own.
      ...(mode === "verification" && call.package !== undefined && { messages: ANY_MESSAGE }),
    };
    return {
      watched,
      how: rejects ? "rejects" : "throws",
      value: leaf({ kind: "error", error, due: true }),
      dealt: false,
    };
  });
  return { manifestations, success: leaf(SOMETHING), async: rejects };
}

const CLASS_OF_MODE: Readonly<Record<FailureMode, string>> = {
  api: "ApiException",
  network: "Error",
  verification: "WebhookVerificationError",
};

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
