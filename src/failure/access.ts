import ts from "typescript";
import { callsIn } from "../callers/calls-in.js";
import { NAME_OF_API_EXCEPTION, NAME_OF_VERIFICATION_ERROR } from "../contract/sdk-facts.js";
import { SHORT_COUNT } from "./counters.js";
import { normal, type Completion, type Machine } from "./machine.js";
import { marksWithin } from "./marks.js";
import { MESSAGE, readsMessage } from "./messages.js";
import { readGetter } from "./own-methods.js";
import type { HeapEntry, State } from "./state.js";
import {
  derived,
  isNullish,
  marked,
  marksOf,
  primitive,
  UNDEFINED,
  UNKNOWN,
  type ErrorFacts,
  type Value,
} from "./values.js";

/** What only an HTTP client's error has, and ApiException lacks (contract/sdk-versions.md). */
const FIELDS_OF_OTHER_CLIENTS = new Set(["status", "statusCode", "response"]);

/** Reads `object[key]`; an unknown key reads any property. Reading from null or undefined throws. */
export function readProperty(
  machine: Machine,
  object: Value,
  key: string | undefined,
  state: State,
  node: ts.Node,
): Completion[] {
  switch (object.kind) {
    case "error":
      if (state.phase === "failed" && object.error.carries) state.note({ looked: node });
      if (key === "message") readsMessage(object.error, state);
      return normal(
        {
          ...readError(object.error, key),
          due: true,
          ...(object.error.carries ? { ofError: true as const } : {}),
        },
        state,
      );
    case "reference":
      return (
        (key === undefined ? undefined : readGetter(machine, object, key, state, node)) ??
        normal(readHeap(object, key, state), state)
      );
    case "primitive":
      if (isNullish(object) === true && object.due === true && state.phase === "failed")
        return crash(object, state);
      if (typeof object.value === "string" && key === "length")
        return normal(primitive(object.value.length, object), state);
      // `"sent"?.ok`: what a string or number does not have.
      if (isNullish(object) !== true && key !== undefined && !(key in Object(object.value)))
        return normal(primitive(undefined, object), state);
      return normal(derived(object), state);
    case "response":
      return normal(readResponse(object, key), state);
    default:
      looksAtResult(machine, object, objectOf(node), state);
      return normal(
        key !== undefined && MEASURES.has(key) ? measured(object) : derived(object),
        state,
      );
  }
}

const MEASURES: ReadonlySet<string> = new Set(["length", "byteLength", "size"]);

/** How long a payload is says nothing of what it says. */
function measured(object: Value): Value {
  return derived({ ...object, tainted: undefined });
}

/** What a property is read of, where the code says it. */
function objectOf(node: ts.Node): ts.Expression | undefined {
  const isAccess = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return isAccess ? node.expression : undefined;
}

/**
 * A Result that holds the error and that the simulation cannot see into: whoever looks at it may
 * tell failure from success, so there is nothing to say any more. A text that was made of the error
 * is no such Result: its type says that there is nothing to look into.
 */
export function looksAtResult(
  machine: Machine,
  value: Value,
  node: ts.Expression | undefined,
  state: State,
): void {
  const { trail } = state;
  if (
    !isOpaque(value, state) ||
    state.phase !== "failed" ||
    (trail?.signalledAt === undefined && trail?.settledAt === undefined)
  )
    return;
  if (node === undefined || !isPlain(machine.world.checker, node))
    state.note({ lost: "the result is looked at" });
}

/** Not all fields of a class whose constructor does something are known, nor are those of a Result that call what they are given. */
function isOpaque(value: Value, state: State): boolean {
  if (value.kind === "unknown") return value.ofError === true && value.beginning === undefined;
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  if (entry?.kind !== "object") return false;
  if (Array.from(entry.props.values()).some(takesFunctions)) return true;
  const isHidden = entry.made !== undefined && entry.whole !== true;
  return isHidden && marksWithin(value, state).ofError === true;
}

/** `match: (onOk, onErr) => onErr(error)` of a Result that the program has written itself. */
function takesFunctions(value: Value): boolean {
  return (
    value.kind === "function" &&
    value.due === true &&
    value.node.body !== undefined &&
    value.node.parameters.some(
      ({ name }) => ts.isIdentifier(name) && isCalledIn(value.node, name.text),
    )
  );
}

function isCalledIn(fn: ts.Node, name: string): boolean {
  return callsIn(fn).some(
    ({ expression }) => ts.isIdentifier(expression) && expression.text === name,
  );
}

const PLAIN =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike;

/** Whether an expression's type is a text, a number or a boolean, or none of them as well. */
function isPlain(checker: ts.TypeChecker, node: ts.Expression): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
  const parts = type.isUnion() ? type.types : [type];
  return parts.every((part) => (part.flags & PLAIN) !== 0);
}

