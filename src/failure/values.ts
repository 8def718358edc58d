import type ts from "typescript";

/** What a failed call hands to the program: which kind of error, and how the call delivers it. */
export type FailureMode = "api" | "network" | "verification";

/** Facts about an error object that the simulation can rely on. */
export interface ErrorFacts {
  /** The very error of the watched call, not a new one. */
  readonly original: boolean;
  /** Holds the failure: the original itself, or one that was made from it (`{ cause }`, its message). */
  readonly carries: boolean;
  readonly mode: FailureMode | undefined;
  /** Class of the error where it is known by declaration. */
  readonly declaration?: ts.Node | undefined;
  readonly className?: string | undefined;
  /** Made of the failure by the platform, and by no decision of the program: Promise.any's AggregateError. */
  readonly gathered?: boolean | undefined;
  /** What is known of the fields of one that the program has made. */
  readonly fields?: ReadonlyMap<string, Value> | undefined;
  /** HTTP status that the error stands for (Nest and http-errors classes, `status` fields). */
  readonly status?: number | undefined;
  /** Of the SDK's own verification error: which of its messages it may have (see `messages.ts`). */
  readonly messages?: number | undefined;
}

/**
 * What is known of an unknown value that was read of a failure's error, for comparing it with a
 * literal: the code of an ApiException; of a broken connection the code, its `typeof`, the name.
 */
export type ErrorField = "code" | "systemCode" | "typeOfSystemCode" | "systemName";

/** Where a value comes from, as far as judging needs it. Marks survive copying and derivation. */
export interface Marks {
  /** It would be another value had the call not failed. */
  readonly due?: boolean | undefined;
  /** It was stored on the failing path in order to be looked at later: `failed = true`, `errors.push(e)`. */
  readonly kept?: boolean | undefined;
  /** It is derived from the request body or from verify's result. */
  readonly tainted?: boolean | undefined;
  /** It is made of the failure's error: its message, a Result that holds it, a report of it. */
  readonly ofError?: boolean | undefined;
  /** For a comparison with error codes: the truth that binds the branch to one code, or that there is none. */
  readonly names?: "whenTrue" | "whenFalse" | "range" | undefined;
}

/**
 * An abstract value. `unknown` is any value at all; objects, arrays and promises are references
 * into the state's heap, since they can be changed through every alias.
 */
export type Value = Marks &
  (
    | {
        readonly kind: "unknown";
        readonly truthy?: boolean | undefined;
        /** The constant of the program that it is, which the program compares with. */
        readonly constant?: ts.Node | undefined;
        /** It is a text that begins so: what stands before the first `${…}` of a template. */
        readonly beginning?: string | undefined;
        /** It is a count of what went well, which lacks the failure. */
        readonly count?: boolean | undefined;
        readonly field?: ErrorField | undefined;
        /** The message of a verification error, or what was made of it: the text for each message. */
        readonly texts?: readonly string[] | undefined;
        /** What asks such a text something: the messages of which it holds. */
        readonly holdsFor?: number | undefined;
      }
    | { readonly kind: "primitive"; readonly value: Primitive }
    | { readonly kind: "error"; readonly error: ErrorFacts }
    | {
        readonly kind: "reference";
        readonly id: number;
        /** The same of an object. */
        readonly constant?: ts.Node | undefined;
      }
    | {
        readonly kind: "function";
        readonly node: FunctionNode;
        /** The mention that is watched in place of its calls: its body is no part of this simulation. */
        readonly mention?: ts.Expression | undefined;
      }
    | { readonly kind: "settler"; readonly promise: number; readonly rejects: boolean }
    | {
        readonly kind: "response";
        readonly status: number | undefined;
        readonly body?: Value | undefined;
        /** It tells of the failure: by an error body, whatever the status, or by a status that the failure chose. */
        readonly tells?: boolean | undefined;
        readonly node: ts.Node;
      }
  );

export type Primitive = string | number | boolean | bigint | null | undefined;

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration
  | ts.SetAccessorDeclaration;

export const UNKNOWN: Value = { kind: "unknown" };
export const UNDEFINED: Value = { kind: "primitive", value: undefined };
export const SOMETHING: Value = { kind: "unknown", truthy: true };

export function primitive(value: Primitive, marks: Marks = {}): Value {
  return { ...marksOf(marks), kind: "primitive", value };
}

