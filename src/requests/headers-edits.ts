import ts from "typescript";
import { referencesIn, symbolOf } from "./declarations.js";
import { indentationOf, replacing, type Edit } from "./edits.js";
import { copiedKeysOf, type HeadersFault } from "./headers-argument.js";
import { propertyName, settled, unwrapped, visit } from "./syntax.js";

/**
 * `Object.fromEntries(headers)` in place of a `Headers` instance: where it is given to `verify()`,
 * or where a variable gets it that hides its class behind a cast and is read nowhere else.
 */
export function fromEntriesEdits(
  argument: ts.Expression,
  checker: ts.TypeChecker,
): readonly Edit[] | undefined {
  const given = settled(argument);
  if (ts.isObjectLiteralExpression(given)) {
    const [only] = given.properties;
    return only && ts.isSpreadAssignment(only)
      ? [replacing(argument, fromEntries(only.expression))]
      : undefined;
  }
  const copied = copiedKeysOf(given);
  if (copied !== undefined) return [replacing(argument, fromEntries(copied))];
  if (isIterable(given, checker)) return [replacing(argument, fromEntries(argument))];
  if (!ts.isIdentifier(given)) return undefined;
  const symbol = symbolOf(given, checker);
  const declaration = symbol?.valueDeclaration;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
    return undefined;
  if (referencesIn(given.getSourceFile(), symbol, checker).length > 1) return undefined;
  return [replacing(declaration.initializer, fromEntries(declaration.initializer))];
}

function fromEntries(expression: ts.Expression): string {
  const value = unwrapped(expression);
  return `Object.fromEntries(${value.getText()})`;
}

/** A value that Object.fromEntries takes: untyped, or declared with an iterator of its own. */
function isIterable(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const own = checker.getTypeAtLocation(node);
  if (own.flags & ts.TypeFlags.Any) return true;
  return checker
    .getPropertiesOfType(own)
    .some(({ name }) => name === "entries" || name.startsWith("__@iterator"));
}

/**
 * The missing header, added or spelled right. Its value is taken from a neighbour that reads a
 * header by its own name: `"svix-id": req.headers.get("svix-id")`. Undefined where there is none.
 */
export function missingHeaderEdits(
  fault: Extract<HeadersFault, { kind: "missing" }>,
): readonly Edit[] | undefined {
  const { literal, misspelled, missing } = fault;
  const [name = ""] = missing;
  if (misspelled) return respelled(misspelled, name);
  const lines = missing.map((wanted) => {
    for (const property of literal.properties) {
      const value = valueFor(property, wanted);
      if (value !== undefined) return `"${wanted}": ${value}`;
    }
    return undefined;
  });
  const last = literal.properties.at(-1);
  if (!last || lines.some((line) => line === undefined)) return undefined;
  const file = literal.getSourceFile();
  const isOneLine =
    file.getLineAndCharacterOfPosition(literal.getStart()).line ===
    file.getLineAndCharacterOfPosition(last.getEnd()).line;
  const separator = isOneLine ? ", " : `,\n${indentationOf(last)}`;
  return [
    {
      start: last.getEnd(),
      end: last.getEnd(),
      text: lines.map((line) => `${separator}${line}`).join(""),
    },
  ];
}

function respelled(
  property: ts.ObjectLiteralElementLike,
  name: string,
): readonly Edit[] | undefined {
  if (ts.isShorthandPropertyAssignment(property))
    return [replacing(property, `"${name}": ${property.name.text}`)];
  return property.name ? [replacing(property.name, `"${name}"`)] : undefined;
}

/** The initializer of a property that mentions its own header once, with the wanted name in its place. */
function valueFor(property: ts.ObjectLiteralElementLike, wanted: string): string | undefined {
  if (!ts.isPropertyAssignment(property)) return undefined;
  const own = propertyName(property.name)?.toLowerCase();
  const mentions: ts.Node[] = [];
  visit(property.initializer, (node) => {
    if (ts.isStringLiteralLike(node) && node.text.toLowerCase() === own) mentions.push(node);
  });
  const [mention] = mentions;
  if (!mention || mentions.length !== 1) return undefined;
  const text = property.initializer.getText();
  const at = mention.getStart() - property.initializer.getStart();
  const quote = mention.getText()[0] ?? '"';
  return `${text.slice(0, at)}${quote}${wanted}${quote}${text.slice(at + mention.getText().length)}`;
}
