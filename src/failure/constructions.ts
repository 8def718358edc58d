import ts from "typescript";
import { arrayOf } from "./array-results.js";
import { classDeclarationOf } from "./comparisons.js";
import { classNameOf, fieldsWithin } from "./class-fields.js";
import { constructedResponse } from "./constructed-responses.js";
import { statusOfException } from "./exception-status.js";
import { normal, type Completion, type Machine } from "./machine.js";
import { holdsError, marksWithin } from "./marks.js";
import { ownInstance } from "./own-instances.js";
import { constructPromise } from "./settling.js";
import type { State } from "./state.js";
import { statusOfClass } from "./statuses.js";
import { derived, joinMarks, type ErrorFacts, type Value } from "./values.js";

/** `new X(…)`: promises, collections, responses and errors are known; anything else is some object. */
export function constructionOf(
  machine: Machine,
  node: ts.NewExpression,
  args: readonly Value[],
  state: State,
): Completion[] {
  const name = classNameOf(node.expression);
  if (name === "Promise") return constructPromise(machine, args[0], node, state);
  if (
    name === "Map" ||
    name === "Set" ||
    name === "WeakMap" ||
    (name === "Array" && args.length === 0)
  ) {
    const elements = state.phase === "failed" ? heldOf(args[0], name, state) : [];
    const id = machine.fresh();
    state.heap.set(id, { kind: "array", elements, open: args.length > 0 });
    return normal({ kind: "reference", id }, state);
  }
  if (state.phase !== "failed") {
    const usual = ownInstance(machine, node, args, state);
    return usual ?? normal({ ...derived(...args), kind: "unknown", truthy: true }, state);
  }
  const response = constructedResponse(machine, node, name, args, state);
  if (response !== undefined) return normal(response, state);
  const type = machine.world.checker.getTypeAtLocation(node);
  if (isError(machine, type, name)) return normal(errorOf(machine, node, name, args, state), state);
  const own = ownInstance(machine, node, args, state);
  if (own !== undefined) return own;
  const marks = joinMarks(args.map((arg) => marksWithin(arg, state)));
  return normal({ ...marks, kind: "unknown", truthy: true }, state);
}

/** What a Set has of the list that it is made of, and a Map of a list of pairs: the values. */
function heldOf(list: Value | undefined, name: string, state: State): readonly Value[] {
  const elements = (list && arrayOf(list, state)?.elements) ?? [];
  return name === "Set"
    ? elements
    : elements.map((pair) => arrayOf(pair, state)?.elements[1] ?? pair);
}

function isError(machine: Machine, type: ts.Type, name: string): boolean {
  if (type.flags & ts.TypeFlags.Any)
    return /(Error|Exception)$/.test(name) || statusOfClass(name) !== undefined;
  const { checker } = machine.world;
  return ["message", "name", "stack"].every(
    (property) => checker.getPropertyOfType(type, property) !== undefined,
  );
}

function errorOf(
  machine: Machine,
  node: ts.NewExpression,
  name: string,
  args: readonly Value[],
  state: State,
): Value {
  const marks = joinMarks(args.map((arg) => marksWithin(arg, state)));
  const carries = args.some((arg) => holdsError(arg, state)) || marks.due === true;
  const declaration = classDeclarationOf(machine.world.checker, node.expression);
  const named = machine.world.sdk.errorClassOf(node.expression) ?? name;
  const error: ErrorFacts = {
    original: false,
    carries,
    mode: undefined,
    declaration,
    className: named,
    fields: fieldsOfError(machine, declaration, args, state),
    status: statusOfException({ name, declaration, args }, state, machine.world),
  };
  return { kind: "error", error, due: carries || state.handling > 0 ? true : undefined };
}

/** Of the language's own errors the message, of the program's what their classes set to what they are given. */
function fieldsOfError(
  { world: { checker } }: Machine,
  declaration: ts.Node | undefined,
  args: readonly Value[],
  state: State,
): ReadonlyMap<string, Value> | undefined {
  if (declaration === undefined || declaration.getSourceFile().isDeclarationFile) {
    const [message] = args;
    return message?.kind === "primitive" ? new Map([["message", message]]) : NO_FIELDS;
  }
  return ts.isClassLike(declaration)
    ? fieldsWithin(declaration, args, { checker, state })
    : undefined;
}

const NO_FIELDS: ReadonlyMap<string, Value> = new Map();
