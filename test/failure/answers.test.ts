import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** How a framework's handler begins, and ends once the signature was right; the refusal goes between. */
interface Framework {
  readonly imports?: string;
  readonly begin: string;
  readonly end: string;
  /** Cut-down declarations of its packages, where they are not installed. */
  readonly packages?: Readonly<Record<string, string>>;
  /** How the handler names what it catches, where not as everybody else. */
  readonly caught?: string;
}

const FETCH: Framework = {
  begin: "export async function POST(req: Request) { const raw = await req.text();",
  end: 'await work(raw); return new Response("ok"); }',
};
const EXPRESS: Framework = {
  imports: 'import type { Request as Req, Response as Res } from "express";',
  begin: "export async function handle(req: Req, res: Res) { const raw = req.body as string;",
  end: "await work(raw); res.json({ ok: true }); }",
};
const UNTYPED: Framework = {
  begin: "export async function handle(req: any, res: any) { const raw = req.body;",
  end: "await work(raw); res.status(200).json({ ok: true }); }",
};
const NODE: Framework = {
  imports: 'import type { IncomingMessage, ServerResponse } from "node:http";',
  begin:
    "export async function handle(req: IncomingMessage & { raw: string }, res: ServerResponse) { const { raw } = req;",
  end: "await work(raw); res.end(); }",
};
const HONO: Framework = {
  imports:
    'import { Hono } from "hono"; import { HTTPException } from "hono/http-exception"; export const app = new Hono();',
  begin: 'app.post("/", async (c) => { const raw = await c.req.text();',
  end: "await work(raw); return c.json({ ok: true }); });",
};
const KOA: Framework = {
  imports: 'import Koa from "koa"; export const app = new Koa();',
  begin: "app.use(async (ctx) => { const raw = String((ctx.request as { body?: unknown }).body);",
  end: "await work(raw); ctx.body = { ok: true }; });",
};
const FASTIFY: Framework = {
  imports: 'import Fastify from "fastify"; export const app = Fastify();',
  begin: 'app.post("/", async (request, reply) => { const raw = request.body as string;',
  end: "await work(raw); return { ok: true }; });",
};
const H3: Framework = {
  imports:
    'import { createError, defineEventHandler, readRawBody, sendError, setResponseStatus } from "h3";',
  begin:
    'export default defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? "";',
  end: "await work(raw); return { ok: true }; });",
};
const REMIX: Framework = {
  imports: 'import { json, redirect } from "@remix-run/node";',
  begin:
    "export async function action({ request }: { request: Request }) { const raw = await request.text();",
  end: "await work(raw); return json({ ok: true }); }",
  packages: {
    "node_modules/@remix-run/node/index.d.ts": `export type TypedResponse<T> = Omit<Response, "json"> & { json(): Promise<T> };
      export declare function json<T>(data: T, init?: number | ResponseInit): TypedResponse<T>;
      export declare function redirect(url: string, init?: number | ResponseInit): TypedResponse<never>;`,
  },
};
const TANSTACK: Framework = {
  imports:
    'import { createServerFn, json } from "@tanstack/start-client-core"; import { getRequest, setResponseStatus } from "@tanstack/react-start/server";',
  begin:
    'export const receive = createServerFn({ method: "POST" }).handler(async () => { const raw = await getRequest().text();',
  end: "await work(raw); return { ok: true }; });",
  packages: {
    "node_modules/@tanstack/start-client-core/index.d.ts": `export interface JsonResponse<T> extends Response { json(): Promise<T> }
      export declare function json<T>(data: T, init?: ResponseInit): JsonResponse<T>;
      export interface ServerFnHandler { handler<T>(fn: (ctx: { data: unknown }) => T): () => T }
      export declare function createServerFn(options?: { method: string }): ServerFnHandler;`,
    "node_modules/@tanstack/react-start/server.d.ts": `export declare function getRequest(): Request;
      export declare function setResponseStatus(code?: number, text?: string): void;`,
  },
};
const ORPC: Framework = {
  imports:
    'import { ORPCError, os } from "@orpc/server"; const declared = os.errors({ NOT_SIGNED: { status: 401 }, BROKEN: { status: 503 }, FORBIDDEN: {}, OWN: { message: "no" } }).use(() => 1);',
  begin:
    "export const receive = declared.handler(async ({ input, errors }) => { const raw = input as string;",
  end: "await work(raw); return { ok: true }; });",
  packages: {
    "node_modules/@orpc/server/index.d.ts": `export declare class ORPCError<Code extends string> extends Error { code: Code; status: number; constructor(code: Code, options?: { status?: number; message?: string; cause?: unknown }); }
      export interface Builder<Codes extends string> {
        errors<Map extends Record<string, { status?: number; message?: string }>>(errors: Map): Builder<Codes | keyof Map & string>;
        use(fn: () => unknown): Builder<Codes>;
        handler<T>(fn: (options: { input: unknown; errors: { [Code in Codes]: (options?: object) => ORPCError<Code> } }) => T): object;
      }
      export declare const os: Builder<never>;`,
  },
};

