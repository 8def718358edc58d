import type ts from "typescript";
import type { Path } from "../path-values.js";
import type { Walk } from "./walk.js";

/** The path after verification has passed. What was used before it is noted. */
export function verifiedOn(path: Path, walk: Walk, { isSignature = false } = {}): Path {
  if (path.verified) return path;
  if (isSignature) {
    walk.verifiedBy.push(path.decisions);
    if (path.use) walk.usedBefore.add(path.use.node);
  }
  return { ...path, verified: true, use: undefined };
}

/** The path after something derived from the body was used. */
export function usedOn(path: Path, node: ts.Node, walk: Walk): Path {
  if (path.verified) walk.processes = true;
  if (path.verified || path.use) return path;
  return { ...path, use: { node: walk.reportable(node), at: path.decisions.length }, acted: true };
}
