import { describe, expect, it } from "vitest";
import { callersOfMarked } from "./marked.js";

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>> | string;
  readonly sites: readonly string[];
  readonly handedOn?: readonly string[];
}

const SEND = "export async function send(): Promise<void> { /* HERE */ }\n";

const IMPORTS: readonly Case[] = [
  {
    name: "a function declaration in its own file",
    files:
      "async function send() { /* HERE */ }\nasync function main() { await send(); }\nvoid main();",
    sites: ["main.ts:2 send()"],
  },
  {
    name: "a named import in another file",
    files: { "a.ts": SEND, "main.ts": `import { send } from "./a";\nawait send();` },
    sites: ["main.ts:2 send()"],
  },
  {
    name: "a renamed import, and not another function of the same name",
    files: {
      "a.ts": SEND,
      "main.ts": `import { send as deliver } from "./a";\nconst send = () => {};\nsend();\nawait deliver();`,
    },
    sites: ["main.ts:4 deliver()"],
  },
  {
    name: "a renamed export",
    files: {
      "a.ts": `async function send() { /* HERE */ }\nexport { send as deliver };`,
      "main.ts": `import { deliver } from "./a";\nawait deliver();`,
    },
    sites: ["main.ts:2 deliver()"],
  },
  {
    name: "a const arrow",
    files: {
      "a.ts": "export const send = async () => { /* HERE */ };",
      "main.ts": `import { send } from "./a";\nawait send();`,
    },
    sites: ["main.ts:2 send()"],
  },
  {
    name: "a const function expression, its recursion flagged",
    files:
      "const send = async function again(): Promise<void> { /* HERE */ await again(); };\nawait send();\nexport {};",
    sites: ["main.ts:1 again() [recursive]", "main.ts:2 send()"],
  },
  {
    name: "an anonymous default export",
    files: {
      "a.ts": "export default async () => { /* HERE */ };",
      "main.ts": `import deliver from "./a";\nawait deliver();`,
    },
    sites: ["main.ts:2 deliver()"],
    handedOn: ["a.ts:1 exported"],
  },
  {
    name: "a default export of a declaration",
    files: {
      "a.ts": "export default async function send() { /* HERE */ }",
      "main.ts": `import deliver from "./a";\nawait deliver();`,
    },
    sites: ["main.ts:2 deliver()"],
  },
  {
    name: "an anonymous default export of a declaration, through `default as`",
    files: {
      "a.ts": "export default async function () { /* HERE */ }",
      "b.ts": `export { default as deliver } from "./a";`,
      "main.ts": `import { deliver } from "./b";\nawait deliver();`,
    },
    sites: ["main.ts:2 deliver()"],
  },
  {
    name: "a default export of a name",
    files: {
      "a.ts": "async function send() { /* HERE */ }\nexport default send;",
      "main.ts": `import deliver from "./a";\nawait deliver();`,
    },
    sites: ["main.ts:2 deliver()"],
    handedOn: ["a.ts:2 exported"],
  },
  {
    name: "a barrel with export *",
    files: {
      "a.ts": SEND,
      "index.ts": `export * from "./a";`,
      "main.ts": `import { send } from "./index";\nawait send();`,
    },
    sites: ["main.ts:2 send()"],
  },
  {
    name: "a barrel that renames",
    files: {
      "a.ts": SEND,
      "index.ts": `export { send as notify } from "./a";`,
      "main.ts": `import { notify as n } from "./index";\nawait n();`,
    },
    sites: ["main.ts:2 n()"],
  },
  {
    name: "an import that is exported again",
    files: {
      "a.ts": SEND,
      "index.ts": `import { send } from "./a";\nexport { send };`,
      "main.ts": `import { send } from "./index";\nawait send();`,
    },
    sites: ["main.ts:2 send()"],
  },
  {
    name: "a namespace import",
    files: {
      "a.ts": SEND,
      "main.ts": `import * as mail from "./a";\nawait mail.send();\nawait mail["send"]();`,
    },
    sites: ["main.ts:2 mail.send()", `main.ts:3 mail["send"]()`],
  },
  {
    name: "export * as a namespace",
    files: {
      "a.ts": SEND,
      "b.ts": `export * as mail from "./a";`,
      "main.ts": `import { mail } from "./b";\nimport * as all from "./b";\nawait mail.send();\nawait all.mail.send();`,
    },
    sites: ["main.ts:3 mail.send()", "main.ts:4 all.mail.send()"],
  },
  {
    name: "a dynamic import",
    files: {
      "a.ts": SEND,
      "main.ts": `const { send } = await import("./a");\nawait send();\nawait (await import("./a")).send();\nconst mod = await import("./a");\nawait mod.send();\nvoid import("./a").then((m) => m.send());\nvoid import("./a").then(({ send: s }) => s());\nexport {};`,
    },
    sites: [
      "main.ts:2 send()",
      `main.ts:3 (await import("./a")).send()`,
      "main.ts:5 mod.send()",
      "main.ts:6 m.send()",
      "main.ts:7 s()",
    ],
  },
  {
    name: "a function of a namespace",
    files:
      "namespace Mail { export async function send() { /* HERE */ } }\nawait Mail.send();\nexport {};",
    sites: ["main.ts:2 Mail.send()"],
  },
  {
    name: "scripts share their top level",
    files: { "a.ts": "async function send() { /* HERE */ }", "main.ts": "void send();" },
    sites: ["main.ts:1 send()"],
  },
  {
    name: "a type-only use and a typeof are no calls",
    files: {
      "a.ts": SEND,
      "main.ts": `import type { send } from "./a";\nexport type Send = typeof send;`,
    },
    sites: [],
    handedOn: [],
  },
  {
    name: "TypeScript's export = and import = require",
    files: {
      "a.cts": "async function send() { /* HERE */ }\nexport = send;",
      "main.cts": `import send = require("./a.cjs");\nvoid send();`,
    },
    sites: ["main.cts:2 send()"],
    handedOn: ["a.cts:2 exported"],
  },
];

