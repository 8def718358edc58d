import ts from "typescript";
import { bare } from "../values/syntax.js";

/** Where `http` of an insecure URL stands in a literal, a template or a concatenation, to become https. */
export function httpsEdit(
  node: ts.Node,
): readonly { readonly start: number; readonly end: number; readonly text: string }[] | undefined {
  const inner = ts.isExpression(node) ? leftmost(node) : node;
  const match = /^(["'`]\s*)http:\/\//iu.exec(inner.getText());
  if (!match) return undefined;
  const start = inner.getStart() + (match[1]?.length ?? 0);
  const scheme = { start, end: start + "http".length, text: "https" };
  // The port that only plain http has by default.
  const port = /^["'`]\s*http:\/\/[^/?#"'`:]+(:80)(?=[/?#"'`])/iu.exec(inner.getText());
  if (port === null) return [scheme];
  const end = inner.getStart() + port[0].length;
  return [scheme, { start: end - ":80".length, end, text: "" }];
}

/** `"http://" + host + "/hook"` */
function leftmost(node: ts.Expression): ts.Expression {
  const inner = bare(node);
  return ts.isBinaryExpression(inner) ? leftmost(inner.left) : inner;
}
