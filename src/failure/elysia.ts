import type { FunctionNode, Value } from "./values.js";

/** `app.error({ BAD_SIGNATURE: BadSignature })` */
const REGISTERS_CODES = /\.error\(\s*\{/u;

/**
 * The `code` that Elysia gives to an `onError` handler beside the error: the error's own, the name that
 * its class is registered under, or "UNKNOWN" (elysia, compose.js). Undefined where that is not known.
 */
export function elysiaCode(handler: FunctionNode, error: Value): string | undefined {
  const isOriginal = error.kind === "error" && error.error.original;
  return isOriginal && !REGISTERS_CODES.test(handler.getSourceFile().text) ? "UNKNOWN" : undefined;
}
