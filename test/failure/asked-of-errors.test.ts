import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const EXPRESS = `import express from "express"; import createError, { HttpError, isHttpError } from "http-errors"; const app = express();
type Next = express.NextFunction; type Req = express.Request; type Res = express.Response;
app.post("/", (req, res, next) => { const raw = String(req.body);`;
const given = (error: string) =>
  `${EXPRESS}\n  try { webhook.verify(raw, {}); } catch (e) { next(${error}); return; } res.json({ ok: true }); });`;
const handler = (body: string) =>
  `app.use((error: unknown, req: Req, res: Res, next: Next) => { ${body} });`;
const ASKS = handler(
  `if (isHttpError(error)) { res.status(error.status).json({}); return; } res.status(500).json({});`,
);

describe("an error handler that asks a function of a package what the error is", () => {
  verdictTable(`
== one that the package has made, with its status: fine
${given("createError(401)")}
${ASKS}
`);
  verdictTable(`
== with instanceof: fine
${given("createError(401)")}
${handler(`if (error instanceof HttpError) { res.status(error.status).json({}); return; } res.status(500).json({});`)}
`);
  verdictTable(`
== one that the package has made, with another status: wrongStatus at 4
${given("createError(503)")}
${ASKS}
`);
  verdictTable(`
== one that the package has made, of which the handler makes nothing: wrongStatus at 4
${given("createError(401)")}
${handler(`if (isHttpError(error)) console.error(error); res.status(500).json({});`)}
`);
  verdictTable(`
== the verification's own, which has no status: wrongStatus at 4
${given("e")}
${ASKS}
`);
  verdictTable(`
== the verification's own, thrown: unhandled at 4
${EXPRESS}
  webhook.verify(raw, {}); res.json({ ok: true }); });
${ASKS}
`);
  verdictTable(`
== one of the program's own, which the package may take for its own: fine
class Refused extends Error { status = 401; expose = true; statusCode = 401; }
${given("new Refused()")}
${ASKS}
`);
  verdictTable(`
== a plain one: wrongStatus at 4
${given('new Error("no")')}
${ASKS}
`);
});
