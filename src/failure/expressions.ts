import ts from "typescript";
import { bare } from "./syntax.js";
import { readProperty } from "./access.js";
import { variableOf, isAssignment } from "./assigned.js";
import { propertyName, step, update } from "./bindings.js";
import { evaluateCall, evaluateNew } from "./calls.js";
import { choose, decide, ifPresent } from "./conditions.js";
import { compare, isComparison, instanceOf } from "./comparisons.js";
import { andThen, evaluateAll, merge, normal, type Completion, type Machine } from "./machine.js";
import { awaitValue } from "./promises.js";
import { readsBody } from "./payload.js";
import type { State } from "./state.js";
import {
  derived,
  isNullish,
  marked,
  primitive,
  UNDEFINED,
  UNKNOWN,
  type FunctionNode,
  type Value,
} from "./values.js";

/** Evaluates an expression on one path. What the simulation does not know is `unknown`. */
export function evaluateExpression(
  machine: Machine,
  node: ts.Expression,
  state: State,
): Completion[] {
  if (!machine.spend()) {
    state.note({ lost: "the budget of steps is used up" });
    return normal(UNKNOWN, state);
  }
  switch (node.kind) {
    case ts.SyntaxKind.Identifier:
      return normal(readVariable(machine, node as ts.Identifier, state), state);
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return normal(primitive((node as ts.StringLiteral).text), state);
    case ts.SyntaxKind.NumericLiteral:
      return normal(primitive(Number((node as ts.NumericLiteral).text)), state);
    case ts.SyntaxKind.TrueKeyword:
      return normal(primitive(true), state);
    case ts.SyntaxKind.FalseKeyword:
      return normal(primitive(false), state);
    case ts.SyntaxKind.NullKeyword:
      return normal(primitive(null), state);
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.SatisfiesExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return machine.evaluate((node as ts.ParenthesizedExpression).expression, state);
    case ts.SyntaxKind.PropertyAccessExpression:
      return evaluateProperty(machine, node as ts.PropertyAccessExpression, state);
    case ts.SyntaxKind.ElementAccessExpression:
      return evaluateElement(machine, node as ts.ElementAccessExpression, state);
    case ts.SyntaxKind.CallExpression:
      return evaluateCall(machine, node as ts.CallExpression, state);
    case ts.SyntaxKind.NewExpression:
      return evaluateNew(machine, node as ts.NewExpression, state);
    case ts.SyntaxKind.AwaitExpression:
      return andThen(
        machine.evaluate((node as ts.AwaitExpression).expression, state),
        (value, after) => awaitValue(machine, value, after),
      );
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
      return normal({ kind: "function", node: node as FunctionNode }, state);
    case ts.SyntaxKind.BinaryExpression:
      return evaluateBinary(machine, node as ts.BinaryExpression, state);
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.PostfixUnaryExpression:
      return evaluateUnary(machine, node as ts.PrefixUnaryExpression, state);
    case ts.SyntaxKind.ConditionalExpression: {
      const { condition, whenTrue, whenFalse } = node as ts.ConditionalExpression;
      return choose(machine, condition, state, (branch) =>
        machine.evaluate(branch.truth ? whenTrue : whenFalse, branch.state),
      );
    }
    case ts.SyntaxKind.ObjectLiteralExpression:
      return evaluateObject(machine, node as ts.ObjectLiteralExpression, state);
    case ts.SyntaxKind.ArrayLiteralExpression:
      return evaluateArray(machine, node as ts.ArrayLiteralExpression, state);
    case ts.SyntaxKind.TemplateExpression:
      return evaluateTemplate(machine, node as ts.TemplateExpression, state);
    case ts.SyntaxKind.VoidExpression:
      return andThen(machine.evaluate((node as ts.VoidExpression).expression, state), (_, after) =>
        normal(UNDEFINED, after),
      );
    case ts.SyntaxKind.TypeOfExpression:
      return andThen(
        machine.evaluate((node as ts.TypeOfExpression).expression, state),
        (value, after) => normal(typeOf(value), after),
      );
    case ts.SyntaxKind.DeleteExpression:
    case ts.SyntaxKind.SpreadElement:
      return machine.evaluate((node as ts.DeleteExpression).expression, state);
    case ts.SyntaxKind.YieldExpression:
      return evaluateYield(machine, node as ts.YieldExpression, state);
    case ts.SyntaxKind.TaggedTemplateExpression:
      return evaluateTagged(machine, node as ts.TaggedTemplateExpression, state);
    default:
      return normal(UNKNOWN, state);
  }
}

