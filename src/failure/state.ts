import type ts from "typescript";
import type { Assumption } from "./assumptions.js";
import { SharedMap } from "./shared-map.js";
import { derived, sameValue, UNKNOWN, type FailureMode, type Value } from "./values.js";

/** An object on the abstract heap. Entries are never changed in place: a write replaces the entry. */
export type HeapEntry =
  | {
      readonly kind: "object";
      readonly props: ReadonlyMap<string, Value>;
      /** Whether there may be properties beyond the known ones. */
      readonly open: boolean;
      /** One of the results of Promise.allSettled. */
      readonly settledResult?: boolean;
      /** Where it was made, if it is an object of a class of the program. */
      readonly made?: ts.NewExpression | undefined;
      /** Whether all that its constructor set is among the properties. */
      readonly whole?: boolean | undefined;
      /** Whether the failure is what keeps something out of it. */
      readonly short?: boolean | undefined;
    }
  | {
      readonly kind: "array";
      readonly elements: readonly Value[];
      /** Whether there may be more elements, at unknown places. */
      readonly open: boolean;
      /** Whether there may be none: the elements then say what those are that may be there. */
      readonly maybeEmpty?: boolean | undefined;
      /** Whether the failure is what keeps something out of it. */
      readonly short?: boolean | undefined;
    }
  | PromiseEntry;

export interface PromiseEntry {
  readonly kind: "promise";
  readonly settled: "fulfilled" | "rejected" | "unknown";
  readonly value: Value;
  /** Somebody awaits it, has put a handler on it, or has taken it where we cannot look. */
  readonly held: boolean;
  /** The call that made it: what floats, if nobody ever holds it. */
  readonly origin: ts.Node;
  /** The promise that it was resolved with, where nothing has settled that one yet. */
  readonly follows?: number | undefined;
  /** What happens between now and the moment it settles, for work that was started and not awaited. */
  readonly later?: Later | undefined;
  /** It is settled in the simulation, but only after a request: no other promise can be said to come later. */
  readonly takesTime?: true;
}

/** Work behind an un-awaited promise: its effects are seen by whoever waits for it, and by nobody before. */
export interface Later {
  readonly from: State;
  readonly to: State;
}

/** A call whose failure is simulated: an SDK call, or a call of a function that such a failure leaves. */
export interface Watched {
  readonly call: ts.CallExpression | ts.NewExpression;
  readonly mode: FailureMode;
  /** Which of the call's ways to fail this is; 0 for SDK calls. */
  readonly variant: number;
}

export interface Answer {
  readonly status: number | undefined;
  readonly node: ts.Node;
  /** Whether it was given, or its status chosen, because of the failure. */
  readonly isDue: boolean;
  /** Only the status was set: whether anything is sent is the framework's affair. */
  readonly unsent?: boolean;
}

