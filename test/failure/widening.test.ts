import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const DROPS = 'try { await svix.message.create("a", input); } catch {}';

describe("what a loop has assigned before anything fails", () => {
  verdictTable(`
== is not the same in the third round: emptyHandler at 3
export async function f(ids: string[]) {
  let n = 0; for (const id of ids) { n += 1;
    if (n === 3) { ${DROPS} } }
}
== nor in the fifth: emptyHandler at 3
export async function f(more: () => boolean) {
  let n = 0; while (more()) { n += 1;
    if (n > 4) { ${DROPS} } }
}
== nor of a loop that does something first: emptyHandler at 3
export async function f(more: () => boolean) {
  let n = 0; do { n += 1;
    if (n === 3) { ${DROPS} } } while (more());
}
== nor of one that counts by itself: emptyHandler at 3
export async function f(more: () => boolean) {
  for (let n = 0; more(); n += 1) {
    if (n === 3) { ${DROPS} } }
}
== nor by the names of an object: emptyHandler at 3
export async function f(given: object) {
  let n = 0; for (const name in given) { n += 1;
    if (n === 3) { ${DROPS} } }
}
== nor by a function in it: emptyHandler at 3
export async function f(ids: string[]) {
  let n = 0; const count = () => { n += 1; }; for (const id of ids) { count(); const other = () => { n += 2; };
    if (n === 3) { ${DROPS} } }
}
== a word by which rounds are told apart: emptyHandler at 3
export async function f(ids: string[]) {
  let step = "a"; for (const id of ids) {
    if (step === "c") { ${DROPS} } step = step === "a" ? "b" : "c"; }
}
== is what it was where the loop leaves it alone: fine
export async function f(ids: string[]) {
  const never = false; let n = 0; for (const id of ids) { n += 1;
    if (never) { ${DROPS} } }
}
== is what it was where each round assigns the same: fine
export async function f(ids: string[]) {
  let never = false; for (const id of ids) { never = false;
    if (never) { ${DROPS} } }
}
== is not known behind it: fine
export async function f(ids: string[]) {
  let n = 0; for (const id of ids) n += 1;
  try { await svix.message.create("a", input); } catch { if (n === 5) await act(); }
}
== is known behind it where the loop leaves it alone: emptyHandler at 3
export async function f(ids: string[]) {
  let n = 0; const strict = false; for (const id of ids) n += 1;
  try { await svix.message.create("a", input); } catch { if (strict) await act(); }
}
`);
});

describe("what a loop assigns after the failure", () => {
  verdictTable(`
== may be what it was where there may be no round: emptyHandler at 2
export async function f(ids: string[]) {
  let n = 0; try { await svix.message.create("a", input); } catch { for (const id of ids) n += 1; if (n === 5) await act(); }
}
== is known where the loop leaves it alone: emptyHandler at 2
export async function f(ids: string[]) {
  let n = 0; try { await svix.message.create("a", input); } catch { let all = 0; for (const id of ids) all += 1; if (n === 5) await act(); }
}
== is known where all rounds are: emptyHandler at 2
export async function f() {
  let n = 0; try { await svix.message.create("a", input); } catch { for (const id of ["a", "b"]) n += 1; if (n !== 2) await act(); }
}
== a list that grows holds something: fine
export async function f(ids: string[]) {
  const failed: unknown[] = []; for (const id of ids) { try { await svix.message.create(id, input); } catch (error) { failed.push(error); } } if (failed.length > 0) await act(failed);
}
== a list that grows and that nobody reads: emptyHandler at 2
export async function f(ids: string[]) {
  const failed: unknown[] = []; for (const id of ids) { try { await svix.message.create(id, input); } catch (error) { failed.push(error); } }
}
== a count on an object: fine
export async function f(ids: string[]) {
  const counts = { failed: 0 }; for (const id of ids) { try { await svix.message.create(id, input); } catch { counts.failed += 1; } } if (counts.failed > 0) await act(counts);
}
== a promise that each round hangs on the last: fine
export async function f(ids: string[]) {
  let last: Promise<unknown> = Promise.resolve(); for (const id of ids) last = last.then(() => svix.message.create(id, input)); try { await last; } catch { await act(); }
}
`);
});
