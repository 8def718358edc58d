import type ts from "typescript";

/** A call of the SDK that the contract knows. */
export interface SvixCall {
  readonly call: ts.CallExpression;
  /** "message.create", "endpoint.replayMissing", "Webhook.verify", "operationalWebhook.endpoint.create" … */
  readonly operation: string;
  /** Property path without the method: "message", "Webhook". */
  readonly resource: string;
  readonly method: string;
  /**
   * api: talks to the network and returns a promise; verify: checks a signature and throws
   * synchronously; sign: `Webhook#sign`.
   */
  readonly kind: "api" | "verify" | "sign";
  /** Whether postconditions.json lists the operation with hazard "rejects" (api) or "throws" (verify). */
  readonly contracted: boolean;
  /** Whether the call's (awaited) type carries a background task in the installed SDK. */
  readonly returnsTask: boolean;
}

export interface SvixConstruction {
  readonly node: ts.NewExpression;
  readonly className: "Svix" | "Webhook";
}

/** The SDK's own error classes, and the standard class that its network failures have. */
export type ErrorClass = "ApiException" | "WebhookVerificationError" | "Error";

/** The one door of sdk/: is this a Svix call, and which? Never throws. */
export interface Recogniser {
  callOf(node: ts.CallExpression): SvixCall | undefined;
  constructionOf(node: ts.NewExpression): SvixConstruction | undefined;
  /** Which SDK error class (or the global Error) an expression such as the right side of `instanceof` names. */
  errorClassOf(node: ts.Expression): ErrorClass | undefined;
}

/** The recogniser of a program, or undefined when no file of the SDK's packages is loaded in it. */
export function recogniserOf(_program: ts.Program): Recogniser | undefined {
  return undefined;
}
