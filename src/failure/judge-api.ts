import ts from "typescript";
import { isIgnored } from "../callers/ignored-values.js";
import type { Framework } from "../callers/framework-table.js";
import { ASKED_BEFORE_SENDING } from "../contract/sdk-facts.js";
import { DROPS_PROMISES, nameOf } from "./callbacks.js";
import type { Case, Finding } from "./judge.js";
import { successesFor, type Ending } from "./endings.js";
import { isOnlyLogged } from "./logged-only.js";
import type { ValueTree, World } from "./machine.js";
import { lacksWhatIsAsked } from "./missing-parts.js";
import { isSignal, successesBeside, isOfOtherShape } from "./signals.js";
import { sameTree } from "./trees.js";
import type { Trail } from "./state.js";
import { tellsByState } from "./told-by-state.js";

/** What is wrong with how an API call's failure ends on one path; undefined where nothing is, or nothing is known. */
export function judgeApi({ analysis, ending, root, fate }: Case): Finding | undefined {
  const { trail, kind, floating } = ending;
  if (trail.lost !== undefined || fate === "tested") return undefined;
  // A handler that acts and then fails itself has another error than the call's.
  if (floating.length > 0 && (trail.caughtAt === undefined || trail.acted === undefined)) {
    if (fate === "dealt" && trail.throughUnknown === true) return undefined;
    return {
      judgement: trail.throughUnknown === true ? "unhandled" : "floating",
      place: trail.site,
    };
  }
  switch (kind) {
    case "halts":
      // A code that is tolerated by its name is no failure, however the process ends.
      if (trail.named === true) return undefined;
      return trail.acted === undefined ? dropped(trail, false, analysis.world) : undefined;
    case "throws":
    case "rejects":
      // Dealt with and thrown on is a decision; a failure that callers meet is judged at their calls.
      if (isDealtWith(trail) || fate !== "nobody") return undefined;
      return isFailure(ending.value) ? { judgement: "unhandled", place: trail.site } : undefined;
    case "returns":
      return judgeReturned({ analysis, ending, root });
  }
}

/** What a function gives back tells its callers of the failure, or somebody has done something about it. */
function judgeReturned({ analysis, ending, root }: Omit<Case, "fate">): Finding | undefined {
  const { trail, value } = ending;
  if (trail.named === true || trail.acted !== undefined) return undefined;
  // Thrown on by a handler and met by nobody yet: the promise that rejects is given on, `{ portal }`.
  if (trail.dealt === true && value.kind !== "leaf") return undefined;
  if (tellsByState(trail.caughtAt, trail.site, analysis.world, isTrue)) return undefined;
  const given = successesFor(root.simulated, ending, root.root);
  const successes = successesBeside(ending, given);
  if (trail.caughtAt === undefined || saysToSend(ending, analysis.world)) return undefined;
  const isTold =
    isOfOtherShape(ending, successes) ||
    lacksWhatIsAsked(ending, successes, analysis.world) ||
    (isSignal(value, successes) &&
      (isSecondAttempt(ending.watched.call) || !isReturnedAnyway(value, successes)));
  if (isTold && !isValueIgnored(ending.leaves, analysis)) return undefined;
  return dropped(
    trail,
    value.kind !== "leaf" || value.value.kind !== "primitive" || value.value.value !== undefined,
    analysis.world,
  );
}

/** `catch { return true; }` of who asks beforehand: the message is sent, as if nobody had asked. */
function saysToSend({ watched: { call }, value }: Ending, { sdk }: World): boolean {
  return (
    value.kind === "leaf" &&
    value.value.kind === "primitive" &&
    value.value.value === true &&
    ts.isCallExpression(call) &&
    sdk.callOf(call)?.operation === ASKED_BEFORE_SENDING.ask
  );
}

/** Frameworks that answer with what is written to the reply, whatever a handler returns. */
const TAKES_NO_VALUE: ReadonlySet<Framework> = new Set(["express", "koa", "node"]);

/** Whether a function stands where nobody takes what it gives: `bus.on("paid", …)`, `after(() => …)`. */
function isValueIgnored(fn: ts.Node, { callers, world }: Case["analysis"]): boolean {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  if (ts.isCallExpression(fn.parent) && DROPS_PROMISES.has(nameOf(fn.parent))) return true;
  const framework = callers.frameworkOf(fn)?.framework;
  return framework === undefined ? isIgnored(fn, world.checker) : TAKES_NO_VALUE.has(framework);
}

function isTrue(value: ts.Expression): boolean {
  return value.kind === ts.SyntaxKind.TrueKeyword;
}

/** By the handler that threw it on, or by another that waits for the same promise. */
function isDealtWith({ dealt, acted, logged }: Trail): boolean {
  return dealt === true || acted !== undefined || logged !== undefined;
}

/** `if (!items.length) return { ok: false };`, which the path would have returned without the failure, too. */
function isReturnedAnyway(value: ValueTree, successes: readonly ValueTree[]): boolean {
  return !holdsDue(value) && successes.some((success) => sameTree(success, value));
}

/** A call in the handler of another: what is returned where that handler does not call it, is no success of its. */
function isSecondAttempt(call: ts.Node): boolean {
  return ts.findAncestor(call, ts.isCatchClause) !== undefined;
}

function holdsDue(tree: ValueTree): boolean {
  if (tree.kind === "leaf") return tree.value.due === true;
  return tree.kind === "array"
    ? tree.elements.some(holdsDue)
    : tree.due === true || tree.props.some(([, prop]) => holdsDue(prop));
}

function isFailure(value: Case["ending"]["value"]): boolean {
  return (
    value.kind === "leaf" &&
    (value.value.kind === "error" ? value.value.error.carries : value.value.due === true)
  );
}

/** What is read of the results goes to a log: `console.info(results.filter(isFulfilled).length)`. */
function isOnlyLoggedAt(place: ts.Node, world: World): boolean {
  return ts.isCallExpression(place) && isOnlyLogged(place, world);
}

function dropped(trail: Trail, returnsValue: boolean, world: World): Finding | undefined {
  const place = trail.caughtAt;
  if (place === undefined) return undefined;
  if (trail.settledAt !== undefined) {
    if (trail.logged !== undefined && trail.settledRead === true)
      return { judgement: "onlyLogged", place: trail.settledAt };
    return trail.settledRead !== true || isOnlyLoggedAt(trail.settledAt, world)
      ? { judgement: "settledIgnored", place: trail.settledAt }
      : undefined;
  }
  if (
    trail.signalledAt !== undefined &&
    trail.signalledAt === trail.site &&
    place === trail.signalledAt
  ) {
    return { judgement: "resultIgnored", place: trail.site };
  }
  if (trail.logged !== undefined) return { judgement: "onlyLogged", place };
  if (trail.answer !== undefined || (trail.returnedAt !== undefined && returnsValue))
    return { judgement: "successReturned", place };
  return { judgement: "emptyHandler", place };
}
