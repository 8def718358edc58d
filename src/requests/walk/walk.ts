import ts from "typescript";
import { callersOf, type Callers } from "../../callers/index.js";
import { checkerOf } from "../../sdk/checker.js";
import type { Recogniser } from "../../sdk/recogniser.js";
import { symbolOf } from "../declarations.js";
import type { IsLogger } from "../logging.js";
import type { Decision, Path, Value } from "../path-values.js";
import { isFunction, visit, type FunctionWithBody } from "../syntax.js";

/** A value at the end of one way through an expression. */
export interface Outcome {
  readonly path: Path;
  readonly value: Value;
}

/** How one way through a statement ends. A throw is an end that nobody looks at and is left out. */
export interface Completion {
  readonly path: Path;
  readonly type: "normal" | "return" | "break" | "continue";
  readonly label?: string | undefined;
  readonly value?: Value;
}

/** Thrown when a walk takes too long; nothing is known then. */
export class OverBudget extends Error {}

const MAX_STEPS = 20_000;
const MAX_DEPTH = 6;

/** The state that one walk through a function shares between its paths. */
export class Walk {
  readonly checker: ts.TypeChecker;
  readonly callers: Callers;
  /** The choices of each path at the moment when it verified. */
  readonly verifiedBy: (readonly Decision[])[] = [];
  /** Uses of the payload that are followed by verification on the same path. */
  readonly usedBefore = new Set<ts.Node>();
  /** Data of the request beside its body that is used, with the use. */
  readonly otherData = new Set<ts.Expression>();
  /** Whether the function itself goes on with what it verified: uses it or answers the request. */
  processes = false;
  /** Functions that are being walked, the root first. */
  readonly stack: FunctionWithBody[] = [];
  /** Calls by which functions of the program were entered. */
  readonly entered: { readonly call: ts.CallExpression; readonly given: readonly Value[] }[] = [];
  private steps = 0;
  private readonly verifying = new Map<ts.Node, boolean>();

  constructor(
    readonly program: ts.Program,
    readonly sdk: Recogniser,
    /** Calls that the secret, the headers or the body to verify come from: they are no uses. */
    readonly preparing: ReadonlySet<ts.Node>,
    /** The variables that are the request or its body. */
    readonly seeds: ReadonlyMap<ts.Symbol, Value>,
    readonly isLogger: IsLogger,
  ) {
    this.checker = checkerOf(program);
    this.callers = callersOf(program);
  }

  step(): void {
    this.steps += 1;
    if (this.steps > MAX_STEPS) throw new OverBudget();
  }

  get isDeep(): boolean {
    return this.stack.length > MAX_DEPTH;
  }

  symbol(node: ts.Node): ts.Symbol | undefined {
    return symbolOf(node, this.checker);
  }

  /** The node to report for something in the function that is being walked: in the root, the call that led there. */
  reportable(node: ts.Node): ts.Node {
    return this.entered[0]?.call ?? node;
  }

  isVerify(call: ts.CallExpression): boolean {
    return this.sdk.callOf(call)?.kind === "verify";
  }

  /** Whether verification can happen in a node: a verify call in it, or in the functions of the program that it calls. */
  verifies(node: ts.Node, depth = 0): boolean {
    const before = this.verifying.get(node);
    if (before !== undefined) return before;
    this.verifying.set(node, false);
    let found = false;
    visit(node, (inner) => {
      if (found) return false;
      if (!ts.isCallExpression(inner)) return true;
      found =
        this.isVerify(inner) ||
        (depth < 3 &&
          this.callers
            .targetsOf(inner)
            .some((fn) => isFunction(fn) && this.verifies(fn.body, depth + 1)));
      return !found;
    });
    this.verifying.set(node, found);
    return found;
  }

  /** Whether an identifier is a parameter of a function that is being walked, or of one around it. */
  isOwnParameter(node: ts.Identifier): boolean {
    const declaration = this.symbol(node)?.valueDeclaration;
    return declaration !== undefined && ts.isParameter(declaration);
  }

  /** Whether an identifier is given to the walked function, or to one around it, to be called: `next`, `handler`. */
  isCallbackParameter(node: ts.Identifier): boolean {
    let declaration: ts.Node | undefined = this.symbol(node)?.valueDeclaration;
    while (declaration && ts.isBindingElement(declaration)) declaration = declaration.parent.parent;
    return declaration !== undefined && ts.isParameter(declaration);
  }
}
