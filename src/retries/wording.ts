import ts from "typescript";
import type { Retry } from "./attempts.js";

/** What runs a call again, as the subject of a sentence; in other files with its place. */
export function repeaterOf(
  { kind, place }: Retry,
  call: ts.Node,
  placeOf: (node: ts.Node) => string,
): string {
  const isHere = place.getSourceFile() === call.getSourceFile();
  const where = isHere ? "" : ` (${placeOf(place)})`;
  switch (kind) {
    case "loop":
    case "flush":
      return isHere ? "This loop" : `The loop${where}`;
    case "recursion":
      return `The recursive call${isHere ? ` in line ${lineOf(place)}` : where}`;
    case "interval":
      return `The timer${where}`;
    case "job":
      return `The job system${where}`;
    default:
      return `${calleeText(place)}()${where}`;
  }
}

function calleeText(place: ts.Node): string {
  const text =
    ts.isCallExpression(place) || ts.isNewExpression(place)
      ? place.expression.getText().replaceAll(/\s+/gu, "")
      : "";
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

function lineOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return String(file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1);
}
