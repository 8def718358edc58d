import { describe, expect, it } from "vitest";
import { reachOf, type Reach } from "../../src/callers/reach.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf } from "../harness/program.js";

type Files = Readonly<Record<string, string>>;

function reachIn(files: Files): { reach: Reach; file: ReturnType<typeof fileOf> } {
  const program = programOf(files);
  return { reach: reachOf(program, recogniserOf(program)!), file: fileOf(program, "main.ts") };
}

const CLIENT = `import { Svix } from "svix";\nexport const svix = new Svix("x");`;
const PORT = `export interface Notifier { send(app: string): Promise<void>; }`;
const ADAPTER = `import { svix } from "./client.js";\nimport type { Notifier } from "./port.js";\nexport class SvixNotifier implements Notifier { async send(app: string) { await svix.message.create(app, { eventType: "a", payload: {} }); } }`;

describe("which files can reach the SDK", () => {
  it.each<[name: string, files: Files, expected: boolean]>([
    ["imports it", { "main.ts": CLIENT }, true],
    [
      "imports what imports it",
      {
        "client.ts": CLIENT,
        "barrel.ts": `export * from "./client.js";`,
        "main.ts": `import { svix } from "./barrel.js";\nvoid svix;`,
      },
      true,
    ],
    [
      "requires what requires it",
      {
        "client.js": `const { Svix } = require("svix");\nmodule.exports = new Svix("x");`,
        "main.ts": `export const load = () => import("./client.js");`,
      },
      true,
    ],
    [
      "imports the interface that is implemented with it",
      {
        "client.ts": CLIENT,
        "port.ts": PORT,
        "adapter.ts": ADAPTER,
        "main.ts": `import type { Notifier } from "./port.js";\nexport const run = (notifier: Notifier) => notifier.send("a");`,
      },
      true,
    ],
    [
      "declares the type that a literal is written for with it",
      {
        "main.ts": `export const run = (deps: { send(): Promise<void> }) => deps.send();`,
        "adapter.ts": `import { Svix } from "svix";\nimport { run } from "./main.js";\nvoid run({ send: async () => void (await new Svix("x").message.list("a")) });`,
      },
      true,
    ],
    [
      "shares plain functions with what imports it",
      {
        "client.ts": `${CLIENT}\nimport { log } from "./log.js";\nlog("made");`,
        "log.ts": `export const log = (text: string) => { console.log(text); };`,
        "main.ts": `import { log } from "./log.js";\nlog("other");`,
      },
      false,
    ],
    ["has nothing to do with it", { "client.ts": CLIENT, "main.ts": "export const a = 1;" }, false],
  ])("%s", (_name, files, expected) => {
    const { reach, file } = reachIn(files);
    expect(reach.includes(file)).toBe(expected);
  });

  it("admits the members of an interface only, where a file knows no more", () => {
    const { reach, file } = reachIn({
      "client.ts": CLIENT,
      "port.ts": PORT,
      "adapter.ts": ADAPTER,
      "main.ts": `import type { Notifier } from "./port.js";\nexport const run = (notifier: Notifier) => notifier.send("a");`,
    });
    expect(["send", "create"].map((name) => reach.admits(name, file))).toEqual([true, false]);
  });

  it("takes every file for reached where a script speaks to all", () => {
    const { reach, file } = reachIn({
      "client.ts": CLIENT,
      "script.ts": `declare const shared: import("svix").Svix;`,
      "main.ts": "export const a = 1;",
    });
    expect(reach.includes(file)).toBe(true);
  });

  it("takes every file for reached where the settings name verifiers", () => {
    const program = programOf({ "client.ts": CLIENT, "main.ts": "export const a = 1;" });
    const sdk = recogniserOf(program, { extraVerifier: () => undefined });
    expect(reachOf(program, sdk!).includes(fileOf(program, "main.ts"))).toBe(true);
  });
});
