import ts from "typescript";
import { replyKindOf } from "../failure/replies.js";

/** How the function around a node answers its request: the statement that refuses it with a status. */
export function refusalIn(
  node: ts.Node,
  status: number,
  text: string,
  checker: ts.TypeChecker,
): string | undefined {
  for (let current = node.parent; !ts.isSourceFile(current); current = current.parent) {
    if (!ts.isFunctionLike(current)) continue;
    for (const parameter of current.parameters) {
      const refusal = ts.isIdentifier(parameter.name)
        ? byParameter(parameter.name, status, text, checker)
        : undefined;
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}

function byParameter(
  name: ts.Identifier,
  status: number,
  text: string,
  checker: ts.TypeChecker,
): string | undefined {
  const type = checker.getTypeAtLocation(name);
  if (type.flags & ts.TypeFlags.Any) return undefined;
  const has = (property: string): boolean =>
    checker.getPropertyOfType(type, property) !== undefined;
  const body = JSON.stringify({ error: text })
    .replace(/"error":/u, "error: ")
    .replace("{", "{ ")
    .replace("}", " }");
  switch (replyKindOf(checker, name)) {
    case "context":
      return `return ${name.text}.json(${body}, ${String(status)});`;
    case "reply":
      if (has("code") && has("send"))
        return `return ${name.text}.code(${String(status)}).send(${body});`;
      if (has("status") && has("json"))
        return `${name.text}.status(${String(status)}).json(${body});\nreturn;`;
      return undefined;
    case undefined:
      // A Fetch Request, as Next's app router, Workers and Deno have it.
      return has("headers") && has("text") && has("json") && has("clone")
        ? `return new Response(${JSON.stringify(text)}, { status: ${String(status)} });`
        : undefined;
    default:
      return undefined;
  }
}

/** Whether the program's library knows `new Error(message, { cause })`. */
export function knowsCause(program: ts.Program): boolean {
  const { target = ts.ScriptTarget.ES5, lib } = program.getCompilerOptions();
  if (lib !== undefined)
    return lib.some((name) => /es2022|es2023|es2024|es2025|esnext/iu.test(name));
  return target >= ts.ScriptTarget.ES2022;
}

/** The white space that the node's line begins with. */
export function indentOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  const start = file.getLineStarts()[line] ?? 0;
  return /^[ \t]*/u.exec(file.text.slice(start))?.[0] ?? "";
}
