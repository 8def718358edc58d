import { describe } from "vitest";
import { verdictTable } from "./verdict-table.js";

const caught = (handling: string): string => `export async function POST(request: Request) {
  const raw = await request.text();
  try { webhook.verify(raw, {}); await work(JSON.parse(raw)); return new Response("ok"); }
  catch (error) {
    ${handling}
  }
}
`;

const table = (
  cases: readonly (readonly [name: string, expected: string, handling: string])[],
): string =>
  cases
    .map(([name, expected, handling]) => `== ${name}: ${expected}\n${caught(handling)}`)
    .join("");

const answer = (condition: string, other = 500): string =>
  `return new Response("no", { status: ${condition} ? 400 : ${String(other)} });`;

describe("an answer that hangs on the message of the error", () => {
  verdictTable(
    table([
      [
        "only a bad signature is refused",
        "wrongStatus at 5",
        answer(`error.message.includes("signature")`),
      ],
      [
        "by a variable",
        "wrongStatus at 6",
        `const { message } = error as Error; const status = message.includes("signature") ? 400 : 500;\n    return new Response("no", { status });`,
      ],
      [
        "whether it is an Error is no question",
        "wrongStatus at 6",
        `const message = error instanceof Error ? error.message : "unknown";\n    ${answer(`message.startsWith("No matching")`)}`,
      ],
      [
        "letter case aside",
        "wrongStatus at 5",
        answer(`error.message.toLowerCase().includes("signature")`),
      ],
      ["by a pattern", "wrongStatus at 5", answer(`/signature/i.test(error.message)`)],
      [
        "by the whole message",
        "wrongStatus at 5",
        answer(`error.message === "No matching signature found"`),
      ],
      [
        "every message is refused",
        "fine",
        answer(`/signature|timestamp|headers/i.test(error.message)`),
      ],
      [
        "every message, one after the other",
        "fine",
        `const m = error.message.toLowerCase(); ${answer(`m.includes("signature") || m.includes("timestamp") || m.includes("headers")`)}`,
      ],
      [
        "every message by branches",
        "fine",
        `if (error.message.includes("signature")) return new Response("a", { status: 401 });
    if (error.message.startsWith("Message timestamp")) return new Response("b", { status: 400 });
    if (error.message.endsWith("eaders")) return new Response("c", { status: 400 });
    return new Response("d", { status: 500 });`,
      ],
      [
        "a message that it never has",
        "wrongStatus at 5",
        answer(`error.message.includes("expired")`),
      ],
      [
        "a pattern that is not written out",
        "fine",
        answer(`new RegExp(process.env.PATTERN!).test(error.message)`),
      ],
      ["a repeated group is not tried", "fine", answer(`/^(no|not)+/.test(error.message)`)],
      [
        "a part that is not written out",
        "fine",
        answer(`error.message.includes(process.env.PART!)`),
      ],
    ]),
  );
});

describe("a helper that lets some messages through", () => {
  verdictTable(String.raw`
== the rest is refused by its caller: fine
function check(raw: string) {
  try { webhook.verify(raw, {}); return true; }
  catch (error) { if ((error as Error).message.includes("signature")) return false; throw error; }
}
export async function POST(request: Request) {
  const raw = await request.text();
  try { if (!check(raw)) return new Response("no", { status: 401 }); }
  catch (error) { return new Response("no", { status: (error as Error).message === "No matching signature found" ? 500 : 400 }); }
  await work(JSON.parse(raw));
  return new Response("ok");
}
== the rest leaves: unhandled at 7
function check(raw: string) {
  try { webhook.verify(raw, {}); return true; }
  catch (error) { if ((error as Error).message.includes("signature")) return false; throw error; }
}
export async function POST(request: Request) {
  const raw = await request.text();
  if (!check(raw)) return new Response("no", { status: 401 });
  await work(JSON.parse(raw));
  return new Response("ok");
}
== an answer to each: fine
export async function POST(request: Request) {
  const raw = await request.text();
  try { webhook.verify(raw, {}); } catch (error) {
    if (!/signature|timestamp|headers/i.test((error as Error).message)) throw error;
    return new Response("no", { status: 400 });
  }
  await work(JSON.parse(raw));
  return new Response("ok");
}
`);
});
