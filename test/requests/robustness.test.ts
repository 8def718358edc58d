import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import ts from "typescript";
import { expect, it } from "vitest";
import { bodyFault } from "../../src/requests/body-origin.js";
import { headersFault } from "../../src/requests/headers-argument.js";
import { signatureComparison } from "../../src/requests/signature-comparison.js";
import { replacedTimestampCheck } from "../../src/requests/tolerance-patch.js";
import { unverifiedUses } from "../../src/requests/unverified.js";
import { isNeverUsed } from "../../src/requests/unused-webhook.js";
import { useOfResult } from "../../src/requests/verify-result.js";
import { verifySitesOf } from "../../src/requests/verify-sites.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf } from "../harness/program.js";

/** Asks every analysis about every node of a file; answers how many sites there were. */
function analyse(program: ts.Program): number {
  const sdk = recogniserOf(program);
  if (!sdk) return 0;
  const checker = program.getTypeChecker();
  const file = fileOf(program);
  const sites = verifySitesOf(program, sdk).in(file);
  for (const { call, payload, headers, package: library } of sites) {
    if (payload) bodyFault(payload, program);
    if (headers) headersFault(headers, library, checker);
    useOfResult(call, program);
  }
  unverifiedUses(file, program, sdk);
  const visit = (node: ts.Node): void => {
    replacedTimestampCheck(node, checker);
    if (ts.isCallExpression(node) && sdk.callOf(node)?.kind === "sign")
      signatureComparison(node, program, sdk);
    if (ts.isNewExpression(node)) isNeverUsed(node, sdk, checker);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return sites.length;
}

const source = readFileSync(
  path.join(import.meta.dirname, "../../fixtures/frameworks/express/violating.ts"),
  "utf8",
);
const tokens = source.match(/\w+|\s+|[^\w\s]/gu) ?? [];

it("answers on a whole program", () => {
  expect(analyse(programOf(source))).toBeGreaterThan(5);
});

it("survives whatever stands in a file while it is being typed", () => {
  let previous = programOf(source);
  let analysed = 0;
  const cut = fc.tuple(fc.nat(tokens.length), fc.nat(30), fc.nat(tokens.length));
  fc.assert(
    fc.property(cut, ([at, length, from]) => {
      const moved = tokens.slice(from, from + (length % 7));
      const broken = [...tokens.slice(0, at), ...moved, ...tokens.slice(at + length)].join("");
      previous = programOf(broken, { previous });
      analysed += analyse(previous);
    }),
    { numRuns: 30, seed: 20_251 },
  );
  expect(analysed).toBeGreaterThan(25);
});
