import { describe, expect, it } from "vitest";
import { callersOf } from "../../src/callers/index.js";
import { errorHandlersIn, hearsOf } from "../../src/callers/error-handlers.js";
import { mentionsOf } from "../../src/callers/mentions.js";
import { visibilityOf } from "../../src/sdk/visibility.js";
import { targetsOf } from "../../src/callers/target.js";
import { expressCatchesRejections } from "../../src/callers/express-version.js";
import { programOf } from "../harness/program.js";
import { markedFunction, oneLine, placeOf } from "./marked.js";

type Files = Readonly<Record<string, string>>;

const PACKAGES: Files = {
  "node_modules/@sentry/node/index.d.ts": `import type { ErrorRequestHandler } from "express"; export declare function expressErrorHandler(): ErrorRequestHandler;`,
  "node_modules/errorhandler/index.d.ts": `import type { ErrorRequestHandler } from "express"; export default function errorhandler(): ErrorRequestHandler;`,
};

/** The registered handlers as text: framework, the handler's place, its scope and classes. */
function handlers(files: Files | string): string[] {
  const own = typeof files === "string" ? { "main.ts": files } : files;
  const program = programOf({ ...PACKAGES, ...own });
  return callersOf(program)
    .errorHandlers()
    .map(({ framework, handler, scope, catches }) =>
      [
        framework,
        handler ? placeOf(handler) : "unseen",
        scope ? `for ${scope.map(placeOf).join()}` : "",
        catches.length > 0 ? `catches ${catches.map(oneLine).join()}` : "",
      ]
        .filter(Boolean)
        .join(" "),
    );
}

const NEST = `import { APP_FILTER } from "@nestjs/core";`;

