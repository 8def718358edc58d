import ts from "typescript";
import { expect, it, vi } from "vitest";
import { compilerApiProblem, typeScriptProblem } from "../../src/host/typescript-support.js";

const file = ts.createSourceFile("a.ts", "", ts.ScriptTarget.ES2022);

it("accepts the installed TypeScript", () => {
  expect(compilerApiProblem(ts)).toBeUndefined();
  expect(typeScriptProblem(file, ts)).toBeUndefined();
});

it("tells how TypeScript 7 and 6 live side by side", () => {
  const message = compilerApiProblem({ version: "7.0.2" });
  expect(message).toContain("the installed typescript 7.0.2 has no compiler API");
  expect(message).toContain('"typescript": "npm:@typescript/typescript6@6"');
  expect(message).toContain("rules-docs/setup.md");
});

it("refuses what is older than 5.0", () => {
  const message = typeScriptProblem(file, { ...ts, version: "4.9.5" });
  expect(message).toContain("it works with TypeScript 5.0 to 6.0, and 4.9.5 is installed");
});

it("notices another copy of TypeScript by its numbering of nodes", () => {
  const other = { version: "5.9.3", SyntaxKind: { SourceFile: file.kind + 1 } };
  expect(typeScriptProblem(file, other)).toContain(
    "another version of typescript than this plugin (5.9.3)",
  );
});

it("stops the plugin from loading where there is no compiler API, and says why", async () => {
  vi.doMock("typescript", () => ({ default: { version: "7.0.2" } }));
  await expect(import("../../src/host/compiler-api.js")).rejects.toThrow(
    "typescript 7.0.2 has no compiler API",
  );
  vi.doUnmock("typescript");
});
