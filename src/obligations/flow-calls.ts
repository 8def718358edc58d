import ts from "typescript";
import { withoutWrapping } from "../sdk/callee.js";
import type { Arrival, Flow } from "./flow.js";
import { bind } from "./flow-bindings.js";
import { enter, isIgnored } from "./flow-functions.js";
import {
  ANY_ELEMENT,
  asText,
  awaited,
  elementOf,
  filteredPromise,
  outermost,
  promised,
  promiseOf,
  unwrapped,
  verdictOf,
  wrapped,
  type Form,
} from "./form.js";
import { callbackReturn, receivedBy } from "./flow-receivers.js";
import { variableAt } from "./reads.js";
import { worthOf } from "./subject.js";
import { calleeName, receiverOf } from "./syntax.js";

/** The value is the callee, the receiver's method, or an argument of a call or `new`. */
export function stepIntoArguments(arrival: Arrival, call: ts.CallExpression | ts.NewExpression, flow: Flow): void {
  const { node, form, frame } = arrival;
  if (call.expression === node) {
    return ts.isCallExpression(call) ? receivedBy(arrival, call, flow) : flow.end("unknown", node, form);
  }
  const index = call.arguments?.indexOf(node) ?? -1;
  if (index < 0) return flow.end("unknown", node, form);
  if (ts.isNewExpression(call)) return construct(arrival, call, flow);
  if (flow.isLogger(call.expression)) return flow.end("logged", call, form);
  if (passToSdk(arrival, call, flow)) return;
  if (passToLanguage(arrival, call, flow) || passToArray(arrival, call, flow)) return;
  if (passToExecutor(arrival, call.expression, flow)) return;
  const targets = flow.targetsOf(call);
  if (targets.length > 0) {
    const back = (out: Form): void => flow.arrive(call, out, frame);
    for (const target of targets) enter(target, index, form, { frame, site: call, back }, flow);
    return;
  }
  if (outermost(form) === "function") {
    return callbackReturn(arrival, call, flow) ? undefined : passCallback(arrival, call, flow);
  }
  flow.end("handedOn", call, form, `passed to ${nameOf(call.expression)}`);
}

/** How a callee is named in a message: `res.json`, short enough to read. */
function nameOf(callee: ts.Expression): string {
  const text = callee.getText().replaceAll(/\s+/gu, "");
  return text.length <= 40 ? text : calleeName(callee) || "a function";
}

function construct({ node, form }: Arrival, call: ts.NewExpression, flow: Flow): void {
  const name = calleeName(call.expression);
  // The executor's own return value is ignored by `new Promise(…)`.
  if (name === "Promise") return;
  flow.end("handedOn", node, form, `passed to ${name || "a constructor"}`);
}

/** The id given to the operation that tells how it went, or the value given to another operation. */
function passToSdk({ form, frame, node }: Arrival, call: ts.CallExpression, flow: Flow): boolean {
  const operation = flow.sdk.callOf(call);
  if (operation === undefined || outermost(form) === "function") return false;
  const isId = namesIt(form, flow);
  if (!isId || !flow.subject.confirmedBy.has(operation.operation)) {
    flow.end("handedOn", node, form, `passed to ${operation.operation}`);
    return true;
  }
  flow.end("confirmed", call, form);
  flow.arrive(call, isFiltered(call, flow) ? filteredPromise() : promiseOf("confirmation"), frame);
  return true;
}

/** Whether the options of a listing surely name a verdict; options that may lack it do not count. */
function isFiltered(call: ts.CallExpression, { checker, subject }: Flow): boolean {
  return call.arguments.some((argument) =>
    checker
      .getTypeAtLocation(argument)
      .getProperties()
      .some(({ name, flags }) => subject.filters.has(name) && (flags & ts.SymbolFlags.Optional) === 0),
  );
}

/** The id as it is, or as text; a confirmation has the same id. */
function namesIt({ layers, core }: Form, flow: Flow): boolean {
  if (layers.length > 0 && layers[0]?.kind !== "text") return false;
  if (core.kind === "confirmation") return core.path.length === 1 && core.path[0] === "id";
  return worthOf({ layers, core }, flow.subject) === "id";
}

const TEXT_MAKERS: ReadonlySet<string> = new Set(["stringify", "String", "inspect", "encodeURIComponent"]);
const COPIERS: ReadonlySet<string> = new Set(["structuredClone", "freeze", "from", "resolve", "assign"]);
const PARTS: ReadonlySet<string> = new Set(["values", "entries", "keys"]);

/** Functions of the language that give back what they are given: JSON.stringify, Promise.all, Object.freeze … */
function passToLanguage(arrival: Arrival, call: ts.CallExpression, flow: Flow): boolean {
  const { form, frame } = arrival;
  const name = calleeName(call.expression);
  const owner = receiverOf(call);
  const ownerName = owner && ts.isIdentifier(owner) ? owner.text : undefined;
  if (ownerName === "Promise") return passToPromise(arrival, call, name, flow);
  const isGlobal = owner === undefined || ["JSON", "Object", "Array", "util"].includes(ownerName ?? "");
  if (!isGlobal || outermost(form) === "function") return false;
  if (TEXT_MAKERS.has(name)) flow.arrive(call, asText(form), frame);
  else if (COPIERS.has(name) && (owner !== undefined || name === "structuredClone")) flow.arrive(call, form, frame);
  else if (ownerName === "Object" && PARTS.has(name)) flow.end(form.layers.length > 0 ? "unknown" : "detail", call, form);
  else if (owner === undefined && (name === "Boolean" || name === "Number")) flow.end("tested", call, form);
  else return false;
  return true;
}

