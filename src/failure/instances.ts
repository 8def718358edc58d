import ts from "typescript";
import type { Machine } from "./machine.js";
import { isFetchResponse } from "./replies.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { derived, marked, primitive, type Value } from "./values.js";

/**
 * `value instanceof Class` for a value that is no error: a literal is an instance of nothing, an
 * object literal of no class, a response of the classes that its type says. Whoever asks a response
 * that tells of the failure for a class without a type may tell it from a success: nothing is said
 * of that path any more.
 */
export function instanceOfOther(
  machine: Machine,
  value: Value,
  classNode: ts.Expression,
  state: State,
): Value {
  if (value.kind === "primitive") return primitive(false, value);
  if (value.kind === "reference") {
    const entry = state.heap.get(value.id);
    if (entry?.kind === "object" && entry.made !== undefined)
      return instanceOfOwn(machine.world.checker, value, entry.made, classNode);
    return entry?.kind === "object" && entry.props.size > 0 && nameOf(classNode) !== "Object"
      ? primitive(false, value)
      : derived(value);
  }
  if (value.kind !== "response") return derived(value);
  const asked = value.tells === true ? marked(value, { due: true }) : value;
  const answer = isInstance(machine.world.checker, value.node, classNode);
  if (answer !== undefined) return primitive(answer, asked);
  if (asked.due === true) state.note({ lost: "the response is asked for a class without a type" });
  return derived(asked);
}

/** An object of a class of the program: an instance of that class and of those that it extends. */
function instanceOfOwn(
  checker: ts.TypeChecker,
  value: Value,
  made: ts.NewExpression,
  classNode: ts.Expression,
): Value {
  const asked = instanceTypeOf(checker, classNode)?.getSymbol();
  if (asked === undefined) return derived(value);
  return primitive(lineageOf(checker, checker.getTypeAtLocation(made)).includes(asked), value);
}

function isInstance(
  checker: ts.TypeChecker,
  made: ts.Node,
  classNode: ts.Expression,
): boolean | undefined {
  const type = checker.getTypeAtLocation(made);
  const asked = instanceTypeOf(checker, classNode);
  if (asked === undefined) return nameOf(classNode).endsWith("Response") ? true : undefined;
  const isOf = lineageOf(checker, type).some((symbol) => symbol === asked.getSymbol());
  if (isOf) return true;
  if (!isFetchResponse(asked)) return isFetchResponse(type) ? false : undefined;
  if (type.flags & ts.TypeFlags.Any) return true;
  return isFetchResponse(type) ? asked.getSymbol()?.name === "Response" : undefined;
}

/** What `new` of the class gives; undefined where nothing is known of the class. */
function instanceTypeOf(checker: ts.TypeChecker, classNode: ts.Expression): ts.Type | undefined {
  const type = checker.getTypeAtLocation(classNode);
  if (type.flags & ts.TypeFlags.Any) return undefined;
  return type.getConstructSignatures()[0]?.getReturnType();
}

/** The symbols of a type and of the classes that it extends. */
function lineageOf(checker: ts.TypeChecker, type: ts.Type, depth = 0): readonly ts.Symbol[] {
  const declared = isReference(type) ? type.target : type;
  const bases = declared.isClassOrInterface() && depth < 8 ? checker.getBaseTypes(declared) : [];
  return [
    ...[declared.getSymbol()].filter((symbol) => symbol !== undefined),
    ...bases.flatMap((base) => lineageOf(checker, base, depth + 1)),
  ];
}

/** A generic class with its arguments: `NextResponse<unknown>`. */
function isReference(type: ts.Type): type is ts.TypeReference {
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0
  );
}

function nameOf(classNode: ts.Expression): string {
  const node = bare(classNode);
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : "";
}
