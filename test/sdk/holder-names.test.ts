import { describe, expect, it } from "vitest";
import type ts from "typescript";
import { holderNamesOf } from "../../src/sdk/holder-names.js";
import { cpuTimeOf } from "../harness/cpu-time.js";

const METHODS: ReadonlySet<string> = new Set(["create", "get"]);

function programOfTexts(...texts: readonly string[]): ts.Program {
  const files = texts.map((text) => ({ text, isDeclarationFile: false }));
  return { getSourceFiles: () => files } as unknown as ts.Program;
}

const namesIn = (text: string): readonly string[] => [
  ...holderNamesOf(programOfTexts(text), METHODS),
];

describe("names that hold a method", () => {
  it.each([
    ["an object's property", "const api = { send: svix.message.create };", ["send"]],
    ["a quoted property", `const api = { "send": svix.message.create };`, ["send"]],
    [
      "a bound method in a field",
      "send = this.svix.message.create.bind(this.svix.message);",
      ["send"],
    ],
    ["a private field", "#send = this.#svix.message.create;", ["#send"]],
    ["an assignment", "this.send = svix!.message?.create;", ["send"]],
    ["a path on several lines", "send = this.svix\n  .message\n  .create\n  .bind(x);", ["send"]],
    ["element access", `send = svix["message"]["create"];`, ["send"]],
    ["a type", `send: Svix["message"]["create"];`, ["send"]],
    ["an optional property's type", `send?: Svix["message"]["create"];`, ["send"]],
    ["a variable", "const go = svix.message.get;", ["go"]],
    ["a call", "const message = svix.message.create(app);", []],
    ["an optional call", "const message = svix.message.create?.(app);", []],
    ["a call by element access", `const message = svix["message"]["create"](app);`, []],
    ["another method", "const go = svix.message.remove;", []],
    ["a method whose name only begins so", "const go = svix.message.creates;", []],
    ["an arrow function", "send = (m) => this.svix.message.create(m);", []],
  ])("%s", (_name, text, expected) => {
    expect(namesIn(text)).toEqual(expected);
  });

  it("come from every file of the program that is not a declaration file", () => {
    const program = programOfTexts("const a = x.get;", "const b = x.get;");
    Object.assign(program.getSourceFiles()[1] ?? {}, { isDeclarationFile: true });
    expect([...holderNamesOf(program, METHODS)]).toEqual(["a"]);
  });

  it("are looked for again when the methods are others", () => {
    const program = programOfTexts("const a = x.get;");
    expect([...holderNamesOf(program, new Set(["list"]))]).toEqual([]);
    expect([...holderNamesOf(program, METHODS)]).toEqual(["a"]);
    expect([...holderNamesOf(program, METHODS)]).toEqual(["a"]);
  });

  it.each([
    ["letters", "a".repeat(1_000_000)],
    ["a string of data", `const data = "${"aA0".repeat(300_000)}";`],
    ["white space", `x =${" ".repeat(300_000)}.get`],
    ["more white space", `x${" ".repeat(300_000)}y`],
    ["a long path", `x = ${"a.".repeat(300_000)}b`],
    ["dots and spaces", `x = a${" .a".repeat(200_000)}`],
    ["questions", `x = a.get${"?".repeat(200_000)}`],
  ])("take no long time over a million of %s", (_name, text) => {
    expect(cpuTimeOf(() => namesIn(text)).seconds).toBeLessThan(1);
  });
});
