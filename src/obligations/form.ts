import type ts from "typescript";

/**
 * One layer between an expression and the value that is followed:
 * `promise` – a promise of it; `property` – an object that holds it under this name; `element` – an
 * array (or another iterable) that holds it, at an index where that is known; `function` – a function
 * that gives it when called; `text` – a string that was built from it and from which it cannot be
 * taken back.
 */
export type Layer =
  | { readonly kind: "promise" | "function" | "text" }
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "element"; readonly index: number | undefined };

/**
 * What is followed. `result`: what the operation resolved to; `confirmation`: what a later look at it
 * (backgroundTask.get, messageAttempt.listByMsg …) resolved to; both with the properties taken since,
 * where "*" is an element of an array. `verdict`: a truth that this expression derives from a property
 * of the result or of a confirmation.
 */
export type Core =
  | { readonly kind: "result" | "confirmation"; readonly path: readonly string[] }
  | {
      readonly kind: "verdict";
      readonly of: "result" | "confirmation";
      readonly origin: ts.Expression;
    };

/** How an expression carries the followed value: layers, outermost first, around the core. */
export interface Form {
  readonly layers: readonly Layer[];
  readonly core: Core;
}

/** More layers than this no code has that a person reads; beyond it nothing is known. */
const MAX_LAYERS = 8;

export const PROMISE: Layer = { kind: "promise" };
export const FUNCTION: Layer = { kind: "function" };
export const TEXT: Layer = { kind: "text" };
export const ANY_ELEMENT: Layer = { kind: "element", index: undefined };

/** A promise of an operation's (or a confirmation's) whole answer. */
export function promiseOf(kind: "result" | "confirmation"): Form {
  return { layers: [PROMISE], core: { kind, path: [] } };
}

/** First in the path of an answer that was asked for by verdict: what it holds, or lacks, is one. */
export const FILTERED = "(filtered)";

/** A promise of the answer of a call that lists by verdict: `listByMsg(app, id, { status })`. */
export function filteredPromise(): Form {
  return { layers: [PROMISE], core: { kind: "confirmation", path: [FILTERED] } };
}

/** The form with one more layer around it, or undefined when it got too deep to follow. */
export function wrapped(form: Form, layer: Layer): Form | undefined {
  if (form.layers.length >= MAX_LAYERS) return undefined;
  return { ...form, layers: [layer, ...form.layers] };
}

/** What `async () => value` or `.then(() => value)` gives: promises of promises are promises. */
export function promised(form: Form): Form | undefined {
  return outermost(form) === "promise" ? form : wrapped(form, PROMISE);
}

/** What text made of the value carries: `${value}`, JSON.stringify(value). */
export function asText(form: Form): Form {
  return { layers: [TEXT], core: form.core };
}

export function outermost(form: Form): Layer["kind"] | undefined {
  return form.layers[0]?.kind;
}

/** The form without its outermost layer. */
export function unwrapped(form: Form): Form {
  return { ...form, layers: form.layers.slice(1) };
}

/** `await value`: leaves what is no promise alone. */
export function awaited(form: Form): Form {
  return outermost(form) === "promise" ? unwrapped(form) : form;
}

/** `value.name`; undefined when that property does not hold what is followed. */
export function propertyOf(form: Form, name: string): Form | undefined {
  const [layer] = form.layers;
  if (layer !== undefined) {
    return layer.kind === "property" && layer.name === name ? unwrapped(form) : undefined;
  }
  if (form.core.kind === "verdict") return undefined;
  return { layers: [], core: { ...form.core, path: [...form.core.path, name] } };
}

/** `value[index]`, an element of unknown place without an index; undefined when it holds nothing followed. */
export function elementOf(form: Form, index?: number): Form | undefined {
  const [layer] = form.layers;
  if (layer?.kind === "element") {
    const other = layer.index !== undefined && index !== undefined && layer.index !== index;
    return other ? undefined : unwrapped(form);
  }
  return isListCore(form) && form.core.kind !== "verdict"
    ? { layers: [], core: { ...form.core, path: [...form.core.path, "*"] } }
    : undefined;
}

/** Whether the value is an array that holds what is followed: its own, or the `data` of an SDK list. */
export function isList(form: Form): boolean {
  return outermost(form) === "element" || isListCore(form);
}

function isListCore({ layers, core }: Form): boolean {
  return layers.length === 0 && core.kind === "confirmation" && core.path.at(-1) === "data";
}

/** A truth that `origin` derives from what the form carries. */
export function verdictOf({ core }: Form, origin: ts.Expression): Form {
  return { layers: [], core: { kind: "verdict", of: sourceOf(core), origin } };
}

/** Whether a value comes from the operation's own answer or from a later look. */
export function sourceOf(core: Core): "result" | "confirmation" {
  return core.kind === "verdict" ? core.of : core.kind;
}

/** A key that is equal for equal forms. */
export function keyOf({ layers, core }: Form): string {
  const outer = layers.map((layer) =>
    layer.kind === "property"
      ? `.${layer.name}`
      : layer.kind === "element"
        ? `[${String(layer.index)}]`
        : layer.kind,
  );
  const inner =
    core.kind === "verdict" ? [`verdict@${String(core.origin.pos)}`] : [core.kind, ...core.path];
  return [...outer, "|", ...inner].join(" ");
}
