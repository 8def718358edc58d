import ts from "typescript";
import type { HandedOn } from "../callers/call-site.js";
import type { Boundary, ErrorHandler } from "../callers/index.js";
import { isRunByTests } from "../callers/project-files.js";
import { followsCallbacks } from "./by-reference.js";
import type { Analysis, RootAnalysis } from "./analysis.js";
import { isInstance } from "./comparisons.js";
import { isGuardedByDecorator } from "./decorated.js";
import { isAsync } from "./functions.js";
import { answersOfHandler } from "./error-answers.js";
import { isGivenToUnknown } from "./given-away.js";
import { isCalledByWhoeverReadsIt, isKeptByProgram } from "./kept-functions.js";
import { contains, isFunctionNode } from "./roots.js";
import type { Ending } from "./endings.js";
import type { World } from "./machine.js";
import { refuses } from "./signals.js";
import type { FailureMode, FunctionNode, Value } from "./values.js";

/**
 * Who meets what leaves the function: tested: a test runner; callers: calls in the program, judged where they stand; dealt:
 * a boundary, an error handler or a declaration; refused: an error handler that answers 4xx;
 * answered: one that is seen to answer otherwise; nobody: nobody that the program shows.
 */
export type Fate = "tested" | "callers" | "dealt" | "refused" | "answered" | "nobody";

const DECLARED_CLASS: Readonly<Record<FailureMode, readonly string[]>> = {
  api: ["ApiException", "Error"],
  network: ["ApiException", "Error"],
  verification: ["WebhookVerificationError", "Error"],
};

/** Who meets what leaves through this ending. */
export function fateOf(analysis: Analysis, root: RootAnalysis, ending: Ending): Fate {
  const { callers, options } = analysis;
  const certain = certainFateOf(root, ending, analysis);
  if (certain !== undefined) return certain;
  const extra = options.extraBoundary === undefined ? {} : { extra: options.extraBoundary };
  const anchors = anchorsOf(root, ending);
  const isVerification = ending.watched.mode === "verification";
  const deals = (boundary: Boundary | undefined): boolean => {
    // Who hands errors on to a remote caller answers a forgery with a 500.
    if (boundary === undefined || boundary.kind === "passes") return false;
    return !(isVerification && boundary.kind === "rpc");
  };
  const dealsWith = (node: ts.Node): boolean => deals(callers.boundaryOf(node, extra));
  for (const anchor of anchors) {
    // A throw fails the test, and a test may look at whatever it likes.
    if (callers.boundaryOf(anchor)?.kind === "test") return "tested";
    if (dealsWith(anchor) || isGivenToUnknown(analysis, anchor, [anchor])) return "dealt";
    if (isGuardedByDecorator(anchor, analysis.world)) return "dealt";
    const declared = callers.declaredThrows(anchor);
    if (DECLARED_CLASS[ending.watched.mode].some((name) => declared.has(name as "Error")))
      return "dealt";
  }
  if (isValueCalled(analysis, root, ending)) return "callers";
  for (const anchor of anchors) {
    // A cycle that nothing outside enters is told of once, at the SDK call.
    if (isCalled(analysis, anchor))
      return isEntered(analysis, anchor) || !isSdkCall(root, ending) ? "callers" : "nobody";
    const { sites, handedOn } = callers.callSitesOf(anchor);
    if (sites.length > 0 && sites.every(({ recursive }) => recursive)) return "nobody";
    if (handedOn.some((place) => isFollowed(analysis, root, place, anchor))) return "callers";
    if (ending.leaves === anchor && isKeptByProgram(analysis, anchor)) return "dealt";
    const handled = handledBy(
      analysis,
      anchor,
      [anchor, ...handedOn.map(({ node }) => node)],
      ending,
    );
    if (handled !== undefined) return handled;
    if (handedOn.some(({ node }) => dealsWith(node))) return "dealt";
    if (callers.boundariesHolding(anchor, extra).some(deals)) return "dealt";
    const handedAsArgument = handedOn.filter(({ as }) => as === "argument");
    if (
      isGivenToUnknown(
        analysis,
        anchor,
        handedAsArgument.map(({ node }) => node),
      )
    )
      return "dealt";
    if (isCalledByWhoeverReadsIt(analysis, anchor, handedOn)) return "dealt";
  }
  return "nobody";
}

