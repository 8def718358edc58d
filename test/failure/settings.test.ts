import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("a setting that decides whether a failure is thrown", () => {
  verdictTable(String.raw`
== a parameter that throws: onlyLogged at 2
export async function f(app: string, strict: boolean) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (strict) throw e; }
}
== one that may be left out: onlyLogged at 2
export async function f(app: string, { strict }: { strict?: boolean } = {}) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (strict) throw e; }
}
== one by which it is not thrown: emptyHandler at 2
export async function f(app: string, quiet: boolean) {
  try { await svix.application.create({ name: app }); } catch (e) { if (quiet) return; throw new Error("no", { cause: e }); }
}
== of a class: onlyLogged at 4
export class Apps {
  constructor(private readonly options: { strict: boolean }) {}
  async add(app: string) {
    try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (this.options.strict) throw e; }
  }
}
== of the environment: onlyLogged at 2
export async function f(app: string) {
  try { await svix.application.create({ name: app }); } catch (e) { if (process.env.NODE_ENV !== "production") throw new Error("no", { cause: e }); console.error(e); }
}
== of the environment, the other way round: onlyLogged at 2
export async function f(app: string) {
  try { await svix.application.create({ name: app }); } catch (e) { if ("production" !== process.env.NODE_ENV) throw new Error("no", { cause: e }); console.error(e); }
}
== kept in a constant: onlyLogged at 3
const isStrict = process.env.MODE === "strict";
export async function f(app: string) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (isStrict) throw e; }
}
== of a module's own object: onlyLogged at 3
const flags = { strict: Boolean(process.env.STRICT) };
export async function f(app: string) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (flags.strict) throw e; }
}
== of what is read at the start: onlyLogged at 4
declare function load(): { strict: boolean };
const config = load();
export async function f(app: string) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (config.strict) throw e; }
}
`);
});

describe("what is no such setting", () => {
  verdictTable(String.raw`
== it decides who is told: fine
declare const Sentry: { captureException(e: unknown): void };
export async function f(app: string, config: { sentry: { enabled: boolean } }) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (config.sentry.enabled) Sentry.captureException(e); }
}
== it is changed meanwhile: fine
export function f(app: string) {
  let isGone = false;
  const run = async () => { try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (isGone) return; throw e; } };
  return { stop: () => { isGone = true; }, started: run().catch((e) => act(e)) };
}
== a field that is changed: fine
export class Apps {
  #closed = false;
  close() { this.#closed = true; }
  async add(app: string) {
    try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (this.#closed) return; throw e; }
  }
}
== a field that another object changes: fine
export async function f(app: string, state: { stopped: boolean }) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (state.stopped) return; throw e; }
}
export function stop(state: { stopped: boolean }) { state.stopped = true; }
== the platform changes it: fine
export async function f(app: string, signal: AbortSignal) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (signal.aborted) return; throw e; }
}
== what is read of it afterwards: fine
declare function lookUp(app: string): Promise<{ exists: boolean }>;
export async function f(app: string) {
  try { await svix.application.create({ name: app }); } catch (e) { const { exists } = await lookUp(app); console.error(e); if (!exists) throw e; }
}
== a field that is worked out: fine
export class Apps {
  constructor(private readonly ids: Set<string>) {}
  get isFull() { return this.ids.size > 100; }
  async add(app: string) {
    try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (!this.isFull) throw e; }
  }
}
== how often it was tried: fine
export async function f(job: { app: string; attemptsMade: number }) {
  try { await svix.application.create({ name: job.app }); } catch (e) { console.error(e); if (job.attemptsMade < 5) throw e; }
}
== a function is asked: fine
declare function isKnown(app: string): boolean;
export async function f(app: string) {
  try { await svix.application.create({ name: app }); } catch (e) { console.error(e); if (!isKnown(app)) throw e; }
}
== the error is asked: fine
declare function isTransient(e: unknown): boolean;
export async function f(app: string) {
  try { await svix.application.create({ name: app }); } catch (e) { const transient = isTransient(e); console.error(e); if (!transient) throw e; }
}
`);
});