const COMMONJS: readonly Case[] = [
  {
    name: "module.exports = { send } destructured",
    files: {
      "a.js": "async function send() { /* HERE */ }\nmodule.exports = { send };",
      "main.js": `const { send } = require("./a");\nsend();`,
    },
    sites: ["main.js:2 send()"],
    handedOn: ["a.js:2 property"],
  },
  {
    name: "module.exports = { send() {} } through the module object",
    files: {
      "a.js": "module.exports = { async send() { /* HERE */ } };",
      "main.js": `const mail = require("./a");\nmail.send();\nrequire("./a").send();`,
    },
    sites: ["main.js:2 mail.send()", `main.js:3 require("./a").send()`],
    handedOn: ["a.js:1 property"],
  },
  {
    name: "module.exports = { deliver: send } renamed when destructured",
    files: {
      "a.js": "async function send() { /* HERE */ }\nmodule.exports = { deliver: send };",
      "main.js": `const { deliver: d } = require("./a");\nd();`,
    },
    sites: ["main.js:2 d()"],
    handedOn: ["a.js:2 property"],
  },
  {
    name: "exports.send = …",
    files: {
      "a.js": "exports.send = async () => { /* HERE */ };\nexports.send();",
      "main.js": `const { send } = require("./a");\nconst mail = require("./a");\nsend();\nmail.send();`,
    },
    sites: ["a.js:2 exports.send()", "main.js:3 send()", "main.js:4 mail.send()"],
  },
  {
    name: "exports.paid = sendPaid",
    files: {
      "a.js": "async function sendPaid() { /* HERE */ }\nexports.paid = sendPaid;",
      "main.js": `const { paid } = require("./a");\nconst mail = require("./a");\npaid();\nmail.paid();`,
    },
    sites: ["main.js:3 paid()", "main.js:4 mail.paid()"],
  },
  {
    name: "module.exports.send = …",
    files: {
      "a.js": "module.exports.send = async () => { /* HERE */ };",
      "main.js": `const mail = require("./a");\nmail.send();`,
    },
    sites: ["main.js:2 mail.send()"],
  },
  {
    name: "module.exports = function",
    files: {
      "a.js": "module.exports = async function () { /* HERE */ };",
      "main.js": `const send = require("./a");\nsend();`,
    },
    sites: ["main.js:2 send()"],
    handedOn: ["a.js:1 exported"],
  },
  {
    name: "module.exports = a name",
    files: {
      "a.js": "async function send() { /* HERE */ }\nmodule.exports = send;",
      "main.js": `const deliver = require("./a");\ndeliver();`,
    },
    sites: ["main.js:2 deliver()"],
    handedOn: ["a.js:2 exported"],
  },
];

