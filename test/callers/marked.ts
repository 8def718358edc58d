import ts from "typescript";
import {
  callersOf,
  type CallSites,
  type CallSitesOptions,
  type FunctionNode,
} from "../../src/callers/index.js";
import { VIRTUAL_ROOT, fileOf, programOf, type ProgramOptions } from "../harness/program.js";

/** A program whose files mark the function that is asked about with a comment `HERE` in its body. */
export interface Marked {
  readonly program: ts.Program;
  readonly fn: FunctionNode;
  /** The call sites as text: `main.ts:3 send()`, with the kind where it is not a plain call. */
  readonly sites: readonly string[];
  /** The places where it is handed on: `main.ts:3 argument 0 of app.get`. */
  readonly handedOn: readonly string[];
  readonly complete: boolean;
}

/** Looks up the callers of the function marked HERE. */
export function callersOfMarked(
  files: Readonly<Record<string, string>> | string,
  options: ProgramOptions & CallSitesOptions = {},
): Marked {
  const program = programOf(files, options);
  const fn = markedFunction(program, files);
  const found = callersOf(program).callSitesOf(fn, options);
  return { program, fn, ...textOf(found), complete: found.complete };
}

export function textOf({ sites, handedOn }: CallSites): { sites: string[]; handedOn: string[] } {
  return {
    sites: sites.map(({ call, kind, recursive }) =>
      [
        placeOf(call),
        oneLine(call),
        kind === "call" ? "" : `[${kind}]`,
        recursive ? "[recursive]" : "",
      ]
        .filter(Boolean)
        .join(" "),
    ),
    handedOn: handedOn.map(({ node, as, call, index }) =>
      [placeOf(node), as, call ? `${String(index)} of ${oneLine(call.expression)}` : ""]
        .filter(Boolean)
        .join(" "),
    ),
  };
}

/** The innermost function whose text holds the comment HERE. */
export function markedFunction(
  program: ts.Program,
  files: Readonly<Record<string, string>> | string,
  marker = "HERE",
): FunctionNode {
  const texts = typeof files === "string" ? { "main.ts": files } : files;
  const name = Object.keys(texts).find((key) => texts[key]?.includes(marker));
  if (name === undefined) throw new Error(`no file says ${marker}`);
  const file = fileOf(program, name);
  const position = file.text.indexOf(marker);
  let found: FunctionNode | undefined;
  const visit = (node: ts.Node): void => {
    if (position < node.pos || position >= node.end) return;
    if (ts.isFunctionLike(node) && "body" in node && node.body) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (found === undefined) throw new Error(`${marker} stands in no function`);
  return found;
}

export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  return `${file.fileName.slice(VIRTUAL_ROOT.length + 1)}:${String(line)}`;
}

export function oneLine(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/gu, " ");
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
