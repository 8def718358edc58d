import ts from "typescript";
import { bare } from "./syntax.js";
import { initStatus, numberOf, propertyNumber, responseOf } from "./responses.js";
import { classDeclarationOf } from "./comparisons.js";
import { normal, type Completion, type Machine } from "./machine.js";
import { holdsError, marksWithin } from "./marks.js";
import { ownInstance } from "./own-instances.js";
import { constructPromise } from "./settling.js";
import { isFetchResponse } from "./replies.js";
import type { State } from "./state.js";
import { statusOfOrpcError, statusOfTrpcError } from "./rpc-errors.js";
import { statusOfClass } from "./statuses.js";
import { derived, joinMarks, type ErrorFacts, type Value } from "./values.js";

/** `new X(…)`: promises, collections, responses and errors are known; anything else is some object. */
export function constructionOf(
  machine: Machine,
  node: ts.NewExpression,
  args: readonly Value[],
  state: State,
): Completion[] {
  const name = classNameOf(node);
  if (name === "Promise") return constructPromise(machine, args[0], node, state);
  if (
    name === "Map" ||
    name === "Set" ||
    name === "WeakMap" ||
    (name === "Array" && args.length === 0)
  ) {
    const id = machine.fresh();
    state.heap.set(id, { kind: "array", elements: [], open: args.length > 0 });
    return normal({ kind: "reference", id }, state);
  }
  if (state.phase !== "failed") {
    const usual = ownInstance(machine, node, args, state);
    return normal(usual ?? { ...derived(...args), kind: "unknown", truthy: true }, state);
  }
  const type = machine.world.checker.getTypeAtLocation(node);
  if (
    name === "NextResponse" ||
    (name === "Response" && (type.flags & ts.TypeFlags.Any || isFetchResponse(type))) ||
    isFetchResponse(type)
  ) {
    return normal(responseOf(initStatus(args, 1, state), args[0], node, state, args[1]), state);
  }
  if (isError(machine, type, name)) return normal(errorOf(machine, node, name, args, state), state);
  const own = ownInstance(machine, node, args, state);
  if (own !== undefined) return normal(own, state);
  const marks = joinMarks(args.map((arg) => marksWithin(arg, state)));
  return normal({ ...marks, kind: "unknown", truthy: true }, state);
}

function classNameOf(node: ts.NewExpression): string {
  const callee = bare(node.expression);
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
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
    status: statusOfConstruction(machine, declaration, name, args, state, 0),
  };
  return { kind: "error", error, due: carries || state.handling > 0 ? true : undefined };
}

/** The HTTP status of an exception: from its class, its arguments, or the fields that its class sets. */
function statusOfConstruction(
  machine: Machine,
  declaration: ts.Node | undefined,
  name: string,
  args: readonly Value[],
  state: State,
  depth: number,
): number | undefined {
  const known = statusOfClass(name);
  if (known !== undefined) return known;
  if (name === "HttpException") return numberOf(args[1]);
  if (name === "HTTPException") return numberOf(args[0]) ?? 500;
  if (name === "TRPCError") return statusOfTrpcError(args[0], state);
  if (name === "ORPCError") return statusOfOrpcError(args[0], args[1], state);
  const status =
    propertyNumber(args[0], "statusCode", state) ?? propertyNumber(args[0], "status", state);
  if (status !== undefined) return status;
  return declaration !== undefined && ts.isClassLike(declaration)
    ? statusOfOwnClass(machine, declaration, args, state, depth)
    : undefined;
}

const STATUS_FIELDS = new Set(["status", "statusCode"]);

/** `class Refused extends Error { status = 401 }`, `constructor(public statusCode: number)`, `super("no", 401)`. */
function statusOfOwnClass(
  machine: Machine,
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  state: State,
  depth: number,
): number | undefined {
  for (const member of declaration.members) {
    if (
      ts.isPropertyDeclaration(member) &&
      ts.isIdentifier(member.name) &&
      STATUS_FIELDS.has(member.name.text)
    ) {
      const value = literalNumber(member.initializer);
      if (value !== undefined) return value;
    }
  }
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  const parameters = constructor?.parameters ?? [];
  const index = parameters.findIndex(
    ({ name }) => ts.isIdentifier(name) && STATUS_FIELDS.has(name.text),
  );
  if (index >= 0)
    return index < args.length
      ? numberOf(args[index])
      : literalNumber(parameters[index]?.initializer);
  const parent = declaration.heritageClauses?.find(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  )?.types[0]?.expression;
  if (parent === undefined || depth > 4) return undefined;
  const assigned =
    constructor?.body?.statements.flatMap((statement) => assignedStatus(statement)) ?? [];
  if (assigned[0] !== undefined) return assigned[0];
  const passed = superArguments(constructor, args) ?? args;
  const parentName = ts.isIdentifier(parent)
    ? parent.text
    : ts.isPropertyAccessExpression(parent)
      ? parent.name.text
      : "";
  return statusOfConstruction(
    machine,
    classDeclarationOf(machine.world.checker, parent),
    parentName,
    passed,
    state,
    depth + 1,
  );
}

function assignedStatus(statement: ts.Statement): number[] {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
    return [];
  const { left, right } = statement.expression;
  if (!ts.isPropertyAccessExpression(left) || !STATUS_FIELDS.has(left.name.text)) return [];
  const value = literalNumber(right);
  return value === undefined ? [] : [value];
}

/** The arguments that a constructor gives to `super`, literals and its own parameters only. */
function superArguments(
  constructor: ts.ConstructorDeclaration | undefined,
  args: readonly Value[],
): readonly Value[] | undefined {
  const call = constructor?.body?.statements
    .map((statement) => (ts.isExpressionStatement(statement) ? statement.expression : undefined))
    .find(
      (expression) =>
        expression !== undefined &&
        ts.isCallExpression(expression) &&
        expression.expression.kind === ts.SyntaxKind.SuperKeyword,
    );
  if (call === undefined || !ts.isCallExpression(call)) return undefined;
  return call.arguments.map((argument): Value => {
    const value = literalNumber(argument);
    if (value !== undefined) return { kind: "primitive", value };
    const index =
      constructor?.parameters.findIndex(
        ({ name }) =>
          ts.isIdentifier(name) && ts.isIdentifier(argument) && name.text === argument.text,
      ) ?? -1;
    return args[index] ?? { kind: "unknown" };
  });
}

function literalNumber(node: ts.Expression | undefined): number | undefined {
  return node !== undefined && ts.isNumericLiteral(node) ? Number(node.text) : undefined;
}
