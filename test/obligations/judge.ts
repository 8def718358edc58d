import ts from "typescript";
import {
  lineOf,
  obligationsOf,
  type FollowOptions,
  type Obligation,
  type Obligations,
} from "../../src/obligations/index.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf, VIRTUAL_ROOT, type ProgramOptions } from "../harness/program.js";

/** The client of every snippet; on one line, so that a snippet's own first line is line 2. */
export const HEAD = `import { Svix, BackgroundTaskStatus, MessageStatus, type RecoverOut, type MessageOut } from "svix"; declare const svix: Svix; declare const app: string, ep: string, since: Date; declare const db: any, res: any; declare function sleep(ms: number): Promise<void>;`;

export type JudgeOptions = ProgramOptions & FollowOptions;

/**
 * What becomes of the results in a file, a line each: `endpoint.recover@3: dropped (only logged at 4)`.
 * A call of a function that gives a result back is named `start@7 (endpoint.recover)`. Polls that
 * ignore a failed task follow.
 */
export function judge(
  files: Readonly<Record<string, string>> | string,
  options: JudgeOptions = {},
  name = "main.ts",
): string[] {
  const texts = typeof files === "string" ? { "main.ts": `${HEAD}\n${files}` } : files;
  const program = programOf(texts, options);
  const file = fileOf(program, name);
  const sdk = recogniserOf(program);
  if (sdk === undefined) throw new Error("no SDK in this program");
  return [...new Set(wordsOf(obligationsOf(program, sdk, options), file))];
}

function* wordsOf(obligations: Obligations, file: ts.SourceFile): Generator<string> {
  for (const call of callsIn(file)) {
    for (const obligation of obligations.at(call))
      yield `${titleOf(obligation)}: ${outcomeWords(obligation)}`;
    for (const { at, kind } of obligations.pollsAt(call)) {
      if (at.getSourceFile() === file)
        yield `failed ignored at ${String(lineOf(at))}: ${firstLineOf(at)} (${kind})`;
    }
  }
}

function firstLineOf(node: ts.Node): string {
  return node.getText().split("\n")[0] ?? "";
}

function callsIn(file: ts.SourceFile): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return calls.sort((a, b) => a.getStart() - b.getStart() || a.end - b.end);
}

function titleOf({ node, origin, isWrapped }: Obligation): string {
  const line = lineOf(node);
  if (!isWrapped) return `${origin.operation}@${String(line)}`;
  const expression = ts.isCallExpression(node) ? node.expression : node;
  const name = ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : expression.getText();
  return `${name}@${String(line)} (${origin.operation}@${place(origin.call, node)})`;
}

/** The line, and the file when it is another one. */
function place(node: ts.Node, from: ts.Node): string {
  const file = node.getSourceFile();
  return file === from.getSourceFile()
    ? String(lineOf(node))
    : `${file.fileName.slice(VIRTUAL_ROOT.length + 1)}:${String(lineOf(node))}`;
}

function outcomeWords({ node, outcome }: Obligation): string {
  switch (outcome.kind) {
    case "discharged":
      return `discharged at ${place(outcome.at, node)}`;
    case "handedOn":
      return `handed on, ${outcome.how}, at ${place(outcome.at, node)}`;
    case "toCallers":
      return "to callers";
    case "unknown":
      return `unknown at ${place(outcome.at, node)}`;
    case "dropped":
      return outcome.reasons.length === 0
        ? "dropped (unused)"
        : `dropped (only ${[...new Set(outcome.reasons.map(({ what, at }) => `${what} at ${place(at, node)}`))].join(", ")})`;
  }
}
