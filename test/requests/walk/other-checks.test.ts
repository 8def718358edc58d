import { describe, expect, it } from "vitest";
import rule from "../../../src/rules/no-conditional-verification.js";
import { lintProgram } from "../lint-program.js";

const providers = `declare module "providers" {
  export function checkIt(request: Request): Promise<void>;
  export function pass(request: Request): Promise<{ valid: boolean }>;
  export function matches(raw: string, headers: Headers): boolean;
  export function knows(key: string | null): boolean;
  export function wellFormed(body: unknown): boolean;
  export const paddle: { unmarshal(raw: string, secret: string, signature: string): Promise<{ id: string }> };
}
declare module "store" { export const store: { add(name: string, given: unknown, headers?: unknown): Promise<{ id: string }> }; }`;

const head = `import { Webhook } from "svix";
import { checkIt, knows, matches, paddle, pass, wellFormed } from "providers";
import { store } from "store";
export const given = [checkIt, knows, matches, paddle, pass, wellFormed];
const refused = () => new Response("no", { status: 401 });
`;

/** A receiver of Svix's messages and of those of another sender, around how the other one is checked. */
function receiver(check: string, condition = `sender === "other"`): string {
  return `${head}export async function POST(req: Request) {
  const raw = await req.clone().text();
  const sender = req.headers.get("x-sender");
  let event: unknown;
  if (${condition}) {
    ${check}
  } else {
    try { new Webhook(process.env.SECRET!).verify(raw, Object.fromEntries(req.headers)); } catch { return refused(); }
  }
  event ??= JSON.parse(raw);
  await store.add("hook", event);
  return new Response("ok");
}`;
}

function found(code: string): readonly string[] {
  return lintProgram(
    rule,
    { "providers.d.ts": providers, "main.ts": code },
    {
      only: "main.ts",
    },
  ).reports;
}

describe("a check of the sender by code that cannot be entered, whatever it is called", () => {
  it.each([
    [
      "asked about the request, refused with 401",
      `if (!(await pass(req)).valid) return refused401();`,
    ],
    [
      "asked about the request, refused by a throw",
      `if (!(await pass(req)).valid) throw new Error("no");`,
    ],
    [
      "its answer taken apart first",
      `const { valid } = await pass(req); if (!valid) return refused401();`,
    ],
    [
      "asked about the body and the headers",
      `if (!matches(raw, req.headers)) return new Response("no", { status: 400 });`,
    ],
    [
      "asked about a key",
      `if (!knows(req.headers.get("x-key"))) return new Response("no", { status: 403 });`,
    ],
    [
      "one of two conditions",
      `if (!sender || !knows(req.headers.get("x-key"))) return refused401();`,
    ],
    ["given the request, which throws", `await checkIt(req);`],
    [
      "given raw body, secret and signature, which answers the event",
      `event = await paddle.unmarshal(raw, "s", req.headers.get("x-signature") ?? "");`,
    ],
  ])("%s", (_, check) => {
    const code = check.replaceAll("refused401()", `new Response("no", { status: 401 })`);
    expect(found(receiver(code))).toEqual([]);
  });

  it("counts as a case of a switch", () => {
    const code = `${head}export async function POST(req: Request) {
  const raw = await req.text();
  switch (req.headers.get("x-sender")) {
    case "other":
      if (!matches(raw, req.headers)) return new Response("no", { status: 401 });
      break;
    default:
      try { new Webhook(process.env.SECRET!).verify(raw, Object.fromEntries(req.headers)); } catch { return refused(); }
  }
  await store.add("hook", JSON.parse(raw));
  return new Response("ok");
}`;
    expect(found(code)).toEqual([]);
  });
});

