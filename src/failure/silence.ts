import ts from "typescript";
import type { Analysis } from "./analysis.js";
import { frameworkFor } from "./handlers.js";
import { replyKindOf } from "./replies.js";
import { bare } from "./syntax.js";

/**
 * Whether a function that sets nothing refuses the request all the same: Koa answers 404 then.
 * Only for what answers requests.
 */
export function refusesBySilence(
  fn: ts.Node,
  { checker, callers }: Pick<Analysis, "checker" | "callers">,
): boolean {
  if (!ts.isFunctionLike(fn)) return false;
  const framework = frameworkFor(fn, callers);
  if (framework !== undefined) return framework.framework === "koa";
  return fn.parameters.some(
    ({ name }) => ts.isIdentifier(name) && replyKindOf(checker, name) === "koa",
  );
}

/** Frameworks that send a success for a handler that returns nothing, and ask nobody else. */
const ACCEPT_SILENCE: ReadonlySet<string> = new Set(["rpc", "nest", "elysia", "fastify"]);

/**
 * Whether a route that returns nothing accepts the request, whatever else it did: the framework
 * answers for it, and nothing that could answer was given to anybody.
 *
 * Not seen: a reply that others find by themselves (a field, the context of an async hook).
 */
export function acceptsBySilence(
  fn: ts.Node,
  { checker, callers }: Pick<Analysis, "checker" | "callers">,
): boolean {
  if (!ts.isFunctionLike(fn) || !("body" in fn) || fn.body === undefined) return false;
  const framework = frameworkFor(fn, callers);
  return (
    framework?.role === "route" &&
    ACCEPT_SILENCE.has(framework.framework) &&
    !handsOn(fn, fn.body, checker)
  );
}

/** Whether anything in the function gives `this`, or an object that the function was given, to a call. */
function handsOn(fn: ts.SignatureDeclaration, body: ts.Node, checker: ts.TypeChecker): boolean {
  const isGiven = (node: ts.Expression): boolean => {
    const part = bare(node);
    if (part.kind === ts.SyntaxKind.ThisKeyword) return true;
    if (ts.isSpreadElement(part)) return isGiven(part.expression);
    if (ts.isObjectLiteralExpression(part))
      return part.properties.some((property) => isGivenProperty(property));
    return ts.isIdentifier(part) && isObjectParameter(part, fn, checker);
  };
  const isGivenProperty = (property: ts.ObjectLiteralElementLike): boolean => {
    if (ts.isPropertyAssignment(property)) return isGiven(property.initializer);
    if (ts.isSpreadAssignment(property)) return isGiven(property.expression);
    return ts.isShorthandPropertyAssignment(property) && isGiven(property.name);
  };
  const visit = (node: ts.Node): boolean =>
    ((ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      (node.arguments?.some(isGiven) ?? false)) ||
    (ts.forEachChild(node, visit) ?? false);
  return visit(body);
}

const PRIMITIVE =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null;

/** Parameters by name: a local of the same name is taken for one, which only makes the answer no. */
function isObjectParameter(
  node: ts.Identifier,
  fn: ts.SignatureDeclaration,
  checker: ts.TypeChecker,
): boolean {
  return (
    fn.parameters.some(({ name }) => namesIn(name).has(node.text)) &&
    (checker.getTypeAtLocation(node).flags & PRIMITIVE) === 0
  );
}

/** What a context holds of the request alone: nobody can answer with it. */
const ASKED: ReadonlySet<string> = new Set([
  "body",
  "headers",
  "input",
  "params",
  "path",
  "query",
  "request",
]);

function namesIn(name: ts.BindingName): ReadonlySet<string> {
  if (ts.isIdentifier(name)) return new Set([name.text]);
  return new Set(
    name.elements.flatMap((element) => {
      if (!ts.isBindingElement(element)) return [];
      const { propertyName = element.name } = element;
      return ts.isIdentifier(propertyName) && ASKED.has(propertyName.text)
        ? []
        : [...namesIn(element.name)];
    }),
  );
}
