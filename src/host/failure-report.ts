import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import ts from "typescript";
import { consequenceOf } from "../contract/consequences.js";
import { citation, idsOf } from "../contract/postconditions.js";
import type { RuleName } from "../contract/types.js";
import type { Verdict } from "../failure/verdict.js";
import { locOf, place } from "./locations.js";

type Data = Readonly<Record<string, string>>;

/** Where a verdict is shown: at a catch clause its keyword and binding, else the whole node. */
export function locOfVerdict(
  { place: node }: Verdict,
  sourceCode: Readonly<TSESLint.SourceCode>,
): TSESTree.SourceLocation {
  const loc = locOf(node);
  if (loc.start.line === loc.end.line) return loc;
  const [firstLine = ""] = sourceCode.lines.slice(loc.start.line - 1, loc.start.line);
  return { start: loc.start, end: { line: loc.start.line, column: firstLine.trimEnd().length } };
}

/** What the messages about failures have in common: operation, consequence, origin and ids. */
export function dataOf(rule: RuleName, verdict: Verdict, cwd: string): Data {
  const { origin, site, related, modes } = verdict;
  const wrapped = origin.call !== site;
  const elsewhere = related ?? (wrapped ? origin.call : undefined);
  const called = calledText(site);
  const ids = modes.flatMap((mode) =>
    idsOf(rule, origin.operation, mode === "verification" ? undefined : mode),
  );
  return {
    operation: origin.operation,
    consequence: consequenceOf(origin.operation),
    called,
    promise: isAwaited(site) ? `the async function around ${called}()` : `${called}()`,
    through:
      elsewhere === undefined
        ? ""
        : ` (${related === undefined ? "" : "see "}${place(elsewhere, cwd)})`,
    ids: citation([...new Set(ids)]),
  };
}

function calledText(site: ts.CallExpression | ts.NewExpression): string {
  const text = site.expression
    .getText()
    .replace(/\s+/gu, " ")
    .replace(/ ?([.()[\]?]+) ?/gu, "$1");
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** `items.forEach(async (item) => { await send(item); })`: what nobody waits for is the callback. */
function isAwaited(site: ts.Node): boolean {
  return ts.isAwaitExpression(site.parent);
}
