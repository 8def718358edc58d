import ts from "typescript";
import type { FunctionNode } from "../callers/index.js";
import { withoutWrapping } from "../sdk/callee.js";
import { AssumedRun, plain } from "./assumed-run.js";
import { UNKNOWN } from "./assumed-status.js";
import type { End } from "./flow.js";
import { sourceOf } from "./form.js";
import type { Start } from "./start.js";
import { worthOf } from "./subject.js";
import type { Surroundings } from "./surroundings.js";
import { calleeName, functionAround, functionLiteral, isComparison, isFunction } from "./syntax.js";

/** A poll that a failed task does not end, or whose end nobody looks at. */
export interface PollFinding {
  /** The condition, or the comparison that controls it. */
  readonly at: ts.Node;
  /** endless: a task that failed is polled forever; unread: the poll ends and nobody asks how. */
  readonly kind: "endless" | "unread";
}

const FINISHED = "finished";
const FAILED = "failed";
const RUNNING = "running";

/** Packages whose function calls its first argument until that answers true, without an end of its own. */
const WAITING_PACKAGES: ReadonlySet<string> = new Set(["p-wait-for", "async-wait-until"]);

/** The polls of what a call of backgroundTask.get (or of a function that gives it back) answers. */
export function pollFindings(
  start: Start,
  around: Surroundings,
  isPoll: (call: ts.CallExpression) => boolean,
): readonly PollFinding[] {
  return new PollJudge(start, around, isPoll).findings();
}

class PollJudge {
  readonly #start: Start;
  readonly #around: Surroundings;

  readonly #isPoll: (call: ts.CallExpression) => boolean;

  constructor(start: Start, around: Surroundings, isPoll: (call: ts.CallExpression) => boolean) {
    this.#isPoll = isPoll;
    this.#start = start;
    this.#around = around;
  }

  findings(): readonly PollFinding[] {
    const found = [...this.#loops()].flatMap((loop) => this.#ofLoop(loop) ?? []);
    if (found.length > 0) {
      const endless = found.filter(({ kind }) => kind === "endless");
      return endless.length > 0 ? endless : found;
    }
    return this.#ofFunctions() ?? [];
  }

  /** The loops in which the task is asked for again. */
  #loops(): ReadonlySet<ts.IterationStatement> {
    const loops = new Set<ts.IterationStatement>();
    for (const node of this.#start.carried.keys()) {
      if (!ts.isCallExpression(node)) continue;
      for (
        let outer: ts.Node = node.parent;
        !isFunction(outer) && !ts.isSourceFile(outer);
        outer = outer.parent
      ) {
        if (ts.isIterationStatement(outer, false) && !isHead(outer, node)) loops.add(outer);
      }
    }
    return loops;
  }

