import ts from "typescript";
import { hasBody } from "./call-site.js";
import { declarationsOf, innermost } from "./declarations.js";
import { isProjectFile } from "./project-files.js";
import type { Step } from "./value-steps.js";

/**
 * Whether a call gives back the function it was given: `useCallback(send, [])`, `cache(send)`, and
 * what leads to it: `Object.freeze(handlers)`. False where the declared types do not show it.
 */
export function givesBack(
  node: ts.Expression,
  call: ts.CallExpression | ts.NewExpression,
  steps: readonly Step[],
  checker: ts.TypeChecker,
): boolean {
  // Without types: a function of the project gives back what its body says, which is followed there.
  const named = declarationsOf(innermost(call.expression), checker);
  if (
    named.length > 0 &&
    named.every((own) => ts.isFunctionLike(own) && isProjectFile(own.getSourceFile()))
  )
    return false;
  const declaration = checker.getResolvedSignature(call)?.getDeclaration();
  if (declaration === undefined || isProjectFile(declaration.getSourceFile())) return false;
  if (steps.length > 0) return isNamed(call.expression, "freeze");
  const given = checker.getTypeAtLocation(node).getCallSignatures();
  const made = checker.getTypeAtLocation(call).getCallSignatures();
  return made.some((signature) =>
    given.some(
      (other) => signature.declaration === other.declaration && hasBody(other.declaration),
    ),
  );
}

/** Whether the name, or the last one of a member access, is this one. */
export function isNamed(expression: ts.Expression, name: string): boolean {
  const last = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(last) && last.text === name;
}
