import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a boolean that no success gives", () => {
  verdictTable(String.raw`
== tells of the failure under any name: fine
export async function f() {
  try { await svix.message.create("a", input); return { published: true }; } catch { return { published: false }; }
}
== also behind a log: fine
export async function f() {
  try { await svix.message.create("a", input); } catch (error) { console.error(error); return { rotated: false as const }; }
  return { rotated: true as const };
}
== also as true: fine
export async function f() {
  try { await svix.message.create("a", input); return { id: 1, leftOver: false }; } catch { return { id: 0, leftOver: true }; }
}
== and a caller drops it: resultIgnored at 4
async function f() {
  try { await svix.message.create("a", input); return { published: true }; } catch { return { published: false }; }
}
export async function g() { await f(); return "done"; }
== and a caller asks for it: fine
async function f() {
  try { await svix.message.create("a", input); return { published: true }; } catch { return { published: false }; }
}
export async function g() { const { published } = await f(); if (!published) throw new Error("not published"); return "done"; }
== that success gives as well tells nothing: successReturned at 4
export async function f(old: boolean) {
  if (old) return { cached: true };
  try { await svix.message.create("a", input); return { cached: false }; }
  catch { return { cached: false }; }
}
== that success may give tells nothing: successReturned at 4
declare function lookUp(): boolean;
export async function f() {
  try { await svix.message.create("a", input); return { cached: lookUp() }; }
  catch { return { cached: false }; }
}
== that success does not have tells nothing: successReturned at 3
export async function f() {
  try { await svix.message.create("a", input); return { id: 1 }; }
  catch { return { id: 1, cached: false }; }
}
== of a refused message: fine
export function authentic(raw: string) {
  try { webhook.verify(raw, input); return { authentic: true }; } catch { return { authentic: false }; }
}
== of a refused message, which a caller drops: resultIgnored at 4
function check(raw: string) {
  try { webhook.verify(raw, input); return { authentic: true }; } catch { return { authentic: false }; }
}
export async function f(q: Request) { const raw = await q.text(); check(raw); await work(JSON.parse(raw)); }
`);
});

describe("a list that is empty when all is well", () => {
  verdictTable(String.raw`
== tells by what is in it: fine
export async function f() {
  try { await svix.message.create("a", input); return []; } catch { return ["not sent"]; }
}
== tells by what is in it, in an object behind a log: fine
export async function f(): Promise<{ delivered: boolean | null; userErrors: { message: string }[] }> {
  try { await svix.message.create("a", input); return { delivered: true, userErrors: [] }; }
  catch (error) { console.error(error); return { delivered: null, userErrors: [{ message: "not sent" }] }; }
}
== and is looked at by a caller: fine
function problems(raw: string) { try { webhook.verify(raw, input); return [] as string[]; } catch { return ["bad signature"]; } }
export async function POST(q: Request) {
  const raw = await q.text(); const found = problems(raw);
  if (found.length > 0) return new Response("no", { status: 400 });
  await work(JSON.parse(raw)); return new Response("ok");
}
== and is looked at by nobody: resultIgnored at 2
function problems(raw: string) { try { webhook.verify(raw, input); return [] as string[]; } catch { return ["bad signature"]; } }
export async function POST(q: Request) { const raw = await q.text(); problems(raw); await work(JSON.parse(raw)); return new Response("ok"); }
== and is empty here, too: successReturned at 3
export async function f() {
  try { await svix.message.create("a", input); return { sent: 1, problems: [] }; }
  catch { return { sent: 1, problems: [] }; }
}
== may be filled by success: successReturned at 3
export async function f(old: string[]) {
  try { await svix.message.create("a", input); return old.length > 0 ? [] : ["sent"]; }
  catch { return ["sent"]; }
}
`);
});

describe("the end of a function that only the failure reaches", () => {
  verdictTable(String.raw`
== gives nothing where success gives something: fine
declare const on: boolean;
export async function f(): Promise<{ id: string } | undefined> {
  if (!on) return;
  try { await svix.message.create("a", input); return { id: "1" }; } catch (error) { console.error(error); }
}
== and a caller asks for it: fine
declare const on: boolean;
async function f() {
  if (!on) return;
  try { await svix.message.create("a", input); return { id: "1" }; } catch (error) { console.error(error); }
}
export async function g() { const sent = await f(); if (!sent) throw new Error("no"); return sent.id; }
== and a caller drops it: resultIgnored at 6
declare const on: boolean;
async function f() {
  if (!on) return;
  try { await svix.message.create("a", input); return { id: "1" }; } catch (error) { console.error(error); }
}
export async function g() { await f(); return "done"; }
== behind the handler: fine
declare const on: boolean;
export async function f() {
  if (!on) return;
  try { await svix.message.create("a", input); return { id: "1" }; } catch (error) { console.error(error); }
  console.warn("not sent");
}
== success reaches it as well: onlyLogged at 4
declare const on: boolean;
export async function f() {
  if (!on) return { id: "0" };
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
}
== success may leave there as well: onlyLogged at 3
export async function f(id?: string) {
  if (id === undefined) return;
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  if (id === "") return;
  return { id };
}
== success gives nothing anywhere: onlyLogged at 4
declare const on: boolean;
export async function f() {
  if (!on) return;
  try { await svix.message.create("a", input); return; } catch (error) { console.error(error); }
}
`);
});
