/** Frameworks that call handlers for requests. */
export type Framework =
  | "astro"
  | "azure"
  | "bun"
  | "convex"
  | "deno"
  | "elysia"
  | "express"
  | "fastify"
  | "functions"
  | "h3"
  | "hono"
  | "koa"
  | "lambda"
  | "nest"
  | "netlify"
  | "next"
  | "node"
  | "remix"
  | "rpc"
  | "sveltekit"
  | "tanstack"
  | "workers";

/** What a handler is there for. guard: answers whether the request may go on. */
export type HandlerRole = "route" | "middleware" | "errorHandler" | "guard";

/** Which parameter of a handler is what, by index. */
export interface HandlerParameters {
  readonly request?: number;
  readonly response?: number;
  /** One object for request and answer: Hono's and Koa's context, h3's event. */
  readonly context?: number;
  readonly next?: number;
  readonly error?: number;
}

/** A function of a package that registers handlers. */
export interface Registration {
  readonly framework: Framework;
  readonly packages: readonly string[];
  /** Absent: every function of the package that takes a function. */
  readonly calls?: readonly string[];
  readonly role: HandlerRole;
  readonly parameters: HandlerParameters;
  /** The handler stands in such a property of an object argument. */
  readonly property?: string | RegExp;
  /** The handler takes this many parameters (Express tells error handlers by their number). */
  readonly arity?: number;
}

const VERBS = [
  "get",
  "post",
  "put",
  "patch",
  "delete",
  "options",
  "head",
  "all",
  "on",
  "del",
  "trace",
] as const;

const EXPRESS = [
  "express",
  "express-serve-static-core",
  "express-async-handler",
  "express-promise-router",
] as const;
/** Where TanStack Start's functions are declared, whatever package an application imports them from. */
const TANSTACK = [
  "@tanstack/router-core",
  "@tanstack/react-router",
  "@tanstack/solid-router",
  "@tanstack/start-client-core",
  "@tanstack/start-server-core",
  "@tanstack/react-start",
  "@tanstack/solid-start",
] as const;
const NETLIFY = ["@netlify/functions"] as const;
const REQUEST_RESPONSE_NEXT = { request: 0, response: 1, next: 2 } as const;
const ERROR_FIRST = { error: 0, request: 1, response: 2, next: 3 } as const;
const CONTEXT_NEXT = { context: 0, next: 1 } as const;

