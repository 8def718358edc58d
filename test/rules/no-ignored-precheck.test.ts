import rule from "../../src/rules/no-ignored-precheck.js";
import { runMarked } from "./marked-cases.js";

const head = `import { Svix } from "svix";
declare const svix: Svix;
declare const db: { save(value: unknown): Promise<void> };
declare function send(): Promise<void>;
`;

const CHECK = `svix.message.precheck("app", { eventType: "order.paid" })`;

const good = [
  {
    name: "branch",
    code: `export async function f() { const { active } = await ${CHECK}; if (active) await send(); }`,
  },
  {
    name: "guard",
    code: `export async function f() { const check = await ${CHECK}; if (!check.active) return; await send(); }`,
  },
  {
    name: "without a variable",
    code: `export async function f() { if ((await ${CHECK}).active) await send(); }`,
  },
  {
    name: "and",
    code: `export async function f() { const { active } = await ${CHECK}; active && (await send()); }`,
  },
  {
    name: "ternary",
    code: `export async function f() { const { active } = await ${CHECK}; return active ? send() : undefined; }`,
  },
  {
    name: "compared",
    code: `export async function f() { const { active } = await ${CHECK}; if (active === false) return; await send(); }`,
  },
  {
    name: "switch",
    code: `export async function f() { const { active } = await ${CHECK}; switch (active) { case true: await send(); } }`,
  },
  {
    name: "renamed",
    code: `export async function f() { const { active: wanted = true } = await ${CHECK}; if (wanted) await send(); }`,
  },
  {
    name: "a condition in a variable",
    code: `export async function f(force: boolean) { const { active } = await ${CHECK}; const go = force || active; if (go) await send(); }`,
  },
  {
    name: "then",
    code: `export const f = () => ${CHECK}.then(({ active }) => { if (active) return send(); });`,
  },
  { name: "returned", code: `export async function wanted() { return (await ${CHECK}).active; }` },
  {
    name: "returned to a caller that branches",
    code: `async function wanted() { const { active } = await ${CHECK}; return active; }
export async function f() { if (await wanted()) await send(); }`,
  },
  {
    name: "stored",
    code: `export async function f() { const { active } = await ${CHECK}; await db.save({ active }); }`,
  },
  {
    name: "given to code that decides",
    code: `declare function decide(active: boolean): void;
export async function f() { const { active } = await ${CHECK}; decide(active); }`,
  },
  {
    name: "given to a function of the program that decides",
    code: `function decide(active: boolean) { return active ? send() : undefined; }
export async function f() { const { active } = await ${CHECK}; await decide(active); }`,
  },
  {
    name: "all of several",
    code: `export async function f(types: string[]) { const checks = await Promise.all(types.map((eventType) => svix.message.precheck("app", { eventType }))); if (checks.some((check) => check.active)) await send(); }`,
  },
  {
    name: "Boolean()",
    code: `export async function f() { const check = await ${CHECK}; if (Boolean(check.active)) await send(); }`,
  },
  {
    name: "a look-alike",
    code: `const form = { message: { precheck: async () => ({ active: true }) } };
export async function f() { await form.message.precheck(); }`,
  },
];

const bad = [
  {
    name: "not even a variable",
    messageId: "ignored",
    code: `export async function f() { await ⟦${CHECK}⟧; await send(); }`,
  },
  { name: "void", messageId: "ignored", code: `export function f() { void ⟦${CHECK}⟧; }` },
  {
    name: "an unread variable",
    messageId: "ignored",
    code: `export async function f() { const check = await ⟦${CHECK}⟧; await send(); }`,
  },
  {
    name: "logged",
    messageId: "ignored",
    code: `export async function f() { const { active } = await ⟦${CHECK}⟧; console.log("wanted", active); await send(); }`,
  },
  {
    name: "the answer's presence",
    messageId: "ignored",
    code: `export async function f() { const check = await ⟦${CHECK}⟧; if (check) await send(); }`,
  },
  {
    name: "the negated answer",
    messageId: "ignored",
    code: `export async function f() { if (!(await ⟦${CHECK}⟧)) return; await send(); }`,
  },
  {
    name: "compared with undefined",
    messageId: "ignored",
    code: `export async function f() { const { active } = await ⟦${CHECK}⟧; if (active === undefined) return; await send(); }`,
  },
  {
    name: "then without a look",
    messageId: "ignored",
    code: `export const f = () => ⟦${CHECK}⟧.then(() => send());`,
  },
  {
    name: "catch alone",
    messageId: "ignored",
    code: `export async function f() { await ⟦${CHECK}⟧.catch(() => undefined); await send(); }`,
  },
  {
    name: "beside another promise",
    messageId: "ignored",
    code: `export async function f() { await Promise.all([⟦${CHECK}⟧, send()]); }`,
  },
  {
    name: "a caller that ignores it",
    messageId: "ignored",
    code: `async function wanted() { const { active } = await ${CHECK}; return active; }
export async function f() { await ⟦wanted()⟧; await send(); }`,
  },
  {
    name: "a getter-less class field that nobody reads",
    messageId: "ignored",
    code: `export class Outbox { #wanted = true; async check() { this.#wanted = (await ⟦${CHECK}⟧).active; } }`,
  },
  {
    name: "one of two callers",
    messageId: "ignored",
    code: `const wanted = async () => (await ${CHECK}).active;
export async function f() { if (await wanted()) await send(); }
export async function g() { console.log(await ⟦wanted()⟧); await send(); }`,
  },
];

// Older generations have no precheck.
for (const sdk of ["2.5.0", "1.99.1"] as const) {
  runMarked(`no-ignored-precheck on svix ${sdk}`, rule, { sdk, head, good, bad });
}
