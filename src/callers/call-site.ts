import ts from "typescript";
import { isProjectFile } from "./project-files.js";

/** A function that has a body to enter. */
export type FunctionNode = ts.FunctionLikeDeclaration;

/** One place that may enter a function. */
export interface CallSite {
  /** The call; for an accessor the member that is read or written. */
  readonly call:
    | ts.CallExpression
    | ts.NewExpression
    | ts.TaggedTemplateExpression
    | ts.PropertyAccessExpression
    | ts.ElementAccessExpression;
  readonly file: ts.SourceFile;
  /** apply: `send.call(…)` or `send.apply(…)`; access: a getter or setter. */
  readonly kind: "call" | "new" | "tag" | "apply" | "access";
  /** Whether the call stands inside the function itself. */
  readonly recursive: boolean;
}

/** A place where a function is given away as a value. */
export interface HandedOn {
  /** The function itself, or the expression that mentions it. */
  readonly node: ts.Node;
  readonly file: ts.SourceFile;
  /**
   * argument: of a call or `new`; property: of an object literal; element: of an array literal;
   * returned: from a function; exported: `export default send`, `module.exports = send`;
   * jsx: an attribute; other: yielded, decorator …
   */
  readonly as: "argument" | "property" | "element" | "returned" | "exported" | "jsx" | "other";
  /** The call whose argument it is, and which one. */
  readonly call?: ts.CallExpression | ts.NewExpression;
  readonly index?: number;
}

/** A call that is given an object which holds the function somewhere. */
export interface Held {
  readonly call: ts.CallExpression | ts.NewExpression;
  /** Which argument it is. */
  readonly index: number;
  /** Names of the members that lead from the argument to the function; "" for one that has none. */
  readonly path: readonly string[];
}

export interface CallSites {
  readonly sites: readonly CallSite[];
  readonly handedOn: readonly HandedOn[];
  /** In no particular order. */
  readonly heldBy: readonly Held[];
  /** False when the search was cut short, so that there may be more callers. */
  readonly complete: boolean;
}

/** Whether the node is a function that has a body to enter. */
export function hasBody(node: ts.Node | undefined): node is FunctionNode {
  return node !== undefined && ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** Whether it is one of the project's own functions. */
export function hasProjectBody(node: ts.Node | undefined): node is FunctionNode {
  return hasBody(node) && isProjectFile(node.getSourceFile());
}
