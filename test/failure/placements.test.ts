import { describe, expect, it } from "vitest";
import { fileOf, programOf } from "../harness/program.js";
import { analysisOf } from "./outcomes.js";

// Where a helper stands and where it is called must not matter for what is seen of its failure.

const PRELUDE = `import { Svix } from "svix";
declare const svix: Svix; declare const input: never;
declare function act(...given: unknown[]): Promise<void>;
declare const app: { post(path: string, handler: (request: Request) => Promise<unknown>): void };
`;

const BODY = `try { await svix.message.create("a", input); return true; } catch { return false; }`;

/** A helper that says by false that its Svix call failed, and its call. */
const HELPERS: Readonly<Record<string, readonly [declaration: string, call: string]>> = {
  function: [`async function send() { ${BODY} }`, "send()"],
  arrow: [`const send = async () => { ${BODY} };`, "send()"],
  member: [`const api = { send: async () => { ${BODY} } };`, "api.send()"],
  method: [`const api = { async send() { ${BODY} } };`, "api.send()"],
  "const member": [`const api = { send: async () => { ${BODY} } } as const;`, "api.send()"],
  class: [`class Api { async send() { ${BODY} } }\nconst api = new Api();`, "api.send()"],
  static: [`class Api { static async send() { ${BODY} } }`, "Api.send()"],
  field: [`class Api { send = async () => { ${BODY} } }\nconst api = new Api();`, "api.send()"],
  heir: [
    `abstract class Base { async send() { ${BODY} } }\nclass Api extends Base {}\nconst api = new Api();`,
    "api.send()",
  ],
  interface: [
    `interface Sender { send(): Promise<boolean> }\nclass Api implements Sender { async send() { ${BODY} } }\nconst api: Sender = new Api();`,
    "api.send()",
  ],
  made: [
    `const make = (id: string) => async () => { ${BODY} };\nconst send = make("a");`,
    "send()",
  ],
  "made where it is called": [
    `const make = (id: string) => async () => { ${BODY} };`,
    `make("a")()`,
  ],
  "of a factory": [
    `function makeApi() { async function send() { ${BODY} } return { send }; }\nconst api = makeApi();`,
    "api.send()",
  ],
  bound: [
    `class Api { async send() { ${BODY} } }\nconst api = new Api();\nconst send = api.send.bind(api);`,
    "send()",
  ],
  destructured: [`const { send } = { send: async () => { ${BODY} } };`, "send()"],
  singleton: [
    `class Api { async send() { ${BODY} } }\nlet one: Api | undefined;\nfunction api() { one ??= new Api(); return one; }`,
    "api().send()",
  ],
  "through another": [
    `async function inner() { ${BODY} }\nasync function send() { return inner(); }`,
    "send()",
  ],
};

/** Code that uses a helper. */
const CALLERS: Readonly<Record<string, string>> = {
  function: "async function f() { USE }",
  method: "class Caller { async f() { USE } }",
  "private method": "class Caller { async #f() { USE } async g() { await this.#f(); } }",
  member: "const caller = { f: async () => { USE } };",
  "inner function": "function build() { async function g() { USE } return { g }; }",
  "class in a function": "function build() { return class { async f() { USE } }; }",
  "method that registers": `class Caller { routes() { app.post("/a", async () => { USE return { ok: true }; }); } }`,
  "function that registers": `function routes() { app.post("/a", async () => { USE return { ok: true }; }); }`,
  timer: "function f() { setTimeout(async () => { USE }, 10); }",
  "callback of map":
    "async function f(ids: string[]) { await Promise.all(ids.map(async () => { USE })); }",
  reaction: "async function f() { await act().then(async () => { USE }); }",
  loop: "async function f(ids: string[]) { for (const id of ids) { await act(id); USE } }",
};

/** What is made of the helper's answer, and whether that is wrong. */
const USES: Readonly<Record<string, readonly [use: string, isWrong: boolean]>> = {
  ignores: ["await CALL; ", true],
  checks: [`if (!(await CALL)) throw new Error("not sent"); `, false],
};

interface Case {
  readonly name: string;
  readonly text: string;
  readonly isWrong: boolean;
}

function casesOf(place: (helper: string, caller: string) => string): readonly Case[] {
  return Object.entries(HELPERS).flatMap(([helper, [declaration, call]]) =>
    Object.entries(CALLERS).flatMap(([caller, code]) =>
      Object.entries(USES).map(([what, [use, isWrong]]) => ({
        name: `${helper}: a ${caller} ${what} its answer`,
        text: PRELUDE + place(declaration, code.replace("USE", use.replace("CALL", call))),
        isWrong,
      })),
    ),
  );
}

/** The names of the cases that are judged otherwise than they should be. */
function misjudged(cases: readonly Case[]): readonly string[] {
  const fileNames = cases.map((_, index) => `case-${String(index)}.ts`);
  const program = programOf(
    Object.fromEntries(cases.map(({ text }, index) => [fileNames[index] ?? "", text])),
  );
  const analysis = analysisOf(program);
  return cases.flatMap(({ name, isWrong }, index) => {
    const verdicts = analysis.verdictsIn(fileOf(program, fileNames[index] ?? ""));
    const found = verdicts.map(({ judgement }) => judgement);
    return found.length > 0 === isWrong ? [] : [`${name}: ${found.join(", ") || "fine"}`];
  });
}

describe("a helper and its caller", () => {
  it("side by side in a module", () => {
    const cases = casesOf((helper, caller) => `${helper}\nexport ${caller}`);
    expect(misjudged(cases)).toEqual([]);
  });

  it("side by side in a function", () => {
    const cases = casesOf((helper, caller) => {
      const name = /(?:function|class|const) (\w+)/u.exec(caller)?.[1] ?? "";
      return `export function outermost() {\n${helper}\n${caller}\nreturn { ${name} };\n}`;
    });
    expect(misjudged(cases)).toEqual([]);
  });
});