/** What a handler does about a bad signature, a line each: the same verdict for all of them. */
function answered(
  framework: Framework,
  expected: "fine" | "wrongStatus" | "successResponse",
  lines: string,
): void {
  const { imports = "", begin, end, caught = "(error)", packages } = framework;
  verdictTable(
    lines
      .trim()
      .split("\n")
      .map((line) => line.trim())
      .map(
        (line) =>
          `== ${line.replaceAll(": ", ":")}: ${expected === "fine" ? "fine" : `${expected} at 2`}\n${imports}${begin}\n  try { webhook.verify(raw, {}); } catch ${caught} { ${line} } ${end}\n`,
      )
      .join(""),
    "ts",
    packages,
  );
}

describe("a Fetch response", () => {
  answered(
    FETCH,
    "fine",
    String.raw`
    return new Response("no", { status: 401 });
    return Response.json({}, { status: 403 });
    const init = { status: 400 }; return new Response(null, init);
    const status = 400; return Response.json({ error: "no" }, { status });
    const answer = new Response("no", { status: 422 }); console.warn(answer.status); return answer;
    return refuse(); function refuse() { return new Response("no", { status: 400 }); }
    return Response.json({ error }, { ...{ headers: {} }, status: 400 });
    if (error instanceof WebhookVerificationError) return new Response("no", { status: 401 }); throw error;
    return new Response("no", { status: error instanceof WebhookVerificationError ? 401 : 500 });
    return new Response("no", { status: error instanceof Error && error.name === "WebhookVerificationError" ? 400 : 401 });
    if ((error as { name?: string })?.name === "WebhookVerificationError") return new Response("no", { status: 401 }); throw error;
    switch ((error as Error).name) { case "WebhookVerificationError": return new Response("no", { status: 400 }); default: return new Response("no", { status: 500 }); }
  `,
  );
  answered(
    FETCH,
    "wrongStatus",
    String.raw`
    return new Response("no", { status: 500 });
    return new Response("no", { status: 408 });
    return Response.redirect("https://example.com/", 302);
    return Response.redirect("https://example.com/");
    return Response.error();
    throw new Error("no", { cause: error });
    throw new TypeError("no");
    return new Response("no", { status: (error as Error).name === "SignatureError" ? 401 : 500 });
  `,
  );
  answered(
    FETCH,
    "successResponse",
    String.raw`
    return new Response("no");
    return Response.json({ error: "no" });
    return Response.json({ error: "no" }, { status: 202 });
    return new Response(null, { status: 204 });
    return new Response("no", { headers: { "retry-after": "60" } });
    return NextResponse.next(); declare const NextResponse: any;
  `,
  );
});

describe("Express", () => {
  answered(
    EXPRESS,
    "fine",
    String.raw`
    res.status(401).json({ error: "no" }); return;
    res.status(400).end(); return;
    res.sendStatus(403); return;
    res.statusCode = 401; res.end("no"); return;
    res.status(401); res.send("no"); return;
    res.set("x", "y").status(400).send("no"); return;
    return void res.status(401).type("text").send("no");
  `,
  );
  answered(
    EXPRESS,
    "wrongStatus",
    String.raw`
    res.status(500).json({ error: "no" }); return;
    res.sendStatus(503); return;
    res.redirect("/"); return;
    res.redirect(307, "/"); return;
    res.statusCode = 500; res.end(); return;
  `,
  );
  answered(
    EXPRESS,
    "successResponse",
    String.raw`
    res.json({ error: "no" }); return;
    res.status(200).send("no"); return;
    res.sendStatus(204); return;
    res.end(); return;
    return;
  `,
  );
});

