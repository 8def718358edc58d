import ts from "typescript";
import { VERIFICATION_MESSAGES } from "../contract/sdk-facts.js";
import type { State } from "./state.js";
import { bare } from "./syntax.js";
import { marksOf, type ErrorFacts, type Value } from "./values.js";

/**
 * What code that reads the message of a verification error finds out. The SDK has few messages, so
 * that `error.message.includes("signature")` does not leave everything open: it holds for a bad
 * signature and fails for an old timestamp, and both happen. Sets of messages are bits, in the
 * order of VERIFICATION_MESSAGES.
 */
export const ANY_MESSAGE = (1 << VERIFICATION_MESSAGES.length) - 1;

const VERBATIM: readonly string[] = VERIFICATION_MESSAGES;

/** `error.message` */
export const MESSAGE: Value = { kind: "unknown", truthy: true, texts: VERBATIM };

/** Notes which messages the error can have from here on, as far as is known. */
export function readsMessage({ messages }: ErrorFacts, state: State): void {
  if (messages === undefined || state.phase !== "failed") return;
  state.note({ messages: (state.trail?.messages ?? ANY_MESSAGE) & messages });
}

/** Which of the messages that are possible make the condition true, and which false. */
export function splitByMessage(
  value: Value,
  { trail }: State,
): { readonly passing: number; readonly failing: number } | undefined {
  if (value.kind !== "unknown" || value.holdsFor === undefined) return undefined;
  const possible = trail?.messages ?? ANY_MESSAGE;
  if (possible === 0) return undefined;
  return { passing: possible & value.holdsFor, failing: possible & otherMessages(value.holdsFor) };
}

export function otherMessages(messages: number): number {
  return ANY_MESSAGE & ~messages;
}

/** `error.message === "No matching signature found"`; undefined where neither side is a message. */
export function equalMessages(left: Value, right: Value): number | undefined {
  const [texts, other] =
    left.kind === "unknown" && left.texts !== undefined
      ? [left.texts, right]
      : [right.kind === "unknown" ? right.texts : undefined, left];
  if (texts === undefined || other.kind !== "primitive") return undefined;
  return holding(texts, (text) => text === other.value);
}

const CHANGES: ReadonlyMap<string, (text: string) => string> = new Map([
  ["toLowerCase", (text: string) => text.toLowerCase()],
  ["toUpperCase", (text: string) => text.toUpperCase()],
  ["trim", (text: string) => text],
  ["toString", (text: string) => text],
]);

const QUESTIONS: ReadonlyMap<string, (text: string, part: string) => boolean> = new Map([
  ["includes", (text: string, part: string) => text.includes(part)],
  ["startsWith", (text: string, part: string) => text.startsWith(part)],
  ["endsWith", (text: string, part: string) => text.endsWith(part)],
]);

/** One list for each change, so that equal values are the same. */
const changed = new Map<string, readonly string[]>();

/** A call of a method of a message, or of a pattern's `test` with one; undefined for other calls. */
export function askMessage(
  node: ts.CallExpression,
  receiver: Value | undefined,
  name: string | undefined,
  args: readonly Value[],
): Value | undefined {
  const [first] = args;
  if (name === "test" && first?.kind === "unknown" && first.texts !== undefined)
    return asked(first, matching(patternOf(receiverOf(node)), first.texts));
  if (receiver?.kind !== "unknown" || receiver.texts === undefined || name === undefined)
    return undefined;
  const { texts } = receiver;
  const change = CHANGES.get(name);
  if (change !== undefined) return { ...receiver, texts: changedBy(name, change, texts) };
  if (name === "match") return asked(receiver, matching(patternOf(node.arguments[0]), texts));
  const question = QUESTIONS.get(name);
  if (question === undefined || args.length !== 1 || first?.kind !== "primitive") return undefined;
  const { value } = first;
  if (typeof value !== "string") return undefined;
  return asked(
    receiver,
    holding(texts, (text) => question(text, value)),
  );
}

function asked(of: Value, holdsFor: number | undefined): Value | undefined {
  return holdsFor === undefined ? undefined : { ...marksOf(of), kind: "unknown", holdsFor };
}

function changedBy(
  name: string,
  change: (text: string) => string,
  texts: readonly string[],
): readonly string[] {
  const key = `${name} ${texts[0] ?? ""}`;
  let found = changed.get(key);
  if (found === undefined) changed.set(key, (found = texts.map(change)));
  return found;
}

function holding(texts: readonly string[], holds: (text: string) => boolean): number {
  return texts.reduce((found, text, index) => (holds(text) ? found | (1 << index) : found), 0);
}

function receiverOf(node: ts.CallExpression): ts.Expression | undefined {
  const callee = bare(node.expression);
  return ts.isPropertyAccessExpression(callee) ? bare(callee.expression) : undefined;
}

/** A pattern that is written out; none with a repeated group, which could take for ever. */
function patternOf(node: ts.Expression | undefined): RegExp | undefined {
  const literal = node && bare(node);
  if (literal === undefined || !ts.isRegularExpressionLiteral(literal)) return undefined;
  const { text } = literal;
  const end = text.lastIndexOf("/");
  const source = text.slice(1, end);
  if (/\)[+*{]/u.test(source)) return undefined;
  try {
    return new RegExp(source, text.slice(end + 1).replaceAll(/[gy]/gu, ""));
  } catch {
    return undefined;
  }
}

function matching(pattern: RegExp | undefined, texts: readonly string[]): number | undefined {
  return pattern && holding(texts, (text) => pattern.test(text));
}
