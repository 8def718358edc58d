import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

/** Several secrets, of which one has to match. */
const TENANTS = `declare const tenants: string[];
function valid(secret: string, raw: string) {
  try { new Webhook(secret).verify(raw, {}); return true; } catch { return false; }
}
`;

describe("which of several secrets has matched is looked for with", () => {
  verdictTable(String.raw`
== find, and refuses where there is none: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.find((x) => valid(x, raw));
  if (!found) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== find, and never asks: resultIgnored at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.find((x) => valid(x, raw));
  console.log(found);
  await act(JSON.parse(raw));
  return new Response("ok");
}
== find, and only logs that there is none: payloadUsed at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.find((x) => valid(x, raw));
  if (found === undefined) console.warn("unknown");
  await act(JSON.parse(raw));
  return new Response("ok");
}
== find, and answers that there is none with another status: wrongStatus at 8
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.find((x) => valid(x, raw));
  if (!found) return new Response("no", { status: 500 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== findLast, and refuses: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.findLast((x) => valid(x, raw));
  if (!found) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== findIndex, and refuses: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.findIndex((x) => valid(x, raw));
  if (found === -1) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== findIndex, and takes the place for the answer: payloadUsed at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.findIndex((x) => valid(x, raw));
  if (!found) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== findLastIndex, and refuses: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.findLastIndex((x) => valid(x, raw));
  if (found < 0) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== findLastIndex, and never asks: resultIgnored at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.findLastIndex((x) => valid(x, raw));
  console.log(found);
  await act(JSON.parse(raw));
  return new Response("ok");
}
== filter, and refuses: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.filter((x) => valid(x, raw));
  if (found.length === 0) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== filter, and asks whether there is a list: resultIgnored at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.filter((x) => valid(x, raw));
  if (!found) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== filter, and goes through what is left: resultIgnored at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.filter((x) => valid(x, raw));
  for (const tenant of found) console.log(tenant);
  await act(JSON.parse(raw));
  return new Response("ok");
}
== map, and refuses where nothing is true: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.map((x) => valid(x, raw));
  if (!found.includes(true)) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== map, and refuses where nothing is false: payloadUsed at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.map((x) => valid(x, raw));
  if (!found.includes(false)) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== map and some, and refuses: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.map((x) => valid(x, raw));
  if (!found.some(Boolean)) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== map and filter, and refuses: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.map((x) => valid(x, raw));
  if (found.filter(Boolean).length === 0) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== a negated every, and refuses: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.every((x) => !valid(x, raw));
  if (found) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== a negated every, and never asks: resultIgnored at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.every((x) => !valid(x, raw));
  console.log(found);
  await act(JSON.parse(raw));
  return new Response("ok");
}
== reduce, and refuses: fine
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.reduce((so, x) => so || valid(x, raw), false);
  if (!found) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== reduce, and never asks: resultIgnored at 7
${TENANTS}export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.reduce((so, x) => so || valid(x, raw), false);
  console.log(found);
  await act(JSON.parse(raw));
  return new Response("ok");
}
== find with the check in its callback, and refuses: fine
declare const tenants: string[];
export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.find((x) => { try { new Webhook(x).verify(raw, {}); return true; } catch { return false; } });
  if (!found) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
== flatMap with the check in its callback, and refuses: fine
declare const tenants: string[];
export async function POST(request: Request) {
  const raw = await request.text();
  const found = tenants.flatMap((x) => { try { new Webhook(x).verify(raw, {}); return [x]; } catch { return []; } });
  if (found.length === 0) return new Response("no", { status: 401 });
  await act(JSON.parse(raw));
  return new Response("ok");
}
`);
});

describe("of several calls", () => {
  verdictTable(String.raw`
== an API call of which one fails is not left out as if all had failed: onlyLogged at 2
export async function f(ids: string[]) {
  const results = await Promise.allSettled(ids.map((id) => svix.message.create(id, input)));
  for (const r of results) if (r.status === "rejected") console.error(r.reason);
  const sent = results.filter((r) => r.status === "fulfilled");
  if (sent.length === 0) throw new Error("none");
  return "sent";
}
`);
});

describe("which of several secrets has matched is asked of settled results by", () => {
  const SETTLED = (asks: string) => `declare const secrets: string[];
export async function POST(request: Request) {
  const raw = await request.text();
  const results = await Promise.allSettled(secrets.map(async (secret) => { new Webhook(secret).verify(raw, input); }));
  ${asks}
  await act(JSON.parse(raw));
  return new Response("ok");
}`;
  const NO = `return new Response("no", { status: 401 });`;
  verdictTable(String.raw`
== some: fine
${SETTLED(`if (!results.some((each) => each.status === "fulfilled")) ${NO}`)}
== every: fine
${SETTLED(`if (results.every((each) => each.status === "rejected")) ${NO}`)}
== the number of those that match: fine
${SETTLED(`if (results.filter((each) => each.status === "fulfilled").length === 0) ${NO}`)}
== the number of those that match, for the log: payloadUsed at 4
${SETTLED(`if (results.filter((each) => each.status === "fulfilled").length === 0) console.warn("forged");`)}
== nobody: payloadUsed at 4
${SETTLED("")}
`);
});
