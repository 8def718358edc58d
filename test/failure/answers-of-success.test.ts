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
