import { expect, it } from "vitest";
import { fileOf, programOf } from "../harness/program.js";
import { operationsIn, recogniserIn } from "./readings.js";

const SEND = `("customer", { eventType: "order.paid", payload: {} })`;

/** What a file is seen to call, where the compiler leaves what has no type `any`. */
function callsOf(code: string, name = "main.ts"): readonly string[] {
  const program = programOf(
    { [name]: `import { Svix, Webhook } from "svix";\n${code}` },
    { compilerOptions: { strict: false, noImplicitAny: false } },
  );
  return operationsIn(recogniserIn(program), fileOf(program, name));
}

it.each([
  [
    "a field without a type",
    `class Mailer { public svix; constructor() { this.svix = new Svix("t"); } send() { return this.svix.message.create${SEND}; } }`,
  ],
  [
    "a field that begins as null",
    `class Mailer { #svix = null; start() { this.#svix ??= new Svix("t"); } send() { return this.#svix.message.create${SEND}; } }`,
  ],
  [
    "a variable that begins as null",
    `let svix = null; export const start = () => { svix = new Svix("t"); }; export const send = () => svix.message.create${SEND};`,
  ],
  [
    "a variable without a value",
    `let svix; export const start = () => { svix = new Svix("t"); }; export const send = () => svix?.message.create${SEND};`,
  ],
  [
    "a function that gives it back",
    `let svix = null; function client() { if (!svix) svix = new Svix("t"); return svix; } export const send = () => client().message.create${SEND};`,
  ],
  [
    "an asynchronous one",
    `let svix = null; const client = async () => (svix ||= new Svix("t")); export const send = async () => (await client()).message.create${SEND};`,
  ],
  [
    "one resource of it",
    `let messages = undefined; export const start = (svix: Svix) => { messages = svix.message; }; export const send = () => messages.create${SEND};`,
  ],
  [
    "a variable that is emptied before it is filled",
    `let svix; export const stop = () => { svix = null; }; export const start = () => { svix = new Svix("t"); }; export const send = () => svix.message.create${SEND};`,
  ],
  [
    "a function that gives nothing before",
    `let svix; function client(off) { if (off) return null; svix = new Svix("t"); return svix; } export const send = () => client(false).message.create${SEND};`,
  ],
  [
    "by way of another",
    `let svix = null; let own = null; export const start = () => { own = svix; svix = new Svix("t"); }; export const send = () => own.message.create${SEND};`,
  ],
])("knows a client in %s", (_, code) => {
  expect(callsOf(code)).toEqual(["message.create"]);
});

it("knows one in JavaScript", () => {
  const code = `let wh = null; export const start = () => { wh = new Webhook("x"); }; export const check = (body, headers) => wh.verify(body, headers);`;
  expect(callsOf(code, "main.js")).toEqual(["Webhook.verify"]);
});

it.each([
  ["a declared any", `export const send = (svix: any) => svix.message.create${SEND};`],
  [
    "a variable that its author made any",
    `let svix: any = null; export const start = () => { svix = new Svix("t"); }; export const send = () => svix.message.create${SEND};`,
  ],
  [
    "another class's field of the name",
    `class Mailer { svix = null; start() { this.svix = new Svix("t"); } } class Own { svix = null; start(prisma) { this.svix = prisma; } send() { return this.svix.message.create${SEND}; } }`,
  ],
  [
    "another variable of the name",
    `let svix = null; export function start() { let svix = null; svix = new Svix("t"); return [svix]; } export const send = () => svix.message.create${SEND};`,
  ],
  [
    "a circle",
    `let a = null; let b = null; export const start = () => { a = b; b = a; }; export const send = () => a.message.create${SEND};`,
  ],
  ["nothing", `let svix = null; export const send = () => svix.message.create${SEND};`],
])("stays silent about %s", (_, code) => {
  expect(callsOf(code)).toEqual([]);
});

it("comes to an end where a function gives back what it gives back itself", () => {
  expect(
    callsOf(
      `let svix; function client() { return client(); } export const start = () => { svix = client(); }; export const send = () => svix.message.create${SEND};`,
    ),
  ).toEqual([]);
});
