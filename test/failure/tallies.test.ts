import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** A loop whose handler goes on with the next round. */
const NEXT = `try { await svix.message.create(id, input); } catch (error) { console.error(error); continue; }`;

describe("a tally of what went how", () => {
  verdictTable(String.raw`
== under the key that the answer chooses: fine
export async function all(ids: string[]) { const counts = { sent: 0, failed: 0 };
  for (const id of ids) { const ok = await svix.message.create(id, input).then(() => true, () => false); counts[ok ? "sent" : "failed"]++; }
  return counts; }
== the same, only logged: emptyHandler at 2
export async function all(ids: string[]) { const counts = { sent: 0, failed: 0 };
  for (const id of ids) { const ok = await svix.message.create(id, input).then(() => true, () => false); counts[ok ? "sent" : "failed"]++; }
  console.log(counts); }
== in the list that the answer chooses: fine
export async function all(ids: string[]) { const sent: string[] = []; const failed: string[] = [];
  for (const id of ids) { const ok = await svix.message.create(id, input).then(() => true, () => false); (ok ? sent : failed).push(id); }
  return { sent: sent.length, failed: failed.length }; }
== in a list that something else chooses: emptyHandler at 2
export async function all(ids: string[], late: boolean) { const one: string[] = []; const other: string[] = [];
  for (const id of ids) { await svix.message.create(id, input).catch(() => false); (late ? one : other).push(id); }
  return { one: one.length, other: other.length }; }
== in a list of lists: fine
export async function all(ids: string[]) { const lists: Record<string, string[]> = { sent: [], failed: [] };
  for (const id of ids) { const how = await svix.message.create(id, input).then(() => "sent", () => "failed"); lists[how]?.push(id); }
  return lists; }
== in a Map: fine
export async function all(ids: string[]) { const counts = new Map<string, number>();
  for (const id of ids) { const how = await svix.message.create(id, input).then(() => "sent", () => "failed"); counts.set(how, (counts.get(how) ?? 0) + 1); }
  return Object.fromEntries(counts); }
== of pairs: fine
export async function all(ids: string[]) { const rows: [string, boolean][] = [];
  for (const id of ids) { const ok = await svix.message.create(id, input).then(() => true, () => false); rows.push([id, ok]); }
  return new Map(rows); }
== raised by a choice: fine
export async function all(ids: string[]) { let failed = 0;
  for (const id of ids) { const ok = await svix.message.create(id, input).then(() => true, () => false); failed += ok ? 0 : 1; }
  return { failed }; }
== of successes, raised by a choice, beside the total: fine
export async function all(ids: string[]) { let sent = 0;
  for (const id of ids) { const ok = await svix.message.create(id, input).then(() => true, () => false); sent += Number(ok); }
  return { sent, total: ids.length }; }
== to which a fallback is added: emptyHandler at 2
export async function all(ids: string[]) { let attempts = 0;
  for (const id of ids) { attempts += await svix.messageAttempt.listByMsg("app", id).then(({ data }) => data.length).catch(() => 0); }
  return { attempts, total: ids.length }; }
== made anew: fine
export async function all(ids: string[]) { let stats = { sent: 0, failed: 0 };
  for (const id of ids) { try { await svix.message.create(id, input); } catch { stats = { ...stats, failed: stats.failed + 1 }; } }
  return stats; }
`);
});

