import ts from "typescript";
import {
  endWithComment,
  functionAround,
  indentOf,
  isListed,
  isAsyncFunction,
  shifting,
  unitOf,
} from "./layout.js";
import { inStyleOf } from "./file-style.js";
import { edited, type TextEdit } from "./suggested-edits.js";

/** What a catch clause does with the error; `error` is bound where the lines name it. */
export interface Handling {
  readonly lines: readonly string[];
  readonly bindsError: boolean;
}

/**
 * Puts a try around the statement, and around no more than it: what it declares and others read is
 * declared before the try. Undefined where the statement is of another kind, or its variables
 * cannot be declared apart from their values.
 *
 * @param changes edits within the statement, none of which may add lines
 */
export function wrapping(
  statement: ts.Statement,
  handling: Handling,
  changes: readonly TextEdit[] = [],
): TextEdit[] | undefined {
  const parts = ts.isVariableStatement(statement) ? partsOf(statement) : { edits: [] };
  if (parts === undefined || !canBeWrapped(statement)) return undefined;
  const file = statement.getSourceFile();
  const [indent, unit] = [indentOf(statement), unitOf(file)];
  const [start, end] = [statement.getStart(), endWithComment(statement)];
  const edits = [...shifting(statement, end), ...parts.edits, ...changes];
  const body = edited(file.text, start, end, edits);
  const lines = inStyleOf(statement, handling.lines)
    .map((line) => `${indent}${unit}${line}`)
    .join("\n");
  const binding = handling.bindsError ? " (error)" : "";
  const declared =
    parts.declared === undefined
      ? ""
      : `${inStyleOf(statement, [parts.declared]).join("")}\n${indent}`;
  const text = `${declared}try {\n${indent}${unit}${body}\n${indent}} catch${binding} {\n${lines}\n${indent}}`;
  return [{ start, end, text }];
}

/** In a list of statements only, and not where a comment speaks of the statement's first line. */
function canBeWrapped(statement: ts.Statement): boolean {
  return (
    (ts.isExpressionStatement(statement) ||
      ts.isReturnStatement(statement) ||
      ts.isVariableStatement(statement)) &&
    isListed(statement) &&
    // `;[1, 2].forEach(…)`: the semicolon that ends the statement belongs to the next line.
    !/\n\s*;$/u.test(statement.getText()) &&
    !DIRECTIVES.test(statement.getFullText().slice(0, statement.getLeadingTriviaWidth()))
  );
}

const DIRECTIVES = /@ts-(?:expect-error|ignore)|eslint-disable-next-line/u;

interface Parts {
  /** `let message;` */
  readonly declared?: string;
  /** What makes an assignment of the declaration. */
  readonly edits: readonly TextEdit[];
}

function partsOf(statement: ts.VariableStatement): Parts | undefined {
  const { declarations, flags } = statement.declarationList;
  const [declaration, second] = declarations;
  // `using` ends with its block.
  if ((flags & ts.NodeFlags.Using) !== 0) return undefined;
  if (declaration?.initializer === undefined || second !== undefined) return undefined;
  if (statement.modifiers !== undefined) return undefined;
  const { name, initializer, type } = declaration;
  const names = namesIn(name);
  const uses = usesOutside(names, statement);
  if (uses.length === 0) return { edits: [] };
  const fn = functionAround(statement);
  const isCaptured = uses.some((use) => functionAround(use) !== fn);
  const declaredType = type?.getText() ?? (isCaptured ? castTypeOf(initializer) : undefined);
  // A variable without a type has that of its value, except in functions that capture it.
  if (isCaptured && declaredType === undefined && !isJavaScript(statement)) return undefined;
  if (!ts.isIdentifier(name) && declaredType !== undefined) return undefined;
  const isObject = ts.isObjectBindingPattern(name);
  const annotation = declaredType === undefined ? "" : `: ${declaredType}`;
  return {
    declared: `${(flags & ts.NodeFlags.BlockScoped) === 0 ? "var" : "let"} ${names.join(", ")}${annotation};`,
    edits: [
      { start: statement.getStart(), end: name.getStart(), text: isObject ? "(" : "" },
      { start: name.end, end: type?.end ?? name.end, text: "" },
      { start: initializer.end, end: initializer.end, text: isObject ? ")" : "" },
    ],
  };
}

function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? namesIn(element.name) : [],
  );
}

/** Identifiers of these names elsewhere in the list of statements, whatever they stand for. */
function usesOutside(names: readonly string[], statement: ts.Statement): readonly ts.Identifier[] {
  const uses: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (node === statement) return;
    if (ts.isIdentifier(node) && names.includes(node.text)) uses.push(node);
    ts.forEachChild(node, visit);
  };
  visit(statement.parent);
  return uses;
}

/** `T` of `value as unknown as T`. */
function castTypeOf(initializer: ts.Expression): string | undefined {
  return ts.isAsExpression(initializer) && !ts.isConstTypeReference(initializer.type)
    ? initializer.type.getText()
    : undefined;
}

export function isJavaScript(node: ts.Node): boolean {
  return /\.[cm]?jsx?$/u.test(node.getSourceFile().fileName);
}

/**
 * Gives a promise a handler that throws on: `p.catch((error: unknown) => { … })`. For the places in
 * which no try can stand: conditions, arguments, functions that are not async.
 */
export function chaining(call: ts.Expression, lines: readonly string[]): TextEdit[] {
  const [indent, unit] = [indentOf(call), unitOf(call.getSourceFile())];
  const binding = isJavaScript(call) ? "error" : "error: unknown";
  const body = inStyleOf(call, lines)
    .map((line) => `${indent}${unit}${line}`)
    .join("\n");
  return [
    { start: call.end, end: call.end, text: `.catch((${binding}) => {\n${body}\n${indent}})` },
  ];
}

/** Whether a rejection of the call's promise arises in the statement: it is awaited there, or no promise. */
export function isAwaitedIn(
  statement: ts.Statement,
  call: ts.Expression,
  checker: ts.TypeChecker,
): boolean {
  if (!isPromise(call, checker)) return true;
  return (
    ts.findAncestor(call.parent, (node) =>
      node === statement || ts.isFunctionLike(node) ? "quit" : ts.isAwaitExpression(node),
    ) !== undefined
  );
}

/** The promise that a return statement returns unawaited, where its function could await it. */
export function returnedPromise(
  statement: ts.Statement,
  checker: ts.TypeChecker,
): ts.Expression | undefined {
  return ts.isReturnStatement(statement) &&
    statement.expression !== undefined &&
    isAsyncFunction(functionAround(statement)) &&
    isPromise(statement.expression, checker)
    ? statement.expression
    : undefined;
}

export function isPromise(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => part.getProperty("then") !== undefined);
}
