import ts from "typescript";
import { hasProjectBody, type FunctionNode } from "./call-site.js";
import { declarationsOf, innermost } from "./declarations.js";
import { isConst } from "./object-behind.js";
import { isProjectFile } from "./project-files.js";

/** Classes and names of them above one another; the end of `class A extends A` as well. */
const MAX_DEPTH = 16;

const NONE: readonly FunctionNode[] = [];

/**
 * What `new` of the expression enters: the class's constructor, the nearest one above it where it has
 * none of its own, or a function that is used as a constructor. Empty when unknown or without a body.
 */
export function constructorsBehind(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  depth = 0,
): readonly FunctionNode[] {
  if (depth > MAX_DEPTH) return NONE;
  const again = (other: ts.Expression | undefined): readonly FunctionNode[] =>
    other === undefined ? NONE : constructorsBehind(other, checker, depth + 1);
  const inner = innermost(expression);
  const declarations = ts.isClassExpression(inner) ? [inner] : declarationsOf(inner, checker);
  return declarations.flatMap((declaration) => {
    if (ts.isClassLike(declaration)) {
      const own = constructorOf(declaration);
      if (own !== undefined) return hasProjectBody(own) ? [own] : NONE;
      return isProjectFile(declaration.getSourceFile()) ? again(baseOf(declaration)) : NONE;
    }
    if (ts.isVariableDeclaration(declaration) && isConst(declaration))
      return again(declaration.initializer);
    return hasProjectBody(declaration) ? [declaration] : NONE;
  });
}

/** What stands after `extends`. */
export function baseOf(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  return node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
    ?.expression;
}

function constructorOf(node: ts.ClassLikeDeclaration): ts.ConstructorDeclaration | undefined {
  return node.members.find(
    (member): member is ts.ConstructorDeclaration =>
      ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
}
