import path from "node:path";
import { expect, it } from "vitest";
import { visibilityOf } from "../../src/sdk/visibility.js";
import { fileOf, programOf } from "../harness/program.js";

/** The names of the files that can know of what `declares.ts` (or .js) declares; "all" where that is every file. */
function knowing(files: Readonly<Record<string, string>>, name = "declares.ts"): string {
  const program = programOf(files);
  const found = visibilityOf(program).of(fileOf(program, name));
  return found === undefined
    ? "all"
    : [...found]
        .map(({ fileName }) => path.basename(fileName))
        .sort()
        .join(" ");
}

const STRANGER = { "stranger.ts": "export const other = 1;" };

it.each<[name: string, files: Readonly<Record<string, string>>, expected: string]>([
  [
    "a module is known to whoever imports it, directly or through others",
    {
      "declares.ts": "export class Sender {}",
      "near.ts": `export * from "./declares";`,
      "far.ts": `import { Sender } from "./near"; export const sender = new Sender();`,
      ...STRANGER,
    },
    "declares.ts far.ts near.ts",
  ],
  [
    "a module that nobody imports is known to itself",
    { "declares.ts": "export class Sender {}", ...STRANGER },
    "declares.ts",
  ],
  ["a script is known to all", { "declares.ts": "class Sender {}", ...STRANGER }, "all"],
  [
    "a module that declares something globally is known to all",
    { "declares.ts": "export class Sender {} declare global { var it: Sender; }", ...STRANGER },
    "all",
  ],
  [
    "a module that adds to another one is known to all",
    {
      "declares.ts": `import "./stranger"; export class Sender {} declare module "./stranger" { const sender: Sender; }`,
      ...STRANGER,
    },
    "all",
  ],
  [
    "what a module that declares something globally imports is known to all",
    {
      "declares.ts": "export class Sender {}",
      "global.ts": `import { Sender } from "./declares"; declare global { var it: Sender; }`,
      ...STRANGER,
    },
    "all",
  ],
])("%s", (_, files, expected) => {
  expect(knowing(files)).toBe(expected);
});

it.each([
  ["a script in JavaScript", "class Sender {}", "all"],
  ["a module that exports by `module.exports`", "module.exports = class Sender {};", "declares.js"],
  ["a module that exports by `exports`", "exports.Sender = class {};", "declares.js"],
  ["a script that only writes a variable", "var sender; sender = 1;", "all"],
])("%s", (_, text, expected) => {
  expect(knowing({ "declares.js": text, ...STRANGER }, "declares.js")).toBe(expected);
});

it("tells what a file imports, directly or through others", () => {
  const program = programOf({
    "main.ts": `import "./near";`,
    "near.ts": `export * from "./far";`,
    "far.ts": "export const far = 1;",
    ...STRANGER,
  });
  const behind = visibilityOf(program).behind([fileOf(program, "near.ts")]);
  expect([...(behind ?? [])].map(({ fileName }) => path.basename(fileName)).sort()).toEqual([
    "far.ts",
    "near.ts",
  ]);
});

it("is asked anew when a file imports something else, and keeps what stands elsewhere", () => {
  const files = { "declares.ts": "export class Sender {}", "user.ts": "export {};", ...STRANGER };
  const before = programOf(files);
  const after = programOf(
    { ...files, "user.ts": `export * from "./declares";` },
    { previous: before },
  );
  const names = (program: typeof before): number | undefined =>
    visibilityOf(program).of(fileOf(program, "declares.ts"))?.size;
  expect([names(before), names(after)]).toEqual([1, 2]);
});

it("is asked anew when a file comes that a name now means", () => {
  const files = { "declares.ts": "export class Sender {}", "user.ts": `export * from "./near";` };
  const before = programOf(files);
  const after = programOf(
    { ...files, "near.ts": `export * from "./declares";` },
    { previous: before },
  );
  const names = (program: typeof before): number | undefined =>
    visibilityOf(program).of(fileOf(program, "declares.ts"))?.size;
  expect([names(before), names(after)]).toEqual([1, 3]);
});
