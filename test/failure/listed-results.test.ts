import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** Sends for each of several customers and waits for all, whatever becomes of them. */
const SETTLED = `export async function f(ids: string[]) {
  const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));`;

describe("settled results that are gone through by their places", () => {
  verdictTable(String.raw`
== with entries: fine
${SETTLED}
  for (const [i, r] of results.entries()) if (r.status === "rejected") await act(ids[i]);
}
== with a copy of the entries: fine
${SETTLED}
  for (const [i, r] of [...results.entries()]) if (r.status === "rejected") await act(ids[i]);
}
== with entries, in a helper: fine
async function settle(ids: string[], results: readonly PromiseSettledResult<unknown>[]) {
  for (const [i, r] of results.entries()) if (r.status === "rejected") await act(ids[i]);
}
${SETTLED}
  await settle(ids, results);
}
== with entries that are not asked how it went: settledIgnored at 2
${SETTLED}
  for (const [i] of results.entries()) await act(ids[i]);
}
== with entries of which the failed ones are only logged: onlyLogged at 2
${SETTLED}
  for (const [i, r] of results.entries()) if (r.status === "rejected") console.error(ids[i], r.reason);
}
== with Object.entries: fine
${SETTLED}
  for (const [i, r] of Object.entries(results)) if (r.status === "rejected") await act(ids[Number(i)]);
}
== with Object.entries that are not asked: settledIgnored at 2
${SETTLED}
  for (const [i] of Object.entries(results)) await act(ids[Number(i)]);
}
== with Object.values: fine
${SETTLED}
  for (const r of Object.values(results)) if (r.status === "rejected") await act(r.reason);
}
== with Array.from: fine
${SETTLED}
  const failed = Array.from(results, (r) => r.status === "rejected");
  if (failed.includes(true)) throw new Error("not all");
}
== with Array.from, and not asked: settledIgnored at 2
${SETTLED}
  for (const r of Array.from(results)) await act(ids.length);
}
== with keys: fine
${SETTLED}
  for (const i of results.keys()) if (results[i]!.status === "rejected") await act(ids[i]);
}
== with keys, and the results not asked: settledIgnored at 2
${SETTLED}
  for (const i of results.keys()) await act(ids[i]);
}
== with for and in: fine
${SETTLED}
  for (const i in results) if (results[i]!.status === "rejected") await act(ids[Number(i)]);
}
== with for and in, and the results not asked: settledIgnored at 2
${SETTLED}
  for (const i in results) await act(ids[Number(i)]);
}
== beside what they are the results of: fine
${SETTLED}
  const sent = ids.map((id, i) => ({ id, result: results[i]! }));
  for (const { id, result } of sent) if (result.status === "rejected") await act(id);
}
== beside what they are the results of, and not asked: settledIgnored at 2
${SETTLED}
  const sent = ids.map((id, i) => ({ id, result: results[i]! }));
  for (const { id } of sent) await act(id);
}
`);
});

describe("promises under names", () => {
  verdictTable(String.raw`
== are waited for as a list of values: fine
export async function f() {
  const sent = { first: svix.message.create("a", input) };
  const results = await Promise.allSettled(Object.values(sent));
  if (results.some((r) => r.status === "rejected")) throw new Error("not all");
}
== are waited for and not asked: settledIgnored at 3
export async function f() {
  const sent = { first: svix.message.create("a", input) };
  await Promise.allSettled(Object.values(sent));
}
== are only counted: floating at 2
export async function f() {
  const sent = { first: svix.message.create("a", input) };
  await act(Object.keys(sent).length);
}
`);
});

describe("failures under names", () => {
  verdictTable(String.raw`
== are counted: fine
export async function f(ids: string[]) {
  const failed: Record<string, string> = {};
  for (const id of ids) try { await svix.message.create(id, input); } catch { failed[id] = "not sent"; }
  if (Object.keys(failed).length > 0) throw new Error("not all");
}
== are gone through: fine
export async function f(ids: string[]) {
  const failed: Record<string, string> = {};
  for (const id of ids) try { await svix.message.create(id, input); } catch { failed[id] = "not sent"; }
  for (const id in failed) await act(id);
}
== are never asked for: emptyHandler at 3
export async function f(ids: string[]) {
  const failed: Record<string, string> = {};
  for (const id of ids) try { await svix.message.create(id, input); } catch { failed[id] = "not sent"; }
  for (const id in ids) await act(id);
}
`);
});
