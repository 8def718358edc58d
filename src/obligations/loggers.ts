import ts from "typescript";
import { withoutWrapping } from "../sdk/callee.js";

const LOGGER_NAME = /^(?:console|log|logger)$/u;

/**
 * Whether a callee writes a log, judged by the names that loggers have everywhere: `console`, and
 * anything called `log` or `logger`, on whatever it hangs (`this.logger.info`, `request.log.warn`).
 */
export function isDefaultLogger(callee: ts.Expression): boolean {
  const inner = withoutWrapping(callee);
  if (ts.isIdentifier(inner)) return LOGGER_NAME.test(inner.text);
  if (!ts.isPropertyAccessExpression(inner)) return false;
  return isLoggerObject(inner.expression) || LOGGER_NAME.test(inner.name.text);
}

function isLoggerObject(node: ts.Expression): boolean {
  const inner = withoutWrapping(node);
  if (ts.isIdentifier(inner)) return LOGGER_NAME.test(inner.text);
  if (ts.isCallExpression(inner)) return isLoggerObject(inner.expression);
  return ts.isPropertyAccessExpression(inner) && (LOGGER_NAME.test(inner.name.text) || isLoggerObject(inner.expression));
}
