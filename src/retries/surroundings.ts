import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import type { Callers } from "../callers/index.js";
import { isAnew } from "./anew.js";
import { courseFrom, type Course } from "./course.js";
import { deliveryOf, type Arrival, type Delivery } from "./delivery.js";
import { flushLoops } from "./flush.js";
import { STOPPING } from "./looks.js";
import { calledName, contains, functionAround, isLoop, isWithin, symbolOf } from "./syntax.js";

/** A way back to a call after it failed, inside the function around it. */
export interface WayBack {
  readonly kind: "loop" | "recursion" | "flush";
  /** The loop, or the recursive call. */
  readonly place: ts.Node;
  /** The code that runs anew for each attempt. */
  readonly region: ts.Node;
  /** Whether what is sent again is asked for anew, of a store that decides when. */
  readonly isFetched?: boolean;
}

/** What the function around a call does about its failure. */
export interface Surroundings {
  readonly ways: readonly WayBack[];
  /** Whether the failure leaves the function as an error on some path (and not as one that stops retries). */
  readonly leaves: boolean;
  readonly delivery: Delivery;
  /** Catch variables and handler parameters that hold the failure. */
  readonly errors: readonly ts.Node[];
}

export interface SurroundingsContext {
  readonly checker: ts.TypeChecker;
  readonly callers: Callers;
  /** Parts of the call's arguments that need not stay the same: its idempotency key. */
  readonly skip: (node: ts.Node) => boolean;
}

/**
 * The ways on which control comes back to a call after it failed, with the same arguments: another
 * round of a loop that a success leaves, a recursive call that only the failure makes, a queue whose
 * item stays in it. Undefined where nobody waits for the call.
 */
export function surroundingsOf(
  call: ts.CallExpression,
  context: SurroundingsContext,
): Surroundings | undefined {
  const delivery = deliveryOf(call, context.checker);
  if (!delivery) return undefined;
  const { place, failure } = delivery;
  if (delivery.returned) {
    const ways = recursionsIn(delivery.handlers, call, context);
    return { ways, leaves: failure.includes("throws"), delivery, errors: errorsOf(delivery) };
  }
  const { failed, succeeded } = coursesOf(call, delivery, context.checker);
  const around = loopsAround(place);
  const loops = around.filter(
    (loop) =>
      failed().some(({ rounds }) => rounds.has(loop)) &&
      !succeeded().some(({ rounds }) => rounds.has(loop)) &&
      !argumentsAnew(call, loop, context),
  );
  return {
    ways: [
      ...loops.map((loop): WayBack => ({ kind: "loop", place: loop, region: loop })),
      ...recursionsOf(call, failed, succeeded, context),
      ...recursionsIn(delivery.handlers, call, context),
      ...flushLoops(call, around, context)
        .filter(({ loop }) => failed().some(({ rounds }) => rounds.has(loop)))
        .map(({ loop, isFetched }): WayBack => ({
          kind: "flush",
          place: loop,
          region: loop,
          isFetched,
        })),
    ],
    get leaves() {
      return failed().some(({ ends }) =>
        ends.some(({ kind, value }) => kind === "throw" && !(value && stops(value))),
      );
    },
    delivery,
    errors: errorsOf(delivery),
  };
}

interface Courses {
  readonly failed: () => readonly Course[];
  readonly succeeded: () => readonly Course[];
}

const coursesOfProgram = new WeakMap<ts.TypeChecker, WeakMap<ts.Node, Courses>>();

/** Where control goes after the call has failed, or not; computed when it is asked for, and once. */
function coursesOf(
  call: ts.CallExpression,
  { place, failure, success }: Delivery,
  checker: ts.TypeChecker,
): Courses {
  let known = coursesOfProgram.get(checker);
  if (known === undefined) coursesOfProgram.set(checker, (known = new WeakMap()));
  let courses = known.get(call);
  if (courses === undefined) {
    const lazily = (arrivals: readonly Arrival[]): (() => readonly Course[]) => {
      let found: readonly Course[] | undefined;
      return () => (found ??= arrivals.map((arrival) => courseFrom(place, arrival, checker)));
    };
    courses = { failed: lazily(failure), succeeded: lazily(success) };
    known.set(call, courses);
  }
  return courses;
}

function stops(thrown: ts.Expression): boolean {
  return ts.isNewExpression(thrown) && STOPPING.test(calledName(thrown));
}

