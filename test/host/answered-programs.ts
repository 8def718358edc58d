import type { Program } from "./suggested-programs.js";

// Requests that are answered before the failing call is reached: a second answer throws in its turn.

const CLIENT = `import { Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN!);
const message = { eventType: "order.paid", payload: { id: 1 } };
`;

const WEBHOOK = `import { Webhook } from "svix";
const webhook = new Webhook(process.env.WEBHOOK_SECRET!);
`;

const UNHANDLED = "no-unhandled-api-error unhandled";

const route = (
  name: string,
  report: string,
  body: string,
  more: Partial<Program> = {},
): Program => ({
  name,
  report,
  code: `import express from "express";
${CLIENT}
express().post("/orders", async (req, res) => {
${body}
});
`,
  ...more,
});

export const answeredPrograms: readonly Program[] = [
  route(
    "the answer comes first",
    UNHANDLED,
    `  res.status(201).json({ ok: true });
  await svix.message.create("app", message);`,
  ),
  route(
    "the answer comes first, and nobody waits for the call",
    "no-unhandled-api-error floating",
    `  res.sendStatus(202);
  svix.message.create("app", message);`,
  ),
  route(
    "the answer comes first within the same try",
    "no-swallowed-api-error onlyLogged",
    `  try {
    res.status(201).json({ ok: true });
    await svix.message.create("app", message);
  } catch (error) {
    console.error(error);
  }`,
  ),
  route(
    "the answer comes before the messages of a list",
    UNHANDLED,
    `  res.json({ ok: true });
  await Promise.all(
    ["a", "b"].map(async (app) => {
      await svix.message.create(app, message);
    }),
  );`,
  ),
  route(
    "the answer has begun",
    UNHANDLED,
    `  res.write("working");
  await svix.message.create("app", message);
  res.end();`,
  ),
  route(
    "one branch answers and goes on",
    UNHANDLED,
    `  if (req.query.fast) res.sendStatus(202);
  await svix.message.create("app", message);
  if (!req.query.fast) res.sendStatus(201);`,
  ),
  route(
    "only a branch that ends has answered",
    UNHANDLED,
    `  if (!req.body) {
    res.sendStatus(400);
    return;
  }
  await svix.message.create("app", message);
  res.json({ ok: true });`,
    {
      suggestion: "handle",
      after: `import express from "express";
${CLIENT}
express().post("/orders", async (req, res) => {
  if (!req.body) {
    res.sendStatus(400);
    return;
  }
  try {
    await svix.message.create("app", message);
  } catch (error) {
    console.error(error);
    res.status(502).json({ error: "message.create failed" });
    return;
  }
  res.json({ ok: true });
});
`,
    },
  ),
  {
    name: "Fastify sends, and goes on",
    report: UNHANDLED,
    code: `import { fastify } from "fastify";
${CLIENT}
fastify().post("/orders", async (request, reply) => {
  await reply.code(202).send({ ok: true });
  await svix.message.create("app", message);
});
`,
  },
  {
    name: "Node's server ends the response, and goes on",
    report: UNHANDLED,
    code: `import { createServer } from "node:http";
${CLIENT}
createServer(async (request, response) => {
  response.writeHead(202).end();
  await svix.message.create("app", message);
});
`,
  },
  {
    name: "Koa's answer is sent when the handler is through",
    report: UNHANDLED,
    suggestion: "handle",
    code: `import Koa from "koa";
${CLIENT}
new Koa().use(async (ctx) => {
  ctx.status = 201;
  ctx.body = { ok: true };
  await svix.message.create("app", message);
});
`,
  },
  {
    name: "verification behind the answer",
    report: "no-unhandled-verification-error unhandled",
    code: `import type { Request, Response } from "express";
${WEBHOOK}
export function receive(req: Request, res: Response) {
  res.sendStatus(200);
  webhook.verify(req.body, req.headers as Record<string, string>);
}
`,
  },
];
