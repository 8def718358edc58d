import ts from "typescript";
import { variableOf } from "./assigned.js";
import type { Machine } from "./machine.js";
import { symbolOfThis } from "./own-methods.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { UNKNOWN, type Value } from "./values.js";

/** What is stored because of the failure, of which no more is known. */
const KEPT: Value = { kind: "unknown", due: true, kept: true };

/**
 * `order.status = "failed"`: what a local, a parameter or `this` stands for tells of the failure from now
 * on, to whoever is given it whole: `await orders.save(order)`, `return order`, `this.save()`. So does
 * the list whose elements a loop goes through: `for (const item of batch.items) … item.error = message`.
 */
export function keepIn(machine: Machine, node: ts.AccessExpression, state: State): void {
  const { checker } = machine.world;
  const written = memberOf(node);
  if (written === undefined) return;
  const { root, name } = written;
  if (root.kind === ts.SyntaxKind.ThisKeyword) {
    keep(symbolOfThis(machine, root), name, machine, state);
    return;
  }
  const symbol = ts.isIdentifier(root) ? variableOf(root, checker) : undefined;
  const declaration = symbol?.valueDeclaration;
  // What a module holds is read by whoever is seen to read it.
  if (ts.findAncestor(declaration, ts.isFunctionLike) === undefined) return;
  keep(symbol, name, machine, state);
  const list = declaration && listOf(declaration);
  if (list && ts.isPropertyAccessExpression(list)) keepIn(machine, list, state);
}

/** The first member that is gone into, and of what: `meta` and `order` of `order.meta.error`. */
function memberOf(
  node: ts.AccessExpression,
): { readonly root: ts.Expression; readonly name: string } | undefined {
  let at = node;
  let object = bare(at.expression);
  while (ts.isPropertyAccessExpression(object)) {
    at = object;
    object = bare(at.expression);
  }
  return ts.isPropertyAccessExpression(at) ? { root: object, name: at.name.text } : undefined;
}

function keep(symbol: ts.Symbol | undefined, name: string, machine: Machine, state: State): void {
  const held = symbol && (state.vars.get(symbol) ?? UNKNOWN);
  if (symbol === undefined || held?.kind !== "unknown") return;
  const id = machine.fresh();
  state.heap.set(id, { kind: "object", props: new Map([[name, KEPT]]), open: true });
  state.vars.set(symbol, { kind: "reference", id });
}

/** `batch.items` of `for (const item of batch.items)` and of `batch.items.map((item) => …)` */
function listOf(declaration: ts.Declaration): ts.Expression | undefined {
  const { parent } = declaration;
  if (ts.isParameter(declaration) && ts.isCallExpression(parent.parent)) {
    const callee = parent.parent.expression;
    return ts.isPropertyAccessExpression(callee) ? bare(callee.expression) : undefined;
  }
  const loop = ts.isVariableDeclarationList(parent) ? parent.parent : undefined;
  return loop && ts.isForOfStatement(loop) ? bare(loop.expression) : undefined;
}
