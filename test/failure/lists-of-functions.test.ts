import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const HOOKS = `declare const other: (id: string) => Promise<void>;
const announce = async (id: string) => { await svix.message.create(id, input); };
const hooks = [other, announce];`;

const STEPS = `interface Step { readonly label: string; run(id: string): Promise<void> }
const announce = async (id: string) => { await svix.message.create(id, input); };
const steps: readonly Step[] = [{ label: "announce", run: (id) => announce(id) }];`;

describe("a list of functions that somebody goes through", () => {
  verdictTable(`
== in a loop that only logs: onlyLogged at 4
${HOOKS}
export async function f(id: string) { for (const hook of hooks) try { await hook(id); } catch (error) { console.error(error); } }
== in a loop that acts: fine
${HOOKS}
export async function f(id: string) { for (const hook of hooks) try { await hook(id); } catch (error) { await act(error); } }
== in a callback that drops the failure: emptyHandler at 4
${HOOKS}
export async function f(id: string) { await Promise.all(hooks.map((hook) => hook(id).catch(() => null))); }
== in a callback, and looks at what comes out: fine
${HOOKS}
export async function f(id: string) { const ends = await Promise.allSettled(hooks.map((hook) => hook(id))); return ends.filter((end) => end.status === "rejected"); }
== in a callback, and looks at nothing: settledIgnored at 4
${HOOKS}
export async function f(id: string) { const ends = await Promise.allSettled(hooks.map((hook) => hook(id))); console.log(ends.length); }
== and waits for none: floating at 4
${HOOKS}
export function f(id: string) { hooks.forEach((hook) => { void hook(id); }); }
== and takes one by its place: emptyHandler at 4
${HOOKS}
export async function f(id: string) { await hooks[1]!(id).catch(() => {}); }
== as a part of another list: emptyHandler at 5
${HOOKS}
const all = [...hooks, other];
export async function f(id: string) { for (const hook of all) await hook(id).catch(() => {}); }
== that hold nothing of the kind: fine
${HOOKS}
const rest = [other];
export async function f(id: string) { for (const hook of rest) await hook(id).catch(() => {}); await hooks.at(0); }
== in objects, by their member: onlyLogged at 4
${STEPS}
export async function f(id: string) { for (const step of steps) try { await step.run(id); } catch (error) { console.error(step.label, error); } }
== in objects, taken out of them: onlyLogged at 4
${STEPS}
export async function f(id: string) { for (const { label, run } of steps) try { await run(id); } catch (error) { console.error(label, error); } }
== in objects, taken out of them by a callback that acts: fine
${STEPS}
export async function f(id: string) { await Promise.all(steps.map(async ({ run }) => { try { await run(id); } catch (error) { await act(error); } })); }
`);
});
