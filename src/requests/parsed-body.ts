import ts from "typescript";
import { unwrapped } from "./syntax.js";

/**
 * The verified body, parsed as the text that it is: `JSON.parse(body) as Event`.
 *
 * @param body what is given to `verify`
 * @param given the call of `verify` with its casts, whose type the parsed value keeps
 */
export function parsedBody(
  body: ts.Expression,
  given: ts.Expression,
  checker: ts.TypeChecker,
): string {
  const cast = castOf(given);
  return `JSON.parse(${textOf(body, checker)})${cast === undefined ? "" : ` as ${cast}`}`;
}

/**
 * A verified body as the string that JSON.parse takes: `body`, `body as string`, `(raw as
 * Buffer).toString()`. A cast stays where the type without it is another.
 */
function textOf(body: ts.Expression, checker: ts.TypeChecker): string {
  const inner = unwrapped(body);
  const own = checker.getTypeAtLocation(inner);
  const type = checker.getTypeAtLocation(body);
  if (isText(type)) return (isText(own) ? inner : body).getText();
  if (isPlainBytes(own)) return `new TextDecoder().decode(${inner.getText()})`;
  // A cast that says no more than the value's own type need not be repeated.
  const isSame = checker.typeToString(own) === checker.typeToString(type);
  const bytes = isSame ? inner : body;
  return ts.isAsExpression(bytes) || ts.isTypeAssertionExpression(bytes)
    ? `(${bytes.getText()}).toString()`
    : `${bytes.getText()}.toString()`;
}

function isText({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any)) !== 0;
}

/** Bytes whose `toString()` lists numbers, or says "[object ArrayBuffer]"; Node's Buffer decodes them. */
function isPlainBytes(type: ts.Type): boolean {
  return (
    type.getProperty("byteLength") !== undefined && type.getProperty("readUInt8") === undefined
  );
}

/** The type that the value is cast to by the outermost cast, or undefined where there is none or it says nothing. */
function castOf(node: ts.Node): string | undefined {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isNonNullExpression(current) ||
    ts.isAwaitExpression(current)
  ) {
    current = current.expression;
  }
  if (!ts.isAsExpression(current) && !ts.isTypeAssertionExpression(current)) return undefined;
  const type = current.type.getText();
  return type === "any" || type === "unknown" ? undefined : type;
}
