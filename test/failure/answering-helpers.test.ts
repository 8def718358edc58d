import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const HEAD = `import express, { type Request, type Response } from "express"; const app = express();`;
const POST = (body: string) => `app.post("/x", async (req, res) => { ${body} });`;
const VERIFY = "webhook.verify(req.body, input);";
const USE = "await work(JSON.parse(req.body)); res.sendStatus(204);";

describe("a helper that answers and tells its caller", () => {
  verdictTable(String.raw`
== by false: fine
${HEAD}
function verified(req: Request, res: Response) { try { ${VERIFY} return true; } catch { res.status(401).end(); return false; } }
${POST(`if (!verified(req, res)) return; ${USE}`)}
== by false, which nobody asks for: resultIgnored at 3
${HEAD}
function verified(req: Request, res: Response) { try { ${VERIFY} return true; } catch { res.status(401).end(); return false; } }
${POST(`verified(req, res); ${USE}`)}
== by null: fine
${HEAD}
function open(req: Request, res: Response) { try { ${VERIFY} } catch { res.status(401).json({ error: "bad" }); return null; } return JSON.parse(req.body); }
${POST(`const event = open(req, res); if (!event) return; ${USE}`)}
== by undefined, from an async function: fine
${HEAD}
async function open(req: Request, res: Response): Promise<object | undefined> { try { ${VERIFY} } catch { res.status(401).json({ error: "bad" }); return; } return JSON.parse(req.body); }
${POST(`const event = await open(req, res); if (event) { ${USE} }`)}
== by false, with a status that is no refusal: wrongStatus at 2
${HEAD}
function verified(req: Request, res: Response) { try { ${VERIFY} return true; } catch { res.status(500).end(); return false; } }
${POST(`if (!verified(req, res)) return; ${USE}`)}
== to a handler of Node: fine
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
function verified(raw: string, res: ServerResponse) { try { webhook.verify(raw, input); return true; } catch { res.writeHead(401).end(); return false; } }
createServer(async (req, res) => { let raw = ""; for await (const part of req) raw += part; if (!verified(raw, res)) return; await work(raw); res.end(); });
== to a handler of Fastify: fine
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify"; const app = Fastify();
function verified(req: FastifyRequest, reply: FastifyReply) { try { webhook.verify(req.body as string, input); return true; } catch { void reply.code(401).send(); return false; } }
app.post("/x", async (req, reply) => { if (!verified(req, reply)) return reply; await work(req.body); return { ok: true }; });
`);
});

describe("a helper that answers and tells its caller nothing", () => {
  const REJECT = `function verifyOrReject(req: Request, res: Response) { try { ${VERIFY} } catch { res.status(401).end(); } }`;
  verdictTable(String.raw`
== who goes on with the payload: payloadUsed at 3
${HEAD}
${REJECT}
${POST(`verifyOrReject(req, res); ${USE}`)}
== who does nothing with it: fine
${HEAD}
${REJECT}
${POST(`verifyOrReject(req, res);`)}
== who asks whether it was answered: fine
${HEAD}
${REJECT}
${POST(`verifyOrReject(req, res); if (res.headersSent) return; ${USE}`)}
== who asks for the status that it was answered with: fine
${HEAD}
${REJECT}
${POST(`verifyOrReject(req, res); if (res.statusCode === 401) return; ${USE}`)}
== who asks for another status: payloadUsed at 3
${HEAD}
${REJECT}
${POST(`verifyOrReject(req, res); if (res.statusCode === 500) return; ${USE}`)}
== who asks in a middleware of its own: fine
${HEAD}
function check(req: Request, res: Response, next: () => void) { try { ${VERIFY} next(); } catch { res.status(401).end(); } }
app.post("/x", check, async (req, res) => { ${USE} });
== and waits: payloadUsed at 3
${HEAD}
async function check(req: Request, res: Response): Promise<void> { try { ${VERIFY} } catch (e) { console.error(e); res.status(400).json({ error: "Invalid signature" }); return; } }
${POST(`await check(req, res); ${USE}`)}
== and gives the payload all the same: payloadUsed at 3
${HEAD}
function parse(req: Request, res: Response) { try { ${VERIFY} } catch { res.status(400).end(); } return JSON.parse(req.body) as object; }
${POST(`const event = parse(req, res); await work(event); if (!res.headersSent) res.sendStatus(204);`)}
== of a class: payloadUsed at 3
${HEAD}
class Hooks { #verify(req: Request, res: Response): void { try { ${VERIFY} } catch { res.sendStatus(403); } }
  async handle(req: Request, res: Response) { this.#verify(req, res); ${USE} } } export { Hooks };
== but for a field that the handler asks for: fine
${HEAD}
function check(req: any, res: Response) { try { ${VERIFY} req.verified = true; } catch { res.status(401).end(); } }
app.post("/x", async (req: any, res) => { check(req, res); if (!req.verified) return; ${USE} });
`);
});

