import { describe, expect, it } from "vitest";
import { callersOf } from "../../src/callers/index.js";
import { programOf } from "../harness/program.js";
import { markedFunction } from "./marked.js";

type Files = Readonly<Record<string, string>>;

function mayBeCalledUntyped(files: Files): boolean {
  const program = programOf(files);
  return callersOf(program).mayBeCalledUntyped(markedFunction(program, files));
}

const MADE = `export const make = () => ({ send: async () => { /* HERE */ } });`;
const PLAIN = `export async function send() { /* HERE */ }`;

describe("a function that a value without types may stand for", () => {
  it.each<[name: string, files: Files, expected: boolean]>([
    [
      "its name is called on something without a type",
      { "make.ts": MADE, "main.ts": `declare const client: any; client.send();` },
      true,
    ],
    [
      "its name is called on something that has a type",
      {
        "make.ts": MADE,
        "main.ts": `declare const client: { send(): void }; client.send();`,
      },
      false,
    ],
    [
      "another name is called on something without a type",
      { "make.ts": MADE, "main.ts": `declare const client: any; client.close();` },
      false,
    ],
    [
      "it is no member, and its name is called on something without a type",
      { "send.ts": PLAIN, "main.ts": `declare const client: any; client.send();` },
      false,
    ],
    [
      "its file is imported by a path that does not resolve",
      {
        "server/lib/webhooks.ts": PLAIN,
        "main.ts": `import { send } from "@@/server/lib/webhooks"; void send();`,
      },
      true,
    ],
    [
      "its file is imported with its ending by a path that does not resolve",
      {
        "server/lib/webhooks.ts": PLAIN,
        "main.ts": `import { send } from "@@/server/lib/webhooks.ts"; void send();`,
      },
      true,
    ],
    [
      "another file is imported by a path that does not resolve",
      {
        "server/lib/webhooks.ts": PLAIN,
        "main.ts": `import { send } from "@@/server/mail"; void send();`,
      },
      false,
    ],
    [
      "its file is imported by a path that does",
      {
        "server/lib/webhooks.ts": PLAIN,
        "main.ts": `import { send } from "./server/lib/webhooks.js"; void send();`,
      },
      false,
    ],
  ])("%s: %s", (_name, files, expected) => {
    expect(mayBeCalledUntyped(files)).toBe(expected);
  });
});