function readVariable(machine: Machine, node: ts.Identifier, state: State): Value {
  if (node.text === "undefined") return UNDEFINED;
  const symbol = variableOf(node, machine.world.checker);
  if (symbol === undefined) return UNKNOWN;
  return state.vars.get(symbol) ?? constantOf(machine, symbol);
}

/** What a name stands for whose assignment the simulation has not seen: functions and literal constants. */
function constantOf(machine: Machine, symbol: ts.Symbol): Value {
  const { checker } = machine.world;
  const resolved = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declaration = resolved.valueDeclaration;
  if (declaration === undefined) return UNKNOWN;
  if (ts.isFunctionDeclaration(declaration) && declaration.body !== undefined)
    return { kind: "function", node: declaration };
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return UNKNOWN;
  if ((declaration.parent.flags & ts.NodeFlags.Const) === 0) return UNKNOWN;
  const initializer = bare(declaration.initializer);
  if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
    return { kind: "function", node: initializer };
  if (ts.isStringLiteralLike(initializer)) return primitive(initializer.text);
  if (ts.isNumericLiteral(initializer)) return primitive(Number(initializer.text));
  if (initializer.kind === ts.SyntaxKind.TrueKeyword) return primitive(true);
  if (initializer.kind === ts.SyntaxKind.FalseKeyword) return primitive(false);
  return UNKNOWN;
}

function evaluateProperty(
  machine: Machine,
  node: ts.PropertyAccessExpression,
  state: State,
): Completion[] {
  return andThen(machine.evaluate(node.expression, state), (object, after) => {
    if (inOptionalChain(node) && isNullish(object) === true)
      return normal({ ...UNDEFINED, due: object.due }, after);
    return readProperty(machine, object, node.name.text, after, node).map((completion) =>
      refine(machine, node, completion),
    );
  });
}

/** What only the program's text tells of an unknown property: an enum's value, the request's body. */
function refine(
  machine: Machine,
  node: ts.PropertyAccessExpression,
  completion: Completion,
): Completion {
  const { state } = completion;
  if (
    completion.kind !== "normal" ||
    state.phase !== "failed" ||
    completion.value.kind !== "unknown"
  )
    return completion;
  const constant = enumValue(machine.world.checker, node);
  if (constant !== undefined)
    return { ...completion, value: primitive(constant, completion.value) };
  if (machine.family === "verification" && readsBody(node, machine.world.checker))
    return { ...completion, value: marked(completion.value, { tainted: true }) };
  return completion;
}

function enumValue(
  checker: ts.TypeChecker,
  node: ts.PropertyAccessExpression,
): string | number | undefined {
  const declaration = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
  return declaration !== undefined && ts.isEnumMember(declaration)
    ? checker.getConstantValue(declaration)
    : undefined;
}

function evaluateElement(
  machine: Machine,
  node: ts.ElementAccessExpression,
  state: State,
): Completion[] {
  return andThen(machine.evaluate(node.expression, state), (object, afterObject) => {
    if (inOptionalChain(node) && isNullish(object) === true)
      return normal({ ...UNDEFINED, due: object.due }, afterObject);
    return andThen(machine.evaluate(node.argumentExpression, afterObject), (key, after) =>
      readProperty(
        machine,
        object,
        key.kind === "primitive" ? String(key.value) : undefined,
        after,
        node,
      ),
    );
  });
}

/** Whether a nullish object ends the chain (`a?.b.c`) instead of throwing. */
function inOptionalChain(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.OptionalChain) !== 0;
}

