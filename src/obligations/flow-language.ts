import ts from "typescript";
import { withoutWrapping } from "../sdk/callee.js";
import type { Arrival, Flow } from "./flow.js";
import {
  ANY_ELEMENT,
  asText,
  awaited,
  elementOf,
  outermost,
  promised,
  verdictOf,
  wrapped,
  type Form,
} from "./form.js";
import { variableAt } from "./reads.js";
import { worthOf } from "./subject.js";
import { calleeName, receiverOf } from "./syntax.js";

type Passing = "text" | "same" | "parts" | "truth";

/** What functions of the language give back, by their names in code. */
const LANGUAGE: Readonly<Record<string, Passing>> = {
  "JSON.stringify": "text",
  String: "text",
  encodeURIComponent: "text",
  inspect: "text",
  "util.inspect": "text",
  structuredClone: "same",
  "Object.freeze": "same",
  "Object.assign": "same",
  "Array.from": "same",
  "Object.values": "parts",
  "Object.entries": "parts",
  "Object.keys": "parts",
  Boolean: "truth",
  Number: "truth",
};

/** Functions of the language: JSON.stringify, Promise.all, Object.freeze … */
export function passToLanguage(arrival: Arrival, call: ts.CallExpression, flow: Flow): boolean {
  const { form, frame } = arrival;
  const method = calleeName(call.expression);
  const owner = receiverOf(call);
  if (owner && !ts.isIdentifier(owner)) return false;
  if (owner?.text === "Promise") return passToPromise(arrival, call, method, flow);
  const name = owner ? `${owner.text}.${method}` : method;
  if (outermost(form) === "function" || !Object.hasOwn(LANGUAGE, name)) return false;
  switch (LANGUAGE[name]) {
    case "text":
      flow.arrive(call, asText(form), frame);
      break;
    case "same":
      flow.arrive(call, form, frame);
      break;
    case "parts":
      flow.end(form.layers.length > 0 ? "unknown" : "detail", call, form);
      break;
    default:
      if (isVerdict(form, flow)) flow.arrive(call, form, frame);
      else flow.end("tested", call, form);
  }
  return true;
}

function isVerdict(form: Form, flow: Flow): boolean {
  return form.layers.length === 0 && worthOf(form, flow.subject) === "verdict";
}

function passToPromise(
  { form, frame, node }: Arrival,
  call: ts.CallExpression,
  name: string,
  flow: Flow,
): boolean {
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

/** `tasks.push(task)`, `seen.add(task.id)`: into a list of this program's sight; `DONE.includes(status)`. */
export function passToHolder(
  { form, frame, node }: Arrival,
  call: ts.CallExpression,
  flow: Flow,
): boolean {
  const name = calleeName(call.expression);
  const holder = receiverOf(call);
  if (holder && name === "includes" && isVerdict(form, flow)) {
    flow.end("looked", node, form);
    flow.arrive(call, verdictOf(form, call), frame);
    return true;
  }
  if (!holder || !ts.isIdentifier(holder) || !KEEPERS.has(name) || !isOwnList(holder, flow))
    return false;
  const held = wrapped(form, ANY_ELEMENT);
  for (const read of flow.reads.ofVariable(holder)) {
    if (!isKeeping(read)) flow.arrive(read, held, frame);
  }
  if (held === undefined) flow.end("unknown", node, form);
  else if (flow.reads.isExported(holder)) flow.end("handedOn", node, form, "stored");
  return true;
}

/** Whether a variable is made as a list here: `[]`, `new Set()`, `new Map()`. */
function isOwnList(holder: ts.Identifier, { checker }: Flow): boolean {
  const declaration = variableAt(holder, checker)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
    return false;
  const made = withoutWrapping(declaration.initializer);
  if (ts.isArrayLiteralExpression(made)) return true;
  return ts.isNewExpression(made) && ["Set", "Map"].includes(calleeName(made.expression));
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
export function passToExecutor(
  { form, frame }: Arrival,
  resolve: ts.Expression,
  flow: Flow,
): boolean {
  const parameter = variableAt(withoutWrapping(resolve), flow.checker)?.valueDeclaration;
  if (!parameter || !ts.isParameter(parameter) || parameter.parent.parameters[0] !== parameter)
    return false;
  const made = parameter.parent.parent;
  if (!ts.isNewExpression(made) || calleeName(made.expression) !== "Promise") return false;
  flow.arrive(made, promised(form), frame);
  return true;
}