const MEMBERS: readonly Case[] = [
  {
    name: "a class method through this, an instance and a parameter",
    files: {
      "a.ts":
        "export class Mailer {\n  async send() { /* HERE */ }\n  async all() { await this.send(); }\n}",
      "main.ts": `import { Mailer } from "./a";\nawait new Mailer().send();\nexport const go = (mailer: Mailer) => mailer.send();\nexport const opt = (mailer?: Mailer) => mailer?.send();`,
    },
    sites: [
      "a.ts:3 this.send()",
      "main.ts:2 new Mailer().send()",
      "main.ts:3 mailer.send()",
      "main.ts:4 mailer?.send()",
    ],
  },
  {
    name: "a constructor-injected service",
    files: {
      "a.ts": "export class WebhookService { async send() { /* HERE */ } }",
      "main.ts": `import { WebhookService } from "./a";\nexport class Orders {\n  constructor(private readonly svix: WebhookService) {}\n  async pay() { await this.svix.send(); }\n}`,
    },
    sites: ["main.ts:4 this.svix.send()"],
  },
  {
    name: "an unrelated class with the same method",
    files:
      "class A { async send() { /* HERE */ } }\nclass B { async send() {} }\nawait new B().send();\nexport { A };",
    sites: [],
  },
  {
    name: "a static method",
    files: "class Mailer { static async send() { /* HERE */ } }\nawait Mailer.send();\nexport {};",
    sites: ["main.ts:2 Mailer.send()"],
  },
  {
    name: "a private method by # and by keyword",
    files:
      "export class Mailer {\n  async #send() { /* HERE */ }\n  async go() { await this.#send(); }\n}",
    sites: ["main.ts:3 this.#send()"],
  },
  {
    name: "a private method by keyword",
    files:
      "export class Mailer {\n  private async send() { /* HERE */ }\n  async go() { await this.send(); }\n}",
    sites: ["main.ts:3 this.send()"],
  },
  {
    name: "a class property that holds an arrow",
    files:
      "class Mailer { send = async () => { /* HERE */ }; }\nawait new Mailer().send();\nexport {};",
    sites: ["main.ts:2 new Mailer().send()"],
  },
  {
    name: "a call through an interface",
    files: {
      "mailer.ts": "export interface Mailer { send(): Promise<void> }",
      "svix.ts": `import type { Mailer } from "./mailer";\nexport class SvixMailer implements Mailer { async send() { /* HERE */ } }`,
      "main.ts": `import type { Mailer } from "./mailer";\nexport const go = (mailer: Mailer) => mailer.send();`,
    },
    sites: ["main.ts:2 mailer.send()"],
  },
  {
    name: "a call through an interface above the interface",
    files:
      "interface Base { send(): Promise<void> }\ninterface Mailer extends Base { name: string }\nexport class SvixMailer implements Mailer { name = ``; async send() { /* HERE */ } }\nexport const go = (mailer: Base) => mailer.send();",
    sites: ["main.ts:4 mailer.send()"],
  },
  {
    name: "a call through an object type alias",
    files:
      "type Mailer = { send(): Promise<void> };\nexport class SvixMailer implements Mailer { async send() { /* HERE */ } }\nexport const go = (mailer: Mailer) => mailer.send();",
    sites: ["main.ts:3 mailer.send()"],
  },
  {
    name: "a call through an abstract class",
    files:
      "abstract class Mailer { abstract send(): Promise<void>; go() { return this.send(); } }\nexport class SvixMailer extends Mailer { async send() { /* HERE */ } }\nexport const go = (mailer: Mailer) => mailer.send();",
    sites: ["main.ts:1 this.send()", "main.ts:3 mailer.send()"],
  },
  {
    name: "an overridden method, without super calls and sibling classes",
    files: `class Mailer { async send() {} }
export class SvixMailer extends Mailer { override async send() { /* HERE */ await super.send(); } }
export class Other extends Mailer {}
export const go = (mailer: Mailer) => mailer.send();
export const other = (mailer: Other) => mailer.send();
const known = new Mailer();
await known.send();`,
    sites: ["main.ts:4 mailer.send()"],
  },
  {
    name: "the overridden base method, by super",
    files:
      "class Mailer { async send() { /* HERE */ } }\nexport class SvixMailer extends Mailer { override async send() { await super.send(); } }\nexport const go = (mailer: SvixMailer) => mailer.send();",
    sites: ["main.ts:2 super.send()"],
  },
  {
    name: "an inherited method through a subclass",
    files:
      "class Mailer { async send() { /* HERE */ } }\nclass SvixMailer extends Mailer {}\nexport const go = (mailer: SvixMailer) => mailer.send();",
    sites: ["main.ts:3 mailer.send()"],
  },
  {
    name: "a member picked, of a union, and of a generic",
    files: `export class Repo<T> { async send(_value: T) { /* HERE */ } }
class Other { async send(_value: string) {} }
export const a = (repo: Pick<Repo<string>, "send">) => repo.send("");
export const b = (repo: Repo<string> | Other) => repo.send("");
export const c = <R extends Repo<number>>(repo: R) => repo.send(1);`,
    sites: [`main.ts:3 repo.send("")`, `main.ts:4 repo.send("")`, "main.ts:5 repo.send(1)"],
  },
  {
    name: "a constructor, also by subclasses",
    files:
      "class Client { constructor() { /* HERE */ } }\nclass Sub extends Client {}\nclass Own extends Client { constructor() { super(); } }\nnew Client();\nnew Sub();\nnew Own();\nexport {};",
    sites: ["main.ts:3 super()", "main.ts:4 new Client() [new]", "main.ts:5 new Sub() [new]"],
  },
  {
    name: "a getter and a setter",
    files:
      "class Client {\n  get svix() { /* HERE */ return 1; }\n  go() { return this.svix; }\n}\nexport const use = (client: Client) => client.svix + 1;",
    sites: ["main.ts:3 this.svix [access]", "main.ts:5 client.svix [access]"],
  },
  {
    name: "a function that a getter returns",
    files:
      "class Client {\n  get send() { return async () => { /* HERE */ }; }\n}\nawait new Client().send();\nexport {};",
    sites: ["main.ts:4 new Client().send()"],
    handedOn: ["main.ts:2 returned"],
  },
  {
    name: "a method bound in the constructor",
    files:
      "export class Mailer {\n  constructor() { this.send = this.send.bind(this); }\n  async send() { /* HERE */ }\n  go() { return this.send(); }\n}",
    sites: ["main.ts:4 this.send()"],
  },
  {
    name: "a destructured method and a bound one in a const",
    files:
      "class Mailer { async send() { /* HERE */ } }\nconst mailer = new Mailer();\nconst { send } = mailer;\nconst { send: deliver } = mailer;\nconst bound = mailer.send.bind(mailer);\nawait send();\nawait deliver();\nawait bound();\nexport {};",
    sites: ["main.ts:6 send()", "main.ts:7 deliver()", "main.ts:8 bound()"],
  },
  {
    name: "a parameter that is a member as well, by its default",
    files: {
      "a.ts":
        "async function send() { /* HERE */ }\nexport class Outbox { constructor(readonly deliver = send, other = send) {} }",
      "main.ts": `import { Outbox } from "./a";\nconst other = () => {};\nawait new Outbox().deliver();\nother();`,
    },
    sites: ["main.ts:3 new Outbox().deliver()"],
  },
  {
    name: "call, apply and bind that are only mentioned",
    files:
      "async function send() { /* HERE */ }\nconst run = (..._: unknown[]) => {};\nrun(send.call);\nexport const all = [send.apply, send.bind];",
    sites: [],
  },
  {
    name: "call and apply",
    files:
      "async function send() { /* HERE */ }\nawait send.call(null);\nawait send.apply(null, []);\nsend.toString();\nexport {};",
    sites: ["main.ts:2 send.call(null) [apply]", "main.ts:3 send.apply(null, []) [apply]"],
  },
  {
    name: "a tagged template",
    files: "const send = (_: TemplateStringsArray) => { /* HERE */ };\nsend`x`;\nexport {};",
    sites: ["main.ts:2 send`x` [tag]"],
  },
];

