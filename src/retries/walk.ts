import ts from "typescript";
import { callsIn } from "../callers/calls-in.js";
import { returnsOnly } from "../sdk/checker.js";
import { assigned, forgotten, known, NO_FACTS, truthOf, type Facts } from "./facts.js";
import { isLoop, symbolOf } from "./syntax.js";

/** How a stretch of code ends on one path. */
export interface End {
  readonly kind: "normal" | "return" | "throw" | "break" | "continue";
  readonly label?: string | undefined;
  readonly facts: Facts;
  /** What is returned or thrown, where it is written. */
  readonly value?: ts.Expression | undefined;
}

/** What a walk is told, and what it notes on its way. */
export interface Walk {
  readonly checker: ts.TypeChecker;
  /** Loops around the start whose next round the path enters. */
  readonly rounds: Set<ts.IterationStatement>;
  /** Calls that the path makes. */
  readonly calls: Set<ts.CallExpression>;
  /** How many statements may still be walked; below zero nothing is known of how the paths end. */
  left: number;
}

/** Longer ways than people write by hand: in such code nothing is said about retries. */
export const MOST_STATEMENTS = 5_000;

/** More paths than this are taken for one of which nothing is known. */
const MOST_ENDS = 24;

export function normal(facts: Facts): End {
  return { kind: "normal", facts };
}

/** The ends of several paths; paths that differ in nothing but facts are merged when there are many. */
function bounded(ends: readonly End[]): readonly End[] {
  if (ends.length <= MOST_ENDS) return ends;
  const merged = new Map<string, End>();
  for (const end of ends) merged.set(`${end.kind} ${end.label ?? ""}`, { ...end, facts: NO_FACTS });
  return [...merged.values()];
}

export function walkList(
  statements: readonly ts.Statement[],
  start: Facts,
  walk: Walk,
): readonly End[] {
  let open: readonly Facts[] = [start];
  const closed: End[] = [];
  for (const statement of statements) {
    const next: Facts[] = [];
    for (const facts of open) {
      for (const end of walkStatement(statement, facts, walk)) {
        if (end.kind === "normal") next.push(end.facts);
        else closed.push(end);
      }
    }
    open = next.length > MOST_ENDS ? [NO_FACTS] : next;
    if (open.length === 0) break;
  }
  return bounded([...open.map(normal), ...closed]);
}

export function walkStatement(node: ts.Statement, facts: Facts, walk: Walk): readonly End[] {
  const { checker } = walk;
  walk.left -= 1;
  if (walk.left < 0) return [];
  if (ts.isBlock(node)) return walkList(node.statements, facts, walk);
  if (ts.isIfStatement(node)) return walkIf(node, facts, walk);
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
    const { expression: value } = node;
    const after = value ? evaluate(value, facts, walk) : facts;
    if (after === "never") return [];
    return [{ kind: ts.isReturnStatement(node) ? "return" : "throw", facts: after, value }];
  }
  if (ts.isBreakStatement(node)) return [{ kind: "break", label: node.label?.text, facts }];
  if (ts.isContinueStatement(node)) return [{ kind: "continue", label: node.label?.text, facts }];
  if (ts.isTryStatement(node)) return walkTry(node, facts, walk);
  if (ts.isLabeledStatement(node))
    return unlabelled(walkStatement(node.statement, facts, walk), node.label.text);
  if (isLoop(node)) return walkLoop(node, facts, walk);
  if (ts.isSwitchStatement(node)) return walkSwitch(node, facts, walk);
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return [normal(facts)];
  if (ts.isExpressionStatement(node) || ts.isVariableStatement(node)) {
    const after = evaluate(node, facts, walk);
    return after === "never" ? [] : [normal(after)];
  }
  return [normal(forgotten(node, facts, checker))];
}

/** Notes the calls in an expression and makes its assignments; "never" where a call never returns. */
export function evaluate(node: ts.Node, facts: Facts, walk: Walk): Facts | "never" {
  const { all, own } = callsOf(node);
  for (const call of all) walk.calls.add(call);
  if (own.some((call) => neverReturns(call, walk.checker))) return "never";
  return assigned(node, facts, walk.checker);
}

interface Calls {
  readonly all: readonly ts.CallExpression[];
  /** Those of them that stand in no nested function. */
  readonly own: readonly ts.CallExpression[];
}

/** Courses from different calls of a function lead over the same statements. */
const callsOfNode = new WeakMap<ts.Node, Calls>();

