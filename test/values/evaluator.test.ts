import { describe, expect, it } from "vitest";
import { shown } from "./shown.js";

const table = (
  cases: readonly (readonly [name: string, source: string, expected: string])[],
): void => {
  it.each(cases)("%s", (_name, source, expected) => {
    expect(shown(source)).toBe(expected);
  });
};

describe("literals and operators", () => {
  table([
    ["a string", `show("a")`, `"a"`],
    ["a number with separators", `show(1_000)`, `1000`],
    ["a negative number", `show(-1)`, `-1`],
    ["null", `show(null)`, `absent`],
    ["undefined", `show(undefined)`, `absent`],
    ["casts and parentheses", `show((("a" as string) satisfies string)!)`, `"a"`],
    ["arithmetic", `show(2 * 3 + 4 / 2 - 10 % 4)`, `6`],
    ["concatenation", `show("a" + 1 + "b")`, `"a1b"`],
    ["a template with a hole", "declare const x: string; show(`a${x}b`)", `"a"<>"b"`],
    ["a template of known parts", 'const x = "b"; show(`a${x}c`)', `"abc"`],
    ["both sides of a conditional", `show(cond ? "a" : "b")`, `"a" | "b"`],
    ["a fallback beside something unknown", `declare const x: string; show(x ?? "a")`, `? | "a"`],
    ["a fallback that is never taken", `show("a" ?? "b")`, `"a"`],
    ["a fallback for the empty string", `show("" || "b")`, `"b"`],
    ["an optional value", `show(cond && "a")`, `absent | "a"`],
    ["a function is unknown", `show(() => "a")`, `?`],
  ]);
});

describe("names", () => {
  table([
    ["a constant", `const x = "a"; show(x)`, `"a"`],
    ["a let that is never written", `let x = "a"; show(x)`, `"a"`],
    ["a let that is written", `let x = "a"; if (cond) x = "b"; show(x)`, `?`],
    ["a let without a value", `let x: string | undefined; show(x)`, `?`],
    ["a counter", `let n = 1; n++; show(n)`, `?`],
    [
      "an optional parameter that one call leaves out and another gives",
      `const env = (name: string, other?: string) => process.env[name] ?? other; env("A", "b"); show(env("C"))`,
      `env C | absent`,
    ],
    ["an enum member", `enum E { A = "a", B = "b" } show(E.B)`, `"b"`],
    ["a numbered enum member", `enum E { A, B } show(E.B)`, `1`],
    ["a static field", `class C { static readonly X = "a"; } show(C.X)`, `"a"`],
    ["a field", `class C { private x = "a"; m() { show(this.x); } }`, `"a"`],
    [
      "a field that is written",
      `class C { x = "a"; constructor(x: string) { this.x = x; } m() { show(this.x); } }`,
      `?`,
    ],
    ["a getter", `class C { get x() { return "a"; } m() { show(this.x); } }`, `"a"`],
    ["a property of a constant object", `const C = { x: { y: "a" } } as const; show(C.x.y)`, `"a"`],
    ["a property by its key", `const C = { x: "a" }; show(C["x"])`, `"a"`],
    [
      "any property of a map",
      `const C = { x: "a", y: "b" }; declare const k: "x" | "y"; show(C[k])`,
      `"a" | "b" | ?`,
    ],
    ["destructuring", `const C = { x: "a" }; const { x } = C; show(x)`, `"a"`],
    [
      "destructuring with a default",
      `declare const o: { x?: string }; const { x = "a" } = o; show(x)`,
      `? | "a"`,
    ],
    [
      "nested destructuring with another name",
      `const { a: { b: c } } = { a: { b: "x" } }; show(c)`,
      `"x"`,
    ],
    ["an item", `const [, b] = ["a", "b"]; show(b)`, `"b"`],
    ["a literal type", `declare const x: "a"; show(x)`, `"a"`],
    ["each item of a loop", `for (const x of ["a", "b"]) show(x)`, `"a" | "b" | ?`],
    ["each item of map", `["a", "b"].map((x) => show(x))`, `"a" | "b" | ?`],
    ["recursion ends", `const f = (): string => f(); show(f())`, `?`],
    ["a variable defined by itself ends", `var x: string = x; show(x)`, `?`],
  ]);

  it("a constant of another file", () => {
    const files = {
      "main.ts": `import { X } from "./x"; show(X)`,
      "x.ts": `export const X = "a";`,
    };
    expect(shown(files)).toBe(`"a"`);
  });

  it("a constant through a barrel and a namespace", () => {
    expect(
      shown({
        "main.ts": `import * as all from "./barrel"; show(all.Y.x)`,
        "barrel.ts": `export { X as Y } from "./x";`,
        "x.ts": `export const X = { x: "a" } as const;`,
      }),
    ).toBe(`"a"`);
  });

  it("a default export", () => {
    expect(
      shown({ "main.ts": `import x from "./x"; show(x)`, "x.ts": `export default "a";` }),
    ).toBe(`"a"`);
  });
});

describe("every value that is ever assigned", () => {
  it("of a let", () => {
    const source = `let x = process.env.X; if (!x) x = "a"; show(x)`;
    expect(shown(source, { reassigned: "any" })).toBe(`env X | "a" | ?`);
  });

  it("of a field", () => {
    const source = `class C { x: string; constructor() { this.x = "a"; } m() { show(this.x); } }`;
    expect(shown(source, { reassigned: "any" })).toBe(`"a" | ?`);
  });
});

