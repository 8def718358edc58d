import type ts from "typescript";
import { isDefaultLogger } from "../sdk/logger-names.js";

/**
 * Whether a call only writes to a log: `console.…(…)`, `log(…)`, `authLogger.…(…)`,
 * `req.log.info(…)`, `logger.child(…).warn(…)`.
 */
export function isLogging(call: ts.CallExpression): boolean {
  return isDefaultLogger(call.expression);
}
