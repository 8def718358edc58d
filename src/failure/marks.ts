import { namesFailure, SUCCESS_PROPERTIES } from "./failure-words.js";
import type { State } from "./state.js";
import { isNullish, joinMarks, type Marks, type Value } from "./values.js";

/** The marks of a value and of everything it holds, at most four levels deep. */
export function marksWithin(value: Value, state: State, depth = 0): Marks {
  // The variable that was to hold the payload holds nothing.
  if (isNullish(value) === true && value.tainted === true) return { ...value, tainted: undefined };
  if (value.kind === "error")
    return joinMarks([value, { due: value.error.carries, ofError: value.error.carries }]);
  if (value.kind === "response" && value.body !== undefined)
    return joinMarks([value, marksWithin(value.body, state, depth + 1)]);
  const entry = value.kind === "reference" && depth < 4 ? state.heap.get(value.id) : undefined;
  if (entry === undefined) return value;
  const inner =
    entry.kind === "object"
      ? [...entry.props.values()]
      : entry.kind === "array"
        ? entry.elements
        : [entry.value];
  return joinMarks([value, ...inner.map((part) => marksWithin(part, state, depth + 1))]);
}

/** Whether the failure's error, or what was made of it (another error, its message), is in the value. */
export function holdsError(value: Value, state: State, depth = 0): boolean {
  if (value.kind === "unknown") return value.ofError === true;
  if (value.kind === "error") return value.error.carries;
  if (value.kind === "response")
    return value.body !== undefined && holdsError(value.body, state, depth + 1);
  const entry = value.kind === "reference" && depth < 4 ? state.heap.get(value.id) : undefined;
  if (entry === undefined) return false;
  // A promise that rejects with it hands it to whoever waits, not to whoever is given the promise.
  const inner =
    entry.kind === "object"
      ? [...entry.props.values()]
      : entry.kind === "array"
        ? entry.elements
        : [];
  return inner.some((part) => holdsError(part, state, depth + 1));
}

/** `status: "failed"`, `delivered: false` */
function saysFailure(name: string, part: Value): boolean {
  if (part.kind !== "primitive") return false;
  return namesFailure(part.value) || (part.value === false && SUCCESS_PROPERTIES.has(name));
}

/**
 * Whether the value holds a known flag, count or word that the failure has left as it was (`sent`, still
 * false, in `update({ sent })`), or an object that is there because of it and says so (`{ id, status:
 * "failed" }`). Null and undefined tell nothing by themselves.
 */
export function holdsFlag(value: Value, state: State, depth = 0): boolean {
  if (value.kind === "primitive") {
    return (
      value.due === true && value.value !== null && value.value !== undefined && value.value !== ""
    );
  }
  const entry = value.kind === "reference" && depth < 4 ? state.heap.get(value.id) : undefined;
  if (entry === undefined || entry.kind === "promise") return false;
  if (entry.kind !== "object")
    return entry.elements.some((part) => holdsFlag(part, state, depth + 1));
  return [...entry.props].some(
    ([name, part]) =>
      holdsFlag(part, state, depth + 1) || (value.due === true && saysFailure(name, part)),
  );
}
