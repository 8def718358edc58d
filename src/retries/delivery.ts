import ts from "typescript";
import { hasBody, type FunctionNode } from "../callers/call-site.js";
import { innermost, outermost } from "../callers/declarations.js";
import { NO_FACTS, known, type Known } from "./facts.js";
import {
  argumentOf,
  functionAround,
  functionLiteral,
  isAsync,
  namesRead,
  symbolOf,
} from "./syntax.js";
import { walkList, type Walk, MOST_STATEMENTS } from "./walk.js";

/** One way in which a promise that was rejected (or fulfilled) arrives at the code that waits for it. */
export type Arrival = "throws" | { readonly value: Known | undefined };

/** Where the code around a call waits for its promise, and what arrives there. */
export interface Delivery {
  /** The `await`, or the call (with its `.then(…)`) that is returned or left. */
  readonly place: ts.Expression;
  readonly failure: readonly Arrival[];
  readonly success: readonly Arrival[];
  /** Functions that are given to `.catch()` or `.then()` and run after the failure. */
  readonly handlers: readonly FunctionNode[];
  /** Whether the promise is handed to the caller, or left, instead of being awaited. */
  readonly returned: boolean;
}

interface Chain {
  readonly node: ts.Expression;
  readonly failure: readonly Arrival[];
  readonly success: readonly Arrival[];
  readonly handlers: readonly FunctionNode[];
}

const THROWS: readonly Arrival[] = ["throws"];
const SOMETHING: readonly Arrival[] = [{ value: "truthy" }];

/** Functions of Promise whose result is rejected when one of the promises is. */
const COMBINATORS = new Set(["all", "race", "any", "resolve"]);
/** Array methods whose callback runs at once; the promises end up in the array. */
const COLLECTING = new Set(["map", "flatMap"]);

/**
 * Where the outcome of a call arrives. Undefined where nobody waits for it, where a handler cannot be
 * read, and where the promise goes somewhere else (an argument, a property, allSettled).
 */
export function deliveryOf(call: ts.Expression, checker: ts.TypeChecker): Delivery | undefined {
  return follow({ node: call, failure: THROWS, success: SOMETHING, handlers: [] }, checker, 0);
}

const MOST_STEPS = 12;

function follow(chain: Chain, checker: ts.TypeChecker, steps: number): Delivery | undefined {
  if (steps > MOST_STEPS) return undefined;
  const again = (next: Chain): Delivery | undefined => follow(next, checker, steps + 1);
  const node = outermost(chain.node);
  const { parent } = node;
  if (ts.isAwaitExpression(parent)) return arrived(chain, parent, false);
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
    return fromCallback(chain, node, again) ?? arrived(chain, node, true);
  }
  // `send().catch(() => setTimeout(again, 1000));`: nobody waits, and the handlers run all the same.
  const isLeft = ts.isExpressionStatement(parent) || ts.isVoidExpression(parent);
  if (isLeft && chain.handlers.length > 0) return arrived({ ...chain, failure: [] }, node, true);
  if (ts.isPropertyAccessExpression(parent)) {
    const next = reaction(chain, parent, checker);
    return next && again(next);
  }
  if (ts.isConditionalExpression(parent) && parent.condition !== node)
    return again({ ...chain, node: parent });
  if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent))
    return again({ ...chain, node: parent });
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
    const use = firstUse(parent, checker);
    return use && again({ ...chain, node: use });
  }
  const given = argumentOf(node);
  if (given && ts.isCallExpression(given.call) && isCombinator(given.call))
    return again({ ...chain, node: given.call });
  return undefined;
}

function arrived(
  { failure, success, handlers }: Chain,
  place: ts.Expression,
  returned: boolean,
): Delivery {
  return { place, failure, success, handlers, returned };
}

/** `items.map((item) => send(item))`: the promise goes into the array that map gives. */
function fromCallback(
  chain: Chain,
  node: ts.Expression,
  again: (chain: Chain) => Delivery | undefined,
): Delivery | undefined {
  const fn = functionAround(node);
  if (!fn || !ts.isArrowFunction(fn) || isAsync(fn) || functionLiteral(fn) === undefined)
    return undefined;
  const collected = collectedBy(fn);
  return collected && again({ ...chain, node: collected });
}

