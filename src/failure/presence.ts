import type ts from "typescript";
import { lacks, looksAtResult, noteSettledRead } from "./access.js";
import type { Machine } from "./machine.js";
import { isFetchResponse } from "./replies.js";
import type { State } from "./state.js";
import { derived, joinMarks, marked, primitive, type Value } from "./values.js";

/**
 * `key in object`: decided for objects whose properties are known, and for responses by their type;
 * for anything else only whence the answer comes.
 */
export function presenceOf(machine: Machine, key: Value, object: Value, state: State): Value {
  const marks = derived(key, object);
  if (key.kind !== "primitive") return marks;
  const name = String(key.value);
  switch (object.kind) {
    case "reference": {
      const entry = state.heap.get(object.id);
      if (entry?.kind !== "object") return marks;
      noteSettledRead(entry, name === "value" ? "status" : name, state);
      const value = entry.props.get(name);
      if (value !== undefined) return primitive(true, joinMarks([marks, value]));
      return entry.open || name in Object.prototype ? marks : primitive(false, marks);
    }
    case "response": {
      const asked = object.tells === true ? marked(marks, { due: true }) : marks;
      const answer = isMember(machine.world.checker, object.node, name);
      if (answer !== undefined) return primitive(answer, asked);
      if (asked.due === true) state.note({ lost: "the response is asked for a property" });
      return asked;
    }
    case "error":
      if (lacks(object.error, name)) return primitive(false, marks);
      return marks;
    default:
      looksAtResult(machine, object, undefined, state);
      return marks;
  }
}

/** Whether a response has a property; undefined where it has no type that tells. */
function isMember(checker: ts.TypeChecker, made: ts.Node, name: string): boolean | undefined {
  const type = checker.getTypeAtLocation(made);
  if (type.getProperty(name) !== undefined) return true;
  return isFetchResponse(type) ? false : undefined;
}
