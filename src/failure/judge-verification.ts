import ts from "typescript";
import { fateOfNext } from "./fate.js";
import { answersRequests, frameworkFor, sendsReturned, sendsWithoutStatus } from "./handlers.js";
import type { Case, Finding } from "./judge.js";
import { successesFor } from "./endings.js";
import type { ValueTree } from "./machine.js";
import { lacksWhatIsAsked } from "./missing-parts.js";
import { isNullish, type Value } from "./values.js";
import { acceptsBySilence, refusesBySilence } from "./silence.js";
import { isSignal, refuses } from "./signals.js";
import type { Ending } from "./endings.js";
import { contains } from "./roots.js";
import type { Trail } from "./state.js";
import { tellsByState, tellsFailureByState } from "./told-by-state.js";
import { isNothing, statusIn } from "./trees.js";

interface Answered {
  readonly status: number | undefined;
  readonly node: ts.Node;
  /** Whether the answer is there because of the failure, and is not what the path would have given anyway. */
  readonly isDue: boolean;
}

/** What is wrong with how a failed verification ends on one path; undefined where nothing is, or nothing is known. */
export function judgeVerification(subject: Case): Finding | undefined {
  const { ending } = subject;
  const { trail, kind, floating } = ending;
  if (trail.lost !== undefined || subject.fate === "tested") return undefined;
  if (kind === "throws" || kind === "rejects") return judgeThrown(subject);
  const answered = isUnsent(subject) ? undefined : answeredWith(subject);
  const stands = trail.signalledAt !== undefined && trail.signalledAt === trail.site;
  const place = stands ? trail.site : (trail.caughtAt ?? trail.site);
  // A result that has chosen a way is not one that nobody looks at, wherever that way leads.
  const signalled = stands && trail.checked !== true;
  if (trail.quiet === true) return judgeQuiet(subject, answered, place);
  if (trail.used !== undefined) {
    return signalled
      ? { judgement: "resultIgnored", place }
      : { judgement: "payloadUsed", place: underWhich(trail) };
  }
  // A refusal is sent, and the request goes on to the next handler all the same.
  if (trail.wentOn !== undefined)
    return isToldByState(subject) ? undefined : { judgement: "successResponse", place };
  if (answered !== undefined) {
    if (refuses(answered.status)) return undefined;
    if ((trail.usedInHandling ?? trail.evidence) !== undefined)
      return { judgement: "payloadUsed", place };
    return judgeAnswer(answered, place, signalled);
  }
  if (trail.usedInHandling !== undefined && trail.acted === undefined)
    return { judgement: "payloadUsed", place };
  if (trail.passedOn !== undefined) return judgeNext(subject, place);
  if (floating.length > 0) return { judgement: "resultIgnored", place: trail.site };
  if (kind === "halts") return undefined;
  return judgeSilence(subject, place, signalled);
}

/** A function acted upon the forgery and told nobody: all that counts is whether the request is accepted. */
function judgeQuiet(
  { analysis, ending: { kind, value, leaves } }: Case,
  answered: Answered | undefined,
  place: ts.Node,
): Finding | undefined {
  if (kind !== "returns") return undefined;
  const isAccepted =
    answered === undefined
      ? isNothing(value) && acceptsBySilence(leaves, analysis)
      : answered.status !== undefined && isSuccess(answered.status);
  return isAccepted ? { judgement: "successResponse", place } : undefined;
}

/** The handler under which the payload was put to use: what breaks later may have met another one. */
function underWhich(trail: Trail): ts.Node {
  return trail.usedUnder ?? trail.caughtAt ?? trail.site;
}

/** Frameworks that send nothing of their own when a handler has returned. */
const SEND_NOTHING: ReadonlySet<string> = new Set(["express", "next", "node", "functions"]);

/** Frameworks whose middleware only answers with what it sends or returns: otherwise the route runs. */
const GO_ON: ReadonlySet<string> = new Set(["fastify", "elysia"]);

/**
 * A status without an answer: `res.status(401); return;` leaves the sender waiting, and behind a hook
 * that does no more the route is run.
 */
