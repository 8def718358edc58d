import ts from "typescript";
import { recogniserOf, type Recogniser, type SvixCall } from "../../src/sdk/recogniser.js";

/** The recogniser of a program that is known to load the SDK. */
export function recogniserIn(program: ts.Program): Recogniser {
  const recogniser = recogniserOf(program);
  if (!recogniser) throw new Error("the SDK is not loaded in this program");
  return recogniser;
}

/** All nodes of a file that pass a type guard, in the order of the text. */
export function nodesIn<Node extends ts.Node>(
  file: ts.SourceFile,
  is: (node: ts.Node) => node is Node,
): readonly Node[] {
  const found: Node[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The SDK calls of a file, in the order of the text (a chain's outer call first). */
export function svixCallsIn(recogniser: Recogniser, file: ts.SourceFile): readonly SvixCall[] {
  return nodesIn(file, ts.isCallExpression).flatMap((call) => recogniser.callOf(call) ?? []);
}

/** Their operations. */
export function operationsIn(recogniser: Recogniser, file: ts.SourceFile): readonly string[] {
  return svixCallsIn(recogniser, file).map(({ operation }) => operation);
}
