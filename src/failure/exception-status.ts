import ts from "typescript";
import { bare } from "./syntax.js";
import { classDeclarationOf } from "./comparisons.js";
import { literalOf } from "./literals.js";
import type { World } from "./machine.js";
import { fieldsOf } from "./own-instances.js";
import { numberOf, propertyNumber } from "./responses.js";
import { statusOfOrpcError, statusOfTrpcError } from "./rpc-errors.js";
import type { State } from "./state.js";
import { statusOfClass } from "./statuses.js";
import { UNKNOWN, type Value } from "./values.js";

/** A class that is constructed: its name, its declaration where there is one, and what it is given. */
export interface Constructed {
  readonly name: string;
  readonly declaration: ts.Node | undefined;
  readonly args: readonly Value[];
}

const STATUS_FIELDS = ["status", "statusCode"];

const MOST_PARENTS = 5;

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
  const status = statusOfFields(declaration, args);
  if (status !== undefined) return status;
  const parent = depth < MOST_PARENTS ? parentOf(declaration, args, world) : undefined;
  return parent && statusOfException(parent, state, world, depth + 1);
}

/** A parameter of the constructor counts by its name, too: a class above may do the assignment. */
function statusOfFields(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
): number | undefined {
  const fields = fieldsOf(declaration, args);
  const parameters = declaration.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  return STATUS_FIELDS.map((field) => {
    const index = parameters.findIndex(({ name }) => ts.isIdentifier(name) && name.text === field);
    const initializer = parameters[index]?.initializer;
    return numberOf(fields.get(field) ?? args[index] ?? (initializer && literalOf(initializer)));
  }).find((status) => status !== undefined);
}

/** The class that a class extends, with the arguments that the constructor gives to `super`. */
function parentOf(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  { checker }: World,
): Constructed | undefined {
  const parent = declaration.heritageClauses?.find(
    ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
  )?.types[0]?.expression;
  if (parent === undefined) return undefined;
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  return {
    name: classNameOf(parent),
    declaration: classDeclarationOf(checker, parent),
    args: superArguments(constructor, args) ?? args,
  };
}

/** The last name of what is constructed or extended: `Refused`, `errors.Refused`. */
export function classNameOf(expression: ts.Expression): string {
  const named = bare(expression);
  if (ts.isIdentifier(named)) return named.text;
  return ts.isPropertyAccessExpression(named) ? named.name.text : "";
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
    const index =
      constructor?.parameters.findIndex(
        ({ name }) =>
          ts.isIdentifier(name) && ts.isIdentifier(argument) && name.text === argument.text,
      ) ?? -1;
    return literalOf(argument) ?? args[index] ?? UNKNOWN;
  });
}
