import type { Program } from "./suggested-programs.js";

// Handlers that meet other failures than the reported one, and loops that one failure must not end.

const CLIENT = `import { Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN!);
const message = { eventType: "order.paid", payload: { id: 1 } };
`;

const WEBHOOK = `import { Webhook } from "svix";
declare function secretOf(tenant: string): Promise<string>;
declare function accept(event: unknown): Promise<void>;
export { accept, secretOf };
`;

const WRONG = "require-4xx-rejection wrongStatus";

const route = (name: string, body: string, more: Partial<Program> = {}): Program => ({
  name,
  report: WRONG,
  code: `${WEBHOOK}
export async function POST(request: Request): Promise<Response> {
${body}
}
`,
  ...more,
});

const sending = (
  name: string,
  report: string,
  body: string,
  more: Partial<Program> = {},
): Program => ({
  name,
  report,
  code: `${CLIENT}
declare const db: { transaction(work: () => Promise<void>): Promise<void> };
export async function send(apps: readonly string[], lists: readonly (readonly string[])[]) {
${body}
}
export { db };
`,
  ...more,
});

const FLOATING = "no-unhandled-api-error floating";
const SWALLOWED = "no-swallowed-api-error";

export const sharedPrograms: readonly Program[] = [
  route(
    "a secret that is fetched within the same try",
    `  const body = await request.text();
  try {
    const secret = await secretOf(request.url);
    new Webhook(secret).verify(body, Object.fromEntries(request.headers));
  } catch (error) {
    return new Response("no", { status: 500 });
  }
  return new Response("ok");`,
    {
      suggestion: "answer401",
      after: `${WEBHOOK.replace("{ Webhook }", "{ Webhook, WebhookVerificationError }")}
export async function POST(request: Request): Promise<Response> {
  const body = await request.text();
  try {
    const secret = await secretOf(request.url);
    new Webhook(secret).verify(body, Object.fromEntries(request.headers));
  } catch (error) {
    if (error instanceof WebhookVerificationError) {
      return new Response("Invalid signature", { status: 401 });
    }
    return new Response("no", { status: 500 });
  }
  return new Response("ok");
}
`,
    },
  ),
  route(
    "a body that is read within the same try",
    `  try {
    const body = await request.text();
    new Webhook("whsec_" + request.url).verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("no", { status: 500 });
  }
  return new Response("ok");`,
    { suggestion: "answer401" },
  ),
  {
    name: "a chain that does the work, too",
    report: WRONG,
    code: `${WEBHOOK}
export function POST(request: Request): Promise<Response> {
  return request
    .text()
    .then(async (body) => {
      new Webhook("whsec_" + request.url).verify(body, Object.fromEntries(request.headers));
      await accept(JSON.parse(body));
      return new Response("ok");
    })
    .catch(() => new Response("no", { status: 500 }));
}
`,
  },
  {
    name: "a chain that only verifies",
    report: WRONG,
    suggestion: "answer401",
    code: `${WEBHOOK}
export function POST(request: Request): Promise<Response> {
  return request
    .text()
    .then((body) => {
      new Webhook("whsec_" + request.url).verify(body, Object.fromEntries(request.headers));
      return new Response("ok");
    })
    .catch(() => new Response("no", { status: 500 }));
}
`,
  },
  {
    name: "a helper that does the work, too",
    report: WRONG,
    code: `${WEBHOOK}
async function receive(request: Request) {
  const body = await request.text();
  new Webhook("whsec_" + request.url).verify(body, Object.fromEntries(request.headers));
  await accept(JSON.parse(body));
}
export async function POST(request: Request): Promise<Response> {
  try {
    await receive(request);
    return new Response("ok");
  } catch {
    return new Response("no", { status: 500 });
  }
}
`,
  },
  sending(
    "a handler on a promise of a loop",
    `${SWALLOWED} onlyLogged`,
    `  for (const app of apps)
    await svix.message.create(app, message).catch((error) => console.error(error));`,
  ),
  sending(
    "a call of a loop that nobody waits for",
    FLOATING,
    `  for (const app of apps) {
    svix.message.create(app, message);
  }`,
  ),
  sending(
    "the results of one of several lists",
    `${SWALLOWED} settledIgnored`,
    `  for (const list of lists) {
    await Promise.allSettled(list.map((app) => svix.message.create(app, message)));
  }`,
  ),
  sending(
    "a loop in a loop",
    `${SWALLOWED} onlyLogged`,
    `  for (const list of lists) {
    for (const app of list) {
      try {
        await svix.message.create(app, message);
      } catch (error) {
        console.error(error);
      }
    }
  }`,
    {
      suggestion: "collect",
      after: `${CLIENT}
declare const db: { transaction(work: () => Promise<void>): Promise<void> };
export async function send(apps: readonly string[], lists: readonly (readonly string[])[]) {
  const failures: unknown[] = [];
  for (const list of lists) {
    for (const app of list) {
      try {
        await svix.message.create(app, message);
      } catch (error) {
        console.error(error);
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) {
    throw new Error("message.create failed", { cause: failures });
  }
}
export { db };
`,
    },
  ),
  sending(
    "a transaction, which an error would undo",
    `${SWALLOWED} onlyLogged`,
    `  await db.transaction(async () => {
    try {
      await svix.message.create("app", message);
    } catch (error) {
      console.error(error);
    }
  });`,
  ),
  {
    name: "errors that are logged in a list of a request's handler",
    report: `${SWALLOWED} onlyLogged`,
    code: `import { Hono } from "hono";
${CLIENT}
export const app = new Hono().post("/orders", async (c) => {
  await Promise.all(
    ["a", "b"].map(async (id) => {
      try {
        await svix.message.create(id, message);
      } catch (error) {
        console.error(error);
      }
    }),
  );
  return c.json({ ok: true });
});
`,
  },
  {
    name: "a list of calls in a request's handler",
    report: "no-unhandled-api-error unhandled",
    suggestion: "handle",
    code: `import { Hono } from "hono";
${CLIENT}
export const app = new Hono().post("/orders", async (c) => {
  await Promise.all(
    ["a", "b"].map(async (id) => {
      await svix.message.create(id, message);
    }),
  );
  return c.json({ ok: true });
});
`,
    after: `import { Hono } from "hono";
${CLIENT}
export const app = new Hono().post("/orders", async (c) => {
  try {
    await Promise.all(
      ["a", "b"].map(async (id) => {
        await svix.message.create(id, message);
      }),
    );
  } catch (error) {
    console.error(error);
    return c.json({ error: "message.create failed" }, 502);
  }
  return c.json({ ok: true });
});
`,
  },
];
