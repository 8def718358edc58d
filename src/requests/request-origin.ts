import ts from "typescript";
import { isJsonCall, symbolOf, writesTo } from "./declarations.js";
import { baseOf } from "./payload.js";
import { isLiteral, originsOf } from "./origins.js";
import { PAYLOAD, REQUEST, type Value } from "./path-values.js";
import {
  enclosingFunction,
  isFunction,
  memberName,
  memberObject,
  settled,
  visit,
  type FunctionWithBody,
} from "./syntax.js";
import { callsNamed } from "./calls-named.js";
import { sourceOf } from "./request-source.js";
import type { VerifySite } from "./verify-sites.js";

/** Where the body that is verified comes from. */
export interface RequestOrigin {
  /** The variables that are the request, or the body itself where nothing more is known of it. */
  readonly seeds: ReadonlyMap<ts.Symbol, Value>;
  /** The function whose parameter or variable that is; undefined at the level of the module. */
  readonly root: FunctionWithBody | undefined;
}

/**
 * The request that a verified body is read from, or undefined when it is not seen: the body is a
 * field of `this`, comes from an import, or is a text that the program makes itself (a literal, or
 * what it signs with `Webhook#sign`).
 */
export function requestOrigin(
  site: VerifySite,
  checker: ts.TypeChecker,
): RequestOrigin | undefined {
  if (site.payload ? isOwnText(site.payload, checker) : !site.request) return undefined;
  const seeds = new Map<ts.Symbol, Value>();
  let root: FunctionWithBody | undefined | "none" = "none";
  let holder: ts.Symbol | undefined;
  for (const origin of bodiesOf(site, checker)) {
    const given = sourceOf(origin, checker);
    const found = given && !site.payload ? { symbol: given.symbol, value: REQUEST } : given;
    const declaration = found?.symbol.valueDeclaration;
    if (!found || !declaration) continue;
    const owner = ownerOf(declaration, site.call);
    if (root !== "none" && root !== owner) continue;
    root = owner;
    if (isDerived(declaration) && !found.value.request) holder ??= found.symbol;
    for (const symbol of parsedForms(declaration, checker))
      if (!seeds.has(symbol)) seeds.set(symbol, PAYLOAD);
    if (found.value.request)
      seeds.set(found.symbol, {
        ...found.value,
        ...besideBody(origin, found.symbol, site, checker),
      });
    else if (!isDerived(declaration)) {
      seeds.set(found.symbol, found.value);
      for (const [symbol, value] of besideParameter(declaration, checker)) seeds.set(symbol, value);
    }
  }
  // const raw = await readBody(): what it reads from is not seen, but the variable is the body
  if (seeds.size === 0 && holder) seeds.set(holder, PAYLOAD);
  if (root === "none" || seeds.size === 0) return undefined;
  for (const symbol of headersOf(site, root, checker))
    if (!seeds.has(symbol)) seeds.set(symbol, { metadata: "headers" });
  return { seeds, root };
}

/** The parameters of the function that the headers come from: `verify(raw, headers)`, `verify(raw, signature)`. */
function headersOf(
  { headers }: VerifySite,
  root: FunctionWithBody | undefined,
  checker: ts.TypeChecker,
): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  if (!headers || !root) return found;
  for (const given of written(headers, checker, 0)) {
    visit(given, (node) => {
      const symbol = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
      const declaration = symbol?.valueDeclaration;
      if (symbol && declaration && ts.isParameter(declaration) && declaration.parent === root)
        found.add(symbol);
      return !isFunction(node);
    });
  }
  return found;
}

/** The expressions that the body comes from, or the request that is given in its place. */
function bodiesOf(site: VerifySite, checker: ts.TypeChecker): readonly ts.Expression[] {
  if (site.payload) {
    const given = [...written(site.payload, checker, 0), ...originsOf(site.payload, checker)];
    return given.flatMap((origin) => [origin, ...behind(origin, checker, 0)]);
  }
  return site.request ? [settled(site.request)] : [];
}

/** An expression, and those that its local variables are given, without entering what is called. */
function written(
  expression: ts.Expression,
  checker: ts.TypeChecker,
  depth: number,
): readonly ts.Expression[] {
  const node = settled(expression);
  if (depth > 4 || !ts.isIdentifier(node)) return [node];
  const symbol = symbolOf(node, checker);
  const values = symbol ? valuesOf(symbol, node.getSourceFile(), checker) : [];
  return [node, ...values.flatMap((value) => written(value, checker, depth + 1))];
}

/** What the local variable in a form of the body is given: `req.rawBody` behind `raw` of `raw.toString()`. */
function behind(
  origin: ts.Expression,
  checker: ts.TypeChecker,
  depth: number,
): readonly ts.Expression[] {
  const found = depth > 4 || ts.isIdentifier(origin) ? undefined : sourceOf(origin, checker);
  const declaration = found?.symbol.valueDeclaration;
  if (!found || found.value.request || !declaration || !isDerived(declaration)) return [];
  return valuesOf(found.symbol, origin.getSourceFile(), checker).flatMap((value) => [
    ...written(value, checker, depth + 1),
    ...behind(settled(value), checker, depth + 1),
  ]);
}

/** Names that carry a message's data, but for those that are other reads of the body (see `payload.ts`). */
const DATA_NAMES = ["data", "event", "parsed", "parsedBody", "message", "content", "record"];

