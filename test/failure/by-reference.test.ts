import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a function that an array method is given by its name", () => {
  verdictTable(String.raw`
== and whose failure is handled around it: fine
async function send(id: string) { await svix.message.create(id, input); }
export async function f(ids: string[]) {
  try { await Promise.all(ids.map(send)); } catch (error) { await act(error); }
}
== and whose failure is only logged around it: onlyLogged at 3
async function send(id: string) { await svix.message.create(id, input); }
export async function f(ids: string[]) {
  try { await Promise.all(ids.map(send)); } catch (error) { console.error(error); }
}
== and whose failure nobody handles: unhandled at 2
async function send(id: string) { await svix.message.create(id, input); }
export async function f(ids: string[]) { await Promise.all(ids.map(send)); }
== and whose promises nobody waits for: floating at 3
async function send(id: string) { await svix.message.create(id, input); }
export async function g() { try { await send("a"); } catch (error) { await act(error); } }
export async function f(ids: string[]) { ids.forEach(send); }
== and of whose results those that failed are asked for: fine
const send = async (id: string) => { await svix.message.create(id, input); };
export async function f(ids: string[]) {
  const results = await Promise.allSettled(ids.map(send));
  if (results.some(({ status }) => status === "rejected")) throw new Error("not sent");
}
== and of whose results nobody asks: settledIgnored at 2
const send = async (id: string) => { await svix.message.create(id, input); };
export async function f(ids: string[]) { await Promise.allSettled(ids.map(send)); }
== and which says whether it failed, in vain: resultIgnored at 4
async function send(id: string) {
  try { await svix.message.create(id, input); return true; } catch { return false; }
}
export async function f(ids: string[]) { await Promise.all(ids.map(send)); }
== and which says whether it failed, and is asked: fine
async function send(id: string) {
  try { await svix.message.create(id, input); return true; } catch { return false; }
}
export async function f(ids: string[]) {
  const sent = await Promise.all(ids.map(send));
  if (!sent.every(Boolean)) throw new Error("not sent");
}
== as a method of its own class: onlyLogged at 7
export class Sender {
  private async send(id: string) { await svix.message.create(id, input); }
  async all(ids: string[]) {
    try { await Promise.all(ids.map(this.send, this)); } catch (error) { await act(error); }
  }
  async some(ids: string[]) {
    try { await Promise.all(ids.map(this.send, this)); } catch (error) { console.error(error); }
  }
}
== as what another function makes: fine
const sendAs = (eventType: string) => async (id: string) => { await svix.message.create(id, { eventType, payload: {} }); };
export async function f(ids: string[]) {
  try { await Promise.all(ids.map(sendAs("a"))); } catch (error) { await act(error); }
}
== by Array.from, inside a try that handles: fine
async function send(id: string) { await svix.message.create(id, input); }
export async function f(ids: Set<string>) { try { await Promise.all(Array.from(ids, send)); } catch (error) { await act(error); } }
== by Array.from where it is written, inside a try that only logs: onlyLogged at 2
export async function f(ids: Set<string>) {
  try { await Promise.all(Array.from(ids, (id) => svix.message.create(id, input))); } catch (error) { console.error(error); }
}
== by Array.from where it is written, inside a try that handles: fine
export async function f(ids: Set<string>) {
  try { await Promise.all(Array.from(ids, (id) => svix.message.create(id, input))); } catch (error) { await act(error); }
}
== workers that note what failed: fine
export async function f(ids: string[]) {
  const failed: string[] = [];
  async function worker() {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) { try { await svix.message.create(id, input); } catch { failed.push(id); } }
  }
  await Promise.all(Array.from({ length: 4 }, worker));
  if (failed.length > 0) throw new Error("not sent");
}
== in an array that is no array of the language: fine
declare const stream: { map(each: (id: string) => Promise<void>): void };
async function send(id: string) { await svix.message.create(id, input); }
export const senders = { send };
export function f() { stream.map(send); }
`);
});

