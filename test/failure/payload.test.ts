import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** A route that drops a failed verification and goes on; `read` stands before the check. */
const route = (read: string, use: string): string =>
  `export async function POST(req: Request) { ${read}\n  try { webhook.verify(raw, {}); } catch { console.error("no"); } ${use} return new Response("ok"); }`;
const CLONE = "const raw = await req.clone().text();";
const asked = (read: string, use: string): string =>
  `export async function POST(req: { body: { id: string; data: object }; params: { id: string }; raw: string; headers: object }) { ${read}\n  try { webhook.verify(req.raw, {}); } catch { console.error("no"); } ${use} return new Response("ok"); }`;

describe("what is worked on after a verification that has failed", () => {
  verdictTable(`
== what was verified: payloadUsed at 2
${route(CLONE, "await work(raw);")}
== nothing: successResponse at 2
${route(CLONE, "")}
== something else: successResponse at 2
${route(CLONE, 'await work("ping");')}
== the same body, read once more: payloadUsed at 2
${route(`${CLONE} const data = await req.json();`, "await work(data);")}
== assigned: payloadUsed at 2
${route(`${CLONE} let data; data = await req.json();`, "await work(data);")}
== taken apart: payloadUsed at 2
${route(`${CLONE} const { data } = await req.json();`, "await work(data);")}
== taken apart twice: payloadUsed at 2
${route(`${CLONE} const { data: { id } } = await req.json();`, "await work(id);")}
== as a list: payloadUsed at 2
${route(`${CLONE} const [, second] = await req.json();`, "await work(second);")}
== by an assignment to a pattern: payloadUsed at 2
${route(`${CLONE} let data; ({ data } = await req.json());`, "await work(data);")}
== made of it in two steps: payloadUsed at 2
${route(`${CLONE} const event = JSON.parse(raw); const id = event.id;`, "await work(id);")}
== made of it before it is declared, as far as the text goes: payloadUsed at 2
${route(`${CLONE} let last; for (const round of [1, 2]) { if (last) last = next; const next = JSON.parse(raw); last = next; }`, "await work(last);")}
== a date beside it: successResponse at 2
${route(`${CLONE} const at = Date.now();`, "await work(at);")}
== a header: successResponse at 2
${route(`${CLONE} const id = req.headers.get("svix-id");`, "await work(id);")}
== a field of the body: payloadUsed at 2
${asked("const id = req.body.id;", "await work(id);")}
== the body where it is used: payloadUsed at 2
${asked("", "await work(req.body);")}
== a parameter of the path: successResponse at 2
${asked("const { id } = req.params;", "await work(id);")}
== what a function would make of it: successResponse at 2
${route(`${CLONE} const later = () => raw.length;`, "await work(later);")}
== what verify gave, where it gave it: payloadUsed at 2
export async function POST(req: Request) { const raw = await req.text(); let id = "none";
  try { const event = webhook.verify(raw, {}) as { id: string }; id = event.id; } catch { console.error("no"); } await work(id); return new Response("ok"); }
`);
});

describe("what the verified text is made of", () => {
  verdictTable(`
== another variable: payloadUsed at 2
${route("const text = await req.text(); const raw = text;", "await work(text);")}
== text around it: payloadUsed at 2
${route("const text = await req.text(); const raw = `${text}`;", "await work(text);")}
== a method of it: payloadUsed at 2
${route("const text = await req.text(); const raw = text.trim();", "await work(text);")}
== an argument: payloadUsed at 2
${route("const text = await req.text(); const raw = String(text);", "await work(text);")}
== a secret is none of it: successResponse at 2
${route('const secret = String(process.env["SECRET"]); const raw = (await req.text()) + secret;', "await work(secret);")}
`);
});
