import * as start from "@tanstack/start-client-core";
import {
  bodyOf,
  oneOf,
  ownError,
  request,
  statusOfResponse,
  type Answer,
  type Stage,
  type Style,
} from "./style.js";

/** A route whose thrown responses are answers, and whose other errors are a 500. */
function routeOf(given: unknown): Stage {
  return {
    drive: (run) => run(given),
    sent: (ended) => statusOfResponse(ended) ?? (ended.kind === "threw" ? 500 : undefined),
  };
}

/** TanStack Start: its own `json`; the server that runs a route is replaced by `routeOf`. */
export const tanstack: Style = {
  imports: `import { json } from "@tanstack/start-client-core";\n`,
  packages: { "@tanstack/start-client-core": start },
  breaks: "never",
  waits: true,
  head: (modifier, promised) =>
    `export ${modifier}function run({ request }: { request: Request }): ${promised("any")} {\n  const body = await request.text();\n  const headers: any = Object.fromEntries(request.headers);\n`,
  tail: () => "}\n",
  answer: (answer) => jsonAnswer(answer, "json"),
  refusal: thrownJson,
  stage: () => routeOf({ request: request() }),
};

function jsonAnswer({ code, success, way }: Answer, json: string): string {
  if (code === "204") return `return new Response(null, { status: 204 });`;
  return oneOf(
    [
      `return ${json}(${bodyOf(success)}, { status: ${code} });`,
      success
        ? `return ${json}(${bodyOf(success)}, { status: ${code} });`
        : `throw ${json}(${bodyOf(success)}, { status: ${code} });`,
      `return new Response("${success ? "ok" : "no"}", { status: ${code} });`,
    ],
    way,
  );
}

function thrownJson(status: 401 | 500, way: number): string {
  return oneOf(
    [
      `json({ error: "no" }, { status: ${String(status)} })`,
      `new Response("no", { status: ${String(status)} })`,
    ],
    way,
  );
}

/** Remix is not installed: its types are declared, and its `json` is the Response that it documents. */
export const remix: Style = {
  imports: `import { json, type ActionFunctionArgs } from "@remix-run/node";\n`,
  packages: {
    "@remix-run/node": {
      json: (body: unknown, init?: number | ResponseInit) =>
        Response.json(body, typeof init === "number" ? { status: init } : init),
    },
  },
  breaks: "never",
  waits: true,
  head: (modifier, promised) =>
    `export ${modifier}function run({ request }: ActionFunctionArgs): ${promised("any")} {\n  const body = await request.text();\n  const headers: any = Object.fromEntries(request.headers);\n`,
  tail: () => "}\n",
  answer: (answer) =>
    answer.way % 4 === 3 && answer.code !== "204"
      ? `return json(${bodyOf(answer.success)}, ${answer.code});`
      : jsonAnswer(answer, "json"),
  refusal: thrownJson,
  stage: () => routeOf({ request: request(), params: {}, context: {} }),
};

class NextResponse extends Response {}

/** Next's app router is not installed either: `NextResponse` is a subclass of Response, as documented. */
export const nextRoute: Style = {
  imports: `import { NextResponse, type NextRequest } from "next/server";\n`,
  packages: { "next/server": { NextResponse } },
  breaks: "never",
  waits: true,
  head: (modifier, promised) =>
    `export ${modifier}function run(request: NextRequest): ${promised("any")} {\n  const body = await request.text();\n  const headers: any = Object.fromEntries(request.headers);\n`,
  tail: () => "}\n",
  answer: ({ code, success, way }) =>
    code === "204"
      ? `return new NextResponse(null, { status: 204 });`
      : oneOf(
          [
            `return NextResponse.json(${bodyOf(success)}, { status: ${code} });`,
            `return new NextResponse("${success ? "ok" : "no"}", { status: ${code} });`,
          ],
          way,
        ),
  refusal: ownError,
  stage: () => {
    const stage = routeOf(request());
    return {
      drive: stage.drive,
      sent: (ended) =>
        (ended.kind === "threw" ? (ended.value as { status?: number }).status : undefined) ??
        stage.sent(ended),
    };
  },
};

/** What SvelteKit throws: it answers with the status. */
class KitError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super();
  }
}

/** SvelteKit is not installed: `error` throws what it answers with the given status, `json` gives a Response. */
export const sveltekit: Style = {
  imports: `import { error, json, text, type RequestEvent, type RequestHandler } from "@sveltejs/kit";\n`,
  packages: {
    "@sveltejs/kit": {
      error: (status: number, body: unknown) => {
        throw new KitError(status, body);
      },
      json: (body: unknown, init?: ResponseInit) => Response.json(body, init),
      text: (body: string, init?: ResponseInit) => new Response(body, init),
    },
  },
  breaks: "never",
  waits: true,
  head: (modifier, promised) =>
    `export ${modifier}function run({ request }: RequestEvent): ${promised("any")} {\n  const body = await request.text();\n  const headers: any = Object.fromEntries(request.headers);\n`,
  tail: (registered) => (registered ? "}\nexport const POST: RequestHandler = run;\n" : "}\n"),
  answer: ({ code, success, way }) =>
    code === "204"
      ? `return new Response(null, { status: 204 });`
      : oneOf(
          [
            `return json(${bodyOf(success)}, { status: ${code} });`,
            `return text("${success ? "ok" : "no"}", { status: ${code} });`,
            Number(code) >= 400
              ? `error(${code}, "no");`
              : `return json(${bodyOf(success)}, { status: ${code} });`,
          ],
          way,
        ),
  refusal: (status) => `error(${String(status)}, "no")`,
  stage: () => {
    const stage = routeOf({ request: request() });
    return {
      drive: stage.drive,
      sent: (ended) => (ended.value instanceof KitError ? ended.value.status : stage.sent(ended)),
    };
  },
};