describe("what is no check of the sender", () => {
  it.each([
    ["nothing at all", `console.log("trusted");`],
    [
      "that a header is there",
      `if (!req.headers.get("x-signature")) return new Response("no", { status: 401 });`,
    ],
    [
      "the form of the body, refused with 400",
      `if (!wellFormed(JSON.parse(raw))) return new Response("no", { status: 400 });`,
    ],
    [
      "the form of the body, refused by a throw",
      `if (!wellFormed(JSON.parse(raw))) throw new Error("no");`,
    ],
    [
      "keeping the body with a header",
      `await store.add("raw", JSON.parse(raw), req.headers.get("traceparent"));`,
      `process.env.TRUST === "all"`,
    ],
    [
      "handing the parsed body and headers on",
      `event = await store.add("raw", JSON.parse(raw), req.headers);`,
      `process.env.TRUST === "all"`,
    ],
  ])("%s", (_, check, condition = `sender === "other"`) => {
    expect(found(receiver(check, condition))).toEqual([`main.ts:10 skippable ${condition}`]);
  });
});

describe("a sender who is known another way", () => {
  const known = (before: string, condition: string): string => `${head}declare const getSession: (
  req: Request,
) => Promise<{ isAdmin: boolean } | null>;
export async function POST(req: Request) {
  const raw = await req.clone().text();
  ${before}
  if (${condition}) {
    try { new Webhook(process.env.SECRET!).verify(raw, Object.fromEntries(req.headers)); } catch { return refused(); }
  }
  await store.add("hook", JSON.parse(raw));
  return new Response("ok");
}`;

  it.each([
    [
      "by a key, compared before",
      `const trusted = req.headers.get("x-key") === process.env.KEY;`,
      "!trusted",
    ],
    [
      "by a key that is not the right one",
      `const wrong = req.headers.get("x-key") !== process.env.KEY;`,
      "wrong",
    ],
    ["by a session", `const session = await getSession(req);`, "!session?.isAdmin"],
  ])("%s", (_, before, condition) => {
    expect(found(known(before, condition))).toEqual([]);
  });

  it("but not by what anybody may say", () => {
    const code = known(`const dev = req.headers.get("x-env") === "dev";`, "!dev");
    expect(found(code)).toEqual(["main.ts:12 skippable !dev"]);
  });
});

describe("a function of the program that compares a header with a secret", () => {
  const code = (fn: string, check: string): string => `${head}${fn}
function believed(raw: string, headers: Headers): unknown {
  if (process.env.SECRET) return new Webhook(process.env.SECRET).verify(raw, Object.fromEntries(headers));
  const given = headers.get("x-token") ?? "";
  if (${check}) throw new Error("no");
  return JSON.parse(raw);
}
export async function POST(req: Request) {
  let event: unknown;
  try { event = believed(await req.text(), req.headers); } catch { return refused(); }
  await store.add("hook", event);
  return new Response("ok");
}`;
  const same = `function alike(a: string, b: string) { if (a.length !== b.length) return false; let rest = 0; for (let i = 0; i < a.length; i += 1) rest |= a.charCodeAt(i) ^ b.charCodeAt(i); return rest === 0; }`;

  it.each([
    ["letter by letter", same, `!process.env.TOKEN || !alike(process.env.TOKEN, given)`],
    [
      "by way of variables",
      `const alike = (a: string, b: string) => { const one = Buffer.from(a); const two = Buffer.from(b); return one.equals(two); };`,
      `!alike(given, process.env.TOKEN!)`,
    ],
    [
      "in constant time",
      `import { timingSafeEqual } from "node:crypto";
function alike(a: string, b: string) { const one = Buffer.from(a); return timingSafeEqual(one, Buffer.from(b)); }`,
      `!alike(process.env.TOKEN!, given)`,
    ],
  ])("knows the sender: %s", (_, fn, check) => {
    expect(found(code(fn, check))).toEqual([]);
  });

  it.each([
    [
      "something that is no comparison",
      `function alike(a: string, b: string) { return a.startsWith("x") && b.length > 3; }`,
      `!alike(process.env.TOKEN!, given)`,
    ],
    ["a word that is written out", same, `!alike("let me in", given)`],
    ["two headers", same, `!alike(headers.get("x-one") ?? "", given)`],
  ])("does not by %s", (_, fn, check) => {
    expect(found(code(fn, check))).toEqual([
      expect.stringContaining("skippable process.env.SECRET"),
    ]);
  });
});