describe("what the failing round leaves out", () => {
  verdictTable(String.raw`
== a count behind the handler, compared: fine
export async function all(ids: string[]) { let sent = 0;
  for (const id of ids) { ${NEXT} sent++; }
  if (sent < ids.length) throw new Error("some were not sent"); }
== a count behind the handler, alone: onlyLogged at 2
export async function all(ids: string[]) { let sent = 0;
  for (const id of ids) { ${NEXT} sent++; }
  return sent; }
== a round that is left for another reason: onlyLogged at 2
export async function all(ids: string[], skips: Set<string>) { let sent = 0;
  for (const id of ids) { if (skips.has(id)) continue; try { await svix.message.create(id, input); } catch (error) { console.error(error); } sent++; }
  return { sent, total: ids.length }; }
== what was sent, in a set that is asked: fine
export async function all(ids: string[]) { const sent = new Set<string>();
  for (const id of ids) { try { await svix.message.create(id, input); sent.add(id); } catch (error) { console.error(error); } }
  return ids.filter((id) => !sent.has(id)); }
== what was sent, in a set that nobody asks: onlyLogged at 2
export async function all(ids: string[]) { const sent = new Set<string>();
  for (const id of ids) { try { await svix.message.create(id, input); sent.add(id); } catch (error) { console.error(error); } }
  return ids.filter((id) => id !== ""); }
== what is not sent yet: fine
export async function all(ids: string[]) { const left = new Set(ids);
  for (const id of ids) { try { await svix.message.create(id, input); left.delete(id); } catch (error) { console.error(error); } }
  return [...left]; }
== ids by name, counted: fine
export async function all(names: string[]) { const ids: Record<string, string> = {};
  for (const name of names) { try { ids[name] = (await svix.application.create({ name })).id; } catch (error) { console.error(error); } }
  if (Object.keys(ids).length < names.length) throw new Error("incomplete"); }
== ids by name, looked up: fine
export async function all(names: string[]) { const ids: Record<string, string> = {};
  for (const name of names) { try { ids[name] = (await svix.application.create({ name })).id; } catch (error) { console.error(error); } }
  return names.map((name) => ({ name, id: ids[name] ?? null })); }
== ids by name, returned as they are: onlyLogged at 2
export async function all(names: string[]) { const ids: Record<string, string> = {};
  for (const name of names) { try { ids[name] = (await svix.application.create({ name })).id; } catch (error) { console.error(error); } }
  return ids; }
== flags that stay false: fine
export async function all(ids: string[]) { const sent = ids.map(() => false);
  for (let i = 0; i < ids.length; i++) { try { await svix.message.create("app", input); sent[i] = true; } catch (error) { console.error(error); } }
  return sent; }
== what failed is sent once more: fine
export async function all(ids: string[]) { const failed: string[] = []; 
  for (const id of ids) { try { await svix.message.create(id, input); } catch { failed.push(id); } }
  for (const id of failed) { try { await svix.message.create(id, input); } catch { await work(id); } } }
`);
});

describe("what is done after a success as well", () => {
  verdictTable(String.raw`
== at the end of both: onlyLogged at 2
export async function one(id: string) { work("begin");
  try { await svix.message.create(id, input); work("end"); } catch (error) { console.error(error); work("end"); } }
== with other words: fine
export async function one(id: string) { work("begin");
  try { await svix.message.create(id, input); work("end"); } catch (error) { console.error(error); work("failed"); } }
== behind the handler of both: onlyLogged at 2
export async function one(id: string) {
  try { await svix.message.create(id, input); } catch (error) { console.error(error); await work(id); return; }
  await work(id); }
== only on a condition: fine
export async function one(id: string, late: boolean) {
  try { await svix.message.create(id, input); } catch (error) { console.error(error); await work(id); return; }
  if (late) await work(id); }
== before the call: fine
export async function one(id: string) { await work(id);
  try { await svix.message.create(id, input); } catch (error) { console.error(error); await work(id); } }
== with what the handler has set: fine
export async function one(order: { id: string; status: string }) {
  try { await svix.message.create(order.id, input); order.status = "sent"; await work(order); }
  catch (error) { console.error(error); order.status = "failed"; await work(order); } }
== by callbacks: onlyLogged at 2
export const one = (id: string) => svix.message.create(id, input).then(() => work("end"))
  .catch((error) => { console.error(error); return work("end"); });
== by the function that has failed: onlyLogged at 2
async function main() { await svix.message.create("app", input); await work("end"); }
main().catch(async (error) => { console.error(error); await work("end"); });
== in another function's handler: fine
export async function one(id: string) {
  try { await svix.message.create(id, input); } catch (error) { console.error(error); await work(id); } }
export async function other(id: string) { await work(id); }
`);
});

