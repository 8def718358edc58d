import { describe, expect, it } from "vitest";
import { callersOf, type FrameworkHandler } from "../../src/callers/index.js";
import { programOf } from "../harness/program.js";
import { markedFunction } from "./marked.js";

type Files = Readonly<Record<string, string>>;

/** Cut-down declarations of packages that are not installed. */
const PACKAGES: Files = {
  "node_modules/@types/aws-lambda/index.d.ts": `export interface APIGatewayProxyEvent { body: string | null } export type Handler<E, R> = (event: E, context: object) => Promise<R>;
    export type APIGatewayProxyHandler = Handler<APIGatewayProxyEvent, object>;`,
  "node_modules/next/index.d.ts": `export interface NextApiRequest { body: unknown } export interface NextApiResponse { status(n: number): NextApiResponse }
    export type NextApiHandler = (req: NextApiRequest, res: NextApiResponse) => unknown;`,
  "node_modules/@sveltejs/kit/index.d.ts": `export interface RequestEvent { request: Request } export type RequestHandler = (event: RequestEvent) => Promise<Response>;`,
  "node_modules/react-router/index.d.ts": `export interface ActionFunctionArgs { request: Request }`,
  "node_modules/astro/index.d.ts": `export interface APIContext { request: Request } export type APIRoute = (context: APIContext) => Promise<Response>;`,
  "node_modules/express-async-handler/index.d.ts": `import { RequestHandler } from "express"; declare function expressAsyncHandler(handler: (req: any, res: any, next: any) => unknown): RequestHandler; export default expressAsyncHandler;`,
  "node_modules/convex/index.d.ts": `export type HttpActionBuilder = (fn: (ctx: object, req: Request) => Promise<Response>) => object;`,
  "node_modules/@netlify/functions/index.d.ts": `export interface HandlerEvent { body: string | null } export interface HandlerResponse { statusCode: number }
    export interface BaseHandler<R extends HandlerResponse = HandlerResponse> { (event: HandlerEvent, context: object): Promise<R> | void } export type Handler = BaseHandler;`,
  "node_modules/@tanstack/router-core/index.d.ts": `export interface FileRouteOptions { server?: { handlers?: Record<string, unknown> | ((options: { createHandlers: CreateHandlersFn }) => unknown) }; loader?: () => unknown }
    export type CreateHandlersFn = (handlers: Record<string, ((ctx: { request: Request }) => unknown) | { handler: (ctx: { request: Request }) => unknown }>) => object;`,
  "node_modules/@tanstack/react-router/index.d.ts": `import { FileRouteOptions } from "@tanstack/router-core"; declare class FileRoute { createRoute: (options: FileRouteOptions) => object } export declare function createFileRoute(path: string): FileRoute["createRoute"];`,
  "node_modules/@tanstack/start-client-core/index.d.ts": `export declare function createServerFn(): { handler(fn: (ctx: { data: unknown }) => unknown): unknown };
    export declare function createMiddleware(): { server(fn: (options: { next: () => unknown }) => unknown): unknown };`,
  "node_modules/@tanstack/start-server-core/index.d.ts": `export declare function createServerFileRoute(path: string): { methods(handlers: Record<string, (ctx: { request: Request }) => unknown>): unknown };`,
  "node_modules/tracing/index.d.ts": `export declare function traced<T>(fn: T): T;`,
};

const BODY = "{ /* HERE */ }";
const RESPONSE = "{ /* HERE */ return new Response(); }";

function handler(files: Files | string): FrameworkHandler | undefined {
  const own = typeof files === "string" ? { "main.ts": files } : files;
  const program = programOf({ ...PACKAGES, ...own });
  const callers = callersOf(program);
  const fn = markedFunction(program, own);
  return (
    callers.frameworkOf(fn) ??
    callers
      .callSitesOf(fn)
      .handedOn.map(({ node }) => callers.frameworkOf(node))
      .find(Boolean)
  );
}

