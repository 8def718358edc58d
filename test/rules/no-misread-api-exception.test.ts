import { expect, it } from "vitest";
import rule from "../../src/rules/no-misread-api-exception.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked, type Bad, type Good } from "./marked-cases.js";

const head = `import { ApiException, Svix } from "svix";
declare const svix: Svix;
declare const logger: { warn(...what: unknown[]): void };
declare class AxiosError extends Error { response?: { status: number }; }
`;

/** A handler of a failed `application.get`. */
const caught = (handler: string, binding = "e: any"): string =>
  `export async function f() { try { return await svix.application.get("app"); } catch (${binding}) { ${handler} throw new Error("x"); } }`;

const silent = (name: string, code: string): Good => ({ name, code });

const good: readonly Good[] = [
  silent("the code as a number", caught(`if (e.code === 404) return null;`)),
  silent(
    "the class and the code",
    caught(`if (e instanceof ApiException && e.code === 409) return null;`, "e"),
  ),
  silent("a body and headers", caught(`logger.warn(e.body, e.headers, e.message);`)),
  silent("a chain that reads the code as well", caught(`return e.status ?? e.code ?? 500;`)),
  silent(
    "alternatives that read the code as well",
    caught(`if (e.status === 404 || e.code === 404) return null;`),
  ),
  silent(
    "a status that is asked for before the code",
    caught(`if (e.status) return e.status; return e.code;`),
  ),
  silent(
    "a response with the message to fall back on",
    caught(`logger.warn(e.response?.data ?? e.message);`),
  ),
  silent(
    "an error of another class",
    caught(`if (e instanceof AxiosError) return e.response?.status;`, "e"),
  ),
  silent(
    "a property that tells another class",
    caught(`if ("response" in e) return e.response.status;`),
  ),
  silent(
    "a status that is known to be there",
    caught(
      `if (typeof e === "object" && e && "status" in e && e.status === 404) return null;`,
      "e: unknown",
    ),
  ),
  silent(
    "a flag that tells another class",
    caught(`if (e.isAxiosError && e.response.status === 404) return null;`),
  ),
  silent(
    "a name that tells another class",
    caught(`if (e.name === "HTTPError") return e.response.status;`),
  ),
  silent("not an ApiException", caught(`if (!(e instanceof ApiException)) return e.status;`)),
  silent(
    "after an ApiException has left",
    caught(`if (e instanceof ApiException) throw e; if (e.status === 404) return null;`),
  ),
  silent("the else branch", caught(`return e instanceof ApiException ? e.code : e.status;`)),
  silent(
    "a predicate for another class",
    `function isAxios(e: unknown): e is AxiosError { return e instanceof AxiosError; }
${caught(`if (isAxios(e)) return e.response?.status;`, "e")}`,
  ),
  silent(
    "system codes",
    caught(
      `if (e.code === "ECONNRESET" || e.code === "UND_ERR_SOCKET" || e.code === "ERR_TLS") return null;`,
    ),
  ),
  silent(
    "codes of a database",
    caught(`if (e.code === "P2002" || e.code === "23505") return null;`),
  ),
  silent("a loose comparison, which converts", caught(`if (e.code == "404") return null;`)),
  silent("the code as a text", caught(`if (String(e.code) === "404") return null;`)),
  silent("a status that is given to the error", caught(`e.status = 502; throw e;`)),
  silent(
    "another failure",
    `export async function f() { try { return await fetch("/"); } catch (e: any) { if (e.status === 404) return null; throw e; } }`,
  ),
  silent(
    "a call that is not awaited in the try",
    `export function f() { try { return svix.application.get("app"); } catch (e: any) { return e.status; } }`,
  ),
  silent(
    "a call whose failure is caught inside",
    `export async function f() { try { try { await svix.application.get("app"); } catch { return; } await fetch("/"); } catch (e: any) { return e.status; } }`,
  ),
  silent(
    "the program's own error in the same try",
    `class HttpError extends Error { constructor(readonly status: number) { super(); } }
export async function f(id: string) { try { if (!id) throw new HttpError(400); return await svix.application.get(id); } catch (e: any) { return e.status || 500; } }`,
  ),
  silent(
    "the program's own error, thrown by a function",
    `class HttpError extends Error { constructor(readonly status: number) { super(); } }
function check(id: string) { if (!id) throw new HttpError(400); }
export async function f(id: string) { try { check(id); return await svix.application.get(id); } catch (e: any) { return e.status || 500; } }`,
  ),
  silent(
    "a client whose errors have a status in the same try",
    `// @ts-ignore
import axios from "axios";
export async function f() { try { await axios.get("/"); return await svix.application.get("app"); } catch (e: any) { return e.response?.status; } }`,
  ),
  silent(
    "a predicate for every client",
    `const isMissing = (e: unknown) => (e as any).status === 404;
${caught(`if (isMissing(e)) return null;`)}
export async function g() { try { await fetch("/"); } catch (e) { if (isMissing(e)) return; throw e; } }`,
  ),
  silent(
    "a response of something else",
    caught(`const response = await fetch("/"); if (response.status === 404) return null;`),
  ),
  silent("an error that is only logged", caught(`logger.warn(e);`)),
  silent(
    "another object's status",
    `export async function f(e: { status: number }) { try { await svix.application.get("app"); } catch { return e.status; } }`,
  ),
  silent(
    "verify",
    `import { Webhook } from "svix"; export function f(wh: Webhook) { try { wh.verify("", {}); } catch (e: any) { return e.status; } }`,
  ),
  silent(
    "a class of the program that is called the same",
    `class Mail { async create() {} } export async function f(m: Mail) { try { await m.create(); } catch (e: any) { return e.status; } }`,
  ),
];

