import type ts from "typescript";
import type { FunctionNode } from "../callers/index.js";
import type { Arrival, End, Flow, Frame } from "./flow.js";
import { step } from "./flow-expressions.js";
import { keyOf, promiseOf, type Form } from "./form.js";
import type { Subject } from "./subject.js";
import type { Surroundings } from "./surroundings.js";

/** So many places are visited for one value; code that needs more is answered with "unknown". */
const MAX_STEPS = 4_000;

/** The expressions that carry a value, each with the ways it does. */
export type Carried = ReadonlyMap<ts.Node, readonly Form[]>;

/** Everything that is known about where a value went. */
export interface Trail {
  readonly ends: readonly End[];
  readonly carried: Carried;
}

/** Follows a value, forward and without regard to order, from one expression to all its ends. */
export function follow(
  start: ts.Expression,
  form: Form,
  subject: Subject,
  around: Surroundings,
): Trail {
  return new Tracer(subject, around).run(start, form);
}

class Tracer implements Flow {
  readonly checker: Flow["checker"];
  readonly sdk: Flow["sdk"];
  readonly reads: Flow["reads"];
  readonly #ends = new Map<string, End>();
  readonly #carried = new Map<ts.Node, Form[]>();
  readonly #seen = new Map<ts.Node, Set<string>>();
  readonly #queue: Arrival[] = [];
  readonly #frames = new Map<Frame, number>();

  constructor(
    readonly subject: Subject,
    private readonly around: Surroundings,
  ) {
    this.checker = around.checker;
    this.sdk = around.sdk;
    this.reads = around.reads;
  }

  run(start: ts.Expression, form: Form): Trail {
    this.arrive(start, form, undefined);
    let steps = 0;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      steps += 1;
      if (steps > MAX_STEPS) {
        this.end("unknown", next.node, next.form);
        break;
      }
      step(next, this);
    }
    return { ends: [...this.#ends.values()], carried: this.#carried };
  }

  arrive(node: ts.Expression, form: Form | undefined, frame: Frame | undefined): void {
    if (form === undefined) {
      this.end("unknown", node, promiseOf("result"));
      return;
    }
    const known = this.#seen.get(node) ?? new Set();
    this.#seen.set(node, known);
    const key = keyOf(form);
    const state = `${key} ${String(this.#numberOf(frame))}`;
    if (known.has(state)) return;
    if (![...known].some((other) => other.startsWith(`${key} `))) {
      const forms = this.#carried.get(node);
      if (forms === undefined) this.#carried.set(node, [form]);
      else forms.push(form);
    }
    known.add(state);
    this.#queue.push({ node, form, frame });
  }

  /** Frames are told apart by the calls that made them, so that a value enters each only once. */
  #numberOf(frame: Frame | undefined): number {
    if (frame === undefined) return 0;
    let number = this.#frames.get(frame);
    if (number === undefined) this.#frames.set(frame, (number = this.#frames.size + 1));
    return number;
  }

  end(kind: End["kind"], node: ts.Node, form: Form, how?: string): void {
    const key = `${kind} ${String(node.pos)} ${node.getSourceFile().fileName} ${keyOf(form)}`;
    this.#ends.set(key, { kind, node, form, ...(how === undefined ? {} : { how }) });
  }

  returned(node: ts.Node, form: Form, fn: FunctionNode | ts.Expression): void {
    const key = `returned ${String(node.pos)} ${node.getSourceFile().fileName} ${keyOf(form)}`;
    this.#ends.set(key, { kind: "returned", node, form, fn });
  }

  isLogger(callee: ts.Expression): boolean {
    return this.around.isLogger(callee);
  }

  targetsOf(call: ts.CallExpression): readonly FunctionNode[] {
    return this.around.targetsOf(call);
  }

  functionsBehind(expression: ts.Expression): readonly FunctionNode[] {
    return this.around.functionsBehind(expression);
  }

  filesReading(field: ts.Symbol): readonly ts.SourceFile[] {
    return this.around.filesReading(field);
  }
}
