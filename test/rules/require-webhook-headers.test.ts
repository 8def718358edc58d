import { expect, it } from "vitest";
import rule from "../../src/rules/require-webhook-headers.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked } from "./marked-cases.js";

const head = `import { Webhook, type WebhookRequiredHeaders } from "svix";
declare const raw: string;
declare const wh: Webhook;
export type Required = WebhookRequiredHeaders;
`;

const good = [
  {
    name: "a test that wants to see them missed",
    code: `import { expect, it } from "vitest";
it("refuses a message without headers", () => {
  expect(() => wh.verify(raw, {})).toThrow("Missing required headers");
  try { wh.verify(raw, { "svix-id": "a" }); expect.unreachable(); } catch (error) { expect(error).toBeInstanceOf(Error); }
});`,
  },
  {
    name: "a test of Node's own runner",
    code: `import assert from "node:assert/strict";
import test from "node:test";
test("refuses", () => { assert.throws(() => wh.verify(raw, {} as Record<string, string>)); });`,
  },
  {
    name: "all three of svix",
    code: `export const f = (req: Request) => wh.verify(raw, { "svix-id": req.headers.get("svix-id")!, "svix-timestamp": req.headers.get("svix-timestamp")!, "svix-signature": req.headers.get("svix-signature")! });`,
  },
  {
    name: "all three of Standard Webhooks",
    code: `wh.verify(raw, { "webhook-id": "a", "webhook-timestamp": "b", "webhook-signature": "c" });`,
  },
  {
    name: "both families mixed",
    code: `wh.verify(raw, { "svix-id": "a", "webhook-timestamp": "b", "svix-signature": "c" });`,
  },
  {
    name: "any letter case",
    code: `wh.verify(raw, { "Svix-Id": "a", "SVIX-TIMESTAMP": "b", "svix-Signature": "c" });`,
  },
  {
    name: "a variable",
    code: `const headers = { "svix-id": "a", "svix-timestamp": "b", "svix-signature": "c" };
wh.verify(raw, headers);`,
  },
  {
    name: "more than three",
    code: `wh.verify(raw, { host: "x", "svix-id": "a", "svix-timestamp": "b", "svix-signature": "c" });`,
  },
  {
    name: "a spread of something unknown",
    code: `export const f = (h: Record<string, string>) => wh.verify(raw, { ...h, "svix-id": "a" });`,
  },
  {
    name: "a computed name",
    code: `export const f = (name: string) => wh.verify(raw, { [name]: "a" });`,
  },
  {
    name: "computed names that are constants",
    code: `const ID = "svix-id", TIME = "svix-timestamp", SIGNATURE = "svix-signature";
wh.verify(raw, { [ID]: "a", [TIME]: "b", [SIGNATURE]: "c" });`,
  },
  {
    name: "an empty literal that is filled",
    code: `export const f = (req: Request) => {
  const headers: Record<string, string> = {};
  req.headers.forEach((value, key) => { headers[key] = value; });
  wh.verify(raw, headers);
};`,
  },
  {
    name: "a literal written to by name",
    code: `const headers: Record<string, string> = { "svix-id": "a", "svix-timestamp": "b" };
headers["svix-signature"] = "c";
wh.verify(raw, headers);`,
  },
  {
    name: "a literal that Object.assign fills",
    code: `export const f = (h: object) => {
  const headers: Record<string, string> = {};
  Object.assign(headers, h);
  wh.verify(raw, headers);
};`,
  },
  {
    name: "Object.fromEntries of Fetch headers",
    code: `export const f = (req: Request) => wh.verify(raw, Object.fromEntries(req.headers));`,
  },
  {
    name: "Object.fromEntries of entries()",
    code: `export const f = (req: Request) => wh.verify(raw, Object.fromEntries(req.headers.entries()));`,
  },
  {
    name: "Node's headers",
    code: `import type { IncomingMessage } from "node:http";
export const f = (req: IncomingMessage) => wh.verify(raw, req.headers as Record<string, string>);`,
  },
  {
    name: "Express headers cast to any",
    code: `import type { Request as ExpressRequest } from "express";
export const f = (req: ExpressRequest) => wh.verify(raw, req.headers as any);`,
  },
  {
    name: "Hono's header()",
    code: `import { Hono } from "hono";
new Hono().post("/", async (c) => { wh.verify(await c.req.text(), c.req.header()); return c.text("ok"); });`,
  },
  {
    name: "a parameter",
    code: `export const f = (headers: Record<string, string>) => wh.verify(raw, headers);`,
  },
  { name: "an untyped value", code: `export const f = (req: any) => wh.verify(raw, req.headers);` },
  {
    name: "a helper that returns all three",
    code: `const pick = (req: Request) => ({ "svix-id": req.headers.get("svix-id") ?? "", "svix-timestamp": req.headers.get("svix-timestamp") ?? "", "svix-signature": req.headers.get("svix-signature") ?? "" });
export const f = (req: Request) => wh.verify(raw, pick(req));`,
  },
  {
    name: "a spread literal that completes it",
    code: `const base = { "svix-id": "a", "svix-timestamp": "b" };
wh.verify(raw, { ...base, "svix-signature": "c" });`,
  },
  {
    name: "a cast to the required headers",
    code: `export const f = (h: unknown) => wh.verify(raw, h as WebhookRequiredHeaders);`,
  },
  {
    name: "another class with a verify",
    code: `class Own { verify(x: string, y: unknown) { return [x, y]; } }
new Own().verify(raw, {});`,
  },
  {
    name: "a headers class that keeps headers as properties",
    code: `class AxiosHeaders { [name: string]: any; get(): string { return ""; } has(): boolean { return true; } forEach(): void {} }
export const f = (h: AxiosHeaders) => wh.verify(raw, h as any);`,
  },
];

