import ts from "typescript";
import type { FunctionNode } from "../callers/index.js";
import { AssumedStatus, UNKNOWN, type Value } from "./assumed-status.js";
import type { Surroundings } from "./surroundings.js";
import { calleeName, isFunction } from "./syntax.js";
import type { Carried } from "./trace.js";

/**
 * The ways on which control may leave a statement under the assumption: "next", "return", "throw",
 * "break label" and "continue label" (with an empty label where none is written), each with "!" at its
 * end when the watched call was passed on the way.
 */
export type Ways = ReadonlySet<string>;

/** Which calls are watched for: the function's own recursion, clearInterval … */
export type Watch = (call: ts.CallExpression) => boolean;

const MAX_CALLS = 6;

/** How a function of the program runs under the assumption. */
interface Ran {
  readonly ways: Ways;
  readonly value: Value;
}

type Throwing = "no" | "may" | "must";

/** Runs statements with every status assumed; what depends on anything else goes both ways. */
export class AssumedRun {
  readonly values: AssumedStatus;
  readonly #active: FunctionNode[] = [];
  /** What was found of functions, by how many others they were run inside of. */
  readonly #ran: Map<FunctionNode, Ran>[] = [];
  /** The ways out of the statements of the function that is run. */
  #ways = new Map<ts.Statement, Ways>();

  constructor(
    status: string,
    carried: Carried,
    private readonly around: Surroundings,
    private readonly watch: Watch = () => false,
  ) {
    this.values = new AssumedStatus(status, carried, around, (call) => this.#resultOf(call));
  }

  /** The ways out of a function's body. */
  ofFunction(fn: FunctionNode): Ways {
    const { body } = fn;
    return body && ts.isBlock(body) ? this.ofStatement(body) : this.#leaving(body, "return");
  }

  /** The ways out of a statement. */
  ofStatement(node: ts.Statement): Ways {
    let ways = this.#ways.get(node);
    if (ways === undefined) this.#ways.set(node, (ways = this.#outOf(node)));
    return ways;
  }

  #outOf(node: ts.Statement): Ways {
    if (ts.isBlock(node)) return this.#inOrder(node.statements);
    if (ts.isIfStatement(node)) return this.#choice(node);
    if (ts.isSwitchStatement(node)) return this.#switched(node);
    if (ts.isIterationStatement(node, false)) return this.#looped(node, "");
    if (ts.isLabeledStatement(node)) return this.#labelled(node);
    if (ts.isTryStatement(node)) return this.#tried(node);
    if (ts.isReturnStatement(node)) return this.#leaving(node.expression, "return");
    if (ts.isExpressionStatement(node)) return this.#leaving(node.expression, "next");
    if (ts.isVariableStatement(node)) return this.#leaving(node.declarationList, "next");
    return new Set([jumpOf(node)]);
  }

  /** Whether the loop can end at all under the assumption. */
  mayEnd(loop: ts.IterationStatement, label = ""): boolean {
    if (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) return true;
    const condition = ts.isForStatement(loop)
      ? loop.condition
      : (loop as ts.WhileStatement | ts.DoStatement).expression;
    if (
      condition &&
      (this.values.holds(condition) !== true ||
        plain(this.#leaving(condition, "next")).has("throw"))
    )
      return true;
    const ways = plain(this.ofStatement(loop.statement));
    return [...ways].some((way) => way !== "next" && !isOwnContinue(way, label));
  }

  #inOrder(statements: readonly ts.Statement[]): Ways {
    let ways: Ways = new Set(["next"]);
    for (const statement of statements) {
      const going = [...ways].filter((way) => way.startsWith("next"));
      if (going.length === 0) return ways;
      const rest = [...ways].filter((way) => !way.startsWith("next"));
      ways = new Set([...rest, ...after(going, this.ofStatement(statement))]);
    }
    return ways;
  }

  #choice(node: ts.IfStatement): Ways {
    const holds = this.values.holds(node.expression);
    const before = this.#leaving(node.expression, "next");
    const ways: Ways = new Set([
      ...(holds === false ? [] : this.ofStatement(node.thenStatement)),
      ...(holds === true
        ? []
        : node.elseStatement
          ? this.ofStatement(node.elseStatement)
          : ["next"]),
    ]);
    return passing(before, ways);
  }

