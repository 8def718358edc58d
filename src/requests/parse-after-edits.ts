import ts from "typescript";
import { indentationOf, listedStatement, replacing, type Edit } from "./edits.js";
import { parsedBody } from "./parsed-body.js";
import { unwrapped, wrapping } from "./syntax.js";

/**
 * The edits that verify first and parse the same body then, in place of a use of verify's value:
 * `const event = wh.verify(body, h) as X` becomes `wh.verify(body, h); const event = JSON.parse(body) as X`.
 * Undefined where the body is not a plain name, or the value is used inside of another expression.
 */
export function parseAfterEdits(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
): readonly Edit[] | undefined {
  const [body] = call.arguments;
  const given = wrapping(call);
  const statement = listedStatement(call);
  if (!body || !isName(body) || !statement) return undefined;
  const isWhole =
    (ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.length === 1 &&
      statement.declarationList.declarations[0]?.initializer === given) ||
    (ts.isReturnStatement(statement) && statement.expression === given) ||
    (ts.isExpressionStatement(statement) &&
      ts.isBinaryExpression(statement.expression) &&
      statement.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      statement.expression.right === given);
  if (!isWhole) return undefined;
  const start = statement.getStart();
  const before = `${call.getText()};\n${indentationOf(statement)}`;
  return [{ start, end: start, text: before }, replacing(given, parsedBody(body, given, checker))];
}

function isName(node: ts.Expression): boolean {
  const inner = unwrapped(node);
  return (
    ts.isIdentifier(inner) || (ts.isPropertyAccessExpression(inner) && isName(inner.expression))
  );
}
