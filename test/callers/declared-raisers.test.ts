import { describe, expect, it } from "vitest";
import ts from "typescript";
import { callersOf } from "../../src/callers/index.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf } from "../harness/program.js";

type Files = Readonly<Record<string, string>>;

/** The errors that the call in main.ts declares. */
function declaredIn(files: Files): readonly string[] {
  const program = programOf(files);
  const raisers = callersOf(program).declaredRaisers();
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) found.push(...raisers.declaredBy(node));
    ts.forEachChild(node, visit);
  };
  visit(fileOf(program));
  return found;
}

const CALL = `import { send } from "./lib";\nvoid send();`;
const USES_SVIX = `import type { Svix } from "svix";\nexport type Client = Svix;`;

describe("what a call's declaration says that it throws", () => {
  it.each<[name: string, files: Files, expected: readonly string[]]>([
    [
      "a function of a declaration file",
      { "lib.d.ts": "/** @throws {ApiException} */\nexport declare function send(): void;" },
      ["ApiException"],
    ],
    [
      "a variable",
      { "lib.d.ts": "/** @throws {ApiException} */\nexport declare const send: () => void;" },
      ["ApiException"],
    ],
    [
      "an ambient module",
      {
        "lib.ts": `export { send } from "acme";`,
        "acme.d.ts": `declare module "acme" {\n  /** @throws {WebhookVerificationError} */\n  export function send(): void;\n}`,
      },
      ["WebhookVerificationError"],
    ],
    [
      "a default export",
      {
        "lib.ts": `export { default as send } from "./other";`,
        "other.d.ts": "/** @throws {ApiException} */\nexport default function (): void;",
      },
      ["ApiException"],
    ],
    [
      "the class as it is imported",
      {
        "lib.d.ts": `import type { ApiException } from "svix";\n/** @throws {ApiException} */\nexport declare function send(): ApiException;`,
      },
      ["ApiException"],
    ],
    [
      "another class of that name in scope",
      {
        "lib.d.ts": `export declare class ApiException extends Error {}\n/** @throws {ApiException} */\nexport declare function send(): void;`,
      },
      [],
    ],
    [
      "another package's class, installed or not",
      {
        "lib.d.ts": `import type { ApiException } from "@kubernetes/client-node";\n/** @throws {ApiException} */\nexport declare function send(): ApiException;`,
      },
      [],
    ],
    [
      "a class of the project that is declared elsewhere",
      {
        "errors.ts": "export class ApiException extends Error {}",
        "lib.d.ts": "/** @throws {ApiException} */\nexport declare function send(): void;",
      },
      [],
    ],
    [
      "a plain Error",
      {
        "lib.d.ts":
          "/** @throws {Error} */\nexport declare function send(): void;\nexport declare class Kept { cause: ApiException }",
      },
      [],
    ],
    [
      "no tag",
      {
        "lib.d.ts":
          "/** Gives ApiException to @throws */\nexport declare function other(): void;\nexport declare function send(): void;",
      },
      [],
    ],
  ])("%s", (_name, files, expected) => {
    expect(declaredIn({ "svix.ts": USES_SVIX, ...files, "main.ts": CALL })).toEqual(expected);
  });

  it("knows no names in a program without such a tag", () => {
    const program = programOf({ "main.ts": CALL, "lib.ts": "export function send() {}" });
    expect(callersOf(program).declaredRaisers().names.size).toBe(0);
  });
});

describe("a program that does not load the SDK", () => {
  it.each([
    ["says nothing of it", "/** Sends. */\nexport declare function send(): void;", false],
    [
      "declares its errors",
      "/** Through Svix. @throws {ApiException} */\nexport declare function send(): void;",
      true,
    ],
    [
      "declares errors of something else",
      "/** @throws {ApiException} */\nexport declare function send(): void;",
      false,
    ],
  ])("%s", (_name, text, expected) => {
    const program = programOf({ "main.ts": CALL, "lib.d.ts": text });
    expect(recogniserOf(program) !== undefined).toBe(expected);
  });
});
