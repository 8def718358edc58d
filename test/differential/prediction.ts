import ts from "typescript";
import type { Analysis, RootAnalysis } from "../../src/failure/analysis.js";
import type { Ending } from "../../src/failure/endings.js";
import { leaveOf } from "../../src/failure/leaves.js";
import { isAsync } from "../../src/failure/functions.js";
import type { ValueTree } from "../../src/failure/machine.js";
import type { FunctionNode, FailureMode } from "../../src/failure/values.js";
import type { Verdict } from "../../src/failure/verdict.js";

/** How the engine says that a failure of one SDK call ends, on one path. */
export interface Predicted {
  /** "elsewhere" where the failure ended before it reached `run`, which goes on as usual. */
  readonly escape: "none" | "failure" | "other" | "any" | "elsewhere";
  readonly floats: boolean;
  /** Key of the marker that handles the failure. */
  readonly acted: string | undefined;
  readonly logged: string | undefined;
  /** What `run` returns; undefined where the failure ended in another function. */
  readonly value: ValueTree | undefined;
  /** HTTP status of the answer, where one is known. */
  readonly answered: number | undefined;
  readonly lost: string | undefined;
  readonly dealt: boolean;
  readonly ending: Ending;
}

/** Everything the engine says about one SDK call of a file. */
export interface CallPrediction {
  readonly key: string;
  readonly call: ts.CallExpression;
  readonly paths: ReadonlyMap<FailureMode, readonly Predicted[]>;
  readonly verdicts: readonly Verdict[];
  /** Those of the whole program: one report may stand for several failures that end at one place. */
  readonly all: readonly Verdict[];
}

export function predictionsOf(
  analysis: Analysis,
  files: readonly ts.SourceFile[],
): readonly CallPrediction[] {
  const calls = new Map<ts.CallExpression, Map<FailureMode, Predicted[]>>();
  for (const root of files.flatMap((file) => analysis.rootsIn(file))) {
    for (const ending of root.simulated.endings) {
      const origin = root.watch.origins.get(ending.watched);
      if (origin === undefined) continue;
      let modes = calls.get(origin.call);
      if (modes === undefined)
        calls.set(origin.call, (modes = new Map<FailureMode, Predicted[]>()));
      let paths = modes.get(ending.watched.mode);
      if (paths === undefined) modes.set(ending.watched.mode, (paths = []));
      const predicted = predictedFrom(analysis, root, ending);
      if (predicted !== undefined) paths.push(predicted);
    }
  }
  const verdicts = files.flatMap((file) => analysis.verdictsIn(file));
  return [...calls].map(([call, paths]) => ({
    key: keyOfCall(call),
    call,
    paths,
    verdicts: verdicts.filter(({ origin }) => origin.call === call),
    all: verdicts,
  }));
}

/** Undefined for a failure that leaves a function for its callers: their simulation goes on with it. */
function predictedFrom(
  analysis: Analysis,
  root: RootAnalysis,
  ending: Ending,
): Predicted | undefined {
  const { trail } = ending;
  const origin = root.watch.origins.get(ending.watched);
  const base = {
    acted: trail.acted && keyOfCall(trail.acted),
    logged: trail.logged && keyOfCall(trail.logged),
    answered: statusOf(ending),
    lost: trail.lost,
    dealt: trail.dealt === true,
    ending,
  };
  if (isRun(ending.leaves)) {
    const escapes = ending.kind === "throws" || ending.kind === "rejects";
    return {
      ...base,
      escape: escapes ? escapeOf(ending.value) : "none",
      floats: ending.floating.length > 0,
      value: ending.value,
    };
  }
  const fn = ending.leaves as FunctionNode;
  if (
    ending.leaves === root.root &&
    origin !== undefined &&
    ts.isFunctionLike(fn) &&
    analysis.callers.callSitesOf(fn).sites.length > 0
  ) {
    const leaves =
      leaveOf(ending, root.simulated.successes, isAsync(fn), origin, analysis.world) !== undefined;
    if (leaves)
      return ending.floating.length > 0
        ? { ...base, escape: "any", floats: true, value: undefined }
        : undefined;
    return { ...base, escape: "elsewhere", floats: ending.floating.length > 0, value: undefined };
  }
  const floats = ending.floating.length > 0 || ending.kind === "rejects";
  return {
    ...base,
    escape: ending.kind === "throws" ? "any" : "elsewhere",
    floats,
    value: undefined,
  };
}

function statusOf({ value, trail, kind }: Ending): number | undefined {
  // What breaks after the answer has been sent changes nothing about it.
  if (kind === "throws" || kind === "rejects") return trail.answer?.status ?? thrownStatus(value);
  if (value.kind === "leaf" && value.value.kind === "response") return value.value.status;
  const status =
    value.kind === "object" ? value.props.find(([name]) => name === "statusCode")?.[1] : undefined;
  if (
    status?.kind === "leaf" &&
    status.value.kind === "primitive" &&
    typeof status.value.value === "number"
  )
    return status.value.value;
  return trail.answer?.status;
}

function thrownStatus(value: ValueTree): number | undefined {
  if (value.kind !== "leaf") return undefined;
  if (value.value.kind === "response") return value.value.status;
  return value.value.kind === "error" ? value.value.error.status : undefined;
}

function isRun(node: ts.Node): boolean {
  return (
    (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) &&
    node.name?.getText() === "run"
  );
}

function escapeOf(value: ValueTree): Predicted["escape"] {
  if (value.kind !== "leaf") return "other";
  if (value.value.kind === "error") return value.value.error.original ? "failure" : "other";
  return value.value.kind === "unknown" ? "any" : "other";
}

/** The key in a marker or SDK call: its first string argument, its event type, or its callee's name. */
export function keyOfCall(node: ts.Node): string {
  const text = node.getText();
  if (ts.isCallExpression(node)) {
    const [first] = node.arguments;
    const verified = /wh\("(s\d)"/.exec(text)?.[1];
    if (verified !== undefined && ts.isPropertyAccessExpression(node.expression)) return verified;
    if (ts.isIdentifier(node.expression))
      return first !== undefined && ts.isStringLiteral(first) ? first.text : node.expression.text;
    if (ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "create")
      return /"(?:https:\/\/example.com\/)?(s\d)"/.exec(text)?.[1] ?? text;
    const handler = node.arguments[node.arguments.length - 1];
    if (handler !== undefined && ts.isIdentifier(handler)) return handler.text;
  }
  return text;
}