describe("a reply without types", () => {
  answered(
    UNTYPED,
    "fine",
    String.raw`
    res.status(401).json({ error: "no" }); return;
    return res.status(400).send("no");
    res.statusCode = 401; return res.end();
    res.sendStatus(400); return;
  `,
  );
  answered(
    UNTYPED,
    "wrongStatus",
    String.raw`
    return res.status(500).send("no");
    res.sendStatus(500); return;
  `,
  );
  answered(
    UNTYPED,
    "successResponse",
    String.raw`
    return res.json({ error: "no" });
    return res.status(200).end();
  `,
  );
});

describe("Node's own server", () => {
  answered(
    NODE,
    "fine",
    String.raw`
    res.statusCode = 401; res.end("no"); return;
    res.writeHead(401).end("no"); return;
    res.writeHead(400); res.end(); return;
  `,
  );
  answered(
    NODE,
    "wrongStatus",
    String.raw`
    res.statusCode = 500; res.end(); return;
    res.writeHead(500).end(); return;
  `,
  );
  answered(
    NODE,
    "successResponse",
    String.raw`
    res.end("no"); return;
    res.writeHead(200).end("no"); return;
  `,
  );
});

describe("Hono", () => {
  answered(
    HONO,
    "fine",
    String.raw`
    return c.json({ error: "no" }, 401);
    return c.text("no", 400);
    return c.body(null, 403);
    return c.body(null, { status: 401 });
    c.status(401); return c.json({ error: "no" });
    return c.notFound();
    return c.json({ error: "no" }, pick()); declare function pick(): 401 | 500;
    return c.newResponse("no", 400);
    throw new HTTPException(401, { message: "no" });
  `,
  );
  answered(
    HONO,
    "wrongStatus",
    String.raw`
    return c.json({ error: "no" }, 500);
    return c.redirect("/");
    return c.redirect("/", 301);
    throw new HTTPException(500);
    throw new HTTPException();
  `,
  );
  answered(
    HONO,
    "successResponse",
    String.raw`
    return c.json({ error: "no" });
    return c.html("no", 200);
    c.status(202); return c.text("no");
  `,
  );
});

describe("Koa", () => {
  answered(
    KOA,
    "fine",
    String.raw`
    ctx.status = 401; return;
    ctx.response.status = 401; return;
    ctx.response.status = 403; ctx.response.body = "no"; return;
    ctx.status = 400; ctx.body = { error: "no" }; return;
    ctx.throw(401, "no");
  `,
  );
  answered(
    KOA,
    "wrongStatus",
    String.raw`
    ctx.status = 500; return;
    ctx.response.status = 500; return;
    ctx.throw(500);
  `,
  );
  answered(
    KOA,
    "successResponse",
    String.raw`
    ctx.body = { error: "no" }; return;
    ctx.status = 200; ctx.body = "no"; return;
  `,
  );
});

describe("Fastify", () => {
  answered(
    FASTIFY,
    "fine",
    String.raw`
    return reply.code(401).send({ error: "no" });
    reply.status(400); return { error: "no" };
    reply.code(403); return reply.send();
    throw Object.assign(new Error("no"), { statusCode: 401 });
  `,
  );
  answered(
    FASTIFY,
    "wrongStatus",
    String.raw`
    return reply.code(500).send();
    return reply.status(503).send({ error: "no" });
  `,
  );
  answered(
    FASTIFY,
    "successResponse",
    String.raw`
    return { error: "no" };
    return reply.send({ error: "no" });
    return reply.code(200).send();
  `,
  );
});

describe("h3", () => {
  answered(
    H3,
    "fine",
    String.raw`
    throw createError({ statusCode: 401, message: "no" });
    throw createError({ status: 400 });
    setResponseStatus(event, 401); return { error: "no" };
    return sendError(event, createError({ statusCode: 403 }));
    throw createError(refusal()); declare function refusal(): { statusCode: number };
  `,
  );
  answered(
    H3,
    "wrongStatus",
    String.raw`
    throw createError({ statusCode: 500 });
    throw createError("no");
    setResponseStatus(event, 502); return { error: "no" };
    return sendError(event, createError({ statusCode: 500 }));
    throw createError({ message: "no" });
    sendError(event, error as Error); return;
  `,
  );
  answered(
    H3,
    "successResponse",
    String.raw`
    return { error: "no" };
    setResponseStatus(event, 202); return { error: "no" };
  `,
  );
  verdictTable(String.raw`
== an error that was made before anything is known: fine
import { createError, defineEventHandler, readRawBody } from "h3";
export default defineEventHandler(async (event) => { const raw = (await readRawBody(event)) ?? "";
  let genuine = true; try { webhook.verify(raw, {}); } catch { genuine = false; }
  const refusal = createError({ statusCode: 401 });
  if (!genuine) throw refusal;
  await work(raw); return { ok: true }; });
`);
});

