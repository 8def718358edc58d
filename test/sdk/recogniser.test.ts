import { beforeAll, describe, expect, it } from "vitest";
import ts from "typescript";
import { recogniserOf, type Recogniser } from "../../src/sdk/recogniser.js";
import { fileOf, programOf, type SdkVersion } from "../harness/program.js";
import { nodesIn, operationsIn, recogniserIn, svixCallsIn } from "./readings.js";

interface Case {
  readonly name: string;
  readonly code: string;
  /** Operations of the file's SDK calls; one message.create unless told. */
  readonly calls?: readonly string[];
  readonly js?: boolean;
  readonly only?: readonly SdkVersion[];
}

const ALL: readonly SdkVersion[] = ["2.5.0", "1.99.1", "1.45.1", "1.4.12"];
const COMMON_JS: readonly SdkVersion[] = ["1.99.1", "1.45.1", "1.4.12"];
const MESSAGE = `{ eventType: "order.paid", payload: {} }`;
const SEND = `("app", ${MESSAGE})`;

/** Modules of the project that the cases import. */
const PROJECT = {
  "client.ts": `
    import { Svix } from "svix";
    export const svix = new Svix("token");
    let shared: Svix | undefined;
    export function client(): Svix { return (shared ??= new Svix("token")); }
    export default svix;
    export const send = svix.message.create.bind(svix.message);
  `,
  "reexport.ts": `
    export { svix as webhooks } from "./client";
    export * from "svix";
    export * as sdk from "svix";
  `,
  "service.ts": `
    import { Svix } from "svix";
    export class Mailer {
      private readonly svix = new Svix("token");
      readonly deliver = this.svix.message.create.bind(this.svix.message);
    }
  `,
  "legacy.js": `
    const { Svix } = require("svix");
    const svix = new Svix("token");
    module.exports = { svix, dispatch: svix.message.create.bind(svix.message) };
  `,
};

