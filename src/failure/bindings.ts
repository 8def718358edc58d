import ts from "typescript";
import { arithmetic } from "./arithmetic.js";
import { bare } from "./syntax.js";
import { isAssignment, variableOf } from "./assigned.js";
import { readProperty } from "./access.js";
import { isModuleVariableRead } from "./readers.js";
import { writeProperty, writeVariable } from "./writes.js";
import { asChosen, tally } from "./chosen-targets.js";
import { ifPresent } from "./conditions.js";
import { marksWithin } from "./marks.js";
import { andThen, merge, normal, type Completion, type Machine } from "./machine.js";
import type { State } from "./state.js";
import { derived, isNullish, primitive, truthiness, type Value } from "./values.js";

/** Binds a declared name or pattern to a value; defaults apply where the value may be undefined. */
export function bindPattern(
  machine: Machine,
  name: ts.BindingName,
  value: Value,
  state: State,
): Completion[] {
  if (ts.isIdentifier(name)) {
    const symbol = machine.world.checker.getSymbolAtLocation(name);
    if (symbol !== undefined) writeVariable(symbol, value, state, true);
    return normal(value, state);
  }
  let completions = normal(value, state);
  name.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    completions = andThen(completions, (_, current) =>
      bindElement(machine, name, element, index, value, current),
    );
  });
  return merge(completions);
}

function bindElement(
  machine: Machine,
  pattern: ts.BindingPattern,
  element: ts.BindingElement,
  index: number,
  value: Value,
  state: State,
): Completion[] {
  const key = ts.isArrayBindingPattern(pattern)
    ? String(index)
    : propertyName(element.propertyName ?? element.name);
  // A pair of a Map, whose values alone are known: the key is due to what has put them there.
  const read =
    ts.isArrayBindingPattern(pattern) && isOfMap(value, state)
      ? normal(index === 1 ? value : derived(marksWithin(value, state)), state)
      : element.dotDotDotToken !== undefined
        ? normal(restOf(machine, value, index, state), state)
        : readProperty(machine, value, key, state, element);
  return andThen(read, (part, after) =>
    withDefault(machine, element.initializer, part, after, (final, done) =>
      bindPattern(machine, element.name, final, done),
    ),
  );
}

/** Whether a value that is taken apart like a list is known to be none; nothing cannot be taken apart at all. */
function isOfMap(value: Value, state: State): boolean {
  if (value.kind !== "reference") return value.kind !== "unknown" && isNullish(value) === false;
  return state.heap.get(value.id)?.kind === "object";
}

/** `const [first, ...others] = results`: what is left of a list; of an object, anything. */
function restOf(machine: Machine, value: Value, index: number, state: State): Value {
  const entry = value.kind === "reference" ? state.heap.get(value.id) : undefined;
  if (entry?.kind !== "array") return derived(value);
  const { elements, open } = entry;
  const id = machine.fresh();
  const left = open ? elements : elements.slice(index);
  state.heap.set(id, { kind: "array", elements: left, open, maybeEmpty: open });
  return { kind: "reference", id };
}

/** Continues with the default's value where `part` is undefined, with both where that is unknown. */
function withDefault(
  machine: Machine,
  initializer: ts.Expression | undefined,
  part: Value,
  state: State,
  next: (value: Value, state: State) => Completion[],
): Completion[] {
  if (initializer === undefined || isNullish(part) === false) return next(part, state);
  if (part.kind === "primitive" && part.value === undefined)
    return andThen(machine.evaluate(initializer, state), next);
  return next(part, state);
}

/** The static name of a property key, or undefined for a computed one. */
export function propertyName(name: ts.PropertyName | ts.BindingName): string | undefined {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  if (ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression))
    return name.expression.text;
  return undefined;
}

