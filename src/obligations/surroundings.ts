import ts from "typescript";
import { resolved } from "../callers/declarations.js";
import { callersOf, type Callers, type FunctionNode } from "../callers/index.js";
import { mentionsOf, type Mentions } from "../callers/mentions.js";
import { withoutWrapping } from "../sdk/callee.js";
import type { Recogniser } from "../sdk/recogniser.js";
import { isPrivate } from "./flow-bindings.js";
import { isDefaultLogger } from "./loggers.js";
import { readsOf, type Reads } from "./reads.js";
import { functionLiteral, isFunction } from "./syntax.js";

/** What the host may set. */
export interface FollowOptions {
  /** Whether values are followed into functions and callers of other files. */
  readonly callers?: "program" | "file" | undefined;
  /** Whether a callee only writes a log; what is given to it is not looked at by the program. */
  readonly isLogger?: ((callee: ts.Expression, checker: ts.TypeChecker) => boolean) | undefined;
}

/** The program around a value, as following it needs it. */
export interface Surroundings {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly sdk: Recogniser;
  readonly callers: Callers;
  readonly mentions: Mentions;
  readonly reads: Reads;
  readonly scope: "program" | "file";
  isLogger(callee: ts.Expression): boolean;
  targetOf(call: ts.CallExpression): FunctionNode | undefined;
  functionAt(expression: ts.Expression): FunctionNode | undefined;
  filesReading(field: ts.Symbol): readonly ts.SourceFile[];
}

/** Everything is asked of the program when it is needed. */
export function surroundingsOf(program: ts.Program, sdk: Recogniser, options: FollowOptions): Surroundings {
  const checker = program.getTypeChecker();
  const mentions = mentionsOf(program);
  const scope = options.callers ?? "program";
  const isLogger = options.isLogger ?? isDefaultLogger;
  const within = (fn: FunctionNode | undefined, from: ts.Node): FunctionNode | undefined =>
    fn && scope === "file" && fn.getSourceFile() !== from.getSourceFile() ? undefined : fn;
  return {
    program,
    checker,
    sdk,
    callers: callersOf(program),
    mentions,
    reads: readsOf(mentions, checker),
    scope,
    isLogger: (callee) => isLogger(callee, checker),
    targetOf: (call) => within(targetOf(call, checker), call),
    functionAt: (expression) => within(functionAt(expression, checker), expression),
    filesReading: (field) => filesReading(field, mentions, scope),
  };
}

/** The function with a body that a call runs, as far as the declared type says; undefined otherwise. */
function targetOf(call: ts.CallExpression, checker: ts.TypeChecker): FunctionNode | undefined {
  const literal = functionLiteral(call.expression);
  if (literal) return literal;
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (declaration && isFunction(declaration)) return declaration;
  return functionAt(call.expression, checker);
}

/** The function that a name, member or literal stands for; undefined for parameters and unknown code. */
function functionAt(expression: ts.Expression, checker: ts.TypeChecker): FunctionNode | undefined {
  const literal = functionLiteral(expression);
  if (literal) return literal;
  const inner = withoutWrapping(expression);
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(inner) ? inner.name : inner);
  for (const declaration of symbol ? (resolved(symbol, checker).declarations ?? []) : []) {
    if (isFunction(declaration)) return declaration;
    const isHolder =
      ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration);
    const held = isHolder && declaration.initializer ? functionLiteral(declaration.initializer) : undefined;
    if (held) return held;
  }
  return undefined;
}

/** A private field is read in its own file only, others wherever the name is mentioned. */
function filesReading(field: ts.Symbol, mentions: Mentions, scope: "program" | "file"): readonly ts.SourceFile[] {
  const own = field.declarations?.[0]?.getSourceFile();
  if (own === undefined) return [];
  return isPrivate(field) || scope === "file" ? [own] : mentions.filesOf(field.name);
}
