import ts from "typescript";
import type { Recogniser, SvixCall } from "../sdk/recogniser.js";
import { isDropped, tellsByAnswer } from "./ignored-answers.js";
import type { Outcome } from "./outcome.js";
import { pollFindings, type PollFinding } from "./poll-findings.js";
import { questionsOf, type ProgramQuestions } from "./program-questions.js";
import type { Start } from "./start.js";
import { Starts } from "./starts.js";
import type { SubjectName } from "./subject.js";
import { surroundingsOf, type FollowOptions, type Surroundings } from "./surroundings.js";

export type { Outcome, Reason } from "./outcome.js";
export type { ProgramQuestions } from "./program-questions.js";
export type { SubjectName } from "./subject.js";
export type { FollowOptions } from "./surroundings.js";
export { lineOf } from "./syntax.js";

/** A call whose result somebody has to look at, and what becomes of it. */
export interface Obligation {
  /** The call; a function's name where it is passed on to be called: `ids.map(startRecovery)`. */
  readonly node: ts.Expression;
  readonly subject: SubjectName;
  /** The SDK operation that the result comes from. */
  readonly origin: SvixCall;
  /** Whether the call runs a function of the program that gives the operation's result back. */
  readonly isWrapped: boolean;
  readonly outcome: Outcome;
}

/** A poll that goes wrong for a failed task. */
export interface UnendedPoll extends PollFinding {
  /** The operations whose tasks it is known to ask for; empty when that cannot be told. */
  readonly operations: readonly string[];
}

/** Where results go, in one program. */
export interface Obligations extends ProgramQuestions {
  /**
   * The results that this call owes a look at: one for an SDK operation, one for each operation whose
   * result the called function gives back; none for other calls.
   */
  at(call: ts.CallExpression): readonly Obligation[];
  /**
   * Polls of the tasks asked for by this call that wait for "finished" and never look at "failed".
   * A poll may stand in another file, and two calls may belong to the same poll.
   */
  pollsAt(call: ts.CallExpression): readonly UnendedPoll[];
  /**
   * The operations whose tasks a function of the program polls, where it only tells by what it returns
   * whether the task failed, and this call of it drops that; undefined for every other call. Empty when
   * the operations are not known.
   */
  ignoredAnswerAt(call: ts.CallExpression): readonly string[] | undefined;
}

interface Made {
  readonly sdk: Recogniser;
  readonly options: FollowOptions;
  readonly obligations: Obligations;
}

const cache = new WeakMap<ts.Program, Made[]>();

/** The obligations of a program, computed when they are asked for and shared by all rules. */
export function obligationsOf(
  program: ts.Program,
  sdk: Recogniser,
  options: FollowOptions = {},
): Obligations {
  const made = cache.get(program) ?? [];
  cache.set(program, made);
  const known = made.find(
    (other) =>
      other.sdk === sdk &&
      other.options.isLogger === options.isLogger &&
      other.options.callers === options.callers,
  );
  if (known !== undefined) return known.obligations;
  const obligations = new ProgramObligations(surroundingsOf(program, sdk, options));
  made.push({ sdk, options, obligations });
  return obligations;
}

class ProgramObligations implements Obligations {
  readonly #around: Surroundings;
  readonly #starts: Starts;
  readonly #questions: ProgramQuestions;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#starts = new Starts(around);
    this.#questions = questionsOf(around);
  }

  pollsTasks(): boolean {
    return this.#questions.pollsTasks();
  }

  listsAttempts(): boolean {
    return this.#questions.listsAttempts();
  }

  at(call: ts.CallExpression): readonly Obligation[] {
    return this.#starts.at(call).flatMap((start) => (isPoll(start) ? [] : [obligation(start)]));
  }

  ignoredAnswerAt(call: ts.CallExpression): readonly string[] | undefined {
    if (!isDropped(call)) return undefined;
    const [fn, another] = this.#around.targetsOf(call);
    if (fn?.body === undefined || another !== undefined) return undefined;
    const poll = this.#pollIn(fn.body);
    if (poll === undefined) return undefined;
    const polls = [poll, ...this.#starts.at(call).filter(isPoll)];
    if (polls.some((each) => this.#findingsOf(each).length > 0)) return undefined;
    return tellsByAnswer(fn, poll, this.#around) ? this.#starts.askedBy(poll) : undefined;
  }

  /** The first poll in a function's body, other than in functions of its own. */
  #pollIn(node: ts.Node): Start | undefined {
    if (ts.isFunctionLike(node)) return undefined;
    const own = ts.isCallExpression(node) ? this.#starts.at(node).find(isPoll) : undefined;
    return own ?? ts.forEachChild(node, (child) => this.#pollIn(child));
  }

  pollsAt(call: ts.CallExpression): readonly UnendedPoll[] {
    return this.#starts.at(call).flatMap((start) => {
      const findings = isPoll(start) ? this.#findingsOf(start) : [];
      return findings.map((finding) => ({ ...finding, operations: this.#starts.askedBy(start) }));
    });
  }

  #findingsOf(poll: Start): readonly PollFinding[] {
    const asks = (other: ts.CallExpression): boolean => this.#starts.at(other).some(isPoll);
    return pollFindings(poll, this.#around, asks);
  }
}

function isPoll({ origin }: Start): boolean {
  return origin.operation === "backgroundTask.get";
}

function obligation({ node, subject, origin, via, outcome }: Start): Obligation {
  return { node, subject: subject.name, origin, isWrapped: via !== undefined, outcome };
}
