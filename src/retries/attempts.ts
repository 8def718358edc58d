import ts from "typescript";
import type { FunctionNode } from "../callers/call-site.js";
import { boundNames, outermost } from "../callers/declarations.js";
import type { Callers } from "../callers/index.js";
import type { Suspects } from "../callers/suspects.js";
import type { Recogniser } from "../sdk/recogniser.js";
import { collectedBy } from "./delivery.js";
import { isFetchedPass, isPass } from "./flush.js";
import { isCounter, usesOf, type Uses } from "./helper-runs.js";
import { intervalOf } from "./intervals.js";
import { isHeldByJobs, isRetriedJob } from "./jobs.js";
import { libraryRetry, policyRetry } from "./libraries.js";
import { inspects, looksIn, type IsLogger } from "./looks.js";
import { looksOnTheWay } from "./on-the-way.js";
import {
  argumentsAnew,
  surroundingsOf,
  type Surroundings,
  type SurroundingsContext,
} from "./surroundings.js";
import {
  argumentOf,
  calledName,
  contains,
  functionAround,
  isWithin,
  namesRead,
  symbolOf,
} from "./syntax.js";
import { waitsIn } from "./waits.js";

export interface RetryContext {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly callers: Callers;
  readonly sdk: Recogniser;
  /** Which calls may lead to the SDK. */
  readonly suspects: Suspects;
  readonly isLogger: IsLogger;
  /** Whether callers in other files are looked at. */
  readonly scope: "program" | "file";
}

/** A call through which an attempt is made: `deliver(row)` for the SDK call in `deliver`. */
export interface Link {
  readonly call: ts.CallExpression;
  readonly target: FunctionNode;
}

/** Something that makes a call again after it failed. */
export interface Retry {
  readonly kind: "loop" | "recursion" | "flush" | "helper" | "library" | "job" | "interval";
  /** The loop, the recursive call, the call of the helper or library. */
  readonly place: ts.Node;
  /** The code that runs anew for each attempt. */
  readonly region: ts.Node;
  /** From the call outwards: the calls of the program's functions that lead to the region. */
  readonly chain: readonly Link[];
  /** Whether it looks at what failed, and whether it waits; undefined where that cannot be told. */
  readonly discriminates: boolean | undefined;
  readonly waits: boolean | undefined;
  /** Whether what is sent again is asked for anew, of a store that decides when: an outbox. */
  readonly isFetched?: boolean | undefined;
}

export interface AttemptOptions {
  /** Parts of the arguments that need not be the same in each attempt. */
  readonly skip?: (node: ts.Node) => boolean;
  /** Whether the callers of the function around the call are asked too. */
  readonly callers?: boolean;
}

const MAX_DEPTH = 4;
const MOST_CALLERS = 12;
/** So many calls are looked at around one SDK call; functions that all call each other have no end of them. */
const MOST_CALLS = 100;

/**
 * What can attempt a call again after it failed, found from the call outwards: the loops and
 * recursions of its function, the helper, library, job system or timer that its function is given
 * to, and (if asked for) the same for the calls of its function. Empty where a failure never comes
 * back to the call, and where that cannot be told.
 */
export function retriesOf(
  call: ts.CallExpression,
  context: RetryContext,
  { skip = () => false, callers = false }: AttemptOptions = {},
): readonly Retry[] {
  return new Attempts(context, skip, callers).of(call, [], 0).map((retry) => {
    const looks = retry.discriminates === false && looksOnTheWay(call, retry.region, context);
    return looks ? { ...retry, discriminates: true } : retry;
  });
}

class Attempts {
  readonly #surroundings: SurroundingsContext;
  readonly #visited = new Set<ts.Node>();
  /** Arguments that a function only reads where its own arguments do not matter. */
  readonly #unimportant = new Set<ts.Node>();
  /** Functions that were given the attempt: who else calls them has no part in it. */
  readonly #helpers = new Set<FunctionNode>();