function passToPromise({ form, frame, node }: Arrival, call: ts.CallExpression, name: string, flow: Flow): boolean {
  if (name === "resolve") flow.arrive(call, promised(form), frame);
  else if (name === "reject") flow.end("handedOn", node, form, "rejected with");
  else {
    const [layer] = form.layers;
    const element = elementOf(form);
    if (layer?.kind !== "element" || element === undefined) return false;
    flow.arrive(call, settled(awaited(element), layer, name), frame);
  }
  return true;
}

function settled(value: Form, layer: Form["layers"][number], name: string): Form | undefined {
  if (name === "race" || name === "any") return promised(value);
  const held = name === "allSettled" ? wrapped(value, { kind: "property", name: "value" }) : value;
  const list = held && wrapped(held, layer);
  return list && promised(list);
}

const KEEPERS: ReadonlySet<string> = new Set(["push", "unshift", "add", "set"]);

/** `tasks.push(task)`, `seen.add(task.id)`: into a variable of this program's sight. */
function passToArray({ form, frame, node }: Arrival, call: ts.CallExpression, flow: Flow): boolean {
  const name = calleeName(call.expression);
  const holder = receiverOf(call);
  if (name === "includes" && holder && worthOf(form, flow.subject) === "verdict" && form.layers.length === 0) {
    flow.end("looked", node, form);
    flow.arrive(call, verdictOf(form, call), frame);
    return true;
  }
  if (!holder || !KEEPERS.has(name) || !ts.isIdentifier(holder)) return false;
  const declaration = variableAt(holder, flow.checker)?.valueDeclaration;
  const initial = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  if (!initial) return false;
  const made = withoutWrapping(initial);
  const isList = ts.isArrayLiteralExpression(made) || (ts.isNewExpression(made) && ["Set", "Map"].includes(calleeName(made.expression)));
  if (!isList) return false;
  const held = wrapped(form, ANY_ELEMENT);
  if (held === undefined) flow.end("unknown", node, form);
  else for (const read of flow.reads.ofVariable(holder)) if (!isKeeping(read)) flow.arrive(read, held, frame);
  return true;
}

/** `tasks.push(…)` itself reads nothing that was put in before. */
function isKeeping(read: ts.Expression): boolean {
  const access = read.parent;
  return (
    ts.isPropertyAccessExpression(access) &&
    KEEPERS.has(access.name.text) &&
    ts.isCallExpression(access.parent) &&
    access.parent.expression === access
  );
}

/** `new Promise((resolve) => … resolve(value))` */
function passToExecutor({ form, frame }: Arrival, resolve: ts.Expression, flow: Flow): boolean {
  const parameter = variableAt(withoutWrapping(resolve), flow.checker)?.valueDeclaration;
  if (!parameter || !ts.isParameter(parameter) || parameter.parent.parameters[0] !== parameter) return false;
  const made = parameter.parent.parent;
  if (!ts.isNewExpression(made) || calleeName(made.expression) !== "Promise") return false;
  flow.arrive(made, promised(form), frame);
  return true;
}

/** A callback that gives the value, given to code that cannot be entered. */
function passCallback({ node, form, frame }: Arrival, call: ts.CallExpression, flow: Flow): void {
  if (isIgnored(node, flow.checker)) return;
  if (givesBack(node, call, flow.checker)) return flow.arrive(call, unwrapped(form), frame);
  flow.end("handedOn", call, form, `passed to ${nameOf(call.expression)}`);
}

/** `await db.transaction(async () => task)`: the call's type is what the callback gives. */
function givesBack(node: ts.Expression, call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const given = checker.getTypeAtLocation(node).getCallSignatures()[0]?.getReturnType();
  const inner = (type: ts.Type): ts.Type => checker.getAwaitedType(type) ?? type;
  if (given === undefined) return false;
  const value = inner(given);
  const isObject = (value.flags & ts.TypeFlags.Object) !== 0;
  return isObject && value === inner(checker.getTypeAtLocation(call));
}

/** Follows a value into the parameter of a callback: a literal, or a function of the program by name. */
export function giveToCallback(
  callback: ts.Expression,
  index: number,
  form: Form,
  { frame, site, back }: { frame: Arrival["frame"]; site: ts.CallExpression; back: (form: Form) => void },
  flow: Flow,
): void {
  const fns = flow.functionsBehind(callback);
  if (fns.length === 0) {
    if (flow.isLogger(callback)) return flow.end("logged", callback, form);
    if (passToExecutor({ node: callback, form, frame }, callback, flow)) return;
    return flow.end("handedOn", callback, form, `passed to ${nameOf(callback)}`);
  }
  for (const fn of fns) {
    // What a literal returns leaves by the place where it stands.
    const parameter = withoutWrapping(callback) === fn ? fn.parameters[index] : undefined;
    if (parameter) bind(parameter.name, form, frame, flow);
    else if (withoutWrapping(callback) !== fn) enter(fn, index, form, { frame, site, back }, flow);
  }
}
