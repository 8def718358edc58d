import ts from "typescript";
import type { Recogniser } from "../sdk/recogniser.js";
import { calledName } from "./called-name.js";
import { suspectsOf, type Suspects } from "./suspects.js";

/**
 * Which calls may be calls of the SDK, or lead to one through functions of the program: by name alone.
 *
 * @param raisers names of functions that document failures of the SDK
 */
export function sdkSuspectsOf(
  program: ts.Program,
  sdk: Recogniser,
  raisers: ReadonlySet<string>,
): Suspects {
  return suspectsOf(program, sdk, { names: [...raisers], isSeed: looksLikeSdkCall });
}

const RESOURCE_LIKE =
  /^(message|messages|messageAttempt|endpoint|application|authentication|eventType|integration|backgroundTask|svix|client|webhooks?|wh|operationalWebhook|ingest|streaming|environment|connector|statistics)/i;

/** By its text alone: may this be a call of the SDK? Only used to look closer. */
export function looksLikeSdkCall(call: ts.CallExpression): boolean {
  const name = calledName(call);
  if (name === undefined) return false;
  if (/verif/i.test(name)) return true;
  const callee = call.expression;
  const owner = ts.isPropertyAccessExpression(callee) ? calleeName(callee.expression) : undefined;
  if (owner !== undefined && RESOURCE_LIKE.test(owner)) return true;
  return namesSvix(call.getSourceFile());
}

const namingSvix = new WeakMap<ts.SourceFile, boolean>();

function namesSvix(file: ts.SourceFile): boolean {
  let names = namingSvix.get(file);
  if (names === undefined) namingSvix.set(file, (names = /svix/iu.test(file.text)));
  return names;
}

function calleeName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    return calleeName(node.expression);
  return ts.isCallExpression(node) ? calledName(node) : undefined;
}