describe("objects and arrays", () => {
  table([
    ["a shorthand", `const x = "a"; show({ x })`, `{x: "a"}`],
    ["a known spread", `const o = { x: "a" }; show({ ...o, y: 1 })`, `{x: "a", y: 1}`],
    ["a spread that is overwritten", `const o = { x: "a" }; show({ ...o, x: "b" })`, `{x: "b"}`],
    ["a conditional spread", `show({ x: "a", ...(cond && { x: "b" }) })`, `{x: "a" | "b"}`],
    [
      "an unknown spread that may overwrite",
      `declare const o: { x?: string }; show({ x: "a", ...o })`,
      `{x: ?, …}`,
    ],
    [
      "an unknown spread of other properties",
      `declare const o: { y: string }; show({ x: "a", ...o })`,
      `{x: "a", …}`,
    ],
    [
      "an unknown spread before",
      `declare const o: { x?: string }; show({ ...o, x: "a" })`,
      `{x: "a", …}`,
    ],
    [
      "a computed key",
      `declare const k: string; show({ x: "a", [k]: "b", y: 1 })`,
      `{x: ?, y: 1, …}`,
    ],
    ["an array", `show(["a", ...["b"], "c"])`, `["a", "b", "c"]`],
    ["an array with something unknown", `declare const o: string[]; show(["a", ...o])`, `["a", …]`],
    ["an array that is pushed to", `const x: string[] = []; x.push("a"); show(x)`, `?`],
    ["an object that is written to", `const x = { a: "b" }; x.a = "c"; show(x)`, `?`],
    [
      "an object that is merged into",
      `const x = { a: "b" }; Object.assign(x, { a: "c" }); show(x)`,
      `?`,
    ],
    [
      "an object that was lent",
      `declare function f(x: object): void; const x = { a: "b" }; f(x); show(x)`,
      `?`,
    ],
    [
      "a constant object that was lent",
      `declare function f(x: object): void; const x = { a: "b" } as const; f(x); show(x)`,
      `{a: "b"}`,
    ],
    [
      "an object of which a text was lent",
      `declare function f(x: string): void; const x = { a: "b" }; f(x.a); show(x)`,
      `{a: "b"}`,
    ],
    [
      "an object of which an object was lent",
      `declare function f(x: object): void; const x = { a: { b: "c" } }; f(x.a); show(x)`,
      `?`,
    ],
    [
      "an object that contains itself ends",
      `const x: any = { a: "b", x: (() => x.x)() }; show(x.x)`,
      `?`,
    ],
    [
      "an object that is lent afterwards",
      `declare function f(x: object): void; const x = { a: "b" }; show(x); f(x)`,
      `{a: "b"}`,
    ],
    ["an object that was logged", `const x = { a: "b" }; console.log(x); show(x)`, `{a: "b"}`],
    ["the values of an object", `show(Object.values({ a: "x", b: "y" } as const))`, `["x", "y"]`],
  ]);
});

describe("functions", () => {
  table([
    [
      "what a function answers",
      `function f() { if (cond) return "a"; return "b"; } show(f())`,
      `"a" | "b"`,
    ],
    ["an argument", `const f = (x: string) => x + "!"; show(f("a"))`, `"a!"`],
    [
      "an argument that is replaced",
      `function f(x: string) { x = x.replace("a", "b"); return x; } show(f("a"))`,
      `?`,
    ],
    ["a default", `function f(x = "a") { show(x); }`, `"a" | ?`],
    [
      "what callers in the file pass",
      `function f(x: string) { show(x); } f("a"); f("b")`,
      `"a" | "b" | ?`,
    ],
    [
      "what constructions in the file pass",
      `class C { constructor(x: string) { show(x); } } new C("a")`,
      `"a" | ?`,
    ],
    [
      "a property of a parameter",
      `function f({ x = "a" }: { x?: string }) { show(x); } f({ x: "b" }); f({})`,
      `"b" | ? | "a"`,
    ],
    [
      "an awaited answer",
      `async function f() { return "a"; } async function g() { show(await f()); }`,
      `"a"`,
    ],
    ["texts", `show(" A ".trim().toLowerCase())`, `"a"`],
    ["another method", `show("whsec_x".replace("whsec_", ""))`, `?`],
    ["an encoded literal", `show(Buffer.from("ab").toString("base64"))`, `"YWI="`],
    ["a rounded number", `show(Math.floor(2.5))`, `2`],
  ]);
});

describe("environment", () => {
  table([
    ["process.env", `show(process.env.X)`, `env X`],
    ["a published one", `show(process.env.NEXT_PUBLIC_X!)`, `published env NEXT_PUBLIC_X`],
    ["by key", `show(process.env["VITE_X"])`, `published env VITE_X`],
    ["destructured", `const { PUBLIC_X } = process.env; show(PUBLIC_X)`, `published env PUBLIC_X`],
    ["import.meta.env", `show((import.meta as any).env.VITE_X)`, `published env VITE_X`],
    [
      "of SvelteKit",
      `import { PUBLIC_X } from "$env/static/public"; show(PUBLIC_X)`,
      `published env PUBLIC_X`,
    ],
    ["a private one of SvelteKit", `import { X } from "$env/static/private"; show(X)`, `env X`],
    [
      "of a typed environment",
      `import { env } from "./env"; show(env.NEXT_PUBLIC_X)`,
      `published env NEXT_PUBLIC_X`,
    ],
    [
      "of Nuxt",
      `declare function useRuntimeConfig(): any; const c = useRuntimeConfig(); show(c.public.x)`,
      `published env x`,
    ],
    ["in a template", "show(`${process.env.VITE_X}`)", `<VITE_X>`],
    ["with a fallback", `show(process.env.X ?? "a")`, `env X | "a"`],
  ]);
});
