import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a constant that stands for a failure", () => {
  verdictTable(String.raw`
== a symbol that is compared with: fine
const FAILED = Symbol("failed");
async function send() { try { return await svix.message.create("a", input); } catch { return FAILED; } }
export async function f() { const sent = await send(); if (sent === FAILED) await act(); }
== a symbol, in a switch: fine
const FAILED = Symbol.for("failed");
async function send() { try { await svix.message.create("a", input); return 1; } catch { return FAILED; } }
export async function f() { switch (await send()) { case FAILED: await act(); } }
== an object, by Object.is: fine
const FAILED = {};
async function send() { try { await svix.message.create("a", input); return {}; } catch { return FAILED; } }
export async function f() { if (Object.is(await send(), FAILED)) await act(); }
== a frozen object, by its property: fine
const LOST = Object.freeze({ kind: "lost" }); const SENT = Object.freeze({ kind: "sent" });
async function send() { try { await svix.message.create("a", input); return SENT; } catch { return LOST; } }
export async function f() { const { kind } = await send(); if (kind === "lost") await act(); }
== compared with, and nothing done: resultIgnored at 3
const FAILED = Symbol("failed");
async function send() { try { return await svix.message.create("a", input); } catch { return FAILED; } }
export async function f() { const sent = await send(); if (sent === FAILED) return; await work(sent); }
== that success gives, too: successReturned at 2
const DONE = Symbol("done");
async function send() { try { await svix.message.create("a", input); return DONE; } catch { return DONE; } }
export async function f() { if ((await send()) === DONE) await act(); }
== that nobody compares with: successReturned at 2
const EMPTY = { id: "" };
async function send() { try { return await svix.message.create("a", input); } catch { return EMPTY; } }
export async function f() { await work((await send()).id); }
== whose object is changed: fine
const state = { failed: false };
export function fail() { state.failed = true; }
export async function f() { try { await svix.message.create("a", input); } catch { if (state.failed) await act(); } }
== another than the one compared with: resultIgnored at 3
const LOST = Symbol("lost"); const LATE = Symbol("late");
async function send() { try { await svix.message.create("a", input); return 1; } catch { return LATE; } }
export async function f() { if ((await send()) === LOST) await act(); return LATE === (await work(1)); }
`);
});

describe("a constant that a verification gives", () => {
  verdictTable(String.raw`
== compared with: fine
const BAD = { kind: "bad" } as const; const GOOD = { kind: "good" } as const;
function check(raw: string) { try { webhook.verify(raw, {}); return GOOD; } catch { return BAD; } }
export async function POST(request: Request) { const raw = await request.text(); if (check(raw) === BAD) return new Response(null, { status: 401 }); await work(raw); return new Response("ok"); }
== compared with the wrong one: resultIgnored at 3
const BAD = Symbol(); const WORSE = Symbol();
function check(raw: string) { try { webhook.verify(raw, {}); return 1; } catch { return BAD; } }
export async function POST(request: Request) { const raw = await request.text(); if (check(raw) === WORSE) return new Response(null, { status: 401 }); await work(raw); return raw === "x" && BAD === check(raw) ? null : new Response("ok"); }
`);
});
