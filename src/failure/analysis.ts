import ts from "typescript";
import { keyOfAssumptions, mayHold } from "./assumptions.js";
import { isGuardedByDecorator } from "./decorated.js";
import { callsIn } from "../callers/calls-in.js";
import { callersOf, type Callers } from "../callers/index.js";
import { looksLikeSdkCall, sdkSuspectsOf } from "../callers/likely-sdk-calls.js";
import type { Suspects } from "../callers/suspects.js";
import { checkerOf } from "../sdk/checker.js";
import type { Recogniser, SvixCall } from "../sdk/recogniser.js";
import type { Root, Simulated } from "./endings.js";
import type { References } from "./by-reference.js";
import type { InnerCalls } from "./carrying.js";
import { outcomeOf, watchCall, type Callee, type Outcome } from "./called.js";
import { isGenerator } from "./functions.js";
import { asResult, guardedFunction } from "./guarded.js";
import { HandedFunctions, isGivenByCaller, isWithin } from "./handed.js";
import { judge } from "./judge.js";
import { keyOf, leaveOf, type Leave } from "./leaves.js";
import type { WatchedCall, World } from "./machine.js";
import type { FunctionNode } from "./values.js";
import { contains, isFunctionNode, isPartOf, rootOf, wrapperCallOf } from "./roots.js";
import { declaredCallOf, kindOf, watchSdkCall } from "./sdk-watch.js";
import { simulate } from "./simulate.js";
import { unique } from "./unique-verdicts.js";
import type { Watched } from "./state.js";
import { WrappedFunctions } from "./wrapped.js";
import type { Family, Verdict } from "./verdict.js";

export interface AnalysisOptions {
  readonly sdk: Recogniser;
  readonly isLogger: (callee: ts.Expression) => boolean;
  /** Further functions that deal with the errors of what they are given. */
  readonly extraBoundary?: ((node: ts.Expression, type: ts.Type) => boolean) | undefined;
  /** Whether callers are looked for in the whole program, or in the file of the function only. */
  readonly callers: "program" | "file";
}

/** What is known of one watched call in a root: the SDK call behind each of its ways to fail. */
export interface Watch {
  readonly calls: ReadonlyMap<ts.Node, WatchedCall>;
  readonly origins: ReadonlyMap<Watched, SvixCall>;
  readonly inner: InnerCalls;
  readonly references: References;
}

export interface RootAnalysis {
  readonly root: Root;
  readonly family: Family;
  readonly watch: Watch;
  readonly simulated: Simulated;
}

const MAX_CHAIN = 12;

/**
 * The failures of one program's Svix calls, simulated through the code around each call and on into
 * the callers of what they leave. Computed when asked for, file by file, and shared by all rules.
 */
export class Analysis {
  readonly callers: Callers;
  readonly checker: ts.TypeChecker;
  /** What the simulations ask about the program. */
  readonly world: World;
  readonly #roots = forEachFamily<RootAnalysis>();
  readonly #leaves = forEachFamily<readonly Leave[]>();
  readonly #outcomes = forEachFamily<Outcome>();
  readonly #verdicts = new Map<ts.SourceFile, Verdict[]>();
  readonly #running = new Set<ts.Node>();
  readonly #wrapped: WrappedFunctions;
  readonly #handed: HandedFunctions;
  #suspects: Suspects | undefined;

  constructor(
    readonly program: ts.Program,
    readonly options: AnalysisOptions,
  ) {
    this.checker = checkerOf(program);
    this.callers = callersOf(program);
    this.#wrapped = new WrappedFunctions(this.callers, this.checker);
    this.world = {
      program,
      checker: this.checker,
      sdk: options.sdk,
      targetsOf: (call) => this.callers.targetsOf(call).filter(isFunctionNode),
      functionsBehind: (value) => this.callers.functionsBehind(value).filter(isFunctionNode),
      isLogger: options.isLogger,
      dealsWithFailure: (callback, family) => {
        const kind = this.callers.boundaryOf(callback)?.kind;
        return kind === "retries" || (kind === "rpc" && family === "api");
      },
      turnsErrorIntoPair: (argument) => this.callers.boundaryOf(argument)?.failure === "tuple",
      turnsErrorIntoValue: (argument) => this.callers.boundaryOf(argument)?.kind === "value",
    };
    this.#handed = new HandedFunctions(this.world, () => this.#named(), options.callers);
  }