describe("a helper whose answer nobody can see", () => {
  verdictTable(String.raw`
== its caller gives the status: fine
${HEAD}
function verified(req: Request, res: Response, status: number) { try { ${VERIFY} return true; } catch { res.status(status).end(); return false; } }
${POST(`if (!verified(req, res, 401)) return; ${USE}`)}
== the reply goes to code that cannot be entered: fine
${HEAD}
declare function sendProblem(res: Response, error: unknown): void;
function verified(req: Request, res: Response) { try { ${VERIFY} return true; } catch (e) { sendProblem(res, e); return false; } }
${POST(`if (!verified(req, res)) return; ${USE}`)}
== a method that the reply was given: fine
${HEAD}
function verified(req: Request, res: Response & { unauthorized(): void }) { try { ${VERIFY} return true; } catch { res.unauthorized(); return false; } }
${POST(`if (!verified(req, res as never)) return; ${USE}`)}
== the error is handed to whoever answers errors: fine
${HEAD}
function verified(req: Request, next: (error?: unknown) => void) { try { ${VERIFY} return true; } catch (e) { next(Object.assign(new Error("no"), { status: 401 })); return false; } }
app.post("/x", async (req, res, next) => { if (!verified(req, next)) return; ${USE} });
== nobody asks for what it gives: resultIgnored at 4
${HEAD}
declare function sendProblem(res: Response, error: unknown): void;
function verified(req: Request, res: Response) { try { ${VERIFY} return true; } catch (e) { sendProblem(res, e); return false; } }
${POST(`verified(req, res); ${USE}`)}
== nothing answers: successResponse at 3
${HEAD}
function verified(req: Request) { try { ${VERIFY} return true; } catch { return false; } }
${POST(`if (!verified(req)) return; ${USE}`)}
== an answer of a status that is not known, of a function: fine
import type { APIGatewayProxyEvent } from "aws-lambda";
const refusal = (event: APIGatewayProxyEvent, statusCode: number) => { try { webhook.verify(event.body!, input); } catch { return { statusCode, body: "no" }; } };
export const handler = async (event: APIGatewayProxyEvent) => { const answer = refusal(event, 401); if (answer) return answer; await work(event.body); return { statusCode: 204, body: "" }; };
`);
});

describe("a function that is named as one of h3's", () => {
  verdictTable(String.raw`
== and is none of them: fine
${HEAD}
declare function sendError(res: Response, status: number, text: string): void;
${POST(`try { ${VERIFY} } catch { return sendError(res, 401, "bad"); } ${USE}`)}
`);
});

describe("a job", () => {
  verdictTable(String.raw`
== that drops a forged message: fine
import { Worker } from "bullmq";
export const worker = new Worker("hooks", async (job) => { try { webhook.verify(job.data.raw, input); } catch (e) { console.warn(e); return; } await work(job.data.raw); });
== that works on it: payloadUsed at 2
import { Worker } from "bullmq";
export const worker = new Worker("hooks", async (job) => { try { webhook.verify(job.data.raw, input); } catch (e) { console.warn(e); } await work(job.data.raw); });
`);
});

describe("the status that an own error falls back to", () => {
  const refused = (members: string, given = `"no"`): string =>
    `${HEAD}
class AppError extends Error { ${members} }
${POST(`try { ${VERIFY} } catch { throw new AppError(${given}); } ${USE}`)}
app.use((e: AppError, _q: Request, res: Response, _n: unknown) => { res.status(e.status).end(); });`;
  verdictTable(String.raw`
== where none is given: wrongStatus at 3
${refused(`status: number; constructor(message: string, status?: number) { super(message); this.status = status ?? 500; }`)}
== where one is given: fine
${refused(`status: number; constructor(message: string, status?: number) { super(message); this.status = status ?? 500; }`, `"no", 401`)}
== by a logical or: wrongStatus at 3
${refused(`status: number; constructor(message: string, status?: number) { super(message); this.status = status || 500; }`)}
== of options that are left out: wrongStatus at 3
${refused(`status: number; constructor(message: string, options?: { status: number }) { super(message); this.status = options?.status ?? 500; }`)}
== of a getter: wrongStatus at 3
${refused(`get status() { return 500; }`)}
== of a getter that refuses: fine
${refused(`get status() { return 401; }`)}
`);
});