  constructor(
    private readonly context: RetryContext,
    skip: (node: ts.Node) => boolean,
    private readonly upwards: boolean,
  ) {
    const { checker, callers } = context;
    this.#surroundings = {
      checker,
      callers,
      skip: (node) => skip(node) || this.#unimportant.has(node),
    };
  }

  of(call: ts.CallExpression, chain: readonly Link[], depth: number): readonly Retry[] {
    if (depth > MAX_DEPTH || this.#visited.has(call) || this.#visited.size >= MOST_CALLS) return [];
    this.#visited.add(call);
    const around = surroundingsOf(call, this.#surroundings);
    if (!around) return [];
    const own = around.ways.map(({ kind, place, region, isFetched }): Retry => ({
      kind,
      place,
      region,
      isFetched,
      chain,
      ...this.#judge(region, call, around),
    }));
    const fn = functionAround(call);
    if (!fn || this.#helpers.has(fn)) return own;
    return [
      ...own,
      ...this.#ofInterval(call, fn, chain),
      ...(this.#isRunByOthers(fn) && around.leaves ? this.#outwards(fn, call, chain, depth) : []),
    ];
  }

  /** Whether anything is seen that might run the function again: cheaper to ask than what leaves it. */
  #isRunByOthers(fn: FunctionNode): boolean {
    if (ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) return true;
    const { callers } = this.context;
    if (isRetriedJob(fn, callers)) return true;
    const { sites, handedOn } = callers.callSitesOf(fn);
    return (
      (this.upwards && sites.length > 0) ||
      handedOn.some(({ as }) => as === "argument") ||
      isHeldByJobs(fn, callers)
    );
  }

  #judge(
    region: ts.Node,
    call: ts.CallExpression,
    { errors }: Surroundings,
  ): Pick<Retry, "discriminates" | "waits"> {
    const { checker, callers } = this.context;
    return {
      discriminates: looksIn(region, errors, this.context),
      waits: waitsIn(region, call, checker, callers) || this.#mendsIn(region, call),
    };
  }

  /** Whether a handler asks the API for something else first, which a wait could not bring about: the application that was missing. */
  #mendsIn(region: ts.Node, attempt: ts.CallExpression): boolean {
    const { sdk } = this.context;
    const operation = sdk.callOf(attempt)?.operation;
    return contains(region, (node) => {
      if (!ts.isCallExpression(node) || ts.findAncestor(node, ts.isCatchClause) === undefined)
        return false;
      const call = isWithin(attempt, node) ? undefined : sdk.callOf(node);
      return call?.kind === "api" && call.operation !== operation;
    });
  }

  /** Who runs the function again that the failure leaves. */
  #outwards(
    fn: FunctionNode,
    call: ts.CallExpression,
    chain: readonly Link[],
    depth: number,
  ): readonly Retry[] {
    const { callers } = this.context;
    if (isRetriedJob(fn, callers) || isHeldByJobs(fn, callers)) return [job(fn, fn, chain)];
    const literal = ts.isArrowFunction(fn) || ts.isFunctionExpression(fn) ? fn : undefined;
    const given = literal && argumentOf(literal);
    if (literal && given) return this.#givenTo(given.call, given.index, fn, call, chain, depth);
    // (async () => { … })()
    const whole = literal && outermost(literal);
    if (whole && ts.isCallExpression(whole.parent) && whole.parent.expression === whole)
      return this.of(whole.parent, chain, depth + 1);
    const { sites, handedOn } = callers.callSitesOf(fn);
    const here = fn.getSourceFile();
    const isInScope = (file: ts.SourceFile): boolean =>
      this.context.scope === "program" || file === here;
    const handed = handedOn
      .filter(({ file, as }) => as === "argument" && isInScope(file))
      .flatMap((place) => {
        if (isRetriedJob(place.node, callers)) return [job(place.node, fn, chain)];
        return place.call && place.index !== undefined
          ? this.#givenTo(place.call, place.index, fn, call, chain, depth)
          : [];
      });
    if (!this.upwards) return handed;
    const calls = sites
      .filter(({ file, recursive }) => !recursive && isInScope(file))
      .slice(0, MOST_CALLERS);
    return [
      ...handed,
      ...calls.flatMap(({ call: site }) => {
        if (!ts.isCallExpression(site)) return [];
        site.arguments.forEach((argument, index) => {
          if (this.#isUnimportant(fn.parameters[index], fn)) this.#unimportant.add(argument);
        });
        return this.of(site, [...chain, { call: site, target: fn }], depth + 1);
      }),
    ];
  }

  /** Whether a parameter is only read in parts that need not be the same: it is the key. */
  #isUnimportant(parameter: ts.ParameterDeclaration | undefined, fn: FunctionNode): boolean {
    const symbol = parameter && symbolOf(parameter.name, this.context.checker);
    if (!symbol || !fn.body) return false;
    const isRead = (name: ts.Identifier): boolean =>
      symbolOf(name, this.context.checker) === symbol;
    return (
      namesRead(fn.body).some(isRead) && !namesRead(fn.body, this.#surroundings.skip).some(isRead)
    );
  }

  /** A function is an argument: of a retry library, of a job system, of a helper of the program. */
  #givenTo(
    to: ts.CallExpression | ts.NewExpression,
    index: number,
    fn: FunctionNode,
    call: ts.CallExpression,
    chain: readonly Link[],
    depth: number,
  ): readonly Retry[] {
    const { checker } = this.context;
    const anew = argumentsAnew(call, fn, {
      ...this.#surroundings,
      skip: this.#skipOwnParameters(fn),
    });
    const looks = (node: ts.Expression): boolean => this.#looksAsCallback(node);
    const byLibrary = libraryRetry(to, index, checker, looks) ?? policyRetry(to, index, checker);
    if (byLibrary) {
      if (anew) return [];
      const stops = this.#stopsInside(fn);
      return [
        {
          kind: "library",
          place: to,
          region: fn,
          chain,
          ...byLibrary,
          discriminates: stops || byLibrary.discriminates,
        },
      ];
    }
    if (!ts.isCallExpression(to)) return [];
    if (collectedBy(fn) === to) return this.of(to, chain, depth + 1);
    const uses = this.context.callers
      .targetsOf(to)
      .map((helper) => usesOf(helper, index, this.context));
    const runs = uses.flatMap((use) => use.runs);
    const helped = runs.map(({ call: run }) => ({
      run,
      around: surroundingsOf(run, {
        ...this.#surroundings,
        skip: (node) => isCounter(node, checker),
      }),
    }));
    const passes = helped.length === 0 || helped.some(({ around }) => around?.leaves === true);
    const again = anew
      ? []
      : [
          ...helped.flatMap(({ run, around }) => this.#byHelper(to, run, around, fn, chain)),
          ...uses.flatMap((use) => this.#insideHelper(to, use, fn, call, chain, depth)),
        ];
    return [...again, ...(passes ? this.of(to, chain, depth + 1) : [])];
  }

  /** `const withRetry = (run) => pRetry(run)`: what a helper gives its parameter to, or the function that runs it. */
  #insideHelper(
    place: ts.CallExpression,
    { runs, given }: Uses,
    fn: FunctionNode,
    call: ts.CallExpression,
    chain: readonly Link[],
    depth: number,
  ): readonly Retry[] {
    const { callers } = this.context;
    if (depth > MAX_DEPTH) return [];
    for (const { helper } of [...runs, ...given]) this.#helpers.add(helper);
    return [
      ...given.flatMap(({ call: to, index, name }) =>
        isRetriedJob(name, callers)
          ? [job(place, fn, chain)]
          : this.#givenTo(to, index, fn, call, chain, depth + 1),
      ),
      ...runs.flatMap(({ call: run, helper }) => {
        const inner = functionAround(run);
        const isInside = inner !== undefined && inner !== helper;
        return isInside ? this.#outwards(inner, run, [], depth + 1) : [];
      }),
    ].map((retry) => ({ ...retry, place, region: fn, chain }));
  }

  /** `retry(() => send(row), 3)`: where the helper calls its parameter is judged as if the attempt stood there. */
  #byHelper(
    place: ts.CallExpression,
    run: ts.CallExpression,
    around: Surroundings | undefined,
    fn: FunctionNode,
    chain: readonly Link[],
  ): readonly Retry[] {
    if (!around) return [];
    return around.ways.map(({ region }) => ({
      kind: "helper",
      place,
      region: fn,
      chain,
      ...this.#judge(region, run, around),
    }));
  }

  /** The attempt's number, which helpers and libraries give to the function. */
  #skipOwnParameters(fn: FunctionNode): (node: ts.Node) => boolean {
    const own = new Set(
      fn.parameters
        .flatMap(({ name }) => boundNames(name))
        .map((name) => symbolOf(name, this.context.checker)),
    );
    return (node) =>
      this.#surroundings.skip(node) ||
      (ts.isIdentifier(node) && own.has(symbolOf(node, this.context.checker)));
  }

  /** A handler inside of the attempt that turns what must not be repeated into an error that stops it. */
  #stopsInside(fn: FunctionNode): boolean {
    const bail = fn.parameters[0]?.name.getText();
    return contains(fn, (node) => {
      if (ts.isNewExpression(node)) return calledName(node) === "AbortError";
      return (
        ts.isCallExpression(node) &&
        bail !== undefined &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === bail
      );
    });
  }

  #looksAsCallback(node: ts.Expression): boolean {
    return this.context.callers.functionsBehind(node).some((fn) => inspects(fn, 0, this.context));
  }

  /** `setInterval(flush, 5000)` over a collection that keeps what failed. */
  #ofInterval(call: ts.CallExpression, fn: FunctionNode, chain: readonly Link[]): readonly Retry[] {
    const timer = intervalOf(fn, this.context.callers);
    if (!timer || !isPass(call, fn, this.context)) return [];
    const around = surroundingsOf(call, this.#surroundings);
    const discriminates = around && looksIn(fn, around.errors, this.context);
    const isFetched = isFetchedPass(call, this.context);
    return [
      { kind: "interval", place: timer, region: fn, chain, discriminates, waits: true, isFetched },
    ];
  }
}

function job(place: ts.Node, fn: FunctionNode, chain: readonly Link[]): Retry {
  return { kind: "job", place, region: fn, chain, discriminates: true, waits: true };
}
