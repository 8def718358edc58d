import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a result that tells of one way to fail only", () => {
  verdictTable(String.raw`
== is not asked for the other by another name: resultIgnored at 2
async function send() { try { await svix.message.create("a", input); return { ok: true }; } catch (error) { if (error instanceof ApiException) return { ok: false, refused: true }; return { ok: false, offline: true }; } }
export async function f() { const result: { refused?: boolean; offline?: boolean } = await send(); if (result.refused) throw new Error("refused"); return "sent"; }
== nor where the values are the same: resultIgnored at 2
async function send() { try { await svix.message.create("a", input); } catch (error) { if (error instanceof ApiException) return { error: "not sent" }; return { offline: "not sent" }; } }
export async function f() { const result = await send(); if (result?.error) throw new Error("refused"); return "sent"; }
== is asked for both: fine
async function send() { try { await svix.message.create("a", input); } catch (error) { if (error instanceof ApiException) return { error: "not sent" }; return { offline: "not sent" }; } }
export async function f() { const result = await send(); if (result?.error || result?.offline) throw new Error("not sent"); return "sent"; }
`);
});

describe("a condition over what is computed from the error", () => {
  verdictTable(String.raw`
== a number may be zero: unhandled at 2; emptyHandler at 2
export async function f() {
  try { await svix.message.create("a", input); } catch (error) { if (Number(error)) throw error; }
}
== a text that is not the error's may be empty: unhandled at 2; emptyHandler at 2
export async function f(hints: string[]) {
  try { await svix.message.create("a", input); } catch (error) { if (String(hints[0] ?? "")) throw error; }
}
== the text of the error is not: unhandled at 2
export async function f() {
  try { await svix.message.create("a", input); } catch (error) { if (String(error)) throw error; }
}
`);
});

describe("a method of the null that a failure left", () => {
  verdictTable(String.raw`
== throws: fine
export async function f() { const sent = await svix.message.create("a", input).catch(() => null); return sent!.toString(); }
== does not where the chain is optional: emptyHandler at 1
export async function f() { const sent = await svix.message.create("a", input).catch(() => null); sent?.toString(); }
`);
});

describe("after a failed verification", () => {
  verdictTable(String.raw`
== a list of any length may hold what a callback says no to: payloadUsed at 5
export async function POST(req: Request, rules: string[]) {
  const names: string[] = [];
  for (const rule of rules) names.push(rule);
  let ok = true; const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { ok = false; }
  if (!ok && names.filter(() => true).length > 0) return new Response("no", { status: 401 });
  if (!ok && names.every(() => true)) return new Response("no", { status: 401 });
  await work(raw);
  return new Response("fine");
}
== what a helper was given in an object is the payload: payloadUsed at 2
function check(given: { text: string; headers: Record<string, string> }) { webhook.verify(given.text, given.headers); }
export async function f(raw: string, headers: Record<string, string>) { try { check({ text: raw, headers }); } catch {} await work(raw); }
== what the verified text was made of is the payload: payloadUsed at 1
export async function f(text: string) { try { webhook.verify(text.trim(), {}); } catch {} await work(text); }
== by a call, too: payloadUsed at 2
declare function decode(text: string): string;
export async function f(text: string) { try { webhook.verify(decode(text), {}); } catch {} await work(text); }
== and so is the property it was: payloadUsed at 1
export async function f(given: { text: string }) { try { webhook.verify(given.text, {}); } catch {} await work(given.text); }
== the address of the request is not: successResponse at 1
export async function f(req: Request) { try { webhook.verify(await req.text(), {}); } catch {} await work(req.url); }
== a class is not another one of the same name: fine
class Refused extends Error { status = 400; }
declare namespace http { class Refused extends Error { readonly status: number; readonly expose: string } }
declare function isRefused(error: unknown): error is http.Refused;
export function POST(raw: string) {
  try { try { webhook.verify(raw, {}); } catch { throw new Refused(); } } catch (error) {
    if (isRefused(error)) return new Response("fine");
    return new Response("no", { status: 400 });
  }
  return new Response("ok");
}
`);
});
