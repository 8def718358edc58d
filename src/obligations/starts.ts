import ts from "typescript";
import { callsIn } from "../callers/calls-in.js";
import { TASK_RESOURCE } from "../contract/sdk-facts.js";
import type { SvixCall } from "../sdk/recogniser.js";
import { surfaceOf } from "../sdk/surface.js";
import { FUNCTION, keyOf, verdictOf, promiseOf, sourceOf, wrapped, type Form } from "./form.js";
import { outcomeOf, type Outcome } from "./outcome.js";
import { SUBJECTS, TASK, worthOf, type Subject } from "./subject.js";
import type { Surroundings } from "./surroundings.js";
import { FilesBehind } from "./files-behind.js";
import { calleeName, functionAround } from "./syntax.js";
import { LazyStart, type Start, type Traced } from "./start.js";
import { follow, type Carried } from "./trace.js";

/** A function that calls one that calls one …: beyond this nothing is reported. */
const MAX_CALLERS = 10;
const MAX_SITES = 20_000;

type SitesByFile = ReadonlyMap<ts.SourceFile, readonly ts.Expression[]>;

const CONFIRMED: Form = { layers: [], core: { kind: "confirmation", path: [] } };

/** The calls of a program whose values have to be followed. Computed lazily, once. */
export class Starts {
  readonly #around: Surroundings;
  readonly #own = new Map<ts.Expression, readonly Start[]>();
  readonly #given = new Map<ts.SourceFile, ReadonlyMap<ts.Expression, readonly Start[]>>();
  readonly #sites = new Map<ts.Node, SitesByFile>();
  #files: FilesBehind | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** What starts at this call, or at the functions it is given by name; empty for most calls. */
  at(call: ts.CallExpression): readonly Start[] {
    const operation = this.#around.sdk.callOf(call);
    if (operation !== undefined) return this.#ownStarts(operation);
    return [call, ...call.arguments].flatMap((node) => this.#givenAt(node));
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
    const trace = (): Traced => this.#trace(node, subject, via, forms);
    return new LazyStart(node, subject, origin, via, forms, trace);
  }

  #trace(
    node: ts.Expression,
    subject: Subject,
    via: Start | undefined,
    forms: readonly Form[],
  ): Traced {
    const trails = forms.map((form) => follow(node, form, subject, this.#around));
    const ends = trails.flatMap((trail) => trail.ends);
    const judged = outcomeOf(ends, subject, (fn) => this.#callsOf(fn).size > 0);
    const shown = judged.kind === "dropped" ? this.#shownAt(node, subject) : undefined;
    const outcome: Outcome = shown ? { kind: "unknown", at: shown } : judged;
    const carried = unionOf([
      ...(via ? [via.carried] : []),
      ...trails.map((trail) => trail.carried),
    ]);
    return { ends, carried, outcome };
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
  #callsOf(given: ts.FunctionLikeDeclaration | ts.Expression): SitesByFile {
    let sites = this.#sites.get(given);
    if (sites === undefined) this.#sites.set(given, (sites = this.#findCallsOf(given)));
    return sites;
  }

  #findCallsOf(given: ts.FunctionLikeDeclaration | ts.Expression): SitesByFile {
    const { callers, scope } = this.#around;
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
    const byFile = new Map<ts.SourceFile, ts.Expression[]>();
    for (const { node, file } of [...sites, ...passed]) {
      if (scope === "file" && file !== given.getSourceFile()) continue;
      byFile.set(file, [...(byFile.get(file) ?? []), node]);
    }
    return byFile;
  }

  /** What the functions that are called or passed on here give back, at this node. */
  #givenAt(node: ts.Expression): readonly Start[] {
    if (!this.#behind().mayLead(node)) return [];
    const file = node.getSourceFile();
    let given = this.#given.get(file);
    if (given === undefined) this.#given.set(file, (given = this.#givenIn(file)));
    return given.get(node) ?? [];
  }

  /** Where results come out of the functions that a file calls, and of those that these call. */
  #givenIn(file: ts.SourceFile): ReadonlyMap<ts.Expression, readonly Start[]> {
    const { sdk, callers } = this.#around;
    const files = this.#behind().of(file);
    const starts = [...files]
      .filter((other) => !callers.isTestFile(other))
      .flatMap((other) => this.#behind().callsIn(other))
      .flatMap((call) => sdk.callOf(call) ?? [])
      .flatMap((operation) => this.#ownStarts(operation))
      .flatMap((own) => this.#givenBy(own, files));
    return grouped(starts);
  }

  #behind(): FilesBehind {
    this.#files ??= new FilesBehind(this.#around, startingMethods(this.#around.program), isTaskGet);
    return this.#files;
  }

  /** Where a result comes out of functions in some files, layer by layer. */
  #givenBy(root: Start, files: ReadonlySet<ts.SourceFile>): readonly Start[] {
    const reached = new Map<ts.Expression, Start>();
    let layer: readonly Start[] = [root];
    for (let depth = 0; layer.length > 0 && depth < MAX_CALLERS; depth += 1) {
      const next = new Map<ts.Expression, Start>();
      for (const start of layer) {
        for (const [node, forms] of this.#leaving(start, files)) {
          const given = this.#further(root, start, node, forms, reached.get(node));
          if (given === undefined || reached.size >= MAX_SITES) continue;
          reached.set(node, given);
          next.set(node, given);
        }
      }
      layer = [...next.values()];
    }
    return [...reached.values()];
  }

  /** The start at a node that a value leaves to, unless the node was reached with these forms before. */
  #further(
    { subject, origin }: Start,
    via: Start,
    node: ts.Expression,
    forms: readonly Form[],
    known: Start | undefined,
  ): Start | undefined {
    const before = known?.forms ?? [];
    const fresh = forms.filter((form) => !before.some((other) => keyOf(other) === keyOf(form)));
    return fresh.length === 0
      ? undefined
      : this.#start(node, subject, origin, via, [...before, ...fresh]);
  }

  /** The calls in some files that a start's value goes back to, and how they carry it. */
  #leaving(
    start: Start,
    files: ReadonlySet<ts.SourceFile>,
  ): ReadonlyMap<ts.Expression, readonly Form[]> {
    const places = new Map<ts.Expression, Form[]>();
    const isJudgedThere = start.outcome.kind === "toCallers" || start.forms.every(isConfirmation);
    if (!isJudgedThere) return places;
    for (const fn of this.#deciding(start)) {
      for (const node of within(this.#callsOf(fn), files)) {
        if (ts.isCallExpression(node)) places.set(node, [verdictOf(CONFIRMED, node)]);
      }
    }
    for (const { fn, form } of start.ends) {
      if (fn === undefined || worthOf(form, start.subject) === "detail") continue;
      for (const node of within(this.#callsOf(fn), files)) {
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
   * Functions that look at a task's status and answer with something of their own:
   * `if (status === "finished") return true; return false;`
   */
  #deciding(start: Start): readonly ts.FunctionLikeDeclaration[] {
    if (!start.forms.every(isConfirmation)) return [];
    const looks = start.ends.filter(({ kind, form }) => kind === "looked" && isConfirmation(form));
    const fns = new Set(looks.map(({ node }) => functionAround(node)));
    return [...fns].filter(
      (fn) => fn !== undefined && answersByLiterals(fn, this.#around.checker),
    ) as ts.FunctionLikeDeclaration[];
  }

  /**
   * The operations whose tasks are asked for by this call of backgroundTask.get, as far as they or
   * the functions that give them back are called in the same file; in order of place.
   */
  askedBy(poll: Start): readonly string[] {
    const { call } = poll.origin;
    const asking = callsIn(call.getSourceFile())
      .filter(ts.isCallExpression)
      .flatMap((other) => this.at(other))
      .filter((start) => start.origin !== poll.origin && start.carried.has(call));
    return [...new Set(asking.map(({ origin }) => origin.operation))];
  }
}

function grouped(starts: readonly Start[]): ReadonlyMap<ts.Expression, readonly Start[]> {
  const groups = new Map<ts.Expression, Start[]>();
  for (const start of starts) groups.set(start.node, [...(groups.get(start.node) ?? []), start]);
  return groups;
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

/** The names of methods at which something starts, by the installed SDK's own return types; `get` aside. */
function startingMethods(program: ts.Program): readonly string[] {
  const names = new Set(["sendExample", "precheck"]);
  for (const method of surfaceOf(program)?.methods.values() ?? []) {
    if (method.returnsTask) names.add(method.method);
  }
  return [...names].sort();
}

/** `get` is a method of everything; of a background task it is called by that name. */
function isTaskGet(call: ts.CallExpression): boolean {
  return calleeName(call.expression) === "get" && call.expression.getText().includes(TASK_RESOURCE);
}

/** The sites that stand in some files; few of either are looked through, whichever are fewer. */
function* within(
  sites: SitesByFile,
  files: ReadonlySet<ts.SourceFile>,
): Generator<ts.Expression, void> {
  if (sites.size < files.size) {
    for (const [file, nodes] of sites) if (files.has(file)) yield* nodes;
  } else for (const file of files) yield* sites.get(file) ?? [];
}
