import { describe, expect, it } from "vitest";
import { judge } from "./judge.js";

const EXAMPLE = `svix.endpoint.sendExample(app, ep, { eventType: "x" })`;

function after(code: string): string {
  return `async function f(): Promise<unknown> {
    const message = await ${EXAMPLE};
    ${code}
    return undefined;
  }`;
}

describe("example messages", () => {
  it.each<[name: string, code: string, expected: string]>([
    ["unused", after(""), "dropped (unused)"],
    ["logged", after("console.log(message.id);"), "dropped (only logged at 4)"],
    ["another field", after("return message.eventType;"), "dropped (only detail at 4)"],
    [
      "listed, unread",
      after("await svix.messageAttempt.listByMsg(app, message.id);"),
      "dropped (only confirmed at 4)",
    ],
    [
      "listed, logged",
      after("console.log(await svix.messageAttempt.listByMsg(app, message.id));"),
      "dropped (only confirmed at 4, logged at 4)",
    ],
    [
      "listed, counted",
      after(
        "const { data } = await svix.messageAttempt.listByMsg(app, message.id); return data.length > 0;",
      ),
      "dropped (only confirmed at 4, detail at 4)",
    ],
    [
      "listed and kept",
      after(
        "const { data } = await svix.messageAttempt.listByMsg(app, message.id); await db.save(data);",
      ),
      "discharged at 4",
    ],
    [
      "the first of the list kept",
      after(
        "const { data } = await svix.messageAttempt.listByMsg(app, message.id); await db.save(data[0]);",
      ),
      "discharged at 4",
    ],
    [
      "statuses in a flat list",
      after(
        "const [first] = (await svix.messageAttempt.listByMsg(app, message.id)).data.flatMap((a) => [a.status]); if (first !== 0) throw new Error();",
      ),
      "discharged at 4",
    ],
    [
      "status compared",
      after(
        "const { data } = await svix.messageAttempt.listByMsg(app, message.id); return data.some((a) => a.status === MessageStatus.Success);",
      ),
      "discharged at 4",
    ],
    [
      "status of the first",
      after(
        "const list = await svix.messageAttempt.listByMsg(app, message.id); if (list.data[0]?.status !== 0) throw new Error();",
      ),
      "discharged at 4",
    ],
    [
      "status by destructuring",
      after(
        "const { data: [first] } = await svix.messageAttempt.listByMsg(app, message.id); return first?.responseStatusCode === 200;",
      ),
      "discharged at 4",
    ],
    [
      "response code",
      after(
        "for (const { responseStatusCode } of (await svix.messageAttempt.listByMsg(app, message.id)).data) if (responseStatusCode >= 400) return false;",
      ),
      "discharged at 4",
    ],
    [
      "attempts returned",
      after("return svix.messageAttempt.listByMsg(app, message.id);"),
      "discharged at 4",
    ],
    [
      "attempts sent",
      after(
        "const { data } = await svix.messageAttempt.listByMsg(app, message.id); res.json(data.map((a) => ({ code: a.responseStatusCode })));",
      ),
      "discharged at 4",
    ],
    [
      "filtered by status, counted",
      after(
        "const { data } = await svix.messageAttempt.listByMsg(app, message.id, { status: MessageStatus.Success }); return data.length > 0;",
      ),
      "discharged at 4",
    ],
    [
      "filtered by status, counted where the promise is handed to a callback",
      after(
        "return svix.messageAttempt.listByMsg(app, message.id, { status: MessageStatus.Success }).then(({ data }) => data.length > 0);",
      ),
      "discharged at 4",
    ],
    [
      "filtered by options in a variable",
      after(
        "const options = { status: MessageStatus.Success }; const { data } = await svix.messageAttempt.listByMsg(app, message.id, options); if (data.length === 0) throw new Error();",
      ),
      "discharged at 4",
    ],
    [
      "filtered by channel, counted",
      after(
        "const { data } = await svix.messageAttempt.listByMsg(app, message.id, { channel: 'a' }); return data.length > 0;",
      ),
      "dropped (only confirmed at 4, detail at 4)",
    ],
    [
      "destinations",
      after(
        "const { data } = await svix.messageAttempt.listAttemptedDestinations(app, message.id); return data.every((d) => d.status === 0);",
      ),
      "discharged at 4",
    ],
    [
      "found by endpoint",
      after(
        "const { data } = await svix.messageAttempt.listByEndpoint(app, ep); return data.find((a) => a.msgId === message.id)?.status;",
      ),
      "discharged at 4",
    ],
    [
      "the endpoint's last attempt",
      after(
        "const { data } = await svix.messageAttempt.listByEndpoint(app, ep, { limit: 1 }); return data[0]?.status === 0;",
      ),
      "unknown at 4",
    ],
    ["stored", after("await db.save(message.id);"), "handed on, passed to db.save, at 4"],
    ["answered", after("res.json({ id: message.id });"), "handed on, passed to res.json, at 4"],
    [
      "given to a helper that looks",
      `async function confirm(id: string) { const { data } = await svix.messageAttempt.listByMsg(app, id); if (!data.some((a) => a.status === 0)) throw new Error(); }\nasync function f() { const { id } = await ${EXAMPLE}; await confirm(id); }`,
      "discharged at 2",
    ],
    [
      "polled",
      after(
        "for (let i = 0; i < 5; i++) { await sleep(1); const { data } = await svix.messageAttempt.listByMsg(app, message.id); const last = data.at(0); if (last && last.status === MessageStatus.Success) return true; }",
      ),
      "discharged at 4",
    ],
  ])("%s", (_name, code, expected) => {
    expect(judge(code).map((line) => line.replace(/^endpoint\.sendExample@\d+: /u, ""))).toEqual([
      expected,
    ]);
  });
});

