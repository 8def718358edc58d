import ts from "typescript";
import type { Callers } from "../callers/index.js";
import { functionBehind } from "../callers/object-behind.js";
import { enclosingArgument, isFunctionNode } from "./roots.js";
import type { FunctionNode } from "./values.js";

/**
 * Functions that a module hands to a wrapper by their name and that nobody else knows:
 * `const core = async () => …; export const send = traced(core);`. They run where the wrapper calls
 * them, as if they were written among its arguments.
 */
export class WrappedFunctions {
  readonly #wrappers = new Map<FunctionNode, ts.Expression | undefined>();
  constructor(
    private readonly callers: Callers,
    private readonly checker: ts.TypeChecker,
  ) {}

  /** The expression at module level that a function is part of by its name. */
  wrapperOf(fn: FunctionNode): ts.Expression | undefined {
    if (!this.#wrappers.has(fn)) this.#wrappers.set(fn, this.#findWrapper(fn));
    return this.#wrappers.get(fn);
  }

  /** The functions that are part of an expression by their names. */
  functionsIn(expression: ts.Node): readonly FunctionNode[] {
    const found: FunctionNode[] = [];
    const visit = (node: ts.Node): void => {
      if (isFunctionNode(node)) return;
      const fn = this.#isOfThisFile(node) ? functionBehind(node, this.checker) : undefined;
      if (fn !== undefined && this.wrapperOf(fn) === expression) found.push(fn);
      ts.forEachChild(node, visit);
    };
    if (ts.isExpression(expression) && !isFunctionNode(expression)) visit(expression);
    return found;
  }

  /** What is imported is handed to wrappers in another file. */
  #isOfThisFile(node: ts.Node): node is ts.Identifier {
    if (!ts.isIdentifier(node)) return false;
    const flags = this.checker.getSymbolAtLocation(node)?.flags ?? ts.SymbolFlags.Alias;
    return (flags & ts.SymbolFlags.Alias) === 0;
  }

  #findWrapper(fn: FunctionNode): ts.Expression | undefined {
    if (!isOwn(fn) || this.callers.nearbyCallOf(fn) !== undefined) return undefined;
    const { sites, handedOn, complete } = this.callers.callSitesOf(fn);
    const [only, another] = handedOn;
    if (!complete || sites.length > 0 || only?.as !== "argument" || another !== undefined)
      return undefined;
    const { node, call, file } = only;
    const isHere =
      file === fn.getSourceFile() && ts.findAncestor(node, isFunctionNode) === undefined;
    if (!isHere || call === undefined || this.callers.targetsOf(call).length === 0)
      return undefined;
    return enclosingArgument(node);
  }
}

/** Declared by a name at module level, and not exported. */
function isOwn(fn: FunctionNode): boolean {
  const isConst = ts.isVariableDeclaration(fn.parent) && fn.parent.initializer === fn;
  const statement = isConst ? fn.parent.parent.parent : fn;
  if (!ts.isVariableStatement(statement) && !ts.isFunctionDeclaration(statement)) return false;
  const isExported = (ts.getModifiers(statement) ?? []).some(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
  );
  return ts.isSourceFile(statement.parent) && !isExported;
}
