import ts from "typescript";
import { checkerOf } from "../sdk/checker.js";
import { functionAround } from "./layout.js";

/**
 * Statements that throw the error on with what failed, so that callers can tell and logs show the
 * cause; undefined where neither `cause` nor the console is known to the program.
 */
export function throwingOn(
  program: ts.Program,
  operation: string,
  error: string,
): readonly string[] | undefined {
  const message = JSON.stringify(`${operation} failed`);
  if (knowsCause(program)) return [`throw new Error(${message}, { cause: ${error} });`];
  return knowsConsole(program)
    ? [`console.error(${message}, ${error});`, `throw ${error};`]
    : undefined;
}

/** Whether the program's library knows `new Error(message, { cause })`. */
function knowsCause(program: ts.Program): boolean {
  const { target, lib } = program.getCompilerOptions();
  if (lib !== undefined) return lib.some((name) => /es20(?:2[2-9]|[3-9]\d)|esnext/iu.test(name));
  return target !== undefined && target >= ts.ScriptTarget.ES2022;
}

/** The statement that logs an error before a request is answered: the request's own logger, or the console. */
export function loggingOf(node: ts.Node, program: ts.Program, error: string): readonly string[] {
  const checker = checkerOf(program);
  const parameters = functionAround(node)?.parameters ?? [];
  for (const { name } of parameters) {
    if (!ts.isIdentifier(name)) continue;
    // Fastify's `request.log`.
    const log = checker.getTypeAtLocation(name).getProperty("log");
    const type = log && checker.getTypeOfSymbolAtLocation(log, name);
    if (type?.getProperty("error") && type.getProperty("info"))
      return [`${name.text}.log.error(${error});`];
  }
  return knowsConsole(program) ? [`console.error(${error});`] : [];
}

const libraries = new WeakMap<ts.Program, { readonly node: boolean; readonly dom: boolean }>();

/** Whether the program is typed against Node. */
export function knowsNode(program: ts.Program): boolean {
  return librariesOf(program).node;
}

function knowsConsole(program: ts.Program): boolean {
  const { node, dom } = librariesOf(program);
  return node || dom;
}

function librariesOf(program: ts.Program): { readonly node: boolean; readonly dom: boolean } {
  let known = libraries.get(program);
  if (known === undefined) {
    const files = program.getSourceFiles();
    known = {
      node: files.some(({ fileName }) => fileName.includes("/@types/node/")),
      dom: files.some(({ fileName }) => /\/lib\.(?:dom|webworker)\.d\.ts$/u.test(fileName)),
    };
    libraries.set(program, known);
  }
  return known;
}
