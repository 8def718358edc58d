import ts from "typescript";
import { statusOfName } from "./statuses.js";
import { bare } from "./syntax.js";

/**
 * The text or number that a member of an enum or of an object of constants stands for:
 * `HttpStatus.BAD_REQUEST`, `STATUS.badRequest`. Undefined where it cannot be told.
 */
export function namedConstant(
  checker: ts.TypeChecker,
  node: ts.PropertyAccessExpression,
): string | number | undefined {
  if (!mayHoldConstants(checker, node.expression)) return undefined;
  const declaration = checker.getSymbolAtLocation(node.name)?.declarations?.[0];
  if (declaration === undefined)
    return isMissing(checker, node.expression) ? statusNamed(node) : undefined;
  return constantAt(checker, declaration);
}

/** The same of a member that is looked up by a name that is known: `STATUS[outcome]`. */
export function constantUnder(
  checker: ts.TypeChecker,
  object: ts.Expression,
  name: string,
): string | number | undefined {
  if (!mayHoldConstants(checker, object)) return undefined;
  const declaration = checker.getTypeAtLocation(object).getProperty(name)?.declarations?.[0];
  return declaration && constantAt(checker, declaration);
}

function constantAt(
  checker: ts.TypeChecker,
  declaration: ts.Declaration,
): string | number | undefined {
  if (ts.isEnumMember(declaration)) return checker.getConstantValue(declaration);
  return ts.isPropertyAssignment(declaration) && isConstantObject(declaration.parent)
    ? literalOf(declaration.initializer)
    : undefined;
}

function literalOf(node: ts.Expression): string | number | undefined {
  const value = bare(node);
  if (ts.isStringLiteralLike(value)) return value.text;
  return ts.isNumericLiteral(value) ? Number(value.text) : undefined;
}

/** By symbols of plain names alone, which cost no types: what is kept in a variable is no enum. */
function mayHoldConstants(checker: ts.TypeChecker, object: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(object)) return mayHoldConstants(checker, object.expression);
  if (!ts.isIdentifier(object)) return false;
  const symbol = checker.getSymbolAtLocation(object);
  if (symbol === undefined) return false;
  const holds = ts.SymbolFlags.Enum | ts.SymbolFlags.Module | ts.SymbolFlags.Alias;
  if ((symbol.flags & holds) !== 0) return true;
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const { initializer } = declaration;
  return initializer !== undefined && isConstantObject(objectIn(initializer));
}

/** `{ … } as const`, `Object.freeze({ … })`, `const STATUS = { … }`: a name in capitals says that nobody writes to it. */
function isConstantObject(object: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(object)) return false;
  const { parent } = object;
  // `{ untrusted: { status: 401 } } as const`
  if (ts.isPropertyAssignment(parent)) return isConstantObject(parent.parent);
  if (ts.isAssertionExpression(parent) && ts.isConstTypeReference(parent.type)) return true;
  if (ts.isCallExpression(parent)) return parent.expression.getText() === "Object.freeze";
  return (
    ts.isVariableDeclaration(parent) &&
    ts.isIdentifier(parent.name) &&
    /^[A-Z][A-Z\d_]*$/u.test(parent.name.text)
  );
}

function objectIn(initializer: ts.Expression): ts.Expression {
  const value = bare(initializer);
  const [given] = ts.isCallExpression(value) ? value.arguments : [];
  return given === undefined ? value : bare(given);
}

/** What is imported from a package that is not installed: nothing but its name is known. */
function isMissing(checker: ts.TypeChecker, object: ts.Expression): boolean {
  const symbol = ts.isIdentifier(object) ? checker.getSymbolAtLocation(object) : undefined;
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Alias) === 0) return false;
  return checker.getAliasedSymbol(symbol).declarations === undefined;
}

/** `StatusCodes.INTERNAL_SERVER_ERROR`, `HttpStatus.Unauthorized` */
function statusNamed({ expression, name }: ts.PropertyAccessExpression): number | undefined {
  return /status|http/iu.test(expression.getText()) ? statusOfName(name.text) : undefined;
}
