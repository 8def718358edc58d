import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a function that is given in an object", () => {
  verdictTable(String.raw`
== to a wrapper that only logs: onlyLogged at 2
async function safely<T>({ run, name }: { run: () => Promise<T>; name: string }) { try { return await run(); } catch (error) { console.error(name, error); } }
export async function f() { await safely({ name: "send", run: () => svix.message.create("a", input) }); }
== to a wrapper that asks its object for it: onlyLogged at 2
async function safely<T>(options: { run: () => Promise<T>; name: string }) { try { return await options.run(); } catch (error) { console.error(options.name, error); } }
export async function f() { await safely({ name: "send", run: () => svix.message.create("a", input) }); }
== to one that makes a function of it: onlyLogged at 4
const safely = <P, R>({ fn }: { fn: (given: P) => Promise<R> }) => async (given: P) => {
  try { return await fn(given); } catch (error) { console.error(error); }
};
export const send = safely({ fn: async (id: string) => { await svix.message.create(id, input); } });
== as a method: emptyHandler at 2
async function safely(task: { run(): Promise<void> }) { try { await task.run(); } catch {} }
export async function f() { await safely({ async run() { await svix.message.create("a", input); } }); }
== to a wrapper that acts: fine
async function safely<T>({ run }: { run: () => Promise<T> }) { try { return await run(); } catch (error) { await act(error); } }
export async function f() { await safely({ run: () => svix.message.create("a", input) }); }
== to a wrapper that lets it pass to a handler: fine
async function traced<T>({ run }: { run: () => Promise<T> }) { try { return await run(); } finally { console.timeEnd("x"); } }
export async function f() { try { await traced({ run: () => svix.message.create("a", input) }); } catch (error) { await act(error); } }
== to a wrapper that lets it pass: unhandled at 2
async function traced<T>({ run }: { run: () => Promise<T> }) { try { return await run(); } finally { console.timeEnd("x"); } }
export async function f() { await traced({ run: () => svix.message.create("a", input) }); }
== to a wrapper whose answer is asked: fine
async function attempt<T>({ run }: { run: () => Promise<T> }) { try { return { ok: true, value: await run() }; } catch (error) { return { ok: false, error }; } }
export async function f() { const sent = await attempt({ run: () => svix.message.create("a", input) }); if (!sent.ok) await act(sent.error); }
== to one that keeps it: fine
const jobs: { run: () => Promise<unknown> }[] = [];
function register(job: { run: () => Promise<unknown> }) { jobs.push(job); }
register({ run: () => svix.message.create("a", input) });
== in an object with a name, to a class that keeps it: fine
const methods = { async send() { await svix.message.create("a", input); } };
class Server { constructor(private readonly given: Record<string, () => Promise<void>>) {} async call(name: string) { try { await this.given[name]?.(); } catch (error) { await act(error); } } }
export const server = new Server(methods);
== in an object with a name, to nobody: unhandled at 1
export const methods = { async send() { await svix.message.create("a", input); } };
== in an object with a name, of which others take such a member: unhandled at 1
export const methods = { async publish() { await svix.message.create("a", input); } };
export function other({ publish }: { publish: string }) { return publish; }
== in a list, from which somebody takes it: fine
interface Step { label: string; run: () => Promise<unknown> }
export function plan(ids: string[]): Step[] { return ids.flatMap((id) => [{ label: id, run: () => svix.message.create(id, input) }]); }
export async function apply(steps: Step[]) { for (const { label, run } of steps) { try { await run(); } catch (error) { await act(label, error); } } }
== in a list, from which nobody takes it: unhandled at 2
interface Step { label: string; send: () => Promise<unknown> }
export function plan(ids: string[]): Step[] { return ids.map((id) => ({ label: id, send: () => svix.message.create(id, input) })); }
export function labels(steps: Step[]) { return steps.map(({ label }) => label); }
`);
});
