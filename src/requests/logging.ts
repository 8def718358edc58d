import type ts from "typescript";
import { isDefaultLogger } from "../sdk/logger-names.js";

/** Whether a callee only writes a log; the settings may name more than the default knows. */
export type IsLogger = (callee: ts.Expression) => boolean;

/**
 * Whether a call only writes to a log: `console.…(…)`, `log(…)`, `authLogger.…(…)`,
 * `req.log.info(…)`, `logger.child(…).warn(…)`.
 */
export function isLogging(call: ts.CallExpression, isLogger: IsLogger = isDefaultLogger): boolean {
  return isLogger(call.expression);
}
