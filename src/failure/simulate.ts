import ts from "typescript";
import { evaluateExpression } from "./expressions.js";
import { invokeValue } from "./calls.js";
import { functionsGiven } from "./entering.js";
import { enterFunction, runBody } from "./functions.js";
import type { References } from "./by-reference.js";
import { fewer } from "./in-turn.js";
import { fail } from "./manifest.js";
import {
  merge,
  normal,
  treeOf,
  type Completion,
  type Machine,
  type ValueTree,
  type WatchedCall,
  type World,
} from "./machine.js";
import { payloadVariables } from "./payload.js";
import { BothModes } from "./both-modes.js";
import { Captures } from "./captures.js";
import { carryingFunctions, type InnerCalls } from "./carrying.js";
import { argumentsOfHandler, type PlaceOfError } from "./handler-arguments.js";
import { promiseEntryOf } from "./promises.js";
import { executeStatement } from "./statements.js";
import { endingOf } from "./ending-of.js";
import type { Ending, Root, Simulated } from "./endings.js";
import { madeIn } from "./made-by.js";
import { MAX_PATHS, State } from "./state.js";
import { marked, UNKNOWN, type FunctionNode, type Value } from "./values.js";

/** Statements and expressions that a simulation goes through at most: none of 1,200 files of real code needs 8,000. */
const STEPS = 30_000;
const STEPS_PER_CALL = 3_000;
const MAX_RECURSION = 2;

/** How many failed paths of all calls together a simulation follows at a time, give or take. */
const PATHS = 120;

/** What may fail in a root. */
export interface WatchedIn {
  readonly calls: ReadonlyMap<ts.Node, WatchedCall>;
  readonly inner: InnerCalls;
  readonly references: References;
}

/** Simulates the failure of every watched call in the root. */
export function simulate(
  root: Root,
  { calls, inner, references }: WatchedIn,
  family: Machine["family"],
  world: World,
): Simulated {
  const both = family === "api" ? new BothModes(calls) : undefined;
  if (both?.hasPairs === true) {
    const watched = { calls: both.calls, inner, references };
    const simulated = new Simulation(watched, family, world, () => both.isAsked).run(root);
    if (!both.isAsked) return { ...simulated, endings: both.apart(simulated.endings) };
  }
  return new Simulation({ calls, inner, references }, family, world).run(root);
}

/** Runs an error handler on an error: how each of its paths ends. */
export function simulateHandler(
  handler: FunctionNode,
  place: PlaceOfError,
  error: Value,
  world: World,
): readonly Ending[] {
  return new Simulation(NOTHING_WATCHED, "verification", world).runHandler(handler, place, error);
}

const NOTHING_WATCHED: WatchedIn = {
  calls: new Map(),
  inner: new Map(),
  references: new Map(),
};

class Simulation implements Machine {
  readonly entered = new Set<ts.Node>();
  readonly #carriers: ReadonlySet<ts.Node>;
  readonly #captures: Captures;
  readonly #failed = new Set<ts.Node>();
  readonly #endings: Ending[] = [];
  readonly #callbackSuccesses = new Map<ts.Node, readonly ValueTree[]>();
  readonly #stack: ts.Node[] = [];
  #closure: FunctionNode | undefined;
  #steps: number;
  #ids = 0;
  #awaited = true;

  readonly watched: ReadonlyMap<ts.Node, WatchedCall>;
  readonly #references: References;
  readonly #handed: ReadonlySet<ts.Node>;

  constructor(
    { calls: watched, inner, references }: WatchedIn,
    readonly family: Machine["family"],
    readonly world: World,
    /** Whether what comes out is of no use any more, so that there is no need to go on. */
    readonly isGivenUp: () => boolean = () => false,
  ) {
    this.watched = watched;
    this.#references = references;
    this.#captures = new Captures(world.checker);
    this.#steps = STEPS + STEPS_PER_CALL * watched.size;
    this.#carriers = carryingFunctions(watched.keys(), inner);
    this.#handed = new Set(references.values());
  }

