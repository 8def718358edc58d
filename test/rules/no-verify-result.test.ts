import { expect, it } from "vitest";
import rule from "../../src/rules/no-verify-result.js";
import { lintProgram } from "../requests/lint-program.js";
import { runMarked } from "./marked-cases.js";

const head = `import { Webhook } from "svix";
interface Event { type: string; data: { id: string } }
declare const body: string;
declare const h: Record<string, string>;
declare const wh: Webhook;
declare function handle(event: unknown): void;
export type E = Event;
`;

const good = [
  { name: "a statement of its own", code: `wh.verify(body, h);` },
  { name: "void", code: `void wh.verify(body, h);` },
  { name: "awaited", code: `export const f = async () => { await wh.verify(body, h); };` },
  {
    name: "a variable that nobody reads",
    code: `export const f = () => { const result = wh.verify(body, h); };`,
  },
  {
    name: "a thunk",
    code: `declare function safe(f: () => unknown): boolean;
if (!safe(() => wh.verify(body, h))) handle(0);`,
  },
  {
    name: "a thunk to an expectation",
    code: `declare function expect(x: unknown): { toThrow(): void };
expect(() => wh.verify(body, h)).toThrow();`,
  },
  {
    name: "parsed afterwards",
    code: `wh.verify(body, h);
handle(JSON.parse(body));`,
  },
  { name: "a fallback to parsing", code: `handle(wh.verify(body, h) ?? JSON.parse(body));` },
  {
    name: "a fallback to parsing, later",
    code: `const event = wh.verify(body, h);
handle(event ?? JSON.parse(body));`,
  },
  {
    name: "asked for, then parsed",
    code: `export function read(): unknown {
  const event: unknown = wh.verify(body, h);
  if (event !== undefined && event !== null) return event as Event;
  return JSON.parse(body);
}`,
  },
  {
    name: "asked for by a choice",
    code: `const event: unknown = wh.verify(body, h);
handle(event != null ? event : JSON.parse(body));`,
  },
  {
    name: "asked for, with the other way in an else",
    code: `const event: unknown = wh.verify(body, h);
if (event !== undefined) { handle(event); } else { handle(JSON.parse(body)); }`,
  },
  {
    name: "parsed where it is missing",
    code: `let event: any = wh.verify(body, h);
if (!event) event = JSON.parse(body);
handle(event.type);`,
  },
  {
    name: "returned to callers that do not read it",
    code: `function check() { return wh.verify(body, h); }
check();
handle(JSON.parse(body));`,
  },
  {
    name: "returned and awaited by callers that do not read it",
    code: `async function check() { return wh.verify(body, h); }
export async function f() { await check(); handle(JSON.parse(body)); }`,
  },
  {
    name: "returned to nobody, with no claim",
    code: `export function check() { return wh.verify(body, h); }`,
  },
  {
    name: "returned to nobody as something or nothing",
    code: `export function check() {
  const event = wh.verify(body, h) as unknown as Event | undefined;
  return event;
}
export function open() { const event: any = wh.verify(body, h); return event; }
export function told(): Event | undefined { return wh.verify(body, h) as any; }
export function none() { const nothing = wh.verify(body, h); return nothing; }
export function asked() {
  const event = wh.verify(body, h);
  if (event !== undefined) return event;
  return JSON.parse(body) as Event;
}`,
  },
  {
    name: "returned as void",
    code: `export function check(): void { return wh.verify(body, h) as undefined; }`,
  },
  {
    name: "then without a parameter",
    code: `const check = async () => wh.verify(body, h);
check().then(() => handle(JSON.parse(body)), handle);`,
  },
  {
    name: "overwritten before it is read",
    code: `export const f = () => {
  let event: any;
  event = wh.verify(body, h);
  event = JSON.parse(body);
  handle(event.type);
};`,
  },
  {
    name: "assigned to a variable of which an earlier value is read",
    code: `export const f = () => {
  let event: any = JSON.parse(body);
  handle(event);
  event = wh.verify(body, h);
};`,
  },
  { name: "the left of a comma", code: `handle((wh.verify(body, h), JSON.parse(body)));` },
  {
    name: "own class with a verify",
    code: `class Own { verify(_: string): boolean { return true; } }
if (new Own().verify(body)) handle(1);`,
  },
  {
    name: "in a try",
    code: `export const f = () => { try { wh.verify(body, h); } catch { return 401; } return handle(JSON.parse(body)); };`,
  },
  {
    name: "an expectation of undefined",
    code: `declare function expect(x: unknown): { toBeUndefined(): void };
expect(wh.verify(body, h)).toBeUndefined();`,
  },
];

