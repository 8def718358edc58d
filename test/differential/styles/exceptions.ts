import "reflect-metadata";
import * as nestPackage from "@nestjs/common";
import * as orpcPackage from "@orpc/server";
import { RPCHandler } from "@orpc/server/fetch";
import { BODY, bodyOf, oneOf, type Answer, type Run, type Style } from "./style.js";

/** Servers that answer with what is returned, and refuse by an exception only. */
function answering({ code, success, way }: Answer, refusals: (code: string) => string[]): string {
  if (code === "204") return "return;";
  if (Number(code) >= 400 || (code === "status" && !success))
    return `throw ${oneOf(refusals(code), way)};`;
  return `return ${bodyOf(success)};`;
}

const NEST_CLASSES: Readonly<Record<string, string>> = {
  400: "BadRequestException",
  401: "UnauthorizedException",
  403: "ForbiddenException",
  500: "InternalServerErrorException",
};

function nestErrors(code: string): string[] {
  const name = NEST_CLASSES[code];
  return [
    `new HttpException("no", ${code})`,
    ...(name === undefined
      ? []
      : [
          `new ${name}()`,
          `new ${name}("no")`,
          `new HttpException("no", HttpStatus.${NEST_STATUS[code] ?? ""})`,
        ]),
  ];
}

const NEST_STATUS: Readonly<Record<string, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  500: "INTERNAL_SERVER_ERROR",
};

/**
 * A Nest controller with Nest's own exceptions. The server itself (@nestjs/core) is not installed:
 * as its filter does, an HttpException is answered with its `getStatus()`, any other error with
 * 500; what is returned is sent with the status of `@HttpCode`, or the one set on the response.
 */
export const nest: Style = {
  imports: `import { BadRequestException, Controller, ForbiddenException, HttpCode, HttpException, HttpStatus, InternalServerErrorException, Post, Req, Res, UnauthorizedException } from "@nestjs/common";\nimport type { Request, Response } from "express";\n`,
  packages: { "@nestjs/common": nestPackage },
  breaks: "always",
  waits: false,
  head: (modifier, promised) =>
    `@Controller("hooks")\nexport class Hooks {\n  @Post()\n  @HttpCode(200)\n  ${modifier}run(@Req() req: Request, @Res({ passthrough: true }) res: Response): ${promised("any")} {\n  const body = req.body as string;\n  const headers = req.headers as any;\n`,
  tail: () => "}\n}\n",
  answer: (answer) =>
    answer.way % 5 === 4
      ? `res.status(${answer.code}); return ${bodyOf(answer.success)};`
      : answering(answer, nestErrors),
  refusal: (status, way) => oneOf(nestErrors(String(status)), way),
  stage: () => {
    const res = {
      statusCode: 200,
      status: (code: number) => Object.assign(res, { statusCode: code }),
    };
    return {
      entry: ({ Hooks }) => {
        const hooks = new (Hooks as new () => { run: Run })();
        return (...given) => hooks.run(...given);
      },
      drive: (run) => run({ body: BODY, headers: {} }, res),
      sent: ({ kind, value }) => {
        if (kind === "hung") return undefined;
        if (kind === "returned") return res.statusCode;
        return value instanceof nestPackage.HttpException ? value.getStatus() : 500;
      },
    };
  },
};

const RPC_CODES: Readonly<Record<string, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  500: "INTERNAL_SERVER_ERROR",
};

function orpcErrors(code: string): string[] {
  const name = RPC_CODES[code];
  return [
    ...(name === undefined
      ? []
      : [`new ORPCError("${name}")`, `new ORPCError("${name}", { message: "no" })`]),
    `new ORPCError("REFUSED", { status: ${code} })`,
  ];
}

const ASKED = "interface Asked { raw: string; headers: any }\n";

/** oRPC: a real procedure behind its own fetch handler. */
export const orpc: Style = {
  imports: `import { ORPCError, os } from "@orpc/server";\n${ASKED}`,
  packages: { "@orpc/server": orpcPackage },
  breaks: "always",
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run({ context }: { context: Asked }): ${promised("any")} {\n  const body = context.raw;\n  const headers = context.headers;\n`,
  tail: () => `}\nexport const router = { hook: os.$context<Asked>().handler(run) };\n`,
  answer: (answer) => answering(answer, orpcErrors),
  refusal: (status, way) => oneOf(orpcErrors(String(status)), way),
  stage: () => {
    let status: number | undefined;
    return {
      drive: async (run) => {
        const handler = new RPCHandler({
          hook: orpcPackage.os.handler(({ context }) =>
            run({ context: { ...context, raw: BODY, headers: {} } }),
          ),
        });
        const asked = new Request("https://example.com/hook", {
          method: "POST",
          body: "{}",
          headers: { "content-type": "application/json" },
        });
        status = (await handler.handle(asked, { context: {} })).response?.status;
      },
      sent: () => status,
    };
  },
};

/** Status of the codes that are used here, from tRPC's table of error codes. */
const TRPC_STATUS: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  INTERNAL_SERVER_ERROR: 500,
};

class TRPCError extends Error {
  readonly code: string;
  constructor({ code, cause }: { code: string; cause?: unknown }) {
    super(code, { cause });
    this.code = code;
  }
}

const procedure = { mutation: (resolve: unknown) => resolve, use: () => procedure };
const builder = { router: (routes: unknown) => routes, procedure };

function trpcErrors(code: string): string[] {
  const name = RPC_CODES[code] ?? "UNAUTHORIZED";
  return [
    `new TRPCError({ code: "${name}" })`,
    `new TRPCError({ code: "${name}", message: "no" })`,
  ];
}

/**
 * tRPC is not installed: its types are declared, its builder hands the procedure back, and an error
 * is answered as its documentation says: a TRPCError by its code, any other with 500.
 */
export const trpc: Style = {
  imports: `import { initTRPC, TRPCError } from "@trpc/server";\n${ASKED}`,
  packages: {
    "@trpc/server": { TRPCError, initTRPC: { context: () => ({ create: () => builder }) } },
  },
  breaks: "always",
  waits: false,
  head: (modifier, promised) =>
    `export ${modifier}function run({ ctx }: { ctx: Asked; input: unknown }): ${promised("any")} {\n  const body = ctx.raw;\n  const headers = ctx.headers;\n`,
  tail: () =>
    `}\nconst t = initTRPC.context<Asked>().create();\nexport const router = t.router({ hook: t.procedure.mutation(run) });\n`,
  answer: (answer) => answering(answer, trpcErrors),
  refusal: (status, way) => oneOf(trpcErrors(String(status)), way),
  stage: () => ({
    drive: (run) => run({ ctx: { raw: BODY, headers: {} }, input: undefined }),
    sent: ({ kind, value }) => {
      if (kind === "hung") return undefined;
      if (kind === "returned") return 200;
      return value instanceof TRPCError ? TRPC_STATUS[value.code] : 500;
    },
  }),
};
