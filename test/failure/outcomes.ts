import type ts from "typescript";
import { Analysis } from "../../src/failure/analysis.js";
import { explain } from "../../src/failure/explain.js";
import { isDefaultLogger } from "../../src/sdk/logger-names.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf, type ProgramOptions } from "../harness/program.js";

/** The analysis of a program of in-memory files, as the rules use it. */
export function analysisOf(program: ts.Program): Analysis {
  const sdk = recogniserOf(program);
  if (sdk === undefined) throw new Error("the program loads no SDK");
  return new Analysis(program, { sdk, isLogger: isDefaultLogger, callers: "program" });
}

/** What the engine says of a file: a line for each failing path, then the verdicts, indented. */
export function outcomesOf(
  files: Readonly<Record<string, string>> | string,
  name = "main.ts",
  options: ProgramOptions = {},
): string {
  const program = programOf(files, options);
  return explain(analysisOf(program), fileOf(program, name));
}
