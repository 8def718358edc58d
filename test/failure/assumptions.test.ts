import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a function that fails in one way or another by what it is given", () => {
  verdictTable(String.raw`
== it throws, as its caller says, and the caller catches: fine
function check(raw: string, strict: boolean) { try { webhook.verify(raw, {}); return true; } catch (e) { if (strict) throw e; return false; } }
export function POST(raw: string) { try { check(raw, true); } catch { return new Response("bad", { status: 401 }); } return new Response("ok"); }
== it answers, as its caller says, and the caller asks: fine
function check(raw: string, strict: boolean) { try { webhook.verify(raw, {}); return true; } catch (e) { if (strict) throw e; return false; } }
export function POST(raw: string) { if (!check(raw, false)) return new Response("bad", { status: 401 }); return new Response("ok"); }
== its default throws: fine
function check(raw: string, strict = true) { try { webhook.verify(raw, {}); return true; } catch (e) { if (strict) throw e; return false; } }
export function POST(raw: string) { try { check(raw); } catch { return new Response("bad", { status: 401 }); } return new Response("ok"); }
== its default answers, and nobody asks: resultIgnored at 2
function check(raw: string, strict = false) { try { webhook.verify(raw, {}); return true; } catch (e) { if (strict) throw e; return false; } }
export function POST(raw: string) { try { check(raw); } catch { return new Response("bad", { status: 401 }); } return new Response("ok"); }
== an option that is left out: fine
function check(raw: string, options?: { silent?: boolean }) { try { webhook.verify(raw, {}); return true; } catch (e) { if (!options?.silent) throw e; return false; } }
export function POST(raw: string) { try { check(raw); } catch { return new Response("bad", { status: 401 }); } return new Response("ok"); }
== an option that is given: resultIgnored at 2
function check(raw: string, options?: { silent?: boolean }) { try { webhook.verify(raw, {}); return true; } catch (e) { if (!options?.silent) throw e; return false; } }
export function POST(raw: string) { try { check(raw, { silent: true }); } catch { return new Response("bad", { status: 401 }); } return new Response("ok"); }
== an option that a constant gives: fine
const QUIET = true;
function check(raw: string, { silent }: { silent: boolean }) { try { webhook.verify(raw, {}); return true; } catch (e) { if (!silent) throw e; return false; } }
export function POST(raw: string) { if (!check(raw, { silent: QUIET })) return new Response("bad", { status: 401 }); return new Response("ok"); }
== an option that nothing is known of: unhandled at 2
function check(raw: string, { silent }: { silent: boolean }) { try { webhook.verify(raw, {}); return true; } catch (e) { if (!silent) throw e; return false; } }
export function POST(raw: string, options: { silent: boolean }) { if (!check(raw, { ...options })) return new Response("bad", { status: 401 }); return new Response("ok"); }
== an option that has a default: fine
function check(raw: string, { silent = true } = {}) { try { webhook.verify(raw, {}); return true; } catch (e) { if (!silent) throw e; return false; } }
export function POST(raw: string) { if (!check(raw)) return new Response("bad", { status: 401 }); return new Response("ok"); }
== a word: fine
function check(raw: string, mode: "throw" | "tell") { try { webhook.verify(raw, {}); return true; } catch (e) { if (mode === "throw") throw e; return false; } }
export function POST(raw: string) { if (!check(raw, "tell")) return new Response("bad", { status: 401 }); return new Response("ok"); }
== another word: unhandled at 2
function check(raw: string, mode: "throw" | "tell") { try { webhook.verify(raw, {}); return true; } catch (e) { if (mode === "throw") throw e; return false; } }
export function POST(raw: string) { if (!check(raw, "throw")) return new Response("bad", { status: 401 }); return new Response("ok"); }
== a handler that is given: fine
async function send(app: string, onError?: (e: unknown) => void) { try { await svix.application.create({ name: app }); } catch (e) { if (!onError) throw e; onError(e); } }
export const f = (app: string) => send(app, (e) => void act(e));
== a handler that is not given: unhandled at 2
async function send(app: string, onError?: (e: unknown) => void) { try { await svix.application.create({ name: app }); } catch (e) { if (!onError) throw e; onError(e); } }
export const f = (app: string) => send(app);
== a handler among options, asked by its type: fine
async function send(app: string, { onError }: { onError?: (e: unknown) => void } = {}) { try { await svix.application.create({ name: app }); } catch (e) { if (typeof onError === "function") return onError(e); throw e; } }
export const f = (app: string) => send(app, { onError: (e) => void act(e) });
== both are met, one after the other: unhandled at 2
async function send(app: string, strict: boolean) { try { await svix.application.create({ name: app }); } catch (e) { if (strict) throw e; await act(e); } }
export async function f(app: string) { await send(app, false); await send(app, true); }
== nobody has it dropped: fine
async function send(app: string, strict: boolean) { try { await svix.application.create({ name: app }); } catch (e) { if (strict) throw new Error("no", { cause: e }); console.error(e); } }
export const f = async (app: string) => { try { await send(app, true); } catch (e) { await act(e); } };
== somebody has it dropped: onlyLogged at 1
async function send(app: string, strict: boolean) { try { await svix.application.create({ name: app }); } catch (e) { if (strict) throw new Error("no", { cause: e }); console.error(e); } }
export const f = async (app: string) => { try { await send(app, true); await send(app, false); } catch (e) { await act(e); } };
`);
});