function callsOf(node: ts.Node): Calls {
  let calls = callsOfNode.get(node);
  if (calls === undefined) {
    const all = callsIn(node).filter(ts.isCallExpression);
    calls = { all, own: all.filter((call) => !isInNestedFunction(call, node)) };
    callsOfNode.set(node, calls);
  }
  return calls;
}

function neverReturns({ expression }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  return returnsOnly(ts.TypeFlags.Never, expression, checker);
}

function isInNestedFunction(node: ts.Node, outer: ts.Node): boolean {
  for (let at = node.parent; at !== outer && !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at)) return true;
  return false;
}

function walkIf(
  { expression, thenStatement, elseStatement }: ts.IfStatement,
  facts: Facts,
  walk: Walk,
): readonly End[] {
  const truth = truthOf(known(expression, facts, walk.checker));
  const after = evaluate(expression, facts, walk);
  if (after === "never") return [];
  return [
    ...(truth === false ? [] : walkStatement(thenStatement, after, walk)),
    ...(truth === true
      ? []
      : elseStatement
        ? walkStatement(elseStatement, after, walk)
        : [normal(after)]),
  ];
}

/** The statement's own part of a path through a try: what its block does not catch is not followed. */
function walkTry(node: ts.TryStatement, facts: Facts, walk: Walk): readonly End[] {
  const tried = walkList(node.tryBlock.statements, facts, walk);
  const thrown = tried.filter(({ kind }) => kind === "throw");
  const others = tried.filter(({ kind }) => kind !== "throw");
  const caught = node.catchClause
    ? thrown.flatMap((end) => walkCatch(node.catchClause, end.facts, walk))
    : thrown;
  return walkFinally(node, [...others, ...caught], walk);
}

export function walkCatch(
  clause: ts.CatchClause | undefined,
  facts: Facts,
  walk: Walk,
): readonly End[] {
  if (!clause) return [];
  const name = clause.variableDeclaration?.name;
  const symbol = name && ts.isIdentifier(name) ? symbolOf(name, walk.checker) : undefined;
  const inside: Facts = symbol ? new Map([...facts, [symbol, "truthy"]]) : facts;
  return walkList(clause.block.statements, inside, walk);
}

export function walkFinally(
  { finallyBlock }: ts.TryStatement,
  ends: readonly End[],
  walk: Walk,
): readonly End[] {
  if (!finallyBlock) return ends;
  return bounded(
    ends.flatMap((end) =>
      walkList(finallyBlock.statements, end.facts, walk).map((last) =>
        last.kind === "normal" ? { ...end, facts: last.facts } : last,
      ),
    ),
  );
}

/** A loop that the path meets: its body may run or not, and what it assigns is not known afterwards. */
function walkLoop(node: ts.IterationStatement, facts: Facts, walk: Walk): readonly End[] {
  const before = forgotten(node, facts, walk.checker);
  const body = walkStatement(node.statement, before, walk);
  const leaving = body.filter(
    ({ kind, label }) => kind === "return" || kind === "throw" || label !== undefined,
  );
  const breaks = body.some(({ kind, label }) => kind === "break" && label === undefined);
  return isEndless(node, walk.checker) && !breaks ? leaving : [normal(before), ...leaving];
}

/** `while (true)`, `for (;;)` */
export function isEndless(node: ts.IterationStatement, checker: ts.TypeChecker): boolean {
  const condition = conditionOf(node);
  if (condition) return truthOf(known(condition, NO_FACTS, checker)) === true;
  return ts.isForStatement(node);
}

export function conditionOf(node: ts.IterationStatement): ts.Expression | undefined {
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return node.expression;
  return ts.isForStatement(node) ? node.condition : undefined;
}

function walkSwitch(node: ts.SwitchStatement, facts: Facts, walk: Walk): readonly End[] {
  const after = evaluate(node.expression, facts, walk);
  if (after === "never") return [];
  const { clauses } = node.caseBlock;
  const ends = clauses.flatMap((_, index) =>
    walkList(
      clauses.slice(index).flatMap(({ statements }) => [...statements]),
      after,
      walk,
    ),
  );
  const complete = clauses.some(ts.isDefaultClause) ? ends : [...ends, normal(after)];
  return complete.map((end) =>
    end.kind === "break" && end.label === undefined ? normal(end.facts) : end,
  );
}

export function unlabelled(ends: readonly End[], label: string): readonly End[] {
  return ends.map((end) => (end.kind === "break" && end.label === label ? normal(end.facts) : end));
}

/** The label of a loop, `outer: for (…)`. */
export function labelOf(node: ts.Node): string | undefined {
  return ts.isLabeledStatement(node.parent) ? node.parent.label.text : undefined;
}
