import ts from "typescript";
import { alteredIn } from "./assigned.js";
import { isMethodOfGlobal } from "./globals.js";
import { literalOf } from "./literals.js";
import type { Machine } from "./machine.js";
import { isCompared } from "./readers.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { SOMETHING, UNKNOWN, type Value } from "./values.js";

/** A `const` of the program that holds an object or a symbol. */
interface Constant {
  readonly declaration: ts.VariableDeclaration;
  readonly initializer: ts.Expression;
  readonly symbol: ts.Symbol;
}

/**
 * What a constant tells of: `const FAILED = Symbol("failed")`, `const LOST = { kind: "lost" } as const`.
 * An object that nobody alters is known by its literal properties, and where the program compares
 * something with the constant, it is known by itself. Anything at all for other constants.
 */
export function sentinelOf(
  machine: Machine,
  { declaration, initializer, symbol }: Constant,
  node: ts.Identifier,
  state: State,
): Value {
  // Most of the objects at module level are settings and services, of which something is asked.
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) return UNKNOWN;
  const { world } = machine;
  const written = frozen(initializer, machine);
  const isObject = ts.isObjectLiteralExpression(written);
  if (!isObject && !isSymbol(written)) return UNKNOWN;
  const constant = isCompared(symbol.name, world) ? declaration : undefined;
  const identity = constant === undefined ? {} : { constant };
  const file = declaration.getSourceFile();
  if (!isObject || alteredIn(file, world.checker).includes(symbol))
    return constant === undefined ? UNKNOWN : { ...SOMETHING, ...identity };
  const id = machine.fresh();
  state.heap.set(id, { kind: "object", ...propertiesOf(written) });
  return { kind: "reference", id, ...identity };
}

/** The object that `Object.freeze({ … })` is given, else the expression itself. */
function frozen(node: ts.Expression, { world }: Machine): ts.Expression {
  const [given] = ts.isCallExpression(node) ? node.arguments : [];
  if (given === undefined || !ts.isCallExpression(node)) return node;
  const isFreeze =
    node.expression.getText().endsWith(".freeze") &&
    isMethodOfGlobal(world.checker, node, "Object");
  return isFreeze ? bare(given) : node;
}

/** `Symbol("failed")`, `Symbol.for("failed")` */
function isSymbol(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && /^Symbol(?:\.for)?$/u.test(node.expression.getText());
}

function propertiesOf({ properties }: ts.ObjectLiteralExpression): {
  readonly props: ReadonlyMap<string, Value>;
  readonly open: boolean;
} {
  const props = new Map<string, Value>();
  for (const property of properties) {
    const name = property.name;
    if (name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name))) {
      const value = ts.isPropertyAssignment(property)
        ? literalOf(bare(property.initializer))
        : undefined;
      props.set(name.text, value ?? UNKNOWN);
    }
  }
  return { props, open: props.size < properties.length };
}
