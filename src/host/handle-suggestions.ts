import type { TSESLint } from "@typescript-eslint/utils";
import ts from "typescript";
import type { Verdict } from "../failure/verdict.js";
import { indentOf, knowsCause, refusalIn } from "./answer-style.js";
import type { SvixServices } from "./create-rule.js";
import { suggestedEdits, type TextEdit } from "./suggested-edits.js";

/**
 * Wraps the statement (and what follows it, where it declares something that is used later) in
 * try and catch, answering in the style of the framework around it; else rethrowing with the cause.
 */
export function handleSuggestions<Id extends string>(
  { site, family, origin, judgement }: Verdict,
  messageId: Id,
  { services: { program } }: SvixServices,
): TSESLint.SuggestionReportDescriptor<Id>[] {
  const checker = program.getTypeChecker();
  const statement = statementOf(site);
  if (statement === undefined) return [];
  const fn = functionAround(site);
  const floating = judgement === "floating";
  if (floating && !canAwait(site, fn)) return [];
  const answer =
    family === "verification"
      ? refusalIn(site, 401, "Invalid signature", checker)
      : refusalIn(site, 502, `${origin.operation} failed`, checker);
  const body =
    answer ??
    (family === "api" && knowsCause(program)
      ? `throw new Error("${origin.operation} failed", { cause: error });`
      : undefined);
  if (body === undefined) return [];
  return suggestedEdits(
    messageId,
    wrap(statement, body, answer === undefined, floating ? site : undefined),
  );
}

/** The statement around a call, if it stands in a block of its own and not inside an inner function's expression. */
function statementOf(site: ts.Node): ts.Statement | undefined {
  for (let node = site; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isStatement(node))
      return ts.isBlock(node.parent) &&
        (ts.isExpressionStatement(node) ||
          ts.isVariableStatement(node) ||
          ts.isReturnStatement(node))
        ? node
        : undefined;
    if (ts.isFunctionLike(node)) return undefined;
  }
  return undefined;
}

function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(node, (ancestor): ancestor is ts.SignatureDeclaration =>
    ts.isFunctionLike(ancestor),
  );
}

function canAwait(site: ts.Node, fn: ts.SignatureDeclaration | undefined): boolean {
  const isAsync =
    fn !== undefined &&
    ts.canHaveModifiers(fn) &&
    (ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false);
  return (
    isAsync &&
    ts.isExpressionStatement(ts.isVoidExpression(site.parent) ? site.parent.parent : site.parent)
  );
}

function wrap(
  statement: ts.Statement,
  body: string,
  bindsError: boolean,
  awaited: ts.Node | undefined,
): TextEdit[] {
  const { parent } = statement;
  if (!ts.isBlock(parent)) return [];
  const last = ts.isVariableStatement(statement)
    ? (parent.statements[parent.statements.length - 1] ?? statement)
    : statement;
  const file = statement.getSourceFile();
  const indent = indentOf(statement);
  const start = statement.getStart(file);
  const inner = file.text.slice(start, last.end).replaceAll("\n", "\n  ");
  const text =
    awaited === undefined ? inner : `await ${awaited.getText(file).replaceAll("\n", "\n  ")};`;
  const returned =
    ts.isReturnStatement(statement) && !/^return\s+await\b/u.test(text)
      ? text.replace(/^return\s+/u, "return await ")
      : text;
  const handler = body
    .split("\n")
    .map((line) => `${indent}  ${line}`)
    .join("\n");
  return [
    {
      start,
      end: last.end,
      text: `try {\n${indent}  ${returned}\n${indent}} catch${bindsError ? " (error)" : ""} {\n${handler}\n${indent}}`,
    },
  ];
}
