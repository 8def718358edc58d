import { expect, it } from "vitest";
import rule from "../../src/rules/require-raw-body.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked } from "./marked-cases.js";

const head = `import { Webhook } from "svix";
declare const secret: string;
declare const h: Record<string, string>;
const wh = new Webhook(secret);
`;

const good = [
  {
    name: "a test that changes a message",
    code: `import { expect, it } from "vitest";
it("refuses what was changed", async () => {
  const changed: unknown = JSON.parse("{}");
  expect(() => wh.verify(JSON.stringify(changed), h)).toThrow();
});`,
  },
  {
    name: "the text of a Fetch request",
    code: `export async function POST(req: Request) { wh.verify(await req.text(), h); }`,
  },
  {
    name: "the text, kept in a variable and parsed afterwards",
    code: `export async function POST(req: Request) {
  let payload: any = await req.text();
  wh.verify(payload, h);
  payload = JSON.parse(payload);
  return payload.type;
}`,
  },
  { name: "a Buffer", code: `export function f(raw: Buffer) { wh.verify(raw, h); }` },
  {
    name: "a Buffer as a string",
    code: `export function f(raw: Buffer) { wh.verify(raw.toString("utf8"), h); }`,
  },
  {
    name: "bytes of the request as a Buffer",
    code: `export async function f(req: Request) { wh.verify(Buffer.from(await req.arrayBuffer()), h); }`,
  },
  { name: "a string parameter", code: `export function f(body: string) { wh.verify(body, h); }` },
  {
    name: "an any whose origin is not seen",
    code: `export function f(body: any) { wh.verify(body, h); }`,
  },
  {
    name: "req.body of an untyped request, no parser in sight",
    code: `export function f(req: any) { wh.verify(req.body, h); }`,
  },
  {
    name: "req.rawBody",
    code: `export function f(req: { rawBody?: Buffer }) { wh.verify(req.rawBody!, h); }`,
  },
  {
    name: "a literal stringified on the spot",
    code: `wh.verify(JSON.stringify({ type: "test" }), h);`,
  },
  {
    name: "a literal in a const, stringified",
    code: `const event = { type: "test", data: { id: 1 } };
const body = JSON.stringify(event);
wh.verify(body, h);`,
  },
  {
    name: "a round trip that signs the same text",
    code: `export function roundTrip(event: unknown) {
  const text = JSON.stringify(event);
  const signature = wh.sign("msg_1", new Date(), text);
  return wh.verify(text, { "svix-id": "msg_1", "svix-timestamp": "1", "svix-signature": signature });
}`,
  },
  {
    name: "chunks collected",
    code: `import type { IncomingMessage } from "node:http";
export async function f(req: IncomingMessage) {
  let body = "";
  for await (const chunk of req) body += chunk;
  wh.verify(body, h);
}`,
  },
  {
    name: "express.raw on the route",
    code: `import express from "express";
const app = express();
app.use(express.json());
app.post("/hook", express.raw({ type: "application/json" }), (req, res) => { wh.verify(req.body, h); res.end(); });`,
  },
  {
    name: "express.raw for the path, before the JSON parser",
    code: `import express from "express";
const app = express();
app.use("/hook", express.raw({ type: "*/*" }));
app.use(express.json());
app.post("/hook", (req, res) => { wh.verify(req.body, h); res.end(); });`,
  },
  {
    name: "a JSON parser for another path only",
    code: `import express from "express";
const app = express();
app.use("/api", express.json());
app.post("/hook", (req, res) => { wh.verify(req.body, h); res.end(); });`,
  },
  {
    name: "made into JSON only where the route's own parser gives no text",
    code: `import express from "express";
const app = express();
app.post("/hook", express.text({ type: "application/json" }), (req, res) => {
  const raw = typeof req.body === "string" ? req.body : Buffer.isBuffer(req.body) ? req.body.toString() : JSON.stringify(req.body);
  wh.verify(raw, h); res.end();
});`,
  },
  {
    name: "made into JSON only where the route's own parser gives no bytes",
    code: `import express from "express";
const app = express();
app.post("/hook", express.raw({ type: "application/json" }), (req, res) => {
  let raw: string;
  if (Buffer.isBuffer(req.body)) raw = req.body.toString("utf8");
  else raw = JSON.stringify(req.body);
  wh.verify(raw, h); res.end();
});`,
  },
  {
    name: "made into JSON only where neither of two forms is there, asked with or",
    code: `import express from "express";
const app = express();
app.post("/hook", express.raw({ type: "application/json" }), (req, res) => {
  const raw = typeof req.body === "string" || Buffer.isBuffer(req.body) ? String(req.body) : JSON.stringify(req.body);
  wh.verify(raw, h); res.end();
});`,
  },
  {
    name: "made into JSON only where it is asked for not being bytes",
    code: `import express from "express";
const app = express();
app.post("/hook", express.raw({ type: "application/json" }), (req, res) => {
  let raw: string;
  if (!(req.body instanceof Buffer)) raw = JSON.stringify(req.body);
  else raw = req.body.toString("utf8");
  wh.verify(raw, h); res.end();
});`,
  },
  {
    name: "a handler given by name to a raw route",
    code: `import express, { type Request, type Response } from "express";
const app = express();
app.use(express.json());
const receive = (req: Request, res: Response) => { wh.verify(req.body, h); res.end(); };
app.post("/hook", express.raw({ type: "*/*" }), receive);`,
  },
  {
    name: "Nest's rawBody",
    code: `import { Controller, Post, Req, type RawBodyRequest } from "@nestjs/common";
@Controller() export class C { @Post() hook(@Req() req: RawBodyRequest<{ headers: Record<string, string> }>) { wh.verify(req.rawBody!, h); } }`,
  },
  {
    name: "Nest's @Body of a string type",
    code: `import { Body, Controller, Post } from "@nestjs/common";
@Controller() export class C { @Post() hook(@Body() body: string) { wh.verify(body, h); } }`,
  },
  {
    name: "another class with a verify",
    code: `class Own { verify(x: string, y: unknown) { return [x, y]; } }
export const f = (x: unknown) => new Own().verify(JSON.stringify(x), h);`,
  },
  {
    name: "an own JSON parse after it",
    code: `export async function f(req: Request) {
  const raw = await req.text();
  const event = JSON.parse(raw);
  wh.verify(raw, h);
  return event;
}`,
  },
  {
    name: "a helper that reads the text",
    code: `const read = async (req: Request) => { const text = await req.text(); return text; };
export async function f(req: Request) { wh.verify(await read(req), h); }`,
  },
  {
    name: "Hono's text",
    code: `import { Hono } from "hono";
new Hono().post("/", async (c) => { wh.verify(await c.req.text(), h); return c.text("ok"); });`,
  },
];

