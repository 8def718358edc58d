import rule from "../../src/rules/valid-arguments.js";
import { svixRuleTester } from "../harness/rule-tester.js";
import { runMarked } from "./marked-cases.js";

const head = `import { Svix } from "svix";
declare const svix: Svix;
declare const cond: boolean;
declare const x: string;
declare const id: () => string;
`;

const LONG = "a".repeat(257);

runMarked("valid-arguments", rule, {
  head,
  good: [
    {
      name: "a good message",
      code: `svix.message.create("app", { eventType: "invoice.paid", payload: {}, channels: ["a", "b:c"], tags: ["x/y"], eventId: "evt_1" });`,
    },
    {
      name: "a test that wants to see it refused",
      code: `import { expect, it } from "vitest";
it("refuses an empty name", async () => {
  await expect(svix.application.create({ name: "" })).rejects.toThrow();
});`,
    },
    {
      name: "everything unknown",
      code: `svix.message.create(x, { eventType: x, payload: {}, eventId: id() });`,
    },
    {
      name: "path parameters have no pattern",
      code: `svix.message.create("any thing", { eventType: "a", payload: {} });`,
    },
    {
      name: "null and undefined are absent",
      code: `svix.message.create("app", { eventType: "a", payload: {}, eventId: null, channels: undefined });`,
    },
    {
      name: "a template with good parts",
      code: "svix.message.create('app', { eventType: `invoice.${x}`, payload: {}, eventId: `order-${x}` });",
    },
    {
      name: "a call of the program itself",
      code: `const prisma = { message: { create: (_: string, data: { eventType: string }) => data } };
prisma.message.create("app", { eventType: "not a type" });`,
    },
    {
      name: "a variable that is written later",
      code: `let type = "bad type"; type = "good"; svix.message.create("app", { eventType: type, payload: {} });`,
    },
    {
      name: "an object whose property is written",
      code: `const message = { eventType: "bad type", payload: {} }; message.eventType = "good"; svix.message.create("app", message);`,
    },
    {
      name: "an array that is filled",
      code: `const channels: string[] = []; channels.push("a"); svix.message.create("app", { eventType: "a", payload: {}, channels });`,
    },
    {
      name: "a spread that may overwrite",
      code: `export const f = (o: { eventType?: string }) => svix.message.create("app", { eventType: "bad type", payload: {}, ...o });`,
    },
    {
      name: "an array with an unknown part",
      code: `export const f = (c: string[]) => svix.message.create("app", { eventType: "a", payload: {}, channels: [...c] });`,
    },
    {
      name: "numbers at their limits",
      code: `svix.message.create("app", { eventType: "a", payload: {}, payloadRetentionPeriod: 90, payloadRetentionHours: 1 });`,
    },
    {
      name: "a name is free text",
      code: `svix.application.create({ name: "Acme & Söhne, Ltd.", uid: "acme-1" });`,
    },
    {
      name: "an https URL",
      code: `svix.endpoint.create("app", { url: "https://example.com/hook?x=1" });`,
    },
    {
      name: "localhost without TLS",
      code: `svix.endpoint.create("app", { url: "http://localhost:3000/hook" });`,
    },
    {
      name: "the own machine without TLS",
      code: `svix.endpoint.create("app", { url: cond ? "http://127.0.0.1:3000" : "http://[::1]/x" });`,
    },
    {
      name: "localhost with an unknown port",
      code: "svix.endpoint.create('app', { url: `http://localhost:${x}/hook` });",
    },
    { name: "an unknown head", code: "svix.endpoint.create('app', { url: `${x}/hook` });" },
    {
      name: "a scheme chosen by the program",
      code: "svix.endpoint.create('app', { url: `${cond ? 'https' : 'http'}://${x}/hook` });",
    },
    {
      name: "a good secret",
      code: `svix.endpoint.create("app", { url: "https://a.b", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" });`,
    },
    {
      name: "a fallback to localhost",
      code: `svix.endpoint.create("app", { url: process.env.URL ?? "http://localhost:3000" });`,
    },
    {
      name: "the last two weeks",
      code: `svix.endpoint.recover("app", "ep", { since: new Date(Date.now() - 14 * 24 * 60 * 60 * 1000) });`,
    },
    {
      name: "an old window of one day",
      code: `svix.endpoint.recover("app", "ep", { since: new Date(Date.now() - 20 * 864e5), until: new Date(Date.now() - 19 * 864e5) });`,
    },
    {
      name: "an absolute date alone",
      code: `svix.endpoint.recover("app", "ep", { since: new Date("2020-01-01") });`,
    },
    {
      name: "an absolute until after a relative since",
      code: `svix.endpoint.recover("app", "ep", { since: new Date(), until: new Date("2020-01-01") });`,
    },
    {
      name: "an unknown until",
      code: `export const f = (until: Date) => svix.endpoint.recover("app", "ep", { since: new Date(Date.now() - 20 * 864e5), until });`,
    },
    {
      name: "ninety days of replay",
      code: `svix.endpoint.replayMissing("app", "ep", { since: new Date(Date.now() - 90 * 864e5) });`,
    },
    {
      name: "one of two untils is after since",
      code: `svix.endpoint.replayMissing("app", "ep", { since: new Date("2024-02-01"), until: cond ? new Date("2024-01-01") : new Date("2024-03-01") });`,
    },
    {
      name: "a moment of module load may be past by now",
      code: `const start = new Date(Date.now() + 1000);
export const f = () => svix.endpoint.replayMissing("app", "ep", { since: start });`,
    },
    {
      name: "a date that a helper changes",
      code: `const since = new Date(); since.setDate(1); svix.endpoint.recover("app", "ep", { since });`,
    },
    {
      name: "no more than the windows' ends",
      code: `svix.endpoint.bulkReplay("app", "ep", { since: new Date("2024-01-01"), until: new Date("2024-03-01"), tag: "a/b", channel: "c" });`,
    },
    {
      name: "an example of a known type",
      code: `svix.endpoint.sendExample("app", "ep", { eventType: "user.created", exampleIndex: 0 });`,
    },
    {
      name: "rotation without a key",
      code: `svix.endpoint.rotateSecret("app", "ep", {}); svix.endpoint.rotateSecret("app", "ep");`,
    },
    {
      name: "a patch that clears the filter",
      code: `svix.endpoint.patch("app", "ep", { eventTypes: [] });`,
    },
    {
      name: "a good portal",
      code: `svix.authentication.appPortalAccess("app", { expiry: 3600, featureFlags: ["beta"], application: { name: "A" } });`,
    },
  ],
  bad: [
    {
      name: "a bad event type",
      messageId: "badCharacters",
      code: `svix.message.create("app", { eventType: ⟦"invoice paid"⟧, payload: {} });`,
    },
    {
      name: "a bad constant, where it is written",
      messageId: "badCharacters",
      code: `const TYPE = ⟦"invoice/paid"⟧;
svix.message.create("app", { eventType: TYPE, payload: {} });
svix.message.create("app2", { eventType: TYPE, payload: {} });`,
    },
    {
      name: "an enum member",
      messageId: "badCharacters",
      code: `enum Type { Paid = ⟦"invoice paid"⟧ } svix.message.create("app", { eventType: Type.Paid, payload: {} });`,
    },
    {
      name: "a map of event types",
      messageId: "badCharacters",
      code: `const TYPES = { paid: ⟦"invoice paid"⟧, sent: "invoice.sent" } as const;
svix.message.create("app", { eventType: TYPES.paid, payload: {} });`,
    },
    {
      name: "one side of a conditional",
      messageId: "badCharacters",
      code: `svix.message.create("app", { eventType: cond ? "good" : ⟦"bad type"⟧, payload: {} });`,
    },
    {
      name: "a fallback",
      messageId: "badCharacters",
      code: `svix.message.create("app", { eventType: x || ⟦"no type"⟧, payload: {} });`,
    },
    {
      name: "a template with a bad part",
      messageId: "badCharacters",
      code: "svix.message.create('app', { eventType: 'a', payload: {}, eventId: ⟦`order ${x}`⟧ });",
    },
    {
      name: "a concatenation with a bad part",
      messageId: "badCharacters",
      code: `svix.message.create("app", { eventType: "a", payload: {}, eventId: ⟦"order#" + x⟧ });`,
    },
    {
      name: "through a variable with the message",
      messageId: "badCharacters",
      code: `const message = { eventType: ⟦"a b"⟧, payload: {} }; svix.message.create("app", message);`,
    },
    {
      name: "through a spread",
      messageId: "badCharacters",
      code: `const base = { eventType: ⟦"a b"⟧ }; svix.message.create("app", { ...base, payload: {} });`,
    },
    {
      name: "a static field",
      messageId: "badCharacters",
      code: `class T { static readonly PAID = ⟦"a b"⟧ as const; } svix.message.create("app", { eventType: T.PAID, payload: {} });`,
    },
    {
      name: "what a helper of the file is given",
      messageId: "badCharacters",
      code: `const send = (eventType: string) => svix.message.create("app", { eventType, payload: {} });
void send(⟦"a b"⟧); void send("a.b");`,
    },
    {
      name: "each of a list",
      messageId: "badCharacters",
      code: `for (const name of ["user.created", ⟦"user deleted"⟧]) await svix.eventType.create({ name, description: "x" });
export {};`,
    },
    {
      name: "a destructured resource",
      messageId: "badCharacters",
      code: `const { message } = svix; message.create("app", { eventType: ⟦"a b"⟧, payload: {} });`,
    },
    {
      name: "an empty event id",
      messageId: "tooShort",
      code: `svix.message.create("app", { eventType: "a", payload: {}, eventId: ⟦""⟧ });`,
    },
    {
      name: "a long event id",
      messageId: "tooLong",
      code: `svix.message.create("app", { eventType: "a", payload: {}, eventId: ⟦"${LONG}"⟧ });`,
    },
    {
      name: "a template that is too long already",
      messageId: "tooLong",
      code: `svix.message.create("app", { eventType: "a", payload: {}, eventId: ⟦\`${LONG}\${x}\`⟧ });`,
    },
    {
      name: "no channels",
      messageId: "tooFewItems",
      code: `svix.message.create("app", { eventType: "a", payload: {}, channels: ⟦[]⟧ });`,
    },
    {
      name: "many tags",
      messageId: "tooManyItems",
      code: `svix.message.create("app", { eventType: "a", payload: {}, tags: ⟦["1", "2", "3", "4", "5", "6"]⟧ });`,
    },
    {
      name: "a channel twice",
      messageId: "duplicateItem",
      code: `svix.message.create("app", { eventType: "a", payload: {}, channels: ["a", "b", ⟦"a"⟧] });`,
    },
    {
      name: "a bad channel",
      messageId: "badCharacters",
      code: `svix.message.create("app", { eventType: "a", payload: {}, channels: ["a", ⟦"project 1"⟧] });`,
    },
    {
      name: "the nested application",
      messageId: ["tooShort", "badCharacters"],
      code: `svix.message.create("app", { eventType: "a", payload: {}, application: { name: ⟦""⟧, uid: ⟦"acme ltd"⟧ } });`,
    },
    {
      name: "retention of a year",
      messageId: "tooLarge",
      code: `svix.message.create("app", { eventType: "a", payload: {}, payloadRetentionPeriod: ⟦365⟧ });`,
    },
    {
      name: "retention of nothing",
      messageId: "tooSmall",
      code: `svix.message.create("app", { eventType: "a", payload: {}, payloadRetentionHours: ⟦0⟧ });`,
    },
    {
      name: "half a day",
      messageId: "notAnInteger",
      code: `svix.message.create("app", { eventType: "a", payload: {}, payloadRetentionPeriod: ⟦1.5⟧ });`,
    },
    {
      name: "a rate beyond 16 bits",
      messageId: "tooLarge",
      code: `svix.application.getOrCreate({ name: "A", throttleRate: ⟦100_000⟧ });`,
    },
    {
      name: "an insecure URL",
      messageId: "notHttps",
      code: `svix.endpoint.create("app", { url: ⟦"http://example.com/hook"⟧ });`,
      suggests: [["useHttps", `svix.endpoint.create("app", { url: "https://example.com/hook" });`]],
    },
    {
      name: "an insecure URL with the port that only plain http has",
      messageId: "notHttps",
      code: `svix.endpoint.create("app", { url: ⟦"http://example.com:80/hook"⟧ });`,
      suggests: [["useHttps", `svix.endpoint.create("app", { url: "https://example.com/hook" });`]],
    },
    {
      name: "an insecure URL with a port of its own",
      messageId: "notHttps",
      code: `svix.endpoint.create("app", { url: ⟦"http://example.com:8080/hook"⟧ });`,
      suggests: [
        ["useHttps", `svix.endpoint.create("app", { url: "https://example.com:8080/hook" });`],
      ],
    },
    {
      name: "an insecure head",
      messageId: "notHttps",
      code: "svix.endpoint.create('app', { url: ⟦`http://${x}/hook`⟧ });",
      suggests: [["useHttps", "svix.endpoint.create('app', { url: `https://${x}/hook` });"]],
    },
    {
      name: "an insecure concatenation",
      messageId: "notHttps",
      code: `svix.endpoint.upsert("app", "ep", { url: ⟦"http://" + x + "/hook"⟧ });`,
      suggests: [
        ["useHttps", `svix.endpoint.upsert("app", "ep", { url: "https://" + x + "/hook" });`],
      ],
    },
    {
      name: "another scheme",
      messageId: "notHttps",
      code: `svix.endpoint.create("app", { url: ⟦"ftp://example.com"⟧ });`,
    },
    {
      name: "a path",
      messageId: "malformedUrl",
      code: `svix.endpoint.create("app", { url: ⟦"/webhooks"⟧ });`,
    },
    {
      name: "a host alone",
      messageId: "malformedUrl",
      code: "svix.endpoint.patch('app', 'ep', { url: ⟦`example.com/${x}`⟧ });",
    },
    {
      name: "an endpoint that filters by nothing",
      messageId: "tooFewItems",
      code: `svix.endpoint.create("app", { url: "https://a.b", eventTypes: ⟦[]⟧ });`,
    },
    {
      name: "a secret of the wrong format",
      messageId: "badSecret",
      code: `svix.endpoint.create("app", { url: "https://a.b", secret: ⟦"my secret"⟧ });`,
    },
    {
      name: "a key of the wrong format",
      messageId: "badSecret",
      code: `svix.endpoint.rotateSecret("app", "ep", { key: ⟦"whsec_short"⟧ });`,
    },
    {
      name: "a grace period of a month",
      messageId: "tooLarge",
      code: `svix.endpoint.rotateSecret("app", "ep", { gracePeriodSeconds: ⟦30 * 24 * 3600⟧ });`,
    },
    {
      name: "recovery of twenty days",
      messageId: "windowTooLong",
      code: `svix.endpoint.recover("app", "ep", { since: ⟦new Date(Date.now() - 20 * 24 * 60 * 60 * 1000)⟧ });`,
    },
    {
      name: "recovery of a month by date-fns",
      messageId: "windowTooLong",
      code: `import { subMonths } from "date-fns"; svix.endpoint.recover("app", "ep", { since: ⟦subMonths(new Date(), 1)⟧ });`,
    },
    {
      name: "recovery of a month by setters",
      messageId: "windowTooLong",
      code: `const since = ⟦new Date()⟧; since.setDate(since.getDate() - 30); svix.endpoint.recover("app", "ep", { since });`,
    },
    {
      name: "a constant of the module",
      messageId: "windowTooLong",
      code: `const since = ⟦new Date(Date.now() - 20 * 864e5)⟧;
export const f = () => svix.endpoint.recover("app", "ep", { since });`,
    },
    {
      name: "a helper that computes a date",
      messageId: "windowTooLong",
      code: `const daysAgo = (n: number) => new Date(Date.now() - n * 864e5);
svix.endpoint.recover("app", "ep", { since: ⟦daysAgo(30)⟧ });
svix.endpoint.recover("app", "ep", { since: daysAgo(3) });`,
    },
    {
      name: "recovery with absolute dates",
      messageId: "windowTooLong",
      code: `svix.endpoint.recover("app", "ep", { since: ⟦new Date("2024-01-01")⟧, until: new Date("2024-02-01") });`,
    },
    {
      name: "a replay beyond what is kept",
      messageId: "windowTooLong",
      code: `svix.endpoint.replayMissing("app", "ep", { since: ⟦new Date(Date.now() - 100 * 864e5)⟧, until: new Date(Date.now() - 50 * 864e5) });`,
    },
    {
      name: "an empty window",
      messageId: "sinceAfterUntil",
      code: `svix.endpoint.replayMissing("app", "ep", { since: ⟦new Date("2024-02-01")⟧, until: new Date("2024-01-01") });`,
    },
    {
      name: "an empty window before now",
      messageId: "sinceAfterUntil",
      code: `const now = Date.now(); svix.endpoint.bulkReplay("app", "ep", { since: ⟦new Date(now - 864e5)⟧, until: new Date(now - 2 * 864e5) });`,
    },
    {
      name: "a window in the future",
      messageId: "sinceInFuture",
      code: `svix.endpoint.recover("app", "ep", { since: ⟦new Date(Date.now() + 3_600_000)⟧ });`,
    },
    {
      name: "no date at all",
      messageId: "invalidDate",
      code: `svix.endpoint.recover("app", "ep", { since: ⟦new Date("yesterday")⟧ });`,
    },
    {
      name: "a short-lived portal",
      messageId: "tooSmall",
      code: `svix.authentication.appPortalAccess("app", { expiry: ⟦60⟧ });`,
    },
    {
      name: "a bad session",
      messageId: "badCharacters",
      code: `svix.authentication.expireAll("app", { sessionIds: [⟦"a b"⟧] });`,
    },
    {
      name: "a capability twice",
      messageId: "duplicateItem",
      code: `import { AppPortalCapability as C } from "svix"; svix.authentication.appPortalAccess("app", { capabilities: [C.ViewBase, ⟦C.ViewBase⟧] });`,
    },
    {
      name: "a precheck",
      messageId: "badCharacters",
      code: `svix.message.precheck("app", { eventType: ⟦"a b"⟧ });`,
    },
    {
      name: "an example",
      messageId: ["badCharacters", "tooSmall"],
      code: `svix.endpoint.sendExample("app", "ep", { eventType: ⟦"a b"⟧, exampleIndex: ⟦-1⟧ });`,
    },
    {
      name: "behind casts",
      messageId: "badCharacters",
      code: `(svix as Svix)!["message"].create("app", { eventType: ⟦"a b"⟧, payload: {} } as any);`,
    },
    {
      name: "an operational webhook",
      messageId: "notHttps",
      code: `svix.operationalWebhook.endpoint.create({ url: ⟦"http://example.com"⟧ });`,
      suggests: [
        ["useHttps", `svix.operationalWebhook.endpoint.create({ url: "https://example.com" });`],
      ],
    },
  ],
});

