import ts from "typescript";
import type { ValueTree } from "./machine.js";
import type { Trail, Watched } from "./state.js";
import type { FunctionNode } from "./values.js";

/** Where a simulation starts: a function, a module, or an expression at module or class level. */
export type Root = FunctionNode | ts.SourceFile | ts.Expression;

/** How one failed path ends. */
export interface Ending {
  readonly watched: Watched;
  readonly kind: "throws" | "rejects" | "returns" | "halts";
  readonly value: ValueTree;
  /** Whether the value is in a promise that the function itself has made: it is not async. */
  readonly promised: boolean;
  readonly trail: Trail;
  /** Rejected promises that nobody holds in the end. */
  readonly floating: readonly ts.Node[];
  /** The function that the path leaves: the root, or a callback of code that cannot be entered. */
  readonly leaves: ts.Node;
}

export interface Simulated {
  readonly endings: readonly Ending[];
  /** What the root returns when nothing fails. */
  readonly successes: readonly ValueTree[];
  /** Those of them that come after a watched call: `if (!id) return "invalid";` gives none. */
  readonly passed: readonly ValueTree[];
  /** What is given back where another error than the watched ones has been caught. */
  readonly others: readonly ValueTree[];
  /** The same for callbacks of code that cannot be entered, by the callback. */
  readonly callbackSuccesses: ReadonlyMap<ts.Node, readonly ValueTree[]>;
  /** The function that is the root's value and holds watched calls: what a wrapper made. */
  readonly closure: FunctionNode | undefined;
  /** Functions with watched calls that nothing in the root was seen to call. */
  readonly unentered: readonly FunctionNode[];
}

/** What the function that an ending leaves returns when the watched call has not failed. */
export function successesFor(
  { passed, callbackSuccesses }: Simulated,
  { leaves }: Ending,
  root: ts.Node,
): readonly ValueTree[] {
  return (
    callbackSuccesses.get(leaves) ?? (leaves === root || !ts.isFunctionLike(leaves) ? passed : [])
  );
}
