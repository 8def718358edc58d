import { describe, expect, it } from "vitest";
import { outcomesOf } from "./outcomes.js";
import { verdictTable } from "./verdict-table.js";

describe("a count of failures", () => {
  verdictTable(String.raw`
== is asked whether there were any: fine
export async function f() {
  let failures = 0;
  try { await svix.message.create("a", input); } catch { failures += 1; }
  if (failures > 0) await act("failed");
}
== is handed on as whether there were any: fine
export async function f() {
  let failures = 0;
  try { await svix.message.create("a", input); } catch { failures += 1; }
  const failed = failures > 0;
  await act({ failed });
}
== is asked of something else: emptyHandler at 3
export async function f(orders: number) {
  let failures = 0;
  try { await svix.message.create("a", input); } catch { failures += 1; }
  if (orders > 0) await act("ordered");
}
`);
});

describe("an object of a class whose package is missing", () => {
  verdictTable(String.raw`
== that is no error by its name is an answer like that of success: successReturned at 3
import { Reply } from "replies";
export async function f() {
  try { await svix.message.create("a", input); return new Reply("sent"); } catch { return new Reply("sent later"); }
}
== that is an error by its name tells of the failure: fine
import { Reply, ReplyError } from "replies";
export async function f() {
  try { await svix.message.create("a", input); return new Reply("sent"); } catch { return new ReplyError("not sent"); }
}
`);
});

describe("a function that tells of a failure in more than one way", () => {
  verdictTable(String.raw`
== a pair with either error, and one of them is dropped: resultIgnored at 8
class Refused extends Error {}
class NotSent extends Error {}
async function send(strict: boolean) {
  try { await svix.message.create("a", input); return [null, "sent"] as const; }
  catch { if (strict) return [new Refused("no"), null] as const; return [new NotSent("later"), null] as const; }
}
export async function f(on: boolean) {
  const [error] = await send(on);
  if (error instanceof Refused) throw error;
  console.log("sent");
}
== a pair with either error, and both are thrown on: fine
class Refused extends Error {}
class NotSent extends Error {}
async function send(strict: boolean) {
  try { await svix.message.create("a", input); return [null, "sent"] as const; }
  catch { if (strict) return [new Refused("no"), null] as const; return [new NotSent("later"), null] as const; }
}
export async function f(on: boolean) {
  const [error] = await send(on);
  if (error) throw error;
  console.log("sent");
}
== a way to undo it, and one that only logs: resultIgnored at 6
declare const rollback: any;
async function send(begun: boolean) {
  try { await svix.message.create("a", input); return { ok: true, undo: rollback }; }
  catch { if (begun) return { ok: false, undo: rollback }; return { ok: false, undo: () => { console.error("nothing to undo"); } }; }
}
export async function f(on: boolean) { const result = await send(on); if (!result.ok) await result.undo(); }
== only a way to undo it: fine
declare const rollback: any;
async function send() {
  try { await svix.message.create("a", input); return { ok: true, undo: rollback }; }
  catch { return { ok: false, undo: rollback }; }
}
export async function f() { const result = await send(); if (!result.ok) await result.undo(); }
`);
});

describe("what a script does behind a loop", () => {
  verdictTable(String.raw`
== is not done because of a failure in it: onlyLogged at 5
for (const app of ["a", "b"]) {
  let sent = true;
  try {
    await svix.message.create(app, input);
  } catch { sent = false; }
  if (sent) continue;
  console.error("not sent", app);
}
await act("done");
== what it does in the loop is: fine
for (const app of ["a", "b"]) {
  let sent = true;
  try {
    await svix.message.create(app, input);
  } catch { sent = false; }
  if (sent) continue;
  await act("not sent", app);
}
await act("done");
`);
});

it("takes what is there at once for the first of several promises, as far as what follows is concerned", () => {
  const told =
    outcomesOf(`import { Svix } from "svix"; declare const svix: Svix; declare const input: never;
export async function f() {
  const sent = await Promise.any([
    svix.message.create("a", input), Promise.resolve(null), new Promise((resolve) => setTimeout(resolve, 5000)),
  ]);
  if (sent === null) throw new Error("too late");
  return sent;
}`);
  expect(told.split("\n")).toEqual([
    "message.create@4 api: rejects Error",
    "message.create@4 network: rejects Error",
  ]);
});
