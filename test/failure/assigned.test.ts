import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** A handler of something else sends; what the try before it assigns may have been assigned or not. */
const strayed = (setup: string, assigns: string, condition: string): string =>
  `export async function f(given: { n: number }, list: number[]) { ${setup}\n  try { ${assigns} await act(); } catch {\n    try { await svix.message.create("a", input); } catch { if (${condition}) await act(); } }\n}`;

describe("what a try may have assigned before something else failed in it", () => {
  verdictTable(`
== nothing: emptyHandler at 3
${strayed("let n = 1;", "", "n === 2")}
== a variable: fine
${strayed("let n = 1;", "n = 2;", "n === 2")}
== with an operator: fine
${strayed("let n = 1;", "n += 1;", "n === 2")}
== by counting: fine
${strayed("let n = 1;", "n++;", "n === 2")}
== by counting down: fine
${strayed("let n = 3;", "--n;", "n === 2")}
== by its sign, which assigns nothing: emptyHandler at 3
${strayed("let n = 1;", "await work(-n);", "n === 2")}
== from an object: fine
${strayed("let n = 1;", "({ n } = given);", "n === 2")}
== from an object, under another name: fine
${strayed("let m = 1;", "({ n: m } = given);", "m === 2")}
== from a list: fine
${strayed("let n = 1;", "[n = 0] = list;", "n === 2")}
== in a function: fine
${strayed("let n = 1;", "const set = () => { n = 2; }; set();", "n === 2")}
== a property of what it leaves alone: emptyHandler at 3
${strayed("const flags = { sent: false, tried: false };", "flags.tried = true;", "flags.sent")}
== at a place that it leaves alone: emptyHandler at 3
${strayed("let n = 1; const seen: Record<number, boolean> = {};", "seen[n] = true;", "n === 2")}
`);
});
