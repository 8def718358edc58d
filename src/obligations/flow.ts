import type ts from "typescript";
import type { Recogniser } from "../sdk/recogniser.js";
import type { Form } from "./form.js";
import type { Reads } from "./reads.js";
import type { Subject } from "./subject.js";
import type { FunctionNode } from "../callers/index.js";

/**
 * What became of a value at one place:
 * `looked` – the verdict decided something; `handedOn` – it went where nobody can follow;
 * `returned` – it left a named function for its callers; `confirmed` – its id was asked about;
 * `logged`, `detail` (another property was read), `tested` (only whether it is there);
 * `unknown` – the engine cannot tell.
 */
export interface End {
  readonly kind:
    "looked" | "handedOn" | "returned" | "confirmed" | "logged" | "detail" | "tested" | "unknown";
  readonly node: ts.Node;
  readonly form: Form;
  /** How it was handed on, in words: "stored", "passed to save". */
  readonly how?: string;
  /** The function that it was returned from, or the expression whose value is such a function. */
  readonly fn?: FunctionNode | ts.Expression;
}

/** A function of the program that was entered with the value, and the call to which it returns. */
export interface Frame {
  readonly fn: FunctionNode;
  readonly parent: Frame | undefined;
  readonly depth: number;
  /** Takes what the function returns back to the place that entered it. */
  readonly back: (form: Form) => void;
}

/** One value on its way: the expression, how it carries the value, and by which calls it came there. */
export interface Arrival {
  readonly node: ts.Expression;
  readonly form: Form;
  readonly frame: Frame | undefined;
}

/** What the steps of following a value need to know, and where they put what they find. */
export interface Flow {
  readonly checker: ts.TypeChecker;
  readonly sdk: Recogniser;
  readonly subject: Subject;
  readonly reads: Reads;
  isLogger(callee: ts.Expression): boolean;
  /** The functions of the program that a call may run and whose bodies may be entered. */
  targetsOf(call: ts.CallExpression): readonly FunctionNode[];
  /** The functions of the program that an expression may stand for: a literal, a name, a member. */
  functionsBehind(expression: ts.Expression): readonly FunctionNode[];
  /** The files in which a field declared here may be read. */
  filesReading(field: ts.Symbol): readonly ts.SourceFile[];
  /** The value is carried by this expression, too. A form that got too deep is given as undefined. */
  arrive(node: ts.Expression, form: Form | undefined, frame: Frame | undefined): void;
  end(kind: End["kind"], node: ts.Node, form: Form, how?: string): void;
  /** The value left a function that is not used where it stands. */
  returned(node: ts.Node, form: Form, fn: FunctionNode | ts.Expression): void;
}
