import ts from "typescript";
import { isAsync } from "./functions.js";
import { evaluateAll } from "./in-turn.js";
import { normal, type Completion, type Machine } from "./machine.js";
import { holdsError, holdsFlag } from "./marks.js";
import type { State } from "./state.js";
import { UNKNOWN, type Value } from "./values.js";

type Element = ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment;

export function isJsx(node: ts.Node): node is Element {
  return ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node);
}

/**
 * `<form onSubmit={save}>{await load()}</form>`: what stands in braces is run, in order. A function
 * among it runs later, and nobody waits for it. A screen that is shown because of the failure tells
 * the user of it, as a toast does.
 *
 * Not seen: functions in objects that are spread into an element (`{...handlers}`), and what a
 * component does with the functions it is given.
 */
export function evaluateJsx(machine: Machine, node: Element, state: State): Completion[] {
  return evaluateAll(machine, expressionsIn(node), state, (values, after) => {
    for (const value of values) runLater(machine, value, node, after);
    const tells = values.some((value) => holdsError(value, after) || holdsFlag(value, after));
    if (after.phase === "failed" && (after.handling > 0 || tells)) after.note({ acted: node });
    return normal(UNKNOWN, after);
  });
}

/** What stands in braces, of nested elements too. */
function expressionsIn(node: Element): ts.Expression[] {
  const found = ts.isJsxFragment(node) ? [] : attributesOf(node).flatMap(ofAttribute);
  if (ts.isJsxSelfClosingElement(node)) return found;
  return [...found, ...node.children.flatMap(ofChild)];
}

function attributesOf(
  node: ts.JsxElement | ts.JsxSelfClosingElement,
): readonly ts.JsxAttributeLike[] {
  return (ts.isJsxElement(node) ? node.openingElement : node).attributes.properties;
}

function ofAttribute(attribute: ts.JsxAttributeLike): ts.Expression[] {
  if (ts.isJsxSpreadAttribute(attribute)) return [attribute.expression];
  const { initializer } = attribute;
  if (initializer === undefined || ts.isStringLiteral(initializer)) return [];
  return ofChild(initializer);
}

function ofChild(child: ts.JsxChild): ts.Expression[] {
  if (ts.isJsxText(child)) return [];
  if (ts.isJsxExpression(child)) return child.expression === undefined ? [] : [child.expression];
  return expressionsIn(child);
}

/** An event handler: how it ends is nobody's to meet. */
function runLater(machine: Machine, value: Value, node: ts.Node, state: State): void {
  if (value.kind !== "function" || state.phase !== "onTrack") return;
  const { node: fn } = value;
  if (!machine.carries(fn, state)) return;
  const ended = machine.whileAwaited(isAsync(fn), () =>
    machine.enter(
      fn,
      fn.parameters.map(() => UNKNOWN),
      node,
      state.fork(),
    ),
  );
  for (const completion of ended) {
    if (completion.state.phase !== "strayed") machine.detach(fn, completion);
  }
}
