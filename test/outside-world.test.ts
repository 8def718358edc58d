import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, it } from "vitest";

const SRC = path.resolve(import.meta.dirname, "../src");

/** What the product takes from Node: paths, arguments, its own version, and which folders there are. */
const FROM_NODE: Readonly<Record<string, readonly string[]>> = {
  "node:fs": ["existsSync", "readdirSync"],
  "node:module": ["createRequire"],
  "node:path": ["default"],
  "node:url": ["pathToFileURL"],
  "node:util": ["parseArgs"],
};

/** Names with which a program talks to the network, runs text, starts programs or writes files. */
const NEVER = new Set(
  "fetch XMLHttpRequest WebSocket EventSource eval Function execScript binding dlopen writeFile deleteFile createDirectory".split(
    " ",
  ),
);

/** What a file takes from Node or names, and may not. */
function reachesOut(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const { text: from } = node.moduleSpecifier;
      const names = namesOf(node.importClause);
      if (from.startsWith("node:")) {
        const isAllowed = names.every((one) => FROM_NODE[from]?.includes(one));
        if (!isAllowed) found.push(`${names.join()} from ${from}`);
      } else if (isNodesOwn(from)) found.push(`${from}, without node:`);
    }
    const isCalled = ts.isCallExpression(node) || ts.isNewExpression(node);
    if (isCalled && NEVER.has(lastName(node.expression))) found.push(lastName(node.expression));
    const isImport = isCalled && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const [given] = isImport ? (node.arguments ?? []) : [];
    if (isImport && (given === undefined || !ts.isStringLiteral(given) || isNodesOwn(given.text)))
      found.push(`import(${given?.getText() ?? ""})`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isNodesOwn(name: string): boolean {
  return name.startsWith("node:") || /^(?:https?|net|tls|dgram|child_process|vm|fs)\b/u.test(name);
}

function lastName(callee: ts.Expression): string {
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  const named =
    bindings === undefined
      ? []
      : ts.isNamespaceImport(bindings)
        ? ["*"]
        : bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  return clause?.name === undefined ? named : ["default", ...named];
}

it("uses no network, runs no text and writes no file", () => {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((name) =>
    reachesOut(name, readFileSync(path.join(SRC, name), "utf8")).map((what) => `${name}: ${what}`),
  );
  expect(found).toEqual([]);
});

it.each([
  [`import http from "node:http";`, "default from node:http"],
  [`import { writeFileSync } from "node:fs";`, "writeFileSync from node:fs"],
  [`import * as fs from "node:fs";`, "* from node:fs"],
  [`import { request } from "https";`, "https, without node:"],
  [`await fetch(url);`, "fetch"],
  [`new Function("return 1")();`, "Function"],
  [`globalThis.eval(text);`, "eval"],
  [`ts.sys.writeFile(name, text);`, "writeFile"],
  [`await import(name);`, "import(name)"],
  [`await import("node:child_process");`, `import("node:child_process")`],
])("sees %s", (text, expected) => {
  expect(reachesOut("planted.ts", text)).toEqual([expected]);
});
