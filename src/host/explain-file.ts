import path from "node:path";
import ts from "typescript";
import { explain } from "../failure/explain.js";
import { recogniserOf } from "../sdk/recogniser.js";
import { newAnalysis } from "./failures.js";
import { settingsOf } from "./settings.js";

/**
 * How the failures of a file's Svix calls end, as text: for whoever debugs the engine or doubts a
 * report. The file is read in the program of the nearest tsconfig.json.
 *
 * @param fileName the file, relative to the current directory
 * @param line one-based; only the calls on it
 * @throws {Error} where there is no tsconfig.json, or the program does not load the SDK
 */
export function explainFile(fileName: string, line?: number): string {
  const file = path.resolve(fileName);
  const program = programAround(file);
  const source = program.getSourceFile(file);
  const sdk = recogniserOf(program);
  if (source === undefined) throw new Error(`${fileName} cannot be read`);
  if (sdk === undefined) throw new Error(`the program around ${fileName} does not load svix`);
  const text = explain(newAnalysis(program, sdk, settingsOf({})), source, line);
  return text === "" ? `No Svix call that can fail in ${fileName}.` : text;
}

function programAround(file: string): ts.Program {
  const config = ts.findConfigFile(path.dirname(file), (name) => ts.sys.fileExists(name));
  if (config === undefined) throw new Error(`there is no tsconfig.json around ${file}`);
  const read = ts.readConfigFile(config, (name) => ts.sys.readFile(name));
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    read.config,
    ts.sys,
    path.dirname(config),
  );
  return ts.createProgram([...new Set([...fileNames, file])], options);
}
