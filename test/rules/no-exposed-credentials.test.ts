import { expect, it } from "vitest";
import rule from "../../src/rules/no-exposed-credentials.js";
import { lintProgram } from "../requests/lint-program.js";
import { svixRuleTester } from "../harness/rule-tester.js";
import { runMarked } from "./marked-cases.js";

const TOKEN = "testsk_Vq3N8xT1mZr6KcYd0LwHs5Pf.eu";
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const good = [
  {
    name: "a server's variable",
    code: `new Svix(process.env.SVIX_TOKEN!); new Webhook(process.env.WEBHOOK_SECRET!);`,
  },
  {
    name: "a typed environment",
    code: `declare const env: { SVIX_TOKEN: string }; new Svix(env.SVIX_TOKEN);`,
  },
  {
    name: "the documentation's placeholder",
    code: `new Svix("AUTH_TOKEN"); new Svix("your-token"); new Svix("testsk_your_token_here");`,
  },
  { name: "a short text as a token", code: `new Svix("token");` },
  {
    name: "an empty fallback",
    code: `new Svix(process.env.SVIX_TOKEN ?? ""); new Webhook(process.env.WEBHOOK_SECRET || "");`,
  },
  {
    name: "a prefix that is taken away",
    code: `declare const secret: string; new Webhook(secret.replace("whsec_", ""));`,
  },
  {
    name: "a prefix that is put before",
    code: `new Webhook("whsec_" + process.env.WEBHOOK_KEY); new Webhook(\`whsec_\${process.env.WEBHOOK_KEY}\`);`,
  },
  {
    name: "a prefix in front of a secret that is asked for where it is read",
    code: `function credential(name: string): string { const value = process.env[name] ?? ""; if (value === "") throw new Error("no secret"); return value; }
const secret = credential("WEBHOOK_SECRET");
new Webhook(\`whsec_\${secret}\`);`,
  },
  {
    name: "a condition on the secret",
    code: `declare const secret: string; new Webhook(secret.startsWith("whsec_") ? secret : process.env.WEBHOOK_SECRET!);`,
  },
  {
    name: "an own class named Webhook",
    code: `class Own { constructor(_: string) {} } { const Webhook = Own; new Webhook("discord"); }`,
  },
  { name: "a parameter", code: `export const make = (token: string) => new Svix(token);` },
  {
    name: "a secret from a store",
    code: `declare const store: { get(name: string): Promise<string> }; export const make = async () => new Webhook(await store.get("WEBHOOK_SECRET"));`,
  },
  {
    name: "a published variable for something else",
    code: `new Svix(process.env.SVIX_TOKEN!, { serverUrl: process.env.NEXT_PUBLIC_SVIX_URL! });`,
  },
  {
    name: "a published variable beside it",
    code: `export const isOn = Boolean(process.env.NEXT_PUBLIC_SVIX_TOKEN);`,
  },
  {
    name: "a directive that is no directive",
    code: `export const make = () => { const x = "use client"; return [x, new Svix(process.env.SVIX_TOKEN!)]; };`,
  },
  { name: "a server file's directive", code: `"use server"; new Svix(process.env.SVIX_TOKEN!);` },
  {
    name: "an endpoint whose secret Svix makes",
    code: `svix.endpoint.create("app", { url: "https://a.b" }); svix.endpoint.rotateSecret("app", "ep", {});`,
  },
  {
    name: "a secret of the wrong format for the API",
    code: `svix.endpoint.rotateSecret("app", "ep", { key: "short" });`,
  },
  {
    name: "a key that was made",
    code: `declare const random: () => string; svix.endpoint.rotateSecret("app", "ep", { key: \`whsec_\${random()}\` });`,
  },
  {
    name: "an absent secret",
    code: `svix.endpoint.create("app", { url: "https://a.b", secret: null });`,
  },
  {
    name: "a SvelteKit private variable",
    code: `import { SVIX_TOKEN } from "$env/static/private"; new Svix(SVIX_TOKEN);`,
  },
  {
    name: "raw bytes that are not known",
    code: `declare const key: Uint8Array; new Webhook(key, { format: "raw" });`,
  },
  { name: "the empty text alone", code: `new Svix("");` },
];

const literal = (code: string, messageId: string, name: string) => ({ name, messageId, code });

