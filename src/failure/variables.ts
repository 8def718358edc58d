import ts from "typescript";
import { variableOf } from "./assigned.js";
import type { Machine } from "./machine.js";
import type { State } from "./state.js";
import { sentinelOf } from "./sentinels.js";
import { bare } from "./syntax.js";
import { primitive, UNDEFINED, UNKNOWN, type Value } from "./values.js";

/** The value of a variable: what the path has assigned, else what its declaration tells. */
export function readVariable(machine: Machine, node: ts.Identifier, state: State): Value {
  if (node.text === "undefined") return UNDEFINED;
  const symbol = variableOf(node, machine.world.checker);
  if (symbol === undefined) return UNKNOWN;
  return state.vars.get(symbol) ?? constantOf(machine, symbol, node, state);
}

/** What a name stands for whose assignment the simulation has not seen: functions and literal constants. */
function constantOf(machine: Machine, symbol: ts.Symbol, node: ts.Identifier, state: State): Value {
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
  return sentinelOf(machine, { declaration, initializer, symbol: resolved }, node, state);
}
