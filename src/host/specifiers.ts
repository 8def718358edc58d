import { typeMatchesSomeSpecifier, type TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import type ts from "typescript";
import { checkerOf } from "../sdk/checker.js";

/**
 * Whether an expression is one of the declarations that a user's specifiers name.
 *
 * Asked with a callee, `run(…)` or `jobs.run(…)`, it answers by where the function or method is
 * declared and not by what it is called here. It answers false where the type is `any`.
 */
export type SpecifierMatch = (expression: ts.Expression) => boolean;

/** The match for specifiers in typescript-eslint's TypeOrValueSpecifier format. */
export function specifierMatch(
  specifiers: readonly TypeOrValueSpecifier[],
  program: ts.Program,
): SpecifierMatch {
  if (specifiers.length === 0) return () => false;
  const checker = checkerOf(program);
  return (expression) =>
    typeMatchesSomeSpecifier(checker.getTypeAtLocation(expression), [...specifiers], program);
}
