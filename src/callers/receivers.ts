import ts from "typescript";
import { declarationsOf, innermost } from "./declarations.js";
import { ancestorsOf } from "./heritage.js";
import { isConst } from "./object-behind.js";

/** A class or object literal whose member is looked for through a type that others share. */
export type Owner = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression;

/**
 * Whether a call through a type that several classes or objects have (`mailer.send()`) may reach this
 * one's member: not by `super`, not on an object known to be another, not on a class beside it.
 */
export function mayReceive(
  receiver: ts.Expression,
  owner: Owner,
  checker: ts.TypeChecker,
): boolean {
  const object = innermost(receiver);
  if (object.kind === ts.SyntaxKind.SuperKeyword) return false;
  const made = madeBy(object, checker);
  if (made !== undefined && ts.isObjectLiteralExpression(made)) return made === owner;
  const receiverClass = (checker.getTypeAtLocation(made ?? object).symbol as ts.Symbol | undefined)
    ?.valueDeclaration;
  if (receiverClass === undefined || !ts.isClassLike(receiverClass) || !ts.isClassLike(owner))
    return true;
  return (
    receiverClass === owner ||
    (made === undefined && ancestorsOf(owner, checker).has(receiverClass)) ||
    ancestorsOf(receiverClass, checker).has(owner)
  );
}

/** `new Mailer()` or `{ … }` that a const is known to hold. */
function madeBy(
  object: ts.Expression,
  checker: ts.TypeChecker,
): ts.NewExpression | ts.ObjectLiteralExpression | undefined {
  const value = ts.isIdentifier(object) ? constValue(object, checker) : object;
  return value !== undefined && (ts.isNewExpression(value) || ts.isObjectLiteralExpression(value))
    ? value
    : undefined;
}

function constValue(name: ts.Identifier, checker: ts.TypeChecker): ts.Expression | undefined {
  const [declaration] = declarationsOf(name, checker);
  if (
    declaration === undefined ||
    !ts.isVariableDeclaration(declaration) ||
    declaration.initializer === undefined
  )
    return undefined;
  return isConst(declaration) ? innermost(declaration.initializer) : undefined;
}