const bad = [
  {
    name: "asked for text where the route's parser gives bytes",
    messageId: "restringified",
    code: `import express from "express";
const app = express();
app.post("/hook", express.raw({ type: "application/json" }), (req, res) => {
  const raw = typeof req.body === "string" ? req.body : ⟦JSON.stringify(req.body)⟧;
  wh.verify(raw, h); res.end();
});`,
  },
  {
    name: "a parsed body made into JSON again",
    messageId: "restringified",
    code: `export async function POST(req: Request) {
  const payload = await req.json();
  const body = ⟦JSON.stringify(payload)⟧;
  wh.verify(body, h);
}`,
    suggests: [
      [
        "useText",
        `export async function POST(req: Request) {
  const payload = await req.text();
  const body = payload;
  wh.verify(body, h);
}`,
      ] as const,
    ],
  },
  {
    name: "the parsed body is used after verification",
    messageId: "restringified",
    code: `export async function POST(req: Request) {
  const payload: { type: string } = await req.json();
  wh.verify(⟦JSON.stringify(payload)⟧, h);
  return payload.type;
}`,
    suggests: [
      [
        "useText",
        `export async function POST(req: Request) {
  const rawBody = await req.text();
  wh.verify(rawBody, h);
  const payload: { type: string } = JSON.parse(rawBody);
  return payload.type;
}`,
      ] as const,
    ],
  },
  {
    name: "verified in a try, used behind it",
    messageId: "restringified",
    code: `export async function POST(req: Request) {
  const payload = (await req.json()) as { type: string };
  try {
    wh.verify(⟦JSON.stringify(payload)⟧, h);
  } catch {
    return new Response(null, { status: 401 });
  }
  return Response.json(payload.type);
}`,
    suggests: [
      [
        "useText",
        `export async function POST(req: Request) {
  const rawBody = await req.text();
  try {
    wh.verify(rawBody, h);
  } catch {
    return new Response(null, { status: 401 });
  }
  const payload = JSON.parse(rawBody) as { type: string };
  return Response.json(payload.type);
}`,
      ] as const,
    ],
  },
  {
    name: "used before verification: no plain repair",
    messageId: "restringified",
    code: `export async function POST(req: Request) {
  const payload = await req.json();
  console.log(payload.type);
  wh.verify(⟦JSON.stringify(payload)⟧, h);
}`,
  },
  {
    name: "read and stringified on the spot",
    messageId: "restringified",
    code: `export async function POST(req: Request) { wh.verify(⟦JSON.stringify(await req.json())⟧, h); }`,
    suggests: [
      [
        "useText",
        `export async function POST(req: Request) { wh.verify(await req.text(), h); }`,
      ] as const,
    ],
  },
  {
    name: "a parameter",
    messageId: "restringified",
    code: `export function check(payload: unknown) { wh.verify(⟦JSON.stringify(payload)⟧, h); }`,
  },
  {
    name: "req.body of an untyped request",
    messageId: "restringified",
    code: `export const f = (req: any) => { wh.verify(⟦JSON.stringify(req.body)⟧, h); };`,
  },
  {
    name: "with white space",
    messageId: "restringified",
    code: `export const f = (req: any) => { wh.verify(⟦JSON.stringify(req.body, null, 2)⟧, h); };`,
  },
  {
    name: "one branch of a conditional",
    messageId: "restringified",
    code: `export const f = (req: any) => {
  const raw = Buffer.isBuffer(req.body) ? req.body : Buffer.from(⟦JSON.stringify(req.body)⟧);
  wh.verify(raw, h);
};`,
  },
  {
    name: "the fallback of ??",
    messageId: "restringified",
    code: `export const f = (req: any) => {
  wh.verify(req.rawBody ?? Buffer.from(⟦JSON.stringify(req.body ?? {})⟧), h);
};`,
  },
  {
    name: "one of the assignments of a variable",
    messageId: "restringified",
    code: `export const f = (req: any) => {
  let raw: string = req.rawBody;
  if (!raw) raw = ⟦JSON.stringify(req.body)⟧;
  wh.verify(raw, h);
};`,
  },
  {
    name: "a helper of the program that stringifies",
    messageId: "restringified",
    code: `const toBody = (event: unknown) => ⟦JSON.stringify(event)⟧;
export const f = (req: any) => { wh.verify(toBody(req.body), h); };`,
  },
  {
    name: "given to a helper of the program that verifies",
    messageId: "restringified",
    code: `function check(body: string) { wh.verify(body, h); }
export const f = (req: any) => { check(⟦JSON.stringify(req.body)⟧); };`,
  },
  {
    name: "given to a helper by property",
    messageId: "restringified",
    code: `const check = ({ body, headers }: { body: string; headers: Record<string, string> }) => wh.verify(body, headers);
export const f = (req: any) => { check({ body: ⟦JSON.stringify(req.body)⟧, headers: h }); };`,
  },
  {
    name: "through two helpers",
    messageId: "restringified",
    code: `class Verifier { check(body: string) { wh.verify(body, h); } }
const outer = (text: string) => new Verifier().check(text);
export const f = (req: any) => { outer(⟦JSON.stringify(req.body)⟧); };`,
  },
  {
    name: "a spread of the parsed body",
    messageId: "restringified",
    code: `export const f = (req: any) => { wh.verify(⟦JSON.stringify({ ...req.body })⟧, h); };`,
  },
  {
    name: "a parsed text made into JSON again",
    messageId: "restringified",
    code: `export const f = (raw: string) => { const event = JSON.parse(raw); wh.verify(⟦JSON.stringify(event)⟧, h); };`,
  },
  {
    name: "a template around it",
    messageId: "restringified",
    code: "export const f = (req: any) => { wh.verify(`${⟦JSON.stringify(req.body)⟧}`, h); };",
  },
  {
    name: "a const outside of the handler",
    messageId: "restringified",
    code: `const toText = JSON.stringify;
export const f = (req: any) => { const text = ⟦JSON.stringify(req.body)⟧; void toText; wh.verify(text, h); };`,
  },
  {
    name: "a destructured method of a Webhook in a field",
    messageId: "restringified",
    code: `class Receiver {
  constructor(private readonly hook: Webhook) {}
  receive(event: object) { this.hook.verify(⟦JSON.stringify(event)⟧, h); }
}
export { Receiver };`,
  },
  {
    name: "Nest's @Body",
    messageId: "restringified",
    code: `import { Body, Controller, Post } from "@nestjs/common";
@Controller() export class C { @Post() hook(@Body() body: any) { wh.verify(⟦JSON.stringify(body)⟧, h); } }`,
  },
  {
    name: "the parsed object itself",
    messageId: "parsedBody",
    code: `export async function POST(req: Request) {
  const payload = await req.json();
  wh.verify(⟦payload⟧, h);
}`,
    suggests: [
      [
        "useText",
        `export async function POST(req: Request) {
  const payload = await req.text();
  wh.verify(payload, h);
}`,
      ] as const,
    ],
  },
  {
    name: "json() on the spot",
    messageId: "parsedBody",
    code: `export async function POST(req: Request) { wh.verify(⟦await req.json()⟧, h); }`,
    suggests: [
      [
        "useText",
        `export async function POST(req: Request) { wh.verify(await req.text(), h); }`,
      ] as const,
    ],
  },
  {
    name: "Hono's json()",
    messageId: "parsedBody",
    code: `import { Hono } from "hono";
new Hono().post("/", async (c) => { wh.verify(⟦await c.req.json()⟧, h); return c.text("ok"); });`,
    suggests: [
      [
        "useText",
        `import { Hono } from "hono";
new Hono().post("/", async (c) => { wh.verify(await c.req.text(), h); return c.text("ok"); });`,
      ] as const,
    ],
  },
  {
    name: "JSON.parse of the raw body",
    messageId: "parsedBody",
    code: `export const f = (raw: string) => { wh.verify(⟦JSON.parse(raw)⟧, h); };`,
  },
  {
    name: "an object in a cast",
    messageId: "parsedBody",
    code: `export const f = (event: { type: string }) => { wh.verify(⟦event as unknown as string⟧, h); };`,
  },
  {
    name: "Nest's @Body of a class",
    messageId: "parsedBody",
    code: `import { Body, Controller, Post } from "@nestjs/common";
@Controller() export class C { @Post() hook(@Body() body: any) { wh.verify(⟦body⟧, h); } }`,
  },
  {
    name: "req.body behind express.json()",
    messageId: "parsedBody",
    code: `import express from "express";
const app = express();
app.use(express.json());
app.post("/hook", (req, res) => { wh.verify(⟦req.body⟧, h); res.end(); });`,
  },
  {
    name: "req.body as text behind express.json()",
    messageId: "parsedBody",
    code: `import express from "express";
const app = express();
app.use(express.json({ limit: "1mb" }));
app.post("/hook", (req, res) => { const raw = req.body.toString(); wh.verify(⟦raw⟧, h); res.end(); });`,
  },
  {
    name: "express.json() on the route",
    messageId: "parsedBody",
    code: `import express from "express";
const app = express();
app.post("/hook", express.json(), (req, res) => { const payload = req.body; wh.verify(⟦payload⟧, h); res.end(); });`,
  },
  {
    name: "h3's readBody",
    messageId: "parsedBody",
    code: `import { defineEventHandler, readBody } from "h3";
export default defineEventHandler(async (event) => { wh.verify(⟦await readBody(event)⟧, h); return {}; });`,
  },
  {
    name: "headers and body in the wrong order",
    messageId: "parsedBody",
    code: `export const f = (body: any, headers: { "svix-id": string }) => { wh.verify(⟦headers as any⟧, body); };`,
  },
];