const property = (name: string, code: string, suggests?: string): Bad => ({
  name,
  code,
  messageId: "noSuchProperty",
  ...(suggests === undefined ? {} : { suggests: [["readCode", suggests]] }),
});
const number = (name: string, code: string, suggests?: string): Bad => ({
  name,
  code,
  messageId: "codeIsNumber",
  ...(suggests === undefined ? {} : { suggests: [["compareNumber", suggests]] }),
});

const bad: readonly Bad[] = [
  property(
    "status",
    caught(`if (⟦e.status⟧ === 404) return null;`),
    caught(`if (e.code === 404) return null;`),
  ),
  property(
    "statusCode",
    caught(`if (⟦e.statusCode⟧ === 404) return null;`),
    caught(`if (e.code === 404) return null;`),
  ),
  property(
    "optional chaining",
    caught(`if (⟦e?.status⟧ >= 500) return null;`),
    caught(`if (e?.code >= 500) return null;`),
  ),
  property(
    "both, once",
    caught(`if (⟦e.status⟧ === 404 || e.statusCode === 404) return null;`),
    caught(`if (e.code === 404 || e.statusCode === 404) return null;`),
  ),
  property("response", caught(`if (⟦e.response⟧?.status === 404) return null;`)),
  property("response as a condition", caught(`if (⟦e.response⟧) return e.response.status;`)),
  property("by key", caught(`if (⟦e["status"]⟧ === 404) return null;`)),
  property("a status with a default", caught(`return ⟦e.status⟧ || 500;`)),
  property(
    "a status given on",
    `declare function save(row: object): Promise<void>;\n${caught(`await save({ statusCode: ⟦e.status⟧ ?? 500 });`)}`,
  ),
  property(
    "behind a cast to a literal",
    caught(`if (⟦(e as { status?: number }).status⟧ !== 404) throw e;`, "e"),
    caught(`if ((e as { code?: number }).code !== 404) throw e;`, "e"),
  ),
  property(
    "behind a cast to another client's error",
    caught(`if (⟦(e as AxiosError).response⟧?.status === 404) return null;`, "e"),
  ),
  property(
    "behind a cast in a variable",
    caught(
      `const err = e as { status?: number; message: string }; if (⟦err.status⟧ === 404) return null;`,
      "e",
    ),
  ),
  property(
    "destructured",
    caught(
      `const { ⟦status⟧, message } = e; logger.warn(message); if (status === 404) return null;`,
    ),
  ),
  property(
    "renamed",
    caught(`const { ⟦statusCode: status = 500⟧ } = e; if (status === 404) return null;`),
  ),
  property(
    "of an ApiException",
    caught(`if (e instanceof ApiException && ⟦(e as any).status⟧ === 404) return null;`, "e"),
    caught(`if (e instanceof ApiException && (e as any).code === 404) return null;`, "e"),
  ),
  property(
    "in a switch",
    caught(`switch (⟦e.status⟧) { case 404: return null; default: }`),
    caught(`switch (e.code) { case 404: return null; default: }`),
  ),
  property(
    ".catch()",
    `export const f = () => svix.application.get("app").catch((e) => { if (⟦e.status⟧ === 404) return null; throw e; });`,
    `export const f = () => svix.application.get("app").catch((e) => { if (e.code === 404) return null; throw e; });`,
  ),
  property(
    ".catch() with a pattern",
    `export const f = () => svix.application.get("app").catch(({ ⟦status⟧ }) => { if (status === 404) return null; throw new Error("x"); });`,
  ),
  property(
    ".then() with two handlers",
    `export const f = () => svix.application.get("app").then((app) => app, (e) => { if (⟦e.response⟧?.status === 404) return null; throw e; });`,
  ),
  property(
    "after .then()",
    `export const f = () => svix.application.get("app").then((app) => app.id).catch((e) => { if (⟦e.response⟧?.status === 404) return null; throw e; });`,
  ),
  property(
    "a handler with a name",
    `function onFailed(e: any) { if (⟦e.response⟧?.status === 404) return null; throw e; }\nexport const f = () => svix.application.get("app").catch(onFailed);`,
  ),
  property(
    "a predicate of the program",
    `function isMissing(e: unknown): boolean { return ⟦(e as any).response⟧?.status === 404; }\n${caught(`if (isMissing(e)) return null;`)}`,
  ),
  property(
    "a predicate behind a predicate",
    `const statusOf = (e: any) => ⟦e.response⟧?.status;\nconst isMissing = (e: unknown) => statusOf(e) === 404;\n${caught(`if (isMissing(e)) return null;`)}`,
  ),
  property(
    "a function of the program that calls Svix",
    `async function load(id: string) { return svix.application.get(id); }\nexport async function f() { try { return await load("app"); } catch (e: any) { if (⟦e.response⟧?.status === 404) return null; throw e; } }`,
  ),
  property(
    "of several calls",
    `export async function f() { try { const [app] = await Promise.all([svix.application.get("app"), svix.endpoint.list("app")]); return app; } catch (e: any) { if (⟦e.response⟧?.status === 404) return null; throw e; } }`,
  ),
  property(
    "with a database in the same try",
    `declare const db: { save(row: object): Promise<void> };\nexport async function f() { try { await svix.application.get("app"); await db.save({}); } catch (e: any) { if (⟦e.response⟧?.status === 404) return null; throw e; } }`,
  ),
  property(
    "as a message's status",
    `export async function POST() { try { await svix.message.create("app", { eventType: "a", payload: {} }); return new Response(); } catch (e: any) { return new Response(e.message, { status: ⟦e.status⟧ || 500 }); } }`,
  ),
  number(
    "a status as a text",
    caught(`if (e.code === ⟦"404"⟧) return null;`),
    caught(`if (e.code === 404) return null;`),
  ),
  number(
    "a negated comparison",
    caught(`if (e.code !== ⟦"409"⟧) throw e;`),
    caught(`if (e.code !== 409) throw e;`),
  ),
  number(
    "the text first",
    caught(`if (⟦"404"⟧ === e.code) return null;`),
    caught(`if (404 === e.code) return null;`),
  ),
  number("a name", caught(`if (e?.code === ⟦"not_found"⟧) return null;`)),
  number("a name in capitals", caught(`if (e.code === ⟦"NOT_FOUND"⟧) return null;`)),
  number("a name, loosely", caught(`if (e.code == ⟦"conflict"⟧) return null;`)),
  number(
    "behind a cast",
    caught(`if ((e as { code?: unknown }).code === ⟦"409"⟧) return null;`, "e"),
    caught(`if ((e as { code?: unknown }).code === 409) return null;`, "e"),
  ),
  number(
    "behind a cast to a text",
    caught(`if ((e as { code?: string }).code === ⟦"409"⟧) return null;`, "e"),
    caught(`if ((e as { code?: number }).code === 409) return null;`, "e"),
  ),
  number(
    "with `in`",
    caught(
      `if (typeof e === "object" && e !== null && "code" in e && e.code === ⟦"429"⟧) return null;`,
      "e",
    ),
    caught(
      `if (typeof e === "object" && e !== null && "code" in e && e.code === 429) return null;`,
      "e",
    ),
  ),
  number(
    "destructured",
    caught(`const { code } = e; if (code === ⟦"404"⟧) return null;`),
    caught(`const { code } = e; if (code === 404) return null;`),
  ),
  number("in a switch", caught(`switch (e.code) { case ⟦"404"⟧: return null; default: }`)),
  {
    name: "in a list",
    messageId: "codeIsNumber",
    code: caught(`if ([⟦"404"⟧, ⟦"409"⟧].includes(e.code)) return null;`),
  },
];

