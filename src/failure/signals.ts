import type ts from "typescript";
import type { Ending } from "./endings.js";
import { namesFailure, SUCCESS_PROPERTIES } from "./failure-words.js";
import { beginningOf, constantIn, isNullish, type Value } from "./values.js";
import type { ValueTree } from "./machine.js";
import { isNothing, isText, leafOf, partsOf, sameTree } from "./trees.js";

/** Properties whose presence with a value says that something went wrong. */
const ERROR_PROPERTIES = new Set([
  "error",
  "err",
  "errors",
  "errorMessage",
  "failure",
  "reason",
  "warning",
  "warnings",
]);
/** Properties that are true when something went wrong. */
const FAILURE_PROPERTIES = new Set(["failed", "isErr", "isError", "hasError"]);

/**
 * Whether a returned value tells the caller of the failure, given what the function returns when
 * it succeeds: null, false, an error, `{ ok: false }`, `{ error }`, a response that is no 2xx, or a
 * literal that success never returns. `[]`, `""` and values that may as well be a success do not; a
 * literal that says itself that something failed, or an exit code, tells of it although what went
 * wrong later gives the same.
 */
export function isSignal(tree: ValueTree, successes: readonly ValueTree[]): boolean {
  const constant = constantOf(tree);
  if (constant !== undefined)
    return successes.length > 0 && !successes.some((other) => constantOf(other) === constant);
  // What is returned in any case says nothing.
  if (successes.length > 0 && successes.every((success) => sameTree(success, tree))) return false;
  if (isMoreThanNothing(tree, successes)) return true;
  if (tree.kind === "array") return isSignalArray(tree.elements, successes);
  if (tree.kind === "object")
    return (
      isSignalObject(tree.props, successes) ||
      (successes.length > 0 &&
        successes.every((success) => isText(success) || isOfOtherClass(tree.made, success)))
    );
  const { value } = tree;
  switch (value.kind) {
    case "error":
      return true;
    case "response":
      return (
        value.tells === true ||
        // A redirection is an answer to what has gone well, unless the failure has chosen it.
        (value.status !== undefined && (value.status < 200 || value.status >= 400))
      );
    case "primitive":
      return isSignalPrimitive(value, successes);
    default:
      return (
        (value.kept === true && !isCount(value)) ||
        value.ofError === true ||
        isSomethingBeside(tree, successes) ||
        (isText(tree) && isUnlikeAll(value, successes))
      );
  }
}

/** What is not known, where success gives nothing: `return event;`, the one that was not sent. */
export function isSomethingBeside(tree: ValueTree, successes: readonly ValueTree[]): boolean {
  return tree.kind === "leaf" && tree.value.kind === "unknown" && giveNothing(successes);
}

/** `{ message: "Please try again" }`, `["Svix is down"]`, where success gives nothing. */
function isMoreThanNothing(tree: ValueTree, successes: readonly ValueTree[]): boolean {
  if (tree.kind === "leaf") return false;
  const parts = tree.kind === "array" ? tree.elements : tree.props;
  return parts.length > 0 && giveNothing(successes);
}

function giveNothing(successes: readonly ValueTree[]): boolean {
  return successes.length > 0 && successes.every(isNothing);
}

/** A constant that the program compares with: `FAILED`, which nothing else is. */
function constantOf(tree: ValueTree): ts.Node | undefined {
  if (tree.kind === "leaf") return constantIn(tree.value);
  return tree.kind === "object" ? tree.constant : undefined;
}

/** `new Refused()` beside `new Accepted()` */
function isOfOtherClass(made: ts.NewExpression | undefined, success: ValueTree): boolean {
  return (
    made !== undefined &&
    success.kind === "object" &&
    success.made !== undefined &&
    success.made.expression.getText() !== made.expression.getText()
  );
}

/**
 * An array of what went wrong, one where success gives an empty one, or one of results of which one
 * tells of a failure; an empty one says nothing.
 */
function isSignalArray(elements: readonly ValueTree[], successes: readonly ValueTree[]): boolean {
  const isEmptyOtherwise = successes.length > 0 && successes.every(isEmptyList);
  if (isEmptyOtherwise && elements.length > 0) return true;
  /** What success has at the same place; anywhere, where the lists differ in length. */
  const othersAt = (index: number): readonly ValueTree[] =>
    successes.flatMap((tree) => {
      if (tree.kind !== "array") return [];
      return tree.elements.length === elements.length
        ? tree.elements.slice(index, index + 1)
        : tree.elements;
    });
  const isPair = successes.every((tree) => tree.kind === "array" && !tree.open);
  return elements.some(
    (element, index) =>
      holdsKept(element) ||
      isOutcome(element) ||
      (element.kind === "array" && isSignalArray(element.elements, othersAt(index))) ||
      (isPair && isOnlyHere(element, othersAt(index))) ||
      (element.kind === "object" && isSignalObject(element.props, othersAt(index))),
  );
}