describe("a function that a promise or the program is given by its name", () => {
  verdictTable(String.raw`
== a reaction whose failure is handled: fine
async function send(id: string) { await svix.message.create(id, input); }
export async function f(id: Promise<string>) { await id.then(send).catch(act); }
== a reaction whose failure is only logged: onlyLogged at 2
async function send(id: string) { await svix.message.create(id, input); }
export async function f(id: Promise<string>) { await id.then(send).catch(console.error); }
== a helper that calls it, inside a try that handles: fine
async function each(ids: string[], work: (id: string) => Promise<void>) { for (const id of ids) await work(id); }
async function send(id: string) { await svix.message.create(id, input); }
export async function f(ids: string[]) { try { await each(ids, send); } catch (error) { await act(error); } }
== a helper that calls it, inside a try that only logs: onlyLogged at 3
async function each(ids: string[], work: (id: string) => Promise<void>) { for (const id of ids) await work(id); }
async function send(id: string) { await svix.message.create(id, input); }
export async function f(ids: string[]) { try { await each(ids, send); } catch (error) { console.error(error); } }
== a helper that drops what it throws: emptyHandler at 3
async function quietly(work: (id: string) => Promise<void>) { try { await work("a"); } catch {} }
async function send(id: string) { await svix.message.create(id, input); }
export async function f() { await quietly(send); }
== a helper that keeps it for others: fine
const listeners: ((id: string) => Promise<void>)[] = [];
function listen(work: (id: string) => Promise<void>) { listeners.push(work); }
async function send(id: string) { await svix.message.create(id, input); }
export function f() { listen(send); }
`);
});

describe("lists that flatMap joins", () => {
  verdictTable(String.raw`
== promises in them are waited for together: unhandled at 2
export async function f(ids: string[]) {
  await Promise.all(ids.flatMap((id) => (id === "" ? [] : [svix.message.create(id, input)])));
}
== and are handled together: fine
export async function f(ids: string[]) {
  try { await Promise.all(ids.flatMap((id) => { if (id === "") return []; return [svix.message.create(id, input)]; })); }
  catch (error) { await act(error); }
}
== those that failed are asked for: fine
export async function f(ids: string[]) {
  const failed = (await Promise.all(ids.map(async (id) => {
    try { await svix.message.create(id, input); return []; } catch { return [id]; }
  }))).flatMap((each) => each);
  if (failed.length > 0) throw new Error("not sent");
}
`);
});

describe("promises that are chained in a loop", () => {
  verdictTable(String.raw`
== and waited for in the end: fine
export async function f(ids: string[]) {
  let last: Promise<unknown> = Promise.resolve();
  for (const id of ids) last = last.then(() => svix.message.create(id, input));
  try { await last; } catch (error) { await act(error); }
}
== by reduce: fine
export async function f(ids: string[]) {
  try {
    await ids.reduce((last: Promise<unknown>, id) => last.then(() => svix.message.create(id, input)), Promise.resolve());
  } catch (error) { await act(error); }
}
== by reduce with an async function: fine
export async function f(ids: string[]) {
  try {
    await ids.reduce(async (last: Promise<unknown>, id) => { await last; await svix.message.create(id, input); }, Promise.resolve());
  } catch (error) { await act(error); }
}
== and waited for by nobody: floating at 3
export function f(ids: string[]) {
  let last: Promise<unknown> = Promise.resolve();
  for (const id of ids) last = last.then(() => svix.message.create(id, input));
}
`);
});

describe("a function that another one has made, in the place of a callback", () => {
  const MAKER =
    "const sendTo = (app: string) => async () => { await svix.message.create(app, input); };";
  verdictTable(`
== of a promise that is handled: fine
${MAKER}
export const f = (started: Promise<string>) => started.then(sendTo("a")).catch((error) => act(error));
== of a promise that nobody handles: floating at 2
${MAKER}
export const f = (started: Promise<string>) => { void started.then(sendTo("a")); };
== of an array whose promises are handled: fine
${MAKER}
export async function f(ids: string[]) { try { await Promise.all(ids.map(sendTo("a"))); } catch (error) { await act(error); } }
`);
});
