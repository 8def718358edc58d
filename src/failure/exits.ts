import ts from "typescript";
import type { Completion } from "./machine.js";
import type { State } from "./state.js";
import type { Value } from "./values.js";

/** Calls that end the process; the last of them always as a failure. */
const ENDS = new Set(["process.exit", "Deno.exit", "process.abort"]);

export function endsProcess(callee: ts.Expression): boolean {
  return ENDS.has(nameOf(callee));
}

function nameOf(callee: ts.Expression): string {
  return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression)
    ? `${callee.expression.text}.${callee.name.text}`
    : "";
}

/**
 * The process ends: with an exit code other than 0 that is an answer to the failure, otherwise a
 * success to whoever has started it, even of a failure that nobody has met before.
 */
export function endProcess(
  node: ts.CallExpression,
  callee: ts.Expression,
  args: readonly Value[],
  state: State,
): Completion[] {
  if (endsWell(node, callee, args)) state.note({ caughtAt: state.trail?.caughtAt ?? node });
  else state.note({ acted: node });
  return [{ kind: "halt", state }];
}

/**
 * Whether the exit code is 0: it is said, or nothing is said here and nowhere else in the file.
 * Node takes `process.exitCode` where the call has no code (Deno `Deno.exitCode`).
 */
function endsWell(
  node: ts.CallExpression,
  callee: ts.Expression,
  [code]: readonly Value[],
): boolean {
  if (nameOf(callee) === "process.abort") return false;
  const isMissing = code === undefined || (code.kind === "primitive" && code.value === undefined);
  if (isMissing) return !/\bexitCode\b/u.test(node.getSourceFile().text);
  return code.kind === "primitive" && code.value === 0;
}
