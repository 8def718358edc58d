import type ts from "typescript";
import { Analysis } from "../failure/analysis.js";
import type { Verdict } from "../failure/verdict.js";
import type { Recogniser } from "../sdk/recogniser.js";
import type { SvixServices } from "./create-rule.js";
import { loggersOf } from "./loggers.js";
import type { ResolvedSettings } from "./settings.js";
import { specifierMatch } from "./specifiers.js";

const analyses = new WeakMap<ts.Program, WeakMap<ResolvedSettings, Analysis>>();

/** The failures of the program, simulated once for all rules and files that have the same settings. */
export function failuresOf({ services, sdk, settings }: SvixServices): Analysis {
  const { program } = services;
  let known = analyses.get(program);
  if (known === undefined) analyses.set(program, (known = new WeakMap()));
  let analysis = known.get(settings);
  if (analysis === undefined) known.set(settings, (analysis = newAnalysis(program, sdk, settings)));
  return analysis;
}

/** The analysis of a program as the settings want it. */
export function newAnalysis(
  program: ts.Program,
  sdk: Recogniser,
  settings: ResolvedSettings,
): Analysis {
  return new Analysis(program, {
    sdk,
    isLogger: loggersOf(settings, program),
    extraBoundary:
      settings.errorBoundaries.length === 0
        ? undefined
        : specifierMatch(settings.errorBoundaries, program),
    callers: settings.callers,
  });
}

/** The verdicts of one family in the linted file. */
export function verdictsIn(
  svix: SvixServices,
  file: ts.SourceFile,
  family: Verdict["family"],
): readonly Verdict[] {
  return failuresOf(svix)
    .verdictsIn(file)
    .filter((verdict) => verdict.family === family);
}