/** `undefined.type` on the failing path: a TypeError, which is another error than the failure. */
function crash(object: Value, state: State): Completion[] {
  const error: ErrorFacts = {
    original: false,
    carries: false,
    mode: undefined,
    className: "TypeError",
  };
  return [{ kind: "throw", value: { kind: "error", error, due: object.due }, state }];
}

function readError(error: ErrorFacts, key: string | undefined): Value {
  if (key === undefined) return UNKNOWN;
  if ((key === "status" || key === "statusCode") && error.status !== undefined)
    return primitive(error.status);
  if (error.original && key === "code") {
    return error.mode === "api"
      ? { kind: "unknown", truthy: true, field: "code" }
      : { kind: "unknown", field: "systemCode" };
  }
  if (error.messages !== undefined && key === "message") return MESSAGE;
  if (lacks(error, key)) return UNDEFINED;
  const field = error.fields?.get(key);
  if (field !== undefined) return field;
  if (error.original && (key === "body" || key === "headers"))
    return error.mode === "api" ? UNKNOWN : UNDEFINED;
  if (key === "name" && error.original) return nameOf(error);
  return UNKNOWN;
}

const PLAIN_ERRORS: ReadonlySet<string | undefined> = new Set([
  "Error",
  "TypeError",
  "RangeError",
  "SyntaxError",
]);

/** Whether an error has no such field for certain: the SDK's own, and what the language's classes make. */
export function lacks(error: ErrorFacts, key: string): boolean {
  if (!FIELDS_OF_OTHER_CLIENTS.has(key) || error.status !== undefined) return false;
  return error.original || (error.fields !== undefined && PLAIN_ERRORS.has(error.className));
}

/** How the error calls itself. A network error is another in each runtime, and an ApiException in none. */
function nameOf({ mode }: ErrorFacts): Value {
  if (mode === "verification") return primitive(NAME_OF_VERIFICATION_ERROR);
  return mode === "api"
    ? primitive(NAME_OF_API_EXCEPTION)
    : { kind: "unknown", field: "systemName" };
}

function readHeap(
  object: Value & { kind: "reference" },
  key: string | undefined,
  state: State,
): Value {
  const entry = state.heap.get(object.id);
  if (entry === undefined) return derived(object);
  if (entry.kind === "object") {
    // `created[id]`, to which the failing path would have added one.
    if (key === undefined)
      return entry.short === true
        ? { kind: "unknown", due: true }
        : derived(object, ...entry.props.values());
    noteSettledRead(entry, key, state);
    const value = entry.props.get(key);
    // A part of what was kept (`failed.map(({ id }) => id)`) is kept as well.
    if (value !== undefined) return marked(value, { due: object.due, kept: object.kept });
    return entry.open ? derived(object) : { ...UNDEFINED, ...marksOf({ due: object.due }) };
  }
  if (entry.kind === "array") {
    const value = readArray(object, entry, key);
    const isAnyElement = key === undefined || !Number.isNaN(Number(key));
    if (value.kind === "unknown" && isAnyElement) noteAnyRead(entry.elements, state);
    return value;
  }
  return derived(object);
}

/** A settled result is asked how it went: by its status or its reason. */
export function noteSettledRead(
  { settledResult }: HeapEntry & { readonly kind: "object" },
  key: string | undefined,
  state: State,
): void {
  if (settledResult === true && (key === "status" || key === "reason"))
    state.note({ settledRead: true });
}

/** At a place that nobody knows it may be the settled result that is asked for: `results[at].status`. */
function noteAnyRead(elements: readonly Value[], state: State): void {
  const entries = elements.map((value) =>
    value.kind === "reference" ? state.heap.get(value.id) : undefined,
  );
  // Beside other values it is a part of something: `[index, result]`.
  if (!entries.every((entry) => entry?.kind === "object")) return;
  for (const entry of entries) noteSettledRead(entry, "status", state);
}

function readArray(
  object: Value,
  { elements, open, maybeEmpty, short }: HeapEntry & { readonly kind: "array" },
  key: string | undefined,
): Value {
  const isSize = key === "length" || key === "size";
  if (isSize && short === true) return SHORT_COUNT;
  const marks = derived(object, ...elements);
  if (isSize) {
    if (!open) return primitive(elements.length, marks);
    return elements.length > 0 && maybeEmpty !== true
      ? { ...marks, kind: "unknown", truthy: true }
      : marks;
  }
  const index = key === undefined ? undefined : Number(key);
  // A name: no element is read.
  if (Number.isNaN(index)) return marks;
  if (index !== undefined && Number.isInteger(index) && !open)
    return elements[index] ?? { ...UNDEFINED, ...marksOf({ due: object.due }) };
  // One element stands for all of them.
  const [only] = elements;
  return only !== undefined && elements.length === 1 ? only : marks;
}

function readResponse(response: Value & { kind: "response" }, key: string | undefined): Value {
  const { status } = response;
  if (key === "status" && status !== undefined) return primitive(status, response);
  if (key === "ok" && status !== undefined)
    return primitive(status >= 200 && status < 300, response);
  return derived(response);
}