/** What stands beside the body in `{ raw, headers, data }`, where the headers come from the same object. */
function besideBody(
  origin: ts.Expression,
  request: ts.Symbol,
  site: VerifySite,
  checker: ts.TypeChecker,
): Pick<Value, "beside"> | undefined {
  const verified = memberName(origin);
  const object = memberObject(origin);
  if (
    verified === undefined ||
    !object ||
    !site.headers ||
    symbolOf(settled(object), checker) !== request
  )
    return undefined;
  const sameObject = originsOf(site.headers, checker).some((headers) => {
    const base = baseOf(headers);
    return base !== undefined && symbolOf(base, checker) === request;
  });
  return sameObject
    ? { beside: new Set(DATA_NAMES.filter((name) => name !== verified)) }
    : undefined;
}

/** The same for a parameter that is taken apart: `({ raw, headers, data }) => …`. */
function besideParameter(
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
): readonly (readonly [ts.Symbol, Value])[] {
  if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent))
    return [];
  if (!ts.isParameter(declaration.parent.parent)) return [];
  const { elements } = declaration.parent;
  const nameOf = (element: ts.BindingElement): string =>
    (element.propertyName ?? element.name).getText();
  if (!elements.some((element) => nameOf(element) === "headers")) return [];
  return elements.flatMap((element) => {
    if (
      element === declaration ||
      !DATA_NAMES.includes(nameOf(element)) ||
      !ts.isIdentifier(element.name)
    )
      return [];
    const symbol = symbolOf(element.name, checker);
    return symbol ? [[symbol, { metadata: "beside" }] as const] : [];
  });
}

const PARSED_NAMES = /^(?:parsed)?(?:body|payload|event|evt|data|json|dto)$/iu;

/** Parameters that hold the same body parsed: `handle(rawBody, body, headers)`. */
function parsedForms(declaration: ts.Declaration, checker: ts.TypeChecker): readonly ts.Symbol[] {
  if (!ts.isParameter(declaration)) return [];
  return declaration.parent.parameters.flatMap(({ name }) => {
    const symbol =
      name !== declaration.name && ts.isIdentifier(name) && PARSED_NAMES.test(name.text)
        ? symbolOf(name, checker)
        : undefined;
    return symbol ? [symbol] : [];
  });
}

/** A variable with an initializer gets its value when the walk comes to it. */
function isDerived(declaration: ts.Declaration): boolean {
  return (
    ts.isVariableDeclaration(declaration) &&
    (declaration.initializer !== undefined || ts.isVariableStatement(declaration.parent.parent)) &&
    enclosingFunction(declaration) !== undefined
  );
}

/** The function that has the request: that of the parameter, or around the variable, or else around the call. */
function ownerOf(
  declaration: ts.Declaration,
  call: ts.CallExpression,
): FunctionWithBody | undefined {
  const owner = enclosingFunction(declaration);
  return owner ?? enclosingFunction(call);
}

/** Whether the program makes the text itself: it is signed here, or written out. */
function isOwnText(payload: ts.Expression, checker: ts.TypeChecker): boolean {
  return (
    originsOf(payload, checker).every((origin) => ts.isStringLiteralLike(origin)) ||
    isSignedHere(payload, checker)
  );
}

/** Whether the same text is given to `sign()` in this file: a program that checks its own signature. */
export function isSignedHere(payload: ts.Expression, checker: ts.TypeChecker): boolean {
  const made = originsOf(payload, checker).filter(
    (origin) => isLiteral(origin) || ts.isIdentifier(origin) || isJsonCall(origin, "stringify"),
  );
  return callsNamed(payload.getSourceFile(), "sign").some(
    ({ arguments: [, , text] }) =>
      text !== undefined && originsOf(text, checker).some((origin) => made.includes(origin)),
  );
}

/**
 * Calls, and objects made, whose value goes into the secret, the headers or the body of a verification: reading the
 * tenant's secret from a database is no use of the message that names the tenant.
 */
export function preparingCalls(site: VerifySite, checker: ts.TypeChecker): ReadonlySet<ts.Node> {
  const found = new Set<ts.Node>();
  const seen = new Set<ts.Node>();
  const collect = (node: ts.Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    visit(node, (inner) => {
      if (isFunction(inner)) return false;
      if (ts.isCallExpression(inner) || ts.isNewExpression(inner)) found.add(inner);
      const symbol = ts.isIdentifier(inner) ? symbolOf(inner, checker) : undefined;
      for (const value of symbol ? valuesOf(symbol, inner.getSourceFile(), checker) : [])
        collect(value);
      return true;
    });
  };
  collect(site.call);
  collect(site.verify);
  return found;
}

/** What a variable of this file is initialised with or assigned, or what it is an element of. */
function valuesOf(
  symbol: ts.Symbol,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
): readonly ts.Expression[] {
  let declaration: ts.Node | undefined = symbol.valueDeclaration;
  while (declaration && ts.isBindingElement(declaration)) declaration = declaration.parent.parent;
  if (declaration?.getSourceFile() !== file) return [];
  if (ts.isParameter(declaration)) return listBehind(declaration);
  if (!ts.isVariableDeclaration(declaration)) return [];
  if (declaration.initializer) return [declaration.initializer];
  const loop = declaration.parent.parent;
  return ts.isForOfStatement(loop)
    ? [loop.expression]
    : writesTo(symbol, checker).map((write) => write.right);
}

/** `secrets` for the parameter of `secrets.some((secret) => …)`. */
function listBehind({ parent: callback }: ts.ParameterDeclaration): readonly ts.Expression[] {
  const call = callback.parent;
  if (!ts.isCallExpression(call) || call.expression === callback) return [];
  return ts.isPropertyAccessExpression(call.expression) ? [call.expression.expression] : [];
}
