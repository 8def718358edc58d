import ts from "typescript";
import { inStyleOf, terminatorOf } from "./file-style.js";
import { indentOf, unitOf } from "./layout.js";
import type { TextEdit } from "./suggested-edits.js";
import { endsAlways } from "../values/syntax.js";

/** The name by which a catch clause, or a `.catch()` handler, knows the error; edits give it one where it has none. */
export interface Bound {
  readonly name: string;
  readonly edits: readonly TextEdit[];
}

export function errorOf(handler: ts.CatchClause | ts.ArrowFunction): Bound | undefined {
  if (ts.isArrowFunction(handler)) return parameterOf(handler);
  const { variableDeclaration, block } = handler;
  if (variableDeclaration !== undefined)
    return ts.isIdentifier(variableDeclaration.name)
      ? { name: variableDeclaration.name.text, edits: [] }
      : undefined;
  const open = block.getStart();
  const name = freeName(block);
  return { name, edits: [{ start: open, end: open, text: `(${name}) ` }] };
}

function parameterOf(arrow: ts.ArrowFunction): Bound | undefined {
  const { parameters, body } = arrow;
  const [first] = parameters;
  if (first !== undefined)
    return ts.isIdentifier(first.name) ? { name: first.name.text, edits: [] } : undefined;
  // `() =>`: the parentheses stand empty.
  const at = arrow.getSourceFile().text.indexOf(")", parameters.pos);
  const name = freeName(body);
  return { name, edits: [{ start: at, end: at, text: name }] };
}

/** A name for the error by which the code means nothing else yet. */
function freeName(code: ts.Node): string {
  const names = ["error", "cause", "reason", "thrown"];
  const taken = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (ts.isIdentifier(node) && !isMember) taken.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(code);
  return names.find((name) => !taken.has(name)) ?? "unexpected";
}

const EXITS = /^(?:process|Deno)\.exit\(/u;

/**
 * Ends a block with other statements: they take the place of a return or throw at its end, or come
 * behind what it does. Undefined where the block ends otherwise (a loop's `continue`, an if that
 * decides everything).
 */
export function endingWith(block: ts.Block, ending: readonly string[]): TextEdit[] | undefined {
  const lines = inStyleOf(block, ending);
  const { statements } = block;
  const last = statements.at(-1);
  if (last === undefined) return [filling(block, lines)];
  if (ts.isReturnStatement(last) || ts.isThrowStatement(last)) {
    const text = lines.join(`\n${indentOf(last)}`);
    return isOneLine(block)
      ? [rebuilding(block, [...textsOf(statements.slice(0, -1)), ...lines])]
      : [{ start: last.getStart(), end: last.end, text }];
  }
  if (!goesOn(last)) return undefined;
  if (isOneLine(block)) return [rebuilding(block, [...textsOf(statements), ...lines])];
  const text = lines.map((line) => `\n${indentOf(last)}${line}`).join("");
  return [{ start: last.end, end: last.end, text }];
}

/** Whether what stands behind the statement is reached; of nested statements only `if` is looked into. */
function goesOn(statement: ts.Statement): boolean {
  if (ts.isIfStatement(statement)) {
    const { thenStatement, elseStatement } = statement;
    return elseStatement === undefined || !endsAlways(thenStatement) || !endsAlways(elseStatement);
  }
  return (
    (ts.isExpressionStatement(statement) && !EXITS.test(statement.getText())) ||
    ts.isVariableStatement(statement) ||
    ts.isForOfStatement(statement)
  );
}

/** Keeps what the block does up to a statement, and ends it there with other statements. */
export function cuttingAt(
  block: ts.Block,
  first: ts.Statement,
  ending: readonly string[],
): TextEdit[] {
  const lines = inStyleOf(block, ending);
  if (isOneLine(block)) {
    const kept = block.statements.slice(0, block.statements.indexOf(first));
    return [rebuilding(block, [...textsOf(kept), ...lines])];
  }
  const end = block.statements.at(-1)?.end ?? first.end;
  return [{ start: first.getStart(), end, text: lines.join(`\n${indentOf(first)}`) }];
}

/** `(e) => console.error(e)` becomes a block that does so and then ends with the statements. */
export function endingArrow(
  { body }: ts.ArrowFunction,
  lines: readonly string[],
): TextEdit[] | undefined {
  if (ts.isBlock(body)) return endingWith(body, lines);
  const kept = workOf(body);
  return kept && [rebuilding(body, [...kept, ...inStyleOf(body, lines)])];
}

/** What an arrow's expression does beside giving a value; undefined where it chooses by the error. */
function workOf(body: ts.Expression): readonly string[] | undefined {
  if (ts.isParenthesizedExpression(body) || ts.isVoidExpression(body))
    return workOf(body.expression);
  if (ts.isCallExpression(body) || ts.isAwaitExpression(body))
    return [body.getText() + terminatorOf(body)];
  if (ts.isConditionalExpression(body)) return undefined;
  if (!ts.isBinaryExpression(body)) return [];
  if (body.operatorToken.kind !== ts.SyntaxKind.CommaToken) return undefined;
  const [first, second] = [workOf(body.left), workOf(body.right)];
  return first && second && [...first, ...second];
}

function textsOf(statements: readonly ts.Statement[]): readonly string[] {
  return statements.map((statement) => statement.getText());
}

function isOneLine(block: ts.Block): boolean {
  return !block.getText().includes("\n");
}

function rebuilding(body: ts.ConciseBody, statements: readonly string[]): TextEdit {
  const [indent, unit] = [indentOf(body), unitOf(body.getSourceFile())];
  const lines = statements.map((statement) => `${indent}${unit}${statement}\n`).join("");
  return { start: body.getStart(), end: body.end, text: `{\n${lines}${indent}}` };
}

/** An empty block keeps its comments. */
function filling(block: ts.Block, lines: readonly string[]): TextEdit {
  const [indent, unit] = [indentOf(block), unitOf(block.getSourceFile())];
  const inside = block.getText().slice(1, -1).trimEnd();
  const kept =
    inside.trim() === "" || inside.startsWith("\n") || inside.startsWith("\r")
      ? inside
      : `\n${indent}${unit}${inside.trim()}`;
  const text = lines.map((line) => `\n${indent}${unit}${line}`).join("");
  return {
    start: block.getStart(),
    end: block.end,
    text: `{${kept.trim() === "" ? "" : kept}${text}\n${indent}}`,
  };
}
