import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ESLint } from "eslint";
import type { SvixPlugin } from "../index.js";

/** ESLint's results as a SARIF 2.1.0 log, with the rules' descriptions and pages, for code scanning. */
export function sarifOf(
  results: readonly ESLint.LintResult[],
  { meta, rules }: SvixPlugin,
  directory: string,
): string {
  const described = Object.entries(rules).map(([name, rule]) => ({
    id: `svix/${name}`,
    shortDescription: { text: rule.meta.docs.description },
    helpUri: rule.meta.docs.url,
    help: { text: `${rule.meta.docs.description}\n${rule.meta.docs.url}` },
  }));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: meta.name, version: meta.version, rules: described } },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(path.resolve(directory)).href}/` } },
        results: results.flatMap(({ filePath, messages }) =>
          messages.map((message) => ({
            ruleId: message.ruleId ?? "fatal",
            level: message.severity === 2 ? "error" : "warning",
            message: { text: message.message },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: relativeUri(filePath, directory), uriBaseId: "ROOT" },
                  region: regionOf(message),
                },
              },
            ],
          })),
        ),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function relativeUri(file: string, directory: string): string {
  return path
    .relative(path.resolve(directory), file)
    .split(path.sep)
    .map(encodeURIComponent)
    .join("/");
}

function regionOf({ line, column, endLine, endColumn }: ESLint.LintResult["messages"][number]) {
  return {
    startLine: Math.max(line, 1),
    startColumn: Math.max(column, 1),
    ...(endLine === undefined ? {} : { endLine }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}
