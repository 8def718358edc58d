import { readdirSync, existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { awaitedFolders } from "./awaiting.js";
import {
  byFile,
  dueOf,
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

it("awaits existing folders only", () => {
  expect(awaitedFolders.filter((folder) => !projects.includes(folder))).toEqual([]);
});

describe.each(projects)("%s", (folder) => {
  const program = fixtureProgram(folder);
  // An awaited folder that passes fails here: it must leave the list.
  const due = awaitedFolders.includes(folder) ? it.fails : it;

  it("type-checks", () => {
    expect(typeErrorsOf(program)).toEqual([]);
  });

  due("gets the reports that it deserves, and no other", async () => {
    const expected = dueOf(expectationsOf(folder));
    expect(byFile(await lintFixture(folder, program))).toEqual(byFile(expected));
  });
});