const OBJECTS: readonly Case[] = [
  {
    name: "an object-literal method",
    files: {
      "a.ts":
        "export const mailer = {\n  async send() { /* HERE */ },\n  go() { return this.send(); },\n};",
      "main.ts": `import { mailer } from "./a";\nawait mailer.send();`,
    },
    sites: ["a.ts:3 this.send()", "main.ts:2 mailer.send()"],
    handedOn: ["a.ts:2 property"],
  },
  {
    name: "an object literal behind an interface, and not the other one",
    files: `interface Mailer { send(): Promise<void> }
const mailer: Mailer = { async send() { /* HERE */ } };
const other: Mailer = { async send() {} };
export const go = (any: Mailer) => any.send();
await mailer.send();
await other.send();`,
    sites: ["main.ts:4 any.send()", "main.ts:5 mailer.send()"],
    handedOn: ["main.ts:2 property"],
  },
  {
    name: "a const map by name, by literal and by a computed key",
    files: `async function sendPaid() { /* HERE */ }
const handlers = { paid: sendPaid, free: async () => {} };
await handlers.paid();
await handlers["paid"]();
await handlers["free"]();
await handlers.free();
export const go = (type: "paid" | "free") => handlers[type]();`,
    sites: [
      "main.ts:3 handlers.paid()",
      `main.ts:4 handlers["paid"]()`,
      "main.ts:7 handlers[type]()",
    ],
    handedOn: ["main.ts:2 property"],
  },
  {
    name: "a const map with a Record type, in another file, and its entry in a variable",
    files: {
      "a.ts": `import { sendPaid } from "./send";\nexport const handlers: Record<string, () => Promise<void>> = { "order.paid": sendPaid };`,
      "send.ts": "export async function sendPaid() { /* HERE */ }",
      "main.ts": `import { handlers } from "./a";\nexport async function go(type: string) {\n  const handler = handlers[type];\n  await handler?.();\n}`,
    },
    sites: ["main.ts:4 handler?.()"],
    handedOn: ["a.ts:2 property"],
  },
  {
    name: "a frozen map and one checked with satisfies",
    files: `async function sendPaid() { /* HERE */ }
const frozen = Object.freeze({ paid: sendPaid });
const checked = { sendPaid } satisfies Record<string, () => Promise<void>>;
await frozen.paid();
await checked.sendPaid();
export {};`,
    sites: ["main.ts:4 frozen.paid()", "main.ts:5 checked.sendPaid()"],
    handedOn: ["main.ts:2 property", "main.ts:3 property"],
  },
  {
    name: "a Map",
    files: `async function sendPaid() { /* HERE */ }
const handlers = new Map<string, () => Promise<void>>([["paid", sendPaid]]);
await handlers.get("paid")?.();
export {};`,
    sites: [`main.ts:3 handlers.get("paid")?.()`],
    handedOn: ["main.ts:2 element"],
  },
  {
    name: "an array of steps",
    files: `async function send() { /* HERE */ }
const steps = [send];
for (const step of steps) await step();
await Promise.all(steps.map((step) => step()));
await steps[0]?.();
const [first] = steps;
await first?.();
export {};`,
    sites: [
      "main.ts:3 step()",
      "main.ts:4 step()",
      "main.ts:5 steps[0]?.()",
      "main.ts:7 first?.()",
    ],
    handedOn: ["main.ts:2 element"],
  },
  {
    name: "given to a function of the project that gives back another",
    files: `async function send() { /* HERE */ }
function replaced(run: () => Promise<void>): () => Promise<void> { void run; return async () => {}; }
const other = replaced(send);
await other();
export {};`,
    sites: [],
    handedOn: ["main.ts:3 argument 0 of replaced"],
  },
  {
    name: "the rest of an array of steps",
    files: `async function send() { /* HERE */ }
declare function load(): void;
const [first, ...others] = [load, send];
first();
for (const step of others) step();
export {};`,
    sites: ["main.ts:4 first()", "main.ts:5 step()"],
    handedOn: ["main.ts:3 element"],
  },
  {
    name: "a factory that returns an object of functions",
    files: {
      "a.ts":
        "export function createMailer() {\n  async function send() { /* HERE */ }\n  return { send };\n}",
      "main.ts": `import { createMailer } from "./a";\nconst mailer = createMailer();\nawait mailer.send();\nconst { send } = createMailer();\nawait send();`,
    },
    sites: ["main.ts:3 mailer.send()", "main.ts:5 send()"],
    handedOn: ["a.ts:3 property"],
  },
  {
    name: "a factory with a declared result type",
    files:
      "interface Mailer { send(): Promise<void> }\nexport const createMailer = (): Mailer => ({ send: async () => { /* HERE */ } });\nexport const go = (mailer: Mailer) => mailer.send();",
    sites: ["main.ts:3 mailer.send()"],
    handedOn: ["main.ts:2 property"],
  },
  {
    name: "a function that a function returns",
    files:
      "const makeSend = (_url: string) => async () => { /* HERE */ };\nconst send = makeSend(``);\nawait send();\nawait makeSend(``)();\nexport {};",
    sites: ["main.ts:3 send()", "main.ts:4 makeSend(``)()"],
    handedOn: ["main.ts:1 returned"],
  },
  {
    name: "a function that an async function returns",
    files:
      "async function makeSend() { return async () => { /* HERE */ }; }\nconst send = await makeSend();\nawait send();\nexport {};",
    sites: ["main.ts:3 send()"],
    handedOn: ["main.ts:1 returned"],
  },
  {
    name: "a React hook: useCallback inside, destructured outside",
    files: {
      "react.d.ts": `declare module "react" { export function useCallback<T extends Function>(callback: T, deps: unknown[]): T; }`,
      "hook.ts": `import { useCallback } from "react";\nexport function useSend() {\n  const send = useCallback(async () => { /* HERE */ }, []);\n  return { send };\n}`,
      "main.tsx": `import { useSend } from "./hook";\nexport function Page() {\n  const { send } = useSend();\n  return async () => { await send(); };\n}`,
    },
    sites: ["main.tsx:4 send()"],
    handedOn: ["hook.ts:3 argument 0 of useCallback", "hook.ts:4 property"],
  },
  {
    name: "what a package makes of a function",
    files: {
      "later.d.ts": `declare module "later" { export function debounce(callback: () => void): () => void; }`,
      "main.ts": `import { debounce } from "later";\nasync function send() { /* HERE */ }\nconst later = debounce(send);\nlater();`,
    },
    sites: [],
    handedOn: ["main.ts:3 argument 0 of debounce"],
  },
  {
    name: "a choice between functions",
    files:
      "async function send() { /* HERE */ }\nasync function dry() {}\nconst run = process.env[`DRY`] ? dry : send;\nawait run();\nconst other = undefined ?? send;\nawait other();\nawait (0, send)();\nexport {};",
    sites: ["main.ts:4 run()", "main.ts:6 other()", "main.ts:7 (0, send)()"],
  },
  {
    name: "a default of a parameter and of a destructured property",
    files:
      "async function send() { /* HERE */ }\nexport const a = async (run = send) => { await run(); };\nexport const b = async ({ run = send } = {}) => { await run(); };",
    sites: ["main.ts:2 run()", "main.ts:3 run()"],
  },
  {
    name: "an assigned variable",
    files:
      "let send: (() => void) | undefined;\nsend = () => { /* HERE */ };\nsend();\nsend ??= () => {};\nexport {};",
    sites: ["main.ts:3 send()"],
  },
];