const bad = [
  literal(`new Svix(⟦"${TOKEN}"⟧);`, "literalToken", "a token"),
  literal(
    `new Svix(⟦'sk_kV3ts5tKPNJN4Dl25cMTfUNdmabxbX0O'⟧, { serverUrl: "x" });`,
    "literalToken",
    "a live token",
  ),
  literal(
    `new Svix(⟦"eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzdml4LXNlcnZlciJ9.dGhpcyBpcyBub3QgYSBzaWc"⟧);`,
    "literalToken",
    "a JWT of a self-hosted server",
  ),
  literal(`new Svix(process.env.SVIX_TOKEN ?? ⟦"${TOKEN}"⟧);`, "literalToken", "a fallback"),
  literal(`new Svix(process.env.SVIX_TOKEN || ⟦"${TOKEN}"⟧);`, "literalToken", "another fallback"),
  literal(
    `const token = ⟦"${TOKEN}"⟧; new Svix(token); new Svix(token);`,
    "literalToken",
    "a constant, once",
  ),
  literal(
    `const { SVIX_TOKEN = ⟦"${TOKEN}"⟧ } = process.env; new Svix(SVIX_TOKEN);`,
    "literalToken",
    "a default of destructuring",
  ),
  literal(
    `export const make = (token = ⟦"${TOKEN}"⟧) => new Svix(token);`,
    "literalToken",
    "a default of a parameter",
  ),
  literal(
    `const make = (token: string) => new Svix(token); make(⟦"${TOKEN}"⟧);`,
    "literalToken",
    "an argument of a helper",
  ),
  literal(
    `class Service { private token = ⟦"${TOKEN}"⟧; client() { return new Svix(this.token); } }`,
    "literalToken",
    "a field",
  ),
  literal(
    `class Service { constructor(private readonly token: string) {} client() { return new Svix(this.token); } } new Service(⟦"${TOKEN}"⟧);`,
    "literalToken",
    "a parameter property",
  ),
  literal(
    `class Service { svix: Svix; constructor(token: string) { this.svix = new Svix(token); } } new Service(⟦"${TOKEN}"⟧);`,
    "literalToken",
    "a constructor's parameter",
  ),
  literal(
    `const config = { svix: { token: ⟦"${TOKEN}"⟧ } }; new Svix(config.svix.token);`,
    "literalToken",
    "a configuration",
  ),
  literal(
    `let token = process.env.SVIX_TOKEN; if (!token) token = ⟦"${TOKEN}"⟧; new Svix(token);`,
    "literalToken",
    "a variable that is filled later",
  ),
  literal(
    `const token = () => process.env.SVIX_TOKEN ?? ⟦"${TOKEN}"⟧; new Svix(token());`,
    "literalToken",
    "a function's answer",
  ),
  literal(`class Own extends Svix {} new Own(⟦"${TOKEN}"⟧);`, "literalToken", "a subclass"),
  literal(`new Svix(String(⟦"${TOKEN}"⟧).trim() as string);`, "literalToken", "behind conversions"),
  literal(`new Webhook(⟦"${SECRET}"⟧);`, "literalSecret", "a signing secret"),
  literal(`new Webhook(⟦"UNKNOWN"⟧);`, "literalSecret", "any text as a secret"),
  literal(
    `new Webhook(process.env.WEBHOOK_SECRET ?? ⟦"UNKNOWN"⟧);`,
    "literalSecret",
    "a placeholder as a fallback",
  ),
  literal(
    `const secret = process.env.NODE_ENV === "test" ? ⟦"test-secret"⟧ : process.env.WEBHOOK_SECRET!; new Webhook(secret);`,
    "literalSecret",
    "one side of a conditional",
  ),
  literal("new Webhook(⟦`whsec_abc`⟧);", "literalSecret", "a template without holes"),
  literal(`new Webhook(⟦"whsec_" + "abc"⟧);`, "literalSecret", "a secret in two parts"),
  literal(`new Webhook(⟦"whsec_"⟧);`, "literalSecret", "a prefix in front of nothing"),
  literal(
    `new Webhook(Buffer.from(⟦"secret"⟧).toString("base64"));`,
    "literalSecret",
    "an encoded secret",
  ),
  literal(
    `new Webhook(new TextEncoder().encode(⟦"secret"⟧), { format: "raw" });`,
    "literalSecret",
    "raw bytes",
  ),
  literal(
    `for (const secret of [⟦"old"⟧, ⟦"new"⟧]) new Webhook(secret);`,
    "literalSecret",
    "each of several secrets",
  ),
  literal(
    `new Webhook(⟦process.env.NEXT_PUBLIC_WEBHOOK_SECRET⟧!);`,
    "publishedVariable",
    "a published secret",
  ),
  literal(
    `new Svix(⟦process.env.NEXT_PUBLIC_SVIX_TOKEN⟧ as string);`,
    "publishedVariable",
    "a published token",
  ),
  literal(`new Svix(⟦process.env["REACT_APP_SVIX_TOKEN"]⟧!);`, "publishedVariable", "by key"),
  literal(
    `new Svix((⟦(import.meta as any).env.VITE_SVIX_TOKEN⟧));`,
    "publishedVariable",
    "of Vite",
  ),
  literal(
    `const { ⟦EXPO_PUBLIC_TOKEN⟧ } = process.env; new Svix(EXPO_PUBLIC_TOKEN!);`,
    "publishedVariable",
    "destructured",
  ),
  literal(
    `const token = ⟦process.env.GATSBY_TOKEN⟧; new Svix(token ? token : "");`,
    "publishedVariable",
    "by way of a variable",
  ),
  literal(
    `import { PUBLIC_SVIX_TOKEN } from "$env/static/public"; new Svix(⟦PUBLIC_SVIX_TOKEN⟧);`,
    "publishedVariable",
    "of SvelteKit",
  ),
  literal("new Svix(⟦`${process.env.NUXT_PUBLIC_TOKEN}`⟧);", "publishedVariable", "in a template"),
  literal(
    `declare const env: { NEXT_PUBLIC_TOKEN: string }; new Svix(⟦env.NEXT_PUBLIC_TOKEN⟧);`,
    "publishedVariable",
    "of a typed environment",
  ),
  literal(
    `svix.endpoint.rotateSecret("app", "ep", { key: ⟦"${SECRET}"⟧ });`,
    "literalSecret",
    "a key given to the API",
  ),
  literal(
    `svix.endpoint.create("app", { url: "https://a.b", secret: process.env.SECRET ?? ⟦"${SECRET}"⟧ });`,
    "literalSecret",
    "an endpoint's secret",
  ),
  literal(
    `svix.endpoint.rotateSecret("app", "ep", { key: ⟦process.env.PUBLIC_KEY⟧! });`,
    "publishedVariable",
    "a published key given to the API",
  ),
];