const conditions = [
  { name: "negated", messageId: "usedAsBoolean", code: `if (!⟦wh.verify(body, h)⟧) handle(401);` },
  {
    name: "a condition",
    messageId: "usedAsBoolean",
    code: `if (⟦wh.verify(body, h)⟧) handle(JSON.parse(body));`,
  },
  {
    name: "awaited and negated",
    messageId: "usedAsBoolean",
    code: `export const f = async () => { if (!(await ⟦wh.verify(body, h)⟧)) handle(401); };`,
  },
  {
    name: "a variable that is only a condition",
    messageId: "usedAsBoolean",
    code: `const isValid = ⟦wh.verify(body, h)⟧;
if (!isValid) handle(401);`,
  },
  {
    name: "a variable that is logged and a condition",
    messageId: "usedAsBoolean",
    code: `const isValid = ⟦wh.verify(body, h)⟧;
console.log("valid", isValid);
if (!isValid) handle(401);`,
  },
  {
    name: "refused where it is missing",
    messageId: "usedAsBoolean",
    code: `const event: unknown = ⟦wh.verify(body, h)⟧;
if (event === undefined) handle(401);`,
  },
  {
    name: "asked for, with nothing in its place",
    messageId: "usedAsBoolean",
    code: `const event: unknown = ⟦wh.verify(body, h)⟧;
if (event !== undefined) handle(JSON.parse(body));`,
  },
  {
    name: "compared with true",
    messageId: "usedAsBoolean",
    code: `if (⟦wh.verify(body, h)⟧ === true) handle(1);`,
  },
  {
    name: "a conditional expression",
    messageId: "usedAsBoolean",
    code: `handle(⟦wh.verify(body, h)⟧ ? 200 : 401);`,
  },
  {
    name: "and",
    messageId: "usedAsBoolean",
    code: `⟦wh.verify(body, h)⟧ && handle(JSON.parse(body));`,
  },
  {
    name: "or, to bail out",
    messageId: "usedAsBoolean",
    code: `⟦wh.verify(body, h)⟧ || handle(401);`,
  },
  {
    name: "Boolean()",
    messageId: "usedAsBoolean",
    code: `export const isGenuine = () => Boolean(⟦wh.verify(body, h)⟧);`,
  },
  {
    name: "double negation",
    messageId: "usedAsBoolean",
    code: `export const isGenuine = () => !!⟦wh.verify(body, h)⟧;`,
  },
  {
    name: "a helper whose callers ask it",
    messageId: "usedAsBoolean",
    code: `function check() { return ⟦wh.verify(body, h)⟧; }
if (!check()) handle(401);`,
  },
  {
    name: "an async helper whose callers ask it",
    messageId: "usedAsBoolean",
    code: `const check = async () => ⟦wh.verify(body, h)⟧;
export const f = async () => { if (!(await check())) handle(401); };`,
  },
];

