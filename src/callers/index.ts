import type ts from "typescript";
import { checkerOf } from "../sdk/checker.js";
import { visibilityOf } from "../sdk/visibility.js";
import { boundaryOf, boundaryOfHeld, type Boundary, type BoundaryOptions } from "./boundaries.js";
import type { CallSites, FunctionNode } from "./call-site.js";
import { declaredRaisersOf, type DeclaredRaisers } from "./declared-raisers.js";
import { errorHandlersIn, hearsOf, type ErrorHandler } from "./error-handlers.js";
import { frameworkOf, type FrameworkHandler } from "./frameworks.js";
import { isMemberRead } from "./member-reads.js";
import { mentionGroupsOf } from "./mention-groups.js";
import { mentionsOf, type Mentions } from "./mentions.js";
import type { ErrorClass } from "../sdk/recogniser.js";
import { nearbyCall } from "./nearby-call.js";
import { isTestFile, projectFilesOf } from "./project-files.js";
import { targetsOf, type Callable, type Targets } from "./target.js";
import { declaredThrows } from "./throws-tag.js";
import { hasUnresolvedImport, hasUntypedCall } from "./untyped-calls.js";
import { ValueSearch, type SearchContext } from "./value-search.js";

export type { Boundary, BoundaryOptions } from "./boundaries.js";
export type { ErrorHandler } from "./error-handlers.js";
export type { FrameworkHandler } from "./frameworks.js";
export type { CallSites, FunctionNode } from "./call-site.js";

export interface CallSitesOptions {
  /** Count tests as callers. Default: only for a function that stands in a test file itself. */
  readonly includeTests?: boolean;
}

/** Who calls whom in one program. Everything is computed when it is asked for, and once. */
export interface Callers {
  /**
   * The calls that may enter the function, and the places where it is given away as a value.
   * Not seen: calls by code that is not in the program, calls through `any`, and through structural
   * types that the function's class or object does not name.
   */
  callSitesOf(fn: FunctionNode, options?: CallSitesOptions): CallSites;
  /** Some call of the function, if one is quickly found; undefined does not say that there is none. */
  nearbyCallOf(fn: FunctionNode): ts.CallExpression | undefined;
  /**
   * Where the value of this expression is called, such as `withErrors(async () => …)` through the
   * const it initialises. The expression itself being called counts.
   */
  callSitesOfValue(expression: ts.Expression, options?: CallSitesOptions): CallSites;
  /**
   * The functions of the project that the call may enter: through names, imports, members, interfaces
   * and abstract classes (all implementations), const maps, bound functions and functions that return
   * functions, and the elements of a known list that is gone through. Empty when unknown, outside the
   * project, or more than eight. Any other parameter that is called is unknown here: what it holds
   * depends on the caller.
   */
  targetsOf(call: Callable): readonly FunctionNode[];
  /** Whether the function may be called where the types do not tell: on an `any`, or through an import that does not resolve. */
  mayBeCalledUntyped(fn: FunctionNode): boolean;
  /** Whether somebody takes the member for which the function is written out of an object: `const { run } = step`. */
  isMemberRead(fn: FunctionNode): boolean;
  /** The functions of the project that the expression's value may be, such as `handlers.paid`. */
  functionsBehind(expression: ts.Expression): readonly FunctionNode[];
  /**
   * The boundary that deals with the error of the function (or promise) that stands here, handed to
   * a call, put into an object, or a method of a class. Undefined when none is known.
   */
  boundaryOf(node: ts.Node, options?: BoundaryOptions): Boundary | undefined;
  /** The boundaries that are given an object which holds the function, and ask for it by a property's name. */
  boundariesHolding(fn: FunctionNode, options?: BoundaryOptions): readonly Boundary[];
  /**
   * The web framework that calls the function (or what the expression mentions where it is handed
   * on), and in which role. Undefined when declarations do not tell.
   */
  frameworkOf(node: ts.Node): FrameworkHandler | undefined;
  /** The error handlers that the program registers with frameworks, tests aside. */
  errorHandlers(): readonly ErrorHandler[];
  /** Those of them that hear of an error which leaves this handler of the framework. */
  errorHandlersFor(node: ts.Node, handler: FrameworkHandler): readonly ErrorHandler[];
  /** The SDK errors that the JSDoc of an exported function or method declares with `@throws`. */
  declaredThrows(fn: ts.SignatureDeclaration): ReadonlySet<ErrorClass>;
  /** The functions whose JSDoc says so, wherever they are declared, also without a body. */
  declaredRaisers(): DeclaredRaisers;
  /** Whether the file holds tests (`*.test.ts`, `__tests__/`, `test/` below the project's root). */
  isTestFile(file: ts.SourceFile): boolean;
}

const cache = new WeakMap<ts.Program, Callers>();

/** The call graph of a program, lazily. */
export function callersOf(program: ts.Program): Callers {
  let callers = cache.get(program);
  if (callers === undefined) cache.set(program, (callers = new ProgramCallers(program)));
  return callers;
}