const HANDED_ON: readonly Case[] = [
  {
    name: "an inline callback of a package",
    files: `import { setTimeout } from "node:timers";\nsetTimeout(async () => { /* HERE */ }, 1);`,
    sites: [],
    handedOn: ["main.ts:2 argument 0 of setTimeout"],
  },
  {
    name: "a reference given to a function of the program, with its position",
    files:
      "async function send() { /* HERE */ }\nconst safe = (_name: string, run: () => Promise<void>) => run();\nawait safe(``, send);\nexport {};",
    sites: [],
    handedOn: ["main.ts:3 argument 1 of safe"],
  },
  {
    name: "a constructor argument and a property of an argument",
    files:
      "declare class Worker { constructor(name: string, options: { run(): Promise<void> }) }\nasync function run() { /* HERE */ }\nnew Worker(``, { run });\nexport {};",
    sites: [],
    handedOn: ["main.ts:3 property"],
  },
  {
    name: "an attribute",
    files: {
      "main.tsx":
        "declare const Button: (props: { onClick(): void }) => null;\nconst send = () => { /* HERE */ };\nexport const page = <Button onClick={send} />;",
    },
    sites: [],
    handedOn: ["main.tsx:3 jsx"],
  },
  {
    name: "tested, compared and read: no giving away",
    files:
      "function send() { /* HERE */ }\nif (send) console.log(typeof send, send === undefined, send.name);\nsend && console.log();\nexport {};",
    sites: [],
    handedOn: [],
  },
];

