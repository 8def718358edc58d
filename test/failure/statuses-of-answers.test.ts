import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const HEAD = `import express from "express"; const app = express();`;
const SEND = `await svix.endpoint.rotateSecret("a", "b", {});`;

describe("a status that the failure chooses, answered behind the handler", () => {
  verdictTable(String.raw`
== is kept in a variable: fine
${HEAD}
app.post("/x", async (q, res) => { let status = 204; try { ${SEND} } catch { status = 502; } res.status(status).end(); });
== is kept in a variable and no failure's: successReturned at 2
${HEAD}
app.post("/x", async (q, res) => { let status = 204; try { ${SEND} } catch { status = 200; } res.status(status).end(); });
== is that of the error: fine
${HEAD}
app.post("/x", async (q, res) => { let status = 204; try { ${SEND} } catch (e) { status = e instanceof ApiException ? e.code : 502; } res.sendStatus(status); });
== is given to the reply at once: fine
${HEAD}
app.post("/x", async (q, res) => { try { ${SEND} } catch { res.status(502); } res.end(); });
== is chosen by a flag: fine
${HEAD}
app.post("/x", async (q, res) => { const ok = await svix.endpoint.rotateSecret("a", "b", {}).then(() => true, () => false); res.sendStatus(ok ? 204 : 502); });
== is chosen by a flag and no failure's: successReturned at 2
${HEAD}
app.post("/x", async (q, res) => { const ok = await svix.endpoint.rotateSecret("a", "b", {}).then(() => true, () => false); res.sendStatus(ok ? 204 : 200); });
== is looked up in a table: fine
${HEAD} const STATUS = { sent: 204, lost: 502 } as const;
async function send(): Promise<keyof typeof STATUS> { try { ${SEND} return "sent"; } catch { return "lost"; } }
app.post("/x", async (q, res) => { res.sendStatus(STATUS[await send()]); });
== is set on Koa's context: fine
import Koa from "koa"; const koa = new Koa();
koa.use(async (ctx) => { let status = 204; try { ${SEND} } catch { status = 502; } ctx.status = status; });
== is written as a head: fine
import { createServer } from "node:http";
createServer(async (q, res) => { let status = 204; try { ${SEND} } catch { status = 502; } res.writeHead(status).end(); });
`);
});

describe("an answer that leads elsewhere", () => {
  verdictTable(String.raw`
== is the same after a failure: onlyLogged at 1
export async function POST() { try { ${SEND} } catch (e) { console.error(e); } return Response.redirect("https://a.example/b", 303); }
== is the same after a failure, and made by hand: onlyLogged at 1
export async function POST() { try { ${SEND} } catch (e) { console.error(e); } return new Response(null, { status: 303 }); }
== is the same for whoever may ask: onlyLogged at 1
export async function POST(q: Request) { if (!q.body) return new Response(null, { status: 400 }); try { ${SEND} } catch (e) { console.error(e); } return new Response(null, { status: 303 }); }
== is another after a failure: fine
export async function POST() { try { ${SEND} } catch (e) { console.error(e); return Response.redirect("https://a.example/failed", 303); } return Response.redirect("https://a.example/b", 303); }
`);
});

describe("what is done in a finally", () => {
  const START = `declare const tx: { commit(): Promise<void>; rollback(): Promise<void> };`;
  verdictTable(String.raw`
== where a flag says that it has failed: fine
${START}
export async function f() { let done = false; try { ${SEND} await tx.commit(); done = true; } finally { if (!done) await tx.rollback(); } }
== in any case: unhandled at 2
${START}
export async function f() { let done = false; try { ${SEND} done = true; } finally { await tx.rollback(); } }
== where a flag says that it has not failed: unhandled at 2
${START}
export async function f() { let done = false; try { ${SEND} done = true; } finally { if (done) await tx.commit(); } }
`);
});

describe("what nobody takes from a callback", () => {
  verdictTable(String.raw`
== of a listener, whose error is only logged: onlyLogged at 2
import { EventEmitter } from "node:events"; const bus = new EventEmitter();
bus.on("paid", () => svix.message.create("a", input).catch((e) => console.error(e)));
== of a listener that says null: onlyLogged at 2
import { EventEmitter } from "node:events"; const bus = new EventEmitter();
bus.on("paid", async () => { try { return await svix.message.create("a", input); } catch (e) { console.error(e); return null; } });
== of a listener that acts: fine
import { EventEmitter } from "node:events"; const bus = new EventEmitter();
bus.on("paid", async () => { try { return await svix.message.create("a", input); } catch (e) { await act(e); return null; } });
== of a timer: onlyLogged at 1
setTimeout(() => svix.message.create("a", input).catch((e) => console.error(e)), 1000);
== of work that is done later: onlyLogged at 2
declare function after(run: () => unknown): void;
export async function POST() { after(() => svix.message.create("a", input).catch((e) => console.error(e))); return new Response("ok"); }
== of a route of Express: onlyLogged at 2
import express from "express"; const app = express();
app.post("/x", (q, res) => { res.sendStatus(202); return svix.message.create("a", input).catch((e) => console.error(e)); });
== which is given to somebody who takes it: fine
declare function run<T>(job: () => Promise<T>): Promise<T>;
export async function f() { return run(() => svix.message.create("a", input).catch((e) => { console.error(e); return null; })); }
`);
});
