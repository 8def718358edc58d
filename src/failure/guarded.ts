import ts from "typescript";
import type { Leave } from "./leaves.js";
import { leaf, type World } from "./machine.js";
import { isFunctionNode } from "./roots.js";
import { bare } from "./syntax.js";
import type { FunctionNode } from "./values.js";

/** A function around which a library has made another that gives a failure as a value. */
export interface Guarded {
  readonly fn: FunctionNode;
  /** Whether the made function gives that value by a promise. */
  readonly promised: boolean;
}

/**
 * The function in `Result.fromThrowable(() => …)`, written there. Undefined for a call that makes no
 * function, for one of code that does not turn failures into values, and for a function that is
 * mentioned by its name.
 */
export function guardedFunction(call: ts.CallExpression, world: World): Guarded | undefined {
  const argument = call.arguments.find((given) => isFunctionNode(bare(given)));
  const fn = argument && bare(argument);
  if (!fn || !isFunctionNode(fn) || !world.turnsErrorIntoValue(argument)) return undefined;
  const type = world.checker.getTypeAtLocation(call);
  const [made] = type.getCallSignatures();
  // Of a package without types nothing but the call of what it has made tells that it is a function.
  if (made === undefined && !(type.flags & ts.TypeFlags.Any)) return undefined;
  return { fn, promised: made?.getReturnType().getProperty("then") !== undefined };
}

/** The failure as the value that the made function gives for it, which somebody has to ask. */
export function asResult(leave: Leave, { promised }: Guarded): Leave {
  const value = leaf({ kind: "unknown", truthy: true, due: true, ofError: true });
  return { ...leave, how: promised ? "resolves" : "returns", value, dealt: false };
}
