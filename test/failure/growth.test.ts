import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** `count` times what `make` says, on one line: the tables count lines. */
function times(count: number, make: (index: number) => string, separator = " "): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(separator);
}

const GATHER = `for (const list of lists) for (const item of list) { if (!item) continue; const { name, ...rest } = item; found.push({ name, rest: { ...rest } }); }`;

describe("loops that a failure goes through come to their end", () => {
  verdictTable(String.raw`
== a list that a loop adds to, behind a promise that nobody holds: floating at 2
export function f(items: string[]) {
  svix.message.create("a", input);
  const found: string[] = [];
  for (const item of items) found.push(item);
  return found;
}
== lists of objects, twice in a row: floating at 2
export function f(lists: any[][]) {
  svix.message.create("a", input);
  const found: unknown[] = [];
  ${GATHER}
  ${GATHER}
  return found;
}
== a promise a round, in loops around each other: floating at 4
export function f(lists: any[][]) {
  const found: unknown[] = [];
  for (const list of lists) for (const item of list) {
    svix.message.create("a", input); if (!item) continue;
    found.push({ ...item });
  }
  ${GATHER}
  return found;
}
== what each round makes for itself: floating at 2
export function f(items: any[]) {
  svix.message.create("a", input);
  let last: unknown;
  for (let i = 0; i < items.length; i++) { const names: unknown[] = []; for (const name of items[i]) { if (!name) continue; names.push({ name }); } last = names.length; }
  return last;
}
== a promise a round, given to a list that is dropped: floating at 5
export function f(items: any[]) {
  const sent: unknown[] = [];
  for (const item of items) {
    if (item.is("a")) sent.push(item);
    if (item.is("b")) sent.push(svix.message.create("a", input));
    for (const part of item.parts) { if (part) sent.push(part); }
  }
}
== work a round that nobody waits for: floating at 4
export function f(items: any[]) {
  const found: unknown[] = [];
  for (const item of items) {
    item.parts.forEach(async () => { await svix.message.create("a", input); });
    for (const part of item.parts) { if (part.is("a")) found.push(part); if (part.is("b")) found.push({ part }); }
  }
  return found;
}
== a count on an object: onlyLogged at 3
export async function f(items: string[]) {
  const stats = { seen: 0, last: {} };
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  for (const item of items) { stats.seen += 1; stats.last = { item }; }
  await act(stats);
}
== work that is awaited after the loop: emptyHandler at 6
async function send() { await act(); await svix.message.create("a", input); }
export async function f(lists: any[][]) {
  const found: unknown[] = [];
  const sent = send();
  ${GATHER}
  try { await sent; } catch {}
  ${GATHER}
  return found;
}
== promises in a list are still followed: fine
export async function f(items: string[]) {
  const sent: Promise<unknown>[] = [];
  for (const item of items) { if (item) sent.push(svix.message.create("a", input)); }
  try { await Promise.all(sent); } catch (error) { await act(error); }
}
== errors in a list are still read: fine
export async function f(items: string[]) {
  const errors: unknown[] = [];
  for (const item of items) { try { await svix.message.create("a", input); } catch (error) { errors.push({ item, error }); } }
  if (errors.length > 0) throw new AggregateError(errors);
}
`);
});

describe("what goes many ways is joined between its parts", () => {
  verdictTable(String.raw`
== a literal of parts that may be missing: onlyLogged at 2
export async function f(has: any) {
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  return { ${times(20, (i) => `...(has.x${String(i)} && { x${String(i)}: [] }),`)} };
}
== a list of them: onlyLogged at 2
export async function f(has: any) {
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  return [${times(20, (i) => `...(has.x${String(i)} ? ["${String(i)}"] : [])`, ", ")}];
}
== arguments: onlyLogged at 2
export async function f(has: any) {
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  await act(${times(20, (i) => `has.x${String(i)} ? "a" : { x: ${String(i)} }`, ", ")});
}
== calls of what calls give: onlyLogged at 2
export async function f(has: any) {
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  return has${times(20, (i) => `.and(has.x${String(i)} ? "a" : { x: ${String(i)} })`, "")};
}
== defaults: onlyLogged at 2
export async function f(has: any) {
  try { await svix.message.create("a", input); } catch (error) { console.error(error); }
  const { ${times(20, (i) => `x${String(i)} = { y: ${String(i)} }`, ", ")} } = has; return x0;
}
`);
});

describe("code that is longer than what is followed", () => {
  const dropped = (rest: string): string =>
    `export async function f(item: string) {\n  try { await svix.message.create("a", input); } catch {} ${rest}\n}`;
  verdictTable(`
== is said nothing of, as anything may stand in it: fine
${dropped(times(40_000, () => ";", ""))}
== in one expression: fine
${dropped(`void [${times(40_000, () => "item", ",")}];`)}
== which is a table of thousands of names: emptyHandler at 2
${dropped(`const table = { ${times(10_000, (index) => `k${String(index)}: ${String(index)}`, ",")} };`)}
== is judged where it is shorter: emptyHandler at 2
${dropped(times(500, () => ";", ""))}
== in one expression that is shorter: emptyHandler at 2
${dropped(`void [${times(500, () => "item", ",")}];`)}
`);
});
