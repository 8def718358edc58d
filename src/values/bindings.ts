import ts from "typescript";
import { anyPartOf, propertyOf } from "./containers.js";
import { environmentImport, isEnvironment, variable } from "./environment.js";
import type { Evaluation } from "./evaluator.js";
import { valuesOfFunction, valuesOfParameter } from "./functions.js";
import { shiftedBy } from "./date-changes.js";
import { earlier } from "./span.js";
import { unknown, type StaticValue } from "./static-value.js";
import { nameText, runOf } from "./syntax.js";
import { symbolAt, writesTo, type Write } from "./writes.js";

/** A name in an expression: a constant, a parameter, an import, `undefined`. */
export function valuesOfName(node: ts.Identifier, evaluation: Evaluation): readonly StaticValue[] {
  const symbol = symbolAt(node, evaluation.checker);
  if (node.text === "undefined" && !symbol?.valueDeclaration) return [{ kind: "absent", node }];
  const environment = environmentImport(node, evaluation.checker);
  if (environment) return [environment];
  return symbol ? valuesOfSymbol(symbol, node, evaluation) : [unknown(node)];
}

/** The values that a variable, parameter or field can have where `use` reads it. */
export function valuesOfSymbol(
  symbol: ts.Symbol,
  use: ts.Expression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const declaration = symbol.valueDeclaration;
  if (!declaration || declaration.getSourceFile().isDeclarationFile) return [unknown(use)];
  const values = evaluation.once(declaration, () =>
    declaredValues(declaration, symbol, evaluation),
  );
  const settled = afterWrites(symbol, declaration, values, use, evaluation);
  // A moment taken outside of the function that uses it lies further back when that runs.
  return runOf(declaration) === runOf(use) ? settled : settled.map(older);
}

function declaredValues(
  node: ts.Declaration,
  symbol: ts.Symbol,
  evaluation: Evaluation,
): readonly StaticValue[] {
  if (ts.isVariableDeclaration(node)) return variableValues(node, evaluation);
  if (ts.isBindingElement(node)) return elementValues(node, evaluation);
  if (ts.isParameter(node)) return valuesOfParameter(node, symbol, evaluation);
  if (ts.isPropertyDeclaration(node))
    return node.initializer ? evaluation.of(node.initializer) : [];
  if (ts.isGetAccessorDeclaration(node)) return valuesOfFunction(node, new Map(), evaluation);
  if (ts.isExportAssignment(node)) return evaluation.of(node.expression);
  return [unknown(node)];
}

function variableValues(
  node: ts.VariableDeclaration,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const loop = node.parent.parent;
  if (ts.isForOfStatement(loop)) return anyPartOf(evaluation.of(loop.expression), node);
  if (ts.isForStatement(loop) || ts.isForInStatement(loop)) return [unknown(node)];
  return node.initializer ? evaluation.of(node.initializer) : [];
}

/** `const { a: { b = 1 } } = source` */
function elementValues(node: ts.BindingElement, evaluation: Evaluation): readonly StaticValue[] {
  const found = takenOut(node, evaluation);
  if (!node.initializer) return found;
  const initializer = node.initializer;
  // A default takes the place of undefined only; of an environment variable nothing is known.
  const mayMiss = found.some(
    ({ kind }) => kind === "absent" || kind === "unknown" || kind === "environment",
  );
  if (!mayMiss) return found;
  return [...found.filter(({ kind }) => kind !== "absent"), ...evaluation.of(initializer)];
}

function takenOut(node: ts.BindingElement, evaluation: Evaluation): readonly StaticValue[] {
  const pattern = node.parent;
  const key = ts.isArrayBindingPattern(pattern)
    ? String(pattern.elements.indexOf(node))
    : nameText(node.propertyName ?? node.name);
  if (node.dotDotDotToken || key === undefined) return [unknown(node)];
  const owner = pattern.parent;
  if (ts.isBindingElement(owner)) return propertyOf(elementValues(owner, evaluation), key, node);
  if (ts.isParameter(owner)) {
    const symbol = evaluation.checker.getSymbolAtLocation(owner.name);
    return propertyOf(valuesOfParameter(owner, symbol, evaluation), key, node);
  }
  if (owner.initializer && isEnvironment(owner.initializer)) return [variable(key, node)];
  return propertyOf(variableValues(owner, evaluation), key, node);
}

function afterWrites(
  symbol: ts.Symbol,
  declaration: ts.Declaration,
  values: readonly StaticValue[],
  use: ts.Expression,
  evaluation: Evaluation,
): readonly StaticValue[] {
  const files = [declaration.getSourceFile(), use.getSourceFile()];
  const writes = writesTo(symbol, files, evaluation.program);
  const assigned = writes.filter(({ kind }) => kind === "assigned");
  if (assigned.length > 0) return reassigned(values, assigned, declaration, evaluation);
  if (values.length === 0) return [unknown(declaration)];
  // Who asks for all that may arrive is told of it, whatever else somebody may have put there.
  const lends = !isFrozen(declaration) && evaluation.options.reassigned !== "any";
  const changes = writes.filter(
    (write) =>
      write.kind === "changed" ||
      (lends && write.kind === "lent" && mayReach(write, use, evaluation)),
  );
  if (changes.length === 0) return values;
  return values.map((value) => changedValue(value, changes, declaration, use, evaluation));
}

function reassigned(
  values: readonly StaticValue[],
  writes: readonly Write[],
  declaration: ts.Declaration,
  evaluation: Evaluation,
): readonly StaticValue[] {
  if (evaluation.options.reassigned !== "any") return [unknown(declaration)];
  const later = writes.flatMap(({ value }) => {
    return value ? evaluation.once(value, () => evaluation.of(value)) : [];
  });
  return [...values, ...later, unknown(declaration)];
}

/** `{ … } as const`, `Object.freeze({ … })` */
function isFrozen(node: ts.Declaration): boolean {
  const value = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  if (!value) return false;
  if (ts.isAsExpression(value)) return value.type.getText() === "const";
  return ts.isCallExpression(value) && value.expression.getText() === "Object.freeze";
}

/** Code that is lent an object after it was used, or that is known to leave it alone, changes nothing. */
function mayReach({ node }: Write, use: ts.Expression, evaluation: Evaluation): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return true;
  if (evaluation.options.keepsArguments?.(node)) return false;
  const sameRun = runOf(node) === runOf(use);
  return !sameRun || node.getEnd() <= use.getStart();
}

function changedValue(
  value: StaticValue,
  changes: readonly Write[],
  declaration: ts.Declaration,
  use: ts.Expression,
  evaluation: Evaluation,
): StaticValue {
  switch (value.kind) {
    case "date": {
      const own = changes.filter(({ kind }) => kind === "changed");
      return own.length === 0 ? value : shiftedBy(value, own, declaration, use, evaluation);
    }
    case "object":
    case "array":
      return unknown(value.node);
    default:
      return value;
  }
}

function older(value: StaticValue): StaticValue {
  switch (value.kind) {
    case "date":
      return value.span ? { ...value, span: earlier(value.span) } : value;
    case "number":
      return { ...value, span: earlier(value.span) };
    default:
      return value;
  }
}
