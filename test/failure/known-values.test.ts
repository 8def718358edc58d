import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/**
 * What the simulation knows of values, one line each: `setup ;; condition`, in the handler of a failed
 * call. The condition is true, so the handler acts, and with its negation it does nothing. Not
 * knowing it would show in the first, as both ways are then followed.
 */
function areKnown(lines: string): void {
  const cases = lines
    .trim()
    .split("\n")
    .map((line) => line.trim());
  const program = (setup: string, condition: string): string =>
    `export async function f() {\n  try { await svix.message.create("a", input); } catch (error) { ${setup} if (${condition}) await act(); }\n}\n`;
  verdictTable(
    cases
      .map((line) => {
        const [setup = "", condition = ""] = line.includes(" ;; ")
          ? line.split(" ;; ")
          : ["", line];
        const name = line.replaceAll(": ", ":");
        return [
          `== ${name} is true: fine\n${program(setup, condition)}`,
          `== ${name} is not false: emptyHandler at 2\n${program(setup, `!(${condition})`)}`,
        ].join("");
      })
      .join(""),
  );
}

describe("operators", () => {
  areKnown(String.raw`
    2 + 3 === 5
    5 - 2 === 3
    2 * 3 === 6
    "a" + "b" === "ab"
    "a" + 1 === "a1"
    -1 < 0
    1 <= 1
    2 > 1
    2 >= 2
    !(0 as number)
    null == undefined
    (null as unknown) !== undefined
    (0, 1) === 1
    void 0 === undefined
    typeof "a" === "string"
    typeof null === "object"
    typeof { a: 1 } === "object"
    typeof (() => 1) === "function"
    (true ? 1 : 2) === 1
    (undefined ?? 2) === 2
    (1 ?? 2) === 1
    ("" || "b") === "b"
    ("a" && "b") === "b"
    let n = 1; n++; ;; n === 2
    let n = 1; --n; ;; n === 0
    let n = 1; n += 2; ;; n === 3
    let n = 3; n -= 2; ;; n === 1
    let n = 2; n *= 3; ;; n === 6
    let s = "a"; s += "b"; ;; s === "ab"
    let s = "a"; s += 1; ;; s === "a1"
    (0 as number | null) != null
    (false as boolean | null) != null
    let x: number | undefined; x ??= 2; ;; x === 2
    let x: number | undefined = 1; x ??= 2; ;; x === 1
    let x = 0; x ||= 2; ;; x === 2
    let x = 1; x ||= 2; ;; x === 1
    let x = 1; x &&= 2; ;; x === 2
    let x = 0; x &&= 2; ;; x === 0
  `);
});

describe("objects and arrays", () => {
  areKnown(String.raw`
    "abc".length === 3
    [1, 2].length === 2
    [...[1], 2].length === 2
    [1, 2][1] === 2
    [1][3] === undefined
    ({ a: 1 }).a === 1
    ({ ...{ a: 1 }, b: 2 }).a === 1
    ({ a() {} }).a !== undefined
    ({ ["a"]: 1 }).a === 1
    ({ "a-b": 1 })["a-b"] === 1
    ({ 1: 2 })[1] === 2
    const a = 1; ;; ({ a }).a === 1
    const o: { a?: number } = {}; ;; o.a === undefined
    const o = { n: 0 }; o.n = 1; ;; o.n === 1
    const o = { n: 0 }; o["n"] = 1; ;; o["n"] === 1
    const o = { in: { n: 0 } }; o.in.n = 1; ;; o.in.n === 1
    const list = [1]; list[0] = 2; ;; list[0] === 2
    const list = [1]; list[1] = 2; ;; list.length === 2
    const same = { a: 1 }; const other = same; ;; same === other
    const o = undefined as { a: { b: number } } | undefined; ;; o?.a.b === undefined
    const o = undefined as { a(): number } | undefined; ;; o?.a() === undefined
    const g = undefined as (() => number) | undefined; ;; g?.() === undefined
    const { a, b = 2 } = { a: 1 } as { a: number; b?: number }; ;; a === 1
    const { b = 2 } = {} as { b?: number }; ;; b === 2
    const { a: { b } } = { a: { b: 1 } }; ;; b === 1
    const { "a-b": c } = { "a-b": 1 }; ;; c === 1
    const [x, , y] = [1, 2, 3]; ;; y === 3
    const [p = 4] = [] as number[]; ;; p === 4
    let a = 1; let b = 2; [a, b] = [b, a]; ;; a === 2
    let a = 0; ({ x: a } = { x: 1 }); ;; a === 1
    let a = 0; ({ a } = { a: 1 }); ;; a === 1
    let a = 0; [a = 3] = [] as number[]; ;; a === 3
    const o = { a: 0 }; [o.a] = [1]; ;; o.a === 1
  `);
});