describe("what a call gives says nothing", () => {
  verdictTable(String.raw`
== of a parameter that gets another value: unhandled at 2
function check(raw: string, strict?: boolean) { strict ??= process.env.STRICT !== "0"; try { webhook.verify(raw, {}); return true; } catch (e) { if (strict) throw e; return false; } }
export function POST(raw: string) { if (!check(raw)) return new Response("bad", { status: 401 }); return new Response("ok"); }
== of options that are made anew: unhandled at 2
function check(raw: string, options?: { strict?: boolean }) { options = { strict: true, ...options }; try { webhook.verify(raw, {}); return true; } catch (e) { if (options.strict) throw e; return false; } }
export function POST(raw: string) { if (!check(raw)) return new Response("bad", { status: 401 }); return new Response("ok"); }
== of a field that is written: unhandled at 2
function check(raw: string, options: { strict?: boolean } = {}) { options.strict = true; try { webhook.verify(raw, {}); return true; } catch (e) { if (options.strict) throw e; return false; } }
export function POST(raw: string) { if (!check(raw)) return new Response("bad", { status: 401 }); return new Response("ok"); }
== where the function is called by its own method: onlyLogged at 1
async function send(app: string, loud: boolean) { try { await svix.application.create({ name: app }); } catch (e) { if (loud) throw new Error("no", { cause: e }); console.error(e); } }
export const f = (app: string) => send.call(undefined, "shop", app === "a");
== a handler that may be missing: unhandled at 3
declare const isDebug: boolean;
async function send(app: string, onError?: (e: unknown) => void) { try { await svix.application.create({ name: app }); } catch (e) { if (!onError) throw e; onError(e); } }
export const f = (app: string) => send(app, isDebug ? (e) => void act(e) : undefined);
`);
});

describe("a wrapper's parameters", () => {
  const RUN = `async function run(fn: () => Promise<unknown>, quiet: boolean | null = true) { try { return await fn(); } catch (error) { if (!quiet) throw error; return undefined; } }`;
  verdictTable(String.raw`
== the default, where nothing is given: emptyHandler at 2
${RUN}
export async function one(id: string) { await run(() => svix.message.create(id, input)); }
== the default, where undefined is given: emptyHandler at 2
${RUN}
export async function one(id: string) { await run(() => svix.message.create(id, input), undefined); }
== no default, where null is given: unhandled at 2
${RUN}
export async function one(id: string) { await run(() => svix.message.create(id, input), null); }
`);
});

describe("a handler among a wrapper's options", () => {
  const RUN = `async function run(fn: () => Promise<unknown>, options: { name?: string; onError?: (error: unknown) => void } = {}) {
  try { return await fn(); } catch (error) { console.error(options.name, error); options.onError?.(error); return undefined; } }`;
  verdictTable(String.raw`
== which nobody gives: onlyLogged at 3
${RUN}
export async function one(id: string) { await run(() => svix.message.create(id, input)); }
== which other options stand for: onlyLogged at 3
${RUN}
export async function one(id: string) { await run(() => svix.message.create(id, input), { name: "send" }); }
== which is given: fine
${RUN}
export async function one(id: string) { await run(() => svix.message.create(id, input), { onError: work }); }
== one of several, by a name that is not known: fine
async function run(fn: () => Promise<unknown>, kind: string) { const on: Record<string, (error: unknown) => void> = { late: work };
  try { return await fn(); } catch (error) { console.error(error); on[kind]?.(error); return undefined; } }
export async function one(id: string) { await run(() => svix.message.create(id, input), id); }
== which may be among what is spread: fine
${RUN}
export async function one(id: string, options: { onError?: () => void }) { await run(() => svix.message.create(id, input), { ...options }); }
`);
});