describe("errorHandlers", () => {
  it.each<[name: string, files: Files | string, expected: readonly string[]]>([
    [
      "express, inline",
      `import express from "express";\nconst app = express();\napp.use((error, req, res, next) => { res.sendStatus(500); });\napp.use((req, res, next) => next());`,
      ["express main.ts:3"],
    ],
    [
      "express, by reference from another file",
      {
        "error.ts": `import type { NextFunction, Request, Response } from "express";\nexport function onError(e: unknown, _req: Request, res: Response, _next: NextFunction) { res.sendStatus(400); }`,
        "main.ts": `import express from "express";\nimport { onError } from "./error";\nexpress().use("/api", onError);`,
      },
      ["express error.ts:2"],
    ],
    [
      "express, made by a function",
      {
        "main.ts": `import express, { type ErrorRequestHandler } from "express";\nconst make = (): ErrorRequestHandler => (e, req, res, next) => { next(e); };\nexpress().use(make());`,
      },
      ["express main.ts:2"],
    ],
    [
      "express, made by a package: its answer is not seen",
      `import express from "express";\nimport errorhandler from "errorhandler";\nexpress().use(errorhandler());`,
      ["express unseen"],
    ],
    [
      "express, a reporter that answers nothing",
      `import express from "express";\nimport { expressErrorHandler } from "@sentry/node";\nexpress().use(expressErrorHandler());`,
      [],
    ],
    [
      "express, a handler that is never registered",
      `import type { ErrorRequestHandler } from "express";\nexport const onError: ErrorRequestHandler = (e, req, res, next) => { next(e); };`,
      [],
    ],
    [
      "an own app.use",
      `const app = { use(_fn: (a: unknown, b: unknown, c: unknown, d: unknown) => void) {} };\napp.use((a, b, c, d) => {});\nexport {};`,
      [],
    ],
    [
      "fastify",
      `import fastify from "fastify";\nfastify().setErrorHandler((error, request, reply) => { void reply.code(500).send(); });`,
      ["fastify main.ts:2"],
    ],
    [
      "fastify, of one route",
      `import fastify from "fastify";\nconst app = fastify();\napp.post("/x", {\n  errorHandler: (error, request, reply) => { void reply.code(400).send(); },\n}, async () => {});`,
      ["fastify main.ts:4 for main.ts:3"],
    ],
    [
      "hono",
      `import { Hono } from "hono";\nconst app = new Hono();\napp.onError((error, c) => c.text("", 500));`,
      ["hono main.ts:3"],
    ],
    [
      "hono: try around next() in middleware catches nothing",
      `import { Hono } from "hono";\nnew Hono().use(async (c, next) => { try { await next(); } catch { /* never */ } });`,
      [],
    ],
    [
      "elysia",
      `import { Elysia } from "elysia";\nnew Elysia().onError(({ set }) => { set.status = 500; return ""; });`,
      ["elysia main.ts:2"],
    ],
    [
      "elysia with a scope",
      `import { Elysia } from "elysia";\nnew Elysia().onError({ as: "global" }, ({ set }) => { set.status = 500; return ""; });`,
      ["elysia main.ts:2"],
    ],
    [
      "koa: try around next()",
      `import Koa from "koa";\nconst app = new Koa();\napp.use(async (ctx, next) => {\n  try { await next(); } catch { ctx.status = 500; }\n});\napp.use(async (ctx, next) => { await next(); });\napp.use(async (ctx, next) => { try { await next(); } finally { ctx.status; } });\napp.on("error", () => {});`,
      ["koa main.ts:3"],
    ],
    [
      "koa: a try around something else",
      `import Koa from "koa";\nnew Koa().use(async (ctx, next) => { try { ctx.throw(400); } catch { ctx.status = 400; } await next(); });\nnew Koa().use(async (ctx) => { try { ctx.status = 1; } catch { ctx.status = 2; } });`,
      [],
    ],
    [
      "h3 createApp",
      `import { createApp } from "h3";\nexport const app = createApp({ onError: (error, event) => {} });\nconst onError = () => {};\nexport const two = createApp({ onError });\nexport const three = createApp({ onError() {} });`,
      ["h3 main.ts:2", "h3 main.ts:3", "h3 main.ts:5"],
    ],
    [
      "an own onError option",
      `const on = (o: { onError: () => void }) => o;\non({ onError: () => {} });\nexport {};`,
      [],
    ],
    [
      "nest: useGlobalFilters",
      {
        "filter.ts": `import { Catch, HttpException, type ExceptionFilter } from "@nestjs/common";\n@Catch()\nexport class All implements ExceptionFilter { catch(_e: unknown) {} }\n@Catch(HttpException)\nexport class Http implements ExceptionFilter { catch(_e: unknown) {} }`,
        "main.ts": `import type { INestApplication } from "@nestjs/common";\nimport { All, Http } from "./filter";\nexport function boot(app: INestApplication) {\n  app.useGlobalFilters(new All(), new Http());\n  const filter = new All();\n  app.useGlobalFilters(filter);\n}`,
      },
      ["nest filter.ts:3", "nest filter.ts:5 catches HttpException", "nest filter.ts:3"],
    ],
    [
      "nest: APP_FILTER",
      `import { Catch, Module, type ExceptionFilter } from "@nestjs/common";\nconst APP_FILTER = "APP_FILTER";\n@Catch()\nclass All implements ExceptionFilter { catch(_e: unknown) {} }\n@Module({ providers: [{ provide: APP_FILTER, useClass: All }] })\nexport class App {}`,
      ["nest main.ts:4"],
    ],
    [
      "nest: @UseFilters on a controller",
      `import { Catch, Controller, Post, UseFilters, type ExceptionFilter } from "@nestjs/common";\n@Catch()\nclass All implements ExceptionFilter { catch(_e: unknown) {} }\n@Controller()\n@UseFilters(All)\nexport class C { @Post() receive() {} }`,
      ["nest main.ts:3 for main.ts:4"],
    ],
    [
      "nest: a filter with other methods",
      `import { Catch, UseFilters, type ExceptionFilter } from "@nestjs/common";\n@Catch()\nclass All implements ExceptionFilter {\n  note(_e: unknown) {}\n  catch(_e: unknown) {}\n}\nexport class C { @UseFilters(All) receive() {} }`,
      ["nest main.ts:5 for main.ts:7"],
    ],
    [
      "nest: a filter that nobody uses, and one of a package",
      `import { Catch, UseFilters, type ExceptionFilter } from "@nestjs/common";\nimport { SomeFilter } from "filters";\n@Catch()\nexport class All implements ExceptionFilter { catch(_e: unknown) {} }\nexport class C { @UseFilters(new SomeFilter()) receive() {} }`,
      [],
    ],
    [
      "nest: filters that are mentioned otherwise",
      `import { Catch, UseFilters, type ExceptionFilter } from "@nestjs/common";\n@Catch()\nclass All implements ExceptionFilter { catch(_e: unknown) {} }\nexport const decorate = UseFilters(All);\nconst app = { useGlobalFilters(_: unknown) {} };\napp.useGlobalFilters(new All());\nexport const APP_FILTER = "x";\nexport const list = [APP_FILTER, UseFilters];`,
      [],
    ],
    [
      "nest: a filter without a method of its own, and one without @Catch",
      `import { Catch, UseFilters, type ExceptionFilter } from "@nestjs/common";\nimport type { INestApplication } from "@nestjs/common";\nclass Base implements ExceptionFilter { catch(_e: unknown) {} }\n@Catch()\nclass Empty extends Base {}\nexport class C { @UseFilters(Base, Empty) receive() {} }\nexport const boot = (app: INestApplication) => app.useGlobalFilters({ catch() {} });`,
      ["nest main.ts:3 for main.ts:6", "nest unseen for main.ts:6"],
    ],
    [
      "nest: providers for something else",
      `import { Catch, type ExceptionFilter } from "@nestjs/common";\nimport { APP_FILTER } from "@nestjs/core";\n@Catch()\nclass All implements ExceptionFilter { catch(_e: unknown) {} }\nexport const providers = [{ provide: APP_FILTER, useFactory: () => new All(), inject: [] }, { provide: APP_FILTER, useExisting: All }];`,
      ["nest main.ts:4"],
    ],
    [
      "nest: tests use no filters",
      {
        "test/app.ts": `import { Catch, UseFilters, type ExceptionFilter } from "@nestjs/common";\n@Catch()\nclass All implements ExceptionFilter { catch(_e: unknown) {} }\nexport class C { @UseFilters(All) receive() {} }`,
      },
      [],
    ],
    [
      "h3 options in tests, and with a value that is no function",
      {
        "test/a.ts": `import { createApp } from "h3";\ncreateApp({ onError: () => {} });`,
        "main.ts": `import { createApp, type AppOptions } from "h3";\nexport const make = (options: AppOptions) => createApp({ ...options, onError: options.onError! });`,
      },
      [],
    ],
    [
      "express, a reference whose function is not seen",
      `import express, { type ErrorRequestHandler } from "express";\nexport const make = (onError: ErrorRequestHandler) => express().use(onError);`,
      ["express unseen"],
    ],
    [
      "app.use mentioned without a call",
      `import express from "express";\nconst app = express();\nexport const { use } = app;\nexport const add = app.use;`,
      [],
    ],
    [
      "tests register nothing",
      {
        "app.test.ts": `import { Hono } from "hono";\nnew Hono().onError((error, c) => c.text(""));`,
      },
      [],
    ],
  ])("%s", (_name, files, expected) => {
    expect(handlers(files)).toEqual(expected);
  });

  it("is computed once", () => {
    const callers = callersOf(programOf(NEST));
    expect(callers.errorHandlers()).toBe(callers.errorHandlers());
  });
});

