import ts from "typescript";
import { variableOf } from "./assigned.js";
import { keepIn } from "./kept-records.js";
import { isReplyBodyWrite, isReplyStatusWrite, isReplyWrite } from "./replies.js";
import type { Machine } from "./machine.js";
import { holdsError, marksWithin } from "./marks.js";
import { isPropertyRead } from "./readers.js";
import { numberOf, shows, tells } from "./responses.js";
import { noteToldByProperty } from "./told-on-request.js";
import { prepareBody } from "./sending.js";
import type { HeapEntry, State } from "./state.js";
import { bare } from "./syntax.js";
import { marked, primitive, UNKNOWN, type Value } from "./values.js";

/**
 * Writes a variable. What the handling of a failure stores is kept: reading it later, other than
 * to log it, is what makes the storing count.
 */
export function writeVariable(
  symbol: ts.Symbol,
  value: Value,
  state: State,
  declares: boolean,
): void {
  // A local of the handler (`const message = e.message`) stores nothing for later.
  const stored =
    state.phase === "failed" && state.handling > 0 && !declares
      ? marked(value, { due: true, kept: true })
      : value;
  if (!declares && (stored === UNKNOWN || isFreshListOfModule(symbol, stored, state)))
    state.vars.delete(symbol);
  else state.vars.set(symbol, stored);
}

/** `queue = [];` of a module's queue: what is put into it from here on is there for others. */
function isFreshListOfModule(symbol: ts.Symbol, value: Value, state: State): boolean {
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  if (entry?.kind !== "array" || entry.elements.length > 0) return false;
  return ts.findAncestor(symbol.valueDeclaration, ts.isFunctionLike) === undefined;
}

/** Stands for a property of which the name is not known; no property of a program is called so. */
const SOME_NAME = "[name]";

/** Writes a property: of a known object on the heap, else of something that others may read. */
export function writeProperty(
  machine: Machine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  object: Value,
  name: string | undefined,
  value: Value,
  state: State,
): void {
  // Also what is set before the failure: it is sent where nothing else is set after it.
  if (name !== undefined && answers(machine, node, name, value, state)) return;
  const failing = state.phase === "failed" && state.handling > 0;
  const stored = failing ? marked(value, { due: true, kept: true }) : value;
  const entry = object.kind === "reference" ? state.heap.get(object.id) : undefined;
  if (object.kind === "reference" && entry?.kind === "object") {
    const props = new Map(entry.props);
    // `errors[id] = error`: what is stored under a name that is not known is found by whoever looks.
    const isNoted = failing || stored.due === true;
    if (name !== undefined || isNoted) props.set(name ?? SOME_NAME, stored);
    state.heap.set(object.id, { ...entry, props, open: entry.open || name === undefined });
  } else if (object.kind === "reference" && entry?.kind === "array") {
    state.heap.set(object.id, { ...entry, elements: withElement(entry, name, stored) });
  } else if (object.kind === "error" && (name === "status" || name === "statusCode")) {
    giveStatus(machine, node.expression, object, value, state);
  } else {
    storeOutside(machine, node, name, value, state);
  }
}

/** `error.status = 400;`: who answers the error later is told with what. */
export function giveStatus(
  machine: Machine,
  node: ts.Expression,
  error: Value & { readonly kind: "error" },
  value: Value,
  state: State,
): void {
  const holder = bare(node);
  const symbol = ts.isIdentifier(holder) ? variableOf(holder, machine.world.checker) : undefined;
  if (symbol === undefined || value.kind !== "primitive" || typeof value.value !== "number") {
    state.note({ lost: "the error's status is not known" });
    return;
  }
  state.vars.set(symbol, { ...error, error: { ...error.error, status: value.value } });
  state.note({ looked: node });
}

/** `res.statusCode = 401` and `ctx.body = …` prepare or give the answer. */
function answers(
  machine: Machine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  value: Value,
  state: State,
): boolean {
  const { checker } = machine.world;
  if (isReplyStatusWrite(checker, node, name)) {
    state.prepareReply(value, node.parent);
    const isTold =
      state.handling > 0 || (value.due === true && tells(numberOf(value), undefined, state));
    if (isTold && machine.family === "api") state.note({ acted: node });
    return true;
  }
  if (isReplyWrite(node, name)) {
    const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
    if (entry?.kind !== "object") return false;
    const status = entry.props.get("status") ?? (entry.open ? undefined : primitive(200));
    state.prepareReply(status, node.parent);
    const body = entry.props.get("body") ?? value;
    const isTold = state.handling > 0 ? tells(numberOf(status), body, state) : shows(body, state);
    if (isTold && machine.family === "api") state.note({ acted: node });
    return true;
  }
  if (!isReplyBodyWrite(checker, node, name)) return false;
  prepareBody(machine, node, value, state);
  return true;
}

/** What templates and the next request read: `req.session.flash = …`, `res.locals.error = …`. */
const SHOWN_LATER: ReadonlySet<string> = new Set(["session", "locals", "flash"]);

function isShownLater({ expression }: ts.AccessExpression): boolean {
  const holder = bare(expression);
  return ts.isPropertyAccessExpression(holder) && SHOWN_LATER.has(holder.name.text);
}

/** Vue's and Preact's values that a template follows. */
const REACTIVE: ReadonlySet<string> = new Set([
  "Ref",
  "ShallowRef",
  "Signal",
  "WritableComputedRef",
]);

/** A write that the browser shows: a property of an element of the page, or the value of a ref. */
function isOnScreen({ expression }: ts.AccessExpression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(expression);
  if (REACTIVE.has((type.aliasSymbol ?? type.getSymbol())?.name ?? "")) return true;
  return (
    type.getProperty("nodeType") !== undefined && type.getProperty("ownerDocument") !== undefined
  );
}

function withElement(
  { elements, open }: HeapEntry & { readonly kind: "array" },
  name: string | undefined,
  value: Value,
): readonly Value[] {
  // Of a name that is not known: not a number.
  const index = Number(name);
  if (!Number.isInteger(index) || index < 0 || index > elements.length || open) {
    return [...elements, value];
  }
  const written = [...elements];
  written[index] = value;
  return written;
}

/** A write to an object that the simulation does not hold: a field, a module's state, a parameter. */
function storeOutside(
  machine: Machine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string | undefined,
  value: Value,
  state: State,
): void {
  if (state.phase !== "failed") return;
  if (value.tainted === true) state.putToUse(node);
  noteToldByProperty(machine, node, value, state);
  const isKept = marksWithin(value, state).kept === true;
  const isHandling = state.handling > 0 || isKept || holdsError(value, state);
  if (name === "exitCode") {
    // Also outside of a handler: `process.exitCode = await main();`.
    const isFailure = value.kind === "primitive" ? Boolean(value.value) : isHandling || value.due;
    if (isFailure === true) state.note({ acted: node });
    return;
  }
  // What keeps the rejected payload does nothing about the failure.
  if (isHandling && value.tainted !== true) {
    const isShown =
      machine.family === "api" && (isShownLater(node) || isOnScreen(node, machine.world.checker));
    if (name === undefined || isShown || isPropertyRead(node, name, machine.world))
      state.note({ acted: node });
    else if (machine.family === "api") keepIn(machine, node, state);
  }
  if (value.kind === "reference") {
    const entry = state.heap.get(value.id);
    if (entry?.kind === "promise" && !entry.held) {
      state.heap.set(value.id, { ...entry, held: true });
      if (entry.settled === "rejected")
        state.note({ lost: "the promise is stored outside the function" });
    }
  }
}
