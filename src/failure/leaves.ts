import type ts from "typescript";
import type { SvixCall } from "../sdk/recogniser.js";
import type { Assumption } from "./assumptions.js";
import type { Ending } from "./endings.js";
import type { Manifestation, ValueTree, World } from "./machine.js";
import { isQuiet } from "./quiet.js";
import { isSignal, isSomethingBeside, refuses, successesBeside } from "./signals.js";
import { partsOf, statusIn } from "./trees.js";
import type { Answer } from "./state.js";
import { tellsByState, tellsFailureByState } from "./told-by-state.js";
import type { FailureMode } from "./values.js";

/** A failure that leaves a function, and how its callers meet it. */
export interface Leave {
  readonly how: Manifestation["how"];
  readonly value: ValueTree;
  readonly dealt: boolean;
  readonly mode: FailureMode;
  readonly origin: SvixCall;
  /** The handler that acted upon it, where the function tells its callers nothing. */
  readonly quietAt?: ts.Node | undefined;
  /** The answer by which the function has refused the request itself, or which it has left to others. */
  readonly answer?: Answer | undefined;
  /** What the path takes for granted of what the function was given. */
  readonly assumes?: readonly Assumption[] | undefined;
  /** Whether its callers are told of nothing, but go on with a request that is answered. */
  readonly untold?: boolean | undefined;
}

/** How an ending reaches the callers; undefined where it stays inside the function. */
export function leaveOf(
  ending: Ending,
  successes: readonly ValueTree[],
  async: boolean,
  origin: SvixCall,
  world: World,
): Leave | undefined {
  const { kind, trail, watched } = ending;
  if (trail.lost !== undefined || kind === "halts") return undefined;
  const value = withFailures(withMessages(ending.value, trail.messages), successes);
  const { mode } = watched;
  const leave = (how: Leave["how"]): Leave => {
    const { assumes } = trail;
    const answer = answerIn(ending);
    return { how, value, dealt: trail.dealt === true, mode, origin, answer, assumes };
  };
  if (kind === "rejects") return leave("rejects");
  if (kind === "throws") return leave(async ? "rejects" : "throws");
  // Nobody holds it any more: what is returned beside it says nothing of it.
  if (ending.floating.length > 0) return undefined;
  // An API failure that was acted upon, or is tolerated by its code, is settled, whatever is returned.
  if (mode !== "verification" && (trail.acted !== undefined || trail.named === true))
    return undefined;
  if (trail.caughtAt === undefined) return undefined;
  if (isAnsweredWrongly(ending)) return undefined;
  const how = async || ending.promised ? "resolves" : "returns";
  if (isQuiet(ending, successes, world)) return { ...leave(how), quietAt: trail.caughtAt };
  const isTold =
    trail.used === undefined && isSignal(ending.value, successesBeside(ending, successes));
  if (isTold) return leave(how);
  return goesOnAnswered(ending, world) ? { ...leave(how), untold: true } : undefined;
}

/** The answer that the callers of a function need not give: a refusal, or one of which nothing is known. */
function answerIn(ending: Ending): Answer | undefined {
  const { watched, trail } = ending;
  if (watched.mode !== "verification") return undefined;
  const { answer, passedOn, acted = trail.site } = trail;
  // `next(error)`: what answers is the error handler, wherever it may be.
  if (answer === undefined)
    return passedOn && { status: undefined, node: acted, isDue: true, unsent: false };
  return answer.status === undefined ? answer : refusalIn(ending);
}

/** A refusal that was sent, or whose status was set, where a signature does not match. */
function refusalIn({ watched, trail: { answer } }: Ending): Answer | undefined {
  return watched.mode === "verification" && answer !== undefined && refuses(answer.status)
    ? answer
    : undefined;
}

/** Another answer than a refusal was sent, or made to be sent (`{ statusCode: 500 }`): it is told of where it was given, and callers can do no more about it. */
function isAnsweredWrongly({ watched, trail: { answer }, value }: Ending): boolean {
  if (watched.mode !== "verification") return false;
  const given = statusIn(value);
  if (given?.isDue === true && !refuses(given.status)) return true;
  if (answer?.status === undefined) return false;
  return answer.isDue && answer.unsent !== true && !refuses(answer.status);
}

/**
 * `catch { res.status(401).end(); }` in a function that returns as it does when all is well: the request
 * is answered, and whoever called it goes on with it. Not where a property tells of how it went.
 */
function goesOnAnswered(ending: Ending, world: World): boolean {
  const { trail } = ending;
  return (
    refusalIn(ending) !== undefined &&
    trail.used === undefined &&
    trail.wentOn === undefined &&
    trail.passedOn === undefined &&
    !tellsByState(trail.caughtAt, trail.site, world) &&
    !tellsFailureByState(trail.caughtAt, world)
  );
}

/** Lists that are empty when all is well hold what went wrong, and nothing else; beside nothing there is something. */
function withFailures(tree: ValueTree, successes: readonly ValueTree[]): ValueTree {
  if (tree.kind === "array") {
    const isUsuallyEmpty =
      successes.length > 0 && successes.every((success) => isEmptyList(success));
    return isUsuallyEmpty ? { ...tree, failures: true } : tree;
  }
  if (tree.kind === "leaf" && isSomethingBeside(tree, successes))
    return { kind: "leaf", value: { ...tree.value, kind: "unknown", truthy: true } };
  if (tree.kind !== "object") return tree;
  const props = tree.props.map(
    ([name, part]) => [name, withFailures(part, partsOf(successes, name))] as const,
  );
  return { ...tree, props };
}

function isEmptyList(tree: ValueTree): boolean {
  return tree.kind === "array" && tree.elements.length === 0 && !tree.open;
}

/** The error that leaves has one of the messages that it may have on this path. */
function withMessages(tree: ValueTree, messages: number | undefined): ValueTree {
  if (messages === undefined || tree.kind !== "leaf" || tree.value.kind !== "error") return tree;
  const { error } = tree.value;
  if (error.messages === undefined) return tree;
  return { ...tree, value: { ...tree.value, error: { ...error, messages } } };
}

/** A text that is the same for values that callers cannot tell apart. */
export function keyOf(tree: ValueTree): string {
  if (tree.kind === "object")
    return `{${tree.props.map(([name, value]) => `${name}:${keyOf(value)}`).join()}}`;
  if (tree.kind === "array") return `[${tree.elements.map(keyOf).join()}]`;
  const { value } = tree;
  switch (value.kind) {
    case "primitive":
      return typeof value.value === "string" ? JSON.stringify(value.value) : String(value.value);
    case "error":
      return `${value.error.className ?? "Error"}${value.error.original ? "!" : ""}${String(value.error.status)}${String(value.error.messages ?? "")}`;
    case "response":
      return `response ${String(value.status)}`;
    default:
      return value.kind;
  }
}
