import { describe, expect, it } from "vitest";
import { explain } from "../../src/failure/explain.js";
import { fileOf, programOf } from "../harness/program.js";
import { analysisOf, outcomesOf } from "./outcomes.js";

const HEAD = `import { ApiException, Svix, Webhook } from "svix";
declare const svix: Svix; declare const webhook: Webhook; declare const input: never;
declare function act(...given: unknown[]): Promise<unknown>;
`;

/** The lines of a program that begins on line 4. */
function told(program: string): string[] {
  return outcomesOf(HEAD + program).split("\n");
}

describe("what is told of a file", () => {
  it("every path of an API call and the verdict on it", () => {
    expect(
      told(`export async function f() {
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
}`),
    ).toEqual([
      "message.create@5 api: caught at 5, logged, returns undefined",
      "message.create@5 network: caught at 5, logged, returns undefined",
      "  onlyLogged at 5 (message.create, api)",
    ]);
  });

  it("that nobody knows who wins against a call that is not entered", () => {
    expect(
      told(`export async function f() {
  try { return await Promise.race([svix.message.create("a", input), act()]); } catch {}
}`),
    ).toEqual([
      "message.create@5 api: unknown (a race that the failing promise may lose)",
      "message.create@5 network: unknown (a race that the failing promise may lose)",
    ]);
  });

  it("of a wait in each round of a loop no more than of one", () => {
    expect(
      told(`export async function f(more: () => boolean) {
  while (more()) {
    try { await svix.message.create("a", input); } catch (error) { console.error(error); }
    await new Promise((done) => setTimeout(done, 100));
  }
}`),
    ).toEqual([
      "message.create@6 api: caught at 6, logged, returns undefined",
      "message.create@6 network: caught at 6, logged, returns undefined",
      "  onlyLogged at 6 (message.create, api)",
    ]);
  });

  it("only one line of it, where one is asked for", () => {
    const program = programOf({
      "main.ts": `${HEAD}export async function f() {
  try { await svix.message.create("a", input); } catch { await act(); }
  await svix.application.create(input);
}`,
    });
    const text = explain(analysisOf(program), fileOf(program, "main.ts"), 6);
    expect(text.split("\n")).toEqual([
      "application.create@6 api: rejects the error",
      "application.create@6 network: rejects the error",
      "  unhandled at 6 (application.create, api)",
    ]);
  });

  it("through which function a failure came", () => {
    expect(
      told(`async function send() { await svix.message.create("a", input); }
export async function f() { try { await send(); } catch { return null; } }`),
    ).toContain("message.create@5 through send() api: caught at 5, returns null");
  });
});

describe("what is told of a path", () => {
  /** What stands behind the call and the mode, for the paths of a file's first failure. */
  function pathsOf(program: string): string[] {
    const [first = "", ...others] = told(program).filter((line) => !line.startsWith("  "));
    const head = first.slice(0, first.indexOf(":") + 2);
    return [first, ...others]
      .filter((line) => line.startsWith(head))
      .map((line) => line.slice(head.length));
  }
  const handled = (handler: string): string =>
    `export async function f(rest: object, res: import("express").Response) {
  try { await svix.message.create("a", input); } catch (error) { ${handler} } }`;

  it.each([
    ["another error", 'throw new Error("no");', "caught at 5, dealt, rejects Error"],
    [
      "an error that stands for a status",
      "throw new Busy(); class Busy extends Error { status = 503; }",
      "caught at 5, dealt, rejects Busy 503",
    ],
    ["the end of the process", "process.exit(1);", "caught at 5, acted at 5, halts"],
    [
      "an answer",
      "res.status(502).end();",
      "caught at 5, acted at 5, answered 502, returns undefined",
    ],
    [
      "an object",
      'return { ok: false, why: "busy" };',
      'caught at 5, returns {ok: false, why: "busy"}',
    ],
    [
      "an object with more in it",
      "return { ok: false, ...rest };",
      "caught at 5, returns {ok: false, …}",
    ],
    ["an array", 'return ["a", rest];', 'caught at 5, returns ["a", something]'],
    [
      "an array of any length",
      "return [null, ...Object.keys(rest)];",
      "caught at 5, returns [null, …]",
    ],
    ["a function", "return () => act();", "caught at 5, returns function"],
  ])("%s", (_, handler, expected) => {
    expect(pathsOf(handled(handler))).toEqual([expected]);
  });

  it("a code by which the failure was known, beside the other codes", () => {
    expect(
      pathsOf(
        handled(
          'if (error instanceof ApiException && error.code === 409) return "known"; await act(error);',
        ),
      ),
    ).toEqual([
      'caught at 5, looked, named code, returns "known"',
      "caught at 5, looked, acted at 5, returns undefined",
    ]);
  });

  it.each(["undefined", "null"])("a network error that has no code: not %s", (nothing) => {
    const paths = told(
      handled(`if ((error as { code?: string }).code !== ${nothing}) await act(error);`),
    );
    expect(paths.filter((path) => path.includes("network"))).toEqual([
      "message.create@5 network: caught at 5, looked, acted at 5, returns undefined",
      "message.create@5 network: caught at 5, looked, returns undefined",
    ]);
  });

  it("a promise that nobody holds", () => {
    expect(
      pathsOf(
        `export function f() { void svix.message.create("a", input); return { sent: true }; }`,
      ),
    ).toEqual(["floats from 4, returns {sent: true}"]);
  });

  it("why nothing can be said", () => {
    expect(
      pathsOf(
        `export async function f() { await act({ sending: svix.message.create("a", input) }); }`,
      ),
    ).toEqual(["unknown (the promise is given to code that cannot be entered)"]);
  });

  it("the answer of a receiver", () => {
    expect(
      pathsOf(`export async function POST(req: Request) {
  try { webhook.verify(await req.text(), {}); } catch { return new Response("no", { status: 400 }); }
  return new Response("ok");
}`),
    ).toEqual(["caught at 5, returns response 400"]);
  });

  it("what a receiver does with the payload, in the handler and behind it", () => {
    expect(
      pathsOf(`export async function POST(req: Request) {
  const body = await req.text();
  try { webhook.verify(body, {}); } catch { await act(body); }
  await act(body);
  return new Response("ok");
}`),
    ).toEqual([
      "caught at 6, acted at 6, payload used at 7, payload kept at 6, returns response 200",
    ]);
  });
});
