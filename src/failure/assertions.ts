import ts from "typescript";
import { decideOn } from "./conditions.js";
import { isFrom } from "./declared-in.js";
import type { Completion, Machine } from "./machine.js";
import { holdsError } from "./marks.js";
import { numberOf } from "./responses.js";
import type { State } from "./state.js";
import { isNullish, marked, primitive, UNDEFINED, type ErrorFacts, type Value } from "./values.js";

interface Assertion {
  readonly index: number;
  /** The type that is asserted; undefined where the value is to be truthy. */
  readonly type: ts.Type | undefined;
  readonly parameters: readonly string[];
}

/**
 * A call of a function that cannot be entered and whose signature says `asserts value`: it throws
 * where the value, made of the failure, is not what it asserts. Undefined for every other call.
 *
 * Not seen: functions of packages without types, and what is asserted of a type other than nothing,
 * true and false, which leaves the path open.
 */
export function assertedBy(
  machine: Machine,
  node: ts.CallExpression,
  args: readonly Value[],
  state: State,
): Completion[] | undefined {
  const mayFail = (arg: Value): boolean => arg.due === true || holdsError(arg, state);
  if (state.phase !== "failed" || !args.some(mayFail)) return undefined;
  const assertion = assertionOf(node, machine.world.checker);
  if (assertion === undefined) return undefined;
  const value = args[assertion.index];
  if (value === undefined || !mayFail(value)) return undefined;
  const subject = assertion.type === undefined ? value : ofType(value, assertion.type);
  if (subject === undefined) {
    state.note({ lost: "the value is asserted to be of a type" });
    return [{ kind: "normal", value: UNDEFINED, state }];
  }
  return decideOn(subject, state).map((branch): Completion => {
    const { state: after } = branch;
    const depth = after.scopes.length;
    after.enter(branch.due);
    after.leaveTo(depth);
    if (branch.truth) return { kind: "normal", value: UNDEFINED, state: after };
    after.note({ thrownAt: node, dealt: true });
    const error = thrownBy(machine, node, assertion, args);
    return { kind: "throw", value: marked(error, { due: true }), state: after };
  });
}

function assertionOf(node: ts.CallExpression, checker: ts.TypeChecker): Assertion | undefined {
  const signature = checker.getResolvedSignature(node);
  if (signature === undefined) return undefined;
  const predicate = checker.getTypePredicateOfSignature(signature);
  if (predicate?.kind !== ts.TypePredicateKind.AssertsIdentifier) return undefined;
  const { parameterIndex: index, type } = predicate;
  return { index, type, parameters: signature.parameters.map(({ name }) => name) };
}

/** Whether the value is of the type, as a value; undefined where that cannot be told. */
function ofType(value: Value, type: ts.Type): Value | undefined {
  const parts = type.isUnion() ? type.types : [type];
  const all = (flag: ts.TypeFlags): boolean => parts.every((part) => (part.flags & flag) !== 0);
  if (all(ts.TypeFlags.Null | ts.TypeFlags.Undefined) && isNullish(value) !== undefined)
    return primitive(isNullish(value) === true, value);
  const [only] = parts;
  if (!only || parts.length > 1 || !all(ts.TypeFlags.BooleanLiteral)) return undefined;
  if (value.kind !== "primitive") return undefined;
  return primitive(String(value.value) === ("intrinsicName" in only ? only.intrinsicName : ""));
}

const STATUS = /^status(Code)?$/u;

/**
 * What the assertion throws: an error that it is given for that, or one with the status that it is
 * given for it; without one a plain error, as far as a package declares the function.
 */
function thrownBy(
  machine: Machine,
  node: ts.CallExpression,
  { index, parameters }: Assertion,
  args: readonly Value[],
): Value {
  const given = args.find((arg, place) => place !== index && arg.kind === "error");
  if (given !== undefined) return given;
  const statusArgument = args[parameters.findIndex((name) => STATUS.test(name))];
  const isPlain = statusArgument === undefined && isFrom(machine, node, "");
  const error: ErrorFacts = {
    original: false,
    carries: true,
    mode: undefined,
    className: isPlain ? "Error" : undefined,
    status: numberOf(statusArgument),
  };
  return { kind: "error", error, due: true };
}