describe("methods of arrays", () => {
  areKnown(String.raw`
    [1, 2].some((n) => n === 2)
    ![1, 2].some((n) => n === 3)
    [1, 2].every((n) => n > 0)
    ![1, 2].every((n) => n > 1)
    [1, 2, 3].find((n) => n > 1) === 2
    [1, 2].filter((n) => n > 1).length === 1
    [1, 2, 3].reduce((sum, n) => sum + n, 0) === 6
    [1, 2].map((n) => n + 1)[1] === 3
    const seen: number[] = []; [1, 2].forEach((n) => { seen.push(n); }); ;; seen.length === 2
    let last = 0; [1, 2].forEach((n) => { last = n; }); ;; last === 2
    const found: number[] = []; found.push(1, 2); ;; found.length > 1
  `);
});

describe("functions", () => {
  areKnown(String.raw`
    const add = (a: number, b: number) => a + b; ;; add(1, 2) === 3
    const add = (a: number, b: number) => a + b; ;; add(...([1, 2] as const)) === 3
    const add = (a: number, b = 2) => a + b; ;; add(1) === 3
    const add = (a: number, b: number) => a + b; ;; add.call(null, 1, 2) === 3
    const add = (a: number, b: number) => a + b; ;; add.apply(null, [1, 2]) === 3
    const add = (a: number, b: number) => a + b; ;; add.bind(null)(1, 2) === 3
    const o = { two() { return 2; } }; ;; o.two() === 2
    const o = { two: () => 2 }; ;; o["two"]() === 2
    function two() { return 2; } ;; two() === 2
    function first({ a }: { a: number }) { return a; } ;; first({ a: 1 }) === 1
    let n = 0; const up = () => { n += 1; }; up(); up(); ;; n === 2
    const later = async () => 1; ;; (await later()) === 1
    function which(n: number) { switch (n) { case 1: return "one"; case 2: return "two"; default: return "many"; } } ;; which(2) === "two"
    function which(n: number) { if (n > 1) return "many"; return "one"; } ;; which(2) === "many"
    function safe() { try { throw new Error("no"); } catch { return 1; } } ;; safe() === 1
    function last() { try { return 1; } finally { return 2; } } ;; last() === 2
  `);
});

describe("promises, responses and errors", () => {
  areKnown(String.raw`
    (await Promise.resolve(1)) === 1
    (await Promise.all([1, Promise.resolve(2)]))[1] === 2
    (await Promise.race([Promise.resolve(1)])) === 1
    (await Promise.any([Promise.resolve(1)])) === 1
    const [one] = await Promise.allSettled([Promise.resolve(1)]); ;; one.status === "fulfilled"
    (await new Promise<number>((resolve) => { resolve(3); })) === 3
    (await Promise.reject(new Error("no")).catch(() => 1)) === 1
    (await Promise.resolve(1).then((n) => n + 1)) === 2
    new Response("", { status: 401 }).status === 401
    !new Response("", { status: 401 }).ok
    Response.json({}, { status: 500 }).status === 500
    error instanceof Error
    class Own extends Error {} const made = new Own(); ;; made instanceof Own
    class Own extends Error {} class Lower extends Own {} const made = new Lower("no"); ;; made instanceof Own
    class Own extends Error {} const made = new Error(); ;; !(made instanceof Own)
    !(("text" as unknown) instanceof Error)
    !((new Error() as unknown) instanceof ApiException)
  `);
});

