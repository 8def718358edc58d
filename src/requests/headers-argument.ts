import ts from "typescript";
import type { SdkPackage } from "../sdk/packages.js";
import { identifiersNamed, importedFrom, symbolOf } from "./declarations.js";
import { isLiteral, originsOf } from "./origins.js";
import {
  isAssignment,
  memberName,
  memberObject,
  propertyName,
  settled,
  unwrapped,
} from "./syntax.js";

/** What is wrong with the headers that are given to `verify()`. */
export type HeadersFault =
  | {
      readonly kind: "missing";
      readonly literal: ts.ObjectLiteralExpression;
      /** Names that verify() looks for and that the literal lacks, in the family that it uses. */
      readonly missing: readonly string[];
      /** The property whose name is nearly the missing one. */
      readonly misspelled: ts.ObjectLiteralElementLike | undefined;
    }
  | { readonly kind: "instance"; readonly node: ts.Expression };

const PARTS = ["id", "timestamp", "signature"] as const;

/**
 * What is wrong with a headers argument, or undefined when nothing is known to be.
 *
 * verify() reads own enumerable keys in any letter case (contract/sdk-versions.md), so an instance of
 * the Fetch class `Headers` is empty to it. svix takes `svix-*` and `webhook-*` names, also mixed;
 * the package standardwebhooks reads `webhook-*` only.
 *
 * A literal with a spread or a computed name, and one that is written to later, is taken as complete
 * unless what is spread is itself such a literal or such an instance.
 */
export function headersFault(
  headers: ts.Expression,
  library: SdkPackage,
  checker: ts.TypeChecker,
): HeadersFault | undefined {
  for (const origin of originsOf(headers, checker)) {
    if (isHeadersInstance(origin, checker)) return { kind: "instance", node: origin };
    const copied = copiedKeysOf(origin);
    if (copied && originsOf(copied, checker).some((each) => isHeadersInstance(each, checker)))
      return { kind: "instance", node: copied };
    if (!ts.isObjectLiteralExpression(origin)) continue;
    const found = literalFault(origin, library, checker);
    if (found) return found;
  }
  return undefined;
}

/**
 * What an expression copies the own keys of, of which a `Headers` has none: `Object.assign({}, headers)`,
 * `Object.fromEntries(Object.entries(headers))`, also with a `map` in between.
 */
export function copiedKeysOf(node: ts.Expression): ts.Expression | undefined {
  const call = unwrapped(node);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
    return undefined;
  const { expression: object, name } = call.expression;
  const [first, second] = call.arguments;
  if (object.getText() !== "Object")
    return name.text === "map" || name.text === "filter" ? entriesOf(object) : undefined;
  if (name.text === "fromEntries") return first && (entriesOf(first) ?? copiedKeysOf(first));
  const isEmpty = first && ts.isObjectLiteralExpression(first) && first.properties.length === 0;
  return name.text === "assign" && isEmpty === true ? second : undefined;
}

/** `Object.entries(headers)` */
function entriesOf(node: ts.Expression): ts.Expression | undefined {
  const call = unwrapped(node);
  return ts.isCallExpression(call) && call.expression.getText() === "Object.entries"
    ? call.arguments[0]
    : undefined;
}

function literalFault(
  literal: ts.ObjectLiteralExpression,
  library: SdkPackage,
  checker: ts.TypeChecker,
): HeadersFault | undefined {
  const names = new Map<string, ts.ObjectLiteralElementLike>();
  const unknown = collect(literal, names, checker);
  if (unknown) return unknown === "open" ? undefined : { kind: "instance", node: unknown };
  if (isWrittenLater(literal, checker)) return undefined;
  const families = library === "svix" ? ["svix-", "webhook-"] : ["webhook-"];
  const lacking = PARTS.filter((part) => !families.some((family) => names.has(family + part)));
  if (lacking.length === 0) return undefined;
  const family =
    families.length > 1 && ![...names.keys()].some((name) => name.startsWith("webhook-"))
      ? "svix-"
      : "webhook-";
  const missing = lacking.map((part) => family + part);
  const near = [...names].filter(
    ([name]) => !families.some((f) => PARTS.some((part) => name === f + part)),
  );
  const misspelled =
    missing.length === 1 ? near.find(([name]) => isNear(name, missing[0] ?? ""))?.[1] : undefined;
  return { kind: "missing", literal, missing, misspelled };
}

/** Collects a literal's names in lower case; answers "open" when it may hold more, or the `Headers` that it spreads. */
function collect(
  literal: ts.ObjectLiteralExpression,
  names: Map<string, ts.ObjectLiteralElementLike>,
  checker: ts.TypeChecker,
): "open" | ts.Expression | undefined {
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property)) {
      for (const origin of originsOf(property.expression, checker)) {
        // { ...req.headers } of a Fetch request copies nothing
        if (isHeadersInstance(origin, checker) && literal.properties.length === 1)
          return property.expression;
        if (isHeadersInstance(origin, checker)) continue;
        if (!ts.isObjectLiteralExpression(origin)) return "open";
        const inner = collect(origin, names, checker);
        if (inner) return inner;
      }
      continue;
    }
    const name = keyOf(property.name, checker);
    if (name === undefined) return "open";
    names.set(name.toLowerCase(), property);
  }
  return undefined;
}

