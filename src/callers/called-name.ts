import ts from "typescript";
import { innermost } from "./declarations.js";

/** The last name of what is called: `send` in `svix.message.send(…)`. */
export function calledName(call: ts.CallExpression | ts.NewExpression): string | undefined {
  const callee = innermost(call.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  // `senderOf(client)(…)`
  if (ts.isCallExpression(callee)) return calledName(callee);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isElementAccessExpression(callee)) {
    if (ts.isStringLiteralLike(callee.argumentExpression)) return callee.argumentExpression.text;
    // `handlers[type](…)`
    const object = innermost(callee.expression);
    return ts.isIdentifier(object) ? object.text : undefined;
  }
  return undefined;
}