const HOLDING: readonly Case[] = [
  {
    name: "a const",
    code: `import { Svix } from "svix"; const svix = new Svix("t"); svix.message.create${SEND};`,
  },
  {
    name: "a parameter",
    code: `import { Svix } from "svix"; export function f(anything: Svix) { return anything.message.create${SEND}; }`,
  },
  {
    name: "a parameter of imported type",
    code: `import type { Svix } from "svix"; export const f = (s: Svix) => s.message.create${SEND};`,
  },
  {
    name: "a class field",
    code: `import { Svix } from "svix"; export class A { private readonly svix = new Svix("t"); f() { return this.svix.message.create${SEND}; } }`,
  },
  {
    name: "a private field",
    code: `import { Svix } from "svix"; export class A { #svix = new Svix("t"); f() { return this.#svix.message.create${SEND}; } }`,
  },
  {
    name: "a constructor's parameter property",
    code: `import type { Svix } from "svix"; export class A { constructor(private readonly svix: Svix) {} f() { return this.svix.message.create${SEND}; } }`,
  },
  {
    name: "a getter",
    code: `import { Svix } from "svix"; export class A { get hooks() { return new Svix("t"); } f() { return this.hooks.message.create${SEND}; } }`,
  },
  {
    name: "a singleton function's result",
    code: `import { client } from "./client"; client().message.create${SEND};`,
  },
  {
    name: "an awaited singleton",
    code: `import type { Svix } from "svix"; declare function get(): Promise<Svix>; export async function f() { return (await get()).message.create${SEND}; }`,
  },
  {
    name: "svix!",
    code: `import type { Svix } from "svix"; export const f = (svix?: Svix) => svix!.message.create${SEND};`,
  },
  {
    name: "svix?.",
    code: `import type { Svix } from "svix"; export const f = (svix?: Svix) => svix?.message.create${SEND};`,
  },
  {
    name: "an optional call",
    code: `import type { Svix } from "svix"; export const f = (svix?: Svix) => svix?.message?.create?.${SEND};`,
  },
  {
    name: "a cast",
    code: `import type { Svix } from "svix"; export const f = (svix: unknown) => (svix as Svix).message.create${SEND};`,
  },
  {
    name: "an angle-bracket cast",
    code: `import type { Svix } from "svix"; export const f = (svix: unknown) => (<Svix>svix).message.create${SEND};`,
  },
  {
    name: "satisfies and parentheses around the method",
    code: `import type { Svix } from "svix"; export const f = (svix: Svix) => ((svix.message.create satisfies Function)!)${SEND};`,
  },
  {
    name: "a narrowed value",
    code: `import { Svix } from "svix"; export function f(x: unknown) { if (x instanceof Svix) x.message.create${SEND}; }`,
  },
  {
    name: "element access",
    code: `import type { Svix } from "svix"; export const f = (svix: Svix) => svix["message"]["create"]${SEND};`,
  },
  {
    name: "element access by template",
    code:
      'import type { Svix } from "svix"; export const f = (svix: Svix) => svix.message[`create`]' +
      SEND +
      ";",
  },
  {
    name: "element access by a const key",
    code: `import type { Svix } from "svix"; const key = "create"; export const f = (svix: Svix) => svix.message[key]${SEND};`,
  },
  {
    name: "a destructured resource",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const { message } = svix; return message.create${SEND}; }`,
  },
  {
    name: "a destructured parameter",
    code: `import type { Svix } from "svix"; export const f = ({ message: m }: Svix) => m.create${SEND};`,
  },
  {
    name: "a resource in a variable",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const x = svix.message; return x.create${SEND}; }`,
  },
  {
    name: "a resource as a parameter",
    code: `import type { Svix } from "svix"; export const f = (x: Svix["message"]) => x.create${SEND};`,
  },
  {
    name: "a destructured method",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const { create } = svix.message; return create${SEND}; }`,
  },
  {
    name: "a renamed destructured method",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const { message: { create: go } } = svix; return go${SEND}; }`,
  },
  {
    name: "a method in a variable",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const go = svix.message.create; return go${SEND}; }`,
  },
  {
    name: "a method through two variables",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const go = svix.message.create; const on = go; return on${SEND}; }`,
  },
  {
    name: "a bound method",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const go = svix.message.create.bind(svix.message); return go${SEND}; }`,
  },
  {
    name: "a method bound and called at once",
    code: `import type { Svix } from "svix"; export const f = (svix: Svix) => svix.message.create.bind(svix.message)${SEND};`,
  },
  {
    name: "a method bound with arguments",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const go = svix.message.create.bind(svix.message, "app"); return go(${MESSAGE}); }`,
  },
  {
    name: "a bound method of another file",
    code: `import { send as go } from "./client"; go${SEND};`,
  },
  {
    name: "a bound method in a field",
    code: `import { Svix } from "svix"; export class A { private svix = new Svix("t"); private readonly go = this.svix.message.create.bind(this.svix.message); f() { return this.go${SEND}; } }`,
  },
  {
    name: "a bound method in another file's field",
    code: `import { Mailer } from "./service"; export const f = (mailer: Mailer) => mailer.deliver${SEND};`,
  },
  {
    name: "a method in an object",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const api = { go: svix.message.create }; return api.go${SEND}; }`,
  },
  {
    name: "a method in an object's shorthand property",
    code: `import type { Svix } from "svix"; export function f(svix: Svix) { const { create } = svix.message; const api = { create }; return api.create${SEND}; }`,
  },
  {
    name: "a method of a typed parameter",
    code: `import type { Svix } from "svix"; export const f = (go: Svix["message"]["create"]) => go${SEND};`,
  },
  {
    name: "a method of a typed property",
    code: `import type { Svix } from "svix"; interface Ports { go: Svix["message"]["create"] } export const f = (p: Ports) => p.go${SEND};`,
  },
  {
    name: "an optional method of a typed property",
    code: `import type { Svix } from "svix"; interface Ports { go?: Svix["message"]["create"] } export const f = (p: Ports) => p.go?.${SEND};`,
  },
  {
    name: "a method in a record",
    code: `import type { Svix } from "svix"; export const f = (p: Record<"create", Svix["message"]["create"]>) => p.create${SEND};`,
  },
  {
    name: "a method by a conditional",
    code: `import type { Svix } from "svix"; export const f = (a: Svix, b: Svix, c: boolean) => (c ? a.message.create : b.message.create)${SEND};`,
  },
  {
    name: "a method by ??",
    code: `import type { Svix } from "svix"; export const f = (svix: Svix, go?: Svix["message"]["create"]) => (go ?? svix.message.create)${SEND};`,
  },
  {
    name: "a method by a comma",
    code: `import type { Svix } from "svix"; export const f = (svix: Svix) => (0, svix.message.create)${SEND};`,
  },
  {
    name: "a method through call()",
    code: `import type { Svix } from "svix"; export const f = (svix: Svix) => svix.message.create.call(svix.message, "app", ${MESSAGE});`,
  },
  {
    name: "a method through apply()",
    code: `import type { Svix } from "svix"; export const f = (svix: Svix) => svix.message.create.apply(svix.message, ["app", ${MESSAGE}]);`,
  },
  {
    name: "a default export of the method",
    code: `import { svix } from "./client"; export default svix.message.create; import again from "./a default export of the method"; again${SEND};`,
  },
  {
    name: "a subclass",
    code: `import { Svix } from "svix"; class Ours extends Svix { ping() { return this.message.create${SEND}; } } new Ours("t").message.create${SEND};`,
    calls: ["message.create", "message.create"],
  },
  {
    name: "super",
    code: `import { Svix } from "svix"; export class Ours extends Svix { ping() { return super.message.create${SEND}; } }`,
    only: ["2.5.0", "1.99.1"],
  },
  {
    name: "a generic subclass",
    code: `import { Svix } from "svix"; class Ours<T> extends Svix { extra?: T } export const f = (o: Ours<string>) => o.message.create${SEND};`,
  },
  {
    name: "an interface over the client",
    code: `import type { Svix } from "svix"; interface Sender { message: Svix["message"] } export const f = (s: Sender) => s.message.create${SEND};`,
  },
  {
    name: "an interface that extends the client",
    code: `import type { Svix } from "svix"; interface Sender extends Svix { extra: 1 } export const f = (s: Sender) => s.message.create${SEND};`,
  },
  {
    name: "Pick over the client",
    code: `import type { Svix } from "svix"; export const f = (s: Pick<Svix, "message">) => s.message.create${SEND};`,
  },
  {
    name: "Pick over a resource",
    code: `import type { Svix } from "svix"; interface Sender { message: Pick<Svix["message"], "create"> } export const f = (s: Sender) => s.message.create${SEND};`,
  },
  {
    name: "an interface that extends a Pick",
    code: `import type { Svix } from "svix"; interface Sender extends Pick<Svix["message"], "create"> {} export const f = (s: Sender) => s.create${SEND};`,
  },
  {
    name: "a mapped type",
    code: `import type { Svix } from "svix"; type Loose<T> = { -readonly [K in keyof T]?: T[K] }; export const f = (s: Loose<Svix["message"]>) => s.create!${SEND};`,
  },
  {
    name: "Readonly and Partial",
    code: `import type { Svix } from "svix"; export const f = (s: Readonly<Partial<Svix>>) => s.message?.create${SEND};`,
  },
  {
    name: "an intersection",
    code: `import type { Svix } from "svix"; export const f = (s: Svix & { tenant: string }) => s.message.create${SEND};`,
  },
  {
    name: "a type parameter",
    code: `import type { Svix } from "svix"; export const f = <T extends Svix>(s: T) => s.message.create${SEND};`,
  },
  {
    name: "Svix | undefined",
    code: `import type { Svix } from "svix"; export const f = (s: Svix | undefined) => s && s.message.create${SEND};`,
  },
  {
    name: "Svix | a mock",
    code: `import type { Svix } from "svix"; interface Mock { message: { create(app: string, m: unknown): Promise<unknown> } } export const f = (s: Svix | Mock) => s.message.create${SEND};`,
  },
  {
    name: "a union of methods",
    code: `import type { Svix } from "svix"; type Own = (app: string, m: unknown) => Promise<unknown>; export const f = (go: Own | Svix["message"]["create"]) => go${SEND};`,
  },
  {
    name: "a re-exported client",
    code: `import { webhooks } from "./reexport"; webhooks.message.create${SEND};`,
  },
  {
    name: "a re-exported class",
    code: `import { Svix as Client } from "./reexport"; new Client("t").message.create${SEND};`,
  },
  {
    name: "a re-exported namespace",
    code: `import { sdk } from "./reexport"; new sdk.Svix("t").message.create${SEND};`,
  },
  {
    name: "a default import of the project's client",
    code: `import hooks from "./client"; hooks.message.create${SEND};`,
  },
  {
    name: "import * as",
    code: `import * as everything from "svix"; new everything.Svix("t").message.create${SEND};`,
  },
  {
    name: "import under another name",
    code: `import { Svix as Hooks } from "svix"; new Hooks("t").message.create${SEND};`,
  },
  {
    name: "a type import expression",
    code: `export const f = (s: import("svix").Svix) => s.message.create${SEND};`,
  },
  {
    name: "a dynamic import",
    code: `export async function f() { const { Svix } = await import("svix"); return new Svix("t").message.create${SEND}; }`,
  },
  {
    name: "the default interop of CommonJS",
    code: `import svix from "svix"; new svix.Svix("t").message.create${SEND};`,
    only: COMMON_JS,
  },
  {
    name: "the Webhook",
    code: `import { Webhook } from "svix"; const w = new Webhook("s"); w.verify("", {}); w.sign("", new Date(), "");`,
    calls: ["Webhook.verify", "Webhook.sign"],
  },
  {
    name: "the Webhook of standardwebhooks",
    code: `import { Webhook } from "standardwebhooks"; const w = new Webhook("s"); w.verify("", {}); w.sign("", new Date(), "");`,
    calls: ["Webhook.verify", "Webhook.sign"],
  },
  {
    name: "AutoConfig",
    code: `import { AutoConfig } from "svix"; const a = new AutoConfig("t", { url: "https://example.com" }); a.verify("", {}); a.subscribe();`,
    calls: ["AutoConfig.verify", "AutoConfig.subscribe"],
    only: ["2.5.0", "1.99.1"],
  },
  {
    name: "an npm alias of the package",
    code: `import { Svix } from "svix-v1"; new Svix("t").message.create${SEND};`,
  },
];

const IN_JAVASCRIPT: readonly Case[] = [
  {
    name: "require and destructure",
    js: true,
    code: `const { Svix } = require("svix"); const svix = new Svix("t"); svix.message.create${SEND};`,
  },
  {
    name: "require of the namespace",
    js: true,
    code: `const sdk = require("svix"); new sdk.Svix("t").message.create${SEND};`,
  },
  {
    name: "require and pick at once",
    js: true,
    code: `const Client = require("svix").Svix; new Client("t").message.create${SEND};`,
  },
  {
    name: "import in JavaScript",
    js: true,
    code: `import { Svix } from "svix"; new Svix("t").message.create${SEND};`,
  },
  {
    name: "a field that the constructor sets",
    js: true,
    code: `const { Svix } = require("svix"); class A { constructor() { this.svix = new Svix("t"); } f() { return this.svix.message.create${SEND}; } }`,
  },
  {
    name: "a bound method that the constructor sets",
    js: true,
    code: `const { Svix } = require("svix"); class A { constructor(token) { const svix = new Svix(token); this.dispatch = svix.message.create.bind(svix.message, "app"); } f() { return this.dispatch(${MESSAGE}); } }`,
  },
  {
    name: "another JavaScript file's client",
    js: true,
    code: `const { svix } = require("./legacy"); svix.message.create${SEND};`,
  },
  {
    name: "another JavaScript file's bound method",
    js: true,
    code: `const api = require("./legacy"); api.dispatch${SEND};`,
  },
  {
    name: "a JSDoc type",
    js: true,
    code: `/** @param {import("svix").Svix} svix */ function f(svix) { return svix.message.create${SEND}; }`,
  },
];

const LOOK_ALIKES: readonly Case[] = [
  {
    name: "prisma.message.create",
    code: `interface Prisma { message: { create(args: object): Promise<object> } } declare const prisma: Prisma; prisma.message.create({});`,
  },
  {
    name: "zod.verify",
    code: `declare const zod: { verify(value: unknown): unknown }; zod.verify({});`,
  },
  {
    name: "an own class named Webhook",
    code: `export class Webhook { verify(body: string) { return body; } sign(body: string) { return body; } } const w = new Webhook(); w.verify(""); w.sign("");`,
  },
  {
    name: "an own class named Svix",
    code: `export class Svix { message = { async create(_app: string, _m: object) {} }; } new Svix().message.create${SEND};`,
  },
  {
    name: "any",
    code: `declare const svix: any; svix.message.create${SEND}; const { create } = svix.message; create${SEND};`,
  },
  {
    name: "unknown modules",
    code: `import { Svix } from "no-such-svix"; new Svix("t").message.create${SEND};`,
  },
  {
    name: "a class that implements the same names",
    code: `import type { Svix } from "svix"; class Fake implements Pick<Svix["message"], "create"> { async create(): Promise<never> { throw new Error(); } } new Fake().create();`,
  },
  {
    name: "a subclass that overrides the resource",
    code: `import type { Svix } from "svix"; class Own { constructor(readonly svix: Svix) {} readonly message = { create: async (_a: string, _m: object) => {} }; } export const f = (o: Own) => o.message.create${SEND};`,
  },
  {
    name: "an own function typed like the method",
    code: `import type { Svix } from "svix"; const create: Svix["message"]["create"] = async () => ({}) as never; create${SEND};`,
  },
  {
    name: "an own function named create",
    code: `function create(_a: string, _m: object) {} create${SEND};`,
  },
  {
    name: "other calls on SDK values",
    code: `import { Svix, messageInRaw } from "svix"; const s = new Svix("t"); s.toString(); Object.keys(s); messageInRaw("a", "b");`,
    only: ["2.5.0", "1.99.1", "1.45.1"],
  },
  {
    name: "bind itself, and methods handed on",
    code: `import type { Svix } from "svix"; export const f = (s: Svix) => [s.message.create.bind(s.message), [].map(s.message.create as never)];`,
  },
  {
    name: "call and apply of other functions",
    code: `declare const own: { create(a: string): void }; own.create.call(own, ""); own.create.apply(own, [""]);`,
  },
  {
    name: "syntax in the way",
    code: `(function () {})(); (class {}).name.at(0); import("svix"); [].at(0); ((x: number) => x)(1); declare const a: (() => void)[]; a[0]!();`,
  },
  {
    name: "circular definitions",
    code: `var a = b, b = a; a(); const c = c; c(); const { create } = { create }; create();`,
  },
  {
    name: "unfinished code",
    code: `import { Svix } from "svix"; const s = new Svix("t"); s.message.; s.message[](); s.(`,
  },
  {
    name: "any in JavaScript",
    js: true,
    code: `const svix = require("no-such-svix"); svix.message.create${SEND}; exports.create = svix.message.create; exports.create${SEND};`,
  },
];

const CASES = [...HOLDING, ...IN_JAVASCRIPT, ...LOOK_ALIKES];

const fileName = ({ name, js }: Case): string =>
  `${name.replace(/[^\w. ]/g, "_")}.${js ? "js" : "ts"}`;

// TypeScript files are modules, so that their names do not clash.
const textOf = ({ code, js }: Case): string => (js ? code : `${code}\nexport {};`);

describe.each(ALL)("svix %s", (sdk) => {
  const applies = ({ only }: Case): boolean => only?.includes(sdk) ?? true;
  let program: ts.Program;
  let recogniser: Recogniser;

  beforeAll(() => {
    const cases = CASES.filter(applies).map((test) => [fileName(test), textOf(test)] as const);
    program = programOf({ ...PROJECT, ...Object.fromEntries(cases) }, { sdk });
    recogniser = recogniserIn(program);
  });

  it("has cases that compile", () => {
    const errors = HOLDING.filter(applies).flatMap((test) =>
      program
        .getSemanticDiagnostics(fileOf(program, fileName(test)))
        .map((d) => test.name + ts.flattenDiagnosticMessageText(d.messageText, "\n")),
    );
    expect(errors).toEqual([]);
  });

  const operations = (test: Case): readonly string[] =>
    operationsIn(recogniser, fileOf(program, fileName(test)));

  describe("a client in", () => {
    it.each(HOLDING.filter(applies))("$name", (test) => {
      expect(operations(test)).toEqual(test.calls ?? ["message.create"]);
    });
  });

  describe("JavaScript:", () => {
    it.each(IN_JAVASCRIPT.filter(applies))("$name", (test) => {
      expect(operations(test)).toEqual(["message.create"]);
    });
  });

  describe("no SDK call:", () => {
    it.each(LOOK_ALIKES.filter(applies))("$name", (test) => {
      expect(operations(test)).toEqual([]);
    });
  });
});

describe("what a call is told to be", () => {
  const program = programOf(`
    import { Svix, Webhook } from "svix";
    const svix = new Svix("t");
    svix.message.create("app", { eventType: "a", payload: {} }, { idempotencyKey: "k" });
    svix.eventType.list();
    new Webhook("s").verify("", {});
    svix.message.create.call(svix.message, "app", { eventType: "b", payload: {} });
    svix.message.create.apply(svix.message, ["app", { eventType: "c", payload: {} }]);
    export const spread = (list: Parameters<Svix["message"]["create"]>) => svix.message.create.apply(svix.message, list);
    const toApp = svix.message.create.bind(svix.message, "app");
    toApp({ eventType: "d", payload: {} });
    verifyRequest("");
    clerk.verify("");
    declare function verifyRequest(body: string): object;
    declare const clerk: { verify(body: string): object };
  `);
  const file = fileOf(program);
  const calls = svixCallsIn(recogniserIn(program), file);

  it("names operation, resource, method, kind and package", () => {
    expect(
      calls
        .slice(0, 3)
        .map((call) => [
          call.operation,
          call.resource,
          call.method,
          call.kind,
          call.contracted,
          call.package,
        ]),
    ).toEqual([
      ["message.create", "message", "create", "api", true, "svix"],
      ["eventType.list", "eventType", "list", "api", false, "svix"],
      ["Webhook.verify", "Webhook", "verify", "verify", true, "svix"],
    ]);
  });

  it("knows the method's own arguments however it is called", () => {
    expect(calls.map(({ args }) => args?.map((argument) => argument.getText()))).toEqual([
      ['"app"', '{ eventType: "a", payload: {} }', '{ idempotencyKey: "k" }'],
      [],
      ['""', "{}"],
      ['"app"', '{ eventType: "b", payload: {} }'],
      ['"app"', '{ eventType: "c", payload: {} }'],
      undefined,
      ['"app"', '{ eventType: "d", payload: {} }'],
    ]);
  });

  it("knows the parameters' types and where an idempotency key goes", () => {
    expect(
      calls.slice(0, 3).map((call) => [call.parameterTypes, call.idempotencyParameter]),
    ).toEqual([
      [[undefined, "MessageIn", "MessageCreateOptions"], 2],
      [["EventTypeListOptions"], undefined],
      [[undefined, undefined], undefined],
    ]);
  });

  it("answers the same object for the same call", () => {
    const [call] = nodesIn(file, ts.isCallExpression);
    const recogniser = recogniserIn(program);
    expect(call && recogniser.callOf(call)).toBe(calls[0]);
  });

  it("takes further verifiers", () => {
    const extraVerifier = (call: ts.CallExpression): string | undefined =>
      call.expression.getText().includes("verify") ? call.expression.getText() : undefined;
    const recogniser = recogniserOf(program, { extraVerifier });
    const found = nodesIn(file, ts.isCallExpression)
      .flatMap((call) => recogniser?.callOf(call) ?? [])
      .filter(({ kind }) => kind === "verify")
      .map((call) => [
        call.operation,
        call.resource,
        call.method,
        call.package,
        call.contracted,
        call.args?.length,
      ]);
    expect(found).toEqual([
      ["Webhook.verify", "Webhook", "verify", "svix", true, 2],
      ["verifyRequest", "", "verifyRequest", undefined, true, 1],
      ["clerk.verify", "clerk", "verify", undefined, true, 1],
    ]);
    expect(recogniserOf(program, { extraVerifier })).toBe(recogniser);
    expect(recogniserOf(program)).not.toBe(recogniser);
  });
});

describe("a program without the SDK", () => {
  const program = programOf(`
    export class Webhook { verify() {} }
    new Webhook().verify();
    const error: unknown = new Error(); error instanceof Error; error instanceof Webhook;
  `);

  it("has no recogniser, and is asked once", () => {
    expect(recogniserOf(program)).toBeUndefined();
    program.getSourceFiles = () => {
      throw new Error("asked again");
    };
    expect(recogniserOf(program)).toBeUndefined();
  });

  it("has one for the verifiers of the settings", () => {
    const own = programOf(`declare function check(body: string): void; check("");`);
    const recogniser = recogniserOf(own, { extraVerifier: () => "check" });
    const [call] = nodesIn(fileOf(own), ts.isCallExpression);
    expect(call && recogniser?.callOf(call)?.operation).toBe("check");
  });

  it("and makes no clients then", () => {
    const own = programOf(`new Error(); 1 instanceof Error;`);
    const recogniser = recogniserOf(own, { extraVerifier: () => undefined });
    const [made] = nodesIn(fileOf(own), ts.isNewExpression);
    const [test] = nodesIn(fileOf(own), ts.isBinaryExpression);
    expect(made && recogniser?.constructionOf(made)).toBeUndefined();
    expect(test && recogniser?.errorClassOf(test.right)).toBe("Error");
  });
});

describe("generated code", () => {
  it.each([
    ["a chain of 1,500 calls", `svix.message${".get(1)".repeat(1_500)};`],
    ["a choice among 1,500 methods", `(1${" || svix.message.create".repeat(1_500)})();`],
    ["1,500 nested conditionals", `(1${" ? svix.message.create : 1".repeat(1_500)})();`],
    ["a new of a chain", `new (svix.message${".get(1)".repeat(1_500)})();`],
    ["an instanceof of a chain", `1 instanceof svix.message${".get(1)".repeat(1_500)};`],
    [
      "a method behind 1,500 variables",
      `${Array.from({ length: 1_500 }, (_, i) => `const v${i} = v${i + 1};`).join("")} const v1500 = svix.message.create; v0();`,
    ],
  ])("of %s is survived", (_name, code) => {
    const program = programOf(`import { Svix } from "svix"; const svix = new Svix("t"); ${code}`);
    const recogniser = recogniserOf(program);
    const statement = fileOf(program).statements.at(-1);
    // From the outside in, which is the deepest question first.
    for (let node: ts.Node | undefined = statement; node; node = firstChildOf(node)) {
      if (ts.isCallExpression(node)) expect(() => recogniser?.callOf(node)).not.toThrow();
      if (ts.isNewExpression(node)) expect(recogniser?.constructionOf(node)).toBeUndefined();
      if (ts.isBinaryExpression(node)) expect(recogniser?.errorClassOf(node.right)).toBeUndefined();
    }
  });

  it("that exhausts the stack is answered with nothing", () => {
    const program = programOf(`own();`);
    const endless = (): string | undefined => endless();
    const recogniser = recogniserOf(program, { extraVerifier: endless });
    const [call] = nodesIn(fileOf(program), ts.isCallExpression);
    expect(call && recogniser?.callOf(call)).toBeUndefined();
  });

  it("that breaks a verifier of the settings is not hidden", () => {
    const program = programOf(`own();`);
    const recogniser = recogniserOf(program, {
      extraVerifier: () => {
        throw new TypeError("broken");
      },
    });
    const [call] = nodesIn(fileOf(program), ts.isCallExpression);
    expect(() => call && recogniser?.callOf(call)).toThrow("broken");
  });
});

function firstChildOf(node: ts.Node): ts.Node | undefined {
  return ts.forEachChild(node, (child) => child);
}
