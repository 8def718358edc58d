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

/**
 * Statements that throw one error for a list of them: what is thrown is an Error, whatever the
 * library knows to keep the list in.
 */
export function throwingAll(
  program: ts.Program,
  operation: string,
  list: string,
): readonly string[] | undefined {
  const message = JSON.stringify(`${operation} failed`);
  if (knowsCause(program)) return throwingOn(program, operation, list);
  if (isLibraryOf(program, ts.ScriptTarget.ES2021))
    return [`throw new AggregateError(${list}, ${message});`];
  return knowsConsole(program)
    ? [`console.error(${message}, ${list});`, `throw new Error(${message});`]
    : undefined;
}

/** Whether the program's library knows `new Error(message, { cause })`. */
export function knowsCause(program: ts.Program): boolean {
  return isLibraryOf(program, ts.ScriptTarget.ES2022);
}

/** Whether the program's library is that of a year's standard, or of a later one. */
function isLibraryOf(program: ts.Program, least: ts.ScriptTarget): boolean {
  const { target, lib } = program.getCompilerOptions();
  if (lib === undefined) return target !== undefined && target >= least;
  const year = Number(ts.ScriptTarget[least].slice(2));
  return lib.some((name) => {
    const named = /es(next|20\d\d)/iu.exec(name)?.[1]?.toLowerCase();
    return named === "next" || Number(named) >= year;
  });
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
