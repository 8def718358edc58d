import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("switch", () => {
  verdictTable(String.raw`
== on the code, which a network error does not have: fine
export async function f() {
  try { await svix.message.create("a", input); } catch (error) {
    switch ((error as ApiException<unknown>).code) { case 404: await act(error); break; case 409: break; default: throw error; }
  }
}
== on a word that no code is: fine
export async function f() {
  try { await svix.message.create("a", input); } catch (error) {
    switch ((error as { code?: unknown }).code) { case "not_found": break; default: throw error; }
  }
}
== on classes: fine
export async function POST(req: Request) {
  const raw = await req.text();
  try { webhook.verify(raw, {}); } catch (error) {
    switch (true) { case error instanceof WebhookVerificationError: return new Response("no", { status: 401 }); default: throw error; }
  }
  return new Response(raw);
}
== on a status that is kept: wrongStatus at 5
export async function POST(req: Request) {
  const raw = await req.text(); let status = 200;
  try { webhook.verify(raw, {}); } catch { status = 500; }
  switch (status) { case 200: break; default:
    return new Response("no", { status }); }
  return new Response(raw);
}
== on what a function makes of the error: fine
export async function f(kinds: { of(error: unknown): string }) {
  try { await svix.message.create("a", input); } catch (error) {
    switch (kinds.of(error)) { case String(error): await act(error); break; default: throw error; }
  }
}
`);
});

describe("loops", () => {
  verdictTable(String.raw`
== over a variable that is there already: unhandled at 3
export async function f(ids: string[]) {
  let id: string;
  for (id of ids) await svix.message.create(id, input);
}
== over keys: unhandled at 2
export async function f(ids: Record<string, string>) {
  for (const id in ids) await svix.message.create(id, input);
}
== over what fails to be made: unhandled at 2
export async function f() {
  for (const id of [(await svix.message.create("a", input)).id, "b"]) console.log(id);
}
== awaiting what was started: onlyLogged at 3
export async function f(ids: string[]) {
  const jobs = ids.map((id) => svix.message.create(id, input));
  try { for await (const job of jobs) console.log(job); } catch (error) { console.error(error); }
}
`);
});

describe("patterns", () => {
  verdictTable(String.raw`
== the rest of all results: fine
export async function f() {
  const [, ...others] = await Promise.allSettled([act(), svix.message.create("a", input)]);
  for (const other of others) if (other.status === "rejected") throw new Error("not sent");
}
== the rest of a list that nobody looks at: settledIgnored at 2
export async function f() {
  const [, ...others] = await Promise.allSettled([act(), svix.message.create("a", input)]);
  console.log(others.length);
}
== the first of all results: fine
export async function f() {
  const [first, ...others] = await Promise.allSettled([svix.message.create("a", input), act()]);
  if (first.status === "rejected") throw new Error("not sent"); console.log(others);
}
== a rest in which nothing is left: emptyHandler at 2
export async function f() {
  try { await svix.message.create("a", input); } catch (error) { const [, ...others] = [error]; if (others.length > 0) await act(); }
}
== places that are left out: fine
export async function f() {
  let first: unknown, third: unknown;
  try { await svix.message.create("a", input); } catch (error) { [first, , third] = [1, 2, error]; }
  if (third) throw new Error("not sent"); console.log(first);
}
== properties under other names, with defaults: fine
export async function f() {
  let problem: unknown, count: unknown;
  try { await svix.message.create("a", input); } catch (error) {
    ({ problem, ["count"]: count = 2 } = { problem: error, count: undefined as unknown });
  }
  if (problem) throw new Error("not sent"); console.log(count);
}
== an object with methods and computed names: emptyHandler at 4
export async function f() {
  const box = { get value() { return 1; }, run() { return 2; }, [String(1)]: 3 };
  try { await svix.message.create("a", input);
  } catch { box.run(); }
}
== an object made of another: fine
export async function f(defaults: object) {
  const result = { ok: true, ...defaults };
  try { await svix.message.create("a", input); } catch { return { ...result, ok: false }; } return result;
}
`);
});