const values = [
  {
    name: "a cast buffer",
    messageId: "alwaysUndefined",
    code: `export const f = (request: { rawBody: unknown }) => {
  const event = ⟦wh.verify(request.rawBody as Buffer, h)⟧ as unknown as Event;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (request: { rawBody: unknown }) => {
  wh.verify(request.rawBody as Buffer, h);
  const event = JSON.parse((request.rawBody as Buffer).toString()) as Event;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "a buffer of an untyped request",
    messageId: "alwaysUndefined",
    code: `export const f = (request: any) => {
  const event = ⟦wh.verify((request as any).rawBody as Buffer, h)⟧ as unknown as Event;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (request: any) => {
  wh.verify((request as any).rawBody as Buffer, h);
  const event = JSON.parse(((request as any).rawBody as Buffer).toString()) as Event;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "a body that may be missing, cast to text",
    messageId: "alwaysUndefined",
    code: `export const f = (event_: { body?: string }) => {
  const event = ⟦wh.verify(event_.body as string, h)⟧ as unknown as Event;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (event_: { body?: string }) => {
  wh.verify(event_.body as string, h);
  const event = JSON.parse(event_.body as string) as Event;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "an unknown body, cast to text",
    messageId: "alwaysUndefined",
    code: `export const f = (request: { body: unknown }) => {
  const event = ⟦wh.verify(request.body as string, h)⟧ as unknown as Event;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (request: { body: unknown }) => {
  wh.verify(request.body as string, h);
  const event = JSON.parse(request.body as string) as Event;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "a body that may be missing, asserted",
    messageId: "alwaysUndefined",
    code: `export const f = (event_: { body?: string }) => {
  const event = ⟦wh.verify(event_.body!, h)⟧ as unknown as Event;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (event_: { body?: string }) => {
  wh.verify(event_.body!, h);
  const event = JSON.parse(event_.body!) as Event;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "a cast in angle brackets",
    messageId: "alwaysUndefined",
    code: `export const f = () => {
  const event = <Event><unknown>⟦wh.verify(body, h)⟧;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = () => {
  wh.verify(body, h);
  const event = JSON.parse(body) as Event;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "bytes that are no Buffer",
    messageId: "alwaysUndefined",
    code: `export const f = (bytes: Uint8Array) => {
  const event = ⟦wh.verify(bytes as Buffer, h)⟧ as unknown as Event;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (bytes: Uint8Array) => {
  wh.verify(bytes as Buffer, h);
  const event = JSON.parse(new TextDecoder().decode(bytes)) as Event;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "a body that was parsed already, which is another rule's business",
    messageId: "alwaysUndefined",
    code: `export const f = async (request: Request) => {
  const payload = await request.json();
  const event = ⟦wh.verify(payload, h)⟧ as unknown as Event;
  handle(event.type);
};`,
  },
  {
    name: "an event in a const",
    messageId: "alwaysUndefined",
    code: `export const f = () => {
  const event = ⟦wh.verify(body, h)⟧ as unknown as Event;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = () => {
  wh.verify(body, h);
  const event = JSON.parse(body) as Event;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "an event assigned in a try",
    messageId: "alwaysUndefined",
    code: `export const f = () => {
  let event: Event;
  try {
    event = ⟦wh.verify(body, h)⟧ as unknown as Event;
  } catch {
    return 401;
  }
  return event.type;
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = () => {
  let event: Event;
  try {
    wh.verify(body, h);
    event = JSON.parse(body) as Event;
  } catch {
    return 401;
  }
  return event.type;
};`,
      ] as const,
    ],
  },
  {
    name: "a null check and a read",
    messageId: "alwaysUndefined",
    code: `export const f = () => {
  const event: any = ⟦wh.verify(body, h)⟧;
  if (!event) return;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = () => {
  wh.verify(body, h);
  const event: any = JSON.parse(body);
  if (!event) return;
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "destructured",
    messageId: "alwaysUndefined",
    code: `const { type } = ⟦wh.verify(body, h)⟧ as any;
handle(type);`,
    suggests: [
      [
        "parseAfter",
        `wh.verify(body, h);
const { type } = JSON.parse(body);
handle(type);`,
      ] as const,
    ],
  },
  {
    name: "a Buffer",
    messageId: "alwaysUndefined",
    code: `export const f = (raw: Buffer) => {
  const event: any = ⟦wh.verify(raw, h)⟧;
  handle(event);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (raw: Buffer) => {
  wh.verify(raw, h);
  const event: any = JSON.parse(raw.toString());
  handle(event);
};`,
      ] as const,
    ],
  },
  { name: "passed on", messageId: "alwaysUndefined", code: `handle(⟦wh.verify(body, h)⟧);` },
  {
    name: "a property",
    messageId: "alwaysUndefined",
    code: `handle((⟦wh.verify(body, h)⟧ as any).type);`,
  },
  { name: "only logged", messageId: "alwaysUndefined", code: `console.log(⟦wh.verify(body, h)⟧);` },
  {
    name: "stored in a request",
    messageId: "alwaysUndefined",
    code: `export const f = (req: any) => { req.event = ⟦wh.verify(body, h)⟧; };`,
    suggests: [
      [
        "parseAfter",
        `export const f = (req: any) => { wh.verify(body, h);
req.event = JSON.parse(body); };`,
      ] as const,
    ],
  },
  {
    name: "a property of a literal",
    messageId: "alwaysUndefined",
    code: `export const f = () => ({ ok: true, event: ⟦wh.verify(body, h)⟧ });`,
  },
  {
    name: "the event where there is a secret, parsed elsewhere",
    messageId: "alwaysUndefined",
    code: `export const f = (secret?: string) => {
  let event: any;
  if (secret) {
    event = ⟦new Webhook(secret).verify(body, h)⟧;
  } else {
    event = JSON.parse(body);
  }
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (secret?: string) => {
  let event: any;
  if (secret) {
    new Webhook(secret).verify(body, h);
    event = JSON.parse(body);
  } else {
    event = JSON.parse(body);
  }
  handle(event.type);
};`,
      ] as const,
    ],
  },
  {
    name: "a helper whose callers read it",
    messageId: "alwaysUndefined",
    code: `function check() { return ⟦wh.verify(body, h)⟧ as any; }
handle(check().type);`,
    suggests: [
      [
        "parseAfter",
        `function check() { wh.verify(body, h);
return JSON.parse(body); }
handle(check().type);`,
      ] as const,
    ],
  },
  {
    name: "an async helper whose callers chain on it",
    messageId: "alwaysUndefined",
    code: `const check = async () => ⟦wh.verify(body, h)⟧ as any;
check().then((event) => handle(event), handle);`,
  },
  {
    name: "returned to nobody as an event",
    messageId: "alwaysUndefined",
    code: `export const check = (): Event => {
  return ⟦wh.verify(body, h)⟧ as unknown as Event;
};`,
    suggests: [
      [
        "parseAfter",
        `export const check = (): Event => {
  wh.verify(body, h);
  return JSON.parse(body) as Event;
};`,
      ] as const,
    ],
  },
  {
    name: "put away as an event and returned to nobody",
    messageId: "alwaysUndefined",
    code: `export async function check() {
  const event = ⟦wh.verify(body, h)⟧ as unknown as Event;
  return event;
}`,
    suggests: [
      [
        "parseAfter",
        `export async function check() {
  wh.verify(body, h);
  const event = JSON.parse(body) as Event;
  return event;
}`,
      ] as const,
    ],
  },
  {
    name: "assigned in a try, and null for what is refused",
    messageId: "alwaysUndefined",
    code: `export class Verifier {
  check(): Event | null {
    let event: Event;
    try {
      event = ⟦wh.verify(body, h)⟧ as unknown as Event;
    } catch {
      return null;
    }
    return event;
  }
}`,
    suggests: [
      [
        "parseAfter",
        `export class Verifier {
  check(): Event | null {
    let event: Event;
    try {
      wh.verify(body, h);
      event = JSON.parse(body) as Event;
    } catch {
      return null;
    }
    return event;
  }
}`,
      ] as const,
    ],
  },
  {
    name: "a framework's callback that returns it as an event",
    messageId: "alwaysUndefined",
    code: `declare function internalAction(x: { handler: () => Promise<unknown> }): unknown;
export const fulfill = internalAction({ handler: async () => ⟦wh.verify(body, h)⟧ as unknown as Event });`,
  },
  {
    name: "the first of several secrets that matches",
    messageId: "alwaysUndefined",
    code: `export const f = (secrets: string[]) => {
  let event: any = null;
  for (const secret of secrets) {
    try {
      event = ⟦new Webhook(secret).verify(body, h)⟧;
      break;
    } catch {}
  }
  if (!event) return 401;
  return handle(event);
};`,
    suggests: [
      [
        "parseAfter",
        `export const f = (secrets: string[]) => {
  let event: any = null;
  for (const secret of secrets) {
    try {
      new Webhook(secret).verify(body, h);
      event = JSON.parse(body);
      break;
    } catch {}
  }
  if (!event) return 401;
  return handle(event);
};`,
      ] as const,
    ],
  },
  {
    name: "AutoConfig's verify",
    messageId: "alwaysUndefined",
    code: `import { AutoConfig } from "svix";
export const f = (config: AutoConfig) => {
  const event: any = ⟦config.verify(body, h)⟧;
  handle(event.type);
};`,
    suggests: [
      [
        "parseAfter",
        `import { AutoConfig } from "svix";
export const f = (config: AutoConfig) => {
  config.verify(body, h);
  const event: any = JSON.parse(body);
  handle(event.type);
};`,
      ] as const,
    ],
  },
];

runMarked("no-verify-result", rule, { head, good, bad: [...conditions, ...values] });

const plain = (marked: string): string => marked.replaceAll(/[⟦⟧]/gu, "");
for (const sdk of ["1.99.1", "1.4.12"] as const) {
  runMarked(`no-verify-result on svix ${sdk}, which returns the payload`, rule, {
    head,
    sdk,
    good: [
      ...good,
      ...values.filter(({ code }) => sdk !== "1.4.12" || !/Buffer|AutoConfig/u.test(code)),
    ].map(({ name, code }) => ({ name, code: plain(code) })),
    bad: conditions,
  });
}

runMarked("no-verify-result with standardwebhooks", rule, {
  head: `import { Webhook } from "standardwebhooks";\ndeclare const body: string;\ndeclare const h: Record<string, string>;\ndeclare const wh: Webhook;\n`,
  good: [
    {
      name: "the payload, which it returns",
      code: `export const f = () => (wh.verify(body, h) as { type: string }).type;`,
    },
  ],
  bad: [
    {
      name: "jsonParse: false",
      messageId: "alwaysUndefined",
      code: `export const f = () => { const e: any = ⟦wh.verify(body, h, { jsonParse: false })⟧; return e.type; };`,
      suggests: [
        [
          "parseAfter",
          `export const f = () => { wh.verify(body, h, { jsonParse: false });
const e: any = JSON.parse(body); return e.type; };`,
        ],
      ],
    },
  ],
});

it("sees the reader in another file", () => {
  const files = {
    "verify.ts": `import { Webhook } from "svix";
export function check(body: string, h: Record<string, string>) {
  return new Webhook("x").verify(body, h) as any;
}`,
    "route.ts": `import { check } from "./verify.js";
export async function POST(req: Request) { const event = check(await req.text(), {}); return Response.json(event.type); }`,
  };
  expect(lintProgram(rule as never, files).reports).toEqual([
    `verify.ts:3 alwaysUndefined new Webhook("x").verify(body, h)`,
  ]);
});