describe("errorHandlersFor", () => {
  function heard(files: Files | string): string[] {
    const own = typeof files === "string" ? { "main.ts": files } : files;
    const program = programOf(own);
    const callers = callersOf(program);
    const fn = markedFunction(program, own);
    const handler = callers.frameworkOf(fn);
    return handler === undefined
      ? ["no handler"]
      : callers
          .errorHandlersFor(fn, handler)
          .map(({ framework, registration }) => `${framework} ${placeOf(registration)}`);
  }

  it("gives the handlers of the route's framework only", () => {
    const hono = `import { Hono } from "hono";\nconst app = new Hono();\napp.onError((error, c) => c.text("", 500));`;
    expect(
      heard(`${hono}\napp.post("/", async (c) => { /* HERE */ return c.text(""); });`),
    ).toEqual(["hono main.ts:3"]);
    expect(
      heard(
        `${hono}\nimport fastify from "fastify";\nfastify().post("/", async () => { /* HERE */ });`,
      ),
    ).toEqual([]);
  });

  it("gives an error handler no error handler", () => {
    expect(
      heard(
        `import { Hono } from "hono";\nnew Hono().onError((error, c) => { /* HERE */ return c.text(""); });`,
      ),
    ).toEqual([]);
  });

  it("counts for async routes of Express 5", () => {
    const app = `import express from "express";\nconst app = express();\napp.use((error, req, res, next) => { next(error); });`;
    expect(heard(`${app}\napp.post("/", async (req, res) => { /* HERE */ });`)).toEqual([
      "express main.ts:3",
    ]);
  });

  it("keeps scoped handlers to their scope", () => {
    const nest = `import { Catch, Controller, Post, UseFilters, type ExceptionFilter } from "@nestjs/common";\n@Catch()\nclass All implements ExceptionFilter { catch(_e: unknown) {} }\n`;
    const one = `@Controller()\nexport class C { @UseFilters(All) @Post() a() { /* A */ } @Post() b() { /* B */ } }`;
    expect(heard(`${nest}${one.replace("/* A */", "/* HERE */")}`)).toEqual(["nest main.ts:5"]);
    expect(heard(`${nest}${one.replace("/* B */", "/* HERE */")}`)).toEqual([]);
  });
});