/** Loops of the function around a node whose body or condition it stands in, innermost first. */
export function loopsAround(node: ts.Node): readonly ts.IterationStatement[] {
  const found: ts.IterationStatement[] = [];
  const owner = functionAround(node);
  for (let at = node; at !== owner && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (!isLoop(parent)) continue;
    const isHead =
      (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.expression === at;
    if (!isHead) found.push(parent);
  }
  return found;
}

/** Whether a call, in another round, is another call: what it is given or called on is made anew. */
export function argumentsAnew(
  call: ts.CallExpression,
  region: ts.Node,
  { checker, skip }: SurroundingsContext,
): boolean {
  return [call.expression, ...call.arguments].some((part) => isAnew(part, region, checker, skip));
}

/** Recursive calls on the way of the failure that the success does not make. */
function recursionsOf(
  call: ts.CallExpression,
  failed: Courses["failed"],
  succeeded: Courses["succeeded"],
  context: SurroundingsContext,
): readonly WayBack[] {
  const fn = functionAround(call);
  if (!fn || !mentionsItself(fn)) return [];
  const isUsual = (other: ts.CallExpression): boolean =>
    succeeded().some(({ calls }) => calls.has(other));
  return failed()
    .flatMap(({ calls }) => [...calls])
    .filter((other) => !isUsual(other) && entersAgain(other, fn, call, context))
    .map((place) => ({ kind: "recursion", place, region: fn }));
}

/** `return send().catch(() => sendAll(…))` */
function recursionsIn(
  handlers: readonly FunctionNode[],
  call: ts.CallExpression,
  context: SurroundingsContext,
): readonly WayBack[] {
  const fn = functionAround(call);
  const found: WayBack[] = [];
  for (const handler of fn ? handlers : []) {
    contains(handler, (node) => {
      if (fn && ts.isCallExpression(node) && entersAgain(node, fn, call, context))
        found.push({ kind: "recursion", place: node, region: fn });
      return false;
    });
  }
  return found;
}

/** Whether a call enters the function around the attempt, with what the attempt depends on unchanged. */
function entersAgain(
  again: ts.CallExpression,
  fn: FunctionNode,
  attempt: ts.CallExpression,
  context: SurroundingsContext,
): boolean {
  if (ownName(fn) !== calledName(again) || isWithin(attempt, again)) return false;
  if (!context.callers.targetsOf(again).includes(fn)) return false;
  const { checker, skip } = context;
  const same = new Set<ts.Symbol>();
  fn.parameters.forEach((parameter, index) => {
    const given = again.arguments[index];
    const symbol = symbolOf(parameter.name, checker);
    if (symbol && given && symbolOf(given, checker) === symbol) same.add(symbol);
  });
  const skipSame = (node: ts.Node): boolean => {
    const symbol = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
    return skip(node) || (symbol !== undefined && same.has(symbol));
  };
  return ![attempt.expression, ...attempt.arguments].some((part) =>
    isAnew(part, fn, checker, skipSame),
  );
}

/** The name that the function is called by: its own, or that of the variable or property that holds it. */
function ownName(fn: FunctionNode): string | undefined {
  const own =
    fn.name ??
    (ts.isVariableDeclaration(fn.parent) || ts.isPropertyDeclaration(fn.parent)
      ? fn.parent.name
      : undefined);
  return own?.getText();
}

const selfMentions = new WeakMap<ts.Node, boolean>();

/** By names alone: whether some call in the function may be one of the function itself. */
function mentionsItself(fn: FunctionNode): boolean {
  let mentions = selfMentions.get(fn);
  if (mentions === undefined) {
    const own = ownName(fn);
    mentions =
      own !== undefined &&
      contains(fn, (node) => ts.isCallExpression(node) && calledName(node) === own);
    selfMentions.set(fn, mentions);
  }
  return mentions;
}

/** The names under which the function around a call holds its failure. */
export function errorsAround(call: ts.CallExpression, checker: ts.TypeChecker): readonly ts.Node[] {
  const delivery = deliveryOf(call, checker);
  return delivery ? errorsOf(delivery) : [];
}

function errorsOf({ place, handlers }: Delivery): readonly ts.Node[] {
  const found: ts.Node[] = handlers.flatMap(({ parameters: [first] }) =>
    first ? [first.name] : [],
  );
  const owner = functionAround(place);
  for (let at: ts.Node = place; at !== owner && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    const variable =
      ts.isTryStatement(parent) && parent.tryBlock === at
        ? parent.catchClause?.variableDeclaration
        : undefined;
    if (variable) found.push(variable.name);
  }
  return found;
}
