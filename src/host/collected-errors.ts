import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { checkerOf } from "../sdk/checker.js";
import { answerAt } from "./answer-style.js";
import { inStyleOf } from "./file-style.js";
import { endingWith, errorOf } from "./handler-ending.js";
import { functionAround, indentOf, unitOf } from "./layout.js";
import type { TextEdit } from "./suggested-edits.js";
import { throwingAll } from "./thrown-cause.js";
import { isJavaScript } from "./wrapped-statement.js";
import { holds, isLetGo, loopAround, treatsAlike } from "./handler-surroundings.js";

const LIST = "failures";

/**
 * What a loop over things to send does with failures that it drops: each is put into a list, the
 * rest is still sent, and behind the outermost loop somebody hears of it. Undefined for loops that try the
 * same thing again or one thing after the other until it goes well, and where the name is taken.
 */
export function collecting(
  clause: ts.CatchClause,
  inner: ts.IterationStatement,
  { origin }: Verdict,
  program: ts.Program,
): readonly TextEdit[] | undefined {
  const checker = checkerOf(program);
  const { block, parent: attempt } = clause;
  const loop = outermostOf(inner);
  if (loop === undefined) return undefined;
  const fn = functionAround(loop);
  if (!ts.isBlock(loop.parent) && !ts.isSourceFile(loop.parent)) return undefined;
  if (leavesLoop(attempt.tryBlock) || !treatsAlike(block) || isLetGo(fn, checker)) return undefined;
  if (new RegExp(`\\b${LIST}\\b|\\.push\\(`, "u").test((fn ?? loop.parent).getText()))
    return undefined;
  const text = `${origin.operation} failed`;
  const answer = answerAt(loop, { status: 502, text }, checker);
  const told = answer?.lines ?? throwingAll(program, origin.operation, LIST);
  const error = errorOf(clause);
  if (told === undefined || error === undefined) return undefined;
  const kept = keeping(block, `${LIST}.push(${error.name});`);
  if (kept === undefined) return undefined;
  const [indent, unit] = [indentOf(loop), unitOf(loop.getSourceFile())];
  const type = isJavaScript(loop) ? "" : ": unknown[]";
  const start = loop.getStart();
  const declared = inStyleOf(loop, [`const ${LIST}${type} = [];`]).join("");
  const after = [
    `if (${LIST}.length > 0) {`,
    ...inStyleOf(loop, told).map((line) => `${unit}${line}`),
    "}",
  ].map((line) => `\n${indent}${line}`);
  return [
    ...(answer?.edits ?? []),
    { start, end: start, text: `${declared}\n${indent}` },
    ...error.edits,
    ...kept,
    { start: loop.end, end: loop.end, text: after.join("") },
  ];
}

/** The outermost loop over things around a loop over things; undefined where one of them is of another kind. */
function outermostOf(loop: ts.IterationStatement): ts.IterationStatement | undefined {
  if (!ts.isForOfStatement(loop) && !ts.isForInStatement(loop)) return undefined;
  const around = loopAround(loop);
  return around === undefined ? loop : outermostOf(around);
}

/** The line at the end of the block, before the `continue` that may stand there. */
function keeping(block: ts.Block, line: string): readonly TextEdit[] | undefined {
  const last = block.statements.at(-1);
  if (last === undefined || !ts.isContinueStatement(last))
    return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last))
      ? undefined
      : endingWith(block, [line]);
  const start = last.getStart();
  return [{ start, end: start, text: `${inStyleOf(last, [line]).join("")}\n${indentOf(last)}` }];
}

/** Whether an attempt that goes well ends the loop. */
function leavesLoop(code: ts.Node): boolean {
  return holds(code, (node) => ts.isReturnStatement(node) || ts.isBreakStatement(node));
}
