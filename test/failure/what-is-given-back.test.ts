import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("functions in an object whose values are listed", () => {
  const STEPS = `const steps = { app: () => svix.application.getOrCreate({ uid: id, name: id }), endpoint: () => svix.endpoint.create(id, input) };`;
  verdictTable(String.raw`
== are called with their names: fine
export async function f(id: string) { ${STEPS}
  for (const [name, run] of Object.entries(steps)) { try { await run(); } catch (e) { throw new Error(name, { cause: e }); } } }
== are called together: fine
export async function f(id: string) { ${STEPS}
  await Promise.all(Object.values(steps).map((run) => run().catch(() => { throw new Error("not done"); }))); }
== are only named: unhandled at 1; unhandled at 1
export async function f(id: string) { ${STEPS} console.log(Object.keys(steps)); }
`);
});

describe("a helper that gives back what it could not send, else nothing", () => {
  const SEND = `interface Paid { app: string }
async function send(e: Paid): Promise<Paid | undefined> { try { await svix.message.create(e.app, input); return undefined; } catch (error) { console.error(error); return e; } }`;
  verdictTable(String.raw`
== is asked by leaving out nothing: fine
${SEND}
export async function all(es: Paid[]) { const failed = (await Promise.all(es.map(send))).filter((e) => e !== undefined); if (failed.length > 0) throw new Error("not sent"); }
== is asked by leaving out nothing, for a batch: fine
${SEND}
export const handler = async (es: Paid[]) => { const left = await Promise.all(es.map(send)); return { batchItemFailures: left.filter((e) => e !== undefined).map((e) => ({ itemIdentifier: e.app })) }; };
== is asked for one: fine
${SEND}
export async function one(e: Paid) { const failed = await send(e); if (failed) throw new Error(failed.app); }
== is asked by nobody: resultIgnored at 3
${SEND}
export async function one(e: Paid) { await send(e); }
`);
});
