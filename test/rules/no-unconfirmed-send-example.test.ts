import { expect, it } from "vitest";
import rule from "../../src/rules/no-unconfirmed-send-example.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked } from "./marked-cases.js";

const head = `import { Svix, MessageStatus } from "svix";
declare const svix: Svix;
declare const db: { save(value: unknown): Promise<void> };
declare const res: { json(value: unknown): void };
declare function sleep(ms: number): Promise<void>;
export type Used = typeof MessageStatus;
`;

const SEND = `svix.endpoint.sendExample("app", "ep", { eventType: "order.paid" })`;
const LISTER = `export async function delivered(id: string): Promise<boolean> {
  const { data } = await svix.messageAttempt.listByMsg("app", id);
  return data.some((attempt) => attempt.status === MessageStatus.Success);
}
`;

const good = [
  {
    name: "attempts with a status",
    code: `export async function f() { const message = await ${SEND}; const { data } = await svix.messageAttempt.listByMsg("app", message.id); if (!data.some((attempt) => attempt.status === MessageStatus.Success)) throw new Error("not delivered"); }`,
  },
  {
    name: "attempts with a response code",
    code: `export async function f() { const { id } = await ${SEND}; const [last] = (await svix.messageAttempt.listByMsg("app", id)).data; return last !== undefined && last.responseStatusCode < 300; }`,
  },
  {
    name: "asked again and again",
    code: `export async function f() {
  const message = await ${SEND};
  for (let i = 0; i < 5; i++) {
    await sleep(1000);
    const list = await svix.messageAttempt.listByMsg("app", message.id);
    for (const attempt of list.data) if (attempt.status === MessageStatus.Success) return "delivered";
  }
  return "failed";
}`,
  },
  {
    name: "a helper that looks",
    code: `${LISTER}export async function f() { const message = await ${SEND}; return delivered(message.id); }`,
  },
  {
    name: "then",
    code: `${LISTER}export const f = () => ${SEND}.then(({ id }) => delivered(id));`,
  },
  {
    name: "attempts answered",
    code: `export async function f() { const { id } = await ${SEND}; res.json(await svix.messageAttempt.listByMsg("app", id)); }`,
  },
  {
    name: "successful ones counted",
    code: `export async function f() { const { id } = await ${SEND}; const { data } = await svix.messageAttempt.listByMsg("app", id, { status: MessageStatus.Success }); return data.length > 0; }`,
  },
  {
    name: "none successful",
    code: `export async function f() { const { id } = await ${SEND}; const list = await svix.messageAttempt.listByMsg("app", id, { status: MessageStatus.Success }); if (!list.data[0]) throw new Error("not delivered"); }`,
  },
  {
    name: "destinations",
    code: `export async function f() { const { id } = await ${SEND}; const { data } = await svix.messageAttempt.listAttemptedDestinations("app", id); return data.every(({ status }) => status === MessageStatus.Success); }`,
  },
  {
    name: "one attempt",
    code: `export async function f(attempt: string) { const { id } = await ${SEND}; switch ((await svix.messageAttempt.get("app", id, attempt)).status) { case MessageStatus.Success: return true; default: return false; } }`,
  },
  {
    name: "found among the endpoint's attempts",
    code: `export async function f() { const message = await ${SEND}; const { data } = await svix.messageAttempt.listByEndpoint("app", "ep"); return data.filter((attempt) => attempt.msgId === message.id).map((attempt) => attempt.status); }`,
  },
  {
    name: "the endpoint's latest attempt",
    code: `export async function f() { await ${SEND}; const { data } = await svix.messageAttempt.listByEndpoint("app", "ep", { limit: 1 }); return data[0]?.status === MessageStatus.Success; }`,
  },
  {
    name: "answered, and the program lists attempts",
    code: `${LISTER}export async function f() { const { id } = await ${SEND}; res.json({ messageId: id }); }`,
  },
  {
    name: "stored, and the program lists attempts",
    code: `${LISTER}export async function f() { await db.save((await ${SEND}).id); }`,
  },
  {
    name: "returned, and the program lists attempts",
    code: `${LISTER}export async function f() { return ${SEND}; }`,
  },
  {
    name: "ordinary messages",
    code: `export async function f() { await svix.message.create("app", { eventType: "order.paid", payload: {} }); }`,
  },
  {
    name: "a look-alike",
    code: `const mail = { endpoint: { sendExample: async () => ({ id: "x" }) } };
export async function f() { await mail.endpoint.sendExample(); }`,
  },
  {
    name: "unknown: a key that is computed",
    code: `export async function f(key: "id" | "eventType") { const message = await ${SEND}; return message[key]; }`,
  },
];

