import ts from "typescript";
import { LOGGER_NAME } from "../contract/loggers.js";
import { namedAccessOf, withoutWrapping } from "./callee.js";

/**
 * Whether a callee writes a log, by the names that loggers have everywhere (`console.error`,
 * `request.log.warn`, `this.logger.info`). Used where the host gives no answer of its own.
 */
export function isDefaultLogger(callee: ts.Expression): boolean {
  const inner = withoutWrapping(callee);
  const name = ts.isIdentifier(inner) ? inner.text : namedAccessOf(inner)?.name;
  if (name !== undefined && LOGGER_NAME.test(name)) return true;
  if (ts.isCallExpression(inner)) return isDefaultLogger(inner.expression);
  const isMember = ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner);
  return isMember && isDefaultLogger(inner.expression);
}