/** Who meets what goes to a job system by way of a function around it, or leaves no function. */
function certainFateOf(
  { root }: RootAnalysis,
  { trail, leaves }: Ending,
  { program }: Analysis,
): Fate | undefined {
  if (isRunByTests(root.getSourceFile(), program)) return "tested";
  if (trail.takenOver === true) return "dealt";
  return ts.isSourceFile(leaves) ? "nobody" : undefined;
}

/** Whether what an expression makes (`const send = withErrors(…)`) is called where it is looked at. */
function isValueCalled(analysis: Analysis, { root }: RootAnalysis, { leaves }: Ending): boolean {
  if (ts.isSourceFile(root) || isFunctionNode(root)) return false;
  const { sites } = analysis.callers.callSitesOfValue(root);
  return sites.some((site) => isLookedAt(analysis, site, leaves));
}

function isSdkCall(root: RootAnalysis, { watched }: Ending): boolean {
  return root.watch.origins.get(watched)?.call === watched.call;
}

/** Whether anybody but the function itself calls it, as far as callers are looked for. */
function isCalled(analysis: Analysis, fn: FunctionNode): boolean {
  const { callers, options } = analysis;
  // That there is a caller is cheaper to know than who all of them are.
  if (options.callers === "program" && callers.nearbyCallOf(fn) !== undefined) return true;
  return callers
    .callSitesOf(fn)
    .sites.some((site) => !site.recursive && isLookedAt(analysis, site, fn));
}

/** Whether the settings have the calls in that file looked at for the function. */
function isLookedAt(
  { options }: Analysis,
  { file }: { readonly file: ts.SourceFile },
  fn: ts.Node,
): boolean {
  return options.callers === "program" || file === fn.getSourceFile();
}

/** Whether the function is mentioned where that is judged like its call: `ids.map(send)`. */
function isFollowed(
  analysis: Analysis,
  { root }: RootAnalysis,
  { as, node, call, file }: HandedOn,
  fn: ts.Node,
): boolean {
  // A wrapper's call that a function is part of by its name is the root that is judged here.
  if (!contains(root, fn)) return false;
  // A function that is written as the argument is part of the root that is judged.
  if (as !== "argument" || call === undefined || node === fn) return false;
  return isLookedAt(analysis, { file }, fn) && followsCallbacks(call, analysis.world);
}

const MAX_CYCLE = 60;

/** Whether the first caller that is found, its first caller and so on end at something that nobody calls. */
function leadsOutside(callers: Analysis["callers"], fn: FunctionNode): boolean {
  const seen = new Set<ts.Node>();
  for (let current = fn; !seen.has(current);) {
    seen.add(current);
    const call = callers.nearbyCallOf(current);
    if (call === undefined)
      return current !== fn && callers.callSitesOf(current).sites.length === 0;
    const around = ts.findAncestor(call, isFunctionNode);
    if (around === undefined) return true;
    current = around;
  }
  return false;
}

/** Whether anything but a cycle of functions that only call each other leads to the function. */
function isEntered({ callers }: Analysis, fn: FunctionNode): boolean {
  if (leadsOutside(callers, fn)) return true;
  const seen = new Set<ts.Node>([fn]);
  const queue: FunctionNode[] = [fn];
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    const { sites } = callers.callSitesOf(current);
    if (current !== fn && sites.length === 0) return true;
    for (const { call } of sites) {
      // Through an interface: which implementation hands on to which is for the objects to say.
      if (ts.isCallExpression(call) && callers.targetsOf(call).length > 1) return true;
      const around = ts.findAncestor(call, isFunctionNode);
      if (around === undefined || seen.size > MAX_CYCLE) return true;
      if (seen.has(around)) continue;
      seen.add(around);
      queue.push(around);
    }
  }
  return false;
}