describe("frameworkOf", () => {
  it.each<[name: string, files: Files | string, expected: string | undefined]>([
    [
      "express route",
      `import express from "express";\nconst app = express();\napp.post("/", async (req, res) => ${BODY});`,
      "express route request0 response1 next2",
    ],
    [
      "express router and a reference",
      `import { Router, type Request, type Response } from "express";\nconst router = Router();\nfunction receive(req: Request, res: Response) ${BODY}\nrouter.post("/", receive);`,
      "express route request0 response1 unregistered",
    ],
    [
      "express reference without types",
      `import { Router } from "express";\nconst router = Router();\nfunction receive(req: any, res: any) ${BODY}\nrouter.post("/", receive);`,
      "express route request0 response1 next2",
    ],
    [
      "express app.route().post",
      `import express from "express";\nexpress().route("/").post((req, res) => ${BODY});`,
      "express route request0 response1 next2",
    ],
    [
      "express middleware",
      `import express from "express";\nexpress().use((req, res, next) => ${BODY});`,
      "express middleware request0 response1 next2",
    ],
    [
      "express error handler",
      `import express, { type NextFunction, type Request, type Response } from "express";\nexpress().use((e: unknown, req: Request, res: Response, next: NextFunction) => ${BODY});`,
      "express errorHandler request1 response2 next3 error0",
    ],
    [
      "express error handler by its type",
      `import type { ErrorRequestHandler } from "express";\nexport const onError: ErrorRequestHandler = (e, req, res, next) => ${BODY};`,
      "express errorHandler request1 response2 next3 error0 unregistered",
    ],
    [
      "express error handler by its parameters",
      `import type { NextFunction, Request, Response } from "express";\nexport function onError(e: unknown, req: Request, res: Response, next: NextFunction) ${BODY}`,
      "express errorHandler request1 response2 next3 error0 unregistered",
    ],
    [
      "express handler type",
      `import type { RequestHandler } from "express";\nexport const h: RequestHandler = (req, res) => ${BODY};`,
      "express route request0 response1 next2 unregistered",
    ],
    [
      "express app.listen is no handler",
      `import express from "express";\nexpress().listen(1, () => ${BODY});`,
      undefined,
    ],
    [
      "express-async-handler",
      `import h from "express-async-handler";\nexport const r = h(async (req, res) => ${BODY});`,
      "express route request0 response1 next2 forwards",
    ],
    [
      "a helper that takes the response",
      `import type { Response } from "express";\nexport function fail(res: Response) ${BODY}`,
      "express route response0 unregistered",
    ],
    [
      "fastify route",
      `import fastify from "fastify";\nfastify().post("/", async (request, reply) => ${BODY});`,
      "fastify route request0 response1",
    ],
    [
      "fastify route object",
      `import fastify from "fastify";\nfastify().route({ method: "POST", url: "/", handler: async (request, reply) => ${BODY} });`,
      "fastify route request0 response1",
    ],
    [
      "fastify hook",
      `import fastify from "fastify";\nfastify().addHook("preHandler", async (request, reply) => ${BODY});`,
      "fastify middleware request0 response1 next2",
    ],
    [
      "fastify error handler",
      `import fastify from "fastify";\nfastify().setErrorHandler((error, request, reply) => ${BODY});`,
      "fastify errorHandler request1 response2 error0",
    ],
    [
      "fastify by parameters",
      `import type { FastifyReply, FastifyRequest } from "fastify";\nexport async function receive(request: FastifyRequest, reply: FastifyReply) ${BODY}`,
      "fastify route request0 response1 unregistered",
    ],
    [
      "fastify plugin is no handler",
      `import fastify from "fastify";\nfastify().register(async (instance) => ${BODY});`,
      undefined,
    ],
    [
      "hono route",
      `import { Hono } from "hono";\nnew Hono().post("/", async (c) => { /* HERE */ return c.text(""); });`,
      "hono route context0 next1",
    ],
    [
      "hono middleware",
      `import { Hono } from "hono";\nnew Hono().use("*", async (c, next) => ${BODY});`,
      "hono middleware context0 next1",
    ],
    [
      "hono createMiddleware",
      `import { createMiddleware } from "hono/factory";\nexport const m = createMiddleware(async (c, next) => ${BODY});`,
      "hono middleware context0 next1",
    ],
    [
      "hono onError",
      `import { Hono } from "hono";\nnew Hono().onError((e, c) => { /* HERE */ return c.text(""); });`,
      "hono errorHandler context1 error0",
    ],
    [
      "hono by parameter",
      `import type { Context } from "hono";\nexport const receive = async (c: Context) => { /* HERE */ return c.text(""); };`,
      "hono route context0 unregistered",
    ],
    [
      "koa middleware",
      `import Koa from "koa";\nnew Koa().use(async (ctx, next) => ${BODY});`,
      "koa middleware context0 next1",
    ],
    [
      "koa by parameters",
      `import type { Context, Next } from "koa";\nexport async function receive(ctx: Context, next: Next) ${BODY}`,
      "koa route context0 next1 unregistered",
    ],
    [
      "elysia route",
      `import { Elysia } from "elysia";\nnew Elysia().post("/", async ({ body, set }) => { /* HERE */ return ""; });`,
      "elysia route context0",
    ],
    [
      "elysia's context, which is an alias of an alias",
      `import type { Context } from "elysia";\nexport async function receive({ body, set }: Context) { /* HERE */ set.status = 401; }`,
      "elysia route context0 unregistered",
    ],
    [
      "elysia onError",
      `import { Elysia } from "elysia";\nnew Elysia().onError(({ error, set }) => { /* HERE */ return ""; });`,
      "elysia errorHandler context0",
    ],
    [
      "h3 defineEventHandler",
      `import { defineEventHandler } from "h3";\nexport default defineEventHandler(async (event) => ${BODY});`,
      "h3 route context0",
    ],
    [
      "h3 eventHandler object",
      `import { defineEventHandler } from "h3";\nexport default defineEventHandler({ handler: async (event) => ${BODY} });`,
      "h3 route context0",
    ],
    [
      "h3 auto-imported by Nuxt",
      {
        "nuxt.d.ts": `declare global { const defineEventHandler: typeof import("h3")["defineEventHandler"] } export {};`,
        "main.ts": `export default defineEventHandler(async (event) => ${BODY});`,
      },
      "h3 route context0",
    ],
    [
      "h3 createApp onError",
      `import { createApp } from "h3";\ncreateApp({ onError: (error, event) => ${BODY} });`,
      "h3 errorHandler context1 error0",
    ],
    [
      "h3 by parameter",
      `import type { H3Event } from "h3";\nexport const receive = async (event: H3Event) => ${BODY};`,
      "h3 route context0 unregistered",
    ],
    [
      "nest controller method",
      `import { Controller, Post, Req, Res, Next } from "@nestjs/common";\n@Controller()\nexport class C { @Post() receive(@Req() req: unknown, @Res() res: unknown, @Next() next: unknown) ${BODY} }`,
      "nest route request0 response1 next2",
    ],
    [
      "nest method without a route decorator",
      `import { Controller } from "@nestjs/common";\n@Controller()\nexport class C { receive() ${BODY} }`,
      undefined,
    ],
    [
      "nest guard",
      `import type { CanActivate } from "@nestjs/common";\nexport class G implements CanActivate { canActivate() { /* HERE */ return true; } other() {} }`,
      "nest guard context0",
    ],
    [
      "nest guard below an own one",
      `import type { CanActivate } from "@nestjs/common";\nclass Base implements CanActivate { canActivate() { return true; } }\nexport class G extends Base { override canActivate() { /* HERE */ return true; } }`,
      "nest guard context0",
    ],
    [
      "nest middleware",
      `import type { NestMiddleware } from "@nestjs/common";\nexport class M implements NestMiddleware { use(req: unknown, res: unknown, next: () => void) ${BODY} }`,
      "nest middleware request0 response1 next2",
    ],
    [
      "nest filter",
      `import { Catch, type ExceptionFilter } from "@nestjs/common";\n@Catch()\nexport class F implements ExceptionFilter { catch(e: unknown) ${BODY} }`,
      "nest errorHandler context1 error0",
    ],
    [
      "next route file",
      { "app/api/hook/route.ts": `export async function POST(request: Request) ${RESPONSE}` },
      "next route request0",
    ],
    [
      "next route file, const arrow",
      { "src/app/hook/route.ts": `export const POST = async (request: Request) => ${RESPONSE};` },
      "next route request0",
    ],
    [
      "next route file, wrapped by a package",
      {
        "app/hook/route.ts": `import { traced } from "tracing";\nexport const POST = traced(async (request: Request) => ${RESPONSE});`,
      },
      "next route request0",
    ],
    [
      "next route file, wrapped by the program",
      {
        "app/hook/route.ts": `const own = <T,>(fn: T): T => fn;\nexport const POST = own(async (request: Request) => ${RESPONSE});`,
      },
      undefined,
    ],
    [
      "next route file, another function",
      { "app/hook/route.ts": `export const POST = () => [1].map(() => ${BODY});` },
      undefined,
    ],
    [
      "next route file, not exported",
      { "app/hook/route.ts": `async function POST() ${BODY}\nvoid POST();` },
      undefined,
    ],
    [
      "next pages",
      { "pages/api/hook.ts": `export default async function (req: unknown, res: unknown) ${BODY}` },
      "next route request0 response1",
    ],
    [
      "next pages, arrow",
      { "pages/api/hook.ts": `export default async (req: unknown, res: unknown) => ${BODY};` },
      "next route request0 response1",
    ],
    [
      "next pages by type",
      `import type { NextApiHandler } from "next";\nexport const h: NextApiHandler = (req, res) => ${BODY};`,
      "next route request0 response1 unregistered",
    ],
    [
      "next pages by parameters",
      `import type { NextApiRequest, NextApiResponse } from "next";\nexport const h = (req: NextApiRequest, res: NextApiResponse) => ${BODY};`,
      "next route request0 response1 unregistered",
    ],
    [
      "sveltekit endpoint",
      {
        "src/routes/hook/+server.ts": `import type { RequestHandler } from "@sveltejs/kit";\nexport const POST: RequestHandler = async ({ request }) => ${RESPONSE};`,
      },
      "sveltekit route context0",
    ],
    [
      "sveltekit actions",
      {
        "src/routes/hook/+page.server.ts": `export const actions = { default: async () => ${BODY} };`,
      },
      "sveltekit route context0",
    ],
    [
      "remix action",
      `import type { ActionFunctionArgs } from "react-router";\nexport async function action({ request }: ActionFunctionArgs) ${BODY}`,
      "remix route context0",
    ],
    [
      "astro",
      {
        "src/pages/hook.ts": `import type { APIRoute } from "astro";\nexport const POST: APIRoute = async ({ request }) => ${RESPONSE};`,
      },
      "astro route context0",
    ],
    [
      "lambda by type",
      `import type { APIGatewayProxyHandler } from "aws-lambda";\nexport const handler: APIGatewayProxyHandler = async () => { /* HERE */ return {}; };`,
      "lambda route request0 unregistered",
    ],
    [
      "lambda by the type that an own function asks for",
      `import type { APIGatewayProxyHandler } from "aws-lambda";\nconst own = (fn: APIGatewayProxyHandler) => fn;\nexport const handler = own(async () => { /* HERE */ return {}; });`,
      "lambda route request0 unregistered",
    ],
    [
      "lambda by the bound of a type that an own function asks for",
      `import type { APIGatewayProxyHandler } from "aws-lambda";\nfunction own<T extends APIGatewayProxyHandler>(fn: T): T { return fn; }\nexport const handler = own(async () => { /* HERE */ return {}; });`,
      "lambda route request0 unregistered",
    ],
    [
      "lambda by parameter",
      `import type { APIGatewayProxyEvent } from "aws-lambda";\nexport const handler = async (event: APIGatewayProxyEvent) => ${BODY};`,
      "lambda route request0",
    ],
    [
      "netlify by type",
      `import type { Handler } from "@netlify/functions";\nexport const handler: Handler = async () => { /* HERE */ return { statusCode: 200 }; };`,
      "netlify route request0 unregistered",
    ],
    [
      "netlify by parameter",
      `import type { HandlerEvent } from "@netlify/functions";\nexport const handler = async (event: HandlerEvent) => ${BODY};`,
      "netlify route request0",
    ],
    [
      "netlify function file",
      { "netlify/functions/hook.mts": `export default async (request: Request) => ${RESPONSE};` },
      "netlify route request0",
    ],
    [
      "netlify function file of the first kind",
      {
        "netlify/functions/hook/index.ts": `export const handler = async (event: { body: string }) => ${BODY};`,
      },
      "netlify route request0",
    ],
    [
      "netlify edge function",
      { "netlify/edge-functions/hook.ts": `export default async function run() ${RESPONSE}` },
      "netlify route request0",
    ],
    [
      "netlify function file, another function",
      { "netlify/functions/hook.ts": `export async function save() ${BODY}` },
      undefined,
    ],
    [
      "TanStack Start server route",
      `import { createFileRoute } from "@tanstack/react-router";\nexport const Route = createFileRoute("/hook")({ server: { handlers: { POST: async ({ request }: { request: Request }) => ${RESPONSE} } } });`,
      "tanstack route context0",
    ],
    [
      "TanStack Start server route with middleware",
      `import { createFileRoute } from "@tanstack/react-router";\nexport const Route = createFileRoute("/hook")({ server: { handlers: ({ createHandlers }) => createHandlers({ POST: { handler: async ({ request }) => ${RESPONSE} } }) } });`,
      "tanstack route context0",
    ],
    [
      "TanStack Start server route of the earlier kind",
      `import { createServerFileRoute } from "@tanstack/start-server-core";\nexport const ServerRoute = createServerFileRoute("/hook").methods({ POST: async ({ request }) => ${RESPONSE} });`,
      "tanstack route context0",
    ],
    [
      "TanStack Start server function",
      `import { createServerFn } from "@tanstack/start-client-core";\nexport const save = createServerFn().handler(async ({ data }) => ${BODY});`,
      "tanstack route context0",
    ],
    [
      "TanStack Start middleware",
      `import { createMiddleware } from "@tanstack/start-client-core";\nexport const m = createMiddleware().server(({ next }) => { /* HERE */ return next(); });`,
      "tanstack middleware context0",
    ],
    [
      "a loader of TanStack Router runs in the browser, too",
      `import { createFileRoute } from "@tanstack/react-router";\nexport const Route = createFileRoute("/hook")({ loader: () => ${BODY} });`,
      undefined,
    ],
    [
      "workers",
      `export default { async fetch(request: Request) ${RESPONSE} };`,
      "workers route request0",
    ],
    [
      "workers, arrow",
      `export default { fetch: async (request: Request) => ${RESPONSE} };`,
      "workers route request0",
    ],
    [
      "an object with fetch that is not exported",
      `const api = { fetch() ${BODY} };\napi.fetch();\nexport {};`,
      undefined,
    ],
    [
      "deno",
      `declare const Deno: never;\n// @ts-expect-error no types here\nDeno.serve(async (request: Request) => ${RESPONSE});\nexport {};`,
      undefined,
    ],
    [
      "deno without types",
      `// @ts-expect-error no types here\nDeno.serve(async (request: Request) => ${RESPONSE});\nexport {};`,
      "deno route request0",
    ],
    [
      "bun without types",
      `// @ts-expect-error no types here\nBun.serve({ fetch: async (request: Request) => ${RESPONSE} });\nexport {};`,
      "bun route request0",
    ],
    [
      "an own object named Bun",
      `const Bun = { serve(_: object) {} };\nBun.serve({ fetch: async () => ${BODY} });\nexport {};`,
      undefined,
    ],
    [
      "convex httpAction",
      {
        "_generated/server.d.ts": `import type { HttpActionBuilder } from "convex";\nexport declare const httpAction: HttpActionBuilder;`,
        "main.ts": `import { httpAction } from "./_generated/server";\nexport const h = httpAction(async (ctx, request) => ${RESPONSE});`,
      },
      "convex route request1 context0",
    ],
    [
      "node http",
      `import { createServer } from "node:http";\ncreateServer(async (req, res) => ${BODY});`,
      "node route request0 response1",
    ],
    [
      "node https",
      `import { createServer } from "node:https";\ncreateServer({}, async (req, res) => ${BODY});`,
      "node route request0 response1",
    ],
    [
      "next route file, a const that is not exported",
      { "app/hook/route.ts": `const POST = async () => ${BODY};\nvoid POST();\nexport {};` },
      undefined,
    ],
    [
      "next route file, a method of a class",
      { "app/hook/route.ts": `export class POST { run() ${BODY} }` },
      undefined,
    ],
    ["workers, another member", `export default { [Symbol.iterator]() ${BODY} };`, undefined],
    [
      "nest guard of another package",
      `interface CanActivate { canActivate(): boolean }\nexport class G implements CanActivate { canActivate() { /* HERE */ return true; } }`,
      undefined,
    ],
    [
      "nest class that implements another interface of Nest",
      `import type { OnModuleInit } from "@nestjs/common";\nexport class G implements OnModuleInit { onModuleInit() ${BODY} }`,
      undefined,
    ],
    [
      "a method under an own decorator and parameters under others",
      `import { Body, Post } from "@nestjs/common";\ndeclare const own: MethodDecorator;\ndeclare function Param(): ParameterDecorator;\nexport class C { @own @Post() receive(@Body() body: unknown, @Param() p: unknown) ${BODY} }`,
      "nest route",
    ],
    [
      "a reference that no framework is given",
      `import { setTimeout } from "node:timers";\nfunction run() ${BODY}\nsetTimeout(run, 1);`,
      undefined,
    ],
    [
      "a mix of two frameworks' types: the first one's",
      `import type { Response } from "express";\nimport type { FastifyReply } from "fastify";\nexport const run = (res: Response, reply: FastifyReply) => ${BODY};`,
      "express route response0 unregistered",
    ],
    [
      "an own class named Response",
      `class Response {}\nexport function f(res: Response) ${BODY}`,
      undefined,
    ],
    [
      "an own app.post",
      `const app = { post(_: string, _fn: () => void) {} };\napp.post("/", () => ${BODY});`,
      undefined,
    ],
  ])("%s", (_name, files, expected) => {
    const found = handler(files);
    const parameters = (["request", "response", "context", "next", "error"] as const).flatMap(
      (role) => {
        const index = found?.parameters[role];
        return index === undefined ? [] : [`${role}${String(index)}`];
      },
    );
    const text =
      found &&
      [
        found.framework,
        found.role,
        ...parameters,
        found.registered ? "" : "unregistered",
        found.forwardsRejections ? "forwards" : "",
      ]
        .filter(Boolean)
        .join(" ");
    expect(text).toBe(expected);
  });
});