/** What has happened on a failing path because of the failure: the evidence that judging needs. */
export interface Trail {
  /** The catch clause or handler that met the failure first. */
  readonly caughtAt?: ts.Node | undefined;
  readonly logged?: ts.Node | undefined;
  /** Something other than logging was done about it. */
  readonly acted?: ts.Node | undefined;
  /** The error was asked what it is. */
  readonly looked?: ts.Node | undefined;
  /** The error that was given to `next(error)`. */
  readonly passedOn?: Value | undefined;
  /** A bare `next()`: the request goes on as if nothing had happened. */
  readonly wentOn?: ts.Node | undefined;
  /** Took one way of a condition that the simulation could not decide: the other way may be the answer. */
  readonly guessed?: boolean | undefined;
  /** Took one way of a condition by which the program is set up: the failure has no part in it. */
  readonly bySetting?: boolean | undefined;
  /** What that takes for granted of what the function was given. */
  readonly assumes?: readonly Assumption[] | undefined;
  /** The error went to code that deals with it: a job system that a function around the callback was given to. */
  readonly takenOver?: boolean | undefined;
  /** Waited before the next attempt, or did something about the failure in an earlier handler. */
  readonly waited?: boolean | undefined;
  /** Which messages the verification error may have on this path; set when its message is read. */
  readonly messages?: number | undefined;
  /** On a branch that is bound to a named error code. */
  readonly named?: boolean | undefined;
  /** Looked at, logged, wrapped or acted upon, and then thrown on: what leaves is a decision. */
  readonly dealt?: boolean | undefined;
  /** The same of the error that the handler met: a handler that only rethrows leaves it as it was. */
  readonly dealtBefore?: boolean | undefined;
  /** The last answer that was sent. */
  readonly answer?: Answer | undefined;
  /** Where something derived from the payload was put to use, outside handling and inside it. */
  readonly used?: ts.Node | undefined;
  readonly usedInHandling?: ts.Node | undefined;
  /** The same outside of handling, together with what tells of the failure: kept as evidence, if a refusal follows. */
  readonly evidence?: ts.Node | undefined;
  /** The handler that had stopped the failure when something was first put to use outside of handling. */
  readonly usedUnder?: ts.Node | undefined;
  /** A failure value (`null`, `{ ok: false }`) that a named function returned at this call. */
  readonly signalledAt?: ts.Node | undefined;
  /** That value has chosen a way since: somebody looked at it. */
  readonly checked?: boolean | undefined;
  /** A function acted upon it and told its callers nothing: what they do is not because of it. */
  readonly quiet?: boolean | undefined;
  /** The failure went through the callback of code that cannot be entered. */
  readonly throughUnknown?: boolean | undefined;
  /** Results of allSettled, neverthrow and the like hold it. */
  readonly settledAt?: ts.Node | undefined;
  /** Somebody has read the status or reason of a settled result. */
  readonly settledRead?: boolean | undefined;
  /** The simulation lost track; the verdict must be silence. */
  readonly lost?: string | undefined;
  /** The `throw` of another error in the handling. */
  readonly thrownAt?: ts.Node | undefined;
  /** Where the request or its context was made to tell the handlers behind. */
  readonly told?: ts.Node | undefined;
  /** The call of a function in which the answer was made or the other error was thrown. */
  readonly madeBy?: ts.Node | undefined;
  /** The explicit `return` that ended the handling. */
  readonly returnedAt?: ts.Node | undefined;
  /** The call at which the failure stands now: the SDK call, or the call of the function it left. */
  readonly site: ts.CallExpression | ts.NewExpression;
}

export type Phase = "onTrack" | "strayed" | "failed";

/** How many different failed paths of one watched call are told apart before all are joined. */
export const MAX_PATHS = 12;

/**
 * One abstract state. `onTrack` has met no error, `strayed` is handling an unrelated one, `failed`
 * is on a path on which the watched call has failed. Evaluation owns the state it is given and may
 * change it; whoever needs it twice forks it.
 */
export class State {
  phase: Phase = "onTrack";
  /** In how many handlers of errors that have nothing to do with the watched calls. */
  astray = 0;
  watched: Watched | undefined;
  trail: Trail | undefined;
  /** Above zero while the code that runs is only reached because of the failure. */
  handling = 0;
  /** How much of `handling` each open scope has added, innermost last. */
  scopes: number[] = [];
  /** Status that a reply object has been given before its body is sent. */
  replyStatus: number | undefined | "unset" = "unset";
  /** Where that status was set. */
  replyStatusAt: ts.Node | undefined;
  /** Whether that status was set, or chosen, because of the failure. */
  replyIsDue = false;
  /** The request was answered before the watched call: nothing that is sent later arrives. */
  isAnswered = false;
  /** Whether a watched call was passed without a failure, on this path or on one that was joined with it. */
  hasPassed = false;
  /** In the second or a later round of a loop: what has failed there in the first round stands for all. */
  repeating = false;
  /** Where an async function that nobody waits for stopped at its first await: caller's view of it. */
  suspended: State | undefined;
  /** Variables that may be assigned while such a function is stopped. */
  assignedMeanwhile: readonly ts.Symbol[] = [];

  constructor(
    readonly vars = new SharedMap<ts.Symbol, Value>(),
    readonly heap = new SharedMap<number, HeapEntry>(),
    /** How many failed paths of one call are told apart by what has nothing to do with the failure. */
    readonly pathsKept = MAX_PATHS,
  ) {}

