import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** A loop that counts what it has sent. */
const LOOP = `export async function all(ids: string[]) { let sent = 0;
  for (const id of ids) { try { await svix.message.create(id, input); sent++; } catch (error) { console.error(error); } }`;

describe("a count of what went well", () => {
  verdictTable(String.raw`
== beside what there was: fine
${LOOP} return { sent, total: ids.length }; }
== alone, so that nobody can tell: onlyLogged at 2
${LOOP} return sent; }
== alone in an object: onlyLogged at 2
${LOOP} return { sent }; }
== taken from what there was: fine
${LOOP} return ids.length - sent; }
== that is compared: fine
${LOOP} if (sent < ids.length) throw new Error("some were not sent"); }
== that is only logged: onlyLogged at 2
${LOOP} console.log(sent); }
== that is given to somebody: fine
${LOOP} await work({ sent, total: ids.length }); }
== in an object of its own: fine
export async function all(ids: string[]) { const report = { sent: 0, total: ids.length };
  for (const id of ids) { try { await svix.message.create(id, input); report.sent += 1; } catch (error) { console.error(error); } }
  return report; }
== that is raised before the call: onlyLogged at 2
export async function all(ids: string[]) { let tried = 0;
  for (const id of ids) { try { tried++; await svix.message.create(id, input); } catch (error) { console.error(error); } }
  return { tried, total: ids.length }; }
== that is no number: onlyLogged at 2
export async function all(ids: string[]) { let lines = "";
  for (const id of ids) { try { await svix.message.create(id, input); lines += id; } catch (error) { console.error(error); } }
  return { lines, total: ids.length }; }
`);
});

/** The same where a helper says how it went. */
const ASKED = `async function send(id: string) { try { await svix.message.create(id, input); return true; } catch (error) { console.error(error); return false; } }
export async function all(ids: string[]) { let sent = 0; let kept = 0;`;

describe("a count of what a helper says went well", () => {
  verdictTable(`
== that is compared: fine
${ASKED} for (const id of ids) if (await send(id)) sent++; if (sent < ids.length) throw new Error("no"); }
== beside what there was: fine
${ASKED} for (const id of ids) if (await send(id)) sent++; return { sent, total: ids.length }; }
== in the other branch: fine
${ASKED} for (const id of ids) if (!(await send(id))) { console.warn(id); } else { sent++; } return { sent, total: ids.length }; }
== that is returned alone: resultIgnored at 2
${ASKED} for (const id of ids) if (await send(id)) sent++; return sent; }
== that is only logged: resultIgnored at 2
${ASKED} for (const id of ids) if (await send(id)) sent++; console.info(sent); }
== of something else: resultIgnored at 2
${ASKED} for (const id of ids) { kept++; if (await send(id)) sent++; } return { kept, total: ids.length }; }
`);
});

/** Results of such a helper, in a list. */
const LISTED = `async function send(id: string) { try { await svix.message.create(id, input); return true; } catch { return false; } }
export async function all(ids: string[]) { const results = await Promise.all(ids.map(send));`;

describe("a list of what a helper says", () => {
  verdictTable(`
== that decides an exit code: fine
${LISTED} return results.every(Boolean) ? 0 : 1; }
== that decides a word: fine
${LISTED} return results.every(Boolean) ? "complete" : "partial"; }
== that decides the same word: resultIgnored at 2
${LISTED} return results.every(Boolean) ? "done" : "done"; }
== that decides nothing: resultIgnored at 2
${LISTED} console.info(results.every(Boolean)); return "done"; }
== that is returned: fine
${LISTED} return results; }
`);
});