  #switched(node: ts.SwitchStatement): Ways {
    const value = this.values.valueOf(node.expression);
    const { clauses } = node.caseBlock;
    const entries = this.#entries(value, clauses);
    const ways = entries.flatMap((entry) => [
      ...this.#inOrder(clauses.slice(entry).flatMap((clause) => [...clause.statements])),
    ]);
    const all = new Set(ways.map((way) => (bare(way) === "break " ? asNext(way) : way)));
    const mayMatchNone =
      !clauses.some(ts.isDefaultClause) && (value === UNKNOWN || entries.length === 0);
    if (mayMatchNone) all.add("next");
    return all;
  }

  /** The clauses at which a switch may start. */
  #entries(value: Value, clauses: readonly ts.CaseOrDefaultClause[]): readonly number[] {
    const possible = clauses.flatMap((clause, place) => {
      if (ts.isDefaultClause(clause)) return [];
      const own = this.values.valueOf(clause.expression);
      if (value === UNKNOWN || own === UNKNOWN) return [{ place, sure: false }];
      return own === value ? [{ place, sure: true }] : [];
    });
    if (possible.some(({ sure }) => sure)) return possible.map(({ place }) => place);
    const otherwise = clauses.findIndex(ts.isDefaultClause);
    return [...possible.map(({ place }) => place), ...(otherwise < 0 ? [] : [otherwise])];
  }

  #looped(loop: ts.IterationStatement, label: string): Ways {
    const ways = this.ofStatement(loop.statement);
    const out = [...ways].filter(
      (way) =>
        !way.startsWith("next") &&
        !isOwnContinue(bare(way), label) &&
        !isOwnBreak(bare(way), label),
    );
    const marked = [...ways].some((way) => way.endsWith("!"));
    if (!this.mayEnd(loop, label)) return new Set(out);
    return new Set([...out, "next", ...(marked ? ["next!"] : [])]);
  }

  #labelled(node: ts.LabeledStatement): Ways {
    const label = node.label.text;
    const ways = ts.isIterationStatement(node.statement, false)
      ? this.#looped(node.statement, label)
      : this.ofStatement(node.statement);
    return new Set([...ways].map((way) => (bare(way) === `break ${label}` ? asNext(way) : way)));
  }

  #tried({ tryBlock, catchClause, finallyBlock }: ts.TryStatement): Ways {
    const tried = this.ofStatement(tryBlock);
    const thrown = [...tried].filter((way) => bare(way) === "throw");
    let ways: Ways = tried;
    if (catchClause && thrown.length > 0) {
      const caught = this.ofStatement(catchClause.block);
      ways = new Set([...[...tried].filter((way) => bare(way) !== "throw"), ...caught]);
    }
    return finallyBlock ? passing(this.ofStatement(finallyBlock), ways) : ways;
  }

  /** The calls of an expression, then the way on. */
  #leaving(node: ts.Node | undefined, way: "next" | "return"): Ways {
    if (node === undefined) return new Set([way]);
    let passed: Ways = new Set(["next"]);
    const throwing: Throwing[] = [];
    const visit = (inner: ts.Node): void => {
      if (isFunction(inner)) {
        if (isScheduled(inner)) passed = passing(passed, asSteps(this.ofFunction(inner)));
        return;
      }
      ts.forEachChild(inner, visit);
      if (!ts.isCallExpression(inner)) return;
      if (this.watch(inner)) passed = new Set(["next!"]);
      else throwing.push(this.#throwing(inner));
    };
    visit(node);
    if (throwing.includes("must")) return new Set(["throw"]);
    const ways = passing(passed, new Set([way]));
    return throwing.includes("may") ? new Set([...ways, "throw"]) : ways;
  }

  /** `fail(task)` of type never, and functions of the program that throw at the assumed status. */
  #throwing(call: ts.CallExpression): Throwing {
    const { checker } = this.around;
    if ((checker.getTypeAtLocation(call).flags & ts.TypeFlags.Never) !== 0) return "must";
    const fn = this.#entered(call);
    if (fn === undefined) return "no";
    const ways = plain(this.#inside(fn).ways);
    if (!ways.has("throw")) return "no";
    return ways.size === 1 ? "must" : "may";
  }

  /** A function of the program through which the trail goes, so that the assumption matters in it. */
  #entered(call: ts.CallExpression): FunctionNode | undefined {
    const [fn, ...others] = this.around.targetsOf(call);
    if (
      fn === undefined ||
      others.length > 0 ||
      this.#active.includes(fn) ||
      this.#active.length >= MAX_CALLS
    )
      return undefined;
    return fn.body && this.values.concerns(fn.body) ? fn : undefined;
  }

  #inside(fn: FunctionNode): Ran {
    const known = (this.#ran[this.#active.length] ??= new Map<FunctionNode, Ran>());
    let ran = known.get(fn);
    if (ran === undefined) {
      const ways = this.#ways;
      this.#ways = new Map();
      this.#active.push(fn);
      ran = this.values.apart(() => ({ ways: this.ofFunction(fn), value: this.returned(fn) }));
      this.#active.pop();
      this.#ways = ways;
      known.set(fn, ran);
    }
    return ran;
  }

  /** What a function of the program returns under the assumption. */
  #resultOf(call: ts.CallExpression): Value {
    const fn = this.#entered(call);
    return fn === undefined ? UNKNOWN : this.#inside(fn).value;
  }

  /** The one value that a function returns on all ways that are open, or UNKNOWN. */
  returned(fn: FunctionNode): Value {
    const all = this.answers(fn);
    const [first] = all;
    return all.length > 0 && all.every((value) => value === first) ? first : UNKNOWN;
  }

  /** The return statements of a function that control may reach. */
  returnsOf({ body }: FunctionNode): readonly ts.ReturnStatement[] {
    return body !== undefined && ts.isBlock(body) ? openReturns(body, this) : [];
  }

  /** What a function returns on the ways that are open, each of which may be UNKNOWN. */
  answers(fn: FunctionNode): readonly Value[] {
    const { body } = fn;
    if (body === undefined) return [UNKNOWN];
    if (!ts.isBlock(body)) return [this.values.valueOf(body)];
    const returns = this.returnsOf(fn);
    const values = returns.map(({ expression }) =>
      expression ? this.values.valueOf(expression) : undefined,
    );
    const falls = plain(this.ofStatement(body)).has("next");
    return falls ? [...values, undefined] : values;
  }
}