for (const sdk of ["2.5.0", "1.99.1", "1.45.1", "1.4.12"] as const) {
  runMarked(`no-misread-api-exception on svix ${sdk}`, rule, { sdk, head, good, bad });
}

runMarked("no-misread-api-exception in JavaScript", rule, {
  filename: "file.js",
  head: `const { Svix } = require("svix");\nconst svix = new Svix(process.env.TOKEN);\n`,
  good: [
    silent(
      "the code",
      `async function f() { try { await svix.application.get("app"); } catch (e) { if (e.code !== 404) throw e; } }`,
    ),
  ],
  bad: [
    property(
      "status",
      `async function f() { try { await svix.application.get("app"); } catch (e) { if (⟦e.status⟧ !== 404) throw e; } }`,
    ),
  ],
});

const ELSEWHERE = {
  "errors.ts": `export const isMissing = (e: unknown) => (e as { status?: number }).status === 404;`,
  "main.ts": `import { Svix } from "svix";
import { isMissing } from "./errors";
declare const svix: Svix;
export async function f() { try { await svix.application.get("app"); } catch (e) { if (isMissing(e)) return; throw e; } }`,
};

it("reports a predicate of another file where it is asked", () => {
  expect(lintProgram(rule, ELSEWHERE).reports).toEqual(["main.ts:4 noSuchProperty isMissing(e)"]);
});
