import * as elysiaPackage from "elysia";
import * as h3Package from "h3";
import * as honoPackage from "hono";
import * as honoException from "hono/http-exception";
import {
  bodyOf,
  oneOf,
  ownError,
  request,
  type Ended,
  type Run,
  type Stage,
  type Style,
} from "./style.js";

/** Asks a server that is a function from request to response. */
function asking(serve: (run: Run) => (asked: Request) => unknown): Stage {
  let status: number | undefined;
  return {
    drive: async (run) => {
      const response = await serve(run)(request());
      if (response instanceof Response) status = response.status;
    },
    sent: () => status,
  };
}

/** Hono: a real application with one route; a status in the program's variable has to be cast. */
export const hono: Style = {
  imports: `import { Hono, type Context } from "hono";\nimport { HTTPException } from "hono/http-exception";\n`,
  packages: { hono: honoPackage, "hono/http-exception": honoException },
  breaks: "registered",
  waits: true,
  head: (modifier, promised) =>
    `export ${modifier}function run(c: Context): ${promised("any")} {\n  const body = await c.req.text();\n  const headers = c.req.header();\n`,
  tail: (registered) =>
    registered ? `}\nexport const app = new Hono();\napp.post("/", run);\n` : "}\n",
  answer: ({ code, success, way }) => {
    const status = code === "status" ? "status as 200" : code;
    if (code === "204")
      return oneOf([`return c.body(null, 204);`, `c.status(204); return c.body(null);`], way);
    return oneOf(
      [
        `return c.json(${bodyOf(success)}, ${status});`,
        `return c.text("${success ? "ok" : "no"}", ${status});`,
        `c.status(${status}); return c.json(${bodyOf(success)});`,
        `return c.json(${bodyOf(success)}, { status: ${status} });`,
        `return new Response("${success ? "ok" : "no"}", { status: ${code} });`,
        `return c.body(null, ${status});`,
      ],
      way,
    );
  },
  refusal: (status, way) =>
    oneOf(
      [
        `new HTTPException(${String(status)})`,
        `new HTTPException(${String(status)}, { message: "no" })`,
        ...(status === 500 ? ["new HTTPException()"] : ["new HTTPException(403)"]),
      ],
      way,
    ),
  stage: () => {
    const { sent, drive } = asking((run) => {
      const app = new honoPackage.Hono();
      app.post("/", (c) => run(c) as Response);
      return (asked) => app.fetch(asked);
    });
    // A handler that returns nothing leaves the request to the next one, or breaks the application.
    return { drive, sent: (ended) => (isSilent(ended) ? undefined : sent(ended)) };
  },
};

function isSilent({ kind, value }: Ended): boolean {
  return kind === "returned" && value === undefined;
}

/**
 * Elysia: a real application with one route, compiled at run time as always. On Node it cannot send
 * a bare `set.status = 204`: it makes a response with an empty body, which only Bun accepts.
 */
export const elysia: Style = {
  imports: `import { Elysia, type Context } from "elysia";\n`,
  packages: { elysia: elysiaPackage },
  breaks: "registered",
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run({ body: given, headers: all, set, status: answer }: Context): ${promised("any")} {\n  const body = given as string;\n  const headers = all as any;\n`,
  tail: (registered) =>
    registered ? `}\nexport const install = (app: Elysia) => app.post("/", run);\n` : "}\n",
  answer: ({ code, success, way }) =>
    code === "204"
      ? `return new Response(null, { status: 204 });`
      : oneOf(
          [
            `set.status = ${code}; return ${bodyOf(success)};`,
            `return answer(${code}, ${bodyOf(success)});`,
            `set.status = ${code}; return "${success ? "ok" : "no"}";`,
            `return new Response("${success ? "ok" : "no"}", { status: ${code} });`,
          ],
          way,
        ),
  refusal: ownError,
  stage: () =>
    asking((run) => {
      const app = new elysiaPackage.Elysia().post("/", (context) => run(context), {
        parse: "text",
      });
      return (asked) => app.handle(asked);
    }),
};

/** h3: a real application, asked through its own web adapter. */
export const h3: Style = {
  imports: `import { createError, defineEventHandler, getHeaders, readRawBody, setResponseStatus, type H3Event } from "h3";\n`,
  packages: { h3: h3Package },
  breaks: "registered",
  waits: true,
  head: (modifier, promised) =>
    `export ${modifier}function run(event_: H3Event): ${promised("any")} {\n  const body = (await readRawBody(event_)) ?? "";\n  const headers = getHeaders(event_) as any;\n`,
  tail: (registered) => (registered ? `}\nexport default defineEventHandler(run);\n` : "}\n"),
  answer: ({ code, success, way }) =>
    oneOf(
      [
        `setResponseStatus(event_, ${code}); return ${bodyOf(success)};`,
        Number(code) >= 400
          ? `throw createError({ statusCode: ${code}, statusMessage: "no" });`
          : `setResponseStatus(event_, ${code}); return ${bodyOf(success)};`,
        `return new Response(null, { status: ${code} });`,
      ],
      way,
    ),
  refusal: (status, way) =>
    oneOf(
      [
        `createError({ statusCode: ${String(status)} })`,
        `createError({ status: ${String(status)}, message: "no" })`,
        ...(status === 500 ? [`createError("no")`] : [ownError(status)]),
      ],
      way,
    ),
  stage: () => {
    const { sent, drive } = asking((run) => {
      const app = h3Package.createApp();
      app.use(h3Package.defineEventHandler((event) => run(event)));
      return h3Package.toWebHandler(app);
    });
    return { drive, sent: (ended) => (isSilent(ended) ? undefined : sent(ended)) };
  },
};
