import ts from "typescript";
import { valuesOfSymbol } from "./bindings.js";
import { anyPartOf, propertyOf } from "./containers.js";
import { environmentAccess } from "./environment.js";
import type { Evaluation } from "./evaluator.js";
import { exactly } from "./span.js";
import { text, textOf, unknown, type StaticValue } from "./static-value.js";
import { symbolAt } from "./writes.js";

/** `object.name`, `object["name"]`, `array[0]`, `map[key]` */
export function valuesOfAccess(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  return valuesRead(node, evaluation).map((value) => (isToBeFilled(value) ? unknown(node) : value));
}

/**
 * The empty text or list that a field begins with which others may write: `model = { url: "" }` of a form,
 * whose template fills it.
 */
function isToBeFilled(value: StaticValue): boolean {
  const isEmpty =
    textOf(value) === "" || (value.kind === "array" && value.items.length === 0 && !value.open);
  if (!isEmpty) return false;
  const field = ts.findAncestor(value.node, ts.isPropertyDeclaration);
  if (field === undefined || ts.isPrivateIdentifier(field.name)) return false;
  return (ts.getCombinedModifierFlags(field) & FIXED) === 0;
}

const FIXED = ts.ModifierFlags.Private | ts.ModifierFlags.Readonly | ts.ModifierFlags.Static;

function valuesRead(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const name = ts.isPropertyAccessExpression(node)
    ? node.name.text
    : keyOf(node.argumentExpression, evaluation);
  const member = memberOf(node, evaluation)?.valueDeclaration;
  if (member && ts.isEnumMember(member) && member.initializer)
    return evaluation.of(member.initializer);
  const constant = evaluation.checker.getConstantValue(node);
  if (typeof constant === "string") return [text(constant, node)];
  if (typeof constant === "number") return [{ kind: "number", span: exactly(constant), node }];
  if (name !== undefined) {
    const environment = environmentAccess(node.expression, name, node, evaluation.checker);
    if (environment) return [environment];
  }
  const symbol = memberOf(node, evaluation);
  const declaration = symbol?.valueDeclaration;
  if (symbol && declaration && belongsToDeclaration(declaration)) {
    return valuesOfSymbol(symbol, node, evaluation);
  }
  const objects = evaluation.of(node.expression);
  if (objects.every(({ kind }) => kind !== "object" && kind !== "array")) return [unknown(node)];
  return name === undefined ? anyPartOf(objects, node) : propertyOf(objects, name, node);
}

function memberOf(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  { checker }: Evaluation,
): ts.Symbol | undefined {
  if (ts.isPropertyAccessExpression(node)) return symbolAt(node.name, checker);
  // The symbol at `map[key]` is the variable `key`.
  const key = node.argumentExpression;
  return ts.isStringLiteralLike(key) ? symbolAt(key, checker) : undefined;
}

function keyOf(node: ts.Expression, evaluation: Evaluation): string | undefined {
  const [value, ...others] = evaluation.of(node);
  if (!value || others.length > 0) return undefined;
  if (value.kind === "number") return String(value.span.from);
  return textOf(value);
}

/** Class fields, parameter properties, and (by way of a namespace import) variables. */
function belongsToDeclaration(node: ts.Declaration): boolean {
  return (
    ts.isPropertyDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isGetAccessorDeclaration(node)
  );
}
