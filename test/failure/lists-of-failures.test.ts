import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const HELPERS = `async function failedOf(ids: string[]) { const failed: string[] = []; for (const id of ids) { try { await svix.message.create(id, input); } catch { failed.push(id); } } return failed; }
async function errorsOf(ids: string[]) { const errors = new Map<string, unknown>(); for (const id of ids) { try { await svix.message.create(id, input); } catch (error) { errors.set(id, error); } } return errors; }
async function lostOf(ids: string[]) { const lost = new Set<string>(); for (const id of ids) { try { await svix.message.create(id, input); } catch { lost.add(id); } } return { lost }; }
async function resultsOf(ids: string[]) { const results: { id: string; ok: boolean }[] = []; for (const id of ids) { try { await svix.message.create(id, input); results.push({ id, ok: true }); } catch { results.push({ id, ok: false }); } } return results; }`;

describe("a list of what went wrong", () => {
  verdictTable(String.raw`
== whose items a caller goes through: fine
${HELPERS}
export async function f(ids: string[]) { for (const id of await failedOf(ids)) await act(id); }
== whose items it only logs: resultIgnored at 5
${HELPERS}
export async function f(ids: string[]) { for (const id of await failedOf(ids)) console.warn(id); }
== whose items it leaves out: fine
${HELPERS}
export async function f(ids: string[]) { const failed = await failedOf(ids); return ids.filter((id) => !failed.includes(id)); }
== that it hands on in an object: fine
${HELPERS}
export async function f(ids: string[]) { const failed = await failedOf(ids); return { sent: ids.length - failed.length, failed }; }
== whose length it takes from the whole: fine
${HELPERS}
export async function f(ids: string[]) { return ids.length - (await failedOf(ids)).length; }
== a Map, by its pairs: fine
${HELPERS}
export async function f(ids: string[]) { for (const [id, error] of await errorsOf(ids)) await act(id, String(error)); }
== a Map, by entries(): fine
${HELPERS}
export async function f(ids: string[]) { for (const [, error] of (await errorsOf(ids)).entries()) await act(error); }
== a Map, by keys(): fine
${HELPERS}
export async function f(ids: string[]) { for (const id of (await errorsOf(ids)).keys()) await act(id); }
== a Map, by forEach: fine
${HELPERS}
export async function f(ids: string[]) { (await errorsOf(ids)).forEach((error, id) => { void act(id, error); }); }
== a Map, by its size: fine
${HELPERS}
export async function f(ids: string[]) { if ((await errorsOf(ids)).size > 0) await act(); }
== a Map that nobody looks at: resultIgnored at 5
${HELPERS}
export async function f(ids: string[]) { await errorsOf(ids); }
== a Map whose pairs are only logged: resultIgnored at 5
${HELPERS}
export async function f(ids: string[]) { for (const [id, error] of await errorsOf(ids)) console.error(id, error); }
== a Set in an object, by has(): fine
${HELPERS}
export async function f(ids: string[]) { const { lost } = await lostOf(ids); return ids.filter((id) => !lost.has(id)); }
== a Set in an object, by its size: fine
${HELPERS}
export async function f(ids: string[]) { const { lost } = await lostOf(ids); if (lost.size) await act([...lost]); }
== nothing in place of a pair, which breaks: fine
async function pairOf() { try { await svix.message.create("a", input); return [1, 2]; } catch { return null; } }
export async function f() { try { const [one] = (await pairOf())!; await work(one); } catch (error) { await act(error); } }
== all results, of which somebody takes the number: resultIgnored at 5
${HELPERS}
export async function f(ids: string[]) { const results = await resultsOf(ids); return { processed: results.length }; }
== all results, by how they went: fine
${HELPERS}
export async function f(ids: string[]) { for (const { id, ok } of await resultsOf(ids)) if (!ok) await act(id); }
`);
});

describe("a Result that the program has written itself", () => {
  verdictTable(String.raw`
== with functions that differ: fine
const good = (value: unknown) => ({ isErr: () => false, value: () => value });
const bad = (error: unknown) => ({ isErr: () => true, value: () => error });
export function check(raw: string) { try { webhook.verify(raw, {}); return good(raw); } catch { return bad("bad signature"); } }
== with the same functions: successResponse at 2
const made = (value: unknown) => ({ get: () => value });
export function check(raw: string) { try { webhook.verify(raw, {}); return made(raw); } catch { return made("{}"); } }
== whose handlers are given to it: fine
const good = (value: string) => ({ match: <R>(onOk: (value: string) => R, _onErr: (error: string) => R): R => onOk(value) });
const bad = (error: string) => ({ match: <R>(_onOk: (value: string) => R, onErr: (error: string) => R): R => onErr(error) });
function check(raw: string) { try { webhook.verify(raw, {}); return good(raw); } catch { return bad("bad signature"); } }
export async function POST(request: Request) { return check(await request.text()).match((raw) => Response.json(raw), (error) => Response.json({ error }, { status: 401 })); }
== that nobody asks: resultIgnored at 4
const good = (value: string) => ({ isErr: () => false, value: () => value });
const bad = (error: string) => ({ isErr: () => true, value: () => error });
function check(raw: string) { try { webhook.verify(raw, {}); return good(raw); } catch { return bad("bad signature"); } }
export async function POST(request: Request) { check(await request.text()); return new Response("ok"); }
`);
});
