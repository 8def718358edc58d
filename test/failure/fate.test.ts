import { describe, expect, it } from "vitest";
import { Analysis } from "../../src/failure/analysis.js";
import { isDefaultLogger } from "../../src/sdk/logger-names.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf } from "../harness/program.js";

const SEND = `import { Svix } from "svix"; declare const svix: Svix; declare const input: never;
export async function send(id: string) { await svix.message.create(id, input); }
`;
const USE = `import { send } from "./send.js"; declare function act(): Promise<void>;
`;
const CASES: readonly { name: string; send: string; use: string }[] = [
  {
    name: "a call",
    send: "",
    use: "export async function f() { try { await send('a'); } catch { await act(); } }",
  },
  {
    name: "a mention",
    send: "",
    use: "export async function f(ids: string[]) { try { await Promise.all(ids.map(send)); } catch { await act(); } }",
  },
  {
    name: "a call of what a wrapper makes",
    send: `function named<T>(run: T): T { return run; }
export const wrapped = named(async (id: string) => { await svix.message.create(id, input); });`,
    use: "import { wrapped } from './send.js'; export async function f() { try { await send('a'); await wrapped('a'); } catch { await act(); } }",
  },
];

function judged(callers: "program" | "file", files: Record<string, string>, name: string) {
  const program = programOf(files);
  const sdk = recogniserOf(program);
  if (sdk === undefined) throw new Error("the program loads no SDK");
  const analysis = new Analysis(program, { sdk, isLogger: isDefaultLogger, callers });
  return analysis.verdictsIn(fileOf(program, name)).map(({ judgement }) => judgement);
}

describe("callers in other files", () => {
  it.each(CASES)("are asked where the settings say so: $name", ({ send, use }) => {
    const files = { "send.ts": SEND + send, "use.ts": USE + use };
    expect(judged("program", files, "send.ts")).toEqual([]);
    expect(judged("program", files, "use.ts")).toEqual([]);
  });
  it.each(CASES)("and not where they leave them out: $name", ({ send, use }) => {
    const files = { "send.ts": SEND + send, "use.ts": USE + use };
    expect(judged("file", files, "send.ts")).toEqual(["unhandled"]);
  });
  it.each(CASES)("those of the same file always count: $name", ({ send, use }) => {
    const whole = `${SEND}${send}\ndeclare function act(): Promise<void>;\n${use.replace(/import [^;]*;/u, "")}`;
    expect(judged("file", { "send.ts": whole }, "send.ts")).toEqual([]);
  });
});
