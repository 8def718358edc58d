import { expect, it } from "vitest";
import ts from "typescript";
import path from "node:path";
import { clientFileOf } from "../../src/credentials/client-files.js";
import { fileOf, programOf } from "../harness/program.js";

/** The client file of the first `new` in main.ts. */
function clientFile(files: Readonly<Record<string, string>>): string | undefined {
  const program = programOf(files, { compilerOptions: { jsx: ts.JsxEmit.Preserve } });
  let found: ts.NewExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node)) found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(fileOf(program));
  const file = found && clientFileOf(found, program);
  return file && path.basename(file.fileName);
}

const MAIN = `class Client {}\nexport const client = new Client();\nexport function send() { return client; }\nexport const NAMES = ["a"];`;

it.each([
  ["its own directive", { "main.ts": `"use client";\n${MAIN}` }, "main.ts"],
  [
    "no directive anywhere",
    { "main.ts": MAIN, "page.tsx": `import { send } from "./main"; send();` },
    undefined,
  ],
  [
    "a client file that uses it",
    {
      "main.ts": MAIN,
      "button.tsx": `"use client"; import { client } from "./main"; export const b = () => client;`,
    },
    "button.tsx",
  ],
  [
    "a client file that calls what uses it",
    {
      "main.ts": MAIN,
      "button.tsx": `"use client"; import { send } from "./main"; export const b = () => send();`,
    },
    "button.tsx",
  ],
  [
    "by way of another module",
    {
      "main.ts": MAIN,
      "hook.ts": `import { send } from "./main"; export function useSend() { return send(); }`,
      "button.tsx": `"use client"; import { useSend } from "./hook"; export const b = () => useSend();`,
    },
    "button.tsx",
  ],
  [
    "by way of a barrel",
    {
      "main.ts": MAIN,
      "index.ts": `export * from "./main";`,
      "button.tsx": `"use client"; import { send } from "./index"; export const b = () => send();`,
    },
    "button.tsx",
  ],
  [
    "a client file that uses something else of the module",
    {
      "main.ts": MAIN,
      "button.tsx": `"use client"; import { NAMES } from "./main"; export const b = () => NAMES;`,
    },
    undefined,
  ],
  [
    "a client file that uses its type",
    {
      "main.ts": MAIN,
      "button.tsx": `"use client"; import type { client } from "./main"; export const b = (c: typeof client) => c;`,
    },
    undefined,
  ],
  [
    "a server action between them",
    {
      "main.ts": MAIN,
      "actions.ts": `"use server"; import { send } from "./main"; export async function act() { return send(); }`,
      "button.tsx": `"use client"; import { act } from "./actions"; export const b = () => act();`,
    },
    undefined,
  ],
  [
    "a module that must stay on the server",
    {
      "main.ts": `import "server-only";\n${MAIN}`,
      "button.tsx": `"use client"; import { send } from "./main"; export const b = () => send();`,
    },
    undefined,
  ],
  [
    "code that uses itself",
    {
      "main.ts": `class Client {}\nexport function a(): unknown { return b() ?? new Client(); }\nexport function b(): unknown { return a(); }`,
    },
    undefined,
  ],
] as const)("finds the client file: %s", (_name, files, expected) => {
  expect(clientFile(files)).toBe(expected);
});