/** The return statements that control may reach, as far as statements in front of them let it. */
function openReturns(block: ts.Block, run: AssumedRun): readonly ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return true;
    if (ts.isReturnStatement(node)) {
      found.push(node);
      return false;
    }
    if (ts.isIfStatement(node)) {
      const holds = run.values.holds(node.expression);
      if (holds !== false) visit(node.thenStatement);
      if (holds !== true && node.elseStatement) visit(node.elseStatement);
    } else if (ts.isBlock(node)) {
      for (const statement of node.statements) if (!visit(statement)) break;
    } else ts.forEachChild(node, (child) => void visit(child));
    return !ts.isStatement(node) || plain(run.ofStatement(node)).has("next");
  };
  visit(block);
  return found;
}

/** Whether a timer or a promise runs a function literal later: `setTimeout(() => poll(id), 1000)`. */
function isScheduled({ parent: call }: FunctionNode): boolean {
  return (
    ts.isCallExpression(call) &&
    ["setTimeout", "setImmediate", "queueMicrotask", "then"].includes(calleeName(call.expression))
  );
}

/** Where statements without parts go. */
function jumpOf(node: ts.Statement): string {
  if (ts.isThrowStatement(node)) return "throw";
  if (ts.isBreakStatement(node)) return `break ${node.label?.text ?? ""}`;
  return ts.isContinueStatement(node) ? `continue ${node.label?.text ?? ""}` : "next";
}

function bare(way: string): string {
  return way.replace("!", "");
}

/** The ways without the mark. */
export function plain(ways: Ways): ReadonlySet<string> {
  return new Set([...ways].map(bare));
}

/** What a callback that runs later does to the way of the code that hands it over: its marks stay. */
function asSteps(ways: Ways): Ways {
  return new Set([...ways].map(asNext));
}

function asNext(way: string): string {
  return way.endsWith("!") ? "next!" : "next";
}

/** What follows statements that went on: the mark stays. */
function after(going: readonly string[], ways: Ways): string[] {
  const marked = going.some((way) => way.endsWith("!"));
  const clean = going.some((way) => !way.endsWith("!"));
  return [...ways].flatMap((way) => {
    const both: string[] = [];
    if (clean) both.push(way);
    if (marked) both.push(`${bare(way)}!`);
    return both;
  });
}

/** First one thing, then another: where the first throws or leaves, the second is not reached. */
function passing(first: Ways, second: Ways): Ways {
  const going = [...first].filter((way) => way.startsWith("next"));
  const rest = [...first].filter((way) => !way.startsWith("next"));
  return new Set([...rest, ...after(going, second)]);
}

function isOwnContinue(way: string, label: string): boolean {
  return way === "continue " || (label !== "" && way === `continue ${label}`);
}

function isOwnBreak(way: string, label: string): boolean {
  return way === "break " || (label !== "" && way === `break ${label}`);
}