const bad = [
  {
    name: "the signature is missing",
    messageId: "missing",
    code: `export const f = (req: Request) => wh.verify(raw, ⟦{ "svix-id": req.headers.get("svix-id") ?? "", "svix-timestamp": req.headers.get("svix-timestamp") ?? "" }⟧);`,
    suggests: [
      [
        "addHeader",
        `export const f = (req: Request) => wh.verify(raw, { "svix-id": req.headers.get("svix-id") ?? "", "svix-timestamp": req.headers.get("svix-timestamp") ?? "", "svix-signature": req.headers.get("svix-signature") ?? "" });`,
      ] as const,
    ],
  },
  {
    name: "the timestamp is missing, over several lines",
    messageId: "missing",
    code: `export const f = (req: { headers: Record<string, string> }) =>
  wh.verify(raw, ⟦{
    "svix-id": req.headers["svix-id"],
    "svix-signature": req.headers["svix-signature"],
  }⟧ as Record<string, string>);`,
    suggests: [
      [
        "addHeader",
        `export const f = (req: { headers: Record<string, string> }) =>
  wh.verify(raw, {
    "svix-id": req.headers["svix-id"],
    "svix-signature": req.headers["svix-signature"],
    "svix-timestamp": req.headers["svix-timestamp"],
  } as Record<string, string>);`,
      ] as const,
    ],
  },
  {
    name: "only the signature is given",
    messageId: "missing",
    code: `export const f = (signature: string) => wh.verify(raw, ⟦{ "svix-signature": signature }⟧);`,
  },
  { name: "nothing is given", messageId: "missing", code: `wh.verify(raw, ⟦{}⟧);` },
  {
    name: "a misspelled name",
    messageId: "missing",
    code: `wh.verify(raw, { "svix-id": "a", "svix-timestamp": "b", ⟦"svix-signatur"⟧: "c" });`,
    suggests: [
      [
        "addHeader",
        `wh.verify(raw, { "svix-id": "a", "svix-timestamp": "b", "svix-signature": "c" });`,
      ] as const,
    ],
  },
  {
    name: "an underscore",
    messageId: "missing",
    code: `export const f = (svix_id: string) => wh.verify(raw, { ⟦svix_id⟧, "svix-timestamp": "b", "svix-signature": "c" });`,
    suggests: [
      [
        "addHeader",
        `export const f = (svix_id: string) => wh.verify(raw, { "svix-id": svix_id, "svix-timestamp": "b", "svix-signature": "c" });`,
      ] as const,
    ],
  },
  {
    name: "camel case",
    messageId: "missing",
    code: `wh.verify(raw, ⟦{ svixId: "a", svixTimestamp: "b", svixSignature: "c" }⟧);`,
  },
  {
    name: "bare names",
    messageId: "missing",
    code: `wh.verify(raw, ⟦{ id: "a", timestamp: "b", signature: "c" }⟧);`,
  },
  {
    name: "one of Standard Webhooks is missing",
    messageId: "missing",
    code: `wh.verify(raw, ⟦{ "webhook-id": "a", "webhook-timestamp": "b" }⟧);`,
  },
  {
    name: "a variable that lacks one",
    messageId: "missing",
    code: `const headers = ⟦{ "svix-id": "a", "svix-timestamp": "b" }⟧;
wh.verify(raw, headers);`,
  },
  {
    name: "one of two branches lacks one",
    messageId: "missing",
    code: `export const f = (old: boolean) => wh.verify(raw, old ? ⟦{ "svix-id": "a" }⟧ : { "svix-id": "a", "svix-timestamp": "b", "svix-signature": "c" });`,
  },
  {
    name: "a spread literal that does not complete it",
    messageId: "missing",
    code: `const base = { "svix-id": "a" };
wh.verify(raw, ⟦{ ...base, "svix-signature": "c" }⟧);`,
  },
  {
    name: "a helper that returns an incomplete literal",
    messageId: "missing",
    code: `function pick(req: Request) {
  return ⟦{ "svix-id": req.headers.get("svix-id")!, "svix-signature": req.headers.get("svix-signature")! }⟧;
}
export const f = (req: Request) => wh.verify(raw, pick(req));`,
    suggests: [
      [
        "addHeader",
        `function pick(req: Request) {
  return { "svix-id": req.headers.get("svix-id")!, "svix-signature": req.headers.get("svix-signature")!, "svix-timestamp": req.headers.get("svix-timestamp")! };
}
export const f = (req: Request) => wh.verify(raw, pick(req));`,
      ] as const,
    ],
  },
  {
    name: "given to a helper that verifies",
    messageId: "missing",
    code: `const check = (body: string, headers: Record<string, string>) => wh.verify(body, headers);
check(raw, ⟦{ "svix-id": "a" }⟧);`,
  },
  {
    name: "given to a helper by property",
    messageId: "missing",
    code: `const check = (input: { body: string; headers: Record<string, string> }) => wh.verify(input.body, input.headers);
check({ body: raw, headers: ⟦{ "svix-id": "a" }⟧ });`,
  },
  {
    name: "a cast literal",
    messageId: "missing",
    code: `wh.verify(raw, ⟦{ "svix-id": "a" }⟧ as unknown as WebhookRequiredHeaders);`,
  },
  {
    name: "the headers of a Fetch request as any",
    messageId: "headersInstance",
    code: `export const f = (req: Request) => wh.verify(raw, ⟦req.headers as any⟧);`,
    suggests: [
      [
        "useFromEntries",
        `export const f = (req: Request) => wh.verify(raw, Object.fromEntries(req.headers));`,
      ] as const,
    ],
  },
  {
    name: "cast to the required headers",
    messageId: "headersInstance",
    code: `export const f = (req: Request) => wh.verify(raw, ⟦req.headers as unknown as WebhookRequiredHeaders⟧);`,
    suggests: [
      [
        "useFromEntries",
        `export const f = (req: Request) => wh.verify(raw, Object.fromEntries(req.headers));`,
      ] as const,
    ],
  },
  {
    name: "new Headers()",
    messageId: "headersInstance",
    code: `wh.verify(raw, ⟦new Headers({ "svix-id": "a" }) as never⟧);`,
    suggests: [
      [
        "useFromEntries",
        `wh.verify(raw, Object.fromEntries(new Headers({ "svix-id": "a" })));`,
      ] as const,
    ],
  },
  {
    name: "by way of a variable",
    messageId: "headersInstance",
    code: `export const f = (req: Request) => {
  const headers = req.headers;
  wh.verify(raw, ⟦headers as any⟧);
};`,
    suggests: [
      [
        "useFromEntries",
        `export const f = (req: Request) => {
  const headers = req.headers;
  wh.verify(raw, Object.fromEntries(headers));
};`,
      ] as const,
    ],
  },
  {
    name: "by way of a variable that hides the class",
    messageId: "headersInstance",
    code: `export const f = (req: Request) => {
  const headers = req.headers as unknown as WebhookRequiredHeaders;
  wh.verify(raw, ⟦headers⟧);
};`,
    suggests: [
      [
        "useFromEntries",
        `export const f = (req: Request) => {
  const headers = Object.fromEntries(req.headers);
  wh.verify(raw, headers);
};`,
      ] as const,
    ],
  },
  {
    name: "the own entries of Fetch headers",
    messageId: "headersInstance",
    code: `export const f = (req: Request) => wh.verify(raw, ⟦Object.fromEntries(Object.entries(req.headers))⟧);`,
    suggests: [
      [
        "useFromEntries",
        `export const f = (req: Request) => wh.verify(raw, Object.fromEntries(req.headers));`,
      ] as const,
    ],
  },
  {
    name: "the own entries of Fetch headers in lower case",
    messageId: "headersInstance",
    code: `export const f = (req: Request) => wh.verify(raw, ⟦Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name.toLowerCase(), value as string]))⟧);`,
    suggests: [
      [
        "useFromEntries",
        `export const f = (req: Request) => wh.verify(raw, Object.fromEntries(req.headers));`,
      ] as const,
    ],
  },
  {
    name: "a copy of Fetch headers",
    messageId: "headersInstance",
    code: `export const f = (req: Request) => wh.verify(raw, ⟦Object.assign({}, req.headers) as any⟧);`,
    suggests: [
      [
        "useFromEntries",
        `export const f = (req: Request) => wh.verify(raw, Object.fromEntries(req.headers));`,
      ] as const,
    ],
  },
  {
    name: "a spread of Fetch headers",
    messageId: "headersInstance",
    code: `export const f = (req: Request) => wh.verify(raw, ⟦{ ...req.headers } as any⟧);`,
    suggests: [
      [
        "useFromEntries",
        `export const f = (req: Request) => wh.verify(raw, Object.fromEntries(req.headers));`,
      ] as const,
    ],
  },
  {
    name: "Hono's raw request",
    messageId: "headersInstance",
    code: `import { Hono } from "hono";
new Hono().post("/", async (c) => { wh.verify(await c.req.text(), ⟦c.req.raw.headers as any⟧); return c.text("ok"); });`,
    suggests: [
      [
        "useFromEntries",
        `import { Hono } from "hono";
new Hono().post("/", async (c) => { wh.verify(await c.req.text(), Object.fromEntries(c.req.raw.headers)); return c.text("ok"); });`,
      ] as const,
    ],
  },
  {
    name: "a class that extends Headers",
    messageId: "headersInstance",
    code: `class Mine extends Headers {}
export const f = (h: Mine) => wh.verify(raw, ⟦h as any⟧);`,
    suggests: [
      [
        "useFromEntries",
        `class Mine extends Headers {}
export const f = (h: Mine) => wh.verify(raw, Object.fromEntries(h));`,
      ] as const,
    ],
  },
  {
    name: "given to a helper that verifies, untyped",
    messageId: "headersInstance",
    code: `const check = (body: string, headers: any) => wh.verify(body, headers);
export const f = (req: Request) => check(raw, ⟦req.headers⟧);`,
    suggests: [
      [
        "useFromEntries",
        `const check = (body: string, headers: any) => wh.verify(body, headers);
export const f = (req: Request) => check(raw, Object.fromEntries(req.headers));`,
      ] as const,
    ],
  },
];

