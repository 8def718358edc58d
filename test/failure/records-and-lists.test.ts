import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const ORDER =
  "interface Order { id: string; status: string; note?: string; items: { status: string }[] }";

describe("a record that is marked as failed", () => {
  verdictTable(
    String.raw`
== and saved behind the try: fine
export async function f(order: Order, repo: { save(o: Order): Promise<void> }) { try { await svix.message.create("a", input); } catch { order.status = "failed"; } await repo.save(order); }
== and saves itself: fine
export async function f(repo: { find(): Promise<Order & { save(): Promise<void> }> }) { const order = await repo.find(); try { await svix.message.create("a", input); } catch { order.status = "failed"; } await order.save(); }
== and returned: fine
export async function f(order: Order) { try { await svix.message.create("a", input); } catch { order.status = "failed"; } return order; }
== and flushed by its unit of work: fine
export async function f(em: { find(): Promise<Order>; flush(): Promise<void> }) { const order = await em.find(); try { await svix.message.create("a", input); } catch { order.status = "failed"; } await em.flush(); }
== in a list that is saved: fine
export async function f(order: Order, repo: { save(o: Order): Promise<void> }) { for (const item of order.items) { try { await svix.message.create("a", input); } catch { item.status = "failed"; } } await repo.save(order); }
== of which another part is used: emptyHandler at 1
export async function f(order: Order, mail: { send(id: string): Promise<void> }) { try { await svix.message.create("a", input); } catch { order.note = "failed"; } await mail.send(order.id); }
== and left: emptyHandler at 1
export async function f(order: Order) { try { await svix.message.create("a", input); } catch { order.note = "failed"; } }
== that was failed until it was sent: fine
export async function f(db: { save(x: object): Promise<void> }) { const record = { status: "failed" }; try { await svix.message.create("a", input); record.status = "sent"; } catch {} await db.save(record); }
== whose other part was set: emptyHandler at 1
export async function f(db: { save(x: object): Promise<void> }) { const record = { status: "new", at: "" }; try { await svix.message.create("a", input); record.at = "now"; } catch {} await db.save(record); }
`.replaceAll("\nexport", `\n${ORDER} export`),
  );
});

describe("a list of what went well", () => {
  verdictTable(String.raw`
== whose length is compared with what it should be: fine
export async function f(ids: string[]) { const done: unknown[] = []; for (const id of ids) { try { done.push(await svix.message.create(id, input)); } catch (e) { console.error(e); } } if (done.length < ids.length) throw new Error("some"); }
== whose length is told beside another number: fine
export async function f(ids: string[]) { const all = await Promise.all(ids.map((id) => svix.message.create(id, input).catch(() => null))); return { done: all.filter((m) => m !== null).length, of: ids.length }; }
== that is asked for being empty: onlyLogged at 1
export async function f(ids: string[]) { const done: unknown[] = []; for (const id of ids) { try { done.push(await svix.message.create(id, input)); } catch (e) { console.error(e); } } if (done.length === 0) throw new Error("none"); }
== whose length is returned alone: onlyLogged at 1
export async function f(ids: string[]) { const done: unknown[] = []; for (const id of ids) { try { done.push(await svix.message.create(id, input)); } catch (e) { console.error(e); } } return done.length; }
== out of which success takes each, and that is asked for being empty: fine
export async function f(ids: string[]) { const left = new Set(ids); for (const id of ids) { try { await svix.message.create(id, input); left.delete(id); } catch (e) { console.error(e); } } if (left.size > 0) throw new Error("some"); }
== out of which success takes each, and of which the size is logged: onlyLogged at 1
export async function f(ids: string[]) { const left = new Set(ids); for (const id of ids) { try { await svix.message.create(id, input); left.delete(id); } catch (e) { console.error(e); } } console.log(left.size); }
`);
});

describe("a text or an answer that is made of a result", () => {
  verdictTable(String.raw`
== by JSON.stringify: fine
async function send() { try { await svix.message.create("a", input); return { ok: true }; } catch { return { ok: false }; } }
export const handler = async () => ({ statusCode: 200, body: JSON.stringify(await send()) });
== by JSON.stringify, of something else: resultIgnored at 2
async function send() { try { await svix.message.create("a", input); return { ok: true }; } catch { return { ok: false }; } }
export const handler = async () => { await send(); return { statusCode: 200, body: JSON.stringify({ received: true }) }; };
== by Boolean: fine
async function send() { try { return await svix.message.create("a", input); } catch { return null; } }
export async function POST() { return Response.json({ ok: Boolean(await send()) }); }
== with the null of it: resultIgnored at 2
async function url() { try { return (await svix.authentication.appPortalAccess("a", {})).url; } catch { return null; } }
export async function GET() { return Response.json({ url: await url() }); }
== with the null of it beside a word of success: resultIgnored at 2
async function url() { try { return (await svix.authentication.appPortalAccess("a", {})).url; } catch { return null; } }
export async function GET() { return Response.json({ ok: true, url: await url() }); }
== with a warning: fine
export async function POST() { try { await svix.message.create("a", input); return Response.json({ id: 1 }); } catch { return Response.json({ id: 1, warning: "not announced" }); }  }
`);
});

describe("an object where success gives nothing", () => {
  verdictTable(String.raw`
== tells: fine
export async function f() { try { await svix.message.create("a", input); } catch { return { message: "Please try again" }; } }
== tells, as a list: fine
export async function f() { try { await svix.message.create("a", input); return null; } catch { return ["not sent"]; } }
== says nothing where it is empty: successReturned at 1
export async function f() { try { await svix.message.create("a", input); return null; } catch { return []; } }
== is the caller's to look at: resultIgnored at 2
async function send() { try { await svix.message.create("a", input); } catch { return { message: "Please try again" }; } }
export async function f() { await send(); return "done"; }
`);
});

describe("a decision", () => {
  verdictTable(String.raw`
== that is made by switch (true): fine
export async function f() { try { await svix.message.create("a", input); } catch (e) { switch (true) { case e instanceof ApiException && e.code === 404: return "gone"; default: throw e; } } }
== that is a promise which rejects: fine
export async function f(ids: string[]) { const errors: unknown[] = []; for (const id of ids) { try { await svix.message.create(id, input); } catch (e) { errors.push(e); } } if (errors.length > 0) return Promise.reject(new AggregateError(errors)); }
== to tolerate a code, in a process that ends well: fine
export async function main() { try { await svix.application.create({ name: "a" }); } catch (e) { if (!(e instanceof ApiException && e.code === 409)) throw new Error("no", { cause: e }); } process.exit(0); }
== of a promise that is handed out in an object: fine
export async function f() { return { portal: svix.authentication.appPortalAccess("a", {}).catch((e) => { throw new Error("portal", { cause: e }); }) }; }
`);
});