const bad = [
  {
    name: "not even a variable",
    messageId: "dropped",
    code: `export async function f() { await ⟦${SEND}⟧; return "Your endpoint received the event."; }`,
  },
  {
    name: "an unread variable",
    messageId: "dropped",
    code: `export async function f() { const message = await ⟦${SEND}⟧; return { ok: true }; }`,
  },
  {
    name: "logged",
    messageId: "dropped",
    code: `export async function f() { const message = await ⟦${SEND}⟧; console.info("sent", message.id); }`,
  },
  {
    name: "its event type answered",
    messageId: "dropped",
    code: `export async function f() { const message = await ⟦${SEND}⟧; res.json({ sent: message.eventType }); }`,
  },
  {
    name: "tested",
    messageId: "dropped",
    code: `export async function f() { const message = await ⟦${SEND}⟧; return message ? "ok" : "failed"; }`,
  },
  {
    name: "then without a look",
    messageId: "dropped",
    code: `export const f = () => ⟦${SEND}⟧.then(() => true, () => false);`,
  },
  {
    name: "attempts listed, not read",
    messageId: "dropped",
    code: `export async function f() { const { id } = await ⟦${SEND}⟧; await svix.messageAttempt.listByMsg("app", id); }`,
  },
  {
    name: "attempts counted",
    messageId: "dropped",
    code: `export async function f() { const { id } = await ⟦${SEND}⟧; const { data } = await svix.messageAttempt.listByMsg("app", id); return data.length > 0; }`,
  },
  {
    name: "attempts logged",
    messageId: "dropped",
    code: `export async function f() { const { id } = await ⟦${SEND}⟧; console.log(await svix.messageAttempt.listByMsg("app", id)); }`,
  },
  {
    name: "a handler of a button",
    messageId: "dropped",
    code: `declare const button: { addEventListener(name: string, listener: () => void): void };
button.addEventListener("click", () => ⟦${SEND}⟧);`,
  },
  {
    name: "a wrapper's caller",
    messageId: "dropped",
    code: `async function send() { const { id } = await ${SEND}; return id; }
export async function f() { await ⟦send()⟧; }`,
  },
  {
    name: "answered, and nothing lists attempts",
    messageId: "neverConfirmed",
    code: `export async function f() { const { id } = await ⟦${SEND}⟧; res.json({ messageId: id }); }`,
  },
  {
    name: "stored, and nothing lists attempts",
    messageId: "neverConfirmed",
    code: `export async function f() { const message = await ⟦${SEND}⟧; await db.save(message); }`,
  },
  {
    name: "returned, and nothing lists attempts",
    messageId: "neverConfirmed",
    code: `export const f = () => ⟦${SEND}⟧;`,
  },
  {
    name: "resending is no look",
    messageId: "neverConfirmed",
    code: `export async function f() { const { id } = await ⟦${SEND}⟧; await svix.messageAttempt.resend("app", id, "ep"); }`,
  },
];

runMarked("no-unconfirmed-send-example", rule, { head, good, bad });

it.each(["1.4.12", "1.45.1", "1.99.1"] as const)("svix %s", (sdk) => {
  const code = `import { Svix } from "svix";\ndeclare const svix: Svix;\nexport async function f() {\n  await svix.endpoint.sendExample("app", "ep", { eventType: "x" });\n}\nexport async function g() {\n  const { id } = await svix.endpoint.sendExample("app", "ep", { eventType: "x" });\n  return (await svix.messageAttempt.listByMsg("app", id)).data[0]?.status;\n}`;
  expect(lintProgram(rule as never, code, { sdk }).reports).toEqual([
    `main.ts:4 dropped svix.endpoint.sendExample("app", "ep", { eventType: "x" })`,
  ]);
});