/** Looked up from the top: the first row that fits. */
export const registrations: readonly Registration[] = [
  {
    framework: "express",
    packages: EXPRESS,
    arity: 4,
    role: "errorHandler",
    parameters: ERROR_FIRST,
  },
  {
    framework: "express",
    packages: EXPRESS,
    calls: ["use", "param"],
    role: "middleware",
    parameters: REQUEST_RESPONSE_NEXT,
  },
  // Other calls of the package that take functions (`app.listen(3000, () => …)`) register no handler.
  {
    framework: "express",
    packages: EXPRESS,
    calls: [
      ...VERBS,
      "asyncHandler",
      "expressAsyncHandler",
      "route",
      "IRouterMatcher",
      "IRouterHandler",
    ],
    role: "route",
    parameters: REQUEST_RESPONSE_NEXT,
  },
  {
    framework: "fastify",
    packages: ["fastify"],
    calls: ["setErrorHandler"],
    role: "errorHandler",
    parameters: { error: 0, request: 1, response: 2 },
  },
  {
    framework: "fastify",
    packages: ["fastify"],
    property: "errorHandler",
    role: "errorHandler",
    parameters: { error: 0, request: 1, response: 2 },
  },
  {
    framework: "fastify",
    packages: ["fastify"],
    calls: ["addHook"],
    role: "middleware",
    parameters: REQUEST_RESPONSE_NEXT,
  },
  // app.post("/hook", { preHandler: async (request, reply) => … }, handler)
  {
    framework: "fastify",
    packages: ["fastify"],
    property: /^(?:onRequest|preValidation|preHandler)$/u,
    role: "middleware",
    parameters: REQUEST_RESPONSE_NEXT,
  },
  {
    framework: "fastify",
    packages: ["fastify"],
    calls: [...VERBS, "RouteShorthandMethod", "setNotFoundHandler"],
    role: "route",
    parameters: { request: 0, response: 1 },
  },
  {
    framework: "fastify",
    packages: ["fastify"],
    calls: ["route"],
    property: "handler",
    role: "route",
    parameters: { request: 0, response: 1 },
  },
  {
    framework: "hono",
    packages: ["hono"],
    calls: ["onError"],
    role: "errorHandler",
    parameters: { error: 0, context: 1 },
  },
  {
    framework: "hono",
    packages: ["hono"],
    calls: ["use", "createMiddleware", "MiddlewareHandlerInterface"],
    role: "middleware",
    parameters: CONTEXT_NEXT,
  },
  {
    framework: "hono",
    packages: ["hono", "@hono/zod-openapi"],
    calls: [
      ...VERBS,
      "openapi",
      "createHandlers",
      "notFound",
      "HandlerInterface",
      "OnHandlerInterface",
    ],
    role: "route",
    parameters: CONTEXT_NEXT,
  },
  {
    framework: "koa",
    packages: ["koa"],
    calls: ["use"],
    role: "middleware",
    parameters: CONTEXT_NEXT,
  },
  {
    framework: "koa",
    packages: ["@koa/router", "koa-router"],
    calls: [...VERBS, "use", "register"],
    role: "route",
    parameters: CONTEXT_NEXT,
  },
  {
    framework: "elysia",
    packages: ["elysia"],
    calls: ["onError"],
    role: "errorHandler",
    parameters: { context: 0 },
  },
  {
    framework: "elysia",
    packages: ["elysia"],
    calls: ["onBeforeHandle", "onRequest", "onParse", "onTransform", "derive", "resolve"],
    role: "middleware",
    parameters: { context: 0 },
  },
  {
    framework: "elysia",
    packages: ["elysia"],
    calls: [...VERBS, "route"],
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "h3",
    packages: ["h3"],
    property: "onError",
    role: "errorHandler",
    parameters: { error: 0, context: 1 },
  },
  {
    framework: "h3",
    packages: ["h3", "nitropack", "nitro"],
    calls: ["onError", "defineErrorHandler", "defineNitroErrorHandler"],
    role: "errorHandler",
    parameters: { error: 0, context: 1 },
  },
  {
    framework: "h3",
    packages: ["h3"],
    calls: [
      "defineEventHandler",
      "eventHandler",
      "defineHandler",
      "defineLazyEventHandler",
      "EventHandler",
      ...VERBS,
    ],
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "h3",
    packages: ["h3"],
    calls: ["use"],
    role: "middleware",
    parameters: { context: 0, next: 1 },
  },
  // A procedure's object is sent with status 200, an error that is none of the package's as a 500.
  {
    framework: "rpc",
    packages: ["@trpc/server"],
    calls: ["query", "mutation"],
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "rpc",
    packages: ["@orpc/server"],
    calls: ["handler"],
    role: "route",
    parameters: { context: 0 },
  },
  // createFileRoute("/hook")({ server: { handlers: { POST } } })
  {
    framework: "tanstack",
    packages: TANSTACK,
    property: "server",
    role: "route",
    parameters: { context: 0 },
  },
  // createHandlers({ POST: { handler } }), createServerFileRoute("/hook").methods({ POST })
  {
    framework: "tanstack",
    packages: TANSTACK,
    property: /^(?:ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/u,
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "tanstack",
    packages: TANSTACK,
    calls: ["handler"],
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "tanstack",
    packages: TANSTACK,
    calls: ["server"],
    role: "middleware",
    parameters: { context: 0 },
  },
  {
    framework: "convex",
    packages: ["convex"],
    calls: ["httpAction", "httpActionGeneric", "HttpActionBuilder"],
    role: "route",
    parameters: { context: 0, request: 1 },
  },
  {
    framework: "node",
    packages: ["node:http", "node:https", "http2", "node:http2"],
    calls: ["createServer", "createSecureServer"],
    role: "route",
    parameters: { request: 0, response: 1 },
  },
  {
    framework: "functions",
    packages: ["firebase-functions", "@google-cloud/functions-framework"],
    calls: ["onRequest", "http"],
    role: "route",
    parameters: { request: 0, response: 1 },
  },
  // app.http("hook", { handler }), app.post("hook", handler)
  {
    framework: "azure",
    packages: ["@azure/functions"],
    calls: ["http", "post", "put", "patch"],
    role: "route",
    parameters: { request: 0 },
  },
];

/** A type of a package that a handler is asked to have. */
export interface HandlerType {
  readonly framework: Framework;
  readonly packages: readonly string[];
  readonly types: readonly string[];
  readonly role: HandlerRole;
  readonly parameters: HandlerParameters;
}

const SVELTEKIT = ["@sveltejs/kit"] as const;
const REMIX = [
  "react-router",
  "@remix-run/node",
  "@remix-run/server-runtime",
  "@remix-run/cloudflare",
  "@remix-run/deno",
  "@remix-run/router",
] as const;
const WORKERS = ["@cloudflare/workers-types", "cloudflare:workers"] as const;

export const handlerTypes: readonly HandlerType[] = [
  {
    framework: "express",
    packages: EXPRESS,
    types: ["ErrorRequestHandler"],
    role: "errorHandler",
    parameters: ERROR_FIRST,
  },
  {
    framework: "express",
    packages: EXPRESS,
    types: ["RequestHandler", "Handler"],
    role: "route",
    parameters: REQUEST_RESPONSE_NEXT,
  },
  {
    framework: "fastify",
    packages: ["fastify"],
    types: ["RouteHandler", "RouteHandlerMethod"],
    role: "route",
    parameters: { request: 0, response: 1 },
  },
  {
    framework: "hono",
    packages: ["hono"],
    types: ["ErrorHandler"],
    role: "errorHandler",
    parameters: { error: 0, context: 1 },
  },
  {
    framework: "hono",
    packages: ["hono"],
    types: ["MiddlewareHandler"],
    role: "middleware",
    parameters: CONTEXT_NEXT,
  },
  {
    framework: "hono",
    packages: ["hono"],
    types: ["Handler"],
    role: "route",
    parameters: CONTEXT_NEXT,
  },
  {
    framework: "koa",
    packages: ["koa", "koa-compose"],
    types: ["Middleware"],
    role: "middleware",
    parameters: CONTEXT_NEXT,
  },
  {
    framework: "h3",
    packages: ["h3"],
    types: ["EventHandler", "EventHandlerRequest"],
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "next",
    packages: ["next"],
    types: ["NextApiHandler"],
    role: "route",
    parameters: { request: 0, response: 1 },
  },
  {
    framework: "sveltekit",
    packages: SVELTEKIT,
    types: ["RequestHandler", "Action", "ServerLoad", "Load"],
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "sveltekit",
    packages: SVELTEKIT,
    types: ["Handle"],
    role: "middleware",
    parameters: { context: 0 },
  },
  {
    framework: "remix",
    packages: REMIX,
    types: ["ActionFunction", "LoaderFunction"],
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "astro",
    packages: ["astro"],
    types: ["APIRoute"],
    role: "route",
    parameters: { context: 0 },
  },
  {
    framework: "lambda",
    packages: ["aws-lambda"],
    types: [
      "APIGatewayProxyHandler",
      "APIGatewayProxyHandlerV2",
      "LambdaFunctionURLHandler",
      "ALBHandler",
      "Handler",
    ],
    role: "route",
    parameters: { request: 0 },
  },
  {
    framework: "azure",
    packages: ["@azure/functions"],
    types: ["HttpHandler"],
    role: "route",
    parameters: { request: 0 },
  },
  {
    framework: "azure",
    packages: ["@azure/functions"],
    types: ["AzureFunction"],
    role: "route",
    parameters: { context: 0, request: 1 },
  },
  {
    framework: "netlify",
    packages: NETLIFY,
    types: ["Handler", "BaseHandler", "BuilderHandler", "StreamingHandler"],
    role: "route",
    parameters: { request: 0 },
  },
  {
    framework: "workers",
    packages: WORKERS,
    types: ["ExportedHandlerFetchHandler", "PagesFunction"],
    role: "route",
    parameters: { request: 0 },
  },
];

/** A type of a package that a handler's parameter has. */
export interface ParameterType {
  readonly framework: Framework;
  readonly packages: readonly string[];
  readonly types: readonly string[];
  readonly is: keyof HandlerParameters;
}

export const parameterTypes: readonly ParameterType[] = [
  { framework: "express", packages: EXPRESS, types: ["Response"], is: "response" },
  { framework: "express", packages: EXPRESS, types: ["Request"], is: "request" },
  { framework: "express", packages: EXPRESS, types: ["NextFunction"], is: "next" },
  { framework: "fastify", packages: ["fastify"], types: ["FastifyReply"], is: "response" },
  { framework: "fastify", packages: ["fastify"], types: ["FastifyRequest"], is: "request" },
  { framework: "hono", packages: ["hono"], types: ["Context"], is: "context" },
  { framework: "hono", packages: ["hono"], types: ["Next"], is: "next" },
  {
    framework: "koa",
    packages: ["koa"],
    types: ["ParameterizedContext", "Context", "ExtendableContext", "DefaultContext"],
    is: "context",
  },
  {
    framework: "koa",
    packages: ["@koa/router", "koa-router"],
    types: ["RouterContext", "RouterParamContext"],
    is: "context",
  },
  { framework: "koa", packages: ["koa"], types: ["Next"], is: "next" },
  { framework: "elysia", packages: ["elysia"], types: ["Context"], is: "context" },
  { framework: "h3", packages: ["h3"], types: ["H3Event"], is: "context" },
  { framework: "next", packages: ["next"], types: ["NextApiRequest"], is: "request" },
  { framework: "next", packages: ["next"], types: ["NextApiResponse"], is: "response" },
  { framework: "sveltekit", packages: SVELTEKIT, types: ["RequestEvent"], is: "context" },
  {
    framework: "remix",
    packages: REMIX,
    types: ["ActionFunctionArgs", "LoaderFunctionArgs", "DataFunctionArgs"],
    is: "context",
  },
  { framework: "astro", packages: ["astro"], types: ["APIContext"], is: "context" },
  {
    framework: "lambda",
    packages: ["aws-lambda"],
    types: [
      "APIGatewayProxyEvent",
      "APIGatewayProxyEventV2",
      "APIGatewayProxyEventBase",
      "LambdaFunctionURLEvent",
      "ALBEvent",
    ],
    is: "request",
  },
  { framework: "netlify", packages: NETLIFY, types: ["HandlerEvent"], is: "request" },
  {
    framework: "node",
    packages: ["node:http", "node:https"],
    types: ["IncomingMessage"],
    is: "request",
  },
  {
    framework: "node",
    packages: ["node:http", "node:https"],
    types: ["ServerResponse"],
    is: "response",
  },
];

/** Names of files in which a framework calls exported functions, and of those functions. */
export interface RouteFile {
  readonly framework: Framework;
  readonly file: RegExp;
  readonly exports: RegExp;
  readonly parameters: HandlerParameters;
  readonly source: string;
}

export const routeFiles: readonly RouteFile[] = [
  {
    framework: "next",
    file: /\/app\/(?:.*\/)?route\.[jt]sx?$/u,
    exports: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/u,
    parameters: { request: 0 },
    source: "https://nextjs.org/docs/app/api-reference/file-conventions/route",
  },
  {
    framework: "next",
    file: /\/pages\/api\/.*\.[jt]sx?$/u,
    exports: /^default$/u,
    parameters: { request: 0, response: 1 },
    source: "https://nextjs.org/docs/pages/building-your-application/routing/api-routes",
  },
  {
    framework: "sveltekit",
    file: /\/\+server\.[jt]s$/u,
    exports: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|fallback)$/u,
    parameters: { context: 0 },
    source: "https://svelte.dev/docs/kit/routing#server",
  },
  {
    framework: "sveltekit",
    file: /\/\+(?:page|layout)\.server\.[jt]s$/u,
    exports: /^(?:load|actions)$/u,
    parameters: { context: 0 },
    source: "https://svelte.dev/docs/kit/form-actions",
  },
  {
    framework: "netlify",
    file: /\/netlify\/(?:edge-)?functions\/.*\.m?[jt]s$/u,
    exports: /^(?:default|handler)$/u,
    parameters: { request: 0 },
    source: "https://docs.netlify.com/build/functions/get-started/",
  },
  {
    framework: "astro",
    file: /\/src\/pages\/.*\.[jt]s$/u,
    exports: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL)$/u,
    parameters: { context: 0 },
    source: "https://docs.astro.build/en/guides/endpoints/",
  },
];
