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
