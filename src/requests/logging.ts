import ts from "typescript";
import { memberName, memberObject, unwrapped } from "./syntax.js";

const LOGGER = /^(?:console|log|logger)$/iu;

/**
 * Whether a call only writes to a log: `console.…(…)`, `log(…)`, `logger.…(…)`, `req.log.info(…)`,
 * `this.logger.warn(…)`. By name, as loggers are told apart everywhere in this plugin.
 */
export function isLogging(call: ts.CallExpression): boolean {
  for (let callee: ts.Expression | undefined = unwrapped(call.expression); callee;) {
    const name: string | undefined =
      memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : undefined);
    if (name !== undefined && LOGGER.test(name)) return true;
    // logger.child({ … }).info(…)
    const object: ts.Expression | undefined = memberObject(callee);
    const inner: ts.Expression | undefined = object && unwrapped(object);
    callee = inner && ts.isCallExpression(inner) ? unwrapped(inner.expression) : inner;
  }
  return false;
}
