import { describe, expect, it } from "vitest";
import { callersOf } from "../../src/callers/index.js";
import { programOf } from "../harness/program.js";
import { markedFunction, placeOf } from "./marked.js";

type Files = Readonly<Record<string, string>>;

/** Where a call of the function marked HERE is quickly found. */
function nearbyIn(files: Files | string): string | undefined {
  const program = programOf(files);
  const call = callersOf(program).nearbyCallOf(markedFunction(program, files));
  return call && placeOf(call);
}

/** Classes that have a method of the same name, and a function that calls those of them all. */
function namesakes(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `Other${String(index)}`);
  return [
    ...names.map((name) => `class ${name} { send() {} }`),
    ...names.map((name) => `new ${name}().send();`),
  ].join(" ");
}

describe("a call that is quickly found", () => {
  it.each<[name: string, files: Files | string, expected: string | undefined]>([
    ["behind the function", `function send() { /* HERE */ }\nsend();`, "main.ts:2"],
    ["in front of the function", `send();\nfunction send() { /* HERE */ }`, "main.ts:1"],
    [
      "in another file",
      {
        "send.ts": `export function send() { /* HERE */ }`,
        "main.ts": `import { send } from "./send.js";\n\nsend();`,
      },
      "main.ts:3",
    ],
    [
      "in another file that makes the class",
      {
        "sender.ts": `export class Sender { send() { /* HERE */ } }`,
        "main.ts": `import { Sender } from "./sender.js";\n\nnew Sender().send();`,
      },
      "main.ts:3",
    ],
    ["recursion only", `function send() { /* HERE */ send(); }`, undefined],
    ["recursion that is all it does", `const send = (): void => send(/* HERE */);`, undefined],
    [
      "behind calls of a few others of its name",
      `class Sender { send() { /* HERE */ } }\n${namesakes(3)}\nnew Sender().send();`,
      "main.ts:3",
    ],
    [
      "behind calls of too many others of its name",
      `class Sender { send() { /* HERE */ } }\n${namesakes(20)}\nnew Sender().send();`,
      undefined,
    ],
    ["of something else", `function send() { /* HERE */ }\nexport {};`, undefined],
  ])("%s", (_name, files, expected) => {
    expect(nearbyIn(files)).toBe(expected);
  });
});