function evaluateBinary(machine: Machine, node: ts.BinaryExpression, state: State): Completion[] {
  const { kind } = node.operatorToken;
  if (isAssignment(kind)) return update(machine, node, state);
  switch (kind) {
    case ts.SyntaxKind.CommaToken:
      return andThen(machine.evaluate(node.left, state), (_, after) =>
        machine.evaluate(node.right, after),
      );
    case ts.SyntaxKind.QuestionQuestionToken:
      return andThen(machine.evaluate(node.left, state), (left, after) =>
        ifPresent(
          left,
          after,
          (current) => normal(left, current),
          (current) =>
            andThen(machine.evaluate(node.right, current), (right, done) =>
              normal(left.due === true ? { ...right, due: true } : right, done),
            ),
        ),
      );
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken: {
      const goesOn = kind === ts.SyntaxKind.AmpersandAmpersandToken;
      return choose(machine, node.left, state, (branch) =>
        branch.truth === goesOn
          ? machine.evaluate(node.right, branch.state)
          : normal(branch.value, branch.state),
      );
    }
    case ts.SyntaxKind.InstanceOfKeyword:
      return andThen(machine.evaluate(node.left, state), (left, after) =>
        normal(instanceOf(machine, left, node, after), after),
      );
    default:
      return evaluateAll(
        machine,
        [node.left, node.right],
        state,
        ([left = UNKNOWN, right = UNKNOWN], after) =>
          normal(
            isComparison(kind) ? compare(kind, left, right) : arithmetic(kind, left, right),
            after,
          ),
      );
  }
}

function arithmetic(kind: ts.SyntaxKind, left: Value, right: Value): Value {
  const marks = derived(left, right);
  if (left.kind !== "primitive" || right.kind !== "primitive") return marks;
  if (typeof left.value === "number" && typeof right.value === "number") {
    if (kind === ts.SyntaxKind.PlusToken) return primitive(left.value + right.value, marks);
    if (kind === ts.SyntaxKind.MinusToken) return primitive(left.value - right.value, marks);
    if (kind === ts.SyntaxKind.AsteriskToken) return primitive(left.value * right.value, marks);
  }
  if (typeof left.value === "string" && kind === ts.SyntaxKind.PlusToken)
    return primitive(left.value + String(right.value), marks);
  return marks;
}

function evaluateUnary(
  machine: Machine,
  node: ts.PrefixUnaryExpression,
  state: State,
): Completion[] {
  switch (node.operator) {
    case ts.SyntaxKind.PlusPlusToken:
    case ts.SyntaxKind.MinusMinusToken:
      return step(
        machine,
        node.operand,
        node.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1,
        state,
      );
    case ts.SyntaxKind.ExclamationToken: {
      const { branches, abrupt } = decide(machine, node, state);
      if (branches.length < 2) {
        return [
          ...abrupt,
          ...branches.flatMap((branch) =>
            normal(primitive(branch.truth, branch.value), branch.state),
          ),
        ];
      }
      return merge([
        ...abrupt,
        ...branches.flatMap((branch) =>
          normal(primitive(branch.truth, branch.value), branch.state),
        ),
      ]);
    }
    case ts.SyntaxKind.MinusToken:
      return andThen(machine.evaluate(node.operand, state), (value, after) =>
        normal(
          value.kind === "primitive" && typeof value.value === "number"
            ? primitive(-value.value, value)
            : derived(value),
          after,
        ),
      );
    default:
      return andThen(machine.evaluate(node.operand, state), (value, after) =>
        normal(derived(value), after),
      );
  }
}

function typeOf(value: Value): Value {
  switch (value.kind) {
    case "primitive":
      return primitive(value.value === null ? "object" : typeof value.value, value);
    case "function":
    case "settler":
      return primitive("function", value);
    case "unknown":
      return derived(value);
    default:
      return primitive("object", value);
  }
}

