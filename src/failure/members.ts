import ts from "typescript";
import { readProperty } from "./access.js";
import { andThen, normal, type Completion, type Machine } from "./machine.js";
import { readsBody } from "./payload.js";
import type { State } from "./state.js";
import { isNullish, marked, primitive, UNDEFINED } from "./values.js";

/** `object.name` */
export function evaluateProperty(
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

/** What only the program's text tells of an unknown property: an enum's or a constant's value, the request's body. */
function refine(
  machine: Machine,
  node: ts.PropertyAccessExpression,
  completion: Completion,
): Completion {
  if (completion.kind !== "normal" || completion.value.kind !== "unknown") return completion;
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
  if (!mayBeEnum(checker, node.expression)) return undefined;
  const declaration = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
  if (declaration === undefined) return undefined;
  if (ts.isEnumMember(declaration)) return checker.getConstantValue(declaration);
  return ts.isPropertyAssignment(declaration) && isConstant(declaration.parent.parent)
    ? literalOf(declaration.initializer)
    : undefined;
}

/** `{ … } as const` */
function isConstant(node: ts.Node | undefined): boolean {
  return node !== undefined && ts.isAssertionExpression(node) && ts.isConstTypeReference(node.type);
}

function literalOf(node: ts.Expression): string | number | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isNumericLiteral(node) ? Number(node.text) : undefined;
}

/** By symbols of plain names alone, which cost no types: what is kept in a variable is no enum. */
function mayBeEnum(checker: ts.TypeChecker, object: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(object)) return mayBeEnum(checker, object.expression);
  if (!ts.isIdentifier(object)) return false;
  const symbol = checker.getSymbolAtLocation(object);
  if (symbol === undefined) return false;
  const holds = ts.SymbolFlags.Enum | ts.SymbolFlags.Module | ts.SymbolFlags.Alias;
  if ((symbol.flags & holds) !== 0) return true;
  const declaration = symbol.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    isConstant(declaration.initializer)
  );
}

/** `object[key]` */
export function evaluateElement(
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
