import ts from "typescript";
import type { SvixCall } from "../sdk/recogniser.js";
import { surfaceOf } from "../sdk/surface.js";
import type { End } from "./flow.js";
import { FUNCTION, keyOf, verdictOf, promiseOf, sourceOf, wrapped, type Form } from "./form.js";
import { outcomeOf, type Outcome } from "./outcome.js";
import { SUBJECTS, TASK, worthOf, type Subject } from "./subject.js";
import type { Surroundings } from "./surroundings.js";
import { functionAround } from "./syntax.js";
import { follow, type Carried } from "./trace.js";

/** A call whose value has to be followed: an SDK operation, or a call of a function that gives one back. */
export interface Start {
  /** The call; a function's name where it is passed on to be called: `ids.map(startRecovery)`. */
  readonly node: ts.Expression;
  readonly subject: Subject;
  /** The SDK operation that the value comes from; the call itself when it stands here. */
  readonly origin: SvixCall;
  /** What the called function gives back: the start inside of it; undefined for SDK calls. */
  readonly via: Start | undefined;
  readonly forms: readonly Form[];
  readonly ends: readonly End[];
  /** All places that carry the value, from the operation's call on. */
  readonly carried: Carried;
  readonly outcome: Outcome;
}

/** A function that calls one that calls one …: beyond this nothing is reported. */
const MAX_CALLERS = 10;
const MAX_SITES = 2_000;

const CONFIRMED: Form = { layers: [], core: { kind: "confirmation", path: [] } };

/** The calls of a program whose values have to be followed. Computed lazily, once. */
export class Starts {
  readonly #around: Surroundings;
  readonly #own = new Map<ts.Expression, readonly Start[]>();
  #given: Map<ts.Expression, Start[]> | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** What starts at this call, or at the functions it is given by name; empty for most calls. */
  at(call: ts.CallExpression): readonly Start[] {
    const operation = this.#around.sdk.callOf(call);
    if (operation !== undefined) return this.#ownStarts(operation);
    const given = (this.#given ??= this.#findGiven());
    return [call, ...call.arguments].flatMap((node) => given.get(node) ?? []);
  }

  #ownStarts(operation: SvixCall): readonly Start[] {
    const known = this.#own.get(operation.call);
    if (known !== undefined) return known;
    const starts = SUBJECTS.filter((subject) => subject.startsAt(operation)).map((subject) =>
      this.#start(operation.call, subject, operation, undefined, [promiseOf("result")]),
    );
    if (isPoll(operation)) {
      starts.push(
        this.#start(operation.call, TASK, operation, undefined, [promiseOf("confirmation")]),
      );
    }
    this.#own.set(operation.call, starts);
    return starts;
  }

