import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const CLASSES = `class Answer {} class Accepted extends Answer {} class Refused extends Answer { readonly why = "signature"; }
class Result { constructor(readonly failed: boolean) {} } class Noted { note: string; constructor(note: string) { this.note = note; } }`;

describe("an object of a class of the program", () => {
  verdictTable(String.raw`
== tells of the failure by a field that it is given: fine
${CLASSES}
export async function f() { try { await svix.message.create("a", input); return new Result(false); } catch { return new Result(true); } }
== by a field that its constructor sets: fine
${CLASSES}
export async function f() { try { await svix.message.create("a", input); return new Noted("sent"); } catch { return new Noted("lost"); } }
== by its class: fine
${CLASSES}
export async function f() { try { await svix.message.create("a", input); return new Accepted(); } catch { return new Refused(); } }
== not where success gives the same: successReturned at 3
${CLASSES}
export async function f() { try { await svix.message.create("a", input); return new Noted("done"); } catch { return new Noted("done"); } }
== is asked for its class: fine
${CLASSES}
function check(raw: string) { try { webhook.verify(raw, input); return new Accepted(); } catch { return new Refused(); } }
export async function f(q: Request) { const raw = await q.text();
  if (check(raw) instanceof Refused) return new Response("no", { status: 401 }); await work(JSON.parse(raw)); return new Response("ok"); }
== is asked for the class of both: resultIgnored at 5
${CLASSES}
function check(raw: string) { try { webhook.verify(raw, input); return new Accepted(); } catch { return new Refused(); } }
export async function f(q: Request) { const raw = await q.text();
  if (!(check(raw) instanceof Answer)) return new Response("no", { status: 401 }); await work(JSON.parse(raw)); return new Response("ok"); }
== is asked for its field: fine
${CLASSES}
function check(raw: string) { try { webhook.verify(raw, input); return new Result(false); } catch { return new Result(true); } }
export async function f(q: Request) { const raw = await q.text(); const { failed } = check(raw);
  if (failed) return new Response("no", { status: 401 }); await work(JSON.parse(raw)); return new Response("ok"); }
`);
});

describe("a status that a handler gives to the error", () => {
  const ROUTE = (set: string, fallback: string) => `function check(raw: string) {
  try { webhook.verify(raw, input); } catch (error: any) { ${set} throw error; } }
export async function POST(q: Request) { const raw = await q.text();
  try { check(raw); await work(raw); return new Response("ok"); }
  catch (error: any) { return new Response("no", { status: error.status ?? ${fallback} }); } }`;
  verdictTable(`
== is what it is answered with: fine
${ROUTE("error.status = 400;", "500")}
== by Object.assign: fine
${ROUTE("Object.assign(error, { status: 400 });", "500")}
== and is a wrong one: wrongStatus at 5
${ROUTE("error.status = 503;", "400")}
== and is not there: wrongStatus at 5
${ROUTE("console.error(error);", "500")}
`);
});

describe("a field that a method may have set", () => {
  verdictTable(String.raw`
== is not what the class began with: fine
class Job { failed = false; async run() { try { await svix.message.create("a", input); } catch { this.failed = true; } } }
export async function f() { const job = new Job(); await job.run(); if (job.failed) throw new Error("not sent"); }
== also on the failing path: fine
class Report { ok = true; fail() { this.ok = false; } }
export async function f() {
  const report = new Report();
  try { await svix.message.create("a", input); } catch { report.fail(); }
  if (!report.ok) throw new Error("not sent"); }
== is asked in the handler: unhandled at 4; onlyLogged at 4
class Request { raw = ""; load() { this.raw = "given"; } }
export async function f() {
  const request = new Request(); request.load();
  try { await svix.message.create(request.raw, input); } catch (error) { if (request.raw === "") throw error; console.error(error); } }
== is that of an object which no class has made, whose methods are left alone: unhandled at 3
export async function f() {
  const request = { raw: "", load() {} }; request.load();
  try { await svix.message.create(request.raw, input); } catch (error) { if (request.raw === "") throw error; console.error(error); } }
`);
});
