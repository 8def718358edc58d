import ts from "typescript";
import { contains } from "./roots.js";

/** The calls in a root that enter what stands in the root itself, each with what it enters. */
export type InnerCalls = ReadonlyMap<ts.Node, readonly ts.Node[]>;

/**
 * The functions in which a watched call may fail: it stands in them, or in a function that they call,
 * also by others. Such a function may be one that nothing in the root calls, as the methods that a
 * factory returns.
 */
export function carryingFunctions(
  watched: Iterable<ts.Node>,
  inner: InnerCalls,
): ReadonlySet<ts.Node> {
  const failing = [...watched];
  const carrying = new Set<ts.Node>();
  for (const call of failing) addAround(call, carrying);
  const open = new Map(inner);
  for (let before = -1; before !== open.size;) {
    before = open.size;
    for (const [call, callees] of open) {
      if (!callees.some((callee) => carries(callee))) continue;
      open.delete(call);
      failing.push(call);
      addAround(call, carrying);
    }
  }
  return carrying;

  function carries(callee: ts.Node): boolean {
    // What a wrapper has made around a function is no function itself.
    return ts.isFunctionLike(callee)
      ? carrying.has(callee)
      : failing.some((call) => contains(callee, call));
  }
}

function addAround(call: ts.Node, functions: Set<ts.Node>): void {
  for (let node = call; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isFunctionLike(node)) functions.add(node);
  }
}