for (const sdk of ["2.5.0", "1.99.1", "1.45.1", "1.4.12"] as const) {
  const fits = ({ code }: { code: string }): boolean =>
    sdk === "2.5.0" || !code.includes('rotateSecret("app", "ep")');
  runMarked(`no-exposed-credentials on svix ${sdk}`, rule, {
    sdk,
    head: `import { Svix, Webhook } from "svix";\ndeclare const svix: Svix;\n`,
    good: good.filter(fits),
    bad: bad.filter(fits),
  });
}

runMarked("no-exposed-credentials of the package standardwebhooks", rule, {
  head: `import { Webhook } from "standardwebhooks";\n`,
  good: [{ name: "a server's variable", code: `new Webhook(process.env.SECRET!);` }],
  bad: [literal(`new Webhook(⟦"whsec_abc"⟧);`, "literalSecret", "a secret")],
});

runMarked("no-exposed-credentials in client files", rule, {
  head: `"use client";\nimport { Svix, Webhook } from "svix";\n`,
  good: [
    { name: "a verifier", code: `export const make = (secret: string) => new Webhook(secret);` },
  ],
  bad: [
    literal(`export const make = (token: string) => ⟦new Svix(token)⟧;`, "clientFile", "a client"),
    {
      name: "a client with a published token",
      messageId: ["clientFile", "publishedVariable"],
      code: `⟦new Svix(⟦process.env.NEXT_PUBLIC_TOKEN⟧!)⟧;`,
    },
  ],
});

svixRuleTester().run("no-exposed-credentials in test files", rule, {
  valid: [
    {
      name: "a secret of a test",
      filename: "file.test.ts",
      code: `import { Webhook } from "svix"; new Webhook("${SECRET}");`,
    },
  ],
  invalid: [],
});

