import ts from "typescript";
import type { Machine } from "./machine.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { marked, UNKNOWN, type Value } from "./values.js";

/** Any number, and the failure is what made it smaller than it would be. */
export const SHORT_COUNT: Value = { kind: "unknown", due: true, kept: true, count: true };

/**
 * Marks the counters and lists that code would have raised had the call not failed: `await send(id); sent++;`,
 * `if (await send(id)) sent++;`, `created.push(await create(name))`, `created[name] = …`. Who reads such a
 * count later learns of the failure, as with one of failures: `{ sent, total }`. What it should have been
 * has to be known, so that a count that is returned alone tells nothing.
 *
 * Counts in variables and in objects that the simulation holds, lists in variables; fields of anything
 * else are left.
 *
 * @param code what was left, or not entered, because of the failure
 * @param from where in it the failing path stopped
 */
export function markSkippedCounts(
  { family, world: { checker } }: Machine,
  code: ts.Statement,
  state: State,
  from = code.pos,
): void {
  if (state.phase !== "failed") return;
  const { counters, lists } = raisedIn(code);
  for (const counter of counters) {
    if (counter.pos < from) continue;
    const holder = ts.isIdentifier(counter) ? counter : bare(counter.expression);
    const symbol = ts.isIdentifier(holder) ? checker.getSymbolAtLocation(holder) : undefined;
    if (symbol === undefined || !isNumber(counter, checker)) continue;
    if (ts.isIdentifier(counter)) state.vars.set(symbol, SHORT_COUNT);
    else markProperty(symbol, counter.name.text, state);
  }
  if (family === "verification") return;
  for (const { list, end, change } of lists) {
    const symbol = end > from ? checker.getSymbolAtLocation(list) : undefined;
    if (symbol !== undefined) markList(symbol, change, state);
  }
}

function markProperty(holder: ts.Symbol, name: string, state: State): void {
  const object = state.vars.get(holder);
  const entry = object?.kind === "reference" ? state.heap.get(object.id) : undefined;
  if (object?.kind === "reference" && entry?.kind === "object")
    state.heap.set(object.id, { ...entry, props: new Map(entry.props).set(name, SHORT_COUNT) });
}

function markList(holder: ts.Symbol, change: ListChange["change"], state: State): void {
  const list = state.vars.get(holder);
  const entry = list?.kind === "reference" ? state.heap.get(list.id) : undefined;
  if (change === "overwrites" && entry === undefined && list?.kind !== "primitive") {
    if (isLocal(holder)) state.vars.set(holder, marked(list ?? UNKNOWN, LEFT));
    return;
  }
  if (list?.kind !== "reference" || entry === undefined || entry.kind === "promise") return;
  const isFilled = entry.kind === "array" && (entry.open || entry.elements.length > 0);
  if (change === "adds" || !isFilled) {
    if (change !== "removes") state.heap.set(list.id, { ...entry, short: true });
  } else if (!entry.elements.includes(LEFT))
    state.heap.set(list.id, { ...entry, elements: [...entry.elements, LEFT], maybeEmpty: false });
}

/** What a list still holds because of the failure. */
const LEFT: Value = { kind: "unknown", due: true, kept: true };

/** A variable of a function's own: what others hold, they may have from elsewhere. */
function isLocal({ valueDeclaration: declaration }: ts.Symbol): boolean {
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.findAncestor(declaration, ts.isFunctionLike) !== undefined
  );
}

type Counter = ts.Identifier | ts.PropertyAccessExpression;

interface Raised {
  readonly counters: readonly Counter[];
  readonly lists: readonly ListChange[];
}

/** What is added to a list, taken out of it, or written over what was there. */
interface ListChange {
  readonly list: ts.Identifier;
  readonly change: "adds" | "removes" | "overwrites";
  /** Where the change ends in the text. */
  readonly end: number;
}

const found = new WeakMap<ts.Statement, Raised>();

/**
 * `sent++`, `++sent`, `sent += batch.length`, `report.sent++`, `created.push(app)`, other than in
 * functions of the block's own; and `unsent.delete(id)`.
 */
function raisedIn(block: ts.Statement): Raised {
  let raised = found.get(block);
  if (raised === undefined) {
    const counters: Counter[] = [];
    const lists: ListChange[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) return;
      const counter = raisedBy(node);
      if (counter && (ts.isIdentifier(counter) || ts.isPropertyAccessExpression(counter)))
        counters.push(counter);
      const changed = changedList(node);
      if (changed) lists.push(changed);
      ts.forEachChild(node, visit);
    };
    visit(block);
    found.set(block, (raised = { counters, lists }));
  }
  return raised;
}

function raisedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.PlusPlusToken ? bare(node.operand) : undefined;
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken
    ? bare(node.left)
    : undefined;
}

/** `created.push(app)`, `done.add(id)`, `created.set(id, app)`, `created[id] = app`, `unsent.delete(id)` */
function changedList(node: ts.Node): ListChange | undefined {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const target = bare(node.left);
    const list = ts.isElementAccessExpression(target) ? bare(target.expression) : undefined;
    return list && ts.isIdentifier(list)
      ? { list, end: node.end, change: "overwrites" }
      : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  const { expression, name } = node.expression;
  const holder = bare(expression);
  if (!ts.isIdentifier(holder)) return undefined;
  if (name.text === "delete") return { list: holder, end: node.end, change: "removes" };
  return ADDS.has(name.text) ? { list: holder, end: node.end, change: "adds" } : undefined;
}

const ADDS: ReadonlySet<string> = new Set(["push", "add", "set"]);

function isNumber(counter: Counter, checker: ts.TypeChecker): boolean {
  return (checker.getTypeAtLocation(counter).flags & ts.TypeFlags.NumberLike) !== 0;
}
