import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const SENDS = 'svix.message.create("a", input)';

describe("functions without a body, which hold nothing that could be run", () => {
  verdictTable(`
== a parameter of an abstract method, which is no valid program: fine
export abstract class Sender { abstract send(sent?: unknown, more = ${SENDS}): void; }
== overloads: emptyHandler at 3
async function send(id: string): Promise<void>; async function send(id: string, more: string): Promise<void>;
async function send(id: string) { await svix.message.create(id, input); }
export async function f() { try { await send("a"); } catch {} }
== an abstract method, whose implementation fails: emptyHandler at 1
export abstract class Sender { abstract send(): Promise<void>; async all() { try { await this.send(); } catch {} } }
export class Own extends Sender { async send() { await ${SENDS}; } }
== an error handler that is only declared: fine
import express, { type Request as Req, type Response as Res, type NextFunction } from "express"; const app = express();
declare function onError(error: unknown, req: Req, res: Res, next: NextFunction): void;
app.post("/", (req, res) => { webhook.verify(req.body, {}); res.json({ ok: true }); });
app.use(onError);
`);
});

describe("where a failure is followed from", () => {
  verdictTable(`
== a function, not what is around its class: unhandled at 2
export function make() { try { return class { async send() {
  await ${SENDS}; } }; } catch { return undefined; } }
== the function around a callback: fine
export async function f(ids: string[]) { try { await Promise.all(ids.map(async (id) => { await svix.message.create(id, input); })); } catch { await act(); } }
== a getter: floating at 1
export class Sender { get sent() { ${SENDS}; return true; } }
== a setter: floating at 1
export class Sender { set sent(given: boolean) { ${SENDS}; } }
== a constructor: floating at 1
export class Sender { constructor() { ${SENDS}; } }
== a field's function: unhandled at 1
export class Sender { send = async () => { await ${SENDS}; }; }
== the module: unhandled at 1
await ${SENDS};
== a wrapper around a function at the module's top: fine
function withErrors(run: () => Promise<void>) { return async () => { try { await run(); } catch { await act(); } }; }
export const POST = withErrors(async () => { await ${SENDS}; });
== one that drops the error: emptyHandler at 2
function withErrors(run: () => Promise<void>) { return async () => { try { await run(); } catch {} }; }
export const POST = withErrors(async () => { await ${SENDS}; });
== in an object: emptyHandler at 2
function withErrors(given: { run: () => Promise<void> }) { return async () => { try { await given.run(); } catch {} }; }
export const POST = withErrors({ run: async () => { await ${SENDS}; } });
== in an object, as a method: emptyHandler at 2
function withErrors(given: { run(): Promise<void> }) { return async () => { try { await given.run(); } catch {} }; }
export const POST = withErrors({ async run() { await ${SENDS}; } });
== at once: emptyHandler at 1
void (async () => { try { await ${SENDS}; } catch {} })();
`);
});