const CORNERS: readonly Case[] = [
  {
    name: "an exported function, and members of the same name that are none of its mentions",
    files: {
      "a.ts": SEND,
      "mailer.ts": "export class Mailer { send() {} }\nexport const shared = new Mailer();",
      "main.ts": `import * as mail from "./a";
import { Mailer, shared } from "./mailer";
export const api = { mail };
await api.mail.send();
class Own extends Mailer { mailer = new Mailer(); go() { this.send(); this.mailer.send(); super.send(); } }
new Own().send();
shared.send();
Mailer.prototype.send();
export const typed = (mailer: Mailer) => mailer.send();
const { inner } = { inner: mail };
await inner.send();
const pick = (): typeof mail => mail;
await pick().send();`,
    },
    sites: ["main.ts:4 api.mail.send()", "main.ts:11 inner.send()", "main.ts:13 pick().send()"],
  },
  {
    name: "parentheses, assertions and optional calls",
    files:
      "const send = () => { /* HERE */ };\n(send)();\nsend!();\n(send as () => void)();\n(<() => void>send)();\nsend?.();\nexport {};",
    sites: [
      "main.ts:2 (send)()",
      "main.ts:3 send!()",
      "main.ts:4 (send as () => void)()",
      "main.ts:5 (<() => void>send)()",
      "main.ts:6 send?.()",
    ],
  },
  {
    name: "computed, quoted and numeric keys",
    files: `function send() { /* HERE */ }
declare const key: string;
const a = { ["paid"]: send };
const b = { [key]: send };
const c = { 1: send, "order.paid": send };
a.paid();
b["x"]!();
c[1]();
c["order.paid"]();
export {};`,
    sites: [
      "main.ts:6 a.paid()",
      `main.ts:7 b["x"]!()`,
      "main.ts:8 c[1]()",
      `main.ts:9 c["order.paid"]()`,
    ],
    handedOn: [
      "main.ts:3 property",
      "main.ts:4 property",
      "main.ts:5 property",
      "main.ts:5 property",
    ],
  },
  {
    name: "spread into another object and another array",
    files: `function send() { /* HERE */ }
const base = { send };
const all = { ...base, other() {} };
all.send();
const steps = [send];
for (const step of [...steps]) step();
export const copy = Object.assign({}, ...steps);`,
    sites: ["main.ts:4 all.send()", "main.ts:6 step()"],
    handedOn: ["main.ts:2 property", "main.ts:5 element"],
  },
  {
    name: "a rest of a destructured object, and defaults within patterns",
    files: `function send() { /* HERE */ }
const handlers = { send, other() {} };
const { other, ...rest } = handlers;
rest.send();
other();
const [, second = send] = [] as (() => void)[];
second();
export {};`,
    sites: ["main.ts:4 rest.send()", "main.ts:7 second()"],
    handedOn: ["main.ts:2 property"],
  },
  {
    name: "objects that are asked other things",
    files: `function send() { /* HERE */ }
const handlers = { send };
handlers.toString();
handlers.hasOwnProperty("send");
const map = new Map([["a", send]]);
map.has("a");
map.forEach((_) => {});
const steps = [send];
steps.push(() => {});
steps.map(String);
steps.forEach(run);
let step;
for (step of steps) step();
function run(_: unknown) {}
export {};`,
    sites: [],
    handedOn: ["main.ts:2 property", "main.ts:5 element", "main.ts:8 element"],
  },
  {
    name: "a nested object, in which another member does not count",
    files: `function send() { /* HERE */ }
const api = { mail: { send }, sms: { send() {} } };
api.mail.send();
api.sms.send();
const { mail: { send: deliver } } = api;
deliver();
export {};`,
    sites: ["main.ts:3 api.mail.send()", "main.ts:6 deliver()"],
    handedOn: ["main.ts:2 property"],
  },
  {
    name: "a chain that is too long to follow",
    files:
      "const a = () => () => () => () => () => () => { /* HERE */ };\na()()()()()();\nexport {};",
    sites: [],
    handedOn: ["main.ts:1 returned"],
  },
  {
    name: "an arrow that is called where it is written",
    files: "await (async () => { /* HERE */ })();\nexport {};",
    sites: ["main.ts:1 (async () => { /* HERE */ })()"],
  },
  {
    name: "a parameter property with a default",
    files:
      "const send = () => { /* HERE */ };\nexport class A { constructor(private readonly run = send) {} go() { this.run(); } }",
    sites: ["main.ts:2 this.run()"],
  },
  {
    name: "a member assigned from outside, and by a literal key",
    files:
      "function send() { /* HERE */ }\nconst box: { run?: () => void } = {};\nbox.run = send;\nbox.run();\nlet later: typeof send | undefined;\nlater ||= send;\nlater();\nexport const f = (run?: () => void) => { run &&= send; run?.(); };",
    sites: ["main.ts:4 box.run()", "main.ts:7 later()", "main.ts:8 run?.()"],
  },
  {
    name: "a class expression's constructor",
    files:
      "const A = class B { constructor() { /* HERE */ } static make() { return new B(); } };\nnew A();\nclass C extends A { constructor() { const inner = class {}; super(); void inner; } }\nnew C();\nexport {};",
    sites: ["main.ts:1 new B() [new]", "main.ts:2 new A() [new]", "main.ts:3 super()"],
  },
  {
    name: "a constructor whose class is given away",
    files:
      "class A { constructor() { /* HERE */ } }\nconst inject = (_: unknown) => {};\ninject(A);\nexport {};",
    sites: [],
    handedOn: ["main.ts:3 argument 0 of inject"],
  },
  {
    name: "a member with a name that is no text",
    files:
      "export class A { [Symbol.iterator]() { /* HERE */ } }\nexport const o = { [Symbol.iterator]: () => {} };",
    sites: [],
  },
  {
    name: "an object method with a name that is no text",
    files: "const key = Symbol();\nexport const o = { [key]() { /* HERE */ } };\no[key]();",
    sites: ["main.ts:3 o[key]()"],
    handedOn: ["main.ts:2 property"],
  },
  {
    name: "an object's getter, and a method that a shared type asks for",
    files:
      "interface Client { readonly svix: number }\nexport const client: Client = { get svix() { /* HERE */ return 1; } };\nexport const go = (any: Client) => any.svix + client.svix;",
    sites: ["main.ts:3 any.svix [access]", "main.ts:3 client.svix [access]"],
  },
  {
    name: "yielded, decorating, and given to a decorator",
    files:
      "function send(..._: unknown[]): void { /* HERE */ }\nexport function* all() { yield send; }\nexport class A { @send run() {} }",
    sites: [],
    handedOn: ["main.ts:2 other", "main.ts:3 other"],
  },
  {
    name: "a mixin as the base class",
    files:
      "const mixin = <T extends new (...args: never[]) => object>(base: T) => class extends base { send() {} };\nclass Base { send() {} }\nexport class A extends mixin(Base) { override send() { /* HERE */ } }\nexport const go = (a: A) => a.send();",
    sites: ["main.ts:4 a.send()"],
  },
  {
    name: "classes that extend each other",
    files:
      "// @ts-expect-error circular\nclass A extends B { send() { /* HERE */ } }\n// @ts-expect-error circular\nclass B extends A {}\nexport const go = (a: A) => a.send();\nnew B();",
    sites: ["main.ts:5 a.send()"],
  },
  {
    name: "a class below two interfaces of one parent",
    files:
      "interface Base { send(): void }\ninterface A extends Base {}\ninterface B extends Base {}\nexport class C implements A, B { send() { /* HERE */ } }\nexport const go = (base: Base) => base.send();",
    sites: ["main.ts:5 base.send()"],
  },
  {
    name: "a class below a type that is no object type",
    files:
      "interface Base { send(): void }\ntype Alias = Base & object;\nexport class C implements Alias { send() { /* HERE */ } }\nexport const go = (c: C) => c.send();",
    sites: ["main.ts:4 c.send()"],
  },
  {
    name: "a choice made by the function itself",
    files:
      "function send() { /* HERE */ }\nexport const x = send ? 1 : 2;\nconst box: Record<string, () => void> = {};\nbox[`run`] = send;\nclass A {}\nexport class B extends A {}\nexport const C = class extends (send as never as typeof A) {};\n[send] satisfies unknown[];",
    sites: [],
    handedOn: ["main.ts:8 element"],
  },
  {
    name: "a computed binding and a rest parameter",
    files:
      "function send() { /* HERE */ }\nconst key = `send` as const;\nconst { [key]: run, send: other } = { send };\nother();\nrun();\nexport {};",
    sites: ["main.ts:4 other()", "main.ts:5 run()"],
    handedOn: ["main.ts:3 property"],
  },
  {
    name: "a label, an enum member and an attribute of the same name",
    files: {
      "main.tsx":
        "function send() { /* HERE */ }\nenum E { send }\nsend: for (;;) { break send; }\nexport const page = <input name={`x`} data-x={E.send} />;\nexport default send;",
    },
    sites: [],
    handedOn: ["main.tsx:5 exported"],
  },
  {
    name: "a file that cannot be parsed and names that mean nothing",
    files:
      "function send() { /* HERE */ }\nsend(;\nunknown.send();\nimport { send as other } from './nowhere';\nother();",
    sites: ["main.ts:2 send("],
  },
];

for (const [title, cases] of Object.entries({
  IMPORTS,
  COMMONJS,
  MEMBERS,
  OBJECTS,
  HANDED_ON,
  CORNERS,
})) {
  describe(title.toLowerCase(), () => {
    it.each(cases)("$name", ({ files, sites, handedOn = [] }) => {
      const found = callersOfMarked(files);
      expect(found.sites).toEqual(sites);
      expect(found.handedOn).toEqual(handedOn);
    });
  });
}