describe("what something has, and what it is an instance of", () => {
  areKnown(String.raw`
    "a" in { a: 1 }
    !("b" in { a: 1 })
    1 in { 1: "one" }
    const o: { a?: number; b: number } = { b: 1 }; o.a = 2; ;; "a" in o
    const key = "a"; ;; key in { a: undefined }
    !(({ a: 1 } as unknown) instanceof Error)
    !((1 as unknown) instanceof Object)
    !((null as unknown) instanceof Error)
    (new Response("") as unknown) instanceof Response
    !((new Response("") as unknown) instanceof Error)
    "status" in new Response("")
    !("problem" in new Response(""))
  `);
});

describe("what is listed", () => {
  areKnown(String.raw`
    Object.keys({ a: 1, b: 2 }).length === 2
    Object.keys({ a: 1, b: 2 })[1] === "b"
    Object.values({ a: 1, b: 2 })[1] === 2
    Object.entries({ a: 1 })[0]![0] === "a"
    Object.entries({ a: 1 })[0]![1] === 1
    Object.keys(["a", "b"])[1] === "1"
    [...["a", "b"].keys()][1] === 1
    [...["a", "b"].entries()][1]![0] === 1
    [...["a", "b"].entries()][1]![1] === "b"
    Array.from(["a", "b"])[1] === "b"
    Array.from(["a", "b"], (each) => each + "!")[1] === "b!"
    const own = { from: (list: number[], each: (n: number) => number) => 5 }; ;; own.from([1], (n) => n) === 5
    const own = { keys: () => 5 }; ;; own.keys() === 5
    let last = ""; for (const name in { a: 1, b: 2 }) last = name; ;; last === "b"
    let all = 0; for (const [, n] of Object.entries({ a: 1, b: 2 })) all += n; ;; all === 3
  `);
});

describe("what is there because of the failure is listed", () => {
  areKnown(String.raw`
    const failed = [error]; ;; failed.length > 0
    const failed: unknown[] = []; failed.push(error); ;; failed[0] === error || failed.length === 1
    const failed = { a: error }; ;; Object.keys(failed).length === 1
    const failed = new Set<unknown>(); failed.add(error); ;; error instanceof Error
  `);
});

describe("a promise that is made by hand", () => {
  areKnown(String.raw`
    (await new Promise<number>((resolve) => resolve(Promise.resolve(3)))) === 3
    (await new Promise<number>((resolve, reject) => { resolve(1); reject(new Error("no")); })) === 1
    (await new Promise<number>((resolve) => { resolve(1); resolve(2); })) === 1
    (await new Promise<number>((_, reject) => { reject(new Error("no")); }).catch(() => 2)) === 2
    (await new Promise<number>((_, reject) => { reject(Promise.resolve(1)); }).catch(() => 2)) === 2
    (await new Promise<number>(() => { throw new Error("no"); }).catch(() => 2)) === 2
    (await new Promise<number>((resolve) => { resolve(Promise.reject(new Error("no"))); }).catch(() => 2)) === 2
    (await new Promise<number>((_, reject) => { reject(new Error("no")); }).then(() => 1, () => 2)) === 2
    let n = 0; await Promise.resolve(1).finally(() => { n = 2; }); ;; n === 2
    (await Promise.resolve(1).finally(() => 5)) === 1
    (await Promise.resolve(1).then(undefined, () => 5)) === 1
    (await Promise.resolve(1).then(null)) === 1
    (await Promise.resolve(1).finally(undefined)) === 1
    (await Promise.reject(new Error("no")).catch(null).catch(() => 6)) === 6
    (await Promise.reject(new Error("no")).then(() => 5, undefined).catch(() => 6)) === 6
    (await Promise.resolve(1).catch(() => 5)) === 1
    (await Promise.reject(new Error("no")).finally(() => 5).catch(() => 6)) === 6
    (await Promise.reject(new Error("no")).then(() => 5).catch(() => 6)) === 6
    (await Promise.resolve(1).then(async (n) => n + 1)) === 2
    (await Promise.resolve(1).then(() => { throw new Error("no"); }).catch(() => 6)) === 6
  `);
});

