import ts from "typescript";
import { fieldsOf, MOST_PARENTS, parentOf, type Constructed } from "./class-fields.js";
import { literalOf } from "./literals.js";
import type { World } from "./machine.js";
import { numberOf, propertyNumber } from "./responses.js";
import { statusOfOrpcError, statusOfTrpcError } from "./rpc-errors.js";
import type { State } from "./state.js";
import { statusOfClass } from "./statuses.js";
import type { Value } from "./values.js";
import type { Reading } from "./written-values.js";

const STATUS_FIELDS = ["status", "statusCode"];

/**
 * The HTTP status of an exception: from its class, its arguments, or the fields that its class or one
 * above it sets (`class Refused extends Error { status = 401 }`, `super("no", 401)`). Undefined where
 * none is known.
 */
export function statusOfException(
  { name, declaration, args }: Constructed,
  state: State,
  world: World,
  depth = 0,
): number | undefined {
  const known = statusOfClass(name);
  if (known !== undefined) return known;
  if (name === "HttpException") return numberOf(args[1]);
  if (name === "HTTPException") return numberOf(args[0]) ?? 500;
  if (name === "TRPCError") return statusOfTrpcError(args[0], state);
  if (name === "ORPCError") return statusOfOrpcError(args[0], args[1], state);
  const given =
    propertyNumber(args[0], "statusCode", state) ?? propertyNumber(args[0], "status", state);
  if (given !== undefined) return given;
  if (declaration === undefined || !ts.isClassLike(declaration)) return undefined;
  const reading = { checker: world.checker, state };
  const status = statusOfFields(declaration, args, reading);
  if (status !== undefined) return status;
  const parent = depth < MOST_PARENTS ? parentOf(declaration, args, reading) : undefined;
  return parent && statusOfException(parent, state, world, depth + 1);
}

/** A parameter of the constructor counts by its name, too: a class above may do the assignment. */
function statusOfFields(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  reading: Reading,
): number | undefined {
  const fields = fieldsOf(declaration, args, reading);
  const parameters = declaration.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  return STATUS_FIELDS.map((field) => {
    const index = parameters.findIndex(({ name }) => ts.isIdentifier(name) && name.text === field);
    const initializer = parameters[index]?.initializer;
    return numberOf(fields.get(field) ?? args[index] ?? (initializer && literalOf(initializer)));
  }).find((status) => status !== undefined);
}
