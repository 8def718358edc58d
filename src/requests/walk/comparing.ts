import ts from "typescript";
import { authenticates } from "../call-effects.js";
import type { Value } from "../path-values.js";
import {
  isFunction,
  memberName,
  memberObject,
  unwrapped,
  visit,
  type FunctionWithBody,
} from "../syntax.js";
import { provesSender } from "./conditions.js";
import type { Walk } from "./walk.js";

/**
 * Whether a function of the program compares something of the request's headers or query with
 * something that the sender does not give: `safeEqual(env.TOKEN, token)`, whatever it is called. Who
 * is turned away by its answer did not know the other value. Used for silence only.
 */
export function isComparison(fn: FunctionWithBody, given: readonly Value[], walk: Walk): boolean {
  const pairs = given.flatMap((sent, index) =>
    given.flatMap((expected, other) =>
      index !== other && provesSender(sent, expected) ? [[index, other] as const] : [],
    ),
  );
  return pairs.some(([sent, expected]) => {
    const one = namesFrom(fn, sent, walk);
    const two = namesFrom(fn, expected, walk);
    return one.size > 0 && two.size > 0 && compares(fn.body, one, two, walk);
  });
}

/** The parameter, and the variables of the body that are made of it. */
function namesFrom(fn: FunctionWithBody, index: number, walk: Walk): ReadonlySet<ts.Symbol> {
  const name = fn.parameters[index]?.name;
  const symbol = name && ts.isIdentifier(name) ? walk.symbol(name) : undefined;
  const found = new Set<ts.Symbol>(symbol && [symbol]);
  if (found.size === 0) return found;
  visit(fn.body, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const variable = walk.symbol(node.name);
      if (variable && mentions(node.initializer, found, walk)) found.add(variable);
    }
    return !isFunction(node);
  });
  return found;
}

function mentions(node: ts.Node, names: ReadonlySet<ts.Symbol>, walk: Walk): boolean {
  let found = false;
  visit(node, (inner) => {
    if (found) return false;
    if (ts.isIdentifier(inner)) {
      const symbol = walk.symbol(inner);
      found = symbol !== undefined && names.has(symbol);
    }
    return !found;
  });
  return found;
}

/** `a === b`, `a[i] ^ b[i]`, `timingSafeEqual(a, b)`, `a.equals(b)` with one of each. */
function compares(
  body: ts.Node,
  one: ReadonlySet<ts.Symbol>,
  two: ReadonlySet<ts.Symbol>,
  walk: Walk,
): boolean {
  const areBoth = (left: ts.Node, right: ts.Node): boolean =>
    (mentions(left, one, walk) && mentions(right, two, walk)) ||
    (mentions(left, two, walk) && mentions(right, one, walk));
  let found = false;
  visit(body, (node) => {
    if (found) return false;
    if (ts.isBinaryExpression(node) && EQUATES.has(node.operatorToken.kind))
      found = areBoth(node.left, node.right);
    else if (ts.isCallExpression(node)) found = isEquating(node, areBoth);
    return !found;
  });
  return found;
}

const EQUATES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.CaretToken,
]);

function isEquating(
  call: ts.CallExpression,
  areBoth: (left: ts.Node, right: ts.Node) => boolean,
): boolean {
  const callee = unwrapped(call.expression);
  const name = memberName(callee) ?? (ts.isIdentifier(callee) ? callee.text : "");
  const [first, second] = call.arguments;
  if (first === undefined) return false;
  if (second !== undefined) return authenticates(name) && areBoth(first, second);
  const object = memberObject(callee);
  return (
    object !== undefined &&
    /^(?:equals|localeCompare|compare)$/u.test(name) &&
    areBoth(object, first)
  );
}
