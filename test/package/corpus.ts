import type { Files } from "./scratch.js";

const RECEIVER = `
import { Webhook, type WebhookRequiredHeaders } from "svix";

const webhook = new Webhook(process.env.WEBHOOK_SECRET!);

declare function store(event: unknown): Promise<void>;

export async function unhandled(request: Request) {
  const body = await request.text();
  // reports svix/no-unhandled-verification-error
  webhook.verify(body, Object.fromEntries(request.headers));
  await store(JSON.parse(body));
  return new Response("ok");
}

export async function swallowed(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
    // reports svix/no-swallowed-verification-error
  } catch (error) {
    console.error(error);
  }
  await store(JSON.parse(body));
  return new Response("ok");
}

export async function wrongStatus(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    // reports svix/require-4xx-rejection
    return new Response("failed", { status: 500 });
  }
  await store(JSON.parse(body));
  return new Response("ok");
}

export async function skippable(request: Request) {
  const body = await request.text();
  try {
    // reports svix/no-conditional-verification
    if (process.env.NODE_ENV === "production") {
      webhook.verify(body, Object.fromEntries(request.headers));
    }
  } catch {
    return new Response("Bad signature", { status: 401 });
  }
  await store(JSON.parse(body));
  return new Response("ok");
}

export async function reserialised(request: Request) {
  const event = await request.json();
  try {
    // reports svix/require-raw-body
    webhook.verify(JSON.stringify(event), Object.fromEntries(request.headers));
  } catch {
    return new Response("Bad signature", { status: 401 });
  }
  await store(event);
  return new Response("ok");
}

export async function wrongHeaders(request: Request) {
  const body = await request.text();
  const headers = request.headers as unknown as WebhookRequiredHeaders;
  try {
    // reports svix/require-webhook-headers
    webhook.verify(body, headers);
  } catch {
    return new Response("Bad signature", { status: 401 });
  }
  await store(JSON.parse(body));
  return new Response("ok");
}

export async function resultUsed(request: Request) {
  const body = await request.text();
  try {
    // reports svix/no-verify-result from svix 2
    const event: unknown = webhook.verify(body, Object.fromEntries(request.headers));
    await store(event);
  } catch {
    return new Response("Bad signature", { status: 401 });
  }
  return new Response("ok");
}

export async function correct(request: Request) {
  const body = await request.text();
  try {
    webhook.verify(body, Object.fromEntries(request.headers));
  } catch {
    return new Response("Bad signature", { status: 401 });
  }
  await store(JSON.parse(body));
  return new Response("ok");
}
`;

const SEND = `
import { svix } from "./svix";

export async function sendPaid(appId: string, invoice: string): Promise<string> {
  const message = await svix.message.create(appId, {
    eventId: invoice + ".paid",
    eventType: "invoice.paid",
    payload: { invoice },
  });
  return message.id;
}
`;

const CALLERS = `
import { sendPaid } from "./send";

export async function onPayment(appId: string, invoice: string): Promise<string> {
  // reports svix/no-unhandled-api-error
  return await sendPaid(appId, invoice);
}

export async function onRefund(appId: string, invoice: string): Promise<{ sent: boolean }> {
  try {
    await sendPaid(appId, invoice);
    // reports svix/no-swallowed-api-error
  } catch (error) {
    console.error(error);
  }
  return { sent: true };
}

export async function onCredit(appId: string, invoice: string): Promise<void> {
  try {
    await sendPaid(appId, invoice);
  } catch (cause) {
    throw new Error("The credit note was not sent.", { cause });
  }
}
`;

const CLIENT = `
import { Svix, Webhook } from "svix";

export const svix = new Svix(process.env.SVIX_TOKEN!);

// reports svix/no-exposed-credentials
export const fallback = new Webhook(process.env.OTHER_SECRET ?? "whsec_development");

export async function register(appId: string): Promise<void> {
  try {
    // reports svix/valid-arguments
    await svix.endpoint.create(appId, { url: "http://example.com/webhooks" });
  } catch (cause) {
    throw new Error("The endpoint was not registered.", { cause });
  }
}

export async function recover(appId: string, endpointId: string, since: Date): Promise<void> {
  try {
    // reports svix/no-unpolled-background-task from svix 1.45
    await svix.endpoint.recover(appId, endpointId, { since: since as never });
  } catch (cause) {
    throw new Error("The messages are not being recovered.", { cause });
  }
}
`;

export const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    module: "ESNext",
    moduleResolution: "Bundler",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["src"],
});

/** The config of rules-docs/setup.md that every supported release of ESLint takes. */
export const CONFIG = `
import svix from "eslint-plugin-svix";
import tseslint from "typescript-eslint";

export default [
  {
    files: ["**/*.{ts,tsx,mts,cts}"],
    ...svix.configs.recommended,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true },
    },
  },
];
`;

/** A small application that breaks most rules once, among correct code; one pair spans two files. */
export const SOURCES: Files = {
  "src/receiver.ts": RECEIVER,
  "src/send.ts": SEND,
  "src/callers.ts": CALLERS,
  "src/svix.ts": CLIENT,
};

export const CORPUS: Files = {
  "tsconfig.json": TSCONFIG,
  "eslint.config.js": CONFIG,
  ...SOURCES,
};

// The comment above the reported line: "reports RULE", or "reports RULE from svix VERSION".
const MARK = /^\s*\/\/ reports (?<rule>\S+)(?: from svix (?<since>[\d.]+))?$/;

/** "file:line rule" of what the marks announce for a release of svix, sorted. */
export function announced(files: Files, svix: string): string[] {
  return Object.entries(files)
    .flatMap(([file, text]) =>
      text.split("\n").flatMap((line, index) => {
        const { rule, since = "0" } = MARK.exec(line)?.groups ?? {};
        return rule && isAtLeast(svix, since) ? [`${file}:${index + 2} ${rule}`] : [];
      }),
    )
    .sort();
}

function isAtLeast(version: string, least: string): boolean {
  const numbers = (text: string) => text.split(".").map(Number);
  const [major = 0, minor = 0] = numbers(version);
  const [leastMajor = 0, leastMinor = 0] = numbers(least);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
