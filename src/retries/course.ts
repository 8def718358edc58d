import ts from "typescript";
import { assigned, forgotten, known, NO_FACTS, truthOf, type Facts, type Known } from "./facts.js";
import { functionAround, isLoop } from "./syntax.js";
import {
  conditionOf,
  evaluate,
  labelOf,
  MOST_STATEMENTS,
  normal,
  unlabelled,
  walkCatch,
  walkFinally,
  walkList,
  walkStatement,
  type End,
  type Walk,
} from "./walk.js";

/** Where control goes from a place on, up to the end of the function around it. */
export interface Course {
  /** Loops around the place that begin another round on some path. */
  readonly rounds: ReadonlySet<ts.IterationStatement>;
  /** Calls that are made on the way, those inside of handlers and timers included. */
  readonly calls: ReadonlySet<ts.CallExpression>;
  /** How the function ends. */
  readonly ends: readonly End[];
}

/**
 * The course of the first run from an expression on: the expression throws, or has a value (of which
 * something may be known). What stands before it in the function is taken into account as far as it
 * runs straight; conditions over other values go both ways.
 */
export function courseFrom(
  place: ts.Expression,
  outcome: "throws" | { readonly value: Known | undefined },
  checker: ts.TypeChecker,
): Course {
  const walk: Walk = { checker, rounds: new Set(), calls: new Set(), left: MOST_STATEMENTS };
  const before = factsBefore(place, checker);
  let ends: readonly End[];
  let at: ts.Node;
  if (outcome === "throws") {
    ends = [{ kind: "throw", facts: before }];
    at = place;
  } else {
    const { value } = outcome;
    const facts: Facts = value === undefined ? before : new Map([...before, [place, value]]);
    ({ at, ends } = fromStatement(place, facts, walk));
  }
  while (!isEndOfRun(at)) {
    ends = onwards(at, ends, walk);
    at = at.parent;
  }
  return walk.left < 0 ? UNKNOWN : { rounds: walk.rounds, calls: walk.calls, ends };
}

const UNKNOWN: Course = { rounds: new Set(), calls: new Set(), ends: [] };

function isEndOfRun(node: ts.Node): boolean {
  return ts.isSourceFile(node) || ts.isFunctionLike(node) || ts.isClassLike(node);
}

/** The rest of the statement that an expression stands in, and where to go on. */
function fromStatement(
  place: ts.Expression,
  facts: Facts,
  walk: Walk,
): { readonly at: ts.Node; readonly ends: readonly End[] } {
  let at: ts.Node = place;
  while (!ts.isStatement(at) && !isEndOfRun(at)) {
    const { parent } = at;
    if (conditionsOf(parent).includes(at)) return { at, ends: [normal(facts)] };
    at = parent;
  }
  if (ts.isFunctionLike(at)) return { at, ends: [{ kind: "return", facts, value: place }] };
  if (!ts.isStatement(at) || isLoop(at) || ts.isSwitchStatement(at))
    return { at, ends: [normal(facts)] };
  return { at, ends: walkStatement(at, facts, walk) };
}

function conditionsOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isIfStatement(node)) return [node.expression];
  const condition = isLoop(node) ? conditionOf(node) : undefined;
  return condition ? [condition] : [];
}

/** How a node's parent ends, given how the node ended. */
function onwards(node: ts.Node, ends: readonly End[], walk: Walk): readonly End[] {
  const { parent } = node;
  if (
    ts.isBlock(parent) ||
    ts.isSourceFile(parent) ||
    ts.isCaseOrDefaultClause(parent) ||
    ts.isModuleBlock(parent)
  ) {
    const index = parent.statements.indexOf(node as ts.Statement);
    const rest = index < 0 ? [] : parent.statements.slice(index + 1);
    return afterNormal(ends, (facts) => walkList(rest, facts, walk));
  }
  if (ts.isIfStatement(parent) && parent.expression === node) {
    return afterNormal(ends, (facts) => walkStatement(parent, facts, walk));
  }
  if (ts.isTryStatement(parent)) return throughTry(node, parent, ends, walk);
  if (isLoop(parent)) return throughLoop(node, parent, ends, walk);
  if (ts.isLabeledStatement(parent)) return unlabelled(ends, parent.label.text);
  if (ts.isCaseBlock(parent)) return throughCases(node, parent, ends, walk);
  return ends;
}

