import ts from "typescript";
import { MOST_PARENTS, parentOf, statusGivenToSuper } from "./class-fields.js";
import { classDeclarationOf } from "./comparisons.js";
import type { Machine } from "./machine.js";
import { isFetchResponse } from "./replies.js";
import { initStatus, numberOf, responseOf, statusOf } from "./responses.js";
import type { State } from "./state.js";
import type { Value } from "./values.js";

const OF_THE_STANDARD: ReadonlySet<string> = new Set(["Response", "NextResponse"]);

/**
 * What `new X(…)` gives where X is a response: of the Fetch standard, of the program (whose constructor
 * says with which status), or of a package. The status of the last is what it is given, or unknown.
 */
export function constructedResponse(
  machine: Machine,
  node: ts.NewExpression,
  name: string,
  args: readonly Value[],
  state: State,
): Value | undefined {
  const { checker } = machine.world;
  const [body, init] = args;
  const make = (status: number | undefined): Value => responseOf(status, body, node, state, init);
  if (OF_THE_STANDARD.has(name)) return make(initStatus(args, 1, state));
  const declaration = classDeclarationOf(checker, node.expression);
  const isOwn = declaration !== undefined && !declaration.getSourceFile().isDeclarationFile;
  if (isOwn && ts.isClassLike(declaration))
    return isFetchResponse(checker.getTypeAtLocation(node))
      ? make(statusOfOwn(declaration, args, state, checker))
      : undefined;
  if (isFetchResponse(checker.getTypeAtLocation(node))) return make(initStatus(args, 1, state));
  // `JsonResponse`, `HttpResponseUnauthorized` of a package
  return name.includes("Response")
    ? make(args.map(numberOf).find((given) => given !== undefined) ?? statusOf(init, state))
    : undefined;
}

/** `class Unauthorized extends Response { constructor() { super("no", { status: 401 }); } }` */
function statusOfOwn(
  declaration: ts.ClassLikeDeclaration,
  args: readonly Value[],
  state: State,
  checker: ts.TypeChecker,
  depth = 0,
): number | undefined {
  const parent = depth < MOST_PARENTS ? parentOf(declaration, args, { checker, state }) : undefined;
  if (parent === undefined) return undefined;
  const { declaration: above } = parent;
  if (above !== undefined && ts.isClassLike(above) && !above.getSourceFile().isDeclarationFile)
    return statusOfOwn(above, parent.args, state, checker, depth + 1);
  const given = statusGivenToSuper(declaration, args, { checker, state });
  if (given === "absent") return initStatus(parent.args, 1, state);
  return given;
}