/** The call of `map` that runs a function for each element. */
export function collectedBy(fn: FunctionNode): ts.CallExpression | undefined {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined;
  const given = argumentOf(fn);
  if (given?.index !== 0 || !ts.isCallExpression(given.call)) return undefined;
  const callee = innermost(given.call.expression);
  return ts.isPropertyAccessExpression(callee) && COLLECTING.has(callee.name.text)
    ? given.call
    : undefined;
}

function isCombinator(call: ts.CallExpression): boolean {
  const callee = innermost(call.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === "Promise" &&
    COMBINATORS.has(callee.name.text)
  );
}

/** `promise.then(f, g)`, `.catch(h)`, `.finally(f)` */
function reaction(
  chain: Chain,
  access: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
): Chain | undefined {
  const node = outermost(access).parent;
  if (!ts.isCallExpression(node) || innermost(node.expression) !== access) return undefined;
  const [first, second] = node.arguments;
  const name = access.name.text;
  if (name === "finally") return { ...chain, node };
  if (name !== "then" && name !== "catch") return undefined;
  const onDone = name === "then" ? first : undefined;
  const onFailed = name === "then" ? second : first;
  const done = onDone && answersOf(onDone, checker);
  const failed = onFailed && answersOf(onFailed, checker);
  if ((onDone && !done) || (onFailed && !failed)) return undefined;
  const through = (arrivals: readonly Arrival[], part: "failure" | "success"): readonly Arrival[] =>
    arrivals.flatMap((arrival) => {
      const handler = arrival === "throws" ? failed : done;
      // A handler of the success is no handler of the failure's own value.
      return handler && !(part === "failure" && handler === done)
        ? handler.arrivals
        : handler
          ? [{ value: undefined }]
          : [arrival];
    });
  const handlers =
    chain.failure.includes("throws") && failed ? [...chain.handlers, failed.fn] : chain.handlers;
  return {
    node,
    failure: through(chain.failure, "failure"),
    success: through(chain.success, "success"),
    handlers,
  };
}

/** What a function that is written here answers: values, or a throw. */
function answersOf(
  handler: ts.Expression,
  checker: ts.TypeChecker,
): { readonly fn: FunctionNode; readonly arrivals: readonly Arrival[] } | undefined {
  const fn = functionLiteral(handler) ?? namedFunction(handler, checker);
  if (!fn?.body) return undefined;
  if (!ts.isBlock(fn.body)) return { fn, arrivals: [{ value: known(fn.body, NO_FACTS, checker) }] };
  const walk: Walk = { checker, rounds: new Set(), calls: new Set(), left: MOST_STATEMENTS };
  const arrivals = walkList(fn.body.statements, NO_FACTS, walk).map(
    ({ kind, value, facts }): Arrival => {
      if (kind === "throw") return "throws";
      return { value: value ? known(value, facts, checker) : { value: undefined } };
    },
  );
  return { fn, arrivals };
}

function namedFunction(node: ts.Expression, checker: ts.TypeChecker): FunctionNode | undefined {
  const declaration = symbolOf(innermost(node), checker)?.valueDeclaration;
  if (declaration && ts.isVariableDeclaration(declaration))
    return functionLiteral(declaration.initializer);
  return hasBody(declaration) && !declaration.getSourceFile().isDeclarationFile
    ? declaration
    : undefined;
}

/** `const sent = send(); … await sent`: the first mention of the variable. */
function firstUse(
  { name }: ts.VariableDeclaration,
  checker: ts.TypeChecker,
): ts.Expression | undefined {
  const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const owner = functionAround(name) ?? name.getSourceFile();
  if (!symbol || !ts.isIdentifier(name)) return undefined;
  return namesRead(owner).find(
    (mention) =>
      mention.text === name.text && mention.pos > name.end && symbolOf(mention, checker) === symbol,
  );
}