runMarked("require-raw-body", rule, { head, good, bad });

runMarked("require-raw-body on svix 1.99", rule, {
  head,
  sdk: "1.99.1",
  good: good.filter(({ name }) => !name.includes("Nest")).slice(0, 12),
  bad: bad.slice(0, 12),
});

runMarked("require-raw-body in JavaScript", rule, {
  filename: "file.js",
  head: `import { Webhook } from "svix";\nconst wh = new Webhook(process.env.SECRET ?? "");\n`,
  good: [
    {
      name: "an untyped request's rawBody",
      code: `export const f = (req, res) => { wh.verify(req.rawBody, req.headers); res.end(); };`,
    },
  ],
  bad: [
    {
      name: "headers and body swapped",
      messageId: "headersAsBody",
      code: `export const f = (req, res) => { wh.verify(⟦req.headers⟧, req.body); res.end(); };`,
      suggests: [
        [
          "swap",
          `export const f = (req, res) => { wh.verify(req.body, req.headers); res.end(); };`,
        ],
      ],
    },
    {
      name: "headers and body swapped, taken out of the request",
      messageId: "headersAsBody",
      code: `export const f = (req, res) => {
  const { headers: sent, rawBody } = req;
  wh.verify(⟦sent⟧, rawBody);
  res.end();
};`,
      suggests: [
        [
          "swap",
          `export const f = (req, res) => {
  const { headers: sent, rawBody } = req;
  wh.verify(rawBody, sent);
  res.end();
};`,
        ],
      ],
    },
    {
      name: "headers and body swapped, taken out of the parameter",
      messageId: "headersAsBody",
      code: `export const f = ({ headers, body }, res) => { wh.verify(⟦headers⟧, body); res.end(); };`,
      suggests: [
        [
          "swap",
          `export const f = ({ headers, body }, res) => { wh.verify(body, headers); res.end(); };`,
        ],
      ],
    },
    {
      name: "headers for a body, and no body to be seen",
      messageId: "headersAsBody",
      code: `export const f = (req, res) => { wh.verify(⟦req.headers⟧, JSON.parse(req.body)); res.end(); };`,
    },
    {
      name: "headers and body swapped, by way of variables",
      messageId: "headersAsBody",
      code: `export const f = (req, res) => {
  const headers = req.headers;
  const payload = req.body;
  wh.verify(⟦headers⟧, payload);
  res.end();
};`,
      suggests: [
        [
          "swap",
          `export const f = (req, res) => {
  const headers = req.headers;
  const payload = req.body;
  wh.verify(payload, headers);
  res.end();
};`,
        ],
      ],
    },
    {
      name: "an untyped request's body, stringified and awaited",
      messageId: "restringified",
      code: `export const clerk = async (req, res) => {
  await wh.verify(⟦JSON.stringify(req.body)⟧, { "svix-id": req.headers["svix-id"], "svix-timestamp": req.headers["svix-timestamp"], "svix-signature": req.headers["svix-signature"] });
  const { data, type } = req.body;
  res.json({ data, type });
};`,
    },
  ],
});

it("names the place when another file stringifies", () => {
  const files = {
    "body.ts": `export async function bodyOf(req: Request) {\n  return JSON.stringify(await req.json());\n}`,
    "route.ts": `import { Webhook } from "svix";
import { bodyOf } from "./body.js";
export async function POST(req: Request) { new Webhook("x").verify(await bodyOf(req), {}); }`,
  };
  expect(lintProgram(rule as never, files).reports).toEqual([
    "route.ts:3 restringified await bodyOf(req)",
  ]);
});

it("judges the argument of a verifying helper in another file where it stands", () => {
  const files = {
    "verify.ts": `import { Webhook } from "svix";
export class Signatures { check(body: string, headers: Record<string, string>) { new Webhook("x").verify(body, headers); } }`,
    "route.ts": `import { Signatures } from "./verify.js";
const signatures = new Signatures();
export const receive = (req: any) => signatures.check(JSON.stringify(req.body), req.headers);`,
  };
  expect(lintProgram(rule as never, files).reports).toEqual([
    "route.ts:3 restringified JSON.stringify(req.body)",
  ]);
});
