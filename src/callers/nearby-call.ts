import ts from "typescript";
import type { FunctionNode } from "./call-site.js";
import { memberName } from "./declarations.js";
import type { Mention, Mentions } from "./mentions.js";
import type { Targets } from "./target.js";

export interface NearbyContext {
  readonly mentions: Mentions;
  readonly targets: Targets;
  readonly isTestFile: (file: ts.SourceFile) => boolean;
}

/** After so many calls of other functions of the same name the search for all call sites is as good. */
const MOST_TRIES = 6;

/**
 * Some call of the function that is quickly found by its name, its own recursion and (unless it is a
 * test's) tests aside. Undefined tells nothing: the function may be called all the same. For those
 * who only want to know that there is a caller, since the search for all of them has to ask for the
 * type of every receiver in the program.
 */
export function nearbyCall(
  fn: FunctionNode,
  { mentions, targets, isTestFile }: NearbyContext,
): ts.CallExpression | undefined {
  const name = nameOf(fn);
  if (name === undefined) return undefined;
  const own = fn.getSourceFile();
  const mayBeTest = isTestFile(own);
  let tries = 0;
  for (const file of filesNear(fn, name, mentions)) {
    if (isTestFile(file) && !mayBeTest) continue;
    for (const mention of mentions.inFile(file, name)) {
      const call = callOf(mention);
      if (call === undefined || isWithin(call, fn)) continue;
      if (targets.ofCall(call).includes(fn)) return call;
      tries += 1;
      if (tries >= MOST_TRIES) return undefined;
    }
  }
  return undefined;
}

/** The function's own file, then those that also mention its class. */
function filesNear(fn: FunctionNode, name: string, mentions: Mentions): readonly ts.SourceFile[] {
  const own = fn.getSourceFile();
  const owner = ts.isClassLike(fn.parent) ? fn.parent.name?.text : undefined;
  const files =
    owner === undefined
      ? mentions.filesOf(name)
      : mentions.filesOf(owner).filter((file) => mentions.inFile(file, name).length > 0);
  return [own, ...files.filter((file) => file !== own)];
}

function nameOf(fn: FunctionNode): string | undefined {
  if (ts.isConstructorDeclaration(fn) || ts.isGetAccessor(fn) || ts.isSetAccessor(fn))
    return undefined;
  const holder =
    ts.isVariableDeclaration(fn.parent) || ts.isPropertyDeclaration(fn.parent)
      ? fn.parent.name
      : undefined;
  const name = holder ?? fn.name;
  return name === undefined ? undefined : memberName(name);
}

function callOf(mention: Mention): ts.CallExpression | undefined {
  const callee =
    ts.isPropertyAccessExpression(mention.parent) && mention.parent.name === mention
      ? mention.parent
      : mention;
  const { parent } = callee;
  return ts.isCallExpression(parent) && parent.expression === callee ? parent : undefined;
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.pos >= outer.pos && node.end <= outer.end && node.getSourceFile() === outer.getSourceFile()
  );
}
