import ts from "typescript";
import { innermost } from "../callers/declarations.js";
import type { SvixCall } from "../sdk/recogniser.js";
import type { Retry } from "./attempts.js";
import { inputOf } from "./keys.js";
import { isLoop, isWithin } from "./syntax.js";

/** A change of a file's text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The key made once: `const idempotencyKey = randomUUID();` before the statement that holds what is
 * repeated. Undefined where the key is not a plain call written on the spot, or the name is taken.
 */
export function hoistedKeyEdits(
  key: ts.Expression,
  born: ts.Node,
  name: string,
  retry: Retry,
  checker: ts.TypeChecker,
): readonly Edit[] | undefined {
  const value = innermost(key);
  if (value !== born || !ts.isCallExpression(value) || value.arguments.length > 0) return undefined;
  const isLocal =
    retry.chain.length === 0 &&
    retry.kind !== "job" &&
    retry.kind !== "recursion" &&
    isWithin(key, retry.region) &&
    isOncePerAttempt(key, retry.region) &&
    !isOfRound(callAround(key), key, retry.region, checker);
  const statement = isLocal
    ? listedStatement(isLoop(retry.region) ? retry.region : retry.place)
    : undefined;
  if (!statement || isWithin(statement, retry.region) !== (statement === retry.region))
    return undefined;
  const isTaken = checker
    .getSymbolsInScope(key, ts.SymbolFlags.Value)
    .some((symbol) => symbol.name === name);
  if (isTaken) return undefined;
  const start = statement.getStart();
  return [
    { start, end: start, text: `const ${name} = ${value.getText()};\n${indentationOf(statement)}` },
    ts.isPropertyAssignment(key.parent) && key.parent.name.getText() === name
      ? { start: key.parent.getStart(), end: key.parent.end, text: name }
      : { start: key.getStart(), end: key.end, text: name },
  ];
}

/** Whether no loop and no callback of a list lies between the attempts and the key, each round of which needs one. */
function isOncePerAttempt(key: ts.Node, region: ts.Node): boolean {
  let functions = 0;
  for (let at = key; at !== region && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isIterationStatement(at, false)) return false;
    if (ts.isFunctionLike(at)) functions += 1;
  }
  return functions <= (isLoop(region) || ts.isFunctionLike(region) ? 0 : 1);
}

function callAround(key: ts.Node): ts.Node {
  return ts.findAncestor(key.parent, ts.isCallExpression) ?? key.parent;
}

/** Whether the call is made of what each round makes anew, which may be another message each time. */
function isOfRound(call: ts.Node, key: ts.Node, region: ts.Node, checker: ts.TypeChecker): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === key) return false;
    if (ts.isIdentifier(node)) {
      const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
      return (
        declaration !== undefined &&
        ts.isVariableDeclaration(declaration) &&
        isWithin(declaration, region)
      );
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(call);
}

/** The key taken out of the input and given as an option. Undefined unless both are plain. */
export function movedKeyEdits(
  call: SvixCall,
  misplaced: ts.ObjectLiteralElementLike,
): readonly Edit[] | undefined {
  const input = inputOf(call);
  const literal = misplaced.parent;
  if (!input || !ts.isObjectLiteralExpression(literal) || innermost(input) !== literal)
    return undefined;
  const { args, idempotencyParameter } = call;
  const given = call.call.arguments;
  if (
    !args ||
    args.length !== idempotencyParameter ||
    args.length !== given.length ||
    args.some((arg, index) => arg !== given[index])
  )
    return undefined;
  const { properties } = literal;
  const index = properties.indexOf(misplaced);
  const before = properties[index - 1];
  const after = properties[index + 1];
  const removed = after
    ? { start: misplaced.getStart(), end: after.getStart(), text: "" }
    : { start: before?.end ?? misplaced.getStart(), end: misplaced.end, text: "" };
  return [removed, { start: input.end, end: input.end, text: `, { ${misplaced.getText()} }` }];
}

function listedStatement(node: ts.Node): ts.Statement | undefined {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at)) return undefined;
    const { parent } = at;
    if (
      (ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent)) &&
      ts.isStatement(at)
    )
      return at;
  }
  return undefined;
}

function indentationOf(statement: ts.Node): string {
  const { text } = statement.getSourceFile();
  const start = statement.getStart();
  return /^[ \t]*/u.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1, start))?.[0] ?? "";
}
