import { expect, it } from "vitest";
import rule from "../../src/rules/no-manual-verification.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked } from "./marked-cases.js";

const head = `import { timingSafeEqual } from "node:crypto";
import { Webhook } from "svix";
declare const wh: Webhook;
declare const id: string;
declare const at: Date;
declare const body: string;
declare const received: string;
declare function send(x: unknown): void;
export { timingSafeEqual, Webhook };
`;

const good = [
  {
    name: "verify",
    code: `wh.verify(body, { "svix-id": id, "svix-timestamp": "1", "svix-signature": received });`,
  },
  {
    name: "sign, to send",
    code: `send({ headers: { "svix-id": id, "svix-signature": wh.sign(id, at, body) } });`,
  },
  {
    name: "sign, in a variable, to send",
    code: `const signature = wh.sign(id, at, body);
send({ "svix-signature": signature });`,
  },
  { name: "compared with a literal", code: `if (wh.sign(id, at, body) === "v1,abc") send(1);` },
  {
    name: "compared with a literal in a const",
    code: `const expected = "v1,abc";
send(wh.sign(id, at, body) === expected);`,
  },
  {
    name: "compared with another output of sign",
    code: `const a = wh.sign(id, at, body);
const b = wh.sign(id, at, body);
send(a === b);`,
  },
  {
    name: "bytes of two outputs of sign",
    code: `const a = Buffer.from(wh.sign(id, at, body));
const b = Buffer.from(wh.sign(id, at, body));
send(timingSafeEqual(a, b));`,
  },
  {
    name: "an expectation",
    code: `declare function expect(x: unknown): { toBe(y: unknown): void };
expect(wh.sign(id, at, body)).toBe(received);`,
  },
  { name: "the length", code: `send(wh.sign(id, at, body).length === received.length);` },
  {
    name: "an own class with sign",
    code: `class Own { sign(x: string): string { return x; } }
send(new Own().sign(body) === received);`,
  },
  { name: "only logged", code: `console.log(wh.sign(id, at, body), received);` },
  {
    name: "a helper that compares two outputs",
    code: `const same = (a: string, b: string) => a === b;
send(same(wh.sign(id, at, body), wh.sign(id, at, "x")));`,
  },
  {
    name: "a helper that does not compare",
    code: `const headersFor = (signature: string) => ({ "svix-signature": signature });
send(headersFor(wh.sign(id, at, body)));`,
  },
  {
    name: "an own verifyTimestamp",
    code: `class Clock { verifyTimestamp(): boolean { return true; } }
const clock = new Clock();
clock.verifyTimestamp = () => false;`,
  },
  {
    name: "an own subclass without it",
    code: `export class Mine extends Webhook { both(x: string) { this.verify(x, {}); } }`,
  },
  {
    name: "a spy that looks on",
    code: `declare const vi: { spyOn(x: unknown, y: string): void };
vi.spyOn(Webhook.prototype, "verifyTimestamp");`,
  },
  {
    name: "the negation of its being there",
    code: `const signature = wh.sign(id, at, body);
if (signature !== undefined && signature !== "") send(signature);`,
  },
];