const PRECHECK = `svix.message.precheck(app, { eventType: "x" })`;

describe("prechecks", () => {
  it.each<[name: string, code: string, expected: string]>([
    ["unused", `async function f() { await ${PRECHECK}; }`, "dropped (unused)"],
    [
      "logged",
      `async function f() { const { active } = await ${PRECHECK}; console.log(active); }`,
      "dropped (only logged at 2)",
    ],
    [
      "the answer tested",
      `async function f() { const check = await ${PRECHECK}; if (!check) return; }`,
      "dropped (only tested at 2)",
    ],
    [
      "branch",
      `async function f() { const { active } = await ${PRECHECK}; if (active) await sleep(1); }`,
      "discharged at 2",
    ],
    [
      "negated",
      `async function f() { if (!(await ${PRECHECK}).active) return; await sleep(1); }`,
      "discharged at 2",
    ],
    [
      "and",
      `async function f() { const check = await ${PRECHECK}; check.active && (await sleep(1)); }`,
      "discharged at 2",
    ],
    [
      "ternary",
      `async function f() { const check = await ${PRECHECK}; return check.active ? 1 : 2; }`,
      "discharged at 2",
    ],
    [
      "compared",
      `async function f() { const check = await ${PRECHECK}; return check.active === true; }`,
      "discharged at 2",
    ],
    [
      "returned",
      `export async function f() { return (await ${PRECHECK}).active; }`,
      "handed on, returned, at 2",
    ],
    [
      "stored",
      `async function f() { await db.save((await ${PRECHECK}).active); }`,
      "handed on, passed to db.save, at 2",
    ],
    [
      "filter",
      `async function f(types: string[]) { const checks = await Promise.all(types.map((eventType) => svix.message.precheck(app, { eventType }))); return checks.filter((c) => c.active).length; }`,
      "discharged at 2",
    ],
    [
      "unused in one of all",
      `async function f() { const [message] = await Promise.all([svix.message.get(app, ep), ${PRECHECK}]); return message; }`,
      "dropped (unused)",
    ],
  ])("%s", (_name, code, expected) => {
    expect(judge(code).map((line) => line.replace(/^message\.precheck@\d+: /u, ""))).toEqual([
      expected,
    ]);
  });

  it("judges callers", () => {
    expect(
      judge(`async function hasSubscribers() { const { active } = await ${PRECHECK}; return active; }
      export async function f() { await hasSubscribers(); }
      export async function g() { if (await hasSubscribers()) await sleep(1); }`),
    ).toEqual([
      "message.precheck@2: to callers",
      "hasSubscribers@3 (message.precheck@2): dropped (unused)",
      "hasSubscribers@4 (message.precheck@2): discharged at 4",
    ]);
  });
});