/** The functions whose callers meet the failure: what the path leaves, and what it was wrapped in. */
function anchorsOf(root: RootAnalysis, ending: Ending): FunctionNode[] {
  const { leaves } = ending;
  if (isFunctionNode(leaves) && contains(root.root, leaves)) return [leaves];
  const found: FunctionNode[] = [];
  for (
    let node: ts.Node = ending.watched.call;
    node !== root.root && !ts.isSourceFile(node);
    node = node.parent
  ) {
    if (isFunctionNode(node)) found.push(node);
  }
  return found;
}

/** What the error handlers that the program registers for a route make of its error. */
function handledBy(
  analysis: Analysis,
  fn: FunctionNode,
  places: readonly ts.Node[],
  ending: Ending,
): Fate | undefined {
  const { callers } = analysis;
  for (const place of places) {
    const framework = callers.frameworkOf(place);
    if (framework === undefined) continue;
    const rejects = isAsync(fn) && !framework.forwardsRejections;
    const handlers = callers
      .errorHandlersFor(place, framework)
      .filter(
        (handler) =>
          (handler.asyncRoutes || !rejects) && isFor(handler, errorIn(ending), analysis.world),
      );
    if (handlers.length > 0)
      return ending.watched.mode === "verification"
        ? answerTo(analysis, handlers, ending)
        : "dealt";
  }
  return undefined;
}

/** Whether an error handler is told of the error: `@Catch(HttpException)` is not of an ApiException. */
function isFor({ catches }: ErrorHandler, error: Value | undefined, world: World): boolean {
  if (catches.length === 0 || error?.kind !== "error") return true;
  return catches.some((node) => isInstance(error.error, node, world) !== false);
}

/** Whether the visible handlers refuse the error; what cannot be seen is taken as dealt with. */
export function answerTo(
  analysis: Analysis,
  handlers: readonly ErrorHandler[],
  ending: Ending,
): Fate {
  const error = errorIn(ending);
  if (error === undefined) return "dealt";
  const fates = new Set(
    handlers.flatMap(({ handler, framework }): Fate | readonly Fate[] => {
      if (handler === undefined || !isFunctionNode(handler)) return "dealt";
      const statuses = answersOfHandler(analysis, handler, framework, error);
      // It only hands the error on to the next one.
      if (statuses.length === 0) return [];
      if (statuses.includes(undefined)) return "dealt";
      if (statuses.every(refuses)) return "refused";
      // By the code that Elysia gives beside the error, which is not known for every class.
      const isByCode = framework === "elysia" && statuses.some(refuses);
      return isByCode ? "dealt" : "answered";
    }),
  );
  // Handlers of several servers in one program: which of them meets the error is not known.
  const [only] = fates;
  return fates.size === 1 && only !== undefined ? only : "dealt";
}

function errorIn({ value, trail }: Ending): Value | undefined {
  if (trail.passedOn !== undefined) return trail.passedOn;
  return value.kind === "leaf" && value.value.kind === "error" ? value.value : undefined;
}

/** The fate of an error given to `next(error)` in a handler. */
export function fateOfNext(analysis: Analysis, root: RootAnalysis, ending: Ending): Fate {
  for (const anchor of anchorsOf(root, ending)) {
    const places = [
      anchor,
      ...analysis.callers.callSitesOf(anchor).handedOn.map(({ node }) => node),
    ];
    for (const place of places) {
      const framework = analysis.callers.frameworkOf(place);
      if (framework === undefined) continue;
      const handlers = analysis.callers.errorHandlersFor(place, framework);
      if (handlers.length > 0) return answerTo(analysis, handlers, ending);
    }
  }
  return "nobody";
}
