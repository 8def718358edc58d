import rule from "../../src/rules/valid-arguments.js";
import { runMarked } from "../rules/marked-cases.js";

const head = `import assert from "node:assert/strict";
import { Svix } from "svix";
declare const svix: Svix;
declare const form: FormData;
declare const body: { url?: string; name?: string; channels?: string[] };
declare const headers: Headers;
declare const show: (shown: unknown) => void;
const PATTERN = new RegExp("^https://");
`;

runMarked("valid-arguments", rule, {
  head,
  good: [
    {
      name: "an empty text that nobody asks for, which is there for the types",
      code: `export function f() { return svix.endpoint.create("t", { url: String(form.get("url") ?? "") }); }`,
    },
    {
      name: "an empty text as a default",
      code: `export function f({ url = "" }: { url?: string }) { return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "an empty list for what is missing, asked for its length",
      code: `export function f() { const channels = body.channels ?? []; if (channels.length === 0) return null; return svix.message.create("t", { eventType: "a.b", payload: {}, channels }); }`,
    },
    {
      name: "an empty list, asked where it is given",
      code: `export function f() { const list = body.channels ?? []; return svix.message.create("t", { eventType: "a.b", payload: {}, ...(list.length > 0 && { channels: list }) }); }`,
    },
    {
      name: "an empty list, asked before it falls back",
      code: `export function f() { if (!body.channels) return null; return svix.message.create("t", { eventType: "a.b", payload: {}, channels: body.channels ?? [] }); }`,
    },
    {
      name: "an empty text for what is missing, asked with a not",
      code: `export function f() { const url = String(form.get("url") ?? ""); if (!url) return null; return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "asked for its length",
      code: `export function f() { const url = body.url ?? ""; if (url.length === 0) return null; return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "asked for its beginning",
      code: `export function f() { const url = body.url || ""; if (!url.startsWith("https://")) throw new Error("no"); return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "asked by a pattern",
      code: `export function f() { const url = body.url ?? ""; if (!PATTERN.test(url)) throw new Error("no"); return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "asked where it is given",
      code: `export function f() { const id = headers.get("x-request-id") ?? ""; return svix.message.create("t", { eventType: "a.b", payload: {}, ...(id && { eventId: id }) }); }`,
    },
    {
      name: "asked by an assertion",
      code: `export function f() { const url = body.url ?? ""; assert(url); return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "asked before it falls back",
      code: `export function f() { if (!body.url) return null; return svix.endpoint.create("t", { url: body.url ?? "" }); }`,
    },
    {
      name: "a default that is asked",
      code: `export function f({ url = "" }: { url?: string }) { if (url === "") return null; return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "a property that is asked",
      code: `export function f() { const given = { url: body.url ?? "" }; if (!given.url) return null; return svix.endpoint.create("t", { url: given.url }); }`,
    },
    {
      name: "asked by the function that it is given to",
      code: `function register(url: string) { if (!url) throw new Error("no"); return svix.endpoint.create("t", { url }); }
export const f = () => register(body.url ?? "");`,
    },
    {
      name: "asked before the function is called",
      code: `function register(url: string) { return svix.endpoint.create("t", { url }); }
export function f() { const url = body.url ?? ""; if (!url) return null; return register(url); }`,
    },
  ],
  bad: [
    {
      name: "an empty list that nobody asks for",
      messageId: "tooFewItems",
      code: `export function f() { const channels = body.channels ?? ⟦[]⟧; return svix.message.create("t", { eventType: "a.b", payload: {}, channels }); }`,
    },
    {
      name: "only falls back once more",
      messageId: "tooFewItems",
      code: `export function f() { const channels = body.channels || ⟦[]⟧; return svix.message.create("t", { eventType: "a.b", payload: {}, channels }); }`,
    },
    {
      name: "asked behind the call",
      messageId: "tooFewItems",
      code: `export async function f() { const channels = body.channels ?? ⟦[]⟧; await svix.message.create("t", { eventType: "a.b", payload: {}, channels }); if (channels.length > 0) show(channels); }`,
    },
    {
      name: "something else is asked",
      messageId: "tooFewItems",
      code: `export function f() { const channels = body.channels ?? ⟦[]⟧; if (!body.name) return null; return svix.message.create("t", { eventType: "a.b", payload: {}, channels }); }`,
    },
    {
      name: "only looked at",
      messageId: "tooFewItems",
      code: `export function f() { const channels = body.channels ?? ⟦[]⟧; show(channels.length); return svix.message.create("t", { eventType: "a.b", payload: {}, channels }); }`,
    },
    {
      name: "a bad text in place of what is missing, which passes the question",
      messageId: "malformedUrl",
      code: `export function f() { const url = body.url ?? ⟦"none"⟧; if (!url) return null; return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "an empty text that stands for nothing else",
      messageId: "tooShort",
      code: `export function f() { const url = ⟦""⟧; if (PATTERN.test(url)) return null; return svix.endpoint.create("t", { url }); }`,
    },
    {
      name: "asked in another function",
      messageId: "tooFewItems",
      code: `export function g() { const channels = body.channels ?? []; return channels.length > 0 ? show(channels) : null; }
export function f() { const channels = body.channels ?? ⟦[]⟧; return svix.message.create("t", { eventType: "a.b", payload: {}, channels }); }`,
    },
  ],
});