svixRuleTester().run("no-exposed-credentials, strict", rule, {
  valid: [
    {
      name: "no fallback",
      options: [{ allowEmptyFallback: false }],
      code: `import { Svix } from "svix"; new Svix(process.env.SVIX_TOKEN!);`,
    },
    {
      name: "an empty fallback that is refused before it is used",
      options: [{ allowEmptyFallback: false }],
      code: `
        import { Svix, Webhook } from "svix";
        declare function fail(): never;
        const token = process.env.SVIX_TOKEN ?? "";
        if (!token) throw new Error("SVIX_TOKEN is not set");
        export const client = () => new Svix(token);
        export function inTheFunction() {
          const secret = (process.env.WEBHOOK_SECRET || "").trim();
          if (secret === "" || !process.env.OTHER) return undefined;
          return new Webhook(secret);
        }
        export function byLength(given?: string) {
          const secret: string = given ?? "";
          if (secret.length === 0) fail();
          return new Webhook(secret);
        }
        export function byExit() {
          const secret = process.env.WEBHOOK_SECRET ?? "";
          if (!secret.length) { console.error("no secret"); process.exit(1); }
          return new Webhook(secret);
        }
        export function byDefault(secret = "") {
          if (!secret) return undefined;
          return new Webhook(secret);
        }
        export function byElse(kind: string) {
          const secret = process.env.WEBHOOK_SECRET ?? "";
          switch (kind) {
            case "webhook":
              if (secret.trim()) console.log("verifying");
              else break;
              return new Webhook(secret);
          }
          return undefined;
        }
        export function inTheLoop(kinds: string[]) {
          const config = { secret: process.env.WEBHOOK_SECRET ?? "" };
          return kinds.map(() => {
            for (const kind of kinds) {
              if (config.secret == "") continue;
              return new Webhook(config.secret);
            }
          });
        }
      `,
    },
    {
      name: "an empty fallback that is not used",
      options: [{ allowEmptyFallback: false }],
      code: `
        import { Svix, Webhook } from "svix";
        const token = process.env.SVIX_TOKEN ?? "";
        export const one = token ? new Svix(token) : undefined;
        export const two = !token ? undefined : new Svix(token);
        export const three = token && new Svix(token);
        export const four = !token || new Svix(token);
        export function make(secret = process.env.WEBHOOK_SECRET || "") {
          if (secret && process.env.OTHER) return new Webhook(secret);
          if (secret.length > 0) return new Webhook(secret);
          if (secret.length !== 0) return new Webhook(secret);
          if (secret != "") return new Webhook(secret);
          if (!secret) return undefined;
          else return new Webhook(secret);
        }
      `,
    },
    {
      name: "an empty field that is refused where it is used, or by another name",
      options: [{ allowEmptyFallback: false }],
      code: `
        import { Svix, Webhook } from "svix";
        class Receiver {
          private readonly secret = process.env.WEBHOOK_SECRET ?? "";
          webhook() {
            if (!this.secret) throw new Error("no secret");
            return new Webhook(this.secret);
          }
        }
        const FROM_ENVIRONMENT = process.env.SVIX_TOKEN ?? "";
        export function client() {
          const token = FROM_ENVIRONMENT;
          if (!token) return undefined;
          return new Svix(token);
        }
        export { Receiver };
      `,
    },
    {
      name: "an empty text that is refused before it is handed on",
      options: [{ allowEmptyFallback: false }],
      code: `
        import { Webhook } from "svix";
        function webhookOf(secret: string) {
          return new Webhook(secret);
        }
        export function first(names: string[]) {
          let secret = "";
          for (const name of names) {
            const value = process.env[name];
            if (value) secret = value;
          }
          if (!secret) throw new Error("no secret");
          return webhookOf(secret);
        }
      `,
    },
  ],
  invalid: [
    {
      name: "an empty text that is handed on once before it is asked for",
      options: [{ allowEmptyFallback: false }],
      code: `
        import { Webhook } from "svix";
        function webhookOf(secret: string) {
          return new Webhook(secret);
        }
        export function first() {
          const secret = process.env.WEBHOOK_SECRET ?? "";
          const early = webhookOf(secret);
          if (!secret) throw new Error("no secret");
          return [early, webhookOf(secret)];
        }
        const shared = process.env.WEBHOOK_SECRET ?? "";
        export const other = webhookOf(shared);
      `,
      errors: [
        { messageId: "emptyFallback", line: 7 },
        { messageId: "emptyFallback", line: 12 },
      ],
    },
    {
      name: "an empty fallback",
      options: [{ allowEmptyFallback: false }],
      code: `import { Svix } from "svix"; new Svix(process.env.SVIX_TOKEN ?? "");`,
      errors: [{ messageId: "emptyFallback" }],
    },
    {
      name: "an empty fallback that is asked for and used nevertheless",
      options: [{ allowEmptyFallback: false }],
      code: `
        import { Svix, Webhook } from "svix";
        const token = process.env.SVIX_TOKEN ?? "";
        if (!token) console.warn("SVIX_TOKEN is not set");
        export const client = new Svix(token);
        export function late() {
          const secret = process.env.WEBHOOK_SECRET ?? "";
          const webhook = new Webhook(secret);
          if (!secret) throw new Error("no secret");
          return webhook;
        }
        export function another(strict: boolean) {
          const secret = process.env.WEBHOOK_SECRET ?? "";
          if (!secret && strict) throw new Error("no secret");
          return new Webhook(secret);
        }
        export function inverted() {
          const secret = process.env.WEBHOOK_SECRET ?? "";
          if (secret) throw new Error("a secret");
          return secret || process.env.OTHER ? new Webhook(secret) : undefined;
        }
        export function compared(other: string) {
          const secret = process.env.WEBHOOK_SECRET ?? "";
          if (secret === other || secret.length === 1) return undefined;
          return secret !== other ? new Webhook(secret) : undefined;
        }
        export function theObject() {
          const config = { secret: process.env.WEBHOOK_SECRET ?? "" };
          if (!config || !process.env.WEBHOOK_SECRET?.includes("whsec_")) throw new Error("no secret");
          return new Webhook(config.secret);
        }
      `,
      errors: [
        { messageId: "emptyFallback", line: 3 },
        { messageId: "emptyFallback", line: 7 },
        { messageId: "emptyFallback", line: 13 },
        { messageId: "emptyFallback", line: 18 },
        { messageId: "emptyFallback", line: 23 },
        { messageId: "emptyFallback", line: 28 },
      ],
    },
  ],
});