  #ofLoop(loop: ts.IterationStatement): PollFinding | undefined {
    const mayEnd = (status: string): boolean => this.#run(status).mayEnd(loop, labelOf(loop));
    if (!mayEnd(FINISHED)) return undefined;
    if (!mayEnd(FAILED)) return this.#finding("endless", loop);
    return this.#isEndUnread(loop) ? this.#finding("unread", loop) : undefined;
  }

  #run(status: string, watch?: (call: ts.CallExpression) => boolean): AssumedRun {
    return new AssumedRun(status, this.#start.carried, this.#around, watch);
  }

  #finding(kind: PollFinding["kind"], loop: ts.IterationStatement): PollFinding | undefined {
    const at = this.#controlOf(loop);
    return at && { kind, at };
  }

  /** The loop's condition when the status stands in it, else the first comparison in its body. */
  #controlOf(loop: ts.IterationStatement): ts.Node | undefined {
    const { values } = this.#run(FAILED);
    const condition = conditionOf(loop);
    if (condition && values.concerns(condition)) return condition;
    return (
      this.#looksIn(loop)[0] ??
      (condition && values.holds(condition) !== undefined ? condition : undefined)
    );
  }

  /** The comparisons, switches and other conditions by which the status decides, in order of place. */
  #looks(): readonly ts.Node[] {
    const ends: End[] = [];
    for (let start: Start | undefined = this.#start; start; start = start.via)
      ends.push(...start.ends);
    const looks = ends.filter(
      ({ kind, form }) => kind === "looked" && sourceOf(form.core) !== "result",
    );
    return looks.map(({ node }) => decisionAround(node)).sort((a, b) => a.pos - b.pos);
  }

  /** The decisions inside a node; those of functions inside of it come last. */
  #looksIn(outer: ts.Node): readonly ts.Node[] {
    const file = outer.getSourceFile();
    const within = this.#looks().filter(
      (look) => look.getSourceFile() === file && look.pos >= outer.pos && look.end <= outer.end,
    );
    const around = isFunction(outer) ? outer : functionAround(outer);
    const own = within.filter((look) => functionAround(look) === around);
    return [...own, ...within.filter((look) => !own.includes(look))];
  }

  /**
   * Whether the loop ends with the task's run, be it finished or failed, and nothing after it tells
   * the two apart.
   */
  #isEndUnread(loop: ts.IterationStatement): boolean {
    if (!this.#waitsForStatus(loop)) return false;
    const goesOn = this.#start.ends.some(({ kind, form }) => {
      const leaves = kind === "handedOn" || kind === "returned" || kind === "unknown";
      return (
        leaves &&
        sourceOf(form.core) !== "result" &&
        worthOf(form, this.#start.subject) !== "detail"
      );
    });
    return (
      !goesOn &&
      !this.#isAskedAfter(loop) &&
      this.#looks().every((look) => this.#onlyEnds(look, loop) || !this.#separates(look))
    );
  }

  /** Whether the task is asked for once more when the loop is over. */
  #isAskedAfter(loop: ts.IterationStatement): boolean {
    const fn = functionAround(loop) ?? loop.getSourceFile();
    return contains(fn, (call) => call.pos >= loop.end && this.#isPoll(call));
  }

  /** While the task runs the loop goes on, limits aside; when it is finished the status ends the loop. */
  #waitsForStatus(loop: ts.IterationStatement): boolean {
    const condition = conditionOf(loop);
    const running = this.#run(RUNNING).values;
    const finished = this.#run(FINISHED).values;
    if (condition && running.holds(condition) !== false && finished.holds(condition) === false)
      return true;
    return this.#looksIn(loop).some(
      (look) =>
        this.#onlyEnds(look, loop) && ts.isExpression(look) && finished.holds(look) === true,
    );
  }

  /** `while (look)`, or `if (look) break;` in the loop's body, or a `return` for both ways in which a task ends. */
  #onlyEnds(look: ts.Node, loop: ts.IterationStatement): boolean {
    const condition = conditionOf(loop);
    if (condition && look.pos >= condition.pos && look.end <= condition.end) return true;
    let outer = look;
    while (ts.isExpression(outer.parent)) outer = outer.parent;
    const { parent } = outer;
    return (
      ts.isIfStatement(parent) &&
      parent.expression === outer &&
      !parent.elseStatement &&
      (isBreak(parent.thenStatement) || (isReturn(parent.thenStatement) && !this.#separates(look)))
    );
  }

  /** Whether a decision tells a failed task from a finished one; where that is unclear, it does. */
  #separates(look: ts.Node): boolean {
    if (ts.isSwitchStatement(look)) return this.#switchSeparates(look);
    if (!ts.isExpression(look)) return true;
    const finished = this.#run(FINISHED).values.valueOf(look);
    const failed = this.#run(FAILED).values.valueOf(look);
    return finished === UNKNOWN || failed === UNKNOWN || finished !== failed;
  }

  #switchSeparates(node: ts.SwitchStatement): boolean {
    const { values } = this.#run(FAILED);
    const named = node.caseBlock.clauses.flatMap((clause) =>
      ts.isCaseClause(clause) ? [values.valueOf(clause.expression)] : [],
    );
    return named.some((value) => value !== RUNNING);
  }

  /** Polls without a loop statement: recursion, setInterval, and packages that call until true. */
  #ofFunctions(): readonly PollFinding[] | undefined {
    for (let fn = functionAround(this.#start.node); fn; fn = functionAround(fn)) {
      const isEndless =
        this.#isEndlessRecursion(fn) || this.#isEndlessInterval(fn) || this.#isEndlessWait(fn);
      const at = isEndless ? this.#looksIn(fn)[0] : undefined;
      if (at) return [{ kind: "endless", at }];
    }
    return undefined;
  }

  /** `async function poll(id) { … if (finished) return; await sleep(1000); return poll(id); }` */
  #isEndlessRecursion(fn: FunctionNode): boolean {
    const again = (call: ts.CallExpression): boolean =>
      this.#around.targetsOf(call).includes(fn) ||
      isScheduling(call, (callback) => this.#around.functionsBehind(callback).includes(fn));
    if (!contains(fn, again)) return false;
    const leaves = (status: string): boolean =>
      [...this.#run(status, again).ofFunction(fn)].some((way) => !way.endsWith("!"));
    return leaves(FINISHED) && !leaves(FAILED);
  }

  /** `const timer = setInterval(async () => { … if (finished) clearInterval(timer); }, 1000)` */
  #isEndlessInterval(fn: FunctionNode): boolean {
    const call = callGiven(fn);
    if (call?.arguments[0] !== fn || calleeName(call.expression) !== "setInterval") return false;
    const stops = (inner: ts.CallExpression): boolean =>
      calleeName(inner.expression) === "clearInterval";
    const ends = (status: string): boolean =>
      [...this.#run(status, stops).ofFunction(fn)].some(
        (way) => way.endsWith("!") || way === "throw",
      );
    return ends(FINISHED) && !ends(FAILED);
  }

  /** `await pWaitFor(async () => (await svix.backgroundTask.get(id)).status === "finished")` */
  #isEndlessWait(fn: FunctionNode): boolean {
    const call = callGiven(fn);
    if (call?.arguments[0] !== fn || !this.#isWaiting(call)) return false;
    if (call.arguments[1]?.getText().includes("timeout")) return false;
    const failed = this.#run(FAILED);
    const ends = plain(failed.ofFunction(fn)).has("throw") || failed.returned(fn) !== false;
    return !ends && this.#run(FINISHED).returned(fn) === true;
  }

  #isWaiting(call: ts.CallExpression): boolean {
    const { checker } = this.#around;
    const symbol = checker.getSymbolAtLocation(withoutWrapping(call.expression));
    const declaration = symbol?.declarations?.[0];
    const imported =
      declaration && ts.findAncestor(declaration, ts.isImportDeclaration)?.moduleSpecifier;
    return (
      imported !== undefined && ts.isStringLiteral(imported) && WAITING_PACKAGES.has(imported.text)
    );
  }
}