export function marksOf({ due, kept, tainted, ofError }: Marks): Marks {
  return {
    ...(ofError === true ? { ofError } : {}),
    ...(due === true ? { due } : {}),
    ...(kept === true ? { kept } : {}),
    ...(tainted === true ? { tainted } : {}),
  };
}

/** The same value with further marks; marks are only ever added. */
export function marked(value: Value, marks: Marks): Value {
  const added = marksOf(marks);
  if (
    (added.due !== true || value.due === true) &&
    (added.kept !== true || value.kept === true) &&
    (added.ofError !== true || value.ofError === true) &&
    (added.tainted !== true || value.tainted === true)
  ) {
    return value;
  }
  return { ...value, ...added };
}

/** An unknown value that carries the marks of those it is computed from. */
export function derived(...from: readonly Marks[]): Value {
  const marks = joinMarks(from);
  return marks.due === true ||
    marks.kept === true ||
    marks.tainted === true ||
    marks.ofError === true
    ? { kind: "unknown", ...marks }
    : UNKNOWN;
}

export function joinMarks(from: readonly Marks[]): Marks {
  return marksOf({
    due: from.some((value) => value.due),
    kept: from.some((value) => value.kept),
    tainted: from.some((value) => value.tainted),
    ofError: from.some((value) => value.ofError),
  });
}

/** What a condition over the value decides, or undefined where it may go either way. */
export function truthiness(value: Value): boolean | undefined {
  switch (value.kind) {
    case "unknown":
      return value.truthy;
    case "primitive":
      return Boolean(value.value);
    default:
      return true;
  }
}

/** Whether the value is null or undefined; undefined where that cannot be told. */
export function isNullish(value: Value): boolean | undefined {
  switch (value.kind) {
    case "unknown":
      return value.truthy === true ? false : undefined;
    case "primitive":
      return value.value === null || value.value === undefined;
    default:
      return false;
  }
}

export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.due !== b.due || a.kept !== b.kept || a.tainted !== b.tainted)
    return false;
  if (a.names !== b.names || a.ofError !== b.ofError) return false;
  switch (a.kind) {
    case "unknown":
      return b.kind === "unknown" && sameUnknown(a, b);
    case "primitive":
      return b.kind === "primitive" && Object.is(a.value, b.value);
    case "error":
      return b.kind === "error" && (a.error === b.error || sameError(a.error, b.error));
    case "reference":
      return b.kind === "reference" && a.id === b.id;
    case "function":
      return b.kind === "function" && a.node === b.node;
    case "settler":
      return b.kind === "settler" && a.promise === b.promise && a.rejects === b.rejects;
    case "response":
      return (
        b.kind === "response" && a.status === b.status && a.node === b.node && a.tells === b.tells
      );
  }
}

type Unknown = Value & { readonly kind: "unknown" };

function sameUnknown(a: Unknown, b: Unknown): boolean {
  return (
    a.truthy === b.truthy &&
    a.constant === b.constant &&
    a.beginning === b.beginning &&
    a.count === b.count &&
    a.field === b.field &&
    a.texts === b.texts &&
    a.holdsFor === b.holdsFor
  );
}

function sameError(a: ErrorFacts, b: ErrorFacts): boolean {
  return (
    a.original === b.original &&
    a.carries === b.carries &&
    a.mode === b.mode &&
    a.declaration === b.declaration &&
    a.className === b.className &&
    a.status === b.status &&
    a.fields === b.fields &&
    a.messages === b.messages
  );
}

/** The best value that stands for both: the value itself where they agree, else unknown with both's marks. */
export function joinValues(a: Value, b: Value): Value {
  if (sameValue(a, b)) return a;
  const truth = truthiness(a) === truthiness(b) ? truthiness(a) : undefined;
  const joined = derived(a, b);
  const beginning = commonBeginning(beginningOf(a), beginningOf(b));
  if (truth !== true && beginning === undefined) return joined;
  return {
    ...joined,
    kind: "unknown",
    ...(truth === true ? { truthy: true } : {}),
    ...(beginning === undefined ? {} : { beginning }),
  };
}

/** The constant of the program that a value is, by which it can be told from all others. */
export function constantIn(value: Value): ts.Node | undefined {
  return value.kind === "unknown" || value.kind === "reference" ? value.constant : undefined;
}

/** What a text is known to begin with, all of it for a literal; undefined for what may be no text. */
export function beginningOf(value: Value): string | undefined {
  if (value.kind === "unknown") return value.beginning;
  return value.kind === "primitive" && typeof value.value === "string" ? value.value : undefined;
}

function commonBeginning(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return undefined;
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
