import ts from "typescript";
import { isAsync } from "./functions.js";
import { evaluateAll } from "./in-turn.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { holdsError, holdsFlag, marksWithin } from "./marks.js";
import type { State } from "./state.js";
import { UNKNOWN, type Value } from "./values.js";

type Element = ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment;

export function isJsx(node: ts.Node): node is Element {
  return ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node);
}

/** An expression in braces, and the component that it is given to as a prop. */
interface Part {
  readonly expression: ts.Expression;
  readonly given?: { readonly to: ts.JsxTagNameExpression; readonly as: string };
}

/**
 * `<form onSubmit={save}>{await load()}</form>`: what stands in braces is run, in order. A function
 * among it runs later, and nobody waits for it. A screen that is shown because of the failure tells
 * the user of it, as a toast does; a component that is given what tells of it (`<Portal url={url} />`)
 * is called with its props, and may look.
 *
 * Not seen: functions in objects that are spread into an element (`{...handlers}`), and what a
 * component does with the functions it is given.
 */
export function evaluateJsx(machine: Machine, node: Element, state: State): Completion[] {
  const parts = partsIn(node);
  const expressions = parts.map(({ expression }) => expression);
  return evaluateAll(machine, expressions, state, (values, after) => {
    for (const value of values) runLater(machine, value, node, after);
    if (after.phase !== "failed") return normal(UNKNOWN, after);
    const tells = values.some((value) => holdsError(value, after) || holdsFlag(value, after));
    if (after.handling > 0 || tells) after.note({ acted: node });
    return showIn(machine, node, propsOf(parts, values), after);
  });
}

type Props = ReadonlyMap<ts.JsxTagNameExpression, ReadonlyMap<string, Value>>;

/** What each component is given. */
function propsOf(parts: readonly Part[], values: readonly Value[]): Props {
  const props = new Map<ts.JsxTagNameExpression, Map<string, Value>>();
  parts.forEach(({ given }, index) => {
    const value = values[index];
    if (given === undefined || value === undefined) return;
    const own = props.get(given.to) ?? new Map<string, Value>();
    props.set(given.to, own.set(given.as, value));
  });
  return props;
}

/** Calls the components that are given something which is there because of the failure. */
function showIn(machine: Machine, node: Element, props: Props, state: State): Completion[] {
  let shown = normal(UNKNOWN, state);
  for (const [component, given] of props) {
    shown = andThen(shown, (value, after) => {
      const isDue = [...given.values()].some((prop) => marksWithin(prop, after).due === true);
      if (!isDue) return normal(value, after);
      const [fn, another] = machine.world.functionsBehind(component as ts.Expression);
      // What a class does with its props is not followed.
      if (fn === undefined || another !== undefined || ts.isConstructorDeclaration(fn)) {
        after.note({ acted: node });
        return normal(value, after);
      }
      const id = machine.fresh();
      after.heap.set(id, { kind: "object", props: new Map(given), open: true });
      return andThen(machine.enter(fn, [{ kind: "reference", id }], node, after), (_, at) =>
        normal(UNKNOWN, at),
      );
    });
  }
  return shown;
}

/** What stands in braces, of nested elements too. */
function partsIn(node: Element): Part[] {
  const found = ts.isJsxFragment(node) ? [] : attributeParts(node);
  if (ts.isJsxSelfClosingElement(node)) return found;
  return [...found, ...node.children.flatMap(ofChild)];
}

function attributeParts(node: ts.JsxElement | ts.JsxSelfClosingElement): Part[] {
  const { tagName, attributes } = ts.isJsxElement(node) ? node.openingElement : node;
  return attributes.properties.flatMap((attribute): Part[] => {
    if (ts.isJsxSpreadAttribute(attribute)) return [{ expression: attribute.expression }];
    const { initializer } = attribute;
    if (initializer === undefined || ts.isStringLiteral(initializer)) return [];
    if (!ts.isJsxExpression(initializer)) return partsIn(initializer);
    const { expression } = initializer;
    if (expression === undefined) return [];
    const given = { to: tagName, as: attribute.name.getText() };
    return [isIntrinsic(tagName) ? { expression } : { expression, given }];
  });
}

function ofChild(child: ts.JsxChild): Part[] {
  if (ts.isJsxText(child)) return [];
  if (!ts.isJsxExpression(child)) return partsIn(child);
  return child.expression === undefined ? [] : [{ expression: child.expression }];
}

/** `<form>`, `<svg:path>` */
export function isIntrinsic(tagName: ts.JsxTagNameExpression): boolean {
  return (
    ts.isJsxNamespacedName(tagName) || (ts.isIdentifier(tagName) && /^[a-z]/.test(tagName.text))
  );
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
