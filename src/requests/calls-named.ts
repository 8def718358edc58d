import ts from "typescript";
import { callsIn } from "../callers/calls-in.js";
import { memberName, unwrapped } from "./syntax.js";

/** Undefined: calls of something that has no name, such as `make()(…)` and `handlers[kind](…)`. */
type CalledName = string | undefined;

const callsOfFile = new WeakMap<ts.SourceFile, Map<CalledName, ts.CallExpression[]>>();

/** Calls in a file whose callee ends in this name: `name(…)`, `o.name(…)`, `o["name"](…)`. */
export function callsNamed(file: ts.SourceFile, name: string): readonly ts.CallExpression[] {
  if (!callsOfFile.has(file) && !mayCall(file, name)) return [];
  return callsByName(file).get(name) ?? [];
}

/** By its text alone: whether the name stands in front of what may be a call, and not inside of a word. */
function mayCall({ text }: ts.SourceFile, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const isWhole = !/[\w$]/u.test(text.charAt(at - 1));
    if (
      isWhole &&
      /^\s*(?:[(<?!)\]"'`]|as\b|\/[/*])/u.test(text.slice(at + name.length, at + name.length + 40))
    )
      return true;
  }
  return false;
}

/** Calls in a file of a plain identifier that is not itself called "verify". */
export function callsOfIdentifiers(file: ts.SourceFile): readonly ts.CallExpression[] {
  return [...callsByName(file)].flatMap(([name, calls]) =>
    name === "verify" ? [] : calls.filter((call) => ts.isIdentifier(unwrapped(call.expression))),
  );
}

/** The last names of everything that a file calls. */
export function namesCalled(file: ts.SourceFile): readonly CalledName[] {
  return [...callsByName(file).keys()];
}

function callsByName(file: ts.SourceFile): ReadonlyMap<CalledName, readonly ts.CallExpression[]> {
  let calls = callsOfFile.get(file);
  if (!calls) {
    calls = new Map();
    for (const call of callsIn(file)) {
      if (!ts.isCallExpression(call)) continue;
      const callee = unwrapped(call.expression);
      const key = ts.isIdentifier(callee) ? callee.text : memberName(callee);
      const list = calls.get(key);
      if (list) list.push(call);
      else calls.set(key, [call]);
    }
    callsOfFile.set(file, calls);
  }
  return calls;
}
