import type ts from "typescript";
import type { Analysis, RootAnalysis } from "./analysis.js";
import type { Ending } from "./endings.js";
import type { ValueTree } from "./machine.js";

/**
 * How every failure in the file ends, a line a path:
 * `message.create@5 api: caught at 7, onlyLogged, ends`. Lines are in source order.
 */
export function explain(analysis: Analysis, file: ts.SourceFile, line?: number): string {
  const lines = analysis.rootsIn(file).flatMap((root) =>
    root.simulated.endings.map((ending) => ({
      at: ending.watched.call.getStart(),
      text: describe(root, ending),
    })),
  );
  const verdicts = analysis.verdictsIn(file).map((verdict) => ({
    at: [verdict.place, verdict.site, verdict.origin.call].map((node) => node.getStart()),
    text: `  ${verdict.judgement} at ${lineOf(verdict.place)} (${verdict.origin.operation}, ${verdict.mode})`,
  }));
  const wanted = (node: number): boolean =>
    line === undefined || file.getLineAndCharacterOfPosition(node).line + 1 === line;
  const unique = [
    ...new Set(
      lines
        .filter(({ at }) => wanted(at))
        .sort((a, b) => a.at - b.at)
        .map(({ text }) => text),
    ),
  ];
  const shownVerdicts = verdicts.filter(({ at }) => at.some(wanted));
  return [...unique, ...shownVerdicts.map(({ text }) => text)].join("\n");
}

function describe(root: RootAnalysis, ending: Ending): string {
  const { watched, trail } = ending;
  const origin = root.watch.origins.get(watched);
  const called =
    origin?.call === watched.call ? "" : ` through ${watched.call.expression.getText()}()`;
  const parts = [
    trail.caughtAt === undefined ? undefined : `caught at ${lineOf(trail.caughtAt)}`,
    trail.looked && "looked",
    trail.logged && "logged",
    trail.acted && `acted at ${lineOf(trail.acted)}`,
    trail.named === true ? "named code" : undefined,
    trail.dealt === true ? "dealt" : undefined,
    trail.answer && `answered ${String(trail.answer.status)}`,
    trail.used && `payload used at ${lineOf(trail.used)}`,
    trail.usedInHandling && `payload kept at ${lineOf(trail.usedInHandling)}`,
    trail.lost === undefined ? undefined : `unknown (${trail.lost})`,
    ...ending.floating.map((node) => `floats from ${lineOf(node)}`),
    ending.kind !== "halts"
      ? `${ending.kind} ${shown(ending.value)}`
      : trail.lost === undefined
        ? "halts"
        : undefined,
  ].filter((part) => part !== undefined);
  return `${origin?.operation ?? "?"}@${lineOf(watched.call)}${called} ${watched.mode}: ${parts.join(", ")}`;
}

function lineOf(node: ts.Node): string {
  return String(node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1);
}

function shown(tree: ValueTree): string {
  if (tree.kind === "object")
    return `{${tree.props.map(([name, value]) => `${name}: ${shown(value)}`).join(", ")}${tree.open ? ", …" : ""}}`;
  if (tree.kind === "array")
    return `[${tree.elements.map(shown).join(", ")}${tree.open ? ", …" : ""}]`;
  const { value } = tree;
  switch (value.kind) {
    case "primitive":
      return typeof value.value === "string" ? JSON.stringify(value.value) : String(value.value);
    case "error":
      return value.error.original
        ? "the error"
        : (value.error.className ?? "another error") +
            (value.error.status === undefined ? "" : ` ${String(value.error.status)}`);
    case "response":
      return `response ${String(value.status)}`;
    default:
      return value.kind === "unknown" ? "something" : value.kind;
  }
}
