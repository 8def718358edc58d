import { expect, it } from "vitest";
import { postconditions } from "../../src/contract/postconditions.js";
import {
  byFile,
  expectationsOf,
  fixtureProgram,
  lintFixture,
  marksOf,
  typeErrorsOf,
} from "./fixture-lint.js";

const expected = expectationsOf("shop");
const program = fixtureProgram("shop");
const marks = marksOf("shop", program);

it("type-checks", () => {
  expect(typeErrorsOf(program)).toEqual([]);
});

it("gets the reports that it deserves, and no other", async () => {
  expect(byFile(await lintFixture("shop"))).toEqual(byFile(expected));
});

it.each(postconditions.map(({ id }) => id))("violates and keeps %s", (id) => {
  const kinds = new Set(marks.filter(({ ids }) => ids.includes(id)).map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual(["keeps", "violates"]);
});

it("expects a report of a fitting rule wherever it says that it violates something", () => {
  const rulesOf = new Map<string, readonly string[]>(postconditions.map((p) => [p.id, p.rules]));
  const unheard = marks
    .filter(({ kind }) => kind === "violates")
    .flatMap(({ file, line, ids }) =>
      ids
        .filter((id) => {
          const rules = rulesOf.get(id) ?? [];
          return !expected.some((e) => e.file === file && rules.includes(e.rule));
        })
        .map((id) => `${file}:${String(line)} ${id}`),
    );
  expect(unheard).toEqual([]);
});
