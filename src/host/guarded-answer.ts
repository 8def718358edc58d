import type ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { answerAt } from "./answer-style.js";
import { errorOf } from "./handler-ending.js";
import { doesMore, waitsBefore } from "./handler-surroundings.js";
import { inStyleOf } from "./file-style.js";
import { importing, type Imported } from "./imports.js";
import { functionAround, indentOf, unitOf } from "./layout.js";
import type { TextEdit } from "./suggested-edits.js";

const CLASS = "WebhookVerificationError";
const REFUSAL = { status: 401, text: "Invalid signature" } as const;

/**
 * Whether other work shares the `try` of a verification, or the helper that verifies, so that its
 * handler meets other failures as well: they are no forgeries and must not be answered like one.
 */
export function sharesTry(
  { tryBlock }: ts.TryStatement,
  verdict: Verdict,
  checker: ts.TypeChecker,
): boolean {
  return worksBeside(tryBlock, verdict.site, checker) || isSharedHelper(verdict, checker);
}

/** Whether the function that verifies for the site does other work, too. */
export function isSharedHelper({ site, origin }: Verdict, checker: ts.TypeChecker): boolean {
  const helper = functionAround(origin.call);
  if (site === origin.call || helper === undefined || !("body" in helper)) return false;
  return helper.body !== undefined && worksBeside(helper.body, origin.call, checker);
}

function worksBeside(code: ts.Node, site: ts.Node, checker: ts.TypeChecker): boolean {
  return doesMore(code, site, checker) || waitsBefore(code, site);
}

/**
 * Puts `if (error instanceof WebhookVerificationError) …` with a refusal before everything else that
 * a clause does. Undefined where the clause meets another error than the SDK's own, or the class is
 * not to be had.
 */
export function guarding(
  clause: ts.CatchClause,
  { site, origin }: Verdict,
  checker: ts.TypeChecker,
): readonly TextEdit[] | undefined {
  const answer = answerAt(clause, REFUSAL, checker);
  const error = errorOf(clause);
  const imported = importedClass(clause, origin.package);
  const [first] = clause.block.statements;
  if (answer === undefined || error === undefined || imported === undefined) return undefined;
  if (site !== origin.call || first === undefined || isOnLineOf(first, clause.block))
    return undefined;
  const [indent, unit] = [indentOf(first), unitOf(clause.getSourceFile())];
  const lines = inStyleOf(clause, answer.lines)
    .map((line) => `${indent}${unit}${line}\n`)
    .join("");
  const text = `if (${error.name} instanceof ${imported.name}) {\n${lines}${indent}}\n${indent}`;
  const start = first.getStart();
  return [...imported.edits, ...answer.edits, ...error.edits, { start, end: start, text }];
}

/** The error's class in a node's file, as far as that takes no import of its own. */
export function importedClass(
  node: ts.Node,
  library: Verdict["origin"]["package"],
): Imported | undefined {
  return library && importing(node.getSourceFile(), library, CLASS);
}

/** The line that throws on what is no forgery. */
export function throwingOthersOn(error: string, refusal: Imported): string {
  return `if (!(${error} instanceof ${refusal.name})) throw ${error};`;
}

function isOnLineOf(statement: ts.Statement, block: ts.Block): boolean {
  const { text } = block.getSourceFile();
  return !text.slice(block.getStart(), statement.getStart()).includes("\n");
}