  run(root: Root): Simulated {
    const completions = this.#start(root);
    const successes: ValueTree[] = [];
    const passed: ValueTree[] = [];
    const others: ValueTree[] = [];
    for (const completion of completions) {
      if (completion.state.phase === "failed") this.#finish(completion, root);
      else if (completion.kind === "normal") {
        const value = promiseEntryOf(completion.value, completion.state)?.value ?? completion.value;
        const given = completion.state.phase === "onTrack" ? successes : others;
        const tree = treeOf(value, completion.state);
        given.push(tree);
        if (given === successes && completion.state.hasPassed) passed.push(tree);
        this.#runClosure(value, completion.state);
      }
    }
    const unentered = [...this.#carriers].filter(
      (fn): fn is FunctionNode =>
        fn !== root &&
        !this.entered.has(fn) &&
        ts.isFunctionLike(fn) &&
        !isAround(fn, root) &&
        "body" in fn,
    );
    return {
      endings: this.#endings,
      successes,
      passed: this.family === "verification" && passed.length > 0 ? passed : successes,
      others,
      callbackSuccesses: this.#callbackSuccesses,
      closure: this.#closure,
      unentered,
    };
  }

  runHandler(handler: FunctionNode, place: PlaceOfError, error: Value): readonly Ending[] {
    const state = new State();
    // The handler runs because of a failure that lies behind it: only its answer matters.
    const call = handler as unknown as ts.CallExpression;
    state.phase = "failed";
    state.watched = { call, mode: "verification", variant: 0 };
    state.trail = { site: call };
    state.handling = 1;
    const args = argumentsOfHandler(this, handler, place, error, state);
    this.#stack.push(handler);
    for (const completion of runBody(this, handler, args, state)) this.#finish(completion, handler);
    return this.#endings;
  }

