import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const ROUTE = (handler: string, inner = "throw e;", before = "") =>
  `${before}
export async function POST(q: Request) { try { const raw = await q.text(); try { webhook.verify(raw, input); } catch (e) { ${inner} } await work(raw); return new Response("ok"); }
  catch (e: any) { ${handler} return new Response("oops", { status: 500 }); } }`;
const REFUSED = `class AppError extends Error { constructor(readonly code: string) { super(code); } }`;

describe("a field by which an error is told", () => {
  verdictTable(String.raw`
== that the SDK's error lacks, by in: wrongStatus at 3
${ROUTE(`if ("status" in e) return new Response("no", { status: e.status });`)}
== that the program's own class has, and which is asked for: fine
${ROUTE(`if (e.code === "BAD_SIGNATURE") return new Response("no", { status: 401 });`, `throw new AppError("BAD_SIGNATURE");`, REFUSED)}
== that the program's own class has with another value: wrongStatus at 3
${ROUTE(`if (e.code === "BAD_JSON") return new Response("no", { status: 422 });`, `throw new AppError("BAD_SIGNATURE");`, REFUSED)}
== that is its message: fine
${ROUTE(`if (e.message === "forged") return new Response("no", { status: 401 });`, `throw new Error("forged");`)}
== that is another message: wrongStatus at 3
${ROUTE(`if (e.message === "Forged") return new Response("no", { status: 401 });`, `throw new Error("forged");`)}
== that is the message which its class gives: fine
${ROUTE(`if (e.message === "forged") return new Response("no", { status: 401 });`, `throw new AppError("forged");`, REFUSED)}
== that a plain error lacks: wrongStatus at 3
${ROUTE(`return new Response("no", { status: e.status ?? 500 });`, `throw new Error("forged", { cause: e });`)}
== that somebody has set: fine
${ROUTE(`return new Response("no", { status: e.status ?? 500 });`, `throw Object.assign(new Error("forged"), { status: 401 });`)}
`);
});

describe("an object that tells of the failure and has the payload beside it", () => {
  const CHECK = `function check(raw: string) { const event = JSON.parse(raw); try { webhook.verify(raw, input); return { ok: true, event }; } catch { return { ok: false, event }; } }`;
  verdictTable(String.raw`
== is asked first: fine
${CHECK}
export async function POST(q: Request) { const { ok, event } = check(await q.text()); if (!ok) return new Response("no", { status: 401 }); await work(event); return new Response("ok"); }
== is asked by nobody: resultIgnored at 2
${CHECK}
export async function POST(q: Request) { const { event } = check(await q.text()); await work(event); return new Response("ok"); }
== is asked when it is too late: payloadUsed at 2
${CHECK}
export async function POST(q: Request) { const { ok, event } = check(await q.text()); await work(event); return new Response(null, { status: ok ? 200 : 401 }); }
`);
});

describe("what is taken apart by functions of the program", () => {
  const MATCH = `type Result = { ok: true } | { ok: false; error: string };
const match = <R>(r: Result, on: { ok: () => R; err: (error: string) => R }) => (r.ok ? on.ok() : on.err(r.error));
function check(raw: string): Result { try { webhook.verify(raw, input); return { ok: true }; } catch (e) { return { ok: false, error: String(e) }; } }`;
  const POST = (err: string) =>
    `export async function POST(q: Request) { const raw = await q.text(); return match(check(raw), { ok: () => { void work(raw); return new Response("ok"); }, err: (error) => ${err} }); }`;
  verdictTable(String.raw`
== and refused: fine
${MATCH}
${POST(`new Response(error, { status: 401 })`)}
== and accepted: successResponse at 4
${MATCH}
${POST(`{ console.error(error); return new Response("ok"); }`)}
`);
});