describe("promises that a program makes itself", () => {
  verdictTable(String.raw`
== an executor that throws: successResponse at 4
export async function f() {
  try {
    await new Promise((resolve) => { webhook.verify("a", {}); resolve(1); });
  } catch {}
}
== one that is rejected twice: onlyLogged at 5
export async function f() {
  const sending = new Promise((resolve, reject) => {
    svix.message.create("a", input).then(resolve, (error) => { reject(error); reject(error); });
  });
  try { await sending; } catch (error) { console.error(error); }
}
== Promise.try: unhandled at 3
export async function f(P: { try<T>(run: () => Promise<T>): Promise<T> } & PromiseConstructor) {
  await (Promise as typeof P)
    .try(() => svix.message.create("a", input));
}
== a promise that is kept in a field: fine
export class Sender { pending: Promise<unknown> | undefined;
  start() { this.pending = svix.message.create("a", input); } }
`);
});

describe("answers that a caller looks at", () => {
  const ANSWER =
    'await (async () => { try { await svix.message.create("a", input); } catch { return new Response("no", { status: 502 }); } return new Response("ok"); })()';
  verdictTable(String.raw`
== by the status: fine
export async function f() { const answer = ${ANSWER}; if (answer.status === 502) await act(); }
== by ok: fine
export async function f() { const answer = ${ANSWER}; if (!answer.ok) await act(); console.log(answer.headers); }
== a body that holds the error, handed on: fine
export async function POST() {
  let failure: unknown; try { await svix.message.create("a", input); } catch (error) { failure = error; }
  const answer = Response.json({ failure }); console.log(answer); return answer;
}
== a class of the program's own: fine
class Missing extends Error {}
export async function f() {
  let problem: unknown; try { await svix.message.create("a", input); } catch { problem = new Missing("no"); }
  if (problem instanceof Missing) throw problem;
}
== what is no error at all: emptyHandler at 2
export async function f() {
  try { await svix.message.create("a", input); } catch { const text: unknown = "no"; if (text instanceof Error) await act(); }
}
== a place beyond the list: fine
export async function f() {
  const failed: unknown[] = []; try { await svix.message.create("a", input); } catch (error) { failed[3] = error; }
  if (failed.length > 0) throw new Error("not sent");
}
== an exit code of 0: emptyHandler at 1
export async function main() { try { await svix.message.create("a", input); } catch { process.exitCode = 0; } }
`);
});

describe("what a handler writes and deletes", () => {
  verdictTable(String.raw`
== an entry of somebody else's cache: fine
export async function f(cache: Record<string, unknown>) {
  try { await svix.message.create("a", input); } catch { delete cache.a; } return cache.a;
}
== an entry by a key: fine
export async function f(cache: Record<string, unknown>, key: string) {
  try { await svix.message.create("a", input); } catch { delete cache[key]; }
}
== a property that is asked for afterwards: fine
export async function f() {
  const result: { sent?: boolean } = { sent: true };
  try { await svix.message.create("a", input); } catch { delete result.sent; }
  if (!result.sent) throw new Error("not sent");
}
== nothing, where the deletion is behind it: emptyHandler at 3
export async function f() {
  const box: { a?: number } = { a: 1 };
  try { await svix.message.create("a", input); } catch {} delete box.a;
}
== the first problem: fine
export async function f(before?: Error) {
  let problem = before; try { await svix.message.create("a", input); } catch (error) { problem ||= error as Error; }
  if (problem) throw problem;
}
== a flag that is no longer true: fine
export async function f() {
  let sent: boolean | undefined = true; try { await svix.message.create("a", input); } catch { sent &&= false; }
  if (!sent) throw new Error("not sent");
}
== words and numbers of a constant object: fine
const STATES = { sent: "sent", failed: "failed", tries: 3 } as const;
export async function f() {
  let state: string = STATES.sent; let tries = 0;
  try { await svix.message.create("a", input); } catch { state = STATES.failed; tries = STATES.tries; }
  if (state === STATES.failed && tries === 3) throw new Error("not sent");
}
== a row of a table: fine
declare function sql(parts: TemplateStringsArray, ...values: unknown[]): Promise<void>;
export async function f() { try { await svix.message.create("a", input); } catch (error) { await sql${"`update sends set error = ${error}`"}; } }
`);
});