runMarked("require-webhook-headers", rule, { head, good, bad });
runMarked("require-webhook-headers on svix 1.99", rule, {
  head,
  sdk: "1.99.1",
  good: good.slice(0, 14),
  bad,
});

runMarked("require-webhook-headers with unresolved Next", rule, {
  head: `import { Webhook } from "svix";
// @ts-ignore
import { headers } from "next/headers";
// @ts-ignore
import { NextRequest } from "next/server";
declare const raw: string;
const wh = new Webhook("x");
`,
  good: [
    {
      name: "names read from headers()",
      code: `export async function POST() {
  const list = await headers();
  wh.verify(raw, { "svix-id": list.get("svix-id"), "svix-timestamp": list.get("svix-timestamp"), "svix-signature": list.get("svix-signature") });
}`,
    },
  ],
  bad: [
    {
      name: "await headers()",
      messageId: "headersInstance",
      code: `export async function POST() { wh.verify(raw, ⟦await headers()⟧); }`,
      suggests: [
        [
          "useFromEntries",
          `export async function POST() { wh.verify(raw, Object.fromEntries(await headers())); }`,
        ],
      ],
    },
    {
      name: "headers() in a variable",
      messageId: "headersInstance",
      code: `export async function POST() { const list = headers(); wh.verify(raw, ⟦list as any⟧); }`,
      suggests: [
        [
          "useFromEntries",
          `export async function POST() { const list = headers(); wh.verify(raw, Object.fromEntries(list)); }`,
        ],
      ],
    },
    {
      name: "NextRequest",
      messageId: "headersInstance",
      code: `export async function POST(req: NextRequest) { wh.verify(raw, ⟦req.headers⟧); }`,
      suggests: [
        [
          "useFromEntries",
          `export async function POST(req: NextRequest) { wh.verify(raw, Object.fromEntries(req.headers)); }`,
        ],
      ],
    },
  ],
});

runMarked("require-webhook-headers with standardwebhooks", rule, {
  head: `import { Webhook } from "standardwebhooks";\ndeclare const raw: string;\nconst wh = new Webhook("x");\n`,
  good: [
    {
      name: "webhook-*",
      code: `wh.verify(raw, { "webhook-id": "a", "webhook-timestamp": "b", "webhook-signature": "c" });`,
    },
  ],
  bad: [
    {
      name: "svix-*",
      messageId: "missing",
      code: `wh.verify(raw, ⟦{ "svix-id": "a", "svix-timestamp": "b", "svix-signature": "c" }⟧);`,
    },
    {
      name: "mixed",
      messageId: "missing",
      code: `wh.verify(raw, ⟦{ "svix-id": "a", "webhook-timestamp": "b", "webhook-signature": "c" }⟧);`,
    },
  ],
});

it("names the place of an incomplete literal in another file", () => {
  const files = {
    "pick.ts": `export const pick = (id: string) => ({ "svix-id": id });`,
    "route.ts": `import { Webhook } from "svix";\nimport { pick } from "./pick.js";\nnew Webhook("x").verify("", pick("a"));`,
  };
  expect(lintProgram(rule as never, files).reports).toEqual([`route.ts:3 missing pick("a")`]);
});