it("reports a constant of another file where it is used", () => {
  const { reports } = lintProgram(rule, {
    "main.ts": `import { Svix, Webhook } from "svix";\nimport { SECRET, config } from "./config";\nnew Webhook(SECRET);\nnew Svix(config.token);`,
    "config.ts": `export const SECRET = "${SECRET}";\nexport const config = { token: "${TOKEN}" };`,
  });
  expect(reports).toEqual([
    "main.ts:3 literalSecret SECRET",
    "main.ts:4 literalToken config.token",
  ]);
});

it("reports a client that a client file uses", () => {
  const { reports } = lintProgram(rule, {
    "svix.ts": `import { Svix } from "svix";\nexport const svix = new Svix(process.env.SVIX_TOKEN!);`,
    "page.ts": `"use client";\nimport { svix } from "./svix";\nexport const list = () => svix.application.list();`,
  });
  expect(reports).toEqual(["svix.ts:2 clientFile new Svix(process.env.SVIX_TOKEN!)"]);
});

svixRuleTester().run("what no-exposed-credentials says", rule, {
  valid: [],
  invalid: [
    {
      name: "the operation, not the secret",
      code: `import { Svix, Webhook } from "svix"; new Svix("${TOKEN}"); new Webhook("${SECRET}");`,
      errors: [
        {
          messageId: "literalToken",
          data: { operation: "new Svix", ids: " [auth-token-exposed]" },
        },
        {
          messageId: "literalSecret",
          data: { operation: "new Webhook", ids: " [signature-mismatch]" },
        },
      ],
    },
    {
      name: "the operation of the API",
      code: `import { Svix } from "svix"; declare const svix: Svix; svix.endpoint.rotateSecret("app", "ep", { key: "${SECRET}" });`,
      errors: [
        {
          messageId: "literalSecret",
          data: { operation: "endpoint.rotateSecret", ids: " [endpoint-rotate-secret-api-error]" },
        },
      ],
    },
    {
      name: "the variable's name",
      code: `import { Svix } from "svix"; new Svix(process.env.VITE_TOKEN!);`,
      errors: [
        {
          messageId: "publishedVariable",
          data: { operation: "new Svix", name: "VITE_TOKEN", ids: " [auth-token-exposed]" },
        },
      ],
    },
  ],
});
