import ts from "typescript";
import { derived, primitive, type Value } from "./values.js";

/** `a + b`, `a - b`, `a * b`, and the same of `a += b`; of other operators only whence the result comes. */
export function arithmetic(kind: ts.SyntaxKind, left: Value, right: Value): Value {
  const marks = derived(left, right);
  // More of the same: `sent++` in the next round.
  if (left.kind === "unknown" && left.count === true && right.kind === "primitive")
    return { ...marks, kind: "unknown", count: true };
  if (left.kind !== "primitive" || right.kind !== "primitive") return marks;
  const { value: a } = left;
  const { value: b } = right;
  const adds = kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.PlusEqualsToken;
  if (adds && typeof a === "string") return primitive(a + String(b), marks);
  if (typeof a !== "number" || typeof b !== "number") return marks;
  if (adds) return primitive(a + b, marks);
  switch (kind) {
    case ts.SyntaxKind.MinusToken:
    case ts.SyntaxKind.MinusEqualsToken:
      return primitive(a - b, marks);
    case ts.SyntaxKind.AsteriskToken:
    case ts.SyntaxKind.AsteriskEqualsToken:
      return primitive(a * b, marks);
    default:
      return marks;
  }
}
