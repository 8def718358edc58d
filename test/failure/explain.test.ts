import { expect, it } from "vitest";
import { outcomesOf } from "./outcomes.js";

const HEAD = `import { Svix, Webhook } from "svix";\nconst svix = new Svix(process.env.T!);\n`;

it("tells every path of an API call and the verdict on it", () => {
  const text = outcomesOf(`${HEAD}export async function f() {
  try { await svix.message.create("a", {} as never); } catch (error) { console.error(error); }
}`);
  expect(text).toBe(
    [
      "message.create@4 api: caught at 4, logged, returns undefined",
      "message.create@4 network: caught at 4, logged, returns undefined",
      "  onlyLogged at 4 (message.create, api)",
    ].join("\n"),
  );
});

it("tells through which function a failure came", () => {
  const text =
    outcomesOf(`${HEAD}async function send() { await svix.message.create("a", {} as never); }
export async function f() { try { await send(); } catch { return null; } }`);
  expect(text).toContain("message.create@4 through send() api: caught at 4, returns null");
});

it("tells the answer of a receiver", () => {
  const text = outcomesOf(`${HEAD}export async function POST(req: Request) {
  try { new Webhook("s").verify(await req.text(), {}); } catch { return new Response("no", { status: 400 }); }
  return new Response("ok");
}`);
  expect(text).toBe("Webhook.verify@4 verification: caught at 4, returns response 400");
});