  #start(
    node: ts.Expression,
    subject: Subject,
    origin: SvixCall,
    via: Start | undefined,
    forms: readonly Form[],
  ): Start {
    const trails = forms.map((form) => follow(node, form, subject, this.#around));
    const ends = trails.flatMap((trail) => trail.ends);
    const judged = outcomeOf(ends, subject, (fn) => this.#callsOf(fn).length > 0);
    const shown = judged.kind === "dropped" ? this.#shownAt(node, subject) : undefined;
    const outcome: Outcome = shown ? { kind: "unknown", at: shown } : judged;
    const carried = unionOf([
      ...(via ? [via.carried] : []),
      ...trails.map((trail) => trail.carried),
    ]);
    return { node, subject, origin, via, forms, ends, carried, outcome };
  }

  /** A call in the same function that may show how it went without being given the id. */
  #shownAt(node: ts.Expression, { shownBy }: Subject): ts.Node | undefined {
    if (shownBy.size === 0) return undefined;
    const find = (inner: ts.Node): ts.Node | undefined => {
      const operation = ts.isCallExpression(inner) ? this.#around.sdk.callOf(inner) : undefined;
      return operation && shownBy.has(operation.operation) ? inner : ts.forEachChild(inner, find);
    };
    return find(functionAround(node) ?? node.getSourceFile());
  }

  /** Where a function of the program is called or passed on to be called; its own recursion aside. */
  #callsOf(given: ts.FunctionLikeDeclaration | ts.Expression): readonly ts.Expression[] {
    const { callers, scope } = this.#around;
    const file = given.getSourceFile();
    const isFunction = ts.isFunctionLike(given);
    const found = isFunction ? callers.callSitesOf(given) : callers.callSitesOfValue(given);
    const sites = found.sites
      .filter((site) => !site.recursive)
      .map((site) => ({ node: site.call, file: site.file }));
    const passed = found.handedOn.flatMap(({ node, as, call, file: place }) =>
      as === "argument" &&
      call &&
      ts.isCallExpression(call) &&
      ts.isExpression(node) &&
      node !== given
        ? [{ node, file: place }]
        : [],
    );
    return [...sites, ...passed]
      .filter((site) => scope === "program" || site.file === file)
      .map(({ node }) => node);
  }

  /** Follows every operation of the program out of the functions that give its value back. */
  #findGiven(): Map<ts.Expression, Start[]> {
    const found = new Map<ts.Expression, Start[]>();
    for (const operation of this.#operations()) {
      for (const start of this.#ownStarts(operation)) {
        for (const given of this.#givenBy(start)) {
          const others = found.get(given.node);
          if (others === undefined) found.set(given.node, [given]);
          else others.push(given);
        }
      }
    }
    return found;
  }

  #givenBy(root: Start): readonly Start[] {
    const reached = new Map<ts.Expression, Start>();
    let layer: readonly Start[] = [root];
    for (
      let depth = 0;
      layer.length > 0 && depth < MAX_CALLERS && reached.size < MAX_SITES;
      depth += 1
    ) {
      const next = new Map<ts.Expression, Start>();
      for (const start of layer) {
        for (const [node, forms] of this.#leaving(start)) {
          const before = reached.get(node)?.forms ?? [];
          const fresh = forms.filter(
            (form) => !before.some((other) => keyOf(other) === keyOf(form)),
          );
          if (fresh.length === 0) continue;
          const given = this.#start(node, root.subject, root.origin, start, [...before, ...fresh]);
          reached.set(node, given);
          next.set(node, given);
        }
      }
      layer = [...next.values()];
    }
    return [...reached.values()];
  }

  /** The calls that a start's value goes back to, and how they carry it. */
  #leaving(start: Start): ReadonlyMap<ts.Expression, readonly Form[]> {
    const places = new Map<ts.Expression, Form[]>();
    const isJudgedThere = start.outcome.kind === "toCallers" || start.forms.every(isConfirmation);
    if (!isJudgedThere) return places;
    for (const node of this.#deciding(start)) {
      if (ts.isCallExpression(node)) places.set(node, [verdictOf(CONFIRMED, node)]);
    }
    for (const { fn, form } of start.ends) {
      if (fn === undefined || worthOf(form, start.subject) === "detail") continue;
      for (const node of this.#callsOf(fn)) {
        const given = ts.isCallExpression(node)
          ? form
          : ts.isCallExpression(node.parent)
            ? wrapped(form, FUNCTION)
            : undefined;
        if (given) places.set(node, [...(places.get(node) ?? []), given]);
      }
    }
    return places;
  }

  /**
   * Calls of functions that look at a task's status and answer with something of their own:
   * `if (status === "finished") return true; return false;`
   */
  #deciding(start: Start): readonly ts.Expression[] {
    if (!start.forms.every(isConfirmation)) return [];
    const looks = start.ends.filter(({ kind, form }) => kind === "looked" && isConfirmation(form));
    const fns = new Set(looks.map(({ node }) => functionAround(node)));
    return [...fns].flatMap((fn) =>
      fn && answersByLiterals(fn, this.#around.checker) ? this.#callsOf(fn) : [],
    );
  }

  /** The operations whose tasks are asked for by this call of backgroundTask.get, in order of place. */
  askedBy(poll: Start): readonly string[] {
    const { call } = poll.origin;
    const given = [...(this.#given ??= this.#findGiven()).values()].flat();
    const own = this.#operations().flatMap((operation) => this.#ownStarts(operation));
    const asking = [...own, ...given].filter(
      (start) => start.origin !== poll.origin && start.carried.has(call),
    );
    return [...new Set(asking.map(({ origin }) => origin.operation))];
  }

  /** Every call of the program that starts something, in order of file and place. */
  #operations(): readonly SvixCall[] {
    const { program, mentions, sdk, callers } = this.#around;
    const found: SvixCall[] = [];
    for (const name of startingMethods(program)) {
      for (const file of mentions.filesOf(name)) {
        if (callers.isTestFile(file)) continue;
        for (const mention of mentions.inFile(file, name)) {
          const call = callOfMention(mention);
          if (
            call === undefined ||
            (name === "get" && !call.expression.getText().includes("backgroundTask"))
          )
            continue;
          const operation = sdk.callOf(call);
          if (operation) found.push(operation);
        }
      }
    }
    return found;
  }
}

function unionOf(all: readonly Carried[]): Carried {
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  const union = new Map<ts.Node, readonly Form[]>();
  for (const carried of all) {
    for (const [node, forms] of carried) union.set(node, [...(union.get(node) ?? []), ...forms]);
  }
  return union;
}

/** Whether a function answers with truths or with one of some known texts. */
function answersByLiterals(fn: ts.FunctionLikeDeclaration, checker: ts.TypeChecker): boolean {
  const returned = checker.getSignatureFromDeclaration(fn)?.getReturnType();
  const answer = returned && (checker.getAwaitedType(returned) ?? returned);
  if (answer === undefined) return false;
  const members = answer.isUnion() ? answer.types : [answer];
  const literal =
    ts.TypeFlags.BooleanLike | ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral;
  return members.every(({ flags }) => (flags & literal) !== 0);
}

function isPoll(operation: SvixCall): boolean {
  return operation.operation === "backgroundTask.get";
}

function isConfirmation({ core }: Form): boolean {
  return sourceOf(core) !== "result";
}

/** The names of methods at which something starts, by the installed SDK's own return types. */
function startingMethods(program: ts.Program): readonly string[] {
  const names = new Set(["sendExample", "precheck", "get"]);
  for (const method of surfaceOf(program)?.methods.values() ?? []) {
    if (method.signature.returnsTask) names.add(method.method);
  }
  return [...names].sort();
}

/** The call whose callee ends in this mention: `svix.endpoint.recover(…)`. */
function callOfMention(mention: ts.Node): ts.CallExpression | undefined {
  const { parent } = mention;
  const isMember =
    (ts.isPropertyAccessExpression(parent) && parent.name === mention) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === mention);
  let callee: ts.Node = isMember ? parent : mention;
  while (ts.isParenthesizedExpression(callee.parent) || ts.isNonNullExpression(callee.parent))
    callee = callee.parent;
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee
    ? callee.parent
    : undefined;
}
