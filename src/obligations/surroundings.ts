import type ts from "typescript";
import { callersOf, type Callers, type FunctionNode } from "../callers/index.js";
import { mentionsOf, type Mentions } from "../callers/mentions.js";
import { checkerOf } from "../sdk/checker.js";
import type { Recogniser } from "../sdk/recogniser.js";
import { isPrivate } from "./flow-bindings.js";
import { isDefaultLogger } from "../sdk/logger-names.js";
import { readsOf, type Reads } from "./reads.js";

/** What the host may set. */
export interface FollowOptions {
  /** Whether values are followed into functions and callers of other files. */
  readonly callers?: "program" | "file" | undefined;
  /** Whether a callee only writes a log; what is given to it is not looked at by the program. */
  readonly isLogger?: ((callee: ts.Expression) => boolean) | undefined;
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
  /** The functions of the program that a call may run and whose bodies may be entered. */
  targetsOf(call: ts.CallExpression): readonly FunctionNode[];
  /** The functions of the program that an expression may stand for: a literal, a name, a member. */
  functionsBehind(expression: ts.Expression): readonly FunctionNode[];
  filesReading(field: ts.Symbol): readonly ts.SourceFile[];
}

/** Everything is asked of the program when it is needed. */
export function surroundingsOf(
  program: ts.Program,
  sdk: Recogniser,
  options: FollowOptions,
): Surroundings {
  const checker = checkerOf(program);
  const mentions = mentionsOf(program);
  const scope = options.callers ?? "program";
  const callers = callersOf(program);
  const within = (found: readonly FunctionNode[], from: ts.Node): readonly FunctionNode[] =>
    scope === "program" ? found : found.filter((fn) => fn.getSourceFile() === from.getSourceFile());
  return {
    program,
    checker,
    sdk,
    callers,
    mentions,
    reads: readsOf(mentions, checker),
    scope,
    isLogger: options.isLogger ?? isDefaultLogger,
    targetsOf: (call) => within(callers.targetsOf(call), call),
    functionsBehind: (expression) => within(callers.functionsBehind(expression), expression),
    filesReading: (field) => filesReading(field, mentions, scope),
  };
}

/** A private field is read in its own file only, others wherever the name is mentioned. */
function filesReading(
  field: ts.Symbol,
  mentions: Mentions,
  scope: "program" | "file",
): readonly ts.SourceFile[] {
  const own = field.declarations?.[0]?.getSourceFile();
  if (own === undefined) return [];
  return isPrivate(field) || scope === "file" ? [own] : mentions.filesOf(field.name);
}
