import ts from "typescript";
import { describe, expect, it } from "vitest";
import { suspectsOf } from "../../src/callers/suspects.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf } from "../harness/program.js";

type Files = Readonly<Record<string, string>>;

const CLIENT = `import { Svix } from "svix";\nconst svix = new Svix("x");\nconst input = { eventType: "a", payload: {} };`;

/** Which calls of main.ts may lead to `create`, by name. */
function suspectCalls(program: ts.Program): readonly string[] {
  const suspects = suspectsOf(program, recogniserOf(program)!, { names: ["create"] });
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && suspects.mayLead(node)) found.push(node.expression.getText());
    ts.forEachChild(node, visit);
  };
  visit(fileOf(program));
  return found;
}

describe("calls that may lead to a method", () => {
  it.each<[name: string, files: Files, expected: readonly string[]]>([
    [
      "through functions of other files",
      {
        "lib.ts": `${CLIENT}\nexport const send = () => svix.message.create("a", input);\nexport const list = () => svix.message.list("a");`,
        "main.ts": `import { list, send } from "./lib.js";\nawait list();\nawait send();`,
      },
      ["send"],
    ],
    [
      "under the name of an import",
      {
        "lib.ts": `${CLIENT}\nexport const send = () => svix.message.create("a", input);`,
        "main.ts": `import { send as deliver } from "./lib.js";\nawait deliver();`,
      },
      ["deliver"],
    ],
    [
      "through a default export without a name",
      {
        "lib.ts": `${CLIENT}\nexport default async () => { await svix.message.create("a", input); };`,
        "main.ts": `import deliver from "./lib.js";\nawait deliver();`,
      },
      ["deliver"],
    ],
    [
      "through a default export of another name",
      {
        "lib.ts": `${CLIENT}\nexport default async function send() { await svix.message.create("a", input); }`,
        "main.ts": `import deliver from "./lib.js";\nawait deliver();`,
      },
      ["deliver"],
    ],
    [
      "through a module that is exported as a whole",
      {
        "lib.ts": `${CLIENT}\nfunction send() { return svix.message.create("a", input); }\nexport = send;`,
        "main.ts": `import deliver = require("./lib.js");\nvoid deliver();`,
      },
      ["deliver"],
    ],
    [
      "through a property that is assigned",
      {
        "lib.ts": `${CLIENT}\nexport class Desk { deliver?: () => Promise<unknown>; open() { this.deliver = () => svix.message.create("a", input); } }`,
        "main.ts": `import type { Desk } from "./lib.js";\nexport const run = (desk: Desk) => desk.deliver?.();`,
      },
      ["desk.deliver"],
    ],
  ])("%s", (_name, files, expected) => {
    expect(suspectCalls(programOf(files))).toEqual(expected);
  });

  it("follows edits of any file", () => {
    const main = `import { list } from "./lib.js";\nawait list();`;
    const before = `${CLIENT}\nexport const list = () => svix.message.list("a");`;
    const after = `${CLIENT}\nexport const list = () => svix.message.create("a", input);`;
    const first = programOf({ "lib.ts": before, "main.ts": main });
    expect(suspectCalls(first)).toEqual([]);
    const second = programOf({ "lib.ts": after, "main.ts": main }, { previous: first });
    expect(suspectCalls(second)).toEqual(["list"]);
    const third = programOf({ "lib.ts": before, "main.ts": main }, { previous: second });
    expect(suspectCalls(third)).toEqual([]);
  });
});

it("leads to the calls that a question picks by their text, through functions of other files", () => {
  const program = programOf({
    "lib.ts": `${CLIENT}
export const ask = () => svix.backgroundTask.get("a");
export const load = () => new Map<string, string>().get("a");
void input;`,
    "main.ts": `import { ask, load } from "./lib.js";\nawait ask();\nload();`,
  });
  const suspects = suspectsOf(program, recogniserOf(program)!, {
    isSeed: (call) => call.expression.getText().endsWith("backgroundTask.get"),
  });
  const file = fileOf(program);
  expect(["ask", "load"].filter((name) => suspects.has(name, file))).toEqual(["ask"]);
});