/**
 * What a check of the failure gave, in a list of what became of each: false, null, the error's message,
 * a word such as "failed": `results.push(await send(order))`.
 */
function isOutcome(tree: ValueTree): boolean {
  if (tree.kind !== "leaf") return false;
  const { value } = tree;
  if (value.kind === "unknown") return value.ofError === true;
  if (value.kind !== "primitive" || value.due !== true) return false;
  return value.value === false || value.value === null || namesFailure(value.value);
}

/** What stands where success has nothing: the error of `[error, value]`. */
function isOnlyHere(element: ValueTree, others: readonly ValueTree[]): boolean {
  return giveNothing(others) && isTold(element);
}

/** Whether a value is known to be something. */
function isTold(tree: ValueTree): boolean {
  return tree.kind !== "leaf" || isNullish(tree.value) === false || isText(tree);
}

function isEmptyList(tree: ValueTree): boolean {
  return tree.kind === "array" && !tree.open && tree.elements.length === 0;
}

/**
 * What success gives, other than the object or literal that a check of the failure's value gave: `if
 * (!id) return { message }`, `return sent ? "complete" : "partial"` are reached without the failure
 * only as far as the simulation cannot tell what is asked.
 */
export function successesBeside(
  { value, trail }: Ending,
  successes: readonly ValueTree[],
): readonly ValueTree[] {
  if (!isChosen(value) || trail.checked !== true) return successes;
  const others = successes.filter((success) => !sameTree(success, value));
  return others.length === 0 ? successes : others;
}

/** An object or a literal that is there because of the failure. */
function isChosen(tree: ValueTree): boolean {
  if (tree.kind === "leaf") return tree.value.kind === "primitive" && tree.value.due === true;
  return tree.kind === "object" && tree.due === true;
}

/**
 * Whether what is answered because of a failure has other properties than what success gives: `{ hint:
 * "try again" }` beside `{ href: url }`, each with what the other lacks.
 */
export function isOfOtherShape({ value }: Ending, successes: readonly ValueTree[]): boolean {
  if (value.kind !== "object") return false;
  const names = new Set(value.props.map(([name]) => name));
  return (
    names.size > 0 &&
    !value.open &&
    !saysSuccess(value.props) &&
    successes.length > 0 &&
    successes.every(
      (success) =>
        success.kind === "object" &&
        !success.open &&
        success.props.some(([name]) => !names.has(name)) &&
        [...names].some((name) => !success.props.some(([other]) => other === name)),
    )
  );
}

function holdsKept(tree: ValueTree): boolean {
  if (tree.kind === "leaf") return tree.value.kind === "error" || tree.value.kept === true;
  if (tree.kept === true) return true;
  return tree.kind === "array"
    ? tree.elements.some(holdsKept)
    : tree.props.some(([, value]) => holdsKept(value));
}

function isSignalPrimitive(
  value: Value & { kind: "primitive" },
  successes: readonly ValueTree[],
): boolean {
  const literals = successes.map(leafOf);
  if (isNullish(value) === true) {
    // Nothing tells `undefined` from the nothing that success returns.
    return value.value === null
      ? literals.some((literal) => !(literal?.kind === "primitive" && literal.value === null)) ||
          literals.length === 0
      : literals.some((literal) => !(literal?.kind === "primitive" && literal.value === undefined));
  }
  const returnedBySuccess = literals.some(
    (literal) => literal?.kind === "primitive" && literal.value === value.value,
  );
  if (value.value === false) return true;
  // `return failures.length`
  if (value.kept === true && typeof value.value === "number") return true;
  if (namesFailure(value.value) || isExitCode(value.value, literals))
    return !successes.every((success) => sameTree(success, { kind: "leaf", value }));
  return !returnedBySuccess && isUnlikeAll(value, successes);
}

/** Whether callers can tell a literal, or a text whose beginning is known, from whatever success gives. */
function isUnlikeAll(value: Value, successes: readonly ValueTree[]): boolean {
  return (
    successes.length > 0 &&
    successes.every((success) => {
      // `"refused"` beside `{ id }`
      if (success.kind !== "leaf") return value.kind !== "primitive" || value.value !== "";
      return isUnlike(value, success.value);
    })
  );
}

