import ts from "typescript";
import type { Machine } from "./machine.js";
import type { State } from "./state.js";
import { primitive, type ErrorFacts, type Value } from "./values.js";

/**
 * What a function that cannot be entered says of an error, where its signature says which type it
 * asks for (`isHttpError(error): error is HttpError`). Undefined for other calls, and where the type
 * does not tell. Of an error that the program has made the path is then lost: the function tells
 * errors apart by what the simulation does not know of them.
 *
 * Followed for verification failures only, whose answer the status of the error decides: among what
 * deals with a failed API call, asking a function counts as acting.
 */
export function answerAboutError(
  machine: Machine,
  node: ts.CallExpression,
  args: readonly Value[],
  state: State,
): Value | undefined {
  if (machine.family !== "verification" || state.phase !== "failed") return undefined;
  if (!args.some(({ kind }) => kind === "error")) return undefined;
  const { checker } = machine.world;
  const signature = checker.getResolvedSignature(node);
  const predicate = signature && checker.getTypePredicateOfSignature(signature);
  if (predicate?.kind !== ts.TypePredicateKind.Identifier) return undefined;
  const value = args[predicate.parameterIndex];
  if (value?.kind !== "error") return undefined;
  const answer = isOfType(value.error, predicate.type);
  if (answer !== undefined) return primitive(answer, { due: true });
  if (!value.error.original) state.note({ lost: "a function tells errors apart by what they are" });
  return undefined;
}

function isOfType(error: ErrorFacts, type: ts.Type): boolean | undefined {
  // An error that the package has made is known by the name of its class alone.
  if (error.declaration === undefined && type.getSymbol()?.name === error.className) return true;
  return hasStatus(type) && lacksStatus(error) ? false : undefined;
}

/** Whether every object of the type has an HTTP status. */
function hasStatus(type: ts.Type): boolean {
  return ["status", "statusCode"].some((name) => {
    const property = type.getProperty(name);
    return property !== undefined && (property.flags & ts.SymbolFlags.Optional) === 0;
  });
}

/** The SDK's own error, and an error of the language. */
function lacksStatus({ original, className, status }: ErrorFacts): boolean {
  return original || (status === undefined && /^(Type|Range|Syntax)?Error$/u.test(className ?? ""));
}