class ProgramCallers implements Callers {
  readonly #program: ts.Program;
  readonly #context: SearchContext;
  readonly #mentions: Mentions;
  readonly #targets: Targets;
  readonly #boundaries = new Map<ts.Node, Boundary | undefined>();
  readonly #frameworks = new Map<ts.Node, FrameworkHandler | undefined>();
  #raisers: DeclaredRaisers | undefined;
  #handlers: readonly ErrorHandler[] | undefined;
  readonly #found = new Map<ts.Node, CallSites>();
  readonly #nearby = new Map<ts.Node, ts.CallExpression | undefined>();
  readonly #untyped = new Map<ts.Node, boolean>();
  readonly #withoutTests = new Map<ts.Node, CallSites>();
  readonly #tests = new Map<ts.SourceFile, boolean>();

  constructor(program: ts.Program) {
    const checker = checkerOf(program);
    this.#program = program;
    const mentions = mentionsOf(program);
    this.#mentions = mentions;
    const visibility = visibilityOf(program);
    this.#targets = targetsOf(checker, mentions, visibility);
    this.#context = {
      checker,
      files: projectFilesOf(program),
      groups: mentionGroupsOf(mentions, checker, visibility),
    };
  }

  callSitesOf(fn: FunctionNode, options?: CallSitesOptions): CallSites {
    return this.#search(fn, options, () => new ValueSearch(this.#context, fn).ofFunction(fn));
  }

  nearbyCallOf(fn: FunctionNode): ts.CallExpression | undefined {
    if (!this.#nearby.has(fn)) {
      const context = {
        mentions: this.#mentions,
        targets: this.#targets,
        isTestFile: (file: ts.SourceFile) => this.isTestFile(file),
      };
      this.#nearby.set(fn, nearbyCall(fn, context));
    }
    return this.#nearby.get(fn);
  }

  callSitesOfValue(expression: ts.Expression, options?: CallSitesOptions): CallSites {
    return this.#search(expression, options, () =>
      new ValueSearch(this.#context, expression).ofExpression(expression),
    );
  }

  targetsOf(call: Callable): readonly FunctionNode[] {
    return this.#targets.ofCall(call);
  }

  mayBeCalledUntyped(fn: FunctionNode): boolean {
    let may = this.#untyped.get(fn);
    if (may === undefined) {
      const { checker } = this.#context;
      may =
        hasUntypedCall(fn, this.#mentions, checker) ||
        hasUnresolvedImport(fn, this.#mentions, checker);
      this.#untyped.set(fn, may);
    }
    return may;
  }

  isMemberRead(fn: FunctionNode): boolean {
    return isMemberRead(fn, { ...this.#context, mentions: this.#mentions });
  }

  functionsBehind(expression: ts.Expression): readonly FunctionNode[] {
    return this.#targets.ofExpression(expression);
  }

  boundaryOf(node: ts.Node, options?: BoundaryOptions): Boundary | undefined {
    // Configured boundaries are asked for by a function; it makes their answer its own.
    if (options?.extra !== undefined)
      return boundaryOf(node, this.#context.checker, this.#mentions, options);
    if (!this.#boundaries.has(node))
      this.#boundaries.set(node, boundaryOf(node, this.#context.checker, this.#mentions));
    return this.#boundaries.get(node);
  }

  boundariesHolding(fn: FunctionNode, options?: BoundaryOptions): readonly Boundary[] {
    const { checker } = this.#context;
    return this.callSitesOf(fn).heldBy.flatMap(
      (held) => boundaryOfHeld(held, checker, this.#mentions, options) ?? [],
    );
  }

  frameworkOf(node: ts.Node): FrameworkHandler | undefined {
    if (!this.#frameworks.has(node))
      this.#frameworks.set(node, frameworkOf(node, this.#context.checker));
    return this.#frameworks.get(node);
  }

  errorHandlers(): readonly ErrorHandler[] {
    this.#handlers ??= errorHandlersIn({
      checker: this.#context.checker,
      mentions: this.#mentions,
      targets: this.#targets,
      isTestFile: (file) => this.isTestFile(file),
    });
    return this.#handlers;
  }

  errorHandlersFor(node: ts.Node, handler: FrameworkHandler): readonly ErrorHandler[] {
    return this.errorHandlers().filter((errorHandler) => hearsOf(errorHandler, node, handler));
  }

  declaredThrows(fn: ts.SignatureDeclaration): ReadonlySet<ErrorClass> {
    return declaredThrows(fn, this.#context.checker);
  }

  declaredRaisers(): DeclaredRaisers {
    this.#raisers ??= declaredRaisersOf(this.#program, this.#context.checker);
    return this.#raisers;
  }

  isTestFile(file: ts.SourceFile): boolean {
    let known = this.#tests.get(file);
    if (known === undefined) this.#tests.set(file, (known = isTestFile(file, this.#program)));
    return known;
  }

  #search(
    node: ts.Node,
    options: CallSitesOptions | undefined,
    search: () => CallSites,
  ): CallSites {
    let found = this.#found.get(node);
    if (found === undefined) this.#found.set(node, (found = search()));
    if (options?.includeTests ?? this.isTestFile(node.getSourceFile())) return found;
    let filtered = this.#withoutTests.get(node);
    if (filtered === undefined)
      this.#withoutTests.set(node, (filtered = this.#withoutTestFiles(found)));
    return filtered;
  }

  #withoutTestFiles({ sites, handedOn, heldBy, complete }: CallSites): CallSites {
    return {
      sites: sites.filter(({ file }) => !this.isTestFile(file)),
      handedOn: handedOn.filter(({ file }) => !this.isTestFile(file)),
      heldBy: heldBy.filter(({ call }) => !this.isTestFile(call.getSourceFile())),
      complete,
    };
  }
}
