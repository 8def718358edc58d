// Whether TypeScript takes a mutant. One that it refuses is found before any test runs, and belongs
// into no score.
import path from "node:path";
import ts from "typescript";
import { filesIn, importersIn } from "./mutation-imports.js";
import { withMutant } from "./mutation-report.js";

/** What only says that code is superfluous, as it is where a mutant took away its use. */
const TOLERATED = { noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true };

/**
 * A function that gives the first error that a mutant brings into src/, or undefined where there is
 * none. The mutated file is looked at first, then those that import it, as another type may be
 * inferred for what it exports; tests are not looked at.
 *
 * @param root the folder of tsconfig.json
 */
export function compilerOf(root) {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, "tsconfig.json"),
    { ...TOLERATED, types: ["node"] },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  const sources = filesIn(root, ["src"]);
  const importers = importersIn(sources);
  let mutated;
  let version = 0;
  const text = (name) => (name === mutated?.name ? mutated.text : ts.sys.readFile(name));
  const service = ts.createLanguageService({
    ...ts.sys,
    getCompilationSettings: () => config.options,
    getScriptFileNames: () => sources,
    getScriptVersion: (name) => (name === mutated?.name ? `mutant ${version}` : "as it is"),
    getScriptSnapshot: (name) => {
      const found = text(name);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  });

  return ({ fileName, ...mutant }) => {
    const name = path.join(root, fileName.slice(fileName.lastIndexOf("/src/")));
    version += 1;
    mutated = { name, text: withMutant(ts.sys.readFile(name), mutant) };
    for (const file of [name, ...(importers.get(name) ?? [])]) {
      const [error] = [
        ...service.getSyntacticDiagnostics(file),
        ...service.getSemanticDiagnostics(file),
      ];
      if (error !== undefined) return ts.flattenDiagnosticMessageText(error.messageText, " ");
    }
    return undefined;
  };
}