describe("a list that holds the failures", () => {
  verdictTable(String.raw`
== that is only logged: emptyHandler at 3
const failed: string[] = [];
export async function all(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { failed.push(id); } }
  if (failed.length > 0) console.error(failed.join(", ")); }
== that each is logged of: onlyLogged at 3
const failed: unknown[] = [];
export async function all(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch (error) { failed.push(error); } }
  failed.forEach((error) => console.error(error)); }
== that somebody takes from: fine
const failed: string[] = [];
export async function all(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { failed.push(id); } } }
setInterval(() => { for (const id of failed.splice(0)) work(id); }, 1000);
== that is exported below: fine
const failed: string[] = [];
export async function all(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { failed.push(id); } } }
export { failed };
== that is exported in an object: fine
const failed: string[] = [];
export async function all(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { failed.push(id); } } }
export default { all, failed };
== that a template shows: fine
declare function ref<T>(value: T): { value: T };
const failed = ref<string[]>([]);
export async function all(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { failed.value.push(id); } } }
== that others import: fine
export const failed: string[] = [];
export async function all(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { failed.push(id); } } }
== that is answered with: fine
let failures = 0;
export async function all(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { failures++; } } }
export const GET = () => Response.json({ failures });
== a private field that is only logged: emptyHandler at 2
export class Backfill { private failed: string[] = []; async run(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { this.failed.push(id); } } console.log(this.failed); } }
== a private field that is taken out of this: fine
export class Backfill { private failed: string[] = []; async run(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { this.failed.push(id); } } const { failed } = this; return failed; } }
== a field that others read: fine
export class Backfill { failed: string[] = []; async run(ids: string[]) { for (const id of ids) {
  try { await svix.message.create(id, input); } catch { this.failed.push(id); } } console.log(this.failed); } }
== two lists that are read to fill each other: fine
const list: string[] = []; const rest: string[] = []; rest.forEach((id) => list.push(id));
export async function all(id: string) {
  try { await svix.message.create(id, input); } catch { list.push(id); list.forEach(() => rest.push(id)); } }
`);
});

describe("settled results that are counted", () => {
  const SETTLED = `const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));`;
  verdictTable(String.raw`
== in a loop, for the log: settledIgnored at 2
export async function all(ids: string[]) { let sent = 0; let failed = 0;
  ${SETTLED}
  for (const result of results) { if (result.status === "fulfilled") sent++; else failed++; }
  console.log(sent, failed); }
== in a loop, for whoever asks: fine
export async function all(ids: string[]) { let sent = 0; let failed = 0;
  ${SETTLED}
  for (const result of results) { if (result.status === "fulfilled") sent++; else failed++; }
  return { sent, failed }; }
== by a callback, for the log: settledIgnored at 2
export async function all(ids: string[]) { let sent = 0; let failed = 0;
  ${SETTLED}
  results.forEach((result) => (result.status === "fulfilled" ? sent++ : failed++)); console.log(sent, failed); }
== whose statuses are logged: settledIgnored at 2
export async function all(ids: string[]) {
  ${SETTLED}
  results.forEach((result, i) => console.log(ids[i], result.status)); }
== that are given to a function: fine
export async function all(ids: string[]) {
  ${SETTLED}
  results.forEach((result) => work(result.status)); }
`);
});

describe("what the last of many tells", () => {
  const MANY = `export function all(ids: string[]): Promise<string[]> { return new Promise((resolve) => { const failed: string[] = []; let pending = ids.length; const limit = ids.length;
  ids.forEach((id) => { void svix.message.create(id, input)`;
  verdictTable(String.raw`
== by a count that comes down: fine
${MANY}.catch(() => { failed.push(id); }).finally(() => { pending -= 1; if (pending === 0) resolve(failed); }); }); }); }
== counted down in the condition: fine
${MANY}.catch(() => { failed.push(id); }).finally(() => { if (--pending <= 0) resolve(failed); }); }); }); }
== on a condition of another kind: emptyHandler at 2
${MANY}.catch(() => { failed.push(id); }).finally(() => { if (limit === 0) resolve(failed); }); }); }); }
== nothing of the failures: emptyHandler at 2
${MANY}.catch(() => { failed.push(id); }).finally(() => { pending -= 1; if (pending === 0) resolve([]); }); }); }); }
`);
});
