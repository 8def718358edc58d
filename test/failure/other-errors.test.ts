import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

describe("what stands behind the handler of another error", () => {
  verdictTable(String.raw`
== created where it was not found: unhandled at 3
export async function f(id: string) {
  let app: unknown; try { app = await svix.application.get(id); } catch (error) { if (!(error instanceof ApiException && error.code === 404)) throw error; }
  if (!app) await svix.application.create({ name: id, uid: id });
}
== returned where it was found: unhandled at 4
export async function f(id: string) {
  let found; try { found = await svix.application.get(id); } catch (error) { await act(error); }
  if (found) return found;
  return await svix.application.create({ name: id, uid: id });
}
== a function that says whether it is there: unhandled at 5
async function exists(id: string): Promise<boolean> {
  try { await svix.application.get(id); return true; } catch (error) { if (error instanceof ApiException && error.code === 404) return false; throw error; } }
export async function f(id: string) {
  if (await exists(id)) return;
  await svix.application.create({ name: id, uid: id });
}
== a function that says whether it was sent: fine
async function sent(): Promise<boolean> { try { await svix.message.create("a", input); return true; } catch { return false; } }
export async function f() { if (!(await sent())) { await act("retry"); } }
== null for every failure of a second attempt: fine
export async function f(): Promise<string | null> {
  if (!process.env.A) return null;
  try { return (await svix.application.get("a")).id; } catch (error) {
    if (error instanceof ApiException && error.code === 404) {
      try { const made = await svix.application.create({ name: "a" }); await work(made); return made.id; } catch (second) { console.error(second); }
    }
    return null;
  }
}
`);
});

describe("functions given to code without types", () => {
  verdictTable(
    String.raw`
== a handler in a wrapper that is not installed: fine
import { withErrors } from "not-installed";
async function handler() { await svix.message.create("a", input); }
export default withErrors(handler);
== a route is no wrapper: unhandled at 2
import { app } from "not-installed";
async function handler() { await svix.message.create("a", input); }
app.post("/", handler);
== a component's own callback: fine
import { ConfirmDialog } from "not-installed";
export const dialog = () => <ConfirmDialog onConfirm={async () => { await svix.message.create("a", input); }} />;
== an event is handed on to an element: unhandled at 2
import { Button } from "not-installed";
export const button = () => <Button onClick={async () => { await svix.message.create("a", input); }} />;
== an element: unhandled at 1
export const form = () => <form onSubmit={async () => { await svix.message.create("a", input); }} />;
`,
    "tsx",
  );
});

describe("an import that does not resolve", () => {
  verdictTable(
    String.raw`
== of the file's own name: fine
export async function deliver() { await svix.message.create("a", input); }
== of another name: unhandled at 1
export async function ship() { await svix.message.create("a", input); }
`,
    "ts",
    {
      "a.ts": `import { deliver } from "@/lib/case-0"; import { ship } from "@/lib/boats"; export const f = () => [deliver(), ship()];`,
    },
  );
});

describe("a result that is looked at", () => {
  verdictTable(String.raw`
== and is answered with success: successResponse at 3
function ok(text: string) { try { webhook.verify(text, {}); return true; } catch { return false; } }
export async function POST(req: Request) { const text = await req.text();
  if (!ok(text)) { console.warn("no"); return new Response("ignored"); } await work(text); return new Response("ok"); }
== and is only logged: payloadUsed at 3
function ok(text: string) { try { webhook.verify(text, {}); return true; } catch { return false; } }
export async function POST(req: Request) { const text = await req.text();
  if (!ok(text)) console.warn("no"); await work(text); return new Response("ok"); }
== and nobody looks: resultIgnored at 3
function ok(text: string) { try { webhook.verify(text, {}); return true; } catch { return false; } }
export async function POST(req: Request) { const text = await req.text();
  ok(text); await work(text); return new Response("ok"); }
== a payload that is used is told of alone: payloadUsed at 2
export async function POST(req: Request) { const text = await req.text();
  try { webhook.verify(text, {}); } catch { console.warn("no"); } if (text.length > 1) await work(text); return new Response("ok"); }
`);
});

describe("Nitro's automatic imports", () => {
  verdictTable(String.raw`
== an answer without a status is a success: successResponse at 2
export default defineEventHandler(async (event) => { const text = await readRawBody(event);
  try { webhook.verify(text, {}); } catch { return { received: false, reason: "signature" }; } await work(text); return { received: true }; });
== a thrown status: fine
export default defineEventHandler(async (event) => { const text = await readRawBody(event);
  try { webhook.verify(text, {}); } catch { throw createError({ statusCode: 401 }); } await work(text); return { received: true }; });
`);
});

/** A wrapper whose `try` holds more than the call, and a caller that answers by what it gives. */
const answered = (success: string, failure: string, asked: string): string =>
  `declare function client(): Promise<Svix>;
async function send() {
  try { const { id } = await (await client()).message.create("a", input); return ${success}; }
  catch (error) { return ${failure}; }
}
export async function f(): Promise<"told" | "untold"> {
  const sent = await send();
  return ${asked} ? "told" : "untold";
}`;

describe("a wrapper that tells of other errors as well", () => {
  const reason = 'error instanceof ApiException ? error.body : "unreachable"';
  verdictTable(`
== with another reason: fine
${answered("{ ok: true, id } as const", `{ ok: false, reason: ${reason} } as const`, "sent.ok")}
== with the error itself: fine
${answered("{ data: id, error: null }", "{ data: null, error: error as Error }", "!sent.error")}
== by what is missing: fine
${answered("{ data: id, error: null }", "{ data: null, error: error as Error }", "sent.data")}
== by what only success has: fine
${answered("{ ok: true, id }", `{ ok: false, reason: ${reason} }`, "sent.id")}
== by a word of its own: fine
${answered('{ status: "sent" }', `{ status: "failed", why: ${reason} }`, 'sent.status === "sent"')}
== by a text beside an object: fine
${answered("{ id }", `error instanceof ApiException ? "refused" : "unreachable"`, 'typeof sent === "object"')}
== by one of several words: fine
${answered('"ok"', `error instanceof ApiException ? "refused" : "unreachable"`, 'sent === "ok"')}
== in a pair: fine
${answered("[null, id] as const", `[error instanceof ApiException ? "refused" : "unreachable", null] as const`, "!sent[0]")}
== in a pair of which only something else is asked: resultIgnored at 7
${answered("[null, id] as const", `[error instanceof ApiException ? "refused" : "unreachable", null] as const`, "sent.length")}
== and is not asked: resultIgnored at 7
${answered("{ ok: true, id } as const", `{ ok: false, reason: ${reason} } as const`, "sent")}
`);
});