/** Whether a node stands in the part of a loop that runs once: `for (const t of <here>)`. */
function isHead(loop: ts.IterationStatement, node: ts.Node): boolean {
  if (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) return node.pos < loop.statement.pos;
  return (
    ts.isForStatement(loop) && loop.initializer !== undefined && node.end <= loop.initializer.end
  );
}

function conditionOf(loop: ts.IterationStatement): ts.Expression | undefined {
  if (ts.isForStatement(loop)) return loop.condition;
  return ts.isWhileStatement(loop) || ts.isDoStatement(loop) ? loop.expression : undefined;
}

function labelOf(loop: ts.IterationStatement): string {
  return ts.isLabeledStatement(loop.parent) ? loop.parent.label.text : "";
}

/** `return task;` and `{ return task; }` */
function isReturn(node: ts.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.at(-1) : node;
  return last !== undefined && ts.isReturnStatement(last);
}

/** `break;` and `{ break; }`, with nothing but a call (a log) in front of it. */
function isBreak(node: ts.Statement): boolean {
  if (ts.isBreakStatement(node)) return true;
  return (
    ts.isBlock(node) && node.statements.length === 1 && node.statements.every(ts.isBreakStatement)
  );
}

/** The comparison, call or switch by which a status decides. */
function decisionAround(node: ts.Node): ts.Node {
  let inner = node;
  while (ts.isExpression(inner.parent) && withoutWrapping(inner.parent) !== inner.parent)
    inner = inner.parent;
  const { parent } = inner;
  if (ts.isBinaryExpression(parent) && isComparison(parent)) return parent;
  if (ts.isCallExpression(parent) || ts.isSwitchStatement(parent)) return parent;
  return inner;
}

/** The call that a function literal is an argument of. */
function callGiven(fn: ts.Node): ts.CallExpression | undefined {
  return ts.isCallExpression(fn.parent) && functionLiteral(fn as ts.Expression)
    ? fn.parent
    : undefined;
}

/** `setTimeout(poll, 1000)` */
function isScheduling(
  call: ts.CallExpression,
  isWatched: (callback: ts.Expression) => boolean,
): boolean {
  const [callback] = call.arguments;
  const isTimer = ["setTimeout", "setImmediate"].includes(calleeName(call.expression));
  return isTimer && callback !== undefined && !functionLiteral(callback) && isWatched(callback);
}

function contains(node: ts.Node, isWatched: (call: ts.CallExpression) => boolean): boolean {
  if (ts.isCallExpression(node) && isWatched(node)) return true;
  return ts.forEachChild(node, (child) => (contains(child, isWatched) ? true : undefined)) ?? false;
}
