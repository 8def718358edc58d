import ts from "typescript";
import { checkerOf } from "../sdk/checker.js";
import { valuesOfAccess } from "./accesses.js";
import { valuesOfName } from "./bindings.js";
import { valuesOfCall } from "./calls.js";
import { valuesOfNew } from "./dates.js";
import { valuesOfArray, valuesOfObject } from "./containers.js";
import { valuesOfBinary, valuesOfPrefix, valuesOfTemplate } from "./operators.js";
import { exactly } from "./span.js";
import { bounded, text, textOf, unknown, type StaticValue } from "./static-value.js";
import { bare } from "./syntax.js";

/** What is known of a function's parameters where its body is evaluated for one call. */
export type Frame = ReadonlyMap<ts.Symbol, readonly StaticValue[]>;

export interface EvaluatorOptions {
  /**
   * What a variable that is assigned again may be: `unknown`, or `any` of the values that are ever
   * assigned to it in its file (and something unknown). With `any`, an object that is lent keeps
   * what it held.
   */
  readonly reassigned?: "unknown" | "any";
  /** Calls that are known to leave the objects they are given as they are. */
  readonly keepsArguments?: (call: ts.CallExpression | ts.NewExpression) => boolean;
}

/** What the parts of the evaluator share. */
export interface Evaluation {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly options: EvaluatorOptions;
  readonly frame: Frame | undefined;
  /** The possible values of an expression; never empty. */
  of(node: ts.Expression): readonly StaticValue[];
  /** The same evaluation inside a function whose parameters have these values. */
  within(frame: Frame): Evaluation;
  /** Runs `find` unless it is running already for this node: recursion ends as unknown. */
  once(node: ts.Node, find: () => readonly StaticValue[]): readonly StaticValue[];
  /** Runs `find` once a program for a declaration that is the same wherever it is used. */
  remembered(node: ts.Declaration, find: () => readonly StaticValue[]): readonly StaticValue[];
}

const DEEPEST = 32;
const MOST_STEPS = 600;

/**
 * The values that an expression can have, as far as they stand in the program's text; `unknown` is
 * among them where there may be others.
 *
 * Conditions are not judged: both sides of `a ? b : c`, the right side of `a ?? b`. Followed are
 * constants (also of other files), enums, static and readonly fields, literals, templates,
 * arithmetic, dates, defaults of parameters, and calls of the program's own small functions. Not
 * seen: writes through a second name of an object, what code that cannot be entered answers, and
 * checks that keep a value from arriving.
 */
export function possibleValues(
  node: ts.Expression,
  program: ts.Program,
  options: EvaluatorOptions = {},
): readonly StaticValue[] {
  return new Evaluator(program, options, undefined, { steps: 0, depth: 0, running: new Set() }).of(
    node,
  );
}

type Memory = WeakMap<ts.Declaration, readonly StaticValue[]>;

const memories = new WeakMap<ts.Program, Map<string, Memory>>();

function memoryOf(program: ts.Program, reassigned: string): Memory {
  let ofProgram = memories.get(program);
  if (!ofProgram) memories.set(program, (ofProgram = new Map<string, Memory>()));
  let memory = ofProgram.get(reassigned);
  if (!memory) ofProgram.set(reassigned, (memory = new WeakMap()));
  return memory;
}

/** `const X = …` of a file's top level */
function isOfModule(node: ts.Declaration): boolean {
  return ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent);
}

interface Effort {
  steps: number;
  depth: number;
  readonly running: Set<ts.Node>;
}

class Evaluator implements Evaluation {
  readonly checker: ts.TypeChecker;

  constructor(
    readonly program: ts.Program,
    readonly options: EvaluatorOptions,
    readonly frame: Frame | undefined,
    private readonly effort: Effort,
  ) {
    this.checker = checkerOf(program);
  }

  within(frame: Frame): Evaluation {
    return new Evaluator(this.program, this.options, frame, this.effort);
  }