/** `target = value` for every form of target. */
export function assign(
  machine: Machine,
  target: ts.Expression,
  value: Value,
  state: State,
): Completion[] {
  const node = bare(target);
  if (ts.isIdentifier(node)) {
    const symbol = variableOf(node, machine.world.checker);
    if (symbol === undefined) return normal(value, state);
    writeVariable(symbol, value, state, false);
    const isHandling = state.phase === "failed" && state.handling > 0 && value.tainted !== true;
    if (isHandling && isModuleVariableRead(symbol, machine.world)) state.note({ acted: node });
    return normal(value, state);
  }
  if (ts.isPropertyAccessExpression(node)) {
    return andThen(machine.evaluate(node.expression, state), (object, after) => {
      writeProperty(machine, node, object, node.name.text, value, after);
      return normal(value, after);
    });
  }
  if (ts.isElementAccessExpression(node)) {
    return andThen(machine.evaluate(node.expression, state), (object, afterObject) =>
      andThen(machine.evaluate(node.argumentExpression, afterObject), (key, after) => {
        const name = key.kind === "primitive" ? String(key.value) : undefined;
        asChosen(name !== undefined && key.due === true, after, () => {
          writeProperty(machine, node, object, name, value, after);
        });
        return normal(value, after);
      }),
    );
  }
  if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node))
    return assignPattern(machine, node, value, state);
  return normal(value, state);
}

function assignPattern(
  machine: Machine,
  pattern: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  value: Value,
  state: State,
): Completion[] {
  let completions = normal(value, state);
  const each = (
    target: ts.Expression,
    key: string | undefined,
    otherwise?: ts.Expression,
  ): void => {
    completions = andThen(completions, (_, current) => {
      const [place, initializer] =
        ts.isBinaryExpression(target) && isAssignment(target.operatorToken.kind)
          ? [target.left, target.right]
          : [target, otherwise];
      return andThen(readProperty(machine, value, key, current, target), (part, after) =>
        withDefault(machine, initializer, part, after, (final, done) =>
          assign(machine, place, final, done),
        ),
      );
    });
  };
  if (ts.isArrayLiteralExpression(pattern)) {
    pattern.elements.forEach((element, index) => {
      if (!ts.isOmittedExpression(element) && !ts.isSpreadElement(element))
        each(element, String(index));
    });
  } else {
    for (const property of pattern.properties) {
      if (ts.isShorthandPropertyAssignment(property))
        each(property.name, property.name.text, property.objectAssignmentInitializer);
      else if (ts.isPropertyAssignment(property))
        each(property.initializer, propertyName(property.name));
    }
  }
  return completions;
}

/** `x += v`, `x ??= v`, `x++` and their like. */
export function update(machine: Machine, node: ts.BinaryExpression, state: State): Completion[] {
  const kind = node.operatorToken.kind;
  const assignRight = (current: State): Completion[] =>
    andThen(machine.evaluate(node.right, current), (value, after) =>
      assign(machine, node.left, value, after),
    );
  if (kind === ts.SyntaxKind.EqualsToken) return assignRight(state);
  return andThen(machine.evaluate(node.left, state), (old, after) => {
    const keep = (current: State): Completion[] => normal(old, current);
    // `first ||= error`: what is kept there is something.
    const keepSomething = (current: State): Completion[] =>
      old.kind === "unknown" && old.truthy !== true
        ? assign(machine, node.left, { ...old, truthy: true }, current)
        : keep(current);
    switch (kind) {
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
        return ifPresent(old, after, keep, assignRight);
      case ts.SyntaxKind.BarBarEqualsToken:
      case ts.SyntaxKind.AmpersandAmpersandEqualsToken: {
        const assigns = kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken;
        const truth = truthiness(old);
        if (truth !== undefined) return truth === assigns ? assignRight(after) : keep(after);
        const other = assigns ? keep(after.fork()) : keepSomething(after.fork());
        return merge([...other, ...assignRight(after)]);
      }
      default:
        return andThen(machine.evaluate(node.right, after), (value, done) =>
          tally(value, node.right, done, (added = arithmetic(kind, old, value)) =>
            assign(machine, node.left, added, done),
          ),
        );
    }
  });
}

/** `x++` and `--x`. */
export function step(
  machine: Machine,
  operand: ts.Expression,
  by: 1 | -1,
  state: State,
): Completion[] {
  return andThen(machine.evaluate(operand, state), (old, after) => {
    const value =
      old.kind === "primitive" && typeof old.value === "number"
        ? primitive(old.value + by, old)
        : arithmetic(ts.SyntaxKind.PlusToken, old, primitive(by));
    return assign(machine, operand, value, after);
  });
}