describe("Remix", () => {
  answered(
    REMIX,
    "fine",
    String.raw`
    return json({ error: "no" }, 401);
    return json({ error: "no" }, { status: 400 });
    throw json({ error: "no" }, { status: 403 });
  `,
  );
  answered(
    REMIX,
    "wrongStatus",
    String.raw`
    return json({ error: "no" }, { status: 500 });
    return redirect("/login");
    throw json({ error: "no" }, 503);
  `,
  );
  answered(REMIX, "successResponse", String.raw`return json({ error: "no" });`);
});

describe("TanStack Start", () => {
  answered(
    TANSTACK,
    "fine",
    String.raw`
    throw json({ error: "no" }, { status: 401 });
    throw new Response("no", { status: 400 });
    setResponseStatus(401); return { ok: false };
    setResponseStatus(403, "Forbidden"); return;
  `,
  );
  answered(
    TANSTACK,
    "wrongStatus",
    String.raw`
    throw json({ error: "no" }, { status: 500 });
    setResponseStatus(503); return { ok: false };
    throw new Error("no");
  `,
  );
  answered(
    TANSTACK,
    "successResponse",
    String.raw`
    return json({ error: "no" });
    setResponseStatus(202); return { ok: false };
  `,
  );
});

describe("oRPC", () => {
  answered(
    ORPC,
    "fine",
    String.raw`
    throw new ORPCError("UNAUTHORIZED");
    throw new ORPCError("FORBIDDEN", { message: "no", cause: error });
    throw new ORPCError("OWN", { status: 401 });
    throw errors.NOT_SIGNED();
    throw errors.NOT_SIGNED({ message: "no" });
    throw errors.FORBIDDEN();
    const status = Number(raw); throw new ORPCError("OWN", { status });
  `,
  );
  answered(
    ORPC,
    "wrongStatus",
    String.raw`
    throw new ORPCError("INTERNAL_SERVER_ERROR");
    throw new ORPCError("OWN");
    throw new ORPCError("OWN", { cause: error });
    throw new ORPCError("UNAUTHORIZED", { status: 429 });
    throw errors.OWN();
    throw errors.BROKEN();
    throw new Error("no");
  `,
  );
});

describe("an exception whose class has a status", () => {
  const classes = (...lines: readonly string[]): Framework => ({
    ...FETCH,
    imports: `${lines.join(" ")} `,
  });
  const OWN = classes(
    "class Refused extends Error { status = 401; }",
    "class Broken extends Error { statusCode = 500; }",
    "class Told extends Error { constructor(readonly status: number, message?: string) { super(message); } }",
    "class Usually extends Error { constructor(message: string, public statusCode = 400) { super(message); } }",
    "class Assigned extends Error { status: number; constructor() { super(); this.status = 403; } }",
    "class Below extends Told { constructor(message: string) { super(401, message); } }",
    "class Deeper extends Told { constructor(code: number) { super(code); } }",
    "class HttpError extends Error { constructor(readonly statusCode: number) { super(); } }",
  );
  answered(
    OWN,
    "fine",
    String.raw`
    throw new Refused("no");
    throw new Told(401);
    throw new Usually("no");
    throw new Usually("no", 403);
    throw new Assigned();
    throw new Below("no");
    throw new Deeper(400);
    throw new HttpError(422);
  `,
  );
  answered(
    OWN,
    "wrongStatus",
    String.raw`
    throw new Broken("no");
    throw new Told(500);
    throw new Usually("no", 503);
    throw new Deeper(500);
  `,
  );
});

const ELYSIA: Framework = {
  imports: 'import { Elysia } from "elysia"; declare function pick(): 400 | 500;',
  begin:
    'export const app = new Elysia().post("/", async ({ request, status }) => { const raw = await request.text();',
  end: 'await work(raw); return "ok"; });',
};