  once(node: ts.Node, find: () => readonly StaticValue[]): readonly StaticValue[] {
    const { running } = this.effort;
    if (running.has(node)) return [unknown(node)];
    running.add(node);
    const values = find();
    running.delete(node);
    return values;
  }

  remembered(node: ts.Declaration, find: () => readonly StaticValue[]): readonly StaticValue[] {
    // What is found inside of a call, or while something else is being found, may be cut short.
    if (this.frame || this.effort.running.size > 1 || !isOfModule(node)) return find();
    const memory = memoryOf(this.program, this.options.reassigned ?? "unknown");
    let values = memory.get(node);
    if (!values) memory.set(node, (values = find()));
    return values;
  }

  of(node: ts.Expression): readonly StaticValue[] {
    this.effort.steps += 1;
    if (this.effort.steps > MOST_STEPS || this.effort.depth > DEEPEST) return [unknown(node)];
    this.effort.depth += 1;
    const inner = bare(node);
    let values = this.dispatch(inner);
    if (values.length === 0 || values.every(({ kind }) => kind === "unknown"))
      values = this.byType(inner);
    this.effort.depth -= 1;
    const file = node.getSourceFile();
    return bounded(
      values.map((value) =>
        value.node.getSourceFile() === file ? value : { ...value, node: inner },
      ),
      inner,
    );
  }

  private dispatch(node: ts.Expression): readonly StaticValue[] {
    const literal = literalOf(node);
    if (literal) return [literal];
    if (ts.isTemplateExpression(node)) return valuesOfTemplate(node, this);
    if (ts.isPrefixUnaryExpression(node)) return valuesOfPrefix(node, this);
    if (ts.isBinaryExpression(node)) return valuesOfBinary(node, this);
    if (ts.isConditionalExpression(node))
      return [...this.of(node.whenTrue), ...this.of(node.whenFalse)];
    if (ts.isObjectLiteralExpression(node)) return [valuesOfObject(node, this)];
    if (ts.isArrayLiteralExpression(node)) return [valuesOfArray(node, this)];
    if (ts.isIdentifier(node)) return valuesOfName(node, this);
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      return valuesOfAccess(node, this);
    }
    if (ts.isNewExpression(node)) return valuesOfNew(node, this);
    if (ts.isCallExpression(node)) return valuesOfCall(node, this);
    return [unknown(node)];
  }

  /** A constant of a declaration file, an enum of a package: its type is the literal itself. */
  private byType(node: ts.Expression): readonly StaticValue[] {
    if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return [unknown(node)];
    const type = this.checker.getTypeAtLocation(node);
    if (type.isStringLiteral()) return [text(type.value, node)];
    if (type.isNumberLiteral()) return [{ kind: "number", span: exactly(type.value), node }];
    return [unknown(node)];
  }
}

function literalOf(node: ts.Expression): StaticValue | undefined {
  if (ts.isStringLiteralLike(node)) return text(node.text, node);
  if (ts.isNumericLiteral(node)) return { kind: "number", span: exactly(Number(node.text)), node };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { kind: "boolean", value: true, node };
    case ts.SyntaxKind.FalseKeyword:
      return { kind: "boolean", value: false, node };
    case ts.SyntaxKind.NullKeyword:
    case ts.SyntaxKind.VoidExpression:
      return { kind: "absent", node };
    default:
      return undefined;
  }
}

/** Whether a value is known to be falsy (`true`), truthy (`false`), or neither (undefined). */
export function isFalsy(value: StaticValue): boolean | undefined {
  switch (value.kind) {
    case "absent":
      return true;
    case "boolean":
      return !value.value;
    case "string": {
      const whole = textOf(value);
      if (whole !== undefined) return whole === "";
      return value.parts.some((part) => typeof part === "string" && part !== "")
        ? false
        : undefined;
    }
    case "number":
      return value.span.from === value.span.to ? value.span.from === 0 : undefined;
    case "unknown":
    case "environment":
      return undefined;
    default:
      return false;
  }
}