  /** A reply object is told its status, to be sent later. */
  prepareReply(status: Value | undefined, at: ts.Node): void {
    const isNumber = status?.kind === "primitive" && typeof status.value === "number";
    this.replyStatus = isNumber ? status.value : undefined;
    this.replyStatusAt = at;
    this.replyIsDue = this.handling > 0 || status?.due === true;
  }

  fork(): State {
    const copy = new State(this.vars.copy(), this.heap.copy(), this.pathsKept);
    copy.phase = this.phase;
    copy.watched = this.watched;
    copy.trail = this.trail;
    copy.astray = this.astray;
    copy.handling = this.handling;
    copy.scopes = [...this.scopes];
    copy.replyStatus = this.replyStatus;
    copy.replyStatusAt = this.replyStatusAt;
    copy.replyIsDue = this.replyIsDue;
    copy.isAnswered = this.isAnswered;
    copy.hasPassed = this.hasPassed;
    copy.suspended = this.suspended;
    copy.assignedMeanwhile = this.assignedMeanwhile;
    copy.repeating = this.repeating;
    return copy;
  }

  /** What is left of a path that the simulation has lost: where it failed, and what was understood of it. */
  abandoned(): State {
    const rest = new State(this.vars.emptied(), this.heap.emptied(), this.pathsKept);
    rest.phase = this.phase;
    rest.watched = this.watched;
    rest.trail = this.trail;
    return rest;
  }

  note(change: Partial<Trail>): void {
    const { trail } = this;
    if (trail === undefined) return;
    // A trail that stays the same object is quickly seen to be the same.
    const isNews = (Object.keys(change) as (keyof Trail)[]).some(
      (key) => trail[key] !== change[key],
    );
    if (isNews) this.trail = { ...trail, ...change };
  }

  /** Something derived from the payload is put to use. */
  putToUse(node: ts.Node): void {
    if (this.handling > 0) this.note({ usedInHandling: node });
    else this.note({ used: node, usedUnder: this.trail?.usedUnder ?? this.trail?.caughtAt });
  }

  /** Takes as unknown what the variables hold; that it was due to the failure, or kept, stays known. */
  forget(symbols: Iterable<ts.Symbol>): void {
    for (const symbol of symbols) {
      const value = this.vars.get(symbol);
      if (value === undefined) continue;
      const unknown = derived(value);
      if (unknown === UNKNOWN) this.vars.delete(symbol);
      else this.vars.set(symbol, unknown);
    }
  }

  /** Undoes `forget` for variables that nobody has written since, by the state before it. */
  recall(symbols: Iterable<ts.Symbol>, before: State): void {
    for (const symbol of symbols) {
      const value = before.vars.get(symbol);
      if (value === undefined) continue;
      if (sameValue(this.vars.get(symbol) ?? UNKNOWN, derived(value))) this.vars.set(symbol, value);
    }
  }

  /** An async function that nobody waits for stops here, if it has not before. */
  suspend(): void {
    if (this.suspended !== undefined) return;
    this.suspended = this.fork();
    this.forget(this.assignedMeanwhile);
  }

  /** Opens a scope; with `onlyFailure`, everything in it is reached because of the failure alone. */
  enter(onlyFailure: boolean): void {
    this.scopes.push(onlyFailure ? 1 : 0);
    if (!onlyFailure) return;
    this.handling += 1;
    this.#noteCheck();
  }

  /** Marks the rest of the innermost scope as reached because of the failure alone. */
  restIsHandling(): void {
    this.#noteCheck();
    const top = this.scopes.length - 1;
    if (top < 0) {
      this.handling += 1;
      return;
    }
    this.scopes[top] = (this.scopes[top] ?? 0) + 1;
    this.handling += 1;
  }

  #noteCheck(): void {
    if (this.trail?.signalledAt !== undefined) this.note({ checked: true });
  }

  /** Meets an error that is none of a watched call. */
  goAstray(): void {
    this.phase = "strayed";
    this.astray += 1;
  }

  /** Closes scopes until `depth` of them are open. */
  leaveTo(depth: number): void {
    while (this.scopes.length > depth) this.handling -= this.scopes.pop() ?? 0;
  }
}