function afterNormal(ends: readonly End[], next: (facts: Facts) => readonly End[]): readonly End[] {
  return ends.flatMap((end) => (end.kind === "normal" ? next(end.facts) : [end]));
}

function throughTry(
  node: ts.Node,
  parent: ts.TryStatement,
  ends: readonly End[],
  walk: Walk,
): readonly End[] {
  if (node === parent.finallyBlock) return ends;
  const { catchClause } = parent;
  const caught =
    node === parent.tryBlock && catchClause
      ? ends.flatMap((end) =>
          end.kind === "throw" ? walkCatch(catchClause, end.facts, walk) : [end],
        )
      : ends;
  return walkFinally(parent, caught, walk);
}

function throughCases(
  node: ts.Node,
  parent: ts.CaseBlock,
  ends: readonly End[],
  walk: Walk,
): readonly End[] {
  const rest = parent.clauses.slice(parent.clauses.indexOf(node as ts.CaseOrDefaultClause) + 1);
  const after = afterNormal(ends, (facts) =>
    walkList(
      rest.flatMap(({ statements }) => [...statements]),
      facts,
      walk,
    ),
  );
  return after.map((end) =>
    end.kind === "break" && end.label === undefined ? normal(end.facts) : end,
  );
}

function throughLoop(
  node: ts.Node,
  loop: ts.IterationStatement,
  ends: readonly End[],
  walk: Walk,
): readonly End[] {
  const { checker } = walk;
  const condition = conditionOf(loop);
  const label = labelOf(loop);
  const result: End[] = [];
  const body = node === condition ? ends.flatMap((end) => fromCondition(loop, end, walk)) : ends;
  for (const end of body) {
    const isOwn = end.label === undefined || end.label === label;
    if (end.kind === "break" && isOwn) result.push(normal(end.facts));
    else if (end.kind !== "normal" && !(end.kind === "continue" && isOwn)) result.push(end);
    else {
      const step = ts.isForStatement(loop) ? loop.incrementor : undefined;
      const facts = step ? assigned(step, end.facts, checker) : end.facts;
      const truth = condition
        ? truthOf(known(condition, facts, checker))
        : isForever(loop)
          ? true
          : undefined;
      if (truth !== false) walk.rounds.add(loop);
      if (truth !== true)
        result.push(normal(condition ? assigned(condition, facts, checker) : facts));
    }
  }
  return result;
}

/** `while (!(await send())) { … }`: the value decides whether the body runs before the next round. */
function fromCondition(loop: ts.IterationStatement, end: End, walk: Walk): readonly End[] {
  const condition = conditionOf(loop);
  if (end.kind !== "normal" || !condition) return [end];
  const truth = truthOf(known(condition, end.facts, walk.checker));
  const facts = evaluate(condition, end.facts, walk);
  if (facts === "never") return [];
  if (truth === false) return [{ kind: "break", facts }];
  return [
    ...(truth === undefined ? [{ kind: "break", facts } as const] : []),
    ...walkStatement(loop.statement, withoutNodes(facts), walk),
  ];
}

/** In the next round the expression is evaluated anew. */
function withoutNodes(facts: Facts): Facts {
  return new Map([...facts].filter(([key]) => !("kind" in key)));
}

function isForever(loop: ts.IterationStatement): boolean {
  return ts.isForStatement(loop) && !loop.condition;
}

/** What is known when control first comes to a place: assignments that run straight towards it. */
function factsBefore(place: ts.Node, checker: ts.TypeChecker): Facts {
  const owner = functionAround(place);
  const path: ts.Node[] = [];
  for (let at = place; at !== owner && !ts.isSourceFile(at); at = at.parent) path.unshift(at);
  let facts = NO_FACTS;
  for (const node of path) {
    const { parent } = node;
    if (ts.isForStatement(parent) && parent.initializer && node !== parent.initializer) {
      facts = assigned(parent.initializer, facts, checker);
    }
    if (!ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isCaseOrDefaultClause(parent))
      continue;
    for (const statement of parent.statements) {
      if (statement.end > place.pos) break;
      const isStraight = ts.isVariableStatement(statement) || ts.isExpressionStatement(statement);
      facts = isStraight
        ? assigned(statement, facts, checker)
        : forgotten(statement, facts, checker);
    }
  }
  return facts;
}
