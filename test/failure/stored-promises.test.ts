import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const CACHE = `const pending = new Map<string, Promise<unknown>>();
function open(id: string) {
  let known = pending.get(id);
  if (known === undefined) { known = svix.application.getOrCreate({ uid: id, name: id }); pending.set(id, known); }
  return known;
}`;

describe("a promise that is stored", () => {
  verdictTable(`
== and given to a caller that counts on it: unhandled at 7
${CACHE}
export async function f(id: string) { await open(id); }
== and given to a caller that drops its failure: emptyHandler at 7
${CACHE}
export async function f(id: string) { try { await open(id); } catch {} }
== and given to a caller that acts: fine
${CACHE}
export async function f(id: string) { try { await open(id); } catch (error) { pending.delete(id); await act(error); } }
== and awaited where it is stored: unhandled at 3
const pending = new Map<string, Promise<unknown>>();
export async function f(id: string) {
  const sending = svix.message.create(id, input); pending.set(id, sending); await sending; pending.delete(id);
}
== and awaited behind a handler that acts: fine
const pending = new Set<Promise<unknown>>();
export async function f(id: string) {
  const sending = svix.message.create(id, input); pending.add(sending);
  try { await sending; } catch (error) { await act(error); } finally { pending.delete(sending); }
}
== for whoever waits for all of them: fine
const pending = new Set<Promise<unknown>>();
export const start = (id: string) => { pending.add(svix.message.create(id, input)); };
export const close = () => Promise.allSettled(pending);
== by code that cannot be entered: fine
declare const tracker: { add(promise: Promise<unknown>): void };
export function f(id: string) { const sending = svix.message.create(id, input); tracker.add(sending); return sending; }
`);
});
