import type ts from "typescript";
import { namesFailure } from "./failure-words.js";
import { holdsError, holdsFlag, marksWithin } from "./marks.js";
import type { State } from "./state.js";
import type { Value } from "./values.js";

/**
 * A response that is made, and that may be returned; made while the failure is handled, it may tell of it.
 *
 * @param init where its status comes from
 */
export function responseOf(
  status: number | undefined,
  body: Value | undefined,
  node: ts.Node,
  state: State,
  init?: Value,
): Value {
  const failed = state.phase === "failed";
  const tellsOfIt =
    failed &&
    ((state.handling > 0 && tells(status, body, state)) ||
      (body !== undefined && shows(body, state)));
  const statusIsDue = failed && init !== undefined && marksWithin(init, state).due === true;
  return {
    kind: "response",
    status,
    body,
    node,
    ...(tellsOfIt || statusIsDue ? { tells: true } : {}),
  };
}

/**
 * Whether a body shows the failure to its reader: `{ delivered }`, where delivered is the false that
 * told of it, or `{ failed }`, the list of what was not sent.
 */
export function shows(body: Value, state: State): boolean {
  if (holdsError(body, state) || holdsFlag(body, state)) return true;
  const { kept, ofError } = marksWithin(body, state);
  return kept === true || ofError === true;
}

/** A text that is a word of success, or no word at all. */
const ACCEPTING = /^\s*(?:(?:ok|success|received|done|accepted)\b)?[^\p{L}\p{N}]*$/iu;

/** Whether an answer tells its reader of the failure: by its status, or by a body that is no success. */
export function tells(status: number | undefined, body: Value | undefined, state: State): boolean {
  if (status === undefined || status < 200 || status >= 300) return true;
  if (body === undefined) return false;
  if (holdsError(body, state)) return true;
  const entry = body.kind === "reference" ? state.heap.get(body.id) : undefined;
  if (entry?.kind === "object") {
    if (
      ["error", "errors", "message", "err", "reason", "failed", "warning", "warnings"].some(
        (name) => entry.props.has(name),
      )
    )
      return !saysSuccess(entry.props);
    const marks = marksWithin(body, state);
    return (
      entry.open ||
      marks.kept === true ||
      [...entry.props.values()].some(
        (value) =>
          value.kind === "primitive" && (value.value === false || namesFailure(value.value)),
      )
    );
  }
  if (body.kind === "primitive")
    return typeof body.value === "string" && !ACCEPTING.test(body.value);
  return marksWithin(body, state).due === true || body.kind === "unknown";
}

function saysSuccess(props: ReadonlyMap<string, Value>): boolean {
  return ["ok", "success", "received"].some((name) => {
    const value = props.get(name);
    return value?.kind === "primitive" && value.value === true;
  });
}

export function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === "primitive" && typeof value.value === "number" ? value.value : undefined;
}

/** The status of a `ResponseInit`, or a bare number; undefined where it cannot be told. */
export function statusOf(init: Value | undefined, state: State): number | undefined {
  return numberOf(init) ?? propertyNumber(init, "status", state);
}

/** The status given in the argument at `index`; 200 where there is none. */
export function initStatus(
  args: readonly Value[],
  index: number,
  state: State,
): number | undefined {
  const init = args[index];
  if (init === undefined || (init.kind === "primitive" && init.value === undefined)) return 200;
  const entry = init.kind === "reference" ? state.heap.get(init.id) : undefined;
  if (entry?.kind === "object" && !entry.open && !entry.props.has("status")) return 200;
  return statusOf(init, state);
}

export function propertyNumber(
  value: Value | undefined,
  name: string,
  state: State,
): number | undefined {
  const entry = value?.kind === "reference" ? state.heap.get(value.id) : undefined;
  return entry?.kind === "object" ? numberOf(entry.props.get(name)) : undefined;
}

export function errorStatus(value: Value): number | undefined {
  return value.kind === "error" ? value.error.status : undefined;
}
