import ts from "typescript";
import { innermost } from "../callers/declarations.js";
import type { Retry, RetryContext } from "./attempts.js";
import { birthIn, isInAttempt } from "./born.js";
import { objectOf } from "./libraries.js";
import { returnsOf, symbolOf, valueOfProperty } from "./syntax.js";

export interface Built {
  readonly call: ts.CallExpression;
  /** What makes the key, in the function that is called. */
  readonly born: ts.Node;
}

/**
 * The call that makes an input anew in each attempt, with another key each time: `toMessage(order)`, of
 * a function of the program that returns `{ eventId: randomUUID(), … }`. Undefined where the key is the
 * same each time, and where that cannot be told.
 */
export function builtAnew(
  input: ts.Expression,
  field: string,
  retry: Retry,
  context: RetryContext,
): Built | undefined {
  const call = madeBy(input, context.checker);
  const [target, other] = call ? context.callers.targetsOf(call) : [];
  if (!call || !target || other || !isInAttempt(call, retry)) return undefined;
  const inside: Retry = { ...retry, chain: [...retry.chain, { call, target }] };
  const births = returnsOf(target).map((value) => {
    const literal = objectOf(value, context.checker);
    const key = literal && valueOfProperty(literal, field);
    return key && birthIn(key, inside, context)?.node;
  });
  const [born] = births;
  return born && births.every((each) => each !== undefined) ? { call, born } : undefined;
}

/** The call itself, or the one that a constant holds. */
function madeBy(input: ts.Expression, checker: ts.TypeChecker): ts.CallExpression | undefined {
  const node = innermost(input);
  if (ts.isCallExpression(node)) return node;
  const declaration = ts.isIdentifier(node) ? symbolOf(node, checker)?.valueDeclaration : undefined;
  const isConst =
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const value = isConst && declaration.initializer ? innermost(declaration.initializer) : undefined;
  return value && ts.isCallExpression(value) ? value : undefined;
}
