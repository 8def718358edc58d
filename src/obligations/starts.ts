import ts from "typescript";
import type { SvixCall } from "../sdk/recogniser.js";
import { surfaceOf } from "../sdk/surface.js";
import type { End } from "./flow.js";
import { keyOf, promiseOf, type Form } from "./form.js";
import { outcomeOf, type Outcome } from "./outcome.js";
import { SUBJECTS, TASK, worthOf, type Subject } from "./subject.js";
import type { Surroundings } from "./surroundings.js";
import { follow, type Carried } from "./trace.js";

/** A call whose value has to be followed: an SDK operation, or a call of a function that gives one back. */
export interface Start {
  readonly call: ts.CallExpression;
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

/** The calls of a program whose values have to be followed. Computed lazily, once. */
export class Starts {
  readonly #around: Surroundings;
  readonly #own = new Map<ts.CallExpression, readonly Start[]>();
  #given: Map<ts.CallExpression, Start[]> | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** What starts at this call; empty for most calls. */
  at(call: ts.CallExpression): readonly Start[] {
    const operation = this.#around.sdk.callOf(call);
    if (operation !== undefined) return this.#ownStarts(operation);
    this.#given ??= this.#findGiven();
    return this.#given.get(call) ?? [];
  }

  #ownStarts(operation: SvixCall): readonly Start[] {
    const known = this.#own.get(operation.call);
    if (known !== undefined) return known;
    const starts = SUBJECTS.filter((subject) => subject.startsAt(operation)).map((subject) =>
      this.#start(operation.call, subject, operation, undefined, [promiseOf("result")]),
    );
    if (isPoll(operation)) {
      starts.push(this.#start(operation.call, TASK, operation, undefined, [promiseOf("confirmation")]));
    }
    this.#own.set(operation.call, starts);
    return starts;
  }

  #start(
    call: ts.CallExpression,
    subject: Subject,
    origin: SvixCall,
    via: Start | undefined,
    forms: readonly Form[],
  ): Start {
    const trails = forms.map((form) => follow(call, form, subject, this.#around));
    const ends = trails.flatMap((trail) => trail.ends);
    const outcome = outcomeOf(ends, subject, (fn) => this.#callsOf(fn).length > 0);
    const carried = unionOf([...(via ? [via.carried] : []), ...trails.map((trail) => trail.carried)]);
    return { call, subject, origin, via, forms, ends, carried, outcome };
  }

  /** The calls of a function of the program; its own recursion aside. */
  #callsOf(given: ts.Node): readonly ts.Node[] {
    const { callers, scope } = this.#around;
    const file = given.getSourceFile();
    const found = ts.isFunctionLike(given)
      ? callers.callSitesOf(given as ts.FunctionLikeDeclaration)
      : callers.callSitesOfValue(given as ts.Expression);
    return found.sites
      .filter((site) => !site.recursive && (scope === "program" || site.file === file))
      .map((site) => site.call);
  }

  /** Follows every operation of the program out of the functions that give its value back. */
  #findGiven(): Map<ts.CallExpression, Start[]> {
    const found = new Map<ts.CallExpression, Start[]>();
    for (const operation of this.#operations()) {
      for (const start of this.#ownStarts(operation)) {
        for (const given of this.#givenBy(start)) {
          const others = found.get(given.call);
          if (others === undefined) found.set(given.call, [given]);
          else others.push(given);
        }
      }
    }
    return found;
  }

  #givenBy(root: Start): readonly Start[] {
    const reached = new Map<ts.CallExpression, Start>();
    let layer: readonly Start[] = [root];
    for (let depth = 0; layer.length > 0 && depth < MAX_CALLERS && reached.size < MAX_SITES; depth += 1) {
      const next = new Map<ts.CallExpression, Start>();
      for (const start of layer) {
        for (const [call, forms] of this.#leaving(start)) {
          const before = reached.get(call)?.forms ?? [];
          const fresh = forms.filter((form) => !before.some((other) => keyOf(other) === keyOf(form)));
          if (fresh.length === 0) continue;
          const given = this.#start(call, root.subject, root.origin, start, [...before, ...fresh]);
          reached.set(call, given);
          next.set(call, given);
        }
      }
      layer = [...next.values()];
    }
    return [...reached.values()];
  }

  /** The calls that a start's value goes back to, and how they carry it. */
  #leaving(start: Start): ReadonlyMap<ts.CallExpression, readonly Form[]> {
    const calls = new Map<ts.CallExpression, Form[]>();
    const isJudgedThere = start.outcome.kind === "toCallers" || start.forms.every(isConfirmation);
    if (!isJudgedThere) return calls;
    for (const { fn, form } of start.ends) {
      if (fn === undefined || worthOf(form, start.subject) === "detail") continue;
      for (const call of this.#callsOf(fn)) {
        if (!ts.isCallExpression(call)) continue;
        calls.set(call, [...(calls.get(call) ?? []), form]);
      }
    }
    return calls;
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
          if (call === undefined || (name === "get" && !call.expression.getText().includes("backgroundTask"))) continue;
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

function isPoll(operation: SvixCall): boolean {
  return operation.operation === "backgroundTask.get";
}

function isConfirmation({ core }: Form): boolean {
  return core.kind !== "result";
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
  while (ts.isParenthesizedExpression(callee.parent) || ts.isNonNullExpression(callee.parent)) callee = callee.parent;
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee ? callee.parent : undefined;
}
