import ts from "typescript";
import {
  decided,
  known,
  madeOf,
  withFact,
  withValue,
  type Path,
  type Value,
} from "../path-values.js";
import { settled } from "../syntax.js";
import { evaluate } from "./expressions.js";
import { verifiedOn } from "./verification.js";
import type { Walk } from "./walk.js";

export interface Branch {
  readonly path: Path;
  readonly truth: boolean;
  /** Whether what was asked on the way is what other code says of the request (see `Value.verdict`). */
  readonly verdict?: Value["verdict"];
  /** The value that was asked, where it is one: `body.at` in `body.at || now()`. */
  readonly value?: Value;
}

/** The ways on which a condition holds or not. `test` is the whole condition, for reports. */
export function branches(
  condition: ts.Expression,
  path: Path,
  walk: Walk,
  test = condition,
): readonly Branch[] {
  walk.step();
  const node = settled(condition);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return branches(node.operand, path, walk, test).map((way) => ({ ...way, truth: !way.truth }));
  }
  if (ts.isBinaryExpression(node)) {
    const found = binaryBranches(node, path, walk, test);
    if (found) return found;
  }
  if (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "Boolean" &&
    node.arguments[0]
  ) {
    return branches(node.arguments[0], path, walk, test);
  }
  return evaluate(node, path, walk).flatMap(({ path: after, value }) => {
    const ways =
      value.truthy === undefined
        ? withVerdict(
            fork(node, toldOn(after, value, walk), test, (p, truth) =>
              assumed(node, p, truth, value, walk),
            ),
            value.verdict,
          )
        : [settledBefore(node, after, value.truthy, test)];
    return ways.map((way) => ({ ...way, value }));
  });
}

/**
 * A path on which a function has said that it did not verify, and is asked in a way that cannot be
 * followed: it is taken to be refused.
 */
export function toldOn(path: Path, asked: Value, walk: Walk): Path {
  return asked.told ? verifiedOn(path, walk) : path;
}

function withVerdict(ways: readonly Branch[], verdict: Value["verdict"]): readonly Branch[] {
  if (verdict === undefined) return ways;
  return ways.map((way) => ({ ...way, verdict: way.verdict === "request" ? "request" : verdict }));
}

function binaryBranches(
  node: ts.BinaryExpression,
  path: Path,
  walk: Walk,
  test: ts.Expression,
): readonly Branch[] | undefined {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return branches(node.left, path, walk, test).flatMap((left) =>
        left.truth
          ? withVerdict(branches(node.right, left.path, walk, test), left.verdict)
          : [left],
      );
    case ts.SyntaxKind.BarBarToken:
      return branches(node.left, path, walk, test).flatMap((left) =>
        left.truth
          ? [left]
          : withVerdict(branches(node.right, left.path, walk, test), left.verdict),
      );
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return equality(node, path, walk, test);
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return equality(node, path, walk, test).map((way) => ({ ...way, truth: !way.truth }));
    default:
      return undefined;
  }
}

function equality(
  node: ts.BinaryExpression,
  path: Path,
  walk: Walk,
  test: ts.Expression,
): readonly Branch[] {
  return evaluate(node.left, path, walk).flatMap((left) =>
    evaluate(node.right, left.path, walk).flatMap((right) => {
      const isSame = compared(left.value, right.value, isLoose(node));
      if (isSame !== undefined) return [settledBefore(node, right.path, isSame, test)];
      const key = `${settled(node.left).getText()}==${settled(node.right).getText()}`;
      const before = right.path.facts.get(key);
      if (before !== undefined) return [settledBefore(node, right.path, before, test)];
      const isProof =
        provesSender(left.value, right.value) || provesSender(right.value, left.value);
      const from = toldOn(right.path, madeOf([left.value, right.value]), walk);
      const ways = fork(node, from, test, (p, truth) => {
        const narrowed = withFact(narrow(node, p, truth, right.value, walk), key, truth);
        // authorization === `Bearer ${key}`: who knows the key may send what it wants
        return isProof && truth ? verifiedOn(narrowed, walk) : narrowed;
      });
      // kind === "clerk" tells messages apart; ok === true asks what was said of them
      const isName = [left.value, right.value].some(({ known: is }) => typeof is?.is === "string");
      return withVerdict(ways, isName ? undefined : (left.value.verdict ?? right.value.verdict));
    }),
  );
}

function isLoose(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.EqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken;
}

/** A header or a query parameter compared with something that is not written out. */
export function provesSender(sent: Value, expected: Value): boolean {
  return (
    sent.metadata !== undefined &&
    expected.known === undefined &&
    expected.metadata === undefined &&
    !expected.payload
  );
}

function compared(left: Value, right: Value, isLooseEquality: boolean): boolean | undefined {
  if (left.known && right.known) {
    const nothing = (value: unknown): boolean => value === null || value === undefined;
    if (isLooseEquality && nothing(left.known.is)) return nothing(right.known.is);
    return left.known.is === right.known.is;
  }
  const [one, other] = left.known ? [left.known, right] : [right.known, left];
  if (one === undefined) return undefined;
  // something that holds is not undefined, null, false …
  if (other.truthy !== undefined && other.truthy !== Boolean(one.is)) return false;
  return other.props && (one.is === undefined || one.is === null) ? false : undefined;
}

function narrow(
  node: ts.BinaryExpression,
  path: Path,
  truth: boolean,
  right: Value,
  walk: Walk,
): Path {
  const left = settled(node.left);
  const symbol = ts.isIdentifier(left) ? walk.symbol(left) : undefined;
  if (!symbol || !right.known || !truth) return path;
  return withValue(path, symbol, known(right.known.is));
}

function assumed(node: ts.Expression, from: Path, truth: boolean, value: Value, walk: Walk): Path {
  const path = value.proof === truth ? verifiedOn(from, walk) : from;
  const symbol = ts.isIdentifier(node) ? walk.symbol(node) : undefined;
  return symbol
    ? withValue(path, symbol, { ...value, truthy: truth })
    : withFact(path, node.getText(), truth);
}

/** The one way that an earlier choice has left, noted as a choice all the same. */
function settledBefore(leaf: ts.Node, path: Path, truth: boolean, test: ts.Expression): Branch {
  return { path: decided(path, { test, leaf, taken: truth }), truth };
}

/** Both ways, each with the choice noted. */
export function fork(
  leaf: ts.Node,
  path: Path,
  test: ts.Expression,
  assume: (path: Path, truth: boolean) => Path = (p) => p,
): readonly Branch[] {
  return [true, false].map((truth) => ({
    path: assume(decided(path, { test, leaf, taken: truth }), truth),
    truth,
  }));
}
