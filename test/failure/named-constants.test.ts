import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** A route that answers a forged message with a status that is written in another way. */
const route = (status: string, declarations = ""): string => `${declarations}
export async function POST(request: Request) {
  try { webhook.verify(await request.text(), {}); } catch { return new Response("no", { status: ${status} }); }
  return new Response("ok");
}`;

describe("the status that a constant stands for", () => {
  verdictTable(`
== of an enum: wrongStatus at 3
${route("Status.Broken", "enum Status { Fine = 200, Broken = 500 }")}
== of an enum, which refuses: fine
${route("Status.Forged", "enum Status { Fine = 200, Forged = 401 }")}
== of an object as const: wrongStatus at 3
${route("status.broken", "const status = { fine: 200, broken: 500 } as const;")}
== of an object in an object as const: wrongStatus at 3
${route("reply.broken.status", "const reply = { fine: { status: 200 }, broken: { status: 500 } } as const;")}
== of an object in an object that may change is not known: fine
${route("reply.broken.status", "const reply = { broken: { status: 500 } }; export const set = (to: number) => { reply.broken.status = to; };")}
== of a frozen object: wrongStatus at 3
${route("status.broken", "const status = Object.freeze({ fine: 200, broken: 500 });")}
== of an object whose name says that it is constant: wrongStatus at 3
${route("STATUS.BROKEN", "const STATUS = { FINE: 200, BROKEN: 500 };")}
== of an object that may change is not known: fine
${route("status.broken", "const status = { fine: 200, broken: 500 }; export const set = (to: number) => { status.broken = to; };")}
== of a package that is not installed: wrongStatus at 3
${route("StatusCodes.INTERNAL_SERVER_ERROR", 'import { StatusCodes } from "not-installed-status-codes";')}
== of such a package in its own way of writing: successResponse at 3
${route("HttpStatus.Ok", 'import HttpStatus from "not-installed-statuses";')}
== of such a package, which refuses: fine
${route("StatusCodes.UNAUTHORIZED", 'import { StatusCodes } from "not-installed-status-codes";')}
== of such a package that is about something else: fine
${route("Levels.Ok", 'import { Levels } from "not-installed-levels";')}
`);
});
