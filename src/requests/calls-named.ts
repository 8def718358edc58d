import ts from "typescript";
import { memberName, unwrapped, visit } from "./syntax.js";

const callsOfFile = new WeakMap<ts.SourceFile, Map<string, ts.CallExpression[]>>();

/** Calls in a file whose callee ends in this name: `name(…)`, `o.name(…)`, `o["name"](…)`. */
export function callsNamed(file: ts.SourceFile, name: string): readonly ts.CallExpression[] {
  if (!callsOfFile.has(file) && !file.text.includes(name)) return [];
  return callsIn(file).get(name) ?? [];
}

/** Calls in a file of a plain identifier that is not itself called "verify". */
export function callsOfIdentifiers(file: ts.SourceFile): readonly ts.CallExpression[] {
  return [...callsIn(file)].flatMap(([name, calls]) =>
    name === "verify" ? [] : calls.filter((call) => ts.isIdentifier(unwrapped(call.expression))),
  );
}

function callsIn(file: ts.SourceFile): ReadonlyMap<string, readonly ts.CallExpression[]> {
  let calls = callsOfFile.get(file);
  if (!calls) {
    calls = new Map();
    const all = calls;
    visit(file, (node) => {
      if (!ts.isCallExpression(node)) return;
      const callee = unwrapped(node.expression);
      const key = ts.isIdentifier(callee) ? callee.text : memberName(callee);
      if (key === undefined) return;
      const list = all.get(key);
      if (list) list.push(node);
      else all.set(key, [node]);
    });
    callsOfFile.set(file, calls);
  }
  return calls;
}
