import ts from "typescript";
import { innermost } from "./declarations.js";
import { literalBehind } from "./object-behind.js";
import { VISITORS } from "./value-steps.js";

/**
 * The expressions whose values a variable takes one after the other: the elements of the list that a
 * loop or an array method goes through, where that list is known to be a literal. Empty otherwise.
 *
 * @param declaration `hook` of `for (const hook of hooks)` or `hooks.map((hook) => …)`
 */
export function elementsFor(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
  checker: ts.TypeChecker,
): readonly ts.Expression[] {
  const list = ts.isParameter(declaration) ? visitedBy(declaration) : loopedOver(declaration);
  return list === undefined ? [] : elementsBehind(list, checker);
}

/** The elements of a list that is known to be a literal, those of spread lists among them. */
export function elementsBehind(
  list: ts.Expression,
  checker: ts.TypeChecker,
): readonly ts.Expression[] {
  const literal = literalBehind(list, checker);
  if (literal === undefined || !ts.isArrayLiteralExpression(literal)) return [];
  return literal.elements.flatMap((element) =>
    ts.isSpreadElement(element) ? elementsBehind(element.expression, checker) : [element],
  );
}

function loopedOver({ parent: list }: ts.VariableDeclaration): ts.Expression | undefined {
  return ts.isForOfStatement(list.parent) && list.parent.initializer === list
    ? list.parent.expression
    : undefined;
}

function visitedBy(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
  const { parent: callback } = parameter;
  const call = callback.parent;
  if (callback.parameters[0] !== parameter || !ts.isCallExpression(call)) return undefined;
  const callee = innermost(call.expression);
  return call.arguments[0] === callback &&
    ts.isPropertyAccessExpression(callee) &&
    VISITORS.has(callee.name.text)
    ? callee.expression
    : undefined;
}
