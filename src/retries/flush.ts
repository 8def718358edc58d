import ts from "typescript";
import { innermost } from "../callers/declarations.js";
import { hasBody } from "../callers/call-site.js";
import type { Callers } from "../callers/index.js";
import { askedAt, attemptAt } from "./after-success.js";
import {
  gathersToSettle,
  isDueUntil,
  leavesAnyway,
  putsBack,
  settles,
  settlesItself,
  writesBack,
} from "./settled-items.js";
import {
  argumentOf,
  calledName,
  contains,
  functionAround,
  isAssignment,
  isWithin,
  methodCallOf,
  namesRead,
  symbolOf,
} from "./syntax.js";

/** Methods that take an item out and give it. */
const TAKING = /^(?:shift|pop|dequeue)$/u;
/** Methods that give every item to a callback. */
const EACH = /^(?:map|forEach)$/u;

export interface FlushContext {
  readonly checker: ts.TypeChecker;
  readonly callers: Pick<Callers, "targetsOf" | "functionsBehind" | "callSitesOf">;
  /** Whether the call tells of the failure by what it gives, and throws nothing. */
  readonly isTold?: boolean | undefined;
}

/**
 * Loops that try an item of a collection again when it failed: the item is removed only after a
 * success (`pending.shift()`, `db.outbox.remove(row.id)`, `row.sent = true`), or the handler puts it
 * back (`queue.push(job)`). The first kind needs something that goes over the collection again, which
 * for a single `for … of` is not the loop itself but one around it, or a timer.
 */
export function flushLoops(
  call: ts.CallExpression,
  loops: readonly ts.IterationStatement[],
  context: FlushContext,
): readonly FlushLoop[] {
  const flush = loops.length === 0 ? undefined : flushOf(call, context);
  if (!flush) return [];
  const [loop] = loops.filter((each) => each !== flush.over && isWithin(flush.item, each));
  if (!loop || !(flush.taken || !varies(flush.collection, loop, context.checker))) return [];
  return [{ loop, isFetched: isFetched(flush.collection, context.checker) }];
}

export interface FlushLoop {
  readonly loop: ts.IterationStatement;
  /** Whether each round asks a store for the items, which decides what is tried again and when. */
  readonly isFetched: boolean;
}

/** Whether the items that a pass leaves for its next run are asked for by each run: `await db.pending()`. */
export function isFetchedPass(call: ts.CallExpression, context: FlushContext): boolean {
  const flush = flushOf(call, context);
  return flush !== undefined && isFetched(flush.collection, context.checker);
}

function isFetched(collection: ts.Node, checker: ts.TypeChecker, depth = 0): boolean {
  if (contains(collection, ts.isAwaitExpression)) return true;
  if (depth > 6) return false;
  return namesRead(collection).some((name) => {
    const declaration = symbolOf(name, checker)?.valueDeclaration;
    const value = declaration && valueOf(declaration);
    return value !== undefined && isFetched(value, checker, depth + 1);
  });
}

/** Whether a function is a pass over a collection that leaves failed items for its next run. */
export function isPass(call: ts.CallExpression, fn: ts.Node, context: FlushContext): boolean {
  const flush = flushOf(call, context);
  if (!flush) return false;
  // rows.map(async (row) => …) in a function that has read the rows
  const region = isWithin(flush.over ?? fn, fn) ? fn : (functionAround(flush.over ?? fn) ?? fn);
  return flush.taken || !varies(flush.collection, region, context.checker);
}

/** Whether a call gives a collection's items to a function by its name, which settles them itself: `rows.map(send)`. */
export function isPassOf(
  call: ts.CallExpression,
  fn: ts.Node,
  { checker, callers }: FlushContext,
): boolean {
  const method = methodCallOf(call);
  const [mention] = call.arguments;
  return (
    method !== undefined &&
    mention !== undefined &&
    EACH.test(method.name) &&
    callers.functionsBehind(mention).some((behind) => settlesItself(behind, isFirst, checker)) &&
    !varies(innermost(method.object), fn, checker)
  );
}

const isFirst = (index: number): boolean => index === 0;

/** Whether an expression depends on what the region assigns: `await list(iterator)` of the next page. */
function varies(node: ts.Node, region: ts.Node, checker: ts.TypeChecker, depth = 0): boolean {
  if (depth > 6) return true;
  return namesRead(node).some((name) => {
    const symbol = symbolOf(name, checker);
    const declaration = symbol?.valueDeclaration;
    if (!symbol || !declaration) return false;
    const isOwn = isWithin(declaration, region);
    const value = isOwn ? valueOf(declaration) : undefined;
    if (value) return varies(value, region, checker, depth + 1);
    // `store.claim(100)` asks a service that the function was given, which has other rows each time.
    if (ts.isParameter(declaration) && isAsked(name) && !isList(name, checker)) return false;
    if (isOwn) return true;
    return contains(
      region,
      (part) => isAssignment(part) && symbolOf(innermost(part.left), checker) === symbol,
    );
  });
}

/** Whether a name is the object of a method that is called: `store.rows.claim()`. */
function isAsked(name: ts.Node): boolean {
  let object = name;
  while (ts.isPropertyAccessExpression(object.parent) && object.parent.expression === object)
    object = object.parent;
  return (
    object !== name && ts.isCallExpression(object.parent) && object.parent.expression === object
  );
}

function isList(name: ts.Expression, checker: ts.TypeChecker): boolean {
  return checker.getTypeAtLocation(name).getProperty("slice") !== undefined;
}

