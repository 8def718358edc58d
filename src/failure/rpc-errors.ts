import ts from "typescript";
import { memberName, resolved } from "../callers/declarations.js";
import type { Machine } from "./machine.js";
import type { State } from "./state.js";
import { statusOfCode } from "./statuses.js";
import { bare } from "./syntax.js";
import type { Value } from "./values.js";

/** The status of a tRPC error: of its `code`. Undefined for a code that is not known. */
export function statusOfTrpcError(options: Value | undefined, state: State): number | undefined {
  const code = textOf(propertyOf(options, "code", state));
  return code === undefined ? undefined : statusOfCode(code);
}

/**
 * The status of `new ORPCError(code, { status })`: what the options say, else what the code means;
 * a code of one's own is sent as a 500. Undefined where either is not known.
 *
 * https://orpc.dev/docs/error-handling, and `fallbackORPCErrorStatus` in @orpc/client
 */
export function statusOfOrpcError(
  code: Value | undefined,
  options: Value | undefined,
  state: State,
): number | undefined {
  const entry = options?.kind === "reference" ? state.heap.get(options.id) : undefined;
  const isSeen = options === undefined || (entry?.kind === "object" && !entry.open);
  const status = propertyOf(options, "status", state);
  if (status?.kind === "primitive" && typeof status.value === "number")
    return isErrorStatus(status.value) ? status.value : 500;
  const text = textOf(code);
  if (text === undefined || !isSeen || status !== undefined) return undefined;
  return statusOfCode(text) ?? 500;
}

/** Another status makes the constructor throw an error of its own: `isORPCErrorStatus` in @orpc/client. */
function isErrorStatus(status: number): boolean {
  return status < 200 || status >= 400;
}

/**
 * The status of an error that an oRPC procedure declared: `errors.NOT_SIGNED()`, where the chain in
 * front of `.handler` has `.errors({ NOT_SIGNED: { status: 401 } })`.
 *
 * Gives "none" for a call that makes no such error, undefined where the declaration is not seen (a
 * contract, a chain that a function returns).
 */
export function statusOfDeclaredError(
  machine: Machine,
  node: ts.CallExpression,
): number | undefined | "none" {
  const callee = bare(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return "none";
  const { checker } = machine.world;
  if (!givesOrpcError(callee, checker)) return "none";
  const chain = ts.findAncestor(
    node,
    (around): around is ts.CallExpression =>
      ts.isCallExpression(around) &&
      around !== node &&
      ts.isPropertyAccessExpression(bare(around.expression)),
  );
  return chain && declaredIn(chain, callee.name.text, checker);
}

/** By its signatures: the type of a call costs the choice among them, and inference. */
function givesOrpcError(callee: ts.Expression, checker: ts.TypeChecker): boolean {
  return checker
    .getTypeAtLocation(callee)
    .getCallSignatures()
    .some((signature) => signature.getReturnType().getSymbol()?.name === "ORPCError");
}

/** Longer chains are given up. */
const MAX_STEPS = 20;

/** What the last `.errors({ … })` of a chain that names the error says of its status. */
function declaredIn(
  chain: ts.Expression,
  name: string,
  checker: ts.TypeChecker,
): number | undefined {
  let at: ts.Expression | undefined = chain;
  for (let step = 0; at !== undefined && step < MAX_STEPS; step += 1) {
    const node: ts.Expression = bare(at);
    if (ts.isIdentifier(node)) {
      at = initializerOf(node, checker);
    } else if (ts.isPropertyAccessExpression(node)) {
      at = node.expression;
    } else if (ts.isCallExpression(node)) {
      const found = namedIn(node, name);
      if (found !== undefined) return statusIn(found, name);
      at = node.expression;
    } else {
      return undefined;
    }
  }
  return undefined;
}

function initializerOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Expression | undefined {
  const symbol = checker.getSymbolAtLocation(node);
  const declaration = symbol && resolved(symbol, checker).valueDeclaration;
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

/** What `x.errors({ name: … })` says of one error. */
function namedIn(call: ts.CallExpression, name: string): ts.Expression | undefined {
  const callee = bare(call.expression);
  const [errors] = call.arguments;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "errors") return undefined;
  return errors && ts.isObjectLiteralExpression(errors) ? valueOf(errors, name) : undefined;
}

function statusIn(error: ts.Expression, name: string): number | undefined {
  if (!ts.isObjectLiteralExpression(error) || error.properties.some(ts.isSpreadAssignment))
    return undefined;
  const isNamed = error.properties.some((one) => one.name && memberName(one.name) === "status");
  if (!isNamed) return statusOfCode(name) ?? 500;
  const status = valueOf(error, "status");
  return status && ts.isNumericLiteral(status) ? Number(status.text) : undefined;
}

function valueOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = object.properties.find(
    (one): one is ts.PropertyAssignment =>
      ts.isPropertyAssignment(one) && memberName(one.name) === name,
  );
  return property && bare(property.initializer);
}

function propertyOf(value: Value | undefined, name: string, state: State): Value | undefined {
  const entry = value?.kind === "reference" ? state.heap.get(value.id) : undefined;
  return entry?.kind === "object" ? entry.props.get(name) : undefined;
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "primitive" && typeof value.value === "string" ? value.value : undefined;
}
