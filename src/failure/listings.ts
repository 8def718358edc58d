import ts from "typescript";
import { arrayMethod } from "./arrays.js";
import { isMethodOfGlobal } from "./globals.js";
import { normal, type Completion, type Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import type { HeapEntry, State } from "./state.js";
import { bare } from "./syntax.js";
import { marksOf, primitive, UNKNOWN, type Value } from "./values.js";

type ArrayEntry = HeapEntry & { readonly kind: "array" };

/** What an object or a list holds, each with its name or place; undefined for what is not known. */
interface Holding {
  readonly parts: readonly (readonly [name: Value, value: Value])[];
  readonly open: boolean;
  readonly maybeEmpty: boolean;
  readonly short: boolean | undefined;
}

/**
 * The list that a call makes of what an object or another list holds: `list.entries()`,
 * `list.keys()`, `Object.entries(…)`, `Object.keys(…)`, `Object.values(…)`, `Array.from(…)`.
 * Undefined for other calls, for what is not known to hold anything, and, but for a callback of
 * `Array.from`, where nothing has failed.
 * Maps and Sets are no lists here: what is at which place in them is not known.
 */
export function listingOf(
  machine: Machine,
  node: ts.CallExpression,
  { receiver, name }: { readonly receiver: Value | undefined; readonly name: string | undefined },
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  if (receiver === undefined || name === undefined) return undefined;
  const { checker } = machine.world;
  const [list = UNKNOWN, callback] = args;
  const isFrom = name === "from" && isMethodOfGlobal(checker, node, "Array");
  // Whatever there is to go through: `Array.from(ids, send)`, `Array.from({ length: 4 }, worker)`.
  if (isFrom && callback?.kind === "function")
    return arrayMethod(machine, list, "map", args.slice(1), node, state);
  if (state.phase !== "failed") return undefined;
  const isOwn = name === "entries" || name === "keys";
  if (isOwn && isList(machine, receiver, bare(node.expression), state))
    return listed(machine, name, receiver, false, state);
  if ((isOwn || name === "values") && isMethodOfGlobal(checker, node, "Object"))
    return listed(machine, name, list, true, state);
  if (!isFrom || !isHeld(list, state, "array")) return undefined;
  return callback === undefined
    ? listed(machine, "values", list, false, state)
    : arrayMethod(machine, list, "map", args.slice(1), node, state);
}

function isHeld(value: Value, state: State, kind: HeapEntry["kind"]): boolean {
  return value.kind === "reference" && state.heap.get(value.id)?.kind === kind;
}

function isList(machine: Machine, receiver: Value, callee: ts.Expression, state: State): boolean {
  if (!isHeld(receiver, state, "array") || !ts.isPropertyAccessExpression(callee)) return false;
  const type = machine.world.checker.getTypeAtLocation(callee.expression);
  return !/^(?:Readonly)?(?:Map|Set)$/u.test(type.getSymbol()?.name ?? "");
}

function listed(
  machine: Machine,
  name: "entries" | "keys" | "values",
  of: Value,
  asNames: boolean,
  state: State,
): Completion[] | undefined {
  const holding = holdingOf(of, asNames, state);
  return holding && normal(listOf(machine, name, holding, of, state), state);
}

/** The names or places of what a value holds, as `for (const name in value)` goes through them. */
export function namesIn(machine: Machine, value: Value, state: State): Value | undefined {
  const holding = state.phase === "failed" ? holdingOf(value, true, state) : undefined;
  return holding && listOf(machine, "keys", holding, value, state);
}

function holdingOf(value: Value, asNames: boolean, state: State): Holding | undefined {
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  if (entry?.kind === "array") return holdingOfArray(entry, asNames);
  if (entry?.kind !== "object") return undefined;
  const { props, open, short } = entry;
  const parts = [...props].map(([name, part]) => [open ? UNKNOWN : primitive(name), part] as const);
  return { parts, open, maybeEmpty: open && parts.length === 0, short };
}

function holdingOfArray(
  { elements, open, maybeEmpty, short }: ArrayEntry,
  asNames: boolean,
): Holding {
  const parts = elements.map((element, index) => {
    const place = open ? UNKNOWN : primitive(asNames ? String(index) : index);
    return [place, element] as const;
  });
  return { parts, open, maybeEmpty: maybeEmpty === true || (open && parts.length === 0), short };
}

function listOf(
  machine: Machine,
  name: "entries" | "keys" | "values",
  { parts, open, maybeEmpty, short }: Holding,
  of: Value,
  state: State,
): Value {
  const elements = parts.map(([key, value]): Value => {
    if (name === "values") return value;
    // Under what name something is found is due to what has put it there.
    const marks = marksOf(marksWithin(value, state));
    const named: Value = { ...key, ...marks };
    if (name === "keys") return named;
    return {
      ...newList(machine, [key, value], { open: false, maybeEmpty: false, short: false }, state),
      ...marks,
    };
  });
  return { ...newList(machine, elements, { open, maybeEmpty, short }, state), ...marksOf(of) };
}

function newList(
  machine: Machine,
  elements: readonly Value[],
  extent: Omit<Holding, "parts">,
  state: State,
): Value {
  const id = machine.fresh();
  state.heap.set(id, { kind: "array", elements, ...extent });
  return { kind: "reference", id };
}
