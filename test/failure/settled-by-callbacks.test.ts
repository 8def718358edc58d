import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const LIMITER = `function createLimit(max: number) {
  const queue: (() => void)[] = []; let active = 0;
  const next = () => { if (active >= max) return; const start = queue.shift(); if (start) { active++; start(); } };
  return <T>(run: () => Promise<T>) => new Promise<T>((resolve, reject) => {
    queue.push(() => { run().then(resolve, reject).finally(() => { active--; next(); }); }); next(); });
}
const limit = createLimit(5);`;

describe("a promise that a callback settles later", () => {
  verdictTable(String.raw`
== with the reactions of another, and is handled: fine
export async function f() {
  try { await new Promise((resolve, reject) => { setTimeout(() => { svix.message.create("a", input).then(resolve, reject); }, 5); }); }
  catch (error) { await act(error); }
}
== with a handler of its own: fine
export async function f() {
  try { await new Promise((resolve, reject) => { setTimeout(() => { svix.message.create("a", input).then(resolve).catch(reject); }, 5); }); }
  catch (error) { await act(error); }
}
== from an async callback: fine
export async function f() {
  try { await new Promise((resolve, reject) => { setTimeout(async () => { try { resolve(await svix.message.create("a", input)); } catch (error) { reject(error); } }, 5); }); }
  catch (error) { await act(error); }
}
== and whose failure is dropped: emptyHandler at 3
export async function f() {
  try { await new Promise((resolve, reject) => { setTimeout(() => { svix.message.create("a", input).then(resolve, reject); }, 5); }); }
  catch {}
}
== and that nobody awaits: floating at 2
export function f() {
  void new Promise((resolve, reject) => { setTimeout(() => { svix.message.create("a", input).then(resolve, reject); }, 5); });
}
== only when all goes well: floating at 2
export async function f() {
  await new Promise((resolve) => { setTimeout(() => { svix.message.create("a", input).then(resolve); }, 5); });
}
== through a helper that is given the work: fine
const later = <T>(run: () => Promise<T>) => new Promise<T>((resolve, reject) => { setTimeout(() => { run().then(resolve, reject); }, 5); });
export async function f() { try { await later(() => svix.message.create("a", input)); } catch (error) { await act(error); } }
== through a limiter of the program's own: fine
${LIMITER}
export async function f(ids: string[]) { await Promise.all(ids.map(async (id) => { try { await limit(() => svix.message.create(id, input)); } catch (error) { await act(error); } })); }
`);
});

describe("a promise of one's own that is rejected", () => {
  const rejecting = (handler: string): string => `export function f() {
  return new Promise((resolve, reject) => { svix.message.create("a", input).then(resolve, ${handler}); });
}`;
  verdictTable(`
== with an error that says what failed: fine
${rejecting('(error) => reject(new Error("not sent", { cause: error }))')}
== with the same error: unhandled at 2
${rejecting("(error) => reject(error)")}
== with the same error, once it was looked at: fine
${rejecting("(error) => { console.error(error); reject(error); }")}
`);
});
