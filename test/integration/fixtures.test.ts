import { readdirSync, existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  byFile,
  expectationsOf,
  FIXTURES,
  fixtureProgram,
  lintFixture,
  typeErrorsOf,
} from "./fixture-lint.js";

/** The little projects of a group: folders that say what they deserve. */
function projectsOf(group: string): string[] {
  return readdirSync(path.join(FIXTURES, group))
    .filter((name) => existsSync(path.join(FIXTURES, group, name, "expected.json")))
    .map((name) => `${group}/${name}`);
}

const projects = ["callers", "frameworks"].flatMap(projectsOf);

describe.each(projects)("%s", (folder) => {
  const program = fixtureProgram(folder);

  it("type-checks", () => {
    expect(typeErrorsOf(program)).toEqual([]);
  });

  it("gets the reports that it deserves, and no other", async () => {
    const expected = expectationsOf(folder);
    expect(byFile(await lintFixture(folder, program))).toEqual(byFile(expected));
  });
});

/** The rules that a receiver of webhooks meets, whatever its framework. */
const RECEIVING = [
  "no-unhandled-verification-error",
  "no-swallowed-verification-error",
  "require-4xx-rejection",
  "require-raw-body",
  "require-webhook-headers",
  "no-verify-result",
  "no-conditional-verification",
  "no-manual-verification",
  "no-exposed-credentials",
];

it.each(projectsOf("frameworks"))("%s breaks every rule about receiving", (folder) => {
  const rules = new Set(expectationsOf(folder).map(({ rule }) => rule));
  expect(RECEIVING.filter((rule) => !rules.has(rule))).toEqual([]);
});

it.each(projectsOf("frameworks"))("%s has compliant handlers", (folder) => {
  expect(existsSync(path.join(FIXTURES, folder, "compliant.ts"))).toBe(true);
  expect(expectationsOf(folder).map(({ file }) => file)).not.toContain("compliant.ts");
});
