import { expect, it } from "vitest";
import { verifySitesOf } from "../../src/requests/verify-sites.js";
import { recogniserOf } from "../../src/sdk/recogniser.js";
import { fileOf, programOf } from "../harness/program.js";

/** `call: payload | headers | request` for each site of the file. */
function sites(source: string | Record<string, string>, name = "main.ts"): string[] {
  const program = programOf(source);
  const sdk = recogniserOf(program);
  if (!sdk) return [];
  return verifySitesOf(program, sdk)
    .in(fileOf(program, name))
    .map(({ call, payload, headers, request }) =>
      [call.expression, payload, headers, request]
        .map((node) => node?.getText() ?? "-")
        .join(" | "),
    );
}

const HEAD = `import { Webhook } from "svix"; declare const wh: Webhook; declare const b: string; declare const h: Record<string, string>;\n`;

it.each([
  ["a direct call", "wh.verify(b, h);", ["wh.verify | b | h | -"]],
  ["an element access", 'wh["verify"](b, h);', ['wh["verify"] | b | h | -']],
  ["a bound method", "const check = wh.verify.bind(wh); check(b, h);", ["check | b | h | -"]],
  ["a destructured method", "const { verify } = wh; verify(b, h);", ["verify | b | h | -"]],
  ["an own class", "class Own { verify(x: string) { return x; } } new Own().verify(b);", []],
  [
    "spread arguments",
    "declare const all: [string, Record<string, string>]; wh.verify(...all);",
    [],
  ],
  [
    "a helper",
    "const check = (headers: Record<string, string>, body: string) => wh.verify(body, headers); check(h, b);",
    ["wh.verify | body | headers | -", "check | b | h | -"],
  ],
  [
    "a helper of a helper",
    "function one(x: string) { wh.verify(x, h); } function two(y: string) { one(y); } two(b);",
    ["wh.verify | x | h | -", "one | y | - | -", "two | b | - | -"],
  ],
  [
    "a helper with an options object",
    "const check = (o: { raw: string; headers: Record<string, string> }) => wh.verify(o.raw, o.headers); check({ raw: b, headers: h });",
    ["wh.verify | o.raw | o.headers | -", "check | b | h | {…}"],
  ],
  [
    "a helper that is given the request",
    "async function check(req: Request) { const raw = await req.text(); wh.verify(raw, h); } declare const r: Request; check(r);",
    ["wh.verify | raw | h | -", "check | - | - | r"],
  ],
  [
    "a method",
    "class Checks { private one(x: string) { wh.verify(x, h); } two(y: string) { this.one(y); } } new Checks().two(b);",
    ["wh.verify | x | h | -", "this.one | y | - | -", "new Checks().two | b | - | -"],
  ],
])("%s", (_name, source, expected) => {
  const found = sites(HEAD + source).map((site) => site.replace(/\{ .* \}$/u, "{…}"));
  expect(found).toEqual(expected);
});

it("finds calls through an interface", () => {
  const source = `${HEAD}interface Checks { check(body: string): void }
class Real implements Checks { check(body: string) { wh.verify(body, h); } }
declare const checks: Checks;
checks.check("x");
export { Real };`;
  expect(sites(source)).toEqual(["wh.verify | body | h | -", 'checks.check | "x" | - | -']);
});

it("finds helpers of other files by import", () => {
  const files = {
    "check.ts": `${HEAD}export function check(body: string) { wh.verify(body, h); }`,
    "main.ts": `import { check as verifyIt } from "./check.js"; import * as all from "./check.js"; all.check("x"); verifyIt("y");`,
  };
  expect(sites(files)).toEqual(['all.check | "x" | - | -', 'verifyIt | "y" | - | -']);
});