  /** Everything that is wrong in the file, in source order. */
  verdictsIn(file: ts.SourceFile): readonly Verdict[] {
    let verdicts = this.#verdicts.get(file);
    if (verdicts === undefined) {
      const roots = this.rootsIn(file);
      verdicts = unique(roots.flatMap((root) => judge(this, root)));
      this.#verdicts.set(file, verdicts);
      for (const { root, family } of roots) this.#letGo(root, family);
    }
    return verdicts;
  }

  /** A simulation that has been judged is kept no longer, but for what the callers of its root ask. */
  #letGo(root: Root, family: Family): void {
    if (isCallee(root) && this.leavesOf(root, family).length > 0) this.#outcomeOf(root, family);
    this.#roots[family].delete(root);
  }

  /** The roots of the file that hold a watched call, each with its simulation. */
  rootsIn(file: ts.SourceFile): readonly RootAnalysis[] {
    const result: RootAnalysis[] = [];
    for (const family of ["api", "verification"] as const) {
      const roots = new Set<Root>();
      for (const call of callsIn(file))
        if (this.#mayFail(call, family)) roots.add(this.#rootOf(call));
      for (const root of roots) result.push(...this.#withUnentered(root, family));
    }
    return result.filter(({ watch }) => watch.calls.size > 0);
  }

  #rootOf(call: ts.Node): Root {
    const root = rootOf(call);
    return (isFunctionNode(root) ? this.#wrapped.wrapperOf(root) : undefined) ?? root;
  }

  /** The calls in a root, and in the functions that are part of it by their names. */
  #callsOf(root: ts.Node): readonly (ts.CallExpression | ts.NewExpression)[] {
    return [root, ...this.#wrapped.functionsIn(root)].flatMap((node) => callsIn(node));
  }

  /** The root's analysis, followed by those of the functions in it that nothing there calls. */
  #withUnentered(root: Root, family: Family): RootAnalysis[] {
    const own = this.#analyse(root, family);
    const inner = own.simulated.unentered.filter(
      (fn) => !own.simulated.unentered.some((other) => other !== fn && contains(other, fn)),
    );
    return [own, ...inner.flatMap((fn) => this.#withUnentered(fn, family))];
  }

  #analyse(root: Root, family: Family): RootAnalysis {
    const known = this.#roots[family];
    let analysed = known.get(root);
    if (analysed === undefined) {
      const watch = this.#watchIn(root, family);
      const simulated =
        watch.calls.size === 0 ? NOTHING : simulate(root, watch, family, this.world);
      analysed = { root, family, watch, simulated };
      known.set(root, analysed);
    }
    return analysed;
  }

  /** Whether a call is worth a look: an SDK call of the family, or one whose name may lead to one. */
  #mayFail(call: ts.CallExpression | ts.NewExpression, family: Family): boolean {
    if (ts.isCallExpression(call) && kindOf(this.options.sdk.callOf(call)) === family) return true;
    if (this.#handed.of(call).some(({ fn }) => this.leavesOf(fn, family).length > 0)) return true;
    if (!this.#isSuspect(call)) return false;
    return (
      this.#leavesInto(call, family).length > 0 || this.#declaredCall(call, family) !== undefined
    );
  }

  /** By its name: whether a call may lead to an SDK call. */
  #isSuspect(call: ts.CallExpression | ts.NewExpression): boolean {
    return this.#named().mayLead(call);
  }

  #named(): Suspects {
    return (this.#suspects ??= sdkSuspectsOf(
      this.program,
      this.options.sdk,
      this.callers.declaredRaisers().names,
    ));
  }

  /**
   * The call of a function that only declares its failure: it has no body in the program (a
   * declaration file of another package, an interface that nothing here implements), or none in
   * which a Svix call can be seen.
   */
  #declaredCall(call: ts.CallExpression | ts.NewExpression, family: Family): SvixCall | undefined {
    if (!ts.isCallExpression(call)) return undefined;
    const errors = this.callers.declaredRaisers().declaredBy(call);
    if (!errors.has(family === "api" ? "ApiException" : "WebhookVerificationError"))
      return undefined;
    const isSeen = this.#enteredBy(call).some(
      (callee) => this.#isLookedAt(callee, call) && this.#watches(callee, family),
    );
    return isSeen ? undefined : declaredCallOf(call, family);
  }

  /** Whether a function holds a call that may fail, as far as that is known while it is being found out. */
  #watches(callee: Callee, family: Family): boolean {
    if (this.#running.has(callee) || this.#running.size > MAX_CHAIN) return true;
    return this.#analyse(callee, family).watch.calls.size > 0;
  }

  #watchIn(root: Root, family: Family): Watch {
    const calls = new Map<ts.Node, WatchedCall>();
    const origins = new Map<Watched, SvixCall>();
    const inner = new Map<ts.Node, readonly Callee[]>();
    const references = new Map<ts.Node, FunctionNode>();
    for (const call of this.#callsOf(root)) {
      const sdkCall = ts.isCallExpression(call) ? this.options.sdk.callOf(call) : undefined;
      if (sdkCall !== undefined) {
        if (kindOf(sdkCall) === family) {
          calls.set(call, watchSdkCall(sdkCall, this.#rejects(sdkCall), origins));
        }
        continue;
      }
      for (const { argument, fn } of this.#handed.of(call)) {
        const isOwn = isPartOf(root, fn) || this.#wrapped.wrapperOf(fn) !== undefined;
        const leaves = isOwn ? NO_LEAVES : this.leavesOf(fn, family);
        if (leaves.length === 0) continue;
        references.set(argument, fn);
        calls.set(argument, watchCall(call, leaves, this.#outcomeOf(fn, family), origins));
      }
      if (!this.#isSuspect(call)) continue;
      const entered = this.#enteredBy(call);
      const leaves = this.#leavesInto(call, family);
      const callee = entered.find((each) => !isPartOf(root, each));
      if (callee === undefined) inner.set(call, entered);
      if (leaves.length > 0 && callee !== undefined) {
        calls.set(call, watchCall(call, leaves, this.#outcomeOf(callee, family), origins));
        continue;
      }
      const declared = this.#declaredCall(call, family);
      if (declared !== undefined)
        calls.set(call, watchSdkCall(declared, this.#givesPromise(declared.call), origins));
    }
    return calls.size === 0 ? NO_WATCH : { calls, origins, inner, references };
  }

  /** API calls reject; so do verifiers of the settings that are asynchronous (Clerk's verifyWebhook). */
  #rejects({ kind, package: owner, call }: SvixCall): boolean {
    if (kind === "api" || owner !== undefined) return kind === "api";
    return this.#givesPromise(call);
  }

  #givesPromise(call: ts.CallExpression): boolean {
    const type = this.checker.getTypeAtLocation(call);
    return (
      this.checker.getPropertyOfType(type, "then") !== undefined ||
      ts.isAwaitExpression(call.parent)
    );
  }

  /** What a call of the callee gives when nothing fails, and whether by a promise. */
  #outcomeOf(callee: Callee, family: Family): Outcome {
    const known = this.#outcomes[family];
    let outcome = known.get(callee);
    if (outcome === undefined) {
      // Set before the analysis: implementations of an interface that hand on to each other have no end.
      known.set(callee, outcomeOf(callee, NOTHING));
      known.set(callee, (outcome = outcomeOf(callee, this.#analyse(callee, family).simulated)));
    }
    return outcome;
  }

  /** What a call of the program enters: functions, or a function that a wrapper has made around one. */
  #enteredBy(call: ts.CallExpression | ts.NewExpression): readonly Callee[] {
    const wrapped = wrapperCallOf(call, this.checker);
    if (wrapped !== undefined && this.#isGivenSuspect(wrapped)) return [wrapped];
    // A generator's body runs where somebody asks it for values, not at its call.
    return this.world
      .targetsOf(call)
      .filter((target) => !isGenerator(target) && !isGivenByCaller(target, call, this.world));
  }

  /** The failures that a call of a function of the program brings with it. */
  #leavesInto(call: ts.CallExpression | ts.NewExpression, family: Family): readonly Leave[] {
    if (this.#running.size > MAX_CHAIN) return [];
    return this.#enteredBy(call).flatMap((callee) =>
      this.#isLookedAt(callee, call)
        ? this.leavesOf(callee, family).filter(({ assumes }) =>
            mayHold(assumes, call, callee, this.world),
          )
        : [],
    );
  }

  #isLookedAt(callee: Callee, call: ts.Node): boolean {
    return isWithin(this.options.callers, callee, call);
  }

  /**
   * The failures of a family that leave a function, for its callers to deal with. Empty where none
   * does, and for a function that is entered while it is being analysed (recursion).
   */
  leavesOf(fn: Callee, family: Family): readonly Leave[] {
    const known = this.#leaves[family].get(fn);
    if (known !== undefined) return known;
    if (this.#running.has(fn) || !this.#mentionsSuspect(fn)) return [];
    if (isGuardedByDecorator(fn, this.world)) return [];
    this.#running.add(fn);
    const leaves = this.#computeLeaves(fn, family);
    this.#running.delete(fn);
    this.#leaves[family].set(fn, leaves);
    return leaves;
  }

  #mentionsSuspect(fn: ts.Node): boolean {
    return this.#callsOf(fn).some((call) => this.#maySuspect(call));
  }

  /** Whether a call is given a function that may lead to an SDK call; what it calls itself does not count. */
  #isGivenSuspect(wrapper: ts.CallExpression): boolean {
    return this.#callsOf(wrapper).some((call) => call !== wrapper && this.#maySuspect(call));
  }

  #maySuspect(call: ts.CallExpression | ts.NewExpression): boolean {
    if (this.#isSuspect(call)) return true;
    if (this.#handed.of(call).length > 0) return true;
    if (!ts.isCallExpression(call)) return false;
    if (looksLikeSdkCall(call)) return true;
    return this.options.sdk.callOf(call) !== undefined;
  }

  #computeLeaves(fn: Callee, family: Family): readonly Leave[] {
    const guarded = isFunctionNode(fn) ? undefined : guardedFunction(fn, this.world);
    if (guarded !== undefined)
      return this.leavesOf(guarded.fn, family).map((leave) => asResult(leave, guarded));
    const { watch, simulated } = this.#analyse(fn, family);
    const leaves = new Map<string, Leave>();
    const { passed, async } = outcomeOf(fn, simulated);
    const left = isFunctionNode(fn) ? fn : simulated.closure;
    for (const ending of simulated.endings) {
      if (ending.leaves !== left) continue;
      const origin = watch.origins.get(ending.watched);
      const leave = origin && leaveOf(ending, passed, async, origin, this.world);
      if (origin === undefined || leave === undefined) continue;
      const key = `${origin.operation} ${leave.how} ${leave.mode} ${String(leave.dealt)} ${String(leave.quietAt?.pos)} ${String(leave.answer?.status)} ${keyOfAssumptions(leave.assumes)} ${keyOf(leave.value)}`;
      if (!leaves.has(key)) leaves.set(key, leave);
    }
    return leaves.size === 0 ? NO_LEAVES : Array.from(leaves.values());
  }
}

function isCallee(root: Root): root is Callee {
  return isFunctionNode(root) || ts.isCallExpression(root);
}

/** Most functions have nothing to keep: they share it. */
const NO_WATCH: Watch = {
  calls: new Map(),
  origins: new Map(),
  inner: new Map(),
  references: new Map(),
};
const NO_LEAVES: readonly Leave[] = [];

function forEachFamily<T>(): Readonly<Record<Family, Map<ts.Node, T>>> {
  return { api: new Map<ts.Node, T>(), verification: new Map<ts.Node, T>() };
}

const NOTHING: Simulated = {
  endings: [],
  successes: [],
  passed: [],
  others: [],
  callbackSuccesses: new Map(),
  closure: undefined,
  unentered: [],
};