/** What a variable starts with; of a part that is taken out of something, all of that: `const { rows } = await …`. */
function valueOf(declaration: ts.Node): ts.Expression | undefined {
  const whole = wholeOf(declaration);
  return ts.isVariableDeclaration(whole) ? whole.initializer : undefined;
}

/** The variable or parameter that a name is taken out of: `[id, item]` in `for (const [id, item] of …)`. */
function wholeOf(declaration: ts.Node): ts.Node {
  let whole = declaration;
  while (ts.isBindingElement(whole)) whole = whole.parent.parent;
  return whole;
}

interface Flush {
  /** Declaration of the item. */
  readonly item: ts.Node;
  /** The `for … of` that gives it. */
  readonly over: ts.Node | undefined;
  readonly collection: ts.Expression;
  /** Whether the item was taken out, and is put back. */
  readonly taken: boolean;
}

function flushOf(
  call: ts.CallExpression,
  { checker, callers, isTold }: FlushContext,
): Flush | undefined {
  const attempt = isTold === true ? askedAt(call, checker) : attemptAt(call, checker);
  if (!attempt) return undefined;
  for (const name of call.arguments.flatMap((argument) => namesRead(argument))) {
    const symbol = symbolOf(name, checker);
    const declaration = symbol?.valueDeclaration;
    const whole = declaration && wholeOf(declaration);
    const source = whole && (sourceOf(whole) ?? sourceOfGiven(whole, checker, callers));
    if (!symbol || !declaration || !source) continue;
    const mentions = (node: ts.Node): boolean =>
      namesRead(node).some((other) => symbolOf(other, checker) === symbol) ||
      source.collection.getText() === node.getText();
    const isItem = (index: number): boolean => {
      const argument = call.arguments[index];
      return argument !== undefined && mentions(argument);
    };
    if (source.taken) {
      if (attempt.handler && putsBack(attempt.handler, mentions))
        return { ...source, item: declaration };
    } else if (
      (settles(attempt.after, mentions) ||
        writesBack(attempt.after, mentions) ||
        gathersToSettle(attempt.after, mentions, checker) ||
        callers.targetsOf(call).some((fn) => settlesItself(fn, isItem, checker))) &&
      !(attempt.handler && leavesAnyway(attempt.handler, mentions)) &&
      (source.isSingle !== true || isDue(source.collection, attempt.after))
    ) {
      return { ...source, item: declaration };
    }
  }
  return undefined;
}

/** Methods that give what is to be done next, and give it again until it is done. */
const GIVING_NEXT = /^(?:next|claim|reserve|dequeue|peek|oldest|due|pending)/u;

function isDue(fetch: ts.Expression, after: readonly ts.Node[]): boolean {
  const asked = ts.isAwaitExpression(fetch) ? innermost(fetch.expression) : fetch;
  return (
    (ts.isCallExpression(asked) && GIVING_NEXT.test(calledName(asked))) || isDueUntil(after, fetch)
  );
}

interface Source {
  readonly collection: ts.Expression;
  readonly over: ts.Node | undefined;
  /** Whether the item is taken out before it is tried. */
  readonly taken: boolean;
  /** Whether one item is asked for, by what says that it is due: `await db.findFirst({ where: { status: "pending" } })`. */
  readonly isSingle?: boolean;
}

/** `for (const row of rows)`, `rows.map(async (row) => …)`, `const row = queue[0]`, `const row = queue.shift()` */
function sourceOf(declaration: ts.Node): Source | undefined {
  if (ts.isParameter(declaration)) return sourceOfEach(declaration);
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  const loop = declaration.parent.parent;
  if (ts.isForOfStatement(loop))
    return { collection: innermost(loop.expression), over: loop, taken: false };
  const value = declaration.initializer && innermost(declaration.initializer);
  if (!value) return undefined;
  if (ts.isAwaitExpression(value))
    return { collection: value, over: undefined, taken: false, isSingle: true };
  if (ts.isElementAccessExpression(value) && ts.isNumericLiteral(value.argumentExpression)) {
    return { collection: innermost(value.expression), over: undefined, taken: false };
  }
  const method = methodCallOf(value);
  if (!method) return undefined;
  if (TAKING.test(method.name)) return { collection: method.object, over: undefined, taken: true };
  return /^(?:peek|at|first)$/u.test(method.name)
    ? { collection: method.object, over: undefined, taken: false }
    : undefined;
}

/** The item that a function is given by the one place that calls it: `for (const row of rows) await relay(row)`. */
function sourceOfGiven(
  parameter: ts.Node,
  checker: ts.TypeChecker,
  callers: FlushContext["callers"],
): Source | undefined {
  if (!ts.isParameter(parameter) || !hasBody(parameter.parent)) return undefined;
  const { sites, handedOn, complete } = callers.callSitesOf(parameter.parent);
  const [site, another] = sites;
  if (site === undefined || another !== undefined || handedOn.length > 0 || !complete)
    return undefined;
  if (site.kind !== "call" || !ts.isCallExpression(site.call)) return undefined;
  const given = site.call.arguments[parameter.parent.parameters.indexOf(parameter)];
  const declaration = given && symbolOf(given, checker)?.valueDeclaration;
  return declaration && sourceOf(wholeOf(declaration));
}

function sourceOfEach({ parent: fn, name }: ts.ParameterDeclaration): Source | undefined {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined;
  const given = argumentOf(fn);
  const method = given && ts.isCallExpression(given.call) ? methodCallOf(given.call) : undefined;
  if (!method || given?.index !== 0 || fn.parameters[0]?.name !== name) return undefined;
  return EACH.test(method.name)
    ? { collection: innermost(method.object), over: given.call, taken: false }
    : undefined;
}
