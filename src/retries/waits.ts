import ts from "typescript";
import type { Callers } from "../callers/index.js";
import { importedAs } from "../values/syntax.js";
import { calledName, contains, functionAround, isWithin } from "./syntax.js";

/** Timers of the platform; `timers/promises` has the same names. */
const TIMERS = new Set(["setTimeout", "setImmediate", "setInterval"]);
const TIMER_MODULES = new Set([
  "timers/promises",
  "node:timers/promises",
  "delay",
  "p-sleep",
  "sleep-promise",
  "@sindresorhus/delay",
]);
/** Code that cannot be entered counts as waiting when it is called so. */
const WAITING_NAME =
  /sleep|delay|wait|back_?off|pause|timeout|throttle|limit|acquire|jitter|cool_?down|debounce/iu;

const MAX_DEPTH = 4;

/**
 * Whether something in a region waits before it goes on: `await sleep(…)`, an awaited promise of a
 * timer, a function of the program that waits, or a timer that runs the next attempt. Any wait
 * counts, on whatever path. Code that cannot be entered is judged by its name.
 *
 * @param attempt the call that is attempted; waiting for the call itself is no wait
 */
export function waitsIn(
  region: ts.Node,
  attempt: ts.Node,
  checker: ts.TypeChecker,
  callers: Callers,
): boolean {
  const waits = new Waits(checker, callers);
  return contains(region, (node) => {
    if (ts.isForOfStatement(node) && node.awaitModifier) return waits.isWait(node.expression, 0);
    if (ts.isAwaitExpression(node))
      return !isWithin(attempt, node) && waits.isWait(node.expression, 0);
    // return sleep(1000).then(() => send(attempt + 1))
    if (ts.isReturnStatement(node) || ts.isArrowFunction(node)) {
      const value = ts.isReturnStatement(node) ? node.expression : node.body;
      return (
        value !== undefined &&
        !isWithin(attempt, value) &&
        !ts.isBlock(value) &&
        waits.isWait(value, 0)
      );
    }
    return isTimer(node);
  });
}

/** `setTimeout(() => send(attempt + 1), 1000)`; one in `new Promise(…)` waits only where that is awaited. */
function isTimer(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !TIMERS.has(calledName(node)) || node.arguments.length === 0)
    return false;
  const executor = functionAround(node);
  return executor === undefined || !ts.isNewExpression(executor.parent);
}

class Waits {
  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly callers: Callers,
  ) {}

  /** Whether one of the calls in an expression waits. */
  isWait(node: ts.Node, depth: number): boolean {
    return contains(
      node,
      (child) => ts.isCallExpression(child) && this.#isWaitingCall(child, depth),
    );
  }

  #isWaitingCall(call: ts.CallExpression, depth: number): boolean {
    if (TIMERS.has(calledName(call))) return true;
    const imported = importedAs(call.expression, this.checker);
    if (imported && TIMER_MODULES.has(imported.module)) return true;
    const targets = this.callers.targetsOf(call);
    if (targets.length === 0 || depth >= MAX_DEPTH)
      return WAITING_NAME.test(call.expression.getText());
    return targets.some(
      (target) => target.body !== undefined && this.isWait(target.body, depth + 1),
    );
  }
}