  #start(root: Root): Completion[] {
    const state = new State(undefined, undefined, pathsKeptFor(this.watched.size));
    if (ts.isSourceFile(root)) {
      let completions: Completion[] = normal(UNKNOWN, state);
      for (const statement of root.statements) {
        completions = merge(
          completions.flatMap((completion) =>
            completion.kind === "normal"
              ? this.execute(statement, [completion.state])
              : [completion],
          ),
        );
      }
      return withoutValues(completions);
    }
    if (ts.isFunctionLike(root)) {
      this.#stack.push(root);
      this.entered.add(root);
      const ended = runBody(
        this,
        root,
        root.parameters.map(() => UNKNOWN),
        state,
      );
      this.#stack.pop();
      return ended;
    }
    const completions = this.evaluate(root, state);
    // `(async () => { … })();` stands for itself: nobody holds the promise.
    return ts.isExpressionStatement(root.parent) ? withoutValues(completions) : completions;
  }

  /** A function that a wrapper made around a callback, and that nobody has called: what if somebody does? */
  #runClosure(value: Value, state: State): void {
    if (
      value.kind !== "function" ||
      this.entered.has(value.node) ||
      !this.carries(value.node, state)
    )
      return;
    const at = value.node;
    this.#closure = value.node;
    const run = state.fork();
    for (const completion of merge(
      enterFunction(
        this,
        value.node,
        value.node.parameters.map(() => UNKNOWN),
        at,
        run,
      ),
    )) {
      this.entered.add(value.node);
      this.detach(value.node, completion);
    }
  }

  #finish(completion: Completion, leaves: ts.Node): void {
    const ending = endingOf(completion, leaves);
    if (ending !== undefined) this.#endings.push(ending);
  }

  detach(fn: FunctionNode, completion: Completion): void {
    if (completion.state.phase === "failed") this.#finish(completion, fn);
    else if (completion.kind === "normal") {
      const value = promiseEntryOf(completion.value, completion.state)?.value ?? completion.value;
      this.#callbackSuccesses.set(fn, [
        ...(this.#callbackSuccesses.get(fn) ?? []),
        treeOf(value, completion.state),
      ]);
    }
  }

  isWatchedCall(call: ts.Node): boolean {
    // `sendFor(user)` in `.then(sendFor(user))` is watched for the function that it gives.
    return this.watched.has(call) && !this.#references.has(call);
  }

  watchedAt(call: ts.Node): WatchedCall | undefined {
    return this.watched.get(call);
  }

  handedBy(argument: ts.Expression): Value | undefined {
    const node = this.#references.get(argument);
    return node === undefined ? undefined : { kind: "function", node, mention: argument };
  }

  carries(fn: FunctionNode, state: State, depth = 0): boolean {
    if (this.#carriers.has(fn) || this.#handed.has(fn)) return true;
    if (depth > 3) return false;
    return this.#captures.of(fn).some((symbol) => {
      const value = state.vars.get(symbol);
      const given = value === undefined ? [] : functionsGiven(value, state);
      return given.some((node) => node !== fn && this.carries(node, state, depth + 1));
    });
  }

  captured(fn: FunctionNode, state: State): readonly Value[] {
    return this.#captures.of(fn).flatMap((symbol) => state.vars.get(symbol) ?? []);
  }

  evaluate(node: ts.Expression, state: State): Completion[] {
    return fewer(evaluateExpression(this, node, state));
  }

  execute(node: ts.Statement, states: readonly State[]): Completion[] {
    return executeStatement(this, node, states).map(withoutLost);
  }

  enter(fn: FunctionNode, args: readonly Value[], at: ts.Node, state: State): Completion[] {
    // What fails in the second round of a recursion has failed in the first.
    // `safe(() => … safe(() => …))` is no recursion: the inner call has another callback.
    const nested = args
      .flatMap((arg) => functionsGiven(arg, state))
      .some((given) => this.carries(given, state) && !this.#stack.includes(given));
    const rounds = state.phase === "failed" || nested ? MAX_RECURSION : 1;
    if (this.#stack.filter((entered) => entered === fn).length >= rounds) {
      if (state.phase === "failed") state.note({ lost: "recursion" });
      return normal(UNKNOWN, state);
    }
    this.entered.add(fn);
    this.#stack.push(fn);
    try {
      return enterFunction(this, fn, args, at, state).map((completion) =>
        madeIn(fn, at, completion),
      );
    } finally {
      this.#stack.pop();
    }
  }

  invoke(
    callee: Value,
    args: readonly Value[],
    at: ts.CallExpression | ts.NewExpression,
    state: State,
  ): Completion[] {
    if (callee.kind !== "function") return invokeValue(this, callee, args, at, state);
    return callee.mention === undefined
      ? this.enter(callee.node, args, at, state)
      : fail(this, callee.mention, args, state);
  }

  hasFailed(call: ts.Node): boolean {
    return this.#failed.has(call);
  }

  born(state: State): void {
    const call = state.watched?.call;
    if (call !== undefined) this.#failed.add(call);
    if (this.family !== "verification" || call === undefined) return;
    const isVerify = ts.isCallExpression(call) && this.world.sdk.callOf(call)?.kind === "verify";
    for (const symbol of payloadVariables(call, isVerify, this.world.checker)) {
      state.vars.set(symbol, marked(state.vars.get(symbol) ?? UNKNOWN, { tainted: true }));
    }
  }

  fresh(): number {
    this.#ids += 1;
    return this.#ids;
  }

  spend(): boolean {
    this.#steps -= 1;
    return this.#steps > 0 && !this.isGivenUp();
  }

  depth(): number {
    return this.#stack.length;
  }

  awaited(): boolean {
    return this.#awaited;
  }

  whileAwaited<T>(awaited: boolean, body: () => T): T {
    const before = this.#awaited;
    this.#awaited = awaited;
    try {
      return body();
    } finally {
      this.#awaited = before;
    }
  }
}

/** A path that the simulation has lost ends where it is: nothing that it does any more is ever judged. */
function withoutLost(completion: Completion): Completion {
  const { state } = completion;
  return state.trail?.lost === undefined || completion.kind === "halt"
    ? completion
    : { kind: "halt", state: state.abandoned() };
}

/** What a statement's expression amounts to is nobody's. */
function withoutValues(completions: readonly Completion[]): Completion[] {
  return completions.map((completion) =>
    completion.kind === "normal" ? { ...completion, value: UNKNOWN } : completion,
  );
}

/** Of many failing calls each is given fewer paths, so that a function's cost grows with its length alone. */
function pathsKeptFor(calls: number): number {
  return Math.max(1, Math.min(MAX_PATHS, Math.floor(PATHS / calls)));
}

function isAround(fn: ts.Node, root: Root): boolean {
  return fn.pos <= root.pos && fn.end >= root.end && fn.getSourceFile() === root.getSourceFile();
}
