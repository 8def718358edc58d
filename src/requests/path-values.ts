import type ts from "typescript";
import type { FunctionWithBody } from "./syntax.js";

/** What is known of a value on a path. Every field may be absent: nothing is known then. */
export interface Value {
  /** A primitive that is written out. */
  readonly known?: { readonly is: string | number | boolean | null | undefined };
  readonly truthy?: boolean;
  /** Known properties of an object literal. */
  readonly props?: ReadonlyMap<string, Value>;
  /** Derived from the body of the request, or from verify's value. */
  readonly payload?: true;
  /** The request itself, or a part of it that still has its body (`c.req`, `req.clone()`). */
  readonly request?: true;
  /** Of a request: its properties that carry data beside the body that is verified. */
  readonly beside?: ReadonlySet<string>;
  /** Read from the headers or the query of the request, or from beside its verified body. */
  readonly metadata?: "headers" | "url" | "query" | "beside";
  /** What code that cannot be entered says of the request, or of its body alone. */
  readonly verdict?: "request" | "body";
  /** The truth of the value that only somebody can bring about who knows a secret: `key === env.KEY`. */
  readonly proof?: boolean;
  readonly fn?: FunctionWithBody;
  /** It is, or is a part of, what says that nothing was verified: whoever asks it, has been told. */
  readonly told?: true;
  /** What made a value of which nothing else is known: `fail` of `fail("missing")`, a constant's name. */
  readonly made?: string;
}

export const UNKNOWN: Value = {};
export const PAYLOAD: Value = { payload: true };
export const REQUEST: Value = { request: true, truthy: true };

export function known(is: string | number | boolean | null | undefined): Value {
  return { known: { is }, truthy: Boolean(is) };
}

/** What holds of a value that may be either. */
export function join(a: Value, b: Value): Value {
  const payload = a.payload ?? b.payload;
  const request = a.request ?? b.request;
  const metadata = a.metadata ?? b.metadata;
  const verdict = a.verdict ?? b.verdict;
  return {
    ...(a.known && b.known && a.known.is === b.known.is && { known: a.known }),
    ...(a.truthy !== undefined && a.truthy === b.truthy && { truthy: a.truthy }),
    ...(payload && { payload }),
    ...(request && { request }),
    ...(metadata && { metadata }),
    ...(verdict && { verdict }),
    ...(a.told && b.told && { told: true as const }),
  };
}

/** What a value made of others carries on: `{ id: body.id }`, `a + b`, `Object.keys(body)`. */
export function madeOf(parts: readonly Value[]): Value {
  const metadata = parts.find((part) => part.metadata)?.metadata;
  return {
    ...(parts.some((part) => part.payload) && { payload: true as const }),
    ...(metadata && { metadata }),
    ...(parts.some((part) => part.told) && { told: true as const }),
  };
}

/** A text that is equal for values that cannot be told apart in what they say about success. */
export function signalOf(value: Value): string {
  if (value.known) return `=${String(value.known.is)}`;
  if (value.props) {
    for (const name of ["ok", "success", "valid", "verified", "isValid"]) {
      const flag = value.props.get(name)?.known;
      if (flag) return `{${name}:${String(flag.is)}}`;
    }
    const written = [...value.props].flatMap(([name, { known: is }]) =>
      is ? [`${name}:${String(is.is)}`] : [],
    );
    if (written.length > 0 && !value.payload) return `{${written.sort().join()}}`;
  }
  return value.payload ? "payload" : `?${value.made ?? ""}`;
}

/** One choice that a path took. */
export interface Decision {
  /** The condition that a person would change: the whole test of an `if`, what stands before `&&` or `?.`. */
  readonly test: ts.Expression;
  readonly leaf: ts.Node;
  readonly taken: boolean;
  /** The leaf is a call of a function that verifies, and it says by its value whether it has. */
  readonly isTold?: true;
}

/** A use of the payload before anything was verified, and how many choices came before it. */
export interface EarlyUse {
  readonly node: ts.Node;
  readonly at: number;
}

/** One way through a function up to some point. */
export interface Path {
  readonly verified: boolean;
  readonly decisions: readonly Decision[];
  readonly values: ReadonlyMap<ts.Symbol, Value>;
  readonly facts: ReadonlyMap<string, boolean>;
  readonly use: EarlyUse | undefined;
  /** Whether anything was called that is not a log, a check of form or a read. */
  readonly acted: boolean;
}

export function withValue(path: Path, symbol: ts.Symbol, value: Value): Path {
  const values = new Map(path.values);
  values.set(symbol, value);
  return { ...path, values };
}

export function withFact(path: Path, key: string, truth: boolean): Path {
  const facts = new Map(path.facts);
  facts.set(key, truth);
  return { ...path, facts };
}

export function decided(path: Path, decision: Decision): Path {
  return path.verified ? path : { ...path, decisions: [...path.decisions, decision] };
}

const MAX_PATHS = 48;

/**
 * Fewer paths that say the same: everything that is verified is one path, of the others one is kept
 * for each set of values, choice that mattered last and early use.
 */
export function limited<T extends { readonly path: Path }>(
  outcomes: readonly T[],
  keyOf: (outcome: T) => string,
): T[] {
  const kept = new Map<string, T>();
  for (const outcome of outcomes) {
    const { path } = outcome;
    const key = path.verified ? `v${keyOf(outcome)}` : `u${keyOf(outcome)}${pathKey(path)}`;
    const before = kept.get(key);
    if (!before) kept.set(key, outcome);
    else if (path.verified) kept.set(key, { ...before, path: joinVerified(before.path, path) });
  }
  return [...kept.values()].slice(0, MAX_PATHS);
}

function pathKey(path: Path): string {
  const values = [...path.values].map(
    ([symbol, value]) => `${symbol.name}${signalOf(value)}${String(value.truthy)}`,
  );
  const facts = [...path.facts].map(([key, truth]) => `${key}${String(truth)}`);
  return `${String(path.use?.node.pos)}|${String(path.acted)}|${values.join()}|${facts.join()}`;
}

function joinVerified(a: Path, b: Path): Path {
  const values = new Map<ts.Symbol, Value>();
  for (const [symbol, value] of [...a.values, ...b.values]) {
    const other = a.values.get(symbol) === value ? b.values.get(symbol) : a.values.get(symbol);
    values.set(symbol, other ? join(value, other) : value);
  }
  return { ...a, values, acted: a.acted || b.acted };
}
