import ts from "typescript";
import { isKeyAsked, isPropertyAsked } from "./asked-members.js";
import type { Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import type { State } from "./state.js";
import { rootOf } from "./syntax.js";
import type { Value } from "./values.js";

/**
 * A value that the failure of a verification has made what it is, and that is kept on the request or its
 * context for the handlers behind: `req.verified = isValid(req)`, `res.locals.verified = verified`. It
 * tells them where somebody asks for it.
 */
export function noteToldByProperty(
  { family, world }: Machine,
  node: ts.AccessExpression,
  value: Value,
  state: State,
): void {
  if (family !== "verification" || !tells(value, state)) return;
  if (!ts.isPropertyAccessExpression(node)) return;
  const root = rootOf(node.expression);
  const declaration = root && world.checker.getSymbolAtLocation(root)?.valueDeclaration;
  const isGiven = ts.findAncestor(declaration, ts.isParameter) !== undefined;
  if (isGiven && isPropertyAsked(node.name, world)) state.note({ told: node });
}

/** The same under a key: `c.set("verified", verified)`, and elsewhere `c.get("verified")`, `c.var.verified`. */
export function noteToldUnderKey(
  { family, world }: Machine,
  node: ts.CallExpression,
  name: string | undefined,
  [key, value]: readonly Value[],
  state: State,
): void {
  if (family !== "verification" || name !== "set" || value === undefined) return;
  if (key?.kind !== "primitive" || typeof key.value !== "string" || !tells(value, state)) return;
  if (isKeyAsked(key.value, world)) state.note({ told: node });
}

function tells(value: Value, state: State): boolean {
  if (state.phase !== "failed") return false;
  const { due, tainted } = marksWithin(value, state);
  return tainted !== true && (due === true || state.handling > 0);
}
