import type { RuleModule } from "@typescript-eslint/utils/ts-eslint";
import { expect, it } from "vitest";
import misread from "../../src/rules/no-misread-api-exception.js";
import swallowed from "../../src/rules/no-swallowed-api-error.js";
import unhandled from "../../src/rules/no-unhandled-api-error.js";
import result from "../../src/rules/no-verify-result.js";
import status from "../../src/rules/require-4xx-rejection.js";
import headers from "../../src/rules/require-webhook-headers.js";
import values from "../../src/rules/valid-arguments.js";
import { lintProgram } from "../requests/lint-program.js";

const CLIENT = `import { Svix } from "svix";
const svix = new Svix(process.env.SVIX_TOKEN!);
const message = { eventType: "order.paid", payload: {} };
`;

const WEBHOOK = `import { Webhook } from "svix";
const wh = new Webhook(process.env.WEBHOOK_SECRET!);
declare const body: string;
declare const h: Record<string, string>;
`;

const caught = (code: string): string => `${CLIENT}
export async function send(app: string) {
  try {
    await svix.message.create(app, message);
  } catch (e: any) {
    ${code}
    throw e;
  }
}`;

const route = (code: string): string => `${WEBHOOK}
export async function POST(request: Request) {
  try {
    wh.verify(body, h);
  } catch {
    ${code}
  }
  return new Response("ok");
}`;

const HOLDS: readonly (readonly [
  name: string,
  rule: RuleModule<string, readonly unknown[]>,
  code: string,
  words: string,
])[] = [
  [
    "a property that is read from",
    misread,
    caught("console.error(e.response.data);"),
    "throws a TypeError",
  ],
  [
    "a property in a text",
    misread,
    caught("console.error(`${e.status}`);"),
    "what is told of the failure is undefined",
  ],
  [
    "a property with a default",
    misread,
    caught("process.exit(e.status ?? 500);"),
    "the value in its stead is always taken",
  ],
  [
    "a property that is compared",
    misread,
    caught("if (e.status === 404) console.warn(app);"),
    "every refusal is taken for something else",
  ],
  [
    "a constructed receiver",
    unhandled,
    `${CLIENT}
class Sender {
  async deliver() {
    await svix.message.create("app", message);
  }
}
await new Sender()
  .deliver();`,
    "new Sender().deliver() throws",
  ],
  [
    "success that a route answers",
    swallowed,
    `${CLIENT}
export async function POST(request: Request) {
  try {
    await svix.message.create("app", message);
  } catch {
    return new Response("ok");
  }
  return new Response("ok");
}`,
    "Answer with a status that says so, such as 502.",
  ],
  [
    "a condition on nothing",
    result,
    `${WEBHOOK}
export function isGenuine(): boolean {
  try {
    if (!wh.verify(body, h)) return false;
  } catch {
    return false;
  }
  return true;
}`,
    "treats every genuine message like a forged one. Call it for its exception only: the catch around it meets what is refused.",
  ],
  [
    "a status that is no outage",
    status,
    route(`return new Response("no", { status: 429 });`),
    "the sender keeps trying. Answer 400 or 401.",
  ],
  [
    "a status that is one",
    status,
    route(`return new Response("no", { status: 500 });`),
    "the sender keeps trying, and a forgery looks like an outage.",
  ],
  [
    "headers under other names",
    headers,
    `${WEBHOOK}
wh.verify(body, { svix_id: body, svixTimestamp: body, signature: body });`,
    "(they have svix_id, svixTimestamp, signature)",
  ],
  [
    "a text that is empty",
    values,
    `${CLIENT}
await svix.application.create({ name: "" });`,
    "needs a length of at least 1.",
  ],
];

it.each(HOLDS)("the message on %s says so", (_, rule, code, words) => {
  expect(lintProgram(rule, code).messages.join("\n")).toContain(words);
});
