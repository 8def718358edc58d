import { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import express from "express";
import fastify, { type FastifyInstance } from "fastify";
import Koa from "koa";
import { BODY, bodyOf, oneOf, ownError, type Run, type Stage, type Style } from "./style.js";

/**
 * Node's own request and response, without a connection: what is sent stays in the response, whose
 * status is final as soon as its head has been written.
 */
function exchange(): { readonly req: IncomingMessage; readonly res: ServerResponse } {
  const req = new IncomingMessage(null as unknown as Socket);
  Object.assign(req, { method: "POST", url: "/", body: BODY, complete: true });
  req.push(null);
  return { req, res: new ServerResponse(req) };
}

function statusOf(res: ServerResponse): number | undefined {
  return res.headersSent ? res.statusCode : undefined;
}

/** Express 5: a real application with one route. */
export const expressRoute: Style = {
  imports: `import { Router, type Request, type Response } from "express";\n`,
  packages: { express },
  breaks: "registered",
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run(req: Request, res: Response): ${promised("any")} {\n  const body = req.body as string;\n  const headers = req.headers as any;\n`,
  tail: (registered) =>
    registered ? `}\nexport const routes = Router();\nroutes.post("/", run);\n` : "}\n",
  answer: ({ code, success, way }) =>
    oneOf(
      [
        code === "204"
          ? `return void res.status(${code}).end();`
          : `return void res.status(${code}).json(${bodyOf(success)});`,
        `res.sendStatus(${code}); return;`,
        `return res.status(${code}).send("${success ? "ok" : "no"}");`,
        `res.statusCode = ${code}; return void res.end();`,
        `return res.status(${code}).end();`,
      ],
      way,
    ),
  refusal: ownError,
  stage: () => {
    const { req, res } = exchange();
    return {
      drive: (run) => {
        const app = express();
        app.post("/", (request, response) => run(request, response));
        app(req as express.Request, res as express.Response);
      },
      sent: () => statusOf(res),
    };
  },
};

/**
 * Next's pages router. Next is not installed: its types are declared, and its two additions to
 * Node's response are written here as its documentation describes them. An error is a 500.
 */
export const pages: Style = {
  imports: `import type { NextApiRequest, NextApiResponse } from "next";\n`,
  packages: {},
  breaks: "never",
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run(req: NextApiRequest, res: NextApiResponse): ${promised("any")} {\n  const body = req.body as string;\n  const headers = req.headers as any;\n`,
  tail: (registered) => (registered ? "}\nexport default run;\n" : "}\n"),
  answer: ({ code, success, way }) =>
    oneOf(
      [
        `return res.status(${code}).json(${bodyOf(success)});`,
        `res.status(${code}).send("${success ? "ok" : "no"}"); return;`,
        `return res.status(${code}).end();`,
        `res.statusCode = ${code}; return void res.end();`,
      ],
      way,
    ),
  refusal: ownError,
  stage: () => {
    const { req, res } = exchange();
    const send = (body: unknown): void => void res.end(JSON.stringify(body));
    Object.assign(res, {
      json: send,
      send,
      status: (code: number) => Object.assign(res, { statusCode: code }),
    });
    return {
      drive: (run) => run(req, res),
      sent: ({ kind, value }) =>
        statusOf(res) ??
        (kind === "threw" ? ((value as { status?: number }).status ?? 500) : undefined),
    };
  },
};

/** Koa: a real application; the answer is what the context says in the end. */
export const koa: Style = {
  imports: `import Koa, { type Context } from "koa";\n`,
  packages: { koa: { __esModule: true, default: Koa } },
  breaks: "registered",
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run(ctx: Context): ${promised("any")} {\n  const body = ctx.state.raw as string;\n  const headers = ctx.headers as any;\n`,
  tail: (registered) => (registered ? `}\nexport const app = new Koa();\napp.use(run);\n` : "}\n"),
  answer: ({ code, success, way }) =>
    oneOf(
      [
        code === "204"
          ? `ctx.status = ${code}; return;`
          : `ctx.status = ${code}; ctx.body = ${bodyOf(success)}; return;`,
        code === "204"
          ? `ctx.status = ${code}; return;`
          : `ctx.body = ${bodyOf(success)}; ctx.status = ${code}; return;`,
        `ctx.status = ${code}; return;`,
        Number(code) >= 400 ? `ctx.throw(${code}, "no");` : `ctx.status = ${code}; return;`,
      ],
      way,
    ),
  refusal: ownError,
  stage: () => {
    const { req, res } = exchange();
    return {
      drive: (run) => {
        const app = new Koa();
        app.silent = true;
        app.use((ctx) => {
          ctx.state["raw"] = BODY;
          return run(ctx) as Promise<void>;
        });
        return app.callback()(req, res);
      },
      sent: () => statusOf(res),
    };
  },
};

/** Fastify: a real instance, asked through its own `inject`. */
export const fastifyRoute: Style = {
  imports: `import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";\n`,
  packages: { fastify },
  breaks: "registered",
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run(request: FastifyRequest, reply: FastifyReply): ${promised("any")} {\n  const body = request.body as string;\n  const headers = request.headers as any;\n`,
  tail: (registered) =>
    registered
      ? `}\nexport function routes(app: FastifyInstance): void {\n  app.post("/", run);\n}\n`
      : "}\n",
  answer: ({ code, success, way }) =>
    oneOf(
      [
        code === "204"
          ? `return reply.code(${code}).send();`
          : `return reply.code(${code}).send(${bodyOf(success)});`,
        `return reply.status(${code}).send();`,
        code === "204"
          ? `return reply.code(${code}).send();`
          : `reply.code(${code}); return ${bodyOf(success)};`,
        code === "204"
          ? `void reply.code(${code}).send(); return;`
          : `reply.statusCode = ${code}; return ${bodyOf(success)};`,
      ],
      way,
    ),
  refusal: ownError,
  stage: fastifyStage,
};

let app: FastifyInstance | undefined;
let current: Run | undefined;

function serving(): FastifyInstance {
  const made = fastify();
  made.post("/", (request, reply) => current?.(request, reply));
  return made;
}

function fastifyStage(): Stage {
  let status: number | undefined;
  // One instance serves all programs: making one costs more than a request.
  const server = (app ??= serving());
  return {
    drive: async (run) => {
      current = run;
      const { statusCode } = await server.inject({
        method: "POST",
        url: "/",
        payload: BODY,
        headers: { "content-type": "text/plain" },
      });
      status = statusCode;
    },
    sent: () => status,
  };
}