/** A property's name, also when it is a constant: `[SVIX_ID]`. */
function keyOf(name: ts.PropertyName, checker: ts.TypeChecker): string | undefined {
  const plain = propertyName(name);
  if (plain !== undefined || !ts.isComputedPropertyName(name)) return plain;
  const type = checker.getTypeAtLocation(name.expression);
  return type.isStringLiteral() ? type.value : undefined;
}

/** `headers["svix-id"] = …` or `Object.assign(headers, …)` on the variable that holds a literal. */
function isWrittenLater(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker): boolean {
  let holder: ts.Node = literal.parent;
  while (
    ts.isParenthesizedExpression(holder) ||
    ts.isAsExpression(holder) ||
    ts.isSatisfiesExpression(holder)
  )
    holder = holder.parent;
  const name = ts.isVariableDeclaration(holder)
    ? holder.name
    : ts.isBinaryExpression(holder)
      ? unwrapped(holder.left)
      : undefined;
  if (!name || !ts.isIdentifier(name)) return false;
  const symbol = symbolOf(name, checker);
  return identifiersNamed(name.text, literal.getSourceFile()).some(
    (node) => isMutated(node) && symbolOf(node, checker) === symbol,
  );
}

function isMutated(node: ts.Identifier): boolean {
  let current: ts.Node = node;
  while (
    ts.isAsExpression(current.parent) ||
    ts.isParenthesizedExpression(current.parent) ||
    ts.isNonNullExpression(current.parent)
  )
    current = current.parent;
  const { parent } = current;
  if (memberObject(parent as ts.Expression) === current) {
    return isAssignment(parent.parent) && parent.parent.left === parent;
  }
  // Code that gets the object may write to it: Object.assign(headers, …), copyInto(headers, req).
  if (!ts.isCallExpression(parent) || !parent.arguments.includes(current as ts.Expression))
    return false;
  const callee = unwrapped(parent.expression);
  const called = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
  return (
    !/^(?:verify|log|info|debug|warn|error)$/u.test(called) &&
    parent.arguments.indexOf(current as ts.Expression) === 0 &&
    parent.arguments.length > 1
  );
}

/** Whether an expression is an instance of the Fetch class `Headers`, by type or, untyped, by where it comes from. */
function isHeadersInstance(origin: ts.Expression, checker: ts.TypeChecker): boolean {
  if (isLiteral(origin)) return false;
  const own = checker.getTypeAtLocation(origin);
  const type = checker.getAwaitedType(own) ?? own;
  if ((type.flags & ts.TypeFlags.Any) === 0) return isHeadersType(type, checker);
  if (ts.isNewExpression(origin)) return false;
  // `headers()` of an unresolved "next/headers"
  if (ts.isCallExpression(origin)) {
    const callee = unwrapped(origin.expression);
    return (
      ts.isIdentifier(callee) &&
      callee.text === "headers" &&
      importedFrom(callee, checker) === "next/headers"
    );
  }
  return memberName(origin) === "headers" && isNextRequest(memberObject(origin), checker);
}

/** The names of the class in lib.dom, undici and the runtimes' types, and of what Next's `headers()` answers. */
const HEADERS_CLASSES = new Set(["Headers", "ReadonlyHeaders", "UnsafeUnwrappedHeaders"]);

/** The class `Headers`, whoever declares it, and what extends it: known by its methods, too. */
function isHeadersType(type: ts.Type, checker: ts.TypeChecker): boolean {
  const parts = type.isUnion() ? type.types.filter((part) => !isNullish(part)) : [type];
  return (
    parts.length > 0 &&
    parts.every(
      (part) =>
        isNamedHeaders(part, 0) &&
        ["get", "has", "forEach"].every(
          (name) => checker.getPropertyOfType(part, name) !== undefined,
        ),
    )
  );
}

function isNamedHeaders(type: ts.Type, depth: number): boolean {
  if (HEADERS_CLASSES.has(type.getSymbol()?.name ?? "")) return true;
  if (type.isIntersection()) return type.types.some((part) => isNamedHeaders(part, depth));
  return (
    depth < 5 &&
    type.isClassOrInterface() &&
    (type.getBaseTypes() ?? []).some((base) => isNamedHeaders(base, depth + 1))
  );
}

function isNullish(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0;
}

/** A parameter annotated with the `NextRequest` of an unresolved "next/server". */
function isNextRequest(node: ts.Expression | undefined, checker: ts.TypeChecker): boolean {
  const declaration = node && symbolOf(settled(node), checker)?.valueDeclaration;
  if (!declaration || !ts.isParameter(declaration) || !declaration.type) return false;
  const { type } = declaration;
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false;
  return (
    type.typeName.text === "NextRequest" && importedFrom(type.typeName, checker) === "next/server"
  );
}

/** Equal but for separators and letter case, or one or two letters apart. */
function isNear(name: string, wanted: string): boolean {
  const plain = (text: string): string => text.replace(/[^a-z]/giu, "").toLowerCase();
  return plain(name) === plain(wanted) || distance(name, wanted) <= 2;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substituted));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