/** An empty text stands for what is missing, whatever the other is. */
function isUnlike(a: Value, b: Value): boolean {
  if (a.kind === "primitive" && a.value === "") return false;
  if (a.kind === "primitive" && b.kind === "primitive") return a.value !== b.value;
  const [one, other] = [beginningOf(a), beginningOf(b)];
  if (one === undefined || other === undefined) return false;
  // A literal is its own beginning, and whole.
  if (a.kind === "primitive") return !one.startsWith(other);
  if (b.kind === "primitive") return !other.startsWith(one);
  return !one.startsWith(other) && !other.startsWith(one);
}

/** 1 beside 0, of a function that gives numbers only. */
function isExitCode(code: unknown, successes: readonly (Value | undefined)[]): boolean {
  const codes = successes.map((value) => (value?.kind === "primitive" ? value.value : undefined));
  return (
    typeof code === "number" &&
    code > 0 &&
    codes.includes(0) &&
    codes.every((each) => typeof each === "number")
  );
}

function isSignalObject(
  props: readonly (readonly [string, ValueTree])[],
  successes: readonly ValueTree[],
): boolean {
  return props.some(([name, tree]) => {
    const value = leafOf(tree);
    if (ERROR_PROPERTIES.has(name)) return value === undefined || isNullish(value) !== true;
    // `{ sent, failed }` with lists of what went how, `{ result: { ok: false } }`
    if (value === undefined) return isSignal(tree, partsOf(successes, name));
    if (value.kind === "error") return true;
    if (value.kind === "function") return isOtherFunction(value.node, partsOf(successes, name));
    // `{ response: new Response("bad signature", { status: 401 }) }`
    if (value.kind === "response") return isSignal(tree, partsOf(successes, name));
    if (isCount(value)) return props.length > 1;
    if (value.kept === true && !isPlain(value)) return true;
    if (value.ofError === true) return true;
    if (isText(tree) && isUnlikeAll(value, partsOf(successes, name))) return true;
    if (value.kind !== "primitive") return false;
    // `{ notified }`, where notified is the false that told of the failure.
    if (value.value === false && value.due === true) return true;
    if (isNullish(value) === true && value.due === true && !saysSuccess(props)) {
      const usual = partsOf(successes, name);
      return usual.length === 0 || !usual.every((part) => sameTree(part, tree));
    }
    if (SUCCESS_PROPERTIES.has(name)) return value.value === false;
    if (FAILURE_PROPERTIES.has(name)) return value.value === true;
    return differsFromSuccess(name, value, successes);
  });
}

/** `{ isErr: () => true }` beside `{ isErr: () => false }`, of a Result that the program has written itself. */
function isOtherFunction(fn: ts.Node, usual: readonly ValueTree[]): boolean {
  return (
    usual.length > 0 &&
    usual.every((part) => {
      const other = leafOf(part);
      return other?.kind === "function" && other.node !== fn;
    })
  );
}

function saysSuccess(props: readonly (readonly [string, ValueTree])[]): boolean {
  return props.some(([name, tree]) => {
    const value = leafOf(tree);
    return SUCCESS_PROPERTIES.has(name) && value?.kind === "primitive" && value.value === true;
  });
}

function isCount(value: Value): boolean {
  return value.kind === "unknown" && value.count === true;
}

function isPlain(value: Value): boolean {
  return (
    value.kind === "primitive" &&
    (isNullish(value) === true || value.value === "" || value.value === false)
  );
}

/** `{ status: "failed" }` beside `{ status: "sent" }`, `{ published: false }` beside `{ published: true }`. */
function differsFromSuccess(
  name: string,
  value: Value & { kind: "primitive" },
  successes: readonly ValueTree[],
): boolean {
  // Nothing, an empty text and 0 stand for what is missing, whatever success gives.
  if (isNullish(value) === true || value.value === "" || value.value === 0) return false;
  const others = partsOf(successes, name);
  if (namesFailure(value.value))
    return others.length === 0 || others.some((tree) => !sameTree(tree, { kind: "leaf", value }));
  return (
    others.length > 0 &&
    others.every((tree) => {
      const other = leafOf(tree);
      return other?.kind === "primitive" && other.value !== value.value;
    })
  );
}

/** HTTP statuses that refuse a request for good; 408, 425 and 429 ask for another try. */
export function refuses(status: number | undefined): boolean {
  return (
    status !== undefined &&
    status >= 400 &&
    status < 500 &&
    status !== 408 &&
    status !== 425 &&
    status !== 429
  );
}
