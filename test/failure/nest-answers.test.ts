import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const CONTROLLER = (handler: string, decorators = "", parameters = "") =>
  `import { Controller, HttpCode, Post, Req, Res, UseInterceptors, BadRequestException } from "@nestjs/common";
@Controller("hooks") export class Hooks { @Post() ${decorators} async receive(@Req() request: { rawBody: string }${parameters}) {
  try { webhook.verify(request.rawBody, input); } catch (error) { ${handler} } await work(request.rawBody); return { ok: true }; } }`;

describe("what a controller of Nest returns for a forged message", () => {
  verdictTable(String.raw`
== is an answer with 201: successResponse at 3
${CONTROLLER(`return { error: "bad signature" };`)}
== is an answer with 200, whatever it says: successResponse at 3
${CONTROLLER("return { statusCode: 401, success: false };", "@HttpCode(200)")}
== is what an interceptor may answer with: fine
${CONTROLLER("return { statusCode: 401 };", "@UseInterceptors(class {})")}
== is an answer with the status that the reply was given: fine
${CONTROLLER(`response.status(401); return { error: "bad signature" };`, "", ", @Res({ passthrough: true }) response: { status(code: number): unknown; send(body: unknown): void }")}
== is nothing, since it throws: fine
${CONTROLLER("throw new BadRequestException();")}
`);
});