for (const sdk of ["1.99.1", "1.45.1", "1.4.12"] as const) {
  runMarked(`valid-arguments on svix ${sdk}`, rule, {
    sdk,
    head: `import { Svix } from "svix";\ndeclare const svix: Svix;\n`,
    good: [
      {
        name: "good arguments",
        code: `svix.message.create("app", { eventType: "a.b", payload: {} });`,
      },
      {
        name: "a window within its limit",
        code: `svix.endpoint.recover("app", "ep", { since: new Date(Date.now() - 864e5) });`,
      },
    ],
    bad: [
      {
        name: "a bad event type",
        messageId: "badCharacters",
        code: `svix.message.create("app", { eventType: ⟦"a b"⟧, payload: {} });`,
      },
      {
        name: "filterTypes",
        messageId: "duplicateItem",
        code: `svix.endpoint.create("app", { url: "https://a.b", version: 1, filterTypes: ["a", ⟦"a"⟧] });`,
      },
      {
        name: "rateLimit",
        messageId: "tooSmall",
        code: `svix.endpoint.create("app", { url: "https://a.b", version: 1, rateLimit: ⟦0⟧ });`,
      },
      {
        name: "an update",
        messageId: "malformedUrl",
        code: `svix.endpoint.update("app", "ep", { url: ⟦"hook"⟧, version: 1 });`,
      },
      {
        name: "a key",
        messageId: "badSecret",
        code: `svix.endpoint.rotateSecret("app", "ep", { key: ⟦"x"⟧ });`,
      },
      {
        name: "a window",
        messageId: "windowTooLong",
        code: `svix.endpoint.recover("app", "ep", { since: ⟦new Date(Date.now() - 20 * 864e5)⟧ });`,
      },
      {
        name: "a feature flag",
        messageId: "badCharacters",
        code: `svix.eventType.create({ name: "a", description: "b", featureFlag: ⟦"a b"⟧ });`,
      },
    ],
  });
}