describe("Elysia", () => {
  answered(
    ELYSIA,
    "fine",
    String.raw`
    return status(401, "no");
    return status(pick(), "no");
  `,
  );
  answered(ELYSIA, "wrongStatus", `return status(500, "no");`);
});

describe("Next without its package", () => {
  verdictTable(String.raw`
== a refusal: fine
import { NextResponse } from "next/server";
export async function POST(req: Request) { const raw = await req.text(); try { webhook.verify(raw, {}); } catch { return new NextResponse("no", { status: 400 }); } await work(raw); return new NextResponse("ok"); }
== the server's fault: wrongStatus at 3
import { NextResponse } from "next/server";
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { return new NextResponse("no", { status: 500 }); } await work(raw); return new NextResponse("ok"); }
`);
});

describe("an error that inherits from nothing", () => {
  verdictTable(String.raw`
== has no status that could be told: fine
class Refused implements Error { name = "Refused"; stack = ""; constructor(readonly message: string) {} }
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { throw new Refused("no"); } await work(raw); return new Response("ok"); }
== has one of its own: wrongStatus at 3
class Refused implements Error { name = "Refused"; stack = ""; status = 500; constructor(readonly message: string) {} }
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { throw new Refused("no"); } await work(raw); return new Response("ok"); }
`);
});

describe("an answer after an API call has failed", () => {
  /** What a handler answers where success answers \`{ ok: true }\`. */
  const says = (
    answer: string,
    verdict: string,
  ): string => `== ${answer.replaceAll(": ", ":")}: ${verdict}
import type { Response as Res } from "express";
export async function send(res: Res, problem: () => unknown) {
  try { await svix.message.create("a", input); } catch (error) { ${answer} return; } res.json({ ok: true }); }
`;
  verdictTable(
    [
      says("res.json({ failed: error });", "fine"),
      says("res.json({ given: { why: error } });", "fine"),
      says('res.send("not sent");', "fine"),
      says("res.json(problem());", "fine"),
      says('res.send("ok");', "successReturned at 3"),
      says('res.json({ ok: true, message: "sent" });', "successReturned at 3"),
    ].join(""),
  );
});

/** The same of the three ways in which a project knows a package. */
function sveltekit(returned: string): Framework {
  return {
    imports: 'import { error } from "@sveltejs/kit";',
    caught: "",
    begin:
      "export async function POST({ request }: { request: Request }) { const raw = await request.text();",
    end: 'await work(raw); return new Response("ok"); }',
    ...(returned === ""
      ? {}
      : {
          packages: {
            "packages.d.ts": `declare module "@sveltejs/kit" { export function error(status: number, body?: string): ${returned}; }`,
          },
        }),
  };
}

describe.each([
  ["version 2", sveltekit("never")],
  ["version 1", sveltekit("Error")],
  ["whose types are missing", sveltekit("")],
])("SvelteKit %s", (_, kit) => {
  answered(kit, "fine", `throw error(401, "no");`);
  answered(kit, "wrongStatus", `throw error(500);`);
});

describe("SvelteKit's error, which throws by itself", () => {
  answered(sveltekit("never"), "fine", `error(400, "no");`);
  answered(sveltekit(""), "fine", `error(400, "no");`);
  answered(sveltekit(""), "wrongStatus", `error(503, "no");`);
});

const REACT_ROUTER: Framework = {
  imports: 'import { data } from "react-router";',
  begin:
    "export async function action({ request }: { request: Request }) { const raw = await request.text();",
  end: "await work(raw); return data({ ok: true }); }",
  packages: {
    "packages.d.ts": `declare module "react-router" { export function data(body: unknown, init?: number | ResponseInit): { type: "data" }; }`,
  },
};

describe("React Router", () => {
  answered(
    REACT_ROUTER,
    "fine",
    String.raw`
    return data({ error: "no" }, { status: 401 });
    return data({ error: "no" }, 400);
    throw data(null, { status: 401 });
  `,
  );
  answered(REACT_ROUTER, "wrongStatus", `return data({ error: "no" }, { status: 500 });`);
  answered(REACT_ROUTER, "successResponse", `return data({ error: "no" });`);
  answered(
    { ...REACT_ROUTER, imports: "declare function data(...given: unknown[]): { rows: unknown };" },
    "fine",
    `return data({ error: "no" }, { status: 500 });`,
  );
});
