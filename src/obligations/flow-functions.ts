import ts from "typescript";
import { isIgnored } from "../callers/ignored-values.js";
import { withoutWrapping } from "../sdk/callee.js";
import type { Arrival, Flow, Frame } from "./flow.js";
import { bind } from "./flow-bindings.js";
import { ANY_ELEMENT, FUNCTION, promised, unwrapped, wrapped, type Form } from "./form.js";
import { functionAround, isAsync, isGenerator } from "./syntax.js";
import type { FunctionNode } from "../callers/index.js";

/** More calls inside each other are not entered. */
const MAX_DEPTH = 8;

/** `return value`: back to the call by which the function was entered, or out to its callers. */
export function leaveBy(
  node: ts.Expression,
  form: Form,
  frame: Frame | undefined,
  flow: Flow,
): void {
  const fn = functionAround(node);
  if (fn === undefined || isGenerator(fn) || ts.isAccessor(fn)) {
    flow.end("unknown", node, form);
    return;
  }
  const out = isAsync(fn) ? promised(form) : form;
  if (out === undefined) {
    flow.end("unknown", node, form);
    return;
  }
  for (let entered = frame; entered; entered = entered.parent) {
    if (entered.fn === fn) {
      entered.back(out);
      return;
    }
  }
  if (isLiteralInPlace(fn)) {
    flow.arrive(fn, wrapped(out, FUNCTION), frame);
    return;
  }
  flow.returned(node, out, fn);
}

/** A function literal that is used where it stands, so that its only way out is that place. */
function isLiteralInPlace(fn: FunctionNode): fn is ts.FunctionExpression | ts.ArrowFunction {
  if (!ts.isFunctionExpression(fn) && !ts.isArrowFunction(fn)) return false;
  let outer: ts.Node = fn;
  while (ts.isExpression(outer.parent) && withoutWrapping(outer.parent) !== outer.parent)
    outer = outer.parent;
  const { parent } = outer;
  return (
    ts.isCallExpression(parent) ||
    ts.isNewExpression(parent) ||
    ts.isJsxExpression(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isConditionalExpression(parent) ||
    ts.isArrayLiteralExpression(parent)
  );
}

/**
 * A function that gives the value, where it stands or is passed to. Answers false when the common
 * steps (variables, literals, returns) go on with it.
 */
export function leaveFunctionLiteral({ node, form, frame }: Arrival, flow: Flow): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node) {
    flow.arrive(parent, unwrapped(form), frame);
    return true;
  }
  if (isHolder(parent)) {
    // const start = traced(() => svix.endpoint.recover(…)): its calls are judged where they stand.
    flow.returned(node, unwrapped(form), node);
    return true;
  }
  if (ts.isJsxExpression(parent)) {
    // onClick={() => svix.endpoint.recover(…)}: React ignores what a handler returns.
    if (!isIgnored(node, flow.checker)) flow.end("handedOn", node, form, "rendered");
    return true;
  }
  return false;
}

/** A place that gives a function a name, under which any file may call it. */
function isHolder(parent: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isExportAssignment(parent)
  );
}

/** Enters a function of the program with the value as one of its arguments. */
export function enter(
  fn: FunctionNode,
  index: number,
  form: Form,
  {
    frame,
    site,
    back,
  }: { frame: Frame | undefined; site: ts.Expression; back: (form: Form) => void },
  flow: Flow,
): void {
  const depth = (frame?.depth ?? 0) + 1;
  for (let entered = frame; entered; entered = entered.parent) {
    // Recursion: the value is in there already.
    if (entered.fn === fn) return;
  }
  if (depth > MAX_DEPTH || isGenerator(fn)) {
    flow.end("unknown", site, form);
    return;
  }
  const inner: Frame = { fn, parent: frame, depth, back };
  const last = fn.parameters.at(-1);
  const parameter = fn.parameters[index] ?? (last?.dotDotDotToken ? last : undefined);
  if (parameter === undefined) {
    // More arguments than parameters: `arguments` may still see it.
    if (usesArguments(fn)) flow.end("unknown", site, form);
    return;
  }
  const given = parameter.dotDotDotToken ? wrapped(form, ANY_ELEMENT) : form;
  if (given === undefined) {
    flow.end("unknown", site, form);
    return;
  }
  if (ts.isParameterPropertyDeclaration(parameter, fn)) flow.end("handedOn", site, form, "stored");
  bind(parameter.name, given, inner, flow);
}

function usesArguments(fn: FunctionNode): boolean {
  return fn.getText().includes("arguments");
}