function isUnsent({ analysis, ending: { trail, value, leaves } }: Case): boolean {
  if (trail.answer?.unsent !== true) return false;
  // Of `req.on("end", () => …)` too, which stands in the handler.
  const handler = ts.findAncestor(
    leaves,
    (node): node is ts.SignatureDeclaration =>
      ts.isFunctionLike(node) && frameworkFor(node, analysis.callers) !== undefined,
  );
  const framework = handler && frameworkFor(handler, analysis.callers);
  if (framework?.role === "middleware" && GO_ON.has(framework.framework)) return isNothing(value);
  return framework !== undefined && SEND_NOTHING.has(framework.framework);
}

function judgeAnswer(
  { status, node, isDue }: Answered,
  place: ts.Node,
  signalled: boolean,
): Finding | undefined {
  if (status === undefined) return undefined;
  if (isSuccess(status))
    return { judgement: signalled ? "resultIgnored" : "successResponse", place };
  return isDue ? { judgement: "wrongStatus", place: node, status } : undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Nothing was answered: a helper tells its caller by what it returns, a handler leaves the sender waiting. */
function judgeSilence(subject: Case, place: ts.Node, signalled: boolean): Finding | undefined {
  const { analysis, ending, root } = subject;
  const { trail } = ending;
  if (trail.caughtAt === undefined) return undefined;
  const successes = successesFor(root.simulated, ending, root.root);
  // `{ ok: false, event }` tells whoever gets it: they may not use the event.
  const isTold = ending.value.kind === "object" && isSignal(ending.value, successes);
  if (isTainted(ending.value) && !isTold) return { judgement: "payloadUsed", place };
  if (isToldBehind(subject, successes)) return undefined;
  // A job that does nothing about a forged message has refused it: nobody waits for an answer.
  if (isJob(ending.leaves, analysis)) return undefined;
  const handler = answersRequests(ending.leaves, successes, analysis);
  if (handler && refusesBySilence(ending.leaves, analysis)) return undefined;
  if (handler && isSentAsSuccess(ending, analysis)) return { judgement: "successResponse", place };
  if (
    handler
      ? !isNothing(ending.value) && isSignal(ending.value, [])
      : isSignal(ending.value, successes)
  )
    return undefined;
  if (trail.evidence !== undefined) return { judgement: "payloadUsed", place };
  // `next(error)` and other work: somebody else may answer.
  const answered = handler && isNothing(ending.value) && acceptsBySilence(ending.leaves, analysis);
  const isDecided = handler || trail.signalledAt === undefined || trail.checked === true;
  if (trail.acted !== undefined && !answered && isDecided) return undefined;
  if (!handler && tellsByState(trail.caughtAt, trail.site, analysis.world)) return undefined;
  return { judgement: signalled ? "resultIgnored" : "successResponse", place };
}

/** Whoever the request goes on to asks how verification went, by what is kept on the request. */
function isToldByState({ analysis: { world }, ending: { trail } }: Case): boolean {
  return (
    trail.told !== undefined ||
    tellsByState(trail.caughtAt, trail.site, world) ||
    tellsFailureByState(trail.caughtAt, world)
  );
}

/** The same of a hook behind which the route is run: it asks for what the hook has set, or has given. */
function isToldBehind({ analysis, ending }: Case, successes: readonly ValueTree[]): boolean {
  const { leaves, trail } = ending;
  if (trail.told !== undefined) return true;
  const framework = ts.isFunctionLike(leaves) ? frameworkFor(leaves, analysis.callers) : undefined;
  if (framework?.role !== "middleware" || !GO_ON.has(framework.framework)) return false;
  return (
    tellsByState(trail.caughtAt, trail.site, analysis.world) ||
    lacksWhatIsAsked(ending, successes, analysis.world)
  );
}

function isJob(fn: ts.Node, { callers }: Case["analysis"]): boolean {
  return !ts.isSourceFile(fn) && callers.boundaryOf(fn)?.kind === "retries";
}

/** An object for which the framework sends a success. */
function isSentAsSuccess({ value, leaves }: Ending, analysis: Case["analysis"]): boolean {
  if (value.kind !== "object") return false;
  const mayHaveStatus = value.open || value.props.some(([name]) => name === "status");
  return (
    sendsReturned(leaves, analysis) || (!mayHaveStatus && sendsWithoutStatus(leaves, analysis))
  );
}

/** The payload itself, or a part of it, is what the caller gets. */
function isTainted(tree: ValueTree): boolean {
  // A variable that was to hold the payload, and is given back with nothing in it.
  if (tree.kind === "leaf") return tree.value.tainted === true && isNullish(tree.value) !== true;
  return tree.kind === "array"
    ? tree.elements.some(isTainted)
    : tree.props.some(([, value]) => isTainted(value));
}

/** `next(error)` is an answer with the status of the error handler that the program shows. */
function judgeNext({ analysis, root, ending }: Case, place: ts.Node): Finding | undefined {
  if (fateOfNext(analysis, root, ending) !== "answered") return undefined;
  // asyncHandler(async (req, res) => …), whose `.catch(next)` only carries on what left the handler
  if (isCarriedOn(ending)) return { judgement: "unhandled", place: ending.trail.site };
  return { judgement: "wrongStatus", place: ending.trail.acted ?? place, status: 500 };
}

/** The verification's own error, given to `next` by somebody around the function that let it leave. */
function isCarriedOn({ trail: { passedOn, acted, site } }: Ending): boolean {
  if (passedOn?.kind !== "error" || !passedOn.error.original || acted === undefined) return false;
  const handler = ts.findAncestor(site, (node) => ts.isFunctionLike(node));
  return handler !== undefined && !contains(handler, acted);
}

/** Thrown by a handler that met the failure, or by a helper: `throw new Error("invalid", { cause })`. */
function comesOfFailure(value: Value, trail: Trail): boolean {
  return (
    trail.thrownAt !== undefined ||
    value.due === true ||
    (value.kind === "error" && value.error.carries)
  );
}

function judgeThrown({ ending, fate, analysis, root }: Case): Finding | undefined {
  const { trail, value } = ending;
  const place = trail.caughtAt ?? trail.site;
  if (value.kind !== "leaf" || (trail.caughtAt === undefined && value.value.kind !== "error"))
    return undefined;
  if (trail.used !== undefined) return { judgement: "payloadUsed", place: underWhich(trail) };
  // What breaks after the answer has been sent changes nothing about it.
  if (trail.answer !== undefined && refuses(trail.answer.status)) return undefined;
  // Remix and others throw the response itself.
  if (value.value.kind === "response") {
    return refuses(value.value.status)
      ? undefined
      : judgeAnswer(
          {
            status: value.value.status,
            node: trail.thrownAt ?? value.value.node,
            isDue: isDue(value.value),
          },
          place,
          false,
        );
  }
  if (value.value.kind !== "error") return undefined;
  const { error } = value.value;
  if (error.original && error.status === undefined)
    return fate === "nobody" || fate === "answered"
      ? { judgement: "unhandled", place: trail.site }
      : undefined;
  const thrownAt = trail.thrownAt ?? place;
  if (fate === "answered") return { judgement: "wrongStatus", place: thrownAt, status: 500 };
  if (fate !== "nobody" || !comesOfFailure(value.value, trail)) return undefined;
  if (error.status !== undefined) return judgeExceptionStatus(error.status, place, thrownAt);
  const isPlain = error.className === "Error" || error.className === "TypeError";
  if (
    !isPlain ||
    !answersRequests(ending.leaves, successesFor(root.simulated, ending, root.root), analysis)
  )
    return undefined;
  return { judgement: "wrongStatus", place: thrownAt, status: 500 };
}

function judgeExceptionStatus(
  status: number,
  place: ts.Node,
  thrownAt: ts.Node,
): Finding | undefined {
  if (refuses(status)) return undefined;
  return isSuccess(status)
    ? { judgement: "successResponse", place }
    : { judgement: "wrongStatus", place: thrownAt, status };
}

function isDue(value: Value): boolean {
  return value.due === true || (value.kind === "response" && value.tells === true);
}

/** The answer that ends the path: a returned response, one that was sent, or a `{ statusCode }` object. */
function answeredWith({ analysis, ending }: Case): Answered | undefined {
  const { value, trail, leaves } = ending;
  if (value.kind === "leaf" && value.value.kind === "response")
    return {
      status: value.value.status,
      node: value.value.node,
      isDue: isDue(value.value),
    };
  // h3 and its like send the whole object with status 200: its fields are the body and set nothing.
  if (value.kind === "object" && !sendsReturned(leaves, analysis)) {
    const given = statusIn(value);
    const node = trail.returnedAt ?? trail.site;
    if (given !== undefined) return { ...given, node };
    // `{ statusCode: status }` of a status that nothing is known of.
    if (value.props.some(([name]) => name === "statusCode"))
      return { status: undefined, node, isDue: true };
  }
  return trail.answer;
}