describe("where the payload goes", () => {
  const SQL =
    "declare function sql(parts: TemplateStringsArray, ...values: unknown[]): Promise<void>;";
  verdictTable(String.raw`
== into a table, verified or not: payloadUsed at 3
${SQL}
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch (error) { console.warn(error); } await sql${"`insert into events values (${raw})`"}; return new Response("ok"); }
== into a table of what was refused: fine
${SQL}
export async function POST(req: Request) { const raw = await req.text();
  try { webhook.verify(raw, {}); } catch { await sql${"`insert into refused values (${raw})`"}; return new Response("no", { status: 400 }); } return new Response("ok"); }
== into a field that somebody shows: payloadUsed at 3
export class Receiver { last = ""; show() { return this.last; }
  handle(raw: string) {
    try { webhook.verify(raw, {}); } catch { this.last = raw; } } }
== back to the caller, in a list: payloadUsed at 2
export function read(raw: string) {
  try { webhook.verify(raw, {}); } catch { return [raw, "unverified"]; } return [raw, "ok"]; }
== back to the caller, in an object: payloadUsed at 2
export function read(raw: string) {
  try { webhook.verify(raw, {}); } catch { return { raw }; } return { raw, ok: true }; }
`);
});

describe("a body that is read anew from a part of what the handler is given", () => {
  const read = (context: string, request: string): string => `
export async function POST(c: ${context}) {
  try { webhook.verify(await ${request}.text(), {}); } catch { await work(await ${request}.json()); } return Response.json({}); }
`;
  verdictTable(
    [
      ["a property", "{ req: { raw: Request } }", "c.req.raw"],
      ["an element", "{ requests: [Request] }", "c.requests[0]"],
      ["what a method gives", "{ request(): Request }", "c.request()"],
      ["what a method gives in time", "{ request(): Promise<Request> }", "(await c.request())"],
    ]
      .map(
        ([name = "", context = "", request = ""]) =>
          `== ${name}: payloadUsed at 2${read(context, request)}`,
      )
      .join(""),
  );
});

describe("how a receiver ends", () => {
  verdictTable(String.raw`
== with the process: fine
export async function main(raw: string) { try { webhook.verify(raw, {}); } catch { process.exit(1); } await work(raw); }
== with an error after the answer: fine
export function handle(raw: string, res: import("express").Response) {
  try { webhook.verify(raw, {}); } catch (error) { res.status(401).end(); throw error; } res.end(); }
== with something thrown that is no error: fine
export function handle(raw: string) { try { webhook.verify(raw, {}); } catch { throw { status: 401 }; } return raw; }
== with a thrown response: wrongStatus at 2
export async function action({ request }: { request: Request }) { const raw = await request.text();
  try { webhook.verify(raw, {}); } catch { throw new Response("no", { status: 500 }); } return new Response("ok"); }
== with a status for each way: fine
export async function handle(raw: string, res: import("express").Response, strict: boolean) {
  try { webhook.verify(raw, {}); } catch { if (strict) res.status(401); else res.status(403); res.end(); return; } await work(raw); res.end(); }
== with a status for one way only: successResponse at 2
export async function handle(raw: string, res: import("express").Response, strict: boolean) {
  try { webhook.verify(raw, {}); } catch { if (strict) res.status(401); res.end(); return; } await work(raw); res.end(); }
== with an error of another package, by its code: fine
class ORPCError extends Error { constructor(readonly code: string) { super(code); } }
export async function handle(raw: string) { try { webhook.verify(raw, {}); } catch { throw new ORPCError("UNAUTHORIZED"); } await work(raw); }
== with an error whose code comes from elsewhere: fine
class TRPCError extends Error { constructor(options: { code: string }) { super(options.code); } }
export async function handle(raw: string, options: { code: string }) { try { webhook.verify(raw, {}); } catch { throw new TRPCError(options); } await work(raw); }
== with an own error that is given a status: fine
class Refused extends Error { constructor(readonly options: { status: number }) { super("no"); } }
export async function handle(raw: string) { try { webhook.verify(raw, {}); } catch { throw new Refused({ status: 401 }); } await work(raw); }
`);
});