describe("Express 4", () => {
  const app = `import express from "express";\nconst app = express();\napp.use((error, req, res, next) => { next(error); });\n`;
  const forwarder = {
    "node_modules/express-async-handler/index.d.ts": `import { RequestHandler } from "express"; export default function asyncHandler(handler: (req: any, res: any) => unknown): RequestHandler;`,
  };
  it.each([
    [
      "does not hear of a rejected route",
      `${app}app.post("/", async () => { /* HERE */ });`,
      false,
    ],
    ["hears of a route that throws", `${app}app.post("/", () => { /* HERE */ });`, true],
    [
      "hears of a rejected route in express-async-handler",
      `${app}import h from "express-async-handler";\napp.post("/", h(async () => { /* HERE */ }));`,
      true,
    ],
    [
      "hears of it with express-async-errors",
      `import "express-async-errors";\n${app}app.post("/", async () => { /* HERE */ });`,
      true,
    ],
  ])("%s", (_name, text, expected) => {
    const program = programOf({ ...forwarder, "main.ts": text });
    const mentions = mentionsOf(program);
    const checker = program.getTypeChecker();
    const fn = markedFunction(program, text);
    const handler = callersOf(program).frameworkOf(fn)!;
    const context = {
      checker,
      mentions,
      targets: targetsOf(checker, mentions, visibilityOf(program)),
      isTestFile: () => false,
      expressCatches: () => false,
    };
    expect(errorHandlersIn(context).map((each) => hearsOf(each, fn, handler))).toEqual([expected]);
  });
});

describe("expressCatchesRejections", () => {
  const installed = (version: string) => (name: string) =>
    name === "/repo/node_modules/express/package.json"
      ? `{ "name": "express", "version": "${version}" }`
      : undefined;
  it.each([
    ["express 4", "/repo/apps/api/src/a.ts", installed("4.21.2"), false],
    ["express 5", "/repo/apps/api/src/a.ts", installed("5.0.1"), true],
    ["none installed", "/repo/src/a.ts", () => undefined, true],
    ["an unreadable version", "/repo/src/a.ts", installed("next"), true],
  ])("%s", (_name, file, read, expected) => {
    expect(expressCatchesRejections(file, read)).toBe(expected);
  });

  it("reads the disk unless told otherwise", () => {
    expect(expressCatchesRejections(import.meta.filename)).toBe(true);
  });
});
