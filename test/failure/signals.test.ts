import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** What is returned without a failure, and what with one. */
const gives = (success: string, failure: string): string =>
  `export async function f(later: boolean, given: string) {\n  try { await svix.message.create("a", input); ${success} } catch { return ${failure}; }\n}`;
const TWO = 'if (later) return "queued"; return "sent";';

describe("a literal that a failure returns", () => {
  verdictTable(`
== one of those that success returns: successReturned at 2
${gives(TWO, '"queued"')}
== the other one: successReturned at 2
${gives(TWO, '"sent"')}
== none of them: fine
${gives(TWO, '"skipped"')}
== beside what success makes: successReturned at 2
${gives('if (later) return given; return "sent";', '"skipped"')}
== which says that something failed, beside what success makes: fine
${gives("return given;", '"failed"')}
== a number that success returns: successReturned at 2
${gives("if (later) return 2; return 1;", "2")}
== a number that success does not return: fine
${gives("if (later) return 2; return 1;", "3")}
== an exit code: fine
${gives("return 0;", "1")}
== an exit code that success gives as well: fine
${gives("if (later) return 1; return 0;", "1")}
== an empty text: successReturned at 2
${gives('return "sent";', '""')}
== false: fine
${gives("return true;", "false")}
== false, which success gives as well: fine
${gives("if (later) return false; return true;", "false")}
== false in any case: successReturned at 2
${gives("return false;", "false")}
== null: fine
${gives("return given;", "null")}
== null, which success gives as well: fine
${gives("if (later) return null; return given;", "null")}
== null in any case: successReturned at 2
${gives("return null;", "null")}
== nothing beside something: fine
${gives("return given;", "undefined")}
== nothing in any case: emptyHandler at 2
${gives("return;", "undefined")}
`);
});

describe("an object that a failure returns", () => {
  verdictTable(`
== another state: fine
${gives('return { state: "sent" };', '{ state: "skipped" }')}
== the same state: successReturned at 2
${gives('return { state: "sent" };', '{ state: "sent" }')}
== one of two states: successReturned at 2
${gives('if (later) return { state: "queued" }; return { state: "sent" };', '{ state: "queued", at: 1 }')}
== a state that says that something failed, which success does not have: fine
${gives("return { id: given };", '{ id: given, state: "failed" }')}
== the same, which success has as well: fine
${gives('if (later) return { state: "failed" }; return { state: "sent" };', '{ state: "failed", at: 1 }')}
== the same in any case: successReturned at 2
${gives('return { state: "failed", at: 0 };', '{ state: "failed", at: 0 }')}
== an empty state: successReturned at 2
${gives('return { state: "sent" };', '{ state: "" }')}
== 0 for a count: successReturned at 2
${gives("return { count: 1 };", "{ count: 0 }")}
== an error: fine
${gives("return { id: given };", '{ error: "no" }')}
== an error that is null: successReturned at 2
${gives("return { id: given, error: null };", "{ id: given, error: null, at: 1 }")}
== ok, false: fine
${gives("return { ok: true };", "{ ok: false }")}
== ok, true: successReturned at 2
${gives("return { ok: true };", "{ ok: true, at: 1 }")}
== failed, true: fine
${gives("return { failed: false };", "{ failed: true }")}
== failed, false: successReturned at 2
${gives("return { failed: false };", "{ failed: false, at: 1 }")}
== ok, false, in an object in it: fine
${gives("return { result: { ok: true } };", "{ result: { ok: false } }")}
== ok, true, in an object in it: successReturned at 2
${gives("return { result: { ok: true } };", "{ result: { ok: true, at: 1 } }")}
`);
});

describe("a list that a failure returns", () => {
  verdictTable(`
== empty: successReturned at 2
${gives("return [given];", "[]")}
== of results of which one tells: fine
${gives("return [{ ok: true }];", "[{ ok: false }]")}
== of results of which none tells: successReturned at 2
${gives("return [{ ok: true }];", "[{ ok: true, at: 1 }]")}
== of states, one for each place: fine
${gives('return [{ to: "a" }, { to: "b" }];', '[{ to: "b" }, { to: "b" }]')}
== of states, in a list of another length: successReturned at 2
${gives('return [{ to: "a" }, { to: "b" }];', '[{ to: "b" }]')}
`);
});

describe("what a function that may succeed in two ways gives to its caller", () => {
  verdictTable(`
== either way may be the failure's: resultIgnored at 2
async function send(later: boolean) { try { await svix.message.create("a", input); if (later) return { n: 1 }; return { n: 0 }; } catch { return null; } }
export async function f(later: boolean) { const r = await send(later); if (r && r.n === 1) return "sent"; return "skipped"; }
== the only way is not: fine
async function send() { try { await svix.message.create("a", input); return { n: 1 }; } catch { return null; } }
export async function f() { const r = await send(); if (r && r.n === 1) return "sent"; return "skipped"; }
`);
});
