import ts from "typescript";
import { withoutWrapping } from "../sdk/callee.js";
import { isFormatting } from "../values/formatting.js";
import type { Arrival, Flow } from "./flow.js";
import { bind } from "./flow-bindings.js";
import { isIgnored } from "../callers/ignored-values.js";
import { enter } from "./flow-functions.js";
import { filteredPromise, outermost, promiseOf, unwrapped, type Form } from "./form.js";
import { passToExecutor, passToHolder, passToLanguage } from "./flow-language.js";
import { callbackReturn, receivedBy } from "./flow-receivers.js";
import { worthOf } from "./subject.js";
import { calleeName } from "./syntax.js";

/** The value is the callee, or its method is, or it is an argument of a call. */
export function stepIntoCall(arrival: Arrival, call: ts.CallExpression, flow: Flow): void {
  const { node, form } = arrival;
  if (call.expression === node) {
    receivedBy(arrival, call, flow);
  } else if (flow.isLogger(call.expression)) {
    flow.end("logged", call, form);
  } else if (!passToKnown(arrival, call, flow) && !passToProgram(arrival, call, flow)) {
    const isCallback = outermost(form) === "function";
    if (!isCallback && isFormatting(call, flow)) flow.arrive(call, form, arrival.frame);
    else if (!isCallback) flow.end("handedOn", call, form, `passed to ${nameOf(call.expression)}`);
    else if (!callbackReturn(arrival, call, flow)) passCallback(arrival, call, flow);
  }
}

/** The SDK's operations, the language's own functions, and the functions that a Promise is made with. */
function passToKnown(arrival: Arrival, call: ts.CallExpression, flow: Flow): boolean {
  return (
    passToSdk(arrival, call, flow) ||
    passToLanguage(arrival, call, flow) ||
    passToHolder(arrival, call, flow) ||
    passToExecutor(arrival, call.expression, flow)
  );
}

/** Functions of the program, all of those that the call may run. */
function passToProgram(
  { node, form, frame }: Arrival,
  call: ts.CallExpression,
  flow: Flow,
): boolean {
  const targets = flow.targetsOf(call);
  const back = (out: Form): void => {
    flow.arrive(call, out, frame);
  };
  const index = call.arguments.indexOf(node);
  for (const target of targets) enter(target, index, form, { frame, site: call, back }, flow);
  return targets.length > 0;
}

/** `new Task(value)` */
export function stepIntoConstruction(
  { node, form }: Arrival,
  made: ts.NewExpression,
  flow: Flow,
): void {
  const name = calleeName(made.expression);
  // The executor's own return value is ignored by `new Promise(…)`.
  if (name === "Promise") return;
  if (made.expression === node) flow.end("unknown", node, form);
  else flow.end("handedOn", node, form, `passed to ${name || "a constructor"}`);
}

/** How a callee is named in a message: `res.json`, short enough to read. */
function nameOf(callee: ts.Expression): string {
  const text = callee.getText().replaceAll(/\s+/gu, "");
  return text.length <= 40 ? text : calleeName(callee) || "a function";
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
      .some(
        ({ name, flags }) => subject.filters.has(name) && (flags & ts.SymbolFlags.Optional) === 0,
      ),
  );
}

/** The id as it is, or as text; a confirmation has the same id. */
function namesIt({ layers, core }: Form, flow: Flow): boolean {
  if (layers.length > 0 && layers[0]?.kind !== "text") return false;
  if (core.kind === "confirmation") return core.path.length === 1 && core.path[0] === "id";
  return worthOf({ layers, core }, flow.subject) === "id";
}

/** A callback that gives the value, given to code that cannot be entered. */
function passCallback({ node, form, frame }: Arrival, call: ts.CallExpression, flow: Flow): void {
  if (isIgnored(node, flow.checker)) return;
  if (givesBack(node, call, flow.checker)) {
    flow.arrive(call, unwrapped(form), frame);
    return;
  }
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
  {
    frame,
    site,
    back,
  }: { frame: Arrival["frame"]; site: ts.CallExpression; back: (form: Form) => void },
  flow: Flow,
): void {
  const fns = flow.functionsBehind(callback);
  if (fns.length === 0) {
    if (flow.isLogger(callback)) {
      flow.end("logged", callback, form);
      return;
    }
    if (passToExecutor({ node: callback, form, frame }, callback, flow)) return;
    flow.end("handedOn", callback, form, `passed to ${nameOf(callback)}`);
    return;
  }
  for (const fn of fns) {
    // What a literal returns leaves by the place where it stands.
    const parameter = withoutWrapping(callback) === fn ? fn.parameters[index] : undefined;
    if (parameter) bind(parameter.name, form, frame, flow);
    else if (withoutWrapping(callback) !== fn) enter(fn, index, form, { frame, site, back }, flow);
  }
}
