import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const NEST = `import { BadRequestException, Catch, Controller, HttpException, Post, UseFilters, type ArgumentsHost, type ExceptionFilter } from "@nestjs/common";`;

/** A filter for some classes, on a controller whose one method does the work. */
const controller = (catches: string, status: string, work: string): string => `${NEST}
@Catch(${catches})
class Filter implements ExceptionFilter { catch(_error: unknown, host: ArgumentsHost) { host.switchToHttp().getResponse().status(${status}).json({}); } }
@Controller("a") @UseFilters(Filter)
export class Hooks { @Post() async take() {
  ${work}
} }`;

const SEND = 'await svix.message.create("a", input);';
const VERIFY = 'webhook.verify("raw", {}); await work("raw");';
const REFUSE =
  'try { webhook.verify("raw", {}); } catch { throw new BadRequestException(); } await work("raw");';

// A table is a program, and so are its filters: each has one of its own.
describe("an exception filter of Nest, which is told of the classes that it names", () => {
  verdictTable(`== every error: fine\n${controller("", "502", SEND)}\n`);
  verdictTable(`== Error: fine\n${controller("Error", "502", SEND)}\n`);
  verdictTable(
    `== both ways to fail: fine\n${controller("ApiException, TypeError", "502", SEND)}\n`,
  );
  verdictTable(
    `== ApiException, and not of a broken connection: unhandled at 6\n${controller("ApiException", "502", SEND)}\n`,
  );
  verdictTable(
    `== HttpException, and of neither: unhandled at 6\n${controller("HttpException", "502", SEND)}\n`,
  );
  verdictTable(
    `== WebhookVerificationError: fine\n${controller("WebhookVerificationError", "401", VERIFY)}\n`,
  );
  verdictTable(
    `== HttpException, and not of a forged message: unhandled at 6\n${controller("HttpException", "401", VERIFY)}\n`,
  );
  verdictTable(
    `== HttpException, which the forged message is turned into: fine\n${controller("HttpException", "401", REFUSE)}\n`,
  );
});