const compared = [
  { name: "equals", code: `if (⟦wh.sign(id, at, body) === received⟧) send(1);` },
  { name: "not equal", code: `if (⟦received !== wh.sign(id, at, body)⟧) throw new Error("bad");` },
  {
    name: "a variable",
    code: `const expected = wh.sign(id, at, body);
if (⟦expected === received⟧) send(1);`,
  },
  {
    name: "a header of a request",
    code: `export function f(req: Request) {
  const expected = wh.sign(id, at, body);
  return ⟦req.headers.get("svix-signature") === expected⟧;
}`,
  },
  {
    name: "timingSafeEqual of bytes",
    code: `const expected = Buffer.from(wh.sign(id, at, body));
send(⟦timingSafeEqual(expected, Buffer.from(received))⟧);`,
  },
  {
    name: "timingSafeEqual, second",
    code: `send(⟦timingSafeEqual(new TextEncoder().encode(received), new TextEncoder().encode(wh.sign(id, at, body)))⟧);`,
  },
  {
    name: "a part of it",
    code: `const [, expected] = wh.sign(id, at, body).split(",");
send(⟦received === expected⟧);`,
  },
  {
    name: "a part by index",
    code: `const expected = wh.sign(id, at, body).split(",")[1];
send(⟦received === expected⟧);`,
  },
  { name: "includes", code: `send(⟦received.includes(wh.sign(id, at, body))⟧);` },
  {
    name: "includes of a list",
    code: `const expected = wh.sign(id, at, body);
send(⟦received.split(" ").includes(expected)⟧);`,
  },
  {
    name: "some",
    code: `const expected = wh.sign(id, at, body);
send(received.split(" ").some((one) => ⟦one === expected⟧));`,
  },
  { name: "indexOf", code: `if (⟦received.indexOf(wh.sign(id, at, body))⟧ >= 0) send(1);` },
  {
    name: "equals of a Buffer",
    code: `send(⟦Buffer.from(wh.sign(id, at, body)).equals(Buffer.from(received))⟧);`,
  },
  {
    name: "a helper that returns it",
    code: `function expectedSignature() { return wh.sign(id, at, body); }
send(⟦expectedSignature() === received⟧);`,
  },
  {
    name: "a helper that compares",
    code: `function same(a: string, b: string) { return a.length === b.length && a === b; }
send(⟦same(wh.sign(id, at, body), received)⟧);`,
  },
  {
    name: "a variable assigned later",
    code: `let expected: string;
expected = wh.sign(id, at, body);
send(⟦expected == received⟧);`,
  },
  {
    name: "a template",
    code: "const expected = `${wh.sign(id, at, body)}`;\nsend(⟦expected === received⟧);",
  },
].map((one) => ({ ...one, messageId: "comparedSignature" }));

const patched = [
  { name: "on an instance", code: `⟦(wh as any).verifyTimestamp⟧ = () => new Date();` },
  { name: "by element", code: `⟦(wh as any)["verifyTimestamp"]⟧ = () => new Date();` },
  {
    name: "on the prototype",
    code: `⟦(Webhook.prototype as any).verifyTimestamp⟧ = function () { return new Date(); };`,
  },
  {
    name: "on the Webhook inside",
    code: `⟦(wh as any).inner.verifyTimestamp⟧ = () => new Date();`,
  },
  {
    name: "on a variable that hides the class",
    code: `const open: any = wh;
⟦open.verifyTimestamp⟧ = () => new Date();`,
  },
  {
    name: "defineProperty",
    code: `Object.defineProperty(wh, ⟦"verifyTimestamp"⟧, { value: () => new Date() });`,
  },
  {
    name: "assign",
    code: `Object.assign(Webhook.prototype, { ⟦verifyTimestamp⟧() { return new Date(); } });`,
  },
  {
    name: "assign on a new instance",
    code: `⟦(new Webhook("x") as any).verifyTimestamp⟧ = (x: string) => new Date(Number(x));`,
  },
].map((one) => ({ ...one, messageId: "patchedTolerance" }));

runMarked("no-manual-verification", rule, { head, good, bad: [...compared, ...patched] });
runMarked("no-manual-verification on svix 1.99", rule, {
  head,
  sdk: "1.99.1",
  good,
  bad: [...compared, ...patched],
});

runMarked("no-manual-verification with standardwebhooks", rule, {
  head: `import { Webhook } from "standardwebhooks";\ndeclare const wh: Webhook;\n`,
  good: [],
  bad: [
    {
      name: "a subclass",
      messageId: "patchedTolerance",
      code: `// @ts-ignore
export class Lenient extends Webhook { ⟦verifyTimestamp⟧(x: string) { return new Date(Number(x)); } }`,
    },
    {
      name: "a field of a subclass",
      messageId: "patchedTolerance",
      code: `// @ts-ignore
export const Lenient = class extends Webhook { ⟦verifyTimestamp⟧ = (x: string) => new Date(Number(x)); };`,
    },
    {
      name: "an instance",
      messageId: "patchedTolerance",
      code: `⟦(wh as any).verifyTimestamp⟧ = () => new Date();`,
    },
  ],
});

it("reports at sign where another file compares", () => {
  const files = {
    "same.ts": `export const same = (a: string, b: string) => a === b;`,
    "sign.ts": `import { Webhook } from "svix";\nexport const expected = (id: string, body: string) => new Webhook("x").sign(id, new Date(), body);`,
    "route.ts": `import { same } from "./same.js";
import { expected } from "./sign.js";
export const check = (req: { id: string; body: string; signature: string }) => same(expected(req.id, req.body), req.signature);`,
  };
  expect(lintProgram(rule as never, files).reports).toEqual([
    `sign.ts:2 comparedSignature new Webhook("x").sign(id, new Date(), body)`,
  ]);
});