function evaluateTemplate(
  machine: Machine,
  node: ts.TemplateExpression,
  state: State,
): Completion[] {
  const spans = node.templateSpans.map((span) => span.expression);
  return evaluateAll(machine, spans, state, (values, after) =>
    normal({ ...derived(...values), kind: "unknown", truthy: true }, after),
  );
}

function evaluateObject(
  machine: Machine,
  node: ts.ObjectLiteralExpression,
  state: State,
): Completion[] {
  const props = new Map<string, Value>();
  const step = (
    index: number,
    current: State,
    known: ReadonlyMap<string, Value>,
    open: boolean,
  ): Completion[] => {
    const property = node.properties[index];
    if (property === undefined) {
      const id = machine.fresh();
      current.heap.set(id, { kind: "object", props: new Map(known), open });
      return normal({ kind: "reference", id }, current);
    }
    const add = (name: string | undefined, value: Value, after: State): Completion[] =>
      name === undefined
        ? step(index + 1, after, known, true)
        : step(index + 1, after, new Map([...known, [name, value]]), open);
    if (ts.isPropertyAssignment(property)) {
      return andThen(machine.evaluate(property.initializer, current), (value, after) =>
        add(propertyName(property.name), value, after),
      );
    }
    if (ts.isShorthandPropertyAssignment(property)) {
      return add(property.name.text, readVariable(machine, property.name, current), current);
    }
    if (ts.isSpreadAssignment(property)) {
      return andThen(machine.evaluate(property.expression, current), (value, after) => {
        const entry = value.kind === "reference" ? after.heap.get(value.id) : undefined;
        if (entry?.kind === "object")
          return step(index + 1, after, new Map([...known, ...entry.props]), open || entry.open);
        const spread =
          value.tainted === true || value.due === true
            ? new Map([...known, ["...", derived(value)] as const])
            : known;
        return step(index + 1, after, spread, true);
      });
    }
    if (ts.isMethodDeclaration(property))
      return add(propertyName(property.name), { kind: "function", node: property }, current);
    return step(index + 1, current, known, true);
  };
  return step(0, state, props, false);
}

function evaluateArray(
  machine: Machine,
  node: ts.ArrayLiteralExpression,
  state: State,
): Completion[] {
  return evaluateAll(machine, node.elements, state, (values, after) => {
    const elements: Value[] = [];
    let open = false;
    values.forEach((value, index) => {
      const element = node.elements[index];
      if (element === undefined || !ts.isSpreadElement(element)) {
        elements.push(value);
        return;
      }
      const entry = value.kind === "reference" ? after.heap.get(value.id) : undefined;
      if (entry?.kind === "array") {
        elements.push(...entry.elements);
        open ||= entry.open;
      } else {
        if (value.due === true || value.tainted === true) elements.push(derived(value));
        open = true;
      }
    });
    const id = machine.fresh();
    after.heap.set(id, { kind: "array", elements, open });
    return normal({ kind: "reference", id }, after);
  });
}

/** A generator's consumer may do anything with what is yielded: the simulation stops following. */
function evaluateYield(machine: Machine, node: ts.YieldExpression, state: State): Completion[] {
  const inner =
    node.expression === undefined
      ? normal(UNDEFINED, state)
      : machine.evaluate(node.expression, state);
  return andThen(inner, (_, after) => {
    if (after.phase === "failed") after.note({ lost: "the failure is inside a generator" });
    return normal(UNKNOWN, after);
  });
}

function evaluateTagged(
  machine: Machine,
  node: ts.TaggedTemplateExpression,
  state: State,
): Completion[] {
  const spans = ts.isTemplateExpression(node.template)
    ? node.template.templateSpans.map((span) => span.expression)
    : [];
  return evaluateAll(machine, spans, state, (values, after) => {
    if (after.phase === "failed") {
      // sql`insert … ${e.message}` is work like any call.
      if (values.some((value) => value.tainted === true))
        after.note(after.handling > 0 ? { usedInHandling: node } : { used: node });
      if (after.handling > 0) after.note({ acted: node });
    }
    return normal(derived(...values), after);
  });
}
