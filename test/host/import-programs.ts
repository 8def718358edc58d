import type { Program } from "./suggested-programs.js";

// The ways in which a file names what a suggestion needs.

/** A route that verifies and works in one try, behind these imports. */
const route = (imports: string): string => `${imports}
declare function accept(event: unknown): Promise<void>;
export async function POST(request: Request): Promise<Response> {
  try {
    const body = await request.text();
    webhook.verify(body, Object.fromEntries(request.headers));
    await accept(JSON.parse(body));
  } catch (error) {
    return new Response("no", { status: 500 });
  }
  return new Response("ok");
}
`;

const program = (
  name: string,
  imports: string,
  changed?: { readonly imports: string; readonly name: string },
): Program => ({
  name,
  report: "require-4xx-rejection wrongStatus",
  code: route(imports),
  ...(changed === undefined
    ? {}
    : {
        suggestion: "answer401",
        after: route(changed.imports).replace(
          `(error) {
    return`,
          `(error) {
    if (error instanceof ${changed.name}) {
      return new Response("Invalid signature", { status: 401 });
    }
    return`,
        ),
      }),
});

const SECRET = `const webhook = new Webhook(process.env.WEBHOOK_SECRET!);`;

export const importPrograms: readonly Program[] = [
  program(
    "an alias",
    `import { Webhook, WebhookVerificationError as Refusal } from "svix";\n${SECRET}\nexport { Refusal };`,
    {
      imports: `import { Webhook, WebhookVerificationError as Refusal } from "svix";\n${SECRET}\nexport { Refusal };`,
      name: "Refusal",
    },
  ),
  program(
    "a namespace",
    `import * as svix from "svix";\nconst webhook = new svix.Webhook(process.env.WEBHOOK_SECRET!);`,
    {
      imports: `import * as svix from "svix";\nconst webhook = new svix.Webhook(process.env.WEBHOOK_SECRET!);`,
      name: "svix.WebhookVerificationError",
    },
  ),
  program(
    "a list of several lines",
    `import {\n  Svix,\n  Webhook,\n} from "svix";\n${SECRET}\nexport { Svix };`,
    {
      imports: `import {\n  Svix,\n  Webhook,\n  WebhookVerificationError,\n} from "svix";\n${SECRET}\nexport { Svix };`,
      name: "WebhookVerificationError",
    },
  ),
  program(
    "a name that is imported as a type",
    `import { Webhook, type WebhookVerificationError } from "svix";\n${SECRET}\nexport type E = WebhookVerificationError;`,
    {
      imports: `import { Webhook, WebhookVerificationError } from "svix";\n${SECRET}\nexport type E = WebhookVerificationError;`,
      name: "WebhookVerificationError",
    },
  ),
  program(
    "a name that another declaration imports as a type",
    `import { Webhook } from "svix";\nimport type { WebhookVerificationError } from "svix";\n${SECRET}\nexport type E = WebhookVerificationError;`,
  ),
  program(
    "a name that is the file's own",
    `import { Webhook } from "svix";\n${SECRET}\nexport class WebhookVerificationError extends Error {}`,
  ),
  {
    name: "CommonJS",
    report: "require-4xx-rejection wrongStatus",
    suggestion: "answer401",
    file: "js",
    code: `const { Webhook } = require("svix");
const webhook = new Webhook("whsec_" + process.env.WEBHOOK_SECRET);
/** @param {Request} request */
exports.POST = async (request) => {
  try {
    const body = await request.text();
    webhook.verify(body, Object.fromEntries(request.headers));
    await fetch(JSON.parse(body).url);
  } catch (error) {
    return new Response("no", { status: 500 });
  }
  return new Response("ok");
};
`,
    after: `const { Webhook, WebhookVerificationError } = require("svix");
const webhook = new Webhook("whsec_" + process.env.WEBHOOK_SECRET);
/** @param {Request} request */
exports.POST = async (request) => {
  try {
    const body = await request.text();
    webhook.verify(body, Object.fromEntries(request.headers));
    await fetch(JSON.parse(body).url);
  } catch (error) {
    if (error instanceof WebhookVerificationError) {
      return new Response("Invalid signature", { status: 401 });
    }
    return new Response("no", { status: 500 });
  }
  return new Response("ok");
};
`,
  },
];
