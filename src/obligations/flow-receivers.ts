import type ts from "typescript";
import type { Arrival, Flow } from "./flow.js";
import { giveToCallback } from "./flow-calls.js";
import {
  ANY_ELEMENT,
  awaited,
  elementOf,
  isList,
  outermost,
  promised,
  unwrapped,
  verdictOf,
  wrapped,
  type Form,
} from "./form.js";
import { worthOf } from "./subject.js";
import { calleeName } from "./syntax.js";

/** The value's own method is called: `promise.then(f)`, `tasks.map(f)`, `task.id.trim()`. */
export function receivedBy(arrival: Arrival, call: ts.CallExpression, flow: Flow): void {
  const { form, frame } = arrival;
  const method = calleeName(call.expression);
  const kind = outermost(form);
  if (kind === "promise") {
    chain(arrival, call, method, flow);
    return;
  }
  const element = isList(form) ? elementOf(form) : undefined;
  if (element) {
    ofList(arrival, element, call, flow);
    return;
  }
  if (kind === "text") {
    flow.arrive(call, form, frame);
    return;
  }
  // status.toLowerCase(): still what decides.
  if (worthOf(form, flow.subject) === "verdict") {
    flow.arrive(call, form, frame);
    return;
  }
  flow.end("tested", call, form);
}

/** `p.then(f, g)`, `p.catch(g)`, `p.finally(h)` */
function chain(
  { form, frame }: Arrival,
  call: ts.CallExpression,
  method: string,
  flow: Flow,
): void {
  if (method === "catch" || method === "finally") {
    flow.arrive(call, form, frame);
    return;
  }
  const [handler] = call.arguments;
  if (method !== "then" || handler === undefined) {
    flow.end("unknown", call, form);
    return;
  }
  const back = (out: Form): void => {
    flow.arrive(call, promised(out), frame);
  };
  giveToCallback(handler, 0, awaited(form), { frame, site: call, back }, flow);
}

const SAME_LIST: ReadonlySet<string> = new Set([
  "filter",
  "slice",
  "sort",
  "toSorted",
  "reverse",
  "toReversed",
  "concat",
  "flat",
  "values",
  "splice",
]);
const ONE_ELEMENT: ReadonlySet<string> = new Set(["find", "findLast", "at", "pop", "shift", "get"]);
const PER_ELEMENT: ReadonlySet<string> = new Set([
  "map",
  "flatMap",
  "forEach",
  "filter",
  "find",
  "findLast",
  "findIndex",
  "some",
  "every",
  "sort",
]);

function ofList(arrival: Arrival, element: Form, call: ts.CallExpression, flow: Flow): void {
  const { form, frame } = arrival;
  const method = calleeName(call.expression);
  const [callback] = call.arguments;
  if (PER_ELEMENT.has(method) && callback) {
    const back = (out: Form): void => {
      giveBack(out, call, method, arrival, flow);
    };
    giveToCallback(callback, 0, element, { frame, site: call, back }, flow);
    // Two parameters of a comparison, and the element after an accumulator.
    if (method === "sort") giveToCallback(callback, 1, element, { frame, site: call, back }, flow);
  } else if (method === "reduce" && callback) {
    const back = (): void => {
      flow.end("unknown", call, form);
    };
    giveToCallback(callback, 1, element, { frame, site: call, back }, flow);
    return;
  } else if (!SAME_LIST.has(method) && !ONE_ELEMENT.has(method)) {
    flow.end(method === "has" || method === "includes" ? "tested" : "unknown", call, form);
    return;
  }
  if (SAME_LIST.has(method)) flow.arrive(call, form, frame);
  if (ONE_ELEMENT.has(method)) flow.arrive(call, element, frame);
}

function giveBack(
  out: Form,
  call: ts.CallExpression,
  method: string,
  { frame }: Arrival,
  flow: Flow,
): void {
  if (method === "map") flow.arrive(call, wrapped(out, ANY_ELEMENT), frame);
  if (method === "flatMap") flow.arrive(call, flattened(out), frame);
  if (method === "some" || method === "every") flow.arrive(call, verdictIn(out, call), frame);
}

/** The list that flatMap makes of what its callback gives for each element, a list or a single value. */
function flattened(out: Form): Form | undefined {
  return wrapped(outermost(out) === "element" ? unwrapped(out) : out, ANY_ELEMENT);
}

function verdictIn(out: Form, call: ts.CallExpression): Form {
  return out.core.kind === "verdict" ? verdictOf(out, call) : out;
}

/** What a callback returns to the method of a list or promise that it is given to; false for others. */
export function callbackReturn(
  { node, form, frame }: Arrival,
  call: ts.CallExpression,
  flow: Flow,
): boolean {
  const inner = unwrapped(form);
  switch (calleeName(call.expression)) {
    case "then":
    case "catch":
      flow.arrive(call, promised(inner), frame);
      return true;
    case "map":
      flow.arrive(call, wrapped(inner, ANY_ELEMENT), frame);
      return true;
    case "flatMap":
      flow.arrive(call, flattened(inner), frame);
      return true;
    case "from":
      if (call.arguments[1] === node) flow.arrive(call, wrapped(inner, ANY_ELEMENT), frame);
      return call.arguments[1] === node;
    case "some":
    case "every":
      flow.arrive(call, verdictIn(inner, call), frame);
      return true;
    case "filter":
    case "find":
    case "findLast":
    case "findIndex":
      flow.end(worthOf(inner, flow.subject) === "verdict" ? "looked" : "tested", call, inner);
      return true;
    case "reduce":
      flow.end("unknown", call, inner);
      return true;
    case "finally":
    case "forEach":
    case "sort":
      return true;
    default:
      return false;
  }
}