describe("arithmetic of what is not two numbers", () => {
  areKnown(String.raw`
    "a" + null === "anull"
    "a" + true === "atrue"
    let n = 3; n -= 1; n *= 4; ;; n === 8
    let n: number | null = null; n ??= 2; n += 1; ;; n === 3
    let s: string | undefined = "a"; s &&= "b"; ;; s === "b"
    let n = 1; const old = -n; ;; old === -1
    const o = { n: 1 }; o.n += 2; ;; o.n === 3
    const o = { n: 1 }; o.n++; ;; o.n === 2
    const list = [1]; list[0]! += 2; ;; list[0] === 3
    const o: { n?: number } = {}; o.n ??= 4; ;; o.n === 4
    let a = 0; let rest: number[] = []; [a, ...rest] = [1, 2, 3]; ;; a === 1
    let a = 0; let b = 0; ({ a, x: { b } } = { a: 1, x: { b: 2 } }); ;; b === 2
    let a = 0; ({ a = 5 } = {} as { a?: number }); ;; a === 5
    let a = 0; ({ x: a = 5 } = {} as { x?: number }); ;; a === 5
    const [a, ...others] = [1, 2, 3]; ;; others.length === 2
  `);
});

describe("what was worked out before the call", () => {
  verdictTable(String.raw`
== a function that returns nothing gave it: fine
async function prepare(): Promise<any> { await act(); }
export async function f() { const prepared = await prepare();
  try { return await svix.message.create("a", input); } catch { return prepared; } }
== a function that is not async and returns nothing gave it: fine
function prepare(): any { void work(input); }
export async function f() { const prepared = prepare();
  try { return await svix.message.create("a", input); } catch { return prepared; } }
== a function that may return something gave it: successReturned at 3
async function prepare(): Promise<any> { if (input) return [1]; }
export async function f() { const prepared = await prepare();
  try { return await svix.message.create("a", input); } catch { return prepared; } }
== a promise of nothing is handed on: fine
async function prepare(): Promise<any> { await act(); }
export async function f() { const prepared: any = prepare();
  try { return await svix.message.create("a", input); } catch { return prepared; } }
== a promise of nothing is something: successReturned at 3
async function prepare(): Promise<any> { await act(); }
export async function f() { const prepared: any = prepare();
  try { return await svix.message.create("a", input); } catch { return prepared ? [1] : null; } }
== a method that others may override gave nothing: successReturned at 2
export class Sender { prepare(): any { void work(input); } async f() { const prepared = this.prepare();
  try { return await svix.message.create("a", input); } catch { return prepared; } } }
== a function written in place gave null: fine
export async function f() { const usual = (() => { work(input); return null; })();
  try { return await svix.message.create("a", input); } catch { return usual; } }
== a function written in place gave a list: successReturned at 2
export async function f() { const usual = (() => { work(input); return [1]; })();
  try { return await svix.message.create("a", input); } catch { return usual; } }
== an async function written in place gave null: fine
export async function f() { const usual = (async () => { await work(input); return null; })();
  try { return await svix.message.create("a", input); } catch { return await usual; } }
== a loop in which only another failure assigns it: emptyHandler at 3
export async function f(ids: string[]) { let failed: unknown = null;
  for (const id of ids) {
    try { await svix.message.create(id, input); } catch {}
    try { await svix.application.create(input); } catch (error) { failed = error; await act(error); }
  }
  return failed; }
== a loop that assigns it: fine
export async function f(ids: string[]) { let last: unknown = null;
  for (const id of ids) {
    try { last = await svix.message.create(id, input); } catch { last = null; }
  }
  return last; }
`);
});

describe("a promise", () => {
  verdictTable(String.raw`
== is there whether it fails or not: unhandled at 1
export async function f() { const sent = svix.message.create("a", input);
  if (sent === null) throw new Error("nothing was sent"); else await act();
  await sent; }
== is there in a callback, too: unhandled at 1
export async function f(ids: string[]) { const sent = svix.message.create("a", input);
  await Promise.all(ids.map(async () => { if (sent === null) { throw new Error("nothing was sent"); } else { await act(); } return sent; })); }
== is there, and whoever asks for that has not dealt with its failure: unhandled at 1
export async function f() { const sent = svix.message.create("a", input);
  if (sent) await act();
  await sent; }
`);
});