svixRuleTester().run("what valid-arguments says", rule, {
  valid: [],
  invalid: [
    {
      name: "the value, the limit and the postcondition",
      code: `import { Svix } from "svix"; declare const svix: Svix; svix.message.create("app", { eventType: "a b", payload: {} });`,
      errors: [
        {
          messageId: "badCharacters",
          data: {
            operation: "message.create",
            property: "eventType",
            value: '"a b"',
            limit: "^[a-zA-Z0-9\\-_.]+$",
            ids: " [api-error]",
          },
        },
      ],
    },
    {
      name: "of a secret its length only",
      code: `import { Svix } from "svix"; declare const svix: Svix; svix.endpoint.rotateSecret("app", "ep", { key: "my secret" });`,
      errors: [
        {
          messageId: "badSecret",
          data: {
            operation: "endpoint.rotateSecret",
            property: "key",
            value: "a text of 9 characters",
            limit: "^(whsec_|whsk_|whsk1_|whpk_|whpk1_)?[a-zA-Z0-9+/=]{32,100}$",
            ids: " [endpoint-rotate-secret-api-error]",
          },
        },
      ],
    },
    {
      name: "a long value is shortened",
      code: `import { Svix } from "svix"; declare const svix: Svix; svix.application.create({ name: "A", uid: "${"a b ".repeat(20)}" });`,
      errors: [
        {
          messageId: "badCharacters",
          data: {
            operation: "application.create",
            property: "uid",
            value: `"${"a b ".repeat(20).slice(0, 39)}…"`,
            limit: "^[a-zA-Z0-9\\-_.]+$",
            ids: " [application-create-api-error]",
          },
        },
      ],
    },
  ],
});
