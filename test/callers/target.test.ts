import { expect, it } from "vitest";
import ts from "typescript";
import { callersOf } from "../../src/callers/index.js";
import { programOf } from "../harness/program.js";
import { oneLine, placeOf } from "./marked.js";

/** The targets of the call that stands on the line after the comment `// CALL`, by place and name. */
function targets(files: Readonly<Record<string, string>> | string): string[] {
  const program = programOf(files);
  const texts = typeof files === "string" ? { "main.ts": files } : files;
  const name = Object.keys(texts).find((key) => texts[key]?.includes("CALL")) ?? "";
  const file = program
    .getSourceFiles()
    .find((other) => other.fileName.endsWith(`/virtual/${name}`))!;
  const start = file.text.indexOf("\n", file.text.indexOf("CALL"));
  const calls: (ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression)[] = [];
  const visit = (node: ts.Node): void => {
    const isCall =
      ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
    if (isCall && node.getStart() > start) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const found = callersOf(program).targetsOf(calls[0]!);
  expect(callersOf(program).targetsOf(calls[0]!)).toBe(found);
  return found.map((fn) => `${placeOf(fn)} ${fn.name ? oneLine(fn.name) : ts.SyntaxKind[fn.kind]}`);
}

const CALL = "\n// CALL\n";
const SEND = "export async function send() {}\n";

it.each<
  [name: string, files: Readonly<Record<string, string>> | string, expected: readonly string[]]
>([
  ["a function declaration", `${SEND}${CALL}void send();`, ["main.ts:1 send"]],
  [
    "an imported one",
    { "a.ts": SEND, "main.ts": `import { send as s } from "./a";${CALL}void s();` },
    ["a.ts:1 send"],
  ],
  [
    "a barrel and a namespace",
    {
      "a.ts": SEND,
      "b.ts": `export * from "./a";`,
      "main.ts": `import * as b from "./b";${CALL}void b.send();`,
    },
    ["a.ts:1 send"],
  ],
  ["a const arrow", `const send = async () => {};${CALL}void send();`, ["main.ts:1 ArrowFunction"]],
  [
    "a let that is only compared",
    `let send = async () => {};\nexport const isSend = (other: unknown) => send === other && send !== undefined;${CALL}void send();`,
    ["main.ts:1 ArrowFunction"],
  ],
  [
    "what a function returns that is called by way of call",
    `const make = () =>\n  async () => {};${CALL}void make.call(null)();`,
    ["main.ts:2 ArrowFunction"],
  ],
  [
    "what a function is that is bound on the spot",
    `const make = () =>\n  async () => {};${CALL}void make.bind(null)();`,
    ["main.ts:1 ArrowFunction"],
  ],
  [
    "an overload's implementation",
    `function send(a: string): void;\nfunction send(a: number): void;\nfunction send(_: unknown) {}${CALL}send("");`,
    ["main.ts:3 send"],
  ],
  [
    "a default export",
    {
      "a.ts": "export default async () => {};",
      "main.ts": `import send from "./a";${CALL}void send();`,
    },
    ["a.ts:1 ArrowFunction"],
  ],
  [
    "a default export of a function",
    { "a.ts": "export default function send() {}", "main.ts": `import s from "./a";${CALL}s();` },
    ["a.ts:1 send"],
  ],
  [
    "a method of this",
    `export class A { send() {}\n go() {${CALL}this.send(); } }`,
    ["main.ts:1 send"],
  ],
  [
    "an injected service",
    {
      "a.ts": "export class Mailer { async send() {} }",
      "main.ts": `import { Mailer } from "./a";\nexport class B { constructor(private readonly mailer: Mailer) {}\n go() {${CALL}void this.mailer.send(); } }`,
    },
    ["a.ts:1 send"],
  ],
  [
    "a class property that holds an arrow",
    `class A { send = () => {}; }${CALL}new A().send();`,
    ["main.ts:1 ArrowFunction"],
  ],
  [
    "an overriding subclass, too",
    `class A { send() {} }\nclass B extends A { override send() {} }\nexport const go = (a: A) => {${CALL}a.send(); };\nexport { B };`,
    ["main.ts:1 send", "main.ts:2 send"],
  ],
  [
    "not the overriding one where the object is new",
    `class A { send() {} }\nexport class B extends A { override send() {} }${CALL}new A().send();`,
    ["main.ts:1 send"],
  ],
  [
    "only the base by super",
    `class A { send() {} }\nexport class B extends A { override send() {${CALL}super.send(); } }\nexport class C extends B { override send() {} }`,
    ["main.ts:1 send"],
  ],
  [
    "a base method that a subclass's subclass overrides",
    `class A { send() {} }\nclass B extends A {}\nexport class C extends B { override send() {} }\nexport class D extends A { override send() {} }\nexport const go = (b: B) => {${CALL}b.send(); };`,
    ["main.ts:1 send", "main.ts:3 send"],
  ],
  [
    "all implementations of an interface, object literals among them",
    `interface Mailer { send(): void }\nexport class A implements Mailer { send() {} }\nexport class B { send() {} }\nexport const c: Mailer = { send() {} };\nexport const d: Mailer = { send: () => {} };\nexport const go = (mailer: Mailer) => {${CALL}mailer.send(); };`,
    ["main.ts:2 send", "main.ts:4 send", "main.ts:5 ArrowFunction"],
  ],
  [
    "one of an interface's methods, and not what stands beside it",
    `interface Mailer { send(): void; close(): void }\nexport class A implements Mailer { close() {}\n send() {} }\nexport const go = (mailer: Mailer) => {${CALL}mailer.send(); };`,
    ["main.ts:3 send"],
  ],
  [
    "an object that stands in for a class",
    `export class Mailer { send() {} }\nexport const fake: Mailer = { send() {} };\nexport const go = (mailer: Mailer) => {${CALL}mailer.send(); };`,
    ["main.ts:1 send", "main.ts:2 send"],
  ],
  [
    "a method of any class, where the type says nothing",
    `export class A { send() {} }\nexport const go = (mailer: unknown) => {${CALL}(mailer as any).send(); };`,
    [],
  ],
  [
    "implementations of an interface in other files, imported by other names",
    {
      "mailer.ts": "export interface Mailer { send(): void }\nexport default class Base {}",
      "a.ts": `import type { Mailer as M } from "./mailer";\nexport class A implements M { send() {} }`,
      "b.ts": `import * as all from "./mailer";\nexport class B implements all.Mailer { send() {} }`,
      "main.ts": `import type { Mailer } from "./mailer";\nexport const go = (mailer: Mailer) => {${CALL}mailer.send(); };`,
    },
    ["a.ts:2 send", "b.ts:2 send"],
  ],
  [
    "heirs of a default-exported abstract class",
    {
      "mailer.ts": "export default abstract class Mailer { abstract send(): void }",
      "a.ts": `import Base from "./mailer";\nexport class A extends Base { send() {} }`,
      "main.ts": `import type Mailer from "./mailer";\nexport const go = (mailer: Mailer) => {${CALL}mailer.send(); };`,
    },
    ["a.ts:2 send"],
  ],
  [
    "implementations of an object type alias",
    `type Mailer = { send(): void };\nexport class A implements Mailer { send() {} }\nexport const go = (mailer: Mailer) => {${CALL}mailer.send(); };`,
    ["main.ts:2 send"],
  ],
  [
    "a private method",
    `export class A { #send() {}\n go() {${CALL}this.#send(); } }`,
    ["main.ts:1 #send"],
  ],
  ["a static method", `class A { static send() {} }${CALL}A.send();`, ["main.ts:1 send"]],
  [
    "an object-literal method",
    `const mailer = { send() {}, other() {} };${CALL}mailer.send();`,
    ["main.ts:1 send"],
  ],
  [
    "an entry of a const map under a computed key",
    `const f = () => {};\nconst map: Record<string, () => void> = { a: f, b: () => {} };\nexport const go = (key: string) => {${CALL}map[key]!(); };`,
    ["main.ts:1 ArrowFunction", "main.ts:2 ArrowFunction"],
  ],
  [
    "an entry of a const map by name",
    `function f() {}\nconst map: Record<string, () => void> = Object.freeze({ a: f, b: () => {} });${CALL}map["a"]!();`,
    ["main.ts:1 f"],
  ],
  [
    "a map of maps",
    `const map = { mail: { send() {} } };${CALL}map.mail.send();`,
    ["main.ts:1 send"],
  ],
  [
    "a default-exported object",
    { "a.ts": "export default { send() {} };", "main.ts": `import a from "./a";${CALL}a.send();` },
    ["a.ts:1 send"],
  ],
  [
    "a spread map, by its type",
    `const base = { send() {} };\nconst map = { ...base };${CALL}map.send();`,
    ["main.ts:1 send"],
  ],
  [
    "a spread map, by a key that is not known: unknown",
    `const base = { send() {} };\nconst map = { ...base, stop() {} };\ndeclare const key: "send" | "stop";${CALL}map[key]();`,
    [],
  ],
  [
    "a destructured method",
    `class A { send() {} }\nconst { send } = new A();${CALL}send();`,
    ["main.ts:1 send"],
  ],
  [
    "a destructured one with a default",
    `const box: { send?: () => void } = {};\nconst { send = () => {} } = box;${CALL}send();`,
    ["main.ts:2 ArrowFunction"],
  ],
  [
    "a destructured parameter, by its type",
    `class A { send() {} }\nexport const go = ({ send }: A) => {${CALL}send(); };`,
    ["main.ts:1 send"],
  ],
  [
    "a bound function",
    `function send() {}\nconst bound = send.bind(null);${CALL}bound();`,
    ["main.ts:1 send"],
  ],
  ["call and apply", `function send() {}${CALL}send.call(null);`, ["main.ts:1 send"]],
  [
    "a choice",
    `const a = () => {};\nfunction b() {}\nlet flag = Boolean(process.env["A"]);\nconst run = flag ? a : b;${CALL}run();`,
    ["main.ts:1 ArrowFunction", "main.ts:2 b"],
  ],
  [
    "fallbacks and sequences",
    `function a() {}\nfunction b() {}\nconst run = (undefined as (() => void) | undefined) ?? (a, b);${CALL}run();`,
    ["main.ts:2 b"],
  ],
  [
    "let that is never assigned again",
    `let send = () => {};${CALL}send();`,
    ["main.ts:1 ArrowFunction"],
  ],
  [
    "let that is assigned again: unknown",
    `let send = () => {};\nsend = () => {};${CALL}send();`,
    [],
  ],
  [
    "a function that a function returns",
    `function make() { if (Math.random()) { return () => {}; } return function named() {}; }\nconst send = make();${CALL}send();`,
    ["main.ts:1 ArrowFunction", "main.ts:1 named"],
  ],
  [
    "a wrapper's inner function, not the callback",
    `function wrap<T extends () => void>(fn: T): T { return (() => { fn(); }) as T; }\nconst send = wrap(() => {});${CALL}send();`,
    ["main.ts:1 ArrowFunction"],
  ],
  [
    "a function that an async function returns",
    `async function make() { return () => {}; }\nconst send = await make();${CALL}send();\nexport {};`,
    ["main.ts:1 ArrowFunction"],
  ],
  [
    "a package's function that returns one of its own",
    {
      "later.d.ts": `declare module "later" { export function debounce(callback: () => void): () => void; }`,
      "main.ts": `import { debounce } from "later";\nexport const use = () => { const send = debounce(() => {});${CALL}send(); };`,
    },
    [],
  ],
  [
    "useCallback, by the type of what it returns",
    {
      "react.d.ts": `declare module "react" { export function useCallback<T extends Function>(callback: T): T; }`,
      "main.ts": `import { useCallback } from "react";\nexport const use = () => { const send = useCallback(() => {});${CALL}send(); };`,
    },
    ["main.ts:2 ArrowFunction"],
  ],
  ["a constructor", `class A { constructor() {} }${CALL}new A();`, ["main.ts:1 Constructor"]],
  [
    "an inherited constructor",
    `class A { constructor() {} }\nclass B extends A {}${CALL}new B();`,
    ["main.ts:1 Constructor"],
  ],
  [
    "super()",
    `class A { constructor() {} }\nexport class B extends A { constructor() {${CALL}super(); } }`,
    ["main.ts:1 Constructor"],
  ],
  [
    "a class in a const",
    `const A = class { constructor() {} };${CALL}new A();`,
    ["main.ts:1 Constructor"],
  ],
  ["a class without a constructor", `class A {}${CALL}new A();`, []],
  [
    "a tagged template",
    `function tag(_: TemplateStringsArray) {}${CALL}tag\`x\`;`,
    ["main.ts:1 tag"],
  ],
  [
    "CommonJS, destructured",
    {
      "a.js": "async function send() {}\nmodule.exports = { send };",
      "main.js": `const { send } = require("./a");${CALL}send();`,
    },
    ["a.js:1 send"],
  ],
  [
    "CommonJS, exports.send",
    {
      "a.js": "exports.send = async () => {};",
      "main.js": `const a = require("./a");${CALL}a.send();`,
    },
    ["a.js:1 ArrowFunction"],
  ],
  [
    "CommonJS, module.exports = function",
    {
      "a.js": "module.exports = async function () {};",
      "main.js": `const send = require("./a");${CALL}send();`,
    },
    ["a.js:1 FunctionExpression"],
  ],
  [
    "a function expression by its own name",
    `const f = function again(): void {${CALL}again(); };\nf();`,
    ["main.ts:1 again"],
  ],
  [
    "a shorthand entry of a const map",
    `function send() {}\nconst map = { send };${CALL}map.send();`,
    ["main.ts:1 send"],
  ],
  [
    "a class below an interface by two ways, once",
    `interface Base { send(): void }\ninterface A extends Base {}\ninterface B extends Base {}\nexport class C implements A, B { send() {} }\nexport class D extends C {}\nexport const go = (base: Base) => {${CALL}base.send(); };`,
    ["main.ts:4 send"],
  ],
  [
    "a call through an interface that is made twice in a program",
    `interface M { send(): void }\nexport class A implements M { send() {} }\nexport const go = (m: M) => {${CALL}m.send(); m.send(); };`,
    ["main.ts:2 send"],
  ],
  [
    "a member under a computed key of a class: unknown",
    `const key: unique symbol = Symbol();\nclass A { [key]() {} }${CALL}new A()[key]();`,
    [],
  ],
  [
    "a logical and",
    `const a = () => {};\nconst run = Boolean(1) && a;${CALL}(run as () => void)();`,
    ["main.ts:1 ArrowFunction"],
  ],
  [
    "an assignment as the callee",
    `let run: (() => void) | undefined;${CALL}(run = () => {})();`,
    ["main.ts:3 ArrowFunction"],
  ],
  ["a comparison is no function", `const run = (1 > 2) as unknown as () => void;${CALL}run();`, []],
  [
    "an own method named call",
    `const phone = { call() {} };${CALL}phone.call();`,
    ["main.ts:1 call"],
  ],
  ["bind called on the spot", `function send() {}${CALL}send.bind(null)();`, ["main.ts:1 send"]],
  ["bind, which gives it on", `function send() {}${CALL}send.bind(null);`, ["main.ts:1 send"]],
  ["objects that are each other", `const a: any = b;\nconst b: any = a;${CALL}a.send();`, []],
  [
    "super in a class that extends nothing",
    `class A { constructor() {\n// @ts-expect-error no base${CALL}super(); } }\nnew A();`,
    [],
  ],
  [
    "new of a function",
    `function A() {}${CALL}new (A as never as { new (): object })();`,
    ["main.ts:1 A"],
  ],
  ["a constructor of a package", `${CALL}new Map();`, []],
  ["a class whose base a package declares", `class A extends Map {}${CALL}new A();`, []],
  [
    "a map that a function makes: by its type",
    `const make = () => ({ send() {} });\nconst map = make();${CALL}map.send();`,
    ["main.ts:1 send"],
  ],
  [
    "freeze of something else",
    `const ice = { freeze: (o: { send(): void }) => o };\nconst map = ice.freeze({ send() {} });${CALL}map.send();`,
    ["main.ts:2 send"],
  ],
  [
    "an accessor under the key: unknown",
    `const map = { get send() { return () => {}; } };${CALL}map.send();`,
    [],
  ],
  ["a destructured element of an array: unknown", `const [send] = [() => {}];${CALL}send!();`, []],
  [
    "a destructured variable that a pattern declares: unknown",
    `const { a: { send } } = { a: { send() {} } };${CALL}send();`,
    ["main.ts:1 send"],
  ],
  [
    "a member that a shared type declares as a property",
    `interface Mailer { readonly send: () => void }\nexport class A implements Mailer { readonly send = () => {}; }\nexport const go = (mailer: Mailer) => {${CALL}mailer.send(); };`,
    ["main.ts:2 ArrowFunction"],
  ],
  [
    "a property without a value",
    `class A { send!: () => void }\nexport const go = (a: A) => {${CALL}a.send(); };`,
    [],
  ],
  [
    "a shared type in a package",
    `import type { Server } from "node:http";\nexport class S { close() {} }\nexport const go = (server: Server) => {${CALL}server.close(); };`,
    [],
  ],
  ["an import that does not resolve", `import { send } from "./nowhere";${CALL}send();`, []],
  ["a variable that refers to itself", `const a: () => void = a;${CALL}a();`, []],
  [
    "CommonJS, a function that a member of the module is assigned",
    {
      "a.js":
        "module.exports.send = function () {};\nmodule.exports.deliver = module.exports.send;",
      "main.js": `const { deliver } = require("./a");${CALL}deliver();`,
    },
    ["a.js:1 FunctionExpression"],
  ],
  [
    "a generic class's constructor in a namespace",
    `namespace N { export class A<T> { constructor(readonly value: T) {} } }${CALL}new N.A(1);`,
    ["main.ts:1 Constructor"],
  ],
  [
    "a type alias of a union: its members' implementations are unknown",
    `interface X { send(): void }\ntype U = X | undefined;\nexport class A implements X { send() {} }\nexport const go = (u: U) => {${CALL}u?.send(); };`,
    ["main.ts:3 send"],
  ],
  [
    "a function without a body",
    `export abstract class A { abstract send(): void; go() {${CALL}this.send(); } }`,
    [],
  ],
  [
    "await of a function",
    `export async function go(run: Promise<() => void>) {${CALL}(await run)(); }`,
    [],
  ],
  [
    "a member of what only has a module's type",
    {
      "a.ts": SEND,
      "main.ts": `import type * as a from "./a";\ndeclare function proxy<T>(): T;\nconst { send } = proxy<typeof a>();${CALL}void send();`,
    },
    [],
  ],
  [
    "a member of what a function of the program gives, of a module's type",
    {
      "a.ts": SEND,
      "main.ts": `import * as a from "./a";\nconst api = (): typeof a => a;${CALL}void api().send();`,
    },
    ["a.ts:1 send"],
  ],
  ["a parameter: unknown", `export const go = (run: () => void) => {${CALL}run(); };`, []],
  [
    "a package's function: unknown",
    `import { readFile } from "node:fs/promises";${CALL}void readFile("");`,
    [],
  ],
  ["a declared function: unknown", `declare function send(): void;${CALL}send();`, []],
  [
    "more implementations than can be entered: unknown",
    `interface M { send(): void }\n${Array.from({ length: 9 }, (_, i) => `export class A${String(i)} implements M { send() {} }`).join("\n")}\nexport const go = (m: M) => {${CALL}m.send(); };`,
    [],
  ],
  [
    "a class that extends itself: unknown",
    `// @ts-expect-error circular\nclass A extends A {}\n// @ts-expect-error circular\nclass B extends C {}\nclass C extends B {}${CALL}new A();\nnew C();`,
    [],
  ],
  [
    "a const that holds itself: unknown",
    `// @ts-expect-error circular\nconst A: new () => object = A;${CALL}new A();`,
    [],
  ],
  [
    "the constructor of a class two above",
    `class A { constructor(readonly a = 1) {} }\nclass B extends A {}\nconst C = class extends B {};${CALL}new C();`,
    ["main.ts:1 Constructor"],
  ],
  [
    "names that go in a circle: unknown",
    `const a: () => void = () => b();\nconst b: () => void = make();\nfunction make(): () => void { return make(); }${CALL}b();\na();`,
    [],
  ],
])("%s", (_name, files, expected) => {
  expect(targets(files)).toEqual(expected);
});
