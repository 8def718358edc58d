import ts from "typescript";
import { projectFilesOf } from "../callers/project-files.js";
import { checkerOf } from "../sdk/checker.js";
import type { BodyForm } from "./asked-forms.js";
import { importedFrom, symbolOf } from "./declarations.js";
import {
  memberName,
  memberObject,
  propertyName,
  settled,
  unwrapped,
  type FunctionWithBody,
} from "./syntax.js";
import { callsNamed } from "./calls-named.js";

/** A body parser that the program registers, and the path it is registered for, if one is written out. */
interface Registration {
  readonly kind: "json" | "raw";
  readonly path: string | undefined;
  readonly call: ts.CallExpression;
}

const RAW_METHODS = new Set(["raw", "text"]);
const ROUTE_METHODS = new Set(["post", "put", "patch", "all", "use", "get"]);

const registrations = new WeakMap<ts.Program, readonly Registration[]>();

/**
 * Whether `req.body` is a parsed object in a handler, because the program visibly registers a JSON
 * parser for it: `app.use(express.json())` or body-parser's `json()` for every route, or such a
 * parser on the route itself. Answers false where a raw or text parser is seen on the route, or for
 * a path (then the order of registration decides, which is not worked out), where the JSON parser
 * is only for some path, or where the handler's route is not seen and any raw parser is about.
 *
 * Source: Express 4 and 5 and body-parser 1 and 2 leave `req.body` to the first parser that ran.
 */
export function isBodyParsed(handler: FunctionWithBody, program: ts.Program): boolean {
  const checker = checkerOf(program);
  const onRoute = routeParsers(handler, checker);
  if (onRoute.includes("raw")) return false;
  if (onRoute.includes("json")) return true;
  const all = registeredParsers(program);
  if (all.some(({ kind }) => kind === "raw")) return false;
  return all.some(({ kind, path }) => kind === "json" && path === undefined);
}

/**
 * Whether the route that registers a handler visibly gives it the body as text, or as bytes:
 * `app.post("/x", express.text(…), handler)`.
 */
export function isBodyGivenAs(
  form: BodyForm,
  handler: FunctionWithBody,
  program: ts.Program,
): boolean {
  const checker = checkerOf(program);
  return routeArguments(handler, checker).some(
    (argument) =>
      parserKind(argument, checker) === "raw" &&
      /\btext$/u.test(nameOfParser(argument)) === (form === "text"),
  );
}

function nameOfParser(argument: ts.Expression): string {
  const call = settled(argument);
  return ts.isCallExpression(call) ? call.expression.getText() : "";
}

/** Parsers given to the route that registers a handler: `app.post("/x", express.raw(…), handler)`. */
function routeParsers(
  handler: FunctionWithBody,
  checker: ts.TypeChecker,
): readonly Registration["kind"][] {
  return routeArguments(handler, checker).flatMap(
    (argument) => parserKind(argument, checker) ?? [],
  );
}

function routeArguments(
  handler: FunctionWithBody,
  checker: ts.TypeChecker,
): readonly ts.Expression[] {
  const calls = new Set<ts.CallExpression>();
  if (ts.isCallExpression(handler.parent)) calls.add(handler.parent);
  const name =
    handler.name ?? (ts.isVariableDeclaration(handler.parent) ? handler.parent.name : undefined);
  const symbol = name && checker.getSymbolAtLocation(name);
  for (const call of symbol && ts.isIdentifier(name) ? routesOf(handler.getSourceFile()) : []) {
    if (
      call.arguments.some(
        (argument) => ts.isIdentifier(argument) && symbolOf(argument, checker) === symbol,
      )
    )
      calls.add(call);
  }
  return [...calls].flatMap((call) => [...call.arguments]);
}

function routesOf(file: ts.SourceFile): readonly ts.CallExpression[] {
  return [...ROUTE_METHODS].flatMap((method) => callsNamed(file, method));
}

function registeredParsers(program: ts.Program): readonly Registration[] {
  let found = registrations.get(program);
  if (!found) {
    const checker = checkerOf(program);
    found = projectFilesOf(program).flatMap((file) =>
      routesOf(file).flatMap((call) => registrationOf(call, checker)),
    );
    registrations.set(program, found);
  }
  return found;
}

function registrationOf(call: ts.CallExpression, checker: ts.TypeChecker): readonly Registration[] {
  const [first] = call.arguments;
  const isUse = memberName(unwrapped(call.expression)) === "use";
  const path = first && ts.isStringLiteralLike(first) ? first.text : undefined;
  return call.arguments.flatMap((argument) => {
    const kind = parserKind(argument, checker);
    if (kind === undefined) return [];
    // app.post("/x", express.json(), …) says nothing about other routes
    if (!isUse && path === undefined && kind === "json") return [];
    return { kind, path: isUse ? path : (path ?? ""), call };
  });
}

/** Whether an argument is a body parser of express or body-parser: `express.json()`, `bodyParser.raw(…)`, `json()`. */
function parserKind(
  argument: ts.Expression,
  checker: ts.TypeChecker,
): Registration["kind"] | undefined {
  const call = settled(argument);
  if (!ts.isCallExpression(call)) return undefined;
  const callee = unwrapped(call.expression);
  const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : undefined);
  const module = importedFrom(memberObject(callee) ?? callee, checker);
  if (module !== "express" && module !== "body-parser") return undefined;
  if (name !== undefined && RAW_METHODS.has(name)) return "raw";
  if (name !== "json") return undefined;
  // express.json({ verify(req, res, buf) { req.rawBody = buf } }) still parses req.body.
  return limitsType(call) ? undefined : "json";
}

/** `express.json({ type: … })` parses only some bodies. */
function limitsType(call: ts.CallExpression): boolean {
  const [options] = call.arguments;
  if (!options) return false;
  const literal = unwrapped(options);
  if (!ts.isObjectLiteralExpression(literal)) return true;
  return literal.properties.some((p) => !p.name || propertyName(p.name) === "type");
}
